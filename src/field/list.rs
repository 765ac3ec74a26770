//! Lists of texts in which nothing should stand twice.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::fault::{Subject, Type};
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::text::{Text, refuse_type};
use crate::field::{Document, Field};
use crate::fix::Remedy;
use crate::json::{Kind, Open, Value};
use crate::source::Span;

/// A text that stands in a list.
pub(crate) trait Item: Text + AsRef<str> {
    /// What messages call it.
    const NOUN: &'static str;

    /// How many of them a list may have.
    const MAX_COUNT: usize = usize::MAX;

    /// Two items of the same identity are the same item twice.
    fn identity(&self) -> Cow<'_, str>;

    /// Whether nothing is lost without an item that has the identity of one of the others.
    fn is_same_as_any(&self, _others: &[Self]) -> bool {
        true
    }

    /// The error for a list that is longer.
    fn too_many(_count: usize) -> Option<Error> {
        None
    }
}

impl<T: Item> Field for Vec<T> {
    const EXAMPLE: &'static str = "[]";

    fn read<'a>(value: Value<'a>, subject: Subject, document: &mut Document<'a>) -> Option<Self> {
        let (Kind::Array, Subject::Required(key) | Subject::Optional(key)) = (value.kind, subject)
        else {
            refuse_type::<T>(value, subject, Type::Array, document);
            return None;
        };
        let mut items = Self::new();
        let mut is_valid = true;
        // Whether every item so far is what it was meant to be.
        let mut is_sure = true;
        let mut seen = Identities::default();
        let mut count = 0;
        let mut surplus: Option<Span> = None;
        let mut open = Open::array();
        let mut end = value.span.end;
        while let Some(value) = document.json.next_item(&mut open) {
            let subject = Subject::Item(key, count);
            document.findings.forget_last();
            let read = T::read(value, subject, document);
            let before = std::mem::replace(&mut end, document.json.offset());
            // With the comma before it. The first item is never the same as an earlier one.
            let removed = Span::new(before, end);
            // What an item was meant to be counts as there, lest mending it made a new finding.
            is_valid &= read.is_some();
            if let Some(item) = &read
                && seen.is_repeated(item, &items)
            {
                let found = Excerpt::new(item.as_ref());
                let repeated = Error::DuplicateEntry { noun: T::NOUN, found };
                let remedy = Remedy::remove(removed, is_sure && item.is_same_as_any(&items));
                document.push_with(repeated, subject, value.span, remedy);
            } else if read.is_none()
                && let Some((text, is_certain)) = document.findings.proposed()
                && let Ok(item) = T::new(&text)
            {
                is_sure &= is_certain;
                if seen.is_repeated(&item, &items) {
                    let is_certain = is_sure && item.is_same_as_any(&items);
                    document.findings.mend(Remedy::remove(removed, is_certain));
                }
                items.push(item);
            }
            items.extend(read);
            count += 1;
            if count > T::MAX_COUNT {
                surplus.get_or_insert(value.span).end = end;
            }
        }
        if document.json.is_broken() {
            return None;
        }
        if let (Some(surplus), Some(error)) = (surplus, T::too_many(count)) {
            document.push(error, subject, surplus);
        }
        // Every item that could not be read has been reported.
        (is_valid && surplus.is_none()).then_some(items)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        let item = Box::new(<T as Field>::shape());
        Shape::List { noun: T::NOUN, item, max_count: T::MAX_COUNT }
    }
}

/// Finds repetitions: by comparing while a list is short, by hashing when it is not.
#[derive(Default)]
struct Identities(HashSet<String>);

impl Identities {
    const SHORT: usize = 16;

    fn is_repeated<T: Item>(&mut self, item: &T, before: &[T]) -> bool {
        if before.len() < Self::SHORT {
            return before.iter().any(|other| other.identity() == item.identity());
        }
        if self.0.is_empty() {
            self.0.extend(before.iter().map(|item| item.identity().into_owned()));
        }
        !self.0.insert(item.identity().into_owned())
    }
}

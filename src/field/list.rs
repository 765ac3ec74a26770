//! Lists of texts in which nothing should stand twice.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::fault::{Subject, Type};
use crate::field::text::{Text, refuse_type};
use crate::field::{Document, Field};
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
        let mut seen = Identities::default();
        let mut count = 0;
        let mut surplus: Option<Span> = None;
        let mut open = Open::array();
        while let Some(value) = document.json.next_item(&mut open) {
            let subject = Subject::Item(key, count);
            if let Some(item) = T::read(value, subject, document) {
                if seen.is_repeated(&item, &items) {
                    let found = Excerpt::new(item.as_ref());
                    let repeated = Error::DuplicateEntry { noun: T::NOUN, found };
                    document.push(repeated, subject, value.span);
                }
                items.push(item);
            }
            count += 1;
            if count > T::MAX_COUNT {
                surplus.get_or_insert(value.span).end = document.json.offset();
            }
        }
        if document.json.is_broken() {
            return None;
        }
        if let (Some(surplus), Some(error)) = (surplus, T::too_many(count)) {
            document.push(error, subject, surplus);
        }
        // Every item that could not be read has been reported.
        (items.len() == count && surplus.is_none()).then_some(items)
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

//! Lists of texts in which nothing should stand twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};

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
    fn identity(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }

    /// Whether this is the item's identity.
    fn has_identity(&self, identity: &str) -> bool {
        self.as_ref() == identity
    }

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

    fn read(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
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
        let mut end = value.span().end;
        while let Some(value) = document.json.next_item(&mut open) {
            let subject = Subject::Item(key, count);
            document.findings.forget_last();
            let read = T::read(value, subject, document);
            // With the comma before it. The first item is never the same as an earlier one.
            let removed = Span::new(end, document.json.offset());
            end = removed.end;
            if let (Some(item), Some(text)) = (read, value.text()) {
                if seen.is_repeated(&text.decode(), &items) {
                    let found = Excerpt::new(item.as_ref());
                    let repeated = Error::DuplicateEntry { noun: T::NOUN, found };
                    let is_certain = is_sure && item.is_same_as_any(&items);
                    let remedy = Remedy::remove(removed, is_certain);
                    document.push_with(repeated, subject, value.span(), remedy);
                }
                items.push(item);
            } else {
                is_valid = false;
                // What an item was meant to be counts as there, lest mending it made a new finding.
                if let Some((text, is_certain)) = document.findings.proposed()
                    && let Ok(item) = T::new(&text)
                {
                    is_sure &= is_certain;
                    if seen.is_repeated(&text, &items) {
                        let is_certain = is_sure && item.is_same_as_any(&items);
                        document.findings.mend(Remedy::remove(removed, is_certain));
                    }
                    items.push(item);
                }
            }
            count += 1;
            if count > T::MAX_COUNT {
                surplus.get_or_insert(value.span()).end = end;
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
struct Identities {
    state: RandomState,
    /// The digest of each identity, and the number of its first item.
    first: HashMap<u64, usize, BuildHasherDefault<Digested>>,
}

impl Identities {
    const SHORT: usize = 16;

    /// Whether the identity of the text is that of an item before it.
    fn is_repeated<T: Item>(&mut self, text: &str, before: &[T]) -> bool {
        let identity = T::identity(text);
        if before.len() < Self::SHORT {
            return before.iter().any(|item| item.has_identity(&identity));
        }
        if self.first.is_empty() {
            for (index, item) in before.iter().enumerate() {
                let digest = self.state.hash_one(T::identity(item.as_ref()));
                self.first.entry(digest).or_insert(index);
            }
        }
        let first = *self.first.entry(self.state.hash_one(&identity)).or_insert(before.len());
        before.get(first).is_some_and(|item| item.has_identity(&identity))
    }
}

/// The hasher of what is a digest already, so that a growing table hashes no text again.
#[derive(Default)]
struct Digested(u64);

impl Hasher for Digested {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

//! Lists of texts in which nothing should stand twice.

use std::borrow::Cow;

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
use crate::table::{FACTOR, Table, digest};

/// A text that stands in a list.
pub(crate) trait Item: Text + AsRef<str> {
    /// What messages call it.
    const NOUN: &'static str;

    /// How many of them a list may have.
    const MAX_COUNT: usize = usize::MAX;

    /// Whether identities are the same in either case of their ASCII letters.
    const IGNORES_CASE: bool = false;

    /// Two items of the same identity are the same item twice.
    #[inline]
    fn identity(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }

    /// Whether this is the item's identity.
    fn has_identity(&self, identity: &str) -> bool {
        let own = Self::identity(self.as_ref());
        if Self::IGNORES_CASE { own.eq_ignore_ascii_case(identity) } else { own == identity }
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
            refuse_type(value, subject, Type::Array, T::MAY_BE_SECRET, document);
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
        let start = value.span().end;
        let mut end = start;
        while let Some(value) = document.json.next_item(&mut open) {
            let subject = Subject::Item(key, count);
            if count == 0 {
                // Most lists have no more, and so grow but once.
                items = Self::with_capacity(8);
            }
            document.findings.forget_last();
            let read = T::read(value, subject, document);
            // With the comma before it. The first item is never the same as an earlier one.
            let removed = Span::new(end, document.json.offset());
            end = removed.end;
            if let Some(item) = read {
                if seen.is_repeated(item.as_ref(), &items) {
                    let found = Excerpt::new(item.as_ref());
                    let repeated = Error::DuplicateEntry { noun: T::NOUN, found };
                    let is_certain = is_sure && item.is_same_as_any(&items);
                    let remedy = Remedy::remove(removed, is_certain);
                    document.push_with(repeated, subject, value.span(), Some(remedy));
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
            if items.len() == Table::FEW {
                // If each item to come is like those, and half of what is left are items.
                let more = document.json.left() / (end - start).div_ceil(items.len()) / 2;
                items.reserve(more);
                seen.table.make_room(items.len() + more);
            }
            if count > T::MAX_COUNT {
                surplus.get_or_insert(value.span()).end = end;
            }
        }
        if document.json.is_broken() {
            if T::MAY_BE_SECRET {
                document.findings.hide_from(document.json.offset());
            }
            return None;
        }
        if items.len() >= Table::FEW {
            items.shrink_to_fit();
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
    /// A bit for each digest so far: most items of a short list have one of their own.
    bits: u64,
    table: Table,
}

impl Identities {
    /// Whether the identity of the text is that of an item before it.
    #[expect(clippy::inline_always, reason = "it is called for every item")]
    #[inline(always)]
    fn is_repeated<T: Item>(&mut self, text: &str, before: &[T]) -> bool {
        let identity = T::identity(text);
        let number = before.len();
        if number >= Table::FEW {
            let identities = |number: usize| T::identity(before[number].as_ref());
            return self.table.first(&identity, number, T::IGNORES_CASE, &identities) < number;
        }
        let bit = 1 << (digest(&identity, T::IGNORES_CASE, FACTOR) >> 58);
        let may_be_repeated = self.bits & bit != 0;
        self.bits |= bit;
        may_be_repeated && has_any(before, &identity)
    }
}

/// Out of the way: mostly, a bit says that there is none.
#[inline(never)]
fn has_any<T: Item>(items: &[T], identity: &str) -> bool {
    items.iter().any(|item| item.has_identity(identity))
}

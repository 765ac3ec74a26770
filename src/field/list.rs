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
use crate::nearest::in_lower_case;
use crate::source::Span;
use crate::table::{Table, mark};
use crate::words::find;

/// A text that stands in a list.
pub(crate) trait Item: Text + AsRef<str> {
    /// What messages call it.
    const NOUN: &'static str;

    /// How many of them a list may have.
    const MAX_COUNT: usize = usize::MAX;

    /// Two items with the same identity are the same item twice.
    const IDENTITY: Identity = Identity::Text;

    /// Whether nothing is lost without an item that has the identity of one of the others.
    fn is_same_as_any(&self, _others: &[Self]) -> bool {
        true
    }

    /// The error for a list that is longer.
    fn too_many(_count: usize) -> Option<Error> {
        None
    }
}

/// What of a text makes it what it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// All of it.
    Text,
    /// All of it, in any letter case.
    Letters,
    /// What stands before a character, but for one at the start.
    Before(u8),
}

impl Identity {
    /// What two texts are compared by. Letter case of ASCII is left as it is.
    #[inline]
    fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Text => Cow::Borrowed(text),
            Self::Letters if text.is_ascii() => Cow::Borrowed(text),
            Self::Letters => Cow::Owned(in_lower_case(text)),
            Self::Before(sign) => Cow::Borrowed(find(text, 1, sign).map_or(text, |at| &text[..at])),
        }
    }

    fn ignores_case(self) -> bool {
        self == Self::Letters
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
    /// Those of the items so far, while they are few.
    marks: u64,
    table: Table,
}

impl Identities {
    /// Whether the identity of an item is that of one before it.
    #[expect(clippy::inline_always, reason = "it is called for every item")]
    #[inline(always)]
    fn is_repeated<T: Item>(&mut self, item: &str, before: &[T]) -> bool {
        let identity = T::IDENTITY.of(item);
        let ignores_case = T::IDENTITY.ignores_case();
        if before.len() < Table::FEW {
            let mark = mark(&identity, ignores_case);
            let is_new = self.marks & mark == 0;
            self.marks |= mark;
            if is_new {
                return false;
            }
        }
        let identities = |number: usize| T::IDENTITY.of(before[number].as_ref());
        self.table.first(&identity, before.len(), ignores_case, &identities) < before.len()
    }
}

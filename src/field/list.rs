//! Lists of texts in which nothing should stand twice.

#![expect(clippy::inline_always, reason = "it is done for every item, and there are few callers")]

use std::borrow::Cow;

use crate::error::Error;
use crate::error::kind::{JsonType, Subject};
use crate::excerpt::Excerpt;
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::text::{Text, refuse};
use crate::field::{Document, Field};
use crate::findings::Collector;
use crate::fix::Remedy;
use crate::json::{Kind, Open, Text as JsonText, Value};
use crate::similar::in_lower_case;
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
    const TYPE: JsonType = JsonType::Array;
    const MAY_BE_SECRET: bool = T::MAY_BE_SECRET;

    fn read_other(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
        let (Kind::Array, Subject::Required(key) | Subject::Optional(key)) = (value.kind, subject)
        else {
            document.wrong_type(value, subject, Self::TYPE, Self::MAY_BE_SECRET);
            return None;
        };
        let mut open = Open::array();
        let mut list = List::new(key, value.span().end, document.json.end_of_text());
        while let Some(value) = list.read_usual(&mut open, document) {
            match value.text() {
                Some(json) => list.read_text(&json.decode(), json, &mut document.findings),
                None => list.read_other(value, document),
            }
        }
        if document.json.is_broken() {
            if T::MAY_BE_SECRET {
                document.findings.hide_from(document.json.offset());
            }
            return None;
        }
        let count = list.count();
        let List { mut items, surplus, is_valid, .. } = list;
        if items.len() >= Table::FEW {
            items.shrink_to_fit();
        }
        if let (Some(surplus), Some(error)) = (surplus, T::too_many(count)) {
            document.findings.blame(error, subject, surplus, None);
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

/// The items of a list that have been read so far.
struct List<T> {
    key: &'static str,
    items: Vec<T>,
    /// How many there are beside those.
    refused: usize,
    identities: Identities,
    /// Where the document ends at the latest.
    end_of_text: usize,
    /// Where the opening bracket ends.
    start: usize,
    /// Where the last item ends, or the opening bracket.
    end: usize,
    is_valid: bool,
    /// Whether every item so far is what it was meant to be.
    is_sure: bool,
    /// The items that are too many.
    surplus: Option<Span>,
}

impl<T: Item> List<T> {
    fn new(key: &'static str, start: usize, end_of_text: usize) -> Self {
        Self {
            key,
            items: Vec::new(),
            refused: 0,
            identities: Identities::default(),
            end_of_text,
            start,
            end: start,
            is_valid: true,
            is_sure: true,
            surplus: None,
        }
    }

    fn count(&self) -> usize {
        self.items.len() + self.refused
    }

    fn subject(&self) -> Subject {
        Subject::Item(self.key, self.count())
    }

    /// Reads items for as long as they are strings without escapes, as nearly all are. Returns the
    /// first other one.
    #[inline]
    fn read_usual<'a>(
        &mut self,
        open: &mut Open,
        document: &mut Document<'a>,
    ) -> Option<Value<'a>> {
        if let Some(mut ahead) = document.json.ahead(open) {
            while let Some(item) = ahead.item() {
                match T::new(item.text) {
                    Ok(new) => self.take(new, item.text, item.span(), &mut document.findings),
                    Err(error) => {
                        self.refuse(error, item.text, item.into(), &mut document.findings);
                    }
                }
                ahead.go_on(item.end());
            }
            document.json.follow(ahead, open);
            if document.json.take_end_of_array() {
                return None;
            }
        }
        document.json.next_item(open)
    }

    /// Reads an item that is a string of any kind.
    fn read_text(&mut self, text: &str, json: JsonText<'_>, findings: &mut Collector) {
        match T::new(text) {
            Ok(item) => self.take(item, text, json.span(), findings),
            Err(error) => self.refuse(error, text, json, findings),
        }
    }

    /// Reads an item that is no string.
    fn read_other(&mut self, value: Value<'_>, document: &mut Document<'_>) {
        T::read_other(value, self.subject(), document);
        self.is_valid = false;
        self.refused += 1;
        self.leave(value.span().start, document.json.offset());
    }

    #[inline(always)]
    fn take(&mut self, item: T, text: &str, place: Span, findings: &mut Collector) {
        if self.identities.is_repeated(text, &self.items) {
            self.blame_repetition(&item, place, findings);
        }
        self.push(item);
        self.leave(place.start, place.end);
    }

    #[cold]
    #[inline(never)]
    fn refuse(&mut self, error: Error, text: &str, json: JsonText<'_>, findings: &mut Collector) {
        findings.forget_last();
        refuse::<T>(error, text, json, self.subject(), findings);
        self.replace(json.span(), findings);
        self.leave(json.span().start, json.span().end);
    }

    /// Has an item behind it.
    #[inline(always)]
    fn leave(&mut self, start: usize, end: usize) {
        self.end = end;
        if self.count() > T::MAX_COUNT {
            self.surplus.get_or_insert(Span::new(start, end)).end = end;
        }
    }

    #[cold]
    #[inline(never)]
    fn blame_repetition(&mut self, item: &T, place: Span, findings: &mut Collector) {
        let found = Excerpt::new(item.as_ref());
        let repeated = Error::DuplicateEntry { noun: T::NOUN, found };
        findings.blame(repeated, self.subject(), place, Some(self.removal(item, place)));
    }

    /// Removes an item that is there already, with the comma before it. The first one never is.
    fn removal(&self, item: &T, place: Span) -> Remedy {
        let is_certain = self.is_sure && item.is_same_as_any(&self.items);
        Remedy::remove(Span::new(self.end, place.end), is_certain)
    }

    /// Has what an item was meant to be in its place, lest mending it made a new finding.
    #[cold]
    #[inline(never)]
    fn replace(&mut self, place: Span, findings: &mut Collector) {
        self.is_valid = false;
        if let Some((text, is_certain)) = findings.proposed()
            && let Ok(item) = T::new(&text)
        {
            self.is_sure &= is_certain;
            if self.identities.is_repeated(&text, &self.items) {
                findings.mend(self.removal(&item, place));
            }
            self.push(item);
        } else {
            self.refused += 1;
        }
    }

    #[inline]
    fn push(&mut self, item: T) {
        if self.items.is_empty() {
            // Most lists have no more, and no list of tags may.
            self.items = Vec::with_capacity(12);
        }
        self.items.push(item);
        if self.items.len() == Table::FEW {
            self.make_room();
        }
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        // If each item to come is like those, and half of what is left are items.
        let each = 1 + (self.end - self.start) / self.items.len();
        let more = self.end_of_text.saturating_sub(self.end) / each / 2;
        self.items.reserve(more);
        self.identities.table.make_room(self.items.len() + more);
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
    #[inline(always)]
    fn is_repeated<T: Item>(&mut self, item: &str, before: &[T]) -> bool {
        let identity = T::IDENTITY.of(item);
        if before.len() < Table::FEW {
            let mark = mark(&identity, T::IDENTITY.ignores_case());
            let is_new = self.marks & mark == 0;
            self.marks |= mark;
            if is_new {
                return false;
            }
        }
        self.is_in_table(&identity, before)
    }

    #[inline(never)]
    fn is_in_table<T: Item>(&mut self, identity: &str, before: &[T]) -> bool {
        let identities = |number: usize| T::IDENTITY.of(before[number].as_ref());
        let ignores_case = T::IDENTITY.ignores_case();
        self.table.first(identity, before.len(), ignores_case, &identities) < before.len()
    }
}

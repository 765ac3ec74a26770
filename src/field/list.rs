//! Lists of texts in which nothing should stand twice.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};

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
            if items.len() == Identities::SHORT {
                // If each item to come is like those, and half of what is left are items.
                let more = document.json.left() / (end - start).div_ceil(items.len()) / 2;
                items.reserve(more);
                seen.make_table(&items, more);
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
        if items.len() >= Identities::SHORT {
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
    /// What the digests are made with. Nobody who writes a long list knows it.
    factor: u64,
    /// For each identity, the upper half of its digest, and the number of its first item, from 1. It
    /// stands where the first bits of its digest say, or at the next free place.
    first: Vec<u64>,
    count: usize,
}

impl Identities {
    const SHORT: usize = 16;
    const NUMBER: u64 = u32::MAX as u64;

    /// Whether the identity of the text is that of an item before it.
    #[inline]
    fn is_repeated<T: Item>(&mut self, text: &str, before: &[T]) -> bool {
        let identity = T::identity(text);
        if before.len() >= Self::SHORT {
            return self.is_in_table(&identity, before);
        }
        let bit = 1 << (digest::<T>(&identity, FACTOR) >> 58);
        let may_be_repeated = self.bits & bit != 0;
        self.bits |= bit;
        may_be_repeated && has_any(before, &identity)
    }

    /// Makes a table of the items of a list that is no longer short, with room for so many more.
    #[cold]
    fn make_table<T: Item>(&mut self, items: &[T], more: usize) {
        if !self.first.is_empty() {
            return;
        }
        self.factor = RandomState::new().hash_one(()) | 1;
        self.first = vec![0; 2 * (items.len() + more).next_power_of_two()];
        for (index, item) in items.iter().enumerate() {
            self.is_in_table(&T::identity(item.as_ref()), &items[..index]);
        }
    }

    #[cold]
    fn grow_table(&mut self) {
        let first = vec![0; 2 * self.first.len()];
        for entry in std::mem::replace(&mut self.first, first) {
            if entry != 0 {
                self.insert(entry, |_| false);
            }
        }
    }

    /// Whether the table has the identity; now it has.
    #[inline(never)]
    fn is_in_table<T: Item>(&mut self, identity: &str, before: &[T]) -> bool {
        if 2 * self.count > self.first.len() {
            self.grow_table();
        }
        let digest = digest::<T>(identity, self.factor) & !Self::NUMBER;
        let is_same = |entry: u64| {
            let item = || before.get(index(entry & Self::NUMBER) - 1);
            entry & !Self::NUMBER == digest
                && item().is_some_and(|item| item.has_identity(identity))
        };
        let is_new = self.insert(digest | (before.len() as u64 + 1), is_same);
        self.count += usize::from(is_new);
        !is_new
    }

    /// Puts an entry at its place, unless the same is there.
    fn insert(&mut self, entry: u64, is_same: impl Fn(u64) -> bool) -> bool {
        let last = self.first.len() - 1;
        let mut place = index(entry >> (u64::BITS - self.first.len().trailing_zeros()));
        while self.first[place] != 0 {
            if is_same(self.first[place]) {
                return false;
            }
            place = (place + 1) & last;
        }
        self.first[place] = entry;
        true
    }
}

/// Out of the way: mostly, a bit says that there is none.
#[inline(never)]
fn has_any<T: Item>(items: &[T], identity: &str) -> bool {
    items.iter().any(|item| item.has_identity(identity))
}

fn index(bits: u64) -> usize {
    usize::try_from(bits).expect("no list is longer than a text")
}

/// What short lists make their digests with: 2⁶⁴ by the golden ratio.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Eight bytes at a time, each time folding a long product: its upper half depends on all of them.
#[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
fn digest<T: Item>(identity: &str, factor: u64) -> u64 {
    /// What makes a small letter of a capital one.
    const CASE: u64 = u64::MAX / 0xFF * 0x20;
    let mix = |digest: u64, word: u64| {
        let word = if T::IGNORES_CASE { word | CASE } else { word };
        let product = u128::from(digest ^ word) * u128::from(factor);
        (product >> 64) as u64 ^ product as u64
    };
    let bytes = identity.as_bytes();
    let digest = bytes.len() as u64;
    let Some(last) = bytes.last_chunk() else {
        return mix(digest, bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    };
    let words = bytes.as_chunks().0.iter().chain([last]);
    words.fold(digest, |digest, word| mix(digest, u64::from_le_bytes(*word)))
}

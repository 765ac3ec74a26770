//! What was there before, found by hashing: who writes a document cannot make it slow.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};

use crate::words::{ONES, short};

/// Finds texts that were there before: by comparing while they are few, by hashing when they are not.
/// The texts themselves are kept elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// What the digests are made with. Nobody who writes a long list knows it.
    factor: u64,
    /// For each text, the upper half of its digest, and its number, from 1. It stands where the first
    /// bits of its digest say, or at the next free place.
    entries: Vec<u64>,
    count: usize,
    /// How many entries make it grow.
    room: usize,
    /// How many are expected.
    expected: usize,
}

/// The texts so far, by their numbers.
type Texts<'t> = &'t dyn Fn(usize) -> Cow<'t, str>;

impl Table {
    /// How many are only compared.
    pub(crate) const FEW: usize = 16;
    const NUMBER: u64 = u32::MAX as u64;

    /// Makes room for so many, as soon as they are no longer few.
    pub(crate) fn make_room(&mut self, expected: usize) {
        self.expected = expected;
    }

    /// The number of the first text that is the same as the next one, which may be its own.
    pub(crate) fn first(
        &mut self,
        text: &str,
        number: usize,
        ignores_case: bool,
        texts: Texts<'_>,
    ) -> usize {
        let is_same = |number: usize| {
            let other = texts(number);
            if ignores_case { other.eq_ignore_ascii_case(text) } else { other == text }
        };
        if self.count >= self.room {
            if number < Self::FEW {
                return (0..number).find(|&number| is_same(number)).unwrap_or(number);
            }
            self.grow(number, ignores_case, texts);
        }
        let digest = digest(text, ignores_case, self.factor);
        self.insert(digest, number, is_same)
    }

    /// Where an entry should stand: as its first bits say.
    fn place(&self, digest: u64) -> usize {
        index(digest >> (u64::BITS - self.entries.len().trailing_zeros()))
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, number: usize, ignores_case: bool, texts: Texts<'_>) {
        let before = std::mem::take(&mut self.entries);
        self.room = before.len().max(self.expected.next_power_of_two()).max(2 * Self::FEW);
        self.entries = vec![0; 2 * self.room];
        if before.is_empty() {
            self.factor = RandomState::new().hash_one(()) | 1;
            for number in 0..number {
                let digest = digest(&texts(number), ignores_case, self.factor);
                self.insert(digest, number, |_| false);
            }
        }
        let last = self.entries.len() - 1;
        for entry in before {
            if entry != 0 {
                let mut place = self.place(entry);
                while self.entries[place] != 0 {
                    place = (place + 1) & last;
                }
                self.entries[place] = entry;
            }
        }
    }

    /// The number of the first entry with this digest that is the same, which may be the new one.
    #[inline]
    fn insert(&mut self, digest: u64, number: usize, is_same: impl Fn(usize) -> bool) -> usize {
        let digest = digest & !Self::NUMBER;
        let last = self.entries.len() - 1;
        let mut place = self.place(digest);
        while let entry @ 1.. = self.entries[place] {
            if entry & !Self::NUMBER == digest && is_same(index(entry & Self::NUMBER) - 1) {
                return index(entry & Self::NUMBER) - 1;
            }
            place = (place + 1) & last;
        }
        self.entries[place] = digest | (number as u64 + 1);
        self.count += 1;
        number
    }
}

fn index(bits: u64) -> usize {
    usize::try_from(bits).expect("no list is longer than a text")
}

/// 2⁶⁴ by the golden ratio.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// One bit of 64 for a text, by its length and its ends: few of a short list share theirs.
#[inline]
pub(crate) fn mark(text: &str, ignores_case: bool) -> u64 {
    let bytes = text.as_bytes();
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (short(bytes), 0),
    };
    let case = if ignores_case { CASE } else { 0 };
    let ends = (first | case) ^ (last | case).rotate_left(29) ^ bytes.len() as u64;
    1 << (ends.wrapping_mul(FACTOR) >> 58)
}

/// What makes small letters of capital ones.
const CASE: u64 = ONES * 0x20;

/// Eight bytes at a time, each time folding a long product: its upper half depends on all of them.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
fn digest(text: &str, ignores_case: bool, factor: u64) -> u64 {
    let case = if ignores_case { CASE } else { 0 };
    let mix = |digest: u64, word: u64| {
        let product = u128::from(digest ^ (word | case)) * u128::from(factor);
        (product >> 64) as u64 ^ product as u64
    };
    let bytes = text.as_bytes();
    let digest = bytes.len() as u64;
    let Some(last) = bytes.last_chunk() else {
        return mix(digest, short(bytes));
    };
    let words = bytes.as_chunks().0.iter().chain([last]);
    words.fold(digest, |digest, word| mix(digest, u64::from_le_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_text_is_found_among_those_before_it() {
        let spellings = ["item-", "ITEM-", "a-longer-item-", ""];
        for (expected, ignores_case) in [(0, false), (40, true), (5000, false)] {
            let mut table = Table::default();
            table.make_room(expected);
            let mut texts: Vec<String> = Vec::new();
            for number in 0..3000 {
                let text = format!("{}{}", spellings[number % 4], number * 7919 % 1201);
                let is_same = |other: &str| {
                    if ignores_case { other.eq_ignore_ascii_case(&text) } else { other == text }
                };
                let others = |number: usize| Cow::Borrowed(&*texts[number]);
                let found = table.first(&text, number, ignores_case, &others);
                match texts.get(found) {
                    Some(other) => assert!(is_same(other), "{other} for {text}"),
                    None => assert!(!texts.iter().any(|other| is_same(other)), "{text}"),
                }
                texts.push(text);
            }
        }
    }

    #[test]
    fn marks_are_spread() {
        for (before, behind) in [("", ""), ("item-", ""), ("a-longer-item-", ""), ("", "-of-many")]
        {
            let marks = (0..64).map(|number| mark(&format!("{before}{number}{behind}"), false));
            let marks: HashSet<_> = marks.collect();
            assert!(marks.iter().all(|mark| mark.is_power_of_two()));
            // By chance it would be 40.
            assert!(marks.len() > 25, "{before}{behind}: {}", marks.len());
        }
        assert_eq!(mark("Letters of 18 bytes", true), mark("lETTERS OF 18 BYTES", true));
        assert_eq!(mark("Few", true), mark("fEW", true));
    }

    #[test]
    fn digests_are_spread() {
        for (before, behind) in [("", ""), ("item-", ""), ("a-longer-item-", ""), ("", "-of-many")]
        {
            let digests: Vec<_> = (0..4096)
                .map(|number| digest(&format!("{before}{number}{behind}"), false, FACTOR))
                .collect();
            let different = |bits: u32| {
                digests.iter().map(|digest| digest >> (64 - bits)).collect::<HashSet<_>>().len()
            };
            assert_eq!(different(32), 4096, "{before}{behind}");
            // By chance it would be 63 of 100.
            assert!(different(12) > 2300, "{before}{behind}: {}", different(12));
        }
        assert_eq!(digest("Letters of 18 bytes", true, 3), digest("lETTERS OF 18 BYTES", true, 3));
        assert_eq!(digest("Few", true, FACTOR), digest("fEW", true, FACTOR));
    }
}

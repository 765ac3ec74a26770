//! The characters that may stand in a text.

use crate::error::kind::Violation;
use crate::words::{HIGH, ONES, short};

/// The ASCII characters that may stand in a field.
pub(crate) struct Characters([bool; 256]);

impl Characters {
    pub(crate) const LOWER_ALPHANUMERIC: Self =
        Self([false; 256]).and(b"abcdefghijklmnopqrstuvwxyz0123456789");

    pub(crate) const ALPHANUMERIC: Self =
        Self::LOWER_ALPHANUMERIC.and(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// The same characters and more.
    pub(crate) const fn and(mut self, more: &[u8]) -> Self {
        let mut at = 0;
        while at < more.len() {
            assert!(more[at].is_ascii());
            self.0[more[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// How many of them, and so bytes, stand at the start of a text.
    pub(crate) fn prefix(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let mut end = 0;
        while let Some(few) = bytes[end..].first_chunk()
            && self.are(*few)
        {
            end += few.len();
        }
        while let Some(byte) = bytes.get(end)
            && self.0[usize::from(*byte)]
        {
            end += 1;
        }
        end
    }

    /// Whether every character of a text is one of these.
    #[inline]
    pub(crate) fn are_all_of(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match bytes.last_chunk() {
            // The last few may have bytes of those before them.
            Some(last) => bytes.as_chunks().0.iter().all(|few| self.are(*few)) && self.are(*last),
            None => bytes.iter().all(|byte| self.0[usize::from(*byte)]),
        }
    }

    /// Without an early end, this is few instructions for each byte.
    #[inline]
    fn are(&self, bytes: [u8; 4]) -> bool {
        bytes.iter().fold(true, |is_right, byte| is_right & self.0[usize::from(*byte)])
    }

    /// Every character is one of these, or the first that is not is the fault.
    #[inline]
    pub(crate) fn check(&self, text: &str) -> Result<(), Violation> {
        if self.are_all_of(text) {
            return Ok(());
        }
        let at = self.prefix(text);
        Err(refused_at(text, at, at))
    }
}

/// The fault of the character at an offset, with so many characters before it.
#[cold]
fn refused_at(text: &str, at: usize, before: usize) -> Violation {
    let character = text[at..].chars().next().unwrap_or_default();
    Violation::Character { character, position: before + 1 }
}

/// Every character may stand in text for people, or the first that may not is the fault.
#[inline]
pub(crate) fn check_free_text(text: &str) -> Result<(), Violation> {
    if is_visible_ascii(text.as_bytes()) { Ok(()) } else { check_characters(text) }
}

#[inline(never)]
fn check_characters(text: &str) -> Result<(), Violation> {
    // From one character that is not that to the next.
    let mut at = 0;
    while let Some(plain) = first_other(&text.as_bytes()[at..]) {
        at += plain;
        let Some(character) = text[at..].chars().next() else { break };
        if !is_free_text(character) {
            return Err(refused_at(text, at, text[..at].chars().count()));
        }
        at += character.len_utf8();
    }
    Ok(())
}

/// Where bytes of a word are no visible ASCII: the highest bit of each, of which the lowest that is
/// set is exact.
fn others(word: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(word);
    let below = word.wrapping_sub(ONES * u64::from(b' '));
    let beyond = word.wrapping_add(ONES * u64::from(0x80 - 1 - b'~'));
    (word | below | beyond) & HIGH
}

fn is_visible_ascii(bytes: &[u8]) -> bool {
    let Some(&last) = bytes.last_chunk() else {
        let behind = u64::MAX << (8 * bytes.len());
        return others(short(bytes).to_le_bytes()) & !behind == 0;
    };
    // The last word may have bytes of the one before it.
    let words = bytes.as_chunks().0.iter();
    words.fold(others(last), |found, word| found | others(*word)) == 0
}

fn first_other(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let others = others(*word);
        if others != 0 {
            return Some(8 * index + others.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| !(b' '..=b'~').contains(byte))?;
    Some(8 * words.len() + at)
}

/// Whether a character may stand in text for people: no control character, line or paragraph
/// separator, bidirectional control, tag character or byte order mark.
fn is_free_text(character: char) -> bool {
    !matches!(character,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::{first_other, is_visible_ascii, others};

    #[test]
    fn every_byte_is_visible_ascii_or_not_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            let is_visible = matches!(byte, b' '..=b'~');
            for length in 1..20 {
                for at in 0..length {
                    let mut bytes = vec![b'~'; length];
                    bytes[at] = byte;
                    assert_eq!(is_visible_ascii(&bytes), is_visible, "{byte:#x} at {at}");
                    assert_eq!(first_other(&bytes), (!is_visible).then_some(at));
                    if let [first, ..] = bytes.as_chunks().0 {
                        let found = others(*first).trailing_zeros() as usize / 8;
                        assert_eq!(found, if is_visible || at >= 8 { 8 } else { at });
                    }
                }
            }
        }
    }
}

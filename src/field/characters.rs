//! The characters that a text may have.

use crate::error::kind::Violation;
use crate::escape::{is_invisible, is_printable_ascii};

/// A set of ASCII characters.
pub(crate) struct Characters([bool; 256]);

impl Characters {
    pub(crate) const LOWER_ALPHANUMERIC: Self =
        Self([false; 256]).and(b"abcdefghijklmnopqrstuvwxyz0123456789");

    pub(crate) const ALPHANUMERIC: Self =
        Self::LOWER_ALPHANUMERIC.and(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// The set with more characters.
    pub(crate) const fn and(mut self, more: &[u8]) -> Self {
        let mut at = 0;
        while at < more.len() {
            assert!(more[at].is_ascii());
            self.0[more[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// The length of the longest prefix of a text that has only these characters.
    pub(crate) fn prefix(&self, text: &str) -> usize {
        text.bytes().position(|byte| !self.0[usize::from(byte)]).unwrap_or(text.len())
    }

    /// Refuses the first character that is not one of these.
    pub(crate) fn check(&self, text: &str) -> Result<(), Violation> {
        let before = self.prefix(text);
        match text[before..].chars().next() {
            // Before it are only characters of one byte.
            Some(character) => Err(Violation::Character { character, position: before + 1 }),
            None => Ok(()),
        }
    }
}

/// Whether a text has nothing but whitespace and characters that show nothing: Unicode's
/// `Default_Ignorable_Code_Point`, among them the Hangul fillers, and the blank pattern of Braille.
pub(crate) fn is_blank(text: &str) -> bool {
    const BRAILLE_BLANK: char = '\u{2800}';
    text.chars().all(|c| c.is_whitespace() || c == BRAILLE_BLANK || is_invisible(c))
}

/// Refuses the first character that may not be in text for people.
pub(crate) fn check_free_text(text: &str) -> Result<(), Violation> {
    // Most texts are, and of others each character must be decoded.
    if is_printable_ascii(text) {
        return Ok(());
    }
    match text.chars().zip(1..).find(|(character, _)| !is_free_text(*character)) {
        Some((character, position)) => Err(Violation::Character { character, position }),
        None => Ok(()),
    }
}

/// Whether a character may be in text for people: not a control character, line or paragraph
/// separator, bidirectional control, tag character or byte order mark.
fn is_free_text(character: char) -> bool {
    !matches!(character,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

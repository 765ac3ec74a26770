//! Numbers and literals, and what people take for one of them.

use crate::excerpt::Excerpt;
use crate::json::SyntaxError;
use crate::json::{Kind, Reader};
use crate::source::Span;

impl<'a> Reader<'a> {
    #[inline(never)]
    pub(super) fn number_or_literal(&mut self) -> Option<(&'a str, Kind)> {
        let word = self.word();
        let kind = match word {
            "true" => Kind::Boolean(true),
            "false" => Kind::Boolean(false),
            "null" => Kind::Null,
            _ if is_number(word.as_bytes()) => Kind::Number,
            _ => {
                let text = Excerpt::new(word);
                let fault = if word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                    SyntaxError::UnknownWord { text }
                } else {
                    SyntaxError::InvalidNumber { text }
                };
                return self.fail(fault, Span::new(self.at, self.at + word.len()));
            }
        };
        Some((word, kind))
    }

    /// The longest stretch that can be meant as one number or literal.
    pub(super) fn word(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|byte| !IS_WORD[usize::from(byte)]);
        let length = length.unwrap_or(rest.len());
        &rest[..length]
    }
}

/// What numbers and literals have, and what people take for one of them.
pub(super) static IS_WORD: [bool; 256] = {
    let mut is_word = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        is_word[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'$');
        byte += 1;
    }
    is_word
};

/// RFC 8259, section 6.
fn is_number(text: &[u8]) -> bool {
    fn digits(text: &[u8]) -> Option<&[u8]> {
        let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then(|| &text[count..])
    }
    let rest = text.strip_prefix(b"-").unwrap_or(text);
    let Some(mut rest) = rest.strip_prefix(b"0").or_else(|| digits(rest)) else { return false };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let Some(behind) = digits(fraction) else { return false };
        rest = behind;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let sign = usize::from(matches!(exponent.first(), Some(b'+' | b'-')));
        let Some(behind) = digits(&exponent[sign..]) else { return false };
        rest = behind;
    }
    rest.is_empty()
}

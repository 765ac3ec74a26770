//! Strings of JSON: their escapes, and what they stand for.

use std::borrow::Cow;

use crate::excerpt::Excerpt;
use crate::json::SyntaxError;
use crate::source::Span;
use crate::words::find;

/// A string where it stands. Its escapes have been checked, not decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    /// The offset of the opening quote.
    pub(super) start: usize,
    /// What stands between the quotes.
    pub(super) raw: &'a str,
    pub(super) is_escaped: bool,
}

impl<'a> Text<'a> {
    /// Where it stands, quotes included.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start, self.end())
    }

    /// Where it ends.
    #[inline]
    pub(super) fn end(self) -> usize {
        self.start + self.raw.len() + 2
    }

    /// What the string stands for.
    #[inline]
    pub(crate) fn decode(self) -> Cow<'a, str> {
        if self.is_escaped { Cow::Owned(self.unescape()) } else { Cow::Borrowed(self.raw) }
    }

    fn unescape(self) -> String {
        let mut text = String::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = find(rest, 0, b'\\') {
            text.push_str(&rest[..at]);
            // The escape has been checked, so nothing is ever lost here.
            let Ok((character, length)) = escape(&rest[at..]) else { break };
            text.push(character);
            rest = &rest[at + length..];
        }
        text.push_str(rest);
        text
    }

    /// The span of a part of the decoded text, given by its byte offsets there.
    pub(crate) fn span_within(self, start: usize, end: usize) -> Span {
        let first = self.start + 1;
        if !self.is_escaped {
            return Span::new(first + start, first + end);
        }
        let (mut decoded, mut at) = (0, first);
        let mut place = |offset: usize, characters: &mut dyn Iterator<Item = (char, usize)>| {
            while decoded < offset
                && let Some((character, length)) = characters.next()
            {
                decoded += character.len_utf8();
                at += length;
            }
            at
        };
        let mut characters = self.characters();
        let start = place(start, &mut characters);
        Span::new(start, place(end, &mut characters))
    }

    /// The decoded characters, each with the number of bytes that it takes in the source.
    fn characters(self) -> impl Iterator<Item = (char, usize)> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let plain = (first, first.len_utf8());
            // Only where there is one: a failed look for an escape may look far.
            let (character, length) =
                if first == '\\' { escape(rest).unwrap_or(plain) } else { plain };
            rest = &rest[length..];
            Some((character, length))
        })
    }
}

/// A piece of a document with its escapes decoded, valid or not, and for each byte of that (and for
/// its end) where it comes from.
pub(crate) fn decode_with_places(raw: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(raw.len());
    let mut places = Vec::with_capacity(raw.len() + 1);
    let mut at = 0;
    while let Some(first) = raw[at..].chars().next() {
        let (character, length) = match first {
            // Of what is no escape, the backslash means nothing.
            '\\' => escape(&raw[at..]).map_or((None, 1), |(one, length)| (Some(one), length)),
            _ => (Some(first), first.len_utf8()),
        };
        text.extend(character);
        places.resize(text.len(), at);
        at += length;
    }
    places.push(at);
    (text, places)
}

/// The character that the escape at the start of `text` stands for, and its length in bytes;
/// or what is wrong with it, and how many bytes are.
pub(super) fn escape(text: &str) -> Result<(char, usize), (SyntaxError, usize)> {
    let unit = |at: usize| {
        let [b'\\', b'u', digits @ ..] = text.as_bytes().get(at..at + 6)? else { return None };
        let mut digits = digits.iter().map(|&digit| char::from(digit).to_digit(16));
        digits.try_fold(0, |unit, digit| Some(unit << 4 | digit?))
    };
    let character = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        _ => {
            let invalid = || {
                // The backslash, the character behind it on its line, and the digits of a `\u`.
                let length = match text[1..].chars().next() {
                    None | Some('\n' | '\r') => 1,
                    Some('u') => {
                        2 + text[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count()
                    }
                    Some(character) => 1 + character.len_utf8(),
                };
                (SyntaxError::InvalidEscape { text: Excerpt::new(&text[..length]) }, length)
            };
            let high = unit(0).ok_or_else(invalid)?;
            if let Some(character) = char::from_u32(high) {
                return Ok((character, 6));
            }
            // RFC 8259, section 7: a character beyond U+FFFF is a pair, the high one first.
            let pair = match (high, unit(6)) {
                (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
                    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
                }
                _ => None,
            };
            let lone = || (SyntaxError::LoneSurrogate { text: Excerpt::new(&text[..6]) }, 6);
            return pair.map(|character| (character, 12)).ok_or_else(lone);
        }
    };
    Ok((character, 2))
}

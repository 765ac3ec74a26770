//! Strings: their quotes and escapes, and how they are decoded.

use std::borrow::Cow;

use super::SyntaxError;
use crate::excerpt::Excerpt;

/// The quotes that close a string which starts with a character, if it is a quote.
pub(super) fn closing_quotes(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '\'' => &['\''],
        '`' => &['`', '\''],
        '\u{201C}' | '\u{201D}' | '\u{201E}' => &['\u{201C}', '\u{201D}', '"'],
        '\u{2018}' | '\u{2019}' | '\u{201A}' => &['\u{2018}', '\u{2019}'],
        '\u{AB}' => &['\u{BB}'],
        _ => return None,
    })
}

/// The source of a string without its quotes. The closing one may be missing.
pub(super) fn content(source: &str) -> &str {
    let Some(open) = source.chars().next() else { return source };
    let Some(closing) = closing_quotes(open) else { return source };
    let content = &source[open.len_utf8()..];
    let is_closed = content.ends_with(closing)
        // Typing aids turn one of two quotes into a typographic one.
        || (open == '"' && content.ends_with(TYPOGRAPHIC));
    match content.chars().next_back() {
        Some(close) if is_closed => &content[..content.len() - close.len_utf8()],
        _ => content,
    }
}

/// Double quotes that are not the straight one.
pub(super) const TYPOGRAPHIC: [char; 3] = ['\u{201C}', '\u{201D}', '\u{201E}'];

/// Decodes the source of a string, which includes its quotes.
pub(super) fn decode(source: &str) -> Cow<'_, str> {
    let content = content(source);
    let Some(first) = content.find('\\') else { return Cow::Borrowed(content) };
    let mut text = String::with_capacity(content.len());
    text.push_str(&content[..first]);
    let mut rest = &content[first..];
    while !rest.is_empty() {
        let (character, length) = next_character(rest);
        text.extend(character);
        rest = &rest[length..];
        let plain = rest.find('\\').unwrap_or(rest.len());
        text.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(text)
}

/// A stretch of a document with its escapes decoded, valid or not, and a function from offsets in that
/// text to those in the stretch.
#[expect(clippy::cast_possible_truncation, reason = "no document is that long")]
pub(crate) fn decode_with_offsets(source: &str) -> (Cow<'_, str>, impl Fn(usize) -> usize + use<>) {
    let mut text = Cow::Borrowed(source);
    let mut offsets = Vec::new();
    if source.contains('\\') {
        let mut decoded = String::with_capacity(source.len());
        offsets.reserve(source.len() + 1);
        let mut at = 0;
        while at < source.len() {
            let (character, length) = next_character(&source[at..]);
            decoded.extend(character);
            offsets.resize(decoded.len(), at as u32);
            at += length;
        }
        offsets.push(at as u32);
        text = Cow::Owned(decoded);
    }
    (text, move |at| if offsets.is_empty() { at } else { offsets[at] as usize })
}

/// The first character of a text that is not empty, decoded, and the length of its source in bytes.
/// A backslash that does not start an escape sequence is dropped: after it may come a quote
/// that JSON does not escape.
fn next_character(text: &str) -> (Option<char>, usize) {
    match text.chars().next() {
        Some('\\') => match escape(text) {
            Ok((character, length)) => (Some(character), length),
            Err(_) => (None, 1),
        },
        Some(character) => (Some(character), character.len_utf8()),
        None => (None, 0),
    }
}

/// Decodes the escape sequence at the start of a text: the character, and its length in bytes;
/// or the error, and how many bytes are to blame.
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
                // The backslash, the character after it on its line, and the digits of a `\u`.
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
            let unpaired =
                || (SyntaxError::UnpairedSurrogate { text: Excerpt::new(&text[..6]) }, 6);
            return pair.map(|character| (character, 12)).ok_or_else(unpaired);
        }
    };
    Ok((character, 2))
}

/// Whether a text needs no escapes in a string.
pub(super) fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\\']) && !text.contains(char::is_control)
}

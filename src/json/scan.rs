//! The bytes of JSON: whitespace, plain strings, numbers, and where bare words end.

/// A table of the bytes for which an expression holds.
macro_rules! table {
    (|$byte:ident| $holds:expr) => {{
        let mut table = [false; 256];
        let mut $byte = 0_u8;
        while $byte < u8::MAX {
            table[$byte as usize] = $holds;
            $byte += 1;
        }
        table
    }};
}

/// The byte at an offset; zero, which no token starts with, after the end of the text.
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// Skips whitespace (RFC 8259, section 2).
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\n' | b'\t' | b'\r') {
        at += 1;
    }
    at
}

/// The offset of the first quote, backslash or control character from an offset on: those are the
/// characters that a string cannot have without an escape (RFC 8259, section 7).
///
/// Eight bytes are looked at as one word (SIMD within a register, SWAR): a byte less a limit has its
/// highest bit set if it is below the limit. What that borrows from higher bytes does no harm, because
/// only the lowest bit that is set counts.
pub(super) fn plain_end(bytes: &[u8], at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((word, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // With this bit flipped, the quote comes right after the control characters.
        let low = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
        let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
        let stops = (low | backslash) & !word & (ONES << 7);
        if stops != 0 {
            return bytes.len() - rest.len() + stops.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let is_stop = |&byte: &u8| byte < b' ' || matches!(byte, b'"' | b'\\');
    bytes.len() - rest.len() + rest.iter().position(is_stop).unwrap_or(rest.len())
}

/// The offset after the longest run of characters that numbers, literals and identifiers have.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|&&byte| is_word(byte)).count()
}

/// Whether a number, a literal or an identifier can have this character.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'$')
}

/// Whether an entry or an item usually starts with this character.
pub(super) fn starts_token(byte: u8) -> bool {
    STARTS_TOKEN[usize::from(byte)]
}

static STARTS_TOKEN: [bool; 256] =
    table!(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'[' | b'{' | b'-'));

/// The offset of the end of the line, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// A text without a comma at its end, nor whitespace before that.
pub(super) fn trim_comma(text: &str) -> &str {
    text.strip_suffix(',').unwrap_or(text).trim_end()
}

/// Whether a text is a number (RFC 8259, section 6).
pub(super) fn is_number(text: &[u8]) -> bool {
    fn digits(text: &[u8]) -> Option<&[u8]> {
        let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then(|| &text[count..])
    }
    let rest = text.strip_prefix(b"-").unwrap_or(text);
    let Some(mut rest) = rest.strip_prefix(b"0").or_else(|| digits(rest)) else { return false };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let Some(after) = digits(fraction) else { return false };
        rest = after;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let sign = usize::from(matches!(exponent.first(), Some(b'+' | b'-')));
        let Some(after) = digits(&exponent[sign..]) else { return false };
        rest = after;
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::plain_end;

    #[test]
    fn a_string_goes_on_until_a_character_that_needs_an_escape() {
        for character in ('\0'..'\u{100}').chain(['\u{7FF}', '図', '😀']) {
            let stops = character < ' ' || matches!(character, '"' | '\\');
            for before in 0..20 {
                for after in ["", " !#[]\u{7F}", "\u{80}ÿ!😀"] {
                    let text = format!("{}{character}{after}", "a".repeat(before));
                    let expected = if stops { before } else { text.len() };
                    assert_eq!(plain_end(text.as_bytes(), 0), expected, "{text:?}");
                }
            }
        }
    }
}

//! Escapes text: invisible characters for people and JSON, bytes for URLs.

use std::fmt::{self, Write as _};

/// Whether a character has no glyph of its own or reorders the text around it: Unicode's
/// `Default_Ignorable_Code_Point`, the line and paragraph separators, the bidirectional and the
/// interlinear controls.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is escaped in every text for people: one without a glyph, or a space that is
/// not the usual one.
fn needs_escape(character: char) -> bool {
    let is_unusual_space = character != ' ' && character.is_whitespace();
    character.is_control() || is_invisible(character) || is_unusual_space
}

/// Writes a character, as `\u{…}` if nobody could tell it from another one.
pub(crate) fn write_visible(out: &mut dyn fmt::Write, character: char) -> fmt::Result {
    if needs_escape(character) {
        write!(out, "\\u{{{:x}}}", u32::from(character))
    } else {
        out.write_char(character)
    }
}

/// Returns a JSON document with the characters that need it as `\uXXXX`. The document has
/// no whitespace outside of strings.
#[cfg(feature = "formats")]
pub(crate) fn escape_json(document: &str) -> String {
    let mut json = String::with_capacity(document.len());
    for character in document.chars() {
        if needs_escape(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{unit:04x}");
            }
        } else {
            json.push(character);
        }
    }
    json
}

/// Returns the number of bytes that `serde_json` writes for a string, quotes included.
pub(crate) fn json_length(text: &str) -> usize {
    let escaped = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => 2,
        0..0x20 => 6,
        _ => 1,
    });
    escaped.sum::<usize>() + 2
}

/// Percent-encodes a text (RFC 3986, section 2.1), except for ASCII letters, digits and the bytes in
/// `unescaped`.
pub(crate) fn percent_encode(text: &str, unescaped: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || unescaped.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "formats")]
    fn escaped_json_reads_back() {
        let text = "a\u{85}\u{202e}\u{e0041} é😀\"\\\n";
        let json = escape_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""a\u0085\u202e\udb40\udc41 é😀\"\\\n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn json_has_the_length_that_is_written() {
        for character in (0..0x3000).filter_map(char::from_u32).chain(['😀']) {
            let text = format!("a{character}b");
            assert_eq!(json_length(&text), serde_json::to_string(&text).unwrap().len(), "{text:?}");
        }
    }

    #[test]
    fn every_other_byte_is_percent_encoded() {
        assert_eq!(percent_encode("a/é.Z 9%", b"./"), "a/%C3%A9.Z%209%25");
        assert_eq!(percent_encode("..", b""), "%2E%2E");
    }
}

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

/// Whether a text has nothing but visible ASCII characters and spaces. Without an early exit, many bytes
/// are looked at at once.
pub(crate) fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(true, |is_printable, byte| is_printable & matches!(byte, b' '..=b'~'))
}

/// Whether a character is escaped in every text for people: one without a glyph, or a space that is
/// not the usual one.
fn needs_escape(character: char) -> bool {
    let is_unusual_space = character != ' ' && character.is_whitespace();
    character.is_control() || is_invisible(character) || is_unusual_space
}

/// Returns the first character of a text that looks like one of ASCII, or nearly so: letters of Greek,
/// Cyrillic, Armenian, Cherokee and Lisu, letters for phonetics and mathematics, those of full width,
/// and punctuation.
pub(crate) fn look_alike(text: &str) -> Option<char> {
    text.chars().find(|character| {
        matches!(character,
            '\u{B4}' | '\u{B7}' | '\u{131}' | '\u{237}' | '\u{250}'..='\u{2C8}'
            | '\u{370}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}' | '\u{1D00}'..='\u{1D7F}'
            | '\u{2010}'..='\u{2025}' | '\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{2100}'..='\u{218F}'
            | '\u{2212}'..='\u{223F}' | '\u{2C60}'..='\u{2CFF}' | '\u{A4D0}'..='\u{A4FF}'
            | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{ABBF}' | '\u{FE50}'..='\u{FE6F}'
            | '\u{FF01}'..='\u{FF5E}' | '\u{10280}'..='\u{1044F}'
            | '\u{1D400}'..='\u{1D7FF}')
    })
}

/// Writes the characters of a text so that they are harmless wherever they are shown: as `\u{…}` if
/// nobody could tell one from another, or if it completes the start of a command for a CI runner,
/// which reads them from logs: `::name` (GitHub), `##[name]` (GitHub, Azure Pipelines), `##vso[` (Azure
/// Pipelines), `##teamcity[`.
///
/// GitHub reads its commands only at the start of a line, which may be wherever there is a space.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visible {
    /// Whether there is something since the last space.
    is_within: bool,
    /// Whether the only thing since then is a colon.
    has_colon: bool,
    /// How many number signs there are, up to two.
    signs: u8,
    /// Whether letters follow them.
    has_name: bool,
}

impl Visible {
    pub(crate) fn write(&mut self, out: &mut dyn fmt::Write, character: char) -> fmt::Result {
        if self.completes_command(character) || needs_escape(character) {
            write!(out, "\\u{{{:x}}}", u32::from(character))
        } else {
            out.write_char(character)
        }
    }

    /// Whether the next character completes the start of a command.
    fn completes_command(&mut self, character: char) -> bool {
        let before = *self;
        let is_name = character.is_ascii_alphanumeric() && before.signs == 2;
        self.signs = match character {
            '#' if before.has_name => 1,
            '#' => (before.signs + 1).min(2),
            _ if is_name => 2,
            _ => 0,
        };
        self.has_name = is_name;
        self.is_within = !matches!(character, ' ' | '\t');
        self.has_colon = character == ':' && !before.is_within;
        match character {
            ':' => before.has_colon,
            '[' => before.signs == 2,
            _ => false,
        }
    }
}

/// Whether a text has the start of a command for a CI runner.
pub(crate) fn has_command(text: &str) -> bool {
    let mut visible = Visible::default();
    text.chars().any(|character| visible.completes_command(character))
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
    fn commands_of_runners_are_broken() {
        for (text, shown) in [
            ("::error::x", ":\\u{3a}error::x"),
            (" ::: a:b ::c", " :\\u{3a}: a:b :\\u{3a}c"),
            ("std::env [::1]", "std::env [::1]"),
            ("##[group]", "##\\u{5b}group]"),
            ("###vso[task]##", "###vso\\u{5b}task]##"),
            ("#[a] ## [b] ##a-[c]", "#[a] ## [b] ##a-[c]"),
            ("##a#[b", "##a#[b"),
            ("##a##[b", "##a##\\u{5b}b"),
        ] {
            let (mut out, mut visible) = (String::new(), Visible::default());
            text.chars().try_for_each(|c| visible.write(&mut out, c)).unwrap();
            assert_eq!(out, shown);
            assert_eq!(has_command(text), text != shown);
            assert!(!has_command(&out), "{out}");
        }
    }

    #[test]
    fn look_alikes_are_told_from_other_letters() {
        for character in "МІТаеорсухіјѕԁһΑΒΟΡｍ：，ı𝐌Ⅿℳ–’ԝᴍꓟᎷɑ⁄∕․".chars()
        {
            assert_eq!(look_alike(&format!("a{character}")), Some(character), "{character}");
        }
        assert_eq!(look_alike("MIT… größe naïve ÿ 图 日本語 שלום 😀 \u{a0}\u{2003}\u{200b}"), None);
    }

    #[test]
    fn every_other_byte_is_percent_encoded() {
        assert_eq!(percent_encode("a/é.Z 9%", b"./"), "a/%C3%A9.Z%209%25");
        assert_eq!(percent_encode("..", b""), "%2E%2E");
    }
}

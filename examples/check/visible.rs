//! What must not drive a terminal.

use std::fmt::Write as _;

/// Whether a character shows nothing of itself, or turns the text around it.
pub(crate) fn is_hidden(character: char) -> bool {
    if (' '..='~').contains(&character) {
        return false;
    }
    // What Rust does not write as it is behind a letter, and what is empty for other reasons.
    String::from_iter(['a', character]).escape_debug().count() > 2
        || matches!(character,
            '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

/// A text on one line in which everything can be seen.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The same JSON, with escapes in place of what cannot be seen.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

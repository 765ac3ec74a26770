//! What must not drive a terminal, nor a CI runner that reads the log.

use std::fmt::Write as _;

use aerostack_manifest::emit;

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

/// A text on one line in which everything can be seen but secrets.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in emit::escaped(text).chars() {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// A line of a diff in which everything can be seen, and which starts no command of a CI runner.
pub(crate) fn visible_line(line: &str) -> String {
    // A line ends with a line feed, or with a carriage return before it.
    let content = line.trim_end_matches('\n');
    let content = content.strip_suffix('\r').unwrap_or(content);
    let end = &line[content.len()..];
    let mut shown = String::with_capacity(line.len());
    for character in content.chars() {
        let is_first_colon = || {
            let (mark, text) = shown.split_at_checked(1).unwrap_or_default();
            matches!(mark, " " | "+" | "-") && text.trim_start() == ":"
        };
        let is_command = match character {
            ':' => is_first_colon(),
            '[' => completes_command(&shown),
            _ => false,
        };
        if is_command || (character != '\t' && is_hidden(character)) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown + end
}

/// Whether a bracket after a text makes `##[` or `##name[` of it.
fn completes_command(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with("##")
}

/// The same JSON, with escapes in place of what cannot be seen. A command of a CI runner has an escape
/// in its text.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if character == '[' && completes_command(&shown) {
            shown.push_str(r"\\u{5b}");
        } else if is_hidden(character) {
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

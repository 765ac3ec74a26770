//! What the formats share that are JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::excerpt::is_invisible;
use crate::finding::Finding;

/// The message and the help in one line.
pub(super) fn sentence(finding: &Finding) -> String {
    format!("{}; {}", finding.message(), finding.help())
}

/// Compact JSON with escapes for control and invisible characters.
pub(super) fn json(document: &impl Serialize) -> String {
    // Only a map whose keys are no strings cannot be written.
    let document = serde_json::to_string(document).unwrap_or_default();
    let mut json = String::with_capacity(document.len() + 1);
    for character in document.chars() {
        if character.is_control() || is_invisible(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{unit:04x}");
            }
        } else {
            json.push(character);
        }
    }
    json.push('\n');
    json
}

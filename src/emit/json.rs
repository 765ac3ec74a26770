//! JSON documents and their texts, as GitLab and SARIF share them.

use serde::Serialize;

use crate::escape::escape_json;
use crate::finding::Finding;

/// Returns the message and the help in one line.
pub(super) fn sentence(finding: &Finding) -> String {
    format!("{}; {}", finding.message(), finding.help())
}

/// Returns compact JSON with escapes for control and invisible characters, and a final line end.
pub(super) fn json(document: &impl Serialize) -> String {
    // Only a map with keys that are not strings cannot be written.
    let document = serde_json::to_string(document).unwrap_or_default();
    escape_json(&document) + "\n"
}

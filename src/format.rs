//! Findings in the formats that pipelines and other programs read.
//!
//! Each function takes any number of reports, each with where its files are, and returns one text:
//! the same input makes the same text, byte for byte. Nothing in it can be taken for something else
//! than what it is, whatever the author of a manifest writes or calls a directory.
//!
//! ```
//! use aerostack_manifest::format::{self, Origin};
//! use aerostack_manifest::{Function, Memory};
//!
//! let files = Memory::from_iter([("aerostack.toml", "name = 'hello'"), ("README.md", "# Hello")]);
//! let report = Function::check(&files).into_parts().1;
//! assert_eq!(
//!     format::github(&[(Origin::Directory("functions/hello"), &report)]),
//!     "::error file=functions/hello/aerostack.json,title=MISSING_MANIFEST::\
//!      there is no `aerostack.json` in the function's directory%0A\
//!      help: create `aerostack.json` beside the function's source\n",
//! );
//! ```

mod fingerprint;
mod github;
mod gitlab;
mod sarif;

use std::fmt::Write as _;

use serde::Serialize;

use crate::excerpt::is_invisible;
use crate::report::Finding;

pub use crate::origin::Origin;
pub use github::github;
pub use gitlab::gitlab;
pub use sarif::sarif;

/// What is wrong and what to do, in one line.
fn sentence(finding: &Finding) -> String {
    format!("{}; {}", finding.message(), finding.help())
}

/// JSON in which nothing invisible stands as it is.
fn json(document: &impl Serialize) -> String {
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

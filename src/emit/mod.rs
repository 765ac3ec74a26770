//! Findings in the formats of pipelines, terminals and other programs.
//!
//! Each function takes any number of reports, each with the path of its files, and returns one text.
//! Output is deterministic: equal input gives equal bytes. Untrusted text is escaped, whatever the
//! author of a manifest writes or calls a directory.
//!
//! ```
//! use aerostack_manifest::emit::{self, BasePath};
//! use aerostack_manifest::{Function, Memory};
//!
//! let files = Memory::from_iter([("aerostack.toml", "name = 'hello'"), ("README.md", "# Hello")]);
//! let report = Function::check(&files).into_parts().1;
//! assert_eq!(
//!     emit::github(&[(BasePath::Directory("functions/hello"), &report)]),
//!     "::error file=functions/hello/aerostack.json,line=1,title=MISSING_MANIFEST::\
//!      missing `aerostack.json` in the function's directory%0A\
//!      help: convert `aerostack.toml` to JSON and rename it to `aerostack.json`\n",
//! );
//! ```

#[cfg(feature = "formats")]
use crate::error::{Error, ReadmeErrorKind};
#[cfg(feature = "formats")]
use crate::finding::{Finding, MANIFEST_NAME};

#[cfg(any(feature = "formats", feature = "miette"))]
mod base_path;
#[cfg(feature = "formats")]
mod fingerprint;
#[cfg(feature = "formats")]
mod github;
#[cfg(feature = "formats")]
mod gitlab;
#[cfg(feature = "render")]
mod human;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "miette")]
mod miette;
#[cfg(feature = "formats")]
mod sarif;
#[cfg(any(feature = "miette", feature = "render"))]
mod snippet;

#[cfg(any(feature = "formats", feature = "miette"))]
pub use base_path::BasePath;
#[cfg(feature = "formats")]
pub use github::github;
#[cfg(feature = "formats")]
pub use gitlab::gitlab;
#[cfg(feature = "render")]
pub use human::Display;
#[cfg(feature = "miette")]
pub use miette::Diagnosis;
#[cfg(feature = "formats")]
pub use sarif::sarif;

/// Returns the file in which a finding is shown: the manifest in place of a file that does not exist.
#[cfg(feature = "formats")]
fn shown_file(finding: &Finding) -> Option<&str> {
    use ReadmeErrorKind::{Directory, NoFile};

    match finding.error() {
        Error::MissingReadme { fault: NoFile { .. } | Directory } => Some(MANIFEST_NAME),
        _ => finding.file(),
    }
}

/// Returns a text of others as this crate shows it, fit for any terminal or log: without secrets, with
/// escapes such as `\u{202e}` in place of control and invisible characters and of what would start a
/// command of a CI runner, and cut if it is longer than any text of this crate.
#[cfg(feature = "formats")]
#[must_use]
pub fn escaped(text: &str) -> String {
    crate::redact::escaped(text)
}

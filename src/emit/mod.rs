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
//!     "::error file=functions/hello/aerostack.json,title=MISSING_MANIFEST::\
//!      there is no `aerostack.json` in the function's directory%0A\
//!      help: create `aerostack.json` next to the function's source\n",
//! );
//! ```

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

/// Returns a text of others as this crate shows it, fit for any terminal or log: without secrets, with
/// escapes such as `\u{202e}` in place of control and invisible characters and of what would start a
/// command of a CI runner, and cut if it is longer than any text of this crate.
#[cfg(feature = "formats")]
#[must_use]
pub fn escaped(text: &str) -> String {
    crate::redact::escaped(text)
}

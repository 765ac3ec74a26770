#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

#[cfg(any(feature = "formats", feature = "miette", feature = "render"))]
pub mod emit;
mod error;
mod escape;
mod excerpt;
mod field;
mod files;
mod finding;
mod findings;
mod fix;
mod function;
mod json;
mod level;
mod manifest;
pub mod publish;
mod redact;
mod redacted_source;
mod repeated;
mod report;
mod schema;
mod similar;
mod source;
mod suggestion;
mod token;
pub mod wire;

pub use manifest::{Fixed, Manifest};

pub use field::{
    Category, Description, Entrypoint, EnvVar, Language, License, NpmDependency, RouteExport,
    RoutePath, Runtime, Slug, Tag, parse_version,
};
pub use semver::Version;

#[cfg(feature = "fs")]
pub use files::Directory;
pub use files::{Files, Memory, ReadError};
pub use function::Function;

#[cfg(any(feature = "formats", feature = "miette"))]
pub use emit::BasePath;
#[cfg(feature = "miette")]
pub use emit::Diagnosis;
#[cfg(feature = "render")]
pub use emit::Display;
pub use error::{
    Code, EntrypointErrorKind, Error, Example, Explanation, JsonType, KeyErrorKind,
    LicenseErrorKind, Misspelling, ReadErrorKind, ReadmeErrorKind, RouteDefect, Severity, Subject,
    UnknownCode, Violation,
};
pub use excerpt::Excerpt;
pub use finding::Finding;
pub use fix::{Edit, Fix};
pub use json::{Expected, Format, SyntaxError};
pub use level::{Level, Levels, NotAWarning};
pub use report::{Checked, Report};
pub use schema::SCHEMA_JSON;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use source::{Position, Span};
pub use suggestion::Suggestion;

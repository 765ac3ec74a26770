#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

#[cfg(feature = "miette")]
mod diagnosis;
mod error;
mod excerpt;
mod explanation;
mod fault;
mod field;
mod files;
mod fix;
#[cfg(feature = "formats")]
pub mod format;
mod function;
mod json;
mod level;
mod manifest;
mod nearest;
#[cfg(any(feature = "formats", feature = "miette"))]
mod origin;
#[cfg(any(feature = "miette", feature = "render"))]
mod picture;
pub mod publish;
#[cfg(feature = "render")]
mod render;
mod report;
mod schema;
mod source;
mod syntax;
mod table;
pub mod wire;
mod words;

pub use manifest::Manifest;

pub use field::{
    Category, Description, Entrypoint, EnvVar, Language, License, NpmDependency, RouteExport,
    RoutePath, Runtime, Slug, Tag, parse_version,
};
pub use semver::Version;

#[cfg(feature = "fs")]
pub use files::Directory;
pub use files::{Files, Memory, ReadError};
pub use function::Function;

#[cfg(feature = "miette")]
pub use diagnosis::Diagnosis;
pub use error::{Code, Error, Severity, UnknownCode};
pub use excerpt::Excerpt;
pub use explanation::{Example, Explanation};
pub use fault::{EntrypointFault, Fault, KeyFault, LicenseFault, ReadFault, Subject, Type};
pub use fix::{Edit, Fix};
pub use level::{Level, Levels, NotAWarning};
#[cfg(any(feature = "formats", feature = "miette"))]
pub use origin::Origin;
#[cfg(feature = "render")]
pub use render::Display;
pub use report::{Checked, Finding, Fixed, Report};
pub use schema::SCHEMA_JSON;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use source::{Position, Span};
pub use syntax::Syntax;

//! The JSON Schema of the manifest, for editors.

#[cfg(feature = "schema")]
mod document;
#[cfg(feature = "schema")]
mod hover;
#[cfg(feature = "schema")]
mod object;
#[cfg(feature = "schema")]
mod snippet;
#[cfg(feature = "schema")]
mod value;

#[cfg(feature = "schema")]
pub use document::schema;
#[cfg(feature = "schema")]
pub(crate) use value::of;

/// The JSON Schema of `aerostack.json` (draft-07), with its keys in order: the file
/// `schema/aerostack.schema.json` of this crate's repository.
///
/// It contains the texts that editors show and insert, and is never stricter than
/// [`Manifest`](crate::Manifest). It is looser where JSON Schema cannot express a rule: the grammar of
/// license expressions, versions and forbidden names of packages, device names within an entrypoint,
/// numbers of a version beyond 64 bits, and tag characters (U+E0000–E007F) and others beyond U+FFFF
/// that show nothing. Duplicate keys and the size of the file are not visible to it.
pub const SCHEMA_JSON: &str = include_str!("../../schema/aerostack.schema.json");

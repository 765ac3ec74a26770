//! The JSON Schema of the manifest, for editors.

#[cfg(feature = "schema")]
mod document;
#[cfg(feature = "schema")]
mod ordered;

#[cfg(feature = "schema")]
pub(crate) use document::of;
#[cfg(feature = "schema")]
pub use document::schema;

/// The JSON Schema of `aerostack.json` (draft-07), with its keys in order: the file
/// `schema/aerostack.schema.json` of this crate's repository.
///
/// It has what editors show and fill in, and is never stricter than [`Manifest`](crate::Manifest).
/// It is looser where JSON Schema cannot say a rule: in the grammar of license expressions, the
/// versions and forbidden names of packages, device names within an entrypoint, numbers of a version
/// beyond 64 bits, tag characters (U+E0000–E007F), and in what a document's value does not show: keys
/// given twice and the size of the file.
pub const SCHEMA_JSON: &str = include_str!("../../schema/aerostack.schema.json");

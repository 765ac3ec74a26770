//! The types of the manifest's values: for each field its rule, its error and its suggestions.

mod characters;
mod closed;
mod description;
mod entrypoint;
mod env_var;
mod license;
mod list;
mod npm_dependency;
mod path;
mod route_export;
mod route_path;
#[cfg(feature = "schema")]
mod shape;
mod slug;
mod tag;
mod text;
mod version;

pub use closed::{Category, Language, Runtime};
pub use description::Description;
pub use entrypoint::Entrypoint;
pub use env_var::EnvVar;
pub use license::License;
pub(crate) use list::Item;
pub use npm_dependency::NpmDependency;
pub use route_export::RouteExport;
pub use route_path::RoutePath;
#[cfg(feature = "schema")]
pub(crate) use shape::{Choice, Listed, Refused, Shape, TextShape};
pub use slug::Slug;
pub use tag::Tag;
pub(crate) use text::Text;
pub use version::parse_version;
pub(crate) use version::suggest_version;

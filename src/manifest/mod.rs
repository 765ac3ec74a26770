//! The manifest: its table of keys, and how it is parsed, judged and fixed.

mod absent;
mod exposed;
mod field;
mod fix;
mod judge;
mod list;
mod misspelled;
mod parsed;

use semver::Version;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use crate::error::{JsonType, Subject};
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::{
    Category, Description, Entrypoint, EnvVar, Language, License, NpmDependency, RouteExport,
    RoutePath, Runtime, Slug, Tag,
};
use crate::findings::Collector;
use crate::json::Value;
use crate::report::{Checked, Report};
use crate::source::Source;

pub(crate) use field::{Context, Field};
pub use fix::Fixed;
pub(crate) use misspelled::Misspelled;
pub(crate) use parsed::{ExtraKeys, ParsedManifest, ValueSpan, without_keys};

/// Generates the manifest with its accessors, its judging, its writing and the table of keys from one
/// row for each key: the key, the field with its type, and the accessor's type and function. A key
/// whose type is an `Option` may be left out. The docs are also what editors show of the key.
macro_rules! keys {
    ($( $(#[doc = $doc:literal])* $key:literal => $field:ident: $type:ty, $access:ident -> $accessed:ty; )*) => {
        /// A valid `aerostack.json`.
        ///
        /// It is parsed from JSON and written as JSON, with the keys in the order of the Hub's
        /// documentation, without those that were left out. `$schema` and keys that this version does
        /// not know are not kept.
        ///
        /// ```
        /// use aerostack_manifest::{Category, Manifest};
        ///
        /// let text = r#"{
        ///     "name": "image-resizer",
        ///     "version": "1.0.0",
        ///     "description": "Resize images on the edge.",
        ///     "category": "media",
        ///     "language": "typescript",
        ///     "runtime": "cloudflare-worker",
        ///     "license": "MIT",
        ///     "entrypoint": "index.ts"
        /// }"#;
        /// let manifest = Manifest::parse(text)?;
        /// assert_eq!(manifest.category(), Category::Media);
        ///
        /// let report = Manifest::parse(&text.replace("media", "Media")).unwrap_err();
        /// let finding = &report.findings()[0];
        /// assert_eq!(finding.code().as_str(), "INVALID_CATEGORY");
        /// assert_eq!(finding.help(), "use `media`");
        /// assert_eq!(finding.range().unwrap().start.line, 5);
        /// # Ok::<(), aerostack_manifest::Report>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Manifest {
            $( $(#[doc = $doc])* $field: $type, )*
        }

        impl Manifest {
            $(
                $(#[doc = $doc])*
                #[must_use]
                pub fn $field(&self) -> $accessed {
                    access::$access(&self.$field)
                }
            )*
        }

        /// The valid values of a manifest that may have others.
        #[derive(Debug, Default)]
        struct PartialManifest {
            $( $field: Option<$type>, )*
        }

        /// A row of the table of keys, by the name of its field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "each has the name of its field")]
        enum Row {
            $( $field, )*
        }

        impl Row {
            const ALL: [Self; KEYS.len()] = [$( Self::$field, )*];

            fn from_key(name: &str) -> Option<Self> {
                match name {
                    $( $key => Some(Self::$field), )*
                    _ => None,
                }
            }
        }

        /// Every key of the table, in its order.
        pub(crate) static KEYS: [Key; [$($key),*].len()] = [
            $( Key {
                name: $key,
                is_optional: <$type as Field>::IS_OPTIONAL,
                example: <$type as Field>::EXAMPLE,
                choices: <$type as Field>::CHOICES,
                json_type: <$type as Field>::TYPE,
                #[cfg(feature = "schema")]
                docs: concat!($($doc),*),
                #[cfg(feature = "schema")]
                shape: <$type as Field>::shape,
            }, )*
        ];

        impl PartialManifest {
            /// Judges the value of a key.
            fn judge(&mut self, row: Row, value: &Value<'_>, context: &mut Context<'_>) {
                match row {
                    $( Row::$field => {
                        let subject = const { Subject::of($key, <$type as Field>::IS_OPTIONAL) };
                        self.$field = <$type as Field>::judge(value, subject, context);
                    } )*
                }
            }

            /// The manifest, if every required key has a valid value.
            fn complete(self) -> Option<Manifest> {
                Some(Manifest {
                    $( $field: self.$field.or_else(<$type as Field>::absent)?, )*
                })
            }
        }

        impl Serialize for Manifest {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(
                    if <$type as Field>::absent().as_ref() != Some(&self.$field) {
                        map.serialize_entry($key, &self.$field)?;
                    }
                )*
                map.end()
            }
        }
    };
}

keys! {
    /// The name that people find and install the function by, in its address on the Hub and as
    /// its folder: 1 to 64 lower-case letters and digits, with single hyphens between them.
    "name" => name: Slug, borrowed -> &Slug;
    /// The version that is published next, by [SemVer 2.0.0](https://semver.org); a published version
    /// never changes, so raise it for each release.
    "version" => version: Version, borrowed -> &Version;
    /// What the function does, in one line: up to 500 characters, and better no more than 200.
    "description" => description: Description, borrowed -> &Description;
    /// What the function is for: the one category in which people find it on the Hub.
    "category" => category: Category, copied -> Category;
    /// The language that the entrypoint is written in.
    "language" => language: Language, copied -> Language;
    /// The platform that the function runs on.
    "runtime" => runtime: Runtime, copied -> Runtime;
    /// The license that people get the function under: an identifier of the
    /// [SPDX license list](https://spdx.org/licenses/), or several joined by `AND`, `OR` and `WITH`.
    "license" => license: License, borrowed -> &License;
    /// The words that people search for when they need the function: up to 10, each of up to 50
    /// characters.
    "tags" => tags: Option<Vec<Tag>>, list -> &[Tag];
    /// The path of the main source file, relative to the folder of this file, with `/` between its
    /// parts.
    "entrypoint" => entrypoint: Entrypoint, borrowed -> &Entrypoint;
    /// The path under which the application that installs the function mounts its route; it
    /// belongs together with `routeExport`.
    "routePath" => route_path: Option<RoutePath>, optional -> Option<&RoutePath>;
    /// The name by which the entrypoint exports its route, so that applications can import it; it
    /// belongs together with `routePath`.
    "routeExport" => route_export: Option<RouteExport>, optional -> Option<&RouteExport>;
    /// The packages of the npm registry that the function needs, each with or without a version.
    "npmDependencies" => npm_dependencies: Option<Vec<NpmDependency>>, list -> &[NpmDependency];
    /// The names of the environment variables that the function reads; their values stay out of
    /// this file.
    "envVars" => env_vars: Option<Vec<EnvVar>>, list -> &[EnvVar];
    /// Whether the function brings a [Drizzle](https://orm.drizzle.team) schema of its own; it does
    /// not if this is left out.
    "drizzleSchema" => drizzle_schema: Option<bool>, flag -> bool;
}

/// How the accessors of the manifest hand out what it holds.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "each takes a field by reference"
)]
mod access {
    pub(super) fn borrowed<T>(value: &T) -> &T {
        value
    }

    pub(super) fn copied<T: Copy>(value: &T) -> T {
        *value
    }

    pub(super) fn optional<T>(value: &Option<T>) -> Option<&T> {
        value.as_ref()
    }

    pub(super) fn list<T>(value: &Option<Vec<T>>) -> &[T] {
        value.as_deref().unwrap_or_default()
    }

    pub(super) fn flag(value: &Option<bool>) -> bool {
        value.unwrap_or_default()
    }
}

/// A row of the table of keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) is_optional: bool,
    example: &'static str,
    choices: &'static [&'static str],
    json_type: JsonType,
    #[cfg(feature = "schema")]
    pub(crate) docs: &'static str,
    #[cfg(feature = "schema")]
    pub(crate) shape: fn() -> Shape,
}

impl Row {
    fn key(self) -> &'static Key {
        &KEYS[self as usize]
    }
}

impl Key {
    fn subject(&self) -> Subject {
        Subject::of(self.name, self.is_optional)
    }
}

/// The key by which editors find the schema. The Hub ignores it.
pub(crate) const SCHEMA: &str = "$schema";

impl Manifest {
    /// The most bytes of an `aerostack.json`: 256 KiB.
    pub const MAX_SIZE: usize = 256 * 1024;

    /// Parses a manifest. Warnings are dropped; [`Manifest::check`] returns them.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong, warnings included.
    pub fn parse(text: &str) -> Result<Self, Report> {
        Self::check_source(&Source::from_text(text)).into_result()
    }

    /// Parses a manifest and reports everything that is wrong with it, in one pass over any bytes.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let checked = Manifest::check(b"{ \"naem\": \"image-resizer\" }");
    /// assert!(checked.value().is_none());
    /// let missing = checked.report().errors().last().unwrap();
    /// assert_eq!(missing.message(), "missing field `name`");
    /// assert_eq!(missing.help(), "did you mean `name` instead of `naem`?");
    /// ```
    #[must_use]
    pub fn check(source: &[u8]) -> Checked<Self> {
        Self::check_source(&Source::new(source))
    }

    fn check_source(source: &Source<'_>) -> Checked<Self> {
        let parsed = ParsedManifest::new(source, Collector::of_manifest(), &mut ());
        let (manifest, findings) = parsed.into_manifest();
        Checked::new(manifest, findings.into_report(source))
    }

    /// Reports everything that is wrong, however much it is.
    fn report_all(text: &str) -> Report {
        let source = Source::from_text(text);
        let parsed = ParsedManifest::new(&source, Collector::without_limit(), &mut ());
        parsed.findings.into_report(&source)
    }

    /// Returns a copy of a manifest that may be shown to anybody, without values that were pasted into
    /// `envVars`, values of unknown keys that speak of secrets, tokens and the user information of URLs.
    /// Lengths and lines are kept.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let text = r#"{ "envVars": ["API_KEY=hunter2"] }"#;
    /// assert_eq!(Manifest::redact(text), r#"{ "envVars": ["API_KEY********"] }"#);
    /// ```
    #[must_use]
    pub fn redact(text: &str) -> String {
        let source = Source::from_text(text);
        let parsed = ParsedManifest::new(&source, Collector::of_manifest(), &mut ());
        parsed.findings.redact(text)
    }
}

/// For `serde_json`, whose raw text goes through [`Manifest::parse`]; the error is the report.
/// Other formats do not have it and fail.
impl<'de> Deserialize<'de> for Manifest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(text.get()).map_err(D::Error::custom)
    }
}

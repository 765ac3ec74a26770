//! The table of keys: what a manifest has.

mod draft;
mod entries;
mod reading;

use semver::Version;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use crate::error::kind::Subject;
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::{
    Category, Description, Document, Entrypoint, EnvVar, Field, Language, License, NpmDependency,
    RouteExport, RoutePath, Runtime, Slug, Tag,
};
use crate::findings::Collector;
use crate::json::{Text, Value};
use crate::report::{Checked, Report};
use crate::source::Source;

use draft::{Near, Seen};
pub(crate) use reading::{ExtraKeys, ParsedManifest};

/// Makes the manifest, its reading, its writing and its schema of one row for each key. A key whose
/// type is an `Option` may be left out. The docs are what editors show of the key, in Markdown.
macro_rules! keys {
    ($( $(#[doc = $doc:literal])* $key:literal => $field:ident: $type:ty, )*) => {
        /// A valid `aerostack.json`: who holds one need not check it again.
        ///
        /// It is read from JSON and written as JSON, keys in the order of the Hub's documentation,
        /// those that were left out left out. `$schema` and keys that this version does not know
        /// are not kept.
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

        /// The keys of a manifest, and the values of those that could be read.
        #[derive(Debug, Default)]
        struct PartialManifest {
            $( $field: Option<$type>, )*
            seen: [Option<Seen>; KEYS.len()],
            near: Vec<Near>,
        }

        /// A key, by the name of its field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "each is named as its field is")]
        enum Row {
            $( $field, )*
        }

        impl Row {
            const ALL: [Self; KEYS.len()] = [$( Self::$field, )*];

            fn of(name: &str) -> Option<Self> {
                match name {
                    $( $key => Some(Self::$field), )*
                    _ => None,
                }
            }
        }

        /// Every key that the table has, in its order.
        pub(crate) static KEYS: [Key; [$($key),*].len()] = [
            $( Key {
                name: $key,
                is_optional: <$type as Field>::IS_OPTIONAL,
                example: <$type as Field>::EXAMPLE,
                choices: <$type as Field>::CHOICES,
                #[cfg(feature = "schema")]
                docs: concat!($($doc),*),
                #[cfg(feature = "schema")]
                shape: <$type as Field>::shape,
            }, )*
        ];

        impl PartialManifest {
            /// Reads the value of a key, if it is a string.
            #[inline(never)]
            fn read_text(
                &mut self,
                row: Row,
                text: &str,
                json: Text<'_>,
                findings: &mut Collector,
            ) {
                match row {
                    $( Row::$field => {
                        let subject = const { Subject::of($key, <$type as Field>::IS_OPTIONAL) };
                        self.$field = <$type>::read_text(text, json, subject, findings);
                    } )*
                }
            }

            /// Reads the value of a key, if it is no string.
            fn read_other(&mut self, row: Row, value: Value<'_>, document: &mut Document<'_>) {
                match row {
                    $( Row::$field => {
                        let subject = const { Subject::of($key, <$type as Field>::IS_OPTIONAL) };
                        self.$field = <$type>::read_other(value, subject, document);
                    } )*
                }
            }

            /// Whether every key is there that must be.
            fn is_complete(&self) -> bool {
                $( (<$type>::IS_OPTIONAL || self.seen[Row::$field as usize].is_some()) )&&*
            }

            fn take_manifest(&mut self) -> Option<Manifest> {
                Some(Manifest {
                    $( $field: self.$field.take().or_else(<$type>::absent)?, )*
                })
            }
        }

        impl Serialize for Manifest {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(
                    if <$type>::absent().as_ref() != Some(&self.$field) {
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
    "name" => name: Slug,
    /// The version that is published next, by [SemVer 2.0.0](https://semver.org); a published version
    /// never changes, so raise it for each release.
    "version" => version: Version,
    /// What the function does, in one line: up to 500 characters, and better no more than 200.
    "description" => description: Description,
    /// What the function is for: the one category in which people find it on the Hub.
    "category" => category: Category,
    /// The language that the entrypoint is written in.
    "language" => language: Language,
    /// The platform that the function runs on.
    "runtime" => runtime: Runtime,
    /// The license that people get the function under: an identifier of the
    /// [SPDX license list](https://spdx.org/licenses/), or several joined by `AND`, `OR` and `WITH`.
    "license" => license: License,
    /// The words that people search for when they need the function: up to 10, each of up to 50
    /// characters.
    "tags" => tags: Option<Vec<Tag>>,
    /// The path of the main source file, relative to the folder of this file, with `/` between its
    /// parts.
    "entrypoint" => entrypoint: Entrypoint,
    /// The path under which the application that installs the function mounts its route; it
    /// belongs together with `routeExport`.
    "routePath" => route_path: Option<RoutePath>,
    /// The name by which the entrypoint exports its route, so that applications can import it; it
    /// belongs together with `routePath`.
    "routeExport" => route_export: Option<RouteExport>,
    /// The packages of the npm registry that the function needs, each with or without a version.
    "npmDependencies" => npm_dependencies: Option<Vec<NpmDependency>>,
    /// The names of the environment variables that the function reads; their values stay out of
    /// this file.
    "envVars" => env_vars: Option<Vec<EnvVar>>,
    /// Whether the function brings a [Drizzle](https://orm.drizzle.team) schema of its own; it does
    /// not if this is left out.
    "drizzleSchema" => drizzle_schema: Option<bool>,
}

/// A row of the table of keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) is_optional: bool,
    example: &'static str,
    choices: &'static [&'static str],
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

/// The key that editors use to find the schema. It is the Hub's to ignore.
pub(crate) const SCHEMA: &str = "$schema";

impl Manifest {
    /// The most bytes that an `aerostack.json` has: 256 KiB.
    pub const MAX_SIZE: usize = 256 * 1024;

    /// Reads a manifest. Warnings are dropped; [`Manifest::check`] returns them.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong, warnings included.
    pub fn parse(text: &str) -> Result<Self, Report> {
        Self::check_source(&Source::of_text(text)).into_result()
    }

    /// Reads a manifest and reports everything that is wrong with it, in one pass over any bytes.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let checked = Manifest::check(b"{ \"naem\": \"image-resizer\" }");
    /// assert!(checked.value().is_none());
    /// let unknown = checked.report().warnings().next().unwrap();
    /// assert_eq!(unknown.help(), "did you mean `name`?");
    /// ```
    #[must_use]
    pub fn check(source: &[u8]) -> Checked<Self> {
        Self::check_source(&Source::new(source))
    }

    fn check_source(source: &Source<'_>) -> Checked<Self> {
        let mut reading = ParsedManifest::of_manifest(source);
        let manifest = reading.take_manifest();
        Checked::new(manifest, reading.findings.into_report(source))
    }

    /// Everything that is wrong, however much it is.
    pub(crate) fn report_all(text: &str) -> Report {
        let source = Source::of_text(text);
        ParsedManifest::with(&source, Collector::without_limit()).findings.into_report(&source)
    }

    /// A copy of a manifest that may be shown to anybody: values that were pasted into `envVars` or
    /// stand under unknown keys that speak of secrets, and keys of accounts and projects, are blanked.
    /// Lengths and lines stay.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let text = r#"{ "envVars": ["API_KEY=hunter2"] }"#;
    /// assert_eq!(Manifest::redact(text), r#"{ "envVars": ["API_KEY********"] }"#);
    /// ```
    #[must_use]
    pub fn redact(text: &str) -> String {
        let source = Source::of_text(text);
        ParsedManifest::with(&source, Collector::in_manifest()).findings.redact(text)
    }

    /// The name that the function is installed by.
    #[must_use]
    pub fn name(&self) -> &Slug {
        &self.name
    }

    /// The version that is, or will be, published.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// What the function does.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// What the function is for.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category
    }

    /// The language of the entrypoint.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// What the function runs on.
    #[must_use]
    pub fn runtime(&self) -> Runtime {
        self.runtime
    }

    /// The license that people get the function under.
    #[must_use]
    pub fn license(&self) -> &License {
        &self.license
    }

    /// The words that the function is found by; none if the key is left out.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    /// The main source file.
    #[must_use]
    pub fn entrypoint(&self) -> &Entrypoint {
        &self.entrypoint
    }

    /// The path that the function's route is mounted under.
    #[must_use]
    pub fn route_path(&self) -> Option<&RoutePath> {
        self.route_path.as_ref()
    }

    /// The name that the entrypoint exports the route by.
    #[must_use]
    pub fn route_export(&self) -> Option<&RouteExport> {
        self.route_export.as_ref()
    }

    /// The packages that the function needs; none if the key is left out.
    #[must_use]
    pub fn npm_dependencies(&self) -> &[NpmDependency] {
        self.npm_dependencies.as_deref().unwrap_or_default()
    }

    /// The environment variables that the function reads; none if the key is left out.
    #[must_use]
    pub fn env_vars(&self) -> &[EnvVar] {
        self.env_vars.as_deref().unwrap_or_default()
    }

    /// Whether the function brings a Drizzle schema; it does not if the key is left out.
    #[must_use]
    pub fn drizzle_schema(&self) -> bool {
        self.drizzle_schema.unwrap_or_default()
    }
}

/// For `serde_json`, whose raw text goes through [`Manifest::parse`]; the error is the report.
/// Other formats cannot give it and fail.
impl<'de> Deserialize<'de> for Manifest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(text.get()).map_err(D::Error::custom)
    }
}

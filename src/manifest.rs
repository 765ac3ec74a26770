//! The table of keys: what a manifest has, how it is read, and what concerns two of its keys.

use std::borrow::Cow;
use std::collections::HashMap;

use semver::Version;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::fault::{EntrypointFault, Subject, Type};
use crate::field::{
    Category, Description, Document, Entrypoint, EnvVar, Field, Language, License, NpmDependency,
    RouteExport, RoutePath, Runtime, Slug, Tag,
};
use crate::json::{Kind, Open, Reader, Value};
use crate::nearest::nearest;
use crate::report::{Checked, Findings, Pointer, Report};
use crate::source::{Lines, Source, Span};

/// Makes the manifest, its reading and its writing of one row for each key. A key whose type is an
/// `Option` may be left out.
macro_rules! keys {
    ($( $key:literal => $field:ident: $type:ty, )*) => {
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
        /// assert_eq!(finding.help(), "write `media`");
        /// assert_eq!(finding.range().unwrap().start.line, 5);
        /// # Ok::<(), aerostack_manifest::Report>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Manifest {
            $( $field: $type, )*
        }

        /// The keys of a manifest, and the values of those that could be read.
        #[derive(Debug, Default)]
        struct Draft {
            $( $field: Option<$type>, )*
            seen: [Option<Seen>; KEYS.len()],
        }

        /// Every key that the table has, in its order.
        const KEYS: [Key; [$($key),*].len()] = [
            $( Key {
                name: $key,
                is_optional: <$type as Field>::IS_OPTIONAL,
                example: <$type as Field>::EXAMPLE,
                choices: <$type as Field>::CHOICES,
            }, )*
        ];

        impl Draft {
            /// Reads the value of the key in the given row.
            fn read<'a>(&mut self, row: usize, value: Value<'a>, document: &mut Document<'a>) {
                let subject = KEYS[row].subject();
                match KEYS[row].name {
                    $( $key => self.$field = <$type>::read(value, subject, document), )*
                    _ => {}
                }
            }

            fn into_manifest(self) -> Option<Manifest> {
                Some(Manifest {
                    $( $field: self.$field.or_else(<$type>::absent)?, )*
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
    "name" => name: Slug,
    "version" => version: Version,
    "description" => description: Description,
    "category" => category: Category,
    "language" => language: Language,
    "runtime" => runtime: Runtime,
    "license" => license: License,
    "tags" => tags: Option<Vec<Tag>>,
    "entrypoint" => entrypoint: Entrypoint,
    "routePath" => route_path: Option<RoutePath>,
    "routeExport" => route_export: Option<RouteExport>,
    "npmDependencies" => npm_dependencies: Option<Vec<NpmDependency>>,
    "envVars" => env_vars: Option<Vec<EnvVar>>,
    "drizzleSchema" => drizzle_schema: Option<bool>,
}

/// A row of the table of keys.
#[derive(Clone, Copy, Debug)]
struct Key {
    name: &'static str,
    is_optional: bool,
    example: &'static str,
    choices: &'static [&'static str],
}

impl Key {
    fn subject(self) -> Subject {
        if self.is_optional { Subject::Optional(self.name) } else { Subject::Required(self.name) }
    }
}

/// The key that editors use to find the schema. It is the Hub's to ignore.
const SCHEMA: &str = "$schema";

/// Where a key and its value stand.
#[derive(Clone, Copy, Debug)]
struct Seen {
    key: Span,
    value: Span,
    is_repeated: bool,
}

/// What a document has beside the keys of a manifest.
pub(crate) trait Companion {
    /// What messages call the document.
    const SUBJECT: Subject;

    /// The keys that are not the manifest's.
    const KEYS: &'static [&'static str];

    /// Reads the value of one of the keys.
    fn read<'a>(&mut self, key: &str, value: Value<'a>, document: &mut Document<'a>);

    /// Reports keys that must be there and are not.
    fn check_absent(&mut self, root: Span, findings: &mut Findings);
}

/// A manifest alone.
impl Companion for () {
    const SUBJECT: Subject = Subject::Manifest;
    const KEYS: &'static [&'static str] = &[];

    fn read<'a>(&mut self, _: &str, _: Value<'a>, _: &mut Document<'a>) {}

    fn check_absent(&mut self, _: Span, _: &mut Findings) {}
}

impl Manifest {
    /// The most bytes that an `aerostack.json` has: 256 KiB.
    pub const MAX_SIZE: usize = 256 * 1024;

    /// Reads a manifest. Warnings are dropped; [`Manifest::check`] returns them.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong, warnings included.
    pub fn parse(text: &str) -> Result<Self, Report> {
        Self::check(text.as_bytes()).into_result()
    }

    /// Reads a manifest and reports everything that is wrong with it, in one pass over any bytes.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let checked = Manifest::check(b"{ \"naem\": \"image-resizer\" }");
    /// assert!(checked.value().is_none());
    /// let unknown = checked.report().warnings().next().unwrap();
    /// assert_eq!(unknown.help(), "write `name`");
    /// ```
    #[must_use]
    pub fn check(source: &[u8]) -> Checked<Self> {
        let source = Source::new(source);
        let mut reading = Reading::of_manifest(&source);
        let manifest = reading.take_manifest();
        Checked::new(manifest, reading.findings.into_report(&source))
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

/// What came of reading a document: enough of it to check the files that it names, even if it is no
/// manifest.
#[derive(Debug)]
pub(crate) struct Reading {
    draft: Draft,
    pub(crate) findings: Findings,
}

impl Reading {
    pub(crate) fn of_manifest(source: &Source<'_>) -> Self {
        let mut findings = Findings::in_manifest();
        if source.len() > Manifest::MAX_SIZE {
            findings.refuse(Error::ManifestTooLarge {});
            return Self { draft: Draft::default(), findings };
        }
        Self::new(source, findings, &mut ())
    }

    /// Reads a document in which a manifest has company. What is the manifest's own keeps its limit.
    pub(crate) fn new<C: Companion>(
        source: &Source<'_>,
        findings: Findings,
        companion: &mut C,
    ) -> Self {
        let mut draft = Draft::default();
        let mut json = Reader::new(source);
        json.set_limit(Manifest::MAX_SIZE);
        let mut document = Document { json, findings };
        if let Some(root) = document.json.root() {
            if matches!(root.kind, Kind::Object) {
                draft.read_keys(root, source, companion, &mut document);
            } else {
                document.wrong_type(root, C::SUBJECT, Type::Object);
            }
            document.json.end();
        }
        if let Some((fault, span)) = document.json.fault() {
            let error = Error::InvalidJson { fault: fault.clone() };
            document.findings.push(error, None, *span);
        } else if document.json.is_over_limit() {
            document.findings.refuse(Error::ManifestTooLarge {});
        }
        Self { draft, findings: document.findings }
    }

    /// The manifest, if every key that must be there is and every value is right.
    pub(crate) fn take_manifest(&mut self) -> Option<Manifest> {
        let draft = std::mem::take(&mut self.draft);
        if self.findings.has_errors() { None } else { draft.into_manifest() }
    }

    /// The place of a key's value.
    pub(crate) fn value_of(&self, key: &str) -> Option<Span> {
        self.draft.seen_at(key).map(|seen| seen.value)
    }

    /// The entrypoint and the place of its value.
    pub(crate) fn entrypoint(&self) -> Option<(Entrypoint, Span)> {
        Some((self.draft.entrypoint.clone()?, self.value_of("entrypoint")?))
    }

    /// The language and the place of its value.
    pub(crate) fn language(&self) -> Option<(Language, Span)> {
        Some((self.draft.language?, self.value_of("language")?))
    }
}

impl Draft {
    fn seen_at(&self, key: &str) -> Option<Seen> {
        let row = KEYS.iter().position(|row| row.name == key)?;
        self.seen[row]
    }

    fn read_keys<'a, C: Companion>(
        &mut self,
        root: Value<'a>,
        source: &Source<'a>,
        companion: &mut C,
        document: &mut Document<'a>,
    ) {
        let mut open = Open::object();
        let mut others: HashMap<Cow<'a, str>, Span> = HashMap::new();
        let mut lines = None;
        while let Some((key, value)) = document.json.next_entry(&mut open) {
            let name = key.decode();
            let row = KEYS.iter().position(|row| row.name == name);
            let is_companion = row.is_none() && C::KEYS.contains(&&*name);
            let first = match row {
                Some(row) => self.seen[row].map(|seen| seen.key),
                None => others.get(&name).copied(),
            };
            if let Some(first) = first {
                let lines = lines.get_or_insert_with(|| Lines::new(source));
                let line = lines.line(first.start);
                let twice = Error::DuplicateField { field: Excerpt::new(&name), line };
                document.findings.push(twice, Pointer::key(&name), key.span);
            } else if row.is_none() && !is_companion && name != SCHEMA {
                let known = KEYS.iter().map(|row| row.name).chain(C::KEYS.iter().copied());
                let unknown = Error::UnknownField {
                    field: Excerpt::new(&name),
                    nearest: nearest(&name, known),
                };
                document.findings.push(unknown, Pointer::key(&name), key.span);
            }
            match row {
                Some(row) => match &mut self.seen[row] {
                    // Of a key that is given twice, either value may be kept, so both are judged;
                    // a third and more could only make a hostile report longer.
                    Some(Seen { is_repeated: true, .. }) => drop(document.json.skip(value)),
                    seen => {
                        let is_repeated = first.is_some();
                        let key = first.unwrap_or(key.span);
                        *seen = Some(Seen { key, value: value.span, is_repeated });
                        self.read(row, value, document);
                    }
                },
                None if is_companion => {
                    // Neither the entry nor the comma that it needs counts as the manifest's own.
                    let limit = document.json.set_limit(usize::MAX);
                    companion.read(&name, value, document);
                    let size = document.json.offset() - key.span.start + ",".len();
                    document.json.set_limit(limit.saturating_add(size));
                    others.entry(name).or_insert(key.span);
                }
                None if name == SCHEMA => {
                    document.string(value, Subject::Optional(SCHEMA));
                    others.entry(name).or_insert(key.span);
                }
                None => {
                    document.json.skip(value);
                    others.entry(name).or_insert(key.span);
                }
            }
        }
        let is_there = |key: &str| self.seen_at(key).is_some() || others.contains_key(key);
        document.findings.withdraw_nearest(is_there);
        if !document.json.is_broken() {
            self.check_absent(root, document);
            companion.check_absent(root.span, &mut document.findings);
        }
    }

    /// Reports keys that must be there and are not, and the one of two that belong together.
    fn check_absent(&self, root: Value<'_>, document: &mut Document<'_>) {
        for (row, seen) in KEYS.iter().zip(&self.seen) {
            if row.is_optional || seen.is_some() {
                continue;
            }
            let error = match row.name {
                "entrypoint" => Error::MissingEntrypoint { fault: EntrypointFault::NoKey },
                name => {
                    Error::MissingField { field: name, example: row.example, choices: row.choices }
                }
            };
            document.push(error, row.subject(), root.span);
        }
        for (present, absent) in [("routePath", "routeExport"), ("routeExport", "routePath")] {
            if let (Some(seen), None) = (self.seen_at(present), self.seen_at(absent)) {
                let example =
                    KEYS.iter().find(|row| row.name == absent).map_or("", |row| row.example);
                let error = Error::IncompleteRoute { present, absent, example };
                document.push(error, Subject::Optional(present), seen.key);
            }
        }
    }
}

//! What can be wrong: the one table of errors, with their codes, statuses, messages and helps.

mod explanation;
pub(crate) mod kind;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use semver::Version;
use serde::{Serialize, Serializer};

use crate::escape::has_command;
use crate::excerpt::Excerpt;
use crate::field::{
    self, Category, Entrypoint, EnvVar, Language, License, NpmDependency, RouteExport, RoutePath,
    Runtime, Slug, Tag,
};
use crate::json::SyntaxError;
use crate::redact::has_secret;
use crate::similar::{self, nearest};
use crate::suggestion::Suggestion;
pub use explanation::{Example, Explanation};
pub use kind::{
    EntrypointErrorKind, JsonType, KeyErrorKind, LicenseErrorKind, Misspelling, ReadErrorKind,
    ReadmeErrorKind, RouteDefect, Subject, Violation,
};
use kind::{look_alike_in, type_help};

/// Whether a finding fails the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; fails nothing.
    Warning,
    /// Must be mended before the function can be published.
    Error,
}

impl Severity {
    /// `error` or `warning`, as on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Text is not the name of any [`Code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code of this version")]
pub struct UnknownCode(Excerpt);

impl UnknownCode {
    /// The code that was probably meant.
    #[must_use]
    pub fn nearest(&self) -> Option<Code> {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        nearest(self.0.whole()?, codes)?.parse().ok()
    }
}

/// Makes the errors and their codes of one row each:
/// what it means, the variant, the code, the severity, the HTTP status, the message, the help.
macro_rules! errors {
    ($(
        $(#[$doc:meta])*
        $variant:ident { $($field:ident: $type:ty),* $(,)? }
            = $code:literal, $severity:ident, $status:literal,
            $message:literal $(, $argument:expr)*;
            $( suggestion: $suggestion:expr; )?
            help: $help:expr;
    )*) => {
        /// What is wrong: one variant for each [`Code`], with the facts that its message tells.
        ///
        /// `Display` is the message: what is wrong, in lower case, the user's text in backticks.
        /// [`Error::help`] says what to do. An error knows no place; a [`Finding`](crate::Finding)
        /// has one, so a newtype and the manifest reader return equal errors.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                $(#[$doc])*
                #[error($message $(, $argument)*)]
                #[non_exhaustive]
                $variant {
                    $(#[allow(missing_docs, reason = "the variant's own docs tell")] $field: $type),*
                },
            )*
        }

        /// An error's name on the wire. It never changes its meaning and is never used again for
        /// another one; new ones may come.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $( $(#[$doc])* $variant, )*
        }

        impl Error {
            /// The code of this error.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self {
                    $( Self::$variant { .. } => Code::$variant, )*
                }
            }

            /// What to write in place of what was found, if something right is near: the canonical
            /// spelling, the nearest member of a closed set, the value without what is too much.
            #[must_use]
            #[allow(unused_variables, reason = "few suggestions need all fields")]
            pub fn suggestion(&self) -> Option<Suggestion> {
                match self {
                    $( Self::$variant { $($field),* } => None$(.or($suggestion))?, )*
                }
                .filter(|suggestion: &Suggestion| {
                    !has_secret(&suggestion.text) && !has_command(&suggestion.text)
                })
            }

            /// What to do when nothing right is near.
            #[allow(unused_variables, reason = "few helps need all fields")]
            fn advice(&self) -> Cow<'static, str> {
                match self {
                    $( Self::$variant { $($field),* } => $help.into(), )*
                }
            }
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

            /// The code as it stands on the wire, such as `INVALID_CATEGORY`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $code, )*
                }
            }

            /// Whether this code fails a manifest.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $( Self::$variant => Severity::$severity, )*
                }
            }

            /// The HTTP status with which a server refuses a request for this reason.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self {
                    $( Self::$variant => $status, )*
                }
            }
        }
    };
}

errors! {
    /// The bytes are no JSON (RFC 8259) in UTF-8.
    InvalidJson { error: SyntaxError }
        = "INVALID_JSON", Error, 400, "{error}";
        help: error.help();

    /// The manifest has more than [`Manifest::MAX_SIZE`](crate::Manifest::MAX_SIZE) bytes.
    ManifestTooLarge {}
        = "MANIFEST_TOO_LARGE", Error, 413, "the manifest is larger than 256 KiB";
        help: "keep code in the entrypoint and long texts in `README.md`";

    /// The function's directory has no `aerostack.json`. `found` is a file of nearly that name; `below`
    /// are the first directories in it that have one, perhaps one more than the help names.
    MissingManifest { found: Option<Excerpt>, below: Vec<Excerpt> }
        = "MISSING_MANIFEST", Error, 422, "missing `aerostack.json` in the function's directory";
        help: manifest_help(found.as_ref(), below);

    /// A required key is absent. `example` is a valid value, as JSON; `choices` are the members of a
    /// closed set; `found` is the unknown key that it probably has.
    MissingField {
        field: &'static str,
        example: &'static str,
        choices: &'static [&'static str],
        found: Option<Misspelling>,
    }
        = "MISSING_FIELD", Error, 422, "missing field `{field}`";
        help: match (found, choices) {
            (Some(found), _) => found.help(field),
            (None, [] | [_]) => format!("add `\"{field}\": {example}`"),
            (None, _) => format!("add `\"{field}\"` with one of {}", quoted(choices)),
        };

    /// A key is given again; the first one stands on `line`.
    DuplicateField { field: Excerpt, line: usize }
        = "DUPLICATE_FIELD", Error, 422, "`{field}` is given twice, first on line {line}";
        help: "keep one of them";

    /// A value has another JSON type than its key asks for.
    InvalidType { subject: Subject, expected: JsonType, found: JsonType }
        = "INVALID_TYPE", Error, 422, "{subject} must be {expected}, not {found}";
        help: type_help(*subject, *expected, *found);

    /// `name` is no slug.
    InvalidName { found: Excerpt, fault: Violation }
        = "INVALID_NAME", Error, 422, "{}", fault.of("name", found);
        suggestion: found.whole().and_then(Slug::suggest);
        help: "a name has lower-case letters and digits, with single hyphens \
            between them, such as `image-resizer`";

    /// `version` is not a version of SemVer 2.0.0.
    InvalidVersion { found: Excerpt, fault: Violation }
        = "INVALID_VERSION", Error, 422, "{}", fault.of("version", found);
        suggestion: found.whole().and_then(field::suggest_version);
        help: "a version has three numbers, such as `1.0.0` or `2.1.0-beta.1`";

    /// `description` is empty, too long or has a character that may not stand in text.
    InvalidDescription { found: Excerpt, fault: Violation }
        = "INVALID_DESCRIPTION", Error, 422, "{}", fault.of("description", found);
        help: "say in one line of up to 500 characters what the function does";

    /// `category` is none of the Hub's.
    InvalidCategory { found: Excerpt }
        = "INVALID_CATEGORY", Error, 422, "{}", unknown("category", found);
        suggestion: found.whole().and_then(Category::suggest);
        help: format!("choose from {}", quoted(Category::CHOICES));

    /// `language` is none that the Hub takes.
    InvalidLanguage { found: Excerpt }
        = "INVALID_LANGUAGE", Error, 422, "{}", unknown("language", found);
        suggestion: found.whole().and_then(Language::suggest);
        help: format!("choose from {}", quoted(Language::CHOICES));

    /// `runtime` is none that the Hub has.
    InvalidRuntime { found: Excerpt }
        = "INVALID_RUNTIME", Error, 422, "{}", unknown("runtime", found);
        suggestion: found.whole().and_then(Runtime::suggest);
        help: format!("choose from {}", quoted(Runtime::CHOICES));

    /// `license` is not an SPDX license expression; `found` is the term, operator or parenthesis that
    /// is wrong, or the whole text if its length or the whitespace at its ends is.
    InvalidLicense { found: Excerpt, fault: LicenseErrorKind }
        = "INVALID_LICENSE", Error, 422, "{}", fault.of(found);
        suggestion: found.whole().and_then(|found| License::suggest(found, fault));
        help: fault.help();

    /// `tags` has more than [`Tag::MAX_COUNT`](crate::Tag::MAX_COUNT) items.
    TooManyTags { count: usize }
        = "TOO_MANY_TAGS", Error, 422, "`tags` has {count} items; the limit is 10";
        help: "keep the ten that people will search for";

    /// An item of `tags` is empty, too long or has a character that may not stand there.
    InvalidTag { found: Excerpt, fault: Violation }
        = "INVALID_TAG", Error, 422, "{}", fault.of("tag", found);
        suggestion: found.whole().and_then(Tag::suggest);
        help: "a tag is a short text of up to 50 characters, such as `image`";

    /// `entrypoint` is no path that is safe on every system.
    InvalidEntrypoint { found: Excerpt, fault: Violation }
        = "INVALID_ENTRYPOINT", Error, 422, "{}", fault.of("entrypoint", found);
        suggestion: found.whole().and_then(Entrypoint::suggest);
        help: "give the path of the main source file, relative to the function's \
            directory, such as `src/index.ts`";

    /// `routePath` is no absolute URL path.
    InvalidRoutePath { found: Excerpt, fault: Violation }
        = "INVALID_ROUTE_PATH", Error, 422, "{}", fault.of("route path", found);
        suggestion: found.whole().and_then(RoutePath::suggest);
        help: "a route path is a slash and segments of letters, digits and \
            `. _ ~ : * -`, such as `/api/users/:id`";

    /// `routeExport` is no identifier that an ECMAScript module can import.
    InvalidRouteExport { found: Excerpt, fault: Violation }
        = "INVALID_ROUTE_EXPORT", Error, 422, "{}", fault.of("route export", found);
        suggestion: found.whole().and_then(RouteExport::suggest);
        help: "give the name that the entrypoint exports: a letter, `_` or `$`, then \
            letters, digits, `_` or `$`, such as `imageRoute`";

    /// An item of `npmDependencies` is no package of the npm registry.
    InvalidNpmDependency { found: Excerpt, fault: Violation }
        = "INVALID_NPM_DEPENDENCY", Error, 422, "{}", fault.of("npm dependency", found);
        suggestion: found.whole().and_then(NpmDependency::suggest);
        help: NpmDependency::advice(found.text());

    /// An item of `envVars` is no name of an environment variable. What stands behind a `=` is
    /// never part of `found`.
    InvalidEnvVar { found: Excerpt, fault: Violation }
        = "INVALID_ENV_VAR", Error, 422, "{}", fault.of("environment variable", found);
        suggestion: found.whole().and_then(EnvVar::suggest);
        help: "give the name alone: a letter or `_`, then letters, digits or `_`, such \
            as `API_KEY`";

    /// There is no entrypoint: the key is absent, or the file that it names is not there.
    MissingEntrypoint { fault: EntrypointErrorKind }
        = "MISSING_ENTRYPOINT", Error, 422, "{fault}";
        suggestion: fault.spelling().map(Suggestion::certain);
        help: fault.help();

    /// The entrypoint, or `code` in a request, has no code.
    EmptyCode { file: Option<Excerpt>, is_blank: bool }
        = "EMPTY_CODE", Error, 422, "{} {}", code_of(file.as_ref()),
            if *is_blank { "is empty" } else { "has nothing but comments" };
        help: "add at least one exported function";

    /// A file is there but cannot be read as text.
    UnreadableFile { file: Excerpt, fault: ReadErrorKind }
        = "UNREADABLE_FILE", Error, 422, "`{file}` cannot be read: {fault}";
        help: fault.help();

    /// The entrypoint, or `code` in a request, has more than
    /// [`Function::MAX_CODE_SIZE`](crate::Function::MAX_CODE_SIZE) bytes.
    CodeTooLarge { file: Option<Excerpt> }
        = "CODE_TOO_LARGE", Error, 413, "{} is larger than 10 MiB", code_of(file.as_ref());
        help: "leave dependencies to `npmDependencies` and large data to a storage binding";

    /// The body of a request has more than
    /// [`CiRequest::MAX_SIZE`](crate::publish::CiRequest::MAX_SIZE) bytes.
    RequestTooLarge {}
        = "REQUEST_TOO_LARGE", Error, 413, "the request is larger than 16 MiB";
        help: "leave dependencies to `npmDependencies` and large data to a storage binding";

    /// There is no account key, or one that may not publish. The key is no part of the error.
    Unauthorized { fault: KeyErrorKind }
        = "UNAUTHORIZED", Error, 401, "{fault}";
        help: fault.help();

    /// The slug belongs to a different account. `proposal` is one that is probably free.
    DuplicateSlug { slug: Slug, proposal: Option<Slug> }
        = "DUPLICATE_SLUG", Error, 409, "the name `{slug}` belongs to a different account";
        suggestion: proposal.as_ref().map(|slug| Suggestion::likely(slug.as_str()));
        help: "rename your function";

    /// The version is already published, and what is published never changes. `proposal` is the
    /// version that follows the newest one.
    VersionConflict { version: Arc<Version>, proposal: Option<Arc<Version>> }
        = "VERSION_CONFLICT", Error, 409, "version `{}` is already published",
            Excerpt::new(&version.to_string());
        suggestion: proposal.as_ref().map(|version| Suggestion::likely(version.to_string()));
        help: "bump `version` in `aerostack.json`";

    /// A key that this version does not know, though the Hub may; and the known key that it is near
    /// to, unless that one is there as well.
    UnknownField { field: Excerpt, nearest: Option<&'static str> }
        = "UNKNOWN_FIELD", Warning, 422, "unknown key `{field}`{}",
            nearest.map_or(String::new(), |_| look_alike_in(field));
        suggestion: nearest.map(|key| similar::suggestion(field.text(), key));
        help: "remove it, unless the Hub asks for it";

    /// A tag, dependency or environment variable is listed twice. `first` is the other entry if that has
    /// another version, and `kept` the more exact of the two if there is one.
    DuplicateEntry {
        noun: &'static str,
        found: Excerpt,
        first: Option<Excerpt>,
        kept: Option<Excerpt>,
    }
        = "DUPLICATE_ENTRY", Warning, 422, "the {noun} `{found}` is listed twice{}", match first {
            Some(first) => format!(", first as `{first}`"),
            None => String::new(),
        };
        help: match (first, kept) {
            (None, _) => Cow::Borrowed("remove it"),
            (Some(_), Some(kept)) => format!("keep `{kept}`").into(),
            (Some(_), None) => "keep one of them".into(),
        };

    /// A dependency is a module of Node.js itself; the package of that name is something else.
    BuiltinDependency { found: Excerpt }
        = "BUILTIN_DEPENDENCY", Warning, 422, "`{found}` is a module of Node.js itself, not a package";
        help: format!("remove it, and import `node:{found}` with the compatibility flag `nodejs_compat`");

    /// A license or exception identifier that the SPDX list has deprecated.
    DeprecatedLicense { found: Excerpt }
        = "DEPRECATED_LICENSE", Warning, 422, "the SPDX license list has deprecated `{found}`";
        suggestion: found.whole().and_then(License::successor).map(Suggestion::likely);
        help: "see the SPDX license list for the identifier that replaces it";

    /// The description has more than
    /// [`Description::SHORT_LENGTH`](crate::Description::SHORT_LENGTH) characters.
    LongDescription { length: usize }
        = "LONG_DESCRIPTION", Warning, 422, "the description has {length} characters; lists show the first 200";
        help: "say the essential in 200 characters and the rest in `README.md`";

    /// One of `routePath` and `routeExport` is there without the other.
    IncompleteRoute { present: &'static str, absent: &'static str, example: &'static str }
        = "INCOMPLETE_ROUTE", Warning, 422, "`{present}` does nothing without `{absent}`";
        help: format!("add `\"{absent}\": {example}`, or remove `{present}`");

    /// `routeExport` is a name that the file which imports it usually has already: that of the
    /// application, of Hono, or of a global of ECMAScript or Workers.
    AmbiguousRouteExport { found: Excerpt, is_global: bool }
        = "AMBIGUOUS_ROUTE_EXPORT", Warning, 422, "`{found}` {}",
            if *is_global {
                "is a global of JavaScript or Workers, which the import would shadow"
            } else {
                "is usually declared in the file that imports it"
            };
        help: "use a more specific name, such as `imageRoute`";

    /// A segment of `routePath` does not match what it seems to. `found` is that segment.
    IneffectiveRoute { found: Excerpt, defect: RouteDefect }
        = "INEFFECTIVE_ROUTE", Warning, 422, "{}", defect.of(found);
        help: defect.help();

    /// A value has a token of a known form: an account key, or one that another vendor gives out. `place`
    /// is the key, or the item of its list; `kind` says what it is.
    ExposedSecret { place: Excerpt, kind: &'static str }
        = "EXPOSED_SECRET", Warning, 422, "`{place}` contains {kind}";
        help: "revoke it and remove it; a function gets secrets from environment variables, whose \
            names are in `envVars`";

    /// The entrypoint's extension belongs to another language than `language`, or to none.
    LanguageMismatch { file: Excerpt, language: Language, actual: Option<Language> }
        = "LANGUAGE_MISMATCH", Warning, 422, "the entrypoint `{file}` is not a {language} file";
        help: match actual {
            Some(actual) => format!("set `language` to `{actual}`, or name the {language} file"),
            None => format!("name a file that ends in {}", quoted(language.extensions())),
        };

    /// `README.md` is missing, or nothing that the Hub could show.
    MissingReadme { fault: ReadmeErrorKind }
        = "MISSING_README", Warning, 422, "{fault}";
        help: fault.help();

    /// The version that goes live is lower, by the precedence of SemVer 2.0.0, than the newest that
    /// is published.
    VersionRegression { version: Arc<Version>, newest: Arc<Version> }
        = "VERSION_REGRESSION", Warning, 422, "version `{}` is lower than `{}`, the newest published",
            Excerpt::new(&version.to_string()), Excerpt::new(&newest.to_string());
        help: "bump `version` above it, unless you maintain an older line";
}

impl Error {
    /// The most directories that a help names.
    pub(crate) const MAX_NAMED: usize = 3;

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        self.help_with(self.suggestion().as_ref())
    }

    /// The help, for whom has the suggestion already.
    pub(crate) fn help_with(&self, suggestion: Option<&Suggestion>) -> String {
        let Some(suggestion) = suggestion else { return self.advice().into_owned() };
        let text = Excerpt::new(&suggestion.text);
        match self {
            // The suggestion is one of many texts that would do.
            Self::DuplicateSlug { .. } | Self::VersionConflict { .. } => {
                format!("{}, for example to `{text}`", self.advice())
            }
            _ if suggestion.text == " " => "use a space".to_owned(),
            _ if suggestion.certain => format!("use `{text}`"),
            _ => format!("did you mean `{text}`?"),
        }
    }

    /// The error for a host that stops reading a body of more than
    /// [`CiRequest::MAX_SIZE`](crate::publish::CiRequest::MAX_SIZE) bytes.
    #[must_use]
    pub const fn request_too_large() -> Self {
        Self::RequestTooLarge {}
    }

    /// Whether this error fails a manifest.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code().severity()
    }
}

impl From<KeyErrorKind> for Error {
    fn from(fault: KeyErrorKind) -> Self {
        Self::Unauthorized { fault }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let code = Self::ALL.iter().find(|code| code.as_str() == text);
        code.copied().ok_or_else(|| UnknownCode(Excerpt::new(text)))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

fn unknown(noun: &str, found: &Excerpt) -> String {
    format!("unknown {noun} `{found}`{}", look_alike_in(found))
}

/// The code of a function: a file, or a key of a request.
fn code_of(file: Option<&Excerpt>) -> String {
    match file {
        Some(file) => format!("the entrypoint `{file}`"),
        None => "`code`".to_owned(),
    }
}

/// What to do about a missing manifest.
fn manifest_help(found: Option<&Excerpt>, below: &[Excerpt]) -> String {
    const OTHER_FORMATS: [&str; 3] = [".toml", ".yaml", ".yml"];
    if let Some(found) = found {
        let name = found.text().to_ascii_lowercase();
        return if OTHER_FORMATS.iter().any(|format| name.ends_with(format)) {
            format!("convert `{found}` to JSON and rename it to `aerostack.json`")
        } else {
            format!("rename `{found}` to `aerostack.json`")
        };
    }
    match below {
        [] => "create `aerostack.json` next to the function's source".to_owned(),
        [one] => format!("use the directory `{one}`, which has one"),
        [named @ .., _] if below.len() > Error::MAX_NAMED => {
            format!("use one of the directories that have one: {} and others", list(named))
        }
        _ => format!("use one of the directories that have one: {}", list(below)),
    }
}

fn list(texts: &[Excerpt]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

fn quoted(words: &[&str]) -> String {
    let mut text = String::new();
    for word in words {
        text += if text.is_empty() { "`" } else { ", `" };
        text += word;
        text += "`";
    }
    text
}

//! What can be wrong: the one table of errors, with their codes, statuses, messages and helps.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::excerpt::Excerpt;
use crate::field::{
    self, Category, Entrypoint, EnvVar, Language, License, NpmDependency, RouteExport, RoutePath,
    Runtime, Slug, Tag,
};

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

/// Makes the errors and their codes of one row each:
/// what it means, the variant, the code, the severity, the HTTP status, the message, the help.
macro_rules! errors {
    ($(
        $(#[$doc:meta])*
        $variant:ident { $($field:ident: $type:ty),* $(,)? }
            = $code:literal, $severity:ident, $status:literal,
            $message:literal $(, $argument:expr)*;
            $( proposal: $proposal:expr; )?
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

            /// What to write instead, if something right is near: the canonical spelling, the
            /// nearest member of a closed set, the value without what is too much.
            #[must_use]
            #[allow(unused_variables, reason = "few proposals need all fields")]
            pub fn proposal(&self) -> Option<String> {
                match self {
                    $( Self::$variant { $($field),* } => None$(.or($proposal))?, )*
                }
            }

            /// What to do when nothing right is near.
            #[allow(unused_variables, reason = "few helps need all fields")]
            fn advice(&self) -> String {
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
    InvalidJson { fault: Syntax }
        = "INVALID_JSON", Error, 400, "{fault}";
        help: fault.help();

    /// The manifest has more than [`Manifest::MAX_SIZE`](crate::Manifest::MAX_SIZE) bytes.
    ManifestTooLarge {}
        = "MANIFEST_TOO_LARGE", Error, 413, "the manifest is larger than 256 KiB";
        help: "keep code in the entrypoint and long texts in `README.md`";

    /// The function's directory has no `aerostack.json`; perhaps a file of nearly that name.
    MissingManifest { found: Option<Excerpt> }
        = "MISSING_MANIFEST", Error, 422, "there is no `aerostack.json` in the function's directory";
        help: match found {
            Some(found) => format!("rename `{found}` to `aerostack.json`"),
            None => "create `aerostack.json` beside the function's source".into(),
        };

    /// A required key is not there. `example` is a value that would do, as JSON; `choices` are the
    /// members of a closed set.
    MissingField { field: &'static str, example: &'static str, choices: &'static [&'static str] }
        = "MISSING_FIELD", Error, 422, "`{field}` is missing";
        help: match choices {
            [] | [_] => format!("add `\"{field}\": {example}`"),
            _ => format!("add `\"{field}\"` with one of {}", quoted(choices)),
        };

    /// A key is given again; the first one stands on `line`.
    DuplicateField { field: Excerpt, line: usize }
        = "DUPLICATE_FIELD", Error, 422, "`{field}` is given twice, first on line {line}";
        help: "keep one of the two";

    /// A value has another JSON type than its key asks for.
    InvalidType { subject: Subject, expected: Type, found: Type }
        = "INVALID_TYPE", Error, 422, "{subject} must be {expected}, not {found}";
        help: type_help(*subject, *expected, *found);

    /// `name` is no slug.
    InvalidName { found: Excerpt, fault: Fault }
        = "INVALID_NAME", Error, 422, "{}", fault.of("name", found);
        proposal: Slug::propose(found.text());
        help: "a name has lower-case letters and digits, with single hyphens \
            between them, such as `image-resizer`";

    /// `version` is no version of SemVer 2.0.0.
    InvalidVersion { found: Excerpt, fault: Fault }
        = "INVALID_VERSION", Error, 422, "{}", fault.of("version", found);
        proposal: field::propose_version(found.text());
        help: "a version has three numbers, such as `1.0.0` or `2.1.0-beta.1`";

    /// `description` is empty, too long or has a character that may not stand in text.
    InvalidDescription { found: Excerpt, fault: Fault }
        = "INVALID_DESCRIPTION", Error, 422, "{}", fault.of("description", found);
        help: "say in one line of up to 500 characters what the function does";

    /// `category` is none of the Hub's.
    InvalidCategory { found: Excerpt }
        = "INVALID_CATEGORY", Error, 422, "{}", unknown("category", found);
        proposal: Category::propose(found.text());
        help: format!("choose from {}", quoted(Category::CHOICES));

    /// `language` is none that the Hub takes.
    InvalidLanguage { found: Excerpt }
        = "INVALID_LANGUAGE", Error, 422, "{}", unknown("language", found);
        proposal: Language::propose(found.text());
        help: format!("choose from {}", quoted(Language::CHOICES));

    /// `runtime` is none that the Hub has.
    InvalidRuntime { found: Excerpt }
        = "INVALID_RUNTIME", Error, 422, "{}", unknown("runtime", found);
        proposal: Runtime::propose(found.text());
        help: format!("choose from {}", quoted(Runtime::CHOICES));

    /// `license` is no SPDX license expression; `found` is the part at fault.
    InvalidLicense { found: Excerpt, fault: LicenseFault }
        = "INVALID_LICENSE", Error, 422, "{}", fault.of(found);
        proposal: License::propose(found.text(), fault);
        help: fault.help();

    /// `tags` has more than [`Tag::MAX_COUNT`](crate::Tag::MAX_COUNT) items.
    TooManyTags { count: usize }
        = "TOO_MANY_TAGS", Error, 422, "`tags` has {count} items; the limit is 10";
        help: "keep the ten that people will search for";

    /// An item of `tags` is empty, too long or has a character that may not stand there.
    InvalidTag { found: Excerpt, fault: Fault }
        = "INVALID_TAG", Error, 422, "{}", fault.of("tag", found);
        proposal: Tag::propose(found.text());
        help: "a tag is a short text of up to 50 characters, such as `image`";

    /// `entrypoint` is no path that is safe on every system.
    InvalidEntrypoint { found: Excerpt, fault: Fault }
        = "INVALID_ENTRYPOINT", Error, 422, "{}", fault.of("entrypoint", found);
        proposal: Entrypoint::propose(found.text());
        help: "give the path of the main source file, relative to the function's \
            directory, such as `src/index.ts`";

    /// `routePath` is no absolute URL path.
    InvalidRoutePath { found: Excerpt, fault: Fault }
        = "INVALID_ROUTE_PATH", Error, 422, "{}", fault.of("route path", found);
        proposal: RoutePath::propose(found.text());
        help: "a route path is a slash and segments of letters, digits and \
            `. _ ~ : * -`, such as `/api/users/:id`";

    /// `routeExport` is no identifier that an ECMAScript module can import.
    InvalidRouteExport { found: Excerpt, fault: Fault }
        = "INVALID_ROUTE_EXPORT", Error, 422, "{}", fault.of("route export", found);
        proposal: RouteExport::propose(found.text());
        help: "give the name that the entrypoint exports: a letter, `_` or `$`, then \
            letters, digits, `_` or `$`, such as `imageRoute`";

    /// An item of `npmDependencies` is no package of the npm registry.
    InvalidNpmDependency { found: Excerpt, fault: Fault }
        = "INVALID_NPM_DEPENDENCY", Error, 422, "{}", fault.of("npm dependency", found);
        proposal: NpmDependency::propose(found.text());
        help: "give a package of the npm registry, with or without a version, such as \
            `hono`, `@scope/pkg` or `stripe@^14.2.0`";

    /// An item of `envVars` is no name of an environment variable. What stands behind a `=` is
    /// never part of `found`.
    InvalidEnvVar { found: Excerpt, fault: Fault }
        = "INVALID_ENV_VAR", Error, 422, "{}", fault.of("environment variable", found);
        proposal: EnvVar::propose(found.text());
        help: "give the name alone: a letter or `_`, then letters, digits or `_`, such \
            as `API_KEY`";

    /// There is no entrypoint: the key is absent, or the file that it names is not there.
    MissingEntrypoint { fault: EntrypointFault }
        = "MISSING_ENTRYPOINT", Error, 422, "{fault}";
        help: fault.help();

    /// The entrypoint has no code.
    EmptyCode { file: Excerpt, is_blank: bool }
        = "EMPTY_CODE", Error, 422, "the entrypoint `{file}` {}",
            if *is_blank { "is empty" } else { "has nothing but comments" };
        help: "add at least one exported function";

    /// A file is there but cannot be read as text.
    UnreadableFile { file: Excerpt, fault: ReadFault }
        = "UNREADABLE_FILE", Error, 422, "`{file}` cannot be read: {fault}";
        help: fault.help();

    /// The entrypoint has more than [`Function::MAX_CODE_SIZE`](crate::Function::MAX_CODE_SIZE) bytes.
    CodeTooLarge { file: Excerpt }
        = "CODE_TOO_LARGE", Error, 413, "the entrypoint `{file}` is larger than 10 MiB";
        help: "leave dependencies to `npmDependencies` and large data to a storage binding";

    /// A key that this version does not know, though the Hub may; and the known key that it is near
    /// to, unless that one is there as well.
    UnknownField { field: Excerpt, nearest: Option<&'static str> }
        = "UNKNOWN_FIELD", Warning, 422, "{}", unknown("key", field);
        proposal: nearest.map(str::to_owned);
        help: "remove it, unless the Hub asks for it";

    /// A tag, dependency or environment variable is listed twice.
    DuplicateEntry { noun: &'static str, found: Excerpt }
        = "DUPLICATE_ENTRY", Warning, 422, "the {noun} `{found}` is listed twice";
        help: "remove it";

    /// A license or exception identifier that the SPDX list has deprecated.
    DeprecatedLicense { found: Excerpt }
        = "DEPRECATED_LICENSE", Warning, 422, "the SPDX license list has deprecated `{found}`";
        proposal: License::successor(found.text());
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

    /// `routeExport` is the name that the application it is installed into usually has itself.
    AmbiguousRouteExport { found: Excerpt }
        = "AMBIGUOUS_ROUTE_EXPORT", Warning, 422,
            "`{found}` is also the usual name of the application that imports it";
        help: "export the route under a name of its own, such as `imageRoute`";

    /// The entrypoint's extension belongs to another language than `language`, or to none.
    LanguageMismatch { file: Excerpt, language: Language, actual: Option<Language> }
        = "LANGUAGE_MISMATCH", Warning, 422, "the entrypoint `{file}` is not a {language} file";
        help: match actual {
            Some(actual) => format!("set `language` to `{actual}`, or name the {language} file"),
            None => format!("name a file that ends in `{}`", language.extensions().join("`, `")),
        };

    /// There is no `README.md`; perhaps a file of nearly that name.
    MissingReadme { found: Option<Excerpt> }
        = "MISSING_README", Warning, 422, "there is no `README.md`";
        help: match found {
            Some(found) => format!("rename `{found}` to `README.md`"),
            None => "add one that says what the function does and how to use it; the Hub shows it".into(),
        };
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self.proposal() {
            Some(proposal) => format!("write `{}`", Excerpt::new(&proposal)),
            None => self.advice(),
        }
    }

    /// Whether this error fails a manifest.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code().severity()
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
    format!("unknown {noun} `{found}`")
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A type of JSON value (RFC 8259, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Type {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// What an error speaks of: the manifest, one of its keys, or an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// The whole document.
    Manifest,
    /// The value of a key that must be there.
    Required(&'static str),
    /// The value of a key that may be left out.
    Optional(&'static str),
    /// An item of a key's list, counted from 0.
    Item(&'static str, usize),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest => f.write_str("the manifest"),
            Self::Required(key) | Self::Optional(key) => write!(f, "`{key}`"),
            Self::Item(key, index) => write!(f, "`{key}[{index}]`"),
        }
    }
}

fn type_help(subject: Subject, expected: Type, found: Type) -> String {
    match (subject, expected, found) {
        (Subject::Optional(key), _, Type::Null) => {
            format!("remove `{key}`, or make it {expected}")
        }
        (Subject::Item(..), _, Type::Null) => "remove the item".into(),
        (Subject::Manifest, ..) => "put the keys between `{` and `}`".into(),
        (_, Type::String, Type::Boolean | Type::Number) => "put the value in double quotes".into(),
        (_, Type::Boolean, _) => "write `true` or `false`, without quotes".into(),
        (_, Type::Array, Type::String) => {
            "put each item in double quotes and all of them in square brackets, such as \
             `[\"one\", \"two\"]`"
                .into()
        }
        (_, Type::Array, _) => {
            "list the names in square brackets, such as `[\"one\", \"two\"]`".into()
        }
        _ => format!("replace it by {expected}"),
    }
}

/// Why a text is no value of its field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// It has no characters.
    Empty,
    /// It has nothing but white space.
    Blank,
    /// It has more characters than the field may have.
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// It has a character that may not stand in the field, or not at this place.
    Character {
        /// The first such character.
        character: char,
        /// Its place, in characters from 1.
        position: usize,
    },
    /// It starts or ends with white space.
    OuterSpace,
    /// It breaks the shape of the field in the way that the text says.
    Shape(&'static str),
    /// A part of it is a name that Windows keeps for a device.
    DeviceName(Excerpt),
}

impl Fault {
    /// The message for a text of the named kind with this fault.
    fn of(&self, noun: &str, found: &Excerpt) -> String {
        match self {
            Self::Empty => format!("the {noun} is empty"),
            Self::Blank => format!("the {noun} has nothing but white space"),
            Self::OuterSpace => format!("the {noun} `{found}` has white space at an end"),
            _ => format!("invalid {noun} `{found}`: {self}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Blank => f.write_str("it has nothing but white space"),
            Self::TooLong { length, limit } => {
                write!(f, "it has {length} characters; the limit is {limit}")
            }
            Self::Character { character: ' ', position } => {
                write!(f, "a space is not allowed here (character {position})")
            }
            Self::Character { character, position } => {
                let character = Excerpt::from(*character);
                write!(f, "`{character}` is not allowed here (character {position})")
            }
            Self::OuterSpace => f.write_str("it has white space at an end"),
            Self::Shape(what) => f.write_str(what),
            Self::DeviceName(name) => write!(f, "`{name}` is the name of a device on Windows"),
        }
    }
}

/// Why a part of a license is no SPDX license expression (SPDX 2.3, annex D).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LicenseFault {
    /// There is nothing.
    Empty,
    /// No identifier of the SPDX license list.
    UnknownLicense,
    /// No identifier of the SPDX list of exceptions.
    UnknownException,
    /// `NONE` or `NOASSERTION`, which SPDX documents use where there is no license.
    NoLicense,
    /// `UNLICENSED`, which is npm's word and no license.
    Unlicensed,
    /// `SEE LICENSE IN`, which is npm's form and no license.
    SeeLicenseIn,
    /// `AND`, `OR` or `WITH` in lower case.
    OperatorCase,
    /// A license stands where an operator should, or an operator where a license should.
    Unexpected {
        /// What should stand there.
        expected: &'static str,
    },
    /// The expression ends too early.
    Incomplete {
        /// What is missing.
        expected: &'static str,
    },
    /// A parenthesis without its partner.
    Parenthesis,
}

impl LicenseFault {
    fn of(&self, found: &Excerpt) -> String {
        match self {
            Self::Empty => "the license is empty".into(),
            Self::UnknownLicense => format!("`{found}` is not in the SPDX license list"),
            Self::UnknownException => format!("`{found}` is not in the SPDX list of exceptions"),
            Self::NoLicense => format!("`{found}` says that there is no license"),
            Self::Unlicensed => format!("`{found}` is npm's word for no license, not an SPDX one"),
            Self::SeeLicenseIn => format!("`{found}` is npm's form, not an SPDX expression"),
            Self::OperatorCase => format!("`{found}` is not in upper case"),
            Self::Unexpected { expected } => {
                format!("`{found}` stands where {expected} should in the license")
            }
            Self::Incomplete { expected } => {
                format!("{expected} is missing after `{found}` in the license")
            }
            Self::Parenthesis => format!("`{found}` has no partner in the license"),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Self::NoLicense | Self::Unlicensed | Self::SeeLicenseIn => {
                "give people a license, such as `MIT`, or name your own, such as \
                 `LicenseRef-Proprietary`"
            }
            Self::UnknownException => {
                "name an exception of the SPDX list after `WITH`, such as `LLVM-exception`"
            }
            Self::Unexpected { .. } | Self::Incomplete { .. } => {
                "join licenses with `AND` or `OR`, such as `MIT OR Apache-2.0`"
            }
            Self::Parenthesis => "close each `(` with a `)`",
            Self::Empty | Self::UnknownLicense | Self::OperatorCase => {
                "use an identifier of the SPDX license list, such as `MIT` or `Apache-2.0`, or an \
                 expression of them, such as `MIT OR Apache-2.0`; a license of your own is \
                 `LicenseRef-` and its name"
            }
        }
    }
}

/// Why there is no entrypoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntrypointFault {
    /// The manifest has no key `entrypoint`.
    NoKey,
    /// There is no such file.
    NoFile {
        /// The path in the manifest.
        path: Excerpt,
        /// The file that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A part of the path is spelled in other letters than the file's.
    LetterCase {
        /// The path in the manifest.
        path: Excerpt,
        /// The path as the files are spelled.
        actual: Excerpt,
    },
    /// A directory stands there.
    Directory {
        /// The path in the manifest.
        path: Excerpt,
        /// The file in it that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A symbolic link leads out of the function's directory.
    Outside {
        /// The path in the manifest.
        path: Excerpt,
    },
    /// A symbolic link leads to nothing.
    DanglingLink {
        /// The path in the manifest.
        path: Excerpt,
    },
}

impl fmt::Display for EntrypointFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("`entrypoint` is missing"),
            Self::NoFile { path, .. } => write!(f, "the entrypoint `{path}` is not there"),
            Self::LetterCase { path, actual } => {
                write!(f, "the entrypoint `{path}` differs from the file `{actual}` in letter case")
            }
            Self::Directory { path, .. } => write!(f, "the entrypoint `{path}` is a directory"),
            Self::Outside { path } => {
                write!(f, "the entrypoint `{path}` lies outside the function's directory")
            }
            Self::DanglingLink { path } => {
                write!(f, "the entrypoint `{path}` is a symbolic link that leads nowhere")
            }
        }
    }
}

impl EntrypointFault {
    fn help(&self) -> String {
        match self {
            Self::NoKey => "add `\"entrypoint\": \"index.ts\"` with the path of the main source \
                file, relative to the function's directory"
                .into(),
            Self::NoFile { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Self::NoFile { .. } => {
                "verify that the path is relative to the function's directory".into()
            }
            Self::LetterCase { actual, .. } => format!("write `{actual}`"),
            Self::Directory { nearest: Some(nearest), .. } => {
                format!("name a file in it, such as `{nearest}`")
            }
            Self::Directory { .. } => "name the main source file, such as `src/index.ts`".into(),
            Self::Outside { .. } | Self::DanglingLink { .. } => {
                "put the file itself in place of the symbolic link".into()
            }
        }
    }
}

/// Why a file that is there cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadFault {
    /// The file system does not permit it.
    PermissionDenied,
    /// The file system failed.
    Failed,
    /// A directory, pipe, socket or device stands there.
    NotAFile,
    /// A symbolic link leads out of the function's directory, or nowhere.
    Outside,
    /// A file for people is larger than the Hub shows: 1 MiB.
    TooLarge,
    /// The file is not UTF-8.
    NotUtf8 {
        /// Offset of the first byte that is not.
        offset: usize,
    },
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied => f.write_str("permission denied"),
            Self::Failed => f.write_str("the file system failed"),
            Self::NotAFile => f.write_str("it is not a regular file"),
            Self::Outside => f.write_str("it is a link out of the function's directory"),
            Self::TooLarge => f.write_str("it is larger than 1 MiB"),
            Self::NotUtf8 { offset } => write!(f, "it is not UTF-8 at byte {offset}"),
        }
    }
}

impl ReadFault {
    fn help(self) -> &'static str {
        match self {
            Self::PermissionDenied => "give yourself the permission to read it",
            Self::Failed => "try again, and check the disk if that does not help",
            Self::NotAFile | Self::Outside => "put a regular file in its place",
            Self::TooLarge => "shorten it",
            Self::NotUtf8 { .. } => "save it as UTF-8",
        }
    }
}

/// What makes a text no JSON (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Syntax {
    /// There is nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The file is UTF-16.
    #[error("the file is UTF-16")]
    Utf16,
    /// The file is UTF-32.
    #[error("the file is UTF-32")]
    Utf32,
    /// Bytes that are not UTF-8 (RFC 3629).
    #[error("these bytes are not UTF-8")]
    NotUtf8,
    /// The text ends within the object.
    #[error("the file ends where {expected} should stand")]
    UnexpectedEnd {
        /// What should stand there.
        expected: &'static str,
    },
    /// The text goes on behind the object.
    #[error("text follows the closing brace")]
    TrailingText,
    /// A comment.
    #[error("JSON has no comments")]
    Comment,
    /// A line by which git marks a conflict.
    #[error("a merge conflict is not resolved")]
    ConflictMarker,
    /// A comma before a closing bracket.
    #[error("a comma stands behind the last item")]
    TrailingComma,
    /// No comma between two items.
    #[error("a comma is missing")]
    MissingComma,
    /// Text in single quotes.
    #[error("JSON has no single quotes")]
    SingleQuotes,
    /// A key without quotes.
    #[error("the key `{text}` is not in double quotes")]
    UnquotedKey {
        /// The key.
        text: Excerpt,
    },
    /// A string that does not end on its line.
    #[error("the string has no closing quote on its line")]
    UnclosedString,
    /// A control character in a string that must be escaped.
    #[error("the control character `{character}` must be escaped in a string")]
    RawControl {
        /// The character.
        character: Excerpt,
    },
    /// A backslash with something behind it that makes no escape.
    #[error("`{text}` is no escape sequence")]
    InvalidEscape {
        /// The backslash and what follows.
        text: Excerpt,
    },
    /// Half of a surrogate pair, which is no character.
    #[error("`{text}` is half of a surrogate pair and no character")]
    LoneSurrogate {
        /// The escape.
        text: Excerpt,
    },
    /// A number in a form that JSON does not have.
    #[error("`{text}` is not a number of JSON")]
    InvalidNumber {
        /// The number.
        text: Excerpt,
    },
    /// A word that is no literal of JSON.
    #[error("`{text}` is not a value of JSON")]
    UnknownWord {
        /// The word.
        text: Excerpt,
    },
    /// Something that cannot stand here.
    #[error("`{found}` stands where {expected} should")]
    Unexpected {
        /// The character.
        found: Excerpt,
        /// What should stand there.
        expected: &'static str,
    },
}

impl Syntax {
    fn help(&self) -> String {
        match self {
            Self::Empty => "begin with `{` and `}` and put the manifest's keys between them",
            Self::Utf16 | Self::Utf32 | Self::NotUtf8 => "save the file as UTF-8",
            Self::UnexpectedEnd { .. } => "close every `{` with `}` and every `[` with `]`",
            Self::TrailingText => "keep one object, and remove what follows it",
            Self::Comment => "remove it; explanations belong in `README.md`",
            Self::ConflictMarker => "keep one of the two sides and remove the lines that mark them",
            Self::TrailingComma => "remove the comma",
            Self::MissingComma => "put a comma between the items",
            Self::SingleQuotes => "use double quotes",
            Self::UnquotedKey { text } => return format!("write `\"{text}\"`"),
            Self::UnclosedString => "end the string with a double quote; a line break in it is `\\n`",
            Self::RawControl { .. } => "write it as an escape, such as `\\t` for a tab",
            Self::InvalidEscape { .. } => "write a backslash itself as `\\\\`",
            Self::LoneSurrogate { .. } => "write the character itself, or both halves of its pair",
            Self::InvalidNumber { .. } => "put text in double quotes",
            Self::UnknownWord { .. } => "put text in double quotes; without them stand only numbers, `true`, `false` and `null`",
            Self::Unexpected { .. } => "check the commas, colons, quotes and brackets before this place",
        }
        .to_owned()
    }
}

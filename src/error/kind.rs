//! The reasons that errors give: what exactly is wrong with a value, a license or a file.

use std::borrow::Cow;
use std::fmt;

use crate::escape::look_alike;
use crate::excerpt::Excerpt;

/// A type of JSON value (RFC 8259, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum JsonType {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl fmt::Display for JsonType {
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
    /// The whole manifest.
    Manifest,
    /// The whole body of a request to publish.
    Request,
    /// The value of a key that must be there.
    Required(&'static str),
    /// The value of a key that may be left out.
    Optional(&'static str),
    /// An item of a key's list, counted from 0.
    Item(&'static str, usize),
}

impl Subject {
    /// The value of a key.
    pub(crate) const fn of(key: &'static str, is_optional: bool) -> Self {
        if is_optional { Self::Optional(key) } else { Self::Required(key) }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest => f.write_str("the manifest"),
            Self::Request => f.write_str("the request"),
            Self::Required(key) | Self::Optional(key) => write!(f, "`{key}`"),
            Self::Item(key, index) => write!(f, "`{key}[{index}]`"),
        }
    }
}

/// An unknown key that is probably meant as a known one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Misspelling {
    /// The unknown key.
    pub key: Excerpt,
    /// Whether nothing else can be meant.
    pub certain: bool,
}

impl Misspelling {
    pub(crate) fn help(&self, known: &str) -> String {
        let Self { key, certain } = self;
        if *certain {
            format!("rename `{key}` to `{known}`{}", look_alike_in(key))
        } else {
            format!("did you mean `{known}` instead of `{key}`?")
        }
    }
}

/// Names a character that looks like one of ASCII, if a quoted text has one: without that, what is wrong
/// looks right.
pub(crate) fn look_alike_in(found: &Excerpt) -> String {
    match look_alike(found.text()) {
        Some(character) => format!(": `{character}` is U+{:04X}", u32::from(character)),
        None => String::new(),
    }
}

/// What to do about a value of the wrong type.
pub(crate) fn type_help(subject: Subject, expected: JsonType, found: JsonType) -> String {
    let help = match (expected, found) {
        _ if matches!(subject, Subject::Manifest | Subject::Request) => {
            "put the keys between `{` and `}`"
        }
        (JsonType::String, JsonType::Boolean | JsonType::Number) => {
            "put the value in double quotes"
        }
        (JsonType::Boolean, _) => "write `true` or `false`, without quotes",
        (JsonType::Array, JsonType::Null) => "give a list in square brackets",
        (JsonType::Array, JsonType::String) => {
            "put each item in double quotes and all of them in square brackets, such as \
             `[\"one\", \"two\"]`"
        }
        (JsonType::Array, _) => "list the names in square brackets, such as `[\"one\", \"two\"]`",
        _ => &format!("give {expected}"),
    };
    match subject {
        Subject::Item(..) if found == JsonType::Null => "remove the item".to_owned(),
        Subject::Optional(key) if found == JsonType::Null => format!("remove `{key}`, or {help}"),
        Subject::Optional(key) => format!("{help}, or remove `{key}`"),
        _ => help.to_owned(),
    }
}

/// Why a text is no value of its field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Violation {
    /// It has no characters.
    Empty,
    /// It has nothing but whitespace and characters that show nothing.
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
    /// It starts or ends with whitespace.
    OuterSpace,
    /// It breaks the shape of the field in the way that the text says.
    Shape(&'static str),
    /// A part of it is a name that Windows keeps for a device.
    // In a box, so that a verdict on a text is small: nearly all say that the text is right.
    DeviceName(Box<Excerpt>),
}

impl Violation {
    /// The message for a text of the named kind with this fault.
    pub(crate) fn of(&self, noun: &str, found: &Excerpt) -> String {
        match self {
            Self::Empty => format!("the {noun} is empty"),
            Self::Blank => format!("the {noun} must not be blank"),
            Self::OuterSpace => format!("the {noun} `{found}` has leading or trailing whitespace"),
            _ => format!("invalid {noun} `{found}`: {self}"),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Blank => f.write_str("it must not be blank"),
            Self::TooLong { length, limit } => {
                write!(f, "it has {length} characters; the limit is {limit}")
            }
            Self::Character { character: ' ', position } => {
                write!(f, "a space is not allowed here (character {position})")
            }
            Self::Character { character, position } => {
                let note = match look_alike(character.encode_utf8(&mut [0; 4])) {
                    Some(character) => format!(", U+{:04X}", u32::from(character)),
                    None => String::new(),
                };
                let character = Excerpt::from(*character);
                write!(f, "`{character}` is not allowed here (character {position}{note})")
            }
            Self::OuterSpace => f.write_str("it has leading or trailing whitespace"),
            Self::Shape(what) => f.write_str(what),
            Self::DeviceName(name) => write!(f, "`{name}` is the name of a device on Windows"),
        }
    }
}

/// Why a segment of a route path does not match what it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RouteDefect {
    /// An earlier segment is the same parameter, whose value is lost.
    RepeatedParameter,
    /// A `:` without a name.
    UnnamedParameter,
    /// A `*` that is neither a whole segment nor at the end of the path.
    InnerWildcard,
}

impl RouteDefect {
    pub(crate) fn of(self, found: &Excerpt) -> String {
        match self {
            Self::RepeatedParameter => format!("duplicate parameter `{found}` in the route path"),
            Self::UnnamedParameter => format!("missing parameter name after `:` in `{found}`"),
            Self::InnerWildcard => {
                format!(
                    "the wildcard in `{found}` is not a whole segment or at the end of the path"
                )
            }
        }
    }

    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::RepeatedParameter => "give each parameter a name of its own, such as `:postId`",
            Self::UnnamedParameter => "add a name, such as `:id`, or remove the `:`",
            Self::InnerWildcard => {
                "use a parameter, such as `:file`, or `*` as a whole segment, such as `/files/*`"
            }
        }
    }
}

/// Why a part of a license is no SPDX license expression (SPDX 2.3, annex D).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LicenseErrorKind {
    /// There is nothing.
    Empty,
    /// It has more characters than a license may have.
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// It starts or ends with whitespace.
    OuterSpace,
    /// Whitespace other than spaces between two terms.
    InnerWhitespace,
    /// No identifier of the SPDX license list.
    UnknownLicense,
    /// An exception in place of a license.
    LoneException,
    /// Licenses that are joined by a character instead of an operator.
    Separator {
        /// That character.
        separator: char,
    },
    /// `LicenseRef-` or `DocumentRef-` in other case.
    ReferenceCase,
    /// `LicenseRef-` or `DocumentRef-` without a name after it.
    ReferenceWithoutName,
    /// A character that the name after `LicenseRef-` or `DocumentRef-` may not have.
    ReferenceCharacter {
        /// The first such character.
        character: char,
    },
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

impl LicenseErrorKind {
    /// What is expected after `WITH`.
    pub(crate) const EXCEPTION: &'static str = "an exception";

    pub(crate) fn of(&self, found: &Excerpt) -> String {
        match self {
            Self::Empty => "the license is empty".into(),
            Self::TooLong { length, limit } => {
                format!(
                    "invalid license `{found}`: it has {length} characters; the limit is {limit}"
                )
            }
            Self::OuterSpace => format!("the license `{found}` has leading or trailing whitespace"),
            Self::InnerWhitespace => {
                format!("unexpected whitespace `{found}` in license expression, expected a space")
            }
            Self::UnknownLicense => {
                format!("`{found}` is not in the SPDX license list{}", look_alike_in(found))
            }
            Self::LoneException => format!("`{found}` is an exception, not a license"),
            Self::Separator { separator } => {
                format!("`{separator}` is not an operator in license expression `{found}`")
            }
            Self::ReferenceCase => {
                format!("the prefix of `{found}` must be spelled `LicenseRef-` or `DocumentRef-`")
            }
            Self::ReferenceWithoutName => format!("missing name after the hyphen in `{found}`"),
            Self::ReferenceCharacter { character: ' ' } => {
                format!("a space is not allowed in `{found}`")
            }
            Self::ReferenceCharacter { character } => {
                format!("`{}` is not allowed in `{found}`", Excerpt::from(*character))
            }
            Self::UnknownException => {
                format!("`{found}` is not in the SPDX list of exceptions{}", look_alike_in(found))
            }
            Self::NoLicense => format!("`{found}` says that there is no license"),
            Self::Unlicensed => format!("`{found}` is npm's word for no license, not an SPDX one"),
            Self::SeeLicenseIn => format!("`{found}` is npm's form, not an SPDX expression"),
            Self::OperatorCase => format!("`{found}` is not in upper case"),
            Self::Unexpected { expected } => {
                format!("expected {expected}, found `{found}` in license expression")
            }
            Self::Incomplete { expected } => {
                format!("expected {expected} after `{found}` in license expression")
            }
            Self::Parenthesis => format!("unbalanced parenthesis `{found}` in license expression"),
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => {
                "use a shorter expression, or `LicenseRef-<name>` for a custom license"
            }
            Self::OuterSpace => "remove the whitespace at the ends",
            Self::NoLicense | Self::Unlicensed | Self::SeeLicenseIn => {
                "give people a license, such as `MIT`, or name your own, such as \
                 `LicenseRef-Proprietary`"
            }
            Self::UnknownException
            | Self::Unexpected { expected: Self::EXCEPTION }
            | Self::Incomplete { expected: Self::EXCEPTION } => {
                "name an exception of the SPDX list after `WITH`, such as `LLVM-exception`"
            }
            Self::LoneException => {
                "write it after a license and `WITH`, such as `Apache-2.0 WITH LLVM-exception`"
            }
            Self::ReferenceCase | Self::ReferenceWithoutName | Self::ReferenceCharacter { .. } => {
                "write letters, digits, `.` and `-` after the prefix, such as `LicenseRef-Proprietary`"
            }
            Self::Separator { .. } | Self::Unexpected { .. } | Self::Incomplete { .. } => {
                "join licenses with `AND` or `OR`, such as `MIT OR Apache-2.0`"
            }
            Self::Parenthesis => "close each `(` with a `)`",
            Self::Empty | Self::UnknownLicense | Self::OperatorCase | Self::InnerWhitespace => {
                "use an identifier of the SPDX license list, such as `MIT` or `Apache-2.0`, or an \
                 expression of them, such as `MIT OR Apache-2.0`; a license of your own is \
                 `LicenseRef-` and its name"
            }
        }
    }
}

/// Why there is no entrypoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EntrypointErrorKind {
    /// The manifest has no key `entrypoint`; perhaps an unknown one in its place.
    #[error("missing field `entrypoint`")]
    NoKey {
        /// The unknown key.
        found: Option<Misspelling>,
    },
    /// There is no such file.
    #[error("the entrypoint `{path}` is not there")]
    NoFile {
        /// The path in the manifest.
        path: Excerpt,
        /// The file that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A part of the path is spelled in other letters than the file's.
    #[error("the entrypoint `{path}` differs from the file `{actual}` in letter case")]
    LetterCase {
        /// The path in the manifest.
        path: Excerpt,
        /// The path as the files are spelled.
        actual: Excerpt,
    },
    /// A directory stands there.
    #[error("the entrypoint `{path}` is a directory")]
    Directory {
        /// The path in the manifest.
        path: Excerpt,
        /// The file in it that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A symbolic link leads out of the function's directory.
    #[error("the entrypoint `{path}` lies outside the function's directory")]
    Outside {
        /// The path in the manifest.
        path: Excerpt,
    },
    /// A symbolic link leads to nothing.
    #[error("the entrypoint `{path}` is a symbolic link that leads nowhere")]
    DanglingLink {
        /// The path in the manifest.
        path: Excerpt,
    },
}

impl EntrypointErrorKind {
    /// The path as it is spelled where it is.
    pub(crate) fn spelling(&self) -> Option<String> {
        match self {
            Self::LetterCase { actual, .. } => actual.whole().map(str::to_owned),
            _ => None,
        }
    }

    pub(crate) fn help(&self) -> Cow<'static, str> {
        match self {
            Self::NoKey { found: Some(found) } => found.help("entrypoint").into(),
            Self::NoKey { found: None } => {
                "add `\"entrypoint\": \"index.ts\"` with the path of the main source \
                file, relative to the function's directory"
                    .into()
            }
            Self::NoFile { nearest: Some(nearest), .. } => {
                format!("did you mean `{nearest}`?").into()
            }
            Self::NoFile { .. } => {
                "verify that the path is relative to the function's directory".into()
            }
            Self::Directory { nearest: Some(nearest), .. } => {
                format!("name a file in it, such as `{nearest}`").into()
            }
            Self::Directory { .. } | Self::LetterCase { .. } => {
                "name the main source file, such as `src/index.ts`".into()
            }
            Self::Outside { .. } | Self::DanglingLink { .. } => {
                "put the file itself in place of the symbolic link".into()
            }
        }
    }
}

/// Why there is no README that the Hub could show.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadmeErrorKind {
    /// The request has no key `readme`.
    #[error("the request has no `readme`")]
    NoKey,
    /// There is no such file.
    #[error("there is no `README.md`")]
    NoFile {
        /// A file whose name differs only in case.
        found: Option<Excerpt>,
    },
    /// The path is that of a directory.
    #[error("`README.md` is a directory")]
    Directory,
    /// A symbolic link leads out of the function's directory.
    #[error("`README.md` is a symbolic link out of the function's directory")]
    Outside,
    /// A symbolic link is broken, or leads in a circle.
    #[error("`README.md` is a broken symbolic link")]
    DanglingLink,
}

impl ReadmeErrorKind {
    pub(crate) fn help(&self) -> Cow<'static, str> {
        match self {
            Self::NoKey => "add `\"readme\": \"<the text of README.md>\"`; the Hub shows it".into(),
            Self::NoFile { found: Some(found) } => {
                format!("rename `{found}` to `README.md`").into()
            }
            Self::NoFile { found: None } => {
                "add one that says what the function does and how to use it; the Hub shows it"
                    .into()
            }
            Self::Directory => "replace the directory with a file; the Hub shows it".into(),
            Self::Outside | Self::DanglingLink => {
                "replace the symbolic link with the file itself; the Hub shows it".into()
            }
        }
    }
}

/// Why a file that is there cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The file system does not permit it.
    #[error("permission denied")]
    PermissionDenied,
    /// The file system failed.
    #[error("the file system failed")]
    Failed,
    /// A directory, pipe, socket or device stands there.
    #[error("it is not a regular file")]
    NotAFile,
    /// A symbolic link leads out of the function's directory.
    #[error("it is a link out of the function's directory")]
    Outside,
    /// A symbolic link leads to nothing, or in a circle.
    #[error("it is a link that leads nowhere")]
    DanglingLink,
    /// A file for people is larger than the Hub shows: 1 MiB.
    #[error("it is larger than 1 MiB")]
    TooLarge,
    /// The name differs from `aerostack.json` only in case, so that most disks of Windows and macOS keep
    /// one of the two.
    #[error("it differs from `aerostack.json` only in case")]
    Collision,
    /// The file is not UTF-8.
    #[error("it is not UTF-8 at byte {offset}")]
    NotUtf8 {
        /// Offset of the first byte that is not.
        offset: usize,
    },
}

impl ReadErrorKind {
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::PermissionDenied => "give yourself the permission to read it",
            Self::Failed => "try again, and check the disk if that does not help",
            Self::NotAFile | Self::Outside | Self::DanglingLink => {
                "put a regular file in its place"
            }
            Self::TooLarge => "shorten it",
            Self::Collision => "remove or rename it: many file systems keep only one of the two",
            Self::NotUtf8 { .. } => "save it as UTF-8",
        }
    }
}

/// Why a request to publish comes from nobody who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeyErrorKind {
    /// There is no key.
    #[error("there is no API key")]
    Missing,
    /// A key that is scoped to one project (prefix `ak_`), not to an account.
    #[error("the API key is a project key, which may not publish")]
    ProjectKey,
    /// Something else than an account key, or a part of one.
    #[error("the API key is not an account key")]
    Malformed,
    /// The host does not know the key.
    #[error("the API key is invalid")]
    Invalid,
    /// The host finds the key too old.
    #[error("the API key has expired")]
    Expired,
    /// The account's owner has withdrawn the key.
    #[error("the API key has been revoked")]
    Revoked,
}

impl KeyErrorKind {
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Missing => {
                "run `aerostack login`, or send an account key in the header `X-API-Key`"
            }
            Self::ProjectKey => "use an account key, which starts with `ac_`",
            Self::Malformed => {
                "give the whole account key and nothing else: `ac_` and 8 to 253 letters, digits, `_` or `-`"
            }
            Self::Invalid | Self::Expired | Self::Revoked => "run `aerostack login` again",
        }
    }
}

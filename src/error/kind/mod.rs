//! The reasons that errors give: what exactly is wrong with a value, a license, a file or a key.

mod file;
mod license;

use std::fmt;

use crate::escape::look_alike;
use crate::excerpt::Excerpt;

pub use file::{EntrypointErrorKind, ReadErrorKind, ReadmeErrorKind};
pub use license::LicenseErrorKind;

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

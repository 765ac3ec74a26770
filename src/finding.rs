//! A finding: what is wrong, and where.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::ser::{Serialize, Serializer};

use crate::error::{Code, Error, Severity, Subject};
use crate::escape::is_invisible;
use crate::fix::{Fix, Remedy};
use crate::redact::account_key;
use crate::source::{Position, Span};
use crate::wire;

/// The name of the manifest in a function's directory.
pub(crate) const MANIFEST_NAME: &str = "aerostack.json";

/// What a request is called where a file's name would stand.
pub(crate) const REQUEST_NAME: &str = "request";

/// The bytes at fault, and the same in lines and columns.
pub(crate) type Place = (Span, Range<Position>);

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) error: Error,
    pub(crate) severity: Severity,
    pub(crate) pointer: Option<Pointer>,
    pub(crate) file: Option<Cow<'static, str>>,
    pub(crate) place: Option<Place>,
    pub(crate) remedy: Option<Remedy>,
}

impl Finding {
    pub(crate) fn new(error: Error) -> Self {
        let severity = error.severity();
        Self { error, severity, pointer: None, file: None, place: None, remedy: None }
    }

    /// What is wrong.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The name of what is wrong.
    #[must_use]
    pub fn code(&self) -> Code {
        self.error.code()
    }

    /// Whether it fails the manifest: as its code says, unless [`Levels`] say otherwise.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, in words.
    #[must_use]
    pub fn message(&self) -> String {
        self.error.to_string()
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        self.error.help()
    }

    /// How to mend it by replacing some bytes of the manifest, or of the request's body, if what is
    /// right is certain or likely.
    #[must_use]
    pub fn fix(&self) -> Option<Fix> {
        self.remedy.as_ref()?.fix(&self.error, self.span()?)
    }

    /// The value or key at fault as a JSON Pointer (RFC 6901) into the manifest; for a missing key
    /// the pointer that it would have. `None` for what is no part of a JSON document, and for a key
    /// that is too long or cannot be shown; the span points there.
    #[must_use]
    pub fn pointer(&self) -> Option<String> {
        self.pointer.as_ref().map(Pointer::to_string)
    }

    /// The file at fault, relative to the function's directory, fit to be shown. `None` for what was
    /// found in a request, and for what concerns no file.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The bytes of that file, or of the request's body, that are at fault, as few as possible.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.as_ref().map(|(span, _)| *span)
    }

    /// The same place in lines and columns.
    #[must_use]
    pub fn range(&self) -> Option<Range<Position>> {
        self.place.as_ref().map(|(_, range)| range.clone())
    }
}

/// The wire form, as [`wire::Finding`] has it.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::Finding::from(self).serialize(serializer)
    }
}

/// The header, the place and the help, without a picture of the source.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = (self.severity, self.code().as_str());
        let place = (self.file(), self.place.as_ref().map(|(_, range)| range));
        wire::write_finding(f, header, &self.message(), place, Some(&self.help()))
    }
}

/// A place in the document's tree. No value of a manifest lies deeper than a list's item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pointer {
    Root,
    Key(Cow<'static, str>),
    Item(&'static str, usize),
}

impl Pointer {
    pub(crate) fn to(subject: Subject) -> Self {
        match subject {
            Subject::Manifest | Subject::Request => Self::Root,
            Subject::Required(key) | Subject::Optional(key) => Self::Key(Cow::Borrowed(key)),
            Subject::Item(key, index) => Self::Item(key, index),
        }
    }

    /// A key as the author wrote it, if it is fit to be shown as it is.
    pub(crate) fn key(key: &str) -> Option<Self> {
        const LONGEST: usize = 256;
        let is_plain = |c: char| !c.is_control() && !is_invisible(c);
        let is_shown =
            key.len() <= LONGEST && key.chars().all(is_plain) && account_key(key).is_none();
        is_shown.then(|| Self::Key(Cow::Owned(key.to_owned())))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Item(key, index) => write!(f, "/{key}/{index}"),
        }
    }
}

//! A finding: an error with its place and its fix.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use serde::ser::{Serialize, Serializer};

use crate::error::{Code, Error, Severity, Subject};
use crate::escape::{has_command, is_invisible};
use crate::fix::{Edit, Fix};
use crate::redact::has_secret;
use crate::source::{Position, Span};
use crate::suggestion::{Suggestion, joins_terms};
use crate::wire;

/// The name of the manifest in a function's directory.
pub(crate) const MANIFEST_NAME: &str = "aerostack.json";

/// What a request is called in place of a file's name.
pub(crate) const REQUEST_NAME: &str = "request";

/// The bytes at fault, and the same in lines and columns.
pub(crate) type Place = (Span, Range<Position>);

/// One thing that is wrong, and where.
#[derive(Clone, Debug)]
pub struct Finding {
    pub(crate) error: Error,
    pub(crate) severity: Severity,
    pub(crate) pointer: Option<Pointer>,
    pub(crate) file: Option<Cow<'static, str>>,
    pub(crate) place: Option<Place>,
    pub(crate) correction: Correction,
    /// The error's suggestion, as soon as somebody asked for it.
    pub(crate) suggestion: OnceLock<Option<Suggestion>>,
}

/// Where the fix of a finding comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Correction {
    /// There is none.
    None,
    /// It is known.
    Known(Fix),
    /// The error's suggestion, in place of the content of a string.
    Suggestion(Span),
    /// The error's suggestion in quotes, in place of text without them.
    QuotedSuggestion(Span),
    /// The error's suggestion, in place of a term of a license expression.
    Term(Span, Term),
}

/// A term within a license expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Whether it is the whole expression, or all that is in parentheses.
    pub(crate) is_alone: bool,
    /// Whether an exception follows, which belongs to one license.
    pub(crate) has_exception: bool,
    /// Whether the rest of the expression is certainly one.
    pub(crate) is_certain: bool,
}

impl Finding {
    pub(crate) fn new(error: Error) -> Self {
        Self {
            severity: error.severity(),
            error,
            pointer: None,
            file: None,
            place: None,
            correction: Correction::None,
            suggestion: OnceLock::new(),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        self.error.code()
    }

    /// Whether it fails the manifest: as its code says, unless [`Levels`](crate::Levels) say otherwise.
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
        self.error.help_with(self.suggestion())
    }

    /// The error's suggestion. It may take a search, so the result is kept.
    pub(crate) fn suggestion(&self) -> Option<&Suggestion> {
        self.suggestion.get_or_init(|| self.error.suggestion()).as_ref()
    }

    /// A suggested fix, as edits to the manifest or to the request's body, if one is known.
    #[must_use]
    pub fn fix(&self) -> Option<Fix> {
        let (span, term) = match &self.correction {
            Correction::None => return None,
            Correction::Known(fix) => return Some(fix.clone()),
            Correction::Suggestion(span) | Correction::QuotedSuggestion(span) => (*span, None),
            Correction::Term(span, term) => (*span, Some(*term)),
        };
        let Suggestion { text, certain } = self.suggestion()?;
        let mut certain = *certain;
        let mut text = Cow::Borrowed(text.as_str());
        if let Some(Term { is_alone, has_exception, is_certain }) = term {
            // A lone space separates two terms.
            if text.len() > 1 && text.contains(' ') && has_exception {
                return None;
            }
            if joins_terms(&text) && !is_alone {
                text = Cow::Owned(format!("({text})"));
            }
            certain &= is_certain;
        }
        let quoted = serde_json::to_string(&text).ok()?;
        let text = match self.correction {
            Correction::QuotedSuggestion(_) => quoted,
            _ => quoted.strip_prefix('"')?.strip_suffix('"')?.to_owned(),
        };
        Some(Fix { certain, edits: vec![Edit { span, text }] })
    }

    /// The value or key at fault as a JSON Pointer (RFC 6901) into the manifest; for a missing key
    /// the pointer that it would have. `None` for what is not part of a JSON document, and for a key
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

    /// The lines and columns of [`Finding::span`].
    #[must_use]
    pub fn range(&self) -> Option<Range<Position>> {
        self.place.as_ref().map(|(_, range)| range.clone())
    }
}

/// Whether the suggestion has been asked for makes no difference.
impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        let Self { error, severity, pointer, file, place, correction, suggestion: _ } = self;
        *error == other.error
            && *severity == other.severity
            && *pointer == other.pointer
            && *file == other.file
            && *place == other.place
            && *correction == other.correction
    }
}

impl Eq for Finding {}

/// The wire form, as [`wire::Finding`] has it.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::Finding::from(self).serialize(serializer)
    }
}

/// The header, the place and the help, without the source.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = (self.severity, self.code().as_str());
        let place = (self.file(), self.place.as_ref().map(|(_, range)| range));
        wire::write_finding(f, header, &self.message(), place, Some(&self.help()))
    }
}

/// A place in the document's tree. No value of a manifest is nested deeper than a list's item.
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
        let is_shown = key.len() <= LONGEST
            && key.chars().all(is_plain)
            && !has_command(key)
            && !has_secret(key);
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

//! What a field is: how one value of the manifest is read, and what its absence means.

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

use crate::error::kind::{JsonType, Subject};
use crate::findings::Collector;
use crate::json::{Kind, Reader, Text as JsonText, Value};
use crate::redact::secretive;
use crate::source::Span;

pub use closed::{Category, Language, Runtime};
pub use description::Description;
pub use entrypoint::Entrypoint;
pub use env_var::EnvVar;
pub use license::License;
pub use npm_dependency::NpmDependency;
pub use route_export::RouteExport;
pub use route_path::RoutePath;
#[cfg(feature = "schema")]
pub(crate) use shape::{Choice, Listed, Refused, Shape, TextShape};
pub use slug::Slug;
pub use tag::Tag;
pub use version::parse_version;
pub(crate) use version::suggest_version;

/// A document that is being read, and what has been found in it so far.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) json: Reader<'a>,
    pub(crate) findings: Collector,
}

/// The type of one key's value.
pub(crate) trait Field: Sized {
    /// A value that would do, as JSON.
    const EXAMPLE: &'static str;

    /// The members of a closed set.
    const CHOICES: &'static [&'static str] = &[];

    /// Whether the key may be left out.
    const IS_OPTIONAL: bool = false;

    /// What a key that is left out stands for, if it may be.
    fn absent() -> Option<Self> {
        None
    }

    /// The type that a value must have.
    const TYPE: JsonType;

    /// Whether a value of another type may hold a secret.
    const MAY_BE_SECRET: bool = false;

    /// Reads what a string stands for, reports all that is wrong with it, and returns the value if
    /// nothing is.
    #[inline]
    fn read_text(
        _text: &str,
        json: JsonText<'_>,
        subject: Subject,
        findings: &mut Collector,
    ) -> Option<Self> {
        let place = json.span();
        findings.wrong_type(JsonType::String, subject, Self::TYPE, place, Self::MAY_BE_SECRET);
        None
    }

    /// The same for what is no string.
    #[inline]
    fn read_other(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
        document.wrong_type(value, subject, Self::TYPE, Self::MAY_BE_SECRET);
        None
    }

    /// The same for any value.
    fn read(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
        match value.text() {
            Some(json) => Self::read_text(&json.decode(), json, subject, &mut document.findings),
            None => Self::read_other(value, subject, document),
        }
    }

    /// What the schema says of the value.
    #[cfg(feature = "schema")]
    fn shape() -> Shape;
}

impl<T: Field> Field for Option<T> {
    const EXAMPLE: &'static str = T::EXAMPLE;
    const IS_OPTIONAL: bool = true;
    const TYPE: JsonType = T::TYPE;
    const MAY_BE_SECRET: bool = T::MAY_BE_SECRET;

    fn absent() -> Option<Self> {
        Some(None)
    }

    #[inline]
    fn read_text(
        text: &str,
        json: JsonText<'_>,
        subject: Subject,
        findings: &mut Collector,
    ) -> Option<Self> {
        T::read_text(text, json, subject, findings).map(Some)
    }

    #[inline]
    fn read_other(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
        T::read_other(value, subject, document).map(Some)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        T::shape()
    }
}

impl Field for bool {
    const EXAMPLE: &'static str = "true";
    const TYPE: JsonType = JsonType::Boolean;

    fn read_other(value: Value<'_>, subject: Subject, document: &mut Document<'_>) -> Option<Self> {
        let Kind::Boolean(value) = value.kind else {
            document.wrong_type(value, subject, Self::TYPE, false);
            return None;
        };
        Some(value)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Document<'_> {
    /// Skips a value that nobody reads, and hides it if secrets may stand under its key or in it.
    pub(crate) fn skip_unread(&mut self, key: &str, value: Value<'_>) {
        let start = value.span().start;
        let place = self.json.skip(value);
        if secretive(key).is_none() && secretive(self.json.read_since(start)).is_none() {
            return;
        }
        // Quotes and brackets are no secret.
        let edge =
            usize::from(matches!(value.kind, Kind::String { .. } | Kind::Array | Kind::Object));
        match place {
            Some(place) => self.findings.hide(Span::new(start + edge, place.end - edge)),
            None => self.findings.hide_from(start + edge),
        }
    }

    /// The value's string, if it is one.
    pub(crate) fn string<'a>(
        &mut self,
        value: Value<'a>,
        subject: Subject,
    ) -> Option<JsonText<'a>> {
        let text = value.text();
        if text.is_none() {
            self.wrong_type(value, subject, JsonType::String, false);
        }
        text
    }

    /// Skips a value of the wrong type, blames the whole of it, and hides what may be a secret. One that
    /// a syntax error cuts off is not judged.
    #[cold]
    #[inline(never)]
    pub(crate) fn wrong_type(
        &mut self,
        value: Value<'_>,
        subject: Subject,
        expected: JsonType,
        may_be_secret: bool,
    ) {
        let (found, may_be_secret) = match value.kind {
            Kind::Null => (JsonType::Null, false),
            Kind::Boolean(_) => (JsonType::Boolean, false),
            Kind::Number => (JsonType::Number, may_be_secret),
            Kind::String { .. } => (JsonType::String, may_be_secret),
            Kind::Array => (JsonType::Array, may_be_secret),
            Kind::Object => (JsonType::Object, may_be_secret),
        };
        match self.json.skip(value) {
            Some(place) => {
                self.findings.wrong_type(found, subject, expected, place, may_be_secret);
            }
            None if may_be_secret => self.findings.hide_from(value.span().start),
            None => {}
        }
    }
}

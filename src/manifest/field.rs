//! What a field is: the type of one key's value, and how a value is judged.

use std::borrow::Cow;

use crate::error::kind::JsonType;
use crate::error::{Error, Subject};
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::{License, Text};
use crate::finding::{Correction, Term};
use crate::findings::{Blame, Collector};
use crate::json::{Json, Kind, Mistake, Value};
use crate::redacted_source::secretive_in;
use crate::source::Span;

/// What is taken along when a document is judged.
pub(crate) struct Context<'j> {
    pub(crate) json: &'j Json<'j>,
    pub(crate) findings: Collector,
    /// Values with a syntax error whose message depends on their key.
    pub(super) literals: Vec<Literal>,
    /// The starts of texts without quotes that have been judged as strings.
    pub(super) bare: Vec<usize>,
    /// Private keys with line breaks, of which each line is a syntax error.
    pub(super) private_keys: &'j [Span],
}

/// A value without quotes that is not one of JSON, under a key that takes a certain type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Literal {
    pub(super) start: usize,
    pub(super) subject: Subject,
    pub(super) expected: JsonType,
    pub(super) example: &'static str,
}

/// The type of one key's value.
pub(crate) trait Field: Sized {
    /// A valid value, as JSON.
    const EXAMPLE: &'static str;

    /// The members of a closed set.
    const CHOICES: &'static [&'static str] = &[];

    /// Whether the key may be left out.
    const IS_OPTIONAL: bool = false;

    /// The JSON type of a value.
    const TYPE: JsonType;

    /// The value of a key that is left out, if it may be.
    fn absent() -> Option<Self> {
        None
    }

    /// Judges a value, reports everything that is wrong with it, and returns it if nothing is.
    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self>;

    /// What the schema says of the value.
    #[cfg(feature = "schema")]
    fn shape() -> Shape;
}

impl<T: Text> Field for T {
    const EXAMPLE: &'static str = T::EXAMPLE;
    const CHOICES: &'static [&'static str] = T::CHOICES;
    const TYPE: JsonType = JsonType::String;

    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self> {
        let Some(text) = context.text(value) else {
            context.wrong_type(value, subject, JsonType::String, T::EXAMPLE, T::MAY_BE_SECRET);
            return None;
        };
        match T::new(&text) {
            Ok(field) => {
                if let Some(warning) = field.warning() {
                    let span = blamed::<T>(&text, &warning, value);
                    context.findings.push(warning, &Blame::Value(subject, span));
                }
                Some(field)
            }
            Err(error) => {
                context.hide_secret::<T>(&text, value);
                let correction = context.suggestion_for(value);
                let blame = Blame::Value(subject, blamed::<T>(&text, &error, value));
                context.findings.push_with(error, &blame, correction);
                None
            }
        }
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        <T as Text>::shape()
    }
}

/// The span of a value that an error blames: all of it, quotes included, or some characters.
fn blamed<T: Text>(text: &str, error: &Error, value: &Value<'_>) -> Span {
    T::blamed(text, error).map_or(value.span(), |range| value.span_of(range.start, range.end))
}

impl Field for License {
    const EXAMPLE: &'static str = "\"MIT\"";
    const TYPE: JsonType = JsonType::String;

    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self> {
        let Some(text) = context.text(value) else {
            context.wrong_type(value, subject, JsonType::String, Self::EXAMPLE, false);
            return None;
        };
        let examined = Self::examine(&text);
        let place = value.places();
        let is_clear = context.json.is_clear(value.span());
        for problem in examined.problems {
            let (range, blamed) = (problem.range, problem.blamed);
            let span = Span::new(place(range.start), place(range.end));
            // An empty license has no term to blame.
            let blamed = if range.is_empty() {
                value.span()
            } else {
                Span::new(place(blamed.start), place(blamed.end))
            };
            let term = Term {
                is_alone: problem.is_alone,
                has_exception: problem.has_exception,
                is_certain: examined.is_certain,
            };
            let correction = match value.kind() {
                _ if !problem.fits || !is_clear => Correction::None,
                Kind::Bare if problem.is_alone => Correction::QuotedSuggestion(span),
                Kind::Bare => Correction::None,
                _ => Correction::Term(span, term),
            };
            let blame = Blame::Value(subject, blamed);
            context.findings.push_with(problem.error, &blame, correction);
        }
        examined.license
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        Self::shape()
    }
}

impl<T: Field> Field for Option<T> {
    const EXAMPLE: &'static str = T::EXAMPLE;
    const CHOICES: &'static [&'static str] = T::CHOICES;
    const IS_OPTIONAL: bool = true;
    const TYPE: JsonType = T::TYPE;

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self> {
        T::judge(value, subject, context).map(Some)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        T::shape()
    }
}

impl Field for bool {
    const EXAMPLE: &'static str = "true";
    const TYPE: JsonType = JsonType::Boolean;

    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self> {
        match value.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => {
                context.wrong_type(value, subject, Self::TYPE, Self::EXAMPLE, false);
                None
            }
        }
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Context<'_> {
    /// A context for the same document without any findings so far.
    pub(super) fn empty(&self) -> Self {
        Self {
            json: self.json,
            findings: self.findings.empty(),
            literals: Vec::new(),
            bare: Vec::new(),
            private_keys: self.private_keys,
        }
    }

    /// Whether nothing has been found.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.literals.is_empty()
    }

    /// Takes all that another context has found.
    pub(super) fn absorb(&mut self, other: Self) {
        self.findings.absorb(other.findings);
        self.literals.extend(other.literals);
        self.bare.extend(other.bare);
    }

    /// Reports a value of the wrong type and hides what may be a secret.
    pub(crate) fn wrong_type(
        &mut self,
        value: &Value<'_>,
        subject: Subject,
        expected: JsonType,
        example: &'static str,
        may_be_secret: bool,
    ) {
        if may_be_secret && !matches!(value.kind(), Kind::Null | Kind::True | Kind::False) {
            self.hide(value);
        }
        let Some(found) = value.json_type() else {
            // A syntax error says what is wrong. Of text without quotes, it should say what is right.
            if value.kind() == Kind::Bare {
                self.literals.push(Literal {
                    start: value.span().start,
                    subject,
                    expected,
                    example,
                });
            }
            return;
        };
        if !value.is_exact() {
            self.literals.push(Literal { start: value.span().start, subject, expected, example });
            return;
        }
        let error = Error::InvalidType { subject, expected, found };
        self.findings.push(error, &Blame::Value(subject, value.span()));
    }

    /// The string that a value is or is meant as, decoded.
    pub(crate) fn text<'j>(&mut self, value: &Value<'j>) -> Option<Cow<'j, str>> {
        if value.kind() == Kind::Bare {
            let Span { start, .. } = value.span();
            let before = self.private_keys.partition_point(|key| key.start <= start);
            if before > 0 && start < self.private_keys[before - 1].end {
                return None;
            }
            self.bare.push(start);
        }
        value.text()
    }

    /// The suggestion of an error as the correction of a value, if it is clear where that ends.
    pub(super) fn suggestion_for(&self, value: &Value<'_>) -> Correction {
        if value.kind() == Kind::Bare {
            Correction::QuotedSuggestion(value.span())
        } else if self.json.is_clear(value.span()) {
            Correction::Suggestion(value.content_span())
        } else {
            Correction::None
        }
    }

    /// Hides what may be a secret in a text that breaks the rule of its field.
    pub(super) fn hide_secret<T: Text>(&mut self, text: &str, value: &Value<'_>) {
        let shown = T::shown(text);
        if shown < text.len() {
            self.findings.hide(value.span_of(shown, text.len()));
        }
    }

    /// Hides a value that nobody judges if its key or its text speaks of secrets.
    pub(super) fn hide_unjudged(&mut self, key: &str, value: &Value<'_>) {
        if secretive_in(key).is_some() || secretive_in(value.source()).is_some() {
            self.hide(value);
        }
    }

    /// Hides the content of a value; quotes and brackets are not secret. After a syntax error, it is not
    /// known where the value ends, so everything up to the next entry is hidden.
    pub(super) fn hide(&mut self, value: &Value<'_>) {
        if !self.hide_if_broken(value) {
            self.findings.hide(value.content_span());
        }
    }

    /// Hides everything up to the next entry if there is a syntax error in a value.
    pub(super) fn hide_if_broken(&mut self, value: &Value<'_>) -> bool {
        if self.json.mistakes.is_empty() {
            return false;
        }
        let start = value.content_span().start;
        let entries = &self.json.entries;
        let next = entries.partition_point(|entry| entry.key.start() <= start);
        let text = self.json.text;
        let end = match entries.get(next) {
            // What follows a value that is not there may be the value.
            Some(next)
                if value.kind() == Kind::Broken
                    && !text[start..next.key.start()].contains('\n') =>
            {
                next.value.end()
            }
            Some(next) => next.key.start(),
            None => text.len(),
        };
        let is_within =
            |mistake: &Mistake| value.span().start <= mistake.span.end && mistake.span.start <= end;
        let is_broken = self.json.omitted > 0 || self.json.mistakes.iter().any(is_within);
        if is_broken {
            self.findings.hide(Span::new(start, end));
        }
        is_broken
    }
}

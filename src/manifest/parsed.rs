//! A document that has a manifest, alone or with keys of its own, parsed and judged.

use super::judge::Judge;
use super::misspelled::Misspelled;
use super::{Context, Manifest, PartialManifest, Row};
use crate::error::kind::JsonType;
use crate::error::{Code, Error, Misspelling, Subject};
use crate::excerpt::Excerpt;
use crate::field::{Entrypoint, Language};
use crate::finding::Correction;
use crate::findings::{Blame, Collector};
use crate::json::{self, Expected, Json, Kind, Limits, Mistake, SyntaxError, Value};
use crate::redacted_source::secretive_in;
use crate::source::{Source, Span};
use crate::token::{PRIVATE_KEY, tokens};

/// The keys that a document has in addition to those of a manifest.
pub(crate) trait ExtraKeys {
    /// What messages call the document.
    const SUBJECT: Subject;

    /// The keys.
    const KEYS: &'static [&'static str];

    /// Those of them that are required.
    const REQUIRED: &'static [&'static str];

    /// Judges the value of one of the keys.
    fn judge(&mut self, key: &str, value: &Value<'_>, context: &mut Context<'_>);

    /// Reports keys that are absent.
    fn report_absent(&mut self, misspelled: &[Misspelled], context: &mut Context<'_>);

    /// The error for a required key that is absent.
    fn missing(key: &'static str, found: Option<Misspelling>) -> Error;
}

/// A manifest alone.
impl ExtraKeys for () {
    const SUBJECT: Subject = Subject::Manifest;
    const KEYS: &'static [&'static str] = &[];
    const REQUIRED: &'static [&'static str] = &[];

    fn judge(&mut self, _: &str, _: &Value<'_>, _: &mut Context<'_>) {}

    fn report_absent(&mut self, _: &[Misspelled], _: &mut Context<'_>) {}

    fn missing(key: &'static str, found: Option<Misspelling>) -> Error {
        Error::MissingField { field: key, example: "", choices: &[], found }
    }
}

/// What came of a document: enough of it to check the files that it names, even if it is not a valid
/// manifest.
#[derive(Debug)]
pub(crate) struct ParsedManifest {
    partial: PartialManifest,
    /// The places of the values of `SPANS`.
    spans: [Option<ValueSpan>; SPANS.len()],
    /// The text of the document without the entries of extra keys, where it may have any.
    pub(crate) manifest_text: String,
    pub(crate) findings: Collector,
}

/// The place of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueSpan {
    /// Quotes included.
    pub(crate) span: Span,
    /// Without quotes.
    pub(crate) content: Span,
}

/// The most syntax errors that are kept, even to fix them: values are compared with each of them.
const MOST_MISTAKES: usize = 250;

/// The rows whose values are needed after judging.
const SPANS: [Row; 4] = [Row::name, Row::version, Row::language, Row::entrypoint];

impl ParsedManifest {
    /// Parses and judges a document. The manifest's own keys have the limit of a manifest.
    pub(crate) fn new<E: ExtraKeys>(
        source: &Source<'_>,
        mut findings: Collector,
        extra: &mut E,
    ) -> Self {
        let mistakes = findings.limit().min(MOST_MISTAKES);
        let limits = Limits { size: Manifest::MAX_SIZE, extra_keys: E::KEYS, mistakes };
        if E::KEYS.is_empty() && source.len() > limits.size {
            return Self::refused(findings);
        }
        let json = json::parse(source, limits);
        // A mistake before the limit is the better reason.
        let mut mistakes = json.mistakes.iter();
        if json.is_too_large && mistakes.all(|mistake| mistake.span.start >= limits.size) {
            return Self::refused(findings);
        }
        let mut judge = Judge::default();
        let private_keys = broken_private_keys(&json);
        for key in &private_keys {
            findings.hide(*key);
        }
        let mut context = Context {
            json: &json,
            findings,
            literals: Vec::new(),
            bare: Vec::new(),
            private_keys: &private_keys,
        };
        match json.root() {
            Some(root) if root.kind() == Kind::Object => {
                judge.judge(source, extra, &mut context);
                context.report_exposed::<E>(judge.first[Row::env_vars as usize]);
            }
            Some(root) => {
                context.wrong_type(&root, E::SUBJECT, JsonType::Object, "", false);
            }
            None => {}
        }
        if !json.mistakes.is_empty() {
            context.report_mistakes();
        }
        findings = context.findings;
        let spans = SPANS.map(|row| {
            let value = judge.value_of(row, &json)?;
            Some(ValueSpan { span: value.span(), content: value.content_span() })
        });
        let manifest_text =
            if E::KEYS.is_empty() { String::new() } else { without_entries(&json, E::KEYS) };
        Self { partial: judge.partial, spans, manifest_text, findings }
    }

    fn refused(mut findings: Collector) -> Self {
        findings.refuse(Error::ManifestTooLarge {});
        Self {
            partial: PartialManifest::default(),
            spans: [None; SPANS.len()],
            manifest_text: String::new(),
            findings,
        }
    }

    /// The manifest, if every required key has a valid value and nothing else is wrong.
    pub(crate) fn into_manifest(self) -> (Option<Manifest>, Collector) {
        let is_valid = !self.findings.has_errors();
        (if is_valid { self.partial.complete() } else { None }, self.findings)
    }

    /// The place of the value of `name`.
    pub(crate) fn name(&self) -> Option<ValueSpan> {
        self.spans[0]
    }

    /// The place of the value of `version`.
    pub(crate) fn version(&self) -> Option<ValueSpan> {
        self.spans[1]
    }

    /// The entrypoint with the place of its value.
    pub(crate) fn entrypoint(&self) -> Option<(Entrypoint, ValueSpan)> {
        Some((self.partial.entrypoint.clone()?, self.spans[3]?))
    }

    /// The language, or the one that is certainly meant, with the place of its value.
    pub(crate) fn language(&self) -> Option<(Language, ValueSpan)> {
        let language = self.partial.language.or_else(|| {
            let suggestion = self.findings.suggestion(Code::InvalidLanguage)?;
            Language::new(&suggestion.text).ok().filter(|_| suggestion.certain)
        });
        Some((language?, self.spans[2]?))
    }
}

impl Context<'_> {
    /// Reports the syntax errors, after everything else has been judged: what to say of some depends on
    /// their keys, and what may be shown of them on what is hidden.
    fn report_mistakes(&mut self) {
        self.hide_unread();
        self.literals.sort_unstable_by_key(|literal| literal.start);
        self.bare.sort_unstable();
        let text = self.json.text;
        for Mistake { error, span, fix, .. } in &self.json.mistakes {
            if matches!(error, SyntaxError::Comment) && secretive_in(&text[span.range()]).is_some()
            {
                self.findings.hide(*span);
            }
            let mut error = error.clone();
            let mut fix = fix.clone();
            let literal = self.literals.binary_search_by_key(&span.start, |literal| literal.start);
            if let Ok(at) = literal
                && span.end > span.start
            {
                error = self.literals[at].error(Excerpt::new(&text[span.range()]));
                fix = None;
            } else if fix.is_none() && self.bare.binary_search(&span.start).is_ok() {
                // What looks like a number is meant as text.
                error = SyntaxError::UnquotedString { text: Excerpt::new(&text[span.range()]) };
                fix = json::quote(&text[span.range()], span.start, false);
            }
            if self.findings.is_hidden(*span) {
                // No other fix has text of the author's in it.
                fix = fix.filter(|_| !matches!(error, SyntaxError::InvalidNumber { .. }));
                error = error.without_text();
            }
            let correction = fix.map_or(Correction::None, Correction::Known);
            let error = Error::InvalidJson { error };
            self.findings.push_with(error, &Blame::Syntax(*span), correction);
        }
        self.findings.omit(Code::InvalidJson, self.json.omitted);
    }

    /// Hides what may be secret where it is not known what is under which key: between entries, and
    /// from where the parser gave up.
    fn hide_unread(&mut self) {
        let text = self.json.text;
        let mut read = 0;
        let entries = self.json.entries.iter().map(|entry| (entry.key.start(), entry.value.end()));
        for (start, end) in entries.chain([(text.len(), text.len())]) {
            if let Some(gap) = text.get(read..start)
                && secretive_in(gap).is_some()
            {
                self.findings.hide(Span::new(read, start));
            }
            read = read.max(end);
        }
        for unclear in self.json.mistakes.iter().filter_map(|one| one.unclear) {
            if let Some(word) = secretive_in(&text[unclear.range()]) {
                self.findings.hide(Span::new(unclear.start + word, unclear.end));
            }
        }
    }
}

/// Returns the private keys in a document with syntax errors, which may be their line breaks.
fn broken_private_keys(json: &Json<'_>) -> Vec<Span> {
    if json.mistakes.is_empty() || !json.text.contains("PRIVATE KEY") {
        return Vec::new();
    }
    let keys = tokens(json.text).into_iter().filter(|token| token.kind == PRIVATE_KEY);
    keys.map(|key| Span::new(key.secret.start, key.secret.end)).collect()
}

impl super::field::Literal {
    fn error(&self, text: Excerpt) -> SyntaxError {
        let expected = match self.expected {
            JsonType::Null => Expected::Null,
            JsonType::Boolean => Expected::Boolean,
            JsonType::Number | JsonType::Object => Expected::Value,
            JsonType::String => Expected::String,
            JsonType::Array => Expected::Array,
        };
        let optional = match self.subject {
            Subject::Optional(key) => Some(key),
            _ => None,
        };
        SyntaxError::InvalidLiteral { text, expected, example: self.example, optional }
    }
}

/// The text of a manifest without the entries of some keys.
pub(crate) fn without_keys(text: &str, keys: &'static [&'static str]) -> String {
    let source = Source::from_text(text);
    let limits = Limits { size: usize::MAX, extra_keys: &[], mistakes: 0 };
    without_entries(&json::parse(&source, limits), keys)
}

/// The text of a document without the entries of some keys, each with the comma that separates it.
fn without_entries(json: &Json<'_>, keys: &[&str]) -> String {
    let mut rest = String::new();
    let Some(root) = json.root() else { return rest };
    let (mut copied, mut end) = (root.span().start, root.content_span().start);
    let mut is_first = true;
    for entry in &json.entries {
        if json.key(entry).text().is_some_and(|name| keys.contains(&&*name)) {
            rest.push_str(&json.text[copied..end]);
            copied = entry.value.end();
        } else if is_first {
            // Of entries before the first that stays, the comma is after them.
            copied = if copied == end { entry.key.start() } else { copied };
            is_first = false;
        }
        end = entry.value.end();
    }
    rest.push_str(&json.text[copied..]);
    rest
}

//! The collector: gathers findings, bounds their number, and puts them in order.

use std::borrow::Cow;
#[cfg(feature = "formats")]
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::error::{Code, Error, Severity, Subject};
use crate::finding::{Correction, Finding, MANIFEST_NAME, Pointer};
use crate::redact::{blank, escaped};
use crate::redacted_source::{RedactedSource, secrets_in};
use crate::report::Report;
use crate::source::{Position, Positions, Source, Span};
use crate::suggestion::Suggestion;

/// Gathers findings while a document and the files are judged.
#[derive(Debug)]
pub(crate) struct Collector {
    /// The document's name; a request has none.
    document: Option<&'static str>,
    /// Those about the document, in any order.
    in_document: Vec<Finding>,
    /// Those about files, in their order, some with a span in the document.
    in_files: Vec<Finding>,
    /// How many there are of each code, in the order of [`Code::ALL`], as soon as there is one.
    counts: Vec<usize>,
    /// How many of each are kept.
    limit: usize,
    has_errors: bool,
    /// Spans of the document that are never shown.
    secrets: Vec<Span>,
}

/// What a finding is about.
#[derive(Clone, Debug)]
pub(crate) enum Blame<'p> {
    /// A stretch of the document, with the value that it belongs to.
    Value(Subject, Span),
    /// A key of the document by its name, which may be anything.
    Key(&'p str, Span),
    /// A stretch of the document that is not part of a value.
    Syntax(Span),
    /// A file.
    File(&'p str),
    /// The value of a key that does not agree with a file.
    Reference(&'static str, Span),
}

impl Collector {
    pub(crate) fn of_manifest() -> Self {
        Self::new(Some(MANIFEST_NAME), Report::MAX_PER_CODE)
    }

    pub(crate) fn of_request() -> Self {
        Self::new(None, Report::MAX_PER_CODE)
    }

    /// For fixing: keeps all findings.
    pub(crate) fn without_limit() -> Self {
        Self::new(Some(MANIFEST_NAME), usize::MAX)
    }

    fn new(document: Option<&'static str>, limit: usize) -> Self {
        Self {
            document,
            in_document: Vec::new(),
            in_files: Vec::new(),
            counts: Vec::new(),
            limit,
            has_errors: false,
            secrets: Vec::new(),
        }
    }

    /// An empty collector for the same document.
    pub(crate) fn empty(&self) -> Self {
        Self::new(self.document, self.limit)
    }

    /// The most findings of one code that are kept.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Whether a finding of a code would be kept after so many others.
    pub(crate) fn has_room_for(&self, code: Code, others: usize) -> bool {
        let count = self.counts.get(code as usize).copied().unwrap_or_default();
        count.saturating_add(others) < self.limit
    }

    /// Adds a finding.
    pub(crate) fn push(&mut self, error: Error, blame: &Blame<'_>) {
        self.push_with(error, blame, Correction::None);
    }

    /// Adds a finding with its correction.
    pub(crate) fn push_with(&mut self, error: Error, blame: &Blame<'_>, correction: Correction) {
        self.has_errors |= error.severity() == Severity::Error;
        if !self.has_room_for(error.code(), 0) {
            self.count(error.code(), 1);
            return;
        }
        self.count(error.code(), 1);
        let suggestion = OnceLock::new();
        let document = self.document.map(Cow::Borrowed);
        let (pointer, span, file) = match *blame {
            Blame::Value(subject, span) => (Some(Pointer::to(subject)), Some(span), document),
            Blame::Key(name, span) => (Pointer::key(name), Some(span), document),
            Blame::Syntax(span) => (None, Some(span), document),
            Blame::File(path) => (None, None, Some(Cow::Owned(escaped(path)))),
            Blame::Reference(key, span) => {
                (Some(Pointer::Key(Cow::Borrowed(key))), Some(span), document)
            }
        };
        // Lines and columns are found at the end, in one walk over the source.
        let place = span.map(|span| (span, Position::START..Position::START));
        let finding =
            Finding { pointer, file, place, correction, suggestion, ..Finding::new(error) };
        match blame {
            Blame::File(_) | Blame::Reference(..) => self.in_files.push(finding),
            _ => self.in_document.push(finding),
        }
    }

    fn count(&mut self, code: Code, number: usize) {
        if self.counts.is_empty() {
            self.counts.resize(Code::ALL.len(), 0);
            // What a manifest has in which nearly everything is wrong.
            self.in_document.reserve(20);
        }
        self.counts[code as usize] += number;
    }

    /// Counts findings that have not been made because there are too many of them.
    pub(crate) fn omit(&mut self, code: Code, number: usize) {
        if number > 0 {
            self.has_errors |= code.severity() == Severity::Error;
            self.count(code, number);
        }
    }

    /// The suggestion of the first finding of a code.
    pub(crate) fn suggestion(&self, code: Code) -> Option<&Suggestion> {
        self.in_document.iter().find(|finding| finding.code() == code)?.suggestion()
    }

    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.in_document.is_empty() && self.in_files.is_empty()
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Takes all that another collector has.
    pub(crate) fn absorb(&mut self, other: Self) {
        for finding in other.in_document {
            let code = finding.code();
            if self.has_room_for(code, 0) {
                self.in_document.push(finding);
            }
            self.omit(code, 1);
        }
        for (code, count) in other.counts.iter().zip(Code::ALL).map(|(count, code)| (code, *count))
        {
            // Those that were not kept.
            self.omit(*code, count.saturating_sub(other.limit));
        }
        self.secrets.extend(other.secrets);
    }

    /// Forgets what was found, for the one reason that the document is not to be read at all.
    pub(crate) fn refuse(&mut self, error: Error) {
        *self = Self { secrets: std::mem::take(&mut self.secrets), ..self.empty() };
        self.has_errors = true;
        let file = self.document.map(Cow::Borrowed);
        self.in_files.push(Finding { file, ..Finding::new(error) });
    }

    /// What errors about values blame, by its start, each with the greatest end so far.
    pub(crate) fn blamed(&self) -> Vec<Span> {
        let errors = self.in_document.iter().filter(|finding| {
            finding.severity() == Severity::Error && finding.code() != Code::InvalidJson
        });
        let mut blamed: Vec<_> = errors.filter_map(Finding::span).collect();
        blamed.sort_unstable();
        let mut end = 0;
        for span in &mut blamed {
            end = end.max(span.end);
            span.end = end;
        }
        blamed
    }

    /// Keeps a stretch of the document out of whatever shows it.
    pub(crate) fn hide(&mut self, secret: Span) {
        self.secrets.push(secret);
    }

    /// Whether anything in a stretch of the document is hidden.
    pub(crate) fn is_hidden(&self, span: Span) -> bool {
        let overlaps =
            |secret: &Span| secret.start < span.end.max(span.start + 1) && span.start < secret.end;
        self.secrets.iter().any(overlaps)
    }

    /// The hidden stretches of the document, in order, none of which overlaps another.
    pub(crate) fn secrets(&self) -> Vec<Span> {
        let mut secrets = self.secrets.clone();
        secrets.sort_unstable();
        secrets.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
        secrets
    }

    /// The document without what is hidden.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        let secrets = self.secrets().into_iter().map(Span::range);
        for mut secret in secrets.chain(secrets_in(text)) {
            secret.end = secret.end.min(text.len());
            if redacted.get(secret.clone()).is_some() {
                blank(&mut redacted, secret);
            }
        }
        redacted
    }

    /// Puts the findings in order and finds their lines and columns.
    pub(crate) fn into_report(mut self, source: &Source<'_>) -> Report {
        if self.is_empty() {
            return Report::default();
        }
        let secrets = self.secrets();
        let mut findings = self.in_document;
        // In one place, the syntax error is the first thing to fix.
        findings.sort_by_key(|finding| {
            (finding.span().map(|span| span.start), finding.code() != Code::InvalidJson)
        });
        let mut positions = Positions::new(source);
        for (span, range) in findings.iter_mut().filter_map(|finding| finding.place.as_mut()) {
            let start = positions.move_to(span.start);
            *range = start..positions.peek(span.end);
        }
        for place in self.in_files.iter_mut().filter_map(|finding| finding.place.as_mut()) {
            *place = source.place(place.0);
        }
        findings.extend(self.in_files);
        let is_shown = cfg!(any(feature = "miette", feature = "render"));
        let shown = if is_shown { RedactedSource::new(source, &findings, &secrets) } else { None };
        let omitted = Code::ALL.iter().zip(&self.counts);
        let omitted = omitted.filter(|(_, count)| **count > self.limit);
        Report {
            omitted: omitted.map(|(code, count)| (*code, count - self.limit)).collect(),
            #[cfg(feature = "formats")]
            edits: positions_of_edits(&findings, source),
            findings,
            silent: Vec::new(),
            shown,
        }
    }
}

/// The positions of where edits start and end, in one walk over the source.
#[cfg(feature = "formats")]
fn positions_of_edits(findings: &[Finding], source: &Source<'_>) -> BTreeMap<usize, Position> {
    let spans = findings.iter().flat_map(|finding| match &finding.correction {
        Correction::None => Vec::new(),
        Correction::Known(fix) => fix.edits.iter().map(|edit| edit.span).collect(),
        Correction::Suggestion(span)
        | Correction::QuotedSuggestion(span)
        | Correction::Term(span, _) => vec![*span],
    });
    let offsets: BTreeSet<_> = spans.flat_map(|span| [span.start, span.end]).collect();
    let mut positions = Positions::new(source);
    offsets.into_iter().map(|offset| (offset, positions.move_to(offset))).collect()
}

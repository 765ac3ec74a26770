//! How findings are gathered while a document and its files are read.

use std::borrow::Cow;
use std::collections::BinaryHeap;
#[cfg(feature = "formats")]
use std::collections::{BTreeMap, BTreeSet};

use crate::error::kind::{JsonType, Subject};
use crate::error::{Code, Error, Severity};
use crate::field::Language;
use crate::finding::{Finding, MANIFEST_NAME, Pointer};
use crate::fix::Remedy;
use crate::redact::{blank, escaped};
use crate::redacted_source::{RedactedSource, keys_in};
use crate::report::Report;
use crate::source::{Position, Positions, Source, Span};

/// What is wrong with a file, with the value in the document that it does not agree with, if any,
/// and the name of the file to blame.
type FileFinding = (Error, Option<(Pointer, Span)>, Option<Cow<'static, str>>);

/// Gathers findings while a document and the files are read.
#[derive(Debug)]
pub(crate) struct Collector {
    /// The document's name; a request has none.
    document: Option<&'static str>,
    /// What is wrong in the document, with no lines and columns yet.
    in_document: Vec<Finding>,
    in_files: Vec<FileFinding>,
    /// The number of the last one in the document, if it was kept.
    last: Option<usize>,
    /// How many there are of each code, in the order of [`Code::ALL`], as soon as there is one.
    counts: Vec<usize>,
    /// How many of each are kept.
    limit: usize,
    secrets: Vec<Span>,
}

impl Collector {
    /// How many findings there is room for as soon as there is one: what a manifest has in which nearly
    /// everything is wrong.
    const SOME: usize = 20;

    pub(crate) fn in_manifest() -> Self {
        Self::new(Some(MANIFEST_NAME))
    }

    /// For who mends them all and shows none.
    pub(crate) fn without_limit() -> Self {
        Self { limit: usize::MAX, ..Self::in_manifest() }
    }

    pub(crate) fn in_request() -> Self {
        Self::new(None)
    }

    #[inline(never)]
    fn new(document: Option<&'static str>) -> Self {
        Self {
            document,
            in_document: Vec::new(),
            in_files: Vec::new(),
            last: None,
            counts: Vec::new(),
            limit: Report::MAX_PER_CODE,
            secrets: Vec::new(),
        }
    }

    /// Adds a finding and returns its number, if it is kept.
    #[cold]
    pub(crate) fn push(
        &mut self,
        error: Error,
        pointer: Option<Pointer>,
        span: Span,
    ) -> Option<usize> {
        self.push_with(error, pointer, span, None)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn push_with(
        &mut self,
        error: Error,
        pointer: Option<Pointer>,
        span: Span,
        remedy: Option<Remedy>,
    ) -> Option<usize> {
        if self.counts.is_empty() {
            self.counts.resize(Code::ALL.len(), 0);
            self.in_document.reserve(Self::SOME);
        }
        let count = &mut self.counts[error.code() as usize];
        *count += 1;
        self.last = (*count <= self.limit).then_some(self.in_document.len());
        if self.last.is_some() {
            let place = Some((span, Position::START..Position::START));
            let file = self.document.map(Cow::Borrowed);
            self.in_document.push(Finding { pointer, file, place, remedy, ..Finding::new(error) });
        }
        self.last
    }

    /// Adds a finding about a part of the manifest.
    #[inline]
    pub(crate) fn blame(
        &mut self,
        error: Error,
        subject: Subject,
        span: Span,
        remedy: Option<Remedy>,
    ) {
        self.push_with(error, Some(Pointer::to(subject)), span, remedy);
    }

    /// Adds a finding about a value of the wrong type, and hides it if it may be a secret.
    #[cold]
    #[inline(never)]
    pub(crate) fn wrong_type(
        &mut self,
        found: JsonType,
        subject: Subject,
        expected: JsonType,
        span: Span,
        may_be_secret: bool,
    ) {
        self.blame(Error::InvalidType { subject, expected, found }, subject, span, None);
        if may_be_secret {
            self.hide(span);
        }
    }

    /// Begins something new, of which nothing has been found so far.
    pub(crate) fn forget_last(&mut self) {
        self.last = None;
    }

    /// What the last finding proposes, and whether that is certain.
    pub(crate) fn proposed(&self) -> Option<(String, bool)> {
        let suggestion = self.in_document.get(self.last?)?.error.suggestion()?;
        Some((suggestion.text, suggestion.certain))
    }

    /// The language that is meant by an invalid one, if that is certain, and its place.
    pub(crate) fn meant_language(&self) -> Option<(Language, Span)> {
        self.in_document.iter().find_map(|finding| match &finding.error {
            error @ Error::InvalidLanguage { .. } => {
                let suggestion = error.suggestion().filter(|suggestion| suggestion.certain)?;
                Some((Language::new(&suggestion.text).ok()?, finding.span()?))
            }
            _ => None,
        })
    }

    /// Gives the last finding another remedy, and returns its number.
    pub(crate) fn mend(&mut self, remedy: Remedy) -> Option<usize> {
        self.mend_at(self.last, Some(remedy));
        self.last
    }

    pub(crate) fn mend_at(&mut self, finding: Option<usize>, remedy: Option<Remedy>) {
        if let Some(finding) = finding.and_then(|index| self.in_document.get_mut(index)) {
            finding.remedy = remedy;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.in_document.is_empty() && self.in_files.is_empty()
    }

    /// Forgets what was found, for the one reason that the document is not to be read at all.
    pub(crate) fn refuse(&mut self, error: Error) {
        self.in_document.clear();
        self.in_files.clear();
        self.counts.clear();
        self.in_files.push((error, None, self.document.map(Cow::Borrowed)));
    }

    /// Adds what is wrong with a file itself.
    #[cold]
    #[inline(never)]
    pub(crate) fn push_file(&mut self, error: Error, path: &str) {
        self.in_files.push((error, None, Some(Cow::Owned(escaped(path)))));
    }

    /// Adds what is wrong between a file and the value of a key.
    #[cold]
    #[inline(never)]
    pub(crate) fn push_mismatch(&mut self, error: Error, key: &'static str, span: Span) {
        let place = (Pointer::Key(Cow::Borrowed(key)), span);
        self.in_files.push((error, Some(place), self.document.map(Cow::Borrowed)));
    }

    /// Proposes no key in place of an unknown one that is there already.
    pub(crate) fn withdraw_nearest(&mut self, is_taken: impl Fn(&str) -> bool) {
        for Finding { error, .. } in &mut self.in_document {
            if let Error::UnknownField { nearest, .. } = error {
                *nearest = nearest.filter(|key| !is_taken(key));
            }
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        let errors = self.in_document.iter().map(|finding| &finding.error);
        let mut errors = errors.chain(self.in_files.iter().map(|(error, ..)| error));
        errors.any(|error| error.severity() == Severity::Error)
    }

    /// The document without what is kept out of pictures.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        let secrets = self.secrets.iter().map(|secret| secret.range());
        for mut secret in secrets.chain(keys_in(text)) {
            secret.end = secret.end.min(text.len());
            if redacted.get(secret.clone()).is_some() {
                blank(&mut redacted, secret);
            }
        }
        redacted
    }

    /// Keeps a part of the document out of every picture of it. Parts come in order.
    pub(crate) fn hide(&mut self, secret: Span) {
        self.secrets.push(secret);
    }

    /// Keeps all from an offset on out of every picture.
    pub(crate) fn hide_from(&mut self, start: usize) {
        self.hide(Span::new(start, usize::MAX));
    }

    /// Whether nothing is shown from before an offset on.
    pub(crate) fn is_hidden(&self, offset: usize) -> bool {
        let last = self.secrets.iter().filter(|secret| secret.end == usize::MAX);
        last.clone().any(|secret| secret.start <= offset)
    }

    /// Puts everything into its order and finds lines and columns, in one walk over the source.
    pub(crate) fn into_report(self, source: &Source<'_>) -> Report {
        if self.is_empty() {
            return Report::default();
        }
        let mut findings = self.in_document;
        sort(&mut findings);
        let mut positions = Positions::new(source);
        for (span, range) in findings.iter_mut().filter_map(|finding| finding.place.as_mut()) {
            let start = positions.move_to(span.start);
            *range = start..positions.peek(span.end);
        }
        for (error, place, file) in self.in_files {
            let (pointer, span) = place.unzip();
            let place = span.map(|span| source.place(span));
            let remedy = Some(Remedy::String);
            findings.push(Finding { pointer, file, place, remedy, ..Finding::new(error) });
        }
        let is_shown = cfg!(any(feature = "miette", feature = "render"));
        let shown =
            if is_shown { RedactedSource::new(source, &findings, &self.secrets) } else { None };
        let mut omitted = Vec::new();
        for (code, count) in Code::ALL.iter().zip(&self.counts) {
            if *count > self.limit {
                omitted.push((*code, count - self.limit));
            }
        }
        Report {
            #[cfg(feature = "formats")]
            edits: positions_of_edits(&findings, source),
            findings,
            omitted,
            silent: Vec::new(),
            shown,
        }
    }
}

/// Sorts findings by where they start; those that start at one place stay in their order. By a heap,
/// for the sorts of the standard library are a lot of code.
fn sort(findings: &mut [Finding]) {
    let starts = findings.iter().map(|finding| finding.span().unwrap_or_default().start);
    if starts.clone().is_sorted() {
        return;
    }
    let order = starts.zip(0..).collect::<BinaryHeap<(usize, usize)>>().into_sorted_vec();
    let mut places = vec![0; order.len()];
    for (place, (_, at)) in order.into_iter().enumerate() {
        places[at] = place;
    }
    // Each swap puts one of the two into its place.
    for at in 0..places.len() {
        while places[at] != at {
            let place = places[at];
            findings.swap(at, place);
            places.swap(at, place);
        }
    }
}

/// Where the edits start and end that are no proposals, in one walk over the source.
#[cfg(feature = "formats")]
fn positions_of_edits(findings: &[Finding], source: &Source<'_>) -> BTreeMap<usize, Position> {
    let edits = findings.iter().filter_map(|finding| finding.remedy.as_ref()?.edit());
    let offsets: BTreeSet<_> = edits.flat_map(|edit| [edit.span.start, edit.span.end]).collect();
    let mut positions = Positions::new(source);
    offsets.into_iter().map(|offset| (offset, positions.move_to(offset))).collect()
}

//! How a document is read in which a manifest stands, alone or in company.

use crate::error::Error;
use crate::error::kind::{JsonType, Subject};
use crate::field::{Document, Entrypoint, Language};
use crate::findings::Collector;
use crate::fix::Remedy;
use crate::json::SyntaxError;
use crate::json::{Kind, Reader, Value};
use crate::manifest::{Manifest, PartialManifest, Row};
use crate::redact::secretive;
use crate::source::{Source, Span};

/// What a document has beside the keys of a manifest.
pub(crate) trait ExtraKeys {
    /// What messages call the document.
    const SUBJECT: Subject;

    /// The keys that are not the manifest's.
    const KEYS: &'static [&'static str];

    /// Reads the value of one of the keys.
    fn read(&mut self, key: &str, value: Value<'_>, document: &mut Document<'_>);

    /// Reports keys that must be there and are not.
    fn check_absent(&mut self, root: Span, findings: &mut Collector);
}

/// A manifest alone.
impl ExtraKeys for () {
    const SUBJECT: Subject = Subject::Manifest;
    const KEYS: &'static [&'static str] = &[];

    fn read(&mut self, _: &str, _: Value<'_>, _: &mut Document<'_>) {}

    fn check_absent(&mut self, _: Span, _: &mut Collector) {}
}

/// What came of reading a document: enough of it to check the files that it names, even if it is no
/// manifest.
#[derive(Debug)]
pub(crate) struct ParsedManifest {
    draft: PartialManifest,
    pub(crate) findings: Collector,
}

impl ParsedManifest {
    pub(crate) fn of_manifest(source: &Source<'_>) -> Self {
        Self::with(source, Collector::in_manifest())
    }

    pub(crate) fn with(source: &Source<'_>, mut findings: Collector) -> Self {
        if source.len() > Manifest::MAX_SIZE {
            findings.refuse(Error::ManifestTooLarge {});
            return Self { draft: PartialManifest::default(), findings };
        }
        Self::new(source, findings, &mut ())
    }

    /// Reads a document in which a manifest has company. What is the manifest's own keeps its limit.
    pub(crate) fn new<C: ExtraKeys>(
        source: &Source<'_>,
        findings: Collector,
        companion: &mut C,
    ) -> Self {
        let mut draft = PartialManifest::default();
        let mut json = Reader::new(source);
        json.set_limit(Manifest::MAX_SIZE);
        let mut document = Document { json, findings };
        if let Some(root) = document.json.root() {
            if matches!(root.kind, Kind::Object) {
                draft.read_keys(root, source, companion, &mut document);
            } else {
                document.wrong_type(root, C::SUBJECT, JsonType::Object, false);
            }
            document.json.end();
        }
        if let Some((fault, span)) = document.json.fault().cloned() {
            hide_unread(source, &mut document);
            let is_hidden = document.findings.is_hidden(span.start);
            let fault = if is_hidden { fault.without_words() } else { fault };
            document.findings.push(Error::InvalidJson { fault }, None, span);
        }
        for &comma in document.json.trailing_commas() {
            let error = Error::InvalidJson { fault: SyntaxError::TrailingComma };
            document.findings.push_with(error, None, comma, Some(Remedy::remove(comma, true)));
        }
        if document.json.fault().is_none() && document.json.is_over_limit() {
            document.findings.refuse(Error::ManifestTooLarge {});
        }
        Self { draft, findings: document.findings }
    }

    /// The manifest, if every key that must be there is and every value is right.
    pub(crate) fn take_manifest(&mut self) -> Option<Manifest> {
        if self.findings.has_errors() { None } else { self.draft.take_manifest() }
    }

    /// The place of a key's value.
    pub(crate) fn value_of(&self, key: &str) -> Option<Span> {
        self.draft.place_of_value(Row::of(key)?)
    }

    /// The entrypoint and the place of its value.
    pub(crate) fn entrypoint(&self) -> Option<(Entrypoint, Span)> {
        Some((self.draft.entrypoint.clone()?, self.draft.place_of_value(Row::entrypoint)?))
    }

    /// The language, or the one that is certainly meant, and the place of its value.
    pub(crate) fn language(&self) -> Option<(Language, Span)> {
        match self.draft.language {
            Some(language) => Some((language, self.draft.place_of_value(Row::language)?)),
            None => self.findings.meant_language(),
        }
    }
}

/// Hides what may be secret behind a syntax error, where nobody reads what is under which key.
fn hide_unread(source: &Source<'_>, document: &mut Document<'_>) {
    let at = document.json.offset();
    // Of what is shown behind an error, this is more than enough, and it may not be UTF-8.
    let rest = source.to_text(at..source.len().min(at + Manifest::MAX_SIZE));
    let before = &source.text()[..at];
    let key = before.trim_end().strip_suffix(':').and_then(|before| before.rsplit('"').nth(1));
    if key.is_some_and(|key| secretive(key).is_some()) {
        document.findings.hide_from(at);
    } else if let Some(word) = secretive(&rest)
        && let Some(value) = rest[word..].find([':', '='])
    {
        document.findings.hide_from(at + word + value + 1);
    }
}

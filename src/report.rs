//! What was found: findings, the report of all of them, and the value if there is one.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::error::{Code, Error, Severity};
use crate::excerpt::{account_key, blank, blank_account_keys, escaped, is_invisible};
use crate::source::{Position, Positions, Source, Span};

/// The name of the manifest in a function's directory.
pub(crate) const MANIFEST_NAME: &str = "aerostack.json";

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    error: Error,
    pointer: Option<Pointer>,
    file: Cow<'static, str>,
    place: Option<(Span, Range<Position>)>,
}

impl Finding {
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

    /// Whether it fails the manifest.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.error.severity()
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

    /// The value or key at fault as a JSON Pointer (RFC 6901) into the manifest; for a missing key
    /// the pointer that it would have. `None` for what is no part of a JSON document, and for a key
    /// that is too long or cannot be shown; the span points there.
    #[must_use]
    pub fn pointer(&self) -> Option<String> {
        self.pointer.as_ref().map(Pointer::to_string)
    }

    /// The file at fault, relative to the function's directory, fit to be shown.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The bytes of the file at fault, as few as possible.
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

/// The wire form: `code`, `severity`, `message`, `help`, `pointer`, `file`, `span`, `range`; what a
/// finding does not have is left out.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length =
            5 + usize::from(self.pointer.is_some()) + 2 * usize::from(self.place.is_some());
        let mut finding = serializer.serialize_struct("Finding", length)?;
        finding.serialize_field("code", &self.code())?;
        finding.serialize_field("severity", &self.severity())?;
        finding.serialize_field("message", &self.message())?;
        finding.serialize_field("help", &self.help())?;
        if let Some(pointer) = self.pointer() {
            finding.serialize_field("pointer", &pointer)?;
        }
        finding.serialize_field("file", &self.file)?;
        if let Some((span, range)) = &self.place {
            finding.serialize_field("span", span)?;
            finding.serialize_field("range", range)?;
        }
        finding.end()
    }
}

/// The header and the help, without a picture of the source.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        writeln!(f, "{}[{code}]: {}", self.severity(), self.error)?;
        write!(f, " --> {}", self.file)?;
        if let Some((_, Range { start, .. })) = &self.place {
            write!(f, ":{}:{}", start.line, start.column)?;
        }
        write!(f, "\nhelp: {}", self.help())
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

/// Everything that was found, in source order: the manifest's findings by place, then the files'.
///
/// `Display` prints it for people, `Serialize` writes the wire form `{"ok", "findings": […]}`.
/// The same input makes the same report, byte for byte, everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
    /// The manifest, fit to be shown, if any finding points into it.
    source: Option<Box<str>>,
}

impl Report {
    /// Whether nothing fails the manifest; there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Whether nothing was found at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// All findings, in order.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that fail the manifest.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.of(Severity::Error)
    }

    /// The findings that fail nothing.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity() == severity)
    }

    #[cfg(feature = "render")]
    pub(crate) fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

impl std::error::Error for Report {}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 2)?;
        report.serialize_field("ok", &self.is_ok())?;
        report.serialize_field("findings", &self.findings)?;
        report.end()
    }
}

#[cfg(not(feature = "render"))]
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

/// What a check gives: the value, unless an error forbids it, and everything that was found.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    value: Option<T>,
    report: Report,
}

impl<T> Checked<T> {
    /// Upholds that there is a value exactly when there is no error.
    pub(crate) fn new(value: Option<T>, report: Report) -> Self {
        debug_assert_eq!(value.is_some(), report.is_ok(), "{report}");
        let value = if report.is_ok() { value } else { None };
        Self { value, report }
    }

    /// The value; there is one exactly when the report is ok.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Everything that was found.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The value and the report.
    #[must_use]
    pub fn into_parts(self) -> (Option<T>, Report) {
        (self.value, self.report)
    }

    /// The value, or the report that says why there is none. Warnings are dropped.
    ///
    /// # Errors
    ///
    /// The report, if it has an error.
    pub fn into_result(self) -> Result<T, Report> {
        self.value.ok_or(self.report)
    }
}

/// What is wrong with a file, with the value in the manifest that it does not agree with, if any,
/// and the name of the file to blame.
type FileFinding = (Error, Option<(Pointer, Span)>, Cow<'static, str>);

/// Gathers findings while the manifest and the files are read.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    in_manifest: Vec<(Error, Option<Pointer>, Span)>,
    in_files: Vec<FileFinding>,
    secrets: Vec<Span>,
}

impl Findings {
    pub(crate) fn push(&mut self, error: Error, pointer: impl Into<Option<Pointer>>, span: Span) {
        self.in_manifest.push((error, pointer.into(), span));
    }

    /// Adds what is wrong with a file itself.
    pub(crate) fn push_file(&mut self, error: Error, path: &str) {
        self.in_files.push((error, None, Cow::Owned(escaped(path))));
    }

    /// Adds what is wrong between a file and the value of a key.
    pub(crate) fn push_mismatch(&mut self, error: Error, key: &'static str, span: Span) {
        let place = (Pointer::Key(Cow::Borrowed(key)), span);
        self.in_files.push((error, Some(place), Cow::Borrowed(MANIFEST_NAME)));
    }

    /// Proposes no key in place of an unknown one that is there already.
    pub(crate) fn withdraw_nearest(&mut self, is_taken: impl Fn(&str) -> bool) {
        for (error, ..) in &mut self.in_manifest {
            if let Error::UnknownField { nearest, .. } = error {
                *nearest = nearest.filter(|key| !is_taken(key));
            }
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        let errors = self.in_manifest.iter().map(|(error, ..)| error);
        let mut errors = errors.chain(self.in_files.iter().map(|(error, ..)| error));
        errors.any(|error| error.severity() == Severity::Error)
    }

    /// Keeps a part of the source out of every picture of it.
    pub(crate) fn hide(&mut self, secret: Span) {
        self.secrets.push(secret);
    }

    /// Puts everything into its order and finds lines and columns, in one walk over the source.
    pub(crate) fn into_report(mut self, source: &Source<'_>) -> Report {
        if self.in_manifest.is_empty() && self.in_files.is_empty() {
            return Report::default();
        }
        self.in_manifest.sort_by_key(|(_, _, span)| span.start);
        let mut positions = Positions::new(source);
        let mut findings = Vec::with_capacity(self.in_manifest.len() + self.in_files.len());
        for (error, pointer, span) in self.in_manifest {
            let start = positions.move_to(span.start);
            let place = Some((span, start..positions.peek(span.end)));
            findings.push(Finding { error, pointer, file: Cow::Borrowed(MANIFEST_NAME), place });
        }
        for (error, place, file) in self.in_files {
            let (pointer, place) = place.unzip();
            let place = place.map(|span| {
                let positions = Positions::new(source);
                (span, positions.peek(span.start)..positions.peek(span.end))
            });
            findings.push(Finding { error, pointer, file, place });
        }
        let source = findings.iter().any(|finding| finding.place.is_some()).then(|| {
            let mut text = source.to_text();
            for secret in self.secrets {
                blank(&mut text, secret.start, secret.end);
            }
            blank_account_keys(&mut text);
            text.into_boxed_str()
        });
        Report { findings, source }
    }
}

//! The report of all findings, and the value if there is one.

#[cfg(feature = "formats")]
use std::collections::BTreeMap;
use std::fmt;
#[cfg(feature = "formats")]
use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::error::{Code, Error, Severity};
use crate::finding::Finding;
use crate::level::{Level, Levels};
use crate::redacted_source::RedactedSource;
#[cfg(feature = "formats")]
use crate::source::{Position, Span};

/// Everything that was found, in source order: the manifest's findings by place, then the files',
/// then what only the Hub knows.
///
/// `Display` prints it for people, `Serialize` writes the wire form `{"ok", "findings": […]}`.
/// Of the findings of one code, the first [`Report::MAX_PER_CODE`] are kept and the rest counted, so
/// that a hostile manifest cannot make an endless report.
///
/// The same input makes the same report, byte for byte, everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub(crate) findings: Vec<Finding>,
    /// How many are left out, by code, in order: the maps of the standard library are a lot of code.
    pub(crate) omitted: Vec<(Code, usize)>,
    /// The codes that nobody wants to hear of.
    pub(crate) silent: Vec<Code>,
    /// The document, if any finding points into it.
    pub(crate) shown: Option<Box<RedactedSource>>,
    /// Where the edits are that lie elsewhere than what is blamed.
    #[cfg(feature = "formats")]
    pub(crate) edits: BTreeMap<usize, Position>,
}

impl Report {
    /// The most findings of one code.
    pub const MAX_PER_CODE: usize = 100;

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

    /// The codes of which findings are left out because there are too many of them, in order, each
    /// with how many that are.
    #[must_use]
    pub fn omitted(&self) -> &[(Code, usize)] {
        &self.omitted
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

    /// The HTTP status with which a server refuses a request for these reasons: that of the first
    /// error. `None` if there is no error.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.errors().next().map(|finding| finding.code().status())
    }

    /// The report as a caller wants it: without the warnings that are allowed, and with those that are
    /// denied as errors. Levels add up: what was raised or silenced before stays so.
    #[must_use]
    pub fn with_levels(mut self, levels: &Levels) -> Self {
        self.findings.retain(|finding| levels.level(finding.code()) != Level::Allow);
        self.omitted.retain(|(code, _)| levels.level(*code) != Level::Allow);
        self.silent.extend(Code::ALL.iter().filter(|code| levels.level(**code) == Level::Allow));
        for finding in &mut self.findings {
            finding.severity = finding.severity.max(levels.severity(finding.code()));
        }
        self
    }

    /// Adds what was found later in the same function, such as what the Hub has against it.
    pub fn append(&mut self, later: Self) {
        self.findings.extend(later.findings);
        for (code, count) in later.omitted {
            match self.omitted.binary_search_by_key(&code, |(code, _)| *code) {
                Ok(at) => self.omitted[at].1 += count,
                Err(at) => self.omitted.insert(at, (code, count)),
            }
        }
        self.silent.extend(later.silent);
        self.shown = self.shown.take().or(later.shown);
        #[cfg(feature = "formats")]
        self.edits.extend(later.edits);
    }

    /// Says what is left out, as the last lines of a report.
    pub(crate) fn write_omitted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (code, count)) in self.omitted.iter().enumerate() {
            write!(f, "{}… and {count} more {code}", if index == 0 { "\n\n" } else { "\n" })?;
        }
        Ok(())
    }

    #[cfg(any(feature = "miette", feature = "render"))]
    pub(crate) fn shown(&self) -> Option<&RedactedSource> {
        self.shown.as_deref()
    }

    /// The lines and columns of an edit of a finding's fix.
    #[cfg(feature = "formats")]
    pub(crate) fn range_of_edit(&self, finding: &Finding, edit: Span) -> Option<Range<Position>> {
        if finding.span() == Some(edit) {
            return finding.range();
        }
        let position = |offset| self.edits.get(&offset).copied();
        Some(position(edit.start)?..position(edit.end)?)
    }
}

/// What is wrong as a whole, with no place: a host's own verdict on a key, say.
///
/// ```
/// use aerostack_manifest::{Error, KeyErrorKind, Report};
///
/// let report = Report::from(Error::from(KeyErrorKind::Expired));
/// assert_eq!(report.status(), Some(401));
/// ```
impl From<Error> for Report {
    fn from(error: Error) -> Self {
        Self::from(Finding::new(error))
    }
}

impl From<Finding> for Report {
    fn from(finding: Finding) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }
}

impl std::error::Error for Report {}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 3)?;
        report.serialize_field("ok", &self.is_ok())?;
        report.serialize_field("findings", &self.findings)?;
        if self.omitted.is_empty() {
            report.skip_field("omitted")?;
        } else {
            report.serialize_field("omitted", &Omitted(&self.omitted))?;
        }
        report.end()
    }
}

/// What is left out, on the wire.
struct Omitted<'r>(&'r [(Code, usize)]);

impl Serialize for Omitted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
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
        self.write_omitted(f)
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
        debug_assert!(value.is_some() || !report.is_ok(), "{report}");
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

    /// The same, with warnings silenced or raised. There is no value if a warning is denied.
    ///
    /// ```
    /// use aerostack_manifest::{Code, Function, Level, Levels, Memory};
    ///
    /// let manifest = r#"{ "name": "hello", "version": "1.0.0", "description": "Says hello.",
    ///     "category": "utility", "language": "typescript", "runtime": "cloudflare-worker",
    ///     "license": "MIT", "entrypoint": "index.ts" }"#;
    /// let files = Memory::from_iter([("aerostack.json", manifest), ("index.ts", "export {}")]);
    ///
    /// let mut levels = Levels::default();
    /// levels.set(Code::MissingReadme, Level::Deny)?;
    /// let checked = Function::check(&files).with_levels(&levels);
    /// assert!(checked.value().is_none());
    /// assert_eq!(checked.report().errors().next().unwrap().code(), Code::MissingReadme);
    /// # Ok::<(), aerostack_manifest::NotAWarning>(())
    /// ```
    #[must_use]
    pub fn with_levels(self, levels: &Levels) -> Self {
        Self::new(self.value, self.report.with_levels(levels))
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

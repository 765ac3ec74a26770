//! The report of all findings, and the value if there is one.

use std::borrow::Cow;
#[cfg(feature = "formats")]
use std::collections::BTreeMap;
use std::fmt;
#[cfg(feature = "formats")]
use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::error::{Code, Error, Severity};
use crate::finding::{Finding, MANIFEST_NAME, Place, Pointer};
use crate::fix::{self, Remedy};
use crate::level::{Level, Levels};
use crate::manifest::Manifest;
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

    /// Mends the text of a manifest as far as what is right is certain: applies the certain fixes that
    /// do not overlap, and those of what is found then, until there are none.
    ///
    /// `source` is the text that this report is about; nothing is mended that it does not show, such as
    /// a warning that [`Levels`] allow. Bytes outside the fixes stay as they are. What was found in a
    /// request has fixes of its own, and is not for this.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let text = r#"{ "category": "Media", "version": "v1.2", "tags": ["a", "a"], }"#;
    /// let report = Manifest::check(text.as_bytes()).into_parts().1;
    /// let fixed = report.fix(text);
    /// assert_eq!(
    ///     fixed.text,
    ///     r#"{ "category": "media", "runtime": "cloudflare-worker", "version": "1.2.0", "tags": ["a"] }"#
    /// );
    /// assert_eq!(fixed.mended.len(), 5);
    /// ```
    #[must_use]
    pub fn fix(&self, source: &str) -> Fixed {
        // A first round may leave what was not shown for its number. Then a round mends everything but
        // neighbours that need the same comma.
        const ROUNDS: usize = 8;
        let mut result = Fixed { text: source.to_owned(), mended: Vec::new() };
        let mut later = None;
        for _ in 0..ROUNDS {
            let report = later.as_ref().unwrap_or(self);
            let in_manifest = report.findings.iter().filter(|one| {
                one.file() == Some(MANIFEST_NAME) && !self.silent.contains(&one.code())
            });
            let (findings, mut fixes): (Vec<_>, Vec<_>) = in_manifest
                .filter_map(|finding| Some((finding, finding.fix().filter(|fix| fix.certain)?)))
                .unzip();
            let (mut text, mut applied) = fix::apply(&result.text, &fixes);
            if text.len() > Manifest::MAX_SIZE {
                fixes.iter_mut().filter(|fix| fix.grows()).for_each(|fix| fix.edits.clear());
                (text, applied) = fix::apply(&result.text, &fixes);
            }
            if applied.is_empty() {
                break;
            }
            result.text = text;
            result.mended.extend(applied.into_iter().map(|index| findings[index].clone()));
            later = Some(Manifest::report_all(&result.text));
        }
        result
    }

    /// One finding about a value of a request, with its place there.
    pub(crate) fn of_request(error: Error, key: &'static str, place: Option<Place>) -> Self {
        let pointer = Some(Pointer::Key(Cow::Borrowed(key)));
        let remedy = Some(Remedy::String);
        let finding = Finding { pointer, place, remedy, ..Finding::new(error) };
        Self { findings: vec![finding], ..Self::default() }
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

/// A manifest that has been mended by [`Report::fix`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// What has been mended, in the order in which that was done.
    pub mended: Vec<Finding>,
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
        Self { findings: vec![Finding::new(error)], ..Self::default() }
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

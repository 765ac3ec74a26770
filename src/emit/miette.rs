//! miette: reports for command lines that are built on it.

use std::fmt;

use ::miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::emit::base_path::BasePath;
use crate::emit::snippet::Snippet;
use crate::error::{Code, Severity};
use crate::finding::{Finding, REQUEST_NAME};
use crate::redact::escaped;
use crate::report::Report;
use crate::source::Position;

/// A report as a diagnostic for miette: the first error, or else the first warning, with all other
/// findings related to it.
///
/// A label starts at the offset of the finding's span. The source code of each finding is only the
/// line on which the span starts, escaped for a terminal.
///
/// ```
/// use aerostack_manifest::{Manifest, BasePath};
///
/// fn name_of(manifest: &str) -> miette::Result<String> {
///     Ok(Manifest::parse(manifest)?.name().to_string())
/// }
/// let error = name_of("[]").unwrap_err();
/// assert_eq!(error.to_string(), "the manifest must be an object, not an array");
///
/// let report = Manifest::check(b"[]").into_parts().1;
/// let diagnosis = report.diagnosis(BasePath::Directory("functions/hello")).unwrap();
/// assert_eq!(diagnosis.to_string(), error.to_string());
/// ```
#[derive(Clone, Debug)]
pub struct Diagnosis {
    code: Code,
    severity: Severity,
    url: String,
    message: String,
    help: String,
    spot: Option<Spot>,
    related: Vec<Self>,
}

impl Report {
    /// Returns the report for miette, with the paths of its files; `None` if nothing was found.
    #[must_use]
    pub fn diagnosis(&self, origin: BasePath<'_>) -> Option<Diagnosis> {
        let first = self.errors().next().or(self.findings().first())?;
        let others = self.findings().iter().filter(|finding| !std::ptr::eq(*finding, first));
        let related = others.map(|finding| Diagnosis::new(self, finding, origin)).collect();
        Some(Diagnosis { related, ..Diagnosis::new(self, first, origin) })
    }
}

/// For `?` in a function that returns a `miette::Result`. Paths are relative to the function's
/// directory.
impl From<Report> for ::miette::Report {
    fn from(report: Report) -> Self {
        match report.diagnosis(BasePath::Directory(".")) {
            Some(diagnosis) => diagnosis.into(),
            None => Self::msg("nothing was found"),
        }
    }
}

impl Diagnosis {
    fn new(report: &Report, finding: &Finding, origin: BasePath<'_>) -> Self {
        Self {
            code: finding.code(),
            severity: finding.severity(),
            url: finding.code().url(),
            message: unbroken(&finding.message()),
            help: unbroken(&finding.help()),
            spot: Spot::new(report, finding, origin),
            related: Vec::new(),
        }
    }
}

/// Returns a text that has no command for GitHub's runner wherever miette breaks its line.
fn unbroken(text: &str) -> String {
    text.replace("::", r":\u{3a}")
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnosis {}

impl Diagnostic for Diagnosis {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<::miette::Severity> {
        Some(match self.severity {
            Severity::Error => ::miette::Severity::Error,
            Severity::Warning => ::miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.url))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.spot.as_ref().map(|spot| spot as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spot = self.spot.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, spot.label))))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.related.iter().map(|diagnosis| diagnosis as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = _>>)
    }
}

/// The span of a finding in the line on which it starts.
#[derive(Clone, Debug)]
struct Spot {
    path: String,
    start: Position,
    line: String,
    /// The offset at which the line is said to start, so that the label has the offset of the span.
    line_start: usize,
    label: SourceSpan,
}

impl Spot {
    fn new(report: &Report, finding: &Finding, origin: BasePath<'_>) -> Option<Self> {
        let (span, start) = finding.span().zip(finding.range().map(|range| range.start))?;
        let path = match finding.file() {
            Some(file) => escaped(&origin.path_of(file)),
            None => REQUEST_NAME.to_owned(),
        };
        let snippet = report.shown().and_then(|shown| Snippet::new(shown, span));
        let Snippet { line, marked } = snippet.unwrap_or_default();
        // The escaped start of the line may be longer than all of the source before the span.
        let offset = span.start.max(marked.start);
        let label = SourceSpan::new(offset.into(), marked.len());
        Some(Self { path, start, line, line_start: offset - marked.start, label })
    }
}

impl SourceCode for Spot {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = self.line_start + self.line.len();
        if span.offset() < self.line_start || span.offset() + span.len() > end {
            return Err(MietteError::OutOfBounds);
        }
        // With context, miette asks for the line; without, for the place of the span.
        let column = if lines_before == 0 { self.start.column - 1 } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            self.line.as_bytes(),
            SourceSpan::new(self.line_start.into(), self.line.len()),
            self.start.line - 1,
            column,
            1,
        )))
    }
}

//! Findings with a picture of the source, as a compiler shows them.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer};

use crate::emit::snippet::Snippet;
use crate::error::Severity;
use crate::finding::{Finding, MANIFEST_NAME, REQUEST_NAME};
use crate::redact::escaped;
use crate::report::Report;

/// A report as it is shown to a person; made by [`Report::display`].
#[derive(Clone, Debug)]
pub struct Display<'r> {
    report: &'r Report,
    directory: String,
    manifest: Option<String>,
    has_color: bool,
}

impl Report {
    /// The report as a person reads it, with options. Its own `Display` is the same without any.
    #[must_use]
    pub fn display(&self) -> Display<'_> {
        Display { report: self, directory: String::new(), manifest: None, has_color: false }
    }
}

impl Display<'_> {
    /// Names files by their path from somewhere else: `directory` and a slash go before them.
    #[must_use]
    pub fn within(mut self, directory: &str) -> Self {
        self.directory = match escaped(directory.trim_end_matches('/')) {
            empty if empty.is_empty() && !directory.is_empty() => "/".to_owned(),
            empty if empty.is_empty() || empty == "." => String::new(),
            directory => directory + "/",
        };
        self
    }

    /// Names the manifest by a path of its own, such as that of a file checked without its function.
    #[must_use]
    pub fn manifest_path(mut self, path: &str) -> Self {
        self.manifest = Some(escaped(path));
        self
    }

    /// Colors it with ANSI escape sequences.
    #[must_use]
    pub fn color(mut self, has_color: bool) -> Self {
        self.has_color = has_color;
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.display().fmt(f)
    }
}

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let renderer = if self.has_color { Renderer::styled() } else { Renderer::plain() };
        for (index, finding) in self.report.findings().iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            let picture = finding.span().zip(self.report.shown());
            let picture = picture.and_then(|(span, shown)| Snippet::new(shown, span));
            let line = finding.range().map_or(1, |range| range.start.line);
            let shown = renderer.render(&[group(finding, picture, line)]);
            // The renderer would count columns in what is shown, not in what the author wrote. So it
            // gets no path, and the place goes in between its title and the rest.
            let (title, rest) = shown.split_once('\n').unwrap_or((&shown, ""));
            let margin = line.to_string().len();
            f.write_str(title)?;
            if finding.file().is_some() || finding.range().is_some() {
                write!(f, "\n{:margin$}--> ", "")?;
                match (finding.file(), &self.manifest) {
                    (None, _) => f.write_str(REQUEST_NAME)?,
                    (Some(MANIFEST_NAME), Some(path)) => f.write_str(path)?,
                    (Some(file), _) => write!(f, "{}{file}", self.directory)?,
                }
            }
            if let Some(Range { start, .. }) = finding.range() {
                write!(f, ":{}:{}", start.line, start.column)?;
            }
            write!(f, "\n{rest}")?;
        }
        self.report.write_omitted(f)
    }
}

// What the renderer would not show is not looked at.
const _: () = assert!(Snippet::AROUND == DEFAULT_TERM_WIDTH / 2);

fn group(finding: &Finding, picture: Option<Snippet>, line: usize) -> Group<'static> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group =
        Group::with_title(level.primary_title(finding.message()).id(finding.code().as_str()));
    let group = match picture {
        Some(picture) => group.element(
            annotate_snippets::Snippet::source(picture.line)
                .line_start(line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(picture.marked)),
        ),
        None => group,
    };
    group.element(Level::HELP.message(finding.help()))
}

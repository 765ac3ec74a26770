//! Terminals: findings with a snippet of the source, like a compiler's.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer};

use crate::emit::snippet::Snippet;
use crate::error::Severity;
use crate::finding::{Finding, MANIFEST_NAME, REQUEST_NAME};
use crate::redact::escaped;
use crate::report::Report;

/// Displays a report with snippets of the source. Created by [`Report::display`].
#[derive(Clone, Debug)]
pub struct Display<'r> {
    report: &'r Report,
    directory: String,
    manifest: Option<String>,
    has_color: bool,
}

impl Report {
    /// Displays the report, with options. `Display` for the report itself is the same without any.
    #[must_use]
    pub fn display(&self) -> Display<'_> {
        Display { report: self, directory: String::new(), manifest: None, has_color: false }
    }
}

impl Display<'_> {
    /// Puts `directory` and a slash before the names of files.
    #[must_use]
    pub fn within(mut self, directory: &str) -> Self {
        self.directory = match escaped(directory.trim_end_matches('/')) {
            empty if empty.is_empty() && !directory.is_empty() => "/".to_owned(),
            empty if empty.is_empty() || empty == "." => String::new(),
            directory => directory + "/",
        };
        self
    }

    /// Sets the path of the manifest, such as that of a file checked without its function.
    #[must_use]
    pub fn manifest_path(mut self, path: &str) -> Self {
        self.manifest = Some(escaped(path));
        self
    }

    /// Whether to color the text with ANSI escape sequences.
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
            let snippet = finding.span().zip(self.report.shown());
            let snippet = snippet.and_then(|(span, shown)| Snippet::new(shown, span));
            let line = finding.range().map_or(1, |range| range.start.line);
            let shown = renderer.render(&[group(finding, snippet, line)]);
            // The renderer would count columns in the escaped line, not in the source. So it gets no
            // path, and the place is inserted after its title.
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

// Snippets must not be longer than what the renderer shows.
const _: () = assert!(Snippet::AROUND == DEFAULT_TERM_WIDTH / 2);

fn group(finding: &Finding, snippet: Option<Snippet>, line: usize) -> Group<'static> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group =
        Group::with_title(level.primary_title(finding.message()).id(finding.code().as_str()));
    let group = match snippet {
        Some(snippet) => group.element(
            annotate_snippets::Snippet::source(snippet.line)
                .line_start(line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(snippet.marked)),
        ),
        None => group,
    };
    group.element(Level::HELP.message(finding.help()))
}

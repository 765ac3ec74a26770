//! Findings with a picture of the source, as a compiler shows them.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::error::Severity;
use crate::excerpt::{escaped, write_visible};
use crate::report::{Finding, Report};
use crate::source::Span;

/// A report as it is shown to a person; made by [`Report::display`].
#[derive(Clone, Debug)]
pub struct Display<'r> {
    report: &'r Report,
    directory: String,
    has_color: bool,
}

impl Report {
    /// The report as a person reads it, with options. Its own `Display` is the same without any.
    #[must_use]
    pub fn display(&self) -> Display<'_> {
        Display { report: self, directory: String::new(), has_color: false }
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
        let source = self.report.source().unwrap_or_default();
        for (index, finding) in self.report.findings().iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            let picture = finding.span().and_then(|span| Picture::new(source, span));
            let line = finding.range().map_or(1, |range| range.start.line);
            let shown = renderer.render(&[group(finding, picture, line)]);
            // The renderer would count columns in what is shown, not in what the author wrote. So it
            // gets no path, and the place goes in between its title and the rest.
            let (title, rest) = shown.split_once('\n').unwrap_or((&shown, ""));
            let margin = line.to_string().len();
            write!(f, "{title}\n{:margin$}--> {}{}", "", self.directory, finding.file())?;
            if let Some(Range { start, .. }) = finding.range() {
                write!(f, ":{}:{}", start.line, start.column)?;
            }
            write!(f, "\n{rest}")?;
        }
        Ok(())
    }
}

fn group(finding: &Finding, picture: Option<Picture>, line: usize) -> Group<'static> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group =
        Group::with_title(level.primary_title(finding.message()).id(finding.code().as_str()));
    let group = match picture {
        Some(picture) => group.element(
            Snippet::source(picture.line)
                .line_start(line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(picture.marked)),
        ),
        None => group,
    };
    group.element(Level::HELP.message(finding.help()))
}

/// The line that a span begins on, made fit for a terminal, and the part of it to mark.
struct Picture {
    line: String,
    marked: Range<usize>,
}

impl Picture {
    /// How many characters are shown before the start of the span, and from there on.
    const AROUND: usize = DEFAULT_TERM_WIDTH / 2;

    fn new(source: &str, span: Span) -> Option<Self> {
        let (before, rest) = source.split_at_checked(span.start)?;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line_end = rest.find('\n').map_or(source.len(), |end| span.start + end);
        let line = source.get(line_start..line_end)?.trim_end_matches('\r');
        if line.is_empty() {
            return None;
        }
        // A line may be as long as the manifest. What is shown of it is cut on both sides.
        let start = span.start - line_start;
        let end = (span.end - line_start).min(line.len()).max(start);
        let (from, is_cut_before) = match line[..start].char_indices().nth_back(Self::AROUND) {
            Some((from, _)) => (from, true),
            None => (0, false),
        };
        let to =
            line[start..].char_indices().nth(Self::AROUND).map_or(line.len(), |(to, _)| start + to);
        let mut shown = String::with_capacity(to - from);
        let mut marked = 0..0;
        if is_cut_before {
            shown.push('…');
        }
        for (at, character) in line[from..to].char_indices() {
            if from + at == start {
                marked.start = shown.len();
            }
            if from + at == end {
                marked.end = shown.len();
            }
            // Tabs, and the joiner and the selector of emoji, are the renderer's to show.
            if matches!(character, '\t' | '\u{200D}' | '\u{FE0F}') {
                shown.push(character);
            } else {
                write_visible(&mut shown, character).ok()?;
            }
        }
        if start >= to {
            marked.start = shown.len();
        }
        if end >= to {
            marked.end = shown.len();
        }
        if to < line.len() {
            shown.push('…');
        }
        Some(Self { line: shown, marked })
    }
}

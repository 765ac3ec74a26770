//! What separates tokens: whitespace, and what takes its place in documents with syntax errors.

use super::SyntaxError;
use super::parser::Parser;
use super::scan::{line_end, skip_space};
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};
use crate::source::{Source, Span};

/// How git marks the two sides of a conflict, and their common ancestor.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl Parser<'_> {
    /// Skips whitespace, and what is none but separates tokens all the same.
    pub(super) fn skip_trivia(&mut self, at: usize) -> usize {
        let mut at = skip_space(self.bytes, at);
        while let Some(end) = self.unusual_trivia(at) {
            at = skip_space(self.bytes, end);
        }
        at
    }

    /// The offset after whitespace and comments, which are not reported.
    pub(super) fn peek_after_comments(&self, at: usize) -> usize {
        let mut at = skip_space(self.bytes, at);
        while let Some(end) = self.comment_end(at) {
            at = skip_space(self.bytes, end);
        }
        at
    }

    /// The end of the comment at an offset, if there is one; beyond the text if it is not terminated.
    fn comment_end(&self, at: usize) -> Option<usize> {
        match (self.byte(at), self.byte(at + 1)) {
            (b'#', _) | (b'/', b'/') => Some(line_end(self.text, at)),
            (b'/', b'*') => {
                let length = self.text[at + 2..].find("*/");
                Some(length.map_or(self.text.len() + 1, |length| at + 2 + length + 2))
            }
            _ => None,
        }
    }

    /// Skips a comment, a side of a merge conflict, or whitespace that JSON does not have.
    fn unusual_trivia(&mut self, at: usize) -> Option<usize> {
        match self.byte(at) {
            b'#' | b'/' => {
                let end = self.comment_end(at)?;
                if end > self.text.len() {
                    // That the rest is missing too is the same mistake.
                    self.has_ended = true;
                    let span = Span::new(at, self.end_of_text());
                    self.report(span, || SyntaxError::UnterminatedComment.unfixed());
                    return Some(self.text.len());
                }
                Some(self.comment(at, end))
            }
            b'<' | b'|' | b'=' | b'>' => self.conflict_marker(at),
            // The bytes that are not UTF-8, which have been reported.
            Source::SUBSTITUTE if self.is_substitute(at) => {
                self.ignore_rest_of_line(at);
                Some(at + 1)
            }
            0x80.. => self.unusual_spaces(at),
            _ => None,
        }
    }

    fn comment(&mut self, start: usize, end: usize) -> usize {
        let span = Span::new(start, end);
        let removal = Edit::remove(self.with_space_around(span));
        // After something else that should not be there, this may not be a comment. Once errors are
        // omitted, the last one that was kept may be far away.
        let last = self.json.mistakes.last().filter(|last| {
            self.json.omitted == 0
                && self.text.get(last.span.end..start).is_some_and(|text| !text.contains('\n'))
        });
        let has_fix = last.is_none_or(|last| last.fix.is_some());
        self.report(span, || (SyntaxError::Comment, has_fix.then(|| Fix::certain([removal]))));
        end
    }

    /// A comment with the space that is only there for it: its lines if nothing else is on them, or
    /// what separates it from the rest of its line.
    fn with_space_around(&self, Span { start, end }: Span) -> Span {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let before = self.bytes[..start].iter().rev().take_while(|byte| is_blank(byte)).count();
        let after = self.bytes[end..].iter().take_while(|byte| is_blank(byte)).count();
        let (outer_start, outer_end) = (start - before, end + after);
        let starts_line = outer_start == 0 || self.bytes[outer_start - 1] == b'\n';
        let rest = &self.text[outer_end..];
        let line_break = ["\n", "\r\n"].into_iter().find(|one| rest.starts_with(one));
        match line_break {
            Some(line_break) if starts_line => Span::new(outer_start, outer_end + line_break.len()),
            None if !rest.is_empty() => {
                Span::new(start, if before > 0 || starts_line { outer_end } else { end })
            }
            _ => Span::new(outer_start, outer_end),
        }
    }

    /// Skips the marker of a merge conflict, and all that follows the first of its sides.
    fn conflict_marker(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let marker = CONFLICT_MARKERS.iter().find(|marker| rest.starts_with(**marker))?;
        let starts_line = at == 0 || self.bytes[at - 1] == b'\n';
        if !starts_line || rest[marker.len()..].starts_with(|c: char| !c.is_ascii_whitespace()) {
            return None;
        }
        let end = line_end(self.text, at);
        let starts_conflict = *marker == "<<<<<<<";
        if starts_conflict || !self.is_in_conflict {
            self.report(Span::new(at, end), || SyntaxError::MergeConflict.unfixed());
        }
        self.is_in_conflict = starts_conflict;
        if starts_conflict || *marker == ">>>>>>>" || self.has_no_conflict_end {
            return Some(end);
        }
        self.has_gap = true;
        let conflict_end = rest.find("\n>>>>>>>");
        self.has_no_conflict_end = conflict_end.is_none();
        Some(conflict_end.map_or(end, |length| line_end(self.text, at + length + 1)))
    }

    /// Skips whitespace and invisible characters that JSON does not have between tokens.
    fn unusual_spaces(&mut self, at: usize) -> Option<usize> {
        let is_invisible = |c: char| matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
        let is_space = |c: char| !c.is_ascii() && (c.is_whitespace() || is_invisible(c));
        let rest = &self.text[at..];
        let first = rest.chars().next().filter(|&c| is_space(c))?;
        let run = &rest[..rest.find(|c| !is_space(c)).unwrap_or(rest.len())];
        let span = Span::new(at, at + run.len());
        let spaces = Edit { span, text: " ".repeat(run.chars().count()) };
        let character = Excerpt::from(first);
        self.report(span, || SyntaxError::UnusualSpace { character }.fixed_by(spaces));
        Some(span.end)
    }
}

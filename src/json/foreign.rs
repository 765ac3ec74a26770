//! Documents in another format, and JSON within one.

use super::parser::Parser;
use super::scan::{is_word, line_end, skip_space};
use super::{Expected, Format, SyntaxError};
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};
use crate::source::Span;

/// Text in another format around the root object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapper {
    format: Format,
    /// The text before the object.
    before: Span,
}

impl Parser<'_> {
    /// Finds the document's value where it does not start with a brace. Reports what is before it, or
    /// that no value is there.
    pub(super) fn start_of_root(&mut self, at: usize) -> Option<(usize, Option<Wrapper>)> {
        let rest = &self.text[at..];
        let first = &rest[..line_end(rest, 0)];
        let brace = first.find('{').map_or_else(|| rest.find("\n{").map(|end| end + 1), Some);
        if rest.starts_with("```")
            && let Some(brace) = brace
        {
            return Some(wrapped(Format::Markdown, at, at + brace));
        }
        if starts_statement(first)
            && let Some(brace) = first.find('{')
            && is_before_value(&first[..brace])
        {
            return Some(wrapped(Format::JavaScript, at, at + brace));
        }
        if first.trim_end() == "---"
            && let Some(brace) = brace
            && rest[first.len()..brace].trim().is_empty()
        {
            return Some(wrapped(Format::Yaml, at, at + brace));
        }
        if let Some(format) = format_of(first, rest) {
            let span = Span::new(at, at + first.trim_end().len());
            // What looks like comments is none of JSON's.
            self.give_up(SyntaxError::WrongFormat { format }, span);
            return None;
        }
        if rest.starts_with('[') || is_literal(first) {
            return Some((at, None));
        }
        if rest.starts_with('"') {
            if self.is_key(at) {
                let span = Span::new(at, at);
                let end = self.end_of_text();
                let mut edits = vec![Edit::insert(at, "{ ")];
                if !self.text[..end].ends_with('}') {
                    // That the closing one is missing too is the same mistake.
                    self.has_ended = true;
                    edits.push(Edit::insert(end, " }"));
                }
                self.report(span, || (SyntaxError::MissingBrace, Some(Fix::likely(edits))));
            }
            return Some((at, None));
        }
        if let Some(brace) = brace {
            let span = Span::new(at, at + rest[..brace].trim_end().len());
            self.report(span, || {
                SyntaxError::LeadingText.perhaps_fixed_by(Edit::remove(Span::new(at, at + brace)))
            });
            return Some((at + brace, None));
        }
        self.no_object(at);
        None
    }

    /// Gives up at text that is not an object, nor any other value.
    pub(super) fn no_object(&mut self, at: usize) {
        let found = self.character(at);
        let span = Span::new(at, at + found.len_utf8());
        let (found, expected) = (Excerpt::from(found), Expected::OpeningBrace);
        self.give_up(SyntaxError::Unexpected { found, expected }, span);
    }

    /// Reports what follows the document's value, and what is around it.
    pub(super) fn end_of_root(&mut self, end: usize, wrapper: Option<Wrapper>) {
        let at = self.skip_trivia(end);
        let rest = self.text[at..].trim_end();
        let span = Span::new(at, at + rest.len());
        let removal = Edit::remove(Span::new(end, self.text.len()));
        if let Some(Wrapper { format, before }) = wrapper {
            let is_end = match format {
                Format::Markdown => rest == "```",
                _ => rest.chars().all(|c| matches!(c, ')' | ';' | ' ' | '\n')),
            };
            let mut edits = vec![Edit::remove(before)];
            if is_end && !rest.is_empty() {
                edits.push(removal.clone());
            }
            let head = self.text[before.range()].trim_end().len();
            let head = Span::new(before.start, before.start + head);
            self.report(head, || (SyntaxError::Wrapped { format }, Some(Fix::likely(edits))));
            if is_end {
                return;
            }
        }
        if at < self.text.len() {
            let is_second = rest.starts_with(['{', '[']);
            let error =
                if is_second { SyntaxError::SecondDocument } else { SyntaxError::TrailingText };
            self.report(span, || error.perhaps_fixed_by(removal));
        }
    }
}

fn wrapped(format: Format, start: usize, brace: usize) -> (usize, Option<Wrapper>) {
    (brace, Some(Wrapper { format, before: Span::new(start, brace) }))
}

/// Whether a line starts with a scalar of JSON.
fn is_literal(line: &str) -> bool {
    let word = line.bytes().take_while(|&byte| is_word(byte)).count();
    let (word, rest) = line.split_at(word);
    let is_value = matches!(word, "true" | "false" | "null")
        || word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    is_value && !rest.trim_start().starts_with([':', '='])
}

/// Whether a line starts with a statement of JavaScript that assigns, exports or calls.
fn starts_statement(line: &str) -> bool {
    const STARTS: [&str; 10] = [
        "module.exports",
        "exports.",
        "export ",
        "import ",
        "const ",
        "let ",
        "var ",
        "return ",
        "define(",
        "window.",
    ];
    STARTS.iter().any(|start| line.starts_with(start))
}

/// Whether a statement of JavaScript goes on with a value.
fn is_before_value(statement: &str) -> bool {
    ["=", "(", "export default", "return"].iter().any(|end| statement.trim_end().ends_with(end))
}

/// The format that a document is in, by its first line, if that is plain.
fn format_of(first: &str, rest: &str) -> Option<Format> {
    let starts_with =
        |start: &str| first.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    if starts_with("<!doctype html") || starts_with("<html") {
        return Some(Format::Html);
    }
    if first.starts_with('<') {
        return Some(Format::Xml);
    }
    if starts_statement(first) || first.starts_with("function ") || first.starts_with("'use ") {
        return Some(Format::JavaScript);
    }
    if first.starts_with("```") {
        return Some(Format::Markdown);
    }
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| is_word(byte) || matches!(byte, b'"' | b'\''))
    };
    let line = first.split('#').next().unwrap_or_default().trim_end();
    if let Some(section) = line.strip_prefix('[') {
        let section = section.trim_matches(['[', ']']);
        let next = skip_space(rest.as_bytes(), first.len());
        let next = &rest[next.min(rest.len())..];
        let is_toml = line.ends_with(']') && is_name(section) && is_assignment(next, is_name);
        return is_toml.then_some(Format::Toml);
    }
    if !first.starts_with('"') && is_assignment(first, is_name) {
        return Some(Format::Toml);
    }
    let is_entry = line.split_once(':').is_some_and(|(key, value)| {
        is_name(key) && !key.starts_with('"') && (value.is_empty() || value.starts_with(' '))
    });
    (first.starts_with("---") || first.starts_with("%YAML") || is_entry).then_some(Format::Yaml)
}

fn is_assignment(text: &str, is_name: impl Fn(&str) -> bool) -> bool {
    let line = &text[..line_end(text, 0)];
    line.split_once('=').is_some_and(|(key, _)| is_name(key.trim_end()))
}

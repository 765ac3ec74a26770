//! Strings that are not plain: with escapes, control characters, other quotes, or without an end.

use super::parser::{Parser, plain_string};
use super::scan::{line_end, plain_end, trim_comma};
use super::string::{TYPOGRAPHIC, closing_quotes, escape, is_plain};
use super::{Kind, SyntaxError, Token};
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};
use crate::source::{Source, Span};

/// The most edits of a fix within one string.
const MOST_EDITS: usize = 64;

impl Parser<'_> {
    /// Parses a string in double quotes.
    pub(super) fn string(&mut self, start: usize) -> Token {
        plain_string(self.bytes, start).unwrap_or_else(|| self.unusual_string(start))
    }

    fn unusual_string(&mut self, start: usize) -> Token {
        // The first syntax error in the string, by the offset and length of what it blames.
        let mut blamed = None;
        let mut is_broken = false;
        let mut at = start + 1;
        loop {
            at = plain_end(self.bytes, at);
            let (is_right, length) = match self.byte(at) {
                b'"' => break,
                b'\\' => match escape(&self.text[at..]) {
                    Ok((_, length)) => (true, length),
                    Err((_, length)) => {
                        is_broken = true;
                        (false, length)
                    }
                },
                _ if at == self.text.len() => return self.unterminated_string(start, at),
                b'\n' | b'\r' if !self.closes_on_next_line(at) => {
                    return self.unterminated_string(start, at);
                }
                Source::SUBSTITUTE if self.is_substitute(at) => {
                    // Has been reported.
                    is_broken = true;
                    (true, 1)
                }
                control => {
                    is_broken |= control_escape(control).is_none();
                    (false, 1)
                }
            };
            if !is_right {
                blamed.get_or_insert((at, length));
            }
            at += length;
        }
        let end = at + 1;
        let kind = match blamed {
            _ if is_broken => Kind::Broken,
            Some(_) => Kind::Odd,
            None => Kind::Escaped,
        };
        if let Some((blamed, length)) = blamed {
            let text = self.text;
            self.report(Span::new(blamed, blamed + length), || {
                let error = match escape(&text[blamed..]) {
                    Err((error, _)) if text[blamed..].starts_with('\\') => error,
                    _ => {
                        let character = Excerpt::new(&text[blamed..blamed + length]);
                        SyntaxError::UnescapedControl { character }
                    }
                };
                let fix = match error {
                    _ if !is_broken => escape_controls(&text[..end], blamed),
                    SyntaxError::InvalidEscape { .. } if !text[blamed..].starts_with("\\u") => {
                        Some(Fix::likely([Edit::insert(blamed, "\\")]))
                    }
                    _ => None,
                };
                (error, fix)
            });
        }
        Token::new(kind, start, end)
    }

    /// Whether a string that goes on after a line break ends on the next line.
    fn closes_on_next_line(&self, line_break: usize) -> bool {
        let is_pair = self.text[line_break..].starts_with("\r\n");
        let start = line_break + if is_pair { 2 } else { 1 };
        let line = &self.text[start..line_end(self.text, start)];
        line.find('"').is_some_and(|quote| self.ends_value(start + quote + 1))
    }

    /// Whether a byte of the text is in place of one that is not UTF-8.
    pub(super) fn is_substitute(&self, at: usize) -> bool {
        self.source.is_substitute(at)
    }

    /// Ends a string with its line, before a comma or bracket that is probably not part of it.
    fn unterminated_string(&mut self, start: usize, line_end: usize) -> Token {
        let line = self.text[start + 1..line_end].trim_end();
        let mut content = trim_comma(line);
        for (open, close) in [('[', ']'), ('{', '}')] {
            if !content.contains(open) {
                content = content.strip_suffix(close).unwrap_or(content).trim_end();
            }
        }
        let end = start + 1 + content.len();
        let is_cut_off = line_end == self.text.len();
        if content.ends_with(TYPOGRAPHIC) && is_plain(content) {
            let last = content.chars().next_back().map_or(0, char::len_utf8);
            let span = Span::new(end - last, end);
            let quote = Edit { span, text: "\"".to_owned() };
            self.report(span, || SyntaxError::WrongQuotes.fixed_by(quote));
            return Token::new(Kind::Odd, start, end);
        }
        let is_known = is_plain(content) && !is_cut_off;
        let fix = is_known.then(|| Fix::likely([Edit::insert(end, "\"")]));
        let span = Span::new(start, start + 1 + line.len());
        if is_cut_off && (start..end).any(|at| self.is_substitute(at)) {
            // The file ends within a character, which has been reported.
            self.ignore_rest_of_line(end);
            return Token::new(Kind::Broken, start, end);
        }
        // That a comma or the rest of the document is missing too is the same mistake.
        self.report(span, || (SyntaxError::UnterminatedString, fix));
        self.ignore_rest_of_line(end);
        Token::new(if is_known { Kind::Odd } else { Kind::Broken }, start, end)
    }

    /// Parses a string in quotes that JSON does not have, if one is there.
    pub(super) fn string_in_other_quotes(&mut self, start: usize) -> Option<Token> {
        let open = self.text[start..].chars().next().filter(|&open| open != '"')?;
        let closing = closing_quotes(open)?;
        let first = start + open.len_utf8();
        let (close, length) = match self.closing_quote(first, closing) {
            Ok(quote) => quote,
            Err(line_end) => {
                let line = self.text[start..line_end].trim_end();
                let span = Span::new(start, start + line.len());
                self.report_confusion(span, || SyntaxError::UnterminatedString.unfixed());
                let content = trim_comma(line);
                let content = content.trim_end_matches([']', '}']);
                let end = (start + content.len()).max(first);
                return Some(Token::new(Kind::Broken, start, end));
            }
        };
        let span = Span::new(start, close + length);
        let content = &self.text[first..close];
        let is_known = is_text(content, closing);
        // Of a string without a plain end, the last quote of the line is only a guess.
        let certain = self.ends_string(span.end);
        self.report(span, || {
            let open = Edit { span: Span::new(start, first), text: "\"".to_owned() };
            let close = Edit { span: Span::new(close, span.end), text: "\"".to_owned() };
            let inner = is_known.then(|| requote(content, first)).flatten();
            let edits = inner.map(|inner| [vec![open], inner, vec![close]].concat());
            let fix = edits.map(|edits| Fix { certain, edits });
            (SyntaxError::WrongQuotes, fix)
        });
        Some(Token::new(if is_known { Kind::Odd } else { Kind::Broken }, start, span.end))
    }

    /// The quote that closes a string, and its length: the first one on the line that is followed by
    /// the end of a value or key, or else the last one. Without any, the end of the line.
    fn closing_quote(&self, from: usize, closing: &[char]) -> Result<(usize, usize), usize> {
        let mut last = None;
        let mut is_escaped = false;
        for (length, character) in self.text[from..].char_indices() {
            let at = from + length;
            if matches!(character, '\n' | '\r') {
                return last.ok_or(at);
            }
            if closing.contains(&character) && !is_escaped {
                last = Some((at, character.len_utf8()));
                if self.ends_string(at + character.len_utf8()) {
                    break;
                }
            }
            is_escaped = character == '\\' && !is_escaped;
        }
        last.ok_or(self.text.len())
    }

    /// Whether a value or key ends here.
    fn ends_string(&self, at: usize) -> bool {
        self.ends_value(at) || matches!(self.byte(self.skip_blanks(at)), b':' | b'=')
    }

    /// Finds the end of a string that goes on after a quote, because the quote lacks a backslash.
    pub(super) fn unescaped_quote(&mut self, end: usize, at: usize) -> Option<Token> {
        let start = self.start_of_string(end)?;
        let mut count = 1;
        let mut close = at;
        // The quotes within a string come in pairs, and the closing one is followed by no text.
        loop {
            match self.byte(close) {
                b'"' if count % 2 == 0 && self.ends_value(close + 1) => break,
                b'"' => count += 1,
                b'\\' | ..b' ' => return None,
                _ => {}
            }
            close += 1;
        }
        let text = self.text;
        self.report(Span::new(end - 1, end), || {
            let quotes = text[end - 1..close].match_indices('"');
            let edits =
                quotes.take(MOST_EDITS + 1).map(|(quote, _)| Edit::insert(end - 1 + quote, "\\"));
            let edits: Vec<_> = edits.collect();
            let fix = (edits.len() <= MOST_EDITS).then(|| Fix::likely(edits));
            (SyntaxError::UnescapedQuote, fix)
        });
        Some(Token::new(Kind::Broken, start, close + 1))
    }

    /// Ends a string with its line that seems to end earlier, at the opening quote of another one,
    /// because its own closing quote is missing.
    pub(super) fn string_without_end(&mut self, end: usize, at: usize) -> Option<Token> {
        let start = self.start_of_string(end)?;
        let line_end = line_end(self.text, at);
        if self.text[end..line_end].matches('"').count().is_multiple_of(2) {
            return None;
        }
        let line = self.text[start..line_end].trim_end();
        let line = trim_comma(line);
        let line = line.trim_end_matches([']', '}']).trim_end();
        let span = Span::new(start, (start + line.len()).max(end));
        self.report_confusion(span, || SyntaxError::UnterminatedString.unfixed());
        Some(Token::new(Kind::Broken, span.start, span.end))
    }

    /// The start of the string in double quotes without escapes that ends at an offset.
    fn start_of_string(&self, end: usize) -> Option<usize> {
        let before = self.text[..end].strip_suffix('"')?;
        let start = before.rfind(['"', '\n'])?;
        (self.byte(start) == b'"').then_some(start)
    }

    /// Whether what follows a string can follow a value.
    pub(super) fn ends_value(&self, at: usize) -> bool {
        let at = self.skip_blanks(at);
        match self.byte(at) {
            b',' | b';' | b']' | b'}' | b'\n' | b'\r' | b'#' => true,
            b'/' => matches!(self.byte(at + 1), b'/' | b'*'),
            _ => at >= self.text.len(),
        }
    }

    /// Skips spaces and tabs.
    fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        at
    }
}

/// The escape sequence of a control character that people write into strings.
fn control_escape(control: u8) -> Option<&'static str> {
    match control {
        b'\t' => Some("\\t"),
        b'\n' => Some("\\n"),
        b'\r' => Some("\\r"),
        _ => None,
    }
}

/// Escapes the control characters from an offset to the end of a text, if there are not too many.
fn escape_controls(text: &str, from: usize) -> Option<Fix> {
    let controls = text[from..].bytes().zip(from..).filter_map(|(byte, at)| {
        let text = control_escape(byte)?.to_owned();
        Some(Edit { span: Span::new(at, at + 1), text })
    });
    let edits: Vec<_> = controls.take(MOST_EDITS + 1).collect();
    (edits.len() <= MOST_EDITS).then(|| Fix::certain(edits))
}

/// Whether it is clear what the content of a string in other quotes means.
fn is_text(content: &str, closing: &[char]) -> bool {
    let mut rest = content;
    while let Some(at) = rest.find(|c: char| c == '\\' || (c < ' ' && c != '\t')) {
        rest = &rest[at..];
        match escape(rest) {
            Ok((_, length)) if rest.starts_with('\\') => rest = &rest[length..],
            _ => match rest.strip_prefix('\\').and_then(|rest| rest.strip_prefix(closing)) {
                Some(after) => rest = after,
                None => return false,
            },
        }
    }
    true
}

/// The edits that make the content of a string in other quotes fit for double quotes, if they are not
/// too many.
fn requote(content: &str, start: usize) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = content[at..].find(['"', '\\', '\t']) {
        at += found;
        let place = start + at;
        at += match content.as_bytes()[at] {
            b'"' => {
                edits.push(Edit::insert(place, "\\"));
                1
            }
            b'\t' => {
                edits.push(Edit { span: Span::new(place, place + 1), text: "\\t".to_owned() });
                1
            }
            _ => {
                if let Ok((_, length)) = escape(&content[at..]) {
                    length
                } else {
                    edits.push(Edit::remove(Span::new(place, place + 1)));
                    1 + content[at + 1..].chars().next().map_or(0, char::len_utf8)
                }
            }
        };
        if edits.len() > MOST_EDITS {
            return None;
        }
    }
    Some(edits)
}

//! What stands where it cannot, by the name of the mistake.

use crate::excerpt::Excerpt;
use crate::json::SyntaxError;
use crate::json::{Open, Reader};
use crate::source::Span;
use crate::words::find_part;

pub(super) const KEY: &str = "a key in double quotes";

/// How git marks the two sides of a conflict, and their common ancestor.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl Reader<'_> {
    /// Fails at what follows an entry or an item without a comma.
    #[cold]
    pub(super) fn no_comma(&mut self, open: &Open) -> Option<()> {
        match self.peek() {
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                // The comma belongs behind the value before, which may be lines above.
                let end = self.text[..self.at].trim_end().len();
                self.fail(SyntaxError::MissingComma, Span::new(end, end))
            }
            _ if open.is_object => self.unexpected("a comma or `}`"),
            _ => self.unexpected("a comma or `]`"),
        }
    }

    /// Fails at what cannot stand here.
    #[cold]
    pub(super) fn unexpected<T>(&mut self, expected: &'static str) -> Option<T> {
        let (fault, span) = self.mistake(expected);
        self.fail(fault, span)
    }

    /// What stands here instead, by the name of the mistake where it is a usual one.
    fn mistake(&self, expected: &'static str) -> (SyntaxError, Span) {
        let rest = &self.text[self.at..];
        let until = |end: Option<usize>| Span::new(self.at, self.at + end.unwrap_or(rest.len()));
        let line_end = rest.find(['\n', '\r']);
        match rest.chars().next() {
            None => {
                let end = self.text.trim_end().len();
                (SyntaxError::UnexpectedEnd { expected }, Span::new(end, end))
            }
            Some(_) if rest.starts_with("/*") => {
                (SyntaxError::Comment, until(find_part(rest, "*/").map(|end| end + 2)))
            }
            Some(_) if self.is_comment() => (SyntaxError::Comment, until(line_end)),
            Some(_) if CONFLICT_MARKERS.iter().any(|marker| rest.starts_with(marker)) => {
                (SyntaxError::ConflictMarker, until(line_end))
            }
            Some('\'') => {
                let line = &rest[..line_end.unwrap_or(rest.len())];
                let close = line[1..].find('\'').map_or(1, |close| close + 2);
                (SyntaxError::SingleQuotes, until(Some(close)))
            }
            Some('a'..='z' | 'A'..='Z' | '_' | '$') if expected == KEY => {
                let word = self.word();
                (SyntaxError::UnquotedKey { text: Excerpt::new(word) }, until(Some(word.len())))
            }
            Some(found) => {
                let here = Span::new(self.at, self.at + found.len_utf8());
                (SyntaxError::Unexpected { found: Excerpt::from(found), expected }, here)
            }
        }
    }

    pub(super) fn is_comment(&self) -> bool {
        let rest = &self.text[self.at..];
        rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')
    }
}

//! Values without quotes: numbers, literals, and what is meant as one or as text.

use super::parser::Parser;
use super::scan::{is_number, skip_space, word_end};
use super::string::is_plain;
use super::{Expected, Kind, SyntaxError, Token};
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};
use crate::source::Span;

impl Parser<'_> {
    /// Parses a value that starts with a character of a number or literal.
    pub(super) fn word(&mut self, at: usize) -> Token {
        let end = word_end(self.text, at);
        let word = &self.text[at..end];
        let kind = match word {
            "true" => Kind::True,
            "false" => Kind::False,
            "null" => Kind::Null,
            _ if is_number(word.as_bytes()) => Kind::Number,
            _ => return self.unusual_word(at, end),
        };
        Token::new(kind, at, end)
    }

    fn unusual_word(&mut self, at: usize, end: usize) -> Token {
        let word = &self.text[at..end];
        let span = Span::new(at, end);
        let excerpt = || Excerpt::new(word);
        if matches!(word.trim_start_matches(['+', '-']), "NaN" | "Infinity") {
            let error = SyntaxError::InvalidNumber { text: excerpt(), number: None };
            self.report(span, || error.unfixed());
            return Token::new(Kind::Number, at, end);
        }
        let literal = match word {
            "True" | "TRUE" => Some((Kind::True, "true", Expected::Boolean)),
            "False" | "FALSE" => Some((Kind::False, "false", Expected::Boolean)),
            "None" | "Null" | "NULL" | "nil" | "undefined" => {
                Some((Kind::Null, "null", Expected::Null))
            }
            _ => None,
        };
        if let Some((kind, literal, expected)) = literal {
            let error = SyntaxError::InvalidLiteral {
                text: excerpt(),
                expected,
                example: literal,
                optional: None,
            };
            self.report(span, || error.fixed_by(Edit { span, text: literal.to_owned() }));
            return Token::new(kind, at, end);
        }
        if let Some(number) = plain_number(word) {
            self.report(span, || {
                let error = SyntaxError::InvalidNumber {
                    text: excerpt(),
                    number: Some(Excerpt::new(&number)),
                };
                error.fixed_by(Edit { span, text: number })
            });
            return Token::new(Kind::Number, at, end);
        }
        self.bare_text(at)
    }

    /// Parses text without quotes: one word, or as far as the line's end.
    pub(super) fn bare_text(&mut self, at: usize) -> Token {
        let rest = &self.text[at..];
        let ends_word = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | ':' | '"');
        let word = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
        let next = skip_space(self.bytes, at + word.len());
        let is_one_word = self.ends_value(at + word.len()) || self.byte(next) == b':';
        // Only where it is needed: on a long line, it is a long way.
        let line = if is_one_word {
            ""
        } else {
            &rest[..rest.find(['\n', '\r', '"']).unwrap_or(rest.len())]
        };
        let text = if is_one_word {
            word
        } else {
            let text = line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
            text.trim_end_matches([']', '}']).trim_end()
        };
        let end = at + text.len();
        let span = Span::new(at, end);
        let quote = at + line.len();
        if !is_one_word && self.byte(quote) == b'"' {
            // Its own closing quote, or the opening one of something else.
            let is_own = self.ends_value(quote + 1);
            let end = if is_own { quote + 1 } else { end };
            let error = SyntaxError::UnquotedString { text: Excerpt::new(text) };
            let fix = is_own.then(|| Fix::likely([Edit::insert(at, "\"")]));
            self.report_confusion(Span::new(at, end), || (error, fix));
            return Token::new(Kind::Broken, at, end);
        }
        if end == self.end_of_text() {
            // The end of the file is the mistake, wherever it cuts a word.
            return Token::new(Kind::Broken, at, end);
        }
        // What turns out to be a key is reported as that.
        if self.byte(next) != b':' {
            let excerpt = Excerpt::new(text);
            if is_one_word && looks_like_number(text) {
                let error = SyntaxError::InvalidNumber { text: excerpt, number: None };
                self.report(span, || error.unfixed());
            } else {
                let error = SyntaxError::UnquotedString { text: excerpt };
                self.report(span, || (error, super::quote(text, at, false)));
                if !is_one_word {
                    self.ignore_rest_of_line(end);
                }
            }
        }
        Token::new(if text.contains('\\') { Kind::Broken } else { Kind::Bare }, at, end)
    }
}

/// Puts a text in quotes, if nothing in it needs an escape.
pub(crate) fn quote(text: &str, at: usize, certain: bool) -> Option<Fix> {
    if !is_plain(text) {
        return None;
    }
    let quotes = [at, at + text.len()].map(|at| Edit::insert(at, "\""));
    Some(Fix { certain, edits: quotes.into() })
}

/// Whether a word is meant as a number.
fn looks_like_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-', '.']);
    digits.is_empty() || digits.starts_with(|c: char| c.is_ascii_digit())
}

/// The number that a word is but for the rules of JSON: `+1`, `.5`, `1.`, `01`. Of `010`, nobody knows
/// whether it is octal.
fn plain_number(word: &str) -> Option<String> {
    let (sign, rest) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, fraction) = rest.split_at(digits);
    let significant = whole.trim_start_matches('0');
    let may_be_octal = significant.len() < whole.len()
        && significant.len() > 1
        && !significant.contains(['8', '9']);
    let significant = if significant.is_empty() { "0" } else { significant };
    let fraction = if fraction == "." { "" } else { fraction };
    let number = format!("{sign}{significant}{fraction}");
    let has_digits = whole.len() + fraction.len() > 0;
    (has_digits && !may_be_octal && is_number(number.as_bytes())).then_some(number)
}

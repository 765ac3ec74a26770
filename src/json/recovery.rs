//! What the parser does where something else is than JSON asks for.

use super::parser::{Next, Parser};
use super::scan::{line_end, plain_end, skip_space, starts_token, trim_comma, word_end};
use super::{Expected, Kind, Mistake, SyntaxError, Token};
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};
use crate::source::Span;

/// What is before a place in an object or array.
#[derive(Clone, Copy)]
enum Before {
    Bracket,
    Value,
    Comma(usize),
    Semicolon(usize),
}

impl Parser<'_> {
    /// Moves to the next entry or item where there is not just one comma before it, or to the closing
    /// bracket.
    pub(super) fn unusual_next(&mut self, value_end: usize, is_first: bool, close: u8) -> Next {
        let mut before = if is_first { Before::Bracket } else { Before::Value };
        let mut at = value_end;
        loop {
            at = self.skip_trivia(at);
            let found = self.byte(at);
            match (found, before) {
                (0, _) if at >= self.text.len() => {
                    let is_object = close == b'}';
                    let expected =
                        if is_object { Expected::ClosingBrace } else { Expected::ClosingBracket };
                    self.unexpected_end(expected);
                    return Next::End;
                }
                (b',', Before::Value) => before = Before::Comma(at),
                (b';', Before::Value) => before = Before::Semicolon(at),
                (b',', _) => {
                    let comma = Span::new(at, at + 1);
                    // Of two commas after a key without a value, the first may be meant as a colon.
                    let is_unclear =
                        matches!(before, Before::Comma(first) if self.is_confused_at(first));
                    let fix = Fix { certain: !is_unclear, edits: vec![Edit::remove(comma)] };
                    self.report(comma, || (SyntaxError::ExtraComma, Some(fix)));
                }
                (_, _) if found == close => {
                    match before {
                        Before::Comma(comma) => {
                            let comma = Span::new(comma, comma + 1);
                            self.report(comma, || {
                                SyntaxError::TrailingComma.fixed_by(Edit::remove(comma))
                            });
                        }
                        Before::Semicolon(semicolon) => self.semicolon(semicolon, ""),
                        _ => {}
                    }
                    return Next::Close(at + 1);
                }
                (b']' | b'}', _) => {
                    if let Some(end) = self.wrong_bracket(at, close) {
                        return Next::Close(end);
                    }
                    before = Before::Value;
                }
                (b':', Before::Value) => return Next::Colon(at),
                (_, Before::Value) => {
                    if let Some(next) = self.without_comma(value_end, at, close) {
                        return next;
                    }
                    at = self.skip_garbage(at);
                    continue;
                }
                _ => {
                    if let Before::Semicolon(semicolon) = before {
                        self.semicolon(semicolon, ",");
                    }
                    return Next::Token(at);
                }
            }
            at += 1;
        }
    }

    fn semicolon(&mut self, at: usize, replacement: &str) {
        let span = Span::new(at, at + 1);
        let edit = Edit { span, text: replacement.to_owned() };
        self.report(span, || unexpected(';', Expected::Comma).fixed_by(edit));
    }

    /// Reports that the text ends, once.
    pub(super) fn unexpected_end(&mut self, expected: Expected) {
        if !self.has_ended {
            self.has_ended = true;
            let end = self.end_of_text();
            self.report(Span::new(end, end), || SyntaxError::UnexpectedEnd { expected }.unfixed());
        }
    }

    /// Decides what a closing bracket of the other kind means. Returns the end of the object or array
    /// if it ends here, or else the bracket is one too many.
    fn wrong_bracket(&mut self, at: usize, close: u8) -> Option<usize> {
        let span = Span::new(at, at + 1);
        let next = skip_space(self.bytes, at + 1);
        let found = char::from(self.byte(at));
        if close == b']' && self.byte(next) != b',' {
            // The bracket belongs to the object around the array.
            self.report(span, || {
                unexpected(found, after_value(close)).perhaps_fixed_by(Edit::insert(at, "]"))
            });
            self.ignore_rest_of_line(at);
            return Some(at);
        }
        // Before another entry, it is one too many.
        let is_before_key = self.is_key(next)
            || (self.byte(next) == b',' && self.is_key(skip_space(self.bytes, next + 1)));
        let is_replaced = close == b']' || !is_before_key;
        let text = if is_replaced { char::from(close).to_string() } else { String::new() };
        self.report(span, || {
            unexpected(found, after_value(close)).perhaps_fixed_by(Edit { span, text })
        });
        self.ignore_rest_of_line(at);
        is_replaced.then_some(at + 1)
    }

    /// Reports what seemed to be the closing brace of the root object if entries go on after it. Returns
    /// whether they do so after a comma.
    pub(super) fn goes_on(&mut self, end: usize) -> Option<bool> {
        let comma = self.peek_after_comments(end);
        let has_comma = self.byte(comma) == b',';
        let key = self.peek_after_comments(comma + usize::from(has_comma));
        if !self.is_key(key) {
            return None;
        }
        let span = Span::new(end - 1, end);
        let text = if has_comma { String::new() } else { ",".to_owned() };
        self.report(span, || SyntaxError::EarlyBrace.perhaps_fixed_by(Edit { span, text }));
        Some(has_comma)
    }

    /// Decides what a token means that follows a value without a comma. `None` if it means nothing.
    fn without_comma(&mut self, value_end: usize, at: usize, close: u8) -> Option<Next> {
        let is_key = self.is_key(at);
        if close == b']' && is_key && self.text[value_end..at].contains('\n') {
            let span = Span::new(value_end, value_end);
            self.report(span, || {
                let bracket = SyntaxError::MissingBracket { bracket: ']' };
                bracket.perhaps_fixed_by(Edit::insert(value_end, "],"))
            });
            // The missing comma after the bracket is the same mistake.
            self.ignore_rest_of_line(value_end);
            return Some(Next::Close(value_end));
        }
        let can_start = if close == b'}' { is_key } else { self.starts_value(at) && !is_key };
        let is_adjacent = value_end == at
            && self.byte(at) != b'"'
            && !matches!(self.byte(value_end - 1), b']' | b'}');
        if !can_start || is_adjacent {
            if self.is_confused_at(at) {
                return if can_start { Some(Next::Token(at)) } else { None };
            }
            if value_end == at
                && let Some(value) = self
                    .unescaped_quote(value_end, at)
                    .or_else(|| self.string_without_end(value_end, at))
            {
                return Some(Next::Longer(value));
            }
        }
        if !can_start || is_adjacent {
            let found = self.character(at);
            let span = Span::new(at, at + found.len_utf8());
            self.report_confusion(span, || unexpected(found, after_value(close)).unfixed());
            return None;
        }
        let is_apart = value_end < at || matches!(self.byte(value_end - 1), b']' | b'}');
        self.report(Span::new(value_end, value_end), || {
            (
                SyntaxError::MissingComma,
                Some(Fix { certain: is_apart, edits: vec![Edit::insert(value_end, ",")] }),
            )
        });
        Some(Next::Token(at))
    }

    /// Ends an array before an item that turns out to be a key, on a line of its own or after other
    /// items. Returns the end.
    pub(super) fn missing_bracket(&mut self, item: Option<Token>, close: u8) -> Option<usize> {
        let before = &self.text[..item?.start()];
        let starts_line = before.trim_end_matches([' ', '\t']).ends_with('\n');
        let before = before.trim_ascii_end();
        if close != b']' || !(starts_line || before.ends_with(',')) {
            return None;
        }
        let end = before.strip_suffix(',').unwrap_or(before).trim_ascii_end().len();
        let has_comma = end < before.len();
        // A comma that seemed to be one too many belongs after the bracket.
        let comma = Span::new(before.len().saturating_sub(1), before.len());
        let is_that_comma = |mistake: &mut Mistake| {
            mistake.span == comma && matches!(mistake.error, SyntaxError::ExtraComma)
        };
        self.json.mistakes.pop_if(is_that_comma);
        let text = if has_comma { "]" } else { "]," };
        let error = SyntaxError::MissingBracket { bracket: ']' };
        self.report(Span::new(end, end), || error.perhaps_fixed_by(Edit::insert(end, text)));
        if !starts_line {
            self.ignore_rest_of_line(end);
        }
        Some(end)
    }

    /// Reports a colon after a value, and skips what follows it.
    pub(super) fn unexpected_colon(&mut self, at: usize, close: u8) -> usize {
        let span = Span::new(at, at + 1);
        self.report_confusion(span, || unexpected(':', after_value(close)).unfixed());
        self.skip_garbage(at)
    }

    /// Parses a key that is not a plain string. Returns the end of what is not a key.
    pub(super) fn unusual_key(&mut self, at: usize) -> Result<Token, usize> {
        if self.byte(at) == b'"' {
            let key = self.string(at);
            let is_terminated = key.end() > at + 1 && self.byte(key.end() - 1) == b'"';
            if !is_terminated {
                // A quote alone would not make a key of it.
                if let Some(mistake) = self.json.mistakes.last_mut() {
                    mistake.fix = None;
                }
                return Err(key.end());
            }
            return Ok(key);
        }
        if let Some(key) = self.string_in_other_quotes(at) {
            return Ok(key);
        }
        if self.text[at..].starts_with("\\\"") {
            // The document is the content of a string, and every quote is wrong in the same way.
            self.has_ended = true;
            self.report_confusion(Span::new(at, at + 2), || SyntaxError::EscapedQuote.unfixed());
            return Err(self.text.len());
        }
        let end = word_end(self.text, at);
        let word = &self.text[at..end];
        let span = Span::new(at, end);
        if !word.is_empty() && self.text[end..].starts_with("\":") {
            self.report(span, || {
                let key = SyntaxError::UnquotedKey { text: Excerpt::new(word) };
                key.perhaps_fixed_by(Edit::insert(at, "\""))
            });
            return Ok(Token::new(Kind::Bare, at, end));
        }
        if self.is_key(at) {
            let fix = super::quote(word, at, true);
            self.report(span, || (SyntaxError::UnquotedKey { text: Excerpt::new(word) }, fix));
            return Ok(Token::new(Kind::Bare, at, end));
        }
        if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let error = SyntaxError::UnquotedKey { text: Excerpt::new(word) };
            self.report_confusion(span, || error.unfixed());
        } else {
            let found = self.character(at);
            let span = Span::new(at, at + found.len_utf8());
            self.report_confusion(span, || unexpected(found, Expected::Key).unfixed());
        }
        Err(self.skip_garbage(at))
    }

    /// Moves over what is in place of a colon. Returns the key, which may have ended too late, and the
    /// start of the value.
    pub(super) fn unusual_colon(&mut self, key: Token, at: usize) -> (Token, usize) {
        let at = self.skip_trivia(at);
        let after = |parser: &Self, end| skip_space(parser.bytes, end);
        match self.byte(at) {
            b':' => return (key, after(self, at + 1)),
            b'=' | b';' => {
                let length = if self.text[at..].starts_with("=>") { 2 } else { 1 };
                let span = Span::new(at, at + length);
                let fix = Fix::certain([Edit { span, text: ":".to_owned() }]);
                let found = Excerpt::new(&self.text[span.range()]);
                let error = SyntaxError::Unexpected { found, expected: Expected::Colon };
                self.report(span, || (error, Some(fix)));
                return (key, after(self, span.end));
            }
            b']' | b'}' | b')' if self.byte(skip_space(self.bytes, at + 1)) == b':' => {
                let span = Span::new(at, at + 1);
                let found = self.character(at);
                self.report(span, || {
                    unexpected(found, Expected::Colon).perhaps_fixed_by(Edit::remove(span))
                });
                let colon = skip_space(self.bytes, at + 1);
                return (key, after(self, colon + 1));
            }
            b'"' if key.kind() == Kind::Bare && self.byte(at + 1) == b':' => {
                return (key, after(self, at + 2));
            }
            b',' => {
                let value = after(self, at + 1);
                // Without a comment before it, it would be the value too.
                let meant = self.peek_after_comments(value);
                if self.starts_value(meant) && !self.is_key(meant) {
                    let span = Span::new(at, at + 1);
                    let edit = Edit { span, text: ":".to_owned() };
                    self.report(span, || unexpected(',', Expected::Colon).perhaps_fixed_by(edit));
                    return (key, value);
                }
            }
            0 if at >= self.text.len() => {
                self.unexpected_end(Expected::Colon);
                return (key, at);
            }
            _ => {}
        }
        if let Some(shorter) = self.key_without_end(key, at) {
            return (shorter, key.end() - 1);
        }
        let span = Span::new(key.end(), key.end());
        let is_apart = key.end() < at || matches!(self.byte(at), b'[' | b'{');
        if self.starts_value(at) && !self.is_key(at) && is_apart {
            self.report(span, || {
                SyntaxError::MissingColon.perhaps_fixed_by(Edit::insert(key.end(), ":"))
            });
        } else {
            let found = self.character(at);
            let span = Span::new(at, at + found.len_utf8());
            self.report_confusion(span, || unexpected(found, Expected::Colon).unfixed());
        }
        (key, at)
    }

    /// The key of `"key: "value"`, which lacks its closing quote and so ended with the next one.
    fn key_without_end(&mut self, key: Token, at: usize) -> Option<Token> {
        if key.kind() != Kind::Plain || at != key.end() {
            return None;
        }
        let content = self.text[key.span().range()].strip_suffix('"')?;
        let name = content.trim_end().strip_suffix(':')?.trim_end();
        let is_name = name.len() > 1 && !name[1..].contains([':', '"', '\\']);
        if !is_name {
            return None;
        }
        let end = key.start() + name.len();
        let span = Span::new(key.start(), end);
        self.report(span, || {
            SyntaxError::UnterminatedString.perhaps_fixed_by(Edit::insert(end, "\""))
        });
        Some(Token::new(Kind::Odd, span.start, span.end))
    }

    /// Parses a value of any kind, or says what is there instead.
    pub(super) fn unusual_value(&mut self, at: usize) -> Token {
        match self.byte(at) {
            b'"' => return self.string(at),
            b'[' => return Token::new(Kind::Array, at, self.nested(at + 1, false)),
            b'{' => return Token::new(Kind::Object, at, self.nested(at + 1, true)),
            byte if super::scan::is_word(byte) => return self.word(at),
            _ => {}
        }
        let start = self.skip_trivia(at);
        if start > at {
            return self.unusual_value(start);
        }
        if let Some(string) = self.string_in_other_quotes(at) {
            return string;
        }
        let found = self.character(at);
        if at >= self.text.len() {
            self.unexpected_end(Expected::Value);
            return Token::new(Kind::Broken, at, at);
        }
        let span = Span::new(at, at + found.len_utf8());
        if matches!(found, ',' | ']' | '}') {
            self.report(span, || unexpected(found, Expected::Value).unfixed());
            return Token::new(Kind::Broken, at, at);
        }
        let is_sign =
            matches!(found, '/' | '@' | '^' | '~' | '*' | '<' | '>' | '%' | '&' | '!' | '?');
        let next = self.character(at + found.len_utf8());
        if found.is_alphabetic() || (is_sign && (next.is_alphanumeric() || next == '.')) {
            return self.bare_text(at);
        }
        self.report_confusion(span, || unexpected(found, Expected::Value).unfixed());
        let line = &self.text[at..line_end(self.text, at)];
        let end = match line.find(')') {
            // A tuple of Python.
            Some(length) if found == '(' => at + length + 1,
            _ => self.skip_garbage(at),
        };
        Token::new(Kind::Broken, at, end)
    }

    /// Skips what cannot be understood: up to a comma, a closing bracket or the end of the line, and
    /// where that did not help, up to the end of the line.
    fn skip_garbage(&mut self, at: usize) -> usize {
        let first = self.character(at).len_utf8();
        let start = (at + first).min(self.text.len());
        if self.garbage_until.is_some_and(|end| at <= end) {
            let line = &self.text[at..line_end(self.text, start)];
            return (at + trim_comma(line.trim_end()).len()).max(start);
        }
        self.garbage_until = Some(line_end(self.text, start));
        let length = self.text[start..].find([',', ']', '}', '\n', '\r']);
        length.map_or(self.text.len(), |length| start + length)
    }

    /// Whether a key with a colon after it starts here.
    pub(super) fn is_key(&self, at: usize) -> bool {
        let end = match self.byte(at) {
            b'"' => {
                let mut end = plain_end(self.bytes, at + 1);
                loop {
                    match self.bytes.get(end) {
                        Some(b'"') => break end + 1,
                        None | Some(b'\n' | b'\r') => break at,
                        Some(b'\\') => end = plain_end(self.bytes, end + 2),
                        // Other control characters are mistakes of their own.
                        Some(_) => end = plain_end(self.bytes, end + 1),
                    }
                }
            }
            quote @ (b'\'' | b'`') => {
                let is_end = |byte: &u8| *byte == quote || *byte == b'\n';
                let length = self.bytes[at + 1..].iter().position(is_end);
                length.map_or(at, |length| at + 1 + length + 1)
            }
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') => {
                word_end(self.text, at)
            }
            _ => at,
        };
        end > at && matches!(self.byte(skip_space(self.bytes, end)), b':' | b'=')
    }

    /// Whether a value starts here, whatever its quotes.
    fn starts_value(&self, at: usize) -> bool {
        starts_token(self.byte(at)) || matches!(self.byte(at), b'\'' | b'`')
    }

    /// The character at an offset; U+0000 at the end.
    pub(super) fn character(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default()
    }
}

fn unexpected(found: char, expected: Expected) -> SyntaxError {
    SyntaxError::Unexpected { found: Excerpt::from(found), expected }
}

/// What follows a value in an object or array.
fn after_value(close: u8) -> Expected {
    if close == b'}' { Expected::CommaOrBrace } else { Expected::CommaOrBracket }
}

//! The parser: a loop over entries, one over items, and one over whatever is nested deeper.
//!
//! The loops handle JSON as it usually is. Each of their steps has an `unusual_…` counterpart in
//! another file that handles everything else, reports syntax errors and says where to go on. Every
//! step of a loop consumes at least one byte, and no lookahead is repeated, so the time is linear.

use super::scan::{byte, plain_end, skip_space, starts_token};
use super::{Entry, Json, Kind, Mistake, SyntaxError, Token, scan};
use crate::fix::Fix;
use crate::source::{Encoding, Source, Span};

/// What bounds a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most bytes of the document, without the entries of `extra_keys`.
    pub(crate) size: usize,
    /// Keys whose first entry does not count.
    pub(crate) extra_keys: &'static [&'static str],
    /// The most syntax errors to keep.
    pub(crate) mistakes: usize,
}

/// Parses a document as far as its limit.
pub(crate) fn parse<'a>(source: &'a Source<'a>, limits: Limits) -> Json<'a> {
    let text = source.text();
    let mut parser = Parser {
        source,
        text,
        bytes: text.as_bytes(),
        json: Json {
            text,
            root: None,
            entries: Vec::with_capacity(16),
            items: Vec::with_capacity(32),
            mistakes: Vec::new(),
            omitted: 0,
            is_whole: false,
            is_too_large: false,
        },
        limits,
        size_left: limits.size,
        limit: limits.size,
        extra_keys_seen: Vec::new(),
        last_error: None,
        confused_until: None,
        garbage_until: None,
        has_gap: false,
        has_ended: false,
        is_in_conflict: false,
        has_no_conflict_end: false,
    };
    match source.encoding() {
        Encoding::Utf8 => parser.document(source.start()),
        Encoding::NotUtf8(span) => {
            parser.report(span, || SyntaxError::NotUtf8.unfixed());
            parser.document(source.start());
        }
        Encoding::Utf16 => parser.give_up(SyntaxError::Utf16, Span::new(0, 0)),
        Encoding::Utf32 => parser.give_up(SyntaxError::Utf32, Span::new(0, 0)),
    }
    parser.json
}

/// The state of parsing.
#[expect(clippy::struct_excessive_bools, reason = "each says something else about what was read")]
pub(super) struct Parser<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) json: Json<'a>,
    limits: Limits,
    /// The offset after which the document is too large.
    size_left: usize,
    /// The offset after which the value that is being read is too large.
    limit: usize,
    extra_keys_seen: Vec<&'static str>,
    /// The span of the last error, in whose place no second one is reported.
    pub(super) last_error: Option<Span>,
    /// The end of the line of the last error after which it is not clear what is what. Errors up to
    /// there only follow from it.
    confused_until: Option<usize>,
    /// The end of the last line on which something was skipped.
    pub(super) garbage_until: Option<usize>,
    /// Whether something was skipped that may have been an entry of the root object.
    pub(super) has_gap: bool,
    /// Whether the end of the text has been reported.
    pub(super) has_ended: bool,
    /// Whether the first side of a merge conflict is being read.
    pub(super) is_in_conflict: bool,
    /// Whether no merge conflict ends in the rest of the text.
    pub(super) has_no_conflict_end: bool,
}

/// What comes next in an object or array.
pub(super) enum Next {
    /// An entry or item, with its start.
    Token(usize),
    /// The closing bracket, with its end.
    Close(usize),
    /// The value before is longer than it seemed.
    Longer(Token),
    /// The item before is the key of an entry, because a bracket is missing.
    Colon(usize),
    /// Nothing: the text ends.
    End,
}

impl Parser<'_> {
    fn document(&mut self, start: usize) {
        let at = self.skip_trivia(start);
        if at == self.text.len() {
            if self.source.encoding() == Encoding::Utf8 {
                // What looks like comments is nothing either.
                self.give_up(SyntaxError::Empty, Span::new(start, start));
            }
            return;
        }
        let start = if self.byte(at) == b'{' { Some((at, None)) } else { self.start_of_root(at) };
        let Some((at, wrapper)) = start else { return };
        let end = match self.byte(at) {
            b'{' => {
                let first = at + 1;
                self.json.root = Some(Token::new(Kind::Object, at, first));
                let mut end = self.entries(first, true);
                while let Some(brace) = end
                    && let Some(has_comma) = self.goes_on(brace)
                {
                    // That a comma is missing is the same mistake.
                    end = self.entries(brace, !has_comma);
                }
                end
            }
            // Entries without an opening brace.
            b'"' if self.is_key(at) => {
                self.json.root = Some(Token::new(Kind::Object, at, at));
                self.entries(at, true)
            }
            _ => {
                let root = self.unusual_value(at);
                if matches!(root.kind(), Kind::Bare | Kind::Broken) {
                    return self.no_object(at);
                }
                self.json.root = Some(root);
                Some(root.end())
            }
        };
        self.json.is_whole = end.is_some() && !self.has_gap;
        self.json.is_too_large |= self.text.len() > self.size_left;
        if let Some(end) = end
            && let Some(root) = &mut self.json.root
        {
            *root = Token::new(root.kind(), root.start(), end);
            self.end_of_root(end, wrapper);
        }
    }

    /// Parses the entries of the root object. Returns the end of its closing brace, if it has one.
    fn entries(&mut self, mut at: usize, mut is_first: bool) -> Option<usize> {
        loop {
            let start = match self.next(at, is_first, b'}') {
                Next::Token(start) => start,
                Next::Close(end) => return Some(end),
                Next::Longer(value) => {
                    at = value.end();
                    if let Some(last) = self.json.entries.last_mut() {
                        last.value = value;
                    }
                    continue;
                }
                Next::Colon(colon) => {
                    at = self.unexpected_colon(colon, b'}');
                    continue;
                }
                Next::End => return None,
            };
            is_first = false;
            let (key, start) = match self.key(start) {
                Ok((key, start)) => {
                    self.has_gap |= key.kind() == Kind::Broken;
                    (key, start)
                }
                Err(end) => {
                    self.has_gap = true;
                    at = end;
                    continue;
                }
            };
            let is_usual = starts_token(self.byte(start));
            let start = if is_usual { start } else { self.skip_trivia(start) };
            let is_extra = self.is_extra(key);
            self.limit = if is_extra { usize::MAX } else { self.size_left };
            let value = match plain_string(self.bytes, start) {
                Some(value) => value,
                None if self.byte(start) == b'[' && !is_extra => {
                    Token::new(Kind::Array, start, self.items(start + 1))
                }
                None => self.unusual_value(start),
            };
            at = value.end();
            self.json.entries.push(Entry { key, value });
            if is_extra {
                // With the comma that it needs.
                self.size_left += at - key.start() + ",".len();
            }
            if at > self.size_left {
                return None;
            }
        }
    }

    /// Parses the items of a list of the root object. Returns the end of its closing bracket.
    fn items(&mut self, mut at: usize) -> usize {
        let first = self.json.items.len();
        let mut is_first = true;
        while at <= self.limit {
            let start = match self.next(at, is_first, b']') {
                Next::Token(start) => start,
                Next::Close(end) => return end,
                Next::Longer(item) => {
                    at = item.end();
                    self.json.items.pop();
                    self.json.items.push(item);
                    continue;
                }
                Next::Colon(colon) => {
                    let item = self.json.items[first..].last().copied();
                    match self.missing_bracket(item, b']') {
                        Some(end) => {
                            self.json.items.pop();
                            return end;
                        }
                        None => at = self.unexpected_colon(colon, b']'),
                    }
                    continue;
                }
                Next::End => return self.end_of_text(),
            };
            is_first = false;
            let item = match plain_string(self.bytes, start) {
                Some(item) => item,
                None => self.unusual_value(start),
            };
            at = item.end();
            self.json.items.push(item);
        }
        at
    }

    /// Parses an array or object that is nested deeper, from after its bracket to its end, without
    /// recursion.
    pub(super) fn nested(&mut self, mut at: usize, is_object: bool) -> usize {
        let mut open = vec![is_object];
        let mut is_first = true;
        // The last value, for what is only seen after it.
        let mut last = None;
        while let Some(&is_object) = open.last()
            && at <= self.limit
        {
            let close = if is_object { b'}' } else { b']' };
            let start = match self.next(at, is_first, close) {
                Next::Token(start) => start,
                Next::Close(end) => {
                    open.pop();
                    (at, is_first, last) = (end, false, None);
                    continue;
                }
                Next::Longer(value) => {
                    at = value.end();
                    continue;
                }
                Next::Colon(colon) => {
                    match self.missing_bracket(last, close) {
                        Some(end) if !is_object => {
                            open.pop();
                            at = end;
                        }
                        _ => at = self.unexpected_colon(colon, close),
                    }
                    continue;
                }
                Next::End => return self.end_of_text(),
            };
            is_first = false;
            let start = match is_object.then(|| self.key(start)) {
                Some(Ok((_, start))) => start,
                Some(Err(end)) => {
                    at = end;
                    continue;
                }
                None => start,
            };
            let bracket = self.byte(start);
            if matches!(bracket, b'{' | b'[') {
                open.push(bracket == b'{');
                (at, is_first, last) = (start + 1, true, None);
            } else {
                let value = self.unusual_value(start);
                (at, last) = (value.end(), Some(value));
            }
        }
        at
    }

    /// Moves over a comma to the next entry or item, or over the closing bracket.
    #[expect(clippy::inline_always, reason = "calls would be 5 % of all instructions")]
    #[inline(always)]
    fn next(&mut self, at: usize, is_first: bool, close: u8) -> Next {
        let is_after_comma = !is_first && self.byte(at) == b',';
        let start = skip_space(self.bytes, at + usize::from(is_after_comma));
        let found = self.byte(start);
        if (is_first || is_after_comma) && starts_token(found) {
            Next::Token(start)
        } else if found == close && !is_after_comma {
            Next::Close(start + 1)
        } else {
            self.unusual_next(at, is_first, close)
        }
    }

    /// Parses a key and moves over the colon. Returns the start of the value, or the end of what is
    /// not a key.
    #[expect(clippy::inline_always, reason = "calls would be 3 % of all instructions")]
    #[inline(always)]
    fn key(&mut self, at: usize) -> Result<(Token, usize), usize> {
        let key = match plain_string(self.bytes, at) {
            Some(key) => key,
            None => self.unusual_key(at)?,
        };
        let at = skip_space(self.bytes, key.end());
        if self.byte(at) == b':' {
            Ok((key, skip_space(self.bytes, at + 1)))
        } else {
            Ok(self.unusual_colon(key, at))
        }
    }

    /// Whether a key is the first one of an extra key, whose entry does not count.
    fn is_extra(&mut self, key: Token) -> bool {
        if self.limits.extra_keys.is_empty() {
            return false;
        }
        let name = super::string::decode(&self.text[key.span().range()]);
        let found = self.limits.extra_keys.iter().find(|extra| **extra == name);
        let is_first = found.is_some_and(|extra| !self.extra_keys_seen.contains(extra));
        self.extra_keys_seen.extend(found.filter(|_| is_first));
        is_first
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        byte(self.bytes, at)
    }

    /// The end of the text without trailing whitespace.
    pub(super) fn end_of_text(&self) -> usize {
        self.text.trim_ascii_end().len()
    }

    /// Records a syntax error, unless it only follows from one before. The error and its fix are only
    /// made if they are kept.
    pub(super) fn report(
        &mut self,
        span: Span,
        mistake: impl FnOnce() -> (SyntaxError, Option<Fix>),
    ) {
        let is_repeated = self.last_error == Some(span);
        if is_repeated || self.is_confused_at(span.start) {
            return;
        }
        self.last_error = Some(span);
        if self.json.mistakes.len() < self.limits.mistakes {
            let (error, fix) = mistake();
            self.json.mistakes.push(Mistake { error, span, unclear: None, fix });
        } else {
            self.json.omitted += 1;
        }
    }

    /// Records a syntax error after which it is not clear what the rest of its line means.
    pub(super) fn report_confusion(
        &mut self,
        span: Span,
        mistake: impl FnOnce() -> (SyntaxError, Option<Fix>),
    ) {
        self.report(span, mistake);
        self.ignore_rest_of_line(span.end);
        self.has_gap = true;
    }

    /// Takes errors in the rest of a line for mere consequences of the last one. On such a line, no fix
    /// is certain.
    pub(super) fn ignore_rest_of_line(&mut self, at: usize) {
        if self.is_confused_at(at) {
            return;
        }
        let line_end = scan::line_end(self.text, at);
        self.confused_until = Some(line_end);
        let mut line_start = at;
        for mistake in self.json.mistakes.iter_mut().rev() {
            let from = mistake.span.start.min(line_start);
            if self.text[from..line_start].contains('\n') {
                break;
            }
            line_start = from;
            if let Some(fix) = &mut mistake.fix {
                fix.certain = false;
            }
        }
        self.mark_unclear(Span::new(line_start, line_end));
    }

    /// Says of the last error that it leaves the meaning of a stretch unclear.
    pub(super) fn mark_unclear(&mut self, span: Span) {
        if let Some(last) = self.json.mistakes.last_mut() {
            last.unclear = Some(span);
        }
    }

    /// Whether an offset is on the line of an error after which it is not clear what is what.
    pub(super) fn is_confused_at(&self, at: usize) -> bool {
        self.confused_until.is_some_and(|end| at <= end)
    }

    /// Records the one syntax error of a document that is not read any further, in place of all others.
    pub(super) fn give_up(&mut self, error: SyntaxError, span: Span) {
        self.json.mistakes.clear();
        self.json.omitted = 0;
        self.last_error = None;
        self.confused_until = None;
        self.report(span, || error.unfixed());
    }
}

/// The string without escapes at an offset, if there is one.
pub(super) fn plain_string(bytes: &[u8], at: usize) -> Option<Token> {
    if byte(bytes, at) != b'"' {
        return None;
    }
    let end = plain_end(bytes, at + 1);
    (byte(bytes, end) == b'"').then(|| Token::new(Kind::Plain, at, end + 1))
}

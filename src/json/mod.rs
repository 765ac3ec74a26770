//! JSON (RFC 8259), read once from front to back, with the place of everything.
//!
//! `serde_json` stops at the first fault with a line and a column, and what it had read until then is
//! gone. A validator needs the opposite: the byte span of every key and value, what stood before a
//! fault, a lone surrogate found even where nobody decodes it, and a name for the mistake. So this
//! reader hands out keys and values one after the other. Once it meets a fault, it remembers that
//! one and has nothing further to hand out; its callers just see every object and array end. Only a
//! trailing comma does not end the reading. What nearly every document consists of, strings without
//! escapes, is seen by looking ahead first, which costs less. `serde_json` stays the authority: a
//! property test holds that both take the same documents.

#![expect(
    clippy::inline_always,
    reason = "what the reader hands out stays in registers, and there are few callers"
)]

mod ahead;
mod mistake;
mod syntax_error;
mod text;
mod word;

use crate::excerpt::Excerpt;
use crate::source::{Source, Span};

use ahead::{Ahead, behind_space, peek, plain_end};
use mistake::KEY;
pub use syntax_error::SyntaxError;
use text::escape;
pub(crate) use text::{Text, decode_with_places};
use word::IS_WORD;

/// A JSON value: scalars complete, an array or object just opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    start: usize,
    /// What stands there: the bracket of an array or object, of a string what is between its quotes.
    raw: &'a str,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Null,
    Boolean(bool),
    Number,
    String { is_escaped: bool },
    Array,
    Object,
}

impl<'a> Value<'a> {
    /// Where it stands; only the bracket of an array or object.
    pub(crate) fn span(self) -> Span {
        match self.text() {
            Some(text) => text.span(),
            None => Span::new(self.start, self.start + self.raw.len()),
        }
    }

    /// The value as a string, if it is one.
    #[inline]
    pub(crate) fn text(self) -> Option<Text<'a>> {
        match self.kind {
            Kind::String { is_escaped } => {
                Some(Text { start: self.start, raw: self.raw, is_escaped })
            }
            _ => None,
        }
    }
}

/// An array or object that is being read, from its opening bracket on.
#[derive(Debug)]
pub(crate) struct Open {
    is_object: bool,
    is_fresh: bool,
}

impl Open {
    pub(crate) fn array() -> Self {
        Self { is_object: false, is_fresh: true }
    }

    pub(crate) fn object() -> Self {
        Self { is_object: true, is_fresh: true }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Out of the way, like everything that most documents have not.
    fault: Option<Box<(SyntaxError, Span)>>,
    trailing_commas: Vec<Span>,
    /// The offset behind which nothing further is handed out.
    limit: usize,
    /// What stands where the text ends, if the text ends too early to be all of the document.
    encoding_fault: Option<Box<(SyntaxError, Span)>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &Source<'a>) -> Self {
        Self {
            text: source.text(),
            at: source.start(),
            fault: None,
            trailing_commas: Vec::new(),
            limit: usize::MAX,
            encoding_fault: source.encoding_fault().map(Box::new),
        }
    }

    /// How far the text has been read.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Where nothing further is handed out at the latest.
    pub(crate) fn end_of_text(&self) -> usize {
        self.text.len().min(self.limit)
    }

    /// What has been read from an offset on.
    pub(crate) fn read_since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The fault that ended the reading.
    pub(crate) fn fault(&self) -> Option<&(SyntaxError, Span)> {
        self.fault.as_deref()
    }

    /// Commas before a closing bracket. They are faults too, but leave no doubt what is meant, so
    /// the reading goes on.
    pub(crate) fn trailing_commas(&self) -> &[Span] {
        &self.trailing_commas
    }

    /// Where the next key starts, if a comma and another entry follow.
    pub(crate) fn start_of_next_key(&self) -> Option<usize> {
        let comma = behind_space(self.text, self.at);
        let key = behind_space(self.text, comma + 1);
        (peek(self.text, comma) == b',' && peek(self.text, key) == b'"').then_some(key)
    }

    /// Whether the object ends here, perhaps behind a comma too many.
    pub(crate) fn is_last_entry(&self) -> bool {
        let mut at = behind_space(self.text, self.at);
        if peek(self.text, at) == b',' {
            at = behind_space(self.text, at + 1);
        }
        peek(self.text, at) == b'}'
    }

    /// Whether nothing further can be handed out.
    pub(crate) fn is_broken(&self) -> bool {
        self.fault.is_some() || self.is_over_limit()
    }

    /// Reads no further than to an offset, or a little; returns the offset that there was before.
    pub(crate) fn set_limit(&mut self, limit: usize) -> usize {
        std::mem::replace(&mut self.limit, limit)
    }

    pub(crate) fn is_over_limit(&self) -> bool {
        self.at > self.limit
    }

    /// The document's one value.
    pub(crate) fn root(&mut self) -> Option<Value<'a>> {
        if let Some((SyntaxError::Utf16 | SyntaxError::Utf32, _)) = self.encoding_fault.as_deref() {
            // Read as UTF-8, such a text breaks off soon, and for a misleading reason.
            self.fault = self.encoding_fault.take();
            return None;
        }
        let start = self.at;
        self.skip_space();
        if self.at == self.text.len() && self.encoding_fault.is_none() {
            return self.fail(SyntaxError::Empty, Span::new(start, start));
        }
        self.value()
    }

    /// Makes sure that nothing follows the root value.
    pub(crate) fn end(&mut self) {
        if self.is_broken() {
            return;
        }
        self.skip_space();
        if self.is_comment() {
            self.unexpected::<()>("the end of the document");
        } else if self.at < self.text.len() || self.encoding_fault.is_some() {
            let end = self.text.trim_end().len().max(self.at);
            self.fail::<()>(SyntaxError::TrailingText, Span::new(self.at, end));
        }
    }

    /// Looks ahead in an object or array from where the reader stands, if anything may be handed out.
    #[inline(always)]
    pub(crate) fn ahead(&self, open: &Open) -> Option<Ahead<'a>> {
        let (lead, at) = match open {
            Open { is_fresh: false, .. } => (b',', self.at),
            Open { is_object: true, .. } => (b'{', self.at - 1),
            Open { is_object: false, .. } => (b'[', self.at - 1),
        };
        if self.fault.is_some() { None } else { Ahead::new(self.text, self.limit, lead, at) }
    }

    /// Moves to where a look ahead has come in an object or array.
    #[inline(always)]
    pub(crate) fn follow(&mut self, ahead: Ahead<'a>, open: &mut Open) {
        if let Some(offset) = ahead.offset() {
            self.go_on(open, offset);
        }
    }

    /// Moves to what has been seen ahead in an object or array.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, open: &mut Open, at: usize) {
        open.is_fresh = false;
        self.at = at;
    }

    /// The array that the reader stands on, if there is one and the limit is not reached.
    #[inline(always)]
    pub(crate) fn array(&mut self) -> Option<Value<'a>> {
        if self.at >= self.limit {
            return None;
        }
        self.take_byte(b'[').map(|start| Value { start, raw: "[", kind: Kind::Array })
    }

    /// Moves over the end of an array, if it is right here.
    #[inline(always)]
    pub(crate) fn take_end_of_array(&mut self) -> bool {
        self.take_byte(b']').is_some()
    }

    #[inline(always)]
    fn take_byte(&mut self, byte: u8) -> Option<usize> {
        let start = self.at;
        if self.peek() != byte {
            return None;
        }
        self.at += 1;
        Some(start)
    }

    /// The next key of an object, up to the value that belongs to it.
    pub(crate) fn next_key(&mut self, open: &mut Open) -> Option<Text<'a>> {
        self.step(open, b'}')?;
        if self.peek() != b'"' {
            return self.unexpected(KEY);
        }
        let key = self.string()?;
        if self.skip_space() != b':' {
            return self.unexpected("a colon between the key and its value");
        }
        self.at += 1;
        self.skip_space();
        Some(key)
    }

    /// The next item of an array.
    pub(crate) fn next_item(&mut self, open: &mut Open) -> Option<Value<'a>> {
        self.step(open, b']')?;
        self.value()
    }

    /// Reads a value to its end, without recursion, and returns the whole of its span.
    pub(crate) fn skip(&mut self, value: Value<'_>) -> Option<Span> {
        let mut stack = Vec::new();
        let mut next = Some(value);
        loop {
            match next.map(|value| value.kind) {
                Some(Kind::Array) => stack.push(Open::array()),
                Some(Kind::Object) => stack.push(Open::object()),
                Some(_) => {}
                None if self.is_broken() => return None,
                None => drop(stack.pop()),
            }
            next = match stack.last_mut() {
                None => break,
                Some(open) if open.is_object => self.next_key(open).and_then(|_| self.value()),
                Some(open) => self.next_item(open),
            };
        }
        let is_open = matches!(value.kind, Kind::Array | Kind::Object);
        Some(if is_open { Span::new(value.start, self.at) } else { value.span() })
    }

    /// Moves to the next entry or item, over the comma before it, or over the closing bracket.
    #[inline(always)]
    fn step(&mut self, open: &mut Open, close: u8) -> Option<()> {
        if self.is_broken() {
            return None;
        }
        let is_fresh = std::mem::take(&mut open.is_fresh);
        let mut found = self.skip_space();
        if found == b',' && !is_fresh {
            let comma = self.at;
            self.at += 1;
            found = self.skip_space();
            if found != close {
                return Some(());
            }
            self.trailing_commas.push(Span::new(comma, comma + 1));
        }
        if found == close {
            self.at += 1;
            return None;
        }
        if is_fresh { Some(()) } else { self.no_comma(open) }
    }

    /// The value that the reader stands on.
    pub(crate) fn value(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let (raw, kind) = match self.peek() {
            b'"' => {
                let Text { start, raw, is_escaped } = self.string()?;
                return Some(Value { start, raw, kind: Kind::String { is_escaped } });
            }
            b'[' => ("[", Kind::Array),
            b'{' => ("{", Kind::Object),
            byte if IS_WORD[usize::from(byte)] => self.number_or_literal()?,
            _ => return self.unexpected("a value"),
        };
        self.at += raw.len();
        Some(Value { start, raw, kind })
    }

    /// The string on whose opening quote the reader is.
    fn string(&mut self) -> Option<Text<'a>> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        let mut is_escaped = false;
        loop {
            at = plain_end(self.text, at);
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => match escape(&self.text[at..]) {
                    Ok((_, length)) => at += length,
                    Err((fault, length)) => return self.fail(fault, Span::new(at, at + length)),
                },
                Some(&byte) if byte != b'\n' && byte != b'\r' => {
                    let character = Excerpt::from(char::from(byte));
                    return self.fail(SyntaxError::RawControl { character }, Span::new(at, at + 1));
                }
                _ => return self.fail(SyntaxError::UnclosedString, Span::new(start - 1, at)),
            }
            is_escaped = true;
        }
        self.at = at + 1;
        Some(Text { start: start - 1, raw: &self.text[start..at], is_escaped })
    }

    /// Moves over white space (RFC 8259, section 2), and looks at what follows it.
    #[inline]
    fn skip_space(&mut self) -> u8 {
        if self.peek() <= b' ' {
            self.at = behind_space(self.text, self.at);
        }
        self.peek()
    }

    /// What stands here. At the end of the text that is a zero, which may stand nowhere.
    #[inline]
    fn peek(&self) -> u8 {
        peek(self.text, self.at)
    }

    #[cold]
    fn fail<T>(&mut self, fault: SyntaxError, span: Span) -> Option<T> {
        self.remember(fault, span);
        None
    }

    fn remember(&mut self, fault: SyntaxError, span: Span) {
        // Where the text only seems to end, what is not UTF-8 comes next.
        let is_at_end = span.end.max(self.at) == self.text.len();
        let fault = match self.encoding_fault.take_if(|_| is_at_end) {
            Some(encoding_fault) => encoding_fault,
            None => Box::new((fault, span)),
        };
        self.fault.get_or_insert(fault);
    }
}

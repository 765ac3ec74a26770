//! JSON (RFC 8259), read once from front to back, with the place of everything.
//!
//! `serde_json` stops at the first fault with a line and a column, and what it had read until then is
//! gone. A validator needs the opposite: the byte span of every key and value, what stood before a
//! fault, a lone surrogate found even where nobody decodes it, and a name for the mistake. So this
//! reader hands out keys and values one after the other. Once it meets a fault, it remembers that
//! one and has nothing further to hand out; its callers just see every object and array end. Only a
//! trailing comma does not end the reading. `serde_json` stays the authority: a property test holds
//! that both take the same documents.

#![expect(
    clippy::inline_always,
    reason = "what the reader hands out stays in registers, and there are few callers"
)]

mod mistake;
mod text;
mod word;

use crate::excerpt::Excerpt;
use crate::source::{Source, Span};
use crate::syntax::Syntax;

use mistake::KEY;
pub(crate) use text::{Text, decode_with_places};
use text::{escape, plain_end, spaces};
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
    fault: Option<Box<(Syntax, Span)>>,
    trailing_commas: Vec<Span>,
    /// The offset behind which nothing further is handed out.
    limit: usize,
    /// What stands where the text ends, if the text ends too early to be all of the document.
    encoding_fault: Option<Box<(Syntax, Span)>>,
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

    /// How many bytes have not been read.
    pub(crate) fn left(&self) -> usize {
        self.text.len() - self.at
    }

    /// What has been read from an offset on.
    pub(crate) fn read_since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The fault that ended the reading.
    pub(crate) fn fault(&self) -> Option<&(Syntax, Span)> {
        self.fault.as_deref()
    }

    /// Commas before a closing bracket. They are faults too, but leave no doubt what is meant, so
    /// the reading goes on.
    pub(crate) fn trailing_commas(&self) -> &[Span] {
        &self.trailing_commas
    }

    /// Where the next key starts, if a comma and another entry follow.
    pub(crate) fn start_of_next_key(&self) -> Option<usize> {
        let key = behind_space(behind_space(&self.text[self.at..]).strip_prefix(',')?);
        key.starts_with('"').then_some(self.text.len() - key.len())
    }

    /// Whether the object ends here, perhaps behind a comma too many.
    pub(crate) fn is_last_entry(&self) -> bool {
        let behind = behind_space(&self.text[self.at..]);
        let behind = behind.strip_prefix(',').map_or(behind, behind_space);
        behind.starts_with('}')
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
        if let Some((Syntax::Utf16 | Syntax::Utf32, _)) = self.encoding_fault.as_deref() {
            // Read as UTF-8, such a text breaks off soon, and for a misleading reason.
            self.fault = self.encoding_fault.take();
            return None;
        }
        let start = self.at;
        self.skip_space();
        if self.at == self.text.len() && self.encoding_fault.is_none() {
            return self.fail(Syntax::Empty, Span::new(start, start));
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
            self.fail::<()>(Syntax::TrailingText, Span::new(self.at, end));
        }
    }

    /// The next key of an object, up to the value that belongs to it.
    #[inline(always)]
    pub(crate) fn next_key(&mut self, open: &mut Open) -> Option<Text<'a>> {
        self.step(open, b'}')?;
        if self.peek() != b'"' {
            return self.unexpected(KEY);
        }
        let start = self.at;
        let (raw, is_escaped) = match self.plain_string() {
            Some(raw) => (raw, false),
            None => (self.escaped_string()?, true),
        };
        if self.skip_space() != b':' {
            return self.unexpected("a colon between the key and its value");
        }
        self.at += 1;
        self.skip_space();
        Some(Text { start, raw, is_escaped })
    }

    /// The next item of an array.
    #[inline(always)]
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
    #[inline(always)]
    pub(crate) fn value(&mut self) -> Option<Value<'a>> {
        if self.peek() != b'"' {
            return self.other_value();
        }
        let start = self.at;
        let (raw, is_escaped) = match self.plain_string() {
            Some(raw) => (raw, false),
            None => (self.escaped_string()?, true),
        };
        Some(Value { start, raw, kind: Kind::String { is_escaped } })
    }

    /// A value that is no string.
    fn other_value(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let (raw, kind) = match self.peek() {
            b'[' => ("[", Kind::Array),
            b'{' => ("{", Kind::Object),
            byte if IS_WORD[usize::from(byte)] => self.number_or_literal()?,
            _ => return self.unexpected("a value"),
        };
        self.at += raw.len();
        Some(Value { start, raw, kind })
    }

    /// What stands between the quotes of a string, if it stands for itself; the reader is on the
    /// opening quote.
    #[inline(always)]
    fn plain_string(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        Some(&self.text[start..end])
    }

    /// What stands between the quotes of a string with escapes in it.
    #[cold]
    fn escaped_string(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        loop {
            at = plain_end(bytes, at);
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => match escape(&self.text[at..]) {
                    Ok((_, length)) => at += length,
                    Err((fault, length)) => return self.fail(fault, Span::new(at, at + length)),
                },
                Some(&byte) if byte != b'\n' && byte != b'\r' => {
                    let character = Excerpt::from(char::from(byte));
                    return self.fail(Syntax::RawControl { character }, Span::new(at, at + 1));
                }
                _ => return self.fail(Syntax::UnclosedString, Span::new(start - 1, at)),
            }
        }
        self.at = at + 1;
        Some(&self.text[start..at])
    }

    /// Moves over white space (RFC 8259, section 2), and looks at what follows it.
    #[inline(always)]
    fn skip_space(&mut self) -> u8 {
        // There is hardly ever more of it than one space, or the end of a line and an indent.
        match self.peek() {
            found if found > b' ' => return found,
            b' ' => self.at += 1,
            b'\n' => self.at += 1 + spaces(&self.text.as_bytes()[self.at + 1..]),
            _ => {}
        }
        match self.peek() {
            found if found > b' ' => found,
            _ => self.skip_more_space(),
        }
    }

    fn skip_more_space(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        self.peek()
    }

    /// What stands here. At the end of the text that is a zero, which may stand nowhere.
    #[inline]
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    #[cold]
    fn fail<T>(&mut self, fault: Syntax, span: Span) -> Option<T> {
        self.remember(fault, span);
        None
    }

    fn remember(&mut self, fault: Syntax, span: Span) {
        // Where the text only seems to end, what is not UTF-8 comes next.
        let is_at_end = span.end.max(self.at) == self.text.len();
        let fault = match self.encoding_fault.take_if(|_| is_at_end) {
            Some(encoding_fault) => encoding_fault,
            None => Box::new((fault, span)),
        };
        self.fault.get_or_insert(fault);
    }
}

/// What follows white space (RFC 8259, section 2).
#[inline(never)]
fn behind_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

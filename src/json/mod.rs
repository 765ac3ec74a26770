//! JSON (RFC 8259), parsed once from front to back into a flat list of tokens.
//!
//! The tokens are the keys and values of the root object and the items of its lists, in source order;
//! of what is nested deeper only the syntax is checked. A syntax error is recorded, and wherever it is
//! plain what the author meant, the parser goes on as if that had been written.
//!
//! `serde_json` stops at the first error and forgets what it had read until then, so it cannot do
//! this; it is the authority in tests: both accept the same documents.

mod foreign;
mod parser;
mod quotes;
mod recovery;
mod scan;
mod string;
mod syntax_error;
mod trivia;
mod words;

use std::borrow::Cow;

use crate::error::kind::JsonType;
use crate::fix::Fix;
use crate::source::Span;

pub(crate) use parser::{Limits, parse};
pub(crate) use string::decode_with_offsets;
pub use syntax_error::{Expected, Format, SyntaxError};
pub(crate) use words::quote;

/// The span and the kind of a key or value, in one word: the start, the end, and the kind in the highest
/// bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token(u64);

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Number,
    /// A string without escapes.
    Plain,
    /// A string with valid escapes.
    Escaped,
    /// A string with a syntax error that leaves no doubt about its content: with other quotes, for
    /// example, or without the closing one.
    Odd,
    /// Text without quotes.
    Bare,
    Array,
    Object,
    /// A value that cannot be known. A syntax error says why.
    Broken,
}

impl Token {
    /// More than any document has: requests have up to 16 MiB.
    const OFFSET_BITS: u32 = 28;

    const KIND_SHIFT: u32 = 60;

    /// The kinds by their numbers, of which four bits have more.
    const KINDS: [Kind; 16] = [
        Kind::Null,
        Kind::False,
        Kind::True,
        Kind::Number,
        Kind::Plain,
        Kind::Escaped,
        Kind::Odd,
        Kind::Bare,
        Kind::Array,
        Kind::Object,
        Kind::Broken,
        Kind::Broken,
        Kind::Broken,
        Kind::Broken,
        Kind::Broken,
        Kind::Broken,
    ];

    const OFFSET: u64 = (1 << Self::OFFSET_BITS) - 1;

    fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self(start as u64 | (end as u64) << Self::OFFSET_BITS | (kind as u64) << Self::KIND_SHIFT)
    }

    pub(crate) fn kind(self) -> Kind {
        Self::KINDS[(self.0 >> Self::KIND_SHIFT) as usize]
    }

    pub(crate) fn start(self) -> usize {
        (self.0 & Self::OFFSET) as usize
    }

    pub(crate) fn end(self) -> usize {
        (self.0 >> Self::OFFSET_BITS & Self::OFFSET) as usize
    }

    pub(crate) fn span(self) -> Span {
        Span::new(self.start(), self.end())
    }
}

/// An entry of the root object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Token,
    pub(crate) value: Token,
}

/// A syntax error with its place and its fix.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) error: SyntaxError,
    pub(crate) span: Span,
    /// The stretch whose meaning it makes unclear, if it does: the line.
    pub(crate) unclear: Option<Span>,
    pub(crate) fix: Option<Fix>,
}

/// A parsed document.
#[derive(Debug)]
pub(crate) struct Json<'a> {
    pub(crate) text: &'a str,
    /// The document's one value.
    pub(crate) root: Option<Token>,
    pub(crate) entries: Vec<Entry>,
    /// The items of all lists, in source order.
    items: Vec<Token>,
    /// Syntax errors, in the order in which they were met.
    pub(crate) mistakes: Vec<Mistake>,
    /// How many syntax errors were met in addition to those.
    pub(crate) omitted: usize,
    /// Whether every key of the root object is among the entries.
    pub(crate) is_whole: bool,
    /// Whether the document has more bytes than it may have.
    pub(crate) is_too_large: bool,
}

/// A key or value with its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'j> {
    json: &'j Json<'j>,
    token: Token,
}

impl Json<'_> {
    pub(crate) fn key(&self, entry: &Entry) -> Value<'_> {
        Value { json: self, token: entry.key }
    }

    pub(crate) fn value(&self, entry: &Entry) -> Value<'_> {
        Value { json: self, token: entry.value }
    }

    /// Whether a stretch and what follows it are free of syntax errors, so that entries and items
    /// can be added to it and removed from it.
    pub(crate) fn is_clean(&self, start: usize, end: usize) -> bool {
        let end = scan::skip_space(self.text.as_bytes(), end);
        let is_elsewhere = |span: Span| span.end < start || end < span.start;
        // A comma too many stays one, or goes.
        let is_clean = |mistake: &Mistake| {
            (is_elsewhere(mistake.span) || matches!(mistake.error, SyntaxError::TrailingComma))
                && mistake.unclear.is_none_or(is_elsewhere)
        };
        self.omitted == 0 && self.mistakes.iter().all(is_clean)
    }

    /// Whether it is clear what a stretch means, if only by fixing it.
    pub(crate) fn is_clear(&self, span: Span) -> bool {
        let is_elsewhere = |other: Span| other.end < span.start || span.end < other.start;
        let is_clear = |mistake: &Mistake| mistake.unclear.is_none_or(is_elsewhere);
        self.omitted == 0 && self.mistakes.iter().all(is_clear)
    }

    pub(crate) fn root(&self) -> Option<Value<'_>> {
        self.root.map(|token| Value { json: self, token })
    }
}

impl<'j> Value<'j> {
    pub(crate) fn kind(&self) -> Kind {
        self.token.kind()
    }

    /// The span, quotes and brackets included.
    pub(crate) fn span(&self) -> Span {
        self.token.span()
    }

    /// The span without quotes or brackets.
    pub(crate) fn content_span(&self) -> Span {
        let Span { start, end } = self.span();
        match self.kind() {
            Kind::Plain | Kind::Escaped => Span::new(start + 1, end - 1),
            Kind::Odd | Kind::Bare => {
                let source = self.source();
                let content = string::content(source);
                let content_start = start + (content.as_ptr().addr() - source.as_ptr().addr());
                Span::new(content_start, content_start + content.len())
            }
            Kind::Array | Kind::Object => {
                let source = self.source();
                let is_closed = source.len() > 1 && source.ends_with([']', '}']);
                Span::new(start + 1, end - usize::from(is_closed))
            }
            _ => Span::new(start, end),
        }
    }

    /// The source text of the value.
    pub(crate) fn source(&self) -> &'j str {
        &self.json.text[self.span().range()]
    }

    /// The string that the value is or is meant as, decoded.
    pub(crate) fn text(&self) -> Option<Cow<'j, str>> {
        match self.kind() {
            Kind::Plain => {
                Some(Cow::Borrowed(&self.json.text[self.token.start() + 1..self.token.end() - 1]))
            }
            Kind::Escaped | Kind::Odd => Some(string::decode(self.source())),
            Kind::Bare => Some(Cow::Borrowed(self.source())),
            _ => None,
        }
    }

    /// The span of a stretch of [`Value::text`], given by its byte offsets there.
    pub(crate) fn span_of(&self, start: usize, end: usize) -> Span {
        let place = self.places();
        Span::new(place(start), place(end))
    }

    /// Maps byte offsets in [`Value::text`] to offsets in the document.
    pub(crate) fn places(&self) -> impl Fn(usize) -> usize + use<> {
        let content = self.content_span();
        // Text without quotes has no escapes.
        let escaped = if self.kind() == Kind::Bare { 0..0 } else { content.range() };
        let (_, place) = decode_with_offsets(&self.json.text[escaped]);
        move |at| content.start + place(at)
    }

    /// The type of the value, if it is known.
    pub(crate) fn json_type(&self) -> Option<JsonType> {
        Some(match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::False | Kind::True => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::Plain | Kind::Escaped | Kind::Odd => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
            Kind::Bare | Kind::Broken => return None,
        })
    }

    /// Whether a literal or number is one of JSON, and not just meant as one.
    pub(crate) fn is_exact(&self) -> bool {
        match self.kind() {
            Kind::Null => self.source() == "null",
            Kind::False => self.source() == "false",
            Kind::True => self.source() == "true",
            Kind::Number => scan::is_number(self.source().as_bytes()),
            _ => true,
        }
    }

    /// The items of the value, if it is a list.
    pub(crate) fn items(&self) -> impl ExactSizeIterator<Item = Value<'j>> + Clone {
        let json = self.json;
        self.item_tokens().iter().map(move |&token| Value { json, token })
    }

    /// The item with a number.
    pub(crate) fn item(&self, index: usize) -> Option<Value<'j>> {
        let token = *self.item_tokens().get(index)?;
        Some(Value { json: self.json, token })
    }

    fn item_tokens(&self) -> &'j [Token] {
        let items = &self.json.items;
        let count_before = |offset| items.partition_point(|item| item.start() < offset);
        &items[count_before(self.token.start())..count_before(self.token.end())]
    }
}

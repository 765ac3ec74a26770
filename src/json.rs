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

mod text;

use crate::excerpt::Excerpt;
use crate::source::{Source, Span};
use crate::syntax::Syntax;
use crate::words::find_part;

pub(crate) use text::{Text, decode_with_places};
use text::{escape, plain_end, spaces};

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

    /// Fails at what follows an entry or an item without a comma.
    #[cold]
    fn no_comma(&mut self, open: &Open) -> Option<()> {
        match self.peek() {
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                // The comma belongs behind the value before, which may be lines above.
                let end = self.text[..self.at].trim_end().len();
                self.fail(Syntax::MissingComma, Span::new(end, end))
            }
            _ if open.is_object => self.unexpected("a comma or `}`"),
            _ => self.unexpected("a comma or `]`"),
        }
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

    #[inline(never)]
    fn number_or_literal(&mut self) -> Option<(&'a str, Kind)> {
        let word = self.word();
        let kind = match word {
            "true" => Kind::Boolean(true),
            "false" => Kind::Boolean(false),
            "null" => Kind::Null,
            _ if is_number(word.as_bytes()) => Kind::Number,
            _ => {
                let text = Excerpt::new(word);
                let fault = if word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                    Syntax::UnknownWord { text }
                } else {
                    Syntax::InvalidNumber { text }
                };
                return self.fail(fault, Span::new(self.at, self.at + word.len()));
            }
        };
        Some((word, kind))
    }

    /// The longest stretch that can be meant as one number or literal.
    fn word(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|byte| !IS_WORD[usize::from(byte)]);
        let length = length.unwrap_or(rest.len());
        &rest[..length]
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

    fn is_comment(&self) -> bool {
        let rest = &self.text[self.at..];
        rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')
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

    /// Fails at what cannot stand here.
    #[cold]
    fn unexpected<T>(&mut self, expected: &'static str) -> Option<T> {
        let (fault, span) = self.mistake(expected);
        self.fail(fault, span)
    }

    /// What stands here instead, by the name of the mistake where it is a usual one.
    fn mistake(&self, expected: &'static str) -> (Syntax, Span) {
        let rest = &self.text[self.at..];
        let until = |end: Option<usize>| Span::new(self.at, self.at + end.unwrap_or(rest.len()));
        let line_end = rest.find(['\n', '\r']);
        match rest.chars().next() {
            None => {
                let end = self.text.trim_end().len();
                (Syntax::UnexpectedEnd { expected }, Span::new(end, end))
            }
            Some(_) if rest.starts_with("/*") => {
                (Syntax::Comment, until(find_part(rest, "*/").map(|end| end + 2)))
            }
            Some(_) if self.is_comment() => (Syntax::Comment, until(line_end)),
            Some(_) if CONFLICT_MARKERS.iter().any(|marker| rest.starts_with(marker)) => {
                (Syntax::ConflictMarker, until(line_end))
            }
            Some('\'') => {
                let line = &rest[..line_end.unwrap_or(rest.len())];
                let close = line[1..].find('\'').map_or(1, |close| close + 2);
                (Syntax::SingleQuotes, until(Some(close)))
            }
            Some('a'..='z' | 'A'..='Z' | '_' | '$') if expected == KEY => {
                let word = self.word();
                (Syntax::UnquotedKey { text: Excerpt::new(word) }, until(Some(word.len())))
            }
            Some(found) => {
                let here = Span::new(self.at, self.at + found.len_utf8());
                (Syntax::Unexpected { found: Excerpt::from(found), expected }, here)
            }
        }
    }
}

/// What follows white space (RFC 8259, section 2).
#[inline(never)]
fn behind_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// What numbers and literals have, and what people take for one of them.
static IS_WORD: [bool; 256] = {
    let mut is_word = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        is_word[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'$');
        byte += 1;
    }
    is_word
};

const KEY: &str = "a key in double quotes";

/// How git marks the two sides of a conflict, and their common ancestor.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// RFC 8259, section 6.
fn is_number(text: &[u8]) -> bool {
    fn digits(text: &[u8]) -> Option<&[u8]> {
        let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then(|| &text[count..])
    }
    let rest = text.strip_prefix(b"-").unwrap_or(text);
    let Some(mut rest) = rest.strip_prefix(b"0").or_else(|| digits(rest)) else { return false };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let Some(behind) = digits(fraction) else { return false };
        rest = behind;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let sign = usize::from(matches!(exponent.first(), Some(b'+' | b'-')));
        let Some(behind) = digits(&exponent[sign..]) else { return false };
        rest = behind;
    }
    rest.is_empty()
}

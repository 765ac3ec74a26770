//! JSON (RFC 8259), read once from front to back, with the place of everything.
//!
//! `serde_json` stops at the first fault with a line and a column, and what it had read until then is
//! gone. A validator needs the opposite: the byte span
//! of every key and value, what stood before a fault, a lone surrogate found even where nobody
//! decodes it, and a name for the mistake. So this reader hands out keys and values one after the
//! other. Once it meets a fault, it remembers that one and has nothing further to hand out; its
//! callers just see every object and array end. Only a trailing comma does not end the reading. `serde_json` stays the authority: a property test
//! holds that both take the same documents.

mod text;

use crate::excerpt::Excerpt;
use crate::source::{Source, Span};
use crate::syntax::Syntax;

pub(crate) use text::{Text, decode_with_places};
use text::{escape, plain_length};

/// A JSON value: scalars complete, an array or object just opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    /// Where it stands; only the bracket of an array or object.
    pub(crate) span: Span,
    pub(crate) kind: Kind<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    Null,
    Boolean(bool),
    Number,
    String(Text<'a>),
    Array,
    Object,
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
    fault: Option<(Syntax, Span)>,
    trailing_commas: Vec<Span>,
    /// The offset behind which nothing further is handed out.
    limit: usize,
    /// What stands where the text ends, if the text ends too early to be all of the document.
    encoding_fault: Option<(Syntax, Span)>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &Source<'a>) -> Self {
        Self {
            text: source.text(),
            at: source.start(),
            fault: None,
            trailing_commas: Vec::new(),
            limit: usize::MAX,
            encoding_fault: source.encoding_fault(),
        }
    }

    /// How far the text has been read.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// The fault that ended the reading.
    pub(crate) fn fault(&self) -> Option<&(Syntax, Span)> {
        self.fault.as_ref()
    }

    /// Commas before a closing bracket. They are faults too, but leave no doubt what is meant, so
    /// the reading goes on.
    pub(crate) fn trailing_commas(&self) -> &[Span] {
        &self.trailing_commas
    }

    /// Where the next key starts, if a comma and another entry follow.
    pub(crate) fn next_key(&self) -> Option<usize> {
        let behind = self.text[self.at..].trim_start_matches(SPACE).strip_prefix(',')?;
        let key = behind.trim_start_matches(SPACE);
        key.starts_with('"').then_some(self.text.len() - key.len())
    }

    /// Whether the object ends here, perhaps behind a comma too many.
    pub(crate) fn is_last_entry(&self) -> bool {
        let behind = self.text[self.at..].trim_start_matches(SPACE);
        let behind = behind.strip_prefix(',').map_or(behind, |one| one.trim_start_matches(SPACE));
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
        if let Some((fault @ (Syntax::Utf16 | Syntax::Utf32), span)) = &self.encoding_fault {
            // Read as UTF-8, such a text breaks off soon, and for a misleading reason.
            self.fault = Some((fault.clone(), *span));
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

    /// The next key of an object and the value that belongs to it.
    pub(crate) fn next_entry(&mut self, open: &mut Open) -> Option<(Text<'a>, Value<'a>)> {
        self.step(open, b'}')?;
        let key = match self.peek() {
            Some(b'"') => self.string()?,
            _ => return self.unexpected(KEY),
        };
        self.skip_space();
        if self.peek() != Some(b':') {
            return self.unexpected("a colon between the key and its value");
        }
        self.at += 1;
        self.skip_space();
        Some((key, self.value()?))
    }

    /// The next item of an array.
    pub(crate) fn next_item(&mut self, open: &mut Open) -> Option<Value<'a>> {
        self.step(open, b']')?;
        self.value()
    }

    /// Reads a value to its end, without recursion, and returns the whole of its span.
    pub(crate) fn skip(&mut self, value: Value<'a>) -> Option<Span> {
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
                Some(open) if open.is_object => self.next_entry(open).map(|(_, value)| value),
                Some(open) => self.next_item(open),
            };
        }
        let is_open = matches!(value.kind, Kind::Array | Kind::Object);
        Some(Span::new(value.span.start, if is_open { self.at } else { value.span.end }))
    }

    /// Moves to the next entry or item, over the comma before it, or over the closing bracket.
    fn step(&mut self, open: &mut Open, close: u8) -> Option<()> {
        if self.is_broken() {
            return None;
        }
        self.skip_space();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                return None;
            }
            _ if open.is_fresh => {}
            Some(b',') => {
                let comma = self.here();
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(close) {
                    self.trailing_commas.push(comma);
                    self.at += 1;
                    return None;
                }
            }
            Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => {
                // The comma belongs behind the value before, which may be lines above.
                let end = self.text[..self.at].trim_end().len();
                return self.fail(Syntax::MissingComma, Span::new(end, end));
            }
            _ if open.is_object => return self.unexpected("a comma or `}`"),
            _ => return self.unexpected("a comma or `]`"),
        }
        open.is_fresh = false;
        Some(())
    }

    fn value(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'"') => Kind::String(self.string()?),
            Some(b'[') => {
                self.at += 1;
                Kind::Array
            }
            Some(b'{') => {
                self.at += 1;
                Kind::Object
            }
            Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$') => {
                self.number_or_literal()?
            }
            _ => return self.unexpected("a value"),
        };
        Some(Value { span: Span::new(start, self.at), kind })
    }

    fn number_or_literal(&mut self) -> Option<Kind<'a>> {
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
        self.at += word.len();
        Some(kind)
    }

    /// The longest stretch that can be meant as one number or literal.
    fn word(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b"+-._$".contains(&b);
        let length = rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len());
        &rest[..length]
    }

    /// A string; the reader stands on its opening quote.
    fn string(&mut self) -> Option<Text<'a>> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        let mut escaped = false;
        loop {
            at += plain_length(&bytes[at..]);
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    match escape(&self.text[at..]) {
                        Ok((_, length)) => at += length,
                        Err((fault, length)) => {
                            return self.fail(fault, Span::new(at, at + length));
                        }
                    }
                }
                Some(b'\n' | b'\r') => {
                    return self.fail(Syntax::UnclosedString, Span::new(start, at));
                }
                Some(&byte) => {
                    let character = Excerpt::from(char::from(byte));
                    return self.fail(Syntax::RawControl { character }, Span::new(at, at + 1));
                }
                None => return self.fail(Syntax::UnclosedString, Span::new(start, at)),
            }
        }
        self.at = at + 1;
        Some(Text { span: Span::new(start, self.at), raw: &self.text[start + 1..at], escaped })
    }

    fn skip_space(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += rest.iter().position(|byte| !is_space(byte)).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The character that the reader stands on.
    fn here(&self) -> Span {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        Span::new(self.at, self.at + length)
    }

    fn is_comment(&self) -> bool {
        let rest = &self.text[self.at..];
        rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')
    }

    fn fail<T>(&mut self, fault: Syntax, span: Span) -> Option<T> {
        // Where the text only seems to end, what is not UTF-8 comes next.
        let is_at_end = span.end.max(self.at) == self.text.len();
        let fault = match self.encoding_fault.take_if(|_| is_at_end) {
            Some(encoding_fault) => encoding_fault,
            None => (fault, span),
        };
        self.fault.get_or_insert(fault);
        None
    }

    /// Fails at what cannot stand here, by the name of the mistake where it is a usual one.
    fn unexpected<T>(&mut self, expected: &'static str) -> Option<T> {
        let rest = &self.text[self.at..];
        let until = |end: Option<usize>| Span::new(self.at, self.at + end.unwrap_or(rest.len()));
        let line_end = rest.find(['\n', '\r']);
        let (fault, span) = match rest.chars().next() {
            None => {
                let end = self.text.trim_end().len();
                (Syntax::UnexpectedEnd { expected }, Span::new(end, end))
            }
            Some(_) if rest.starts_with("/*") => {
                (Syntax::Comment, until(rest.find("*/").map(|end| end + 2)))
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
                (Syntax::Unexpected { found: Excerpt::from(found), expected }, self.here())
            }
        };
        self.fail(fault, span)
    }
}

/// White space (RFC 8259, section 2).
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

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

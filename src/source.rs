//! Places in a text: byte spans, lines and columns.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a source text, in byte offsets.
///
/// Offsets count from the first byte of what the author wrote, a byte order mark included, and lie
/// on character boundaries wherever the source is UTF-8.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// Byte offset of the start.
    pub start: usize,
    /// Byte offset of the end (exclusive).
    pub end: usize,
}

impl Span {
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span as a range, to slice the source with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A line and column of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1. A line ends with a line feed.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values). A byte order mark does not count.
    pub column: usize,
}

impl Position {
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The position after some text that starts here.
    fn after(self, text: &[u8]) -> Self {
        let (mut position, mut line) = (self, text);
        while let Some(line_feed) = line.iter().position(|byte| *byte == b'\n') {
            position = Self { line: position.line + 1, column: 1 };
            line = &line[line_feed + 1..];
        }
        // Other bytes only continue a character.
        let characters = line.iter().filter(|byte| !matches!(byte, 0x80..0xC0)).count();
        Self { column: position.column + characters, ..position }
    }
}

/// The bytes of a document, and the text that they are.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    bytes: &'a [u8],
    /// Of the same length as the bytes. Those that are not UTF-8 are replaced by `SUBSTITUTE`.
    text: Cow<'a, str>,
}

/// How a document is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// Not in UTF-8, nor in another encoding that shows. The span is of the first bytes at fault.
    NotUtf8(Span),
    Utf16,
    Utf32,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

impl<'a> Source<'a> {
    /// The control character of ASCII for what is not a character. In JSON it can be nowhere.
    pub(crate) const SUBSTITUTE: u8 = 0x1A;

    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(with_substitutes(bytes, Self::SUBSTITUTE)),
        };
        Self { bytes, text }
    }

    pub(crate) fn from_text(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), text: Cow::Borrowed(text) }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The start of the document, after a byte order mark.
    pub(crate) fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// Whether the byte at an offset is not UTF-8.
    pub(crate) fn is_substitute(&self, at: usize) -> bool {
        matches!(self.text, Cow::Owned(_))
            && self.bytes.get(at).is_some_and(|byte| *byte != Self::SUBSTITUTE)
    }

    pub(crate) fn encoding(&self) -> Encoding {
        // A document begins with an ASCII character, so zero bytes tell the other encodings apart.
        match self.bytes {
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Encoding::Utf32,
            [0, 0, 0, first, ..] | [first, 0, 0, 0, ..] if *first != 0 => Encoding::Utf32,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Encoding::Utf16,
            [0, first, ..] | [first, 0, ..]
                if *first != 0 && self.bytes.len().is_multiple_of(2) =>
            {
                Encoding::Utf16
            }
            // The last character is cut in two.
            [0, first, 0, second, ..] | [first, 0, second, 0, ..]
                if *first != 0 && *second != 0 =>
            {
                Encoding::Utf16
            }
            _ => match &self.text {
                Cow::Borrowed(_) => Encoding::Utf8,
                Cow::Owned(_) => Encoding::NotUtf8(first_invalid(self.bytes)),
            },
        }
    }

    /// A span with its lines and columns.
    pub(crate) fn place(&self, span: Span) -> (Span, Range<Position>) {
        let positions = Positions::new(self);
        (span, positions.peek(span.start)..positions.peek(span.end))
    }

    /// A copy of a stretch for people, of the same length: bytes that are not UTF-8 become `?`. What is
    /// in another encoding as a whole cannot be shown.
    pub(crate) fn to_text(&self, range: Range<usize>) -> String {
        match self.encoding() {
            Encoding::Utf16 | Encoding::Utf32 => String::new(),
            Encoding::Utf8 | Encoding::NotUtf8(_) => with_substitutes(&self.bytes[range], b'?'),
        }
    }
}

/// The text of some bytes, of the same length, with an ASCII character for each one that is not UTF-8.
fn with_substitutes(bytes: &[u8], substitute: u8) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::from(substitute)));
    }
    text
}

/// The bytes, in which each sequence that is not UTF-8 looks like one character, as editors show it.
fn with_whole_characters(bytes: &[u8]) -> Vec<u8> {
    let mut characters = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        characters.extend_from_slice(chunk.valid().as_bytes());
        // The first byte of a character, and then some that continue it.
        characters.extend([0xC0, 0x80, 0x80].iter().take(chunk.invalid().len()));
    }
    characters
}

/// The span of the first bytes that are not UTF-8.
fn first_invalid(bytes: &[u8]) -> Span {
    let chunk = bytes.utf8_chunks().next();
    let (start, length) = chunk.map_or((0, 0), |one| (one.valid().len(), one.invalid().len()));
    Span::new(start, start + length)
}

/// Turns ascending offsets of one text into positions, in one walk over it.
#[derive(Debug)]
pub(crate) struct Positions<'a> {
    /// The bytes of the document, in which each sequence that is not UTF-8 counts as one character.
    bytes: Cow<'a, [u8]>,
    at: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(source: &Source<'a>) -> Self {
        let bytes = match &source.text {
            Cow::Borrowed(_) => Cow::Borrowed(source.bytes),
            Cow::Owned(_) => Cow::Owned(with_whole_characters(source.bytes)),
        };
        Self { bytes, at: source.start(), position: Position::START }
    }

    /// The position of `offset`, which must not be before the offset of the last call.
    pub(crate) fn move_to(&mut self, offset: usize) -> Position {
        self.position = self.peek(offset);
        self.at = self.at.max(offset);
        self.position
    }

    /// The position of a later offset, without moving there.
    pub(crate) fn peek(&self, offset: usize) -> Position {
        self.position.after(self.bytes.get(self.at..offset).unwrap_or_default())
    }
}

/// An index of the lines of a text.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The offsets of the line feeds.
    line_feeds: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(source: &Source<'_>) -> Self {
        Self { line_feeds: source.text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_feeds.partition_point(|&line_feed| line_feed < offset) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_no_byte_order_mark() {
        let source = Source::new("\u{FEFF}aé\n😀b".as_bytes());
        let mut positions = Positions::new(&source);
        let at = |line, column| Position { line, column };
        assert_eq!(positions.move_to(0), at(1, 1));
        assert_eq!(positions.move_to(3), at(1, 1));
        assert_eq!(positions.move_to(6), at(1, 3));
        assert_eq!(positions.peek(11), at(2, 2));
        assert_eq!(positions.move_to(7), at(2, 1));
        assert_eq!(positions.move_to(12), at(2, 3));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_one_column() {
        let at = |column| Position { line: 1, column };
        // A lone continuation, the start of a character, one without its last byte, and one too many.
        for bytes in [b"a\x80b".as_slice(), b"a\xC3b", b"a\xE2\x82b", b"a\xF0\x9F\x98b", b"a\xFFb"]
        {
            let source = Source::new(bytes);
            let Encoding::NotUtf8(span) = source.encoding() else { panic!("{bytes:?}") };
            assert_eq!(source.place(span), (Span::new(1, bytes.len() - 1), at(2)..at(3)));
            let mut positions = Positions::new(&source);
            assert_eq!(positions.move_to(bytes.len()), at(4));
        }
        let source = Source::new("é".as_bytes());
        assert_eq!(source.place(Span::new(0, 2)).1, at(1)..at(2));
        assert_eq!(Source::new(b"\xC3\xA9\xA9").place(Span::new(2, 3)).1, at(2)..at(3));
    }

    #[test]
    fn positions_are_those_of_a_walk_over_the_characters() {
        let text = "a\n\nbcdefgh\u{e9}\n12345678901234567\r\n😀\n".repeat(3);
        let positions = Positions::new(&Source::new(text.as_bytes()));
        let mut expected = Position::START;
        for (offset, character) in text.char_indices() {
            assert_eq!(positions.peek(offset), expected, "{offset}");
            if character == '\n' {
                expected = Position { line: expected.line + 1, column: 1 };
            } else {
                expected.column += 1;
            }
        }
        assert_eq!(positions.peek(text.len()), expected);
    }

    #[test]
    fn lines_are_those_of_a_plain_count() {
        let text = "a\n\nbc\n".repeat(200);
        let lines = Lines::new(&Source::new(text.as_bytes()));
        for offset in 0..text.len() {
            assert_eq!(lines.line(offset), text[..offset].matches('\n').count() + 1, "{offset}");
        }
    }

    #[test]
    fn other_encodings_are_told_apart() {
        let encoding = |bytes: &[u8]| Source::new(bytes).encoding();
        assert_eq!(encoding(b"{}"), Encoding::Utf8);
        assert_eq!(encoding(b""), Encoding::Utf8);
        assert_eq!(encoding(b"\xEF\xBB\xBF{}"), Encoding::Utf8);
        assert_eq!(encoding(b"\xFF\xFE{\0"), Encoding::Utf16);
        assert_eq!(encoding(b"\xFE\xFF\0{"), Encoding::Utf16);
        assert_eq!(encoding(b"{\0}\0"), Encoding::Utf16);
        assert_eq!(encoding(b"\0{\0}"), Encoding::Utf16);
        assert_eq!(encoding(b"{\0}\0\n"), Encoding::Utf16);
        assert_eq!(encoding(b"\0{\0}\0"), Encoding::Utf16);
        assert_eq!(encoding(b"\xFF\xFE\0\0{\0\0\0"), Encoding::Utf32);
        assert_eq!(encoding(b"{\0\0\0"), Encoding::Utf32);
        assert_eq!(encoding(b"\0\0\0{"), Encoding::Utf32);
        assert_eq!(encoding(b"{\"\xE9\"}"), Encoding::NotUtf8(Span::new(2, 3)));
        assert_eq!(Source::new(b"a\xE9\xE9b").text(), "a\u{1A}\u{1A}b");
    }
}

//! Where things stand in a text: byte spans, lines and columns.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::json::SyntaxError;
use crate::words::{HIGH, ONES, short};

/// A stretch of a source text: byte offsets, the end excluded.
///
/// Offsets count from the first byte of what the author wrote, a byte order mark included, and lie
/// on character boundaries wherever the source is UTF-8.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset of the first byte behind it.
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

/// A place in a text as people and editors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1. A line ends with a line feed.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values). A byte order mark does not count.
    pub column: usize,
}

impl Position {
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The position behind some text that begins here.
    fn behind(self, text: &[u8]) -> Self {
        let (words, rest) = text.as_chunks();
        let position = words
            .iter()
            .fold(self, |position, bytes| position.behind_word(bytes, u64::from_le_bytes(*bytes)));
        if rest.is_empty() {
            return position;
        }
        let word = match text.last_chunk() {
            Some(last) => u64::from_le_bytes(*last) >> (u64::BITS as usize - 8 * rest.len()),
            None => short(rest),
        };
        position.behind_word(rest, word)
    }

    /// The position behind some bytes, which are the first ones of a word; the others are zero.
    #[inline]
    fn behind_word(self, bytes: &[u8], word: u64) -> Self {
        if word & HIGH != 0 {
            return self.behind_each(bytes);
        }
        // Of ASCII, the highest bit of each byte that is the end of a line.
        let ends = (HIGH - (word ^ (ONES * u64::from(b'\n')))) & HIGH;
        if ends == 0 {
            return Self { line: self.line, column: self.column + bytes.len() };
        }
        // The highest byte of this product is the sum of all.
        let [count, ..] = (ends >> 7).wrapping_mul(ONES).to_be_bytes();
        let unused = size_of::<u64>() - bytes.len();
        let column = 1 + ends.leading_zeros() as usize / 8 - unused;
        Self { line: self.line + usize::from(count), column }
    }

    #[inline(never)]
    fn behind_each(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |position, byte| match byte {
            b'\n' => Self { line: position.line + 1, column: 1 },
            // The others only go on with a character.
            0x80..0xC0 => position,
            _ => Self { column: position.column + 1, ..position },
        })
    }
}

/// The bytes of a document as text, as far as they are UTF-8.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    bytes: &'a [u8],
    text: &'a str,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

impl<'a> Source<'a> {
    /// Takes the longest prefix that is UTF-8; what follows it is a fault like any other, so that
    /// it does not hide what stands before it.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        Self { bytes, text }
    }

    /// Takes a text, which has no fault of that kind.
    pub(crate) fn of_text(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), text }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Where the document starts: behind a byte order mark.
    pub(crate) fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// What makes the bytes something else than UTF-8, if anything does.
    pub(crate) fn encoding_fault(&self) -> Option<(SyntaxError, Span)> {
        // A document begins with an ASCII character, so zero bytes tell the other encodings apart.
        let fault = match self.bytes {
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => SyntaxError::Utf32,
            [0, 0, 0, first, ..] | [first, 0, 0, 0, ..] if *first != 0 => SyntaxError::Utf32,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => SyntaxError::Utf16,
            [0, first, ..] | [first, 0, ..]
                if *first != 0 && self.bytes.len().is_multiple_of(2) =>
            {
                SyntaxError::Utf16
            }
            _ if self.text.len() < self.bytes.len() => {
                let bad = &self.bytes[self.text.len()..];
                let length = match str::from_utf8(bad) {
                    Err(error) => error.error_len().unwrap_or(bad.len()),
                    Ok(_) => 0,
                };
                let start = self.text.len();
                return Some((SyntaxError::NotUtf8, Span::new(start, start + length)));
            }
            _ => return None,
        };
        Some((fault, Span::new(0, 0)))
    }

    /// A span with its lines and columns.
    pub(crate) fn place(&self, span: Span) -> (Span, Range<Position>) {
        let positions = Positions::new(self);
        (span, positions.peek(span.start)..positions.peek(span.end))
    }

    /// A copy to show people, with the same lengths: bytes that are not UTF-8 become `?`. What is in
    /// another encoding as a whole cannot be shown.
    pub(crate) fn to_text(self, range: Range<usize>) -> String {
        if matches!(self.encoding_fault(), Some((SyntaxError::Utf16 | SyntaxError::Utf32, _))) {
            return String::new();
        }
        let mut text = String::with_capacity(range.len());
        for chunk in self.bytes[range].utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        text
    }
}

/// Turns ascending offsets of one text into positions, in one walk over it.
#[derive(Debug)]
pub(crate) struct Positions<'a> {
    bytes: &'a [u8],
    at: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(source: &Source<'a>) -> Self {
        Self { bytes: source.bytes, at: source.start(), position: Position::START }
    }

    /// The position of `offset`, which must not be before the offset that was last moved to.
    pub(crate) fn move_to(&mut self, offset: usize) -> Position {
        self.position = self.peek(offset);
        self.at = self.at.max(offset);
        self.position
    }

    /// The position of an offset further on, without moving there.
    pub(crate) fn peek(&self, offset: usize) -> Position {
        self.position.behind(self.bytes.get(self.at..offset).unwrap_or_default())
    }
}

/// The lines of offsets in any order.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    /// How many lines end before each block.
    before: Vec<usize>,
}

impl<'a> Lines<'a> {
    const BLOCK: usize = 256;

    pub(crate) fn new(source: &Source<'a>) -> Self {
        let mut count = 0;
        let before = source.bytes.chunks(Self::BLOCK).map(|block| {
            let before = count;
            count += line_ends(block);
            before
        });
        Self { before: before.collect(), bytes: source.bytes }
    }

    /// The line of an offset within the text, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let block = offset / Self::BLOCK;
        self.before[block] + line_ends(&self.bytes[block * Self::BLOCK..offset]) + 1
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count() - 1
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
        let fault = |bytes: &[u8]| Source::new(bytes).encoding_fault().map(|(fault, _)| fault);
        assert_eq!(fault(b"{}"), None);
        assert_eq!(fault(b""), None);
        assert_eq!(fault(b"\xEF\xBB\xBF{}"), None);
        assert_eq!(fault(b"\xFF\xFE{\0"), Some(SyntaxError::Utf16));
        assert_eq!(fault(b"\xFE\xFF\0{"), Some(SyntaxError::Utf16));
        assert_eq!(fault(b"{\0}\0"), Some(SyntaxError::Utf16));
        assert_eq!(fault(b"\0{\0}"), Some(SyntaxError::Utf16));
        assert_eq!(fault(b"\xFF\xFE\0\0{\0\0\0"), Some(SyntaxError::Utf32));
        assert_eq!(fault(b"{\0\0\0"), Some(SyntaxError::Utf32));
        assert_eq!(fault(b"\0\0\0{"), Some(SyntaxError::Utf32));
        assert_eq!(fault(b"{\"\xE9\"}"), Some(SyntaxError::NotUtf8));
    }
}

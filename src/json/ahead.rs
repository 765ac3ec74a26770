//! JSON as nearly all of it is: strings without escapes, where they may stand. Whatever is otherwise is
//! not seen, and left to the reader, which reads all that JSON has.

use super::Text;
use crate::source::Span;
use crate::words::{HIGH, ONES};

/// A string without escapes, where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    /// The offset of the opening quote.
    start: usize,
    /// What stands between the quotes, which is what the string stands for.
    pub(crate) text: &'a str,
}

impl Plain<'_> {
    /// Where it stands, quotes included.
    #[inline(always)]
    pub(crate) fn span(self) -> Span {
        Span::new(self.start, self.end())
    }

    #[inline(always)]
    pub(crate) fn end(self) -> usize {
        self.start + self.text.len() + 2
    }
}

impl<'a> From<Plain<'a>> for Text<'a> {
    #[inline(always)]
    fn from(plain: Plain<'a>) -> Self {
        Self { start: plain.start, raw: plain.text, is_escaped: false }
    }
}

/// A look ahead at the entries of an object or the items of an array. What it looks at all the time
/// stays in registers, and nothing is lost where it sees no further.
#[derive(Clone, Copy)]
pub(crate) struct Ahead<'a> {
    text: &'a str,
    /// Where the last eight bytes of the text start.
    last: usize,
    /// The offset behind which nothing is looked at.
    limit: usize,
    /// What the next one stands behind: a comma, or the bracket or brace before the first.
    lead: u8,
    /// Where that stands.
    at: usize,
}

impl<'a> Ahead<'a> {
    /// None if the text is too short to look ahead in.
    #[inline(always)]
    pub(super) fn new(text: &'a str, limit: usize, lead: u8, at: usize) -> Option<Self> {
        Some(Self { text, last: text.len().checked_sub(8)?, limit, lead, at })
    }

    /// How far it has come, if it has come any further.
    #[inline(always)]
    pub(super) fn offset(self) -> Option<usize> {
        (self.lead == b',').then_some(self.at)
    }

    /// Goes on behind an entry or item.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, end: usize) {
        (self.lead, self.at) = (b',', end);
    }

    /// The next key, and where the value that belongs to it starts.
    #[inline(always)]
    pub(crate) fn key(self) -> Option<(Plain<'a>, usize)> {
        let key = self.item()?;
        let [_, colon, next, ..] = self.bytes(key.end() - 1)?;
        let value = match (colon, next) {
            (b':', b' ') => key.end() + 2,
            (b':', _) => key.end() + 1,
            _ => return None,
        };
        Some((key, self.behind_space(value)))
    }

    /// The value of an entry, if all of it stands before the limit.
    #[inline(always)]
    pub(crate) fn value(self, start: usize) -> Option<Plain<'a>> {
        let value = self.string(start)?;
        if value.end() <= self.limit { Some(value) } else { None }
    }

    /// The next item.
    #[inline(always)]
    pub(crate) fn item(self) -> Option<Plain<'a>> {
        if self.at > self.limit {
            return None;
        }
        // There is hardly ever more white space than one space, or the end of a line and an indent.
        let bytes = self.bytes(self.at)?;
        let [lead, next, ..] = bytes;
        let start = match next {
            b'\n' => self.at + 2 + spaces(u64::from_le_bytes(bytes) >> 16),
            b' ' => self.at + 2,
            _ => self.at + 1,
        };
        if lead != self.lead {
            return None;
        }
        self.string(self.behind_space(start))
    }

    /// The string that starts at an offset.
    #[inline(always)]
    fn string(self, start: usize) -> Option<Plain<'a>> {
        if peek(self.text, start) != b'"' {
            return None;
        }
        let end = self.plain_end(start + 1);
        if peek(self.text, end) != b'"' {
            return None;
        }
        Some(Plain { start, text: self.text.get(start + 1..end)? })
    }

    /// Where the first quote, backslash or control character stands from an offset on: found eight
    /// bytes at a time.
    #[inline(always)]
    fn plain_end(self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at <= self.last
            && let Some(word) = bytes[at..].first_chunk()
        {
            let stops = stops(*word);
            if stops != 0 {
                return at + stops.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        last_plain_end(bytes, at)
    }

    #[inline(always)]
    fn behind_space(self, at: usize) -> usize {
        if peek(self.text, at) > b' ' { at } else { behind_space(self.text, at) }
    }

    #[inline(always)]
    fn bytes(self, at: usize) -> Option<[u8; 8]> {
        if at > self.last {
            return None;
        }
        self.text.as_bytes()[at..].first_chunk().copied()
    }
}

/// Where bytes are a quote, a backslash or a control character: the highest bit of each, of which the
/// lowest that is set is exact.
#[inline(always)]
fn stops(bytes: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(bytes);
    // With this bit turned, the quote stands right behind the control characters.
    let low = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (low | backslash) & !word & HIGH
}

/// Where the first quote, backslash or control character stands from an offset on.
pub(super) fn plain_end(text: &str, from: usize) -> usize {
    match Ahead::new(text, usize::MAX, b'"', from) {
        Some(ahead) => ahead.plain_end(from),
        None => last_plain_end(text.as_bytes(), from),
    }
}

/// The same within the last bytes of a document.
#[cold]
fn last_plain_end(bytes: &[u8], from: usize) -> usize {
    let is_stop = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    from + bytes[from..].iter().position(is_stop).unwrap_or(bytes.len() - from)
}

/// Where white space (RFC 8259, section 2) ends.
#[inline(never)]
pub(super) fn behind_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    at + rest.iter().take_while(|byte| is_space(byte)).count()
}

/// How many bytes of a word are spaces, from the lowest one on.
#[inline(always)]
fn spaces(word: u64) -> usize {
    (word ^ (ONES * u64::from(b' '))).trailing_zeros() as usize / 8
}

/// What stands at an offset. At the end of the text that is a zero, which may stand nowhere.
#[inline(always)]
pub(super) fn peek(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{plain_end, spaces};

    #[test]
    fn every_character_stops_a_string_or_does_not_wherever_it_stands() {
        for character in (0..0x80).map(char::from).chain(['\u{80}', 'é', '\u{7FF}', '図', '😀'])
        {
            let stops = character < ' ' || matches!(character, '"' | '\\');
            for before in 0..20 {
                for behind in ["", " !#[]\u{7F}", "\u{80}ÿ!😀"] {
                    let text = format!("{}{character}{behind}", "a".repeat(before));
                    let expected = if stops { before } else { text.len() };
                    assert_eq!(plain_end(&text, 0), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn spaces_are_counted() {
        for count in 0..=8 {
            let mut bytes = *b"!~\t!\0\n\r0";
            bytes[..count].fill(b' ');
            assert_eq!(spaces(u64::from_le_bytes(bytes)), count, "{bytes:?}");
        }
    }
}

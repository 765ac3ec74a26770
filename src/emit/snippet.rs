//! Snippets: the source line of a finding, escaped and cut for a terminal.

use std::ops::Range;

use crate::escape::Visible;
use crate::redacted_source::RedactedSource;
use crate::source::Span;

/// The line on which a span starts, escaped and cut for a terminal, and the range in it to mark.
#[derive(Debug, Default)]
pub(crate) struct Snippet {
    pub(crate) line: String,
    pub(crate) marked: Range<usize>,
}

impl Snippet {
    /// The most characters that are shown before the start of the span, and from there on.
    pub(crate) const AROUND: usize = 70;

    pub(crate) fn new(shown: &RedactedSource, span: Span) -> Option<Self> {
        let (before, after) = shown.split_at(span.start)?;
        // A line may be as long as the manifest, so only what is shown of it is looked at.
        let width = |characters: &mut dyn Iterator<Item = char>| -> usize {
            let line = characters.take_while(|&character| character != '\n');
            line.take(Self::AROUND).map(char::len_utf8).sum()
        };
        let (cut, head) = before.split_at(before.len() - width(&mut before.chars().rev()));
        let (tail, rest) = after.split_at(width(&mut after.chars()));
        let is_cut_before = !cut.is_empty() && !cut.ends_with('\n');
        let is_cut_after = !rest.is_empty() && !rest.starts_with('\n');
        let head = if cut.is_empty() { head.trim_start_matches('\u{FEFF}') } else { head };
        let tail = if is_cut_after { tail } else { tail.trim_end_matches('\r') };
        if head.is_empty() && tail.is_empty() {
            return None;
        }
        let (blamed, tail) = tail.split_at_checked(span.end - span.start).unwrap_or((tail, ""));
        let mut line = String::with_capacity(head.len() + tail.len());
        if is_cut_before {
            line.push('…');
        }
        let mut visible = Visible::default();
        push_visible(&mut line, head, &mut visible);
        let start = line.len();
        push_visible(&mut line, blamed, &mut visible);
        let marked = start..line.len();
        push_visible(&mut line, tail, &mut visible);
        if is_cut_after {
            line.push('…');
        }
        Some(Self { line, marked })
    }
}

fn push_visible(line: &mut String, text: &str, visible: &mut Visible) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_shown = match character {
            // The renderer expands tabs.
            '\t' => true,
            SELECTOR => line.ends_with(is_pictograph),
            JOINER => {
                line.ends_with(|before| before == SELECTOR || is_pictograph(before))
                    && characters.peek().copied().is_some_and(is_pictograph)
            }
            _ => false,
        };
        if is_shown {
            line.push(character);
            *visible = Visible::default();
        } else {
            // Writing to a `String` cannot fail.
            let _ = visible.write(line, character);
        }
    }
}

/// Joins emoji into one; anywhere else it makes one text look like another.
const JOINER: char = '\u{200D}';

/// Selects the emoji instead of the black and white character; also invisible.
const SELECTOR: char = '\u{FE0F}';

/// Whether a character can be in an emoji (Unicode's `Extended_Pictographic`, and skin tones), or is
/// close to that: arrows, signs and dingbats.
fn is_pictograph(character: char) -> bool {
    matches!(character,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FAFF}')
}

//! The piece of the source that a finding is about, as it is shown.

use std::ops::Range;

use crate::excerpt::write_visible;
use crate::report::Shown;
use crate::source::Span;

/// The line that a span begins on, made fit for a terminal, and the part of it to mark.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    pub(crate) line: String,
    pub(crate) marked: Range<usize>,
}

impl Picture {
    /// How many characters are shown before the start of the span, and from there on.
    pub(crate) const AROUND: usize = 70;

    pub(crate) fn new(shown: &Shown, span: Span) -> Option<Self> {
        let (before, behind) = shown.split_at(span.start)?;
        // A line may be as long as the manifest, so only as much of it is looked at as is shown.
        let width = |characters: &mut dyn Iterator<Item = char>| -> usize {
            let line = characters.take_while(|&character| character != '\n');
            line.take(Self::AROUND).map(char::len_utf8).sum()
        };
        let (cut, head) = before.split_at(before.len() - width(&mut before.chars().rev()));
        let (tail, rest) = behind.split_at(width(&mut behind.chars()));
        let is_cut_before = !cut.is_empty() && !cut.ends_with('\n');
        let is_cut_behind = !rest.is_empty() && !rest.starts_with('\n');
        let head = if cut.is_empty() { head.trim_start_matches('\u{FEFF}') } else { head };
        let tail = if is_cut_behind { tail } else { tail.trim_end_matches('\r') };
        if head.is_empty() && tail.is_empty() {
            return None;
        }
        let (blamed, tail) = tail.split_at_checked(span.end - span.start).unwrap_or((tail, ""));
        let mut line = String::with_capacity(head.len() + tail.len());
        if is_cut_before {
            line.push('…');
        }
        push_visible(&mut line, head);
        let start = line.len();
        push_visible(&mut line, blamed);
        let marked = start..line.len();
        push_visible(&mut line, tail);
        if is_cut_behind {
            line.push('…');
        }
        Some(Self { line, marked })
    }
}

fn push_visible(line: &mut String, text: &str) {
    for character in text.chars() {
        // Tabs, and the joiner and the selector of emoji, are the renderer's to show.
        if matches!(character, '\t' | '\u{200D}' | '\u{FE0F}') {
            line.push(character);
        } else {
            // Writing to a `String` cannot fail.
            let _ = write_visible(line, character);
        }
    }
}

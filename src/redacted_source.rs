//! The text of a document as a report keeps it: enough for snippets, without secrets.

use std::fmt;
use std::ops::Range;

use crate::finding::Finding;
use crate::json::decode_with_offsets;
use crate::redact::{blank, secretive, secrets};
use crate::source::{Source, Span};

/// The text of a document without its secrets, and without what is far from every finding.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RedactedSource {
    text: String,
    left_out: Vec<Span>,
}

impl RedactedSource {
    /// How many bytes are kept before and after the start of a finding: more than a snippet shows of a
    /// line, and enough more that few tokens in it are cut.
    const KEPT: usize = 1024;

    /// Keeps what snippets of the findings show; `None` if no finding has a span. Secrets are sorted.
    pub(crate) fn new(
        source: &Source<'_>,
        findings: &[Finding],
        secrets: &[Span],
    ) -> Option<Box<Self>> {
        let spans = findings.iter().filter_map(Finding::span);
        let mut starts: Vec<_> = spans.map(|span| span.start).collect();
        starts.sort_unstable();
        if starts.is_empty() {
            return None;
        }
        let mut kept: Vec<Range<usize>> = Vec::new();
        for start in starts {
            let end = source.len().min(start + Self::KEPT);
            let start = start.saturating_sub(Self::KEPT);
            match kept.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => kept.push(start..end),
            }
        }
        let mut shown = Self { text: String::new(), left_out: Vec::new() };
        let mut at = 0;
        for piece in kept {
            shown.left_out.push(Span::new(at, piece.start));
            at = piece.end;
            let mut text = source.to_text(piece.clone());
            let first = secrets.partition_point(|secret| secret.end <= piece.start);
            let here = secrets[first..].iter().take_while(|secret| secret.start < piece.end);
            let within = |offset: usize| offset.clamp(piece.start, piece.end) - piece.start;
            let here = here.map(|secret| within(secret.start)..within(secret.end));
            let cut = if piece.start > 0 { cut_token(&text) } else { 0..0 };
            for secret in here.chain([cut]).chain(secrets_in(&text)).collect::<Vec<_>>() {
                if text.get(secret.clone()).is_some() {
                    blank(&mut text, secret);
                }
            }
            shown.text += &text;
        }
        Some(Box::new(shown))
    }

    /// Returns the text around an offset of the document, split there.
    #[cfg(any(feature = "miette", feature = "render"))]
    pub(crate) fn split_at(&self, offset: usize) -> Option<(&str, &str)> {
        let before = self.left_out.partition_point(|gone| gone.end <= offset);
        let gone: usize = self.left_out[..before].iter().map(|gone| gone.end - gone.start).sum();
        self.text.split_at_checked(offset.checked_sub(gone)?)
    }
}

/// The kept text is for snippets only, so `Debug` does not print it.
impl fmt::Debug for RedactedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedactedSource")
    }
}

/// Returns the ranges of the secrets in a stretch of a document, however they are escaped.
pub(crate) fn secrets_in(text: &str) -> Vec<Range<usize>> {
    let (decoded, place) = decode_with_offsets(text);
    secrets(&decoded).into_iter().map(|secret| place(secret.start)..place(secret.end)).collect()
}

/// Returns the offset of the first word that speaks of secrets in a stretch of a document, however it
/// is escaped.
pub(crate) fn secretive_in(text: &str) -> Option<usize> {
    let (decoded, place) = decode_with_offsets(text);
    secretive(&decoded).map(place)
}

/// Returns the range of what may be the rest of a token at the start of a stretch that is cut from a
/// document.
fn cut_token(text: &str) -> Range<usize> {
    /// A token of which the start is shown as well is found by its form.
    const SHORTEST: usize = 64;
    let is_within = |c: char| c.is_ascii_alphanumeric() || "_-.+/=%\\".contains(c);
    let length = text.find(|c| !is_within(c)).unwrap_or(text.len());
    let has = |test: fn(&u8) -> bool| text.as_bytes()[..length].iter().any(test);
    let is_mixed =
        has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    0..if length < SHORTEST || !is_mixed { 0 } else { length }
}

//! Suggested fixes: edits to the source text.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A replacement of some bytes; everything around them stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes to replace; an empty span inserts.
    pub span: Span,
    /// The new text; an empty one removes.
    pub text: String,
}

/// Edits that remove a finding and add no other one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    /// Whether the fix is machine-applicable; otherwise ask before applying it.
    pub certain: bool,
    /// The edits, all of which belong together and do not overlap.
    pub edits: Vec<Edit>,
}

impl Edit {
    pub(crate) fn insert(at: usize, text: &str) -> Self {
        Self { span: Span::new(at, at), text: text.to_owned() }
    }

    pub(crate) fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

impl Fix {
    pub(crate) fn certain(edits: impl Into<Vec<Edit>>) -> Self {
        Self { certain: true, edits: edits.into() }
    }

    pub(crate) fn likely(edits: impl Into<Vec<Edit>>) -> Self {
        Self { certain: false, edits: edits.into() }
    }

    /// Whether an edit makes the text longer.
    pub(crate) fn grows(&self) -> bool {
        self.edits.iter().any(|edit| edit.text.len() > edit.span.end - edit.span.start)
    }
}

/// A text with every fix applied that does not overlap an earlier one, and which fixes those are.
pub(crate) fn apply(text: &str, fixes: &[Fix]) -> (String, Vec<usize>) {
    let mut applied: Vec<usize> = Vec::new();
    let mut edits: Vec<&Edit> = Vec::new();
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&index| fixes[index].edits.iter().map(|edit| edit.span).min());
    for index in order {
        let fix = &fixes[index];
        // Fixes come in order, so only the last edit so far can reach this far.
        let is_free = |edit: &Edit| {
            text.get(edit.span.range()).is_some()
                && edits.last().is_none_or(|last| is_after(edit.span, last.span))
        };
        if !fix.edits.is_empty() && fix.edits.iter().all(is_free) {
            let first = edits.len();
            edits.extend(&fix.edits);
            edits[first..].sort_by_key(|edit| edit.span);
            applied.push(index);
        }
    }
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(&text[at..edit.span.start]);
        edited.push_str(&edit.text);
        at = edit.span.end;
    }
    edited.push_str(&text[at..]);
    applied.sort_unstable();
    (edited, applied)
}

/// Whether a span comes after an earlier one and shares no byte with it.
fn is_after(span: Span, earlier: Span) -> bool {
    span.start >= earlier.end && span != earlier
}

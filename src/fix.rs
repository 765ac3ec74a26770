//! How a finding mends itself: replacements in the author's own text.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::source::Span;

/// A replacement of some bytes; everything around them stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes to replace; where they are none, something is put in.
    pub span: Span,
    /// What to write in their place; where it is empty, something is taken out.
    pub text: String,
}

/// What to write so that a finding goes away and no other one comes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    /// Whether this is what the author meant, or only what is likely. What is likely is not to be
    /// applied unasked.
    pub certain: bool,
    /// The replacements, which belong together. They do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Whether it makes the text longer.
    pub(crate) fn grows(&self) -> bool {
        self.edits.iter().any(|edit| edit.text.len() > edit.span.end - edit.span.start)
    }
}

/// Where an error's proposal goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// In place of the string that is blamed, quotes included.
    String,
    /// In place of the part of a license expression that is blamed.
    Term(Term),
    /// It needs none: this is what to do.
    Edit(Box<Edit>),
    /// The same, if it is meant.
    LikelyEdit(Box<Edit>),
}

/// Where in a license expression a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Whether it stands by itself: alone, or in parentheses.
    pub(crate) is_alone: bool,
    /// Whether an exception follows, which goes with one license.
    pub(crate) has_exception: bool,
    /// Whether it is sure what the rest of the expression means.
    pub(crate) is_sure: bool,
}

impl Remedy {
    #[cold]
    #[inline(never)]
    pub(crate) fn remove(span: Span, is_certain: bool) -> Self {
        let edit = Box::new(Edit { span, text: String::new() });
        if is_certain { Self::Edit(edit) } else { Self::LikelyEdit(edit) }
    }

    /// The edit, if it is known without the error.
    #[cfg(feature = "formats")]
    pub(crate) fn edit(&self) -> Option<&Edit> {
        match self {
            Self::Edit(edit) | Self::LikelyEdit(edit) => Some(edit),
            Self::String | Self::Term(_) => None,
        }
    }

    /// The fix for an error that blames the given bytes.
    pub(crate) fn fix(&self, error: &Error, span: Span) -> Option<Fix> {
        let (certain, edit) = match self {
            Self::Edit(edit) => (true, (**edit).clone()),
            Self::LikelyEdit(edit) => (false, (**edit).clone()),
            Self::String => {
                let suggestion = error.suggestion()?;
                (suggestion.certain, Edit { span, text: quoted(&suggestion.text)? })
            }
            Self::Term(term) => {
                let suggestion = error.suggestion()?;
                let text = suggestion.text;
                let is_choice = text.contains(' ');
                if is_choice && term.has_exception {
                    return None;
                }
                // `AND` binds before `OR`, so a choice in place of one term needs parentheses.
                let is_bare = !is_choice || term.is_alone;
                let text = if is_bare { text } else { format!("({text})") };
                let text = quoted(&text)?;
                let text = text.strip_prefix('"')?.strip_suffix('"')?.to_owned();
                (suggestion.certain && term.is_sure, Edit { span, text })
            }
        };
        Some(Fix { certain, edits: vec![edit] })
    }
}

fn quoted(text: &str) -> Option<String> {
    serde_json::to_string(text).ok()
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
                && edits.last().is_none_or(|last| is_behind(edit.span, last.span))
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

/// Whether a span comes behind an earlier one without touching its bytes.
fn is_behind(span: Span, earlier: Span) -> bool {
    span.start >= earlier.end && span != earlier
}

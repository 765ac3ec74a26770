//! References to licenses that are not on the SPDX list:
//! `[DocumentRef-<idstring>:]LicenseRef-<idstring>` (SPDX 2.3, annex D.2).

use std::ops::Range;

use crate::error::kind::LicenseErrorKind;
use crate::suggestion::Suggestion;

pub(super) fn is_valid(term: &str) -> bool {
    parts(term).is_some_and(|parts| parts.iter().all(|part| part.fault().is_none()))
}

/// What is wrong with a term that is meant as a reference, and where in it.
pub(super) fn fault(term: &str) -> Option<(LicenseErrorKind, Range<usize>)> {
    parts(term)?.iter().find_map(Part::fault)
}

/// The reference that is meant: in the right case, with a hyphen for each character that a name may
/// not have. It is certain if only the case is wrong.
pub(super) fn suggest(term: &str) -> Option<Suggestion> {
    let parts = parts(term)?;
    let mut text = String::with_capacity(term.len());
    for part in &parts {
        if !text.is_empty() {
            text.push(':');
        }
        text.push_str(part.prefix);
        text.extend(part.name().chars().map(|c| if is_of_name(c) { c } else { '-' }));
    }
    let certain = text.eq_ignore_ascii_case(term);
    is_valid(&text).then_some(Suggestion { text, certain })
}

/// `DocumentRef-<idstring>` or `LicenseRef-<idstring>` within a term.
struct Part<'t> {
    text: &'t str,
    start: usize,
    prefix: &'static str,
}

impl<'t> Part<'t> {
    /// A text that starts with a prefix, in any case.
    fn new(text: &'t str, start: usize, prefix: &'static str) -> Option<Self> {
        let is_meant = text.get(..prefix.len())?.eq_ignore_ascii_case(prefix);
        is_meant.then_some(Self { text, start, prefix })
    }

    fn name(&self) -> &'t str {
        &self.text[self.prefix.len()..]
    }

    fn fault(&self) -> Option<(LicenseErrorKind, Range<usize>)> {
        let Self { text, start, prefix } = *self;
        let name = self.name();
        let (end_of_prefix, end) = (start + prefix.len(), start + text.len());
        if !text.starts_with(prefix) {
            return Some((LicenseErrorKind::ReferenceCase, start..end_of_prefix));
        }
        if name.is_empty() {
            return Some((LicenseErrorKind::ReferenceWithoutName, start..end));
        }
        let (at, character) = name.char_indices().find(|(_, c)| !is_of_name(*c))?;
        let at = end_of_prefix + at;
        Some((LicenseErrorKind::ReferenceCharacter { character }, at..at + character.len_utf8()))
    }
}

/// The one or two parts of a term that is meant as a reference.
fn parts(term: &str) -> Option<Vec<Part<'_>>> {
    const LICENSE: &str = "LicenseRef-";
    Some(match term.split_once(':') {
        None => vec![Part::new(term, 0, LICENSE)?],
        Some((document, license)) => {
            let start = document.len() + ":".len();
            vec![Part::new(document, 0, "DocumentRef-")?, Part::new(license, start, LICENSE)?]
        }
    })
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.')
}

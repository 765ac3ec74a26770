//! Which license is meant by a spelling that SPDX does not know.

use super::list::{self, Exception, License};
use crate::similar::{Letters, fold, is_same, nearest_within};
use crate::suggestion::Suggestion;

/// The license that is meant by a term, if that is plain: `mit`, `Apache 2.0`, `GPLv3`,
/// `The MIT License`, `MIT/Apache-2.0`, `https://opensource.org/licenses/MIT`. It is certain if the
/// term is only another spelling of it.
pub(crate) fn license(term: &str) -> Option<Suggestion> {
    let text = canonical(term)?;
    Some(Suggestion { certain: is_spelling_of(&text, term), text })
}

fn canonical(term: &str) -> Option<String> {
    let is_address = term.contains("://");
    let term = if is_address { term.trim_end_matches('/').rsplit('/').next()? } else { term };
    let before_parenthesis = || term.split_once('(').and_then(|(before, _)| by_name(before));
    by_name(term).or_else(before_parenthesis).or_else(|| each(term)).or_else(|| misspelt(term))
}

/// The exception that is meant: one slip away, or without the word `exception`.
pub(crate) fn exception(term: &str) -> Option<Suggestion> {
    if is_longer_than_names(term) {
        return None;
    }
    let current = || list::exceptions().filter(|one| !one.is_deprecated());
    let folded = fold(term);
    let is_whole = |whole: String| {
        let letters = Letters::of(&whole);
        move |one: &Exception| one.letters().has_ascii_of(letters) && fold(one.id()) == whole
    };
    let (whole, whole_2_0) =
        (is_whole(format!("{folded}exception")), is_whole(format!("{folded}exception20")));
    let found = current()
        .find(|one| whole(one) || whole_2_0(one))
        .or_else(|| nearest_within(1, term, current().map(|one| (one, one.letters()))))?;
    Some(Suggestion { certain: is_spelling_of(found.id(), term), text: found.id().to_owned() })
}

/// Whether a term has more characters than any name, so that nothing need be searched for it.
fn is_longer_than_names(term: &str) -> bool {
    const LONGEST: usize = 120;
    term.chars().nth(LONGEST).is_some()
}

/// The license with these words in its identifier or full name, but for the words that say nothing
/// (`The`, `License`, `Version`) and for an ending that is often left out (`.0`, `-only`).
pub(crate) fn by_name(term: &str) -> Option<String> {
    let term = term.trim();
    let base = term.trim_end_matches('+');
    if base == term
        && let Some(id) = id_by_name(term)
    {
        return Some(id.to_owned());
    }
    let base = [" or later", " or newer"].iter().find_map(|ending| {
        let (base, end) = base.split_at_checked(base.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(base)
    });
    let base = base.or_else(|| term.strip_suffix('+').map(|base| base.trim_end_matches('+')))?;
    let id = id_by_name(base)?;
    Some(match id.strip_suffix("-only") {
        Some(gnu) => format!("{gnu}-or-later"),
        None => format!("{id}+"),
    })
}

fn id_by_name(term: &str) -> Option<&'static str> {
    // What an essence lacks of its name or a name has more than the text.
    const SILENT: Letters = Letters::of("the licensed license licence version v gnu 0 only");
    if is_longer_than_names(term) {
        return None;
    }
    let wanted = essence(term);
    if wanted.is_empty() {
        return None;
    }
    if let Some((_, name)) = SHORT_FORMS.iter().find(|(short, _)| *short == wanted) {
        return Some(name);
    }
    // By what the name has more than the text; identifiers before full names.
    let rank = |name: &str, is_full: bool| {
        let essence = essence(name);
        let more = essence.strip_prefix(wanted.as_str())?;
        let ending = ["", "0", "only", "0only"].iter().position(|ending| *ending == more)?;
        Some((ending, is_full))
    };
    let letters = Letters::of(&wanted);
    let most = letters.or_any_of(SILENT);
    let candidates = list::licenses_by_letters(|name| letters.are_in(name) & name.are_in(most));
    let ranked = candidates.filter(|one| !one.is_deprecated()).filter_map(|one| {
        Some((rank(one.id(), false).or_else(|| rank(one.full_name(), true))?, one.id()))
    });
    ranked.min().map(|(_, name)| name)
}

/// Whether a term is the identifier or the full name of what is suggested but for case, spaces,
/// hyphens and words that say nothing.
fn is_spelling_of(suggestion: &str, term: &str) -> bool {
    let is_one = |id: &str, term: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',');
        let is_full_name = |wanted: &String| {
            list::license(id).is_some_and(|one| essence(one.full_name()) == *wanted)
        };
        let wanted = essence(term);
        term.chars().all(is_plain)
            && (is_same(term, id) || essence(id) == wanted || is_full_name(&wanted))
    };
    is_one(suggestion, term)
}

/// Characters that people join licenses by, with the operator that is meant if that is plain.
pub(super) const SEPARATORS: [(char, Option<&str>); 6] = [
    ('/', Some(" OR ")),
    ('|', Some(" OR ")),
    (',', Some(" OR ")),
    (';', Some(" OR ")),
    ('&', Some(" AND ")),
    ('+', None),
];

/// A few licenses, each with a plain name, joined as no expression joins them.
pub(crate) fn each(term: &str) -> Option<String> {
    const MOST: usize = 4;
    let (separator, joint) = *SEPARATORS.iter().find(|(one, _)| term.contains(*one))?;
    let joint = joint?;
    let names = term.split(separator).filter(|name| !name.trim().is_empty());
    let mut joined = String::new();
    let mut count = 0;
    for name in names {
        if count == MOST {
            return None;
        }
        if count > 0 {
            joined += joint;
        }
        joined += &by_name(name)?;
        count += 1;
    }
    (count > 1).then_some(joined)
}

/// One slip of the keyboard. More, or one in a short name or a number, might be another license.
fn misspelt(term: &str) -> Option<String> {
    const SHORTEST: usize = 5;
    if term.len() < SHORTEST {
        return None;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let found = nearest_within(1, term, current().map(|one| (one, one.letters())))?.id();
    (digits(term) == digits(found)).then(|| found.to_owned())
}

/// The licenses of the list that are not deprecated.
fn current() -> impl Iterator<Item = License> {
    list::licenses().filter(|one| !one.is_deprecated())
}

/// The letters and digits of the words that tell one license from another, in lower case and without
/// the `v` of a version.
fn essence(text: &str) -> String {
    let mut essence = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '.') {
        let start = essence.len();
        let letters = word.chars().filter(|c| c.is_alphanumeric());
        for letter in letters.flat_map(char::to_lowercase) {
            if letter.is_ascii_digit() && essence[start..].ends_with('v') {
                essence.pop();
            }
            essence.push(letter);
        }
        if is_filler(&essence[start..]) {
            essence.truncate(start);
        }
    }
    essence
}

/// Whether a word in lower case says nothing in the name of a license.
fn is_filler(word: &str) -> bool {
    matches!(word, "the" | "license" | "licence" | "licensed" | "version" | "v" | "gnu")
}

/// What people call the commonest licenses, by its essence.
const SHORT_FORMS: [(&str, &str); 19] = [
    ("2clausebsd", "BSD-2-Clause"),
    ("3clausebsd", "BSD-3-Clause"),
    ("agpl", "AGPL-3.0-or-later"),
    ("apache", "Apache-2.0"),
    ("apachesoftware20", "Apache-2.0"),
    ("bsd", "BSD-3-Clause"),
    ("bsd2", "BSD-2-Clause"),
    ("bsd3", "BSD-3-Clause"),
    ("cc0", "CC0-1.0"),
    ("expat", "MIT"),
    ("gpl", "GPL-3.0-or-later"),
    ("lgpl", "LGPL-3.0-or-later"),
    ("mitx11", "MIT"),
    ("modifiedbsd", "BSD-3-Clause"),
    ("mpl", "MPL-2.0"),
    ("newbsd", "BSD-3-Clause"),
    ("simplifiedbsd", "BSD-2-Clause"),
    ("x11mit", "MIT"),
    ("zliblibpng", "Zlib"),
];

#[cfg(test)]
mod tests {
    use super::{by_name, essence, is_longer_than_names, is_spelling_of, list};

    /// The search by letters, which skips most of the list, must skip no license that is meant.
    #[test]
    fn every_license_is_found_by_its_names() {
        let mut count = 0;
        for one in list::licenses().filter(|one| !one.is_deprecated()) {
            for name in [one.id(), one.full_name()] {
                assert!(!is_longer_than_names(name), "{name}");
                let found = by_name(&format!("the {} license", name.to_uppercase()));
                let found = found.unwrap_or_else(|| panic!("{name} is not found"));
                let found = list::license(&found).unwrap();
                // Some licenses have the full name of another one.
                let essences = [essence(found.id()), essence(found.full_name())];
                assert!(found.id() == one.id() || essences.contains(&essence(name)), "{name}");
                count += 1;
            }
        }
        assert!(count > 1200, "only {count} names");
    }

    #[test]
    fn spellings_differ_in_what_says_nothing() {
        let id = "BSD-3-Clause-No-Nuclear-License";
        assert!(is_spelling_of(id, "bsd3clausenonuclearlicense"));
        assert!(is_spelling_of(id, "the BSD 3-Clause No Nuclear License"));
        assert!(is_spelling_of("Apache-2.0", "Apache License, Version 2.0"));
        assert!(!is_spelling_of("MIT OR ISC", "mit/isc"));
        assert!(!is_spelling_of("MIT OR ISC", "mit"));
        assert!(!is_spelling_of("MIT", "MIT!"));
        assert!(!is_spelling_of("MIT", "MIT-0"));
    }
}

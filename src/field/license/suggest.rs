//! Which license is meant by a spelling that SPDX does not know.

use super::list::{self, Exception, License, is_filler};
use crate::similar::{Letters, fold, is_same, nearest_within};
use crate::suggestion::Suggestion;
use crate::words::{find, find_part};

/// The license that is meant by a term, if that is plain: `mit`, `Apache 2.0`, `GPLv3`,
/// `The MIT License`, `MIT/Apache-2.0`, `https://opensource.org/licenses/MIT`. It is certain if the
/// term is only another spelling of it.
pub(crate) fn license(term: &str) -> Option<Suggestion> {
    let text = canonical(term)?;
    Some(Suggestion { certain: is_spelling_of(&text, term), text })
}

fn canonical(term: &str) -> Option<String> {
    let is_address = find_part(term, "://").is_some();
    let term = if is_address { term.trim_end_matches('/').rsplit('/').next()? } else { term };
    let before_parenthesis = || term.split_once('(').and_then(|(before, _)| by_name(before));
    by_name(term).or_else(before_parenthesis).or_else(|| each(term)).or_else(|| misspelt(term))
}

/// The exception that is meant: one slip away, or without the word `exception`.
pub(crate) fn exception(term: &str) -> Option<Suggestion> {
    let all = || list::exceptions().map(Exception::id);
    let wholes = ["exception", "exception20"].map(|end| fold(term) + end);
    let whole = |name: &&str| wholes.contains(&fold(name));
    let found = all().find(whole).or_else(|| nearest_within(1, term, &mut all()));
    found.map(|id| Suggestion { text: id.to_owned(), certain: is_spelling_of(id, term) })
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
    // No license's name is as long.
    const LONGEST: usize = 120;
    let wanted = if term.len() <= LONGEST { essence(term) } else { return None };
    if wanted.is_empty() {
        return None;
    }
    if let Some((_, name)) = SHORT_FORMS.iter().find(|(short, _)| *short == wanted) {
        return Some(name);
    }
    // By what the name has more than the text; identifiers before full names.
    let rank = |name: &str, is_full: bool| {
        let more = name.strip_prefix(wanted.as_str())?;
        let ending = ["", "0", "only", "0only"].iter().position(|ending| *ending == more)?;
        Some((ending, is_full))
    };
    let letters = Letters::of(&wanted);
    let may_be = |name: &str| letters.are_in(Letters::of(name));
    let ranked = current().filter_map(|one| {
        let id = may_be(one.id()).then(|| rank(&essence(one.id()), false));
        let full = || rank(one.essence(), true);
        Some((id.flatten().or_else(full)?, one.id()))
    });
    ranked.min().map(|(_, name)| name)
}

/// Whether a term is the identifier or the full name of what is proposed but for letter case, spaces,
/// hyphens and words that say nothing, or a list of such terms between slashes.
fn is_spelling_of(proposal: &str, term: &str) -> bool {
    let is_one = |id: &str, term: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',');
        let name = list::license(id).map_or("", License::essence);
        let wanted = essence(term);
        term.chars().all(is_plain) && (is_same(term, id) || essence(id) == wanted || name == wanted)
    };
    let ids = || proposal.split(' ').filter(|word| *word != "OR");
    is_one(proposal, term)
        || (ids().count() == term.split('/').count()
            && ids().zip(term.split('/')).all(|(id, term)| is_one(id, term)))
}

/// Several licenses, each with a plain name, joined as no expression joins them.
fn each(term: &str) -> Option<String> {
    let (separator, joint) = [(b'/', " OR "), (b'|', " OR "), (b',', " OR "), (b'&', " AND ")]
        .into_iter()
        .find(|(one, _)| find(term, 0, *one).is_some())?;
    let parts = term.split(char::from(separator)).filter(|part| !part.trim().is_empty());
    let mut joined = String::new();
    let mut count = 0;
    for part in parts {
        if count > 0 {
            joined += joint;
        }
        joined += &by_name(part)?;
        count += 1;
    }
    (count > 1).then_some(joined)
}

/// One slip of the keyboard. More, or one in a short name or a number, might be another license.
fn misspelt(term: &str) -> Option<String> {
    const SHORTEST: usize = 5;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let found = nearest_within(1, term, &mut current().map(License::id))?;
    (term.len() >= SHORTEST && digits(term) == digits(found)).then(|| found.to_owned())
}

/// The licenses of the list that are not deprecated.
fn current() -> impl Iterator<Item = License> {
    list::licenses().filter(|one| !one.is_deprecated())
}

/// The letters and digits of the words that tell one license from another, without the `v` of a
/// version.
fn essence(text: &str) -> String {
    let mut essence = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '.') {
        let word = fold(word);
        if is_filler(word.as_bytes()) {
            continue;
        }
        let mut characters = word.chars().peekable();
        while let Some(character) = characters.next() {
            let is_of_version =
                character == 'v' && characters.peek().is_some_and(char::is_ascii_digit);
            if !is_of_version {
                essence.push(character);
            }
        }
    }
    essence
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
    use super::{essence, is_spelling_of, list};

    #[test]
    fn the_compiler_finds_the_same_essence() {
        let mut count = 0;
        for one in spdx::identifiers::LICENSES {
            if let Some(license) = list::license(one.name) {
                assert_eq!(license.essence(), essence(one.full_name), "{}", one.name);
                count += 1;
            }
        }
        assert!(count > 600, "only {count} licenses");
    }

    #[test]
    fn spellings_differ_in_what_says_nothing() {
        let id = "BSD-3-Clause-No-Nuclear-License";
        assert!(is_spelling_of(id, "bsd3clausenonuclearlicense"));
        assert!(is_spelling_of(id, "the BSD 3-Clause No Nuclear License"));
        assert!(is_spelling_of("Apache-2.0", "Apache License, Version 2.0"));
        assert!(is_spelling_of("MIT OR ISC", "mit/the ISC license"));
        assert!(!is_spelling_of("MIT OR ISC", "mit"));
        assert!(!is_spelling_of("MIT", "MIT!"));
        assert!(!is_spelling_of("MIT", "MIT-0"));
    }
}

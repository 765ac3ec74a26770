//! "Did you mean": one way to find the right word near a wrong one.

use crate::suggestion::Suggestion;

/// The candidate that `text` most probably stands for, or none where nothing is near.
///
/// First comes the one that differs only in letter case, separators or white space
/// (`route_path`, `Apache 2.0`), then the one that is the fewest slips of the keyboard away:
/// up to one for each three characters, and no more than three. Where two are equally near, nobody
/// can tell, and none is proposed.
pub(crate) fn nearest<'c>(
    text: &str,
    mut candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    nearest_within(3, text, &mut candidates)
}

/// The same, with another number of slips at the most.
pub(crate) fn nearest_within<'c>(
    slips: usize,
    text: &str,
    candidates: &mut dyn Iterator<Item = &'c str>,
) -> Option<&'c str> {
    // Nothing in any closed set is near this length, and it bounds the work below.
    const LONGEST: usize = 64;
    if text.len() > LONGEST {
        return None;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let letters = Letters::of(text);
    let lower = in_lower_case(text);
    let length = lower.chars().count();
    let mut best = (length / 3).min(slips) + 1;
    let mut found = None;
    for candidate in candidates {
        let slips = letters.slips(Letters::of(candidate));
        if slips == 0 && is_same(candidate, text) {
            return Some(candidate);
        }
        if slips > best || candidate.len().abs_diff(length) > best {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &in_lower_case(candidate));
        if distance < best {
            (best, found) = (distance, Some(candidate));
        } else if distance == best {
            found = None;
        }
    }
    found
}

/// Which letters and digits a text has, in either case. By that alone most words are told apart.
#[derive(Clone, Copy)]
pub(crate) struct Letters(u64);

impl Letters {
    /// Stands for whatever is not ASCII.
    const OTHERS: u64 = 1 << BEYOND;

    pub(crate) fn of(text: &str) -> Self {
        let places = text.bytes().map(|byte| PLACES[usize::from(byte)]);
        Self(places.fold(0, |letters, place| letters | 1 << place) & !(1 << NOWHERE))
    }

    /// Whether another text has these as well, or may have.
    pub(crate) fn are_in(self, other: Self) -> bool {
        other.0 & Self::OTHERS != 0 || self.0 & !other.0 & !Self::OTHERS == 0
    }

    /// No more than the slips between two texts: each of them takes away one letter at the most, and
    /// brings another. In lower case, some of what is not ASCII is.
    fn slips(self, other: Self) -> usize {
        let only = |one: Self, other: Self| (one.0 & !other.0).count_ones() as usize;
        if (self.0 | other.0) & Self::OTHERS == 0 {
            only(self, other).max(only(other, self))
        } else {
            0
        }
    }
}

/// For each byte, the place of the bit of the letter or digit that it is.
static PLACES: [u8; 256] = {
    let mut places = [NOWHERE; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        places[byte as usize] = match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b'0'..=b'9' => 32 + byte - b'0',
            0x80.. => BEYOND,
            _ => NOWHERE,
        };
        byte += 1;
    }
    places
};

/// The place of whatever is not ASCII.
const BEYOND: u8 = 63;

/// The place of what is neither letter nor digit.
const NOWHERE: u8 = 62;

/// The suggestion of the candidate that is nearest to a text.
pub(crate) fn suggestion(text: &str, candidate: &str) -> Suggestion {
    Suggestion { text: candidate.to_owned(), certain: is_sure(text, candidate) }
}

/// Whether a text is so near to a candidate that nothing else can be meant: the same but for letter
/// case, separators or white space, one slip in a longer word, or only the `s` of the plural away.
fn is_sure(text: &str, candidate: &str) -> bool {
    const LONGER: usize = 5;
    let (text, candidate) = (in_lower_case(text.trim()), in_lower_case(candidate));
    is_same(&text, &candidate)
        || candidate.strip_suffix('s') == Some(&*text)
        || (candidate.len() >= LONGER
            && text.len().abs_diff(candidate.len()) <= 1
            && strsim::osa_distance(&text, &candidate) == 1)
}

/// Letters and digits alone, in lower case.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().filter(|c| c.is_alphanumeric()) {
        folded.extend(character.to_lowercase());
    }
    folded
}

/// Whether two texts are the same but for letter case, separators and white space.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// A text in lower case, each character by itself: a sigma is the same letter at the end of a word.
pub(crate) fn in_lower_case(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'Σ' | 'ς' => lower.push('σ'),
            _ => lower.extend(character.to_lowercase()),
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const WORDS: [&str; 8] =
        ["auth", "payments", "media", "email", "routePath", "envVars", "tags", "storage"];

    #[track_caller]
    fn assert_nearest(text: &str, expected: Option<&str>) {
        assert_eq!(nearest(text, WORDS.into_iter()), expected, "{text}");
    }

    #[test]
    fn case_separators_and_slips_are_seen_through() {
        assert_nearest("Media", Some("media"));
        assert_nearest("route_path", Some("routePath"));
        assert_nearest("ROUTE-PATH", Some("routePath"));
        assert_nearest(" payments ", Some("payments"));
        assert_nearest("payment", Some("payments"));
        assert_nearest("meida", Some("media"));
        assert_nearest("tag", Some("tags"));
        assert_nearest("storrage", Some("storage"));
    }

    #[test]
    fn nothing_is_proposed_when_nothing_is_near() {
        for text in ["", "-", "x", "main", "types", "repository", "ai", "gaming", &"m".repeat(99)] {
            assert_nearest(text, None);
        }
    }

    #[test]
    fn two_equally_near_words_cancel_out() {
        assert_eq!(nearest("cot", ["cat", "cut"].into_iter()), None);
        assert_eq!(nearest("cot", ["cat", "cut", "cot"].into_iter()), Some("cot"));
    }
}

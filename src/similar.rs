//! "Did you mean": one way to find the right word near a wrong one.

use crate::suggestion::Suggestion;

/// The candidate that was most probably meant by `text`, or none where nothing is near.
///
/// First comes the one that differs only in case, separators or whitespace (`route_path`,
/// `Apache 2.0`), then the one that is the fewest slips of the keyboard away: up to one for each
/// three characters, and no more than three. Where two are equally near, none is chosen.
pub(crate) fn nearest<'c>(
    text: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let letters = |candidate: &str| {
        if candidate.is_ascii() {
            Letters::of(candidate)
        } else {
            Letters::of(&in_lower_case(candidate))
        }
    };
    nearest_within(3, text, candidates.map(|candidate| (candidate, letters(candidate))))
}

/// Like [`nearest`], with another limit of slips and with letters that are known already.
pub(crate) fn nearest_within<C: AsRef<str>>(
    slips: usize,
    text: &str,
    candidates: impl Iterator<Item = (C, Letters)>,
) -> Option<C> {
    // No candidate is near a longer text, and it bounds the work below.
    const LONGEST: usize = 64;
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let lower = in_lower_case(text);
    let letters = Letters::of(&lower);
    let length = lower.chars().count();
    let mut best = (length / 3).min(slips) + 1;
    let mut found = None;
    for (candidate, others) in candidates {
        if letters.has_ascii_of(others) && is_same(candidate.as_ref(), text) {
            return Some(candidate);
        }
        if !letters.are_within(best, others) {
            continue;
        }
        let other = in_lower_case(candidate.as_ref());
        if other.chars().count().abs_diff(length) > best {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &other);
        if distance < best {
            (best, found) = (distance, Some(candidate));
        } else if distance == best {
            found = None;
        }
    }
    found
}

/// Which ASCII letters and digits a text has, in either case, and how many characters outside ASCII.
/// Most texts are told apart by that alone.
#[derive(Clone, Copy)]
pub(crate) struct Letters(u64);

impl Letters {
    /// A bit for each letter and digit. The bits above are one each for the first, the second and the
    /// following characters outside ASCII, so that texts differ in as many bits as in their number.
    const ASCII: u64 = Self::FIRST_OTHER - 1;
    const FIRST_OTHER: u64 = 1 << 36;

    /// No letters.
    pub(crate) const NONE: Self = Self(0);

    /// Those of a text in which each character outside ASCII is in lower case.
    pub(crate) const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut letters = 0;
        let mut at = 0;
        while at < bytes.len() {
            letters |= match bytes[at] {
                byte @ b'a'..=b'z' => 1 << (byte - b'a'),
                byte @ b'A'..=b'Z' => 1 << (byte - b'A'),
                byte @ b'0'..=b'9' => 1 << (26 + byte - b'0'),
                // The first byte of a character.
                0xC0.. => Self::FIRST_OTHER | (letters & !Self::ASCII) << 1,
                _ => 0,
            };
            at += 1;
        }
        Self(letters)
    }

    /// With those of another text, and however many characters outside ASCII.
    pub(crate) const fn or_any_of(self, other: Self) -> Self {
        Self(self.0 | other.0 | !Self::ASCII)
    }

    /// Whether another text has these as well.
    pub(crate) const fn are_in(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether another text has the same letters and digits of ASCII.
    pub(crate) const fn has_ascii_of(self, other: Self) -> bool {
        (self.0 ^ other.0) & Self::ASCII == 0
    }

    /// Whether so many slips may be all that is between two texts in lower case: each takes away one
    /// character at most, and brings one.
    fn are_within(self, slips: usize, other: Self) -> bool {
        let is_within = |letters: u64, limit: usize| letters.count_ones() as usize <= limit;
        // Alone this tells nearly all texts apart.
        is_within(self.0 ^ other.0, 2 * slips)
            && is_within(self.0 & !other.0, slips)
            && is_within(other.0 & !self.0, slips)
    }
}

/// The suggestion of the candidate that is nearest to a text.
pub(crate) fn suggestion(text: &str, candidate: &str) -> Suggestion {
    Suggestion { text: candidate.to_owned(), certain: is_sure(text, candidate) }
}

/// Whether a text is so near to a candidate that nothing else can be meant: the same but for case,
/// separators or whitespace, one slip in a longer word, or only the `s` of the plural away.
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

/// Whether two texts are the same but for case, separators and whitespace.
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
    use super::{Letters, nearest};

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
    fn characters_outside_ascii_are_slips_like_others() {
        assert_nearest("mediа", Some("media")); // a Cyrillic letter
        assert_nearest("éauth", Some("auth"));
        assert_nearest("route\u{2011}path", Some("routePath"));
        assert_nearest("pa\u{ff59}\u{ff4d}ents", Some("payments"));
        assert_nearest("é\u{ff59}\u{ff4d}ents", None);
        assert_nearest(&"é".repeat(16), None);
        // The Kelvin sign is a `k` in lower case.
        assert_eq!(nearest("\u{212a}ey", ["key"].into_iter()), Some("key"));
        assert_eq!(nearest("bro\u{212a}n", ["broken", "bróken"].into_iter()), Some("broken"));
        assert_eq!(nearest("caffè", ["café", "kaffee"].into_iter()), None);
        assert_eq!(nearest("größe", ["grösse", "große"].into_iter()), Some("große"));
    }

    #[test]
    fn letters_never_hide_what_is_near() {
        let texts = ["", "a", "ab", "ba", "é", "éa", "aé", "éé", "ß1", "a1b2", "2b1a", "k", "kk"];
        for one in texts {
            for other in texts {
                let distance = strsim::osa_distance(one, other);
                assert!(Letters::of(one).are_within(distance, Letters::of(other)), "{one} {other}");
            }
        }
    }

    #[test]
    fn two_equally_near_words_cancel_out() {
        assert_eq!(nearest("cot", ["cat", "cut"].into_iter()), None);
        assert_eq!(nearest("cot", ["cat", "cut", "cot"].into_iter()), Some("cot"));
    }
}

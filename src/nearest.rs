//! "Did you mean": one way to find the right word near a wrong one.

/// The candidate that `text` most probably stands for, or none where nothing is near.
///
/// First comes the one that differs only in letter case, separators or white space
/// (`route_path`, `Apache 2.0`), then the one that is the fewest slips of the keyboard away:
/// up to one for each three characters, and no more than three. Where two are equally near, nobody
/// can tell, and none is proposed.
pub(crate) fn nearest<'c>(
    text: &str,
    candidates: impl Iterator<Item = &'c str> + Clone,
) -> Option<&'c str> {
    nearest_within(3, text, candidates)
}

/// The same, with another number of slips at the most.
pub(crate) fn nearest_within<'c>(
    slips: usize,
    text: &str,
    candidates: impl Iterator<Item = &'c str> + Clone,
) -> Option<&'c str> {
    // Nothing in any closed set is near this length, and it bounds the work below.
    const LONGEST: usize = 64;
    if text.len() > LONGEST {
        return None;
    }
    fold(text).next()?;
    if let Some(same) = candidates.clone().find(|candidate| fold(candidate).eq(fold(text))) {
        return Some(same);
    }
    let text = text.to_lowercase();
    let length = text.chars().count();
    let mut best = (length / 3).min(slips) + 1;
    let mut found = None;
    for candidate in candidates {
        if candidate.len().abs_diff(length) > best {
            continue;
        }
        let distance = strsim::osa_distance(&text, &candidate.to_lowercase());
        if distance < best {
            (best, found) = (distance, Some(candidate));
        } else if distance == best {
            found = None;
        }
    }
    found
}

/// Whether a text is so near to a candidate that nothing else can be meant: the same but for letter
/// case, separators or white space, one slip in a longer word, or only the `s` of the plural away.
pub(crate) fn is_sure(text: &str, candidate: &str) -> bool {
    const LONGER: usize = 5;
    let (text, candidate) = (text.trim().to_lowercase(), candidate.to_lowercase());
    fold(&text).eq(fold(&candidate))
        || candidate.strip_suffix('s') == Some(&*text)
        || (candidate.len() >= LONGER
            && text.len().abs_diff(candidate.len()) <= 1
            && strsim::osa_distance(&text, &candidate) == 1)
}

/// Letters and digits alone, in lower case.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = char> + Clone {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
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

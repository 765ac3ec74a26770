//! Finds and hides secrets: platform keys in any text, and values under keys that speak of secrets.

use std::ops::Range;

use crate::escape::{is_invisible, write_visible};

/// Prefix of an account key (Hub documentation).
pub(crate) const KEY_PREFIX: &str = "ac_";

/// Prefix of a project key. Such a key cannot publish, but is a secret all the same.
pub(crate) const PROJECT_KEY_PREFIX: &str = "ak_";

/// The fewest characters that a key has after its prefix. Anything shorter is shown.
pub(crate) const MIN_KEY_LENGTH: usize = 8;

/// Whether a character may appear in a key after its prefix.
pub(crate) fn is_key_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// Returns the offset of the first text that looks like a key, prefix included.
pub(crate) fn account_key(text: &str) -> Option<usize> {
    text.match_indices('_').find_map(|(at, underscore)| {
        let (before, after) = text.split_at(at + underscore.len());
        let before =
            before.strip_suffix(KEY_PREFIX).or_else(|| before.strip_suffix(PROJECT_KEY_PREFIX))?;
        let is_key = !before.ends_with(|character: char| character.is_ascii_alphanumeric())
            && word_length(after) >= MIN_KEY_LENGTH;
        is_key.then_some(before.len())
    })
}

/// Returns the ranges of the keys in a text, without their prefixes, which are not secret.
pub(crate) fn account_keys(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + account_key(&text[from..])? + KEY_PREFIX.len();
        from = start + word_length(&text[start..]);
        Some(start..from)
    })
}

/// Returns the length of what may be the rest of a key. Invisible characters are often copied along
/// with a key, so they do not end it.
fn word_length(text: &str) -> usize {
    let is_within = |character| is_key_character(character) || is_invisible(character);
    text.find(|character| !is_within(character)).unwrap_or(text.len())
}

/// Returns a text without its keys, and otherwise unchanged.
pub(crate) fn without_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for key in account_keys(text) {
        out.push_str(&text[at..key.start]);
        out.push('…');
        at = key.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Returns a text that is safe to show: without keys, with control and invisible characters escaped,
/// and cut if it is longer than any text of this crate.
pub(crate) fn escaped(text: &str) -> String {
    const LONGEST: usize = 4096;
    let text = without_keys(text);
    let mut characters = text.chars();
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for character in characters.by_ref().take(LONGEST) {
        // Writing to a `String` cannot fail.
        let _ = write_visible(&mut out, character);
    }
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// Words in the names of keys whose values are secrets, in lower case.
const SECRETIVE: [&str; 8] =
    ["api-key", "api_key", "apikey", "env", "passw", "secret", "token", "vars"];

/// Returns the offset of the first word that speaks of secrets, in any case.
pub(crate) fn secretive(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_at = |at: usize, word: &str| {
        let here = bytes[at..].iter().map(u8::to_ascii_lowercase);
        here.take(word.len()).eq(word.bytes())
    };
    (0..bytes.len()).find(|&at| SECRETIVE.iter().any(|word| is_at(at, word)))
}

/// Replaces every byte of a range with `*`, so that lengths and line ends stay.
pub(crate) fn blank(text: &mut String, range: Range<usize>) {
    let mut blanked = String::with_capacity(range.len());
    for character in text[range.clone()].chars() {
        match character {
            '\n' | '\r' => blanked.push(character),
            _ => blanked.extend(std::iter::repeat_n('*', character.len_utf8())),
        }
    }
    text.replace_range(range, &blanked);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_keys_are_hidden() {
        let text = "\"ac_0123456789abcdef\", ac_power, my-ak_aaaaaaaaaaaaaaaa\n";
        assert_eq!(without_keys(text), "\"ac_…\", ac_power, my-ak_…\n");
        assert_eq!(escaped(text), "\"ac_…\", ac_power, my-ak_…\\u{a}");
        assert_eq!(escaped("(ak_0123\u{ad}4567\u{2060})"), "(ak_…)");
        assert_eq!(account_key("ac_ac_0123456"), Some(0));
        assert_eq!(account_key("mac_0123456789 éac_0123456789"), Some(17));
        assert_eq!(account_key("_ac_0123456 ac_ ak"), None);
    }

    #[test]
    fn every_word_for_secrets_is_found() {
        for word in SECRETIVE {
            assert_eq!(secretive(&format!("xé {}", word.to_uppercase())), Some(4), "{word}");
            assert_eq!(secretive(&word[..word.len() - 1]), None, "{word}");
        }
        assert_eq!(secretive("my TOKEN in env"), Some(3));
        assert_eq!(secretive(""), None);
    }

    #[test]
    fn the_longest_texts_are_cut_wherever_a_key_is() {
        assert_eq!(escaped(&"é".repeat(9000)), format!("{}…", "é".repeat(4096)));
        for before in 4080..4100 {
            let text = format!("{}ac_0123456789{}", " ".repeat(before), " x".repeat(9000));
            assert!(escaped(&text).chars().count() <= 4097, "{before}");
        }
    }

    #[test]
    fn blanking_keeps_bytes_and_lines() {
        let mut text = String::from("a=é\r\nb;");
        blank(&mut text, 2..7);
        assert_eq!(text, "a=**\r\n*;");
    }
}

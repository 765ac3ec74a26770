//! Finds and hides secrets: tokens and the user information of URLs in any text, and values under keys
//! that speak of secrets.

use std::borrow::Cow;
use std::ops::Range;

use crate::escape::Visible;
use crate::token::tokens;

/// Returns the ranges of the secrets in a text, in order, without the prefixes of tokens. None overlaps
/// another.
pub(crate) fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut secrets: Vec<_> = tokens(text).into_iter().map(|token| token.secret).collect();
    let users = user_information(text);
    if !users.is_empty() {
        secrets.extend(users);
        secrets.sort_unstable_by_key(|secret| (secret.start, secret.end));
        secrets.dedup_by(|next, last| {
            let overlaps = next.start <= last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
    }
    secrets
}

/// Whether there is a secret in a text.
pub(crate) fn has_secret(text: &str) -> bool {
    !secrets(text).is_empty()
}

/// Returns the ranges of the user information of URLs (RFC 3986, section 3.2.1): what is between the
/// slashes and the `@`.
fn user_information(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('@') {
        return found;
    }
    let is_slash = |byte: &u8| matches!(byte, b'/' | b'\\');
    let mut rest = 0;
    for word in text.split_inclusive(ends_url) {
        let start = rest;
        rest += word.len();
        let Some(last_at) = word.rfind('@') else { continue };
        let bytes = word.as_bytes();
        let mut at = 0;
        while at < last_at {
            let slashes = bytes[at..].iter().take_while(|byte| is_slash(byte)).count();
            let is_url = slashes > 1 || (slashes == 1 && bytes[..at].ends_with(b":"));
            at += slashes.max(1);
            if !is_url || at > last_at {
                continue;
            }
            let authority =
                bytes[at..].iter().position(|byte| is_slash(byte) || matches!(byte, b'?' | b'#'));
            let authority = &word[at..authority.map_or(word.len(), |length| at + length)];
            let end = match (authority.rfind('@'), authority.split_once(':')) {
                (Some(length), _) => at + length,
                // What is not a port is a password with a slash, which should be percent-encoded.
                (None, Some((_, port))) if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
                    last_at
                }
                (None, _) => at,
            };
            // Everybody is `git` to a Git host; who it is, a key of SSH says.
            if end > at && &word[at..end] != "git" {
                found.push(start + at..start + end);
            }
            at = end;
        }
    }
    found
}

/// Whether a character ends a URL in a text.
fn ends_url(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '<' | '>' | '`')
}

/// Returns a text without its secrets, and otherwise unchanged.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    let secrets = secrets(text);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        out.push_str(&text[at..secret.start]);
        out.push('…');
        at = secret.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Returns a text of others as this crate shows it, fit for any terminal or log: without secrets, with
/// escapes such as `\u{202e}` in place of control and invisible characters and of what would start a
/// command of a CI runner, and cut if it is longer than any text of this crate.
pub(crate) fn escaped(text: &str) -> String {
    const LONGEST: usize = 4096;
    let text = without_secrets(text);
    let mut characters = text.chars();
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut visible = Visible::default();
    for character in characters.by_ref().take(LONGEST) {
        // Writing to a `String` cannot fail.
        let _ = visible.write(&mut out, character);
    }
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// How a word that speaks of secrets appears in the name of a key.
#[derive(Clone, Copy)]
enum Within {
    /// Anywhere.
    Text,
    /// As a word of its own, by case or separators, in what may be a key: in `authUrl`, but not in
    /// `author` nor in a sentence.
    Words,
}
use Within::{Text, Words};

/// Returns the words that speak of secrets, by their first letter. A space is one separator, or none.
fn secretive_words(first: u8) -> &'static [(&'static str, Within)] {
    match first {
        b'a' => &[
            ("access key", Text),
            ("account key", Text),
            ("api key", Text),
            ("auth", Words),
            ("authentication", Text),
            ("authorization", Text),
        ],
        b'b' => &[("bearer", Text)],
        b'c' => &[
            ("connection string", Text),
            ("connection uri", Text),
            ("connection url", Text),
            ("conn str", Text),
            ("cookie", Text),
            ("credential", Text),
            ("creds", Words),
            ("csrf", Text),
        ],
        b'd' => &[("database uri", Text), ("database url", Text), ("db url", Text), ("dsn", Words)],
        b'e' => &[("encryption key", Text), ("env", Text)],
        b'h' => &[("hmac", Text)],
        b'j' => &[("jwt", Text)],
        b'm' => {
            &[("master key", Text), ("mnemonic", Text), ("mongo uri", Text), ("mongo url", Text)]
        }
        b'o' => &[("oauth", Text), ("otp", Words)],
        b'p' => &[
            ("pass", Words),
            ("passphrase", Text),
            ("passw", Text),
            ("pem", Words),
            ("private key", Text),
            ("pwd", Text),
        ],
        b'r' => &[("redis url", Text)],
        b's' => &[
            ("secret", Text),
            ("session", Text),
            ("signature", Text),
            ("signing", Text),
            ("ssh key", Text),
        ],
        b't' => &[("token", Text)],
        b'v' => &[("vars", Text)],
        b'w' => &[("webhook url", Text)],
        _ => &[],
    }
}

/// Returns the offset of the first word that speaks of secrets, in any case.
pub(crate) fn secretive(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        let words = secretive_words(bytes[at].to_ascii_lowercase());
        words.iter().any(|(word, within)| is_word_at(bytes, at, word, *within))
    })
}

fn is_word_at(bytes: &[u8], start: usize, word: &str, within: Within) -> bool {
    let mut at = start;
    for letter in word.bytes() {
        // Characters that show nothing do not make it another word.
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii() || byte.is_ascii_control()) {
            at += 1;
        }
        match bytes.get(at) {
            Some(byte) if byte.to_ascii_lowercase() == letter => at += 1,
            Some(b'_' | b'-' | b'.') if letter == b' ' => at += 1,
            Some(_) if letter == b' ' => {}
            _ => return false,
        }
    }
    // Two letters belong to one word, unless a capital letter starts the next one.
    let is_joined = |one: Option<&u8>, other: Option<&u8>| {
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        let is_start =
            one.is_some_and(u8::is_ascii_lowercase) && other.is_some_and(u8::is_ascii_uppercase);
        is_letter(one) && is_letter(other) && !is_start
    };
    match within {
        Text => true,
        Words => {
            let before = start.checked_sub(1).and_then(|before| bytes.get(before));
            !is_joined(before, bytes.get(start))
                && !is_joined(bytes.get(at - 1), bytes.get(at))
                && may_be_key(&bytes[at..])
        }
    }
}

/// Whether what follows a word says that it may be in a key: nothing, or a colon or equals sign.
fn may_be_key(rest: &[u8]) -> bool {
    const LONGEST: usize = 256;
    let is_within =
        |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte) || !byte.is_ascii();
    let is_between = |byte: &&u8| byte.is_ascii_whitespace() || b"\"'`\\".contains(byte);
    // The names of keys are shorter.
    let mut rest = rest.iter().take(LONGEST).skip_while(is_within).peekable();
    rest.peek().is_none() || matches!(rest.find(|byte| !is_between(byte)), Some(b':' | b'='))
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
    fn tokens_are_hidden() {
        let text = "\"ac_0123456789abcdef\", ac_power, my-ak_aaaaaaaaaaaaaaaa\n";
        assert_eq!(without_secrets(text), "\"ac_…\", ac_power, my-ak_…\n");
        assert_eq!(escaped(text), "\"ac_…\", ac_power, my-ak_…\\u{a}");
        assert_eq!(escaped("(ak_0123\u{ad}4567\u{2060})"), "(ak_…)");
        assert_eq!(
            escaped("a\0c\0_\x000\x001\x002\x003\x004\x005\x006\x007\0"),
            "a\\u{0}c\\u{0}_\\u{0}…"
        );
    }

    #[test]
    fn the_user_information_of_urls_is_hidden() {
        for (text, shown) in [
            ("git+https://bot:s3cret@host/x.git", "git+https://…@host/x.git"),
            ("postgres://u:p@db:5432/x?a=b@c", "postgres://…@db:5432/x?a=b@c"),
            ("https://a@b:c@host", "https://…@host"),
            ("https://bot:pa/s?s#w@host/x", "https://…@host/x"),
            ("https:/bot:s3cret@host", "https:/…@host"),
            ("//git:s3cret@host \\\\bot@host", "//…@host \\\\…@host"),
            ("see https://a:b@c, https://d:e@f", "see https://…@c, https://…@f"),
            ("https://c/https://a:b@c", "https://c/https://…@c"),
            ("https://ghp_0123456789abcdefghijABCDEFGHIJ012345@host", "https://…@host"),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
        for text in [
            "https://www.npmjs.com/package/@scope/pkg",
            "https://host:8080/@user",
            "https://host?a=b@c",
            "https://@host",
            "git+ssh://git@github.com/a/b.git#v1",
            "@scope/pkg@^1.0.0",
            "npm:pkg@1.0.0",
            "github:a/b@c",
            "// a comment of me@example.com",
            "mailto:me@example.com",
            "a/@b/@c",
        ] {
            assert_eq!(without_secrets(text), text);
        }
    }

    #[test]
    fn every_word_for_secrets_is_found() {
        for (word, within) in (b'a'..=b'z').flat_map(secretive_words) {
            for separator in ["", "_", "-", " "] {
                let word = word.replace(' ', separator);
                assert_eq!(secretive(&format!("xé {}", word.to_uppercase())), Some(4), "{word}");
                assert_eq!(secretive(&format!("{{\"my_{word}2\" : 1")), Some(5), "{word}");
                let hidden: String = word.chars().flat_map(|c| [c, '\u{200b}']).collect();
                assert_eq!(secretive(&hidden), Some(0), "{word}");
            }
            let joined = secretive(&format!("x{word}x"));
            assert_eq!(joined, matches!(within, Text).then_some(1), "{word}");
        }
        assert_eq!(secretive("my TOKEN in env"), Some(3));
        for key in
            ["npmAuthToken", "npmAuth", "basicAuth", "auth", "AUTH", "_auth", "authUrl", "dbPass"]
        {
            assert!(secretive(key).is_some(), "{key}");
        }
        for key in
            ["", "author", "authors", "authority", "AUTHOR", "passenger", "compass", "keys", "url"]
        {
            assert_eq!(secretive(key), None, "{key}");
        }
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

//! Tokens of known form: what the platform and other vendors give out as secrets.

mod forms;

use std::ops::Range;

use crate::escape::{is_invisible, is_printable_ascii};
use forms::{FORMS, JWT, PEM, PGP, PLATFORM, has_long_segment, is_base64, is_random};
pub(crate) use forms::{KEY_PREFIX, MIN_KEY_LENGTH, PRIVATE_KEY, PROJECT_KEY_PREFIX, is_url_safe};

/// A text of a known form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is, with its article.
    pub(crate) kind: &'static str,
    /// The offset of its prefix, which is not secret.
    pub(crate) start: usize,
    /// The bytes after the prefix.
    pub(crate) secret: Range<usize>,
    /// Whether it can be nothing else. What is uncertain is hidden, but not reported.
    pub(crate) is_certain: bool,
}

/// Returns the tokens in a text, in order, none of which overlaps another. Characters that show
/// nothing are often copied along with a token, so they neither end it nor hide it.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    if !may_have_token(text) {
        return Vec::new();
    }
    if is_printable_ascii(text) || !text.contains(is_ignored) {
        return tokens_in(text.as_bytes());
    }
    let (mut clean, mut offsets) = (String::with_capacity(text.len()), Vec::new());
    for (at, character) in text.char_indices().filter(|(_, character)| !is_ignored(*character)) {
        clean.push(character);
        offsets.resize(clean.len(), at);
    }
    offsets.push(text.len());
    let mut tokens = tokens_in(clean.as_bytes());
    for Token { start, secret, .. } in &mut tokens {
        *start = offsets[*start];
        *secret = offsets[secret.start]..offsets[secret.end];
    }
    tokens
}

/// Whether there may be a token in a text: nearly none has one.
pub(crate) fn may_have_token(text: &str) -> bool {
    text.len() >= SHORTEST && (has_short_prefix(text) || has_long_word(text))
}

/// Whether there may be the prefix of a token in a text that has an underscore at its end. No other
/// prefix starts a short token.
pub(crate) fn has_short_prefix(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let may_end_prefix = |(one, next): (&u8, &u8)| !one.is_ascii_uppercase() && *next == b'_';
    // Nearly no text has such a pair, and without an early exit many bytes are looked at at once.
    pairs.fold(false, |found, pair| found | may_end_prefix(pair))
        && text.match_indices('_').any(|(at, _)| {
            let end = &bytes[at.saturating_sub(2)..=at];
            let is_end = |row: usize| FORMS[row].prefix.as_bytes().ends_with(end);
            // What shows nothing may be within the prefix.
            !end.iter().all(u8::is_ascii_graphic) || members(rows_before(bytes, at + 1)).any(is_end)
        })
}

/// Whether there are so many bytes between separators that they may be a token. Segments of paths are
/// short, and no token has only such between its slashes.
pub(crate) fn has_long_word(text: &str) -> bool {
    let is_separator = |byte| byte == b'/' || CLASSES[usize::from(byte)] == SEPARATOR;
    let mut rest = text.as_bytes();
    while let Some(window) = rest.get(..LONG) {
        // Like Boyer and Moore, from the end: a separator there is reason to look at no other byte.
        match window.iter().rposition(|&byte| is_separator(byte)) {
            Some(end) => rest = &rest[end + 1..],
            None => return true,
        }
    }
    false
}

/// Whether a character shows nothing, and is not whitespace. UTF-16 that is read as UTF-8 is full of
/// null characters.
fn is_ignored(character: char) -> bool {
    is_invisible(character) || (character.is_control() && !character.is_whitespace())
}

/// No token is shorter.
const SHORTEST: usize = KEY_PREFIX.len() + MIN_KEY_LENGTH;

/// No token without a short prefix is shorter, and none has a separator in so many bytes.
pub(crate) const LONG: usize = 20;

/// In no token, but perhaps in a private key, between its lines.
const SEPARATOR: u8 = 0;
const WITHIN: u8 = 1;
/// The last byte of a prefix, and within a token. It is rarer than the first one.
const PREFIX_END: u8 = 2;

/// What each byte is to a token. Those of characters that may show nothing are within one.
static CLASSES: [u8; 256] = {
    let mut classes = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 0x80 {
        let is_hidden = byte >= 0x7F || (byte < 0x20 && !matches!(byte, 0x09..=0x0D));
        if is_hidden || is_body(byte) {
            classes[byte as usize] = WITHIN;
        }
        classes[byte as usize | 0x80] = WITHIN;
        byte += 1;
    }
    let mut row = 0;
    while row < FORMS.len() {
        if let Some(last) = FORMS[row].prefix.as_bytes().last() {
            classes[*last as usize] = PREFIX_END;
        }
        row += 1;
    }
    classes
};

/// For each byte, the rows of the forms whose prefix has it as its last byte, or as the last but one, as
/// sets of bits. Two bytes tell nearly every text from a prefix.
static LAST: [u64; 128] = rows_by(1);
static LAST_BUT_ONE: [u64; 128] = rows_by(2);

const fn rows_by(from_end: usize) -> [u64; 128] {
    let mut rows = [0; 128];
    let mut row = 0;
    while row < FORMS.len() {
        let prefix = FORMS[row].prefix.as_bytes();
        rows[prefix[prefix.len() - from_end] as usize] |= 1 << row;
        row += 1;
    }
    rows
}

/// Returns the set of forms whose prefix may end before an offset, which is not that of the start.
fn rows_before(bytes: &[u8], at: usize) -> u64 {
    let rows = |table: &[u64; 128], byte: u8| table.get(usize::from(byte)).copied().unwrap_or(0);
    let before = if at > 1 { bytes[at - 2] } else { 0 };
    rows(&LAST, bytes[at - 1]) & rows(&LAST_BUT_ONE, before)
}

/// Returns the members of a set of rows.
fn members(mut rows: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let row = rows.trailing_zeros();
        rows &= rows.checked_sub(1)?;
        Some(row as usize)
    })
}

/// Whether a byte may follow any prefix.
const fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'%' | b'+' | b'=')
}

fn tokens_in(bytes: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut scanner = Scanner { bytes, free: 0, ends: [0; FORMS.len()] };
    let mut at = 0;
    while at < bytes.len() {
        if CLASSES[usize::from(bytes[at])] == PREFIX_END
            && let rows @ 1.. = rows_before(bytes, at + 1)
            && let Some(token) = scanner.token_after(at + 1, rows)
        {
            at = token.secret.end.max(at + 1);
            scanner.free = at;
            tokens.push(token);
        } else {
            at += 1;
        }
    }
    tokens
}

/// What is known of a text while tokens are searched for, so that no byte is looked at too often.
struct Scanner<'t> {
    bytes: &'t [u8],
    /// The end of the last token.
    free: usize,
    /// For each form, the end of the last stretch in its alphabet. A later start has the same end.
    ends: [usize; FORMS.len()],
}

impl Scanner<'_> {
    /// Returns the token whose prefix ends at an offset and is that of one of the rows.
    fn token_after(&mut self, at: usize, rows: u64) -> Option<Token> {
        let Self { bytes, free, .. } = *self;
        let before = &bytes[free..at];
        if before.ends_with(b"--") {
            let prefix = [PEM, PGP].into_iter().find(|one| before.ends_with(one.as_bytes()))?;
            return private_key(bytes, free, at - prefix.len(), at);
        }
        // Every other prefix has so much after it.
        let body = bytes.get(at..at + MIN_KEY_LENGTH)?;
        if !body.iter().all(|&byte| is_body(byte)) {
            return None;
        }
        members(rows).find_map(|row| {
            let form = &FORMS[row];
            let word = before.strip_suffix(form.prefix.as_bytes())?;
            let is_within = word.last().is_some_and(|&byte| is_url_safe(byte));
            if form.prefix == JWT && is_within {
                return None;
            }
            let end = self.end(row, at);
            let body = &bytes[at..end];
            if body.len() < form.min || body.len() > form.max || !(form.check)(body) {
                return None;
            }
            let mut is_certain = true;
            if PLATFORM.contains(&row) {
                is_certain = is_random(body);
                if !is_certain && word.last().is_some_and(u8::is_ascii_alphanumeric) {
                    return None;
                }
                is_certain |= has_long_segment(body);
            }
            let start = free + word.len();
            Some(Token { kind: form.kind, start, secret: at..end, is_certain })
        })
    }

    /// Returns the end of the stretch in the alphabet of a form.
    fn end(&mut self, row: usize, at: usize) -> usize {
        let end = &mut self.ends[row];
        if *end <= at {
            let is_within = |byte: &&u8| (FORMS[row].alphabet)(**byte);
            *end = at + self.bytes[at..].iter().take_while(is_within).count();
        }
        *end
    }
}

/// Returns the private key whose first or last line ends at an offset.
fn private_key(bytes: &[u8], free: usize, label: usize, at: usize) -> Option<Token> {
    /// The longest label is shorter.
    const LABEL: usize = 40;
    /// The shortest key, in Base64, is longer.
    const SHORTEST: usize = 40;
    let is_key =
        |body: &[u8]| body.iter().filter(|byte| is_base64(**byte)).nth(SHORTEST - 1).is_some();
    let line = &bytes[label.saturating_sub(LABEL).max(free)..label];
    let kind = PRIVATE_KEY;
    if find(line, b"-----END ").is_some() {
        // Its start is not in this text, or far away.
        let secret = free..at;
        return is_key(&bytes[free..label]).then_some(Token {
            kind,
            start: free,
            secret,
            is_certain: true,
        });
    }
    find(line, b"-----BEGIN ")?;
    let rest = &bytes[at..];
    let end = find(rest, b"-----END ").unwrap_or(rest.len());
    let token = Token { kind, start: label, secret: at..at + end, is_certain: true };
    is_key(&rest[..end]).then_some(token)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::forms::Form;
    use super::*;

    /// A text of a form, as short as it may be.
    fn example(form: &Form) -> String {
        let body = match form.prefix {
            PEM | PGP => {
                return format!(
                    "-----BEGIN {}\n{}\n-----END {}",
                    form.prefix,
                    "aB3dE5gH".repeat(8),
                    form.prefix
                );
            }
            JWT => "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl".to_owned(),
            _ => "A1B2C3D4E5F6G7H8".chars().cycle().take(form.min).collect(),
        };
        format!("{}{body}", form.prefix)
    }

    #[test]
    fn every_form_is_found_wherever_it_is() {
        for form in &FORMS {
            let token = example(form);
            assert!(may_have_token(&token) && (form.alphabet)(b'7'), "{token}");
            assert!(has_short_prefix(&token) || token.len() >= LONG, "{token}");
            for (before, after) in [("", ""), ("a ", " b"), ("é\"", "\""), ("(", ")"), ("x=", ";")]
            {
                let text = format!("{before}{token}{after}");
                let found = tokens(&text);
                assert_eq!(found.len(), 1, "{text}: {found:?}");
                let Token { kind, start, secret, is_certain } = &found[0];
                assert!(*is_certain && *kind == form.kind, "{text}: {found:?}");
                assert!(text[*start..].starts_with(form.prefix), "{text}: {found:?}");
                let hidden = &text[secret.clone()];
                assert!(
                    form.prefix == PEM || form.prefix == PGP || token.ends_with(hidden),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn what_shows_nothing_neither_ends_nor_hides_a_token() {
        for form in &FORMS {
            let token = example(form);
            let hidden = token.chars().flat_map(|c| [c, '\u{200b}', '\0']).collect::<String>();
            let text = format!("é\u{ad} {hidden} ");
            let found = tokens(&text);
            assert_eq!(found.len(), 1, "{token}: {found:?}");
            assert_eq!(found[0].kind, form.kind);
            assert!(
                text.ends_with(&text[found[0].secret.clone()])
                    || form.kind == PRIVATE_KEY
                    || text[found[0].secret.end..].trim().is_empty(),
                "{token}"
            );
        }
    }

    #[test]
    fn nothing_else_is_a_token() {
        for text in [
            "",
            "image-resizer",
            "123e4567-e89b-12d3-a456-426614174000",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
            "@types/eslint-plugin-react-hooks@^14.2.0-beta.1+build.5",
            "task-proj-management-and-planning-board",
            "desk-admin-panel-with-users-and-roles",
            "disk-usage-reporter",
            "task_live_notifications_for_everybody",
            "task_test_internationalization",
            "mac_address_of_a_host",
            "mac_address_v2_lookup",
            "peak_detector2024",
            "leak_check_20240101",
            "npm_config_registry",
            "npm_package_dependencies_of_the_whole_tree",
            "my_ghp_token_is_elsewhere",
            "the prefixes are ghp_, gho_, sk-ant-, AKIA and eyJ",
            "AKIA0123456789ABCDEFGH",
            "eyJhbGciOiJIUzI1NiJ9",
            "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf",
            "a header such as -----BEGIN PRIVATE KEY----- goes here",
        ] {
            assert_eq!(tokens(text), [], "{text}");
        }
    }

    #[test]
    fn keys_of_the_platform_are_found_within_words() {
        let found =
            |text: &str| tokens(text).first().map(|token| (token.secret.start, token.is_certain));
        assert_eq!(found("xac_0123456789abcdef"), Some((4, true)));
        assert_eq!(found("7ak_fedcba9876543210"), Some((4, true)));
        assert_eq!(found("ac_ac_0123456"), Some((3, false)));
        assert_eq!(found("my-pk_0123456789abcdef"), Some((6, true)));
        assert_eq!(found("_ac_0123456 ac_ ak"), None);
        assert_eq!(found("ac_voltage_sensor"), Some((3, false)));
        assert_eq!(found("pk_users_table"), Some((3, false)));
    }

    #[test]
    fn the_rest_of_a_private_key_is_found() {
        let rest = format!("{}\n-----END RSA PRIVATE KEY-----", "aB3dE5gH".repeat(8));
        assert_eq!(tokens(&rest)[0].secret, 0..rest.len());
        let start = format!(
            "x -----BEGIN OPENSSH PRIVATE KEY-----\\n{} {}",
            "aB3dE5gH".repeat(5),
            "aB3dE5gH".repeat(5)
        );
        assert_eq!(tokens(&start)[0].secret.end, start.len());
    }
}

//! A user's own words, made fit to be shown back.

use std::fmt;
use std::ops::Range;

use crate::words::find;

/// A piece of the user's text as messages quote it.
///
/// It prints at most [`Excerpt::LIMIT`] characters, never an account key, and control and invisible
/// characters as `\u{…}`, so that a message can go to any terminal or log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    text: Kept,
    is_whole: bool,
}

impl Excerpt {
    /// The most characters of the user's text that are shown; an ellipsis marks a cut.
    pub const LIMIT: usize = 80;

    /// The most characters that are kept, for proposals to be made of.
    const KEPT: usize = 512;

    #[cold]
    #[inline(never)]
    pub(crate) fn new(text: &str) -> Self {
        // No text has more characters than bytes, so most need no counting.
        let cut = (text.len() > Self::KEPT).then(|| text.char_indices().nth(Self::KEPT)).flatten();
        let end = cut.map_or(text.len(), |(end, _)| end);
        // The key is looked for in the whole text: a cut must not make it look harmless.
        let end = match account_key(text) {
            Some(key) if key < end => key + KEY_PREFIX.len(),
            _ => end,
        };
        if end == text.len() {
            return Self { text: Kept::new(text), is_whole: true };
        }
        Self { text: Kept::new(&format!("{}…", &text[..end])), is_whole: false }
    }

    /// In place of a text that is not to be shown at all.
    pub(crate) fn left_out() -> Self {
        Self { text: Kept::new("…"), is_whole: false }
    }

    /// What is kept of the text, as it was.
    #[inline(never)]
    pub(crate) fn text(&self) -> &str {
        match &self.text {
            // Only the whole of a text is ever put there.
            Kept::Short { bytes, length } => {
                bytes.get(..usize::from(*length)).and_then(|text| str::from_utf8(text).ok())
            }
            Kept::Long(text) => Some(&**text),
        }
        .unwrap_or_default()
    }

    /// The text, if all of it is kept, so that something else may be made of it.
    pub(crate) fn whole(&self) -> Option<&str> {
        self.is_whole.then_some(self.text())
    }
}

/// The text of an excerpt. Most are short and need no memory of their own. Whoever has an error may
/// have to let go of one, and of a box that is far less code than of a text that is shared.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Kept {
    /// With zeros behind the text.
    Short {
        bytes: [u8; 22],
        length: u8,
    },
    Long(Box<str>),
}

impl Kept {
    fn new(text: &str) -> Self {
        let mut bytes = [0; 22];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(length)) => {
                start.copy_from_slice(text.as_bytes());
                Self::Short { bytes, length }
            }
            _ => Self::Long(text.into()),
        }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.text().chars();
        characters.by_ref().take(Self::LIMIT).try_for_each(|one| write_visible(f, one))?;
        match characters.next() {
            Some(_) => f.write_str("…"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl From<char> for Excerpt {
    fn from(character: char) -> Self {
        Self::new(character.encode_utf8(&mut [0; 4]))
    }
}

/// Writes a character, or its code point where it cannot be seen.
pub(crate) fn write_visible(out: &mut dyn fmt::Write, character: char) -> fmt::Result {
    if character.is_control() || is_invisible(character) {
        write!(out, "\\u{{{:x}}}", u32::from(character))
    } else {
        out.write_char(character)
    }
}

/// Whether a character shows nothing of itself or turns the text around it: Unicode's
/// `Default_Ignorable_Code_Point`, the line and paragraph separators, the bidirectional and the
/// interlinear controls.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// How an account key starts (Hub documentation).
pub(crate) const KEY_PREFIX: &str = "ac_";

/// How a key of a project starts. It may not publish, and is a secret all the same.
pub(crate) const PROJECT_KEY_PREFIX: &str = "ak_";

/// The fewest characters that a key has behind its prefix. Whatever is shorter is shown.
pub(crate) const MIN_KEY_LENGTH: usize = 8;

/// Where the first thing that looks like a key starts.
#[inline(never)]
pub(crate) fn account_key(text: &str) -> Option<usize> {
    if text.len() < KEY_PREFIX.len() + MIN_KEY_LENGTH {
        return None;
    }
    let mut from = 0;
    while let Some(at) = find(text, from, b'_') {
        from = at + 1;
        let start = from.saturating_sub(KEY_PREFIX.len());
        let prefix = &text.as_bytes()[start..from];
        let is_key = [KEY_PREFIX, PROJECT_KEY_PREFIX].iter().any(|one| one.as_bytes() == prefix)
            && !text.as_bytes()[..start].last().is_some_and(u8::is_ascii_alphanumeric)
            && word_length(&text[from..]) >= MIN_KEY_LENGTH;
        if is_key {
            return Some(start);
        }
    }
    None
}

/// A character that an account key has behind its prefix.
pub(crate) fn is_key_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// How far what may be a key goes. What cannot be seen is often copied with it, and is no end.
#[inline(never)]
fn word_length(text: &str) -> usize {
    let is_within = |character| is_key_character(character) || is_invisible(character);
    text.find(|character| !is_within(character)).unwrap_or(text.len())
}

/// What the names of keys have in them under which secrets stand, in lower case.
const SECRETIVE: [&str; 8] =
    ["api-key", "api_key", "apikey", "env", "passw", "secret", "token", "vars"];

/// Where the first word stands by which people call what holds secrets.
pub(crate) fn secretive(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize, word: &str| {
        let here = bytes.get(at..at + word.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
    };
    // Few places have the first two letters of one.
    let is_start = |pair: &[u8]| {
        let pair = [pair[0] | 0x20, pair[1] | 0x20];
        matches!(&pair, b"ap" | b"en" | b"pa" | b"se" | b"to" | b"va")
    };
    let mut starts = bytes.windows(2).enumerate().filter(|(_, pair)| is_start(pair));
    starts.find_map(|(at, _)| SECRETIVE.iter().any(|word| is_word(at, word)).then_some(at))
}

/// Blanks what must not be shown, so that lengths in bytes and the ends of lines stay.
pub(crate) fn blank(text: &mut String, part: Range<usize>) {
    let mut blanked = String::with_capacity(part.len());
    for character in text[part.clone()].chars() {
        match character {
            '\n' | '\r' => blanked.push(character),
            _ => blanked.extend(std::iter::repeat_n('*', character.len_utf8())),
        }
    }
    text.replace_range(part, &blanked);
}

/// Where keys stand in a text, without their prefixes, which are no secret.
pub(crate) fn account_keys(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + account_key(&text[from..])? + KEY_PREFIX.len();
        from = start + word_length(&text[start..]);
        Some(start..from)
    })
}

/// A text without keys, and otherwise as it is.
#[cfg(feature = "formats")]
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

/// The whole of a text, fit to be shown: without keys, control and invisible characters escaped, and
/// cut where it is longer than any text of this crate's own.
pub(crate) fn escaped(text: &str) -> String {
    const LONGEST: usize = 4096;
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut keys = account_keys(text).peekable();
    for (count, (at, character)) in text.char_indices().enumerate() {
        while keys.next_if(|key| key.end <= at).is_some() {}
        match keys.peek() {
            // Within a key, too: what follows may have any length.
            _ if count == LONGEST => {
                out.push('…');
                break;
            }
            Some(key) if at == key.start => out.push('…'),
            Some(key) if key.contains(&at) => {}
            // Writing to a `String` cannot fail.
            _ => drop(write_visible(&mut out, character)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let shown = Excerpt::new("a\u{1b}[31m\u{202e}b\u{e0041}\n").to_string();
        assert_eq!(shown, r"a\u{1b}[31m\u{202e}b\u{e0041}\u{a}");
        assert_eq!(Excerpt::new("naïve 图 😀").to_string(), "naïve 图 😀");
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        let shown = Excerpt::new(&"é".repeat(1000)).to_string();
        assert_eq!(shown, format!("{}…", "é".repeat(Excerpt::LIMIT)));
    }

    #[test]
    fn account_keys_are_not_shown() {
        assert_eq!(Excerpt::new("my ac_0123456789abcdef").to_string(), "my ac_…");
        let long = format!("{}ac_0123456789abcdef", " ".repeat(Excerpt::LIMIT - 4));
        assert_eq!(Excerpt::new(&long).to_string(), format!("{}ac_…", " ".repeat(76)));
        let longer = format!("{}ac_0123456789abcdef", " ".repeat(Excerpt::KEPT - 4));
        assert!(!Excerpt::new(&longer).text().contains('0'));
        assert_eq!(Excerpt::new("mac_address_of_a_host").to_string(), "mac_address_of_a_host");
        let text = "\"ac_0123456789abcdef\", ac_power, my-ak_aaaaaaaaaaaaaaaa\n";
        assert_eq!(escaped(text), "\"ac_…\", ac_power, my-ak_…\\u{a}");
        assert_eq!(Excerpt::new("ac_0123\u{200b}456789").to_string(), "ac_…");
        assert_eq!(escaped("(ak_0123\u{ad}4567\u{2060})"), "(ak_…)");
    }

    #[test]
    fn every_word_for_secrets_is_found() {
        for word in SECRETIVE {
            assert_eq!(secretive(&format!("xé {}", word.to_uppercase())), Some(4), "{word}");
            assert_eq!(secretive(&word[..word.len() - 1]), None, "{word}");
        }
        assert_eq!(secretive(""), None);
    }

    #[test]
    fn the_longest_texts_are_cut_wherever_a_key_stands() {
        assert_eq!(escaped(&"é".repeat(9000)), format!("{}…", "é".repeat(4096)));
        for before in 4080..4100 {
            let text = format!("{}ac_0123456789{}", " ".repeat(before), " x".repeat(9000));
            assert!(escaped(&text).chars().count() <= 4097, "{before}");
        }
    }
}

//! Quotes the user's own text in messages.

use std::borrow::Cow;
use std::fmt;

use smol_str::SmolStr;

use crate::escape::Visible;
use crate::redact::without_secrets;

/// A quotation from the user's text in a message.
///
/// `Display` writes at most [`Excerpt::LIMIT`] characters, no secrets, and control and invisible
/// characters and what would start a command of a CI runner as `\u{…}`, so that a message is safe for
/// any terminal or log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    text: SmolStr,
    is_whole: bool,
}

impl Excerpt {
    /// The most characters of the user's text that are shown; an ellipsis marks a cut.
    pub const LIMIT: usize = 80;

    /// The most characters that are kept, for suggestions to be derived from.
    const KEPT: usize = 512;

    pub(crate) fn new(text: &str) -> Self {
        // Secrets are searched for in the whole text: a cut must not make one look harmless.
        let shown = without_secrets(text);
        // No text has more characters than bytes, so most need no counting.
        let cut =
            if shown.len() > Self::KEPT { shown.char_indices().nth(Self::KEPT) } else { None };
        let is_whole = matches!(shown, Cow::Borrowed(_)) && cut.is_none();
        match cut {
            Some((end, _)) => Self { text: format!("{}…", &shown[..end]).into(), is_whole },
            None => Self { text: shown.into(), is_whole },
        }
    }

    /// Returns an excerpt that shows nothing of the text.
    pub(crate) fn left_out() -> Self {
        Self { text: "…".into(), is_whole: false }
    }

    /// Returns what is kept of the text, unescaped.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text, if all of it is kept, so that a suggestion can be derived from it.
    pub(crate) fn whole(&self) -> Option<&str> {
        self.is_whole.then_some(&*self.text)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.text.chars();
        let mut visible = Visible::default();
        characters.by_ref().take(Self::LIMIT).try_for_each(|one| visible.write(f, one))?;
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

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn invisible_characters_are_escaped() {
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
    fn secrets_are_not_shown() {
        assert_eq!(Excerpt::new("my ac_0123456789abcdef").to_string(), "my ac_…");
        let long = format!("{}ac_0123456789abcdef", " ".repeat(Excerpt::LIMIT - 4));
        assert_eq!(Excerpt::new(&long).to_string(), format!("{}ac_…", " ".repeat(76)));
        let longer = format!("{}ac_0123456789abcdef", " ".repeat(Excerpt::KEPT - 4));
        assert!(!Excerpt::new(&longer).text().contains('0'));
        let url = "git+https://bot:s3cret@host/x.git";
        assert_eq!(Excerpt::new(url).to_string(), "git+https://…@host/x.git");
        assert_eq!(Excerpt::new(url).whole(), None);
        assert_eq!(Excerpt::new("mac_address_of_a_host").to_string(), "mac_address_of_a_host");
        assert_eq!(Excerpt::new("ac_0123\u{200b}456789").to_string(), "ac_…");
    }
}

use crate::error::kind::Violation;
use crate::escape::percent_encode;
use crate::field::characters::Characters;
use crate::field::path::check_device_name;
use crate::field::text::text;
#[cfg(feature = "schema")]
use crate::field::{Refused, path::DEVICE_NAMES};
use crate::similar::in_lower_case;
use crate::suggestion::Suggestion;

text! {
    /// The name that a function is installed by and found under: lower-case letters and digits, with
    /// single hyphens between them, 1 to 64 characters.
    ///
    /// It becomes the last segment of `hub.aerostack.dev/functions/<username>/<slug>` (Hub
    /// documentation) and a folder, so the names that Windows reserves for devices (`con`, `nul`,
    /// `prn`, `aux`, `com0`–`com9`, `lpt0`–`lpt9`) are refused too.
    ///
    /// ```
    /// use aerostack_manifest::Slug;
    ///
    /// assert_eq!(Slug::new("image-resizer").unwrap().as_str(), "image-resizer");
    /// let error = Slug::new("Image Resizer").unwrap_err();
    /// assert_eq!(error.code().as_str(), "INVALID_NAME");
    /// assert!(error.help().starts_with("use `image-resizer`"));
    /// ```
    pub struct Slug;
    const PATTERN: r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$";
    const MAX_LENGTH: 64;
    const EXAMPLE: "my-function";
    expected: "lower-case letters and digits with single hyphens between them", such as "image-resizer";
    error: InvalidName;
    parse: parse;
    impl Text {
        #[cfg(feature = "schema")]
        const REFUSED: Option<Refused> =
            Some(Refused::Texts { why: "Windows keeps this one for a device", texts: &DEVICE_NAMES });
    }
}

impl Slug {
    /// Makes a slug of a title, as the Hub does: in lower case, without what is neither word
    /// character (`A–Z a–z 0–9 _`), whitespace nor hyphen, with one hyphen for each run of
    /// whitespace, underscores and hyphens, and none at the ends. What is longer than
    /// [`Slug::MAX_LENGTH`] is cut.
    ///
    /// `None` if nothing is left, or only the name of a device.
    ///
    /// ```
    /// use aerostack_manifest::Slug;
    ///
    /// assert_eq!(Slug::slugify("  Image Resizer (v2)! ").unwrap().as_str(), "image-resizer-v2");
    /// assert_eq!(Slug::slugify("snake_case_name").unwrap().as_str(), "snake-case-name");
    /// assert_eq!(Slug::slugify("???"), None);
    /// ```
    #[must_use]
    pub fn slugify(title: &str) -> Option<Self> {
        let mut slug = String::with_capacity(Self::MAX_LENGTH);
        let mut is_after_gap = false;
        for character in title.chars().flat_map(char::to_lowercase) {
            if character.is_ascii_alphanumeric() {
                let needed = 1 + usize::from(is_after_gap);
                if slug.len() + needed > Self::MAX_LENGTH {
                    break;
                }
                if is_after_gap {
                    slug.push('-');
                }
                slug.push(character);
                is_after_gap = false;
            } else if character.is_whitespace() || matches!(character, '_' | '-') {
                is_after_gap = !slug.is_empty();
            }
        }
        Self::check(&slug).ok().map(|slug| Self(slug.into()))
    }

    /// The address of the function on the Hub, for the account with that username (Hub
    /// documentation). Characters that are not allowed in a segment of a URL's path (RFC 3986,
    /// section 3.3) are percent-encoded.
    ///
    /// ```
    /// use aerostack_manifest::Slug;
    ///
    /// let slug = Slug::new("image-resizer")?;
    /// assert_eq!(slug.hub_url("you"), "https://hub.aerostack.dev/functions/you/image-resizer");
    /// # Ok::<(), aerostack_manifest::Error>(())
    /// ```
    #[must_use]
    pub fn hub_url(&self, username: &str) -> String {
        // A segment of only dots would lead elsewhere.
        let is_dots = username.bytes().all(|byte| byte == b'.');
        let username = percent_encode(username, if is_dots { b"-_~" } else { b"-_~." });
        format!("https://hub.aerostack.dev/functions/{username}/{self}")
    }

    /// The slug that is meant by a text, which is certain if only case, whitespace, hyphens and
    /// underscores differ. `camelCase` may be meant as one word or as two. Of a package with a scope it
    /// is the package; letters with accents become plain ones; and punctuation separates words. Nothing
    /// is suggested if letters would be lost.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let name = text.strip_prefix('@').and_then(|scoped| scoped.split_once('/'));
        let name = name.map_or(text, |(_, package)| package);
        let mut plain = String::with_capacity(name.len());
        for character in name.chars().flat_map(char::to_lowercase) {
            match character {
                // Apostrophes, and accents by themselves.
                '\'' | '\u{2019}' | '\u{300}'..='\u{36F}' => {}
                _ if character.is_ascii_alphanumeric() => plain.push(character),
                _ if character.is_alphanumeric() => plain.push_str(transliterate(character)?),
                _ => plain.push('-'),
            }
        }
        let slug = Self::slugify(&plain)?;
        let is_camel = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
        let letters = |text: &str| {
            let mut letters = in_lower_case(text);
            letters.retain(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
            letters
        };
        let certain =
            !text.as_bytes().windows(2).any(is_camel) && letters(text) == letters(slug.as_str());
        Some(Suggestion { text: slug.as_str().to_owned(), certain })
    }
}

/// The plain letters for a lower-case letter of Latin-1.
fn transliterate(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ð' => "d",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'ß' => "ss",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'þ' => "th",
        _ => return None,
    })
}

static CHARACTERS: Characters = Characters::LOWER_ALPHANUMERIC.and(b"-");

fn parse(text: &str) -> Result<&str, Violation> {
    CHARACTERS.check(text)?;
    if text.starts_with('-') || text.ends_with('-') {
        return Err(Violation::Shape("it has a hyphen at an end"));
    }
    if text.contains("--") {
        return Err(Violation::Shape("it has two hyphens in a row"));
    }
    check_device_name(text.as_bytes())?;
    Ok(text)
}

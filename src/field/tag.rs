use std::borrow::Cow;

use crate::error::Error;
use crate::error::kind::Violation;
use crate::field::characters::check_free_text;
use crate::field::list::Item;
use crate::field::text::text;
use crate::similar::in_lower_case;
use crate::suggestion::Suggestion;

text! {
    /// A word that people search for: 1 to 50 characters, no whitespace at either end, and none of
    /// the characters that a [`Description`](crate::Description) may not have.
    ///
    /// ```
    /// use aerostack_manifest::Tag;
    ///
    /// assert_eq!(Tag::new("image resizing").unwrap().as_str(), "image resizing");
    /// assert_eq!(Tag::new(" cdn").unwrap_err().to_string(), "the tag ` cdn` has white space at an end");
    /// ```
    pub struct Tag;
    // Words of allowed characters that are not whitespace, with whitespace between them.
    const PATTERN: "^(?:[^\\x00-\\x20\\x7f-\\xa0\u{1680}\u{2000}-\u{200a}\u{2028}-\u{202f}\u{205f}\u{2066}-\u{2069}\u{3000}\u{feff}]+(?:[ \\xa0\u{1680}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}]+[^\\x00-\\x20\\x7f-\\xa0\u{1680}\u{2000}-\u{200a}\u{2028}-\u{202f}\u{205f}\u{2066}-\u{2069}\u{3000}\u{feff}]+)*)$";
    const MAX_LENGTH: 50;
    const EXAMPLE: "image";
    expected: "a text of up to 50 characters without control characters and without white space at its ends", such as "image", "resize";
    error: InvalidTag;
    parse: parse;
}

impl Tag {
    /// The most tags that a manifest has (Hub documentation).
    pub const MAX_COUNT: usize = 10;

    /// The tag without whitespace at its ends.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        Self::check(text.trim()).ok().map(Suggestion::certain)
    }
}

impl Item for Tag {
    const NOUN: &'static str = "tag";
    const MAX_COUNT: usize = Self::MAX_COUNT;

    /// Tags are the same in any case.
    fn identity(text: &str) -> Cow<'_, str> {
        let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if text.bytes().all(is_folded) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(in_lower_case(text))
        }
    }

    fn too_many(count: usize) -> Option<Error> {
        Some(Error::TooManyTags { count })
    }
}

fn parse(text: &str) -> Result<&str, Violation> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Violation::Blank);
    }
    if trimmed.len() < text.len() {
        return Err(Violation::OuterSpace);
    }
    check_free_text(text)?;
    Ok(text)
}

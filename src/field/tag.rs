use crate::error::Error;
use crate::error::kind::Violation;
use crate::field::characters::check_free_text;
use crate::field::list::{Identity, Item};
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// A word that people search for: 1 to 50 characters, no white space at either end, and none of
    /// the characters that a [`Description`](crate::Description) may not have.
    ///
    /// ```
    /// use aerostack_manifest::Tag;
    ///
    /// assert_eq!(Tag::new("image resizing").unwrap().as_str(), "image resizing");
    /// assert_eq!(Tag::new(" cdn").unwrap_err().to_string(), "the tag ` cdn` has white space at an end");
    /// ```
    pub struct Tag;
    // Words of what is allowed and no white space, with white space between them.
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

    const IDENTITY: Identity = Identity::Letters;

    fn too_many(count: usize) -> Option<Error> {
        Some(Error::TooManyTags { count })
    }
}

fn parse(text: &str) -> Result<&str, Violation> {
    // Most tags start and end with ASCII.
    let is_visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let is_inner = is_visible(text.as_bytes().first()) && is_visible(text.as_bytes().last());
    if !is_inner && (text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)) {
        return Err(if text.trim().is_empty() { Violation::Blank } else { Violation::OuterSpace });
    }
    check_free_text(text)?;
    Ok(text)
}

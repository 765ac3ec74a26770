use std::borrow::Cow;

use crate::error::Error;
use crate::error::kind::Violation;
use crate::field::characters::{check_free_text, is_blank};
use crate::field::list::Item;
use crate::field::text::text;
use crate::similar::in_lower_case;
use crate::suggestion::Suggestion;

text! {
    /// A word that people search for: 1 to 50 characters, no whitespace at either end, not blank, and
    /// none of the characters that a [`Description`](crate::Description) may not have.
    ///
    /// ```
    /// use aerostack_manifest::Tag;
    ///
    /// assert_eq!(Tag::new("image resizing").unwrap().as_str(), "image resizing");
    /// assert_eq!(Tag::new(" cdn").unwrap_err().to_string(), "the tag ` cdn` has leading or trailing whitespace");
    /// ```
    pub struct Tag;
    // One character that shows something, and before and after it whatever is allowed, without
    // whitespace at the ends.
    const PATTERN: "^(?:(?:[\\xad\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{2060}-\u{2065}\u{206a}-\u{206f}\u{2800}\u{3164}\u{fe00}-\u{fe0f}\u{ffa0}\u{fff0}-\u{fffb}][ \\xa0\u{1680}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}\\xad\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{2060}-\u{2065}\u{206a}-\u{206f}\u{2800}\u{3164}\u{fe00}-\u{fe0f}\u{ffa0}\u{fff0}-\u{fffb}]*)?[^\\x00-\\x20\\x7f-\\xa0\\xad\u{34f}\u{61c}\u{115f}\u{1160}\u{1680}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{205f}-\u{206f}\u{2800}\u{3000}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}](?:[^\\x00-\\x1f\\x7f-\\x9f\u{2028}-\u{202e}\u{2066}-\u{2069}\u{feff}]*[^\\x00-\\x20\\x7f-\\xa0\u{1680}\u{2000}-\u{200a}\u{2028}-\u{202f}\u{205f}\u{2066}-\u{2069}\u{3000}\u{feff}])?)$";
    const MAX_LENGTH: 50;
    const EXAMPLE: "image";
    expected: "a text of up to 50 characters that is not blank, without control characters and without whitespace at its ends", such as "image", "resize";
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
    if !text.starts_with(|c: char| c.is_ascii_graphic()) && is_blank(text) {
        return Err(Violation::Blank);
    }
    if text.trim().len() < text.len() {
        return Err(Violation::OuterSpace);
    }
    check_free_text(text)?;
    Ok(text)
}

use crate::error::Error;
use crate::error::kind::Violation;
use crate::field::characters::{check_free_text, is_blank};
use crate::field::text::text;

text! {
    /// What the function does, in one line: 1 to 500 characters, not only whitespace and characters that
    /// show nothing, and none of the characters that change or hide the text around them (control
    /// characters, U+2028, U+2029, bidirectional controls, tag characters, U+FEFF).
    /// [`Description::PATTERN`] knows neither tag characters nor others beyond U+FFFF that show nothing,
    /// because ECMAScript without the flag `u` has no way to say them.
    ///
    /// ```
    /// use aerostack_manifest::Description;
    ///
    /// assert!(Description::new("Resize images on the edge 🖼️").is_ok());
    /// assert!(Description::new("two\nlines").is_err());
    /// ```
    pub struct Description;
    // Whitespace and what shows nothing, one character that is neither, and whatever is allowed.
    const PATTERN: "^(?:[ \\xa0\u{1680}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}\\xad\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{2060}-\u{2065}\u{206a}-\u{206f}\u{2800}\u{3164}\u{fe00}-\u{fe0f}\u{ffa0}\u{fff0}-\u{fffb}]*[^\\x00-\\x20\\x7f-\\xa0\\xad\u{34f}\u{61c}\u{115f}\u{1160}\u{1680}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{205f}-\u{206f}\u{2800}\u{3000}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}][^\\x00-\\x1f\\x7f-\\x9f\u{2028}-\u{202e}\u{2066}-\u{2069}\u{feff}]*)$";
    const MAX_LENGTH: 500;
    const EXAMPLE: "What the function does, in a sentence";
    expected: "one line of text that is not blank and has no control characters", such as "Resize images on the edge";
    error: InvalidDescription;
    parse: parse;
    impl Text {
        fn warning(&self) -> Option<Error> {
            // No text has more characters than bytes, so most need no counting.
            if self.0.len() <= Self::SHORT_LENGTH {
                return None;
            }
            let length = self.0.chars().count();
            (length > Self::SHORT_LENGTH).then_some(Error::LongDescription { length })
        }
    }
}

impl Description {
    /// The most characters that a description has without a warning.
    pub const SHORT_LENGTH: usize = 200;
}

fn parse(text: &str) -> Result<&str, Violation> {
    // A letter says at once that a text is not blank.
    if !text.starts_with(|c: char| c.is_ascii_graphic()) && is_blank(text) {
        return Err(Violation::Blank);
    }
    check_free_text(text)?;
    Ok(text)
}

//! What can be wrong with JSON as such.

use crate::excerpt::Excerpt;

/// What makes a text no JSON (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxError {
    /// There is nothing but white space.
    #[error("the document is empty")]
    Empty,
    /// The document is UTF-16.
    #[error("the document is UTF-16")]
    Utf16,
    /// The document is UTF-32.
    #[error("the document is UTF-32")]
    Utf32,
    /// Bytes that are not UTF-8 (RFC 3629).
    #[error("these bytes are not UTF-8")]
    NotUtf8,
    /// The text ends within the object.
    #[error("the document ends where {expected} should stand")]
    UnexpectedEnd {
        /// What should stand there.
        expected: &'static str,
    },
    /// The text goes on behind the object.
    #[error("text follows the closing brace")]
    TrailingText,
    /// A comment.
    #[error("JSON has no comments")]
    Comment,
    /// A line by which git marks a conflict.
    #[error("a merge conflict is not resolved")]
    ConflictMarker,
    /// A comma before a closing bracket.
    #[error("a comma stands behind the last item")]
    TrailingComma,
    /// No comma between two items.
    #[error("a comma is missing")]
    MissingComma,
    /// Text in single quotes.
    #[error("JSON has no single quotes")]
    SingleQuotes,
    /// A key without quotes.
    #[error("the key `{text}` is not in double quotes")]
    UnquotedKey {
        /// The key.
        text: Excerpt,
    },
    /// A string that does not end on its line.
    #[error("the string has no closing quote on its line")]
    UnclosedString,
    /// A control character in a string that must be escaped.
    #[error("the control character `{character}` must be escaped in a string")]
    RawControl {
        /// The character.
        character: Excerpt,
    },
    /// A backslash with something behind it that makes no escape.
    #[error("`{text}` is no escape sequence")]
    InvalidEscape {
        /// The backslash and what follows.
        text: Excerpt,
    },
    /// Half of a surrogate pair, which is no character.
    #[error("`{text}` is half of a surrogate pair and no character")]
    LoneSurrogate {
        /// The escape.
        text: Excerpt,
    },
    /// A number in a form that JSON does not have.
    #[error("`{text}` is not a number of JSON")]
    InvalidNumber {
        /// The number.
        text: Excerpt,
    },
    /// A word that is no literal of JSON.
    #[error("`{text}` is not a value of JSON")]
    UnknownWord {
        /// The word.
        text: Excerpt,
    },
    /// Something that cannot stand here.
    #[error("`{found}` stands where {expected} should")]
    Unexpected {
        /// The character.
        found: Excerpt,
        /// What should stand there.
        expected: &'static str,
    },
}

impl SyntaxError {
    /// The same without what the author wrote.
    pub(crate) fn without_words(mut self) -> Self {
        if let Self::UnquotedKey { text }
        | Self::InvalidNumber { text }
        | Self::UnknownWord { text } = &mut self
        {
            *text = Excerpt::left_out();
        }
        self
    }

    pub(crate) fn help(&self) -> String {
        match self {
            Self::Empty => "begin with `{` and `}` and put the manifest's keys between them",
            Self::Utf16 | Self::Utf32 | Self::NotUtf8 => "save it as UTF-8",
            Self::UnexpectedEnd { .. } => "close every `{` with `}` and every `[` with `]`",
            Self::TrailingText => "keep one object, and remove what follows it",
            Self::Comment => "remove it; explanations belong in `README.md`",
            Self::ConflictMarker => "keep one of the two sides and remove the lines that mark them",
            Self::TrailingComma => "remove the comma",
            Self::MissingComma => "put a comma between the items",
            Self::SingleQuotes => "use double quotes",
            Self::UnquotedKey { text } if text.whole().is_some() => {
                return format!("write `\"{text}\"`");
            }
            Self::UnquotedKey { .. } => "put the key in double quotes",
            Self::UnclosedString => "end the string with a double quote; a line break in it is `\\n`",
            Self::RawControl { .. } => "write it as an escape, such as `\\t` for a tab",
            Self::InvalidEscape { text } if text.text().starts_with("\\u") => {
                "write four hexadecimal digits behind `\\u`"
            }
            Self::InvalidEscape { .. } => "write a backslash itself as `\\\\`",
            Self::LoneSurrogate { .. } => "write the character itself, or both halves of its pair",
            Self::InvalidNumber { .. } => "put text in double quotes",
            Self::UnknownWord { .. } => "put text in double quotes; without them stand only numbers, `true`, `false` and `null`",
            Self::Unexpected { .. } => "check the commas, colons, quotes and brackets before this place",
        }
        .to_owned()
    }
}

//! What can be wrong with JSON as such.

use std::fmt;

use crate::error::kind::look_alike_in;
use crate::excerpt::Excerpt;
use crate::fix::{Edit, Fix};

/// Why a text is not valid JSON (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxError {
    /// The document has nothing but whitespace.
    #[error("the document is empty")]
    Empty,
    /// The document is encoded in UTF-16.
    #[error("the document is UTF-16, expected UTF-8")]
    Utf16,
    /// The document is encoded in UTF-32.
    #[error("the document is UTF-32, expected UTF-8")]
    Utf32,
    /// Bytes that are not valid UTF-8 (RFC 3629).
    #[error("invalid UTF-8")]
    NotUtf8,
    /// A document in another format.
    #[error("expected JSON, found {format}")]
    WrongFormat {
        /// The format.
        format: Format,
    },
    /// A document in JSON within one in another format, such as a code fence of Markdown.
    #[error("unexpected {format} around the JSON object")]
    Wrapped {
        /// The format of the text around it.
        format: Format,
    },
    /// Text before the opening brace.
    #[error("unexpected text before the opening brace")]
    LeadingText,
    /// Text after the closing brace.
    #[error("unexpected text after the closing brace")]
    TrailingText,
    /// A second document after the first one.
    #[error("unexpected second JSON document")]
    SecondDocument,
    /// The text ends within the object.
    #[error("unexpected end of file, expected {expected}")]
    UnexpectedEnd {
        /// What could follow.
        expected: Expected,
    },
    /// A comment.
    #[error("comments are not allowed in JSON")]
    Comment,
    /// A comment that does not end.
    #[error("unterminated comment")]
    UnterminatedComment,
    /// Backslashes before the quotes around keys and values.
    #[error("quotes around a key or value must not be escaped")]
    EscapedQuote,
    /// The marker line of a merge conflict.
    #[error("unresolved merge conflict")]
    MergeConflict,
    /// A comma before a closing bracket.
    #[error("trailing comma")]
    TrailingComma,
    /// A comma after another one, or after an opening bracket.
    #[error("unexpected comma")]
    ExtraComma,
    /// No comma between two entries or items.
    #[error("missing comma")]
    MissingComma,
    /// No colon between a key and its value.
    #[error("missing colon")]
    MissingColon,
    /// No opening brace before the first key.
    #[error("missing opening brace")]
    MissingBrace,
    /// A closing brace of the root object before its last entry.
    #[error("unexpected `}}` before the last entry")]
    EarlyBrace,
    /// A list or nested object that is not closed before the next key.
    #[error("missing `{bracket}`")]
    MissingBracket {
        /// The bracket.
        bracket: char,
    },
    /// A string in single, typographic or other quotes.
    #[error("strings must use double quotes")]
    WrongQuotes,
    /// A key without quotes.
    #[error("unquoted key `{text}`")]
    UnquotedKey {
        /// The key.
        text: Excerpt,
    },
    /// Text without quotes.
    #[error("unquoted string `{text}`")]
    UnquotedString {
        /// The text.
        text: Excerpt,
    },
    /// A double quote within a string.
    #[error("unescaped quote in string")]
    UnescapedQuote,
    /// A string that does not end on its line.
    #[error("unterminated string")]
    UnterminatedString,
    /// A control character in a string that must be escaped.
    #[error("unescaped control character `{character}` in string")]
    UnescapedControl {
        /// The character.
        character: Excerpt,
    },
    /// A backslash that does not start an escape sequence.
    #[error("invalid escape sequence `{text}`")]
    InvalidEscape {
        /// The backslash and what follows.
        text: Excerpt,
    },
    /// One half of a surrogate pair.
    #[error("unpaired surrogate `{text}`")]
    UnpairedSurrogate {
        /// The escape sequence.
        text: Excerpt,
    },
    /// A number in a form that JSON does not have.
    #[error("invalid number `{text}`")]
    InvalidNumber {
        /// The number.
        text: Excerpt,
        /// The number as JSON has it, if that is plain.
        number: Option<Excerpt>,
    },
    /// A literal of another language, such as `True` or `None`.
    #[error("invalid value `{text}`, expected {expected}")]
    InvalidLiteral {
        /// The literal.
        text: Excerpt,
        /// What the key takes.
        expected: Expected,
        /// A value that the key takes, as JSON, if it is known.
        example: &'static str,
        /// The key, if it may be left out.
        optional: Option<&'static str>,
    },
    /// Whitespace that JSON does not have, such as a no-break space.
    #[error("expected a space, found `{character}`")]
    UnusualSpace {
        /// The character.
        character: Excerpt,
    },
    /// A character in a place where it cannot be.
    #[error("expected {expected}, found `{found}`{}", look_alike_in(found))]
    Unexpected {
        /// The character.
        found: Excerpt,
        /// What could be there.
        expected: Expected,
    },
}

/// What the grammar of JSON asks for in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum Expected {
    OpeningBrace,
    Key,
    Colon,
    Value,
    Comma,
    CommaOrBrace,
    CommaOrBracket,
    ClosingBrace,
    ClosingBracket,
    String,
    Boolean,
    Array,
    Null,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpeningBrace => "`{`",
            Self::Key => "a key in double quotes",
            Self::Colon => "`:`",
            Self::Value => "a value",
            Self::Comma => "`,`",
            Self::CommaOrBrace => "`,` or `}`",
            Self::CommaOrBracket => "`,` or `]`",
            Self::ClosingBrace => "`}`",
            Self::ClosingBracket => "`]`",
            Self::String => "a string",
            Self::Boolean => "`true` or `false`",
            Self::Array => "an array",
            Self::Null => "`null`",
        })
    }
}

/// A format that is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum Format {
    Html,
    JavaScript,
    Markdown,
    Toml,
    Xml,
    Yaml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "HTML",
            Self::JavaScript => "JavaScript",
            Self::Markdown => "Markdown",
            Self::Toml => "TOML",
            Self::Xml => "XML",
            Self::Yaml => "YAML",
        })
    }
}

impl SyntaxError {
    /// With an edit that is certainly right.
    pub(super) fn fixed_by(self, edit: Edit) -> (Self, Option<Fix>) {
        (self, Some(Fix::certain([edit])))
    }

    /// With an edit that is only likely right.
    pub(super) fn perhaps_fixed_by(self, edit: Edit) -> (Self, Option<Fix>) {
        (self, Some(Fix::likely([edit])))
    }

    /// Without a fix.
    pub(super) fn unfixed(self) -> (Self, Option<Fix>) {
        (self, None)
    }

    /// The same error without text of the author's.
    pub(crate) fn without_text(mut self) -> Self {
        if let Self::InvalidNumber { number, .. } = &mut self {
            *number = None;
        }
        if let Self::UnquotedKey { text }
        | Self::UnquotedString { text }
        | Self::InvalidNumber { text, .. }
        | Self::InvalidLiteral { text, .. } = &mut self
        {
            *text = Excerpt::left_out();
        }
        self
    }

    pub(crate) fn help(&self) -> String {
        match self {
            Self::Empty | Self::Unexpected { expected: Expected::OpeningBrace, .. } => {
                "start with an object: `{ \"name\": … }`"
            }
            Self::Utf16 | Self::Utf32 | Self::NotUtf8 => "save the file as UTF-8",
            Self::WrongFormat { .. } => "write the manifest as a JSON object: `{ \"name\": … }`",
            Self::Wrapped { .. } | Self::LeadingText => "keep only the JSON object",
            Self::TrailingText | Self::SecondDocument => {
                "keep one object and remove everything after it"
            }
            Self::UnexpectedEnd { .. } => "close every `{` with `}` and every `[` with `]`",
            Self::Comment | Self::UnterminatedComment => {
                "remove it; explanations belong in `README.md`"
            }
            Self::EscapedQuote => "remove the backslashes before the quotes",
            Self::MergeConflict => {
                "resolve the conflict and remove the `<<<<<<<`, `=======` and `>>>>>>>` lines"
            }
            Self::TrailingComma | Self::ExtraComma => "remove the comma",
            Self::MissingComma => "add a comma",
            Self::MissingColon => "add a colon after the key",
            Self::MissingBrace => "enclose the entries in `{` and `}`",
            Self::EarlyBrace => {
                "remove the brace, or close the object with it and remove what follows"
            }
            Self::MissingBracket { bracket } => return format!("add `{bracket}`"),
            Self::WrongQuotes => "use double quotes",
            Self::UnquotedKey { text } if text.whole().is_some() => {
                return format!("use `\"{text}\"`");
            }
            Self::UnquotedString { text } if text.whole().is_some() => {
                return format!("did you mean `\"{text}\"`?");
            }
            Self::UnquotedKey { .. } | Self::Unexpected { expected: Expected::Key, .. } => {
                "enclose the key in double quotes"
            }
            Self::UnquotedString { .. } => "enclose the text in double quotes",
            Self::UnescapedQuote => "write a double quote in a string as `\\\"`",
            Self::UnterminatedString => {
                "end the string with a double quote; a line break in it is `\\n`"
            }
            Self::UnescapedControl { .. } => "use an escape sequence, such as `\\t` for a tab",
            Self::InvalidEscape { text } if text.text().starts_with("\\u") => {
                "`\\u` must be followed by four hexadecimal digits"
            }
            Self::InvalidEscape { .. } => "write a backslash as `\\\\`",
            Self::UnpairedSurrogate { .. } => {
                "use the character itself, or both halves of its pair"
            }
            Self::InvalidNumber { number: Some(number), .. } => return format!("use `{number}`"),
            Self::InvalidNumber { .. } => {
                "enclose text in double quotes; a number is digits such as `1` or `0.5`"
            }
            Self::InvalidLiteral { expected, example, optional, .. } => {
                let help = match expected {
                    Expected::String if !example.is_empty() => {
                        format!("use a string, for example `{example}`")
                    }
                    Expected::Array => format!("use an array, for example `[{example}]`"),
                    Expected::Boolean | Expected::Null if !example.is_empty() => {
                        format!("use `{example}`")
                    }
                    _ => format!("use {expected}"),
                };
                return match optional {
                    Some(key) => format!("{help}, or remove `{key}`"),
                    None => help,
                };
            }
            Self::UnusualSpace { .. } => "use a plain space",
            Self::Unexpected { expected: Expected::Colon, .. } => {
                "separate the key from its value with a colon"
            }
            Self::Unexpected { expected: Expected::Comma, .. } => "use a comma",
            Self::Unexpected { expected: Expected::Value, .. } => "add the missing value",
            Self::Unexpected { .. } => "check the commas, quotes and brackets before this place",
        }
        .to_owned()
    }
}

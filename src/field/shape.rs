//! Descriptions of the fields' values, from which the schema is generated.

use std::borrow::Cow;

/// A description of the values of one field.
#[derive(Debug)]
pub(crate) enum Shape {
    Text(TextShape),
    Choice(Choice),
    /// A listed identifier, or an expression described by `text`.
    License {
        text: TextShape,
        listed: Vec<Listed>,
    },
    List {
        /// The word for an item in messages.
        noun: &'static str,
        item: Box<Shape>,
        max_count: usize,
    },
    Boolean,
}

/// A description of a string that follows a rule.
#[derive(Debug)]
pub(crate) struct TextShape {
    /// The expected value, as the object of a sentence.
    pub(crate) expected: &'static str,
    /// Typical values.
    pub(crate) such_as: &'static [&'static str],
    /// The value that editors insert.
    pub(crate) example: &'static str,
    /// Whether most people keep `example`, so that it is a default.
    pub(crate) is_usual: bool,
    pub(crate) pattern: Cow<'static, str>,
    pub(crate) max_length: Option<usize>,
    pub(crate) refused: Option<Refused>,
}

/// Strings that match the pattern but are not valid, with the reason as a clause after "because".
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refused {
    Texts { why: &'static str, texts: &'static [&'static str] },
    Pattern { why: &'static str, pattern: &'static str },
}

/// A closed set of strings.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The word for a member in messages.
    pub(crate) noun: String,
    /// Each member and its description in Markdown.
    pub(crate) members: &'static [(&'static str, &'static str)],
}

/// A license identifier that editors offer.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) id: &'static str,
    pub(crate) full_name: String,
    /// Whether editors list it before others.
    pub(crate) is_well_known: bool,
}

impl Shape {
    /// Returns typical values as JSON.
    pub(crate) fn examples(&self) -> Vec<String> {
        match self {
            Self::Text(text) | Self::License { text, .. } => {
                text.such_as.iter().map(|text| format!("\"{text}\"")).collect()
            }
            Self::Choice(choice) => {
                choice.members.iter().map(|(text, _)| format!("\"{text}\"")).collect()
            }
            Self::List { item, .. } => vec![format!("[{}]", item.examples().join(", "))],
            Self::Boolean => vec!["true".to_owned()],
        }
    }
}

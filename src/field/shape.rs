//! What a field's values look like to those who do not run this crate: what the schema is made of.

use std::borrow::Cow;

/// The values of one field.
#[derive(Debug)]
pub(crate) enum Shape {
    Text(TextShape),
    Choice(Choice),
    /// An identifier of a list, or an expression that the text describes.
    License {
        text: TextShape,
        listed: Vec<Listed>,
    },
    List {
        /// What messages call an item.
        noun: &'static str,
        item: Box<Shape>,
        max_count: usize,
    },
    Boolean,
}

/// A text that follows a rule.
#[derive(Debug)]
pub(crate) struct TextShape {
    /// What the rule asks for, as the object of a sentence.
    pub(crate) expected: &'static str,
    /// Values that people would write.
    pub(crate) such_as: &'static [&'static str],
    /// A value to begin with.
    pub(crate) example: &'static str,
    /// Whether most people keep that value.
    pub(crate) is_usual: bool,
    pub(crate) pattern: Cow<'static, str>,
    pub(crate) max_length: Option<usize>,
    pub(crate) refused: Option<Refused>,
}

/// What matches the pattern and is refused all the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    /// Why each of the texts is refused.
    pub(crate) why: &'static str,
    pub(crate) texts: &'static [&'static str],
}

/// One member of a closed set.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What a member is called.
    pub(crate) noun: String,
    /// Each member and what it stands for, in Markdown.
    pub(crate) members: &'static [(&'static str, &'static str)],
}

/// An identifier that editors offer.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) id: &'static str,
    pub(crate) full_name: String,
    /// Whether people know it, and look for it before the others.
    pub(crate) is_well_known: bool,
}

impl Shape {
    /// Values that people would write, as JSON.
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

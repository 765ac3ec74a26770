//! JSON whose keys keep the order in which they were put, and its text.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde_json::Value;

use crate::field::is_free_text;

/// A JSON value. `serde_json`'s own sorts its keys, unless a feature changes that for everybody.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    Boolean(bool),
    Number(usize),
    Text(Cow<'static, str>),
    List(Vec<Json>),
    Object(Object),
}

/// An object with its entries in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object(Vec<(Cow<'static, str>, Json)>);

impl Object {
    pub(crate) fn with(
        mut self,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<Json>,
    ) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// With all of another object's entries behind the own ones.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number(value)
    }
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Cow<'static, str>> for Json {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Boolean(value) => value.into(),
            Json::Number(value) => value.into(),
            Json::Text(text) => text.into(),
            Json::List(items) => items.into_iter().collect(),
            Json::Object(Object(entries)) => entries
                .into_iter()
                .map(|(key, value)| (key.into_owned(), Self::from(value)))
                .collect(),
        }
    }
}

/// Pretty, with as many items of a long list on a line as it holds, and with escapes for all
/// characters that one does not see.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// Wide, because the list of licenses is most of the text, and its indentation would be much of that.
const WIDTH: usize = 160;

impl Json {
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = |depth| " ".repeat(2 * depth);
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => write_text(f, text),
            Self::List(items) if items.iter().any(|item| matches!(item, Self::Object(_))) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}\n{}", if index > 0 { "," } else { "" }, indent(depth + 1))?;
                    item.write(f, depth + 1)?;
                }
                write!(f, "\n{}]", indent(depth))
            }
            Self::List(items) => write_filled(f, items, &indent(depth)),
            Self::Object(Object(entries)) => {
                f.write_char('{')?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}\n{}", if index > 0 { "," } else { "" }, indent(depth + 1))?;
                    write_text(f, key)?;
                    f.write_str(": ")?;
                    value.write(f, depth + 1)?;
                }
                write!(f, "\n{}}}", indent(depth))
            }
        }
    }
}

/// Items that are no objects: on one line if it is short enough, else with as many on a line as fit.
fn write_filled(f: &mut fmt::Formatter<'_>, items: &[Json], indent: &str) -> fmt::Result {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    let line = items.join(", ");
    if indent.len() + line.len() <= WIDTH {
        return write!(f, "[{line}]");
    }
    f.write_char('[')?;
    let mut column = WIDTH;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        if column + item.len() + 1 > WIDTH {
            write!(f, "\n{indent}  ")?;
            column = indent.len() + 2;
        }
        f.write_str(item)?;
        column += item.len() + 1;
    }
    write!(f, "\n{indent}]")
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let is_visible = |c: char| is_free_text(c) && (c == ' ' || !c.is_whitespace());
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(f, "\\{character}")?,
            _ if is_visible(character) => f.write_char(character)?,
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(f, "\\u{unit:04x}")?;
                }
            }
        }
    }
    f.write_char('"')
}

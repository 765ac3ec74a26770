//! JSON objects whose keys keep their order.

use schemars::Schema;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON object with its entries in order. `serde_json::Map` sorts them, unless a feature changes
/// that for the whole build.
#[derive(Debug, Default)]
pub(crate) struct Object(Vec<(&'static str, Json)>);

/// The value of an entry.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Json {
    Object(Object),
    Objects(Vec<Object>),
    /// A value without objects, as ASCII text on one line. With each license on a line of its own,
    /// the file would be half as large again.
    Line(Box<RawValue>),
}

impl Object {
    pub(crate) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// Appends the entries of another object.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl From<Object> for Schema {
    fn from(object: Object) -> Self {
        let value = serde_json::to_value(object).expect("keys are strings");
        Self::try_from(value).expect("an object is a valid schema")
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Value>> From<T> for Json {
    fn from(value: T) -> Self {
        let line = ascii(&value.into().to_string());
        Self::Line(RawValue::from_string(line).expect("escapes keep JSON valid"))
    }
}

/// Escapes all characters outside ASCII, because patterns contain invisible ones.
fn ascii(json: &str) -> String {
    let escape = |unit| match u8::try_from(unit) {
        Ok(byte @ b' '..=b'~') => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    json.encode_utf16().map(escape).collect()
}

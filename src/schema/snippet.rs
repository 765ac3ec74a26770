//! The snippet that editors insert as a new manifest.

use std::ops::RangeFrom;

use serde_json::Value;

use crate::field::{Choice, Shape};
use crate::manifest::KEYS;
use crate::schema::object::Object;

/// A manifest with all required keys and a tab stop for each value that is not fixed.
pub(crate) fn snippet() -> Object {
    let mut stops = 1..;
    let required = KEYS.iter().filter(|key| !key.is_optional);
    let body = required.fold(Object::default(), |body, key| {
        body.with(key.name, placeholder(&(key.shape)(), &mut stops))
    });
    Object::default()
        .with("label", "New Aerostack function")
        .with("description", "A manifest with all keys that a function must have")
        .with("body", body)
}

fn placeholder(shape: &Shape, stops: &mut RangeFrom<usize>) -> Value {
    let mut stop = || stops.next().unwrap_or_default();
    match shape {
        Shape::Text(text) | Shape::License { text, .. } => {
            format!("${{{}:{}}}", stop(), text.example).into()
        }
        Shape::Choice(Choice { members: [(only, _)], .. }) => (*only).into(),
        Shape::Choice(Choice { members, .. }) => {
            let members: Vec<_> = members.iter().map(|(text, _)| *text).collect();
            format!("${{{}|{}|}}", stop(), members.join(",")).into()
        }
        Shape::List { .. } => Value::Array(Vec::new()),
        Shape::Boolean => false.into(),
    }
}

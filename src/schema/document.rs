//! The schema of a whole manifest.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::Manifest;
use crate::manifest::{KEYS, SCHEMA};
use crate::schema::hover::{hover, texts};
use crate::schema::object::{Json, Object};
use crate::schema::snippet::snippet;
use crate::schema::value::value;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Where the Hub serves the schema.
const ID: &str = "https://hub.aerostack.dev/schema/aerostack.schema.json";

/// Returns the JSON Schema of `aerostack.json`, generated from the declarations of the fields. It
/// equals [`SCHEMA_JSON`](crate::SCHEMA_JSON), but `serde_json` sorts its keys.
///
/// ```
/// let schema = aerostack_manifest::schema();
/// let text: serde_json::Value = serde_json::from_str(aerostack_manifest::SCHEMA_JSON)?;
/// assert_eq!(schema.as_value(), &text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn schema() -> Schema {
    document().into()
}

impl JsonSchema for Manifest {
    fn schema_name() -> Cow<'static, str> {
        "Manifest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        manifest().into()
    }
}

fn document() -> Object {
    Object::default().with("$schema", DRAFT).with("$id", ID).and(manifest())
}

fn manifest() -> Object {
    let required = KEYS.iter().filter(|key| !key.is_optional).map(|key| key.name);
    let properties = KEYS.iter().fold(Object::default(), |properties, key| {
        let shape = (key.shape)();
        properties.with(key.name, hover(key.docs, &shape.examples()).and(value(&shape)))
    });
    Object::default()
        .with("title", "Aerostack function")
        .and(texts(
            "The manifest of a serverless function on the Aerostack Hub, `aerostack.json`: what it \
             is, what it needs and how it is installed.",
        ))
        .with("type", "object")
        .with("required", required.collect::<Value>())
        .with("properties", properties.with(SCHEMA, schema_key()))
        .with("additionalProperties", unknown_key())
        .with("defaultSnippets", Json::Objects(vec![snippet()]))
}

/// The key that refers to the schema: by its address, or as a copy in the function's directory.
fn schema_key() -> Object {
    const EXAMPLES: [&str; 2] = [ID, "./aerostack.schema.json"];
    hover(
        "The schema by which editors check this file; the Hub does not read it.",
        &EXAMPLES.map(|example| format!("\"{example}\"")),
    )
    .with("type", "string")
    .with("errorMessage", format!("Expected the address of a schema, such as {ID}"))
    .with("examples", &EXAMPLES[..])
}

/// A deprecation, because editors show it as a warning and validators ignore it.
fn unknown_key() -> Object {
    Object::default().with(
        "deprecationMessage",
        "Unknown key: check its spelling or remove it. It does not stop you from publishing: the \
         Hub may know keys that this schema does not.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `BLESS=1 cargo test --features schema schema` rewrites the file.
    #[test]
    fn file_is_up_to_date() {
        let generated = serde_json::to_string_pretty(&document()).unwrap() + "\n";
        if std::env::var_os("BLESS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/aerostack.schema.json");
            std::fs::write(path, generated).unwrap();
        } else {
            assert!(generated == crate::SCHEMA_JSON, "BLESS=1 cargo test --features schema schema");
        }
    }
}

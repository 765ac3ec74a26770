//! What the schema says, made of what the fields say of themselves.

use std::borrow::Cow;
use std::ops::RangeFrom;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::Manifest;
use crate::field::{Choice, Listed, Shape, TextShape};
use crate::manifest::{KEYS, SCHEMA};
use crate::schema::ordered::{Json, Object};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Where the Hub serves the schema.
const ID: &str = "https://hub.aerostack.dev/schema/aerostack.schema.json";

/// The JSON Schema of `aerostack.json`: [`SCHEMA_JSON`](crate::SCHEMA_JSON) as a value, made anew
/// from the declarations of the fields. `serde_json` sorts its keys; the text has them in order.
///
/// ```
/// let schema = aerostack_manifest::schema();
/// let text: serde_json::Value = serde_json::from_str(aerostack_manifest::SCHEMA_JSON)?;
/// assert_eq!(schema.as_value(), &text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn schema() -> Schema {
    into_schema(document())
}

impl JsonSchema for Manifest {
    fn schema_name() -> Cow<'static, str> {
        "Manifest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        into_schema(manifest())
    }
}

/// The schema of one field's values.
pub(crate) fn of(shape: &Shape) -> Schema {
    into_schema(value(shape))
}

fn into_schema(object: Object) -> Schema {
    let value = Value::from(Json::from(object));
    Schema::try_from(value).expect("a schema is an object")
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
        .with("required", required.collect::<Json>())
        .with("properties", properties.with(SCHEMA, schema_key()))
        .with("additionalProperties", unknown_key())
        .with("defaultSnippets", [snippet()].into_iter().collect::<Json>())
}

/// The key that names the schema itself: by its address, or a copy beside the manifest.
fn schema_key() -> Object {
    const EXAMPLES: [&str; 2] = [ID, "./aerostack.schema.json"];
    hover(
        "The schema by which editors check this file; the Hub does not read it.",
        &EXAMPLES.map(|example| format!("\"{example}\"")),
    )
    .with("type", "string")
    .with("errorMessage", format!("Expected the address of a schema, such as {ID}"))
    .with("examples", EXAMPLES.into_iter().collect::<Json>())
}

/// Editors show a deprecation as a warning, and validators do not look at it.
fn unknown_key() -> Object {
    Object::default().with(
        "deprecationMessage",
        "Unknown key: check its spelling or remove it. It does not stop you from publishing: the \
         Hub may know keys that this schema does not.",
    )
}

/// A whole new manifest, with a place to stop at each key that has no value of its own.
fn snippet() -> Object {
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

fn placeholder(shape: &Shape, stops: &mut RangeFrom<usize>) -> Json {
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
        Shape::List { .. } => Json::List(Vec::new()),
        Shape::Boolean => false.into(),
    }
}

/// What an editor shows of a key, with examples of its value.
fn hover(docs: &str, examples: &[String]) -> Object {
    let examples: Vec<_> = examples.iter().take(2).map(|json| format!("`{json}`")).collect();
    texts(&format!("{} Example: {}", docs.trim(), examples.join(" or ")))
}

/// A text in Markdown, and before it the same for editors that do not read Markdown.
fn texts(markdown: &str) -> Object {
    Object::default()
        .with("description", plain(markdown))
        .with("markdownDescription", markdown.to_owned())
}

/// Markdown without the marks of code and links.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, label, behind)) = link(rest) {
        text.push_str(before);
        text.push_str(label);
        rest = behind;
    }
    text.push_str(rest);
    text.replace('`', "")
}

/// What stands before a link, what it is called, and what stands behind it.
fn link(markdown: &str) -> Option<(&str, &str, &str)> {
    let (label, behind) = markdown.split_once("](")?;
    let (before, label) = label.rsplit_once('[')?;
    let (_, behind) = behind.split_once(')')?;
    Some((before, label, behind))
}

/// The keywords of one value.
fn value(shape: &Shape) -> Object {
    match shape {
        Shape::Text(text) => string(text).and(rule(text)).and(filled_in(text)),
        Shape::License { text, listed } => {
            let message = || Object::default().with("errorMessage", expected(text));
            let branches = [rule(text).and(message()), licenses(listed).and(message())];
            string(text).and(filled_in(text)).with("anyOf", branches.into_iter().collect::<Json>())
        }
        Shape::Choice(set) => choice(set),
        Shape::List { noun, item, max_count } => list(shape, noun, item, *max_count),
        Shape::Boolean => Object::default()
            .with("type", "boolean")
            .with("errorMessage", "Expected true or false, without quotes"),
    }
}

fn expected(text: &TextShape) -> String {
    format!("Expected {}, such as {}", text.expected, text.such_as[0])
}

fn string(text: &TextShape) -> Object {
    Object::default().with("type", "string").with("errorMessage", expected(text))
}

fn rule(text: &TextShape) -> Object {
    let mut rule = Object::default();
    if let Some(max_length) = text.max_length {
        // Each pattern refuses the empty text, and once is enough for one mistake.
        rule = rule.with("maxLength", max_length);
    }
    rule = rule.with("pattern", text.pattern.clone());
    let Some(refused) = text.refused else { return rule };
    // A branch of its own has a message of its own.
    let message = || {
        let message =
            format!("Expected another name, such as {}, because {}", text.such_as[0], refused.why);
        Object::default().with("errorMessage", message)
    };
    let texts = refused.texts.iter().copied().collect::<Json>();
    let branch =
        Object::default().with("not", Object::default().with("enum", texts).and(message()));
    rule.with("allOf", [branch.and(message())].into_iter().collect::<Json>())
}

/// What an editor writes with the key: one value, so that it need not ask.
fn filled_in(text: &TextShape) -> Object {
    let object = Object::default();
    if text.is_usual {
        object.with("default", text.example)
    } else {
        object.with("examples", [text.example].into_iter().collect::<Json>())
    }
}

fn licenses(listed: &[Listed]) -> Object {
    // The well-known ones keep their order, and all others come behind them by name.
    let rank = |(index, license): (usize, &Listed)| {
        if license.is_well_known { format!("{index:02}") } else { "~".to_owned() }
    };
    Object::default()
        .with("enum", listed.iter().map(|license| license.id).collect::<Json>())
        .with(
            "enumDescriptions",
            listed.iter().map(|license| license.full_name.clone()).collect::<Json>(),
        )
        .with("enumSortTexts", listed.iter().enumerate().map(rank).collect::<Json>())
}

fn choice(set: &Choice) -> Object {
    let texts: Vec<_> = set.members.iter().map(|(text, _)| *text).collect();
    let message = match *texts {
        [only] => format!("Expected a {} that the Hub has, such as {only}", set.noun),
        _ => format!("Expected a {} in lower case, such as {}", set.noun, listing(&texts, " or ")),
    };
    let docs = || set.members.iter().map(|(text, docs)| (*text, docs.trim().trim_end_matches('.')));
    let metadata = docs().fold(Object::default(), |metadata, (text, docs)| {
        metadata.with(text, Object::default().with("description", plain(docs)))
    });
    let kind = Object::default().with("type", "string");
    let members = Object::default()
        .with("enum", texts.iter().copied().collect::<Json>())
        .with("errorMessage", message.clone())
        .with("enumDescriptions", docs().map(|(_, docs)| plain(docs)).collect::<Json>())
        .with("markdownEnumDescriptions", docs().map(|(_, docs)| docs).collect::<Json>())
        .with("x-intellij-enum-metadata", metadata);
    match *texts {
        // Beside a default, the one member would count as a second proposal, and editors would ask.
        [only] => kind
            .with("default", only)
            .with("errorMessage", message)
            .with("allOf", [members].into_iter().collect::<Json>()),
        _ => kind.and(members),
    }
}

/// `a, b or c`
fn listing(texts: &[&str], conjunction: &str) -> String {
    match texts {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{}{conjunction}{last}", first.join(", ")),
    }
}

fn list(shape: &Shape, noun: &str, item: &Shape, max_count: usize) -> Object {
    let mut object = Object::default().with("type", "array").with(
        "errorMessage",
        format!("Expected a list in square brackets, such as {}", shape.examples().join(" or ")),
    );
    if max_count < usize::MAX {
        object = object.with("maxItems", max_count);
    }
    let Shape::Text(text) = item else { return object.with("items", value(item)) };
    let docs = format!("One {noun}: {}.", text.expected);
    let items = hover(&docs, &item.examples())
        .and(string(text))
        .and(rule(text))
        .with("examples", text.such_as.iter().copied().collect::<Json>());
    object.with("items", items)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `BLESS=1 cargo test schema` writes the file anew.
    #[test]
    fn the_file_is_what_the_fields_say() {
        let made = format!("{}\n", Json::from(document()));
        if std::env::var_os("BLESS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/aerostack.schema.json");
            std::fs::write(path, made).unwrap();
        } else {
            assert!(made == crate::SCHEMA_JSON, "BLESS=1 cargo test schema");
        }
    }

    #[test]
    fn plain_text_has_no_marks() {
        let markdown = "by [SemVer 2.0.0](https://semver.org): `1.0.0`, [b](c)";
        assert_eq!(plain(markdown), "by SemVer 2.0.0: 1.0.0, b");
    }
}

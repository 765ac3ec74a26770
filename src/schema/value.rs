//! The schema of a field's value.

use schemars::Schema;
use serde_json::Value;

use crate::field::{Choice, Listed, Refused, Shape, TextShape};
use crate::schema::hover::{hover, plain};
use crate::schema::object::{Json, Object};

/// Returns the schema of a value, without a description.
pub(crate) fn of(shape: &Shape) -> Schema {
    value(shape).into()
}

pub(crate) fn value(shape: &Shape) -> Object {
    match shape {
        Shape::Text(text) => string(text).and(rule(text)).and(filled_in(text)),
        Shape::License { text, listed } => {
            let message = || Object::default().with("errorMessage", expected(text));
            let branches = vec![rule(text).and(message()), licenses(listed).and(message())];
            string(text).and(filled_in(text)).with("anyOf", Json::Objects(branches))
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
        // No `minLength`: the pattern rejects the empty string, and editors would show two errors.
        rule = rule.with("maxLength", max_length);
    }
    rule = rule.with("pattern", &*text.pattern);
    let Some(refused) = text.refused else { return rule };
    let (why, not) = match refused {
        Refused::Texts { why, texts } => (why, Object::default().with("enum", texts)),
        Refused::Pattern { why, pattern } => (why, Object::default().with("pattern", pattern)),
    };
    let message = format!("Expected another text, such as {}, because {why}", text.such_as[0]);
    let not = not.with("errorMessage", &*message);
    // In a subschema, because a schema has one message for all of its keywords.
    let branch = Object::default().with("not", not).with("errorMessage", message);
    rule.with("allOf", Json::Objects(vec![branch]))
}

/// The value that editors insert with the key. There is only one, so that they do not ask.
fn filled_in(text: &TextShape) -> Object {
    let object = Object::default();
    if text.is_usual {
        object.with("default", text.example)
    } else {
        object.with("examples", vec![text.example])
    }
}

fn licenses(listed: &[Listed]) -> Object {
    // Well-known licenses keep their order; editors sort all others by name.
    let rank = |(index, license): (usize, &Listed)| {
        if license.is_well_known { format!("{index:02}") } else { "~".to_owned() }
    };
    let full_names = listed.iter().map(|license| &*license.full_name);
    Object::default()
        .with("enum", listed.iter().map(|license| license.id).collect::<Value>())
        .with("enumDescriptions", full_names.collect::<Value>())
        .with("enumSortTexts", listed.iter().enumerate().map(rank).collect::<Value>())
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
        .with("enum", &*texts)
        .with("errorMessage", &*message)
        .with("enumDescriptions", docs().map(|(_, docs)| plain(docs)).collect::<Value>())
        .with("markdownEnumDescriptions", docs().map(|(_, docs)| docs).collect::<Value>())
        .with("x-intellij-enum-metadata", metadata);
    match *texts {
        // In a subschema, because editors would count a default and a member as two proposals and
        // ask which to insert.
        [only] => kind
            .with("default", only)
            .with("errorMessage", message)
            .with("allOf", Json::Objects(vec![members])),
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
        .with("examples", text.such_as);
    object.with("items", items)
}

//! The schema as editors read it. `tests/peers` compares what it accepts with what the crate accepts,
//! and `tests/editors` tries it in real editors.

use std::collections::HashSet;

use aerostack_manifest::{License, Manifest, SCHEMA_JSON};
use regex::Regex;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(SCHEMA_JSON).unwrap()
}

/// Collects a schema and its subschemas, each with its path.
fn schemas<'s>(schema: &'s Value, place: &str, all: &mut Vec<(String, &'s Value)>) {
    all.push((place.to_owned(), schema));
    for keyword in ["items", "not", "additionalProperties"] {
        if let Some(inner) = schema.get(keyword) {
            schemas(inner, &format!("{place}/{keyword}"), all);
        }
    }
    for keyword in ["anyOf", "allOf"] {
        for (index, inner) in schema[keyword].as_array().into_iter().flatten().enumerate() {
            schemas(inner, &format!("{place}/{keyword}/{index}"), all);
        }
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        schemas(inner, &format!("{place}/{key}"), all);
    }
}

fn all_schemas(schema: &Value) -> Vec<(String, &Value)> {
    let mut all = Vec::new();
    schemas(schema, "", &mut all);
    assert!(all.len() > 20);
    all
}

fn text<'s>(schema: &'s Value, keyword: &str) -> &'s str {
    schema[keyword].as_str().unwrap_or_else(|| panic!("no {keyword} in {schema}"))
}

/// A valid manifest, except for the given value if that is invalid.
fn manifest_with(key: &str, value: &Value) -> String {
    let mut manifest = json!({
        "name": "a", "version": "1.0.0", "description": "a", "category": "ai",
        "language": "typescript", "runtime": "cloudflare-worker", "license": "MIT",
        "entrypoint": "a.ts",
    });
    manifest[key] = value.clone();
    manifest.to_string()
}

#[track_caller]
fn is_valid(key: &str, value: &Value) {
    let checked = Manifest::check(manifest_with(key, value).as_bytes());
    assert!(checked.report().is_ok(), "{}", checked.report());
}

#[cfg(feature = "schema")]
#[test]
fn the_value_and_the_text_are_the_same() {
    assert_eq!(*aerostack_manifest::schema().as_value(), schema());
}

/// Deriving `JsonSchema` for a type that contains a manifest or one of its fields includes theirs.
#[cfg(feature = "schema")]
#[test]
fn fields_have_schemas_of_their_own() {
    let slug =
        schemars::SchemaGenerator::default().into_root_schema_for::<aerostack_manifest::Slug>();
    assert_eq!(slug.get("pattern"), Some(&json!(aerostack_manifest::Slug::PATTERN)));
    assert_eq!(slug.get("maxLength"), Some(&json!(64)));
    let manifest = schemars::SchemaGenerator::default().into_root_schema_for::<Manifest>();
    assert_eq!(manifest.get("properties"), schema().get("properties"));
}

#[test]
fn it_is_small_and_plain() {
    assert!(SCHEMA_JSON.len() <= 64_000, "{} bytes", SCHEMA_JSON.len());
    assert!(SCHEMA_JSON.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')));
    let schema = schema();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert!(text(&schema, "$id").starts_with("https://"));
    assert!(!text(&schema, "title").is_empty());
    // These have one meaning in every draft, or none.
    let keywords = HashSet::from([
        "$schema",
        "$id",
        "title",
        "description",
        "markdownDescription",
        "type",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "maxItems",
        "maxLength",
        "pattern",
        "enum",
        "not",
        "anyOf",
        "allOf",
        "default",
        "examples",
        "errorMessage",
        "enumDescriptions",
        "markdownEnumDescriptions",
        "enumSortTexts",
        "deprecationMessage",
        "x-intellij-enum-metadata",
        "defaultSnippets",
    ]);
    for (place, schema) in all_schemas(&schema) {
        for keyword in schema.as_object().unwrap().keys() {
            assert!(keywords.contains(keyword.as_str()), "{keyword} in {place}");
        }
    }
}

#[test]
fn keys_come_in_the_order_of_the_readme() {
    let readme = include_str!("../README.md");
    let table = readme.lines().skip_while(|line| !line.starts_with("| key |")).skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    let keys: Vec<_> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
    let is_key = |line: &&str| line.starts_with("    \"") && line.ends_with("\": {");
    let properties = SCHEMA_JSON.lines().skip_while(|line| *line != "  \"properties\": {");
    let properties = properties.take_while(|line| *line != "  },").filter(is_key);
    let properties: Vec<_> = properties.map(|line| line.split('"').nth(1).unwrap()).collect();
    assert_eq!(properties, keys);
}

#[test]
fn every_key_has_a_description() {
    let schema = schema();
    let link = Regex::new(r"\[([^\]]*)\]\(https://[^)]*\)").unwrap();
    let mut seen = HashSet::new();
    let mut count = 0;
    for (place, schema) in all_schemas(&schema) {
        let is_branch = place.contains("Of/") || place.contains("/not");
        assert!(!is_branch || schema.get("description").is_none(), "{place}");
        if is_branch || place == "/additionalProperties" {
            continue;
        }
        count += 1;
        let (plain, markdown) = (text(schema, "description"), text(schema, "markdownDescription"));
        assert!(plain.len() < 240 && markdown.len() < 240, "{place}: {}", markdown.len());
        assert!(seen.insert(plain) && (plain == markdown || seen.insert(markdown)), "{place}");
        assert!(!plain.contains(['`', '<', '>']) && !plain.contains("]("), "{place}: {plain}");
        assert!(link.find_iter(markdown).count() <= 1, "{place}: {markdown}");
        assert_eq!(link.replace_all(markdown, "$1").replace('`', ""), plain, "{place}");
        assert!(schema.get("type").is_some(), "{place}");
        let limits = [&schema["maxLength"], &schema["maxItems"]].map(Value::as_u64);
        // Only limits that people reach are worth mentioning.
        for limit in
            limits.into_iter().flatten().filter(|limit| matches!(limit, 10 | 50 | 64 | 500))
        {
            assert!(plain.contains(&limit.to_string()), "{place}: {plain} {limit}");
        }
    }
    assert_eq!(count, 1 + 15 + 3);
}

#[test]
fn every_rule_has_a_message() {
    let schema = schema();
    for (place, schema) in all_schemas(&schema) {
        if ["pattern", "not", "enum"].iter().any(|keyword| schema.get(keyword).is_some()) {
            let message = text(schema, "errorMessage");
            assert!(message.starts_with("Expected ") && message.contains("such as "), "{place}");
            assert!(message.len() < 240 && !message.ends_with('.'), "{place}: {message}");
        }
    }
}

/// The syntax shared by ECMAScript with and without the flag `u`, Python, RE2, Java and Rust.
#[test]
fn patterns_keep_to_the_common_dialect() {
    let schema = schema();
    let escapes = Regex::new(r"\\(?:x[0-9a-f]{2}|[.+\[\]])").unwrap();
    let mut count = 0;
    for (place, schema) in all_schemas(&schema) {
        let Some(pattern) = schema["pattern"].as_str() else { continue };
        count += 1;
        assert!(pattern.starts_with("^(?:") && pattern.ends_with(")$"), "{place}: {pattern}");
        assert!(!escapes.replace_all(pattern, "").contains('\\'), "{place}: {pattern}");
        assert_eq!(pattern.matches("(?").count(), pattern.matches("(?:").count(), "{place}");
        assert!(!pattern.contains('{'), "{place}: {pattern}");
        assert!(Regex::new(pattern).is_ok(), "{place}");
    }
    assert_eq!(count, 12);
}

#[test]
fn closed_sets_describe_each_member() {
    let schema = schema();
    for (key, count) in [("category", 10), ("language", 2), ("runtime", 1)] {
        // A set with a single member is in a subschema, apart from its default.
        let property = &schema["properties"][key];
        let set = if count == 1 { &property["allOf"][0] } else { property };
        let members = set["enum"].as_array().unwrap();
        let described = |keyword: &str| set[keyword].as_array().unwrap().len();
        assert_eq!(members.len(), count);
        assert_eq!(described("enumDescriptions"), count);
        assert_eq!(described("markdownEnumDescriptions"), count);
        let metadata = set["x-intellij-enum-metadata"].as_object().unwrap();
        assert_eq!(metadata.len(), count);
        for (index, member) in members.iter().enumerate() {
            let member = member.as_str().unwrap();
            is_valid(key, &member.into());
            assert_eq!(metadata[member]["description"], set["enumDescriptions"][index]);
        }
    }
    for language in aerostack_manifest::Language::ALL {
        let docs = &schema["properties"]["language"]["x-intellij-enum-metadata"][language.as_str()];
        for extension in language.extensions() {
            assert!(text(docs, "description").contains(extension));
        }
    }
}

/// The `spdx` crate lists these, but SPDX has them only with `-only` and `-or-later`.
#[test]
fn identifiers_outside_the_spdx_list_are_not_offered() {
    for version in ["1.1", "1.2", "1.3"] {
        for kind in ["invariants", "no-invariants"] {
            let id = format!("GFDL-{version}-{kind}");
            let error = License::new(&id).unwrap_err();
            assert_eq!(error.suggestion().unwrap().text, format!("{id}-only"));
            assert!(License::new(&format!("{id}+")).is_err());
            assert!(!SCHEMA_JSON.contains(&format!("\"{id}\"")), "{id}");
            assert!(SCHEMA_JSON.contains(&format!("\"{id}-or-later\"")), "{id}");
        }
    }
}

#[test]
fn every_current_license_is_offered() {
    let schema = schema();
    let list = &schema["properties"]["license"]["anyOf"][1];
    let offered: Vec<_> =
        list["enum"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let current = spdx::identifiers::LICENSES
        .iter()
        .filter(|license| !spdx::license_id(license.name).unwrap().is_deprecated())
        .map(|license| license.name)
        .filter(|id| !matches!(*id, "NONE" | "NOASSERTION") && !id.ends_with("-invariants"));
    assert_eq!(offered.iter().copied().collect::<HashSet<_>>(), current.collect());
    assert!(offered.iter().all(|id| License::new(id).is_ok()));
    for keyword in ["enumDescriptions", "enumSortTexts"] {
        let texts = list[keyword].as_array().unwrap();
        assert_eq!(texts.len(), offered.len());
        assert!(texts.iter().all(|text| !text.as_str().unwrap().is_empty()));
    }
    let names = &list["enumDescriptions"];
    assert_eq!((offered[0], &names[0]), ("MIT", &json!("MIT License")));
    let sort_texts: Vec<_> = list["enumSortTexts"].as_array().unwrap().iter().collect();
    assert!(sort_texts.is_sorted_by_key(|text| text.as_str()));
    assert_eq!(sort_texts.iter().filter(|text| **text != "~").count(), 20);
}

#[test]
fn defaults_and_examples_are_valid() {
    let schema = schema();
    let mut count = 0;
    for (key, property) in schema["properties"].as_object().unwrap() {
        let items = &property["items"];
        let values = |schema: &Value| -> Vec<Value> {
            let examples = schema["examples"].as_array().cloned().unwrap_or_default();
            examples.into_iter().chain(schema.get("default").cloned()).collect()
        };
        let values = values(property).into_iter().chain([Value::Array(values(items))]);
        for value in values.filter(|value| *value != json!([])) {
            is_valid(key, &value);
            count += 1;
        }
        // The examples within texts: JSON in a code span, or a list after `such as`.
        let docs = text(property, "markdownDescription").split_once(" Example: ").unwrap().1;
        for example in docs.split(" or ") {
            is_valid(key, &serde_json::from_str(example.trim_matches('`')).unwrap());
        }
        let rule = if items.is_null() { property } else { items };
        if let Some((_, example)) = text(rule, "errorMessage").split_once(", such as ") {
            for example in example.split([',']).flat_map(|example| example.split(" or ")) {
                let example = Value::from(example.trim());
                is_valid(key, &if items.is_null() { example } else { json!([example]) });
            }
        }
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn the_snippet_is_a_valid_manifest_for_every_choice() {
    let schema = schema();
    let snippets = schema["defaultSnippets"].as_array().unwrap();
    assert_eq!(snippets.len(), 1);
    let body = snippets[0]["body"].to_string();
    let choice = Regex::new(r"\$\{[0-9]+\|([^|]*)\|\}").unwrap();
    let stop = Regex::new(r"\$\{[0-9]+:([^}]*)\}").unwrap();
    let most = choice.captures_iter(&body).map(|found| found[1].split(',').count()).max().unwrap();
    assert_eq!(most, 10);
    for index in 0..most {
        let manifest = choice.replace_all(&body, |found: &regex::Captures<'_>| {
            let choices: Vec<_> = found[1].split(',').collect();
            choices[index % choices.len()].to_owned()
        });
        let manifest = stop.replace_all(&manifest, "$1");
        let checked = Manifest::check(manifest.as_bytes());
        assert!(checked.report().is_empty(), "{}", checked.report());
    }
}

//! What else can validate a manifest, as near to the rules as each of them comes.

use std::hint::black_box;
use std::sync::LazyLock;

use aerostack_manifest::{SCHEMA_JSON, Version};
use garde::Validate as _;
use jsonschema::Validator;
use serde::Deserialize;
use serde_json::Value;

/// A tree of the whole document, without a check.
pub(crate) fn value(document: &str) {
    drop(black_box(serde_json::from_str::<Value>(document)));
}

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(SCHEMA_JSON).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
});

/// The schema of this crate, which has most of the rules, and all errors.
pub(crate) fn jsonschema(document: &str) {
    let value: Value = serde_json::from_str(document).expect("the document is JSON");
    drop(black_box(SCHEMA.iter_errors(&value).collect::<Vec<_>>()));
}

/// A struct with the rules that attributes can say; of licenses nothing but their length, of lists
/// not that something stands there twice, and no unknown keys.
pub(crate) fn garde(document: &str) {
    let manifest: Manifest = serde_json::from_str(document).expect("the types are right");
    drop(black_box(manifest.validate()));
    drop(black_box(manifest));
}

/// Makes sure that the peers take the manifests that this crate takes, and no others.
pub(crate) fn verify(document: &str) {
    let is_valid = aerostack_manifest::Manifest::parse(document).is_ok();
    let value = serde_json::from_str(document).expect("the document is JSON");
    let manifest: Manifest = serde_json::from_str(document).expect("the types are right");
    assert_eq!(SCHEMA.is_valid(&value), is_valid, "{document}");
    assert_eq!(manifest.validate().is_ok(), is_valid, "{document}\n{:?}", manifest.validate());
}

#[derive(Debug, Deserialize, garde::Validate)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    #[garde(
        length(chars, min = 1, max = 64),
        pattern(r"^[a-z0-9]+(?:-[a-z0-9]+)*$"),
        custom(that(|name| !DEVICES.contains(&name)))
    )]
    name: String,
    #[garde(length(chars, max = 255), custom(that(|text| Version::parse(text).is_ok())))]
    version: String,
    #[garde(
        length(chars, min = 1, max = 500),
        pattern(r"^[^\x00-\x1f\x7f-\x9f]*[^ \x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")
    )]
    description: String,
    #[garde(custom(that(|name| CATEGORIES.contains(&name))))]
    category: String,
    #[garde(custom(that(|name| ["typescript", "javascript"].contains(&name))))]
    language: String,
    #[garde(custom(that(|name| name == "cloudflare-worker")))]
    runtime: String,
    #[garde(length(chars, min = 1))]
    license: String,
    #[garde(inner(
        length(max = 10),
        inner(length(chars, min = 1, max = 50), pattern(r"^[^ \x00-\x1f](?:.*[^ ])?$"))
    ))]
    tags: Option<Vec<String>>,
    #[garde(
        length(chars, min = 1, max = 255),
        pattern(r"^(?:\./)?[A-Za-z0-9._@$+~()\[\]-][A-Za-z0-9._@$+~()\[\] -]*(?:/[A-Za-z0-9._@$+~()\[\] -]+)*$"),
        custom(that(|path| path.split('/').all(|segment| segment != "..")))
    )]
    entrypoint: String,
    #[garde(inner(length(chars, max = 255), pattern(r"^/(?:[A-Za-z0-9._~:*-]+/?)*$")))]
    route_path: Option<String>,
    #[garde(inner(
        length(chars, max = 128),
        pattern(r"^[A-Za-z_$][A-Za-z0-9_$]*$"),
        custom(that(|name| !RESERVED.contains(&name)))
    ))]
    route_export: Option<String>,
    #[garde(inner(inner(
        length(chars, max = 470),
        pattern(r"^(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*(?:@[~^]?[A-Za-z0-9][A-Za-z0-9.+-]*)?$")
    )))]
    npm_dependencies: Option<Vec<String>>,
    #[garde(inner(inner(length(chars, max = 128), pattern(r"^[A-Za-z_][A-Za-z0-9_]*$"))))]
    env_vars: Option<Vec<String>>,
    #[garde(skip)]
    #[expect(dead_code, reason = "it is read and has no rule")]
    drizzle_schema: Option<bool>,
}

const CATEGORIES: [&str; 10] = [
    "auth",
    "payments",
    "media",
    "email",
    "ai",
    "database",
    "utility",
    "analytics",
    "notifications",
    "storage",
];

const DEVICES: [&str; 6] = ["con", "nul", "prn", "aux", "com1", "lpt1"];

const RESERVED: [&str; 12] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "default",
    "eval",
    "let",
    "static",
    "yield",
];

/// A rule of garde, from a plain test.
fn that(is_right: fn(&str) -> bool) -> impl Fn(&String, &()) -> garde::Result {
    move |text, ()| if is_right(text) { Ok(()) } else { Err(garde::Error::new("it is not right")) }
}

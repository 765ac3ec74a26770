//! Who reads a manifest: this crate in several ways, and the floor beneath it.

use std::hint::black_box;
use std::sync::LazyLock;

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{Files, Function, Manifest, Memory};
use serde::Deserialize;

use crate::manifests;

/// A manifest of which nothing is checked but that the JSON is well-formed and has these types: what
/// a reader costs that has no rules, and owns what it read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is made for the sake of being made")]
pub struct Floor {
    name: String,
    version: String,
    description: String,
    category: String,
    language: String,
    runtime: String,
    license: String,
    tags: Option<Vec<String>>,
    entrypoint: String,
    route_path: Option<String>,
    route_export: Option<String>,
    npm_dependencies: Option<Vec<String>>,
    env_vars: Option<Vec<String>>,
    drizzle_schema: Option<bool>,
}

/// [`Floor`], from a text.
pub fn floor(document: &str) {
    drop(black_box(serde_json::from_str::<Floor>(document)));
}

/// [`Manifest::parse`].
pub fn parse(document: &str) {
    drop(black_box(Manifest::parse(document)));
}

/// [`Manifest::check`]: the value or its absence, and every finding, none of them in words yet.
pub fn check(document: &str) {
    drop(black_box(Manifest::check(document.as_bytes())));
}

/// [`Manifest::check`], and everything fixed that can be.
pub fn fix(document: &str) {
    let checked = Manifest::check(document.as_bytes());
    drop(black_box(checked.report().fix(document)));
}

/// [`Manifest::check`], and the report as text for people and as JSON for machines.
pub fn render(document: &str) {
    let checked = Manifest::check(document.as_bytes());
    drop(black_box(checked.report().to_string()));
    drop(black_box(serde_json::to_string(checked.report())));
}

/// [`CiRequest::check`].
pub fn check_request(body: &str) {
    drop(black_box(CiRequest::check(body.as_bytes())));
}

/// The contract's example with its files, whatever document is given.
static FUNCTION: LazyLock<Memory<'static>> = LazyLock::new(|| {
    let mut files = Memory::new();
    files.insert("aerostack.json", manifests::example().into_bytes());
    files.insert("index.ts", manifests::code().into_bytes());
    files.insert("README.md", "# Image resizer\n\nResizes images on the edge.\n".as_bytes());
    files
});

/// [`Function::check`] from memory.
pub fn check_function(_: &str) {
    drop(black_box(Function::check(&*FUNCTION)));
}

/// The same files read into texts, the manifest as [`Floor`].
pub fn floor_function(_: &str) {
    let read = |path| String::from_utf8(FUNCTION.read(path, usize::MAX).ok()?.into_owned()).ok();
    if let Some(manifest) = read("aerostack.json") {
        floor(&manifest);
    }
    drop(black_box((read("index.ts"), read("README.md"))));
}

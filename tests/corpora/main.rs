//! Documents that others collected to break readers of JSON: `JSONTestSuite` by Nicolas Seriot, whose
//! article "Parsing JSON is a Minefield" they belong to, and `JSON_checker` of json.org. What is no
//! JSON is `INVALID_JSON`, and what is JSON never is, alone or within a manifest.
//!
//! A crate has them in its package: `Cargo.toml` beside this file pins it, and Cargo fetches it.
//! `cargo test --test corpora -- --ignored` does all that.

#[path = "../laws/mod.rs"]
mod laws;
#[path = "../tree/mod.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{Code, Manifest, Report};
use serde::de::IgnoredAny;
use serde_json::Value;

/// The files of `JSONTestSuite` whose names begin with `i_`, which a reader may take or refuse, by what
/// the author of a manifest can rely on.
const TAKEN: [(&str, &[&str]); 3] = [
    (
        "a number has any size: nobody computes with it",
        &[
            "i_number_double_huge_neg_exp.json",
            "i_number_huge_exp.json",
            "i_number_neg_int_huge_exp.json",
            "i_number_pos_double_huge_exp.json",
            "i_number_real_neg_overflow.json",
            "i_number_real_pos_overflow.json",
            "i_number_real_underflow.json",
            "i_number_too_big_neg_int.json",
            "i_number_too_big_pos_int.json",
            "i_number_very_big_negative_int.json",
        ],
    ),
    ("depth costs no stack", &["i_structure_500_nested_arrays.json"]),
    ("editors of Windows write a byte order mark", &["i_structure_UTF-8_BOM_empty_object.json"]),
];

const REFUSED: [(&str, &[&str]); 3] = [
    (
        "half of a surrogate pair is no character",
        &[
            "i_object_key_lone_2nd_surrogate.json",
            "i_string_1st_surrogate_but_2nd_missing.json",
            "i_string_1st_valid_surrogate_2nd_invalid.json",
            "i_string_incomplete_surrogate_and_escape_valid.json",
            "i_string_incomplete_surrogate_pair.json",
            "i_string_incomplete_surrogates_escape_valid.json",
            "i_string_invalid_lonely_surrogate.json",
            "i_string_invalid_surrogate.json",
            "i_string_inverted_surrogates_U+1D11E.json",
            "i_string_lone_second_surrogate.json",
        ],
    ),
    (
        "the bytes are no UTF-8 (RFC 3629)",
        &[
            "i_string_UTF-8_invalid_sequence.json",
            "i_string_UTF8_surrogate_U+D800.json",
            "i_string_invalid_utf-8.json",
            "i_string_iso_latin_1.json",
            "i_string_lone_utf8_continuation_byte.json",
            "i_string_not_in_unicode_range.json",
            "i_string_overlong_sequence_2_bytes.json",
            "i_string_overlong_sequence_6_bytes.json",
            "i_string_overlong_sequence_6_bytes_null.json",
            "i_string_truncated-utf-8.json",
        ],
    ),
    (
        "JSON between systems is UTF-8 (RFC 8259, section 8.1)",
        &[
            "i_string_UTF-16LE_with_BOM.json",
            "i_string_utf16BE_no_BOM.json",
            "i_string_utf16LE_no_BOM.json",
        ],
    ),
];

/// What `JSON_checker` would have refused for its depth, which RFC 8259 does not bound.
const NOT_TOO_DEEP: [&str; 2] = ["fail18.txt", "fail34.txt"];

struct Document {
    name: String,
    bytes: Vec<u8>,
    is_json: bool,
}

/// The directory of a package that `Cargo.toml` names.
fn package(name: &str) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version=1", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == name).unwrap();
    Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

fn read(directory: &Path, is_json: impl Fn(&str) -> bool) -> Vec<Document> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap());
    let document = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        let is_json = is_json(&name);
        Document { name, bytes: fs::read(entry.path()).unwrap(), is_json }
    };
    let mut documents: Vec<_> = entries.map(document).collect();
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    documents
}

/// All of them, each with the verdict that it must have.
fn documents() -> Vec<Document> {
    let package = package("actson");
    let rows = |rows: &[(&str, &'static [&'static str])], is_json| -> Vec<_> {
        rows.iter().flat_map(|row| row.1).map(|name| (*name, is_json)).collect()
    };
    let free = [rows(&TAKEN, true), rows(&REFUSED, false)].concat();
    let free = BTreeMap::from_iter(free);
    let suite = read(&package.join("tests/json_test_suite/test_parsing"), |name| {
        match name.split_once('_') {
            Some(("y", _)) => true,
            Some(("n", _)) => false,
            _ => *free.get(name).unwrap_or_else(|| panic!("{name} has no row")),
        }
    });
    let count = |start: &str| suite.iter().filter(|one| one.name.starts_with(start)).count();
    assert_eq!([count("y_"), count("n_"), count("i_")], [95, 188, free.len()]);
    let checker = read(&package.join("tests/fixtures"), |name| {
        name.starts_with("pass") || NOT_TOO_DEEP.contains(&name)
    });
    assert_eq!(checker.len(), 36);
    suite.into_iter().chain(checker).collect()
}

/// What `serde_json` says, without its limits: those of depth and of numbers are not JSON's.
fn is_json(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str::<Value>(text) {
        Ok(_) => true,
        Err(error) => {
            let limits = ["recursion limit", "number out of range"];
            let is_limit = limits.iter().any(|limit| error.to_string().contains(limit));
            // What is skipped is skipped without recursion, and no number in it is computed.
            is_limit && serde_json::from_str::<IgnoredAny>(text).is_ok()
        }
    }
}

/// Whether neither a manifest nor a request is refused as no JSON.
fn is_taken(bytes: &[u8]) -> bool {
    let manifest = Manifest::check(bytes).into_parts().1;
    let request = CiRequest::check(bytes).into_parts().1;
    let is_taken = |report: &Report| {
        let codes = laws::codes(report);
        assert!(!codes.contains(&Code::ManifestTooLarge), "{} bytes", bytes.len());
        laws::of_reports(report, bytes);
        !codes.contains(&Code::InvalidJson)
    };
    assert_eq!(is_taken(&manifest), is_taken(&request), "{}", bytes.escape_ascii());
    is_taken(&manifest)
}

#[test]
#[ignore = "fetches what tests/corpora/Cargo.toml names"]
fn what_is_no_json_is_invalid_json_and_nothing_else_is() {
    for Document { name, bytes, is_json: expected } in documents() {
        assert_eq!(is_json(&bytes), expected, "{name}: serde_json differs");
        assert_eq!(is_taken(&bytes), expected, "{name}");
        let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii_start();
        if expected && !start.starts_with(b"{") {
            let codes = laws::codes(Manifest::check(&bytes).report());
            assert_eq!(codes, [Code::InvalidType], "{name}");
        }
    }
}

/// Where a document can stand in a manifest or a request: as the value of a key that is read, or
/// skipped, or deeper.
fn frames() -> Vec<(String, &'static str)> {
    let others = ["code", "readme", "publish", "x", "tag", "x\\u0000"];
    let keys = tree::KEYS.into_iter().chain(others);
    let mut frames: Vec<_> = keys.map(|key| (format!("{{\"{key}\":"), "}")).collect();
    frames.extend([
        ("{\"tags\":[".to_owned(), "]}"),
        ("{\"envVars\":[\"A\",".to_owned(), ",\"B\"]}"),
        ("{\"x\":[{\"y\":".to_owned(), "\n}]}"),
        ("{\"name\":1,\"name\":2,\"name\":".to_owned(), ",\"x\":0}"),
        ("[".to_owned(), "]"),
    ]);
    frames
}

#[test]
#[ignore = "fetches what tests/corpora/Cargo.toml names"]
fn a_document_is_as_valid_within_another() {
    let mut outcomes = BTreeMap::<_, usize>::new();
    for Document { name, bytes, is_json: was_json } in documents() {
        for (before, behind) in frames() {
            let framed = [before.as_bytes(), &bytes, behind.as_bytes()].concat();
            let expected = is_json(&framed);
            assert_eq!(is_taken(&framed), expected, "{name} within {before}{behind}");
            // A byte order mark is one only at the start, and in brackets nothing is an empty list.
            let has_mark = bytes.starts_with("\u{feff}".as_bytes());
            let is_nothing = bytes.trim_ascii().is_empty() && before.ends_with('[');
            let still = (was_json && !has_mark) || is_nothing;
            assert_eq!(expected, still, "{name} within {before}{behind}");
            *outcomes.entry((was_json, expected)).or_default() += 1;
        }
    }
    assert!(outcomes[&(true, true)] > 2_000 && outcomes[&(false, false)] > 5_000, "{outcomes:?}");
}

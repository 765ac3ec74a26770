//! The schema takes what the crate takes. It is looser where [`looseness`] says so, and nowhere
//! stricter.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aerostack_manifest::{Code, Finding, Manifest, SCHEMA_JSON};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tree::{self, KEYS};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(SCHEMA_JSON).unwrap());
static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| jsonschema::draft7::new(&SCHEMA).unwrap());

/// What JSON Schema cannot say, or not without costing more than it gives: the whole list.
fn looseness(finding: &Finding) -> Option<&'static str> {
    let message = finding.message();
    match finding.code() {
        Code::InvalidLicense => Some("terms and parentheses of license expressions"),
        Code::InvalidNpmDependency => Some("forbidden names and the versions of packages"),
        Code::InvalidEntrypoint if message.ends_with("is the name of a device on Windows") => {
            Some("device names within an entrypoint")
        }
        Code::InvalidVersion if message.ends_with("a number is too large") => {
            Some("numbers of a version beyond 64 bits")
        }
        Code::InvalidDescription | Code::InvalidTag if message.contains(r"`\u{e00") => {
            Some("tag characters")
        }
        Code::InvalidDescription | Code::InvalidTag if message.ends_with("must not be blank") => {
            Some("characters beyond U+FFFF that show nothing")
        }
        Code::DuplicateField => Some("keys given twice"),
        Code::ManifestTooLarge => Some("the size of the file"),
        _ => None,
    }
}

/// The law, for one text that is JSON; returns which loosenesses let it pass.
#[track_caller]
fn compare(text: &str) -> Vec<&'static str> {
    let document: Value = serde_json::from_str(text).unwrap();
    let checked = Manifest::check(text.as_bytes());
    let report = checked.report();
    if report.is_ok() {
        let problems: Vec<_> = VALIDATOR.iter_errors(&document).collect();
        assert!(problems.is_empty(), "the schema is stricter: {problems:?} in {text}");
        return Vec::new();
    }
    if !VALIDATOR.is_valid(&document) {
        return Vec::new();
    }
    let allowed = |finding| looseness(finding).unwrap_or_else(|| panic!("{report}\n{text}"));
    report.errors().map(allowed).collect()
}

/// The same, of a manifest with this value under this key.
#[track_caller]
fn compare_with(key: &str, value: Value) -> Vec<&'static str> {
    let mut manifest = full();
    manifest[key] = value;
    compare(&manifest.to_string())
}

fn full() -> Value {
    json!({
        "name": "image-resizer",
        "version": "1.0.0-beta.1+build.5",
        "description": "Resize images on the edge 🖼️",
        "category": "media",
        "language": "typescript",
        "runtime": "cloudflare-worker",
        "license": "(MIT OR Apache-2.0) AND GPL-2.0-or-later WITH Classpath-exception-2.0",
        "tags": ["image resize", "画像"],
        "entrypoint": "./src/[id]/index.ts",
        "routePath": "/api/users/:id/",
        "routeExport": "imageRoute",
        "npmDependencies": ["hono", "@scope/pkg@^1.2.3-x+y", "zod@3.x"],
        "envVars": ["API_KEY", "_"],
        "drizzleSchema": true,
        "$schema": "./aerostack.schema.json",
        "unknown": [null, { "x": 1.5 }],
    })
}

/// Texts that are right for one key or another, or nearly.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "0",
    "-",
    "a-",
    "-a",
    "a--b",
    "a-b",
    "con",
    "CON",
    "com1",
    "com10",
    "lpt9",
    "con.ts",
    "src/nul/a",
    "aux.x.y",
    "CONIN$",
    "$(npm run x).ts",
    "-rf",
    "./~a",
    "a/~/-b",
    ".env",
    "a/.ENV.x/b",
    ".environment",
    ".dev.vars",
    "a/GIT~1",
    ".git/a",
    "node_modules/a",
    ".npmrc",
    "/a**b",
    "/*/*/*/*/*/*/*/*",
    "/*/:a/*/:b/*/:c/*/:d/*",
    "undefined",
    "fetch",
    "\u{3164}",
    "\u{200b} \u{2800}",
    "\u{200b}a\u{ad}",
    "\u{e0100}",
    "a b",
    " a",
    "a ",
    "a  b",
    "\u{a0}",
    "a\u{a0}b",
    "a\u{3000}",
    "a\n",
    "a\nb",
    "\t",
    "a\u{0}",
    "a\u{7f}",
    "a\u{85}b",
    "a\u{9f}",
    "\u{2028}",
    "a\u{202e}b",
    "a\u{2066}",
    "\u{feff}a",
    "a\u{200d}b",
    "😀",
    "👩‍👩‍👧",
    "a\u{e0041}",
    "\u{e0041}",
    "é",
    "日本",
    "1.0.0",
    "v1.0.0",
    "1.0",
    "1.0.0.0",
    "01.0.0",
    "1.0.0-",
    "1.0.0-01",
    "1.0.0-0a",
    "1.0.0-a.01",
    "1.0.0+",
    "1.0.0+01",
    "1.0.0-a+b.c",
    "18446744073709551616.0.0",
    "1.0.0-18446744073709551616",
    "^1.0.0",
    "latest",
    "1.x",
    "auth",
    "Auth",
    "media",
    "typescript",
    "javascript",
    "cloudflare-worker",
    "node",
    "MIT",
    "mit",
    "Apache-2.0",
    "Apache 2.0",
    "Apache-2.0+",
    "GPL-2.0",
    "GPL-2.0+",
    "GPL-3.0-only",
    "(MIT)",
    "((MIT))",
    "(MIT",
    "MIT)",
    " MIT ",
    "MIT OR ISC",
    "MIT or ISC",
    "MIT  OR  (ISC)",
    "(MIT OR ISC)AND(MIT)",
    "MIT OR",
    "OR MIT",
    "MIT AND OR",
    "MIT ISC",
    "MIT/ISC",
    "NONE",
    "NOASSERTION",
    "UNLICENSED",
    "SEE LICENSE IN LICENSE",
    "LicenseRef-a",
    "LicenseRef-",
    "LicenseRef-a_b",
    "DocumentRef-a:LicenseRef-b",
    "DocumentRef-a:MIT",
    "LicenseRef-a WITH LLVM-exception",
    "Apache-2.0 WITH LLVM-exception",
    "MIT WITH MIT",
    "wxWindows",
    "eCos-2.0",
    "bzip2-1.0.5",
    "Net-SNMP",
    "MIT+ OR foo",
    "index.ts",
    "src/index.ts",
    "./a",
    "././a",
    "../a",
    "a/../b",
    "a/..",
    ".",
    "..",
    "...",
    "...a",
    ".a",
    "a.",
    "a./b",
    "/",
    "//",
    "/a",
    "/a/",
    "/a//b",
    "a/",
    "a//b",
    r"a\b",
    "C:/a",
    "a:b",
    "[id].ts",
    "(g)/$a+b~c@d.ts",
    "a /b",
    "a/ b",
    "/.",
    "/..",
    "/...",
    "/.a",
    "/..a",
    "/a/.",
    "/a/../b",
    "/a/./",
    "/:id/*",
    "/a?b",
    "/a#b",
    "/{id}",
    "/~a/b.c_d-e",
    "imageRoute",
    "default",
    "let",
    "await",
    "eval",
    "async",
    "$",
    "_",
    "2fa",
    "a.b",
    "a-b",
    "undefined",
    "é",
    "hono",
    "Hono",
    "@a/b",
    "@a",
    "@a/",
    "@/b",
    "@a/b/c",
    "_a",
    "a_",
    "node_modules",
    "favicon.ico",
    "a.tgz",
    "a.tar.gz",
    "a@1",
    "a@",
    "a@^1.2.3",
    "a@~1",
    "a@*",
    "a@>=1",
    "a@latest",
    "a@1.2.3.4",
    "a@^latest",
    "a@npm:b",
    "a@1 || 2",
    "a@-x",
    "git+ssh://a",
    "https://a",
    "file:a",
    "a/b",
    "API_KEY",
    "A=b",
    "A B",
    "1A",
    "MY-VAR",
    "$A",
    "process.env.A",
];

fn is_list(key: &str) -> bool {
    SCHEMA["properties"][key]["type"] == "array"
}

#[test]
fn it_is_a_schema_of_draft_7() {
    assert!(jsonschema::draft7::meta::is_valid(&SCHEMA));
    let keys: BTreeSet<_> = SCHEMA["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, KEYS.iter().map(ToString::to_string).collect());
    assert_eq!(compare(&full().to_string()), Vec::<&str>::new());
}

#[test]
fn case_folders() {
    let mut count = 0;
    for manifest in tree::manifests() {
        let Ok(text) = str::from_utf8(&manifest) else { continue };
        let text = text.trim_start_matches('\u{feff}');
        if serde_json::from_str::<Value>(text).is_ok() {
            compare(text);
            count += 1;
        }
    }
    assert!(count > 40, "only {count} manifests");
}

#[test]
fn each_key_removed_or_of_another_type() {
    for key in KEYS {
        let mut manifest = full();
        manifest.as_object_mut().unwrap().remove(key);
        compare(&manifest.to_string());
        for value in [
            json!(null),
            json!(true),
            json!(0),
            json!(1.5),
            json!({}),
            json!([]),
            json!(""),
            json!([null]),
            json!([[]]),
            json!([""]),
            json!([true]),
            json!({ "a": "b" }),
        ] {
            compare_with(key, value);
        }
        compare_with(key, (0..11).map(|index| format!("a{index}")).collect());
        compare_with(key, (0..10).map(|_| "a").collect());
    }
    for root in ["null", "[]", "\"a\"", "0", "{}"] {
        compare(root);
    }
}

/// Every text under every key, and every name of the list is needed.
#[test]
fn texts_that_matter() {
    let mut seen = BTreeSet::new();
    for key in KEYS {
        for text in TEXTS {
            let value = if is_list(key) { json!([text]) } else { json!(text) };
            seen.extend(compare_with(key, value));
        }
    }
    for length in [
        49, 50, 51, 63, 64, 65, 127, 128, 129, 213, 214, 215, 254, 255, 256, 470, 471, 499, 500,
        501,
    ] {
        for unit in ["a", "é", "😀"] {
            for key in KEYS {
                for text in [unit.repeat(length), format!("/{}", unit.repeat(length - 1))] {
                    compare_with(key, if is_list(key) { json!([text]) } else { json!(text) });
                }
            }
        }
    }
    let twice = full().to_string().replacen('{', "{\"name\":\"a\",", 1);
    seen.extend(compare(&twice));
    seen.extend(compare_with("x", "x".repeat(Manifest::MAX_SIZE).into()));
    assert_eq!(seen.len(), 8, "{seen:?}");
}

/// Every license and exception of the list, in every place of an expression.
#[test]
fn licenses() {
    let offered = SCHEMA["properties"]["license"]["anyOf"][1]["enum"].as_array().unwrap();
    for id in offered {
        let id = id.as_str().unwrap();
        for license in [id.to_owned(), format!("{id}+"), format!("({id})"), format!("MIT OR {id}")]
        {
            assert_eq!(compare_with("license", license.into()), Vec::<&str>::new(), "{id}");
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9-]{0,8}",
        "[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,2}(-[0-9a-zA-Z.-]{0,4})?([+][0-9a-zA-Z.-]{0,4})?",
        "[ a\u{a0}\u{2007}\u{2028}\u{205f}\u{3000}\t\u{85}é😀]{0,6}",
        "([.]{1,2}/)?[a. /\\[(@~]{0,8}",
        "/[a./:*%]{0,8}",
        "[a-zA-Z_$0-9-]{0,8}",
        "(@[a-z.-]{0,3}/)?[a-z._-]{0,4}(@[~^]?[a-z0-9.x+-]{0,6})?",
        "((MIT|ISC|mit|Apache-2[.]0[+]|GPL-2[.]0|LicenseRef-a)|(AND|OR|WITH|or)|[( )]| ){0,9}",
        proptest::sample::select(TEXTS).prop_map(str::to_owned),
        ".{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn generated_values(key in proptest::sample::select(&KEYS[..]), text in texts(), in_list: bool) {
        compare_with(key, if in_list || is_list(key) { json!([text]) } else { json!(text) });
    }

    #[test]
    fn mutations(
        key in proptest::sample::select(&KEYS[..]),
        at: prop::sample::Index,
        removed in 0..3_usize,
        inserted in "[ -~]{0,2}|[\u{a0}é😀\n]",
    ) {
        let mutate = |text: &str| -> Value {
            let mut characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, inserted.chars());
            characters.into_iter().collect::<String>().into()
        };
        let mutated = match &full()[key] {
            Value::String(text) => mutate(text),
            Value::Array(items) => items.iter().map(|item| mutate(item.as_str().unwrap())).collect(),
            other => mutate(&other.to_string()),
        };
        compare_with(key, mutated);
    }
}

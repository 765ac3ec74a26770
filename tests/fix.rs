//! Fixes, and the laws that hold of them.

mod laws;
mod tree;

use aerostack_manifest::{Code, Finding, Level, Levels, Manifest, Report};
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

fn report(text: &str) -> Report {
    Manifest::check(text.as_bytes()).into_parts().1
}

/// The example with one thing changed is fixed to the example with another thing changed.
#[track_caller]
fn fixes(from: (&str, &str), to: (&str, &str)) {
    let change = |(old, new): (&str, &str)| {
        assert!(EXAMPLE.contains(old), "{old}");
        EXAMPLE.replacen(old, new, 1)
    };
    let (broken, expected) = (change(from), change(to));
    let fixed = report(&broken).fix(&broken);
    assert_eq!(fixed.text, expected);
    assert_eq!(report(&expected).fix(&expected).text, expected);
}

/// A fix is offered, but not applied unasked.
#[track_caller]
fn proposes(from: (&str, &str), text: &str) {
    let broken = EXAMPLE.replacen(from.0, from.1, 1);
    let report = report(&broken);
    assert_eq!(report.fix(&broken).text, broken);
    let fix = report.findings().iter().find_map(Finding::fix).unwrap_or_else(|| panic!("{report}"));
    assert!(!fix.certain);
    assert_eq!(fix.edits[0].text, text);
}

#[track_caller]
fn leaves(from: (&str, &str)) {
    let broken = EXAMPLE.replacen(from.0, from.1, 1);
    assert_ne!(broken, EXAMPLE);
    let report = report(&broken);
    assert!(!report.is_empty());
    assert!(report.findings().iter().all(|one| one.fix().is_none()), "{report}");
    assert_eq!(report.fix(&broken).text, broken);
}

const SAME: (&str, &str) = ("", "");

#[test]
fn closed_sets() {
    fixes(("\"media\",", "\"Media\","), SAME);
    fixes(("\"media\",", "\"payment\","), ("\"media\",", "\"payments\","));
    fixes(("\"media\",", "\"m\\u0045dia\","), SAME);
    fixes(("\"typescript\"", "\"TypeScript\""), SAME);
    fixes(("\"cloudflare-worker\"", "\"cloudflare-workers\""), SAME);
    proposes(("\"media\",", "\"pictures\","), "media");
    proposes(("\"typescript\"", "\"ts\""), "typescript");
    leaves(("\"media\",", "\"gaming\","));
}

#[test]
fn names() {
    fixes(("\"image-resizer\"", "\"Image Resizer\""), SAME);
    fixes(("\"image-resizer\"", "\"image_resizer\""), SAME);
    fixes(("\"image-resizer\"", "\" Image--Resizer-\""), SAME);
    proposes(("\"image-resizer\"", "\"@you/image-resizer\""), "image-resizer");
    proposes(("\"image-resizer\"", "\"Résizer\""), "resizer");
    leaves(("\"image-resizer\"", "\"图\""));
}

#[test]
fn versions() {
    for version in ["v1.0.0", "V1.0", "1", "1.0", " 1.0.0 ", "1.0.0 ", "1.0.0\\n"] {
        fixes(("\"1.0.0\"", &format!("\"{version}\"")), SAME);
    }
    proposes(("\"1.0.0\"", "\"^1.2.3\""), "1.2.3");
    proposes(("\"1.0.0\"", "\"1.2.3.4\""), "1.2.3");
    proposes(("\"1.0.0\"", "\"01.2.3\""), "1.2.3");
    proposes(("\"1.0.0\"", "\"1.0.0-01\""), "1.0.0-1");
    proposes(("\"1.0.0\"", "\"1.0.0-beta_1\""), "1.0.0-beta-1");
    leaves(("\"1.0.0\"", &format!("\"1.0.0-{}\"", "a".repeat(250))));
    leaves(("\"1.0.0\"", "\"latest\""));
}

#[test]
fn licenses() {
    for (license, canonical) in [
        ("mit", "MIT"),
        ("MIT License", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("MIT or Apache-2.0", "MIT OR Apache-2.0"),
        ("(mit and zlib) or Apache-2.0", "(MIT AND Zlib) OR Apache-2.0"),
        ("licenseref-foo AND Zlib", "LicenseRef-foo AND Zlib"),
        ("MIT\\tOR\\u00a0(Zlib)", "MIT OR (Zlib)"),
        ("mit OR Foo", "MIT OR Foo"),
        ("fsl-1.1-alv2", "FSL-1.1-ALv2"),
        ("GNU General Public License v3.0 or later", "GPL-3.0-or-later"),
    ] {
        let license = format!("\"{license}\"");
        fixes(("\"MIT\"", &license), ("\"MIT\"", &format!("\"{canonical}\"")));
    }
    // One of several licenses, or all of them: nobody knows for certain.
    for (license, proposed) in [
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("mit / apache 2.0", "MIT OR Apache-2.0"),
        ("M\\u0049T/ISC", "MIT OR ISC"),
        ("MIT;ISC", "MIT OR ISC"),
        ("mit/apache-2.0 AND Zlib", "(MIT OR Apache-2.0)"),
        ("(mit/isc AND Zlib)", "(MIT OR ISC)"),
        ("(Zlib AND mit/isc)", "(MIT OR ISC)"),
        ("(mit/isc) AND Zlib", "MIT OR ISC"),
    ] {
        proposes(("\"MIT\"", &format!("\"{license}\"")), proposed);
    }
    proposes(("\"MIT\"", "\"GPLv3\""), "GPL-3.0-only");
    proposes(("\"MIT\"", "\"BSD\""), "BSD-3-Clause");
    proposes(("\"MIT\"", "\"GPL-2.0\""), "GPL-2.0-only");
    proposes(("\"MIT\"", "\"Apche-2.0\""), "Apache-2.0");
    leaves(("\"MIT\"", "\"UNLICENSED\""));
    leaves(("\"MIT\"", "\"MIT ISC\""));
}

#[test]
fn keys() {
    fixes(("\"routePath\"", "\"route_path\""), SAME);
    fixes(("\"routeExport\"", "\"RouteExport\""), SAME);
    fixes(("\"npmDependencies\"", "\"npmDependancies\""), SAME);
    fixes(("\"license\"", "\"licence\""), SAME);
    fixes(("\"tags\"", "\"tag\""), SAME);
    // The value is judged as that of the key that is meant.
    fixes(("\"category\": \"media\"", "\"Category\": \"Media\""), SAME);
    fixes(
        ("\"category\": \"media\"", "\"Category\": \"nonsense\""),
        ("\"category\": \"media\"", "\"category\": \"nonsense\""),
    );
    // The right one is there already; two that are meant; given twice.
    leaves(("\"tags\"", "\"tag\": 1, \"tags\""));
    leaves(("\"tags\":", "\"tag\": [], \"tag\":"));
    fixes(("\"tags\":", "\"TAGS\": [], \"tag\":"), ("\"tags\":", "\"tags\": [], \"tag\":"));
    // With or without its partner, a route is a route.
    let alone = EXAMPLE.replace("  \"routeExport\": \"imageResizerRoute\",\n", "");
    let misspelt = alone.replace("routePath", "route-path");
    let codes: Vec<_> = report(&misspelt).findings().iter().map(Finding::code).collect();
    assert_eq!(codes, [Code::UnknownField, Code::IncompleteRoute]);
    assert_eq!(report(&misspelt).findings()[1].pointer().as_deref(), Some("/route-path"));
    assert_eq!(report(&misspelt).fix(&misspelt).text, alone);
}

#[test]
fn a_missing_runtime() {
    let without = |text: &str| text.replace("  \"runtime\": \"cloudflare-worker\",\n", "");
    assert_eq!(report(&without(EXAMPLE)).fix(&without(EXAMPLE)).text, EXAMPLE);
    let windows = EXAMPLE.replace("\n  ", "\r\n\t");
    let broken = windows.replace("\t\"runtime\": \"cloudflare-worker\",\r\n", "");
    assert_eq!(report(&broken).fix(&broken).text, windows);
    for (broken, fixed) in [
        ("{}", "{\"runtime\": \"cloudflare-worker\"}"),
        ("{ }", "{\"runtime\": \"cloudflare-worker\" }"),
        ("{\"x\":1}", "{\"x\":1, \"runtime\": \"cloudflare-worker\"}"),
        ("{\"license\":[1]}", "{\"license\":[1], \"runtime\": \"cloudflare-worker\"}"),
        ("{\"language\":[1]}", "{\"language\":[1],\"runtime\":\"cloudflare-worker\"}"),
        ("{\"name\":\"a\",\"x\":1}", "{\"name\":\"a\",\"runtime\":\"cloudflare-worker\",\"x\":1}"),
        ("{\"name\" : \"a\",}", "{\"name\" : \"a\",\"runtime\" : \"cloudflare-worker\"}"),
        ("{\"tags\": null}", "{\"runtime\": \"cloudflare-worker\"}"),
        ("{\"Runtime\": 1}", "{\"runtime\": 1}"),
    ] {
        assert_eq!(report(broken).fix(broken).text, fixed, "{broken}");
    }
}

#[test]
fn lists() {
    let tags = "\"image\", \"media\", \"resize\", \"cdn\"";
    let has = |list: &str, fixed: &str| fixes((tags, list), (tags, fixed));
    has("\"a\", \"A\"", "\"a\"");
    has("\"a\",\n \"b\" , \"a\" ,\"c\",\"b\"", "\"a\",\n \"b\" ,\"c\"");
    has("\" a\", \"b\t\"".replace('\t', "\\t").as_str(), "\"a\", \"b\"");
    has("\"a \", \"a\"", "\"a\"");
    has("\"a\", \" a\"", "\"a\"");
    has("\" a\", \"a \", \" A \"", "\"a\"");
    has("\"a\", \"a\",", "\"a\"");
    fixes(("[]", "[\"hono@4\", \"hono\"]"), ("[]", "[\"hono@4\"]"));
    fixes(("[]", "[\"hono@4\", \"hono@4\"]"), ("[]", "[\"hono@4\"]"));
    fixes(("[]", "[\"hono\", \"hono@4\"]"), ("[]", "[\"hono@4\"]"));
    fixes(
        ("[]", "[\"hono\", \"zod\", \"hono@4\", \"zod@3\", \"hono\"]"),
        ("[]", "[\"hono@4\", \"zod@3\"]"),
    );
    proposes(("[]", "[\"hono@^4\", \"hono@4.1.0\"]"), "");
    proposes(("[]", "[\"hono@latest\", \"hono@4\"]"), "");
    leaves(("[]", "[\"hono@^4\", \"hono@^5\"]"));
    // Which of the two is meant is not known before the first is fixed.
    proposes(("[]", "[\" hono\", \"hono@4\"]"), "hono");
    proposes(("\"IMAGE_QUALITY\"", "\"process.env.A\", \"A\""), "A");
    proposes(("\"IMAGE_QUALITY\"", "\"process.env.A\", \"process.env.A\""), "A");
    leaves((tags, "{\"a\": 1 \"b\"}"));
    fixes(("\"IMAGE_QUALITY\"", "\"IMAGE_MAX_WIDTH\""), (", \"IMAGE_QUALITY\"", ""));
    proposes(("\"IMAGE_QUALITY\"", "\"QUALITY=9\""), "QUALITY");
    leaves((tags, &format!("\"{}image\"", " ".repeat(600))));
    leaves((tags, "\" ac_0123456789abcdef\""));
}

#[test]
fn null_and_commas() {
    fixes(("[]", "null"), ("\"npmDependencies\": [],\n  ", ""));
    fixes(("false", "null"), (",\n  \"drizzleSchema\": false", ""));
    fixes(("false", "false,"), SAME);
    fixes(("\"cdn\"]", "\"cdn\" , ]"), ("\"cdn\"]", "\"cdn\"  ]"));
    fixes(("{\n", "{ \"$schema\": null,\n"), ("{\n  ", "{ "));
    fixes(("{\n  ", "{\n  \"$schema\": null,\n  "), SAME);
    for (broken, fixed) in [
        ("{\"tags\":null,\"envVars\":null}", "{\"runtime\": \"cloudflare-worker\"}"),
        ("{\"tags\":null,\"envVars\":null,}", "{\"runtime\": \"cloudflare-worker\"}"),
        (
            "{\"tags\":null,\"x\":{\"y\":[1,],},}",
            "{\"x\":{\"y\":[1]}, \"runtime\": \"cloudflare-worker\"}",
        ),
    ] {
        assert_eq!(report(broken).fix(broken).text, fixed, "{broken}");
    }
    // Each by itself, before other fixes move it.
    for alone in ["{\"tags\":null}", "{ \"tags\":null , }"] {
        let report = report(alone);
        let fix = report.findings().iter().find(|one| one.code() == Code::InvalidType);
        let fix = fix.and_then(Finding::fix).unwrap_or_else(|| panic!("{report}"));
        assert_eq!((&alone[fix.edits[0].span.range()], &*fix.edits[0].text), ("\"tags\":null", ""));
    }
    leaves(("\"MIT\"", "null"));
    fixes(("{\n", "{ \"$schema\": null, // no\n"), ("{\n  ", "{ "));
}

#[test]
fn a_byte_order_mark_and_line_ends_stay() {
    let broken = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n").replace("\"MIT\"", "\"mit\""));
    assert_eq!(report(&broken).fix(&broken).text, broken.replace("\"mit\"", "\"MIT\""));
}

#[test]
fn another_text_is_not_touched() {
    let broken = EXAMPLE.replace("\"MIT\"", "\"mit\"");
    for other in ["", "{}", &"é".repeat(400)] {
        let fixed = report(&broken).fix(other).text;
        assert!(fixed == other || other == "{}", "{fixed}");
    }
}

#[test]
fn fixed_findings_are_returned() {
    let broken = EXAMPLE.replace("\"MIT\"", "\"mit\"").replace("\"media\",", "\"Media\",");
    let fixed = report(&broken).fix(&broken);
    let findings: Vec<_> = fixed.fixed.iter().map(|one| (one.code(), one.help())).collect();
    let help = |text: &str| format!("use `{text}`");
    assert_eq!(
        findings,
        [(Code::InvalidCategory, help("media")), (Code::InvalidLicense, help("MIT"))]
    );
    let json = serde_json::to_value(report(&broken)).unwrap();
    assert_eq!(
        json["findings"][1]["fix"],
        serde_json::json!({ "certain": true, "edits": [{ "span": { "start": 236, "end": 239 }, "text": "MIT" }] })
    );
}

/// Values that are wrong in ways that have a fix, beside others.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("Media"),
        Just("payment"),
        Just("TypeScript"),
        Just("v1.2"),
        Just("1"),
        Just("My Function"),
        Just("mit"),
        Just("mit or apache 2.0"),
        Just("MIT/ISC AND zlib"),
        Just("gpl-2.0"),
        Just("GPL-2.0+"),
        Just("Apache License 2.0/BSD"),
        Just("(mit"),
        Just("bsd or later"),
        Just("index.ts"),
        Just("src\\\\a.ts"),
        Just("api/{id}"),
        Just("app"),
        Just("my-route"),
        Just(""),
        Just(" "),
        Just("cloudflare"),
        Just("é"),
    ]
    .prop_map(|text| format!("\"{text}\""));
    let item = prop_oneof![
        Just("\"a\""),
        Just("\" a\""),
        Just("\"A \""),
        Just("\"b\""),
        Just("\"hono@4\""),
        Just("\"A=1\""),
        Just("\"process.env.A\""),
        Just("null"),
        Just("1"),
        Just("[\"a\",]"),
    ];
    let list = (proptest::collection::vec(item, 0..5), any::<bool>()).prop_map(|(items, comma)| {
        let comma = if comma && !items.is_empty() { " ," } else { "" };
        format!("[{}{comma} ]", items.join(" ,"))
    });
    prop_oneof![3 => text, 2 => list, 2 => Just("null".to_owned()), 1 => Just("true".to_owned()), 1 => Just("7".to_owned())]
}

fn manifest() -> impl Strategy<Value = String> {
    let others = [
        "Name",
        "licence",
        "run_time",
        "route_path",
        "routeexport",
        "tag",
        "TAGS",
        "env-vars",
        "x",
        "\\u0074ags",
    ];
    let key = proptest::sample::select([&tree::KEYS[..], &others].concat());
    let space = prop_oneof![Just(""), Just(" "), Just("\n  "), Just("\r\n\t")];
    let entries = proptest::collection::vec((key, value(), space.clone()), 0..8);
    (entries, space, 0..8_u8).prop_map(|(entries, space, comma)| {
        let entries: Vec<_> = entries
            .iter()
            .map(|(key, value, space)| format!("{space}\"{key}\":{space}{value}"))
            .collect();
        let comma = if comma == 0 && !entries.is_empty() { "," } else { "" };
        format!("{{{}{space}{comma}{space}}}{space}", entries.join(","))
    })
}

/// The example with some of its values changed.
fn damaged() -> impl Strategy<Value = String> {
    let change = (0..14_usize, value(), 0..6_u8);
    proptest::collection::vec(change, 1..4).prop_map(|changes| {
        let mut lines: Vec<String> = EXAMPLE.lines().map(str::to_owned).collect();
        for (row, value, kind) in changes {
            let line = &mut lines[row + 1];
            let Some((key, _)) = line.split_once(": ") else { continue };
            *line = match kind {
                0 => String::new(),
                1 => format!("{},", key.to_uppercase() + ": " + &value),
                _ => format!("{key}: {value},"),
            };
        }
        let text = lines.join("\n");
        text.replace(",\n}", "\n}").replace(",,", ",")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn manifests_of_odd_values(text in manifest()) {
        laws::of_fixes(&text);
    }

    #[test]
    fn damaged_examples(text in damaged()) {
        laws::of_fixes(&text);
    }

    #[test]
    fn any_text(text in ".{0,40}", at in 0..600_usize) {
        let at = at.min(EXAMPLE.len());
        let mut damaged = EXAMPLE.to_owned();
        damaged.insert_str(at, &text);
        laws::of_fixes(&damaged);
    }
}

#[test]
fn what_is_only_likely_is_left_to_the_author() {
    for (key, value, likely) in [
        ("category", "api", "ai"),
        ("category", "medical", "media"),
        ("language", "purescript", "typescript"),
        ("name", "imageResizer", "imageresizer"),
        ("license", "MIT?", "MIT"),
        ("license", "MIT or similar", "OR"),
        ("license", "GPL-3.0-only or any later version", "OR"),
    ] {
        let text = format!("{{ \"runtime\": \"cloudflare-worker\", \"{key}\": \"{value}\" }}");
        let report = report(&text);
        assert_eq!(report.fix(&text).text, text, "{value}");
        let fix = report.findings().iter().find_map(Finding::fix);
        assert_eq!(fix.map(|fix| fix.edits[0].text.clone()).as_deref(), Some(likely), "{value}");
    }
    for key in
        ["game", "rename", "apiVersion", "subCategory", "devDependencies", "tabs", "routeHash"]
    {
        let text = format!("{{ \"runtime\": \"cloudflare-worker\", \"{key}\": \"media\" }}");
        assert_eq!(report(&text).fix(&text).text, text, "{key}");
    }
}

#[test]
fn a_choice_before_an_exception_is_nobodys_guess() {
    for license in ["mit/isc WITH LLVM-exception", "mit/isc with LLVM-exception"] {
        let text = EXAMPLE.replace("\"MIT\"", &format!("\"{license}\""));
        let fixed = report(&text).fix(&text).text;
        assert!(fixed.contains("\"mit/isc "), "{fixed}");
    }
}

#[test]
fn an_item_that_cannot_be_read_removes_no_other() {
    for (text, expected) in [
        (
            "{\"tags\":[\" d\", {\"a\": 1 \"b\": 2}, \"keep\"]}",
            "{\"tags\":[\"d\", {\"a\": 1, \"b\": 2}, \"keep\"], \"runtime\": \"cloudflare-worker\"}",
        ),
        (
            "{\"envVars\":[\"process.env.A\", [\"x\" \"y\"], \"B\"]}",
            "{\"envVars\":[\"process.env.A\", [\"x\", \"y\"], \"B\"], \"runtime\": \"cloudflare-worker\"}",
        ),
    ] {
        assert_eq!(report(text).fix(text).text, expected);
    }
}

#[test]
fn one_run_fixes_any_number() {
    for text in [
        format!("{{\"x\":[{}0]}}", "[0,],".repeat(900)),
        format!("{{\"envVars\":[{}\"A\"]}}", "\"A\",".repeat(3000)),
    ] {
        let fixed = report(&text).fix(&text).text;
        assert_eq!(report(&fixed).fix(&fixed).text, fixed);
        assert!(!fixed.contains(",]") && fixed.matches("\"A\"").count() <= 1);
    }
}

#[test]
fn near_the_limit_only_what_grows_is_left() {
    let text = EXAMPLE.replace("\"media\",", "\"Media\",").replace("\"runtime\"", "\"x\"");
    let text = text + &" ".repeat(Manifest::MAX_SIZE);
    let text = &text[..Manifest::MAX_SIZE];
    let fixed = report(text).fix(text).text;
    assert!(fixed.contains("\"media\",") && !fixed.contains("runtime"));
    // A text that then has exactly the most bytes is fixed.
    let space = " ".repeat(Manifest::MAX_SIZE - EXAMPLE.len());
    let text = EXAMPLE.replace("  \"runtime\": \"cloudflare-worker\",\n", "") + &space;
    assert!(report(&text).fix(&text).text == EXAMPLE.to_owned() + &space);
}

#[test]
fn an_allowed_warning_is_not_fixed() {
    let mut levels = Levels::default();
    levels.set(Code::DuplicateEntry, Level::Allow).unwrap();
    let text =
        EXAMPLE.replacen("\"media\",", "\"Media\",", 1).replace("\"cdn\"", "\"cdn\", \"CDN\"");
    let report = report(&text).with_levels(&levels);
    assert_eq!(report.fix(&text).text, EXAMPLE.replace("\"cdn\"", "\"cdn\", \"CDN\""));
    // Levels add up.
    let checked = Manifest::check(text.replace("Media", "media").as_bytes());
    let denied = checked.with_levels(&Levels::all(Level::Deny)).with_levels(&Levels::default());
    assert!(denied.value().is_none() && !denied.report().is_ok());
}

/// Repetitions after the tenth tag would otherwise appear as soon as those before it are gone.
#[test]
fn repeated_tags_are_found_in_lists_with_too_many() {
    let tags: Vec<_> = ["a", "A", "b", "c", "d", "e", "f", "g", "h", "i", "j", "b"].into();
    let report = report(&format!("{{ \"tags\": {tags:?} }}"));
    let repeated = report.findings().iter().filter(|one| one.code() == Code::DuplicateEntry);
    assert_eq!(repeated.count(), 2);
}

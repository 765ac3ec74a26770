//! Laws that hold for any input.

mod laws;
mod tree;

use aerostack_manifest::{
    Code, Description, Entrypoint, EnvVar, License, Manifest, NpmDependency, RouteExport,
    RoutePath, Slug, Tag, parse_version,
};
use proptest::prelude::*;
use regex::Regex;

const EXAMPLE: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

/// A manifest with a few pieces put in, taken out or put in place of others.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(Vec::new()),
        any::<u8>().prop_map(|byte| vec![byte]),
        "[\\[\\]{},:\"'\\\\/#0-9a-zA-Z \n\t.+-]{1,3}".prop_map(String::into_bytes),
        prop_oneof![
            "\\\\u[dD][89abAB][0-9a-f]{2}",
            "\\\\[\"\\\\/bfnrtux]",
            "\u{202e}|\u{feff}|é|😀|\u{9b}|\u{0}",
            "null|true|false|-0|1e5|0[.]5",
            ",\"x\":",
            "//",
            "[/][*]",
        ]
        .prop_map(String::into_bytes),
    ];
    let edit = (any::<prop::sample::Index>(), 0..4_usize, piece);
    proptest::collection::vec(edit, 0..5).prop_map(|edits| {
        let mut bytes = EXAMPLE.as_bytes().to_vec();
        for (at, removed, piece) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        bytes
    })
}

/// A JSON document of the manifest's shape with values of any kind.
fn shaped() -> impl Strategy<Value = String> {
    let text =
        prop_oneof![".*", "[a-zA-Z0-9 @./_:^~=-]{0,12}", "MIT|Apache-2.0|mit|OR|AND|WITH|[()+]| "];
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        text.prop_map(Into::into),
    ];
    let value = prop_oneof![
        3 => scalar.clone(),
        1 => proptest::collection::vec(scalar.clone(), 0..14).prop_map(Into::into),
        1 => ("[a-z]{0,3}", scalar).prop_map(|(key, value)| serde_json::json!({ key: value })),
    ];
    let others = ["route_path", "x"];
    let key = proptest::sample::select([&tree::KEYS[..], &others].concat());
    proptest::collection::vec((key, value), 0..20).prop_map(|members| {
        let members: Vec<_> =
            members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
        format!("{{\n{}\n}}", members.join(",\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        laws::of_manifests(&bytes);
        laws::of_requests(&bytes);
    }

    #[test]
    fn damaged_manifests(bytes in damaged()) {
        laws::of_manifests(&bytes);
        laws::of_requests(&bytes);
        if let Ok(text) = str::from_utf8(&bytes) {
            laws::of_spelling(text);
            laws::of_fixes(text);
        }
    }

    #[test]
    fn documents_of_the_right_shape(text in shaped()) {
        laws::of_manifests(text.as_bytes());
        laws::of_spelling(&text);
        laws::of_fixes(&text);
    }

    #[test]
    fn any_text_in_any_field(text in prop_oneof![".*", "[a-z0-9./@_ -]{0,12}"]) {
        laws::of_fields(&text);
    }

    #[test]
    fn a_slug_of_any_title_is_a_slug(title in ".*") {
        if let Some(slug) = Slug::slugify(&title) {
            prop_assert_eq!(Slug::new(slug.as_str()), Ok(slug.clone()));
            prop_assert_eq!(Slug::slugify(slug.as_str()), Some(slug));
        }
    }

    #[test]
    fn a_suggestion_is_right(text in near_valid()) {
        laws::of_suggestions(&text);
    }

    /// The same for every field of a manifest: its fixes change the text, and leave nothing wrong that
    /// was right.
    #[test]
    fn a_fix_of_a_nearly_valid_value_is_right(text in near_valid(), other in near_valid()) {
        for key in tree::KEYS {
            laws::of_fixes(&serde_json::json!({ key: text }).to_string());
            laws::of_fixes(&serde_json::json!({ key: [&text, &other, &text] }).to_string());
        }
    }
}

/// Texts that are nearly right in some field, short ones and ones near the longest.
fn near_valid() -> impl Strategy<Value = String> {
    let license = prop_oneof![
        Just("mit"),
        Just("Apache 2.0"),
        Just("GPLv2+"),
        Just("bsd"),
        Just("LLVM"),
        Just("Foo"),
        Just("GPL-2.0"),
        Just("or"),
        Just("and"),
        Just("with"),
        Just("OR"),
        Just("WITH"),
        Just("("),
        Just(")"),
        Just("/"),
        Just("MIT/ISC"),
        Just("MIT;ISC"),
        Just("licenseref-a_b"),
        Just("LicenseRef-"),
        Just("DocumentRef-a:LicenseRef-b"),
        Just("LLVM-exception"),
        Just("wxWindows"),
        Just("\t"),
    ];
    let license = (proptest::collection::vec(license, 1..9), "[ \\u{a0}]?", "[ \n]?");
    let license = license.prop_map(|(words, start, end)| start + &words.join(" ") + &end);
    let version = (
        "[v^~= ]?",
        "[0-9]{1,3}([.][0-9x]{1,2}){0,3}",
        "[-+. ]?",
        "[a-z0-9.+-]{0,6}",
        any::<bool>(),
    );
    let version = version.prop_map(|(start, core, sign, end, is_long)| {
        let end = if is_long { end.repeat(255 / end.len().max(1)) } else { end };
        start + &core + &sign + &end
    });
    let long = ("[ -~é]{1,3}", 30..520_usize, "[ -~é]{0,3}");
    let long = long.prop_map(|(piece, length, end)| {
        piece.chars().cycle().take(length).chain(end.chars()).collect()
    });
    let choice = "(Media|storrage|type_script|pay ments|cloudflare|utilities|ai| auth )[ -~é]{0,2}";
    prop_oneof![2 => "[ -~é]{0,16}", 1 => ".{0,16}", 2 => license, 2 => version, 1 => long, 1 => choice]
}

#[test]
fn a_suggestion_is_no_longer_than_its_field() {
    // A hyphen more, and a zero more.
    for (text, suggestion) in [
        (format!("1.0.0a{}", "1".repeat(249)), false),
        (format!("1.0.0a{}", "1".repeat(248)), true),
        (format!("1.0-{}", "a".repeat(250)), false),
        (format!("1.0-{}", "a".repeat(249)), true),
        (format!("1.0.0-{}", "a".repeat(250)), false),
        (format!("1.0.0-{}", "1".repeat(400)), false),
        (format!("v1.0.0-{}", "a".repeat(249)), true),
    ] {
        let error = parse_version(&text).unwrap_err();
        assert_eq!(error.suggestion().is_some(), suggestion, "{text}");
    }
    for length in 1..600 {
        for text in ["a".repeat(length), format!("a/{}", "b".repeat(length)), "A".repeat(length)] {
            laws::of_suggestions(&text);
        }
    }
}

/// The pattern of a field is the rule as others read it; what runs is a matcher over bytes. Short
/// texts over the characters that matter, all of them, and longer ones at random.
fn agree_with_pattern(
    pattern: &str,
    max_length: usize,
    alphabet: &str,
    is_valid: impl Fn(&str) -> bool,
    is_exempt: impl Fn(&str) -> bool,
) {
    let pattern = Regex::new(pattern).unwrap();
    let mut count = 0;
    let mut agree = |text: &str| {
        let expected =
            pattern.is_match(text) && text.chars().count() <= max_length && !is_exempt(text);
        assert_eq!(is_valid(text), expected, "{text:?}");
        count += usize::from(expected);
    };
    let mut texts = vec![String::new()];
    for _ in 0..4 {
        for text in &texts {
            agree(text);
        }
        texts = texts
            .iter()
            .flat_map(|text| alphabet.chars().map(move |c| format!("{text}{c}")))
            .collect();
    }
    for text in &texts {
        agree(text);
    }
    for byte in 0..=255_u8 {
        for frame in ["", "a", "/"] {
            agree(&format!("{frame}{}", char::from(byte)));
            agree(&format!("{frame}{}a", char::from(byte)));
        }
    }
    for length in [max_length - 1, max_length, max_length + 1] {
        agree(&"a".repeat(length));
        agree(&format!("/{}", "a".repeat(length - 1)));
    }
    assert!(count > 100, "only {count} texts are valid");
}

/// The pattern of what a field refuses all the same, from the schema.
fn refused(key: &str) -> Regex {
    let schema: serde_json::Value = serde_json::from_str(aerostack_manifest::SCHEMA_JSON).unwrap();
    let pattern = &schema["properties"][key]["allOf"][0]["not"]["pattern"];
    Regex::new(pattern.as_str().unwrap()).unwrap()
}

/// What a pattern cannot say, because it takes more than four characters of an alphabet.
#[test]
fn patterns_refuse_what_matchers_refuse() {
    for (key, pieces, is_valid) in [
        (
            "routePath",
            &["/", "a", ":b", "*", "/*", "/:c"][..],
            (|text| RoutePath::new(text).is_ok()) as fn(&str) -> bool,
        ),
        (
            "entrypoint",
            &["/", ".git", "GIT~1", ".Env", ".", "x", ".dev.VARS", "node_modules", ".npmrc", "-"],
            |text| Entrypoint::new(text).is_ok(),
        ),
    ] {
        let schema: serde_json::Value =
            serde_json::from_str(aerostack_manifest::SCHEMA_JSON).unwrap();
        let pattern = schema["properties"][key]["pattern"].as_str().unwrap();
        let (pattern, refused) = (Regex::new(pattern).unwrap(), refused(key));
        let mut texts = vec![String::new()];
        let mut counts = [0, 0];
        for _ in 0..5 {
            texts = texts
                .iter()
                .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
                .collect();
            for text in &texts {
                // A path that is long enough to have nine parameters.
                for text in [text.clone(), format!("{text}/:d/:e/:f/:g/:h")] {
                    let is_refused = refused.is_match(&text);
                    let is_match = pattern.is_match(&text);
                    assert_eq!(is_valid(&text), is_match && !is_refused, "{text}");
                    counts[0] += usize::from(is_match && is_refused);
                    counts[1] += usize::from(is_match && !is_refused);
                }
            }
        }
        assert!(counts.iter().all(|count| *count > 100), "{key}: {counts:?}");
    }
}

/// Of the blocks in which some characters are whitespace, invisible or forbidden.
fn every_character_is_judged_alike(pattern: &str, is_valid: impl Fn(&str) -> bool) {
    let pattern = Regex::new(pattern).unwrap();
    for c in ('\0'..='\u{3200}').chain('\u{fe00}'..='\u{10100}') {
        for text in [
            format!("{c}"),
            format!("a{c}a"),
            format!("a{c}"),
            format!("{c}a"),
            format!("\u{200b} {c}"),
        ] {
            assert_eq!(is_valid(&text), pattern.is_match(&text), "{text:?}");
        }
    }
}

#[test]
fn patterns_and_matchers_take_the_same_texts() {
    agree_with_pattern(
        Slug::PATTERN,
        Slug::MAX_LENGTH,
        "a9-A_con1 é",
        |t| Slug::new(t).is_ok(),
        |text| {
            matches!(text, "con")
                || (text.len() == 4
                    && (text.starts_with("com") || text.starts_with("lpt"))
                    && text.ends_with(char::is_numeric))
        },
    );
    agree_with_pattern(
        EnvVar::PATTERN,
        EnvVar::MAX_LENGTH,
        "aZ0_-= é\n",
        |t| EnvVar::new(t).is_ok(),
        |_| false,
    );
    let reserved = [
        "do", "if", "in", "new", "for", "let", "try", "var", "case", "else", "enum", "eval",
        "null", "this", "true", "void", "with",
    ];
    agree_with_pattern(
        RouteExport::PATTERN,
        RouteExport::MAX_LENGTH,
        "doifn_$0- é",
        |t| RouteExport::new(t).is_ok(),
        |text| reserved.contains(&text),
    );
    agree_with_pattern(
        RoutePath::PATTERN,
        RoutePath::MAX_LENGTH,
        "/a.:*%\n",
        |t| RoutePath::new(t).is_ok(),
        |text| refused("routePath").is_match(text),
    );
    let is_tag_character = |c| matches!(c, '\u{e0000}'..='\u{e007f}');
    let free_text = "a \\\t\u{a0}\u{202e}😀\u{e0041}\u{200b}\u{3164}";
    agree_with_pattern(
        Description::PATTERN,
        Description::MAX_LENGTH,
        free_text,
        |t| Description::new(t).is_ok(),
        |text| text.contains(is_tag_character),
    );
    agree_with_pattern(
        Tag::PATTERN,
        Tag::MAX_LENGTH,
        free_text,
        |t| Tag::new(t).is_ok(),
        |text| text.contains(is_tag_character),
    );
    agree_with_pattern(
        Entrypoint::PATTERN,
        Entrypoint::MAX_LENGTH,
        "/a. [-~\\é",
        |t| Entrypoint::new(t).is_ok(),
        |text| refused("entrypoint").is_match(text),
    );
    every_character_is_judged_alike(Description::PATTERN, |text| Description::new(text).is_ok());
    every_character_is_judged_alike(Tag::PATTERN, |text| Tag::new(text).is_ok());
    let dependency = Regex::new(NpmDependency::PATTERN).unwrap();
    for text in ["hono", "@a/b", "a@1.x", "a@^1.2.3-b+c", "@a/b@latest"] {
        assert!(dependency.is_match(text) && NpmDependency::new(text).is_ok());
    }
}

proptest! {
    #[test]
    fn every_npm_dependency_matches_its_pattern(text in "(@[a-z-]{1,3}/)?[a-z._-]{1,4}(@[\\^~]?[a-z0-9.x+-]{0,6})?") {
        let pattern = Regex::new(NpmDependency::PATTERN).unwrap();
        prop_assert!(NpmDependency::new(&text).is_err() || pattern.is_match(&text));
    }

    /// The reader of licenses agrees with the spdx crate's, apart from what is stricter here.
    #[test]
    fn licenses_agree_with_the_spdx_crate(words in proptest::collection::vec(
        prop_oneof![Just("MIT"), Just("ISC"), Just("Apache-2.0+"), Just("LicenseRef-x"), Just("AND"), Just("OR"), Just("WITH"),
            Just("LLVM-exception"), Just("("), Just(")"), Just("Foo"), Just("mit")], 0..9)
    ) {
        let text = words.join(" ");
        let ours = License::new(&text).is_ok();
        let theirs = spdx::Expression::parse(&text).is_ok();
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

proptest! {
    /// In short lists and in long ones, which are searched in another way.
    #[test]
    fn what_is_listed_twice_is_what_a_plain_search_finds(
        numbers in prop::collection::vec(0..60_u8, 0..100),
    ) {
        let names: Vec<_> = numbers.iter().map(|number| format!("package-{number}")).collect();
        let listed: Vec<_> = names.iter().enumerate().map(|(index, name)| {
            // Versions are no part of what is compared.
            match index % 6 {
                0 => format!("\"{name}@{index}.0.0\""),
                1 => format!("\"{name}@^{}\"", index % 4),
                _ => format!("\"{name}\""),
            }
        }).collect();
        let list = format!("\"npmDependencies\": [{}]", listed.join(", "));
        let text = EXAMPLE.replace("\"npmDependencies\": []", &list);
        prop_assert!(text.contains(&list));
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let twice: Vec<_> = report.findings().iter().map(|finding| {
            assert_eq!(finding.code(), Code::DuplicateEntry);
            finding.pointer().unwrap()
        }).collect();
        let expected: Vec<_> = (0..names.len())
            .filter(|&index| names[..index].contains(&names[index]))
            .map(|index| format!("/npmDependencies/{index}"))
            .collect();
        prop_assert_eq!(twice, expected);
        laws::of_fixes(&text);
    }
}

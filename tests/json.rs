//! What is no JSON, by its name and place: input ⇒ message @ blamed text.

use aerostack_manifest::{Code, Finding, Manifest, Severity};

#[track_caller]
fn refuses(text: &[u8], message: &str, blamed: &[u8]) {
    let checked = Manifest::check(text);
    let shown = String::from_utf8_lossy(text);
    let faults: Vec<_> =
        checked.report().errors().filter(|finding| finding.code() == Code::InvalidJson).collect();
    let [fault] = faults[..] else { panic!("{shown:?}: {}", checked.report()) };
    assert_eq!(fault.message(), message, "{shown:?}");
    let span = fault.span().expect("a syntax error has a place");
    assert_eq!(
        text[span.range()].escape_ascii().to_string(),
        blamed.escape_ascii().to_string(),
        "{shown:?}"
    );
    assert_eq!(fault.pointer(), None);
    // A syntax error hides what follows it.
    assert_eq!(
        checked.report().findings().last().map(Finding::code),
        Some(Code::InvalidJson),
        "{shown:?}"
    );
}

#[test]
#[rustfmt::skip]
fn every_usual_mistake_has_a_name_and_a_place() {
    refuses(b"", "the document is empty", b"");
    refuses(b" \n", "the document is empty", b"");
    refuses(b"\xEF\xBB\xBF", "the document is empty", b"");
    refuses(b"{", "the document ends where a key in double quotes should stand", b"");
    refuses(b"{\"a\"", "the document ends where a colon between the key and its value should stand", b"");
    refuses(b"{\"a\":", "the document ends where a value should stand", b"");
    refuses(b"{\"a\":1", "the document ends where a comma or `}` should stand", b"");
    refuses(b"{\"a\":[1", "the document ends where a comma or `]` should stand", b"");
    refuses(b"{\"a\":1,", "the document ends where a key in double quotes should stand", b"");
    refuses(b"{} x", "text follows the closing brace", b"x");
    refuses(b"{}{}\n", "text follows the closing brace", b"{}");
    refuses(b"{}\0", "text follows the closing brace", b"\0");
    refuses(b"{}\xEF\xBB\xBF", "text follows the closing brace", b"\xEF\xBB\xBF");
    refuses(b"\xEF\xBB\xBF\xEF\xBB\xBF{}", r"`\u{feff}` stands where a value should", b"\xEF\xBB\xBF");
    refuses(b"// x\n{}", "JSON has no comments", b"// x");
    refuses(b"{ /* x */ }", "JSON has no comments", b"/* x */");
    refuses(b"{ /* x", "JSON has no comments", b"/* x");
    refuses(b"{\"a\": 1, # x\r\n}", "JSON has no comments", b"# x");
    refuses(b"{} // x", "JSON has no comments", b"// x");
    refuses(b"{\"a\":1,}", "a comma stands behind the last item", b",");
    refuses(b"{\"a\":[1, ]}", "a comma stands behind the last item", b",");
    refuses(b"{\"a\":[1,,2]}", "`,` stands where a value should", b",");
    refuses(b"{,}", "`,` stands where a key in double quotes should", b",");
    refuses(b"{\"a\":1 \"b\":2}", "a comma is missing", b"");
    refuses(b"{\"a\":[1 2]}", "a comma is missing", b"");
    refuses(b"{\"a\" 1}", "`1` stands where a colon between the key and its value should", b"1");
    refuses(b"{\"a\" b:1}", "`b` stands where a colon between the key and its value should", b"b");
    refuses(b"{\"a\"=1}", "`=` stands where a colon between the key and its value should", b"=");
    // What looks like an entry again behind an error is none.
    refuses(b"{\"tags\": [, \"name\": \"A B\", \"x\": 1}", "`,` stands where a value should", b",");
    refuses(b"{\"x\": [, \"name\": \"A B\", \"x\": 1}", "`,` stands where a value should", b",");
    refuses(b"{\"x\": {\"y\":, \"name\": \"A B\", \"x\": 1}", "`,` stands where a value should", b",");
    refuses(b"{'a':1}", "JSON has no single quotes", b"'a'");
    refuses(b"{\"a\":'b'}", "JSON has no single quotes", b"'b'");
    refuses(b"{a:1}", "the key `a` is not in double quotes", b"a");
    refuses(b"{1:1}", "`1` stands where a key in double quotes should", b"1");
    refuses(b"{\"a\":]", "`]` stands where a value should", b"]");
    refuses(b"{\"a\":[1}", "`}` stands where a comma or `]` should", b"}");
    refuses(b"{\"a", "the string has no closing quote on its line", b"\"a");
    refuses(b"{\"a\":\"b\n\"}", "the string has no closing quote on its line", b"\"b");
    refuses(b"{\"a\tb\":1}", r"the control character `\u{9}` must be escaped in a string", b"\t");
    refuses(b"{\"a\":\"\0\"}", r"the control character `\u{0}` must be escaped in a string", b"\0");
    refuses(br#"{"a":"\x"}"#, r"`\x` is no escape sequence", br"\x");
    refuses(br#"{"a":"\u12"}"#, r"`\u12` is no escape sequence", br"\u12");
    refuses(b"[\0]", r"`\u{0}` stands where a value should", b"\0");
    refuses(b"\0\0\0\0", r"`\u{0}` stands where a value should", b"\0");
    refuses(br#"{"a":"\u+123"}"#, r"`\u` is no escape sequence", br"\u");
    refuses("{\"a\":\"\\é\"}".as_bytes(), r"`\é` is no escape sequence", "\\é".as_bytes());
    refuses(b"{\"a\":\"\\", r"`\` is no escape sequence", b"\\");
    refuses(br#"{"a":"\ud800"}"#, r"`\ud800` is half of a surrogate pair and no character", br"\ud800");
    refuses(br#"{"a":"\uDC00\uD800"}"#, r"`\uDC00` is half of a surrogate pair and no character", br"\uDC00");
    refuses(br#"{"a":"\ud83d\u0041"}"#, r"`\ud83d` is half of a surrogate pair and no character", br"\ud83d");
    refuses(br#"{"x":{"y":["\ud83d"]}}"#, r"`\ud83d` is half of a surrogate pair and no character", br"\ud83d");
    for number in ["01", "-", "1.", ".5", "+1", "0x1F", "1e", "1e+", "--1", "1_000", "-Infinity", "1.2.3", "-01"] {
        let text = format!("{{\"a\":{number}}}");
        refuses(text.as_bytes(), &format!("`{number}` is not a number of JSON"), number.as_bytes());
    }
    for word in ["True", "None", "undefined", "NaN", "Infinity", "nul", "yes"] {
        let text = format!("{{\"a\":{word}}}");
        refuses(text.as_bytes(), &format!("`{word}` is not a value of JSON"), word.as_bytes());
    }
    refuses("{\u{a0}\"a\":1}".as_bytes(), "`\u{a0}` stands where a key in double quotes should", "\u{a0}".as_bytes());
    refuses(b"{\n<<<<<<< HEAD\n\"a\":1}", "a merge conflict is not resolved", b"<<<<<<< HEAD");
    refuses(b"{\"a\":\"\xFF\"}", "these bytes are not UTF-8", b"\xFF");
    refuses(b"\xFF", "these bytes are not UTF-8", b"\xFF");
    refuses(b"{}\xFF", "these bytes are not UTF-8", b"\xFF");
    refuses(b"{\"a\":1 \xC3\x28}", "these bytes are not UTF-8", b"\xC3");
    refuses(b"{\"a\":\"\xED\xA0\x80\"}", "these bytes are not UTF-8", b"\xED");
    refuses(b"{\"a\":\"\xF0\x9F\x98", "these bytes are not UTF-8", b"\xF0\x9F\x98");
    refuses(b"\xFF\xFE{\0}\0", "the document is UTF-16", b"");
    refuses(b"\0{\0}", "the document is UTF-16", b"");
    refuses(b"{\0\0\0}\0\0\0", "the document is UTF-32", b"");
}

#[test]
#[rustfmt::skip]
fn every_usual_mistake_has_a_help() {
    for (text, help) in [
        ("", "begin with `{` and `}` and put the manifest's keys between them"),
        ("{", "close every `{` with `}` and every `[` with `]`"),
        ("{} x", "keep one object, and remove what follows it"),
        ("{ // x\n}", "remove it; explanations belong in `README.md`"),
        ("{\n=======\n}", "keep one of the two sides and remove the lines that mark them"),
        ("{\"a\":1,}", "remove the comma"),
        ("{\"a\":1 \"b\":2}", "put a comma between the items"),
        ("{'a':1}", "use double quotes"),
        ("{a:1}", "write `\"a\"`"),
        ("{\"a", "end the string with a double quote; a line break in it is `\\n`"),
        ("{\"a\tb\":1}", "write it as an escape, such as `\\t` for a tab"),
        (r#"{"a":"\x"}"#, r"write a backslash itself as `\\`"),
        (r#"{"a":"\u12"}"#, r"write four hexadecimal digits behind `\u`"),
        (r#"{"a":"\ud800"}"#, "write the character itself, or both halves of its pair"),
        ("{\"a\":01}", "put text in double quotes"),
        ("{\"a\":yes}", "put text in double quotes; without them stand only numbers, `true`, `false` and `null`"),
        ("{\"a\":]", "check the commas, colons, quotes and brackets before this place"),
    ] {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let fault = report.errors().find(|one| one.code() == Code::InvalidJson);
        assert_eq!(fault.map(Finding::help).as_deref(), Some(help), "{text}");
    }
}

#[test]
fn what_stands_before_a_syntax_error_is_found() {
    let checked = Manifest::check(br#"{"version":"v1","x":0,"tags":["a "],"envVars":["1",}"#);
    let codes: Vec<_> = checked.report().findings().iter().map(|one| one.code().as_str()).collect();
    assert_eq!(
        codes,
        ["INVALID_VERSION", "UNKNOWN_FIELD", "INVALID_TAG", "INVALID_ENV_VAR", "INVALID_JSON"]
    );
}

#[test]
fn valid_json_is_never_a_syntax_error() {
    for text in [
        "{}",
        "[]",
        "null",
        "true",
        "0",
        "-0",
        "\"\"",
        " {\r\n\t} ",
        "\u{feff}{}",
        r#"{"a":[],"b":{}}"#,
        "1e999",
        r#"{"\u0061":"\ud83d\ude00\/\b\f\n\r\t\"\\"}"#,
        r#"{"a":[-1.5E-10,1e5,0.0,123456789012345678901234567890]}"#,
        "{\"\u{7f}\":\"\u{2028}\u{10ffff}\"}",
        r#"{"":{"":{"":null}}}"#,
    ] {
        let checked = Manifest::check(text.as_bytes());
        let codes: Vec<_> = checked.report().findings().iter().map(Finding::code).collect();
        assert!(!codes.contains(&Code::InvalidJson), "{text}: {codes:?}");
        assert!(!codes.is_empty());
    }
}

#[test]
fn only_an_object_is_a_manifest() {
    for (text, found) in [
        ("[1]", "an array"),
        ("null", "null"),
        ("\"x\"", "a string"),
        ("1", "a number"),
        ("true", "a boolean"),
    ] {
        let checked = Manifest::check(text.as_bytes());
        let [finding] = checked.report().findings() else { panic!("{}", checked.report()) };
        assert_eq!(finding.message(), format!("the manifest must be an object, not {found}"));
        assert_eq!(finding.pointer().as_deref(), Some(""));
        assert_eq!(&text[finding.span().unwrap().range()], text);
    }
}

/// The keys of a document that are given twice: what is said, where, and the blamed text.
fn given_twice(text: &str) -> Vec<[String; 3]> {
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let twice = report.findings().iter().filter(|one| one.code() == Code::DuplicateField);
    let row = |one: &Finding| {
        let blamed = &text[one.span().unwrap().range()];
        [one.message(), one.pointer().unwrap_or_default(), blamed.to_owned()]
    };
    twice.map(row).collect()
}

#[test]
#[rustfmt::skip]
fn a_key_in_disguise_is_the_same_key() {
    for (first, second, shown, pointer) in [
        // Of the manifest's own keys.
        ("name", r"\u006eame", "name", "/name"),
        ("name", r"n\u0061me", "name", "/name"),
        ("name", r"\u006E\u0061\u006D\u0065", "name", "/name"),
        (r"na\u006de", "name", "name", "/name"),
        (r"\u006eame", r"\u006Eame", "name", "/name"),
        ("$schema", r"\u0024schema", "$schema", "/$schema"),
        ("envVars", r"env\u0056ars", "envVars", "/envVars"),
        // Of those that nobody knows.
        ("x", r"\u0078", "x", "/x"),
        (r"\u0078", "x", "x", "/x"),
        ("a/b", r"a\/b", "a/b", "/a~1b"),
        (r"a\/b", r"a\u002fb", "a/b", "/a~1b"),
        ("a~b", r"a\u007Eb", "a~b", "/a~0b"),
        ("é", r"\u00e9", "é", "/é"),
        ("😀", r"\ud83d\ude00", "😀", "/😀"),
        (r"\ud83d\ude00", r"\uD83D\uDE00", "😀", "/😀"),
        (r#"\""#, r"\u0022", "\"", "/\""),
        (r"\\", r"\u005c", r"\", r"/\"),
        (r"\b", r"\u0008", r"\u{8}", ""),
        (r"\n", r"\u000A", r"\u{a}", ""),
        ("\u{7f}", r"\u007F", r"\u{7f}", ""),
        ("\u{202e}", r"\u202E", r"\u{202e}", ""),
        ("\u{e0041}", r"\udb40\udc41", r"\u{e0041}", ""),
        ("", "", "", "/"),
    ] {
        let text = format!("{{\"{first}\":\"a\",\n\"{second}\":\"b\"}}");
        let message = format!("`{shown}` is given twice, first on line 1");
        assert_eq!(given_twice(&text), [[message, pointer.to_owned(), format!("\"{second}\"")]]);
    }
    let text = r#"{"x":1,"na\u006de":"a","\u006eame":"b","x":2,"\u0078":3}"#;
    let blamed: Vec<_> = given_twice(text).into_iter().map(|[.., blamed]| blamed).collect();
    assert_eq!(blamed, [r#""\u006eame""#, "\"x\"", r#""\u0078""#]);
    // The other one is unknown once.
    assert_eq!(Manifest::check(text.as_bytes()).report().warnings().count(), 1);
}

#[test]
fn what_is_not_the_same_key_is_no_repetition() {
    for (first, second) in [
        ("name", "Name"),
        ("name", "name "),
        ("name", r"name\u0000"),
        ("name", r"\\u006eame"),
        ("x", "X"),
        // An accent of its own is another text; so are Cyrillic letters.
        ("é", r"e\u0301"),
        ("name", r"n\u0430me"),
        ("😀", r"\ud83d\ude01"),
        ("x", r"x\u200b"),
    ] {
        assert_eq!(given_twice(&format!("{{\"{first}\":1,\"{second}\":2}}")), [[""; 3]; 0]);
    }
    for value in [r#"{"a":1,"a":2,"\u0061":3}"#, r#"[{"name":1,"name":2}]"#] {
        assert_eq!(given_twice(&format!("{{\"x\":{value},\"name\":{value}}}")), [[""; 3]; 0]);
    }
}

#[test]
fn unknown_keys_and_a_schema_fail_nothing() {
    let text = r#"{"$schema":"x","author":{"name":["deep"]},"name":"a","version":"1.0.0","description":"A.",
        "category":"ai","language":"javascript","runtime":"cloudflare-worker","license":"MIT","entrypoint":"a.js"}"#;
    let checked = Manifest::check(text.as_bytes());
    assert!(checked.value().is_some(), "{}", checked.report());
    let warnings: Vec<_> =
        checked.report().findings().iter().map(|one| (one.severity(), one.message())).collect();
    assert_eq!(warnings, [(Severity::Warning, "unknown key `author`".to_owned())]);
}

#[test]
fn columns_count_characters() {
    for character in ["a", "é", "Ā", "図", "😀"] {
        for count in 0..20 {
            let before = format!("{{\n\"{}\": 1, ", character.repeat(count));
            let report = Manifest::check(format!("{before}\"x\": 1}}").as_bytes()).into_parts().1;
            let x = report.warnings().find(|one| one.pointer().as_deref() == Some("/x")).unwrap();
            let start = x.range().unwrap().start;
            let expected = (2, before.chars().count() - 1);
            assert_eq!((start.line, start.column), expected, "{before}");
        }
    }
}

#[test]
fn depth_costs_no_stack() {
    let depth = Manifest::MAX_SIZE / 2 - 10;
    let text = format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let codes: Vec<_> =
        Manifest::check(text.as_bytes()).report().errors().map(Finding::code).collect();
    assert!(!codes.contains(&Code::InvalidJson) && !codes.contains(&Code::ManifestTooLarge));
    let text = format!("{{\"name\":{}", "{\"a\":[".repeat(depth / 3));
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    assert_eq!(report.findings()[0].code(), Code::InvalidJson);
}

#[test]
fn the_limit_counts_bytes() {
    let padded = |size: usize| format!("{{}}{}", " ".repeat(size - 2));
    let codes = |size| -> Vec<Code> {
        Manifest::check(padded(size).as_bytes()).report().errors().map(Finding::code).collect()
    };
    assert!(!codes(Manifest::MAX_SIZE).contains(&Code::ManifestTooLarge));
    assert_eq!(codes(Manifest::MAX_SIZE + 1), [Code::ManifestTooLarge]);
}

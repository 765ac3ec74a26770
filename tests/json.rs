//! Syntax errors, by name and place: input ⇒ message @ blamed text.

use aerostack_manifest::{Code, Finding, Manifest, Severity};
use serde::de::IgnoredAny;

/// The message and the blamed text of every syntax error in a text, wherever in the report.
fn syntax_errors(text: &[u8]) -> Vec<(String, String)> {
    let report = Manifest::check(text).into_parts().1;
    let errors = report.findings().iter().filter(|one| one.code() == Code::InvalidJson);
    let row = |one: &Finding| {
        assert_eq!(one.pointer(), None);
        let span = one.span().expect("a syntax error has a place");
        (one.message(), text[span.range()].escape_ascii().to_string())
    };
    errors.map(row).collect()
}

#[track_caller]
fn refuses_all(text: &[u8], expected: &[(&str, &[u8])]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(message, blamed)| ((*message).to_owned(), blamed.escape_ascii().to_string()))
        .collect();
    let shown = String::from_utf8_lossy(text);
    assert_eq!(syntax_errors(text), expected, "{shown:?}");
    assert!(serde_json::from_slice::<serde_json::Value>(text).is_err(), "{shown:?}");
}

#[track_caller]
fn refuses(text: &[u8], message: &str, blamed: &[u8]) {
    refuses_all(text, &[(message, blamed)]);
}

/// A text in which neither this crate nor `serde_json` finds a syntax error.
#[track_caller]
fn accepts(text: &str) {
    assert_eq!(syntax_errors(text.as_bytes()), [], "{text:?}");
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Not a `Value`, whose numbers and depth have limits.
    let read = serde_json::from_str::<IgnoredAny>(json);
    assert!(read.is_ok(), "{text:?}: {read:?}");
}

#[test]
#[rustfmt::skip]
fn every_usual_mistake_has_a_name_and_a_place() {
    refuses(b"", "the document is empty", b"");
    refuses(b" \n", "the document is empty", b"");
    refuses(b"\xEF\xBB\xBF", "the document is empty", b"");
    refuses(b"{", "unexpected end of file, expected `}`", b"");
    refuses(b"{\"a\"", "unexpected end of file, expected `:`", b"");
    refuses(b"{\"a\":", "unexpected end of file, expected a value", b"");
    refuses(b"{\"a\":1", "unexpected end of file, expected `}`", b"");
    refuses(b"{\"a\":[1", "unexpected end of file, expected `]`", b"");
    refuses(b"{\"a\":1,", "unexpected end of file, expected `}`", b"");
    refuses(b"{} x", "unexpected text after the closing brace", b"x");
    refuses(b"{}{}\n", "unexpected second JSON document", b"{}");
    refuses(b"{}\0", "unexpected text after the closing brace", b"\0");
    refuses(b"{}\xEF\xBB\xBF", r"expected a space, found `\u{feff}`", b"\xEF\xBB\xBF");
    refuses(b"\xEF\xBB\xBF\xEF\xBB\xBF{}", r"expected a space, found `\u{feff}`", b"\xEF\xBB\xBF");
    refuses(b"// x\n{}", "comments are not allowed in JSON", b"// x");
    refuses(b"{ /* x */ }", "comments are not allowed in JSON", b"/* x */");
    refuses_all(b"{\"a\": 1, # x\r\n}", &[("trailing comma", b","), ("comments are not allowed in JSON", b"# x")]);
    refuses(b"{} // x", "comments are not allowed in JSON", b"// x");
    refuses(b"{\"a\":1,}", "trailing comma", b",");
    refuses(b"{\"a\":[1, ]}", "trailing comma", b",");
    refuses(b"{\"a\":[1,,2]}", "unexpected comma", b",");
    refuses(b"{,}", "unexpected comma", b",");
    refuses(b"{\"a\":1 \"b\":2}", "missing comma", b"");
    refuses(b"{\"a\":[1 2]}", "missing comma", b"");
    refuses(b"{\"a\" 1}", "missing colon", b"");
    refuses(b"{\"a\" b:1}", "expected `:`, found `b`", b"b");
    refuses(b"{\"a\"=1}", "expected `:`, found `=`", b"=");
    refuses_all(b"{\"x\": {\"y\":, \"name\": \"A B\", \"x\": 1}", &[
        ("expected a value, found `,`", b","),
        ("unexpected end of file, expected `}`", b""),
    ]);
    refuses(b"{'a':1}", "strings must use double quotes", b"'a'");
    refuses(b"{\"a\":'b'}", "strings must use double quotes", b"'b'");
    refuses(b"{a:1}", "unquoted key `a`", b"a");
    refuses(b"{1:1}", "expected a key in double quotes, found `1`", b"1");
    refuses(b"{\"a\":]", "expected a value, found `]`", b"]");
    refuses(b"{\"a\":[1}", "expected `,` or `]`, found `}`", b"}");
    refuses(b"{\"a", "unterminated string", b"\"a");
    refuses(b"{\"a\tb\":1}", r"unescaped control character `\u{9}` in string", b"\t");
    refuses(b"{\"a\":\"\0\"}", r"unescaped control character `\u{0}` in string", b"\0");
    refuses(br#"{"a":"\x"}"#, r"invalid escape sequence `\x`", br"\x");
    refuses(br#"{"a":"\u12"}"#, r"invalid escape sequence `\u12`", br"\u12");
    refuses(b"[\0]", r"expected a value, found `\u{0}`", b"\0");
    refuses(b"\0\0\0\0", r"expected `{`, found `\u{0}`", b"\0");
    refuses(br#"{"a":"\u+123"}"#, r"invalid escape sequence `\u`", br"\u");
    refuses("{\"a\":\"\\é\"}".as_bytes(), r"invalid escape sequence `\é`", "\\é".as_bytes());
    refuses(b"{\"a\":\"\\", "unterminated string", b"\"\\");
    refuses(br#"{"a":"\ud800"}"#, r"unpaired surrogate `\ud800`", br"\ud800");
    refuses(br#"{"a":"\uDC00\uD800"}"#, r"unpaired surrogate `\uDC00`", br"\uDC00");
    refuses(br#"{"a":"\ud83d\u0041"}"#, r"unpaired surrogate `\ud83d`", br"\ud83d");
    refuses(br#"{"x":{"y":["\ud83d"]}}"#, r"unpaired surrogate `\ud83d`", br"\ud83d");
    for number in ["01", "-", "1.", ".5", "+1", "0x1F", "1e", "1e+", "--1", "1_000", "-Infinity", "1.2.3", "-01"] {
        let text = format!("{{\"a\":{number}}}");
        refuses(text.as_bytes(), &format!("invalid number `{number}`"), number.as_bytes());
    }
    for (word, message) in [
        ("True", "invalid value `True`, expected `true` or `false`"),
        ("None", "invalid value `None`, expected `null`"),
        ("undefined", "invalid value `undefined`, expected `null`"),
        ("NaN", "invalid number `NaN`"),
        ("Infinity", "invalid number `Infinity`"),
        ("nul", "unquoted string `nul`"),
        ("yes", "unquoted string `yes`"),
    ] {
        let text = format!("{{\"a\":{word}}}");
        refuses(text.as_bytes(), message, word.as_bytes());
    }
    refuses("{\u{a0}\"a\":1}".as_bytes(), r"expected a space, found `\u{a0}`", "\u{a0}".as_bytes());
    refuses(b"{\n<<<<<<< HEAD\n\"a\":1}", "unresolved merge conflict", b"<<<<<<< HEAD");
    refuses(b"{\"a\":\"\xFF\"}", "invalid UTF-8", b"\xFF");
    refuses(b"\xFF", "invalid UTF-8", b"\xFF");
    refuses(b"{}\xFF", "invalid UTF-8", b"\xFF");
    refuses(b"{\"a\":\"\xED\xA0\x80\"}", "invalid UTF-8", b"\xED");
    refuses(b"\xFF\xFE{\0}\0", "the document is UTF-16, expected UTF-8", b"");
    refuses(b"\0{\0}", "the document is UTF-16, expected UTF-8", b"");
    refuses(b"{\0\0\0}\0\0\0", "the document is UTF-32, expected UTF-8", b"");
}

#[test]
#[rustfmt::skip]
fn one_mistake_is_one_syntax_error() {
    refuses(b"{ /* x", "unterminated comment", b"/* x");
    // The comma is the one that is needed after the bracket.
    refuses(b"{\"tags\": [, \"name\": \"A B\", \"x\": 1}", "missing `]`", b"");
    refuses(b"{\"x\": [, \"name\": \"A B\", \"x\": 1}", "missing `]`", b"");
    refuses(b"{\"a\":\"b\n\"}", r"unescaped control character `\u{a}` in string", b"\n");
    refuses(b"{\"a\":1 \xC3\x28}", "invalid UTF-8", b"\xC3");
    refuses(b"{\"a\":\"\xF0\x9F\x98", "invalid UTF-8", b"\xF0\x9F\x98");
}

#[test]
#[rustfmt::skip]
fn every_usual_mistake_has_a_help() {
    for (text, help) in [
        ("", "start with an object: `{ \"name\": … }`"),
        ("{", "close every `{` with `}` and every `[` with `]`"),
        ("{} x", "keep one object and remove everything after it"),
        ("{ // x\n}", "remove it; explanations belong in `README.md`"),
        ("{\n=======\n}", "resolve the conflict and remove the `<<<<<<<`, `=======` and `>>>>>>>` lines"),
        ("{\"a\":1,}", "remove the comma"),
        ("{\"a\":1 \"b\":2}", "add a comma"),
        ("{'a':1}", "use double quotes"),
        ("{a:1}", "use `\"a\"`"),
        ("{\"a", "end the string with a double quote; a line break in it is `\\n`"),
        ("{\"a\tb\":1}", "use an escape sequence, such as `\\t` for a tab"),
        (r#"{"a":"\x"}"#, r"write a backslash as `\\`"),
        (r#"{"a":"\u12"}"#, r"`\u` must be followed by four hexadecimal digits"),
        (r#"{"a":"\ud800"}"#, "use the character itself, or both halves of its pair"),
        ("{\"a\":01}", "use `1`"),
        ("{\"a\":0x1}", "enclose text in double quotes; a number is digits such as `1` or `0.5`"),
        ("{\"a\":True}", "use `true`"),
        ("{\"a\":undefined}", "use `null`"),
        ("{\"a\":yes}", "did you mean `\"yes\"`?"),
        ("{\"a\":]", "add the missing value"),
    ] {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let fault = report.errors().find(|one| one.code() == Code::InvalidJson);
        assert_eq!(fault.map(Finding::help).as_deref(), Some(help), "{text}");
    }
}

#[test]
fn a_syntax_error_hides_no_other_error() {
    let checked = Manifest::check(br#"{"version":"v1","x":0,"tags":["a "],"envVars":["1",}"#);
    let codes: Vec<_> = checked.report().findings().iter().map(|one| one.code().as_str()).collect();
    let missing = [vec!["MISSING_FIELD"; 6], vec!["MISSING_ENTRYPOINT"]].concat();
    let others =
        ["INVALID_VERSION", "UNKNOWN_FIELD", "INVALID_TAG", "INVALID_ENV_VAR", "INVALID_JSON"];
    assert_eq!(codes, [&missing[..], &others].concat());
    // Nor one after it.
    let checked = Manifest::check(br#"{"version":"v1","x":[1,],tags:["a "] "envVars":['1']}"#);
    let codes: Vec<_> = checked.report().findings().iter().map(|one| one.code().as_str()).collect();
    let others = [
        "INVALID_VERSION",
        "UNKNOWN_FIELD",
        "INVALID_JSON",
        "INVALID_JSON",
        "INVALID_TAG",
        "INVALID_JSON",
        "INVALID_JSON",
        "INVALID_ENV_VAR",
    ];
    assert_eq!(codes, [&missing[..], &others].concat());
}

#[test]
fn an_unclosed_list_hides_no_bytes_that_are_not_utf_8() {
    let text = b"{\"npmDependencies\": [\x80\n  \"envVars\": [\"A\"]\n}";
    let checked = Manifest::check(text);
    let messages: Vec<_> = checked.report().errors().map(Finding::message).collect();
    assert!(messages.iter().any(|one| one.contains("UTF-8")), "{messages:?}");
}

#[test]
fn a_comment_after_what_has_no_fix_has_none_either() {
    let text = "{\n  \"version\":}# \"1.0.0\",\n  \"tags\": [] // why\n}";
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let comment = report.findings().iter().find(|one| one.span().unwrap().start == 15).unwrap();
    assert_eq!(comment.message(), "comments are not allowed in JSON");
    assert!(comment.fix().is_none());
}

#[test]
fn a_comma_too_many_after_a_key_without_a_value_may_be_a_colon() {
    let text = "{\n  \"name\",\n  ,\n  \"hello\", \"x\": 1\n}";
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let comma = report.findings().iter().find(|one| one.message() == "unexpected comma").unwrap();
    assert!(!comma.fix().unwrap().certain);
}

#[test]
fn a_comment_does_not_change_what_a_comma_in_place_of_a_colon_means() {
    let messages = |text: &str| {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        report
            .errors()
            .map(Finding::message)
            .filter(|one| !one.contains("comment"))
            .collect::<Vec<_>>()
    };
    for (before, after) in [("{ ", " }"), ("{ \"x\": { ", " } }")] {
        let with = format!("{before}\"a\",\n # why\n \"b\"{after}");
        let found = messages(&with);
        assert!(found.contains(&"expected `:`, found `,`".to_owned()), "{found:?}");
        assert_eq!(found, messages(&with.replace(" # why\n", "")), "{with}");
    }
}

#[test]
fn other_quotes_are_replaced_for_certain_only_where_the_string_ends_plainly() {
    let is_certain = |text: &str| {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let mut findings = report.findings().iter();
        let quotes = findings.find(|one| one.message() == "strings must use double quotes");
        quotes.unwrap().fix().unwrap().certain
    };
    assert!(is_certain("{\n  “x”: {}\n}"));
    assert!(!is_certain("{\n  “x: \"{}\n}"));
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
        accepts(text);
        assert!(!Manifest::check(text.as_bytes()).report().is_empty(), "{text}");
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
        accepts(text);
        let checked = Manifest::check(text.as_bytes());
        let [finding] = checked.report().findings() else { panic!("{}", checked.report()) };
        assert_eq!(finding.message(), format!("the manifest must be an object, not {found}"));
        assert_eq!(finding.pointer().as_deref(), Some(""));
        assert_eq!(&text[finding.span().unwrap().range()], text);
    }
}

/// The keys of a document that are given twice: what is said, where, and the blamed text.
fn given_twice(text: &str) -> Vec<[String; 3]> {
    accepts(text);
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
    accepts(text);
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
    accepts(&text);
    let codes: Vec<_> =
        Manifest::check(text.as_bytes()).report().errors().map(Finding::code).collect();
    assert!(!codes.contains(&Code::ManifestTooLarge));
    let text = format!("{{\"name\":{}", "{\"a\":[".repeat(depth / 3));
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
    assert_eq!(codes, [Code::InvalidType, Code::InvalidJson]);
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

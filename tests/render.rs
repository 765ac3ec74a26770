//! Pictures of the source that nothing in it can break.
#![cfg(feature = "render")]

use aerostack_manifest::{Code, Finding, Manifest};

/// The picture of the first finding with this code: what stands after the place.
#[track_caller]
fn picture(text: &str, code: Code) -> String {
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let index = report.findings().iter().position(|finding| finding.code() == code);
    let index = index.unwrap_or_else(|| panic!("{report}"));
    let printed = report.to_string();
    let block = printed.split("\n\n").nth(index).unwrap();
    let lines: Vec<_> =
        block.lines().skip(1).take_while(|line| !line.contains("= help: ")).collect();
    lines.join("\n")
}

#[test]
#[rustfmt::skip]
fn carets_stand_under_what_they_mean() {
    assert_eq!(picture("{\"x\": \"日本語\", \"tags\": 1}", Code::InvalidType), [
        " --> aerostack.json:1:22",
        "  |",
        r#"1 | {"x": "日本語", "tags": 1}"#,
        "  |                         ^",
        "  |",
    ].join("\n"));
    assert_eq!(picture("{\t\"tags\":\t1}", Code::InvalidType), [
        " --> aerostack.json:1:11",
        "  |",
        r#"1 | {    "tags":    1}"#,
        "  |                 ^",
        "  |",
    ].join("\n"));
    assert_eq!(picture("\u{feff}{\r\n  \"tags\": 1\r\n}\r\n", Code::InvalidType), [
        " --> aerostack.json:2:11",
        "  |",
        r#"2 |   "tags": 1"#,
        "  |           ^",
        "  |",
    ].join("\n"));
    assert_eq!(picture("{\"x\u{202e}\u{9b}\u{200b}\": 0, \"tags\": 1}", Code::InvalidType), [
        " --> aerostack.json:1:21",
        "  |",
        r#"1 | {"x\u{202e}\u{9b}\u{200b}": 0, "tags": 1}"#,
        "  |                                        ^",
        "  |",
    ].join("\n"));
    assert_eq!(picture("\u{feff}{\"tags\": 1}", Code::InvalidType), [
        " --> aerostack.json:1:10",
        "  |",
        r#"1 | {"tags": 1}"#,
        "  |          ^",
        "  |",
    ].join("\n"));
    // Outside of emoji, what makes them hides something.
    assert_eq!(picture("{\"na\u{200d}me\u{fe0f}\": \"❤\u{fe0f}\u{200d}\", \"tags\": 1}", Code::InvalidType), [
        " --> aerostack.json:1:27",
        "  |",
        "1 | {\"na\\u{200d}me\\u{fe0f}\": \"❤\u{fe0f}\\u{200d}\", \"tags\": 1}",
        "  |                                               ^",
        "  |",
    ].join("\n"));
    // The renderer leaves out the joiner; the columns count it.
    assert_eq!(picture("{\"👩\u{200d}💻\": 0, \"tags\": 1}", Code::InvalidType), [
        " --> aerostack.json:1:20",
        "  |",
        r#"1 | {"👩💻": 0, "tags": 1}"#,
        "  |                     ^",
        "  |",
    ].join("\n"));
}

#[test]
#[rustfmt::skip]
fn a_span_of_many_lines_shows_its_first() {
    assert_eq!(picture("{\"tags\": {\n  \"a\": 1\n}}", Code::InvalidType), [
        " --> aerostack.json:1:10",
        "  |",
        r#"1 | {"tags": {"#,
        "  |          ^",
        "  |",
    ].join("\n"));
    assert_eq!(picture("{\"x\": 1", Code::InvalidJson), [
        " --> aerostack.json:1:8",
        "  |",
        r#"1 | {"x": 1"#,
        "  |        ^",
        "  |",
    ].join("\n"));
}

#[test]
fn a_long_line_is_cut_on_both_sides() {
    let text = format!(
        "{{\"x\": \"{}\", \"tags\": 1, \"y\": \"{}\"}}",
        "é".repeat(9000),
        "日".repeat(9000)
    );
    let picture = picture(&text, Code::InvalidType);
    assert!(picture.starts_with(" --> aerostack.json:1:9019\n"), "{picture}");
    let lines: Vec<_> = picture.lines().collect();
    assert!(lines[2].starts_with("1 | …") && lines[2].ends_with("..."), "{picture}");
    assert!(lines.iter().all(|line| line.chars().count() < 160), "{picture}");
    // Before the digit stand only characters of one column.
    let digit = lines[2].chars().position(|c| c == '1').unwrap();
    assert_eq!(digit, 0);
    let column = lines[2].chars().skip(4).position(|c| c == '1').unwrap() + 4;
    assert_eq!(lines[3].find('^'), Some(column), "{picture}");
}

#[test]
fn options_name_the_directory_and_add_color() {
    let report = Manifest::check(b"[]").into_parts().1;
    let place = |directory: &str| {
        let shown = report.display().within(directory).to_string();
        shown.lines().nth(1).unwrap().trim().to_owned()
    };
    assert_eq!(place(""), "--> aerostack.json:1:1");
    assert_eq!(place("."), "--> aerostack.json:1:1");
    assert_eq!(place("a/b"), "--> a/b/aerostack.json:1:1");
    assert_eq!(place("a/b/"), "--> a/b/aerostack.json:1:1");
    assert_eq!(place("/"), "--> /aerostack.json:1:1");
    assert_eq!(place("a\u{1b}[31m"), r"--> a\u{1b}[31m/aerostack.json:1:1");
    let shown = report.display().manifest_path("a/b.json").to_string();
    assert_eq!(shown.lines().nth(1), Some(" --> a/b.json:1:1"));
    assert!(report.display().color(true).to_string().contains("\u{1b}["));
    assert!(!report.to_string().contains('\u{1b}'));
}

#[test]
fn secrets_stay_out_of_every_picture() {
    let text = r#"{"envVars": ["API_KEY=hunter2-hunter2", "tok-hunter2-0123456789-0123456789", "A hunter2"], "name": "ac_hunter2hunter2", "x": "ac_hunter2hunter2"}"#;
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let all = format!("{report} {report:?} {}", serde_json::to_string(&report).unwrap());
    assert!(!all.contains("hunter2"), "{all}");
    for text in [
        r#"{"envVars": {"API_KEY": "hunter2"}, "name": 1}"#,
        "{\"envVars\": {\n\"API_KEY\": \"hunter2\"\n}, \"name\": 1}",
        r#"{"envVars": "API_KEY=hunter2", "name": 1}"#,
        r#"{"envVars": [{"name": "API_KEY", "value": "hunter2"}], "name": 1}"#,
        r#"{"ac_hunter2hunter2": 1, "ac_hunter2hunter2": 1}"#,
        // What a syntax error cuts off, or stands before.
        r#"{"envVars": ["API_KEY=hunter2\x"]}"#,
        r#"{"envVars": ["API_KEY=hunter2]}"#,
        "{\"envVars\": [\"API_KEY=hunter2\n\"]}",
        r#"{"envVars": {API_KEY: "hunter2"}}"#,
        r#"{"envVars": {"API_KEY": "hunter2" "B": 1}}"#,
        r#"{"envVars": {"API_KEY": hunter2}}"#,
        r#"{"envVars": {hunter2: 1}}"#,
        r#"{"envVars": ['API_KEY=hunter2']}"#,
        r#"{"envVars": [API_KEY=hunter2]}"#,
        r#"{"envVars": [hunter2]}"#,
        r#"{"envVars": [["API_KEY=hunter2", \x]]}"#,
        r#"{"envVars": hunter2}"#,
        r#"{"envVars": 'API_KEY=hunter2'}"#,
        r#"{"envVars": API_KEY=hunter2}"#,
        r#"{"envVars": ["A=1" "API_KEY=hunter2"]}"#,
        r#"{"envVars": ["A"], "envVars": ["B"], "envVars": ["API_KEY=hunter2" 1]}"#,
        r#"{name: "x", "envVars": ["API_KEY=hunter2"]}"#,
        r#"{"version": v1, 'envVars': ['API_KEY=hunter2']}"#,
        r#"{envVars: ["API_KEY=hunter2"]}"#,
        r#"envVars = ["API_KEY=hunter2"]"#,
        r#"{"x": {"envVars" "API_KEY=hunter2"}}"#,
        // What nobody reads, or reads as a list of names.
        r#"{"envVars": ["A"], "envVars": ["B"], "envVars": ["API_KEY=hunter2"], "x": 1}"#,
        r#"{"env_vars": ["API_KEY=hunter2"]}"#,
        r#"{"ENVVARS": {"API_KEY": "hunter2"}, "envvars": 1}"#,
        r#"{"env": {"API_KEY": "hunter2"}}"#,
        r#"{"vars": {"X": "hunter2"}, "envVars": 1}"#,
        r#"{"\u0065nv": {"X": "hunter2"}}"#,
        r#"{"x": {"env": {"X": "hunter2"}}, "y": 1, "envVars": 1}"#,
        r#"{"x-api-key": "hunter2", "npmAuthToken": "hunter2", "db_password": "hunter2"}"#,
        r#"{"env": {"X": "hunter2" "Y": 1}}"#,
    ] {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let all = format!("{report} {report:?} {}", serde_json::to_string(&report).unwrap());
        assert!(!all.contains("hunter2"), "{all}");
        let redacted = Manifest::redact(text);
        assert!(!redacted.contains("hunter2"), "{redacted}");
        assert_eq!((redacted.len(), redacted.lines().count()), (text.len(), text.lines().count()));
    }
    for text in [r#"{"envVars": 20251231}"#, r#"{"envVars": [1, 20251231]}"#] {
        let shown = Manifest::check(text.as_bytes()).into_parts().1.to_string();
        assert!(!shown.contains("20251231"), "{shown}");
    }
    for text in [
        b"{\"name\": \"\xFF\", \"envVars\": [\"API_KEY=hunter2\"]}".as_slice(),
        b"{\"envVars\": [\"A\", \"API_KEY=hunter2\xFF\"]}",
        b"{\"env\": {\"A\": \"hunter2 \xFF hunter2\"}}",
    ] {
        let shown = Manifest::check(text).into_parts().1.to_string();
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    // The lines behind a secret keep their numbers.
    let text = "{\"envVars\": {\n\"API_KEY\": \"hunter2\"\n}, \"name\": 1}";
    let picture = Manifest::check(text.as_bytes()).report().to_string();
    assert!(picture.contains("\n3 | }, \"name\": 1}\n"), "{picture}");
    let messages: Vec<_> = report.findings().iter().map(Finding::message).collect();
    assert!(messages.contains(
        &"invalid environment variable `API_KEY=…`: only the name belongs here".to_owned()
    ));
}

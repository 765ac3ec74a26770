//! The formats that other programs read: whole texts, and laws that hold whatever an author writes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aerostack_manifest::emit::{self, BasePath};
use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{Code, Error, Function, KeyErrorKind, Manifest, Memory, Report};
use jsonschema::Validator;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};

/// Its findings: an unknown key, a version on two lines' end, a missing key, a tag twice.
const MANIFEST: &str = r#"{
  "name": "image-resizer",
  "version": "v1.2",
  "description": "Resize images on the edge.",
  "category": "media",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT",
  "tags": ["é", "É", "größe "],
  "entrypoint": {
    "file": "index.ts"
  }
}"#;

fn of_manifest(text: &str) -> Report {
    Manifest::check(text.as_bytes()).into_parts().1
}

fn of_function() -> Report {
    let files = Memory::from_iter([("aerostack.json", MANIFEST), ("index.ts", "export {}")]);
    Function::check(&files).into_parts().1
}

/// What was found in a request.
fn of_request() -> Report {
    let body = MANIFEST.replace("v1.2", "1.2.0").replace(
        "\"entrypoint\": {\n    \"file\": \"index.ts\"\n  }",
        "\"entrypoint\": \"index.ts\", \"code\": 1, \"readme\": \"# Images\"",
    );
    CiRequest::check(body.as_bytes()).into_parts().1
}

#[test]
fn github_gets_a_command_on_each_line() {
    let reports = [
        (BasePath::Directory("functions/image-resizer/"), &of_function()),
        (BasePath::Manifest("./a/b.json"), &of_manifest("[]")),
        (BasePath::Directory("."), &of_request()),
        (BasePath::Directory("."), &Report::from(Error::from(KeyErrorKind::Expired))),
        (BasePath::Directory("."), &Report::default()),
    ];
    assert_eq!(
        emit::github(&reports),
        "\
::error file=functions/image-resizer/aerostack.json,line=3,col=15,endLine=3,endColumn=16,title=INVALID_VERSION::invalid version `v1.2`: a version has no `v`%0Ahelp: use `1.2.0`
::warning file=functions/image-resizer/aerostack.json,line=9,col=17,endLine=9,endColumn=20,title=DUPLICATE_ENTRY::the tag `É` is listed twice%0Ahelp: remove it
::error file=functions/image-resizer/aerostack.json,line=9,col=22,endLine=9,endColumn=30,title=INVALID_TAG::the tag `größe ` has leading or trailing whitespace%0Ahelp: use `größe`
::error file=functions/image-resizer/aerostack.json,line=10,endLine=12,title=INVALID_TYPE::`entrypoint` must be a string, not an object%0Ahelp: give a string
::warning file=functions/image-resizer/aerostack.json,line=1,title=MISSING_README::missing `README.md`%0Ahelp: add one that says what the function does and how to use it; the Hub shows it
::error file=a/b.json,line=1,col=1,endLine=1,endColumn=3,title=INVALID_TYPE::the manifest must be an object, not an array%0Ahelp: put the keys between `{` and `}`
::warning title=DUPLICATE_ENTRY::the tag `É` is listed twice%0Ahelp: remove it
::error title=INVALID_TAG::the tag `größe ` has leading or trailing whitespace%0Ahelp: use `größe`
::error title=INVALID_TYPE::`code` must be a string, not a number%0Ahelp: put the value in double quotes
::error title=UNAUTHORIZED::the API key has expired%0Ahelp: run `aerostack login` again
"
    );
}

#[test]
fn github_s_escapes_are_those_of_its_runner() {
    let report = of_manifest(r#"{"100%::error,x": 1}"#);
    let commands =
        emit::github(&[(BasePath::Manifest("a:b,c%0A\n::error \u{1b}[31m.json"), &report)]);
    assert_eq!(
        commands.lines().next(),
        Some(
            "::error file=a%3Ab%2Cc%250A\\u{a}%3A%3Aerror \\u{1b}[31m.json,line=1,col=1,endLine=1,\
             endColumn=2,title=MISSING_FIELD::missing field `name`%0Ahelp: add `\"name\": \"my-function\"`"
        )
    );
    assert!(commands.contains("::unknown key `100%25::error,x`%0Ahelp: "), "{commands}");
}

#[test]
fn gitlab_gets_one_array() {
    let reports = [
        (BasePath::Directory("a"), &of_function()),
        (BasePath::Directory("."), &Report::from(Error::from(KeyErrorKind::Expired))),
    ];
    assert_eq!(
        emit::gitlab(&reports),
        [
            r#"[{"description":"invalid version `v1.2`: a version has no `v`; use `1.2.0`","check_name":"INVALID_VERSION","fingerprint":"9c0ac63864d6bb6dc5bbbd1e33336dd6","severity":"blocker","location":{"path":"a/aerostack.json","lines":{"begin":3,"end":3}}},"#,
            r#"{"description":"the tag `É` is listed twice; remove it","check_name":"DUPLICATE_ENTRY","fingerprint":"a13c9266eaa34880387aafbd938f6321","severity":"minor","location":{"path":"a/aerostack.json","lines":{"begin":9,"end":9}}},"#,
            r#"{"description":"the tag `größe ` has leading or trailing whitespace; use `größe`","check_name":"INVALID_TAG","fingerprint":"501920a2bb2787c1fac0967ff31c97ad","severity":"blocker","location":{"path":"a/aerostack.json","lines":{"begin":9,"end":9}}},"#,
            r#"{"description":"`entrypoint` must be a string, not an object; give a string","check_name":"INVALID_TYPE","fingerprint":"c899a4d82af3d087a8484b201b5da863","severity":"blocker","location":{"path":"a/aerostack.json","lines":{"begin":10,"end":12}}},"#,
            r#"{"description":"missing `README.md`; add one that says what the function does and how to use it; the Hub shows it","check_name":"MISSING_README","fingerprint":"a8062cb1b7fe4e2e42914882947e0234","severity":"minor","location":{"path":"a/aerostack.json","lines":{"begin":1,"end":1}}},"#,
            r#"{"description":"the API key has expired; run `aerostack login` again","check_name":"UNAUTHORIZED","fingerprint":"61cd48dfb162a90f2e9b8067448303eb","severity":"blocker","location":{"path":"aerostack.json","lines":{"begin":1,"end":1}}}]"#,
            "\n",
        ]
        .concat()
    );
    assert_eq!(emit::gitlab(&[]), "[]\n");
}

fn fingerprints(path: &str, text: &str) -> Vec<(String, String)> {
    let issues = emit::gitlab(&[(BasePath::Manifest(path), &of_manifest(text))]);
    let issues: Vec<Value> = serde_json::from_str(&issues).unwrap();
    let part = |issue: &Value, key: &str| issue[key].as_str().unwrap().to_owned();
    issues.iter().map(|issue| (part(issue, "description"), part(issue, "fingerprint"))).collect()
}

#[test]
fn a_fingerprint_stays_when_something_else_changes() {
    let text = r#"{"version": "v1", "tags": ["a ", 1, "b "], "runtime": "x", "runtime": "x"}"#;
    let before = fingerprints("a.json", text);
    let edited = r#"{
        "x-team": "edge",
        "runtime": "x",
        "tags": ["c", "b ", true, 1, "a "],
        "version": "v1",
        "runtime": "x"
    }"#;
    let after = fingerprints("a.json", edited);
    let after: BTreeSet<_> = after.iter().map(|(_, fingerprint)| fingerprint).collect();
    for (description, fingerprint) in &before {
        assert!(after.contains(fingerprint), "{description}");
    }
    let elsewhere = fingerprints("b.json", text);
    assert!(elsewhere.iter().all(|(_, fingerprint)| !after.contains(fingerprint)));
}

#[test]
fn what_is_found_again_has_a_fingerprint_of_its_own() {
    let text = format!(r#"{{"tags": [{}]}}"#, vec!["0"; 500].join(","));
    let all = fingerprints("a.json", &text);
    let different: BTreeSet<_> = all.iter().map(|(_, fingerprint)| fingerprint).collect();
    assert_eq!(different.len(), all.len());
    // A second report of the same path is one of another function, or the same one again.
    let report = of_manifest("[]");
    let twice =
        emit::gitlab(&[(BasePath::Manifest("a"), &report), (BasePath::Manifest("a"), &report)]);
    let twice: Vec<Value> = serde_json::from_str(&twice).unwrap();
    assert_ne!(twice[0]["fingerprint"], twice[1]["fingerprint"]);
}

/// The log of SARIF, which must agree with the schema.
#[track_caller]
fn sarif(reports: &[(BasePath<'_>, &Report)]) -> Value {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
        // The pattern of languages, which the log does not have, is no regular expression of
        // JavaScript: it closes a bracket that is not open.
        let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}?$");
        let schema = serde_json::from_str(&schema).unwrap();
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    });
    let log = serde_json::from_str(&emit::sarif(reports)).unwrap();
    let errors: Vec<_> = SCHEMA.iter_errors(&log).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    log
}

#[test]
fn sarif_has_every_rule_and_every_finding() {
    let log = sarif(&[(BasePath::Directory("Größe 1"), &of_function())]);
    assert_eq!(log["version"], "2.1.0");
    let [run] = &log["runs"].as_array().unwrap()[..] else { panic!("{log}") };
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "aerostack-manifest");
    let version = format!("\nversion = {}\n", driver["semanticVersion"]);
    assert!(include_str!("../../Cargo.toml").contains(&version), "{version}");
    let rules = driver["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    assert_eq!(
        rules[0],
        json!({
            "id": "INVALID_JSON",
            "shortDescription": { "text": "invalid JSON or not UTF-8" },
            "fullDescription": { "text": Code::InvalidJson.explanation().cause },
            "defaultConfiguration": { "level": "error" },
            "helpUri": Code::InvalidJson.url(),
            "help": { "text": "correct the place that is shown; the rest of the document has been checked \
                as far as it can be read\n\nwrong:\n    \"license\": \"MIT\",\n\nright:\n    \"license\": \"MIT\"" },
            "properties": { "status": 400 },
        })
    );
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let artifact = json!({ "uri": "Gr%C3%B6%C3%9Fe%201/aerostack.json" });
    assert_eq!(
        results[0],
        json!({
            "ruleId": "INVALID_VERSION",
            "ruleIndex": 7,
            "level": "error",
            "message": { "text": "invalid version `v1.2`: a version has no `v`; use `1.2.0`" },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {
                        "startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 16,
                        "byteOffset": 43, "byteLength": 1,
                    },
                },
                "logicalLocations": [{ "fullyQualifiedName": "/version" }],
            }],
            "partialFingerprints": { "finding/v1": "4cc24a7873aaffc1d7cac7ef1cb6322d" },
            "fixes": [{
                "description": { "text": "use `1.2.0`" },
                "artifactChanges": [{
                    "artifactLocation": artifact,
                    "replacements": [{
                        "deletedRegion": {
                            "startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 19,
                            "byteOffset": 43, "byteLength": 4,
                        },
                        "insertedContent": { "text": "1.2.0" },
                    }],
                }],
                "properties": { "certain": true },
            }],
        })
    );
    // An item goes with the comma before it, which lies outside of what is blamed.
    assert_eq!(
        results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0],
        json!({
            "deletedRegion": {
                "startLine": 9, "startColumn": 15, "endLine": 9, "endColumn": 20,
                "byteOffset": 217, "byteLength": 6,
            },
            "insertedContent": { "text": "" },
        })
    );
    assert_eq!(
        results[4]["locations"],
        json!([{
            "physicalLocation": { "artifactLocation": artifact, "region": { "startLine": 1 } },
        }])
    );
}

/// Code scanning drops a result without a region.
#[test]
fn what_is_wrong_with_a_file_is_on_its_first_line() {
    #[track_caller]
    fn is(files: &Memory<'_>, expected: &[(&str, &str)]) {
        let report = Function::check(files).into_parts().1;
        let reports = [(BasePath::Directory("a"), &report)];
        let github: Vec<_> = expected
            .iter()
            .map(|(code, file)| format!(" file=a/{file},line=1,title={code}::"))
            .collect();
        let commands = emit::github(&reports);
        assert_eq!(commands.lines().count(), expected.len(), "{commands}");
        for (command, start) in commands.lines().zip(&github) {
            assert!(command.contains(start), "{command}");
        }
        let places: Vec<_> = expected
            .iter()
            .map(|(_, file)| {
                json!([{
                    "physicalLocation": {
                        "artifactLocation": { "uri": format!("a/{file}") },
                        "region": { "startLine": 1 },
                    },
                }])
            })
            .collect();
        let log = sarif(&reports);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let locations = results.iter().map(|result| result["locations"].clone());
        assert_eq!(locations.collect::<Vec<_>>(), places);
        let issues: Vec<Value> = serde_json::from_str(&emit::gitlab(&reports)).unwrap();
        let places: Vec<_> = expected
            .iter()
            .map(|(_, file)| json!({ "path": format!("a/{file}"), "lines": { "begin": 1, "end": 1 } }))
            .collect();
        let locations = issues.iter().map(|issue| issue["location"].clone());
        assert_eq!(locations.collect::<Vec<_>>(), places);
    }

    let manifest = MANIFEST.replace("\"v1.2\"", "\"1.2.0\"").replace(", \"É\", \"größe \"", "");
    let manifest = manifest.replace("{\n    \"file\": \"index.ts\"\n  }", "\"index.ts\"");
    let files = |code: &'static [u8], readme: Option<(&'static str, &'static [u8])>| {
        let mut files = Memory::new();
        files.insert("aerostack.json", manifest.as_bytes().to_vec());
        files.insert("index.ts", code);
        if let Some((path, text)) = readme {
            files.insert(path, text);
        }
        files
    };
    is(&files(b"x", None), &[("MISSING_README", "aerostack.json")]);
    is(&files(b"x", Some(("README.md/x", b""))), &[("MISSING_README", "aerostack.json")]);
    is(&files(b"x", Some(("README.md", b"\xFF"))), &[("UNREADABLE_FILE", "README.md")]);
    is(&files(b"", Some(("README.md", b"#"))), &[("EMPTY_CODE", "index.ts")]);
    is(&files(b"\xFF", Some(("README.md", b"#"))), &[("UNREADABLE_FILE", "index.ts")]);
    is(
        &Memory::from_iter([("index.ts", "x")]),
        &[("MISSING_MANIFEST", "aerostack.json"), ("MISSING_README", "aerostack.json")],
    );
}

#[test]
fn sarif_places_what_has_no_file_nowhere() {
    let unauthorized = Report::from(Error::from(KeyErrorKind::Expired));
    let request = of_request();
    let log =
        sarif(&[(BasePath::Directory("."), &unauthorized), (BasePath::Directory("."), &request)]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    assert_eq!(results[0].get("locations"), None);
    assert_eq!(
        results[1]["locations"],
        json!([{ "logicalLocations": [{ "fullyQualifiedName": "/tags/1" }] }])
    );
    assert!(results.iter().all(|result| result.get("fixes").is_none()));
}

#[test]
fn sarif_takes_no_text_for_an_argument_or_a_link() {
    let log = sarif(&[(BasePath::Manifest("a"), &of_manifest(r#"{"{0} [x](http://y)": 1}"#))]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let messages: Vec<_> =
        results.iter().map(|result| result["message"]["text"].as_str().unwrap()).collect();
    assert!(
        messages
            .contains(&"unknown key `{{0}} [x] (http://y)`; remove it, unless the Hub asks for it")
    );
}

#[test]
fn a_path_is_one_wherever_it_stands() {
    let report = of_manifest("[]");
    let path = |origin| {
        let issues: Value = serde_json::from_str(&emit::gitlab(&[(origin, &report)])).unwrap();
        let log = sarif(&[(origin, &report)]);
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        let uri = location["artifactLocation"]["uri"].as_str().unwrap().to_owned();
        (issues[0]["location"]["path"].as_str().unwrap().to_owned(), uri)
    };
    let is = |origin, shown: &str, uri: &str| {
        assert_eq!(path(origin), (shown.to_owned(), uri.to_owned()), "{origin:?}");
    };
    is(BasePath::Directory(""), "aerostack.json", "aerostack.json");
    is(BasePath::Directory("."), "aerostack.json", "aerostack.json");
    is(BasePath::Directory("./"), "aerostack.json", "aerostack.json");
    is(BasePath::Directory(".//a//"), "a/aerostack.json", "a/aerostack.json");
    is(BasePath::Directory("../a"), "../a/aerostack.json", "../a/aerostack.json");
    is(BasePath::Directory("/"), "/aerostack.json", "/aerostack.json");
    is(BasePath::Directory("//a"), "//a/aerostack.json", "/a/aerostack.json");
    is(BasePath::Manifest("./x.json"), "x.json", "x.json");
    is(BasePath::Manifest("http://x"), "http://x", "http%3A//x");
    is(BasePath::Manifest("a?b#c%41"), "a?b#c%41", "a%3Fb%23c%2541");
    is(BasePath::Manifest("a\n\u{202e}"), "a\\u{a}\\u{202e}", "a%0A%E2%80%AE");
}

/// Texts that mean something to one of the formats or to a terminal.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "\n",
            "\r\n",
            "\u{85}",
            "\u{2028}",
            "%",
            "%0A",
            "%25",
            ",",
            ":",
            "::",
            "::error ::",
            "::stop-commands::",
            "##[error]",
            "\u{1b}[31m",
            "\u{9b}",
            "\u{202e}",
            "\u{2066}",
            "\u{200f}",
            "\u{feff}",
            "\u{0}",
            "\u{7f}",
            "{0}",
            "}",
            "[x](http://y)",
            "\\",
            "\"",
            "../",
            "//",
            "?",
            "#",
            "é",
            "😀",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// What GitHub's runner reads in a property or a message.
fn unescape(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":");
    text.replace("%2C", ",").replace("%25", "%")
}

/// A path as a URI reads it.
fn decode(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte == b'%' {
            let (digits, behind) = rest.split_at(2);
            bytes.push(u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap());
            rest = behind;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The line and column of an offset, by a plain count.
fn position(text: &str, offset: usize) -> [Value; 2] {
    let before = &text[..offset];
    let line = before.rsplit('\n').next().unwrap();
    [json!(before.matches('\n').count() + 1), json!(line.chars().count() + 1)]
}

proptest! {
    // A log is large, and the schema's validator takes its time.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_breaks_out(
        (directory, key, tag) in (hostile(), hostile(), hostile()),
        license in hostile(),
    ) {
        let manifest = json!({
            "name": tag, "version": license, "license": license, "tags": [tag, tag],
            key.as_str(): [], "routePath": directory, "entrypoint": key, "envVars": [license],
        });
        let text = serde_json::to_string_pretty(&manifest).unwrap();
        let report = of_manifest(&text);
        let origin = BasePath::Directory(&directory);
        let reports = [(origin, &report)];
        let (github, gitlab) = (emit::github(&reports), emit::gitlab(&reports));
        let log = emit::sarif(&reports);

        let is_raw = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        for text in [&github, &gitlab, &log] {
            prop_assert!(!text.contains(is_raw));
        }
        prop_assert_eq!(gitlab.matches('\n').count(), 1);
        prop_assert_eq!(log.matches('\n').count(), 1);

        let command = Regex::new(
            "^::(error|warning) file=([^,:]*),line=[0-9]+,(?:col=[0-9]+,endLine=[0-9]+,endColumn=[0-9]+|\
             endLine=[0-9]+),title=([A-Z_]+)::(.*)$",
        ).unwrap();
        let findings = report.findings();
        prop_assert_eq!(github.lines().count(), findings.len());
        let issues: Vec<Value> = serde_json::from_str(&gitlab).unwrap();
        prop_assert_eq!(issues.len(), findings.len());
        let log = sarif(&reports);
        let results = log["runs"][0]["results"].as_array().unwrap();
        prop_assert_eq!(results.len(), findings.len());

        let mut fingerprints = BTreeSet::new();
        for (index, (line, finding)) in github.lines().zip(findings).enumerate() {
            let parts = command.captures(line);
            prop_assert!(parts.is_some(), "{line}");
            let parts = parts.unwrap();
            prop_assert_eq!(&parts[1], finding.severity().as_str());
            prop_assert_eq!(&parts[3], finding.code().as_str());
            let message = format!("{}\nhelp: {}", finding.message(), finding.help());
            prop_assert_eq!(unescape(&parts[4]), message);
            prop_assert_eq!(&issues[index]["location"]["path"], &unescape(&parts[2]));
            fingerprints.insert(issues[index]["fingerprint"].to_string());
            let location = &results[index]["locations"][0]["physicalLocation"];
            let uri = location["artifactLocation"]["uri"].as_str().unwrap();
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
            prop_assert!(!uri.starts_with("//") && !uri.contains([':', '?', '#']), "{uri}");
            let path = decode(uri);
            let directory = directory.trim_end_matches('/').trim_start_matches(['.', '/']);
            prop_assert!(path.contains(directory) || directory.starts_with('.'), "{path}");
            prop_assert!(path.ends_with("aerostack.json"), "{path}");
            let Some(fix) = finding.fix() else { continue };
            let replacements = &results[index]["fixes"][0]["artifactChanges"][0]["replacements"];
            for (edit, replacement) in fix.edits.iter().zip(replacements.as_array().unwrap()) {
                let region = &replacement["deletedRegion"];
                let [line, column] = position(&text, edit.span.start);
                prop_assert_eq!((&region["startLine"], &region["startColumn"]), (&line, &column));
                let [line, column] = position(&text, edit.span.end);
                prop_assert_eq!((&region["endLine"], &region["endColumn"]), (&line, &column));
                prop_assert_eq!(&replacement["insertedContent"]["text"], &edit.text);
            }
        }
        prop_assert_eq!(fingerprints.len(), findings.len());
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let report = of_manifest(&format!("{{\"tags\": [{}0]}}", "0,".repeat(300)));
    let reports = [(BasePath::Directory("a"), &report)];
    assert!(
        emit::github(&reports).ends_with("\n::notice title=INVALID_TYPE::and 201 more of them\n")
    );
    assert_eq!(
        sarif(&reports)["runs"][0]["properties"],
        json!({ "omitted": { "INVALID_TYPE": 201 } })
    );
}

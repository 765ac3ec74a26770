//! The command that a newcomer runs.
#![cfg(feature = "fs")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn check(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "check", "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn exits(output: &Output, status: i32) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(
        output.status.code(),
        Some(status),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

const GOOD: &str = "examples/functions/image-resizer";
const BAD: &str = "examples/functions/broken-renamed-entrypoint";
const WARNED: &str = "tests/cases/readme-missing";

#[test]
fn a_good_function_is_valid() {
    let printed = exits(&check(&[GOOD], ""), 0);
    assert_eq!(printed, format!("{GOOD}: image-resizer 1.0.0 is valid\n"));
}

#[test]
fn a_broken_one_is_refused_with_its_path() {
    let printed = exits(&check(&[BAD], ""), 1);
    assert!(printed.contains(&format!(" --> {BAD}/aerostack.json:10:17\n")), "{printed}");
    assert!(printed.ends_with("\n1 path checked: 2 errors, 0 warnings\n"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "colored although it is no terminal");
}

#[test]
fn a_manifest_is_checked_without_its_files() {
    let printed = exits(&check(&[&format!("{GOOD}/aerostack.json")], ""), 0);
    assert_eq!(printed, format!("{GOOD}/aerostack.json: image-resizer 1.0.0 is valid\n"));
    let printed = exits(&check(&["tests/cases/category-invalid/aerostack.json"], ""), 1);
    assert!(
        printed.contains(" --> tests/cases/category-invalid/aerostack.json:5:15\n"),
        "{printed}"
    );
}

#[test]
fn a_manifest_comes_on_standard_input() {
    let printed = exits(&check(&["-"], "{"), 1);
    assert!(printed.contains(" --> aerostack.json:1:2\n"), "{printed}");
}

#[test]
fn json_is_one_line_for_each_path() {
    let printed = exits(&check(&["--format", "json", GOOD, BAD, WARNED], ""), 1);
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [good, bad, warned] = &lines[..] else { panic!("{printed}") };
    assert_eq!(good["findings"], serde_json::json!([]));
    assert!(printed.starts_with(&format!(
        r#"{{"path":"{GOOD}","ok":true,"findings":[],"manifest":{{"name":"image-resizer","version":"1.0.0","#
    )));
    assert_eq!((bad["path"].as_str(), bad["ok"].as_bool()), (Some(BAD), Some(false)));
    assert_eq!(bad["findings"][1]["code"], "MISSING_ENTRYPOINT");
    assert!(bad.get("manifest").is_none());
    assert_eq!(warned["ok"], true);
    assert_eq!(warned["findings"][0]["severity"], "warning");
}

#[test]
fn the_schema_is_printed_as_it_stands_in_the_tree() {
    assert_eq!(exits(&check(&["--schema"], ""), 0), aerostack_manifest::SCHEMA_JSON);
}

#[test]
fn warnings_fail_only_when_denied() {
    exits(&check(&[WARNED], ""), 0);
    exits(&check(&["--deny-warnings", WARNED], ""), 1);
    exits(&check(&["--deny-warnings", GOOD], ""), 0);
}

#[test]
fn wrong_usage_is_not_a_verdict() {
    let output = check(&["--format", "xml"], "");
    exits(&output, 2);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("the formats are `human` and `json`"), "{message}");
    exits(&check(&["--no-such-option"], ""), 2);
    assert!(exits(&check(&["--help"], ""), 0).starts_with("Usage: check"));
}

#[test]
fn a_path_that_is_not_there_does_not_hide_the_others() {
    let output = check(&["no/such/path", GOOD], "");
    let printed = exits(&output, 2);
    assert!(printed.contains("image-resizer 1.0.0 is valid"), "{printed}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("check: no/such/path: "));
}

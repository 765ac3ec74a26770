//! However much of something a document has, a report has little.
#![cfg(feature = "render")]

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{BasePath, Code, Manifest, Report, emit};

mod laws;

/// Every form of a report. What is escaped for machines is longer than what people read.
fn forms(report: &Report) -> Vec<(&'static str, String)> {
    let reports = [(BasePath::Directory("functions/hello"), report)];
    vec![
        ("Display", report.to_string()),
        ("Display in color", report.display().color(true).to_string()),
        ("Debug", format!("{report:?}")),
        ("JSON", serde_json::to_string(report).unwrap()),
        ("GitHub", emit::github(&reports)),
        ("GitLab", emit::gitlab(&reports)),
        ("SARIF", emit::sarif(&reports)),
    ]
}

/// Documents of about a size, full of one thing.
fn documents(size: usize) -> Vec<(&'static str, String)> {
    let list = |key: &str, item: &str| {
        format!("{{\"{key}\":[{}\"\"]}}", format!("\"{item}\",").repeat(size / (item.len() + 3)))
    };
    let keys = |key: &dyn Fn(usize) -> String| {
        let mut text = String::with_capacity(size + 100);
        text.push('{');
        for n in 0.. {
            let entry = format!("\"{}\":0,", key(n));
            if text.len() + entry.len() > size {
                break;
            }
            text += &entry;
        }
        text + "\"x\":0}"
    };
    let fill = |piece: &str| piece.repeat(size / piece.len());
    let long = fill("\\u202e");
    vec![
        ("tags", list("tags", "a")),
        ("invalid tags", list("tags", "\u{202e}")),
        ("invalid variables", list("envVars", "A=1")),
        ("invalid dependencies", list("npmDependencies", "\\u0000")),
        ("items of a wrong type", format!("{{\"tags\":[{}0]}}", fill("0,"))),
        ("trailing commas", format!("{{\"x\":[{}0]}}", fill("[0,],"))),
        ("unknown keys", keys(&|n| format!("x{n}"))),
        ("misspelt keys", keys(&|n| format!("tags{n}"))),
        ("invisible keys", keys(&|n| format!("{n}{}", "\u{e0041}".repeat(300)))),
        ("the same key", keys(&|_| "tags".to_owned())),
        ("the same invisible key", keys(&|_| "\\udb40\\udc41".repeat(30))),
        ("opened brackets", format!("{{\"x\":{}", fill("["))),
        ("brackets for a list", format!("{{\"envVars\":{}", fill("[{\"a\":"))),
        ("a long key", format!("{{\"{long}\":0,\"{long}\":1}}")),
        ("a long name", format!("{{\"name\":\"{long}\"}}")),
        ("a long license", format!("{{\"license\":\"{long}\"}}")),
        ("terms of a license", format!("{{\"license\":\"{}MIT\"}}", fill("X OR "))),
        ("a long entrypoint", format!("{{\"entrypoint\":\"{}\"}}", fill("a/"))),
        ("a long version", format!("{{\"version\":\"1.0.0-{}\"}}", fill("1."))),
        ("a long word", format!("{{\"x\":{}}}", fill("x"))),
        ("a long key without quotes", format!("{{{}:1}}", fill("x"))),
        ("a long comment", format!("{{/*{}*/}}", fill("*"))),
        ("a long string without an end", format!("{{\"x\":\"{}", fill("\u{1f600}"))),
        ("lines", format!("{{{}\"x\" 1}}", fill("\n"))),
        ("space around a colon", format!("{{\"language\"{}:\"javascript\"}}", fill(" "))),
        (
            "space before a key",
            format!("{{\"name\":\"a\",{}\"language\":\"javascript\"}}", fill("\n")),
        ),
    ]
}

fn is_bounded(what: &str, report: &Report) {
    assert!(!report.is_ok(), "{what}");
    for (code, count) in laws::count(report) {
        assert!(count <= Report::MAX_PER_CODE, "{what}: {count} times {code}");
    }
    let count = report.findings().len() + report.omitted().len();
    for (form, text) in forms(report) {
        // A log in SARIF explains every code, whatever is found.
        let fixed = if form == "SARIF" { 40_000 } else { 100 };
        let limit = fixed + 5_000 * count;
        assert!(text.len() <= limit, "{what}: {form} has {} bytes for {count}", text.len());
    }
}

#[test]
fn a_report_on_a_manifest_of_any_size_is_short() {
    // A long key is there twice, and what is no more than a frame has its place.
    for size in [1 << 10, 1 << 14, Manifest::MAX_SIZE / 2 - 100] {
        for (what, text) in documents(size) {
            is_bounded(what, Manifest::check(text.as_bytes()).report());
        }
    }
}

#[test]
fn a_report_on_a_request_of_any_size_is_short() {
    for (what, text) in documents(1 << 17) {
        is_bounded(what, CiRequest::check(text.as_bytes()).report());
    }
    let fill = |piece: &str| piece.repeat((CiRequest::MAX_SIZE / 4) / piece.len());
    for (what, text) in [
        ("brackets for the code", format!("{{\"code\":{}", fill("["))),
        ("trailing commas for the code", format!("{{\"code\":[{}0]}}", fill("[0,],"))),
        ("escapes of the code", format!("{{\"code\":\"{}\"}}", fill("\\u202e"))),
        ("text without an end", format!("{{\"readme\":\"{}", fill("\u{1f600}"))),
        ("space around the code", format!("{{\"code\"{}:0}}", fill(" "))),
        ("the code again", format!("{{{}\"x\":0}}", fill("\"code\":0,"))),
        ("a long word", format!("{{\"code\":{}}}", fill("x"))),
        ("bytes behind an error", format!("{{\"code\":0 1{}", fill("env="))),
    ] {
        is_bounded(what, CiRequest::check(text.as_bytes()).report());
    }
}

#[test]
fn what_is_found_again_is_counted() {
    let text = format!("{{\"tags\":[{}0]}}", "0,".repeat(100_000));
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    assert_eq!(report.omitted(), [(Code::InvalidType, 99_901)]);
}

//! The same bytes get the same verdict, from whichever side they come: every case and every example,
//! from a directory, from memory and over HTTP.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use aerostack_manifest::{Code, Directory, Finding, Function, Report};

use crate::server::Hub;
use crate::tree;

fn codes(report: &Report) -> Vec<Code> {
    report.findings().iter().map(Finding::code).collect()
}

/// What is wrong with the file that `entrypoint` names, so that there is no code to send.
fn is_without_code(finding: &Finding) -> bool {
    match finding.code() {
        Code::MissingEntrypoint => finding.message() != "missing field `entrypoint`",
        Code::UnreadableFile => finding.file() != Some("README.md"),
        _ => false,
    }
}

/// What a client that only reads files and joins texts would send: the manifest's bytes, with the
/// further keys after the opening brace, so that a broken manifest stays as broken as it was.
fn body(function: &Path, report: &Report) -> Option<Vec<u8>> {
    let manifest = function.join("aerostack.json");
    let is_there =
        fs::read_dir(function).unwrap().any(|entry| entry.unwrap().file_name() == "aerostack.json");
    let manifest = is_there.then(|| fs::read(manifest).unwrap())?;
    let Some(brace) = manifest.iter().position(|&byte| byte == b'{') else {
        return Some(manifest);
    };
    let (open, rest) = manifest.split_at(brace + 1);
    let mut further = String::new();
    let mut push = |key: &str, text: &str| {
        write!(further, "\"{key}\": {},", serde_json::to_string(text).unwrap()).unwrap();
    };
    if !report.findings().iter().any(is_without_code) {
        let entrypoint = serde_json::from_slice(
            manifest.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&manifest),
        )
        .ok()
        .and_then(|value: serde_json::Value| Some(value["entrypoint"].as_str()?.to_owned()));
        let code = entrypoint.and_then(|path| fs::read_to_string(function.join(path)).ok());
        push("code", code.as_deref().unwrap_or("export {}"));
    }
    let has_readme = !codes(report).contains(&Code::MissingReadme);
    if has_readme && let Ok(readme) = fs::read_to_string(function.join("README.md")) {
        push("readme", &readme);
    }
    if rest.trim_ascii_start().starts_with(b"}") {
        further.pop();
    }
    Some([open, further.as_bytes(), rest].concat())
}

#[test]
fn a_directory_memory_and_http_give_the_same_codes() {
    let hub = Hub::start("verdicts");
    let key = hub.key("alice");
    let mut unsent = Vec::new();
    for function in tree::functions() {
        let name = function.file_name().unwrap().to_str().unwrap().to_owned();
        let report = Function::check(&Directory::new(&function)).into_parts().1;
        let in_memory = Function::check(&tree::files(&function));
        assert_eq!(in_memory.report(), &report, "{name}");

        let Some(body) = body(&function, &report) else {
            unsent.push(name);
            continue;
        };
        let response = hub.ci_publish(&key, &body[..]);
        let mut received = response.codes();
        // Where there is no file, there is no key.
        let mut expected: Vec<_> = report
            .findings()
            .iter()
            .map(|one| if is_without_code(one) { Code::MissingField } else { one.code() })
            .map(|code| code.to_string())
            .collect();
        received.sort();
        expected.sort();
        assert_eq!(received, expected, "{name}: {}", response.body);
        let is_accepted = response.status < 300;
        assert_eq!(is_accepted, report.is_ok(), "{name}");
    }
    // Without a manifest there is nothing to send.
    assert_eq!(unsent, ["broken-toml-manifest", "manifest-in-capitals", "manifest-missing"]);
}

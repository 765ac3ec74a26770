//! The same bytes get the same verdict, from whichever side they come: every case and every example,
//! from a directory, from memory and over HTTP.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use aerostack_manifest::{Code, Directory, Finding, Function, Memory, Report};

use crate::server::Hub;

fn functions() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut functions = Vec::new();
    for directory in ["tests/cases", "examples/functions"] {
        let entries = fs::read_dir(root.join(directory)).unwrap();
        functions.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    functions.sort();
    assert!(functions.len() > 70, "only {} functions", functions.len());
    functions
}

fn load(directory: &Path, prefix: &str, files: &mut Memory<'_>) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            load(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

fn codes(report: &Report) -> Vec<Code> {
    report.findings().iter().map(Finding::code).collect()
}

/// What is wrong with the file that `entrypoint` names, so that there is no code to send.
fn is_without_code(finding: &Finding) -> bool {
    match finding.code() {
        Code::MissingEntrypoint => finding.message() != "`entrypoint` is missing",
        Code::UnreadableFile => finding.file() != Some("README.md"),
        _ => false,
    }
}

/// What a client that only reads files and joins texts would send: the manifest's bytes, with the
/// further keys behind the opening brace, so that a broken manifest stays as broken as it was.
fn body(function: &Path, report: &Report) -> Option<Vec<u8>> {
    let manifest = function.join("aerostack.json");
    let is_there =
        fs::read_dir(function).unwrap().any(|entry| entry.unwrap().file_name() == "aerostack.json");
    let manifest = is_there.then(|| fs::read(manifest).unwrap())?;
    let brace = match manifest.iter().position(|&byte| byte == b'{') {
        Some(brace) if manifest[..brace].trim_ascii().len() <= "\u{feff}".len() => brace,
        _ => return Some(manifest),
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
    for function in functions() {
        let name = function.file_name().unwrap().to_str().unwrap().to_owned();
        let report = Function::check(&Directory::new(&function)).into_parts().1;
        let mut memory = Memory::new();
        load(&function, "", &mut memory);
        assert_eq!(Function::check(&memory).report(), &report, "{name}");

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

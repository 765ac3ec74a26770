//! Every folder of `tests/cases` and `examples/functions` is a function with its expected report.
//!
//! `BLESS=1 cargo test --test cases` writes the reports anew; read the difference before you commit.
#![cfg(feature = "fs")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aerostack_manifest::{Code, Directory, Finding, Function, Manifest, Memory};

/// The folders in a directory and where their expected reports are.
fn cases() -> Vec<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = |directory: &str| -> Vec<PathBuf> {
        let entries =
            fs::read_dir(root.join(directory)).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    let mut cases = Vec::new();
    for function in folders("tests/cases") {
        let report = function.join("report.txt");
        cases.push((function, report));
    }
    for function in folders("examples/functions") {
        let name = function.file_name().unwrap().to_str().unwrap().to_owned();
        cases.push((function, root.join(format!("tests/examples/{name}.txt"))));
    }
    cases.sort();
    assert!(cases.len() > 70, "only {} cases", cases.len());
    cases
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

#[test]
fn every_report_is_as_expected() {
    let is_blessing = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for (function, expected) in cases() {
        let report = Function::check(&Directory::new(&function)).report().to_string();
        if is_blessing {
            fs::create_dir_all(expected.parent().unwrap()).unwrap();
            fs::write(&expected, report).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != report {
            failures.push(format!("{}:\n{report}", function.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_code_has_a_case() {
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    for (function, _) in cases() {
        let checked = Function::check(&Directory::new(&function));
        seen.extend(checked.report().findings().iter().map(Finding::code));
    }
    // Ten megabytes are made in `tests/files.rs` rather than kept; what only a host can find has
    // its cases in `tests/publish.rs`.
    seen.extend([
        Code::CodeTooLarge,
        Code::RequestTooLarge,
        Code::Unauthorized,
        Code::DuplicateSlug,
        Code::VersionConflict,
        Code::VersionRegression,
    ]);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn files_on_disk_and_in_memory_give_the_same_report() {
    for (function, _) in cases() {
        let mut memory = Memory::new();
        load(&function, "", &mut memory);
        let on_disk = Function::check(&Directory::new(&function));
        let in_memory = Function::check(&memory);
        assert_eq!(on_disk.report(), in_memory.report(), "{}", function.display());
        assert_eq!(on_disk.value(), in_memory.value(), "{}", function.display());
    }
}

#[test]
fn what_is_written_reads_back() {
    let mut count = 0;
    for (function, _) in cases() {
        let Some(function) = Function::check(&Directory::new(&function)).into_parts().0 else {
            continue;
        };
        let manifest = function.manifest();
        let text = serde_json::to_string(manifest).unwrap();
        assert_eq!(Manifest::parse(&text).as_ref(), Ok(manifest));
        assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), *manifest);
        let written: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut original: serde_json::Value =
            serde_json::from_str(function.manifest_text().trim_start_matches('\u{FEFF}')).unwrap();
        // What the reader normalises or does not keep.
        original["entrypoint"] = manifest.entrypoint().as_str().into();
        let written_keys = written.as_object().unwrap();
        original.as_object_mut().unwrap().retain(|key, _| written_keys.contains_key(key));
        assert_eq!(written, original);
        count += 1;
    }
    assert!(count >= 9, "only {count} valid functions");
}

#[test]
fn a_value_comes_exactly_without_errors_and_spans_lie_in_the_text() {
    for (function, _) in cases() {
        let Ok(bytes) = fs::read(function.join("aerostack.json")) else { continue };
        let checked = Manifest::check(&bytes);
        assert_eq!(checked.value().is_some(), checked.report().errors().count() == 0);
        for finding in checked.report().findings() {
            let Some(span) = finding.span() else { continue };
            assert!(bytes.get(span.range()).is_some(), "{finding}");
        }
    }
}

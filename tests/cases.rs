//! Every folder of `tests/cases` and `examples/functions` is a function with its expected report.
//!
//! `BLESS=1 cargo test --test cases` writes the reports anew; read the difference before you commit.
#![cfg(feature = "fs")]

mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aerostack_manifest::{Code, Directory, Finding, Function, Manifest};

/// The report that is expected of a function.
fn expected(function: &Path) -> PathBuf {
    let name = function.file_name().unwrap().to_str().unwrap();
    if function.starts_with(tree::root().join("examples")) {
        tree::root().join(format!("tests/examples/{name}.txt"))
    } else {
        function.join("report.txt")
    }
}

#[test]
fn every_report_is_as_expected() {
    let is_blessing = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for function in tree::functions() {
        let expected = expected(&function);
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
    for function in tree::functions() {
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
    for function in tree::functions() {
        let on_disk = Function::check(&Directory::new(&function));
        let in_memory = Function::check(&tree::files(&function));
        assert_eq!(on_disk.report(), in_memory.report(), "{}", function.display());
        assert_eq!(on_disk.value(), in_memory.value(), "{}", function.display());
    }
}

#[test]
fn what_is_written_reads_back() {
    let mut count = 0;
    for function in tree::functions() {
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
    for bytes in tree::manifests() {
        let checked = Manifest::check(&bytes);
        assert_eq!(checked.value().is_some(), checked.report().errors().count() == 0);
        for finding in checked.report().findings() {
            let Some(span) = finding.span() else { continue };
            assert!(bytes.get(span.range()).is_some(), "{finding}");
        }
    }
}

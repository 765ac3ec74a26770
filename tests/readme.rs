//! The README says what the crate does.

use std::fmt::Write as _;

use aerostack_manifest::{Code, Finding, Manifest, SCHEMA_JSON};

const README: &str = include_str!("../README.md");

/// The rows of the table whose first column has this header.
fn rows(header: &str) -> Vec<Vec<&'static str>> {
    let table = README.lines().skip_while(|line| !line.starts_with(&format!("| {header} |")));
    let rows = table.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn the_table_of_codes_is_that_of_the_crate() {
    let mut table =
        String::from("| code | severity | status | what is wrong |\n|---|---|---|---|\n");
    for code in Code::ALL {
        let (severity, status) = (code.severity(), code.status());
        let title = code.explanation().title;
        writeln!(table, "| `{code}` | {severity} | {status} | {title} |").unwrap();
    }
    assert!(README.contains(&format!("\n\n{table}\n")), "the README needs this table:\n{table}");
}

#[test]
fn the_table_of_keys_has_the_keys_that_are_read() {
    let rows = rows("key");
    let schema: serde_json::Value = serde_json::from_str(SCHEMA_JSON).unwrap();
    let mut keys: Vec<_> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    keys.sort_unstable();
    assert_eq!(keys, schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>());
    let missing: Vec<_> = Manifest::check(b"{}").report().errors().map(Finding::message).collect();
    let required = rows.iter().filter(|row| row[1] == "yes");
    assert_eq!(
        missing,
        required.map(|row| format!("missing field {}", row[0])).collect::<Vec<_>>()
    );
    for row in rows {
        let document = format!("{{\"{}\": {{}}}}", row[0].trim_matches('`'));
        let checked = Manifest::check(document.as_bytes());
        let codes: Vec<_> = checked.report().findings().iter().map(Finding::code).collect();
        assert!(
            codes.contains(&Code::InvalidType) && !codes.contains(&Code::UnknownField),
            "{document}"
        );
        for code in row[3].split(", ") {
            assert!(code.trim_matches('`').parse::<Code>().is_ok(), "{code}");
        }
    }
}

/// A code is an error's name on the wire: this list only grows.
#[test]
fn no_code_ever_changes() {
    let mut list = String::new();
    for code in Code::ALL {
        writeln!(list, "{code} {} {}", code.severity(), code.status()).unwrap();
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
    assert_eq!(list, include_str!("codes.txt"));
    assert_eq!(
        "NO_CODE".parse::<Code>().unwrap_err().to_string(),
        "`NO_CODE` is not a code of this version"
    );
}

#[cfg(feature = "fs")]
#[test]
fn the_reports_are_what_the_crate_prints() {
    use aerostack_manifest::{Directory, Function};

    for block in README.split("```console\n$ cargo run --example check -- ").skip(1) {
        let (block, _) = block.split_once("\n```").unwrap();
        let (path, printed) = block.split_once('\n').unwrap();
        let checked = Function::check(&Directory::new(path));
        let report = checked.report();
        let expected = match checked.value() {
            Some(function) => {
                let manifest = function.manifest();
                format!("{path}: {} {} is valid", manifest.name(), manifest.version())
            }
            None => format!(
                "{}\n\n1 path checked: {} errors, {} warnings",
                report.display().within(path),
                report.errors().count(),
                report.warnings().count(),
            ),
        };
        assert_eq!(printed, expected);
    }
}

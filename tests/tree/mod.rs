//! What this repository has for tests of any package: its functions, and the keys of a manifest.
#![allow(dead_code, reason = "no test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};

use aerostack_manifest::Memory;

/// Every key that a manifest may have, and `$schema`.
pub(crate) const KEYS: [&str; 15] = [
    "name",
    "version",
    "description",
    "category",
    "language",
    "runtime",
    "license",
    "tags",
    "entrypoint",
    "routePath",
    "routeExport",
    "npmDependencies",
    "envVars",
    "drizzleSchema",
    "$schema",
];

/// The repository, whatever package of it a test belongs to.
pub(crate) fn root() -> &'static Path {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.find(|directory| directory.join("tests/cases").is_dir()).unwrap()
}

/// The directories of all cases and examples.
pub(crate) fn functions() -> Vec<PathBuf> {
    let mut functions = Vec::new();
    for directory in ["tests/cases", "examples/functions"] {
        let entries = fs::read_dir(root().join(directory)).unwrap();
        functions.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    functions.sort();
    assert!(functions.len() > 70, "only {} functions", functions.len());
    functions
}

/// The manifests of those that have one.
pub(crate) fn manifests() -> Vec<Vec<u8>> {
    let manifests = functions().into_iter().map(|path| fs::read(path.join("aerostack.json")));
    manifests.filter_map(Result::ok).collect()
}

/// The files in a directory, in memory.
pub(crate) fn files(directory: &Path) -> Memory<'static> {
    let mut files = Memory::new();
    add(&mut files, directory, "");
    files
}

fn add(files: &mut Memory<'_>, directory: &Path, prefix: &str) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            add(files, &entry.path(), &format!("{path}/"));
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

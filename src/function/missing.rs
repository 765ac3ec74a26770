//! Where the manifest probably is that a directory does not have.

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::files::{Files, ReadError};
use crate::finding::MANIFEST_NAME;
use crate::similar::nearest;

/// How often a directory is asked for a manifest at most.
const MAX_ASKED: usize = 1000;

/// How far below the functions are at most, such as in `packages/functions/hello`.
const MAX_DEPTH: usize = 3;

/// Names that a manifest has by mistake, such as where an editor or a system adds an extension.
const OTHER_NAMES: [&str; 8] = [
    "aerostack.jsonc",
    "aerostack.json5",
    "aerostack.json.txt",
    "aerostack.json.json",
    "aerostack.txt",
    "aerostack.toml",
    "aerostack.yaml",
    "aerostack.yml",
];

/// Returns the error for a directory without a manifest: the file or the directories that were
/// probably meant.
pub(super) fn missing_manifest(files: &dyn Files) -> Error {
    let found = same_but_for_case(MANIFEST_NAME, files).or_else(|| manifest_like(files));
    let below = if found.is_some() { Vec::new() } else { functions_below(files) };
    Error::MissingManifest { found, below }
}

/// Returns a file at the top whose name differs only in case.
pub(super) fn same_but_for_case(name: &str, files: &dyn Files) -> Option<Excerpt> {
    let names = files.list("");
    let same = names.iter().filter(|other| other.eq_ignore_ascii_case(name) && *other != name);
    same.min().map(|other| Excerpt::new(other))
}

/// Returns a file at the top with another extension, or whose name is misspelt.
fn manifest_like(files: &dyn Files) -> Option<Excerpt> {
    let mut names = files.list("");
    names.sort();
    let is_other = |other: &str| names.iter().find(|name| name.eq_ignore_ascii_case(other));
    let is_json = |name: &&str| name.to_ascii_lowercase().ends_with(".json");
    let near = || nearest(MANIFEST_NAME, names.iter().map(String::as_str).filter(is_json));
    let found = OTHER_NAMES.into_iter().find_map(is_other).map(String::as_str).or_else(near);
    found.map(Excerpt::new)
}

/// Returns the first directories below that have a manifest, nearest to the top and in order: one
/// more than the help names.
fn functions_below(files: &dyn Files) -> Vec<Excerpt> {
    let mut level = vec![String::new()];
    let mut asked = 0;
    for _ in 0..MAX_DEPTH {
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for directory in &level {
            if found.len() > Error::MAX_NAMED || asked == MAX_ASKED {
                break;
            }
            let mut names = files.list(directory);
            // Neither tools nor packages keep functions of the author.
            names.retain(|name| !name.starts_with('.') && name != "node_modules");
            names.sort();
            for name in names {
                if found.len() > Error::MAX_NAMED || asked == MAX_ASKED {
                    break;
                }
                asked += 1;
                let slash = if directory.is_empty() { "" } else { "/" };
                let path = format!("{directory}{slash}{name}");
                if has_manifest(files, &path) {
                    found.push(Excerpt::new(&path));
                } else {
                    others.push(path);
                }
            }
        }
        if !found.is_empty() {
            return found;
        }
        level = others;
    }
    Vec::new()
}

fn has_manifest(files: &dyn Files, directory: &str) -> bool {
    let path = format!("{directory}/{MANIFEST_NAME}");
    matches!(files.read(&path, 0), Ok(_) | Err(ReadError::TooLarge)) && files.has_exact_case(&path)
}

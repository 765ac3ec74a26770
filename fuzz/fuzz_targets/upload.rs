//! Files in memory and on the disk give the same report.
#![no_main]

use std::collections::BTreeSet;
use std::fs;

use aerostack_manifest::{Directory, Function, Memory};

#[path = "../../tests/laws/mod.rs"]
mod laws;

const MANIFEST: &str = include_str!("../../examples/functions/image-resizer/aerostack.json");

libfuzzer_sys::fuzz_target!(|input: (&str, Vec<(&str, &[u8])>)| {
    let (entrypoint, files) = input;
    let directory = std::env::temp_dir().join(format!("aerostack-upload-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let quoted = serde_json::to_string(entrypoint).unwrap();
    let manifest = MANIFEST.replace("\"index.ts\"", &quoted);
    let mut memory = Memory::new();
    let mut names = BTreeSet::new();
    let files = files.into_iter().chain([("aerostack.json", manifest.as_bytes())]);
    for (path, content) in files {
        let is_name = |name: &str| {
            !matches!(name, "" | "." | "..") && name.len() < 200 && !name.contains(['\0', '\\'])
        };
        let path = path.chars().take(500).collect::<String>();
        if !path.split('/').all(is_name) || !names.insert(path.clone()) {
            continue;
        }
        // What is a directory already is no file, and the other way round.
        let place = directory.join(&path);
        let is_written = fs::create_dir_all(place.parent().unwrap())
            .and_then(|()| fs::write(&place, content))
            .is_ok();
        if is_written {
            memory.insert(path, content);
        }
    }
    let on_disk = Function::check(&Directory::new(&directory));
    let in_memory = Function::check(&memory);
    assert_eq!(on_disk.report(), in_memory.report());
    assert_eq!(on_disk.value(), in_memory.value());
    if let Some(function) = in_memory.value() {
        laws::of_functions(function);
    }
    let _ = fs::remove_dir_all(&directory);
});

//! Any bytes as a manifest.
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::of_manifests(bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        laws::of_spelling(text);
    }
});

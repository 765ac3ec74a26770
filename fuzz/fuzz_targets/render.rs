//! Any bytes, shown in every form, under any path.
#![no_main]

use aerostack_manifest::{BasePath, Manifest, emit};

libfuzzer_sys::fuzz_target!(|input: (&str, &[u8])| {
    let (path, bytes) = input;
    let report = Manifest::check(bytes).into_parts().1;
    let display = report.display().within(path).manifest_path(path);
    let plain = display.clone().to_string();
    let colored = display.color(true).to_string();
    let reports = [(BasePath::Directory(path), &report), (BasePath::Manifest(path), &report)];
    let documents = [emit::gitlab(&reports), emit::sarif(&reports)];
    for document in &documents {
        serde_json::from_str::<serde_json::Value>(document).unwrap();
    }
    let annotations = emit::github(&reports);
    let count = report.findings().len() + report.omitted().len();
    assert_eq!(annotations.lines().count(), 2 * count);
    let json = serde_json::to_string(&report).unwrap();
    for shown in [&plain, &json, &annotations].into_iter().chain(&documents) {
        let drives_terminal = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!shown.contains(drives_terminal), "{shown:?}");
        assert!(!shown.contains("##[") && !shown.contains("##vso["), "{shown:?}");
    }
    // Only GitHub's own commands start with two colons.
    let is_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!plain.lines().any(is_command), "{plain:?}");
    // Colors are the only sequences.
    let mut rest = colored.as_str();
    while let Some((_, sequence)) = rest.split_once('\u{1b}') {
        let end = sequence.find('m').unwrap();
        let is_color = |c: char| c.is_ascii_digit() || matches!(c, '[' | ';');
        assert!(sequence.starts_with('[') && sequence[..end].chars().all(is_color));
        rest = &sequence[end..];
    }
});

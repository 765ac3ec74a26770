//! How many findings there are, and how seriously they are taken.

use aerostack_manifest::{
    Code, Finding, Function, Level, Levels, Manifest, Memory, Report, Severity,
};

const EXAMPLE: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

fn codes(report: &Report) -> Vec<Code> {
    report.findings().iter().map(Finding::code).collect()
}

fn warned() -> Vec<u8> {
    EXAMPLE.replace("\"cdn\"]", "\"CDN\", \"cdn\"]").replacen('{', "{ \"x\": 1,", 1).into_bytes()
}

#[test]
fn a_warning_can_be_raised_or_silenced() {
    let mut levels = Levels::default();
    let checked = Manifest::check(&warned()).with_levels(&levels);
    assert!(checked.value().is_some());
    assert_eq!(codes(checked.report()), [Code::UnknownField, Code::DuplicateEntry]);

    levels.set(Code::UnknownField, Level::Allow).unwrap();
    levels.set(Code::DuplicateEntry, Level::Deny).unwrap();
    let checked = Manifest::check(&warned()).with_levels(&levels);
    assert!(checked.value().is_none() && !checked.report().is_ok());
    assert_eq!(codes(checked.report()), [Code::DuplicateEntry]);
    let finding = &checked.report().findings()[0];
    assert_eq!(finding.severity(), Severity::Error);
    assert_eq!(checked.report().status(), Some(422));
    assert!(finding.to_string().starts_with("error[DUPLICATE_ENTRY]: "), "{finding}");
    assert!(checked.report().to_string().starts_with("error[DUPLICATE_ENTRY]: "));
    let json = serde_json::to_string(checked.report()).unwrap();
    assert!(
        json.starts_with(
            r#"{"ok":false,"findings":[{"code":"DUPLICATE_ENTRY","severity":"error","#
        )
    );

    levels.set(Code::DuplicateEntry, Level::Warn).unwrap();
    let checked = Manifest::check(&warned()).with_levels(&levels);
    assert!(checked.value().is_some());
    assert_eq!(checked.report().warnings().count(), 1);

    let levels = Levels::all(Level::Allow);
    assert!(Manifest::check(&warned()).with_levels(&levels).report().is_empty());
}

#[test]
fn every_warning_and_no_error_has_a_level() {
    for &code in Code::ALL {
        let mut levels = Levels::default();
        let is_warning = code.severity() == Severity::Warning;
        assert_eq!(levels.level(code), if is_warning { Level::Warn } else { Level::Deny });
        for level in [Level::Allow, Level::Warn, Level::Deny] {
            match levels.set(code, level) {
                Ok(()) => assert_eq!(levels.level(code), level),
                Err(error) => {
                    assert!(!is_warning && level != Level::Deny, "{code}");
                    assert_eq!(error.to_string(), format!("{code} is an error, and stays one"));
                }
            }
        }
        for level in [Level::Allow, Level::Warn, Level::Deny] {
            let expected = if is_warning { level } else { Level::Deny };
            assert_eq!(Levels::all(level).level(code), expected);
        }
    }
    let files = Memory::from_iter([("aerostack.json", "{}")]);
    let checked = Function::check(&files).with_levels(&Levels::all(Level::Allow));
    assert_eq!(checked.report().findings().len(), 8);
}

#[test]
fn findings_of_one_code_are_counted_beyond_a_number() {
    let keys: Vec<_> = (0..150).map(|key| format!("\"x{key}\": 1,")).collect();
    let tags = "1,".repeat(1000) + "\"a\", \"a\", \" b\", \"b\"";
    let text = EXAMPLE
        .replacen('{', &format!("{{{}", keys.concat()), 1)
        .replace("\"image\", \"media\", \"resize\", \"cdn\"", &tags);
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let count = |code| codes(&report).iter().filter(|one| **one == code).count();
    assert_eq!(count(Code::UnknownField), Report::MAX_PER_CODE);
    assert_eq!(count(Code::InvalidType), Report::MAX_PER_CODE);
    assert_eq!(
        (count(Code::DuplicateEntry), count(Code::InvalidTag), count(Code::TooManyTags)),
        (2, 1, 1)
    );
    assert_eq!(report.omitted(), [(Code::InvalidType, 900), (Code::UnknownField, 50)]);
    let shown = report.to_string();
    assert!(shown.ends_with("\n\n… and 900 more INVALID_TYPE\n… and 50 more UNKNOWN_FIELD"));
    let json = serde_json::to_string(&report).unwrap();
    assert!(json.ends_with(r#"],"omitted":{"INVALID_TYPE":900,"UNKNOWN_FIELD":50}}"#));

    let all = keys[..Report::MAX_PER_CODE].concat();
    let whole = Manifest::check(EXAMPLE.replacen('{', &format!("{{{all}"), 1).as_bytes());
    assert_eq!(whole.report().findings().len(), Report::MAX_PER_CODE);
    assert!(whole.report().omitted().is_empty());

    let silent = report.clone().with_levels(&Levels::all(Level::Allow));
    assert_eq!(silent.omitted(), [(Code::InvalidType, 900)]);
    let mut twice = report.clone();
    twice.append(report);
    assert_eq!(twice.omitted(), [(Code::InvalidType, 1800), (Code::UnknownField, 100)]);
}

#[test]
fn the_most_hostile_manifest_makes_a_small_report() {
    let fill = |piece: &str| piece.repeat((Manifest::MAX_SIZE - 600) / piece.len());
    for text in [
        format!("{{\"tags\":[{}0]}}", fill("0,")),
        format!("{{\"tags\":[{}0]}}", fill("\"\u{202e}\",")),
        format!("{{\"license\":\"{}MIT\"}}", fill("GPL-2.0 OR ")),
        format!("{{\"license\":\"{}MIT\"}}", fill("mit or ")),
        format!("{{\"x\":[{}0]}}", fill("[0,],")),
        format!("{{{}\"y\":0}}", fill("\"x\":0,")),
        format!("{{{}\"y\":0}}", fill("\"tag\":0,")),
        format!("{{\"envVars\":[{}0]}}", fill("\"A=1\",")),
    ] {
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let size = report.to_string().len() + serde_json::to_string(&report).unwrap().len();
        assert!(size < 300_000, "{size} bytes for {}…", &text[..30]);
        assert!(report.findings().len() <= 300);
        let fixed = report.fix(&text);
        assert!(fixed.text.len() <= Manifest::MAX_SIZE);
    }
}

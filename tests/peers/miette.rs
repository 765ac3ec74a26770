//! What a command line prints that is built on miette.

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{BasePath, Code, Function, Manifest, Memory, Report};
use miette::{GraphicalReportHandler, GraphicalTheme, JSONReportHandler, NarratableReportHandler};
use proptest::prelude::*;

fn of_manifest(text: &str) -> Report {
    Manifest::check(text.as_bytes()).into_parts().1
}

fn of_function() -> Report {
    let manifest = r#"{
  "name": "image-resizer",
  "version": "1.0.0",
  "description": "Resize images on the edge.",
  "category": "media",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT OR Apache 2.0",
  "tags": ["é", "É"],
  "entrypoint": { "file":
    "index.ts" }
}"#;
    Function::check(&Memory::from_iter([("aerostack.json", manifest)])).into_parts().1
}

/// The text without the addresses of the codes' pages, each of which is there.
fn without_urls(report: &Report, mut printed: String, url: impl Fn(Code) -> String) -> String {
    for finding in report.findings() {
        let url = url(finding.code());
        assert!(printed.contains(&url), "{printed}");
        printed = printed.replacen(&url, "", 1);
    }
    printed
}

fn graphical(report: &Report, origin: BasePath<'_>) -> String {
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_links(false);
    let mut printed = String::new();
    handler.render_report(&mut printed, &report.diagnosis(origin).unwrap()).unwrap();
    without_urls(report, printed, |code| format!(" ({})", code.url()))
}

fn narrated(report: &Report, origin: BasePath<'_>) -> String {
    let mut printed = String::new();
    let diagnosis = report.diagnosis(origin).unwrap();
    NarratableReportHandler::new().render_report(&mut printed, &diagnosis).unwrap();
    without_urls(report, printed, |code| format!("For more details, see:\n{}\n", code.url()))
}

#[test]
fn a_report_is_drawn() {
    let drawn = graphical(&of_function(), BasePath::Directory("functions/image-resizer/"));
    assert_eq!(
        drawn,
        r#"INVALID_LICENSE

  × `Apache 2.0` is not in the SPDX license list
   ╭─[functions/image-resizer/aerostack.json:8:22]
 8 │   "license": "MIT OR Apache 2.0",
   ·                      ──────────
   ╰────
  help: use `Apache-2.0`

Warning: DUPLICATE_ENTRY

  ⚠ the tag `É` is listed twice
   ╭─[functions/image-resizer/aerostack.json:9:17]
 9 │   "tags": ["é", "É"],
   ·                 ───
   ╰────
  help: remove it

Error: INVALID_TYPE

  × `entrypoint` must be a string, not an object
    ╭─[functions/image-resizer/aerostack.json:10:17]
 10 │   "entrypoint": { "file":
    ·                 ─────────
    ╰────
  help: give a string

Warning: MISSING_README

  ⚠ missing `README.md`
  help: add one that says what the function does and how to use it; the Hub shows it
"#
    );
}

#[test]
fn a_report_is_told() {
    assert_eq!(
        narrated(&of_function(), BasePath::Directory(".")),
        r#"`Apache 2.0` is not in the SPDX license list
    Diagnostic severity: error
Begin snippet for aerostack.json starting at line 8, column 1

snippet line 8:   "license": "MIT OR Apache 2.0",
    label at line 8, columns 22 to 31
diagnostic help: use `Apache-2.0`
diagnostic code: INVALID_LICENSE

Warning: the tag `É` is listed twice
    Diagnostic severity: warning

Begin snippet for aerostack.json starting at line 9, column 1

snippet line 9:   "tags": ["é", "É"],
    label at line 9, columns 17 to 19
diagnostic help: remove it
diagnostic code: DUPLICATE_ENTRY
Error: `entrypoint` must be a string, not an object
    Diagnostic severity: error

Begin snippet for aerostack.json starting at line 10, column 1

snippet line 10:   "entrypoint": { "file":
    label at line 10, columns 17 to 25
diagnostic help: give a string
diagnostic code: INVALID_TYPE
Warning: missing `README.md`
    Diagnostic severity: warning

diagnostic help: add one that says what the function does and how to use it; the Hub shows it
diagnostic code: MISSING_README
"#
    );
}

#[test]
fn places_are_those_of_the_document() {
    let report = of_manifest("\u{feff}{\r\n\t\"日\u{1b}\": 1, \"tags\": 1}");
    assert_eq!(
        graphical(&report, BasePath::Manifest("a\u{202e}.json")),
        r#"INVALID_JSON

  × unescaped control character `\u{1b}` in string
   ╭─[a\u{202e}.json:2:4]
 2 │     "日\u{1b}": 1, "tags": 1}
   ·        ──────
   ╰────
  help: use an escape sequence, such as `\t` for a tab

Error: INVALID_TYPE

  × `tags` must be an array, not a number
   ╭─[a\u{202e}.json:2:19]
 2 │     "日\u{1b}": 1, "tags": 1}
   ·                            ─
   ╰────
  help: list the names in square brackets, such as `["one", "two"]`, or remove `tags`
"#
    );
    // Behind a value that is not kept as a whole.
    let body = format!(r#"{{"code": "{}", "tags": 1}}"#, "x".repeat(100_000));
    let report = CiRequest::check(body.as_bytes()).into_parts().1;
    let drawn = graphical(&report, BasePath::Directory("."));
    assert!(drawn.contains("[request:1:100022]"), "{drawn}");
    assert!(drawn.contains("xxx\", \"tags\": 1}\n   ·"), "{drawn}");
    assert_eq!(
        graphical(&of_manifest(""), BasePath::Directory(".")),
        r#"INVALID_JSON

  × the document is empty
   ╭─[aerostack.json:1:1]
   ╰────
  help: start with an object: `{ "name": … }`
"#
    );
}

#[test]
fn a_program_reads_the_offsets_of_the_document() {
    let report = of_manifest(r#"{"tags": [1]}"#);
    let mut printed = String::new();
    let diagnosis = report.diagnosis(BasePath::Manifest("a.json")).unwrap();
    JSONReportHandler::new().render_report(&mut printed, &diagnosis).unwrap();
    let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let related = read["related"].as_array().unwrap();
    let tag = related.iter().find(|one| one["code"] == "INVALID_TYPE").unwrap();
    assert_eq!(
        *tag,
        serde_json::json!({
            "message": "`tags[0]` must be a string, not a number",
            "code": "INVALID_TYPE",
            "severity": "error",
            "causes": [],
            "help": "put the value in double quotes",
            "url": Code::InvalidType.url(),
            "filename": "a.json",
            "labels": [{ "span": { "offset": 10, "length": 1 } }],
            "related": [],
        })
    );
}

/// All that miette's handlers print of a report, and `Debug`.
fn printed(report: &Report, path: &str) -> String {
    let diagnosis = report.diagnosis(BasePath::Directory(path)).unwrap();
    let mut json = String::new();
    JSONReportHandler::new().render_report(&mut json, &diagnosis).unwrap();
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    let [drawn, told] = [graphical, narrated].map(|show| show(report, BasePath::Directory(path)));
    format!("{drawn}{told}{json}{read:#}{diagnosis}{diagnosis:?}")
}

#[test]
fn nothing_hidden_is_printed() {
    let hidden = "\u{202e}\u{2066}\u{61c}\u{200b}\u{200d}\u{200f}\u{ad}\u{2060}\u{feff}\u{fe0f}\u{e0041}\u{e0100}\u{2028}\u{9b}\u{7f}\u{85}\u{3164}";
    for text in [
        format!(
            "{{\"a{hidden}\":\"{hidden}\",\"tags\":[\" {hidden}\",\"a{hidden}\",\"a{hidden}\"]}}"
        ),
        format!(
            "{{\"name\":\"a{hidden}\",\"license\":\"{hidden} OR {hidden}\",\"envVars\":[\"{hidden}\"]}}"
        ),
        format!("{{\"description\":\"{hidden}\",\"entrypoint\":\"{hidden}\",\"x\":{hidden}}}"),
        hidden.to_owned(),
    ] {
        let report = of_manifest(&text);
        let found =
            printed(&report, &format!("a/{hidden}/b")).chars().find(|c| hidden.contains(*c));
        assert_eq!(found.map(char::escape_unicode).map(String::from_iter), None, "{text:?}");
    }
}

#[test]
fn no_secret_is_printed() {
    for text in [
        r#"{"envVars": ["API_KEY=hunter2"], "name": "ac_hunter2hunter2", "x": "ak_hunter2hunter2"}"#,
        r#"{"\u0061c_hunter2hunter2": {"a": "ac\u005fhunter2hunter2"}, "tags": 1}"#,
        r#"{"envVars": {"API_KEY": "hunter2"}, "env_vars": ["hunter2"], "tags": 1}"#,
        r#"{"envVars": ["API_KEY=hunter2\x"]}"#,
        r#"{"envVars": [hunter2]}"#,
    ] {
        let printed = printed(&of_manifest(text), "a/ac_hunter2hunter2");
        assert!(!printed.contains("hunter2"), "{text}: {printed}");
    }
}

#[test]
fn a_report_is_an_error_of_miette() {
    fn name() -> miette::Result<String> {
        Ok(Manifest::parse("[]")?.name().to_string())
    }
    let error = name().unwrap_err();
    assert_eq!(error.to_string(), "the manifest must be an object, not an array");
    assert_eq!(error.severity(), Some(miette::Severity::Error));
    assert_eq!(error.code().unwrap().to_string(), "INVALID_TYPE");
    assert!(error.url().unwrap().to_string().ends_with("/enum.Code.html#variant.InvalidType"));
    assert!(error.related().is_none());
    assert_eq!(miette::Report::from(Report::default()).to_string(), "nothing was found");
    assert!(Report::default().diagnosis(BasePath::Directory(".")).is_none());
}

proptest! {
    #[test]
    fn whatever_is_written_is_printed(
        pieces in proptest::collection::vec(prop_oneof![
            any::<char>().prop_map(String::from),
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\"tags\"", "\"name\":", "\n", "\r", "\t",
                "\u{1b}[31m", "\u{202e}", "\u{feff}", "é", "😀", "1", "\"x\"",
            ]).prop_map(str::to_owned),
        ], 0..40),
    ) {
        let report = of_manifest(&pieces.concat());
        let drawn = graphical(&report, BasePath::Directory("a\u{1b}\n"));
        let is_raw = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        prop_assert!(!drawn.contains(is_raw), "{drawn:?}");
        prop_assert!(!drawn.contains("Failed to read"), "{drawn}");
        let told = narrated(&report, BasePath::Directory("a\u{1b}\n"));
        prop_assert!(!told.contains(|c| is_raw(c) && c != '\t'), "{told:?}");
    }
}

//! The wire form, byte for byte.

use aerostack_manifest::{Code, Function, Manifest, Memory};

#[test]
fn a_report_is_ok_and_its_findings() {
    let text = "\u{feff}{\n  \"tags\": [\"é\", 7],\n  \"a/b~\": 1\n  \"x\"}";
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let expected = concat!(
        r#"{"ok":false,"findings":["#,
        r#"{"code":"INVALID_TYPE","severity":"error","message":"`tags[1]` must be a string, not a number","#,
        r#""help":"put the value in double quotes","pointer":"/tags/1","file":"aerostack.json","#,
        r#""span":{"start":22,"end":23},"range":{"start":{"line":2,"column":17},"end":{"line":2,"column":18}}},"#,
        r#"{"code":"UNKNOWN_FIELD","severity":"warning","message":"unknown key `a/b~`","#,
        r#""help":"remove it, unless the Hub asks for it","pointer":"/a~1b~0","file":"aerostack.json","#,
        r#""span":{"start":28,"end":34},"range":{"start":{"line":3,"column":3},"end":{"line":3,"column":9}}},"#,
        r#"{"code":"INVALID_JSON","severity":"error","message":"expected `,` or `}`, found `\"`","#,
        r#""help":"check the commas, quotes and brackets before this place","file":"aerostack.json","#,
        r#""span":{"start":40,"end":41},"range":{"start":{"line":4,"column":3},"end":{"line":4,"column":4}}}"#,
        r#"]}"#,
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), expected);
}

#[test]
fn what_a_finding_does_not_have_is_left_out() {
    let report = Function::check(&Memory::new()).into_parts().1;
    let expected = concat!(
        r#"{"ok":false,"findings":["#,
        r#"{"code":"MISSING_MANIFEST","severity":"error","#,
        r#""message":"missing `aerostack.json` in the function's directory","#,
        r#""help":"create `aerostack.json` next to the function's source","file":"aerostack.json"},"#,
        r#"{"code":"MISSING_README","severity":"warning","message":"missing `README.md`","#,
        r#""help":"add one that says what the function does and how to use it; the Hub shows it","#,
        r#""file":"README.md"}]}"#,
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), expected);
}

#[test]
fn a_byte_that_is_not_utf_8_is_a_column() {
    let expected = concat!(
        r#"{"code":"INVALID_JSON","severity":"error","message":"invalid UTF-8","#,
        r#""help":"save the file as UTF-8","file":"aerostack.json","span":{"start":12,"end":13},"#,
        r#""range":{"start":{"line":1,"column":12},"end":{"line":1,"column":13}}}"#,
    );
    // The first could continue a character, the second starts one.
    for byte in [0x80, 0xE9] {
        let text = [b"{\"name\": \"\xC3\xA9".as_slice(), &[byte], b"\"}"].concat();
        let report = Manifest::check(&text).into_parts().1;
        let finding = report.findings().iter().find(|one| one.code() == Code::InvalidJson);
        assert_eq!(serde_json::to_string(&finding).unwrap(), expected);
    }
}

#[test]
fn a_clean_report_is_empty() {
    let text = include_str!("../examples/functions/image-resizer/aerostack.json");
    let checked = Manifest::check(text.as_bytes());
    assert_eq!(serde_json::to_string(checked.report()).unwrap(), r#"{"ok":true,"findings":[]}"#);
    assert_eq!(checked.report().to_string(), "");
}

#[test]
fn a_manifest_is_written_in_the_order_of_the_table() {
    let text = include_str!("../examples/functions/image-resizer/aerostack.json");
    let manifest = Manifest::parse(text).unwrap();
    let written = serde_json::to_string_pretty(&manifest).unwrap();
    let expected = r#"{
  "name": "image-resizer",
  "version": "1.0.0",
  "description": "Resize and transform images on the edge using Cloudflare Workers.",
  "category": "media",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT",
  "tags": [
    "image",
    "media",
    "resize",
    "cdn"
  ],
  "entrypoint": "index.ts",
  "routePath": "/api/image-resize",
  "routeExport": "imageResizerRoute",
  "npmDependencies": [],
  "envVars": [
    "IMAGE_MAX_WIDTH",
    "IMAGE_QUALITY"
  ],
  "drizzleSchema": false
}"#;
    assert_eq!(written, expected);
}

#[test]
fn a_finding_prints_itself_without_the_source() {
    let checked = Manifest::check(br#"{"tag":[]}"#);
    let unknown = checked.report().warnings().next().unwrap();
    assert_eq!(
        unknown.to_string(),
        "warning[UNKNOWN_FIELD]: unknown key `tag`\n --> aerostack.json:1:2\nhelp: use `tags`"
    );
}

#[test]
fn a_manifest_deserializes_with_the_report_as_its_error() {
    let error = serde_json::from_str::<Manifest>("[]").unwrap_err().to_string();
    assert!(
        error.contains("error[INVALID_TYPE]: the manifest must be an object, not an array"),
        "{error}"
    );
}

#[test]
fn everything_goes_to_other_threads() {
    fn is_send_and_sync<T: Send + Sync + 'static>() {}
    is_send_and_sync::<Manifest>();
    is_send_and_sync::<Function>();
    is_send_and_sync::<aerostack_manifest::Report>();
    is_send_and_sync::<aerostack_manifest::Error>();
}

mod answers {
    use aerostack_manifest::wire::{AnyCode, ErrorResponse, Finding};
    use aerostack_manifest::{Code, Error, KeyErrorKind, Manifest, Report, Severity};

    fn read(json: &str) -> ErrorResponse {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_refused_request_is_answered_with_its_first_error() {
        let text = include_str!("../examples/functions/image-resizer/aerostack.json")
            .replace("\"MIT\"", "\"mit\"")
            .replace("[\"image\"", "[\"image\", \"image\"")
            .replace("\"description\"", "\"descripton\"");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        assert_eq!(report.status(), Some(422));
        let answer = ErrorResponse::new(&report).unwrap();
        let json = serde_json::to_string(&answer).unwrap();
        let expected = concat!(
            r#"{"error":{"code":"MISSING_FIELD","message":"missing field `description`","#,
            r#""details":"rename `descripton` to `description`","#,
            r#""findings":["#,
        );
        assert!(json.starts_with(expected), "{json}");
        let findings = serde_json::to_string(report.findings()).unwrap();
        assert!(json.ends_with(&format!("{findings}}}}}").replacen('[', "", 1)), "{json}");
        assert_eq!(read(&json), answer);
        let codes: Vec<_> = answer.findings().iter().map(|one| one.code.known().unwrap()).collect();
        assert_eq!(codes, [Code::MissingField, Code::InvalidLicense, Code::DuplicateEntry]);
        let severities: Vec<_> = answer.findings().iter().map(|one| one.severity).collect();
        assert_eq!(
            severities,
            report.findings().iter().map(aerostack_manifest::Finding::severity).collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_status_is_that_of_the_first_error() {
        let status = |bytes: &[u8]| Manifest::check(bytes).report().status();
        assert_eq!(status(b"{"), Some(400));
        assert_eq!(status(b"{ \"name\": 1,"), Some(422));
        assert_eq!(status(&vec![b' '; Manifest::MAX_SIZE + 1]), Some(413));
        assert_eq!(Report::default().status(), None);
        assert_eq!(ErrorResponse::new(&Report::default()), None);
    }

    #[test]
    fn what_has_no_place_is_answered_too() {
        let answer = ErrorResponse::new(&Report::from(Error::from(KeyErrorKind::Revoked))).unwrap();
        let json = concat!(
            r#"{"error":{"code":"UNAUTHORIZED","message":"the API key has been revoked","#,
            r#""details":"run `aerostack login` again","#,
            r#""findings":[{"code":"UNAUTHORIZED","severity":"error","#,
            r#""message":"the API key has been revoked","help":"run `aerostack login` again"}]}}"#,
        );
        assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        assert_eq!(read(json), answer);
        assert_eq!(
            answer.to_string(),
            "error[UNAUTHORIZED]: the API key has been revoked\nhelp: run `aerostack login` again"
        );
    }

    #[test]
    fn a_newer_server_breaks_nothing() {
        let answer = read(
            r#"{"error":{"code":"QUOTA_EXCEEDED","message":"too many","details":"wait","retry":5,"findings":[
                {"code":"QUOTA_EXCEEDED","severity":"fatal","message":"too many","fix":{"certain":true}},
                {"code":"MISSING_README","severity":"warning","message":"m","file":"README.md"},
                {"code":"X"}
            ]},"request":"7"}"#,
        );
        assert_eq!(answer.code(), &AnyCode::Unknown("QUOTA_EXCEEDED".to_owned()));
        assert_eq!(answer.code().known(), None);
        assert_eq!(answer.code().as_str(), "QUOTA_EXCEEDED");
        assert_eq!((answer.message(), answer.details()), ("too many", Some("wait")));
        let [quota, readme, bare] = answer.findings() else { panic!("{answer:?}") };
        assert_eq!(quota.severity, Severity::Error);
        assert_eq!(
            (readme.code.known(), readme.severity),
            (Some(Code::MissingReadme), Severity::Warning)
        );
        assert_eq!(
            (bare.message.as_str(), &bare.help, bare.severity),
            ("", &None, Severity::Error)
        );
        assert_eq!(
            answer.to_string(),
            "error[QUOTA_EXCEEDED]: too many\n\nwarning[MISSING_README]: m\n --> README.md\n\nerror[X]: "
        );
        assert!(serde_json::to_string(&answer).unwrap().contains(r#""code":"QUOTA_EXCEEDED""#));
    }

    #[test]
    fn an_older_server_sends_no_findings() {
        let answer = read(r#"{"error":{"code":"EMPTY_CODE","message":"no code"}}"#);
        assert_eq!(answer.code().known(), Some(Code::EmptyCode));
        assert!(answer.findings().is_empty());
        assert_eq!(answer.to_string(), "error[EMPTY_CODE]: no code");
        let odd = read(
            r#"{"error":{"code":"X","message":null,"details":{"a":1},"findings":[
                1, null, {"message":"no code"},
                {"code":"EMPTY_CODE","severity":null,"span":{"start":-1,"end":2},"help":7,"fix":[],
                 "range":{"start":{"line":1,"column":2,"x":0},"end":{"line":1,"column":3},"uri":"x"}},
                {"code":"EMPTY_CODE","severity":"warning","range":{"start":{"line":1}}}
            ]}}"#,
        );
        assert_eq!((odd.message(), odd.details()), ("", None));
        let [first, second] = odd.findings() else { panic!("{odd:?}") };
        assert_eq!((first.span, &first.help, &first.fix), (None, &None, &None));
        assert_eq!(first.range.as_ref().unwrap().start.column, 2);
        assert_eq!((second.severity, &second.range), (Severity::Warning, &None));
        assert!(first.code == Code::EmptyCode && odd.code() != &Code::EmptyCode);
        let limited = read(
            r#"{"error":{"code":"RATE_LIMITED","message":"slow down","findings":[
                {"code":"MISSING_README","severity":"warning","message":"m"}]}}"#,
        );
        let shown = "error[RATE_LIMITED]: slow down\n\nwarning[MISSING_README]: m";
        assert_eq!(limited.to_string(), shown);
        let echo = format!(
            r#"{{"error":{{"code":"X","message":"key ac_0123456789abcdef is bad {}"}}}}"#,
            "x".repeat(1 << 20)
        );
        let shown = read(&echo).to_string();
        assert!(shown.starts_with("error[X]: key ac_… is bad x") && shown.len() < 5000, "{shown}");
        for other in ["", "{}", "[]", "null", r#"{"error":"no"}"#, r#"{"error":{}}"#, "<html>"] {
            assert!(serde_json::from_str::<ErrorResponse>(other).is_err(), "{other}");
        }
    }

    #[test]
    fn what_comes_from_elsewhere_cannot_drive_a_terminal() {
        let answer = read(
            r#"{"error":{"code":"\u001b]0;x\u0007","message":"\u001b[2J","findings":[{
                "code":"A\u202eB","message":"\r\u001b[31m","help":"\u0000","file":"\n/etc",
                "range":{"start":{"line":1,"column":2},"end":{"line":1,"column":3}}}]}}"#,
        );
        assert_eq!(
            answer.to_string(),
            "error[\\u{1b}]0;x\\u{7}]: \\u{1b}[2J\n\nerror[A\\u{202e}B]: \\u{d}\\u{1b}[31m\n --> \
             \\u{a}/etc:1:2\nhelp: \\u{0}"
        );
        let bare =
            read(r#"{"error":{"code":"\u001b]0;x\u0007","message":"\u001b[2J","details":"\b"}}"#);
        assert_eq!(bare.to_string(), "error[\\u{1b}]0;x\\u{7}]: \\u{1b}[2J\nhelp: \\u{8}");
    }

    #[test]
    fn findings_read_back_from_a_report() {
        let report = Manifest::check(br#"{"tags":[" a",2],"x":1}"#).into_parts().1;
        let json = serde_json::to_string(report.findings()).unwrap();
        let findings: Vec<Finding> = serde_json::from_str(&json).unwrap();
        assert_eq!(findings, report.findings().iter().map(Finding::from).collect::<Vec<_>>());
        assert_eq!(serde_json::to_string(&findings).unwrap(), json);
    }
}

//! The wire form, byte for byte.

use aerostack_manifest::{Function, Manifest, Memory};

#[test]
fn a_report_is_ok_and_its_findings() {
    let text = "\u{feff}{\n  \"tags\": [\"é\", 7],\n  \"a/b~\": 1,\n}";
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let expected = concat!(
        r#"{"ok":false,"findings":["#,
        r#"{"code":"INVALID_TYPE","severity":"error","message":"`tags[1]` must be a string, not a number","#,
        r#""help":"put the value in double quotes","pointer":"/tags/1","file":"aerostack.json","#,
        r#""span":{"start":22,"end":23},"range":{"start":{"line":2,"column":17},"end":{"line":2,"column":18}}},"#,
        r#"{"code":"UNKNOWN_FIELD","severity":"warning","message":"unknown key `a/b~`","#,
        r#""help":"remove it, unless the Hub asks for it","pointer":"/a~1b~0","file":"aerostack.json","#,
        r#""span":{"start":28,"end":34},"range":{"start":{"line":3,"column":3},"end":{"line":3,"column":9}}},"#,
        r#"{"code":"INVALID_JSON","severity":"error","message":"a comma stands behind the last item","#,
        r#""help":"remove the comma","file":"aerostack.json","#,
        r#""span":{"start":37,"end":38},"range":{"start":{"line":3,"column":12},"end":{"line":3,"column":13}}}"#,
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
        r#""message":"there is no `aerostack.json` in the function's directory","#,
        r#""help":"create `aerostack.json` beside the function's source","file":"aerostack.json"},"#,
        r#"{"code":"MISSING_README","severity":"warning","message":"there is no `README.md`","#,
        r#""help":"add one that says what the function does and how to use it; the Hub shows it","#,
        r#""file":"README.md"}]}"#,
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), expected);
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
        "warning[UNKNOWN_FIELD]: unknown key `tag`\n --> aerostack.json:1:2\nhelp: write `tags`"
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

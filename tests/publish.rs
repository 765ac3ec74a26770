//! Publishing: account keys, the CI request, the decision.

use std::fmt::Write as _;

use aerostack_manifest::publish::{
    AccountKey, Action, Channel, CiRequest, Decision, Existing, Publication,
};
use aerostack_manifest::{
    Checked, Code, Error, Finding, Function, KeyErrorKind, Manifest, Memory, Report, Version,
};
use proptest::prelude::*;

const MANIFEST: &str = include_str!("../examples/functions/image-resizer/aerostack.json");
const CODE: &str = "export const imageResizerRoute = 1;\n";
const KEY: &str = "ac_0123456789abcdef";

fn function_of(manifest: &str, code: &str, readme: Option<&str>) -> Function {
    let mut files = Memory::from_iter([("aerostack.json", manifest), ("index.ts", code)]);
    if let Some(readme) = readme {
        files.insert("README.md", readme.as_bytes());
    }
    Function::check(&files).into_result().unwrap_or_else(|report| panic!("{report}"))
}

/// The example as a function, with another version.
fn version(version: &str) -> Function {
    function_of(&MANIFEST.replace("1.0.0", version), CODE, Some("# Images"))
}

/// A body as other programs write it: the manifest's keys, then the given ones.
fn body(further: &str) -> String {
    let open = MANIFEST.trim_end().strip_suffix('}').unwrap().trim_end();
    format!("{open},\n  {further}\n}}")
}

/// Every finding as one line: its code, message, help, and what it points at.
fn findings<T>(checked: &Checked<T>, source: &[u8]) -> Vec<String> {
    let line = |finding: &Finding| {
        let mut line = format!("{}: {} | {}", finding.code(), finding.message(), finding.help());
        if let Some(pointer) = finding.pointer() {
            write!(line, " | {pointer}").unwrap();
        }
        if let Some(span) = finding.span() {
            let text = String::from_utf8_lossy(&source[span.range()]);
            write!(line, " @ {}", text.chars().take(40).collect::<String>()).unwrap();
        }
        line
    };
    checked.report().findings().iter().map(line).collect()
}

#[track_caller]
fn finds(body: &str, expected: &[&str]) {
    let checked = CiRequest::check(body.as_bytes());
    assert_eq!(findings(&checked, body.as_bytes()), expected);
    assert_eq!(checked.value().is_some(), checked.report().is_ok());
    for finding in checked.report().findings() {
        assert_eq!(finding.file(), None, "{finding}");
    }
}

mod account_keys {
    use super::*;

    #[track_caller]
    fn is_refused(text: &str, message: &str, help: &str) {
        let error = AccountKey::new(text).unwrap_err();
        assert_eq!((error.code(), error.code().status()), (Code::Unauthorized, 401));
        assert_eq!(error.to_string(), message, "{text:?}");
        assert_eq!(error.help(), help, "{text:?}");
    }

    #[test]
    fn a_plausible_one_is_taken() {
        for text in [KEY, "ac_secret_xxxx", "ac_AZaz09_-", " ac_01234567 \r\n"] {
            assert_eq!(AccountKey::new(text).unwrap().expose_secret(), text.trim());
        }
        let longest = format!("ac_{}", "x".repeat(AccountKey::MAX_LENGTH - 3));
        assert!(AccountKey::new(&longest).is_ok());
        assert!(AccountKey::new(&format!("{longest}x")).is_err());
    }

    #[test]
    fn every_other_text_is_refused_with_its_own_help() {
        let login = "run `aerostack login`, or send an account key in the header `X-API-Key`";
        is_refused("", "there is no API key", login);
        is_refused(" \n", "there is no API key", login);
        is_refused(
            "ak_0123456789abcdef",
            "the API key is a project key, which may not publish",
            "use an account key, which starts with `ac_`",
        );
        for text in [
            "ac_",
            "ac_1234567",
            "0123456789abcdef",
            "AC_0123456789abcdef",
            "Bearer ac_0123456789abcdef",
            "\"ac_0123456789abcdef\"",
            "ac_01234567 89abcdef",
            "ac_0123456789abcdé",
            "ac_0123456789\u{0}abc",
            "ac_0123456789\u{200b}abc",
        ] {
            is_refused(
                text,
                "the API key is not an account key",
                "give the whole account key and nothing else: `ac_` and 8 to 253 letters, digits, `_` or `-`",
            );
        }
    }

    #[test]
    fn a_host_makes_the_same_error() {
        for (fault, message) in [
            (KeyErrorKind::Invalid, "the API key is invalid"),
            (KeyErrorKind::Expired, "the API key has expired"),
            (KeyErrorKind::Revoked, "the API key has been revoked"),
        ] {
            let report = Report::from(Error::from(fault));
            assert_eq!(report.status(), Some(401));
            let finding = &report.findings()[0];
            assert_eq!(finding.message(), message);
            assert_eq!(finding.help(), "run `aerostack login` again");
            let shown =
                format!("error[UNAUTHORIZED]: {message}\nhelp: run `aerostack login` again");
            assert_eq!(finding.to_string(), shown);
        }
    }

    #[test]
    fn nothing_prints_a_key() {
        let key = AccountKey::new(KEY).unwrap();
        let shown = format!("{key:?} {:#?} {:?}", Some(&key), vec![key.clone()]);
        assert!(!shown.contains("0123"), "{shown}");
        for text in ["ac_0123 4567 89ab", "ak_0123456789abcdef", "0123456789abcdef"] {
            let error = AccountKey::new(text).unwrap_err();
            let report = Report::from(error.clone());
            let json = serde_json::to_string(&report).unwrap();
            let shown = format!("{error:?} {error} {} {report:?} {report} {json}", error.help());
            assert!(!shown.contains("0123"), "{shown}");
        }
        let panic = std::panic::catch_unwind(|| {
            assert_eq!(AccountKey::new(KEY).unwrap(), AccountKey::new("ac_fedcba98").unwrap());
        });
        let message = panic.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("AccountKey(ac_…)") && !message.contains("0123"), "{message}");
    }

    #[test]
    fn a_configuration_file_has_one() {
        let read = |json: &str| serde_json::from_str::<AccountKey>(json).map_err(|e| e.to_string());
        assert_eq!(read(&format!("\"{KEY}\"")), Ok(AccountKey::new(KEY).unwrap()));
        assert_eq!(read("\"ac_\\u0030123456789\""), Ok(AccountKey::new("ac_0123456789").unwrap()));
        let error = read("\"ac_0123 4567 89ab\"").unwrap_err();
        assert_eq!(error, "the API key is not an account key");
    }

    #[test]
    fn the_same_keys_are_equal() {
        let key = |text: &str| text.parse::<AccountKey>().unwrap();
        assert_eq!(key(KEY), key(KEY));
        assert_ne!(key(KEY), key("ac_0123456789abcdeg"));
        assert_ne!(key(KEY), key("ac_0123456789abcde"));
        assert!(AccountKey::try_from("").is_err());
    }
}

mod requests {
    use super::*;

    const NO_README: &str = "MISSING_README: the request has no `readme` | add `\"readme\": \"<the \
        text of README.md>\"`; the Hub shows it | /readme @ {";

    #[test]
    fn the_documentations_one_is_read() {
        let text = body(r##""code": "export {}", "readme": "# Images", "publish": true"##);
        let checked = CiRequest::check(text.as_bytes());
        assert!(checked.report().is_empty(), "{}", checked.report());
        let request = checked.into_result().unwrap();
        assert!(request.goes_live());
        let function = request.function();
        assert_eq!(function.manifest(), &Manifest::parse(MANIFEST).unwrap());
        assert_eq!(function.manifest_text(), MANIFEST.trim_end());
        assert_eq!(function.code(), "export {}");
        assert_eq!(function.readme(), Some("# Images"));
    }

    #[test]
    fn readme_and_publish_may_be_left_out() {
        let text = body(r#""code": "export {}""#);
        finds(&text, &[NO_README]);
        let request = CiRequest::check(text.as_bytes()).into_result().unwrap();
        assert!(!request.goes_live());
        assert_eq!(request.function().readme(), None);
    }

    #[test]
    fn a_misspelt_readme_is_one_finding() {
        finds(
            &body(r#""code": "export {}", "READ_ME": """#),
            &["UNKNOWN_FIELD: unknown key `READ_ME` | use `readme` | /READ_ME @ \"READ_ME\""],
        );
    }

    #[test]
    fn code_must_be_there_and_be_code() {
        finds(
            &body(r#""readme": """#),
            &[
                "MISSING_FIELD: missing field `code` | add `\"code\": \"<the text of the entrypoint>\"` \
                | /code @ {",
            ],
        );
        for (code, found) in [
            ("null", "null"),
            ("7", "a number"),
            ("true", "a boolean"),
            (r#"["a", {"b": [1]}]"#, "an array"),
            (r#"{"index.ts": "x"}"#, "an object"),
        ] {
            let help = match code {
                "7" | "true" => "put the value in double quotes",
                _ => "give a string",
            };
            let expected = format!(
                "INVALID_TYPE: `code` must be a string, not {found} | {help} | /code @ {code}"
            );
            finds(&body(&format!(r#""code": {code}, "readme": """#)), &[&expected]);
        }
        for (code, message) in [
            ("", "`code` is empty"),
            ("\u{feff}", "`code` is empty"),
            (" \\n\\t", "`code` is empty"),
            ("// to do", "`code` has nothing but comments"),
            ("#!/usr/bin/env node\\n/* nothing */", "`code` has nothing but comments"),
        ] {
            let expected = format!(
                "EMPTY_CODE: {message} | add at least one exported function | /code @ \"{code}\""
            );
            finds(&body(&format!(r#""code": "{code}", "readme": """#)), &[&expected]);
        }
    }

    #[test]
    fn readme_and_publish_have_types() {
        finds(
            &body(r#""code": "x", "readme": 1, "publish": "true""#),
            &[
                "INVALID_TYPE: `readme` must be a string, not a number | put the value in double \
                 quotes, or remove `readme` | /readme @ 1",
                "INVALID_TYPE: `publish` must be a boolean, not a string | write `true` or `false`, \
                 without quotes, or remove `publish` | /publish @ \"true\"",
            ],
        );
    }

    #[test]
    fn everything_is_found_in_one_pass_and_in_order() {
        let text = MANIFEST
            .replace("\"media\",", "\"Media\",")
            .replace("\"typescript\"", "\"javascript\"")
            .replacen('{', "{ \"publsh\": true, \"code\": \"//\",", 1);
        finds(
            &text,
            &[
                "UNKNOWN_FIELD: unknown key `publsh` | use `publish` | /publsh @ \"publsh\"",
                "EMPTY_CODE: `code` has nothing but comments | add at least one exported function \
                 | /code @ \"//\"",
                "INVALID_CATEGORY: unknown category `Media` | use `media` | /category @ \"Media\"",
                NO_README,
            ],
        );
        finds(
            &body(r#""code": "x", "code": "", "readme": "", "Publish": 1"#)
                .replace("\"typescript\"", "\"javascript\""),
            &[
                "DUPLICATE_FIELD: `code` is given twice, first on line 16 | keep one of them \
                 | /code @ \"code\"",
                "EMPTY_CODE: `code` is empty | add at least one exported function | /code @ \"\"",
                "UNKNOWN_FIELD: unknown key `Publish` | use `publish` | /Publish @ \"Publish\"",
            ],
        );
        finds(
            &body(r#""code": "x", "readme": """#).replace("\"typescript\"", "\"javascript\""),
            &["LANGUAGE_MISMATCH: the entrypoint `index.ts` is not a javascript file | set \
                `language` to `typescript`, or name the javascript file | /language @ \"javascript\""],
        );
    }

    #[test]
    fn what_is_no_object_is_no_request() {
        finds(
            "[1]",
            &["INVALID_TYPE: the request must be an object, not an array | put the keys between \
                `{` and `}` |  @ [1]"],
        );
        finds(
            "",
            &["INVALID_JSON: the document is empty | start with an object: `{ \"name\": … }` @ "],
        );
        finds(
            &body(r#""code": "\ud800""#),
            &[
                "INVALID_JSON: unpaired surrogate `\\ud800` | use the character itself, or both \
                 halves of its pair @ \\ud800",
                NO_README,
            ],
        );
    }

    #[test]
    fn a_request_prints_its_place() {
        let report = CiRequest::check(b"{ \"code\": \"\" }").into_parts().1;
        let empty = report.findings().iter().find(|finding| finding.code() == Code::EmptyCode);
        assert_eq!(
            empty.unwrap().to_string(),
            "error[EMPTY_CODE]: `code` is empty\n --> request:1:11\nhelp: add at least one exported function"
        );
        let expected = "error[EMPTY_CODE]: `code` is empty\n --> request:1:11\n  |\n1 | { \"code\": \"\" }\
            \n  |           ^^\n  |\n  = help: add at least one exported function";
        assert!(report.to_string().contains(expected), "{report}");
        let json = serde_json::to_string(empty.unwrap()).unwrap();
        assert_eq!(
            json,
            r#"{"code":"EMPTY_CODE","severity":"error","message":"`code` is empty","help":"add at least one exported function","pointer":"/code","span":{"start":10,"end":12},"range":{"start":{"line":1,"column":11},"end":{"line":1,"column":13}}}"#
        );
    }

    #[test]
    fn sizes_have_limits() {
        let with = |code: usize, readme: usize, padding: usize| {
            let text = body(&format!(
                r#""code": "{}", "readme": "{}""#,
                "x".repeat(code),
                "y".repeat(readme)
            ));
            let checked = CiRequest::check((" ".repeat(padding) + &text).as_bytes());
            findings(&checked, text.as_bytes())
                .iter()
                .map(|line| line.split(" @ ").next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let (code, readme) = (Function::MAX_CODE_SIZE, Function::MAX_README_SIZE);
        // What `body` adds around the two entries, apart from the comma that each of them needs.
        let own = body(r#""code": "", "readme": """#).len() - r#""code": "","readme": "","#.len();
        let padding = Manifest::MAX_SIZE - own;
        assert_eq!(with(code, readme, padding), [""; 0]);
        assert_eq!(
            with(code + 1, 0, 0),
            ["CODE_TOO_LARGE: `code` is larger than 10 MiB | leave dependencies to \
              `npmDependencies` and large data to a storage binding | /code"]
        );
        assert_eq!(
            with(1, readme + 1, 0),
            ["UNREADABLE_FILE: `readme` cannot be read: it is larger than 1 MiB | shorten it \
              | /readme"]
        );
        assert_eq!(
            with(code, readme, padding + 1),
            ["MANIFEST_TOO_LARGE: the manifest is larger than 256 KiB | keep code in the \
              entrypoint and long texts in `README.md`"]
        );
        let too_large = "REQUEST_TOO_LARGE: the request is larger than 16 MiB | leave dependencies \
            to `npmDependencies` and large data to a storage binding";
        let body = vec![b' '; CiRequest::MAX_SIZE + 1];
        assert_eq!(findings(&CiRequest::check(&body), &body), [too_large]);
        let request =
            CiRequest::new(function_of(MANIFEST, &"\u{1}".repeat(3 * 1024 * 1024), None), false);
        let error = request.to_body().unwrap_err();
        assert_eq!(format!("{}: {error} | {}", error.code(), error.help()), too_large);
    }

    #[test]
    fn the_largest_body_reads_back() {
        let request =
            |code: &str| CiRequest::new(function_of(MANIFEST, code, Some("\"Images\"\n")), false);
        let room = CiRequest::MAX_SIZE - request("x").to_body().unwrap().len();
        // As escapes, control characters take six bytes; code without any never fills a body.
        let escaped = 1_300_000;
        let code = "\u{1}".repeat(escaped) + &"x".repeat(room + 1 - 6 * escaped);
        let largest = request(&code);
        let body = largest.to_body().unwrap();
        assert_eq!(body.len(), CiRequest::MAX_SIZE);
        assert!(CiRequest::check(&body).into_result() == Ok(largest));
        let error = request(&(code + "x")).to_body().unwrap_err();
        assert_eq!(error.code(), Code::RequestTooLarge);
    }

    #[test]
    fn a_manifest_at_its_limit_fits_into_a_request() {
        let text = MANIFEST.to_owned() + &" ".repeat(Manifest::MAX_SIZE - MANIFEST.len());
        let request = CiRequest::new(function_of(&text, CODE, Some("")), true);
        let read = CiRequest::check(&request.to_body().unwrap()).into_result();
        assert_eq!(read, Ok(request));
    }

    #[test]
    fn hostile_ones_find_little() {
        // Sixteen megabytes of items, keys, line ends and brackets: the manifest's own limit holds.
        let fill = |piece: &str| piece.repeat((CiRequest::MAX_SIZE - 100) / piece.len());
        for text in [
            format!("{{\"tags\": [{}0]}}", fill("0,")),
            format!("{{{}\"a\": 0}}", fill("\"a\":0,")),
            format!("{{\"a\": 0, \"a\": 0, {}\"b\": 0}}", fill("\n")),
            format!("{{\"x\": {}", fill("[")),
            format!("{{{}\"code\": 0}}", fill("\"code\":0,")),
            format!("{{{}\"publish\": true}}", fill("\"publish\":0,")),
            format!("{{\"license\": \"{}\"}}", fill("(")),
        ] {
            let report = CiRequest::check(text.as_bytes()).into_parts().1;
            let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
            assert_eq!(codes, [Code::ManifestTooLarge], "{}", &text[..20]);
        }
        // What stands in place of the code is skipped, however long it is.
        let text = format!("{{\"code\": [{}0]}}", fill("0,"));
        let report = CiRequest::check(text.as_bytes()).into_parts().1;
        assert_eq!(report.errors().count(), 9, "{report}");
    }

    #[test]
    fn findings_come_in_the_order_of_a_directory() {
        let manifest = MANIFEST.replace("index.ts", "index.py");
        let files = Memory::from_iter([("aerostack.json", &*manifest), ("index.py", CODE)]);
        let expected: Vec<_> =
            Function::check(&files).report().findings().iter().map(Finding::code).collect();
        let text = body("\"code\": \"x\"").replace("index.ts", "index.py");
        let report = CiRequest::check(text.as_bytes()).into_parts().1;
        assert_eq!(report.findings().iter().map(Finding::code).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_key_is_in_no_picture() {
        for text in [
            r#""readme": "Key:\nac_0123456789abcdef", "reamde": 1"#,
            r#""tags": ["\tac_0123456789abcdef"]"#,
            r#""tags": ["my ak_0123456789abcdef "]"#,
            r#""name": "\nac_0123456789abcdef""#,
            r#""name": "ac\u005f0123456789abcdef""#,
            r#""name": "\u0061c_01\u00323456789abcdef""#,
            r#""code": "const key =\n\tac_0123456789abcdef \x""#,
            r#""code": "ac\_0123456789abcdef""#,
            r#""code": "ac_01234567\q89abcdef""#,
            r#""name": "ac_0123456789abcdef", "entrypoint": "ac_0123456789abcdef.ts", "code": """#,
        ] {
            for text in
                [format!("{{{text}}}"), format!("{{\"x\": \"{}\",{text}}}", "é".repeat(600))]
            {
                let report = CiRequest::check(text.as_bytes()).into_parts().1;
                let json = serde_json::to_string(&report).unwrap();
                let shown = format!("{report}{report:?}{json}");
                assert!(!shown.contains("234") && !shown.contains("9abc"), "{report}");
            }
        }
        let manifest = MANIFEST.replace("index.ts", "ac_0123456789abcdef.ts");
        let files =
            Memory::from_iter([("aerostack.json", &*manifest), ("ac_0123456789abcdef.ts", "")]);
        let report = Function::check(&files).into_parts().1;
        let shown = format!("{report}{report:?}{}", serde_json::to_string(&report).unwrap());
        assert!(!shown.contains("0123"), "{report}");
    }

    #[test]
    fn what_a_manifest_has_under_the_requests_keys_makes_way() {
        let manifest = MANIFEST.replacen(
            "{\n",
            "{ \"code\": 1, \"publish\": true,\n  \"re\\u0061dme\": [\"}\"], \"x\": {\"code\": 2},\n",
            1,
        );
        let request = CiRequest::new(function_of(&manifest, CODE, None), false);
        let read = CiRequest::check(&request.to_body().unwrap()).into_result().unwrap();
        assert!(!read.goes_live());
        assert_eq!(read.function().readme(), None);
        assert_eq!(read.function().code(), CODE);
        let kept = MANIFEST.replacen("{\n  ", "{\"x\": {\"code\": 2},\n  ", 1);
        assert_eq!(read.function().manifest_text(), kept);
        assert_eq!(read.function().manifest(), request.function().manifest());
    }

    #[test]
    fn a_byte_order_mark_stays_at_home() {
        let manifest = format!("\u{feff}{MANIFEST}");
        let request = CiRequest::new(function_of(&manifest, "\u{feff}x", Some("")), true);
        let body = request.to_body().unwrap();
        assert!(body.starts_with(b"{"));
        assert_eq!(CiRequest::check(&body).into_result(), Ok(request));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_back(
            code in ".*",
            readme in proptest::option::of(".*"),
            keys in proptest::collection::btree_map("x[a-z\"\\\\é😀\u{0}]{0,5}", ".{0,9}", 0..4),
            space in "[ \t\r\n]{0,3}",
            goes_live: bool,
        ) {
            let mut manifest = MANIFEST.trim_end().to_owned();
            for (key, value) in &keys {
                let key = serde_json::to_string(&format!("x-{key}")).unwrap();
                let value = serde_json::to_string(value).unwrap();
                let entry = format!("{space}{key}{space}:{space}{value},{space}");
                manifest.insert_str(1, &entry);
            }
            let function = function_of(&manifest, &format!("x{code}"), readme.as_deref());
            let request = CiRequest::new(function.clone(), goes_live);
            let body = request.to_body().unwrap();
            serde_json::from_slice::<serde_json::Value>(&body).unwrap();
            let read = CiRequest::check(&body).into_result();
            prop_assert_eq!(read.as_ref(), Ok(&request), "{}", String::from_utf8_lossy(&body));
            let read = read.unwrap().into_function();
            prop_assert_eq!(read.manifest_text(), manifest);
            prop_assert_eq!(read.manifest(), function.manifest());
        }

        #[test]
        fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..60), at in 0..700_usize) {
            let mut text = body(r##""code": "é\n", "readme": "#", "publish": true"##).into_bytes();
            let at = at.min(text.len());
            text.splice(at..at, bytes);
            let checked = CiRequest::check(&text);
            prop_assert_eq!(checked.value().is_some(), checked.report().is_ok());
            for finding in checked.report().findings() {
                prop_assert!(finding.span().is_none_or(|span| text.get(span.range()).is_some()));
            }
            let shown = checked.report().to_string();
            prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}

mod decisions {
    use super::*;

    fn decide(
        function: &Function,
        channel: Channel,
        goes_live: bool,
        existing: Option<(&str, &[&str])>,
    ) -> Checked<Decision> {
        let versions: Vec<Version> =
            existing.iter().flat_map(|(_, v)| *v).map(|v| v.parse().unwrap()).collect();
        let existing = existing.map(|(owner, _)| Existing { owner, versions: &versions });
        Publication { function, caller: "alice", channel, goes_live, existing }.decide()
    }

    /// The one finding about the function of that version, if it goes live beside others.
    fn live(own: &str, versions: &[&str]) -> String {
        let function = version(own);
        let checked = decide(&function, Channel::Ci, true, Some(("alice", versions)));
        assert_eq!(checked.value().is_some(), checked.report().is_ok());
        findings(&checked, function.manifest_text().as_bytes()).join("\n")
    }

    #[test]
    fn every_row_of_the_truth_table() {
        use Action::{Create, Keep, Update};
        let function = version("1.0.0");
        let nothing = None;
        let drafts: Option<(&str, &[&str])> = Some(("alice", &[]));
        let older: Option<(&str, &[&str])> = Some(("alice", &["0.9.0"]));
        let same: Option<(&str, &[&str])> = Some(("alice", &["0.9.0", "1.0.0"]));
        let newer: Option<(&str, &[&str])> = Some(("alice", &["0.9.0", "1.1.0"]));
        let table = [
            (Channel::Admin, false, nothing, Ok(Create), None),
            (Channel::Admin, false, drafts, Ok(Create), None),
            (Channel::Admin, false, older, Ok(Create), None),
            (Channel::Admin, false, same, Ok(Create), None),
            (Channel::Admin, false, newer, Ok(Create), None),
            (Channel::Admin, true, nothing, Ok(Create), None),
            (Channel::Admin, true, drafts, Ok(Keep), None),
            (Channel::Admin, true, older, Ok(Keep), None),
            (Channel::Admin, true, same, Err(Code::VersionConflict), None),
            (Channel::Admin, true, newer, Ok(Keep), Some(Code::VersionRegression)),
            (Channel::Cli, false, nothing, Ok(Create), None),
            (Channel::Cli, false, drafts, Ok(Create), None),
            (Channel::Cli, false, older, Ok(Create), None),
            (Channel::Cli, false, same, Ok(Create), None),
            (Channel::Cli, false, newer, Ok(Create), None),
            (Channel::Cli, true, nothing, Ok(Create), None),
            (Channel::Cli, true, drafts, Ok(Keep), None),
            (Channel::Cli, true, older, Ok(Keep), None),
            (Channel::Cli, true, same, Err(Code::VersionConflict), None),
            (Channel::Cli, true, newer, Ok(Keep), Some(Code::VersionRegression)),
            (Channel::Ci, false, nothing, Ok(Create), None),
            (Channel::Ci, false, drafts, Ok(Update), None),
            (Channel::Ci, false, older, Ok(Update), None),
            (Channel::Ci, false, same, Ok(Update), None),
            (Channel::Ci, false, newer, Ok(Update), None),
            (Channel::Ci, true, nothing, Ok(Create), None),
            (Channel::Ci, true, drafts, Ok(Update), None),
            (Channel::Ci, true, older, Ok(Update), None),
            (Channel::Ci, true, same, Err(Code::VersionConflict), None),
            (Channel::Ci, true, newer, Ok(Update), Some(Code::VersionRegression)),
        ];
        for (channel, goes_live, existing, expected, warning) in table {
            let row = format!("{channel:?} {goes_live} {existing:?}");
            let (decision, report) = decide(&function, channel, goes_live, existing).into_parts();
            let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
            match expected {
                Ok(record) => {
                    let decision = decision.unwrap_or_else(|| panic!("{row}: {report}"));
                    assert_eq!(decision.action, record, "{row}");
                    assert_eq!(decision.goes_live, goes_live, "{row}");
                    assert_eq!(decision.takes_snapshot, goes_live, "{row}");
                    assert_eq!(codes, Vec::from_iter(warning), "{row}");
                }
                Err(code) => {
                    assert_eq!((decision, codes), (None, vec![code]), "{row}");
                    assert_eq!(report.status(), Some(409), "{row}");
                }
            }
        }
        for channel in [Channel::Admin, Channel::Cli, Channel::Ci] {
            for goes_live in [false, true] {
                for versions in [&[][..], &["0.9.0"], &["1.0.0"], &["2.0.0"]] {
                    let checked = decide(&function, channel, goes_live, Some(("bob", versions)));
                    let codes: Vec<_> =
                        checked.report().findings().iter().map(Finding::code).collect();
                    assert_eq!(
                        codes,
                        [Code::DuplicateSlug],
                        "{channel:?} {goes_live} {versions:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_taken_slug_is_pointed_at_and_another_one_is_proposed() {
        let function = version("1.0.0");
        let versions: &[Version] = &[];
        let taken = |caller: &str, name: &str| {
            let function = function_of(&MANIFEST.replace("image-resizer", name), CODE, Some(""));
            let existing = Some(Existing { owner: "bob", versions });
            let channel = Channel::Cli;
            let checked =
                Publication { function: &function, caller, channel, goes_live: false, existing }
                    .decide();
            findings(&checked, function.manifest_text().as_bytes()).concat()
        };
        assert_eq!(
            taken("alice", "image-resizer"),
            "DUPLICATE_SLUG: the name `image-resizer` belongs to a different account | rename your \
             function, for example to `alice-image-resizer` | /name @ \"image-resizer\""
        );
        assert!(taken("Zoë O.", "a").contains("to `zo-o-a`"), "{}", taken("Zoë O.", "a"));
        assert!(taken("图", "image-resizer").contains("to `image-resizer-2`"));
        assert!(taken("alice", "alice-hello").contains("to `alice-hello-2`"));
        assert!(taken("alice", "alice").contains("to `alice-2`"));
        assert!(taken("al", "alice").contains("to `al-alice`"));
        assert!(taken(&"x".repeat(60), "hello").contains("to `hello-2`"));
        assert!(taken("图", "hello-2").contains("to `hello-3`"));
        assert!(
            taken("图", &format!("{}-2", "a".repeat(62)))
                .contains(&format!("{}-3`", "a".repeat(62)))
        );
        assert!(
            taken("图", &format!("{}-9", "a".repeat(62)))
                .contains(&format!("{}-10`", "a".repeat(61)))
        );
        let long = "x".repeat(64);
        let shortened = format!("to `{}-2`", "x".repeat(62));
        assert!(
            taken(&"a".repeat(70), &long).contains(&shortened),
            "{}",
            taken(&"a".repeat(70), &long)
        );
        let checked = decide(&function, Channel::Ci, true, Some(("bob", &[])));
        let shown = checked.report().to_string();
        assert!(shown.contains("--> aerostack.json:2:11"), "{shown}");
        assert!(shown.contains("2 |   \"name\": \"image-resizer\","), "{shown}");
    }

    #[test]
    fn a_taken_version_is_pointed_at_and_a_free_one_is_proposed() {
        assert_eq!(
            live("1.0.0", &["1.0.0"]),
            "VERSION_CONFLICT: version `1.0.0` is already published | bump `version` in \
             `aerostack.json`, for example to `1.0.1` | /version @ \"1.0.0\""
        );
        let proposed = |own: &str, versions: &[&str]| {
            let line = live(own, versions);
            let proposal = line.split("for example to `").nth(1)?;
            Some(proposal.split('`').next()?.to_owned())
        };
        for (own, versions, proposal) in [
            ("1.0.0", &["1.0.0", "1.0.1", "1.0.2"][..], Some("1.0.3")),
            ("1.0.0", &["2.3.4", "1.0.0", "0.9.0"], Some("2.3.5")),
            ("1.0.0", &["1.0.0", "2.0.0-beta.1"], Some("1.0.1")),
            ("1.0.0+build", &["1.0.0+build", "1.0.0"], Some("1.0.1")),
            ("2.0.0-beta.1", &["2.0.0-beta.1", "1.0.0"], Some("2.0.0-beta.2")),
            ("2.0.0-beta.1", &["2.0.0-beta.1", "2.0.0-beta.7"], Some("2.0.0-beta.8")),
            ("2.0.0-beta.1", &["2.0.0-beta.1", "2.0.0"], Some("2.0.1")),
            ("2.0.0-beta", &["2.0.0-beta"], Some("2.0.0-beta.1")),
            ("2.0.0-7", &["2.0.0-7"], Some("2.0.0-8")),
            ("2.0.0-rc.x.9+b", &["2.0.0-rc.x.9+b"], Some("2.0.0-rc.x.10")),
            ("2.0.0-rc-1", &["2.0.0-rc-1"], Some("2.0.0-rc-1.1")),
            ("1.0.18446744073709551615", &["1.0.18446744073709551615"], None),
            ("1.0.0-18446744073709551615", &["1.0.0-18446744073709551615"], None),
        ] {
            assert_eq!(proposed(own, versions).as_deref(), proposal, "{own} {versions:?}");
            if let Some(proposal) = proposal
                && !own.eq("1.0.0")
            {
                assert_eq!(live(proposal, versions), "", "{proposal} {versions:?}");
            }
        }
        let function = version("1.0.18446744073709551615");
        let taken =
            decide(&function, Channel::Cli, true, Some(("alice", &["1.0.18446744073709551615"])));
        let finding = &taken.report().findings()[0];
        assert_eq!(finding.help(), "bump `version` in `aerostack.json`");
    }

    #[test]
    fn precedence_says_what_is_lower() {
        for (own, versions) in [
            ("1.0.0", &["0.9.0"][..]),
            ("1.0.0", &["1.0.0-rc.1"]),
            ("1.0.0+b", &["1.0.0+a"]),
            ("1.0.0+a", &["1.0.0+b"]),
            ("1.0.0", &["1.0.0+b"]),
            ("1.0.0-rc.11", &["1.0.0-rc.2"]),
            ("1.10.0", &["1.9.0"]),
        ] {
            assert_eq!(live(own, versions), "", "{own} {versions:?}");
        }
        assert_eq!(
            live("1.0.0", &["0.9.0", "1.9.0", "1.10.0"]),
            "VERSION_REGRESSION: version `1.0.0` is lower than `1.10.0`, the newest published \
             | bump `version` above it, unless you maintain an older line | /version @ \"1.0.0\""
        );
        assert!(live("1.0.0-rc.2", &["1.0.0-rc.11"]).starts_with("VERSION_REGRESSION"));
        assert!(live("1.0.0-rc.2", &["1.0.0"]).starts_with("VERSION_REGRESSION"));
    }

    #[test]
    fn what_came_in_a_request_is_pointed_at_there() {
        let text = format!("{{\"code\": \"x\", \"readme\": \"\",{}", &MANIFEST[1..]);
        let request = CiRequest::check(text.as_bytes()).into_result().unwrap();
        for (owner, key, expected, proposal) in [
            ("bob", "/name", "\"image-resizer\"", "alice-image-resizer"),
            ("alice", "/version", "\"1.0.0\"", "1.0.1"),
        ] {
            let checked = decide(request.function(), Channel::Ci, true, Some((owner, &["1.0.0"])));
            let finding = &checked.report().findings()[0];
            assert_eq!(&text[finding.span().unwrap().range()], expected);
            assert_eq!(finding.pointer().as_deref(), Some(key));
            assert_eq!(finding.fix().unwrap().edits[0].text, proposal);
            assert_eq!(finding.file(), None);
            let line = if owner == "bob" { 2 } else { 3 };
            assert_eq!(finding.range().unwrap().start.line, line);
        }
    }

    #[test]
    fn a_report_takes_on_what_the_hub_says() {
        let function = version("1.0.0");
        let (_, mut report) = CiRequest::check(body("\"code\": \"x\"").as_bytes()).into_parts();
        assert_eq!(report.status(), None);
        report.append(decide(&function, Channel::Ci, true, Some(("bob", &[]))).into_parts().1);
        let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
        assert_eq!(codes, [Code::MissingReadme, Code::DuplicateSlug]);
        assert_eq!(report.status(), Some(409));
    }
}

//! The command that a newcomer runs.
#![cfg(feature = "fs")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use aerostack_manifest::Code;

fn check(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "check", "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn exits(output: &Output, status: i32) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(
        output.status.code(),
        Some(status),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

const GOOD: &str = "examples/functions/image-resizer";
const BAD: &str = "examples/functions/broken-renamed-entrypoint";
const WARNED: &str = "tests/cases/readme-missing";

#[test]
fn a_good_function_is_valid() {
    let printed = exits(&check(&[GOOD], ""), 0);
    assert_eq!(printed, format!("{GOOD}: image-resizer 1.0.0 is valid\n"));
}

#[test]
fn a_broken_one_is_refused_with_its_path() {
    let printed = exits(&check(&[BAD], ""), 1);
    assert!(printed.contains(&format!(" --> {BAD}/aerostack.json:10:17\n")), "{printed}");
    assert!(printed.ends_with("\n1 path checked: 2 errors, 0 warnings\n"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "colored although it is no terminal");
}

#[test]
fn a_manifest_is_checked_without_its_files() {
    const UNCHECKED: &str =
        "the manifest of image-resizer 1.0.0 is valid; not checked: entrypoint, README.md\n";
    let printed = exits(&check(&[&format!("{GOOD}/aerostack.json")], ""), 0);
    assert_eq!(printed, format!("{GOOD}/aerostack.json: {UNCHECKED}"));
    let manifest = std::fs::read_to_string(format!("{GOOD}/aerostack.json")).unwrap();
    assert_eq!(exits(&check(&["-"], &manifest), 0), format!("-: {UNCHECKED}"));
    // Also of a manifest with errors.
    let alone = format!("{BAD}/aerostack.json");
    for path in ["-", &alone] {
        let status = i32::from(path != "-");
        let printed = exits(&check(&["--format", "json", path], &manifest), status);
        let line: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(line["unchecked"], serde_json::json!(["entrypoint", "README.md"]));
    }
    let printed = exits(&check(&["tests/cases/category-invalid/aerostack.json"], ""), 1);
    assert!(
        printed.contains(" --> tests/cases/category-invalid/aerostack.json:5:15\n"),
        "{printed}"
    );
}

#[test]
fn a_manifest_comes_on_standard_input() {
    let printed = exits(&check(&["-"], "{"), 1);
    assert!(printed.contains(" --> aerostack.json:1:2\n"), "{printed}");
}

#[test]
fn json_is_one_line_for_each_path() {
    let printed = exits(&check(&["--format", "json", GOOD, BAD, WARNED], ""), 1);
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [good, bad, warned] = &lines[..] else { panic!("{printed}") };
    assert_eq!(good["findings"], serde_json::json!([]));
    assert_eq!(good.get("unchecked"), None);
    assert!(printed.starts_with(&format!(
        r#"{{"path":"{GOOD}","ok":true,"findings":[],"manifest":{{"name":"image-resizer","version":"1.0.0","#
    )));
    assert_eq!((bad["path"].as_str(), bad["ok"].as_bool()), (Some(BAD), Some(false)));
    assert_eq!(bad["findings"][1]["code"], "MISSING_ENTRYPOINT");
    assert!(bad.get("manifest").is_none());
    assert_eq!(warned["ok"], true);
    assert_eq!(warned["findings"][0]["severity"], "warning");
}

#[test]
fn the_schema_is_printed_as_it_stands_in_the_tree() {
    assert_eq!(exits(&check(&["--schema"], ""), 0), aerostack_manifest::SCHEMA_JSON);
}

#[test]
fn annotations_have_the_paths_of_their_files() {
    let manifest = &format!("./{BAD}/aerostack.json");
    let printed = exits(&check(&["--format", "github", GOOD, WARNED, manifest], ""), 1);
    let files: Vec<_> = printed.lines().map(|line| line.split(',').next().unwrap()).collect();
    let expected = [
        format!("::warning file={WARNED}/aerostack.json"),
        format!("::error file={BAD}/aerostack.json"),
    ];
    assert_eq!(files, expected);
}

#[test]
fn several_paths_make_one_document() {
    let document = |format: &str, status| -> serde_json::Value {
        let printed = exits(&check(&["--format", format, BAD, GOOD, WARNED, "-"], "[]"), status);
        serde_json::from_str(&printed).unwrap()
    };
    let paths = ["aerostack.json", "aerostack.json"].map(|file| format!("{BAD}/{file}"));
    let paths =
        paths.into_iter().chain([format!("{WARNED}/aerostack.json"), "aerostack.json".into()]);
    let paths: Vec<_> = paths.map(serde_json::Value::from).collect();
    let issues = document("gitlab", 1);
    let places = issues.as_array().unwrap().iter().map(|issue| &issue["location"]["path"]);
    assert_eq!(places.collect::<Vec<_>>(), paths.iter().collect::<Vec<_>>());
    let log = document("sarif", 1);
    let results = log["runs"][0]["results"].as_array().unwrap().iter();
    let places = results
        .map(|result| &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]);
    assert_eq!(places.collect::<Vec<_>>(), paths.iter().collect::<Vec<_>>());
}

#[test]
fn warnings_fail_only_when_denied() {
    exits(&check(&[WARNED], ""), 0);
    exits(&check(&["--deny-warnings", WARNED], ""), 1);
    exits(&check(&["--deny-warnings", GOOD], ""), 0);
}

#[test]
fn wrong_usage_is_not_a_verdict() {
    let output = check(&["--format", "xml"], "");
    exits(&output, 2);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("the formats are `human`, `json`, `github`, `gitlab` and `sarif`"),
        "{message}"
    );
    exits(&check(&["--no-such-option"], ""), 2);
    assert!(exits(&check(&["--help"], ""), 0).starts_with("Usage: check"));
}

#[test]
fn a_path_that_is_not_there_does_not_hide_the_others() {
    let output = check(&["no/such/path", GOOD], "");
    let printed = exits(&output, 2);
    assert!(printed.contains("image-resizer 1.0.0 is valid"), "{printed}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("check: no/such/path: "));
}

mod fixing {
    use std::fs;
    use std::path::PathBuf;

    use super::{Output, check as check_with};

    fn check(arguments: &[&str]) -> Output {
        check_with(arguments, "")
    }

    fn stdout(output: &Output) -> String {
        String::from_utf8(output.stdout.clone()).unwrap()
    }

    /// A function in a directory of its own, gone at the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str, manifest: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("aerostack-check-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("aerostack.json"), manifest).unwrap();
            fs::write(path.join("index.ts"), "export {}").unwrap();
            fs::write(path.join("README.md"), "# Images").unwrap();
            Self(path)
        }

        fn path(&self) -> &str {
            self.0.to_str().unwrap()
        }

        fn manifest(&self) -> String {
            fs::read_to_string(self.0.join("aerostack.json")).unwrap()
        }

        fn files(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const EXAMPLE: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

    fn broken() -> String {
        EXAMPLE.replace("\"media\",\n", "\"Media\",\n").replace("false\n", "false,\r\n")
    }

    #[test]
    fn fix_rewrites_the_file_and_says_what() {
        let function = Scratch::new("fix", &broken());
        let output = check(&["--fix", function.path()]);
        let path = function.path();
        let expected = format!(
            "{path}/aerostack.json: fixed\n  \
             INVALID_CATEGORY: unknown category `Media`; wrote `media`\n  \
             INVALID_JSON: trailing comma; removed\n\n\
             {path}: image-resizer 1.0.0 is valid\n"
        );
        assert_eq!(stdout(&output), expected);
        assert!(output.status.success());
        assert_eq!(function.manifest(), EXAMPLE.replace("false\n", "false\r\n"));
        assert_eq!(function.files(), ["README.md", "aerostack.json", "index.ts"]);
        // Once more there is nothing to do.
        let again = check(&["--fix", path]);
        assert_eq!(stdout(&again), format!("{path}: image-resizer 1.0.0 is valid\n"));
    }

    #[test]
    fn fix_leaves_what_is_not_certain() {
        let text = broken().replace("\"1.0.0\"", "\"^1.0.0\"");
        let function = Scratch::new("likely", &text);
        let output = check(&["--fix", &format!("{}/aerostack.json", function.path())]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains("\n\nerror[INVALID_VERSION]: "), "{}", stdout(&output));
        assert!(
            function.manifest().contains("\"^1.0.0\"") && function.manifest().contains("\"media\"")
        );
    }

    #[cfg(unix)]
    #[test]
    fn fix_keeps_permissions_and_links() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let function = Scratch::new("links", &broken());
        let (link, file) = (function.0.join("aerostack.json"), function.0.join("real.json"));
        fs::rename(&link, &file).unwrap();
        symlink("real.json", &link).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(check(&["--fix", function.path()]).status.success());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(function.manifest().contains("\"media\",\n"));
    }

    #[test]
    fn diff_shows_it_and_changes_nothing() {
        let text = broken().replace("\"cdn\"", "\"\u{202e}cdn\"");
        let function = Scratch::new("diff", &text);
        let output = check(&["--diff", function.path()]);
        assert_eq!(output.status.code(), Some(1));
        let shown = stdout(&output);
        assert!(
            shown.contains("\n-  \"category\": \"Media\",\n+  \"category\": \"media\",\n"),
            "{shown}"
        );
        assert!(!shown.contains('\u{202e}') && shown.contains("\\u{202e}"));
        assert_eq!(function.manifest(), text);
    }

    #[test]
    fn json_goes_to_standard_output_alone() {
        let function = Scratch::new("json", &broken());
        let output = check(&["--format", "json", "--fix", function.path()]);
        assert!(stdout(&output).starts_with("{\"path\":"), "{}", stdout(&output));
        assert!(String::from_utf8_lossy(&output.stderr).contains("fixed"));
    }

    #[test]
    fn a_diff_has_no_secrets() {
        let output = check(&["--diff", "examples/functions/broken-pasted-secrets"]);
        let shown = stdout(&output);
        assert!(!shown.contains("example-only"), "{shown}");
        let text = broken().replacen('{', "{ \"x-token\": \"ac_0123456789abcdef\",", 1);
        let function = Scratch::new("secret", &text);
        let shown = stdout(&check(&["--diff", "--fix", function.path()]));
        assert!(
            shown.contains("\n+  \"category\": \"media\",") && !shown.contains("0123"),
            "{shown}"
        );
        assert_eq!(function.manifest(), text, "a preview changes nothing");
    }

    #[test]
    fn what_is_printed_hides_nothing() {
        let hidden = "\u{200b}\u{ad}\u{3164}\u{fe0f}\u{61c}\u{200f}\u{e0100}\u{34f}\u{2060}";
        let text = broken()
            .replace("\"cdn\"", &format!("\" a{hidden}b\""))
            .replacen('{', &format!("{{ \"x{hidden}\": \"{hidden}\u{9b}\u{2028}\","), 1)
            .replace('\r', "");
        for (index, arguments) in [
            &["--diff"][..],
            &["--fix"],
            &["--diff", "--format", "json"],
            &["--fix", "--format", "json"],
            &["--format", "github"],
            &["--format", "gitlab"],
            &["--format", "sarif"],
        ]
        .iter()
        .enumerate()
        {
            let function = Scratch::new(&format!("hidden-{index}-{hidden}"), &text);
            let output = check(&[arguments, &[function.path()][..]].concat());
            for printed in [output.stdout, output.stderr] {
                let printed = String::from_utf8(printed).unwrap();
                let is_hidden = |c: char| hidden.contains(c) || (c.is_control() && c != '\n');
                assert!(!printed.contains(is_hidden), "{arguments:?}: {}", printed.escape_debug());
            }
        }
        let missing = check(&[&format!("no/{hidden}")]).stderr;
        assert!(!String::from_utf8(missing).unwrap().contains(|c| hidden.contains(c)));
    }

    #[test]
    fn nothing_that_is_printed_is_a_command() {
        let comment = "/*\n::stop-commands::x\n\t ::error::y\n##[group]\n##vso[task.x]\n*/";
        let broken = EXAMPLE
            .replace("\"media\",", &format!("\"Media\",\n{comment}"))
            .replace("\"cdn\"", "\"##[set-output name=version]9.9.9\"");
        let valid = EXAMPLE.replace("\"cdn\"", "\"##[group]\", \"::error::x\"");
        for (index, arguments) in [
            &["--diff"][..],
            &["--fix"],
            &["--diff", "--format", "json"],
            &["--format", "json"],
            &["--format", "gitlab"],
            &["--format", "sarif"],
        ]
        .iter()
        .enumerate()
        {
            for (text, name) in [(&broken, "##[a]"), (&valid, "##vso[b]")] {
                let function = Scratch::new(&format!("command-{index}-{name}"), text);
                let output = check(&[arguments, &[function.path()][..]].concat());
                for printed in [output.stdout, output.stderr] {
                    let printed = String::from_utf8(printed).unwrap();
                    let is_command = |line: &str| {
                        line.trim_start().starts_with("::")
                            || ["##[", "##vso["].iter().any(|start| line.contains(start))
                    };
                    assert!(!printed.lines().any(is_command), "{arguments:?}: {printed}");
                }
            }
        }
        let function = Scratch::new("command", &broken);
        let shown = stdout(&check(&["--diff", function.path()]));
        for line in [r":\u{3a}stop-commands::x", r"##\u{5b}group]", r"##vso\u{5b}task.x]"] {
            assert!(shown.contains(line), "{shown}");
        }
        let function = Scratch::new("tags", &valid);
        let shown = stdout(&check(&["--format", "json", function.path()]));
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(shown["manifest"]["tags"][3], r"##\u{5b}group]", "{shown}");
        let output = check(&["::error::x"]);
        assert!(String::from_utf8(output.stderr).unwrap().starts_with(r"check: :\u{3a}error"));
    }

    #[test]
    fn nothing_that_is_printed_has_a_token() {
        let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
        let text = EXAMPLE.replace("\"cdn\"", &format!("\"{token}\", \"##[\""));
        for arguments in
            [&["--diff"][..], &["--fix"], &["--format", "json"], &["--format", "sarif"]]
        {
            let function = Scratch::new(&format!("token-{token}"), &text);
            let output = check(&[arguments, &[function.path()][..]].concat());
            for printed in [output.stdout, output.stderr] {
                let printed = String::from_utf8(printed).unwrap();
                assert!(!printed.contains("ghij"), "{arguments:?}: {printed}");
            }
        }
    }

    #[test]
    fn nothing_that_is_printed_has_a_secret() {
        for (index, entry) in [
            r#""envVars": ["API_KEY=hunter2"]"#,
            r#""envVars": {"API_KEY": "hunter2"}"#,
            r#""envVars": ["A", "A"], "env_vars": ["API_KEY=hunter2"]"#,
            r#""env": {"API_KEY": "hunter2"}"#,
            r#""tags": ["a", "a", " ac_hunter2hunter2"]"#,
            r#""envVars": ["API_KEY=hunter2\x"]"#,
            r#""x" 1, 'envVars': ['API_KEY=hunter2']"#,
        ]
        .iter()
        .enumerate()
        {
            let text = broken().replacen('{', &format!("{{ {entry},"), 1);
            for arguments in [&["--diff"][..], &["--diff", "--format", "json"], &["--fix"]] {
                let function = Scratch::new(&format!("pasted-{index}"), &text);
                let output = check(&[arguments, &[function.path()][..]].concat());
                let printed = [output.stdout, output.stderr].concat();
                let printed = String::from_utf8(printed).unwrap();
                assert!(!printed.contains("hunter2"), "{arguments:?} {entry}: {printed}");
            }
        }
    }

    #[test]
    fn a_wrong_case_of_the_entrypoint_is_fixed() {
        let function = Scratch::new("letter-case", &EXAMPLE.replace("index.ts", "Index.ts"));
        let output = check(&["--fix", function.path()]);
        assert!(output.status.success(), "{}", stdout(&output));
        assert_eq!(function.manifest(), EXAMPLE);
    }

    #[test]
    fn what_cannot_be_fixed_is_reported_all_the_same() {
        let function = Scratch::new("unfixable", "");
        let manifest = function.0.join("aerostack.json");
        fs::write(&manifest, [broken().as_bytes(), b"\xff"].concat()).unwrap();
        let output = check(&["--fix", "--format", "json", function.path()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stdout(&output).contains("INVALID_CATEGORY"), "{}", stdout(&output));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains("; it is unchanged"), "{error}");

        fs::write(&manifest, broken()).unwrap();
        let mut permissions = fs::metadata(&manifest).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&manifest, permissions).unwrap();
        let output = check(&["--fix", function.path()]);
        assert_eq!((output.status.code(), function.manifest()), (Some(2), broken()));
    }

    #[test]
    fn standard_input_is_not_fixed() {
        let output = check(&["--fix", "-"]);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            error.starts_with("check: standard input cannot be fixed; name a file\n"),
            "{error}"
        );
    }

    #[test]
    fn levels_are_set_by_code() {
        let function = Scratch::new("levels", &EXAMPLE.replace("\"cdn\"", "\"cdn\", \"CDN\""));
        let status = |options: &[&str]| {
            let options: Vec<_> = options.iter().copied().chain([function.path()]).collect();
            check(&options).status.code()
        };
        assert_eq!(status(&[]), Some(0));
        assert_eq!(status(&["--deny-warnings"]), Some(1));
        assert_eq!(status(&["--deny", "DUPLICATE_ENTRY"]), Some(1));
        assert_eq!(status(&["--deny", "duplicate_entry", "--allow", "DUPLICATE_ENTRY"]), Some(0));
        assert_eq!(status(&["--deny-warnings", "--allow", "DUPLICATE_ENTRY"]), Some(0));
        assert_eq!(status(&["--allow", "INVALID_NAME"]), Some(2));
        assert_eq!(status(&["--deny", "NO_CODE"]), Some(2));
        let shown = stdout(&check(&["--deny", "DUPLICATE_ENTRY", function.path()]));
        assert!(
            shown.starts_with("error[DUPLICATE_ENTRY]: the tag `CDN` is listed twice\n"),
            "{shown}"
        );
    }
}

#[test]
fn a_code_is_explained() {
    let page = exits(&check(&["--explain", "INVALID_LICENSE"], ""), 0);
    assert_eq!(page, format!("{}\n", Code::InvalidLicense.explanation()));
    assert_eq!(exits(&check(&["--explain", "invalid_license"], ""), 0), page);
    assert_eq!(exits(&check(&["--explain=Invalid_License"], ""), 0), page);
    let list = exits(&check(&["--explain"], ""), 0);
    assert_eq!(list.lines().count(), Code::ALL.len());
    assert!(list.starts_with("INVALID_JSON            invalid JSON or not UTF-8\n"), "{list}");
}

#[test]
fn an_unknown_code_is_wrong_usage() {
    for (code, message) in [
        (
            "INVALID_LICENCE",
            "check: `INVALID_LICENCE` is not a code of this version; did you mean `INVALID_LICENSE`?\n",
        ),
        ("E0308", "check: `E0308` is not a code of this version; `--explain` alone lists them\n"),
        (
            "\u{1b}[31m",
            "check: `\\u{1b}[31M` is not a code of this version; `--explain` alone lists them\n",
        ),
    ] {
        let output = check(&["--explain", code], "");
        assert_eq!(exits(&output, 2), "");
        let printed = String::from_utf8(output.stderr).unwrap();
        assert!(printed.starts_with(message), "{printed}");
    }
}

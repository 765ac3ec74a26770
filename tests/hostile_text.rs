//! Text that is not what it seems, in every place that an author, or somebody who names files, can
//! put it. No form of a report lets it through, and none has a secret.
#![cfg(feature = "render")]

mod laws;
mod tree;

use std::iter;

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::wire::ErrorResponse;
use aerostack_manifest::{BasePath, Error, Function, Manifest, Memory, Report, emit};
use serde_json::Value;

/// Each with a text of its kind.
const HOSTILE: [(&str, &str); 13] = [
    (
        "what turns the text around it",
        "\u{202e}gnp\u{202a}a\u{202b}b\u{202c}\u{202d}\u{2066}a\u{2067}b\u{2068}c\u{2069}\u{61c}a\u{200e}b\u{200f}",
    ),
    (
        "what has no width",
        "a\u{200b}b\u{2060}c\u{feff}d\u{200d}e\u{200c}f\u{ad}g\u{34f}h\u{2061}i\u{2064}j\u{180e}k",
    ),
    (
        "tags and variation selectors",
        "\u{e0001}a\u{e0041}\u{e007f}b\u{fe00}c\u{fe0f}d\u{e0100}e\u{180b}f",
    ),
    (
        "what scripts leave out",
        "a\u{115f}b\u{1160}c\u{3164}d\u{ffa0}e\u{1d173}f\u{1bca0}g\u{fff9}h\u{fffa}i\u{fffb}",
    ),
    ("a color and a link", "\u{1b}[31mred\u{1b}[0m\u{1b}]8;;http://x\u{1b}\\a\u{1b}]8;;\u{7}"),
    ("the clipboard", "\u{1b}]52;c;aGk=\u{7}"),
    ("controls of one byte", "\u{9b}31m\u{90}\u{9d}\u{85}\u{7f}"),
    ("new lines", "a\nb\r\nc\r"),
    ("lines of Unicode, and null", "a\u{2028}b\u{2029}c\0d"),
    ("marks that combine, and right to left", "\u{301}\u{489}a\u{300}\u{301}\u{302} שלום مرحبا"),
    ("commands of pipelines", "\n::error::x\r\n##[error]x"),
    ("commands in one line", "::stop-commands::x ##[group]##vso[task.x]y ###teamcity[z"),
    ("commands after a space", " ::stop-commands::x #\u{200b}#[x ::add-mask::y"),
];

/// What shows nothing of itself or turns what is around it, and is not there by our own doing.
fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The texts of a JSON document that people read: what is to be written into a file is exact.
fn words(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => out.extend([text, "\n"]),
        Value::Array(items) => items.iter().for_each(|item| words(item, out)),
        Value::Object(entries) => {
            for (key, value) in entries {
                out.extend([key, "\n"]);
                if !matches!(key.as_str(), "edits" | "insertedContent") {
                    words(value, out);
                }
            }
        }
        _ => {}
    }
}

/// Every form of a report for itself, as people see it.
fn forms(report: &Report, path: &str) -> [(&'static str, String); 5] {
    let colored = report.display().within(path).manifest_path(path).color(true).to_string();
    let mut json = String::new();
    words(&serde_json::to_value(report).unwrap(), &mut json);
    let errors = report.findings().iter().map(|one| format!("{} {one}", one.error()));
    [
        ("Display", without_colors(&colored)),
        ("Debug", format!("{report:?}")),
        ("errors", errors.collect()),
        ("JSON", json),
        ("answer", ErrorResponse::new(report).iter().map(ErrorResponse::to_string).collect()),
    ]
}

/// The documents of many reports, as they are, and what people read of them.
fn documents_of(reports: &[Report], path: &str) -> [(&'static str, String); 5] {
    let origin = |report| (BasePath::Directory(path), report);
    let reports: Vec<_> = reports.iter().map(origin).collect();
    let read = |json: &str| {
        let mut text = String::new();
        words(&serde_json::from_str(json).unwrap(), &mut text);
        text
    };
    let (gitlab, sarif) = (emit::gitlab(&reports), emit::sarif(&reports));
    [
        ("GitHub", emit::github(&reports)),
        ("GitLab, read", read(&gitlab)),
        ("GitLab", gitlab),
        ("SARIF, read", read(&sarif)),
        ("SARIF", sarif),
    ]
}

/// The text without the sequences that only choose a color.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(part.len());
        plain + part[end..].strip_prefix('m').expect("only colors are chosen")
    })
}

/// Holds all forms of reports on several documents to be harmless.
fn are_harmless(what: &str, reports: &[Report], path: &str) {
    let forms = reports.iter().flat_map(|report| forms(report, path));
    for (form, text) in forms.chain(documents_of(reports, path)) {
        // Letters to Rust, which writes whatever else is hidden as an escape.
        let is_filler = |c| matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
        let is_hidden = |&c: &char| is_hidden(c) && !(form == "Debug" && is_filler(c));
        if let Some((at, found)) = text.char_indices().find(|(_, c)| is_hidden(c)) {
            let around: String = text[..at].chars().rev().take(200).collect();
            let around: String = around.chars().rev().collect();
            let (found, around) = (found.escape_unicode(), around.escape_debug());
            panic!("{what}: {form} has {found} behind {around}");
        }
        // GitHub's own commands are what it is for.
        let is_own = |line: &&str| {
            form == "GitHub"
                && ["::error ", "::warning ", "::notice "].iter().any(|own| line.starts_with(own))
        };
        let lines = text
            .lines()
            .map(|line| line.strip_prefix("::").filter(|_| is_own(&line)).unwrap_or(line));
        lines.for_each(laws::of_logs);
    }
}

/// A text as JSON has it: plain where it can be, or all in escapes.
fn spellings(text: &str) -> [String; 2] {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    [serde_json::to_string(text).unwrap(), format!("\"{}\"", units.collect::<String>())]
}

/// Documents that have a string in each place that a document has, `glue` between it and letters
/// before it: behind a letter no account key begins.
fn documents(string: &str, glue: &str) -> Vec<String> {
    let inner = &string[1..string.len() - 1];
    let mut documents = vec![
        string.to_owned(),
        format!("[{string}]"),
        format!("{{{string}:1}}"),
        format!("{{{string}:1,\"tags\":0,{string}:2}}"),
        format!("{{{string}:{{{string}:[{string}]}},\"tags\":0}}"),
        format!("{{\"{inner}tags\":[], \"name{glue}{inner}\":1}}"),
        format!("{{\"license\":\"MIT OR {inner} WITH {inner} AND ({inner}\"}}"),
        format!("{{\"license\":\"{inner}/MIT {inner}+\"}}"),
        format!("{{\"tags\":[\" {inner}\",\" {inner}\"]}}"),
        format!("{{\"tags\":[\"a{glue}{inner}\",\"a{glue}{inner}\"]}}"),
        format!("{{\"npmDependencies\":[\"@{inner}/a\",\"a@{inner}\",\"git+{inner}\"]}}"),
        format!("{{\"entrypoint\":\"src/{inner}/con.{inner}\"}}"),
        format!("{{\"description\":{string},\"tags\":0}}"),
        // Where JSON ends.
        format!("{{{string} 1}}"),
        format!("{{\"x\":{string} {string}}}"),
        format!("{{\"x\":1}} {inner}"),
        format!("{{{inner}:1}}"),
        format!("{{\"x\":{inner}}}"),
        format!("{{\"x\":'{inner}'}}"),
        format!("{{\"x\":\"\\{inner}"),
        format!("{{// {inner}\n}}"),
    ];
    for key in tree::KEYS.into_iter().chain(["code", "readme", "publish", "x"]) {
        documents.extend([
            format!("{{\"{key}\":{string}}}"),
            format!("{{\"{key}\":\"a{glue}{inner}b\",\"tags\":0}}"),
            format!("{{\"{key}\":[{string},{string}]}}"),
            format!("{{\"{key}\":{{{string}:{string}}}}}"),
            format!("{{\"{key}\":{string},\"{key}\":{string},\"{key}\":{string}}}"),
        ]);
    }
    documents
}

/// The reports on a text everywhere that a document has text.
fn reports_on(text: &str, glue: &str) -> Vec<Report> {
    // Raw, even where JSON has no such string and it ends there.
    let [_, escaped] = spellings(text);
    let spellings = [format!("\"{text}\""), escaped];
    let report_on = |document: String| {
        let bytes = document.as_bytes();
        if ["code", "readme", "publish"].iter().any(|key| document.contains(key)) {
            CiRequest::check(bytes).into_parts().1
        } else {
            Manifest::check(bytes).into_parts().1
        }
    };
    spellings.iter().flat_map(|string| documents(string, glue)).map(report_on).collect()
}

#[test]
fn nothing_hidden_comes_through() {
    for (what, text) in HOSTILE {
        let reports = reports_on(text, "");
        let findings: usize = reports.iter().map(|report| report.findings().len()).sum();
        assert!(reports.len() > 200 && findings > 4 * reports.len(), "{what}: {findings}");
        are_harmless(what, &reports, "functions/hello");
    }
}

#[test]
fn no_path_is_trusted() {
    let reports = [Manifest::check(b"{\"tags\":0}").into_parts().1];
    for (what, text) in HOSTILE {
        for path in [text.to_owned(), format!("a/{text}/b"), format!("{text}/aerostack.json")] {
            are_harmless(what, &reports, &path);
        }
    }
}

const MANIFEST: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

/// A function whose files have a text in their names.
fn reports_on_files(text: &str) -> Vec<Report> {
    let with = |manifest: &str, files: &[String]| {
        let files = files.iter().map(|path| (path.clone(), "export {}"));
        let manifest = ("aerostack.json".to_owned(), manifest);
        let files: Memory = iter::once(manifest).chain(files).collect();
        Function::check(&files).into_parts().1
    };
    let of = |entrypoint: &str| {
        MANIFEST.replace("\"index.ts\"", &serde_json::to_string(entrypoint).unwrap())
    };
    let named = |text: &str| {
        [format!("{text}.ts"), format!("src/{text}.ts"), format!("src/{text}/index.ts")]
    };
    vec![
        with(&of("index.ts"), &named(text)),
        with(&of("src"), &named(text)),
        with(&of(&format!("{text}.ts")), &[]),
        with(&of(&format!("{text}.ts")), &named(text)),
        with(&of(&format!("{text}.ts")), &[format!("{text}.TS")]),
        with(&of("missing.ts"), &[format!("{text}.ts")]),
        with(&of("src/index.ts"), &[format!("src/index.ts/{text}.ts")]),
        with(&of("missing.ts"), &[format!("README{text}.md"), format!("readme.md{text}")]),
        with("{}", &[format!("Aerostack.json{text}")]),
    ]
}

#[test]
fn no_file_name_is_trusted() {
    for (what, text) in HOSTILE {
        are_harmless(what, &reports_on_files(text), "functions/hello");
    }
}

#[test]
fn no_form_has_a_key() {
    const PART: &str = "76543210";
    for text in [
        "ac_fedcba9876543210",
        " ac_fedcba9876543210\n",
        "Bearer ac_fedcba9876543210",
        "x=ac_fedcba9876543210;ak_fedcba9876543210",
        "\u{feff}ac_fedcba9876543210\u{200b}",
        "ac_fedc\u{200b}ba98\u{ad}76543210",
        "xac_fedcba9876543210",
        "7pk_fedcba9876543210",
        "ghp_0123456789abcdefABCDEFfedcba\u{200b}9876543210",
        "AKIAFEDCBA9876543210",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.fedcba9876543210",
        "-----BEGIN PRIVATE KEY----- MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSi fedcba9876543210 -----END PRIVATE KEY-----",
        "git+https://bot:fedcba9876543210@host/x.git",
        "postgres://u:fed/cba9876543210@host:5432/x",
    ] {
        let mut reports = reports_on(text, " ");
        reports.extend(reports_on_files(text));
        let path = format!("a/{text}/b");
        let forms = reports.iter().flat_map(|report| forms(report, &path));
        for (form, shown) in forms.chain(documents_of(&reports, &path)) {
            let is_shown = shown.find(PART).map(|at| shown[..at].lines().last());
            assert_eq!(is_shown, None, "{text:?}: {form}");
        }
        for finding in reports.iter().flat_map(Report::findings) {
            let fix = format!("{:?} {:?}", finding.fix(), finding.error().suggestion());
            assert!(!fix.contains(PART), "{text:?}: {fix}");
        }
    }
}

/// Of a private key that is pasted with its line breaks, each line is a syntax error.
#[test]
fn no_form_has_a_line_of_a_private_key() {
    const LINE: &str = "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC7VJTUt9Us8cKj";
    let key = format!(
        "-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\n",
        format!("{LINE}\n").repeat(26)
    );
    let escaped = serde_json::to_string(&key).unwrap();
    for document in [
        format!("{{\"x\": \"{key}\", \"tags\": 0}}"),
        format!("{{\"description\": \"{key}\",\n\"tags\": 0}}"),
        format!("{{\"description\": {key}}}"),
        format!("{{\"tags\": [\"{key}\"], \"name\": 0}}"),
        format!("{{\"envVars\": [\"{key}\"], \"name\": 0}}"),
        format!("{{ // {}\n \"name\": 0}}", key.replace('\n', " ")),
        format!("{{ /* {key} */ \"name\": 0}}"),
        format!("{{\"x\": {escaped}, \"tags\": 0}}"),
        format!("{{\"description\": {escaped}, \"tags\": 0}}"),
        format!("{{\"license\": {escaped}, \"tags\": 0}}"),
        format!("{{\"tags\": [{escaped}, 0]}}"),
        format!("{{{escaped}: 0, \"tags\": 0}}"),
    ] {
        let report = Manifest::check(document.as_bytes()).into_parts().1;
        assert!(!report.is_empty());
        let reports = [report];
        for (form, shown) in forms(&reports[0], "a").into_iter().chain(documents_of(&reports, "a"))
        {
            let is_shown = LINE
                .as_bytes()
                .windows(16)
                .any(|part| shown.contains(str::from_utf8(part).unwrap()));
            assert!(!is_shown, "{form}: {document}\n{shown}");
        }
        let redacted = Manifest::redact(&document);
        assert!(!redacted.contains(&LINE[30..]), "{redacted}");
    }
}

#[test]
fn no_form_has_what_was_pasted_into_the_environment() {
    for pasted in [
        "API_KEY=hunter2",
        "API_KEY: hunter2",
        "export API_KEY=hunter2",
        "API_KEY=\"hunter2\"",
        "API_KEY=\u{202e}hunter2",
        "sk-live-hunter2hunter2hunter2hunter2",
        "x hunter2",
    ] {
        for (index, string) in spellings(pasted).iter().enumerate() {
            let inner = &string[1..string.len() - 1];
            let values = [
                string.clone(),
                format!("[{string}]"),
                format!("[\"A\",{string},\"B\"]"),
                format!("[[{string}]]"),
                format!("[{{\"name\":\"API_KEY\",\"value\":{string}}}]"),
                format!("{{\"API_KEY\":{string}}}"),
                format!("{{{string}:{{\"a\":[{string}]}}}}"),
                format!("[{string}"),
                format!("[{string} {string}]"),
                format!("['{inner}']"),
                format!("[{inner}]"),
                format!("[\"{inner}"),
                format!("[\"{inner}\\x\"]"),
                format!("[{string}, // {inner}\n]"),
                format!("[{string},,{string}]"),
            ];
            let keys = [["envVars", "env_vars", "env"], ["en\\u0076Vars", "EnvVars", "vars"]];
            for (value, key) in values.iter().flat_map(|value| keys[index].map(|key| (value, key)))
            {
                let reports = [
                    format!("{{\"{key}\":{value}}}"),
                    format!("{{\"x\":1,\"{key}\":{value},\"tags\":0}}"),
                    format!(
                        "{{\"{key}\":{value},\n\"{key}\":{value},\"{key}\":{value},\"tags\":0}}"
                    ),
                    format!("{{\"x\" 1,\"{key}\":{value}}}"),
                    format!("{{\"x\":{{\"{key}\":{value}}},\"tags\":0}}"),
                ]
                .map(|document| {
                    let redacted = Manifest::redact(&document);
                    assert!(!redacted.contains("hunter2"), "{document}: {redacted}");
                    Manifest::check(document.as_bytes()).into_parts().1
                });
                for (form, shown) in reports.iter().flat_map(|report| forms(report, "a")) {
                    assert!(!shown.contains("hunter2"), "{key}: {value}: {form}: {shown}");
                }
            }
        }
    }
}

#[test]
fn an_error_alone_has_no_secret() {
    use aerostack_manifest::{EnvVar, License, NpmDependency, RouteExport, RoutePath, Slug, Tag};
    let text = " ac_0123456789abcdef";
    let errors: Vec<Error> = [
        Slug::new(text).err(),
        Tag::new(text).err(),
        License::new(text).err(),
        RoutePath::new(text).err(),
        RouteExport::new(text).err(),
        NpmDependency::new(text).err(),
        EnvVar::new(text).err(),
        EnvVar::new("API_KEY=0123456789abcdef").err(),
        aerostack_manifest::parse_version(text).err(),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert_eq!(errors.len(), 9);
    for error in errors {
        let shown =
            format!("{error} {error:?} {error:#?} {} {:?}", error.help(), error.suggestion());
        assert!(!shown.contains("0123"), "{shown}");
    }
}

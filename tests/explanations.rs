//! What is said of the codes is so: every example draws its code and no other.

use aerostack_manifest::publish::{AccountKey, Channel, CiRequest, Existing, Publication};
use aerostack_manifest::{Code, Example, Finding, Function, Manifest, Memory, Report, Version};

const REQUIRED: [&str; 8] = [
    r#""name": "image-resizer""#,
    r#""version": "1.0.0""#,
    r#""description": "Resize images on the edge.""#,
    r#""category": "media""#,
    r#""language": "typescript""#,
    r#""runtime": "cloudflare-worker""#,
    r#""license": "MIT""#,
    r#""entrypoint": "index.ts""#,
];

fn key(entry: &str) -> &str {
    entry.split(':').next().unwrap().trim_matches(['"', '\''])
}

/// A manifest with the required keys and the given entries.
fn manifest(entries: &str) -> String {
    let given: Vec<_> = entries.lines().map(key).collect();
    let required = REQUIRED.into_iter().filter(|entry| !given.contains(&key(entry)));
    let all: Vec<_> = required.chain([entries]).collect();
    format!("{{\n{}\n}}", all.join(",\n"))
}

fn of_manifest(text: &str) -> Report {
    Manifest::check(text.as_bytes()).into_parts().1
}

/// A function with this entrypoint.
fn of_code(code: &[u8]) -> Report {
    let mut files = Memory::new();
    files.insert("aerostack.json", manifest(REQUIRED[0]).into_bytes());
    files.insert("README.md", b"# Image resizer");
    files.insert("index.ts", code);
    Function::check(&files).into_parts().1
}

/// A request of this many bytes.
fn of_request(size: usize) -> Report {
    let start = format!(
        r##"{}, "readme": "# Image resizer", "code": "export {{}}"##,
        manifest(REQUIRED[0]).trim_end_matches('}')
    );
    // The code may have no more than 10 MiB behind its escapes.
    let escapes = (size - start.len() - 2) / 6;
    let mut body = start + &r"\u0020".repeat(escapes);
    body.push_str(&" ".repeat(size - body.len() - 2));
    body.push_str("\"}");
    assert_eq!(body.len(), size);
    CiRequest::check(body.as_bytes()).into_parts().1
}

/// A function's version 1.0.0 that goes live, with what the Hub knows.
fn of_publication(caller: &str, existing: Option<(&str, &str)>) -> Report {
    let text = manifest(REQUIRED[0]);
    let files = [("aerostack.json", &*text), ("README.md", "# Resizer"), ("index.ts", "export {}")];
    let function = Function::check(&Memory::from_iter(files)).into_result().unwrap();
    let versions: Vec<_> = existing.iter().map(|(_, version)| version.parse().unwrap()).collect();
    let existing = existing.map(|(owner, _)| Existing { owner, versions: &versions as &[Version] });
    let function = &function;
    Publication { function, caller, channel: Channel::Ci, goes_live: true, existing }
        .decide()
        .into_parts()
        .1
}

/// What is found where the words of a code's wrong or right example hold.
fn of_words(code: Code, is_wrong: bool) -> Report {
    let more = usize::from(is_wrong);
    match code {
        Code::ManifestTooLarge => {
            let text = manifest(REQUIRED[0]);
            let size = Manifest::MAX_SIZE + more;
            of_manifest(&format!("{text}{}", " ".repeat(size - text.len())))
        }
        Code::CodeTooLarge => {
            let mut code = b"export {}".to_vec();
            code.resize(Function::MAX_CODE_SIZE + more, b' ');
            of_code(&code)
        }
        Code::RequestTooLarge => of_request(CiRequest::MAX_SIZE + more),
        Code::UnreadableFile if is_wrong => {
            let utf_16 = "\u{feff}export {}".encode_utf16().flat_map(u16::to_le_bytes);
            of_code(&utf_16.collect::<Vec<_>>())
        }
        Code::UnreadableFile => of_code(b"export {}"),
        Code::DuplicateSlug => of_publication("bob", is_wrong.then_some(("alice", "0.9.0"))),
        Code::VersionConflict => {
            of_publication("bob", Some(("bob", if is_wrong { "1.0.0" } else { "0.9.0" })))
        }
        Code::VersionRegression => {
            of_publication("bob", Some(("bob", if is_wrong { "2.0.0" } else { "0.9.0" })))
        }
        Code::LongDescription => {
            let entry = format!(r#""description": "{}""#, "x".repeat(200 + more));
            of_manifest(&manifest(&entry))
        }
        _ => panic!("nothing provokes {code}"),
    }
}

fn of_example(code: Code, example: Example, is_wrong: bool) -> Report {
    match example {
        Example::Entries(entries) => of_manifest(&manifest(entries)),
        Example::Manifest(text) => of_manifest(text),
        Example::Files(files) => {
            let files = files.iter().map(|(path, text)| match *path {
                "aerostack.json" => (*path, manifest(text)),
                _ => (*path, (*text).to_owned()),
            });
            let mut memory = Memory::new();
            files.for_each(|(path, text)| memory.insert(path, text.into_bytes()));
            Function::check(&memory).into_parts().1
        }
        Example::Key(key) => match AccountKey::new(key) {
            Ok(_) => Report::default(),
            Err(error) => error.into(),
        },
        Example::Words(_) => of_words(code, is_wrong),
        _ => panic!("{code} has an example of a new kind"),
    }
}

#[test]
fn every_example_draws_its_code_and_no_other() {
    for &code in Code::ALL {
        let page = code.explanation();
        assert_eq!(page.code, code);
        let wrong = of_example(code, page.wrong, true);
        let found: Vec<_> = wrong.findings().iter().map(Finding::code).collect();
        assert_eq!(found, [code], "{wrong}");
        let right = of_example(code, page.right, false);
        assert!(right.is_empty(), "{code}: {right}");
    }
}

/// Section "Errors" of the Hub's documentation.
#[test]
fn the_hub_s_own_codes_are_explained_in_its_words() {
    for (code, cause, fix) in [
        (
            Code::InvalidCategory,
            "category not in the allowed list",
            "check spelling, use lower case",
        ),
        (
            Code::MissingEntrypoint,
            "entrypoint file not found",
            "verify that the path is relative to the function directory",
        ),
        (Code::EmptyCode, "entrypoint file is empty", "add at least one exported function"),
        (Code::DuplicateSlug, "slug exists under a different account", "rename your function"),
        (Code::Unauthorized, "API key invalid or expired", "run `aerostack login` again"),
        (
            Code::VersionConflict,
            "version string already published",
            "bump `version` in `aerostack.json`",
        ),
    ] {
        let page = code.explanation();
        assert_eq!((page.cause, page.fix), (cause, fix), "{code}");
    }
}

#[test]
fn words_are_lower_case_and_without_a_full_stop() {
    for code in Code::ALL {
        let page = code.explanation();
        for text in [page.title, page.cause, page.fix] {
            let first = text.chars().next().unwrap();
            assert!(!text.ends_with('.') && !text.contains('\n') && !text.contains("  "), "{text}");
            assert!(!first.is_uppercase() || text.starts_with("API"), "{text}");
        }
    }
}

#[test]
fn a_page_is_for_people() {
    assert_eq!(
        Code::InvalidName.explanation().to_string(),
        r#"error[INVALID_NAME]: `name` is no slug

cause: the name becomes a part of a URL, a folder and an import path, so it has 1 to 64 lower-case letters and digits, with single hyphens between them, and is no device name of Windows
fix: write the name that the help proposes, or another slug
status: 422

wrong:
    "name": "Image Resizer"

right:
    "name": "image-resizer""#
    );
    assert_eq!(
        Code::MissingReadme.explanation().to_string(),
        r#"warning[MISSING_README]: missing `README.md`

cause: the Hub shows `README.md` on the function's page, and there is none in this spelling, it is a directory or a symbolic link out of the function's directory or to nothing, or a request has no `readme`
fix: add one that says what the function does and how to use it
status: 422

wrong:
    aerostack.json:
        "name": "image-resizer"
    index.ts:
        export const imageRoute = () => new Response('resized')

right:
    README.md:
        # Image resizer
    aerostack.json:
        "name": "image-resizer"
    index.ts:
        export const imageRoute = () => new Response('resized')"#
    );
}

#[test]
fn a_code_that_is_misspelt_is_found() {
    let nearest = |text: &str| text.parse::<Code>().unwrap_err().nearest();
    assert_eq!(nearest("INVALID_LICENCE"), Some(Code::InvalidLicense));
    assert_eq!(nearest("invalid-license"), Some(Code::InvalidLicense));
    assert_eq!(nearest("MISING_README"), Some(Code::MissingReadme));
    assert_eq!(nearest("E0308"), None);
    assert_eq!(nearest(""), None);
}

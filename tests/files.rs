//! Functions on disk, with what cannot be kept in a repository.
#![cfg(feature = "fs")]

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use aerostack_manifest::{Code, Directory, Files, Finding, Function, Memory, ReadError};

/// A directory of its own for each test, gone at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("aerostack-manifest-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("function")).unwrap();
        let scratch = Self(path);
        scratch.write("README.md", "# Hello");
        scratch.entrypoint("index.ts");
        scratch
    }

    fn root(&self) -> PathBuf {
        self.0.join("function")
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn entrypoint(&self, path: &str) {
        self.write(
            "aerostack.json",
            format!(
                r#"{{"name":"hello","version":"1.0.0","description":"Hello.","category":"utility","language":"typescript",
                "runtime":"cloudflare-worker","license":"MIT","entrypoint":"{path}"}}"#
            ),
        );
    }

    fn findings(&self) -> Vec<(Code, String)> {
        let checked = Function::check(&Directory::new(self.root()));
        checked.report().findings().iter().map(|one| (one.code(), one.message())).collect()
    }

    #[track_caller]
    fn finds(&self, code: Code, message: &str) {
        assert_eq!(self.findings(), [(code, message.to_owned())]);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_function_is_its_files() {
    let scratch = Scratch::new("whole");
    scratch.write("index.ts", "\u{feff}export const a = 1\n");
    let function = Function::check(&Directory::new(scratch.root())).into_result().unwrap();
    assert_eq!(function.code(), "\u{feff}export const a = 1\n");
    assert_eq!(function.readme(), Some("# Hello"));
    assert!(function.manifest_text().starts_with("{\"name\":\"hello\""));
    assert_eq!(function.manifest().name().as_str(), "hello");
}

#[test]
fn a_directory_that_is_not_there_has_no_manifest() {
    let checked = Function::check(&Directory::new("/no/such/directory"));
    let codes: Vec<_> = checked.report().findings().iter().map(Finding::code).collect();
    assert_eq!(codes, [Code::MissingManifest, Code::MissingReadme]);
}

#[test]
fn the_files_are_checked_even_if_the_manifest_has_errors() {
    let scratch = Scratch::new("both");
    scratch.write("aerostack.json", r#"{"name": "A", "entrypoint": "index.js"}"#);
    scratch.write("index.ts", "x");
    let findings = scratch.findings();
    assert_eq!(findings.len(), 8);
    assert_eq!(findings.last().unwrap().1, "the entrypoint `index.js` is not there");
}

#[test]
fn the_file_that_was_probably_meant_is_found() {
    let nearest = |entrypoint: &str, files: &[&str]| {
        let mut memory = Memory::new();
        memory.insert("README.md", b"x".as_slice());
        memory
            .insert("aerostack.json", format!("{{\"entrypoint\": \"{entrypoint}\"}}").into_bytes());
        for &file in files {
            memory.insert(file, b"x".as_slice());
        }
        let report = Function::check(&memory).into_parts().1;
        report.findings().last().unwrap().help()
    };
    let nothing = "verify that the path is relative to the function's directory";
    assert_eq!(nearest("index.js", &["index.ts", "other.ts"]), "did you mean `index.ts`?");
    assert_eq!(nearest("src/index.ts", &["index.ts"]), "did you mean `index.ts`?");
    assert_eq!(nearest("index.ts", &["src.ts", "src/index.ts"]), "did you mean `src/index.ts`?");
    assert_eq!(
        nearest("lib/mian.ts", &["lib/main.ts", "a.ts", "b.ts"]),
        "did you mean `lib/main.ts`?"
    );
    assert_eq!(nearest("worker.ts", &["only.ts"]), "did you mean `only.ts`?");
    assert_eq!(nearest("worker.ts", &["one.ts", "two.ts"]), nothing);
    assert_eq!(nearest("worker.ts", &["worker.md"]), nothing);
    assert_eq!(nearest("lib", &["lib/b.ts", "lib/a.ts"]), "name a file in it, such as `lib/a.ts`");
    assert_eq!(nearest("LIB/A.ts", &["lib/a.ts"]), "write `lib/a.ts`");
}

#[test]
fn code_has_a_limit() {
    let scratch = Scratch::new("code");
    scratch.write("index.ts", "x".repeat(Function::MAX_CODE_SIZE));
    assert_eq!(scratch.findings(), []);
    scratch.write("index.ts", "x".repeat(Function::MAX_CODE_SIZE + 1));
    scratch.finds(Code::CodeTooLarge, "the entrypoint `index.ts` is larger than 10 MiB");
}

#[test]
fn a_readme_has_a_limit_too() {
    let scratch = Scratch::new("readme");
    scratch.write("index.ts", "x");
    scratch.write("README.md", "x".repeat(Function::MAX_README_SIZE + 1));
    scratch.finds(Code::UnreadableFile, "`README.md` cannot be read: it is larger than 1 MiB");
}

#[test]
fn a_manifest_that_is_a_directory_cannot_be_read() {
    let scratch = Scratch::new("manifest-directory");
    fs::remove_file(scratch.root().join("aerostack.json")).unwrap();
    fs::create_dir(scratch.root().join("aerostack.json")).unwrap();
    scratch
        .finds(Code::UnreadableFile, "`aerostack.json` cannot be read: it is not a regular file");
}

#[test]
fn the_directory_reads_nothing_outside_itself() {
    let scratch = Scratch::new("outside");
    fs::write(scratch.0.join("secret.ts"), "secret").unwrap();
    let files = Directory::new(scratch.root());
    assert_eq!(files.read("../secret.ts", 100), Err(ReadError::Outside));
    assert_eq!(
        files.read(scratch.0.join("secret.ts").to_str().unwrap(), 100),
        Err(ReadError::Outside)
    );
    assert_eq!(files.read("aerostack.json/x", 100), Err(ReadError::NotFound));
    assert_eq!(files.read("", 100), Err(ReadError::IsDirectory));
    assert!(files.names("..").is_empty());
    assert!(files.names("no").is_empty());
}

#[test]
fn what_may_not_be_listed_is_not_called_missing() {
    struct Closed<'a>(Memory<'a>, &'a str, ReadError);

    impl Files for Closed<'_> {
        fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
            if path.starts_with(self.1) { Err(self.2) } else { self.0.read(path, limit) }
        }

        fn names(&self, directory: &str) -> Vec<String> {
            if directory.starts_with(self.1) { Vec::new() } else { self.0.names(directory) }
        }
    }

    let findings = |closed, error| {
        let manifest = include_str!("../examples/functions/image-resizer/aerostack.json")
            .replace("index.ts", "src/index.ts");
        let files = [("aerostack.json", &*manifest), ("README.md", "#"), ("src/index.ts", "x")];
        let report = Function::check(&Closed(Memory::from_iter(files), closed, error));
        report.report().findings().iter().map(Finding::message).collect::<Vec<_>>()
    };
    assert_eq!(
        findings("src", ReadError::PermissionDenied),
        ["`src/index.ts` cannot be read: permission denied"]
    );
    assert_eq!(
        findings("src", ReadError::Failed),
        ["`src/index.ts` cannot be read: the file system failed"]
    );
    assert_eq!(
        findings("", ReadError::PermissionDenied),
        [
            "`aerostack.json` cannot be read: permission denied",
            "`README.md` cannot be read: permission denied"
        ]
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn link(scratch: &Scratch, target: impl AsRef<Path>, path: &str) {
        symlink(target, scratch.root().join(path)).unwrap();
    }

    #[test]
    fn a_link_within_the_directory_is_followed() {
        let scratch = Scratch::new("link-inside");
        scratch.write("src/main.ts", "x");
        link(&scratch, "src/main.ts", "index.ts");
        assert_eq!(scratch.findings(), []);
    }

    #[test]
    fn a_link_out_of_the_directory_is_not() {
        let scratch = Scratch::new("link-outside");
        fs::write(scratch.0.join("secret.ts"), "secret").unwrap();
        link(&scratch, "../secret.ts", "index.ts");
        scratch.finds(
            Code::MissingEntrypoint,
            "the entrypoint `index.ts` lies outside the function's directory",
        );
    }

    #[test]
    fn nor_is_a_link_on_the_way() {
        let scratch = Scratch::new("link-on-the-way");
        fs::create_dir(scratch.0.join("elsewhere")).unwrap();
        fs::write(scratch.0.join("elsewhere/index.ts"), "secret").unwrap();
        link(&scratch, "../elsewhere", "src");
        scratch.entrypoint("src/index.ts");
        scratch.finds(
            Code::MissingEntrypoint,
            "the entrypoint `src/index.ts` lies outside the function's directory",
        );
    }

    #[test]
    fn links_that_lead_nowhere() {
        let scratch = Scratch::new("link-nowhere");
        link(&scratch, "gone.ts", "index.ts");
        let nowhere = "the entrypoint `index.ts` is a symbolic link that leads nowhere";
        scratch.finds(Code::MissingEntrypoint, nowhere);
        fs::remove_file(scratch.root().join("index.ts")).unwrap();
        link(&scratch, "index.ts", "index.ts");
        scratch.finds(Code::MissingEntrypoint, nowhere);
    }

    #[test]
    fn a_manifest_and_a_readme_outside_are_not_read() {
        let scratch = Scratch::new("link-manifest");
        for name in ["aerostack.json", "README.md"] {
            fs::rename(scratch.root().join(name), scratch.0.join(name)).unwrap();
            link(&scratch, Path::new("..").join(name), name);
        }
        let outside =
            |name| format!("`{name}` cannot be read: it is a link out of the function's directory");
        assert_eq!(
            scratch.findings(),
            [
                (Code::UnreadableFile, outside("aerostack.json")),
                (Code::UnreadableFile, outside("README.md")),
            ]
        );
    }

    #[test]
    fn a_function_may_itself_be_reached_by_a_link() {
        let scratch = Scratch::new("link-root");
        scratch.write("index.ts", "x");
        symlink("function", scratch.0.join("alias")).unwrap();
        assert!(Function::check(&Directory::new(scratch.0.join("alias"))).value().is_some());
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let scratch = Scratch::new("permission");
        scratch.write("index.ts", "x");
        let path = scratch.root().join("index.ts");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        // The superuser may read everything.
        if fs::read(&path).is_err() {
            scratch.finds(Code::UnreadableFile, "`index.ts` cannot be read: permission denied");
        } else {
            assert_eq!(scratch.findings(), []);
        }
    }

    #[test]
    fn a_device_is_no_file_and_never_opened() {
        let scratch = Scratch::new("pipe");
        let made =
            std::process::Command::new("mkfifo").arg(scratch.root().join("index.ts")).status();
        assert!(made.unwrap().success());
        scratch.finds(Code::UnreadableFile, "`index.ts` cannot be read: it is not a regular file");
    }
}

#[test]
fn of_two_letter_cases_neither_is_proposed_for_certain() {
    let manifest = include_str!("../examples/functions/image-resizer/aerostack.json");
    let code = "export {}";
    let findings = |entrypoint: &str, files: &[(&str, &str)]| {
        let manifest = manifest.replace("index.ts", entrypoint);
        let mut memory = Memory::from_iter([("aerostack.json", &*manifest), ("README.md", "#")]);
        for (path, content) in files {
            memory.insert(*path, content.as_bytes());
        }
        let report = Function::check(&memory).into_parts().1;
        let fix = report.findings().iter().find_map(Finding::fix);
        (report.findings().iter().map(Finding::code).collect::<Vec<_>>(), fix)
    };
    let (codes, fix) = findings("index.ts", &[("Index.ts", code), ("INDEX.ts", code)]);
    assert_eq!((codes, fix), (vec![Code::MissingEntrypoint], None));
    let (codes, fix) = findings("Index.ts", &[("index.ts", code)]);
    assert_eq!(codes, [Code::MissingEntrypoint]);
    assert!(fix.unwrap().certain);
    // What is wrong with the file itself is told at once.
    assert_eq!(
        findings("Index.ts", &[("index.ts", "//")]).0,
        [Code::MissingEntrypoint, Code::EmptyCode]
    );
    assert_eq!(
        findings("Index.js", &[("index.js", code)]).0,
        [Code::MissingEntrypoint, Code::LanguageMismatch]
    );
    let (codes, fix) = findings("SRC", &[("src/index.ts", code)]);
    assert_eq!((codes, fix), (vec![Code::MissingEntrypoint], None));
}

#[test]
fn a_language_in_the_wrong_case_is_compared_all_the_same() {
    let manifest = include_str!("../examples/functions/image-resizer/aerostack.json")
        .replace("\"typescript\"", "\"JavaScript\"");
    let files =
        Memory::from_iter([("aerostack.json", &*manifest), ("index.ts", "x"), ("README.md", "")]);
    let report = Function::check(&files).into_parts().1;
    let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
    assert_eq!(codes, [Code::InvalidLanguage, Code::LanguageMismatch]);
}

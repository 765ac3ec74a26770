//! Functions on disk, with what cannot be kept in a repository.
#![cfg(feature = "fs")]

use std::borrow::Cow;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aerostack_manifest::{Code, Directory, Files, Finding, Function, Memory, ReadError};

const EXAMPLE: &str = include_str!("../examples/functions/image-resizer/aerostack.json");

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
    // What is proposed must be a valid entrypoint.
    assert_eq!(nearest("worker.ts", &["$worker.ts"]), nothing);
    assert_eq!(
        nearest("worker.ts", &["-worker.ts", "$a.ts", "main.ts"]),
        "did you mean `main.ts`?"
    );
    assert_eq!(nearest("lib", &["lib/b.ts", "lib/a.ts"]), "name a file in it, such as `lib/a.ts`");
    assert_eq!(nearest("LIB/A.ts", &["lib/a.ts"]), "use `lib/a.ts`");
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
    assert!(files.list("..").is_empty());
    assert!(files.list("no").is_empty());
}

#[test]
fn an_opened_directory_stays_the_same_one() {
    let scratch = Scratch::new("opened");
    let files = Directory::new(scratch.root());
    let opened = files.open().unwrap();
    // Windows does not move what is open.
    if fs::rename(scratch.root(), scratch.0.join("moved")).is_ok() {
        assert_eq!(files.read("README.md", 100), Err(ReadError::NotFound));
        assert!(files.open().is_none());
        scratch.write("README.md", "# Another");
        assert_eq!(files.read("README.md", 100).unwrap(), b"# Another".as_slice());
    }
    assert_eq!(opened.read("README.md", 100).unwrap(), b"# Hello".as_slice());
    let mut names = opened.list("");
    names.sort();
    assert_eq!(names, ["README.md", "aerostack.json"]);
    assert_eq!(opened.list("").len(), 2);
}

#[test]
fn files_can_be_asked_from_any_thread() {
    fn is_send_and_sync(_: impl Send + Sync) {}
    is_send_and_sync(Directory::new(""));
    is_send_and_sync(Memory::new());
}

#[test]
fn what_may_not_be_listed_is_not_called_missing() {
    struct Closed<'a>(Memory<'a>, &'a str, ReadError);

    impl Files for Closed<'_> {
        fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
            if path.starts_with(self.1) { Err(self.2) } else { self.0.read(path, limit) }
        }

        fn list(&self, directory: &str) -> Vec<String> {
            if directory.starts_with(self.1) { Vec::new() } else { self.0.list(directory) }
        }
    }

    /// Files that cannot be read, in a directory that can.
    struct Denied<'a>(Memory<'a>);

    impl Files for Denied<'_> {
        fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
            self.0.read(path, limit).and(Err(ReadError::PermissionDenied))
        }

        fn list(&self, directory: &str) -> Vec<String> {
            self.0.list(directory)
        }
    }

    let findings = |closed, error| {
        let manifest = EXAMPLE.replace("index.ts", "src/index.ts");
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
        ["`aerostack.json` cannot be read: permission denied",]
    );
    assert_eq!(
        findings("", ReadError::Failed),
        ["`aerostack.json` cannot be read: the file system failed"]
    );

    let files = Memory::from_iter([("aerostack.json", EXAMPLE), ("README.md", "#")]);
    let report = Function::check(&Denied(files)).into_parts().1;
    let messages: Vec<_> = report.findings().iter().map(Finding::message).collect();
    assert_eq!(
        messages,
        [
            "`aerostack.json` cannot be read: permission denied",
            "`README.md` cannot be read: permission denied"
        ]
    );
}

#[test]
fn a_file_system_that_ignores_letter_case_gives_the_same_report() {
    /// Finds a file under any spelling, and lists it under its own.
    struct AnyCase<'a>([(&'a str, &'a str); 3]);

    impl Files for AnyCase<'_> {
        fn read(&self, path: &str, _: usize) -> Result<Cow<'_, [u8]>, ReadError> {
            let mut files = self.0.iter();
            let found = files.find(|(name, _)| name.eq_ignore_ascii_case(path));
            found.map(|(_, text)| text.as_bytes().into()).ok_or(ReadError::NotFound)
        }

        fn list(&self, directory: &str) -> Vec<String> {
            let files = self.0.iter().filter(|_| directory.is_empty());
            files.map(|(name, _)| (*name).to_owned()).collect()
        }
    }

    for [manifest, code, readme] in [
        ["aerostack.json", "index.ts", "README.md"],
        ["Aerostack.json", "index.ts", "README.md"],
        ["aerostack.json", "Index.ts", "README.md"],
        ["aerostack.json", "index.ts", "readme.md"],
    ] {
        let files = [(manifest, EXAMPLE), (code, "export {}"), (readme, "#")];
        let report = Function::check(&AnyCase(files)).report().to_string();
        let expected = Function::check(&Memory::from_iter(files)).report().to_string();
        assert_eq!(report, expected, "{manifest} {code} {readme}");
    }
}

/// Only some file systems have room for both.
#[cfg(target_os = "linux")]
#[test]
fn twins_in_the_other_letter_case_change_nothing() {
    let scratch = Scratch::new("twins");
    scratch.write("src/index.ts", "export {}");
    scratch.entrypoint("src/index.ts");
    for twin in ["readme.MD", "SRC/index.ts", "src/INDEX.TS"] {
        scratch.write(twin, "{");
        assert_eq!(scratch.findings(), [], "{twin}");
    }
    scratch.write("AEROSTACK.JSON", "{");
    scratch.finds(
        Code::UnreadableFile,
        "`AEROSTACK.JSON` cannot be read: it differs from `aerostack.json` only in case",
    );
    let directory = Directory::new(scratch.root());
    assert!(directory.has_exact_case("src/index.ts"));
    assert!(directory.has_exact_case("README.md"));
    assert!(!directory.has_exact_case("src/../aerostack.json/index.ts"));
}

#[test]
fn two_manifests_in_different_case_are_a_collision() {
    let found = |manifests: &[&'static str]| {
        let mut files = Memory::from_iter([("index.ts", "export {}"), ("README.md", "#")]);
        for name in manifests {
            files.insert(*name, EXAMPLE.as_bytes());
        }
        let report = Function::check(&files).into_parts().1;
        let shown = |one: &Finding| (one.code(), one.message(), one.help());
        report.findings().iter().map(shown).collect::<Vec<_>>()
    };
    let collision = |name: &str| {
        let help = "remove or rename it: many file systems keep only one of the two";
        let message =
            format!("`{name}` cannot be read: it differs from `aerostack.json` only in case");
        (Code::UnreadableFile, message, help.to_owned())
    };
    assert_eq!(found(&["aerostack.json"]), []);
    assert_eq!(found(&["aerostack.json", "aerostack.jsonc", "src/AEROSTACK.JSON"]), []);
    for name in ["AEROSTACK.JSON", "Aerostack.json", "AeroStack.json"] {
        assert_eq!(found(&["aerostack.json", name]), [collision(name)]);
    }
    assert_eq!(
        found(&["aerostack.json", "AEROSTACK.JSON", "aerostack.JSON"]),
        ["AEROSTACK.JSON", "aerostack.JSON"].map(collision)
    );
    let missing = found(&["AEROSTACK.JSON"]);
    assert_eq!(missing.iter().map(|one| one.0).collect::<Vec<_>>(), [Code::MissingManifest]);
}

/// The findings and helps for a function in memory.
fn found_in(paths: &[&'static str]) -> Vec<(Code, String, String)> {
    let files: Memory<'_> = paths.iter().map(|path| (*path, "export {}")).collect();
    let report = Function::check(&files).into_parts().1;
    let shown = |one: &Finding| (one.code(), one.message(), one.help());
    report.findings().iter().map(shown).collect()
}

#[test]
fn a_manifest_of_another_name_is_proposed() {
    #[track_caller]
    fn finds(name: &'static str, help: &str) {
        let message = "missing `aerostack.json` in the function's directory".to_owned();
        let expected = (Code::MissingManifest, message, help.to_owned());
        assert_eq!(found_in(&["README.md", "index.ts", "package.json", name]), [expected]);
    }

    for name in [
        "aerostack.jsonc",
        "aerostack.json5",
        "aerostack.json.txt",
        "aerostack.json.json",
        "Aerostack.JSONC",
        "AEROSTACK.JSON",
        "aerostak.json",
        "aero-stack.json",
        "areostack.json",
    ] {
        finds(name, &format!("rename `{name}` to `aerostack.json`"));
    }
    for name in ["aerostack.toml", "aerostack.yaml", "aerostack.yml", "Aerostack.TOML"] {
        finds(name, &format!("convert `{name}` to JSON and rename it to `aerostack.json`"));
    }
    let nothing = "create `aerostack.json` next to the function's source";
    for name in
        ["aerostack.schema.json", "aerostack.ts", "aerostack", "src/aerostack.jsonc", "astro.json"]
    {
        finds(name, nothing);
    }
    // That which needs the least work.
    let found = found_in(&["README.md", "aerostack.toml", "aerostack.jsonc", "a/aerostack.json"]);
    assert_eq!(found[0].2, "rename `aerostack.jsonc` to `aerostack.json`");
}

#[test]
fn functions_below_the_directory_are_named() {
    #[track_caller]
    fn finds(paths: &[&'static str], help: &str) {
        let message = "missing `aerostack.json` in the function's directory".to_owned();
        // That the directory has no README is nothing to report: it is not that of a function.
        assert_eq!(found_in(paths), [(Code::MissingManifest, message, help.to_owned())]);
    }

    finds(&["hello/aerostack.json", "hello/index.ts"], "use the directory `hello`, which has one");
    finds(
        &["packages/functions/hello/aerostack.json", "packages/other/index.ts", "package.json"],
        "use the directory `packages/functions/hello`, which has one",
    );
    let three = ["c/aerostack.json", "a/aerostack.json", "b/aerostack.json", "d/e/aerostack.json"];
    finds(&three, "use one of the directories that have one: `a`, `b`, `c`");
    finds(
        &["f/1/aerostack.json", "f/2/aerostack.json", "f/3/aerostack.json", "g/4/aerostack.json"],
        "use one of the directories that have one: `f/1`, `f/2`, `f/3` and others",
    );
    finds(
        &["::error::x\u{1b}/aerostack.json"],
        "use the directory `:\\u{3a}error::x\\u{1b}`, which has one",
    );
    for path in [
        "node_modules/hello/aerostack.json",
        ".cache/aerostack.json",
        "a/b/c/d/aerostack.json",
        "a/Aerostack.json",
        "a/aerostack.json/x",
    ] {
        let found = found_in(&["README.md", path]);
        let help = "create `aerostack.json` next to the function's source";
        assert_eq!((found.len(), &*found[0].2), (1, help), "{path}");
    }
    let many: Vec<_> = (0..20_000).map(|number| (format!("{number}/index.ts"), "x")).collect();
    let report = Function::check(&Memory::from_iter(many)).into_parts().1;
    assert_eq!(report.findings().len(), 2);

    let scratch = Scratch::new("below");
    fs::rename(scratch.root(), scratch.0.join("hello")).unwrap();
    let report = Function::check(&Directory::new(&scratch.0)).into_parts().1;
    let helps: Vec<_> = report.findings().iter().map(Finding::help).collect();
    assert_eq!(helps, ["use the directory `hello`, which has one"]);
}

#[test]
fn functions_are_equal_if_all_their_texts_are() {
    let function = |manifest: &str, code: &str, readme: &str| {
        let files = [("aerostack.json", manifest), ("index.ts", code), ("README.md", readme)];
        Function::check(&Memory::from_iter(files)).into_result().unwrap()
    };
    let one = function(EXAMPLE, "a", "#");
    assert_eq!(one, function(EXAMPLE, "a", "#"));
    assert_ne!(one, function(&EXAMPLE.replace("1.0.0", "1.0.1"), "a", "#"));
    assert_ne!(one, function(EXAMPLE, "b", "#"));
    assert_ne!(one, function(EXAMPLE, "a", "##"));
}

#[test]
fn on_the_disk_and_in_memory_it_is_the_same_function() {
    let deep = format!("{}index.ts", "d/".repeat(123));
    let long = "n".repeat(252) + ".ts";
    let trees: [&[(&str, &[u8])]; 8] = [
        &[("index.ts", b"export {}"), ("README.md", b"#")],
        &[("README.md", b"\xFF"), ("index.js", b"x")],
        &[("src/index.ts", b"\xEF\xBB\xBF"), ("readme.md", b"")],
        &[("index.ts/index.ts", b"x"), ("README.md/x", b"")],
        &[("lib/a.ts", b"x"), ("lib/b/c.ts", b"\0"), ("Src/Index.ts", b"x")],
        &[(&deep, b"x"), ("d/index.ts", b"//")],
        &[(&long, b"x")],
        &[],
    ];
    let entrypoints = [
        "index.ts",
        "./index.ts",
        "index.js",
        "src",
        "src/index.ts",
        "SRC/index.ts",
        "lib/b/c.ts",
        "lib/a.ts/x",
        "index.ts/index.ts",
        &deep,
        &deep.to_uppercase(),
        &long,
        "../function/index.ts",
        "no such/file",
    ];
    assert_eq!((deep.len(), long.len()), (254, 255));
    for (index, tree) in trees.into_iter().enumerate() {
        let scratch = Scratch::new(&format!("agree-{index}"));
        fs::remove_file(scratch.root().join("README.md")).unwrap();
        let mut memory = Memory::new();
        for &(path, content) in tree {
            scratch.write(path, content);
            memory.insert(path, content);
        }
        for entrypoint in entrypoints {
            scratch.entrypoint(entrypoint);
            memory
                .insert("aerostack.json", fs::read(scratch.root().join("aerostack.json")).unwrap());
            let on_disk = Function::check(&Directory::new(scratch.root()));
            let in_memory = Function::check(&memory);
            assert_eq!(on_disk.report(), in_memory.report(), "{entrypoint}");
            assert_eq!(on_disk.value(), in_memory.value(), "{entrypoint}");
        }
    }
}

#[test]
fn a_file_may_say_any_size() {
    let scratch = Scratch::new("sparse");
    let file = fs::File::create(scratch.root().join("index.ts")).unwrap();
    // Some file systems have no files of this size.
    if file.set_len(1 << 40).is_err() {
        file.set_len(1 << 30).unwrap();
    }
    scratch.finds(Code::CodeTooLarge, "the entrypoint `index.ts` is larger than 10 MiB");
    let files = Directory::new(scratch.root());
    assert_eq!(files.read("index.ts", 0), Err(ReadError::TooLarge));
    assert_eq!(files.read("README.md", usize::MAX).unwrap(), b"# Hello".as_slice());
    assert_eq!(files.read("README.md", 7).unwrap(), b"# Hello".as_slice());
    assert_eq!(files.read("README.md", 6), Err(ReadError::TooLarge));
}

#[test]
fn a_file_that_grows_stays_within_the_limit() {
    const LIMIT: usize = 64 * 1024;
    let scratch = Scratch::new("growing");
    scratch.write("index.ts", "");
    let file = fs::OpenOptions::new().write(true).open(scratch.root().join("index.ts")).unwrap();
    let files = Directory::new(scratch.root());
    while_another(
        || {
            file.set_len(LIMIT as u64 * 4).unwrap();
            file.set_len(LIMIT as u64 / 2).unwrap();
        },
        || match files.read("index.ts", LIMIT) {
            Ok(content) => assert!(content.len() <= LIMIT),
            Err(error) => assert_eq!(error, ReadError::TooLarge),
        },
    );
}

/// Does something again and again, while another thread does something else.
fn while_another(other: impl Fn() + Sync, work: impl Fn()) {
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                other();
            }
        });
        // Also if an assertion fails, so that the thread ends.
        let worked = catch_unwind(AssertUnwindSafe(|| (0..10_000).for_each(|_| work())));
        is_done.store(true, Ordering::Relaxed);
        worked.unwrap_or_else(|panic| resume_unwind(panic));
    });
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

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
                (
                    Code::MissingReadme,
                    "`README.md` is a symbolic link out of the function's directory".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn a_readme_that_cannot_be_shown_fails_nothing() {
        let scratch = Scratch::new("link-readme");
        scratch.write("index.ts", "export {}");
        fs::rename(scratch.root().join("README.md"), scratch.0.join("README.md")).unwrap();
        let readme = scratch.root().join("README.md");
        let found = || {
            let checked = Function::check(&Directory::new(scratch.root()));
            assert_eq!(checked.value().unwrap().readme(), None);
            let [finding] = checked.report().findings() else { panic!("{}", checked.report()) };
            assert_eq!(finding.code(), Code::MissingReadme);
            (finding.message(), finding.help())
        };
        let expected = |message: &str, help: &str| (message.to_owned(), help.to_owned());
        let link_help = "replace the symbolic link with the file itself; the Hub shows it";
        link(&scratch, "../README.md", "README.md");
        let outside = "`README.md` is a symbolic link out of the function's directory";
        assert_eq!(found(), expected(outside, link_help));
        for target in ["gone", "README.md"] {
            fs::remove_file(&readme).unwrap();
            link(&scratch, target, "README.md");
            assert_eq!(found(), expected("`README.md` is a broken symbolic link", link_help));
        }
        fs::remove_file(&readme).unwrap();
        let help = "add one that says what the function does and how to use it; the Hub shows it";
        assert_eq!(found(), expected("missing `README.md`", help));
        fs::create_dir(&readme).unwrap();
        let help = "replace the directory with a file; the Hub shows it";
        assert_eq!(found(), expected("`README.md` is a directory", help));
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
        if fs::read(&path).is_ok() {
            eprintln!("not tested: who runs this may read everything, as the superuser does");
            return;
        }
        scratch.finds(Code::UnreadableFile, "`index.ts` cannot be read: permission denied");
    }

    #[test]
    fn links_are_followed_from_where_they_are() {
        let scratch = Scratch::new("links-followed");
        scratch.write("main.ts", "main");
        scratch.write("lib/deep/main.ts", "deep");
        let strange = OsStr::from_bytes(b"\xFF.ts");
        fs::write(scratch.root().join(strange), "strange").unwrap();
        link(&scratch, "lib", "src");
        link(&scratch, "../main.ts", "lib/up.ts");
        link(&scratch, "../../src/./deep/../up.ts", "lib/deep/around.ts");
        link(&scratch, "lib/deep/", "slash");
        link(&scratch, ".", "self");
        link(&scratch, strange, "strange.ts");
        let files = Directory::new(scratch.root());
        for (path, content) in [
            ("lib/up.ts", "main"),
            ("src/up.ts", "main"),
            ("src/deep/main.ts", "deep"),
            ("src/deep/around.ts", "main"),
            ("slash/main.ts", "deep"),
            ("slash/../up.ts", "main"),
            ("self/self/src/up.ts", "main"),
            ("strange.ts", "strange"),
        ] {
            let read = files.read(path, 100);
            assert_eq!(read.as_deref(), Ok(content.as_bytes()), "{path}");
        }
        assert_eq!(files.read("src", 100), Err(ReadError::IsDirectory));
        assert_eq!(files.read("self", 100), Err(ReadError::IsDirectory));
        assert_eq!(files.list("slash").len(), 2);
        // Who is not there is not there behind a link either.
        assert_eq!(files.read("src/no.ts", 100), Err(ReadError::NotFound));
        assert_eq!(files.read("main.ts/", 100), Err(ReadError::NotFound));
        // A name that is not Unicode is left out.
        let mut names = files.list("");
        names.sort();
        assert_eq!(
            names,
            ["README.md", "aerostack.json", "lib", "main.ts", "self", "slash", "src", "strange.ts"]
        );
    }

    #[test]
    fn a_link_that_leaves_must_come_back() {
        let scratch = Scratch::new("links-outside");
        scratch.write("main.ts", "main");
        scratch.write("src/main.ts", "main");
        fs::write(scratch.0.join("functional"), "secret").unwrap();
        let root = scratch.root();
        link(&scratch, root.join("main.ts"), "absolute.ts");
        link(&scratch, &root, "absolute");
        link(&scratch, "../function/main.ts", "again.ts");
        link(&scratch, "../../function/./src/../main.ts", "src/again.ts");
        link(&scratch, "../function", "again");
        link(&scratch, "..", "up");
        link(&scratch, "../no-such-file", "gone-outside.ts");
        link(&scratch, "../functional", "prefix.ts");
        link(&scratch, root.join("../functional"), "absolute-prefix.ts");
        link(&scratch, "/", "everything");
        link(&scratch, "again.ts", "twice.ts");
        let files = Directory::new(&root);
        for path in [
            "absolute.ts",
            "absolute/main.ts",
            "again.ts",
            "src/again.ts",
            "again/main.ts",
            "up/function/main.ts",
            "twice.ts",
        ] {
            assert_eq!(files.read(path, 100).as_deref(), Ok("main".as_bytes()), "{path}");
        }
        assert_eq!(files.read("absolute", 100), Err(ReadError::IsDirectory));
        assert!(files.list("again").contains(&"main.ts".to_owned()));
        for path in [
            "up",
            "up/functional",
            "gone-outside.ts",
            "prefix.ts",
            "absolute-prefix.ts",
            "everything/etc/passwd",
            "src/../../function/main.ts",
            "/",
        ] {
            assert_eq!(files.read(path, 100), Err(ReadError::Outside), "{path}");
            assert!(files.list(path).is_empty(), "{path}");
        }
    }

    #[test]
    fn links_come_to_an_end() {
        let scratch = Scratch::new("links-circle");
        scratch.write("main.ts", "main");
        scratch.write("a/main.ts", "a");
        link(&scratch, "two.ts", "one.ts");
        link(&scratch, "one.ts", "two.ts");
        link(&scratch, "circle/x", "circle");
        link(&scratch, "main.ts/", "file-as-directory.ts");
        link(&scratch, "gone", "src");
        link(&scratch, format!("{}main.ts", "a/../".repeat(800)), "wandering.ts");
        link(&scratch, format!("{}wandering.ts", "a/../".repeat(800)), "far.ts");
        for index in 0..41 {
            let next = if index == 0 { "main.ts".into() } else { format!("{}.ts", index - 1) };
            link(&scratch, next, &format!("{index}.ts"));
        }
        let files = Directory::new(scratch.root());
        let nowhere = Err(ReadError::DanglingLink);
        for path in
            ["one.ts", "circle", "file-as-directory.ts", "src", "src/index.ts", "far.ts", "40.ts"]
        {
            assert_eq!(files.read(path, 100), nowhere, "{path}");
        }
        for path in ["39.ts", "wandering.ts"] {
            assert_eq!(files.read(path, 100).as_deref(), Ok(b"main".as_slice()), "{path}");
        }
    }

    #[test]
    fn nothing_outside_is_read_while_links_and_directories_take_turns() {
        let scratch = Scratch::new("race");
        let outside = scratch.0.join("elsewhere");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("index.ts"), "secret").unwrap();
        fs::write(scratch.0.join("index.ts"), "secret").unwrap();
        scratch.write("src/index.ts", "own");
        link(&scratch, "../elsewhere", "link");
        scratch.write("index.ts", "own");
        link(&scratch, "../elsewhere/index.ts", "link.ts");
        // Where it stands it leads to the root's file, a directory higher to the one outside.
        scratch.write("a/b/c", "");
        link(&scratch, "../../index.ts", "a/b/up.ts");
        let files = Directory::new(scratch.root());
        let turn = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|name| scratch.root().join(name));
            let parked = scratch.0.join("parked");
            for (from, to) in [(&one, &parked), (&other, &one), (&parked, &other)] {
                fs::rename(from, to).unwrap();
            }
        };
        while_another(
            || {
                turn("src", "link");
                turn("index.ts", "link.ts");
                fs::rename(scratch.root().join("a/b"), scratch.root().join("b")).unwrap();
                fs::rename(scratch.root().join("b"), scratch.root().join("a/b")).unwrap();
            },
            || {
                for path in ["src/index.ts", "index.ts", "a/b/up.ts"] {
                    if let Ok(content) = files.read(path, 100) {
                        assert_eq!(str::from_utf8(&content), Ok("own"), "{path}");
                    }
                    // What is listed is not outside either.
                    let names = files.list("src");
                    assert!(names.is_empty() || names == ["index.ts"], "{names:?}");
                }
            },
        );
    }

    /// What is done in some seconds, or never.
    fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(work()));
        receiver.recv_timeout(Duration::from_secs(30)).expect("it does not block")
    }

    fn pipe(path: &Path) {
        let _ = fs::remove_file(path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn a_pipe_is_no_file_and_not_waited_for() {
        let scratch = Scratch::new("pipe");
        for name in ["index.ts", "README.md", "aerostack.json"] {
            pipe(&scratch.root().join(name));
            let files = Directory::new(scratch.root());
            let checked = in_time(move || Function::check(&files).into_parts().1);
            let messages: Vec<_> = checked.findings().iter().map(Finding::message).collect();
            let message = format!("`{name}` cannot be read: it is not a regular file");
            assert!(messages.contains(&message), "{messages:?}");
        }
        link(&scratch, "index.ts", "link.ts");
        let files = Directory::new(scratch.root());
        for (path, error) in [
            ("link.ts", ReadError::NotAFile),
            ("index.ts/x", ReadError::NotFound),
            ("link.ts/x", ReadError::NotFound),
        ] {
            let files = files.clone();
            let read = in_time(move || files.read(path, 100).map(Cow::into_owned));
            assert_eq!(read, Err(error), "{path}");
        }
        let names = in_time(move || files.list("index.ts"));
        assert!(names.is_empty());
        let root = Directory::new(scratch.root().join("index.ts"));
        assert_eq!(in_time(move || Function::check(&root).report().findings().len()), 2);
    }

    #[test]
    fn nor_is_a_socket_or_a_device() {
        let scratch = Scratch::new("socket");
        let _listener = UnixListener::bind(scratch.root().join("index.ts")).unwrap();
        scratch.finds(Code::UnreadableFile, "`index.ts` cannot be read: it is not a regular file");
        for device in ["null", "zero", "tty"] {
            let read =
                in_time(move || Directory::new("/dev").read(device, 100).map(Cow::into_owned));
            // Where there is no terminal, there is none to open.
            assert_eq!(read, Err(ReadError::NotAFile), "{device}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_says_no_size_has_a_limit_all_the_same() {
        let files = Directory::new("/proc/self");
        assert_eq!(fs::metadata("/proc/self/status").unwrap().len(), 0);
        assert!(files.read("status", 100_000).unwrap().len() > 100);
        assert_eq!(files.read("status", 100), Err(ReadError::TooLarge));
        // Such a link has no path that could be walked.
        assert_eq!(files.read("exe", usize::MAX), Err(ReadError::Outside));
        assert_eq!(files.read("cwd/Cargo.toml", 100_000), Err(ReadError::Outside));
    }

    #[test]
    fn a_directory_that_may_not_be_read() {
        let scratch = Scratch::new("closed");
        scratch.write("src/index.ts", "x");
        scratch.entrypoint("src/index.ts");
        let set = |path: &str, mode| {
            let path = scratch.root().join(path);
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        set("src", 0o000);
        if fs::read_dir(scratch.root().join("src")).is_ok() {
            eprintln!("not tested: who runs this may read everything, as the superuser does");
            return;
        }
        let denied =
            |path| (Code::UnreadableFile, format!("`{path}` cannot be read: permission denied"));
        assert_eq!(scratch.findings(), [denied("src/index.ts")]);
        for mode in [0o000, 0o100, 0o400] {
            set("", mode);
            assert_eq!(scratch.findings(), [denied("aerostack.json")]);
        }
        set("", 0o700);
        set("src", 0o700);
        assert_eq!(scratch.findings(), []);
    }

    #[test]
    fn twins_in_letter_case_are_two_files() {
        let scratch = Scratch::new("twins");
        scratch.write("index.ts", "small");
        scratch.write("INDEX.ts", "large");
        scratch.write("readme.md", "small");
        if fs::read(scratch.root().join("index.ts")).unwrap() != b"small" {
            eprintln!("not tested: this file system does not tell letter cases apart");
            return;
        }
        let function = Function::check(&Directory::new(scratch.root())).into_result().unwrap();
        assert_eq!((function.code(), function.readme()), ("small", Some("# Hello")));
        scratch.entrypoint("Index.ts");
        scratch.finds(Code::MissingEntrypoint, "the entrypoint `Index.ts` is not there");
    }
}

#[test]
fn of_two_letter_cases_neither_is_proposed_for_certain() {
    let manifest = EXAMPLE;
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
    let manifest = EXAMPLE.replace("\"typescript\"", "\"JavaScript\"");
    let files =
        Memory::from_iter([("aerostack.json", &*manifest), ("index.ts", "x"), ("README.md", "")]);
    let report = Function::check(&files).into_parts().1;
    let codes: Vec<_> = report.findings().iter().map(Finding::code).collect();
    assert_eq!(codes, [Code::InvalidLanguage, Code::LanguageMismatch]);
}

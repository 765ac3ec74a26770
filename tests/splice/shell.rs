//! What a shell makes of `npm install <dependencies>` and of `<NAME>=value`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::values::VALUES;

/// The shells of this machine, which has the first at least.
fn shells() -> impl Iterator<Item = &'static str> {
    assert!(Path::new("/bin/sh").exists());
    ["/bin/sh", "/bin/bash", "/bin/dash"].into_iter().filter(|shell| Path::new(shell).exists())
}

/// What the script prints. It finds no programs, whatever it says.
fn run(shell: &str, directory: &Path, script: &str) -> String {
    let output = Command::new(shell)
        .args(["-c", script])
        .current_dir(directory)
        .env_clear()
        .env("PATH", "/nowhere")
        .env("HOME", directory)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A directory of its own for each test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let name = format!("aerostack-splice-{}-{name}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    /// One in which most patterns of a shell match something.
    fn with_files(name: &str) -> Self {
        let this = Self::new(name);
        fs::create_dir(this.0.join("@a")).unwrap();
        let files = "a b 0 aa ab a0 aab a@1 a@x a@a a@aa a@1.0.0 hono hono1 -rf @a/a @a/aa @a/b";
        for file in files.split(' ') {
            fs::write(this.0.join(file), "").unwrap();
        }
        this
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nothing is lost if it stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The texts that are wrong by themselves, or together if none of them is.
fn wrong<'a>(texts: &[&'a str], is_right: impl Fn(&[&str]) -> bool) -> Vec<&'a str> {
    let mut wrong = Vec::new();
    for batch in texts.chunks(100).filter(|batch| !is_right(batch)) {
        let alone: Vec<_> = batch.iter().copied().filter(|text| !is_right(&[text])).collect();
        wrong.extend(if alone.is_empty() { batch } else { &alone });
    }
    wrong
}

/// Those that are not read as themselves in `npm install <dependencies>`.
fn wrong_words<'a>(shell: &str, directory: &Path, dependencies: &[&'a str]) -> Vec<&'a str> {
    wrong(dependencies, |batch| {
        let script = format!(r"printf '%s\0' npm install {}; printf end", batch.join(" "));
        let words = [&["npm", "install"], batch, &["end"]].concat();
        run(shell, directory, &script) == words.join("\0")
    })
}

/// Those that are not read as one word, in quotes or without.
fn wrong_paths<'a>(
    shell: &str,
    directory: &Path,
    quotes: [&str; 2],
    paths: &[&'a str],
) -> Vec<&'a str> {
    wrong(paths, |batch| {
        let [open, close] = quotes;
        let words: Vec<_> = batch.iter().map(|path| format!("{open}{path}{close}")).collect();
        let script = format!(r"printf '%s\0' build {}; printf end", words.join(" "));
        run(shell, directory, &script) == [&["build"], batch, &["end"]].concat().join("\0")
    })
}

/// Those for which `<NAME>=value` does not give the variable of that name that value.
fn wrong_assignments<'a>(shell: &str, directory: &Path, names: &[&'a str]) -> Vec<&'a str> {
    wrong(names, |batch| {
        // What `export` refuses is no name, though the line may have been some other assignment.
        let line = |name: &&str| {
            format!(
                "{name}=value\nexport {name} && printf '%s\\0' \"$#${{{name}}}\"\nunset {name}\n"
            )
        };
        let script: String = batch.iter().map(line).collect();
        run(shell, directory, &format!("{script}printf end"))
            == "0value\0".repeat(batch.len()) + "end"
    })
}

/// Variables that a shell keeps for itself. They are refused, or do not keep the value; a line that
/// gives them one is an assignment all the same.
#[rustfmt::skip]
const KEPT: [&str; 21] = [
    "BASHOPTS", "BASHPID", "BASH_COMMAND", "BASH_SUBSHELL", "BASH_VERSINFO", "DIRSTACK",
    "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HISTCMD", "LINENO", "OPTIND",
    "PPID", "RANDOM", "SECONDS", "SHELLOPTS", "SRANDOM", "UID", "_",
];

#[test]
fn a_shell_reads_each_dependency_as_one_word() {
    let dependencies: Vec<_> = VALUES.npm_dependencies.iter().map(String::as_str).collect();
    let directories = [Temporary::new("empty"), Temporary::with_files("full")];
    for shell in shells() {
        for directory in &directories {
            let wrong = wrong_words(shell, &directory.0, &dependencies);
            assert!(wrong.is_empty(), "{shell}: {wrong:?}");
        }
    }
    for directory in &directories {
        let files = fs::read_dir(&directory.0).unwrap().count();
        assert!(matches!(files, 0 | 16), "{files} files");
    }
}

#[test]
fn a_shell_reads_each_entrypoint_as_one_word() {
    let paths: Vec<_> = VALUES.entrypoint.iter().map(String::as_str).collect();
    // No program takes one for an option.
    assert!(paths.iter().all(|path| !path.starts_with('-')));
    // Without quotes, a space ends a word, and brackets are a pattern, which is itself where no file
    // matches it.
    let without_space: Vec<_> = paths.iter().copied().filter(|path| !path.contains(' ')).collect();
    let plain: Vec<_> =
        without_space.iter().copied().filter(|path| !path.contains(['[', ']'])).collect();
    assert!(plain.len() > 1500 && without_space.len() > plain.len() + 100);
    let (empty, full) = (Temporary::new("no-files"), Temporary::with_files("files"));
    for shell in shells() {
        for (directory, quotes, paths) in [
            (&empty, ["'", "'"], &paths),
            (&full, ["'", "'"], &paths),
            (&full, ["\"", "\""], &paths),
            (&empty, ["", ""], &without_space),
            (&full, ["", ""], &plain),
        ] {
            let wrong = wrong_paths(shell, &directory.0, quotes, paths);
            assert!(wrong.is_empty(), "{shell} {quotes:?}: {wrong:?}");
        }
    }
}

#[test]
fn a_shell_reads_each_name_as_one_assignment() {
    let names: Vec<_> = VALUES.env_vars.iter().map(String::as_str).collect();
    assert!(KEPT.iter().all(|name| names.contains(name)));
    let directory = Temporary::new("assignments");
    for shell in shells() {
        let mut wrong = wrong_assignments(shell, &directory.0, &names);
        wrong.retain(|name| !KEPT.contains(name));
        assert!(wrong.is_empty(), "{shell}: {wrong:?}");
    }
}

#[test]
fn a_shell_is_seen_to_read_something_else() {
    let directory = Temporary::with_files("awake");
    #[rustfmt::skip]
    let words = [
        "a b", "a;b", "a&b", "a|b", "a<b", "a>b", "a\nb", "a\tb", "$a", "${a}", "`a`", "a$(a)", "'a'",
        "\"a\"", "\\a", "a\\", "#a", "(a)", "a(", "a*", "a?", "a[ab]", "*", "@a/*", "~", "~/a", "",
    ];
    #[rustfmt::skip]
    let names = [
        "A B", "A;B", "A&B", "A|B", "A>B", "A<B", "A\nB", "1A", "A-B", "A.B", "A=B", "A+", "A[0]", "A:", "é",
        "$A", "A$B", "`A`", "#A", "A#", "'A'", "A ", " A", "A\t", "export A", "(A)", "A!", "~", "*", "",
    ];
    for shell in shells() {
        assert_eq!(wrong_words(shell, &directory.0, &words), words, "{shell}");
        assert_eq!(wrong_assignments(shell, &directory.0, &names), names, "{shell}");
        let paths = ["$(a).ts", "$HOME/a.ts", "${a}", "`a`", "a\\$b", "a\"b\"'c'"];
        assert_eq!(wrong_paths(shell, &directory.0, ["\"", "\""], &paths), paths, "{shell}");
        let paths = ["~/a.ts", "a b.ts", "a[ab]", "(a)/b.ts", "$HOME/a.ts"];
        assert_eq!(wrong_paths(shell, &directory.0, ["", ""], &paths), paths, "{shell}");
    }
}

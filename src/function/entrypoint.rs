//! Finds and reads the entrypoint.

use super::{Function, check_code, read_fault, utf8};
use crate::error::Error;
use crate::error::kind::EntrypointErrorKind;
use crate::excerpt::Excerpt;
use crate::field::{Entrypoint, Language};
use crate::files::{Files, ReadError};
use crate::finding::Correction;
use crate::findings::{Blame, Collector};
use crate::manifest::ValueSpan;
use crate::similar::nearest;

/// Reads the code at the entrypoint. `value` is the place of the value of `entrypoint`.
pub(super) fn read_code(
    files: &dyn Files,
    path: &str,
    value: ValueSpan,
    language: Option<(Language, ValueSpan)>,
    findings: &mut Collector,
) -> Option<String> {
    let file = || Excerpt::new(path);
    let missing = |fault| Err(Error::MissingEntrypoint { fault });
    let unreadable = |fault| Error::UnreadableFile { file: file(), fault };
    let code = files.read(path, Function::MAX_CODE_SIZE);
    let has_exact_case = code.is_ok() && files.has_exact_case(path);
    let spelling = if has_exact_case { Spelling::Same } else { spelling(files, path) };
    if let Spelling::Different(actual) = &spelling
        && files.read(actual, Function::MAX_CODE_SIZE) != Err(ReadError::IsDirectory)
    {
        // What is wrong with the file itself is wrong under either spelling.
        let fault = EntrypointErrorKind::LetterCase { path: file(), actual: Excerpt::new(actual) };
        report_missing(fault, value, findings);
        read_code(files, actual, value, language, findings);
        return None;
    }
    let code = match (spelling, code) {
        // What the file system says of a link that leads away comes before what is beyond it.
        (_, Err(ReadError::Outside)) => missing(EntrypointErrorKind::Outside { path: file() }),
        (_, Err(ReadError::DanglingLink)) => {
            missing(EntrypointErrorKind::DanglingLink { path: file() })
        }
        (Spelling::Different(actual), _) => {
            let nearest = nearest_in(files, &actual);
            missing(EntrypointErrorKind::Directory { path: file(), nearest })
        }
        // What may not be listed is not known to be missing.
        (Spelling::Missing, Err(error @ (ReadError::PermissionDenied | ReadError::Failed))) => {
            Err(unreadable(read_fault(error)))
        }
        (Spelling::Missing, _) | (_, Err(ReadError::NotFound)) => {
            let nearest = nearest_file(files, path);
            missing(EntrypointErrorKind::NoFile { path: file(), nearest })
        }
        (_, Err(ReadError::IsDirectory)) => {
            let nearest = nearest_in(files, path);
            missing(EntrypointErrorKind::Directory { path: file(), nearest })
        }
        (_, Err(ReadError::TooLarge)) => Err(Error::CodeTooLarge { file: Some(file()) }),
        (_, Err(error)) => Err(unreadable(read_fault(error))),
        (Spelling::Same, Ok(bytes)) => utf8(bytes).map_err(unreadable).and_then(|code| {
            check_code(&code, Some(path))?;
            Ok(code)
        }),
    };
    match code {
        Ok(code) => {
            if let Some((language, value)) = language {
                check_language(path, language, value, findings);
            }
            Some(code)
        }
        Err(Error::MissingEntrypoint { fault }) => {
            report_missing(fault, value, findings);
            None
        }
        Err(error) => {
            findings.push(error, &Blame::File(path));
            None
        }
    }
}

fn report_missing(fault: EntrypointErrorKind, value: ValueSpan, findings: &mut Collector) {
    let blame = Blame::Reference("entrypoint", value.span);
    let correction = Correction::Suggestion(value.content);
    findings.push_with(Error::MissingEntrypoint { fault }, &blame, correction);
}

/// How a path is spelled on the disk.
enum Spelling {
    Same,
    Different(String),
    Missing,
}

/// Compares a path with the names on the disk, segment by segment.
fn spelling(files: &dyn Files, path: &str) -> Spelling {
    let mut actual = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        let listed = files.list(&actual);
        let exact = listed.iter().find(|name| *name == segment);
        let mut same = listed.iter().filter(|name| name.eq_ignore_ascii_case(segment));
        // Of two, either may be meant.
        let only = || same.next().filter(|_| same.next().is_none());
        let Some(name) = exact.or_else(only) else { return Spelling::Missing };
        if index > 0 {
            actual.push('/');
        }
        actual.push_str(name);
    }
    if actual == path { Spelling::Same } else { Spelling::Different(actual) }
}

/// Returns the source file that a path was probably meant for: one with that name in another
/// directory, with that name and another extension, with a similar name, or the only one there is.
fn nearest_file(files: &dyn Files, path: &str) -> Option<Excerpt> {
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut candidates = sources(files, "");
    candidates.extend(sources(files, "src"));
    if !matches!(directory, "" | "src") {
        candidates.extend(sources(files, directory));
    }
    let candidates: Vec<_> = candidates.iter().map(String::as_str).collect();
    let first = |is_meant: &dyn Fn(&str) -> bool| {
        candidates.iter().copied().find(|candidate| is_meant(file_name(candidate)))
    };
    let found = first(&|other| other == name)
        .or_else(|| first(&|other| stem(other) == stem(name)))
        .or_else(|| nearest(path, candidates.iter().copied()))
        .or(if let [only] = *candidates { Some(only) } else { None });
    found.map(Excerpt::new)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Returns a file's name without its extensions.
fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns the source file in a directory that was probably meant by the directory.
fn nearest_in(files: &dyn Files, directory: &str) -> Option<Excerpt> {
    let candidates = sources(files, directory);
    let index = candidates.iter().find(|path| path.contains("/index."));
    index.or(candidates.first()).map(|path| Excerpt::new(path))
}

/// Returns the paths of the source files in a directory that can be entrypoints, sorted.
fn sources(files: &dyn Files, directory: &str) -> Vec<String> {
    let slash = if directory.is_empty() { "" } else { "/" };
    let mut names = files.list(directory);
    names.retain(|name| Language::from_path(name).is_some());
    names.sort();
    let paths = names.into_iter().map(|name| format!("{directory}{slash}{name}"));
    paths.filter(|path| Entrypoint::new(path).is_ok_and(|valid| valid.as_str() == path)).collect()
}

/// Checks that the language is that of the entrypoint's extension.
pub(crate) fn check_language(
    path: &str,
    language: Language,
    value: ValueSpan,
    findings: &mut Collector,
) {
    let actual = Language::from_path(path);
    if actual != Some(language) {
        let file = Excerpt::new(path);
        let mismatch = Error::LanguageMismatch { file, language, actual };
        findings.push(mismatch, &Blame::Reference("language", value.span));
    }
}

//! A function: a manifest and the files that belong to it.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use crate::error::Error;
use crate::error::kind::{EntrypointErrorKind, ReadErrorKind};
use crate::excerpt::Excerpt;
use crate::field::Language;
use crate::files::{Files, ReadError};
use crate::finding::{MANIFEST_NAME, Place, Pointer};
use crate::findings::Collector;
use crate::fix::Remedy;
use crate::manifest::{Manifest, ParsedManifest};
use crate::report::{Checked, Report};
use crate::similar::nearest;
use crate::source::{Source, Span};
use crate::words::{find, find_part};

pub(crate) const README_NAME: &str = "README.md";

/// A function that can be published: a valid manifest, code at its entrypoint, and the README if
/// there is one.
///
/// Two functions are equal if their texts are, wherever they come from.
#[derive(Clone, Debug)]
pub struct Function {
    pub(crate) manifest: Manifest,
    pub(crate) source: ManifestSource,
    pub(crate) code: String,
    pub(crate) readme: Option<String>,
}

/// The text of a manifest, and what is needed to point into what its author wrote.
#[derive(Clone, Debug)]
pub(crate) enum ManifestSource {
    /// A file, with its byte order mark if it has one.
    File(String),
    /// What a request has of it, and where the values are there that the Hub may object to.
    Request { text: String, name: Option<Place>, version: Option<Place> },
}

impl Function {
    /// The most bytes that the entrypoint has: 10 MiB.
    pub const MAX_CODE_SIZE: usize = 10 * 1024 * 1024;

    /// The most bytes that `README.md` has: 1 MiB.
    pub const MAX_README_SIZE: usize = 1024 * 1024;

    /// Reads a function's files and reports everything that is wrong with them: the manifest's
    /// findings by place, then those of the entrypoint and `README.md`.
    ///
    /// The files are checked even if the manifest has errors, as far as it says where they are.
    ///
    /// ```
    /// use aerostack_manifest::{Function, Memory};
    ///
    /// let manifest = r#"{
    ///     "name": "hello",
    ///     "version": "1.0.0",
    ///     "description": "Says hello.",
    ///     "category": "utility",
    ///     "language": "typescript",
    ///     "runtime": "cloudflare-worker",
    ///     "license": "MIT",
    ///     "entrypoint": "src/Index.ts"
    /// }"#;
    /// let files = Memory::from_iter([
    ///     ("aerostack.json", manifest),
    ///     ("README.md", "# Hello"),
    ///     ("src/index.ts", "export default { fetch: () => new Response('hello') }"),
    /// ]);
    /// let checked = Function::check(&files);
    /// let finding = &checked.report().findings()[0];
    /// assert_eq!(finding.code().as_str(), "MISSING_ENTRYPOINT");
    /// assert_eq!(finding.help(), "write `src/index.ts`");
    /// ```
    #[must_use]
    pub fn check(files: &dyn Files) -> Checked<Self> {
        let opened = files.open();
        let files = opened.as_deref().unwrap_or(files);
        let bytes = match read_manifest(files) {
            Ok(bytes) => bytes,
            Err(error) => {
                let mut findings = Collector::in_manifest();
                findings.refuse(error);
                read_readme(files, &mut findings);
                return Checked::new(None, findings.into_report(&Source::new(b"")));
            }
        };
        let source = Source::new(&bytes);
        let mut reading = ParsedManifest::of_manifest(&source);
        let language = reading.language();
        let code = reading.entrypoint().and_then(|(entrypoint, span)| {
            let path = entrypoint.as_str();
            read_code(files, path, span, language, &mut reading.findings)
        });
        let readme = read_readme(files, &mut reading.findings);
        let function = reading.take_manifest().zip(code).map(|(manifest, code)| Self {
            manifest,
            source: ManifestSource::File(source.text().to_owned()),
            code,
            readme,
        });
        Checked::new(function, reading.findings.into_report(&source))
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The manifest as its author wrote it, with formatting and unknown keys; without a byte order
    /// mark.
    #[must_use]
    pub fn manifest_text(&self) -> &str {
        let (ManifestSource::File(text) | ManifestSource::Request { text, .. }) = &self.source;
        text.strip_prefix('\u{FEFF}').unwrap_or(text)
    }

    /// The text of the entrypoint.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The text of `README.md`.
    #[must_use]
    pub fn readme(&self) -> Option<&str> {
        self.readme.as_deref()
    }
}

impl Function {
    /// What is wrong with the value of `name` or `version` for reasons that only the Hub knows.
    pub(crate) fn report_fact(&self, error: Error, key: &'static str) -> Report {
        match &self.source {
            ManifestSource::File(text) => {
                let source = Source::of_text(text);
                let value = ParsedManifest::of_manifest(&source).value_of(key).unwrap_or_default();
                let mut findings = Collector::in_manifest();
                let pointer = Pointer::Key(Cow::Borrowed(key));
                findings.push_with(error, Some(pointer), value, Some(Remedy::String));
                findings.into_report(&source)
            }
            ManifestSource::Request { name, version, .. } => {
                let place = if key == "name" { name } else { version };
                Report::of_request(error, key, place.clone())
            }
        }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.manifest_text() == other.manifest_text()
            && self.code == other.code
            && self.readme == other.readme
    }
}

impl Eq for Function {}

fn read_manifest(files: &dyn Files) -> Result<Cow<'_, [u8]>, Error> {
    let unreadable = |fault| Error::UnreadableFile { file: Excerpt::new(MANIFEST_NAME), fault };
    match files.read(MANIFEST_NAME, Manifest::MAX_SIZE) {
        Ok(bytes) if files.has_exact_case(MANIFEST_NAME) => Ok(bytes),
        Ok(_) | Err(ReadError::NotFound) => {
            Err(Error::MissingManifest { found: same_but_for_case(MANIFEST_NAME, files) })
        }
        Err(ReadError::TooLarge) => Err(Error::ManifestTooLarge {}),
        Err(error) => Err(unreadable(read_fault(error))),
    }
}

fn read_fault(error: ReadError) -> ReadErrorKind {
    match error {
        ReadError::IsDirectory | ReadError::NotAFile => ReadErrorKind::NotAFile,
        ReadError::Outside => ReadErrorKind::Outside,
        ReadError::DanglingLink => ReadErrorKind::DanglingLink,
        ReadError::PermissionDenied => ReadErrorKind::PermissionDenied,
        ReadError::TooLarge => ReadErrorKind::TooLarge,
        ReadError::NotFound | ReadError::Failed => ReadErrorKind::Failed,
    }
}

/// A file beside the manifest whose name differs in letter case alone.
fn same_but_for_case(name: &str, files: &dyn Files) -> Option<Excerpt> {
    let names = files.names("");
    let same = names.iter().filter(|other| other.eq_ignore_ascii_case(name) && *other != name);
    same.min().map(|other| Excerpt::new(other))
}

/// The README, which is recommended and never missed by anything.
fn read_readme(files: &dyn Files, findings: &mut Collector) -> Option<String> {
    let unreadable = |fault| Error::UnreadableFile { file: Excerpt::new(README_NAME), fault };
    let readme = match files.read(README_NAME, Function::MAX_README_SIZE) {
        Ok(bytes) if files.has_exact_case(README_NAME) => utf8(bytes).map_err(unreadable),
        Ok(_) | Err(ReadError::NotFound | ReadError::IsDirectory) => {
            Err(Error::MissingReadme { found: same_but_for_case(README_NAME, files) })
        }
        Err(error) => Err(unreadable(read_fault(error))),
    };
    readme.map_err(|error| findings.push_file(error, README_NAME)).ok()
}

fn utf8(bytes: Cow<'_, [u8]>) -> Result<String, ReadErrorKind> {
    String::from_utf8(bytes.into_owned())
        .map_err(|error| ReadErrorKind::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

fn read_code(
    files: &dyn Files,
    path: &str,
    span: Span,
    language: Option<(Language, Span)>,
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
        findings.push_mismatch(Error::MissingEntrypoint { fault }, "entrypoint", span);
        read_code(files, actual, span, language, findings);
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
            if let Some((language, span)) = language {
                check_language(path, language, span, findings);
            }
            Some(code)
        }
        Err(error @ Error::MissingEntrypoint { .. }) => {
            findings.push_mismatch(error, "entrypoint", span);
            None
        }
        Err(error) => {
            findings.push_file(error, path);
            None
        }
    }
}

/// How a path is spelled on the disk.
enum Spelling {
    Same,
    Different(String),
    Missing,
}

/// Compares a path with the names that are there, part by part.
#[cold]
fn spelling(files: &dyn Files, path: &str) -> Spelling {
    let mut actual = String::with_capacity(path.len());
    for (index, part) in path.split('/').enumerate() {
        let listed = files.names(&actual);
        let exact = listed.iter().find(|name| *name == part);
        let mut same = listed.iter().filter(|name| name.eq_ignore_ascii_case(part));
        // Of two, nobody knows which is meant.
        let only = || same.next().filter(|_| same.next().is_none());
        let Some(name) = exact.or_else(only) else { return Spelling::Missing };
        if index > 0 {
            actual.push('/');
        }
        actual.push_str(name);
    }
    if actual == path { Spelling::Same } else { Spelling::Different(actual) }
}

/// The source file that was probably meant by a path: of the same name elsewhere, of the same name
/// with another extension, of a similar name, or the only one beside the manifest.
#[cold]
fn nearest_file(files: &dyn Files, path: &str) -> Option<Excerpt> {
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut candidates = sources(files, "");
    candidates.extend(sources(files, "src"));
    if !matches!(directory, "" | "src") {
        candidates.extend(sources(files, directory));
    }
    let mut candidates = candidates.iter().map(String::as_str);
    let stem = |name: &str| find(name, 0, b'.').unwrap_or(name.len());
    let mut of_same_stem = None;
    for candidate in candidates.clone() {
        let other = candidate.rsplit_once('/').map_or(candidate, |(_, other)| other);
        if other == name {
            return Some(Excerpt::new(candidate));
        }
        if of_same_stem.is_none() && other[..stem(other)] == name[..stem(name)] {
            of_same_stem = Some(candidate);
        }
    }
    let found = of_same_stem
        .or_else(|| nearest(path, candidates.clone()))
        .or_else(|| candidates.next().filter(|_| candidates.next().is_none()));
    found.map(Excerpt::new)
}

/// The source file that a directory was probably named for.
fn nearest_in(files: &dyn Files, directory: &str) -> Option<Excerpt> {
    let candidates = sources(files, directory);
    let index = candidates.iter().find(|path| find_part(path, "/index.").is_some());
    index.or(candidates.first()).map(|path| Excerpt::new(path))
}

/// The paths of the source files in a directory, in a fixed order.
#[inline(never)]
fn sources(files: &dyn Files, directory: &str) -> Vec<String> {
    let slash = if directory.is_empty() { "" } else { "/" };
    // The sorts of the standard library are a lot of code.
    let mut paths = BinaryHeap::new();
    for name in files.names(directory) {
        if Language::from_path(&name).is_some() {
            paths.push(format!("{directory}{slash}{name}"));
        }
    }
    paths.into_sorted_vec()
}

/// There is any code in the text of the entrypoint, or of `code` in a request.
pub(crate) fn check_code(code: &str, path: Option<&str>) -> Result<(), Error> {
    if contains_code(code) {
        return Ok(());
    }
    let is_blank = code.trim_start_matches('\u{FEFF}').trim().is_empty();
    Err(Error::EmptyCode { file: path.map(Excerpt::new), is_blank })
}

pub(crate) fn check_language(path: &str, language: Language, span: Span, findings: &mut Collector) {
    let actual = Language::from_path(path);
    if actual != Some(language) {
        let file = Excerpt::new(path);
        let mismatch = Error::LanguageMismatch { file, language, actual };
        findings.push_mismatch(mismatch, "language", span);
    }
}

/// Whether there is anything but a byte order mark, a `#!` line, white space and comments
/// (ECMA-262, 12.2 to 12.5).
fn contains_code(text: &str) -> bool {
    let is_space = |c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{FEFF}';
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if rest.starts_with("#!") {
        rest = behind_line(rest);
    }
    loop {
        rest = rest.trim_start_matches(is_space);
        if rest.starts_with("//") {
            rest = behind_line(rest);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = find_part(comment, "*/").map_or("", |end| &comment[end + 2..]);
        } else {
            return !rest.is_empty();
        }
    }
}

#[inline(never)]
fn behind_line(text: &str) -> &str {
    text.find(['\n', '\r', '\u{2028}', '\u{2029}']).map_or("", |end| &text[end..])
}

#[cfg(test)]
mod tests {
    use super::contains_code;

    #[test]
    fn comments_and_space_are_no_code() {
        for text in [
            "",
            "\u{FEFF}",
            " \t\r\n\u{2028}\u{A0}",
            "#!/usr/bin/env node",
            "\u{FEFF}#!node\n",
            "// TODO",
            "/* a */ // b\n\n/** c\n * d */",
            "/* never closed",
            "//\r//\u{2029}//",
        ] {
            assert!(!contains_code(text), "{text:?}");
        }
        for text in ["x", ";", "// a\nx", "/* */x", "/", "/**/ /", " #!x", "'use strict'", "\u{85}"]
        {
            assert!(contains_code(text), "{text:?}");
        }
    }
}

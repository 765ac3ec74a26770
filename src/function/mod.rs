//! A function: a manifest and the files that belong to it.

mod code;
mod entrypoint;
mod missing;

use std::borrow::Cow;
use std::fmt;

use crate::error::Error;
use crate::error::kind::{ReadErrorKind, ReadmeErrorKind, Subject};
use crate::excerpt::Excerpt;
use crate::files::{Files, ReadError};
use crate::finding::{Correction, Finding, MANIFEST_NAME, Place, Pointer};
use crate::findings::{Blame, Collector};
use crate::manifest::{Manifest, ParsedManifest, ValueSpan};
use crate::report::{Checked, Report};
use crate::source::{Source, Span};

pub(crate) use code::check_code;
pub(crate) use entrypoint::check_language;
use entrypoint::read_code;
use missing::{missing_manifest, same_but_for_case};

const README_NAME: &str = "README.md";

/// A function that can be published: a valid manifest, code at its entrypoint, and the README if
/// there is one.
///
/// Two functions are equal if their texts are, wherever the texts come from. `Debug` leaves the texts
/// out, which are long and may have secrets.
#[derive(Clone)]
pub struct Function {
    pub(crate) manifest: Manifest,
    pub(crate) source: ManifestSource,
    pub(crate) code: String,
    pub(crate) readme: Option<String>,
}

/// The text of a manifest, and what is needed to point into it.
#[derive(Clone)]
pub(crate) enum ManifestSource {
    /// A file.
    File {
        /// The text, byte order mark included.
        text: String,
        /// The place of the value of `name`.
        name: ValueSpan,
        /// The place of the value of `version`.
        version: ValueSpan,
        /// The stretches that are never shown, in order.
        secrets: Vec<Span>,
    },
    /// The manifest in a request, and the places of the values in the request.
    Request { text: String, name: RequestPlace, version: RequestPlace },
}

/// The place of a value in a request, whose body is not kept.
#[derive(Clone, Debug)]
pub(crate) struct RequestPlace {
    pub(crate) place: Place,
    pub(crate) content: Span,
}

impl Function {
    /// Largest size of the entrypoint: 10 MiB.
    pub const MAX_CODE_SIZE: usize = 10 * 1024 * 1024;

    /// Largest size of `README.md`: 1 MiB.
    pub const MAX_README_SIZE: usize = 1024 * 1024;

    /// Reads a function's files and reports everything that is wrong with them: the manifest's
    /// findings by place, then those of the entrypoint and `README.md`.
    ///
    /// The files are checked even if the manifest has errors, as long as their paths are known.
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
    /// assert_eq!(finding.help(), "use `src/index.ts`");
    /// ```
    #[must_use]
    pub fn check(files: &dyn Files) -> Checked<Self> {
        let opened = files.open();
        let files = opened.as_deref().unwrap_or(files);
        let bytes = match read_manifest(files) {
            Ok(bytes) => bytes,
            Err(error) => {
                let mut findings = Collector::of_manifest();
                let is_elsewhere =
                    matches!(&error, Error::MissingManifest { below, .. } if !below.is_empty());
                findings.refuse(error);
                if !is_elsewhere && !is_closed(files) {
                    read_readme(files, &mut findings);
                }
                return Checked::new(None, findings.into_report(&Source::new(b"")));
            }
        };
        let source = Source::new(&bytes);
        let mut parsed = ParsedManifest::new(&source, Collector::of_manifest(), &mut ());
        let language = parsed.language();
        let code = parsed.entrypoint().and_then(|(entrypoint, value)| {
            let path = entrypoint.as_str();
            read_code(files, path, value, language, &mut parsed.findings)
        });
        report_collisions(files, &mut parsed.findings);
        let readme = read_readme(files, &mut parsed.findings);
        let places = parsed.name().zip(parsed.version());
        let (manifest, findings) = parsed.into_manifest();
        let function = manifest.zip(code).zip(places).map(|((manifest, code), (name, version))| {
            let text = source.text().to_owned();
            let secrets = findings.secrets();
            let source = ManifestSource::File { text, name, version, secrets };
            Self { manifest, source, code, readme }
        });
        Checked::new(function, findings.into_report(&source))
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The manifest as its author wrote it, formatting and unknown keys included, without a byte order
    /// mark.
    #[must_use]
    pub fn manifest_text(&self) -> &str {
        let (ManifestSource::File { text, .. } | ManifestSource::Request { text, .. }) =
            &self.source;
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
    /// Reports what is wrong with the value of `name` or `version` for reasons that only the Hub knows.
    pub(crate) fn report_fact(&self, error: Error, key: &'static str) -> Report {
        match &self.source {
            ManifestSource::File { text, name, version, secrets } => {
                let value = if key == "name" { name } else { version };
                let mut findings = Collector::of_manifest();
                for secret in secrets {
                    findings.hide(*secret);
                }
                let blame = Blame::Value(Subject::Required(key), value.span);
                findings.push_with(error, &blame, Correction::Suggestion(value.content));
                findings.into_report(&Source::from_text(text))
            }
            ManifestSource::Request { name, version, .. } => {
                let RequestPlace { place, content } = if key == "name" { name } else { version };
                let finding = Finding {
                    pointer: Some(Pointer::to(Subject::Required(key))),
                    place: Some(place.clone()),
                    correction: Correction::Suggestion(*content),
                    ..Finding::new(error)
                };
                Report::from(finding)
            }
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("manifest", &self.manifest).finish_non_exhaustive()
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
        Ok(_) | Err(ReadError::NotFound) => Err(missing_manifest(files)),
        Err(ReadError::TooLarge) => Err(Error::ManifestTooLarge {}),
        Err(error) => Err(unreadable(read_fault(error))),
    }
}

/// Whether the directory itself cannot be read: then even a file that does not exist gives another error
/// than that.
fn is_closed(files: &dyn Files) -> bool {
    const NO_FILE: &str = "aerostack.no-such-file";
    matches!(files.read(NO_FILE, 0), Err(ReadError::PermissionDenied | ReadError::Failed))
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

/// Reports files whose names differ from the manifest's only in case: where case is ignored, nobody
/// knows which of them is the manifest.
fn report_collisions(files: &dyn Files, findings: &mut Collector) {
    // The spellings that people use. Directories are listed only if there may be one of them.
    const OTHERS: [&str; 3] = ["AEROSTACK.JSON", "Aerostack.json", "AeroStack.json"];
    if OTHERS.iter().all(|other| files.read(other, 0) == Err(ReadError::NotFound)) {
        return;
    }
    let mut names = files.list("");
    names.retain(|name| name.eq_ignore_ascii_case(MANIFEST_NAME) && name != MANIFEST_NAME);
    names.sort();
    for name in &names {
        let (file, fault) = (Excerpt::new(name), ReadErrorKind::Collision);
        findings.push(Error::UnreadableFile { file, fault }, &Blame::File(name));
    }
}

/// Reads the README, which is recommended: nothing fails without it.
fn read_readme(files: &dyn Files, findings: &mut Collector) -> Option<String> {
    let unreadable = |fault| Error::UnreadableFile { file: Excerpt::new(README_NAME), fault };
    let missing = |fault| {
        // Where case is ignored, the fault may be that of a file with another spelling.
        let is_there = files.list("").iter().any(|name| name == README_NAME);
        let no_file = || ReadmeErrorKind::NoFile { found: same_but_for_case(README_NAME, files) };
        Error::MissingReadme { fault: if is_there { fault } else { no_file() } }
    };
    let readme = match files.read(README_NAME, Function::MAX_README_SIZE) {
        Ok(bytes) if files.has_exact_case(README_NAME) => utf8(bytes).map_err(unreadable),
        Ok(_) | Err(ReadError::NotFound) => {
            let found = same_but_for_case(README_NAME, files);
            Err(Error::MissingReadme { fault: ReadmeErrorKind::NoFile { found } })
        }
        Err(ReadError::IsDirectory) => Err(missing(ReadmeErrorKind::Directory)),
        Err(ReadError::Outside) => Err(missing(ReadmeErrorKind::Outside)),
        Err(ReadError::DanglingLink) => Err(missing(ReadmeErrorKind::DanglingLink)),
        Err(error) => Err(unreadable(read_fault(error))),
    };
    readme.map_err(|error| findings.push(error, &Blame::File(README_NAME))).ok()
}

fn utf8(bytes: Cow<'_, [u8]>) -> Result<String, ReadErrorKind> {
    String::from_utf8(bytes.into_owned())
        .map_err(|error| ReadErrorKind::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

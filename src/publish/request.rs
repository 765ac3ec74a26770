use crate::error::Error;
use crate::error::kind::{ReadErrorKind, Subject};
use crate::excerpt::Excerpt;
use crate::field::{Document, Field as _};
use crate::finding::Pointer;
use crate::findings::Collector;
use crate::function::{Function, ManifestSource, README_NAME, check_code, check_language};
use crate::json::{Open, Reader, Value};
use crate::manifest::{ExtraKeys, ParsedManifest};
use crate::report::Checked;
use crate::source::{Source, Span};

/// The body of `POST /api/community/functions/ci/publish` (Hub documentation): the keys of a
/// manifest, with `code`, the text of the entrypoint; perhaps `readme`, the text of `README.md`; and
/// perhaps `publish`, whether the function goes live, which it does not if the key is left out.
///
/// It is read like an `aerostack.json`: the same rules, spans and codes, everything in one pass.
///
/// ```
/// use aerostack_manifest::publish::CiRequest;
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
///     "entrypoint": "index.ts",
///     "x-team": "edge"
/// }"#;
/// let code = "export default { fetch: () => new Response('hello') }";
/// let files = Memory::from_iter([("aerostack.json", manifest), ("index.ts", code)]);
/// let function = Function::check(&files).into_result()?;
///
/// let body = CiRequest::new(function.clone(), true).to_body()?;
/// let request = CiRequest::check(&body).into_result()?;
/// assert!(request.goes_live());
/// assert_eq!(request.function(), &function);
/// assert_eq!(request.function().manifest_text(), manifest);
/// # Ok::<(), aerostack_manifest::Report>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiRequest {
    function: Function,
    goes_live: bool,
}

const CODE: &str = "code";
const README: &str = "readme";
const PUBLISH: &str = "publish";

impl CiRequest {
    /// The most bytes that a body has: 16 MiB.
    pub const MAX_SIZE: usize = 16 * 1024 * 1024;

    /// Asks to publish a function, as a draft or live.
    #[must_use]
    pub fn new(function: Function, goes_live: bool) -> Self {
        Self { function, goes_live }
    }

    /// Reads a body and reports everything that is wrong with it, in one pass over any bytes.
    ///
    /// The code may have as much as the entrypoint ([`Function::MAX_CODE_SIZE`]), the README as much
    /// as the file ([`Function::MAX_README_SIZE`]), both after decoding; everything else in the body,
    /// white space included, may have as much as a manifest
    /// ([`Manifest::MAX_SIZE`](crate::Manifest::MAX_SIZE)).
    #[must_use]
    pub fn check(body: &[u8]) -> Checked<Self> {
        let source = Source::new(body);
        let mut findings = Collector::in_request();
        if body.len() > Self::MAX_SIZE {
            findings.refuse(Error::request_too_large());
            return Checked::new(None, findings.into_report(&source));
        }
        let mut content = Content::default();
        let mut reading = ParsedManifest::new(&source, findings, &mut content);
        if content.code.is_some()
            && let (Some((entrypoint, _)), Some((language, span))) =
                (reading.entrypoint(), reading.language())
        {
            check_language(entrypoint.as_str(), language, span, &mut reading.findings);
        }
        if content.is_without_readme {
            reading.findings.push_file(Error::MissingReadme { found: None }, README_NAME);
        }
        let place_of = |key| reading.value_of(key).map(|value| source.place(value));
        let (name, version) = (place_of("name"), place_of("version"));
        let request = reading.take_manifest().zip(content.code).map(|(manifest, code)| Self {
            function: Function {
                manifest,
                source: ManifestSource::Request { text: without_content(&source), name, version },
                code,
                readme: content.readme,
            },
            goes_live: content.goes_live,
        });
        Checked::new(request, reading.findings.into_report(&source))
    }

    /// Writes the body: the manifest as its author wrote it, with unknown keys, and what a request
    /// has beside it. It reads back to the same function.
    ///
    /// Unknown keys of the manifest that are called `code`, `readme` or `publish` would be taken for
    /// the request's own, and make way for them.
    ///
    /// # Errors
    ///
    /// [`Error::RequestTooLarge`] for a body of more than [`CiRequest::MAX_SIZE`] bytes.
    pub fn to_body(&self) -> Result<Vec<u8>, Error> {
        let Function { code, readme, .. } = &self.function;
        let manifest = without_content(&Source::of_text(self.function.manifest_text()));
        let last = manifest.trim_end().strip_suffix('}').map_or("", str::trim_end).len();
        let (entries, end) = manifest.split_at(last);
        let readme = readme.as_deref();
        // The code may have megabytes: room for all of it is made once, or not at all.
        let size = manifest.len()
            + quoted_length(code)
            + readme.map_or(0, quoted_length)
            + r#","code":,"readme":,"publish":false"#.len();
        if size > Self::MAX_SIZE {
            return Err(Error::request_too_large());
        }
        let mut body = Vec::with_capacity(size);
        body.extend_from_slice(entries.as_bytes());
        push_entry(&mut body, CODE, code);
        if let Some(readme) = readme {
            push_entry(&mut body, README, readme);
        }
        push_entry(&mut body, PUBLISH, &self.goes_live);
        body.extend_from_slice(end.as_bytes());
        Ok(body)
    }

    /// The function.
    #[must_use]
    pub fn function(&self) -> &Function {
        &self.function
    }

    /// The function, to keep it.
    #[must_use]
    pub fn into_function(self) -> Function {
        self.function
    }

    /// Whether the function goes live at once, and does not stay a draft.
    #[must_use]
    pub fn goes_live(&self) -> bool {
        self.goes_live
    }
}

/// How many bytes a text has as a string of JSON.
fn quoted_length(text: &str) -> usize {
    let escaped = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => 2,
        0..0x20 => 6,
        _ => 1,
    });
    escaped.sum::<usize>() + 2
}

fn push_entry(body: &mut Vec<u8>, key: &str, value: &(impl serde::Serialize + ?Sized)) {
    body.extend_from_slice(b",\"");
    body.extend_from_slice(key.as_bytes());
    body.extend_from_slice(b"\":");
    // Writing a text or a boolean to memory cannot fail.
    let _ = serde_json::to_writer(body, value);
}

/// What a request has beside a manifest.
#[derive(Debug, Default)]
struct Content {
    seen: Vec<&'static str>,
    is_without_readme: bool,
    code: Option<String>,
    readme: Option<String>,
    goes_live: bool,
}

impl ExtraKeys for Content {
    const SUBJECT: Subject = Subject::Request;
    const KEYS: &'static [&'static str] = &[CODE, README, PUBLISH];

    fn read(&mut self, key: &str, value: Value<'_>, document: &mut Document<'_>) {
        match key {
            CODE => {
                self.seen.push(CODE);
                self.code = read_text(value, Subject::Required(CODE), document, |code| {
                    if code.len() > Function::MAX_CODE_SIZE {
                        return Err(Error::CodeTooLarge { file: None });
                    }
                    check_code(code, None)
                });
            }
            README => {
                self.seen.push(README);
                self.readme = read_text(value, Subject::Optional(README), document, |readme| {
                    if readme.len() > Function::MAX_README_SIZE {
                        let (file, fault) = (Excerpt::new(README), ReadErrorKind::TooLarge);
                        return Err(Error::UnreadableFile { file, fault });
                    }
                    Ok(())
                });
            }
            _ => {
                let goes_live = bool::read(value, Subject::Optional(PUBLISH), document);
                self.goes_live = goes_live.unwrap_or_default();
            }
        }
    }

    fn check_absent(&mut self, root: Span, findings: &mut Collector) {
        if !self.seen.contains(&CODE) {
            let error = Error::MissingField {
                field: CODE,
                example: "\"<the text of the entrypoint>\"",
                choices: &[],
            };
            findings.push(error, Some(Pointer::Key(CODE.into())), root);
        }
        self.is_without_readme = !self.seen.contains(&README);
    }
}

/// Takes the text of a file, which may be long.
fn read_text(
    value: Value<'_>,
    subject: Subject,
    document: &mut Document<'_>,
    check: impl FnOnce(&str) -> Result<(), Error>,
) -> Option<String> {
    let json = document.string(value, subject)?;
    let text = json.decode();
    match check(&text) {
        Ok(()) => {
            let mut text = text.into_owned();
            // Escapes are longer than what they stand for, in the extreme six times.
            text.shrink_to_fit();
            Some(text)
        }
        Err(error) => {
            document.findings.blame(error, subject, json.span(), None);
            None
        }
    }
}

/// The manifest in a request that has been read: the text without the entries that are the request's
/// own, each with the comma that parts it from another.
fn without_content(source: &Source<'_>) -> String {
    let text = source.text();
    let mut manifest = String::new();
    let mut json = Reader::new(source);
    let Some(root) = json.root() else { return manifest };
    let mut open = Open::object();
    let (mut copied, mut end) = (source.start(), root.span().end);
    let mut is_first = true;
    while let Some(key) = json.next_key(&mut open)
        && let Some(value) = json.value()
        && let Some(value) = json.skip(value)
    {
        if Content::KEYS.contains(&&*key.decode()) {
            manifest.push_str(&text[copied..end]);
            copied = value.end;
        } else if is_first {
            // Of entries before the first that stays, the comma is behind.
            copied = if copied == end { key.span().start } else { copied };
            is_first = false;
        }
        end = value.end;
    }
    manifest.push_str(&text[copied..]);
    manifest
}

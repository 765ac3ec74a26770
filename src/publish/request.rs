use crate::error::kind::{JsonType, ReadErrorKind, ReadmeErrorKind, Subject};
use crate::error::{Error, Misspelling};
use crate::escape::json_length;
use crate::excerpt::Excerpt;
use crate::findings::{Blame, Collector};
use crate::function::{Function, ManifestSource, RequestPlace, check_code, check_language};
use crate::json::Value;
use crate::manifest::{
    Context, ExtraKeys, Field as _, Misspelled, ParsedManifest, ValueSpan, without_keys,
};
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
        let mut findings = Collector::of_request();
        if body.len() > Self::MAX_SIZE {
            findings.refuse(Error::request_too_large());
            return Checked::new(None, findings.into_report(&source));
        }
        let mut content = Content::default();
        let mut parsed = ParsedManifest::new(&source, findings, &mut content);
        if content.code.is_some()
            && let (Some((entrypoint, _)), Some((language, value))) =
                (parsed.entrypoint(), parsed.language())
        {
            check_language(entrypoint.as_str(), language, value, &mut parsed.findings);
        }
        if let Some(brace) = content.without_readme {
            let error = Error::MissingReadme { fault: ReadmeErrorKind::NoKey };
            parsed.findings.push(error, &Blame::Reference(README, brace));
        }
        let place = |value: ValueSpan| RequestPlace {
            place: source.place(value.span),
            content: value.content,
        };
        let places = parsed.name().map(place).zip(parsed.version().map(place));
        let text = std::mem::take(&mut parsed.manifest_text);
        let (manifest, findings) = parsed.into_manifest();
        let parts = manifest.zip(content.code).zip(places);
        let request = parts.map(|((manifest, code), (name, version))| Self {
            function: Function {
                manifest,
                source: ManifestSource::Request { text, name, version },
                code,
                readme: content.readme,
            },
            goes_live: content.goes_live,
        });
        Checked::new(request, findings.into_report(&source))
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
        let manifest = without_keys(self.function.manifest_text(), Content::KEYS);
        let last = manifest.trim_end().strip_suffix('}').map_or("", str::trim_end).len();
        let (entries, end) = manifest.split_at(last);
        let readme = readme.as_deref();
        // The code may have megabytes: room for all of it is made once, or not at all.
        let size = manifest.len()
            + json_length(code)
            + readme.map_or(0, json_length)
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

fn push_entry(body: &mut Vec<u8>, key: &str, value: &(impl serde::Serialize + ?Sized)) {
    body.extend_from_slice(b",\"");
    body.extend_from_slice(key.as_bytes());
    body.extend_from_slice(b"\":");
    // Writing a text or a boolean to memory cannot fail.
    let _ = serde_json::to_writer(body, value);
}

/// What a request has in addition to a manifest.
#[derive(Debug, Default)]
struct Content {
    code: Option<String>,
    readme: Option<String>,
    goes_live: bool,
    has_code: bool,
    has_readme: bool,
    /// The opening brace of a request without `readme`. It is reported after all else, as the file is.
    without_readme: Option<Span>,
}

impl ExtraKeys for Content {
    const SUBJECT: Subject = Subject::Request;
    const KEYS: &'static [&'static str] = &[CODE, README, PUBLISH];
    const REQUIRED: &'static [&'static str] = &[CODE];

    fn judge(&mut self, key: &str, value: &Value<'_>, context: &mut Context<'_>) {
        match key {
            CODE => {
                self.has_code = true;
                self.code = judge_text(value, Subject::Required(CODE), context, |code| {
                    if code.len() > Function::MAX_CODE_SIZE {
                        return Err(Error::CodeTooLarge { file: None });
                    }
                    check_code(code, None)
                });
            }
            README => {
                self.has_readme = true;
                self.readme = judge_text(value, Subject::Optional(README), context, |readme| {
                    if readme.len() > Function::MAX_README_SIZE {
                        let (file, fault) = (Excerpt::new(README), ReadErrorKind::TooLarge);
                        return Err(Error::UnreadableFile { file, fault });
                    }
                    Ok(())
                });
            }
            _ => {
                let goes_live = bool::judge(value, Subject::Optional(PUBLISH), context);
                self.goes_live = goes_live.unwrap_or_default();
            }
        }
    }

    fn report_absent(&mut self, misspelled: &[Misspelled], context: &mut Context<'_>) {
        let Some(root) = context.json.root() else { return };
        let brace = Span::new(root.span().start, root.content_span().start);
        let is_misspelled = |key| misspelled.iter().any(|one| one.known == key);
        if !self.has_code && !is_misspelled(CODE) {
            let blame = Blame::Value(Subject::Required(CODE), brace);
            context.findings.push(Self::missing(CODE, None), &blame);
        }
        if !self.has_readme && !is_misspelled(README) {
            self.without_readme = Some(brace);
        }
    }

    fn missing(key: &'static str, found: Option<Misspelling>) -> Error {
        let example = "\"<the text of the entrypoint>\"";
        Error::MissingField { field: key, example, choices: &[], found }
    }
}

/// Judges the text of a file, which may be long.
fn judge_text(
    value: &Value<'_>,
    subject: Subject,
    context: &mut Context<'_>,
    check: impl FnOnce(&str) -> Result<(), Error>,
) -> Option<String> {
    let Some(text) = context.text(value) else {
        context.wrong_type(value, subject, JsonType::String, "\"…\"", false);
        return None;
    };
    match check(&text) {
        Ok(()) => {
            let mut text = text.into_owned();
            // Escapes are longer than their characters, up to six times.
            text.shrink_to_fit();
            Some(text)
        }
        Err(error) => {
            context.findings.push(error, &Blame::Value(subject, value.span()));
            None
        }
    }
}

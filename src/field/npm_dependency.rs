use std::borrow::Cow;

use semver::Version;

use crate::error::Error;
use crate::error::kind::Violation;
use crate::excerpt::Excerpt;
use crate::field::characters::Characters;
use crate::field::list::Item;
use crate::field::text::{check_length, text};
use crate::suggestion::Suggestion;

text! {
    /// A package of the npm registry that the function needs, as one word for `npm install`: a name
    /// that npm allows for new packages, scoped or not, and after an `@` an exact version, a `^` or
    /// `~` range, an x-range or a dist-tag.
    ///
    /// Names have lower-case letters, digits and `. _ -`, up to 214 characters with their scope; no
    /// part starts with `-`, `.` or `_`. `node_modules` and `favicon.ico` are refused, and so is what
    /// npm takes for a file (an ending `.tgz`, `.tar` or `.tar.gz`), a URL, a path, a git repository
    /// or an alias.
    ///
    /// ```
    /// use aerostack_manifest::NpmDependency;
    ///
    /// let stripe = NpmDependency::new("stripe@^14.2.0").unwrap();
    /// assert_eq!((stripe.name(), stripe.version()), ("stripe", Some("^14.2.0")));
    /// let validator = NpmDependency::new("@hono/zod-validator").unwrap();
    /// assert_eq!((validator.name(), validator.version()), ("@hono/zod-validator", None));
    /// assert!(NpmDependency::new("github:honojs/hono").is_err());
    /// ```
    pub struct NpmDependency;
    const PATTERN: r"^(?:(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*(?:@[~^]?[A-Za-z0-9][A-Za-z0-9.+-]*)?)$";
    const MAX_LENGTH: 470;
    const EXAMPLE: "hono";
    expected: "a package of the npm registry in lower case, with or without a version", such as "hono", "stripe@^14.2.0";
    error: InvalidNpmDependency;
    parse: parse;
    impl Text {
        fn warning(&self) -> Option<Error> {
            let name = self.name();
            is_builtin(name).then(|| Error::BuiltinDependency { found: Excerpt::new(name) })
        }
    }
}

/// The most characters of a package's name (npm), its scope included.
const MAX_NAME_LENGTH: usize = 214;
const MAX_VERSION_LENGTH: usize = 255;

/// How the modules of the runtime are imported.
const NODE: &str = "node:";
const WORKERS: &str = "cloudflare:";

impl NpmDependency {
    /// The package's name, with its scope.
    #[must_use]
    pub fn name(&self) -> &str {
        split(&self.0).0
    }

    /// The version, range or dist-tag, if there is one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        split(&self.0).1
    }
}

impl Item for NpmDependency {
    const NOUN: &'static str = "dependency";

    /// The package's name: a package is needed once, whatever its version.
    fn identity(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(split(text).0)
    }

    fn is_same_as_any(&self, others: &[Self]) -> bool {
        // A bare name says nothing that another entry does not; a version may.
        const LOOKED_AT: usize = 64;
        self.version().is_none() || others.iter().take(LOOKED_AT).any(|other| other == self)
    }

    /// From no version over dist-tags, x-ranges, `^` and `~` ranges to exact versions.
    fn exactness(&self) -> u8 {
        let Some(version) = self.version() else { return 0 };
        match version.as_bytes() {
            [b'^', ..] => 3,
            [b'~', ..] => 4,
            _ if is_exact(version) => 5,
            [b'0'..=b'9' | b'x' | b'X', ..] if is_exact_or_x_range(version) => 2,
            _ => 1,
        }
    }
}

/// Splits a text into name and version. An `@` at the start is that of a scope.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.bytes().skip(1).position(|byte| byte == b'@') {
        Some(before) => (&text[..=before], Some(&text[before + 2..])),
        None => (text, None),
    }
}

fn parse(text: &str) -> Result<&str, Violation> {
    // No valid text has a colon, so only an invalid one is searched for it.
    match check_parts(text) {
        Ok(()) => Ok(text),
        Err(_) if text.starts_with(NODE) => {
            Err(Violation::Shape("it is a module of Node.js itself and not a package"))
        }
        Err(_) if text.starts_with(WORKERS) => {
            Err(Violation::Shape("it is a module of Workers itself and not a package"))
        }
        Err(_) if text.contains(':') => Err(Violation::Shape(
            "it is a URL, a path or an alias and not a package of the registry",
        )),
        Err(fault) => Err(fault),
    }
}

/// Whether Node.js has a module of this name (`module.builtinModules` of Node.js 20, without names
/// that npm does not allow), so that the package in the registry is something else, mostly a
/// placeholder. Not the packages that people do use in place of the module: `assert`, `buffer`,
/// `events`, `process`, `punycode`, `url` and `util`. The modules of Workers are named `cloudflare:…`,
/// as no package is.
#[rustfmt::skip]
fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "async_hooks" | "child_process" | "cluster" | "console" | "constants" | "crypto" | "dgram"
            | "diagnostics_channel" | "dns" | "domain" | "fs" | "http" | "http2" | "https" | "inspector"
            | "module" | "net" | "os" | "path" | "perf_hooks" | "querystring" | "readline" | "repl"
            | "stream" | "string_decoder" | "sys" | "timers" | "tls" | "trace_events" | "tty" | "v8"
            | "vm" | "wasi" | "worker_threads" | "zlib"
    )
}

static NAME_CHARACTERS: Characters = Characters::LOWER_ALPHANUMERIC.and(b"._-@/");
static PART_CHARACTERS: Characters = Characters::LOWER_ALPHANUMERIC.and(b"._-");

fn check_parts(text: &str) -> Result<(), Violation> {
    let Some((scope, package, version)) = parts(text) else {
        return Err(name_fault(split(text).0));
    };
    let length = text.len() - version.map_or(0, |version| "@".len() + version.len());
    if length > MAX_NAME_LENGTH {
        return Err(Violation::TooLong { length, limit: MAX_NAME_LENGTH });
    }
    if let Some(scope) = scope {
        check_part(scope)?;
    }
    check_part(package)?;
    version.map_or(Ok(()), parse_version)
}

/// Scope, package and version, if the first two have no other characters than they may have.
fn parts(text: &str) -> Option<(Option<&str>, &str, Option<&str>)> {
    let (scope, rest) = match text.strip_prefix('@') {
        None => (None, text),
        Some(scoped) => {
            let (scope, rest) = scoped.split_at_checked(PART_CHARACTERS.prefix(scoped))?;
            (Some(scope), rest.strip_prefix('/')?)
        }
    };
    let (package, rest) = rest.split_at_checked(PART_CHARACTERS.prefix(rest))?;
    let version = if rest.is_empty() { None } else { Some(rest.strip_prefix('@')?) };
    Some((scope, package, version))
}

/// What is wrong with a name that has characters which its parts may not have.
fn name_fault(name: &str) -> Violation {
    let check = || {
        check_length(name, MAX_NAME_LENGTH)?;
        match name.strip_prefix('@') {
            Some(scoped) => match scoped.split_once('/') {
                Some((scope, _)) => {
                    NAME_CHARACTERS.check(name)?;
                    check_part(scope)
                }
                None => Err(Violation::Shape("a scope needs a slash and a package after it")),
            },
            None if name.contains('/') => {
                Err(Violation::Shape("npm takes a slash without a scope for a path or repository"))
            }
            None => NAME_CHARACTERS.check(name),
        }
    };
    // Only a second slash is left: a name with an `@` further on was split there.
    check().err().unwrap_or(Violation::Shape("a name has one scope at the most"))
}

fn check_part(part: &str) -> Result<(), Violation> {
    match part.as_bytes() {
        [] => Err(Violation::Shape("a part of the name is empty")),
        [b'-' | b'.' | b'_', ..] => {
            Err(Violation::Shape("a part of the name starts with `-`, `.` or `_`"))
        }
        b"node_modules" | b"favicon.ico" => Err(Violation::Shape("npm does not allow this name")),
        _ => check_file_ending(part),
    }
}

/// npm takes what ends like an archive for a file.
///
/// In the pattern of older npm, `/[.](?:tgz|tar.gz|tar)$/i`, the dot before `gz` matches any
/// character.
fn check_file_ending(part: &str) -> Result<(), Violation> {
    let is_file = matches!(
        part.as_bytes(),
        [.., b'.', b't' | b'T', b'g' | b'G', b'z' | b'Z']
            | [.., b'.', b't' | b'T', b'a' | b'A', b'r' | b'R']
            | [.., b'.', b't' | b'T', b'a' | b'A', b'r' | b'R', _, b'g' | b'G', b'z' | b'Z']
    );
    if is_file { Err(Violation::Shape("npm takes this ending for a file")) } else { Ok(()) }
}

fn parse_version(version: &str) -> Result<(), Violation> {
    check_length(version, MAX_VERSION_LENGTH).map_err(|fault| match fault {
        Violation::Empty => Violation::Shape("missing version after the `@`"),
        fault => fault,
    })?;
    check_file_ending(version)?;
    let is_version = match version.strip_prefix(['^', '~']) {
        Some(range) => is_exact_or_x_range(range),
        None => is_dist_tag(version) || is_exact_or_x_range(version),
    };
    if is_version {
        Ok(())
    } else {
        Err(Violation::Shape(
            "invalid version after the `@`, expected an exact version, `^` or `~` range, x-range or dist-tag",
        ))
    }
}

/// The largest number that npm's own SemVer takes: ECMAScript's `Number.MAX_SAFE_INTEGER`.
const MAX_NUMBER: u64 = (1 << 53) - 1;

const MAX_NUMBER_DIGITS: &[u8] = b"9007199254740991";

/// A version of SemVer 2.0.0, or its first numbers with `x` for the others.
fn is_exact_or_x_range(text: &str) -> bool {
    // Without a pre-release and a build, a version is three numbers.
    let mut rest = text.as_bytes();
    let mut has_x = false;
    for _ in 0..3 {
        let length = match rest {
            [b'x' | b'X', ..] => {
                has_x = true;
                1
            }
            [b'0', ..] if !has_x => 1,
            [b'1'..=b'9', ..] if !has_x => {
                let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let digits = &rest[..length];
                if (length, digits) > (MAX_NUMBER_DIGITS.len(), MAX_NUMBER_DIGITS) {
                    return false;
                }
                length
            }
            _ => return false,
        };
        match rest[length..] {
            [] => return true,
            [b'.', ref after @ ..] => rest = after,
            _ => break,
        }
    }
    is_exact(text)
}

fn is_exact(text: &str) -> bool {
    Version::parse(text).is_ok_and(|version| {
        [version.major, version.minor, version.patch].iter().all(|n| *n <= MAX_NUMBER)
    })
}

/// A name such as `latest` or `next-11`. npm allows whatever is not a range; a letter first tells
/// it from one.
fn is_dist_tag(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

impl NpmDependency {
    /// What to do about a text that nothing is suggested for.
    pub(crate) fn advice(text: &str) -> &'static str {
        if text.starts_with(NODE) || text.starts_with(WORKERS) {
            "remove it: the runtime has this module"
        } else {
            "give a package of the npm registry, with or without a version, such as `hono`, \
             `@scope/pkg` or `stripe@^14.2.0`"
        }
    }

    /// The name without the whitespace around it, or the package that a habit of other tools names
    /// (`hono 4.0.0`, `npm:hono@4`). Never the name in lower case: `jsonstream` is another package
    /// than `JSONStream`.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let text = text.trim();
        let text = text.strip_prefix("npm:").unwrap_or(text);
        if text.contains(':') {
            return None;
        }
        let (name, version) = split(text);
        let spec = match version.map(str::trim) {
            None | Some("" | "*") => name.to_owned(),
            Some(version) => format!("{name}@{version}"),
        };
        let mut words = spec.split_whitespace();
        let spec = match (words.next()?, words.next(), words.next()) {
            (word, None, None) => word.to_owned(),
            (name, Some(version), None) if !is_dist_tag(version) => format!("{name}@{version}"),
            _ => return None,
        };
        Self::without_warning(&spec).map(Suggestion::likely)
    }
}

use std::borrow::Cow;

use semver::Version;

use crate::fault::Fault;
use crate::field::list::Item;
use crate::field::text::{check_characters, check_length, text};

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
}

/// The most characters of a package's name (npm), its scope included.
const MAX_NAME_LENGTH: usize = 214;
const MAX_VERSION_LENGTH: usize = 255;

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

    fn identity(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.name())
    }

    fn is_same_as_any(&self, others: &[Self]) -> bool {
        // A bare name says nothing that another entry does not; a version may.
        const LOOKED_AT: usize = 64;
        self.version().is_none() || others.iter().take(LOOKED_AT).any(|other| other == self)
    }
}

/// Name and version: the `@` at the start of a scope parts nothing.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.char_indices().skip(1).find(|&(_, character)| character == '@') {
        Some((at, _)) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

fn parse(text: &str) -> Result<&str, Fault> {
    if text.contains(':') {
        return Err(Fault::Shape(
            "it is a URL, a path or an alias and not a package of the registry",
        ));
    }
    let (name, version) = split(text);
    parse_name(name)?;
    if let Some(version) = version {
        parse_version(version)?;
    }
    Ok(text)
}

fn parse_name(name: &str) -> Result<(), Fault> {
    let length = name.chars().count();
    if length > MAX_NAME_LENGTH {
        return Err(Fault::TooLong { length, limit: MAX_NAME_LENGTH });
    }
    let parts = match name.strip_prefix('@') {
        Some(scoped) => match scoped.split_once('/') {
            Some((scope, package)) => [Some(scope), Some(package)],
            None => return Err(Fault::Shape("a scope needs a slash and a package behind it")),
        },
        None if name.contains('/') => {
            return Err(Fault::Shape("npm takes a slash without a scope for a path or repository"));
        }
        None => [None, Some(name)],
    };
    check_characters(name, |c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-' | '@' | '/'))?;
    for part in parts.into_iter().flatten() {
        match part.as_bytes() {
            [] => return Err(Fault::Shape("a part of the name is empty")),
            [b'-' | b'.' | b'_', ..] => {
                return Err(Fault::Shape("a part of the name starts with `-`, `.` or `_`"));
            }
            _ if part.contains(['@', '/']) => {
                return Err(Fault::Shape("a name has one scope at the most"));
            }
            _ => {}
        }
        if matches!(part, "node_modules" | "favicon.ico") {
            return Err(Fault::Shape("npm does not allow this name"));
        }
        check_file_ending(part)?;
    }
    Ok(())
}

/// npm takes what ends like an archive for a file. In the pattern of older ones,
/// `/[.](?:tgz|tar.gz|tar)$/i`, the dot before `gz` stands for any character.
fn check_file_ending(part: &str) -> Result<(), Fault> {
    let ends = |text: &[u8], ending: &str| {
        let start = text.len().checked_sub(ending.len());
        start.is_some_and(|start| text[start..].eq_ignore_ascii_case(ending.as_bytes()))
    };
    let bytes = part.as_bytes();
    let is_archive = ends(bytes, ".tgz")
        || ends(bytes, ".tar")
        || (ends(bytes, "gz") && ends(&bytes[..bytes.len().saturating_sub(3)], ".tar"));
    if is_archive { Err(Fault::Shape("npm takes this ending for a file")) } else { Ok(()) }
}

fn parse_version(version: &str) -> Result<(), Fault> {
    check_length(version, MAX_VERSION_LENGTH).map_err(|fault| match fault {
        Fault::Empty => Fault::Shape("no version stands behind the `@`"),
        fault => fault,
    })?;
    check_file_ending(version)?;
    let is_version = match version.strip_prefix(['^', '~']) {
        Some(range) => is_exact_or_x_range(range),
        None => is_exact_or_x_range(version) || is_dist_tag(version),
    };
    if is_version {
        Ok(())
    } else {
        Err(Fault::Shape(
            "what stands behind the `@` is no version, `^` or `~` range, x-range or dist-tag",
        ))
    }
}

/// The largest number that npm's own SemVer takes: ECMAScript's `Number.MAX_SAFE_INTEGER`.
const MAX_NUMBER: u64 = (1 << 53) - 1;

fn is_number(part: &str) -> bool {
    part.parse::<u64>().is_ok_and(|number| number <= MAX_NUMBER && number.to_string() == part)
}

/// A version of SemVer 2.0.0, or its first numbers with `x` for the others.
fn is_exact_or_x_range(text: &str) -> bool {
    if let Ok(version) = Version::parse(text) {
        return [version.major, version.minor, version.patch].iter().all(|n| *n <= MAX_NUMBER);
    }
    let parts: Vec<_> = text.splitn(4, '.').collect();
    let is_x = |part: &&str| matches!(*part, "x" | "X");
    let numbers = parts.iter().take_while(|part| !is_x(part)).count();
    parts.len() <= 3
        && parts[..numbers].iter().all(|part| is_number(part))
        && parts[numbers..].iter().all(is_x)
        && (numbers < 3)
}

/// A name such as `latest` or `next-11`. npm allows whatever is no range; a letter first keeps it
/// apart from one.
fn is_dist_tag(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

impl NpmDependency {
    /// The name in lower case and without the white space around it, or the package that a habit of
    /// other tools names (`hono 4.0.0`, `npm:hono@4`).
    pub(crate) fn propose(text: &str) -> Option<String> {
        let text = text.trim();
        let text = text.strip_prefix("npm:").unwrap_or(text);
        let (name, version) = split(text);
        let name = name.to_lowercase();
        let spec = match version.map(str::trim) {
            None | Some("" | "*") => name,
            Some(version) => format!("{name}@{version}"),
        };
        let words: Vec<_> = spec.split_whitespace().collect();
        let spec = match words[..] {
            [word] => word.to_owned(),
            [name, version] if !is_dist_tag(version) => format!("{name}@{version}"),
            _ => return None,
        };
        Self::check(&spec).ok().map(str::to_owned)
    }
}

use semver::Version;

use crate::error::Error;
use crate::error::kind::Violation;
use crate::excerpt::Excerpt;
use crate::field::text::{Text, check_length};
#[cfg(feature = "schema")]
use crate::field::{Shape, TextShape};
use crate::suggestion::Suggestion;

const MAX_LENGTH: usize = 255;

/// What SemVer 2.0.0 gives as its regular expression, without names for its groups.
#[cfg(feature = "schema")]
const PATTERN: &str = r"^(?:(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][A-Za-z0-9-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][A-Za-z0-9-]*))*)?(?:\+[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)?)$";

/// Takes a version by the letter of [SemVer 2.0.0](https://semver.org/spec/v2.0.0.html), with up to
/// 255 characters and each number below 2⁶⁴: no `v`, no range, no `latest`.
///
/// # Errors
///
/// [`Error::InvalidVersion`] for anything else.
///
/// ```
/// use aerostack_manifest::parse_version;
///
/// assert_eq!(parse_version("1.2.0-beta.1").unwrap().minor, 2);
/// let error = parse_version("v1.2").unwrap_err();
/// assert!(error.help().starts_with("use `1.2.0`"));
/// ```
pub fn parse_version(text: &str) -> Result<Version, Error> {
    let fault = match check_length(text, MAX_LENGTH) {
        Ok(()) => match Version::parse(text) {
            Ok(version) => return Ok(version),
            Err(_) => Violation::Shape(reason(text)),
        },
        Err(fault) => fault,
    };
    Err(Error::InvalidVersion { found: Excerpt::new(text), fault })
}

impl Text for Version {
    const EXAMPLE: &'static str = "\"1.0.0\"";

    fn new(text: &str) -> Result<Self, Error> {
        parse_version(text)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        Shape::Text(TextShape {
            expected: "three numbers with dots between them, and optionally a pre-release",
            such_as: &["1.0.0", "2.1.0-beta.1"],
            example: "1.0.0",
            is_usual: true,
            pattern: PATTERN.into(),
            max_length: Some(MAX_LENGTH),
            refused: None,
        })
    }
}

/// The commonest reasons why a text is not a version.
fn reason(text: &str) -> &'static str {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers = || core.as_bytes().split(|byte| *byte == b'.');
    let is_number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    if text.starts_with(['v', 'V']) && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        "a version has no `v`"
    } else if text.starts_with(['^', '~', '<', '>', '=', '*'])
        || ["||", " - "].iter().any(|operator| text.contains(operator))
        || numbers().any(|number| matches!(number, b"x" | b"X" | b"*"))
    {
        "it is a range and not one version"
    } else if !numbers().all(is_number) {
        "not a valid SemVer version"
    } else if numbers().count() < 3 {
        "a version has three numbers"
    } else if numbers().count() > 3 {
        "a version has only three numbers"
    } else if numbers().any(|number| number.len() > 1 && number.starts_with(b"0")) {
        "a number has a leading zero"
    } else if core.split('.').any(|number| number.parse::<u64>().is_err()) {
        "a number is too large"
    } else {
        "invalid pre-release or build metadata after the three numbers"
    }
}

/// The version that is nearest to a text, which is certain if the text only has a `v` before it or
/// lacks zeros at the end.
pub(crate) fn suggest_version(text: &str) -> Option<Suggestion> {
    let version = nearest_version(text)?;
    parse_version(&version).ok()?;
    let text = text.trim();
    let left_out = version.strip_prefix(text.strip_prefix(['v', 'V']).unwrap_or(text));
    let certain = matches!(left_out, Some("" | ".0" | ".0.0"));
    Some(Suggestion { text: version, certain })
}

/// The text without what precedes the first digit and without leading zeros, with zeros for missing
/// numbers, and with a hyphen before a pre-release that lacks it.
fn nearest_version(text: &str) -> Option<String> {
    let is_prefix =
        |c: char| c.is_whitespace() || matches!(c, 'v' | 'V' | '^' | '~' | '=' | '>' | '.');
    let text = text.trim().trim_start_matches(is_prefix);
    let mut numbers = [0_u64; 3];
    let mut rest = text;
    let mut count = 0;
    for (index, number) in numbers.iter_mut().enumerate() {
        if index > 0 {
            let Some(after) = rest.strip_prefix('.') else { break };
            if after.starts_with(['x', 'X', '*']) {
                rest = &after[1..];
                continue;
            }
            rest = after;
        }
        let end = rest.bytes().take_while(u8::is_ascii_digit).count();
        *number = rest[..end].parse().ok()?;
        rest = &rest[end..];
        count += 1;
    }
    let [major, minor, patch] = numbers;
    let core = format!("{major}.{minor}.{patch}");
    let extra = rest.trim_start_matches(['.', '-', ' ']);
    // `0x10` and `1e3` are other numbers, `1.0.0a1` and `1.2-beta` are versions.
    let is_pre_release = extra.starts_with(|c: char| c.is_ascii_alphabetic())
        && (count == numbers.len() || rest.starts_with('-'));
    if rest.starts_with('+') {
        Some(format!("{core}{rest}"))
    } else if is_pre_release {
        Some(format!("{core}-{extra}"))
    } else if extra.is_empty() || (rest.starts_with('.') && is_dotted(extra)) {
        Some(core)
    } else {
        None
    }
}

fn is_dotted(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

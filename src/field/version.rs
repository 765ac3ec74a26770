use std::ops::Range;

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
            Err(_) => reason(text).0,
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

    fn blamed(text: &str, error: &Error) -> Option<Range<usize>> {
        match error {
            Error::InvalidVersion {
                fault: Violation::Empty | Violation::TooLong { .. }, ..
            } => None,
            _ => Some(reason(text).1).filter(|range| range.len() < text.len()),
        }
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

/// The commonest reasons why a text is not a version, and the bytes at fault.
fn reason(text: &str) -> (Violation, Range<usize>) {
    let shape = |why, range| (Violation::Shape(why), range);
    let trimmed = text.trim();
    if trimmed.len() < text.len() && Version::parse(trimmed).is_ok() {
        let start = text.len() - text.trim_start().len();
        // Where both ends have some, the second is the same mistake.
        let range = if start > 0 { 0..start } else { trimmed.len()..text.len() };
        return (Violation::OuterSpace, range);
    }
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers = || {
        let mut start = 0;
        core.split('.').map(move |number| {
            let range = start..start + number.len();
            start = range.end + ".".len();
            (number, range)
        })
    };
    let find = |is_wrong: fn(&str) -> bool| {
        numbers().find(|(number, _)| is_wrong(number)).map(|(_, range)| range)
    };
    let has_v = text.starts_with(['v', 'V']);
    if has_v && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return shape("a version has no `v`", 0..1);
    }
    if text.starts_with(['^', '~', '<', '>', '=', '*'])
        || ["||", " - "].iter().any(|operator| text.contains(operator))
        || find(|number| matches!(number, "x" | "X" | "*")).is_some()
    {
        return shape("it is a range and not one version", 0..text.len());
    }
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let count = numbers().count();
    if !numbers().all(|(number, _)| is_number(number)) {
        shape("not a valid SemVer version", 0..text.len())
    } else if count < 3 {
        shape("a version has three numbers", 0..text.len())
    } else if let Some((_, fourth)) = numbers().nth(3) {
        shape("a version has only three numbers", fourth.start - ".".len()..core.len())
    } else if let Some(range) = find(|number| number.len() > 1 && number.starts_with('0')) {
        shape("a number has a leading zero", range)
    } else if let Some(range) = find(|number| number.parse::<u64>().is_err()) {
        shape("a number is too large", range)
    } else {
        extra_reason(text, core.len())
    }
}

/// What is wrong after the three numbers, of which the bytes from `start` on are.
fn extra_reason(text: &str, start: usize) -> (Violation, Range<usize>) {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+');
    if let Some((at, character)) = text.char_indices().find(|(_, c)| !is_allowed(*c)) {
        let position = text[..at].chars().count() + 1;
        let violation = Violation::Character { character, position };
        return (violation, at..at + character.len_utf8());
    }
    let build = text[start..].find('+').map_or(text.len(), |plus| start + plus);
    let mut at = start;
    while at < text.len() {
        let first = at + 1;
        let end = text[first..].find(['.', '+']).map_or(text.len(), |end| first + end);
        let (identifier, is_pre_release) = (&text[first..end], first <= build);
        if identifier.is_empty() {
            let why = if is_pre_release {
                "an identifier of the pre-release is empty"
            } else {
                "an identifier of the build metadata is empty"
            };
            return (Violation::Shape(why), at..end);
        }
        let is_number = identifier.bytes().all(|byte| byte.is_ascii_digit());
        if is_pre_release && is_number && identifier.len() > 1 && identifier.starts_with('0') {
            let why = "a number in the pre-release has a leading zero";
            return (Violation::Shape(why), first..end);
        }
        if at > build && text.as_bytes()[at] == b'+' {
            return (Violation::Shape("a version has only one `+`"), at..first);
        }
        at = end;
    }
    (Violation::Shape("not a valid SemVer version"), 0..text.len())
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
    // `0x10` and `1e3` are other numbers, `2024-01-15` is a date; `1.0.0a1`, `1.2-beta` and `1.0.0-01`
    // are versions.
    let is_complete = count == numbers.len();
    let has_hyphen = rest.starts_with('-');
    let is_pre_release = match extra.bytes().next() {
        Some(byte) if byte.is_ascii_alphabetic() => is_complete || has_hyphen,
        Some(byte) if byte.is_ascii_digit() => is_complete && has_hyphen,
        _ => false,
    };
    if rest.starts_with('+') {
        Some(format!("{core}{}", valid_identifiers(rest)))
    } else if is_pre_release {
        Some(format!("{core}-{}", valid_identifiers(extra)))
    } else if extra.is_empty() || (rest.starts_with('.') && is_dotted(extra)) {
        Some(core)
    } else {
        None
    }
}

/// A pre-release or build metadata with `-` for each `_` and space, and without leading zeros of
/// numbers in the pre-release.
fn valid_identifiers(text: &str) -> String {
    let text = text.replace(['_', ' '], "-");
    let (pre_release, build) = text.split_at(text.find('+').unwrap_or(text.len()));
    let without_zeros = |identifier: &str| {
        let is_number = identifier.bytes().all(|byte| byte.is_ascii_digit());
        let start = identifier.len() - identifier.trim_start_matches('0').len();
        let start = if is_number { start.min(identifier.len().saturating_sub(1)) } else { 0 };
        identifier[start..].to_owned()
    };
    let identifiers: Vec<_> = pre_release.split('.').map(without_zeros).collect();
    identifiers.join(".") + build
}

fn is_dotted(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

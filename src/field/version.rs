use semver::Version;

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::fault::Fault;
use crate::field::text::{Text, check_length};

const MAX_LENGTH: usize = 255;

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
/// assert!(error.help().starts_with("write `1.2.0`"));
/// ```
pub fn parse_version(text: &str) -> Result<Version, Error> {
    let fault = match check_length(text, MAX_LENGTH) {
        Ok(()) => match Version::parse(text) {
            Ok(version) => return Ok(version),
            Err(_) => Fault::Shape(reason(text)),
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
}

/// The commonest reasons why a text is no version.
fn reason(text: &str) -> &'static str {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let parts = || core.split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.starts_with(['v', 'V']) && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        "a version has no `v`"
    } else if text.starts_with(['^', '~', '<', '>', '=', '*']) || text.contains("||") {
        "it is a range and not one version"
    } else if !parts().all(is_number) {
        "it is no version of SemVer 2.0.0"
    } else if parts().count() < 3 {
        "a version has three numbers"
    } else if parts().count() > 3 {
        "a version has only three numbers"
    } else if parts().any(|part| part.len() > 1 && part.starts_with('0')) {
        "a number has a leading zero"
    } else if parts().any(|part| part.parse::<u64>().is_err()) {
        "a number is too large"
    } else {
        "what follows the three numbers is no pre-release or build of SemVer 2.0.0"
    }
}

/// The version that a text is nearest to: without what stands before the first digit and without
/// leading zeros, with zeros for missing parts, and with the pre-release and build if they hold.
pub(crate) fn propose_version(text: &str) -> Option<String> {
    let is_prefix = |c: char| c.is_whitespace() || matches!(c, 'v' | 'V' | '^' | '~' | '=' | '>');
    let text = text.trim().trim_start_matches(is_prefix);
    let (core, suffix) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
    let mut numbers = [0; 3];
    let mut is_whole = true;
    let mut parts = core.split('.');
    for (index, number) in numbers.iter_mut().enumerate() {
        *number = match parts.next() {
            None | Some("x" | "X" | "*") if index > 0 => 0,
            part => {
                let part = part?.trim();
                let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
                is_whole &= end == part.len();
                part[..end].parse().ok()?
            }
        };
    }
    let [major, minor, patch] = numbers;
    let version = Version::new(major, minor, patch);
    let suffix = if is_whole { suffix } else { "" };
    let whole = format!("{version}{suffix}");
    Some(if Version::parse(&whole).is_ok() { whole } else { version.to_string() })
}

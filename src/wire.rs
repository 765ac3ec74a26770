//! The wire form of findings and of a server's answer, to be written and read back.
//!
//! A server answers a refused request with [`ErrorResponse`] and the status that
//! [`Report::status`](crate::Report::status) gives; a client reads it back, even if a newer server
//! sends codes and keys that this version does not know.
//!
//! ```
//! use aerostack_manifest::wire::ErrorResponse;
//! use aerostack_manifest::{Code, Manifest};
//!
//! let report = Manifest::check(b"[]").into_parts().1;
//! assert_eq!(report.status(), Some(422));
//! let body = serde_json::to_string(&ErrorResponse::new(&report).unwrap())?;
//!
//! let answer: ErrorResponse = serde_json::from_str(&body)?;
//! assert_eq!(answer.code().known(), Some(Code::InvalidType));
//! assert_eq!(answer.message(), "the manifest must be an object, not an array");
//! assert_eq!(answer.findings()[0].pointer.as_deref(), Some(""));
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::error::{Code, Severity};
use crate::finding;
use crate::fix::Fix;
use crate::redact::escaped;
use crate::report::Report;
use crate::source::{Position, Span};

/// A code as it was received: perhaps one that only a newer version knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AnyCode {
    /// A code of this version.
    Known(Code),
    /// Another one.
    Unknown(String),
}

impl AnyCode {
    /// The code, if this version knows it.
    #[must_use]
    pub fn known(&self) -> Option<Code> {
        match self {
            Self::Known(code) => Some(*code),
            Self::Unknown(_) => None,
        }
    }

    /// The code as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(code) => code.as_str(),
            Self::Unknown(code) => code,
        }
    }
}

impl From<Code> for AnyCode {
    fn from(code: Code) -> Self {
        Self::Known(code)
    }
}

impl From<&str> for AnyCode {
    fn from(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Unknown(text.to_owned()), Self::Known)
    }
}

impl PartialEq<Code> for AnyCode {
    fn eq(&self, code: &Code) -> bool {
        self.known() == Some(*code)
    }
}

/// Control and invisible characters of an unknown code are escaped.
impl fmt::Display for AnyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escaped(self.as_str()))
    }
}

impl Serialize for AnyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AnyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(&*String::deserialize(deserializer)?))
    }
}

/// A finding as it stands on the wire; what it does not have is left out. Read back, a part that this
/// version does not understand is left out too; only the code must be there.
///
/// `Display` is the header, the place and the help, fit for a terminal wherever it comes from: control
/// and invisible characters escaped, keys left out, long texts cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The name of what is wrong.
    pub code: AnyCode,
    /// Whether it fails the manifest. One that this version does not know counts as an error.
    pub severity: Severity,
    /// What is wrong, in words.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The value or key at fault as a JSON Pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The file at fault, relative to the function's directory. Left out of what was found in a
    /// request, and of what concerns none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The bytes at fault in that file, or in the request's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The same place in lines and columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range<Position>>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    /// The parts of a value that can be understood, if it is a finding.
    fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        Some(Self {
            code: AnyCode::from(value.get("code")?.as_str()?),
            severity: match value.get("severity").and_then(Value::as_str) {
                Some("warning") => Severity::Warning,
                _ => Severity::Error,
            },
            message: text("message").unwrap_or_default(),
            help: text("help"),
            pointer: text("pointer"),
            file: text("file"),
            span: part(value, "span"),
            range: value.get("range").and_then(|range| {
                Some(part::<Position>(range, "start")?..part::<Position>(range, "end")?)
            }),
            fix: part(value, "fix"),
        })
    }
}

fn part<T: DeserializeOwned>(value: &Value, key: &str) -> Option<T> {
    T::deserialize(value.get(key)?).ok()
}

impl<'de> Deserialize<'de> for Finding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::read(&value).ok_or_else(|| D::Error::custom("a finding has a code"))
    }
}

impl From<&finding::Finding> for Finding {
    fn from(finding: &finding::Finding) -> Self {
        Self {
            code: finding.code().into(),
            severity: finding.severity(),
            message: finding.message(),
            help: Some(finding.help()),
            pointer: finding.pointer(),
            file: finding.file().map(str::to_owned),
            span: finding.span(),
            range: finding.range(),
            fix: finding.fix(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = (self.file.as_deref(), self.range.as_ref());
        write_finding(
            f,
            (self.severity, self.code.as_str()),
            &self.message,
            place,
            self.help.as_deref(),
        )
    }
}

/// Writes the header, the place and the help.
pub(crate) fn write_finding(
    f: &mut fmt::Formatter<'_>,
    (severity, code): (Severity, &str),
    message: &str,
    (file, range): (Option<&str>, Option<&Range<Position>>),
    help: Option<&str>,
) -> fmt::Result {
    write!(f, "{severity}[{}]: {}", escaped(code), escaped(message))?;
    if file.is_some() || range.is_some() {
        write!(f, "\n --> {}", escaped(file.unwrap_or(finding::REQUEST_NAME)))?;
        if let Some(Range { start, .. }) = range {
            write!(f, ":{}:{}", start.line, start.column)?;
        }
    }
    match help {
        Some(help) => write!(f, "\nhelp: {}", escaped(help)),
        None => Ok(()),
    }
}

/// The body with which a server refuses a request:
/// `{"error":{"code","message","details","findings":[…]}}`, where code and message are those of the
/// first error, and the details are its help. Read back, a part that this version does not understand
/// is left out; only the code must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorResponse {
    error: Refusal,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Refusal {
    code: AnyCode,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    findings: Vec<Finding>,
}

impl<'de> Deserialize<'de> for ErrorResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let error = value.get("error");
        let text = |key: &str| error?.get(key)?.as_str().map(str::to_owned);
        let findings = error.and_then(|error| error.get("findings")?.as_array());
        Ok(Self {
            error: Refusal {
                code: AnyCode::from(&*text("code").ok_or_else(|| {
                    D::Error::custom("an answer to a refused request has `error.code`")
                })?),
                message: text("message").unwrap_or_default(),
                details: text("details"),
                findings: findings.into_iter().flatten().filter_map(Finding::read).collect(),
            },
        })
    }
}

impl ErrorResponse {
    /// The answer that a report makes; none if nothing in it is an error.
    #[must_use]
    pub fn new(report: &Report) -> Option<Self> {
        let first = report.errors().next()?;
        Some(Self {
            error: Refusal {
                code: first.code().into(),
                message: first.message(),
                details: Some(first.help()),
                findings: report.findings().iter().map(Finding::from).collect(),
            },
        })
    }

    /// The name of the first error.
    #[must_use]
    pub fn code(&self) -> &AnyCode {
        &self.error.code
    }

    /// The first error, in words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// What to do about the first error.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.error.details.as_deref()
    }

    /// Everything that was found; nothing if the server sends no findings.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.error.findings
    }
}

/// The findings, and the first error before them where it is none of them.
impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal { code, message, details, findings } = &self.error;
        let mut separator = "";
        if !findings.iter().any(|one| one.code == *code && one.severity == Severity::Error) {
            write!(f, "error[{code}]: {}", escaped(message))?;
            details.iter().try_for_each(|help| write!(f, "\nhelp: {}", escaped(help)))?;
            separator = "\n\n";
        }
        for finding in findings {
            write!(f, "{separator}{finding}")?;
            separator = "\n\n";
        }
        Ok(())
    }
}

impl std::error::Error for ErrorResponse {}

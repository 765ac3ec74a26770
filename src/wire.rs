//! The wire form of findings and of a server's answer, to be written and read back.
//!
//! A server answers a refused request with [`Answer`] and the status that
//! [`Report::status`](crate::Report::status) gives; a client reads it back, even if a newer server
//! sends codes and keys that this version does not know.
//!
//! ```
//! use aerostack_manifest::wire::Answer;
//! use aerostack_manifest::{Code, Manifest};
//!
//! let report = Manifest::check(b"[]").into_parts().1;
//! assert_eq!(report.status(), Some(422));
//! let body = serde_json::to_string(&Answer::new(&report).unwrap())?;
//!
//! let answer: Answer = serde_json::from_str(&body)?;
//! assert_eq!(answer.code().known(), Some(Code::InvalidType));
//! assert_eq!(answer.message(), "the manifest must be an object, not an array");
//! assert_eq!(answer.findings()[0].pointer.as_deref(), Some(""));
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Code, Severity};
use crate::excerpt::escaped;
use crate::fix::Fix;
use crate::report::{self, Report};
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
        let text = String::deserialize(deserializer)?;
        Ok(text.parse().map_or_else(|_| Self::Unknown(text), Self::Known))
    }
}

/// A finding as it stands on the wire; what it does not have is left out.
///
/// `Display` is the header, the place and the help, with control and invisible characters escaped:
/// what comes from elsewhere may go to a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The name of what is wrong.
    pub code: AnyCode,
    /// Whether it fails the manifest. One that this version does not know counts as an error.
    #[serde(default = "error", deserialize_with = "severity")]
    pub severity: Severity,
    /// What is wrong, in words.
    #[serde(default)]
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The value or key at fault as a JSON Pointer (RFC 6901).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The file at fault, relative to the function's directory. Left out of what was found in a
    /// request, and of what concerns none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The bytes at fault in that file, or in the request's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The same place in lines and columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range<Position>>,
    /// How to mend it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

fn error() -> Severity {
    Severity::Error
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_warning = text == Severity::Warning.as_str();
    Ok(if is_warning { Severity::Warning } else { Severity::Error })
}

impl From<&report::Finding> for Finding {
    fn from(finding: &report::Finding) -> Self {
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
        write!(f, "{}[{}]: {}", self.severity, self.code, escaped(&self.message))?;
        match (&self.file, &self.range) {
            (None, None) => {}
            (file, range) => {
                write!(f, "\n --> {}", escaped(file.as_deref().unwrap_or(report::REQUEST_NAME)))?;
                if let Some(Range { start, .. }) = range {
                    write!(f, ":{}:{}", start.line, start.column)?;
                }
            }
        }
        match &self.help {
            Some(help) => write!(f, "\nhelp: {}", escaped(help)),
            None => Ok(()),
        }
    }
}

/// The body with which a server refuses a request:
/// `{"error":{"code","message","details","findings":[…]}}`, where code and message are those of the
/// first error, and the details are its help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    error: Refusal,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Refusal {
    code: AnyCode,
    #[serde(default)]
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    #[serde(default)]
    findings: Vec<Finding>,
}

impl Answer {
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

/// The findings, or the first error where there are none.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal { code, message, details, findings } = &self.error;
        for (index, finding) in findings.iter().enumerate() {
            write!(f, "{}{finding}", if index > 0 { "\n\n" } else { "" })?;
        }
        if !findings.is_empty() {
            return Ok(());
        }
        write!(f, "error[{code}]: {}", escaped(message))?;
        details.iter().try_for_each(|help| write!(f, "\nhelp: {}", escaped(help)))
    }
}

impl std::error::Error for Answer {}

//! GitLab: a Code Quality report, which annotates a merge request.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::{json, sentence};
use super::{BasePath, shown_file};
use crate::error::Severity;
use crate::finding::MANIFEST_NAME;
use crate::redact::escaped;
use crate::report::Report;

/// Returns findings as a [Code Quality report] of GitLab, for `artifacts:reports:codequality`. An
/// error is a `blocker`, a warning `minor`.
///
/// The fingerprint of a finding depends on the file's path, the key and the message, but not on the
/// place in the file, so that a merge request shows which findings it adds and which it fixes. GitLab
/// requires a file and a line: a finding without a file, or about one that does not exist, is reported
/// in the manifest, one without a line on line 1.
///
/// [Code Quality report]: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#[must_use]
pub fn gitlab(reports: &[(BasePath<'_>, &Report)]) -> String {
    let mut fingerprints = Fingerprints::default();
    let mut issues = Vec::new();
    for (origin, report) in reports {
        for finding in report.findings() {
            let path = escaped(&origin.path_of(shown_file(finding).unwrap_or(MANIFEST_NAME)));
            let range = finding.range().filter(|_| finding.file().is_some());
            let (begin, end) = range.map_or((1, 1), |range| (range.start.line, range.end.line));
            issues.push(Issue {
                description: sentence(finding),
                check_name: finding.code().as_str(),
                fingerprint: fingerprints.next(&path, finding),
                severity: match finding.severity() {
                    Severity::Error => "blocker",
                    Severity::Warning => "minor",
                },
                location: Location { path, lines: Lines { begin, end } },
            });
        }
    }
    json(&issues)
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

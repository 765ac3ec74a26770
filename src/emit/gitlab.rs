//! GitLab's Code Quality report.

use serde::Serialize;

use super::BasePath;
use super::fingerprint::Fingerprints;
use super::json::{json, sentence};
use crate::error::Severity;
use crate::finding::MANIFEST_NAME;
use crate::redact::escaped;
use crate::report::Report;

/// Findings as a [Code Quality report] of GitLab, for `artifacts:reports:codequality`. An error is a
/// `blocker`, a warning `minor`.
///
/// The fingerprint stays while a file keeps its path and a finding its key and words, wherever in the
/// file it moves, so that a merge request shows what it brings and what it mends. GitLab wants a line
/// for everything: what has none stands on the first, and what concerns no file in the manifest.
///
/// [Code Quality report]: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#[must_use]
pub fn gitlab(reports: &[(BasePath<'_>, &Report)]) -> String {
    let mut fingerprints = Fingerprints::default();
    let mut issues = Vec::new();
    for (origin, report) in reports {
        for finding in report.findings() {
            let path = escaped(&origin.path_of(finding.file().unwrap_or(MANIFEST_NAME)));
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

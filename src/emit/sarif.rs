//! SARIF 2.1.0, the OASIS standard for the results of static analysis.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::{json, sentence};
use super::{BasePath, shown_file};
use crate::error::{Code, Severity};
use crate::escape::percent_encode;
use crate::finding::{Finding, MANIFEST_NAME};
use crate::redact::without_secrets;
use crate::report::Report;
use crate::source::{Position, Span};

/// Returns findings as a [SARIF 2.1.0] log with one run, for code scanning and editors.
///
/// Every code is a rule with its explanation. Columns count Unicode code points; paths are URI
/// references; the property `certain` of a fix is whether it is machine-applicable. A finding about a
/// file as a whole is on line 1, of the manifest if the file does not exist.
///
/// [SARIF 2.1.0]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#[must_use]
pub fn sarif(reports: &[(BasePath<'_>, &Report)]) -> String {
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    let mut omitted = BTreeMap::new();
    for (origin, report) in reports {
        for (code, count) in report.omitted() {
            *omitted.entry(*code).or_default() += count;
        }
        for finding in report.findings() {
            results.push(Outcome::new(*origin, report, finding, &mut fingerprints));
        }
    }
    json(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: Code::ALL.iter().map(|code| Rule::new(*code)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
            properties: (!omitted.is_empty()).then_some(RunProperties { omitted }),
        }],
    })
}

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<RunProperties>,
}

/// How many findings are omitted for their number, by code.
#[derive(Serialize)]
struct RunProperties {
    omitted: BTreeMap<Code, usize>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

/// A `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    default_configuration: Configuration,
    help_uri: String,
    help: Message,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    status: u16,
}

impl Rule {
    fn new(code: Code) -> Self {
        let page = code.explanation();
        let help = format!("{}\n\nwrong:\n{}\n\nright:\n{}", page.fix, page.wrong, page.right);
        Self {
            id: code.as_str(),
            short_description: Message::new(page.title),
            full_description: Message::new(page.cause),
            default_configuration: Configuration { level: level(code.severity()) },
            help_uri: code.url(),
            help: Message::new(&help),
            properties: RuleProperties { status: code.status() },
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    /// Escapes a text: braces are doubled, because single ones are placeholders (section 3.11.5), and
    /// `[text](target)` gets a space, because it would be a link (section 3.11.6).
    fn new(text: &str) -> Self {
        Self { text: text.replace('{', "{{").replace('}', "}}").replace("](", "] (") }
    }
}

/// A `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    partial_fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
struct PartialFingerprints {
    #[serde(rename = "finding/v1")]
    finding: String,
}

impl Outcome {
    fn new(
        origin: BasePath<'_>,
        report: &Report,
        finding: &Finding,
        fingerprints: &mut Fingerprints,
    ) -> Self {
        let file = shown_file(finding);
        let path = origin.path_of(file.unwrap_or(MANIFEST_NAME));
        let path = without_secrets(&path);
        let artifact = file.map(|_| Artifact { uri: uri(&path) });
        let place = finding.span().zip(finding.range());
        let physical_location = artifact.map(|artifact_location| PhysicalLocation {
            artifact_location,
            region: place.map_or(Region::FIRST_LINE, Region::new),
        });
        let pointer = finding.pointer().filter(|pointer| !pointer.is_empty());
        let logical_locations = pointer.map(|pointer| [LogicalLocation { pointer }]);
        let is_somewhere = physical_location.is_some() || logical_locations.is_some();
        let location = Location { physical_location, logical_locations };
        Self {
            rule_id: finding.code().as_str(),
            rule_index: Code::ALL.iter().position(|code| *code == finding.code()),
            level: level(finding.severity()),
            message: Message::new(&sentence(finding)),
            locations: is_somewhere.then_some(location).into_iter().collect(),
            partial_fingerprints: PartialFingerprints {
                finding: fingerprints.next(&path, finding),
            },
            fixes: Fix::new(&path, report, finding).into_iter().collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct LogicalLocation {
    #[serde(rename = "fullyQualifiedName")]
    pointer: String,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Region {
    /// A whole line.
    Line { start_line: usize },
    /// A span in lines and columns and in bytes.
    Span {
        start_line: usize,
        start_column: usize,
        end_line: usize,
        end_column: usize,
        byte_offset: usize,
        byte_length: usize,
    },
}

impl Region {
    /// For a file as a whole: code scanning drops results without a region.
    const FIRST_LINE: Self = Self::Line { start_line: 1 };

    fn new((span, range): (Span, Range<Position>)) -> Self {
        Self::Span {
            start_line: range.start.line,
            start_column: range.start.column,
            end_line: range.end.line,
            end_column: range.end.column,
            byte_offset: span.start,
            byte_length: span.end - span.start,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

#[derive(Serialize)]
struct FixProperties {
    certain: bool,
}

impl Fix {
    /// Returns the fix of a finding, if it has one and is in a file: a request is not an artifact.
    fn new(path: &str, report: &Report, finding: &Finding) -> Option<Self> {
        finding.file()?;
        let fix = finding.fix()?;
        let replacement = |edit: crate::fix::Edit| {
            let range = report.range_of_edit(finding, edit.span)?;
            Some(Replacement {
                deleted_region: Region::new((edit.span, range)),
                inserted_content: Content { text: edit.text },
            })
        };
        Some(Self {
            description: Message::new(&finding.help()),
            properties: FixProperties { certain: fix.certain },
            artifact_changes: [ArtifactChange {
                artifact_location: Artifact { uri: uri(path) },
                replacements: fix.edits.into_iter().map(replacement).collect::<Option<_>>()?,
            }],
        })
    }
}

/// Returns a path as a relative reference (RFC 3986, section 4.2): everything but unreserved
/// characters and slashes is percent-encoded, so that nothing in it is taken for a scheme, a host or
/// a query.
fn uri(path: &str) -> String {
    let encode = |path| percent_encode(path, b"-._~/");
    match path.strip_prefix('/') {
        // Two leading slashes would start a host.
        Some(path) => format!("/{}", encode(path.trim_start_matches('/'))),
        None => encode(path),
    }
}

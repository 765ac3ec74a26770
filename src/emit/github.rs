//! GitHub: workflow commands of Actions, which annotate files in a pull request.

use std::fmt::{self, Write as _};

use super::{BasePath, shown_file};
use crate::finding::Finding;
use crate::redact::escaped;
use crate::report::Report;

/// Returns findings as [workflow commands] of GitHub Actions, one per line: when a step prints them,
/// they become annotations of the files.
///
/// Findings that a report omits for their number are counted in a notice. Columns are given for
/// findings on one line, because GitHub takes them only there. A finding about a file as a whole is on
/// line 1, of the manifest if the file does not exist.
///
/// [workflow commands]: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#[must_use]
pub fn github(reports: &[(BasePath<'_>, &Report)]) -> String {
    let mut commands = String::new();
    for (origin, report) in reports {
        for finding in report.findings() {
            // Writing to a `String` cannot fail.
            let _ = write_command(&mut commands, *origin, finding);
        }
        for (code, count) in report.omitted() {
            let _ = writeln!(commands, "::notice title={code}::and {count} more of them");
        }
    }
    commands
}

fn write_command(out: &mut String, origin: BasePath<'_>, finding: &Finding) -> fmt::Result {
    write!(out, "::{} ", finding.severity())?;
    if let Some(file) = shown_file(finding) {
        out.push_str("file=");
        push_property(out, &escaped(&origin.path_of(file)));
        out.push(',');
        if let Some(range) = finding.range() {
            let (start, end) = (range.start, range.end);
            write!(out, "line={},", start.line)?;
            if start.line == end.line {
                let (column, end_column) = (start.column, end.column);
                write!(out, "col={column},endLine={},endColumn={end_column},", end.line)?;
            } else {
                write!(out, "endLine={},", end.line)?;
            }
        } else {
            out.push_str("line=1,");
        }
    }
    write!(out, "title={}::", finding.code())?;
    push_data(out, &format!("{}\nhelp: {}", finding.message(), finding.help()));
    out.push('\n');
    Ok(())
}

/// Escapes the value of a property for GitHub's runner.
fn push_property(out: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            ':' => out.push_str("%3A"),
            ',' => out.push_str("%2C"),
            _ => push_data(out, character.encode_utf8(&mut [0; 4])),
        }
    }
}

/// Escapes a message for GitHub's runner.
fn push_data(out: &mut String, message: &str) {
    for character in message.chars() {
        match character {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            _ => out.push(character),
        }
    }
}

//! Keys that are absent, or as good as absent.

use super::judge::Judge;
use super::{Context, Key, Row, SCHEMA};
use crate::error::kind::JsonType;
use crate::error::{EntrypointErrorKind, Error, Misspelling, Subject};
use crate::finding::Correction;
use crate::findings::Blame;
use crate::fix::{Edit, Fix};
use crate::json::{Entry, Json, Kind};
use crate::source::Span;

/// Two keys that have no effect without each other.
const ROUTE: [(Row, Row); 2] =
    [(Row::route_path, Row::route_export), (Row::route_export, Row::route_path)];

impl Row {
    /// The error for a required key that is absent.
    pub(super) fn missing(self, found: Option<Misspelling>) -> Error {
        let Key { name, example, choices, .. } = *self.key();
        match self {
            Self::entrypoint => {
                Error::MissingEntrypoint { fault: EntrypointErrorKind::NoKey { found } }
            }
            _ => Error::MissingField { field: name, example, choices, found },
        }
    }
}

impl Judge {
    /// Reports required keys that are absent, and the one of two that belong together.
    pub(super) fn report_absent(&self, context: &mut Context<'_>) {
        let json = context.json;
        let Some(root) = json.root() else { return };
        let brace = Span::new(root.span().start, root.content_span().start);
        for row in Row::ALL {
            let key = row.key();
            let is_absent = self.first[row as usize].is_none() && !self.is_misspelled(row);
            if key.is_optional || !is_absent {
                continue;
            }
            // A choice of one is certain.
            let correction = match key.choices {
                [_] => self.insertion(row, brace.end, json),
                _ => None,
            };
            let correction = correction.map_or(Correction::None, Correction::Known);
            let blame = Blame::Value(key.subject(), brace);
            context.findings.push_with(row.missing(None), &blame, correction);
        }
        for (present, absent) in ROUTE {
            let is_absent = self.first[absent as usize].is_none() && !self.is_misspelled(absent);
            if is_absent && let Some(entry) = self.meant(present, json) {
                let key = json.key(entry);
                let Key { name: absent, example, .. } = *absent.key();
                let error = Error::IncompleteRoute { present: present.key().name, absent, example };
                let name = key.text().unwrap_or_default();
                context.findings.push(error, &Blame::Key(&name, key.span()));
            }
        }
    }

    fn is_misspelled(&self, row: Row) -> bool {
        self.misspelled.iter().any(|one| one.row == Some(row))
    }

    /// The entry of a key that has a value, perhaps in another spelling.
    fn meant<'j>(&self, row: Row, json: &'j Json<'_>) -> Option<&'j Entry> {
        let entry = |index: u32| &json.entries[index as usize];
        let first = self.first[row as usize].map(entry);
        first.filter(|entry| entry.value.kind() != Kind::Null).or_else(|| {
            let misspelled = self.misspelled.iter().find(|one| one.row == Some(row))?;
            Some(entry(misspelled.entry))
        })
    }

    /// Inserts an entry after that of the nearest key before it in the table, in the same style.
    fn insertion(&self, row: Row, start: usize, json: &Json<'_>) -> Option<Fix> {
        // Of whitespace that no editor writes, a report has no copy.
        const LONGEST: usize = 80;
        let text = json.text;
        let entry = |index: &u32| &json.entries[*index as usize];
        let is_usual = |entry: &&Entry| {
            matches!(entry.key.kind(), Kind::Plain | Kind::Escaped)
                && json.is_clean(entry.key.start(), entry.value.end())
                && !matches!(entry.value.kind(), Kind::Null | Kind::Odd | Kind::Bare | Kind::Broken)
        };
        let mut before = self.first[..row as usize].iter().flatten().map(entry);
        let neighbor = before.rfind(is_usual);
        let Key { name, example, .. } = row.key();
        let edit = if let Some(Entry { key, value, .. }) = neighbor {
            let space_before = &text[text[..key.start()].trim_ascii_end().len()..key.start()];
            let space_before = if space_before.len() > LONGEST { " " } else { space_before };
            let colon = &text[key.end()..value.start()];
            let is_colon = colon.len() <= LONGEST && colon.trim() == ":";
            let colon = if is_colon { colon } else { ": " };
            Edit::insert(value.end(), &format!(",{space_before}\"{name}\"{colon}{example}"))
        } else {
            match json.entries.last() {
                None if !json.is_clean(start, start) => return None,
                None => Edit::insert(start, &format!("\"{name}\": {example}")),
                Some(last) if is_usual(&last) => {
                    Edit::insert(last.value.end(), &format!(", \"{name}\": {example}"))
                }
                Some(_) => return None,
            }
        };
        // What follows the object may be the rest of it.
        let rest = json.root.map_or("", |root| &text[root.end()..]);
        let fix = if rest.trim_ascii().is_empty() { Fix::certain } else { Fix::likely };
        Some(fix([edit]))
    }

    /// Reports entries that are `null`, and removes those that are not needed.
    pub(super) fn report_nulls(&self, context: &mut Context<'_>) {
        if self.nulls.is_empty() {
            return;
        }
        let json = context.json;
        let row_of =
            |index: u32| self.nulls.iter().find(|(null, _)| *null == index).map(|one| one.1);
        // Half of a route is more probably to be given than to be removed, and so is a key that has
        // another spelling as well.
        let goes = |row: Option<Row>| {
            if row.is_some_and(|row| self.has_near[row as usize]) {
                return false;
            }
            let is_half = |(null, other): &(Row, Row)| {
                row == Some(*null) && self.meant(*other, json).is_some()
            };
            !ROUTE.iter().any(is_half)
        };
        let mut has_kept = false;
        let mut before: Option<&Entry> = None;
        for (index, entry) in (0..).zip(&json.entries) {
            let null = row_of(index);
            if let Some(row) = null {
                let next = json.entries.get(index as usize + 1);
                let span = match (before, next) {
                    (Some(before), _) if has_kept => {
                        Span::new(before.value.end(), entry.value.end())
                    }
                    (_, Some(next)) => Span::new(entry.key.start(), next.key.start()),
                    (Some(before), None) => Span::new(before.value.end(), entry.value.end()),
                    (None, None) => Span::new(entry.key.start(), entry.value.end()),
                };
                let around = before.map_or(entry.key.start(), |before| before.value.end())
                    ..next.map_or(json.text.len(), |next| next.key.start());
                let is_clean =
                    json.is_clean(around.start, around.end) && (next.is_some() || json.is_whole);
                let correction = if goes(row) && is_clean {
                    Correction::Known(Fix::certain([Edit::remove(span)]))
                } else {
                    Correction::None
                };
                let (name, expected) = row.map_or((SCHEMA, JsonType::String), |row| {
                    (row.key().name, row.key().json_type)
                });
                let subject = Subject::Optional(name);
                let error = Error::InvalidType { subject, expected, found: JsonType::Null };
                let blame = Blame::Value(subject, entry.value.span());
                context.findings.push_with(error, &blame, correction);
            }
            has_kept |= null.is_none_or(|row| !goes(row));
            before = Some(entry);
        }
    }
}

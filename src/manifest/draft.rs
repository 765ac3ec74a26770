//! How the keys of a manifest are read, in whatever company.

use std::borrow::Cow;

use crate::error::Error;
use crate::error::kind::{EntrypointErrorKind, Subject};
use crate::excerpt::Excerpt;
use crate::field::Document;
use crate::finding::Pointer;
use crate::findings::Collector;
use crate::fix::{Edit, Remedy};
use crate::json::{Kind, Open, Text, Value};
use crate::manifest::entries::Entries;
use crate::manifest::{ExtraKeys, KEYS, Key, PartialManifest, Row, SCHEMA};
use crate::similar::nearest;
use crate::source::{Lines, Source, Span};

/// Two keys that belong together, each with the other.
const ROUTE: [(Row, Row); 2] =
    [(Row::route_path, Row::route_export), (Row::route_export, Row::route_path)];

/// Where a key and its value stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    key: Span,
    value: Span,
    /// Where the value ends, however deep it is.
    end: usize,
    is_null: bool,
    is_repeated: bool,
}

/// An unknown key that is near a known one.
#[derive(Debug)]
pub(super) struct Near {
    /// The row of the known one.
    row: Row,
    key: Span,
    pointer: Option<Pointer>,
    /// The finding about it.
    finding: Option<usize>,
    /// Whether nothing would be wrong with its value under the known key.
    is_fit: bool,
}

impl PartialManifest {
    pub(super) fn place_of_value(&self, row: Row) -> Option<Span> {
        self.seen(row).map(|seen| seen.value)
    }

    fn seen(&self, row: Row) -> Option<Seen> {
        self.seen[row as usize]
    }

    fn near_to(&self, row: Row) -> Option<&Near> {
        self.near.iter().find(|near| near.row == row)
    }

    pub(super) fn read_keys<'a, C: ExtraKeys>(
        &mut self,
        root: Value<'_>,
        source: &Source<'a>,
        companion: &mut C,
        document: &mut Document<'a>,
    ) {
        let mut open = Open::object();
        let mut entries = Entries::new(root, *source);
        while let Some(key) = self.read_usual(&mut open, &mut entries, document)
            && let Some(value) = document.json.value()
        {
            if !self.read_entry(key, value, &mut entries, companion, document) {
                break;
            }
            entries.end = document.json.offset();
        }
        if !document.findings.is_empty() {
            self.settle::<C>(&entries, &mut document.findings);
        }
        if !document.json.is_broken() {
            self.check_absent(root, &entries, document);
            companion.check_absent(root.span(), &mut document.findings);
        }
    }

    /// Takes back what findings propose that does not go with the other entries.
    #[cold]
    #[inline(never)]
    fn settle<C: ExtraKeys>(&self, entries: &Entries<'_>, findings: &mut Collector) {
        let has_other = |key: &&str| entries.others.iter().any(|other| other.decode() == *key);
        let others: Vec<_> = [SCHEMA].iter().chain(C::KEYS).filter(|key| has_other(key)).collect();
        let is_there = |key: &str| match Row::of(key) {
            Some(row) => self.seen(row).is_some(),
            None => others.contains(&&key),
        };
        findings.withdraw_nearest(is_there);
        for near in &self.near {
            if near.is_fit && self.seen(near.row).is_none() {
                findings.mend_at(near.finding, Some(Remedy::String));
            }
        }
        for (null, partner) in ROUTE {
            // Half of a route is more probably to be given than to be removed.
            if let Some(seen) = self.seen(null)
                && let Some((_, removal)) =
                    entries.removals.iter().find(|(start, _)| *start == seen.key.start)
                && self.place_of(partner).is_some()
            {
                findings.mend_at(*removal, None);
            }
        }
    }

    /// Reads the value of a key, whatever it is.
    fn read(&mut self, row: Row, value: Value<'_>, document: &mut Document<'_>) {
        match value.text() {
            Some(json) => self.read_text(row, &json.decode(), json, &mut document.findings),
            None => self.read_other(row, value, document),
        }
    }

    /// Reads entries for as long as their keys are known and new and their values are strings or
    /// arrays, as nearly all are. Returns the key of the first other one.
    #[inline(never)]
    fn read_usual<'a>(
        &mut self,
        open: &mut Open,
        entries: &mut Entries<'a>,
        document: &mut Document<'a>,
    ) -> Option<Text<'a>> {
        let Some(mut ahead) = document.json.ahead(open) else {
            return document.json.next_key(open);
        };
        while let Some((key, start)) = ahead.key() {
            let row = Row::of(key.text).filter(|row| self.seen[*row as usize].is_none());
            let Some(row) = row else {
                document.json.go_on(open, start);
                return Some(key.into());
            };
            let (value, end) = if let Some(value) = ahead.value(start) {
                self.read_text(row, value.text, value.into(), &mut document.findings);
                (value.span(), value.end())
            } else {
                document.json.go_on(open, start);
                let Some(value) = document.json.array() else { return Some(key.into()) };
                self.read_other(row, value, document);
                (value.span(), document.json.offset())
            };
            let key = key.span();
            self.seen[row as usize] =
                Some(Seen { key, value, end, is_null: false, is_repeated: false });
            entries.has_kept = true;
            entries.end = end;
            ahead.go_on(end);
            if document.json.is_broken() {
                return None;
            }
        }
        document.json.follow(ahead, open);
        document.json.next_key(open)
    }

    /// Reads an entry, unless it and all that follow are too much.
    fn read_entry<'a, C: ExtraKeys>(
        &mut self,
        key: Text<'a>,
        value: Value<'_>,
        entries: &mut Entries<'a>,
        companion: &mut C,
        document: &mut Document<'a>,
    ) -> bool {
        let name = key.decode();
        let row = Row::of(&name);
        if document.json.is_over_limit() && (row.is_some() || !C::KEYS.contains(&&*name)) {
            return false;
        }
        let may_go = match row {
            Some(row) => match self.seen(row) {
                None => {
                    self.read_value(row, key.span(), value, document);
                    row.key().is_optional
                }
                Some(first) => {
                    self.repeat(&name, first.key, key.span(), entries, document);
                    self.read_again(row, first, value, document);
                    false
                }
            },
            None => self.read_unlisted(key, value, entries, companion, document),
        };
        let removal = if may_go && matches!(value.kind, Kind::Null) {
            entries.removal(key.span(), &document.json)
        } else {
            None
        };
        if let Some(removal) = removal {
            entries.removals.push((key.span().start, document.findings.mend(removal)));
        } else {
            entries.has_kept = true;
        }
        true
    }

    #[inline]
    fn read_value(&mut self, row: Row, key: Span, value: Value<'_>, document: &mut Document<'_>) {
        let is_null = matches!(value.kind, Kind::Null);
        self.read(row, value, document);
        let end = document.json.offset();
        self.seen[row as usize] =
            Some(Seen { key, value: value.span(), end, is_null, is_repeated: false });
    }

    /// Of a key that is given twice, either value may be kept, so both are judged; a third and more
    /// could only make a hostile report longer.
    fn read_again(&mut self, row: Row, first: Seen, value: Value<'_>, document: &mut Document<'_>) {
        if first.is_repeated {
            document.skip_unread(row.key().name, value);
            return;
        }
        self.read_value(row, first.key, value, document);
        if let Some(seen) = &mut self.seen[row as usize] {
            seen.is_repeated = true;
        }
    }

    /// Reports a key that is given again.
    fn repeat(
        &mut self,
        name: &str,
        first: Span,
        key: Span,
        entries: &mut Entries<'_>,
        document: &mut Document<'_>,
    ) {
        let lines = entries.lines.get_or_insert_with(|| Lines::new(&entries.source));
        let line = lines.line(first.start);
        let twice = Error::DuplicateField { field: Excerpt::new(name), line };
        document.findings.push(twice, Pointer::key(name), key);
        // Without the first, or with another name for it, only the other would be wrong.
        for near in &mut self.near {
            near.is_fit &= near.key != first;
        }
        for (_, finding) in entries.removals.extract_if(.., |(start, _)| *start == first.start) {
            document.findings.mend_at(finding, None);
        }
    }

    /// Reads the value of a key that is not in the table, and returns whether the entry may be
    /// removed.
    fn read_unlisted<'a, C: ExtraKeys>(
        &mut self,
        key: Text<'a>,
        value: Value<'_>,
        entries: &mut Entries<'a>,
        companion: &mut C,
        document: &mut Document<'a>,
    ) -> bool {
        let name = key.decode();
        let number = entries.number_of(&name);
        let first = entries.others.get(number).copied();
        if first.is_none() {
            entries.others.push(key);
        }
        let key = key.span();
        let is_schema = name == SCHEMA;
        let is_companion = C::KEYS.contains(&&*name);
        match first {
            Some(first) => self.repeat(&name, first.span(), key, entries, document),
            None if is_schema || is_companion => {}
            None => self.unknown(&name, key, value, C::KEYS, document),
        }
        match first {
            None if is_companion => {
                // Neither the entry nor the comma that it needs counts as the manifest's own.
                let limit = document.json.set_limit(usize::MAX);
                companion.read(&name, value, document);
                let size = document.json.offset() - key.start + ",".len();
                document.json.set_limit(limit.saturating_add(size));
            }
            Some(_) if is_companion && !entries.repeated.contains(&number) => {
                entries.repeated.push(number);
                companion.read(&name, value, document);
            }
            _ if is_schema => drop(document.string(value, Subject::Optional(SCHEMA))),
            _ => document.skip_unread(&name, value),
        }
        is_schema && first.is_none()
    }

    /// Reports a key that nobody knows, and finds out what would come of its being meant for one that
    /// it is near to.
    fn unknown(
        &mut self,
        name: &str,
        key: Span,
        value: Value<'_>,
        companions: &[&'static str],
        document: &mut Document<'_>,
    ) {
        let known = KEYS.iter().map(|row| row.name).chain(companions.iter().copied());
        let nearest = nearest(name, known);
        let unknown = Error::UnknownField { field: Excerpt::new(name), nearest };
        let pointer = Pointer::key(name);
        let near = nearest.and_then(Row::of).filter(|&row| self.near_to(row).is_none());
        let kept = near.and_then(|_| pointer.clone());
        let finding = document.findings.push(unknown, pointer, key);
        if let Some(row) = near {
            let is_fit = is_fit(row, value, document);
            self.near.push(Near { row, key, pointer: kept, finding, is_fit });
        }
    }

    /// Reports keys that must be there and are not, and the one of two that belong together.
    fn check_absent(&self, root: Value<'_>, entries: &Entries<'_>, document: &mut Document<'_>) {
        // Mostly there is nothing to look for.
        for row in if self.is_complete() { &[][..] } else { &Row::ALL } {
            let row = *row;
            let key = row.key();
            if key.is_optional || self.seen(row).is_some() {
                continue;
            }
            let error = match row {
                Row::entrypoint => Error::MissingEntrypoint { fault: EntrypointErrorKind::NoKey },
                _ => Error::MissingField {
                    field: key.name,
                    example: key.example,
                    choices: key.choices,
                },
            };
            // Where there is no choice, there is no doubt.
            let is_certain = key.choices.len() == 1 && self.near_to(row).is_none();
            let remedy = if is_certain { self.insert(row, entries) } else { None };
            document.findings.blame(error, key.subject(), root.span(), remedy);
        }
        for (present, absent) in ROUTE {
            if self.seen(absent).is_none()
                && self.near_to(absent).is_none()
                && let Some((key, pointer)) = self.place_of(present)
            {
                let Key { name: absent, example, .. } = *absent.key();
                let error = Error::IncompleteRoute { present: present.key().name, absent, example };
                document.findings.push(error, pointer, key);
            }
        }
    }

    /// Where a key stands, perhaps in another spelling, with a value.
    fn place_of(&self, row: Row) -> Option<(Span, Option<Pointer>)> {
        match self.seen(row) {
            Some(seen) if !seen.is_null => {
                Some((seen.key, Some(Pointer::Key(Cow::Borrowed(row.key().name)))))
            }
            _ => self.near_to(row).map(|near| (near.key, near.pointer.clone())),
        }
    }

    /// Puts an entry behind that of the nearest key before it in the table, in the same form.
    fn insert(&self, row: Row, entries: &Entries<'_>) -> Option<Remedy> {
        // Of white space that no editor writes, a report has no copy.
        const LONGEST: usize = 80;
        let text = entries.source.text();
        let mut before = self.seen[..row as usize].iter().flatten();
        let neighbour = before.rfind(|seen| !seen.is_null).copied();
        let Key { name, example, .. } = row.key();
        let (at, entry) = match neighbour {
            Some(Seen { key, value, end, is_repeated: false, .. }) => {
                let space = &text[text[..key.start].trim_end().len()..key.start];
                let space = if space.len() > LONGEST { " " } else { space };
                let colon = &text[key.end..value.start];
                let colon = if colon.len() > LONGEST { ": " } else { colon };
                (end, format!(",{space}\"{name}\"{colon}{example}"))
            }
            _ if entries.end == entries.start => (entries.start, format!("\"{name}\": {example}")),
            _ if entries.has_kept => (entries.end, format!(", \"{name}\": {example}")),
            _ => return None,
        };
        let edit = Edit { span: Span::new(at, at), text: entry };
        Some(Remedy::Edit(Box::new(edit)))
    }
}

/// Whether nothing would be wrong with a value under a key.
fn is_fit(row: Row, value: Value<'_>, document: &Document<'_>) -> bool {
    let mut trial = Document { json: document.json.clone(), findings: Collector::in_manifest() };
    PartialManifest::default().read(row, value, &mut trial);
    trial.findings.is_empty() && !trial.json.is_broken()
}

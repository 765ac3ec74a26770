//! How the keys of a manifest are read, alone or in company.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::fault::{EntrypointFault, Subject, Type};
use crate::field::{Document, Entrypoint, Language};
use crate::fix::{Edit, Remedy};
use crate::json::{Kind, Open, Reader, Value};
use crate::manifest::{Draft, KEYS, Key, Manifest, SCHEMA};
use crate::nearest::nearest;
use crate::report::{Findings, Pointer};
use crate::source::{Lines, Source, Span};
use crate::syntax::Syntax;

/// Two keys that belong together, each with the other.
const ROUTE: [(&str, &str); 2] = [("routePath", "routeExport"), ("routeExport", "routePath")];

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
    row: usize,
    key: Span,
    pointer: Option<Pointer>,
    /// The finding about it.
    finding: Option<usize>,
    /// Whether nothing would be wrong with its value under the known key.
    is_fit: bool,
}

/// What a document has beside the keys of a manifest.
pub(crate) trait Companion {
    /// What messages call the document.
    const SUBJECT: Subject;

    /// The keys that are not the manifest's.
    const KEYS: &'static [&'static str];

    /// Reads the value of one of the keys.
    fn read<'a>(&mut self, key: &str, value: Value<'a>, document: &mut Document<'a>);

    /// Reports keys that must be there and are not.
    fn check_absent(&mut self, root: Span, findings: &mut Findings);
}

/// A manifest alone.
impl Companion for () {
    const SUBJECT: Subject = Subject::Manifest;
    const KEYS: &'static [&'static str] = &[];

    fn read<'a>(&mut self, _: &str, _: Value<'a>, _: &mut Document<'a>) {}

    fn check_absent(&mut self, _: Span, _: &mut Findings) {}
}

/// What came of reading a document: enough of it to check the files that it names, even if it is no
/// manifest.
#[derive(Debug)]
pub(crate) struct Reading {
    draft: Draft,
    pub(crate) findings: Findings,
}

impl Reading {
    pub(crate) fn of_manifest(source: &Source<'_>) -> Self {
        Self::with(source, Findings::in_manifest())
    }

    pub(crate) fn with(source: &Source<'_>, mut findings: Findings) -> Self {
        if source.len() > Manifest::MAX_SIZE {
            findings.refuse(Error::ManifestTooLarge {});
            return Self { draft: Draft::default(), findings };
        }
        Self::new(source, findings, &mut ())
    }

    /// Reads a document in which a manifest has company. What is the manifest's own keeps its limit.
    pub(crate) fn new<C: Companion>(
        source: &Source<'_>,
        findings: Findings,
        companion: &mut C,
    ) -> Self {
        let mut draft = Draft::default();
        let mut json = Reader::new(source);
        json.set_limit(Manifest::MAX_SIZE);
        let mut document = Document { json, findings };
        if let Some(root) = document.json.root() {
            if matches!(root.kind, Kind::Object) {
                draft.read_keys(root, source, companion, &mut document);
            } else {
                document.wrong_type(root, C::SUBJECT, Type::Object);
            }
            document.json.end();
        }
        if let Some((fault, span)) = document.json.fault() {
            let error = Error::InvalidJson { fault: fault.clone() };
            document.findings.push(error, None, *span);
        }
        for &comma in document.json.trailing_commas() {
            let error = Error::InvalidJson { fault: Syntax::TrailingComma };
            document.findings.push_with(error, None, comma, Some(Remedy::remove(comma, true)));
        }
        if document.json.fault().is_none() && document.json.is_over_limit() {
            document.findings.refuse(Error::ManifestTooLarge {});
        }
        Self { draft, findings: document.findings }
    }

    /// The manifest, if every key that must be there is and every value is right.
    pub(crate) fn take_manifest(&mut self) -> Option<Manifest> {
        let draft = std::mem::take(&mut self.draft);
        if self.findings.has_errors() { None } else { draft.into_manifest() }
    }

    /// The place of a key's value.
    pub(crate) fn value_of(&self, key: &str) -> Option<Span> {
        self.draft.seen_at(key).map(|seen| seen.value)
    }

    /// The entrypoint and the place of its value.
    pub(crate) fn entrypoint(&self) -> Option<(Entrypoint, Span)> {
        Some((self.draft.entrypoint.clone()?, self.value_of("entrypoint")?))
    }

    /// The language, or the one that is certainly meant, and the place of its value.
    pub(crate) fn language(&self) -> Option<(Language, Span)> {
        match self.draft.language {
            Some(language) => Some((language, self.value_of("language")?)),
            None => self.findings.meant_language(),
        }
    }
}

impl Draft {
    fn seen_at(&self, key: &str) -> Option<Seen> {
        let row = KEYS.iter().position(|row| row.name == key)?;
        self.seen[row]
    }

    fn near_to(&self, row: usize) -> Option<&Near> {
        self.near.iter().find(|near| near.row == row)
    }

    fn read_keys<'a, C: Companion>(
        &mut self,
        root: Value<'a>,
        source: &Source<'a>,
        companion: &mut C,
        document: &mut Document<'a>,
    ) {
        let mut open = Open::object();
        let mut others: HashMap<Cow<'a, str>, Span> = HashMap::new();
        let mut removals: HashMap<usize, Option<usize>> = HashMap::new();
        let mut repeated: HashSet<Cow<'a, str>> = HashSet::new();
        let mut lines = None;
        let mut entries = Entries { end: root.span.end, is_first: true, has_kept: false };
        while let Some((key, value)) = document.json.next_entry(&mut open) {
            let name = key.decode();
            let row = KEYS.iter().position(|row| row.name == name);
            let is_schema = row.is_none() && name == SCHEMA;
            let is_companion = row.is_none() && C::KEYS.contains(&&*name);
            if document.json.is_over_limit() && !is_companion {
                break;
            }
            let first = match row {
                Some(row) => self.seen[row].map(|seen| seen.key),
                None => others.get(&name).copied(),
            };
            if let Some(first) = first {
                let lines = lines.get_or_insert_with(|| Lines::new(source));
                let line = lines.line(first.start);
                let twice = Error::DuplicateField { field: Excerpt::new(&name), line };
                document.findings.push(twice, Pointer::key(&name), key.span);
                // Without the first, or with another name for it, only the other would be wrong.
                for near in &mut self.near {
                    near.is_fit &= near.key != first;
                }
                if let Some(finding) = removals.remove(&first.start) {
                    document.findings.mend_at(finding, None);
                }
            } else if row.is_none() && !is_companion && !is_schema {
                self.unknown(&name, key.span, value, C::KEYS, document);
            }
            match row {
                Some(row) => match &mut self.seen[row] {
                    // Of a key that is given twice, either value may be kept, so both are judged;
                    // a third and more could only make a hostile report longer.
                    Some(Seen { is_repeated: true, .. }) => drop(document.json.skip(value)),
                    seen => {
                        let is_repeated = first.is_some();
                        let is_null = matches!(value.kind, Kind::Null);
                        let (key, value_at) = (first.unwrap_or(key.span), value.span);
                        *seen = Some(Seen { key, value: value_at, end: 0, is_null, is_repeated });
                        self.read(row, value, document);
                        if let Some(seen) = &mut self.seen[row] {
                            seen.end = document.json.offset();
                        }
                    }
                },
                None if is_companion && first.is_none() => {
                    // Neither the entry nor the comma that it needs counts as the manifest's own.
                    let limit = document.json.set_limit(usize::MAX);
                    companion.read(&name, value, document);
                    let size = document.json.offset() - key.span.start + ",".len();
                    document.json.set_limit(limit.saturating_add(size));
                    others.insert(name, key.span);
                }
                None if is_companion && repeated.insert(name.clone()) => {
                    companion.read(&name, value, document);
                }
                None if is_schema => {
                    document.string(value, Subject::Optional(SCHEMA));
                    others.entry(name).or_insert(key.span);
                }
                None => {
                    document.json.skip(value);
                    others.entry(name).or_insert(key.span);
                }
            }
            let may_go = row.map_or(is_schema, |row| KEYS[row].is_optional) && first.is_none();
            let removal = if may_go && matches!(value.kind, Kind::Null) {
                entries.removal(key.span, &document.json)
            } else {
                None
            };
            if let Some(removal) = removal {
                removals.insert(key.span.start, document.findings.mend(removal));
            } else {
                entries.has_kept = true;
            }
            entries.end = document.json.offset();
            entries.is_first = false;
        }
        let is_there = |key: &str| self.seen_at(key).is_some() || others.contains_key(key);
        document.findings.withdraw_nearest(is_there);
        for near in &self.near {
            if near.is_fit && self.seen[near.row].is_none() {
                document.findings.mend_at(near.finding, Some(Remedy::String));
            }
        }
        for (null, partner) in ROUTE {
            // Half of a route is more probably to be given than to be removed.
            let removal = self.seen_at(null).and_then(|seen| removals.get(&seen.key.start));
            if let (Some(removal), Some(_)) = (removal, self.place_of(partner)) {
                document.findings.mend_at(*removal, None);
            }
        }
        if !document.json.is_broken() {
            self.check_absent(root, source, &entries, document);
            companion.check_absent(root.span, &mut document.findings);
        }
    }

    /// Reports a key that nobody knows, and finds out what would come of its being meant for one that
    /// it is near to.
    fn unknown<'a>(
        &mut self,
        name: &str,
        key: Span,
        value: Value<'a>,
        companions: &[&'static str],
        document: &mut Document<'a>,
    ) {
        let known = KEYS.iter().map(|row| row.name).chain(companions.iter().copied());
        let nearest = nearest(name, known);
        let unknown = Error::UnknownField { field: Excerpt::new(name), nearest };
        let pointer = Pointer::key(name);
        let finding = document.findings.push(unknown, pointer.clone(), key);
        let near = KEYS.iter().position(|row| Some(row.name) == nearest);
        if let Some(row) = near.filter(|&row| self.near_to(row).is_none()) {
            let is_fit = is_fit(row, value, document);
            self.near.push(Near { row, key, pointer, finding, is_fit });
        }
    }

    /// Reports keys that must be there and are not, and the one of two that belong together.
    fn check_absent(
        &self,
        root: Value<'_>,
        source: &Source<'_>,
        entries: &Entries,
        document: &mut Document<'_>,
    ) {
        for (index, (row, seen)) in KEYS.iter().zip(&self.seen).enumerate() {
            if row.is_optional || seen.is_some() {
                continue;
            }
            let error = match row.name {
                "entrypoint" => Error::MissingEntrypoint { fault: EntrypointFault::NoKey },
                name => {
                    Error::MissingField { field: name, example: row.example, choices: row.choices }
                }
            };
            // Where there is no choice, there is no doubt.
            let is_certain = row.choices.len() == 1 && self.near_to(index).is_none();
            let remedy =
                if is_certain { self.insert(row, root.span.end, source, entries) } else { None };
            document.push_with(error, row.subject(), root.span, remedy);
        }
        for (present, absent) in ROUTE {
            let is_absent = self.seen_at(absent).is_none() && self.place_of(absent).is_none();
            if let Some((key, pointer)) = self.place_of(present).filter(|_| is_absent) {
                let example =
                    KEYS.iter().find(|row| row.name == absent).map_or("", |row| row.example);
                let error = Error::IncompleteRoute { present, absent, example };
                document.findings.push(error, pointer, key);
            }
        }
    }

    /// Where a key stands, perhaps in another spelling, with a value.
    fn place_of(&self, key: &'static str) -> Option<(Span, Option<Pointer>)> {
        let row = KEYS.iter().position(|row| row.name == key)?;
        match self.seen[row] {
            Some(seen) if !seen.is_null => Some((seen.key, Some(Pointer::Key(Cow::Borrowed(key))))),
            _ => self.near_to(row).map(|near| (near.key, near.pointer.clone())),
        }
    }

    /// Puts an entry behind that of the nearest key before it in the table, in the same form.
    fn insert(
        &self,
        row: &Key,
        start: usize,
        source: &Source<'_>,
        entries: &Entries,
    ) -> Option<Remedy> {
        let text = source.text();
        let before = KEYS.iter().zip(&self.seen).take_while(|(key, _)| key.name != row.name);
        let neighbour = before.filter_map(|(_, seen)| seen.filter(|seen| !seen.is_null)).last();
        let (at, entry) = match neighbour {
            Some(Seen { key, value, end, is_repeated: false, .. }) => {
                let space = &text[text[..key.start].trim_end().len()..key.start];
                let colon = &text[key.end..value.start];
                (end, format!(",{space}\"{}\"{colon}{}", row.name, row.example))
            }
            _ if entries.end == start => (start, format!("\"{}\": {}", row.name, row.example)),
            _ if entries.has_kept => (entries.end, format!(", \"{}\": {}", row.name, row.example)),
            _ => return None,
        };
        let edit = Edit { span: Span::new(at, at), text: entry };
        Some(Remedy::Edit(Box::new(edit)))
    }
}

/// The entries of an object that have been read so far.
struct Entries {
    /// Where the last one ends, or the opening brace.
    end: usize,
    is_first: bool,
    /// Whether there is one that no remedy removes.
    has_kept: bool,
}

impl Entries {
    /// Removes the entry that ends here: with the comma before it, or with the one behind it if
    /// nothing stays before it.
    fn removal(&self, key: Span, json: &Reader<'_>) -> Option<Remedy> {
        let end = json.offset();
        let span = match json.next_key() {
            _ if self.has_kept => Span::new(self.end, end),
            Some(next) => Span::new(key.start, next),
            None if !json.is_last_entry() => return None,
            None if self.is_first => Span::new(key.start, end),
            None => Span::new(self.end, end),
        };
        Some(Remedy::remove(span, true))
    }
}

/// Whether nothing would be wrong with a value under the key in the given row.
fn is_fit<'a>(row: usize, value: Value<'a>, document: &Document<'a>) -> bool {
    let mut trial = Document { json: document.json.clone(), findings: Findings::in_manifest() };
    Draft::default().read(row, value, &mut trial);
    trial.findings.is_empty() && !trial.json.is_broken()
}

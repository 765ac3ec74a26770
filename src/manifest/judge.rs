//! Judges the entries of a manifest: first the known keys, then all others, of which one must know
//! what else there is.

use std::borrow::Cow;

use super::misspelled::{Misspelled, nearest_key};
use super::parsed::ExtraKeys;
use super::{Context, KEYS, PartialManifest, Row, SCHEMA};
use crate::error::kind::JsonType;
use crate::error::{Error, Misspelling, Subject};
use crate::excerpt::Excerpt;
use crate::finding::Correction;
use crate::findings::Blame;
use crate::fix::{Edit, Fix};
use crate::json::{Entry, Json, Kind, Value};
use crate::repeated::repeated;
use crate::source::{Lines, Source};

/// What is known of the entries of a manifest.
#[derive(Default)]
pub(super) struct Judge {
    pub(super) partial: PartialManifest,
    /// For each row of the table of keys, the first entry with its key.
    pub(super) first: [Option<u32>; KEYS.len()],
    /// Whether there is another entry with that key.
    is_repeated: [bool; KEYS.len()],
    /// Unknown keys that are near to known ones which are absent.
    pub(super) misspelled: Vec<Misspelled>,
    /// Entries that say nothing and may go.
    pub(super) nulls: Vec<(u32, Option<Row>)>,
    /// Rows to whose keys an unknown key is near.
    pub(super) has_near: [bool; KEYS.len()],
    /// How many unknown keys have been compared with known ones.
    compared: usize,
}

/// The most unknown keys that are compared with known ones.
const MAX_COMPARED: usize = 100;

impl Judge {
    pub(super) fn judge<E: ExtraKeys>(
        &mut self,
        source: &Source<'_>,
        extra: &mut E,
        context: &mut Context<'_>,
    ) {
        let json = context.json;
        let mut others = Vec::new();
        for (index, entry) in (0..).zip(&json.entries) {
            let row = json.key(entry).text().and_then(|name| Row::from_key(&name));
            match row {
                Some(row) if self.first[row as usize].is_none() => {
                    self.first[row as usize] = Some(index);
                    if entry.value.kind() == Kind::Null {
                        others.push(index);
                    } else {
                        self.partial.judge(row, &json.value(entry), context);
                    }
                }
                Some(row) => {
                    self.is_repeated[row as usize] = true;
                    others.push(index);
                }
                None => others.push(index),
            }
        }
        if !others.is_empty() {
            self.judge_others(&others, source, extra, context);
            self.report_nulls(context);
        }
        if json.is_whole {
            self.report_absent(context);
            extra.report_absent(&self.misspelled, context);
        }
    }

    /// Judges entries with unknown keys, with keys that are repeated, and with `null`.
    fn judge_others<E: ExtraKeys>(
        &mut self,
        others: &[u32],
        source: &Source<'_>,
        extra: &mut E,
        context: &mut Context<'_>,
    ) {
        let json = context.json;
        let entry = |index: u32| &json.entries[index as usize];
        let name = |at: usize| json.key(entry(others[at])).text().unwrap_or_default();
        let repeated = repeated(others.len(), &name);
        let mut is_repeated = vec![false; others.len()];
        for (_, first) in &repeated {
            is_repeated[*first as usize] = true;
        }
        let is_present =
            |key: &str| E::KEYS.contains(&key) && (0..others.len()).any(|at| name(at) == key);
        let present: Vec<&str> = E::KEYS.iter().copied().filter(|key| is_present(key)).collect();
        let mut repeated = repeated.into_iter().peekable();
        let mut judged_again: Vec<Cow<'_, str>> = Vec::new();
        let mut lines = None;
        for (at, &index) in (0..).zip(others) {
            let first = repeated.next_if(|(number, _)| *number == at);
            let first = first.map(|(_, first)| others[first as usize]);
            let (key, value) = (json.key(entry(index)), json.value(entry(index)));
            let Some(name) = key.text() else {
                context.hide_unjudged("", &value);
                continue;
            };
            let row = Row::from_key(&name);
            let first = row.and_then(|row| self.first[row as usize]).or(first).unwrap_or(index);
            let is_first = first == index;
            let is_extra = E::KEYS.contains(&&*name);
            if !is_first {
                let lines = lines.get_or_insert_with(|| Lines::new(source));
                let line = lines.line(entry(first).key.start());
                let error = Error::DuplicateField { field: Excerpt::new(&name), line };
                context.findings.push(error, &Blame::Key(&name, key.span()));
            }
            // Of a key that is there twice, either value may be kept, so both are judged; a third and
            // more could only make a hostile report longer.
            let is_known = row.is_some() || is_extra;
            if is_known && !is_first {
                if judged_again.contains(&name) {
                    context.hide_unjudged(&name, &value);
                    continue;
                }
                judged_again.push(name.clone());
            }
            match row {
                Some(row) if is_first => {
                    let may_go = row.key().is_optional && !self.is_repeated[row as usize];
                    if may_go && value.is_exact() {
                        self.nulls.push((index, Some(row)));
                    } else {
                        self.partial.judge(row, &value, context);
                    }
                }
                Some(row) => PartialManifest::default().judge(row, &value, context),
                None if is_extra => extra.judge(&name, &value, context),
                None if name == SCHEMA => {
                    let may_go = is_first && !is_repeated[at as usize];
                    if may_go && value.kind() == Kind::Null && value.is_exact() {
                        self.nulls.push((index, None));
                    } else if context.text(&value).is_none() {
                        let subject = Subject::Optional(SCHEMA);
                        context.wrong_type(&value, subject, JsonType::String, "", false);
                    }
                }
                None => {
                    context.hide_unjudged(&name, &value);
                    if is_first {
                        self.judge_unknown(
                            &name,
                            index,
                            is_repeated[at as usize],
                            &present,
                            extra,
                            context,
                        );
                    }
                }
            }
        }
    }

    /// Judges an entry whose key is not known, or only near to one that is.
    fn judge_unknown<E: ExtraKeys>(
        &mut self,
        name: &str,
        index: u32,
        is_repeated: bool,
        present: &[&str],
        extra: &mut E,
        context: &mut Context<'_>,
    ) {
        let json = context.json;
        let entry = &json.entries[index as usize];
        let (key, value) = (json.key(entry), json.value(entry));
        self.compared += 1;
        let nearest = if self.compared <= MAX_COMPARED { nearest_key(name, E::KEYS) } else { None };
        let nearest = nearest.filter(|(known, _)| {
            let is_there = match Row::from_key(known) {
                Some(row) => {
                    self.has_near[row as usize] = true;
                    self.first[row as usize].is_some()
                }
                None => present.contains(known),
            };
            !is_there && self.misspelled.iter().all(|one| one.known != *known)
        });
        // What follows a key that speaks of secrets may be a value without its colon.
        let is_hidden = context.findings.is_hidden(key.span());
        let field = if is_hidden { Excerpt::left_out() } else { Excerpt::new(name) };
        let unknown = |nearest| Error::UnknownField { field: field.clone(), nearest };
        let blame =
            if is_hidden { Blame::Syntax(key.span()) } else { Blame::Key(name, key.span()) };
        let Some((known, is_certain)) = nearest else {
            context.findings.push(unknown(None), &blame);
            return;
        };
        let certain = is_certain && !is_repeated && json.is_clear(key.span());
        let row = Row::from_key(known);
        let is_required = match row {
            Some(row) => !row.key().is_optional,
            None => E::REQUIRED.contains(&known),
        };
        let is_missing = is_required && json.is_whole;
        // What is found under the known key.
        let mut trial = context.empty();
        match row {
            Some(row) if certain && is_missing => self.partial.judge(row, &value, &mut trial),
            Some(row) if !is_missing => PartialManifest::default().judge(row, &value, &mut trial),
            None if certain && is_missing => extra.judge(known, &value, &mut trial),
            _ => {}
        }
        let is_fit = trial.is_empty() && value.kind() != Kind::Broken;
        // Of a key that is not required, the value must be right: the fix brings no new findings.
        let has_fix = !is_repeated && (is_fit || is_missing) && row.is_some();
        let rename = || {
            let edit = Edit { span: key.content_span(), text: known.to_owned() };
            Correction::Known(Fix { certain, edits: vec![edit] })
        };
        let correction = if has_fix { rename() } else { Correction::None };
        let error = if is_missing {
            let found = Some(Misspelling { key: Excerpt::new(name), certain });
            match row {
                Some(row) => row.missing(found),
                None => E::missing(known, found),
            }
        } else {
            unknown(Some(known))
        };
        context.findings.push_with(error, &blame, correction);
        if certain && is_missing {
            context.absorb(trial);
        }
        self.misspelled.push(Misspelled {
            known,
            row,
            entry: index,
            certain: certain && is_missing,
        });
    }

    /// The entry that has the value of a row, if it is certain which one that is.
    pub(super) fn entry_of<'j>(&self, row: Row, json: &'j Json<'_>) -> Option<&'j Entry> {
        let misspelled = || {
            let is_meant = |one: &&Misspelled| one.row == Some(row) && one.certain;
            self.misspelled.iter().find(is_meant).map(|one| one.entry)
        };
        let index = self.first[row as usize].or_else(misspelled)?;
        json.entries.get(index as usize)
    }

    /// The value of a row, with its document.
    pub(super) fn value_of<'j>(&self, row: Row, json: &'j Json<'j>) -> Option<Value<'j>> {
        self.entry_of(row, json).map(|entry| json.value(entry))
    }
}

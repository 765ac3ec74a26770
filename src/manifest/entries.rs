//! The entries of a manifest, as what is wrong with one needs to know of the others.

use crate::fix::Remedy;
use crate::json::{Reader, Text, Value};
use crate::source::{Lines, Source, Span};
use crate::table::Table;

/// The entries of an object that have been read so far.
pub(super) struct Entries<'a> {
    pub(super) source: Source<'a>,
    /// Where the opening brace ends.
    pub(super) start: usize,
    /// Where the last entry ends, or the opening brace.
    pub(super) end: usize,
    /// Whether there is one that no remedy removes.
    pub(super) has_kept: bool,
    /// The keys that are not in the manifest's table.
    pub(super) others: Vec<Text<'a>>,
    table: Table,
    /// The numbers of those of a companion's that are given again.
    pub(super) repeated: Vec<usize>,
    /// The finding with the remedy that removes an entry, by where that starts. There are no more of
    /// them than optional keys.
    pub(super) removals: Vec<(usize, Option<usize>)>,
    pub(super) lines: Option<Lines<'a>>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(root: Value<'_>, source: Source<'a>) -> Self {
        Self {
            source,
            start: root.span().end,
            end: root.span().end,
            has_kept: false,
            others: Vec::new(),
            table: Table::default(),
            repeated: Vec::new(),
            removals: Vec::new(),
            lines: None,
        }
    }

    /// The number of a key among the others, of which the next one has none so far.
    pub(super) fn number_of(&mut self, name: &str) -> usize {
        let names = |number: usize| self.others[number].decode();
        self.table.first(name, self.others.len(), false, &names)
    }

    /// Removes the entry that ends here: with the comma before it, or with the one behind it if
    /// nothing stays before it.
    pub(super) fn removal(&self, key: Span, json: &Reader<'_>) -> Option<Remedy> {
        let end = json.offset();
        let span = match json.start_of_next_key() {
            _ if self.has_kept => Span::new(self.end, end),
            Some(next) => Span::new(key.start, next),
            None if !json.is_last_entry() => return None,
            None if self.end == self.start => Span::new(key.start, end),
            None => Span::new(self.end, end),
        };
        Some(Remedy::remove(span, true))
    }
}

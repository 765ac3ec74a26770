//! Unknown keys that are meant as known ones.

use super::{KEYS, Row};
use crate::similar::{nearest, suggestion};

/// An unknown key near to a known one that is absent.
#[derive(Debug)]
pub(crate) struct Misspelled {
    /// The known key.
    pub(crate) known: &'static str,
    /// Its row, unless it is a key of a request.
    pub(super) row: Option<Row>,
    /// The entry.
    pub(super) entry: u32,
    /// Whether its value has been judged as that of the known key.
    pub(super) certain: bool,
}

/// Keys by which other tools call what a manifest has.
const HABITS: [(&str, &str); 16] = [
    ("dependencies", "npmDependencies"),
    ("deps", "npmDependencies"),
    ("desc", "description"),
    ("entry", "entrypoint"),
    ("env", "envVars"),
    ("environment", "envVars"),
    ("export", "routeExport"),
    ("keywords", "tags"),
    ("lang", "language"),
    ("main", "entrypoint"),
    ("packages", "npmDependencies"),
    ("path", "routePath"),
    ("route", "routePath"),
    ("slug", "name"),
    ("summary", "description"),
    ("title", "name"),
];

/// The known key that an unknown one is probably meant as, and whether that is certain.
pub(super) fn nearest_key(name: &str, extra: &[&'static str]) -> Option<(&'static str, bool)> {
    if let Some((_, known)) = HABITS.iter().find(|(habit, _)| habit.eq_ignore_ascii_case(name)) {
        return Some((known, false));
    }
    let known = KEYS.iter().map(|key| key.name).chain(extra.iter().copied());
    let known = nearest(name, known)?;
    Some((known, suggestion(name, known).certain))
}

#[cfg(test)]
mod tests {
    use super::{HABITS, Row};

    #[test]
    fn every_habit_has_a_key() {
        for (habit, known) in HABITS {
            assert!(Row::from_key(habit).is_none(), "{habit}");
            assert!(Row::from_key(known).is_some(), "{known}");
        }
        assert!(HABITS.is_sorted());
    }
}

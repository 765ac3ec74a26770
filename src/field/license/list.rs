//! The SPDX lists of licenses and of exceptions, from the `spdx` crate.
//!
//! There each name is a reference, and a program has to carry and to mend an address for each, more
//! than 100 kB. From those lists the compiler makes these: the names stand in one text.

use spdx::flags::{self, IS_DEPRECATED};
use spdx::identifiers::{EXCEPTIONS, LICENSES};

/// An array of what an expression says of each item of a list.
macro_rules! each {
    ($list:ident, $empty:expr, |$one:ident| $value:expr) => {{
        let mut all = [$empty; $list.len()];
        let mut at = 0;
        while at < all.len() {
            let $one = &$list[at];
            all[at] = $value;
            at += 1;
        }
        all
    }};
}

/// The names of the items of a list, or what a function makes of them, which is no longer.
macro_rules! names {
    ($list:ident, |$one:ident| $name:expr, $of:ident) => {{
        const NAMES: [&str; $list.len()] = each!($list, "", |$one| $name);
        const JOINED: ([u8; length(&NAMES)], [u16; NAMES.len()]) = {
            let mut text = [0; length(&NAMES)];
            let mut ends = [0; NAMES.len()];
            let mut end = 0;
            let mut at = 0;
            while at < NAMES.len() {
                let (_, rest) = text.split_at_mut(end as usize);
                end += $of(NAMES[at], rest);
                ends[at] = end;
                at += 1;
            }
            (text, ends)
        };
        const ENDS: [u16; NAMES.len()] = JOINED.1;
        const TEXT: [u8; ENDS[NAMES.len() - 1] as usize] = match JOINED.0.first_chunk() {
            Some(text) => *text,
            None => panic!("there is more than all"),
        };
        let Ok(text) = str::from_utf8(&TEXT) else { panic!("a name is not UTF-8") };
        Names { text, ends: &ENDS }
    }};
}

/// How the identifiers start. Each list is in their order, and so are these numbers, among which a
/// search is a fraction of one among texts.
static PREFIXES: [u64; LICENSES.len()] = each!(LICENSES, 0, |license| prefix_of(license.name));
static EXCEPTION_PREFIXES: [u64; EXCEPTIONS.len()] =
    each!(EXCEPTIONS, 0, |exception| prefix_of(exception.name));

static LICENSE_FLAGS: [flags::Type; LICENSES.len()] = each!(LICENSES, 0, |license| license.flags);
static EXCEPTION_FLAGS: [flags::Type; EXCEPTIONS.len()] =
    each!(EXCEPTIONS, 0, |exception| exception.flags);

static IDS: Names = names!(LICENSES, |license| license.name, copy);
static ESSENCES: Names = names!(LICENSES, |license| license.full_name, essence);
#[cfg(feature = "schema")]
static FULL_NAMES: Names = names!(LICENSES, |license| license.full_name, copy);
static EXCEPTION_IDS: Names = names!(EXCEPTIONS, |exception| exception.name, copy);

/// A license of the list.
#[derive(Clone, Copy)]
pub(crate) struct License {
    index: usize,
}

impl License {
    /// The identifier in its canonical spelling.
    pub(crate) fn id(self) -> &'static str {
        IDS.get(self.index)
    }

    #[cfg(feature = "schema")]
    pub(crate) fn full_name(self) -> &'static str {
        FULL_NAMES.get(self.index)
    }

    /// What tells its full name from those of others: the letters and digits of the words that say
    /// something, in lower case, without the `v` of a version.
    pub(crate) fn essence(self) -> &'static str {
        ESSENCES.get(self.index)
    }

    pub(crate) fn is_deprecated(self) -> bool {
        is_deprecated(LICENSE_FLAGS[self.index])
    }
}

/// An exception of the list.
#[derive(Clone, Copy)]
pub(crate) struct Exception {
    index: usize,
}

impl Exception {
    /// The identifier in its canonical spelling.
    pub(crate) fn id(self) -> &'static str {
        EXCEPTION_IDS.get(self.index)
    }

    pub(crate) fn is_deprecated(self) -> bool {
        is_deprecated(EXCEPTION_FLAGS[self.index])
    }
}

/// The license with this identifier, in its canonical spelling.
pub(crate) fn license(id: &str) -> Option<License> {
    let index = position(id, &PREFIXES, &IDS)?;
    is_of_spdx(id).then_some(License { index })
}

/// The exception with this identifier, in its canonical spelling.
pub(crate) fn exception(id: &str) -> Option<Exception> {
    let index = position(id, &EXCEPTION_PREFIXES, &EXCEPTION_IDS)?;
    Some(Exception { index })
}

fn position(id: &str, prefixes: &[u64], ids: &Names) -> Option<usize> {
    let start = prefix_of(id);
    let mut index = prefixes.partition_point(|prefix| *prefix < start);
    while prefixes.get(index) == Some(&start) {
        if ids.get(index) == id {
            return Some(index);
        }
        index += 1;
    }
    None
}

pub(crate) fn licenses() -> impl Iterator<Item = License> {
    (0..LICENSES.len()).map(|index| License { index }).filter(|one| is_of_spdx(one.id()))
}

pub(crate) fn exceptions() -> impl Iterator<Item = Exception> {
    (0..EXCEPTIONS.len()).map(|index| Exception { index })
}

/// The crate's list also has the two words that SPDX documents use where there is no license, and old
/// names with the operator `+`. Of the documentation licenses, SPDX has only those forms that say
/// `-only` or `-or-later`.
fn is_of_spdx(id: &str) -> bool {
    !matches!(id, "NONE" | "NOASSERTION") && !id.ends_with('+') && !id.ends_with("-invariants")
}

fn is_deprecated(flags: flags::Type) -> bool {
    flags & IS_DEPRECATED != 0
}

/// Names that stand one behind another in a single text.
struct Names {
    text: &'static str,
    ends: &'static [u16],
}

impl Names {
    fn get(&self, index: usize) -> &'static str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[usize::from(start)..usize::from(self.ends[index])]
    }
}

const fn length(names: &[&str]) -> usize {
    let mut length = 0;
    let mut at = 0;
    while at < names.len() {
        length += names[at].len();
        at += 1;
    }
    assert!(length <= u16::MAX as usize, "more text than the end of a name can say");
    length
}

/// Copies a name, and returns how long it is.
const fn copy(name: &str, text: &mut [u8]) -> u16 {
    let (place, _) = text.split_at_mut(name.len());
    place.copy_from_slice(name.as_bytes());
    short(name.len())
}

/// Writes the essence of a full name, and returns how long it is.
const fn essence(name: &str, text: &mut [u8]) -> u16 {
    let name = name.as_bytes();
    let (mut start_of_word, mut end) = (0, 0);
    let mut at = 0;
    while at <= name.len() {
        let byte = if at < name.len() { name[at].to_ascii_lowercase() } else { b' ' };
        match byte {
            // A letter of Latin-1, such as the one in `Québec`.
            0xC3 => {
                text[end] = byte;
                text[end + 1] = name[at + 1];
                end += 2;
                at += 1;
            }
            b'a'..=b'z' | b'0'..=b'9' => {
                if byte.is_ascii_digit() && end > start_of_word && text[end - 1] == b'v' {
                    end -= 1;
                }
                text[end] = byte;
                end += 1;
            }
            b'.' => {}
            _ => {
                // What else is not ASCII is a dash, of three bytes.
                if !byte.is_ascii() {
                    assert!(byte == 0xE2, "a character that no name had so far");
                    at += 2;
                }
                let (before, _) = text.split_at(end);
                let (_, word) = before.split_at(start_of_word);
                if is_filler(word) {
                    end = start_of_word;
                }
                start_of_word = end;
            }
        }
        at += 1;
    }
    short(end)
}

/// Whether a word in lower case says nothing in the name of a license.
pub(crate) const fn is_filler(word: &[u8]) -> bool {
    matches!(word, b"the" | b"license" | b"licence" | b"licensed" | b"version" | b"v" | b"gnu")
}

#[expect(clippy::cast_possible_truncation, reason = "all names together are not longer")]
const fn short(length: usize) -> u16 {
    length as u16
}

/// The first eight bytes of a name as a number; where there are fewer, zeros are behind them.
const fn prefix_of(name: &str) -> u64 {
    if let Some(first) = name.as_bytes().first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let mut prefix = 0;
    let mut at = 0;
    while at < 8 {
        let byte = if at < name.len() { name.as_bytes()[at] } else { 0 };
        prefix = prefix << 8 | byte as u64;
        at += 1;
    }
    prefix
}

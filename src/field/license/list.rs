//! The SPDX lists of licenses and of exceptions, from the `spdx` crate.
//!
//! There each name is a reference, and a program has to carry and to relocate an address for each,
//! more than 100 kB. From those lists the compiler makes these: the names are in one text.

use spdx::flags::{self, IS_DEPRECATED};
use spdx::identifiers::EXCEPTIONS;

use crate::similar::Letters;

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

/// The names of the items of a list in one text.
macro_rules! names {
    ($list:ident, |$one:ident| $name:expr) => {{
        const NAMES: [&str; $list.len()] = each!($list, "", |$one| $name);
        const JOINED: ([u8; length(&NAMES)], [u16; NAMES.len()]) = {
            let mut text = [0; length(&NAMES)];
            let mut ends = [0; NAMES.len()];
            let mut end = 0;
            let mut at = 0;
            while at < NAMES.len() {
                let (_, rest) = text.split_at_mut(end);
                let (place, _) = rest.split_at_mut(NAMES[at].len());
                place.copy_from_slice(NAMES[at].as_bytes());
                end += NAMES[at].len();
                ends[at] = short(end);
                at += 1;
            }
            (text, ends)
        };
        static TEXT: [u8; JOINED.0.len()] = JOINED.0;
        static ENDS: [u16; NAMES.len()] = JOINED.1;
        let Ok(text) = str::from_utf8(&TEXT) else { panic!("a name is not UTF-8") };
        Names { text, ends: &ENDS }
    }};
}

/// The licenses of SPDX itself. The crate's list also has the two words that SPDX documents use
/// where there is no license, old names with the operator `+`, and the forms of the documentation
/// licenses that lack `-only` or `-or-later`.
const LICENSES: [&spdx::License; COUNT] = {
    let all = spdx::identifiers::LICENSES;
    let mut licenses = [&all[0]; COUNT];
    let (mut count, mut at) = (0, 0);
    while at < all.len() {
        if is_of_spdx(all[at].name) {
            licenses[count] = &all[at];
            count += 1;
        }
        at += 1;
    }
    licenses
};

const COUNT: usize = {
    let all = spdx::identifiers::LICENSES;
    let (mut count, mut at) = (0, 0);
    while at < all.len() {
        if is_of_spdx(all[at].name) {
            count += 1;
        }
        at += 1;
    }
    count
};

const fn is_of_spdx(id: &str) -> bool {
    !matches!(
        id.as_bytes(),
        b"NONE"
            | b"NOASSERTION"
            | [.., b'+']
            | [.., b'-', b'i', b'n', b'v', b'a', b'r', b'i', b'a', b'n', b't', b's']
    )
}

/// How the identifiers start. Each list is in their order, and so are these numbers, among which a
/// search is a fraction of one among texts.
static PREFIXES: [u64; LICENSES.len()] = each!(LICENSES, 0, |license| prefix_of(license.name));
static EXCEPTION_PREFIXES: [u64; EXCEPTIONS.len()] =
    each!(EXCEPTIONS, 0, |exception| prefix_of(exception.name));

static LICENSE_FLAGS: [flags::Type; LICENSES.len()] = each!(LICENSES, 0, |license| license.flags);
static EXCEPTION_FLAGS: [flags::Type; EXCEPTIONS.len()] =
    each!(EXCEPTIONS, 0, |exception| exception.flags);

static IDS: Names = names!(LICENSES, |license| license.name);
static FULL_NAMES: Names = names!(LICENSES, |license| license.full_name);
static EXCEPTION_IDS: Names = names!(EXCEPTIONS, |exception| exception.name);

static ID_LETTERS: [Letters; LICENSES.len()] =
    each!(LICENSES, Letters::NONE, |license| Letters::of(license.name));
static FULL_NAME_LETTERS: [Letters; LICENSES.len()] =
    each!(LICENSES, Letters::NONE, |license| Letters::of(license.full_name));
static EXCEPTION_LETTERS: [Letters; EXCEPTIONS.len()] =
    each!(EXCEPTIONS, Letters::NONE, |exception| Letters::of(exception.name));

/// A license of the list.
#[derive(Clone, Copy)]
pub(crate) struct License {
    index: usize,
}

impl AsRef<str> for License {
    fn as_ref(&self) -> &str {
        self.id()
    }
}

impl License {
    /// The identifier in its canonical spelling.
    pub(crate) fn id(self) -> &'static str {
        IDS.get(self.index)
    }

    pub(crate) fn full_name(self) -> &'static str {
        FULL_NAMES.get(self.index)
    }

    /// The letters of the identifier.
    pub(crate) fn letters(self) -> Letters {
        ID_LETTERS[self.index]
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

impl AsRef<str> for Exception {
    fn as_ref(&self) -> &str {
        self.id()
    }
}

impl Exception {
    /// The identifier in its canonical spelling.
    pub(crate) fn id(self) -> &'static str {
        EXCEPTION_IDS.get(self.index)
    }

    /// The letters of the identifier.
    pub(crate) fn letters(self) -> Letters {
        EXCEPTION_LETTERS[self.index]
    }

    pub(crate) fn is_deprecated(self) -> bool {
        is_deprecated(EXCEPTION_FLAGS[self.index])
    }
}

/// The license with this identifier, in its canonical spelling.
pub(crate) fn license(id: &str) -> Option<License> {
    let index = position(id, &PREFIXES, &IDS)?;
    Some(License { index })
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
    (0..LICENSES.len()).map(|index| License { index })
}

/// The licenses whose identifier or full name has letters for which a condition holds.
pub(crate) fn licenses_by_letters(
    is_wanted: impl Fn(Letters) -> bool,
) -> impl Iterator<Item = License> {
    let letters = ID_LETTERS.iter().zip(&FULL_NAME_LETTERS).enumerate();
    let found =
        letters.filter(move |(_, (id, full_name))| is_wanted(**id) || is_wanted(**full_name));
    found.map(|(index, _)| License { index })
}

pub(crate) fn exceptions() -> impl Iterator<Item = Exception> {
    (0..EXCEPTIONS.len()).map(|index| Exception { index })
}

fn is_deprecated(flags: flags::Type) -> bool {
    flags & IS_DEPRECATED != 0
}

/// Names that follow each other in a single text.
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

#[expect(clippy::cast_possible_truncation, reason = "all names together are not longer")]
const fn short(length: usize) -> u16 {
    length as u16
}

/// The first eight bytes of a name as a number; padded with zeros.
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

//! The SPDX lists of licenses and of exceptions, from the `spdx` crate.
//!
//! There they are constants, and each use of a constant is a copy of 100 kB; here they stand once.

pub(crate) use spdx::{Exception, License};

static LICENSES: &[License] = spdx::identifiers::LICENSES;
static EXCEPTIONS: &[Exception] = spdx::identifiers::EXCEPTIONS;

/// How the names of the licenses start. The list is in their order, and so are these numbers, among
/// which a search is a fraction of one among texts.
static PREFIXES: [u64; spdx::identifiers::LICENSES.len()] = {
    let mut prefixes = [0; spdx::identifiers::LICENSES.len()];
    let mut at = 0;
    while at < prefixes.len() {
        prefixes[at] = prefix_of(spdx::identifiers::LICENSES[at].name);
        at += 1;
    }
    prefixes
};

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

/// The license with this identifier, in its canonical spelling.
pub(crate) fn license(id: &str) -> Option<&'static License> {
    let start = prefix_of(id);
    let first = PREFIXES.partition_point(|prefix| *prefix < start);
    let same = PREFIXES[first..].iter().take_while(|prefix| **prefix == start).count();
    let license = LICENSES[first..first + same].iter().find(|one| one.name == id)?;
    is_of_spdx(license).then_some(license)
}

/// The exception with this identifier.
pub(crate) fn exception(id: &str) -> Option<&'static Exception> {
    let index = EXCEPTIONS.binary_search_by(|one| one.name.cmp(id)).ok()?;
    Some(&EXCEPTIONS[index])
}

pub(crate) fn licenses() -> impl Iterator<Item = &'static License> {
    LICENSES.iter().filter(|one| is_of_spdx(one))
}

pub(crate) fn exceptions() -> impl Iterator<Item = &'static Exception> {
    EXCEPTIONS.iter()
}

/// The crate's list also has the two words that SPDX documents use where there is no license, and old
/// names with the operator `+`. Of the documentation licenses, SPDX has only those forms that say
/// `-only` or `-or-later`.
fn is_of_spdx(license: &License) -> bool {
    let name = license.name;
    !matches!(name, "NONE" | "NOASSERTION")
        && !name.ends_with('+')
        && !name.ends_with("-invariants")
}

/// Whether the flags of a license or an exception say that it is for old works only.
pub(crate) fn is_deprecated(flags: spdx::flags::Type) -> bool {
    flags & spdx::flags::IS_DEPRECATED != 0
}

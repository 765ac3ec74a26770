//! The SPDX lists of licenses and of exceptions, from the `spdx` crate.
//!
//! There they are constants, and each use of a constant is a copy of 100 kB; here they stand once.

pub(crate) use spdx::{Exception, License};

static LICENSES: &[License] = spdx::identifiers::LICENSES;
static EXCEPTIONS: &[Exception] = spdx::identifiers::EXCEPTIONS;

/// The license with this identifier, in its canonical spelling.
pub(crate) fn license(id: &str) -> Option<&'static License> {
    let index = LICENSES.binary_search_by(|one| one.name.cmp(id)).ok()?;
    Some(&LICENSES[index]).filter(|one| is_of_spdx(one))
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

/// The crate's list also has the two words that SPDX documents use where there is no license. Of the
/// documentation licenses, SPDX has only those forms that say `-only` or `-or-later`.
fn is_of_spdx(license: &License) -> bool {
    !matches!(license.name, "NONE" | "NOASSERTION") && !license.name.ends_with("-invariants")
}

/// Whether the flags of a license or an exception say that it is for old works only.
pub(crate) fn is_deprecated(flags: spdx::flags::Type) -> bool {
    flags & spdx::flags::IS_DEPRECATED != 0
}

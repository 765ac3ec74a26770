//! Fingerprints, by which GitLab and SARIF recognize a finding in the next run.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::error::kind::Subject;
use crate::finding::Finding;

/// Gives every finding of an output its own fingerprint.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// The fingerprints so far, each with the number of its repetitions.
    given: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// Returns the fingerprint of a finding in a file. It depends on the path, the code, the key and
    /// the message, but not on anything that edits elsewhere change, such as the span. A repetition
    /// gets another fingerprint by its number.
    pub(super) fn next(&mut self, path: &str, finding: &Finding) -> String {
        let pointer = finding.pointer().unwrap_or_default();
        // Nothing is deeper than an item, and the index of an item depends on other items.
        let key = pointer.split('/').nth(1).unwrap_or_default();
        let (code, message) = (finding.code().as_str(), lasting_message(finding.error()));
        let first = digest(&[path, code, key, &message]);
        let mut fingerprint = first.clone();
        while let Some(number) = self.given.get_mut(&fingerprint) {
            *number += 1;
            fingerprint = digest(&[&first, &number.to_string()]);
        }
        self.given.insert(fingerprint.clone(), 0);
        fingerprint
    }
}

/// Returns the message, or only what of it does not depend on other entries.
fn lasting_message(error: &Error) -> String {
    match error {
        Error::DuplicateField { field, .. } => field.to_string(),
        Error::InvalidType { subject: Subject::Item(..), found, .. } => found.to_string(),
        _ => error.to_string(),
    }
}

/// Returns the 128-bit FNV-1a hash in hexadecimal digits: it never changes, and need not resist
/// attacks.
fn digest(texts: &[&str]) -> String {
    const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    // A byte that is never in UTF-8 ends each text.
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xFF]));
    let hash = bytes.fold(OFFSET_BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_never_changes() {
        assert_eq!(super::digest(&[]), "6c62272e07bb014262b821756295c58d");
        assert_eq!(super::digest(&["a", "b"]), "697222d0e0757277b806e9775b4e0ce2");
    }
}

//! What tells one finding from another, from one run to the next.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::error::kind::Subject;
use crate::finding::Finding;

/// Gives every finding of a document a fingerprint of its own.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// Every fingerprint that is given, and how often it was wanted again.
    given: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of a finding in a file: of the file's path, the code, the key and what is said
    /// of it, but of nothing that edits elsewhere change, such as its place. What is found again gets
    /// another one by its number.
    pub(super) fn next(&mut self, path: &str, finding: &Finding) -> String {
        let pointer = finding.pointer().unwrap_or_default();
        // No value lies deeper than a list's item, and where that stands depends on the others.
        let key = pointer.split('/').nth(1).unwrap_or_default();
        let (code, said) = (finding.code().as_str(), lasting_words(finding.error()));
        let first = digest(&[path, code, key, &said]);
        let mut fingerprint = first.clone();
        while let Some(number) = self.given.get_mut(&fingerprint) {
            *number += 1;
            fingerprint = digest(&[&first, &number.to_string()]);
        }
        self.given.insert(fingerprint.clone(), 0);
        fingerprint
    }
}

/// The message, or what of it does not depend on other entries.
fn lasting_words(error: &Error) -> String {
    match error {
        Error::DuplicateField { field, .. } => field.to_string(),
        Error::InvalidType { subject: Subject::Item(..), found, .. } => found.to_string(),
        _ => error.to_string(),
    }
}

/// The 128-bit FNV-1a hash in hexadecimal digits: it need not withstand anybody, only be the same
/// everywhere and for ever.
fn digest(parts: &[&str]) -> String {
    const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    // A byte that no UTF-8 has ends each part.
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xFF]));
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

//! The licenses that editors offer, and a pattern that matches all other valid ones.

use super::{License, list};
use crate::field::{Listed, Shape, TextShape};

/// The most common licenses of packages, in the order in which editors list them.
const WELL_KNOWN: [&str; 20] = [
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "BSD-2-Clause",
    "ISC",
    "0BSD",
    "MPL-2.0",
    "GPL-3.0-or-later",
    "GPL-3.0-only",
    "GPL-2.0-or-later",
    "GPL-2.0-only",
    "LGPL-3.0-or-later",
    "LGPL-2.1-or-later",
    "AGPL-3.0-or-later",
    "AGPL-3.0-only",
    "EPL-2.0",
    "BSL-1.0",
    "Unlicense",
    "CC0-1.0",
    "CC-BY-4.0",
];

pub(crate) fn shape() -> Shape {
    let (deprecated, current): (Vec<_>, Vec<_>) =
        list::licenses().partition(|one| one.is_deprecated());
    let well_known = WELL_KNOWN.iter().filter_map(|id| list::license(id));
    let others = current.iter().copied().filter(|one| !WELL_KNOWN.contains(&one.id()));
    let listed = well_known.chain(others).map(|one| Listed {
        id: one.id(),
        // Some names in the list contain runs of spaces.
        full_name: one.full_name().split_whitespace().collect::<Vec<_>>().join(" "),
        is_well_known: WELL_KNOWN.contains(&one.id()),
    });
    Shape::License {
        text: TextShape {
            expected: "an SPDX license identifier in its exact spelling, or an expression of several",
            such_as: &["MIT", "MIT OR Apache-2.0"],
            example: "MIT",
            is_usual: true,
            pattern: pattern(deprecated.iter().map(|one| one.id())).into(),
            max_length: Some(License::MAX_LENGTH),
            refused: None,
        },
        listed: listed.collect(),
    }
}

/// Returns a pattern for licenses other than current identifiers: deprecated ones, ones with a `+`,
/// references, and expressions with parentheses or operators. A regular expression can check neither
/// the terms of an expression nor that its parentheses are balanced.
fn pattern<'n>(deprecated: impl Iterator<Item = &'n str>) -> String {
    const TERM: &str = "[A-Za-z0-9][A-Za-z0-9.:+-]*";
    let deprecated: Vec<_> = deprecated
        .filter(|name| !name.ends_with('+'))
        .map(|name| name.replace('.', r"\."))
        .collect();
    let single = [
        deprecated.join("|"),
        "[A-Za-z0-9][A-Za-z0-9.-]*[+]".to_owned(),
        "(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+".to_owned(),
    ];
    // No space is at either end.
    let open = "(?:[(][ (]*)?";
    let close = "(?:[ )]*[)])?";
    format!(
        "^(?:{open}(?:{single}){close}|[(][ (]*{TERM}{close}\
         |{open}{TERM}(?:[ )]+(?:AND|OR|WITH)[ (]+{TERM})+{close})$",
        single = single.join("|"),
    )
}

//! What is measured: manifests of several kinds, and who reads them.

mod contenders;
mod dice;
mod growing;
mod manifests;

pub use contenders::{
    Floor, check, check_function, check_request, floor, floor_function, parse, render,
};
pub use growing::{Growing, growing};

/// Reads one document and drops what came of it.
pub type Call = fn(&str);

/// What is measured beside the floor: the cheapest reading of the same documents.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its row in `budgets.txt`.
    pub name: &'static str,
    /// The documents of one pass.
    pub documents: Vec<String>,
    /// How many findings there are in each of them.
    pub findings: usize,
    /// This crate.
    pub ours: Call,
    /// `serde_json` without a single check.
    pub floor: Call,
}

/// Every case.
#[must_use]
pub fn cases() -> Vec<Case> {
    let case = |name, documents, findings, ours| Case { name, documents, findings, ours, floor };
    let one = |document| vec![document];
    vec![
        case("example", one(manifests::example()), 0, check),
        case("example, parsed", one(manifests::example()), 0, parse),
        case("varied", manifests::varied(256), 0, check),
        case("large", one(manifests::large()), 0, check),
        case("wrong", one(manifests::wrong()), 17, check),
        case("wrong, rendered", one(manifests::wrong()), 17, render),
        case("200 unknown keys", one(manifests::unknown_keys()), 100, check),
        Case {
            floor: floor_function,
            ..case("function", one(manifests::example()), 0, check_function)
        },
    ]
}

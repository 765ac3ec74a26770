//! What is measured: manifests of several kinds, and who reads them.

mod contenders;
mod dice;
mod growing;
mod manifests;

pub use contenders::{
    Floor, check, check_function, check_request, fix, floor, floor_function, parse, render,
};
pub use growing::{Growing, growing};

/// Reads one document and drops what came of it.
pub type Call = fn(&str);

/// Documents of one kind.
#[derive(Clone, Debug)]
pub struct Input {
    /// What kind that is.
    pub name: &'static str,
    /// What is read in one pass.
    pub documents: Vec<String>,
    /// How many findings there are in each of them.
    pub findings: usize,
}

/// All kinds of manifests.
#[must_use]
pub fn inputs() -> [Input; 5] {
    let input = |name, documents, findings| Input { name, documents, findings };
    let one = |document| vec![document];
    [
        input("example", one(manifests::example()), 0),
        input("varied", manifests::varied(256), 0),
        input("large", one(manifests::large()), 0),
        input("wrong", one(manifests::wrong()), 17),
        input("200 unknown keys", one(manifests::unknown_keys()), 100),
    ]
}

/// What is counted beside the floor: the cheapest reading of the same documents.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its row in `budgets.txt`.
    pub name: &'static str,
    /// What is read.
    pub input: Input,
    /// This crate.
    pub ours: Call,
    /// `serde_json` without a single check.
    pub floor: Call,
}

/// Everything that has a budget beside the floor.
#[must_use]
pub fn cases() -> Vec<Case> {
    let case = |name, input: &Input, ours| Case { name, input: input.clone(), ours, floor };
    let [example, varied, large, wrong, unknown_keys] = &inputs();
    vec![
        case(example.name, example, check),
        case("example, parsed", example, parse),
        case(varied.name, varied, check),
        case(large.name, large, check),
        case(wrong.name, wrong, check),
        case("wrong, rendered", wrong, render),
        case(unknown_keys.name, unknown_keys, check),
        Case { floor: floor_function, ..case("function", example, check_function) },
    ]
}

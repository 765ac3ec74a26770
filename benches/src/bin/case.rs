//! Reads the documents of one case, for callgrind to count: `case NAME ours`, `case NAME floor`, or
//! `case NAME COUNT` for a document that grows.

use std::env;
use std::hint::black_box;

use benches::{Call, Case, cases, growing};

fn main() {
    let mut arguments = env::args().skip(1);
    let (Some(name), Some(how)) = (arguments.next(), arguments.next()) else {
        panic!("usage: case NAME (ours | floor | COUNT)");
    };
    if let Ok(count) = how.parse() {
        let growing = growing().into_iter().find(|growing| growing.name == name);
        let growing = growing.expect("there is such a document");
        // Counts of different sizes are compared: what is the same in both does not matter.
        return counted(&[(growing.document)(count)], growing.call);
    }
    let case = cases().into_iter().find(|case| case.name == name);
    let Case { input, ours, floor, .. } = case.expect("there is such a case");
    let call = if how == "ours" { ours } else { floor };
    // What is made at the first use, and the allocator's first pages, belong to no call.
    for document in &input.documents {
        call(document);
    }
    counted(&input.documents, call);
}

/// What callgrind counts; it knows it by this name.
#[inline(never)]
fn counted(documents: &[String], call: Call) {
    for document in documents {
        call(black_box(document));
    }
}

//! Documents that can be made longer, to see that what they cost grows no faster than they do.

use crate::{Call, check, check_request, fix};

/// Something of which a document can have any number.
#[derive(Clone, Copy, Debug)]
pub struct Growing {
    /// What there are so many of.
    pub name: &'static str,
    /// A document with so many of it.
    pub document: fn(usize) -> String,
    /// The numbers to compare.
    pub counts: [usize; 3],
    /// About as many as fit a document of the greatest size.
    pub most: usize,
    /// How many times as many instructions as a byte of the large manifest one of these may cost.
    pub most_by_byte: f64,
    /// Who reads it.
    pub call: Call,
}

/// What a manifest or a request may have many of.
#[must_use]
pub fn growing() -> Vec<Growing> {
    const MANIFEST: [usize; 3] = [100, 1_000, 10_000];
    const MOST_BY_BYTE: f64 = 10.0;
    const REQUEST: [usize; 3] = [10_000, 100_000, 1_000_000];
    let manifest = |name, document| {
        let [.., most] = MANIFEST;
        let counts = MANIFEST;
        Growing { name, document, counts, most, most_by_byte: MOST_BY_BYTE, call: check }
    };
    let request = |name, most, document| Growing {
        name,
        document,
        counts: REQUEST,
        most,
        most_by_byte: MOST_BY_BYTE,
        call: check_request,
    };
    let fixed =
        |name, document| Growing { most_by_byte: 25.0, call: fix, ..manifest(name, document) };
    vec![
        manifest("tags", |n| list("tags", n, |n| format!("tag {n:05}"))),
        manifest("dependencies", |n| list("npmDependencies", n, |n| format!("p{n:05}@^1.2.3"))),
        manifest("the same dependency", |n| list("npmDependencies", n, |_| "hono".to_owned())),
        manifest("invalid variables", |n| list("envVars", n, |n| format!("{n:05}-KEY"))),
        manifest("unknown keys", |n| keys(n, |n| format!("x-{n:07}"))),
        manifest("misspelt keys", |n| keys(n, |n| format!("tags{n:05}"))),
        manifest("the same key", |n| keys(n, |_| "tags".to_owned())),
        manifest("equal tags in other cases", |n| {
            list("tags", n, |n| format!("é{}", bits(n, ['@', '`'])))
        }),
        manifest("deprecated licenses before an escape", |n| {
            under("license", &format!("\"{}\\u0020\"", "GPL-2.0 OR ".repeat(n)))
        }),
        manifest("licenses of other letters", |n| {
            under("license", &format!("\"{}\"", "éééééééééééééééé OR ".repeat(n)))
        }),
        manifest("keys of other letters", |n| keys(n, |n| format!("ключ-{n:07}"))),
        manifest("sides of a conflict", |n| under("x", &format!("0{}", "\n=======".repeat(n)))),
        manifest("comments", |n| under("x", &format!("{}0", "/*/*\n//\n".repeat(n)))),
        manifest("comments without a fix", |n| format!("{{\"a\":,{}}}", "/**/".repeat(n))),
        manifest("quotes", |n| under("x", &"\"".repeat(n))),
        manifest("tags without their end", |n| list("tags", n, |_| "\"\t".to_owned())),
        manifest("escapes", |n| under("x", &format!("\"{}\"", "\\u00e9".repeat(n)))),
        manifest("brackets", |n| under("x", &nested(n))),
        manifest("trailing commas", |n| under("x", &format!("[{}0]", "[1,],".repeat(n)))),
        manifest("terms of a license", |n| {
            let terms: Vec<_> = (0..n).map(|n| format!("X{n:05}")).collect();
            under("license", &format!("\"{}\"", terms.join(" OR ")))
        }),
        manifest("characters of a name", |n| under("name", &format!("\"{}\"", "Ab ".repeat(n)))),
        fixed("variables to fix", |n| list("envVars", n, |n| format!("{n:05}-KEY"))),
        fixed("variables before comments", |n| {
            let items: Vec<_> = (0..n).map(|n| format!("\"A{n:05}\" //\n")).collect();
            under("envVars", &format!("[{}]", items.join(",")))
        }),
        fixed("dependencies to remove", |n| list("npmDependencies", n, |_| "hono".to_owned())),
        request("escapes of the code", 8_000_000, |n| {
            under("code", &format!("\"{}\"", "\\n".repeat(n)))
        }),
        request("brackets of a request", 8_000_000, |n| under("x", &nested(n))),
        request("items for the code", 8_000_000, |n| {
            under("code", &format!("[{}1]", "1,".repeat(n)))
        }),
        request("trailing commas for the code", 3_000_000, |n| {
            under("code", &format!("[{}0]", "[1,],".repeat(n)))
        }),
        request("the code again", 1_700_000, |n| keys(n, |_| "code".to_owned())),
        request("packages of a request", 1_500_000, |n| {
            list("npmDependencies", n, |n| format!("p{n:07}"))
        }),
        request("keys of a request", 1_200_000, |n| keys(n, |n| format!("x-{n:07}"))),
    ]
}

fn list(key: &str, count: usize, item: fn(usize) -> String) -> String {
    let items: Vec<_> = (0..count).map(|n| format!("\"{}\"", item(n))).collect();
    under(key, &format!("[{}]", items.join(",")))
}

/// A number in binary digits, with two characters for them.
fn bits(number: usize, digits: [char; 2]) -> String {
    (0..14).map(|bit| digits[number >> bit & 1]).collect()
}

fn keys(count: usize, key: fn(usize) -> String) -> String {
    let entries: Vec<_> = (0..count).map(|n| format!("\"{}\":0", key(n))).collect();
    format!("{{{}}}", entries.join(","))
}

fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

fn under(key: &str, value: &str) -> String {
    format!("{{\"{key}\":{value}}}")
}

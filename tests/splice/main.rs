//! An installer writes values, unquoted, into other people's files. Here they are written as it
//! does, and what reads them there says what it reads: shells in this program, and the parsers of
//! JavaScript, npm, URLs and environment files in `check.js`.

#[cfg(unix)]
mod shell;
#[path = "../tree/mod.rs"]
mod tree;
mod values;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use values::VALUES;

#[test]
fn values_reach_the_borders_of_their_rules() {
    const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
    const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const DIGITS: &str = "0123456789";
    // What stands at the start, within and at the end of values besides letters and digits, and how
    // long they are.
    for (of_key, letters, [start, within, end], longest) in [
        (&VALUES.name, [LOWER, DIGITS].concat(), ["", "-", ""], 64),
        (
            &VALUES.entrypoint,
            [LOWER, UPPER, DIGITS].concat(),
            ["._@+[]", "._@+~[]- /", "_@+~[]-"],
            255,
        ),
        (&VALUES.route_path, [LOWER, UPPER, DIGITS].concat(), ["/", "/._~:*-", "/._~:*-"], 255),
        (
            &VALUES.route_export,
            [LOWER, UPPER].concat(),
            ["$_", "$_0123456789", "$_0123456789"],
            128,
        ),
        (
            &VALUES.npm_dependencies,
            [LOWER, DIGITS].concat(),
            ["@", "._-@/^~+ABCDEFGHIJKLMNOPQRSTUVWXYZ", "._-ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
            470,
        ),
        (&VALUES.env_vars, [LOWER, UPPER].concat(), ["_", "_0123456789", "_0123456789"], 128),
    ] {
        // Every path starts with the same slash.
        let first = if start == "/" { "" } else { &letters };
        for c in [first, start].concat().chars() {
            assert!(of_key.iter().any(|text| text.starts_with(c)), "{c:?} at the start");
        }
        for c in [&letters, within].concat().chars() {
            assert!(of_key.iter().any(|text| text[1..].contains(c)), "{c:?} within");
        }
        for c in [&letters, end].concat().chars() {
            assert!(of_key.iter().any(|text| text.ends_with(c)), "{c:?} at the end");
        }
        assert_eq!(of_key.iter().map(String::len).max(), Some(longest));
        assert!(of_key.len() > 1500, "only {} values", of_key.len());
    }
}

#[test]
#[ignore = "needs Node and packages: npm --prefix tests/splice ci && npm --prefix tests/splice test"]
fn what_is_written_is_what_is_read() {
    let check = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/splice/check.js");
    let mut node = Command::new("node").arg(check).stdin(Stdio::piped()).spawn().unwrap();
    let values = serde_json::to_vec(&*VALUES).unwrap();
    node.stdin.take().unwrap().write_all(&values).unwrap();
    assert!(node.wait().unwrap().success());
}

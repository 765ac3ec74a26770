//! A syntax error hides nothing whose meaning is plain.
//!
//! Each row of `rows` damages a manifest in one place. What is wrong elsewhere must still be found,
//! nothing else may be, and a certain fix must restore what the manifest means.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use aerostack_manifest::{Code, Finding, Fix, Function, Manifest, Memory, Report};
use serde_json::Value;

/// Every key, one mistake before the places that the rows damage and two after them.
const BASE: &str = r#"{
  "$schema": "https://example.com/aerostack.json",
  "version": "v1.0.0",
  "name": "hello-world",
  "description": "Says hello from the edge.",
  "category": "utility",
  "x-team": {
    "owner": "edge",
    "members": ["ada", "bob"],
    "oncall": { "weeks": 2, "paged": true }
  },
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT",
  "npmDependencies": ["hono", "zod"],
  "envVars": ["GREETING", "LOCALE"],
  "routePath": "/hello",
  "routeExport": "helloRoute",
  "drizzleSchema": false,
  "entrypoint": "/abs.ts",
  "tags": ["a", "a"]
}
"#;

/// The value of the unknown key.
const TEAM: &str = r#"{
    "owner": "edge",
    "members": ["ada", "bob"],
    "oncall": { "weeks": 2, "paged": true }
  }"#;

/// What is found in `BASE`, in order, and the last bytes that each finding needs.
const FOUND: [(&str, &str); 4] = [
    ("INVALID_VERSION /version", "\"v1.0.0\""),
    ("UNKNOWN_FIELD /x-team", "\"x-team\": {"),
    ("INVALID_ENTRYPOINT /entrypoint", "\"/abs.ts\""),
    ("DUPLICATE_ENTRY /tags/1", "[\"a\", \"a\"]"),
];

/// How the lines of a document end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Lines,
    Crlf,
    /// There are none: everything is on one line.
    OneLine,
}

use Layout::{Crlf, Lines, OneLine};

impl Layout {
    fn apply(self, text: &str) -> String {
        match self {
            Lines => text.to_owned(),
            Crlf => text.replace('\n', "\r\n"),
            OneLine => {
                let lines: Vec<_> = text.split('\n').map(|line| line.trim_matches(' ')).collect();
                lines.join(" ")
            }
        }
    }
}

/// What is said of the fix of a syntax error.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Offer {
    Certain,
    Likely,
    /// Perhaps one that is likely.
    Uncertain,
    None,
}

/// One mistake: what is replaced in `BASE`, by what, and what must come of it.
#[derive(Clone, Copy)]
struct Row {
    what: &'static str,
    old: &'static str,
    /// The blamed text is between `⟦` and `⟧`, if it is known.
    new: &'static str,
    /// What the fix makes of it, in JSON of any formatting.
    meaning: &'static str,
    offer: Offer,
    layouts: &'static [Layout],
    lost: &'static [&'static str],
    gained: &'static [&'static str],
    /// Whether findings after the mistake may be missing.
    may_hide: bool,
}

impl Row {
    const fn new(
        what: &'static str,
        old: &'static str,
        new: &'static str,
        offer: Offer,
        layouts: &'static [Layout],
    ) -> Self {
        let (lost, gained) = (&[], &[]);
        Self { what, old, new, meaning: old, offer, layouts, lost, gained, may_hide: false }
    }

    /// The text after the fix, where it is not `BASE`.
    const fn means(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    /// Where the end of a line matters.
    const fn on_lines(self) -> Self {
        Self { layouts: &[Lines, Crlf], ..self }
    }

    /// Where the line break is in a string.
    const fn on_unix(self) -> Self {
        Self { layouts: &[Lines], ..self }
    }

    const fn on_one_line(self) -> Self {
        Self { layouts: &[OneLine], ..self }
    }

    const fn lacks(self, lost: &'static [&'static str]) -> Self {
        Self { lost, ..self }
    }

    const fn adds(self, gained: &'static [&'static str]) -> Self {
        Self { gained, ..self }
    }

    const fn may_hide(self) -> Self {
        Self { may_hide: true, ..self }
    }
}

const ANY: &[Layout] = &[Lines, Crlf, OneLine];

const fn certain(what: &'static str, old: &'static str, new: &'static str) -> Row {
    Row::new(what, old, new, Offer::Certain, ANY)
}

const fn likely(what: &'static str, old: &'static str, new: &'static str) -> Row {
    Row::new(what, old, new, Offer::Likely, ANY)
}

const fn uncertain(what: &'static str, old: &'static str, new: &'static str) -> Row {
    Row::new(what, old, new, Offer::Uncertain, ANY)
}

const fn unfixed(what: &'static str, old: &'static str, new: &'static str) -> Row {
    Row::new(what, old, new, Offer::None, ANY)
}

#[rustfmt::skip]
const COMMENTS: &[Row] = &[
    certain("a line comment on its own line", r#""name":"#, "⟦// the slug⟧\n  \"name\":").on_lines(),
    certain("a hash comment on its own line", r#""name":"#, "⟦# the slug⟧\n  \"name\":").on_lines(),
    certain("a block comment on its own line", r#""name":"#, "⟦/* the slug */⟧\n  \"name\":"),
    certain("a block comment of several lines", r#""name":"#, "⟦/*\n   * The slug.\n   */⟧\n  \"name\":"),
    certain("a line comment after a comma", r#""hello-world","#, r#""hello-world", ⟦// the slug⟧"#).on_lines(),
    certain("a hash comment after a comma", r#""hello-world","#, r#""hello-world", ⟦# the slug⟧"#).on_lines(),
    certain("a line comment before a comma", r#""hello-world","#, "\"hello-world\" ⟦// the slug⟧\n  ,").on_lines(),
    certain("a line comment after a brace", "{\n  \"$schema\"", "{ ⟦// a manifest⟧\n  \"$schema\"").on_lines(),
    certain("a line comment after a colon", r#""name": "#, "\"name\": ⟦// the slug⟧\n    ").on_lines(),
    certain("a line comment before the last brace", r#"["a", "a"]"#, r#"["a", "a"] ⟦// last⟧"#).on_lines(),
    certain("a line comment without a text", r#""hello-world","#, r#""hello-world",⟦//⟧"#).on_lines(),
    certain("a commented-out entry", r#""name":"#, "⟦// \"name\": \"other\",⟧\n  \"name\":").on_lines(),
    certain("a comment with quotes and brackets", r#""name":"#, "⟦// don't }],{[ \"⟧\n  \"name\":").on_lines(),
    certain("a block comment before a key", r#""name":"#, r#"⟦/* the slug */⟧ "name":"#),
    certain("a block comment after a key", r#""name":"#, r#""name" ⟦/* the slug */⟧:"#),
    certain("a block comment before a value", r#""name":"#, r#""name": ⟦/* the slug */⟧"#),
    certain("a block comment before a comma", r#""hello-world","#, r#""hello-world" ⟦/* the slug */⟧,"#),
    certain("a block comment in place of a space", r#""name": "#, r#""name":⟦/**/⟧"#),
    certain("a block comment of stars", r#""name":"#, r#"⟦/***/⟧ "name":"#),
    certain("a block comment with quotes and brackets", r#""name":"#, r#"⟦/* it's "}],{[ // */⟧ "name":"#),
    certain("a block comment first in a list", r#"["hono""#, r#"[⟦/* router */⟧ "hono""#),
    certain("a block comment between items", r#""hono", "zod""#, r#""hono", ⟦/* router */⟧ "zod""#),
    certain("a block comment last in a list", r#""hono", "zod""#, r#""hono", "zod" ⟦/* parser */⟧"#),
    certain("a line comment in a list", r#""hono", "zod""#, "\"hono\", ⟦// router⟧\n    \"zod\"").on_lines(),
    certain("a line comment in an unknown value", r#""owner": "edge","#, r#""owner": "edge", ⟦// us⟧"#).on_lines(),
    certain("a hash comment in an unknown value", r#""owner": "edge","#, "⟦# us⟧\n    \"owner\": \"edge\",").on_lines(),
    certain("a block comment deep in an unknown value", r#"{ "weeks""#, r#"{ ⟦/* each */⟧ "weeks""#),
    certain("a block comment in an unknown list", r#""ada", "bob""#, r#""ada", ⟦/* and */⟧ "bob""#),
    certain("a line comment before the object", "{\n  \"$schema\"", "⟦// a manifest⟧\n{\n  \"$schema\"").on_lines(),
    certain("a hash comment before the object", "{\n  \"$schema\"", "⟦# a manifest⟧\n{\n  \"$schema\"").on_lines(),
    certain("a block comment before the object", "{\n  \"$schema\"", "⟦/* a manifest */⟧ {\n  \"$schema\""),
    certain("a line comment after the object", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"]\n}\n⟦// end⟧\n").on_lines(),
    certain("a line comment at the end of the file", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"]\n} ⟦// end⟧"),
    certain("a hash comment after the object", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"]\n}\n⟦# end⟧\n").on_lines(),
    certain("a block comment after the object", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"]\n} ⟦/* end */⟧\n"),
];

#[rustfmt::skip]
const QUOTES: &[Row] = &[
    certain("a single-quoted key", r#""name":"#, "⟦'name'⟧:"),
    certain("a single-quoted value", r#""hello-world""#, "⟦'hello-world'⟧"),
    certain("a typographic key", r#""name":"#, "⟦“name”⟧:"),
    certain("a typographic value", r#""hello-world""#, "⟦“hello-world”⟧"),
    certain("a key in backticks", r#""name":"#, "⟦`name`⟧:"),
    certain("a value in backticks", r#""hello-world""#, "⟦`hello-world`⟧"),
    certain("a single-quoted item", r#"["hono""#, "[⟦'hono'⟧"),
    certain("a typographic item", r#""zod"]"#, "⟦“zod”⟧]"),
    certain("an item in backticks", r#""zod"]"#, "⟦`zod`⟧]"),
    certain("a single-quoted key of an unknown value", r#""owner":"#, "⟦'owner'⟧:"),
    certain("a single-quoted unknown value", r#""edge""#, "⟦'edge'⟧"),
    certain("a single-quoted unknown item", r#""ada""#, "⟦'ada'⟧"),
    certain("a typographic unknown value", r#""edge""#, "⟦“edge”⟧"),
    certain("an unknown value in backticks", r#""edge""#, "⟦`edge`⟧"),
    certain("a single-quoted unknown key", r#""x-team":"#, "⟦'x-team'⟧:"),
    certain("a single-quoted first key", r#""$schema":"#, "⟦'$schema'⟧:"),
    certain("quotes of both kinds", r#""Says hello from the edge.""#, r#"⟦'It\'s "x"'⟧"#)
        .means(r#""It's \"x\"""#),
    certain("an escape in single quotes", r#""Says hello from the edge.""#, r"⟦'Says \u0041\\B'⟧")
        .means(r#""Says \u0041\\B""#),
    certain("an escaped double quote in single quotes", r#""Says hello from the edge.""#, r#"⟦'Says \"x\"'⟧"#)
        .means(r#""Says \"x\"""#),
    certain("double quotes in typographic ones", r#""Says hello from the edge.""#, r#"⟦“Says "hello".”⟧"#)
        .means(r#""Says \"hello\".""#),
    certain("escaped backticks", r#""Says hello from the edge.""#, r"⟦`Says \`hello\`.`⟧")
        .means(r#""Says `hello`.""#),
    certain("an apostrophe in backticks", r#""Says hello from the edge.""#, "⟦`It's “here” 🎉`⟧")
        .means(r#""It's “here” 🎉""#),
    certain("a single-quoted value that is wrong", r#""MIT""#, "⟦'mit'⟧")
        .means(r#""mit""#).adds(&["INVALID_LICENSE /license"]),
    certain("a single-quoted value that is still wrong", r#""/abs.ts""#, "⟦'/abs.ts'⟧"),
    certain("a single-quoted item that is listed twice", r#"["a", "a"]"#, r#"["a", ⟦'a'⟧]"#),
    certain("a single-quoted item of the wrong form", r#""GREETING""#, "⟦'GREETING-1'⟧")
        .means(r#""GREETING-1""#).adds(&["INVALID_ENV_VAR /envVars/0"]),
    certain("a single-quoted value of the wrong type", r#"["hono", "zod"]"#, "⟦'hono'⟧")
        .means(r#""hono""#).adds(&["INVALID_TYPE /npmDependencies"]),
    certain("an unquoted key", r#""name":"#, "⟦name⟧:"),
    certain("an unquoted key before a space", r#""name":"#, "⟦name⟧ :"),
    certain("an unquoted first key", r#""$schema":"#, "⟦$schema⟧:"),
    certain("an unquoted key of a list", r#""envVars":"#, "⟦envVars⟧:"),
    certain("an unquoted key of a wrong value", r#""entrypoint":"#, "⟦entrypoint⟧:"),
    certain("an unquoted last key", r#""tags":"#, "⟦tags⟧:"),
    certain("an unquoted key of an unknown value", r#""owner":"#, "⟦owner⟧:"),
    certain("an unquoted key deep in an unknown value", r#""weeks":"#, "⟦weeks⟧:"),
    certain("an unquoted key that is a literal", r#""weeks":"#, "⟦null⟧:").means(r#""null":"#),
    certain("an unquoted key with an underscore", r#""weeks":"#, "⟦_weeks2⟧:").means(r#""_weeks2":"#),
    certain("an unquoted key that is given twice", r#""category":"#, r#"⟦name⟧: "other", "category":"#)
        .means(r#""name": "other", "category":"#).adds(&["DUPLICATE_FIELD /name"]),
];

#[rustfmt::skip]
const COMMAS: &[Row] = &[
    certain("no comma after a string", r#""hello-world","#, r#""hello-world"⟦⟧"#),
    certain("no comma after a first value", r#"aerostack.json","#, r#"aerostack.json"⟦⟧"#),
    certain("no comma after a literal", "false,", "false⟦⟧"),
    certain("no comma after a list", r#""zod"],"#, r#""zod"]⟦⟧"#),
    certain("no comma after an object", "true }\n  },", "true }\n  }⟦⟧"),
    certain("no comma between a bracket and a key", "\"zod\"],\n  \"envVars\"", "\"zod\"]⟦⟧\"envVars\""),
    certain("no comma between items", r#""hono", "zod""#, r#""hono"⟦⟧ "zod""#),
    certain("no comma between items on lines", r#""hono", "zod""#, "\"hono\"⟦⟧\n    \"zod\""),
    certain("no comma between unknown entries", r#""edge","#, r#""edge"⟦⟧"#),
    certain("no comma between unknown items", r#""ada", "bob""#, r#""ada"⟦⟧ "bob""#),
    certain("no comma after a number", "2,", "2⟦⟧"),
    certain("no comma after an unknown list", r#""bob"],"#, r#""bob"]⟦⟧"#),
    certain("no comma between lists", r#"["ada", "bob"]"#, r#"[["ada"]⟦⟧["bob"]]"#).means(r#"[["ada"], ["bob"]]"#),
    certain("no comma between objects", r#"["ada", "bob"]"#, "[{}⟦⟧ {}]").means("[{}, {}]"),
    certain("no comma between numbers", r#"["ada", "bob"]"#, "[1⟦⟧ 2]").means("[1, 2]"),
    certain("a trailing comma", "[\"a\", \"a\"]\n}", "[\"a\", \"a\"]⟦,⟧\n}"),
    certain("a trailing comma on its own line", "[\"a\", \"a\"]\n}", "[\"a\", \"a\"]\n  ⟦,⟧\n}"),
    certain("a trailing comma in a list", r#""zod"]"#, r#""zod"⟦,⟧]"#),
    certain("a trailing comma and a space in a list", r#""zod"]"#, r#""zod"⟦,⟧ ]"#),
    certain("a trailing comma in an unknown list", r#""bob"]"#, r#""bob"⟦,⟧]"#),
    certain("a trailing comma in an unknown object", "true }", "true⟦,⟧ }"),
    certain("a trailing comma after an unknown object", "true }\n  }", "true }⟦,⟧\n  }"),
    certain("a comma twice", r#""hello-world","#, r#""hello-world",⟦,⟧"#),
    certain("a comma twice, spaced", r#""hello-world","#, r#""hello-world", ⟦,⟧"#),
    certain("a comma twice, on lines", r#""hello-world","#, "\"hello-world\",\n  ⟦,⟧"),
    certain("a comma twice in a list", r#""hono", "zod""#, r#""hono",⟦,⟧ "zod""#),
    certain("a comma twice in an unknown value", r#""edge","#, r#""edge",⟦,⟧"#),
    certain("a comma twice in an unknown list", r#""ada", "bob""#, r#""ada",⟦,⟧ "bob""#),
    certain("a comma before the first key", "{\n  \"$schema\"", "{\n  ⟦,⟧\"$schema\""),
    certain("a comma before the first item", r#"["hono""#, r#"[⟦,⟧"hono""#),
    certain("a comma before the first unknown key", r#"{ "weeks""#, r#"{ ⟦,⟧ "weeks""#),
    certain("a comma before the first unknown item", r#"["ada""#, r#"[⟦,⟧ "ada""#),
    certain("a comma alone in a list", r#"["hono", "zod"]"#, "[ ⟦,⟧ ]").means("[]"),
    certain("a comma alone in an unknown list", r#"["ada", "bob"]"#, "[⟦,⟧]").means("[]"),
    certain("a comma alone in an unknown object", r#"{ "weeks": 2, "paged": true }"#, "{ ⟦,⟧ }").means("{}"),
];

#[rustfmt::skip]
const SIGNS: &[Row] = &[
    certain("an equals sign for a colon", r#""name": "#, r#""name" ⟦=⟧ "#),
    certain("an equals sign without spaces", r#""name": "#, r#""name"⟦=⟧"#),
    certain("an arrow for a colon", r#""name": "#, r#""name" ⟦=>⟧ "#),
    certain("a semicolon for a colon", r#""name": "#, r#""name"⟦;⟧ "#),
    certain("an equals sign before a list", r#""envVars": "#, r#""envVars" ⟦=⟧ "#),
    certain("an equals sign in an unknown value", r#""owner": "#, r#""owner" ⟦=⟧ "#),
    certain("an arrow deep in an unknown value", r#""weeks": "#, r#""weeks" ⟦=>⟧ "#),
    certain("a semicolon for a comma", r#""hello-world","#, r#""hello-world"⟦;⟧"#),
    certain("a semicolon after a literal", "false,", "false⟦;⟧"),
    certain("a semicolon between items", r#""hono", "zod""#, r#""hono"⟦;⟧ "zod""#),
    certain("a semicolon between unknown entries", "2,", "2⟦;⟧"),
    certain("a semicolon between unknown items", r#""ada", "bob""#, r#""ada"⟦;⟧ "bob""#),
    certain("a no-break space before a key", r#""name":"#, "⟦\u{a0}⟧\"name\":"),
    certain("no-break spaces before a key", r#""name":"#, "⟦\u{a0}\u{a0}⟧\"name\":"),
    certain("a no-break space before a value", r#""name": "#, "\"name\":⟦\u{a0}⟧"),
    certain("an em space before a colon", r#""name":"#, "\"name\"⟦\u{2003}⟧:"),
    certain("a narrow no-break space before a comma", r#""hello-world","#, "\"hello-world\"⟦\u{202f}⟧,"),
    certain("an ideographic space between items", r#""hono", "zod""#, "\"hono\",⟦\u{3000}⟧\"zod\""),
    certain("a no-break space in an unknown value", r#""owner": "#, "\"owner\":⟦\u{a0}⟧"),
    certain("a no-break space in an unknown list", r#""ada", "bob""#, "\"ada\",⟦\u{a0}⟧\"bob\""),
    certain("a no-break space before the object", "{\n  \"$schema\"", "⟦\u{a0}⟧{\n  \"$schema\""),
    certain("a no-break space after the object", "[\"a\", \"a\"]\n}", "[\"a\", \"a\"]\n}⟦\u{a0}⟧"),
    likely("no colon before a string", r#""name": "#, r#""name" "#),
    likely("no colon before a list", r#""envVars": "#, r#""envVars" "#),
    likely("no colon before a literal", r#""drizzleSchema": "#, r#""drizzleSchema" "#),
    likely("no colon in an unknown value", r#""owner": "#, r#""owner" "#),
    likely("no colon deep in an unknown value", r#""weeks": "#, r#""weeks" "#),
    likely("no bracket before a comma and a key", r#""zod"],"#, r#""zod","#).on_lines(),
    likely("no bracket and no comma before a key", r#""zod"],"#, r#""zod""#).on_lines(),
    likely("no bracket after one item", r#"["GREETING", "LOCALE"],"#, r#"["GREETING","#).means(r#"["GREETING"],"#).on_lines(),
    likely("no bracket after an empty list", r#"["GREETING", "LOCALE"],"#, "[").means("[],").on_lines(),
    likely("no bracket in an unknown value", r#""bob"],"#, r#""bob","#).on_lines(),
    likely("no bracket and no comma in an unknown value", r#""bob"],"#, r#""bob""#).on_lines(),
];

#[rustfmt::skip]
const VALUES: &[Row] = &[
    certain("`False`", "false", "⟦False⟧"),
    certain("`True` under a known key", "false", "⟦True⟧").means("true"),
    certain("`True` in an unknown value", "true", "⟦True⟧"),
    certain("`False` in an unknown list", r#"["ada", "bob"]"#, "[⟦False⟧]").means("[false]"),
    unfixed("`True` of the wrong type", r#""/hello""#, "⟦True⟧"),
    certain("`None` in an unknown value", "2", "⟦None⟧").means("null"),
    certain("`undefined` in an unknown value", "2", "⟦undefined⟧").means("null"),
    certain("`None` in an unknown list", r#"["ada", "bob"]"#, r#"["ada", ⟦None⟧]"#).means(r#"["ada", null]"#),
    certain("`None` under an unknown key", TEAM, "⟦None⟧").means("null"),
    certain("`undefined` under an unknown key", TEAM, "⟦undefined⟧").means("null"),
    certain("a plus sign", "2", "⟦+1⟧").means("1"),
    certain("no digit before the point", "2", "⟦.5⟧").means("0.5"),
    certain("a sign and no digit before the point", "2", "⟦-.5⟧").means("-0.5"),
    certain("a leading zero", "2", "⟦01⟧").means("1"),
    certain("no digit after the point", "2", "⟦1.⟧").means("1"),
    certain("a plus sign in an unknown list", r#"["ada", "bob"]"#, "[⟦+1⟧, 2]").means("[1, 2]"),
    certain("no digit before the point in an unknown list", r#"["ada", "bob"]"#, "[1, ⟦.5⟧]").means("[1, 0.5]"),
    unfixed("a plus sign of the wrong type", r#""/hello""#, "⟦+1⟧"),
    unfixed("an octal number", "2", "⟦0755⟧"),
    unfixed("a short octal number", "2", "⟦010⟧"),
    unfixed("an octal number in an unknown list", r#"["ada", "bob"]"#, "[⟦0644⟧]"),
    uncertain("a hexadecimal number", "2", "⟦0x1F⟧"),
    uncertain("a number with separators", "2", "⟦1_000⟧"),
    uncertain("`NaN`", "2", "⟦NaN⟧"),
    uncertain("`-Infinity`", "2", "⟦-Infinity⟧"),
    certain("a tab in an unknown value", r#""edge""#, "\"ed⟦\t⟧ge\"").means(r#""ed\tge""#),
    certain("a tab in an unknown item", r#""ada""#, "\"ada⟦\t⟧\"").means(r#""ada\t""#),
    certain("a tab in a key of an unknown value", r#""owner""#, "\"own⟦\t⟧er\"").means(r#""own\ter""#),
    certain("a tab in a known value", r#""Says hello from the edge.""#, "\"Says⟦\t⟧hello.\"")
        .means(r#""Says\thello.""#).adds(&["INVALID_DESCRIPTION /description"]),
    certain("a line break in an unknown value", r#""edge""#, "\"ed⟦\n⟧ge\"").means(r#""ed\nge""#).on_unix(),
    certain("a line break in an unknown item", r#""ada""#, "\"a⟦\n⟧da\"").means(r#""a\nda""#).on_unix(),
    certain("a line break in a known value", r#""Says hello from the edge.""#, "\"Says hello⟦\n⟧from the edge.\"")
        .means(r#""Says hello\nfrom the edge.""#).adds(&["INVALID_DESCRIPTION /description"]).on_unix(),
    uncertain("a control character in an unknown value", r#""edge""#, "\"ed⟦\u{1}⟧ge\""),
    uncertain("an escape character in an unknown item", r#""ada""#, "\"ada⟦\u{1b}⟧\""),
    uncertain("a bad escape in a known value", r#""Says hello from the edge.""#, r#""Says ⟦\h⟧ello""#),
    uncertain("a bad escape in a slug", r#""hello-world""#, r#""hello⟦\-⟧world""#),
    uncertain("a bad escape in an item", r#""zod""#, r#""z⟦\o⟧d""#),
    uncertain("a bad escape in an unknown value", r#""edge""#, r#""ed⟦\x⟧ge""#),
    uncertain("a short escape in an unknown value", r#""edge""#, r#""edge ⟦\u12⟧""#),
    uncertain("a bad escape in a key of an unknown value", r#""owner""#, r#""own⟦\e⟧r""#),
    uncertain("a lone surrogate in a known value", r#""Says hello from the edge.""#, r#""⟦\ud83d⟧ says hello""#),
    uncertain("a lone surrogate in an item", r#""zod""#, r#""zod⟦\uDC00⟧""#),
    uncertain("a lone surrogate in an unknown value", r#""edge""#, r#""edge ⟦\ud83d⟧\u0041""#),
    likely("a word without quotes", r#""MIT""#, "⟦MIT⟧"),
    likely("a word with hyphens", r#""hello-world""#, "⟦hello-world⟧"),
    likely("a member of a closed set without quotes", r#""utility""#, "⟦utility⟧"),
    likely("an item without quotes", r#""hono", "zod""#, r#"⟦hono⟧, "zod""#),
    likely("a last item without quotes", r#""hono", "zod""#, r#""hono", ⟦zod⟧"#),
    likely("a word in an unknown value", r#""edge""#, "⟦edge⟧"),
    likely("a word in an unknown list", r#""ada", "bob""#, r#"⟦ada⟧, "bob""#),
    likely("a path without quotes", r#""/abs.ts""#, "⟦src/index.ts⟧")
        .means(r#""src/index.ts""#).lacks(&["INVALID_ENTRYPOINT /entrypoint"]),
    likely("several words", r#""Says hello from the edge.""#, "⟦Says hello from the edge.⟧").on_lines(),
    likely("several words in an unknown value", r#""edge""#, "⟦the edge team⟧").means(r#""the edge team""#).on_lines(),
    uncertain("a version without quotes", r#""v1.0.0""#, "⟦1.0.0⟧").lacks(&["INVALID_VERSION /version"]),
];

#[rustfmt::skip]
const ENDS: &[Row] = &[
    uncertain("no brace at the end", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"]\n"),
    uncertain("no brace after a comma", "[\"a\", \"a\"]\n}\n", "[\"a\", \"a\"],\n"),
    uncertain("a brace too many", "[\"a\", \"a\"]\n}", "[\"a\", \"a\"]\n}\n⟦}⟧"),
    uncertain("an unterminated value", r#""hello-world","#, r#"⟦"hello-world,⟧"#).on_lines(),
    uncertain("an unterminated value without a comma", r#""hello-world","#, r#"⟦"hello-world⟧"#).on_lines(),
    uncertain("an unterminated member of a closed set", r#""utility","#, r#"⟦"utility,⟧"#).on_lines(),
    uncertain("an unterminated single-quoted value", r#""hello-world","#, "⟦'hello-world,⟧").on_lines(),
    uncertain("an unterminated item", r#""zod"],"#, r#"⟦"zod],⟧"#).on_lines(),
    uncertain("an unterminated unknown value", r#""edge","#, r#"⟦"edge,⟧"#).on_lines(),
    uncertain("an unterminated unknown item", r#""bob"],"#, r#"⟦"bob],⟧"#).on_lines(),
    uncertain("an unterminated key of an unknown value", r#""owner": "#, r#""owner: "#).on_lines(),
    uncertain("an unterminated unknown item before another", r#""ada", "bob""#, r#""ada, "bob""#).on_lines(),
    uncertain("a value without its first quote", r#""hello-world","#, r#"hello-world","#).on_lines(),
    uncertain("an unterminated value on one line", r#""hello-world","#, r#""hello-world,"#).on_one_line().may_hide(),
    uncertain("an unterminated unknown value on one line", r#""edge","#, r#""edge,"#).on_one_line().may_hide(),
    uncertain("a bracket too many", r#""zod"],"#, r#""zod"]],"#).may_hide(),
    uncertain("a brace for a bracket", r#""zod"],"#, r#""zod"},"#).may_hide(),
    uncertain("a bracket for a brace", "true }\n  },", "true ]\n  },").may_hide(),
    uncertain("an object in an unknown value that never ends", "true }", "true").may_hide(),
    uncertain("a list on one line that never ends", r#""zod"],"#, r#""zod","#).on_one_line().may_hide(),
    uncertain("no value", r#""hello-world","#, ",").may_hide(),
    uncertain("a conflict of one entry", "  \"name\": \"hello-world\",\n",
        "⟦<<<<<<< HEAD⟧\n  \"name\": \"hello-world\",\n=======\n  \"name\": \"Hello World\",\n>>>>>>> main\n").on_lines(),
    uncertain("a conflict whose first side is wrong", "  \"version\": \"v1.0.0\",\n",
        "⟦<<<<<<< HEAD⟧\n  \"version\": \"v1.0.0\",\n=======\n  \"version\": \"1.1.0\",\n>>>>>>> main\n").on_lines(),
    uncertain("a conflict of several entries", "  \"name\": \"hello-world\",\n",
        "⟦<<<<<<< HEAD⟧\n  \"name\": \"hello-world\",\n=======\n  \"author\": \"me\",\n  \"tags\": 1,\n>>>>>>> feature/x\n").on_lines(),
    uncertain("a conflict with its ancestor", "  \"name\": \"hello-world\",\n",
        "⟦<<<<<<< ours⟧\n  \"name\": \"hello-world\",\n||||||| 1a2b3c4\n  \"name\": \"old\",\n=======\n  \"name\": \"new\",\n>>>>>>> theirs\n").on_lines(),
    uncertain("a conflict with an empty side", "  \"name\": \"hello-world\",\n",
        "⟦<<<<<<< HEAD⟧\n  \"name\": \"hello-world\",\n=======\n>>>>>>> main\n").on_lines(),
    uncertain("a conflict in a list", r#"["hono", "zod"]"#,
        "[\n⟦<<<<<<< HEAD⟧\n    \"hono\",\n=======\n    \"Express\",\n>>>>>>> main\n    \"zod\"\n  ]").on_lines(),
    uncertain("a conflict in an unknown value", "    \"owner\": \"edge\",\n",
        "⟦<<<<<<< HEAD⟧\n    \"owner\": \"edge\",\n=======\n    \"owner\": \"core\",\n>>>>>>> main\n").on_lines(),
    uncertain("a conflict of the last entry", "  \"tags\": [\"a\", \"a\"]\n",
        "⟦<<<<<<< HEAD⟧\n  \"tags\": [\"a\", \"a\"]\n=======\n  \"tags\": [\"b\"]\n>>>>>>> main\n").on_lines(),
];

fn rows() -> impl Iterator<Item = &'static Row> {
    [COMMENTS, QUOTES, COMMAS, SIGNS, VALUES, ENDS].into_iter().flatten()
}

/// A document that a row makes of `BASE`.
struct Damaged {
    text: String,
    /// Where the replacement is.
    place: Range<usize>,
    /// What must be blamed, if it is known.
    blamed: Option<Range<usize>>,
    /// `BASE` with what the row means in its place.
    meant: String,
}

impl Damaged {
    fn new(row: &Row, layout: Layout) -> Self {
        assert_eq!(BASE.matches(row.old).count(), 1, "{}: {}", row.what, row.old);
        let marked = BASE.replace(row.old, &format!("⟪{}⟫", row.new));
        let mut text = layout.apply(&marked);
        let mut take = |mark: &str| {
            let at = text.find(mark)?;
            text.replace_range(at..at + mark.len(), "");
            Some(at)
        };
        // In their order, so that none moves another.
        let start = take("⟪").unwrap();
        let blamed = take("⟦").zip(take("⟧")).map(|(start, end)| start..end);
        let place = start..take("⟫").unwrap();
        let meant = BASE.replace(row.old, row.meaning);
        Self { text, place, blamed, meant }
    }
}

fn check(text: &str) -> Report {
    Manifest::check(text.as_bytes()).into_parts().1
}

fn shown(finding: &Finding) -> String {
    format!("{} {}", finding.code(), finding.pointer().unwrap_or_default())
}

fn syntax_errors(report: &Report) -> Vec<&Finding> {
    report.findings().iter().filter(|one| one.code() == Code::InvalidJson).collect()
}

/// Everything but syntax errors.
fn others(report: &Report) -> Vec<String> {
    let others = report.findings().iter().filter(|one| one.code() != Code::InvalidJson);
    others.map(shown).collect()
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut fixed = text.to_owned();
    for edit in edits.into_iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}\n{text}"))
}

fn count(report: &Report) -> BTreeMap<Code, usize> {
    let mut count = BTreeMap::new();
    for finding in report.findings() {
        *count.entry(finding.code()).or_default() += 1;
    }
    count
}

/// Every certain fix applied alone removes its finding and adds none; all of them together leave
/// none, and valid JSON if every syntax error had one.
fn hold_laws_of_fixes(text: &str, report: &Report) -> Result<(), String> {
    let certain = |one: &Finding| one.fix().filter(|fix| fix.certain);
    let before = count(report);
    for finding in report.findings() {
        let Some(fix) = certain(finding) else { continue };
        let fixed = apply(text, &fix);
        let after = check(&fixed);
        for (code, number) in count(&after) {
            let was = before.get(&code).copied().unwrap_or_default();
            let limit = was - usize::from(code == finding.code() && was > 0);
            if number > limit {
                return Err(format!(
                    "the fix of `{}` alone leaves {number} {code}, not {limit}\n{fixed}\n{after}",
                    finding.message()
                ));
            }
        }
    }
    let fixed = report.fix(text).text;
    let after = check(&fixed);
    if after.findings().iter().any(|one| certain(one).is_some()) {
        return Err(format!("a certain fix is left when all is fixed\n{fixed}\n{after}"));
    }
    if let Some((code, _)) = count(&after)
        .into_iter()
        .find(|(code, number)| *number > before.get(code).copied().unwrap_or_default())
    {
        return Err(format!("{code} is new when all is fixed\n{fixed}\n{after}"));
    }
    if syntax_errors(report).into_iter().all(|one| certain(one).is_some()) {
        json(&fixed).map_err(|error| format!("when all is fixed, {error}"))?;
    }
    Ok(())
}

/// Findings are in source order and lie in the text.
fn hold_laws_of_places(text: &str, report: &Report) -> Result<(), String> {
    let mut before = 0;
    for finding in report.findings() {
        let span = finding.span().ok_or_else(|| format!("`{}` has no place", shown(finding)))?;
        if text.get(span.range()).is_none() {
            return Err(format!("{span:?} is not in the text"));
        }
        if span.start < before {
            return Err(format!("`{}` is out of order", shown(finding)));
        }
        before = span.start;
    }
    Ok(())
}

fn hold(row: &Row, damaged: &Damaged, report: &Report) -> Result<(), String> {
    let Damaged { text, place, blamed, meant } = damaged;
    let errors = syntax_errors(report);
    let [error] = errors[..] else { return Err(format!("{} syntax errors, not 1", errors.len())) };
    hold_laws_of_places(text, report)?;
    let span = error.span().unwrap().range();
    if let Some(blamed) = blamed {
        if span != *blamed {
            return Err(format!("blames {:?}, not {:?}", &text[span], &text[blamed.clone()]));
        }
    } else if !row.may_hide && !(place.start..=text.len()).contains(&span.start) {
        return Err(format!("blames {:?}, before the mistake", &text[span]));
    }
    let mut expected: Vec<String> = FOUND.iter().map(|(found, _)| (*found).to_owned()).collect();
    expected.retain(|found| !row.lost.contains(&&**found));
    expected.extend(row.gained.iter().map(|&gained| gained.to_owned()));
    let mut found = others(report);
    if row.may_hide {
        let reached = FOUND.iter().filter(|(_, needed)| {
            text.find(needed).is_some_and(|at| at + needed.len() <= place.start)
        });
        let missed = reached
            .map(|(reached, _)| *reached)
            .find(|one| !found.iter().any(|other| other == one));
        if let Some(missed) = missed {
            return Err(format!("{missed} is before the mistake and hidden"));
        }
        expected.retain(|one| found.contains(one));
    }
    expected.sort();
    found.sort();
    if found != expected {
        return Err(format!("finds   {found:?}\nand not {expected:?}"));
    }
    let fix = error.fix();
    match (row.offer, &fix) {
        (Offer::Certain, Some(Fix { certain: true, .. }))
        | (Offer::Likely, Some(Fix { certain: false, .. }))
        | (Offer::Uncertain, None | Some(Fix { certain: false, .. }))
        | (Offer::None, None) => {}
        (offer, fix) => return Err(format!("has the fix {fix:?}, not {offer:?}")),
    }
    if let (Offer::Certain | Offer::Likely, Some(fix)) = (row.offer, &fix) {
        let fixed = apply(text, fix);
        if json(&fixed)? != json(meant)? {
            return Err(format!("its fix means another thing than is meant\n{fixed}"));
        }
        let after = check(&fixed);
        let left = others(&after);
        if left.iter().any(|one| !expected.contains(one)) && row.offer == Offer::Certain {
            return Err(format!("its fix leaves {left:?}"));
        }
    }
    hold_laws_of_fixes(text, report)
}

/// What failed, readably.
#[derive(Default)]
struct Failures {
    text: String,
    failed: usize,
    tried: usize,
}

impl Failures {
    fn add(&mut self, what: &str, text: &str, report: &Report, result: Result<(), String>) {
        self.tried += 1;
        let Err(error) = result else { return };
        self.failed += 1;
        let line = "─".repeat(20);
        writeln!(self.text, "{line} {what}\n{error}\n{line} document\n{text}").unwrap();
        writeln!(self.text, "{line} report\n{report}\n").unwrap();
    }
}

impl Drop for Failures {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.failed == 0, "{} of {} fail\n\n{}", self.failed, self.tried, self.text);
        }
    }
}

#[test]
fn without_a_mistake_the_rest_is_found() {
    for layout in [Lines, Crlf, OneLine] {
        let text = layout.apply(BASE);
        json(&text).unwrap();
        let report = check(&text);
        assert_eq!(others(&report), FOUND.map(|(found, _)| found), "{report}");
        assert_eq!(syntax_errors(&report).len(), 0);
        hold_laws_of_fixes(&text, &report).unwrap();
    }
}

#[test]
fn every_row_is_a_mistake_with_a_meaning() {
    for row in rows() {
        for &layout in row.layouts {
            let Damaged { text, meant, .. } = Damaged::new(row, layout);
            assert!(json(&text).is_err(), "{}, {layout:?}:\n{text}", row.what);
            json(&meant).unwrap_or_else(|error| panic!("{}: {error}", row.what));
        }
    }
}

#[test]
fn one_mistake_is_one_finding_and_hides_nothing() {
    let mut failures = Failures::default();
    for row in rows() {
        for &layout in row.layouts {
            let damaged = Damaged::new(row, layout);
            let report = check(&damaged.text);
            let result = hold(row, &damaged, &report);
            failures.add(&format!("{}, {layout:?}", row.what), &damaged.text, &report, result);
        }
    }
}

#[test]
fn text_around_the_object_is_one_finding() {
    let mut failures = Failures::default();
    for (before, after) in [
        ("```json\n", "```\n"),
        ("```\n", "```\n"),
        ("```json\n", ""),
        ("", "```\n"),
        ("module.exports = ", ""),
        ("module.exports = ", ";\n"),
        ("export default ", ""),
        ("export default ", ";\n"),
        ("const manifest = ", ";\n"),
        ("Here is the manifest:\n\n", ""),
        ("---\n", ""),
        ("", "{}\n"),
        ("", BASE),
        ("", "[]"),
        ("", "}"),
        ("", "]"),
        ("", "x"),
        ("", "and some words\n"),
        ("", ";"),
    ] {
        for layout in [Lines, Crlf, OneLine] {
            let text = format!("{before}{}{after}", layout.apply(BASE));
            let report = check(&text);
            let hold = || {
                let errors = syntax_errors(&report);
                let [error] = errors[..] else {
                    return Err(format!("{} syntax errors, not 1", errors.len()));
                };
                let found = others(&report);
                if found != FOUND.map(|(found, _)| found) {
                    return Err(format!("finds {found:?}"));
                }
                hold_laws_of_places(&text, &report)?;
                let start = error.span().unwrap().start;
                let is_around = start < before.len() || start >= text.len() - after.len();
                if !is_around {
                    return Err(format!("blames byte {start}"));
                }
                hold_laws_of_fixes(&text, &report)
            };
            failures.add(&format!("{before:?} … {after:?}, {layout:?}"), &text, &report, hold());
        }
    }
}

#[test]
fn another_language_is_one_finding() {
    let mut failures = Failures::default();
    for (what, text) in [
        ("HTML", "<!DOCTYPE html>\n<html>\n<body class=\"x\">404: it's not here</body>\n</html>\n"),
        ("HTML", "<html><head><title>Sign in</title></head></html>"),
        ("XML", "<?xml version=\"1.0\"?>\n<manifest name=\"hello\"/>\n"),
        ("YAML", "name: hello-world\nversion: 1.0.0\ntags:\n  - hello\n  - \"world\"\n"),
        ("YAML", "---\n# a manifest\nname: \"hello-world\"\nlicense: MIT\ntags: [a, b]\n"),
        ("TOML", "name = \"hello-world\"\nversion = \"1.0.0\"\ntags = [\"a\", \"b\"]\n"),
        ("TOML", "# a manifest\n[package]\nname = \"hello-world\"\n"),
        ("JavaScript", "import { Hono } from 'hono'\n\nexport const app = new Hono()\n"),
        ("JavaScript", "const { name } = require('./package.json')\nmodule.exports = name\n"),
        ("Markdown", "# Hello world\n\nSays hello from the edge, and isn't it nice.\n"),
        ("text", "hello"),
        ("text", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n"),
        ("CSV", "name,version\n\"hello\",\"1.0.0\"\n"),
    ] {
        let report = check(text);
        let [finding] = report.findings() else {
            let error = Err(format!("{} findings, not 1", report.findings().len()));
            failures.add(what, text, &report, error);
            continue;
        };
        let is_json = finding.code() == Code::InvalidJson;
        let result = if is_json { Ok(()) } else { Err("is not a syntax error".to_owned()) };
        let result = result.and_then(|()| hold_laws_of_places(text, &report));
        failures.add(what, text, &report, result);
    }
}

#[test]
fn an_object_of_javascript_is_judged() {
    let text =
        "module.exports = {\n  name: 'Hello World',\n  license: 'mit',\n  tags: ['a', 'a'],\n}\n";
    let report = check(text);
    let found = others(&report);
    for expected in ["INVALID_NAME /name", "INVALID_LICENSE /license", "DUPLICATE_ENTRY /tags/1"] {
        assert!(found.iter().any(|one| one == expected), "{expected}\n{report}");
    }
}

#[test]
fn wherever_a_document_is_cut_off_what_was_read_is_judged() {
    let mut failures = Failures::default();
    let end = BASE.rfind('}').unwrap();
    for layout in [Lines, OneLine] {
        for (cut, _) in BASE[..=end].char_indices() {
            let text = layout.apply(&BASE[..cut]);
            let report = check(&text);
            let hold = || {
                let errors = syntax_errors(&report).len();
                if errors != 1 {
                    return Err(format!("{errors} syntax errors, not 1"));
                }
                let found = others(&report);
                if let Some(new) =
                    found.iter().find(|one| !FOUND.iter().any(|(found, _)| found == one))
                {
                    return Err(format!("finds {new}"));
                }
                for (expected, needed) in FOUND {
                    let is_read =
                        text.find(needed).is_some_and(|at| at + needed.len() < text.len());
                    if is_read && !found.iter().any(|one| one == expected) {
                        return Err(format!("hides {expected}"));
                    }
                }
                hold_laws_of_places(&text, &report)?;
                hold_laws_of_fixes(&text, &report)
            };
            failures.add(&format!("cut off after {cut} bytes, {layout:?}"), &text, &report, hold());
        }
    }
}

#[test]
fn absent_keys_are_missing_only_if_the_object_was_read_to_its_end() {
    let missing = |text: &str| {
        let missing = [Code::MissingField, Code::MissingEntrypoint];
        check(text).findings().iter().filter(|one| missing.contains(&one.code())).count()
    };
    for text in [
        "{ \"name\": \"a\", }",
        "{ // x\n \"name\": \"a\" }",
        "{ name: 'a' }",
        "{ \"name\": \"a\" } x",
        "{\n\"name\": \"a,\n\"x\": 1\n}",
    ] {
        assert_eq!(missing(text), 7, "{text}\n{}", check(text));
    }
    for text in [
        "",
        "{",
        "{ \"name\": \"a\"",
        "{ \"name\": \"a\",",
        "{ \"name\": \"a",
        "{ \"x\": [{",
        "name: a\n",
    ] {
        assert_eq!(missing(text), 0, "{text}\n{}", check(text));
    }
}

/// Under a known key neither `null` nor what Python and JavaScript call it would do.
#[test]
fn nothing_under_a_known_key_is_one_finding() {
    let mut failures = Failures::default();
    for (old, word) in [
        ("\"MIT\"", "None"),
        ("\"MIT\"", "undefined"),
        ("\"hello-world\"", "None"),
        ("[\"hono\", \"zod\"]", "None"),
        ("false", "undefined"),
        ("\"hono\"", "None"),
    ] {
        for layout in [Lines, OneLine] {
            let text = layout.apply(&BASE.replace(old, word));
            let report = check(&text);
            let at = text.find(word).unwrap();
            let blames_word = |one: &&Finding| {
                one.span().is_some_and(|span| span.range() == (at..at + word.len()))
            };
            let hold = || {
                let blaming: Vec<_> = report.findings().iter().filter(blames_word).collect();
                let [finding] = blaming[..] else {
                    return Err(format!("{} findings at the word, not 1", blaming.len()));
                };
                if ![Code::InvalidJson, Code::InvalidType].contains(&finding.code()) {
                    return Err(format!("is {}", finding.code()));
                }
                let rest: Vec<_> =
                    report.findings().iter().filter(|one| !blames_word(one)).map(shown).collect();
                if rest != FOUND.map(|(found, _)| found) {
                    return Err(format!("finds {rest:?}"));
                }
                hold_laws_of_fixes(&text, &report)
            };
            failures.add(&format!("{word} for {old}, {layout:?}"), &text, &report, hold());
        }
    }
}

#[test]
fn several_mistakes_are_as_many_findings() {
    let mut failures = Failures::default();
    let list = r#"["hono", "zod"]"#;
    let object = r#"{ "weeks": 2, "paged": true }"#;
    for (old, new, number) in [
        (list, "['hono', 'zod']", 2),
        (list, "['hono', “zod”,]", 3),
        (list, r#"["hono" "zod",]"#, 2),
        (list, "[,\"hono\",, \"zod\"]", 2),
        (list, "[\n    // router\n    \"hono\",\n    \"zod\", // parser\n  ]", 3),
        (list, "[/* a */ \"hono\" /* b */, \"zod\" /* c */]", 3),
        (object, r#"{ weeks: 2, "paged": True, }"#, 3),
        (object, "{ 'weeks' = 2; 'paged' => true }", 5),
        (object, r#"{ "weeks": 2 /* both */ "paged": true }"#, 2),
        (r#""name": "hello-world","#, "name: 'hello-world', // the slug", 3),
        (r#""name": "hello-world","#, "'name': `hello-world`,", 2),
        ("[\"a\", \"a\"]\n}\n", "[\"a\", 'a'], // last\n}\n# end\n", 4),
        ("[\"a\", \"a\"]\n}\n", "[\"a\", \"a\",],\n}\n", 2),
        ("{\n  \"$schema\"", "/* a manifest */\n{\n  // for editors\n  $schema", 3),
    ] {
        for layout in [Lines, Crlf, OneLine] {
            // A comment would go on to the end of the document.
            if layout == OneLine && (new.contains("//") || new.contains("# ")) {
                continue;
            }
            assert_eq!(BASE.matches(old).count(), 1, "{old}");
            let text = layout.apply(&BASE.replace(old, new));
            let report = check(&text);
            let hold = || {
                let errors = syntax_errors(&report);
                if errors.len() != number {
                    return Err(format!("{} syntax errors, not {number}", errors.len()));
                }
                let found = others(&report);
                if found != FOUND.map(|(found, _)| found) {
                    return Err(format!("finds {found:?}"));
                }
                hold_laws_of_places(&text, &report)?;
                hold_laws_of_fixes(&text, &report)?;
                let fixed = json(&report.fix(&text).text)?;
                let expected = json(&check(BASE).fix(BASE).text)?;
                if fixed != expected {
                    return Err(format!("is fixed to {fixed}"));
                }
                Ok(())
            };
            failures.add(&format!("{new}, {layout:?}"), &text, &report, hold());
        }
    }
}

const RIGHT: &str = r#"{
  "name": "hello-world",
  "version": "1.0.0",
  "description": "It's \"here\".",
  "category": "utility",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT",
  "tags": [
    "hello",
    "world"
  ],
  "entrypoint": "index.ts",
  "drizzleSchema": false
}
"#;

#[track_caller]
fn fixes_to(broken: &str, expected: &str) {
    for (broken, expected) in [
        (broken.to_owned(), expected.to_owned()),
        (broken.replace('\n', "\r\n"), expected.replace('\n', "\r\n")),
    ] {
        let report = check(&broken);
        let fixed = report.fix(&broken).text;
        assert_eq!(fixed, expected, "{report}");
        assert_eq!(check(&fixed).findings(), [], "{report}");
        serde_json::from_str::<Value>(fixed.trim_start_matches('\u{feff}')).unwrap();
    }
}

#[test]
fn a_manifest_in_json5_is_fixed_and_else_left_as_it_is() {
    fixes_to(
        r#"// The manifest.
{
  // For people:
  name: 'hello-world',
  version: "1.0.0",
  description: 'It\'s "here".',
  /*
   * For the Hub:
   */
  category: 'utility',
  language: 'typescript',
  'runtime': "cloudflare-worker",
  license: "MIT",
  tags: [
    'hello',
    # and
    'world',
  ],
  "entrypoint": 'index.ts',
  drizzleSchema: false,
}
"#,
        RIGHT,
    );
    let typographic = RIGHT
        .replace("\"It's \\\"here\\\".\"", "“It's \"here\".”")
        .replace("\"name\"", "“name”")
        .replace("\"hello\"", "`hello`")
        .replace("\"MIT\"", "“MIT”");
    fixes_to(&typographic, RIGHT);
    let pythonic = RIGHT.replace("false", "False").replace("\"license\":", "\"license\" =");
    fixes_to(&pythonic, &RIGHT.replace("\"license\":", "\"license\" :"));
    let more = RIGHT.replace("\"MIT\",", "\"MIT\",,").replace("\"world\"", "\"world\",");
    fixes_to(&more, RIGHT);
    let fewer = RIGHT.replace("\"MIT\",", "\"MIT\"").replace("\"hello\",", "\"hello\"");
    fixes_to(&fewer, RIGHT);
    fixes_to(&RIGHT.replace("\"MIT\",", "\"MIT\";"), RIGHT);
    fixes_to(&RIGHT.replace("  \"license\": ", "\u{a0} \"license\":\u{a0}"), RIGHT);
    fixes_to(
        &format!("\u{feff}{}", RIGHT.replace("\"MIT\"", "'MIT'")),
        &format!("\u{feff}{RIGHT}"),
    );
}

#[test]
fn a_comment_is_removed_with_its_line_if_nothing_else_is_on_it() {
    let name = "  \"name\": \"hello-world\",\n";
    let with = |entry: &str| RIGHT.replace(name, entry);
    for entry in [
        "  // the slug\n  \"name\": \"hello-world\",\n",
        "  # the slug\n  \"name\": \"hello-world\",\n",
        "  /* the slug */\n  \"name\": \"hello-world\",\n",
        "  /* the\n     slug */\n  \"name\": \"hello-world\",\n",
        "\t/* the slug */ \n  \"name\": \"hello-world\",\n",
        "  \"name\": \"hello-world\",\n  // the slug\n",
    ] {
        fixes_to(&with(entry), RIGHT);
    }
    fixes_to(&format!("// a manifest\n{RIGHT}"), RIGHT);
    fixes_to(&format!("{RIGHT}// end\n"), RIGHT);
    fixes_to(&with("  \"name\":/* the slug */ \"hello-world\",\n"), RIGHT);
    // Nothing is left at the end of its line.
    fixes_to(&with("  \"name\": \"hello-world\", // the slug\n"), RIGHT);
    fixes_to(&with("  \"name\": \"hello-world\",// the slug\n"), RIGHT);
    fixes_to(&with("  \"name\": \"hello-world\", /* the slug */\n"), RIGHT);
    // An empty line is the author's own.
    let spaced = with("\n  // the slug\n\n  \"name\": \"hello-world\",\n");
    fixes_to(&spaced, &with("\n\n  \"name\": \"hello-world\",\n"));
}

/// `RIGHT` with another entry in place of a key's.
fn misspelt(key: &str, entry: &str) -> String {
    let lines = RIGHT.lines().map(|line| {
        let is_it = line.starts_with(&format!("  \"{key}\":"));
        if is_it { format!("  {entry},") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_misspelt_key_is_the_missing_one() {
    for (key, entry, code) in [
        ("license", "\"licence\": \"MIT\"", Code::MissingField),
        ("license", "\"License\": \"MIT\"", Code::MissingField),
        ("name", "\"Name\": \"hello-world\"", Code::MissingField),
        ("category", "\"catgeory\": \"utility\"", Code::MissingField),
        ("description", "\"descripton\": \"It's \\\"here\\\".\"", Code::MissingField),
        ("runtime", "\"run_time\": \"cloudflare-worker\"", Code::MissingField),
        ("entrypoint", "\"entryPoint\": \"index.ts\"", Code::MissingEntrypoint),
        ("entrypoint", "\"entry_point\": \"index.ts\"", Code::MissingEntrypoint),
    ] {
        let text = misspelt(key, entry);
        let report = check(&text);
        let [finding] = report.findings() else { panic!("{entry}\n{report}") };
        assert_eq!(finding.code(), code, "{report}");
        let blamed = &text[finding.span().unwrap().range()];
        assert_eq!(blamed, entry.split(':').next().unwrap(), "{report}");
        assert!(finding.fix().unwrap().certain, "{report}");
        assert_eq!(report.fix(&text).text, RIGHT);
    }
}

#[test]
fn the_value_of_a_misspelt_key_is_judged_as_that_of_the_right_one() {
    for (key, entry, codes, fixed) in [
        (
            "license",
            "\"licence\": \"mit\"",
            ["MISSING_FIELD", "INVALID_LICENSE"],
            "\"license\": \"MIT\"",
        ),
        (
            "name",
            "\"Name\": \"Hello World\"",
            ["MISSING_FIELD", "INVALID_NAME"],
            "\"name\": \"hello-world\"",
        ),
        (
            "version",
            "\"Version\": \"v1.0\"",
            ["MISSING_FIELD", "INVALID_VERSION"],
            "\"version\": \"1.0.0\"",
        ),
        (
            "category",
            "\"categry\": \"Utility\"",
            ["MISSING_FIELD", "INVALID_CATEGORY"],
            "\"category\": \"utility\"",
        ),
    ] {
        let text = misspelt(key, entry);
        let report = check(&text);
        let found: Vec<_> = report.findings().iter().map(|one| one.code().as_str()).collect();
        assert_eq!(found, codes, "{report}");
        hold_laws_of_fixes(&text, &report).unwrap();
        assert_eq!(misspelt(key, fixed), RIGHT);
        assert_eq!(report.fix(&text).text, RIGHT);
    }
    let report = check(&misspelt("license", "\"licence\": null"));
    assert_eq!(others(&report).len(), 2, "{report}");
    // With the mistakes of the syntax, each is one finding.
    let text = misspelt("license", "licence: 'mit'");
    let report = check(&text);
    let found: Vec<_> = report.findings().iter().map(|one| one.code().as_str()).collect();
    let mut expected = ["INVALID_JSON", "MISSING_FIELD", "INVALID_JSON", "INVALID_LICENSE"];
    assert_eq!(found.len(), expected.len(), "{report}");
    let mut found = found;
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{report}");
    assert_eq!(report.fix(&text).text, RIGHT);
}

#[test]
fn a_habit_of_other_tools_is_only_likely_the_missing_key() {
    for (key, entry, code) in [
        ("entrypoint", "\"main\": \"index.ts\"", Code::MissingEntrypoint),
        ("description", "\"desc\": \"Says hello.\"", Code::MissingField),
        ("language", "\"lang\": \"typescript\"", Code::MissingField),
        // Its value is not judged.
        ("language", "\"lang\": \"TypeScript\"", Code::MissingField),
    ] {
        let text = misspelt(key, entry);
        let report = check(&text);
        let [finding] = report.findings() else { panic!("{entry}\n{report}") };
        assert_eq!(finding.code(), code, "{report}");
        let blamed = &text[finding.span().unwrap().range()];
        assert_eq!(blamed, entry.split(':').next().unwrap(), "{report}");
        let fix = finding.fix().unwrap_or_else(|| panic!("{report}"));
        assert!(!fix.certain, "{report}");
        assert!(apply(&text, &fix).contains(&format!("\"{key}\":")), "{fix:?}");
        assert_eq!(report.fix(&text).text, text);
    }
}

#[test]
fn bytes_that_are_not_utf_8_hide_nothing() {
    for (old, new) in [
        ("Says hello", &b"Says \xFF hello"[..]),
        ("Says hello", b"Says \xC3( hello"),
        ("Says hello", b"Says \xED\xA0\x80 hello"),
        // More of them, in other places, are still one finding.
        ("Says hello from", b"\xE9 says \xFC hello\xFF from"),
        ("edge\",\n    \"members\": [\"ada", b"\xFFdge\",\n    \"members\": [\"\xE4da"),
        ("\"owner", b"\"\xF6wner"),
        ("\"edge\"", b"\"\xE9dge\""),
    ] {
        let at = BASE.find(old).unwrap();
        let bytes = [&BASE.as_bytes()[..at], new, &BASE.as_bytes()[at + old.len()..]].concat();
        let one_line: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != b'\n').collect();
        for bytes in [bytes, one_line] {
            let report = Manifest::check(&bytes).into_parts().1;
            let shown = format!("{}\n{report}", bytes.escape_ascii());
            let errors = syntax_errors(&report);
            let [error] = errors[..] else { panic!("{} syntax errors\n{shown}", errors.len()) };
            let first = bytes.iter().position(|byte| !byte.is_ascii());
            assert_eq!(error.span().map(|span| span.start), first, "{shown}");
            assert_eq!(error.fix(), None, "{shown}");
            assert_eq!(others(&report), FOUND.map(|(found, _)| found), "{shown}");
        }
    }
}

#[test]
fn files_are_checked_after_a_recovery() {
    for (what, text) in [
        ("a comment", RIGHT.replace("\"MIT\",", "\"MIT\", // free")),
        ("a trailing comma", RIGHT.replace("false", "false,")),
        ("a single-quoted entrypoint", RIGHT.replace("\"index.ts\"", "'index.ts'")),
        ("an unquoted entrypoint", RIGHT.replace("\"entrypoint\":", "entrypoint:")),
        ("an unterminated string", RIGHT.replace("\"MIT\",", "\"MIT,")),
        ("no brace at the end", RIGHT.replace("false\n}", "false\n")),
    ] {
        let codes = |files: Memory<'_>| {
            let report = Function::check(&files).into_parts().1;
            report.findings().iter().map(|one| one.code().as_str()).collect::<Vec<_>>()
        };
        let files = |code| {
            Memory::from_iter([
                ("aerostack.json", &*text),
                ("index.ts", code),
                ("README.md", "# Hello"),
            ])
        };
        assert_eq!(codes(files("export {}")), ["INVALID_JSON"], "{what}");
        assert_eq!(codes(files("// nothing yet\n")), ["INVALID_JSON", "EMPTY_CODE"], "{what}");
        let alone = Memory::from_iter([("aerostack.json", &*text), ("index.js", "export {}")]);
        let mut found = codes(alone);
        found.sort_unstable();
        assert_eq!(found, ["INVALID_JSON", "MISSING_ENTRYPOINT", "MISSING_README"], "{what}");
    }
}

#[test]
fn secrets_are_hidden_wherever_a_mistake_is() {
    const SECRET: &str = "hunter2correcthorse";
    let mut leaks = String::new();
    for mistake in [
        "// the api_key is SECRET\n",
        "/* password: SECRET */",
        "# TOKEN=SECRET\n",
        "/* AUTH_TOKEN\n   SECRET */",
        "'password': 'SECRET',",
        "password: 'SECRET',",
        "“secret”: “SECRET”,",
        "`apiKey`: `SECRET`,",
        "\"password\" = \"SECRET\",",
        "\"password\" => \"SECRET\",",
        "\"password\" \"SECRET\",",
        "\"password\": SECRET,",
        "\"password\": SECRET and more,\n",
        "\"password\": \"SECRET,\n",
        "\"password\": 'SECRET,\n",
        "\"password\": \"SECRET\\x\",",
        "\"password\": \"SECRET\t\",",
        "\"password\": [SECRET, 'SECRET'],",
        "\"password\": [\"SECRET\" \"SECRET\"],",
        "\"password\": { value: 'SECRET' },",
        "\"pass\\u0077ord\": 'SECRET',",
        "\"x\": { \"token\": 'SECRET', },",
        "<<<<<<< HEAD\n\"password\": \"SECRET\",\n=======\n\"password\": \"SECRET\",\n>>>>>>> main\n",
    ] {
        let mistake = mistake.replace("SECRET", SECRET);
        for text in [
            RIGHT.replacen("{\n", &format!("{{\n{mistake}\n"), 1),
            RIGHT.replacen("{\n", &format!("{{ {mistake} "), 1),
            format!("{{{mistake}"),
        ] {
            let report = check(&text);
            let outputs = [
                report.to_string(),
                format!("{report:?}"),
                serde_json::to_string(&report).unwrap(),
            ];
            for output in outputs.iter().filter(|output| output.contains(SECRET)) {
                writeln!(leaks, "{text}\n=>\n{output}\n").unwrap();
            }
            if syntax_errors(&report).is_empty() {
                writeln!(leaks, "no syntax error is found in\n{text}\n").unwrap();
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks}");
}

/// The one test that is about words; the rest is about what they say.
#[test]
#[rustfmt::skip]
fn every_mistake_has_its_name() {
    let mut failures = Failures::default();
    for (text, names) in [
        (r#"{ "x": 1, }"#, &["trailing comma"][..]),
        (r#"{ "x": [1, ] }"#, &["trailing comma"]),
        (r#"{ "x": [1,, 2] }"#, &["unexpected comma"]),
        (r#"{ , "x": 1 }"#, &["unexpected comma"]),
        (r#"{ "x": [ , ] }"#, &["unexpected comma"]),
        (r#"{ "x": 1 "y": 2 }"#, &["missing comma"]),
        (r#"{ "x": [1 2] }"#, &["missing comma"]),
        ("{ // x\n}", &["comments are not allowed in JSON"]),
        ("{ # x\n}", &["comments are not allowed in JSON"]),
        ("{} /* x */", &["comments are not allowed in JSON"]),
        ("{ 'x': 1 }", &["strings must use double quotes"]),
        (r#"{ "x": “y” }"#, &["strings must use double quotes"]),
        (r#"{ "x": `y` }"#, &["strings must use double quotes"]),
        ("{ x: 1 }", &["unquoted key `x`"]),
        (r#"{ "x" = 1 }"#, &["expected `:`, found `=`"]),
        (r#"{ "x" => 1 }"#, &["expected `:`, found `=>`"]),
        (r#"{ "x"; 1 }"#, &["expected `:`, found `;`"]),
        (r#"{ "x" 1 }"#, &["missing colon"]),
        (r#"{ "x": 1; "y": 2 }"#, &["expected `,`, found `;`"]),
        ("{ \"x\":\u{a0}1 }", &[r"expected a space, found `\u{a0}`"]),
        ("{\n \"x\": [1,\n \"y\": 2\n}", &["missing `]`"]),
        (r#"{ "x": True }"#, &["invalid value `True`, expected `true` or `false`"]),
        (r#"{ "x": None }"#, &["invalid value `None`, expected `null`"]),
        (r#"{ "x": undefined }"#, &["invalid value `undefined`, expected `null`"]),
        (r#"{ "x": MIT }"#, &["unquoted string `MIT`"]),
        ("{\n \"x\": says hello,\n \"y\": 1\n}", &["unquoted string `says hello`"]),
        (r#"{ "x": }"#, &["expected a value, found `}`"]),
        (r#"{ "x": +1 }"#, &["invalid number `+1`"]),
        (r#"{ "x": .5 }"#, &["invalid number `.5`"]),
        (r#"{ "x": 01 }"#, &["invalid number `01`"]),
        (r#"{ "x": 0755 }"#, &["invalid number `0755`"]),
        (r#"{ "x": 1. }"#, &["invalid number `1.`"]),
        ("{ \"x\": \"a\tb\" }", &[r"unescaped control character `\u{9}` in string"]),
        ("{ \"x\": \"a\nb\" }", &[r"unescaped control character `\u{a}` in string"]),
        (r#"{ "x": "\y" }"#, &[r"invalid escape sequence `\y`"]),
        (r#"{ "x": "\u12" }"#, &[r"invalid escape sequence `\u12`"]),
        (r#"{ "x": "\ud83d" }"#, &[r"unpaired surrogate `\ud83d`"]),
        ("{\n \"x\": \"y,\n \"z\": 1\n}", &["unterminated string"]),
        ("{\n \"x\": 'y,\n \"z\": 1\n}", &["unterminated string"]),
        ("", &["the document is empty"]),
        ("{", &["unexpected end of file, expected `}`"]),
        (r#"{ "x": 1"#, &["unexpected end of file, expected `}`"]),
        (r#"{ "x": [1"#, &["unexpected end of file, expected `]`"]),
        (r#"{ "x":"#, &["unexpected end of file, expected a value"]),
        (r#"{ "x""#, &["unexpected end of file, expected `:`"]),
        ("module.exports = {}", &["unexpected JavaScript around the JSON object"]),
        ("hello {}", &["unexpected text before the opening brace"]),
        ("{} x", &["unexpected text after the closing brace"]),
        ("{\n \"x\": [,1,\n \"y\": 2\n}", &["unexpected comma", "missing `]`"]),
        (r#"{ "x": ["a": 1] }"#, &["expected `,` or `]`, found `:`"]),
        ("{ \"x\": { \"a\":\n\"b\": 1 } }", &["expected `,` or `}`, found `:`"]),
        (
            "{ \"x\",\n\"a\tb\": 1 }",
            &["expected `:`, found `,`", r"unescaped control character `\u{9}` in string"],
        ),
        ("{ \"x\": 1 },\n\"y\": 2 }", &["unexpected `}` before the last entry"]),
        ("{ \"x\": 1 }\n\"y\": 2 }", &["unexpected `}` before the last entry"]),
        (
            "{ \"x\": 1 } // see below\n\"y\": 2 }",
            &["unexpected `}` before the last entry", "comments are not allowed in JSON"],
        ),
        ("{} {}", &["unexpected second JSON document"]),
        ("```json\n{}\n```\n", &["unexpected Markdown around the JSON object"]),
        ("{\n<<<<<<< HEAD\n\"x\": 1\n=======\n\"x\": 2\n>>>>>>> main\n}", &["unresolved merge conflict"]),
        ("<!DOCTYPE html>\n<html></html>\n", &["expected JSON, found HTML"]),
        ("name: hello\nversion: 1.0.0\n", &["expected JSON, found YAML"]),
        ("name = \"hello\"\nversion = \"1.0.0\"\n", &["expected JSON, found TOML"]),
        ("import x from 'y'\nexport default x\n", &["expected JSON, found JavaScript"]),
        ("{ x: 'y', }", &["unquoted key `x`", "strings must use double quotes", "trailing comma"]),
    ] {
        let report = check(text);
        let found: Vec<_> = syntax_errors(&report).into_iter().map(Finding::message).collect();
        let result = if found == names { Ok(()) } else { Err(format!("{found:?}, not {names:?}")) };
        failures.add("name", text, &report, result);
    }
}

/// Nothing is timed: a reader that does more than its share for each byte does not end here.
#[test]
fn hostile_sizes_end_and_are_bounded() {
    for part in [
        "\"",
        "'",
        "/",
        "/*",
        "[",
        "{",
        ",",
        "=======\n",
        "<<<<<<< x\n",
        "\\",
        "#\n",
        "[1,],",
        "\"a\" ",
        "“",
    ] {
        for before in ["", "{", "{\"x\": ", "{\"x\": \"", "{\"tags\": [", "{\"name\": \"a\"} "] {
            let room = Manifest::MAX_SIZE / 4 - before.len();
            let text = format!("{before}{}", part.repeat(room / part.len()));
            let report = check(&text);
            assert!(!report.is_ok(), "{part:?} after {before:?}");
            for (code, number) in count(&report) {
                assert!(
                    number <= Report::MAX_PER_CODE,
                    "{number} {code}, {part:?} after {before:?}"
                );
                assert_ne!(code, Code::ManifestTooLarge, "{part:?} after {before:?}");
            }
            hold_laws_of_places(&text, &report).unwrap();
            let _ = (report.fix(&text), report.to_string());
        }
    }
}

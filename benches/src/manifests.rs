//! The manifests that are read.

use std::fmt::Write as _;

use crate::dice::Dice;

/// The example of the Hub's documentation.
pub(crate) fn example() -> String {
    include_str!("../../examples/functions/image-resizer/aerostack.json").to_owned()
}

/// A main source file of a usual size.
pub(crate) fn code() -> String {
    let header = "// Resizes an image on its way out of the cache.\nimport { Hono } from 'hono'\n";
    let route = "app.get('/:key', async (c) => c.body(await resize(c.req.param('key'))))\n";
    format!("{header}\nexport const imageResizerRoute = new Hono()\n{}", route.repeat(40))
}

const WORDS: [&str; 24] = [
    "resize",
    "image",
    "media",
    "edge",
    "queue",
    "token",
    "session",
    "payment",
    "webhook",
    "mailer",
    "index",
    "vector",
    "search",
    "cache",
    "upload",
    "storage",
    "metrics",
    "report",
    "invoice",
    "login",
    "avatar",
    "cron",
    "a",
    "notifications",
];

const LICENSES: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "ISC",
    "0BSD",
    "BSD-3-Clause",
    "MPL-2.0",
    "Unlicense",
    "AGPL-3.0-only",
    "MIT OR Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "LicenseRef-Aerostack-Terms",
    "EUPL-1.2+",
    "GPL-3.0-or-later WITH Classpath-exception-2.0",
    "(MIT OR Apache-2.0) AND BSD-3-Clause",
];

const CATEGORIES: [&str; 10] = [
    "auth",
    "payments",
    "media",
    "email",
    "ai",
    "database",
    "utility",
    "analytics",
    "notifications",
    "storage",
];

/// Valid manifests without warnings, so different from each other that no branch predictor learns
/// them: other lengths, orders of keys, white space, optional keys, licenses and escapes.
pub(crate) fn varied(count: usize) -> Vec<String> {
    let mut dice = Dice::new(0x5EED);
    (0..count).map(|_| one_of_many(&mut dice)).collect()
}

fn one_of_many(dice: &mut Dice) -> String {
    let mut entries = vec![
        ("name", quoted(&words(dice, 4, "-"))),
        ("version", quoted(&version(dice))),
        ("description", description(dice)),
        ("category", quoted(dice.pick(&CATEGORIES))),
        ("language", quoted(dice.pick(&["typescript", "javascript"]))),
        ("runtime", quoted("cloudflare-worker")),
        ("license", quoted(dice.pick(&LICENSES))),
    ];
    let extension = if entries[4].1.contains("type") { "ts" } else { "js" };
    entries.push(("entrypoint", quoted(&format!("{}.{extension}", words(dice, 3, "/")))));
    if !dice.once_in(4) {
        entries.push(("tags", list(dice, 10, |dice, n| format!("{} {n}", dice.pick(&WORDS)))));
    }
    if !dice.once_in(3) {
        entries.push(("routePath", quoted(&format!("/api/{}", words(dice, 3, "/")))));
        entries.push(("routeExport", quoted(&format!("{}Route", words(dice, 2, "_")))));
    }
    if !dice.once_in(3) {
        entries.push(("npmDependencies", list(dice, 12, dependency)));
    }
    if !dice.once_in(3) {
        entries.push(("envVars", list(dice, 8, variable)));
    }
    if dice.once_in(2) {
        entries.push(("drizzleSchema", dice.pick(&["true", "false"]).to_owned()));
    }
    if dice.once_in(4) {
        entries.push(("$schema", quoted("./aerostack.schema.json")));
    }
    if dice.once_in(2) {
        dice.shuffle(&mut entries);
    }
    let indent = dice.pick(&["", " ", "\n  ", "\n    ", "\n\t", "\r\n  "]);
    let colon = if indent.is_empty() { ":" } else { ": " };
    let entries = entries.iter().map(|(key, value)| {
        // Now and then somebody's tool writes more escapes than it must.
        let key = if dice.once_in(60) { key.replace('e', "\\u0065") } else { (*key).to_owned() };
        format!("{indent}\"{key}\"{colon}{value}")
    });
    let entries: Vec<_> = entries.collect();
    format!("{{{}{}}}\n", entries.join(","), indent.trim_end_matches([' ', '\t']))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn words(dice: &mut Dice, most: usize, separator: &str) -> String {
    let count = 1 + dice.below(most);
    let words: Vec<_> = (0..count).map(|_| dice.pick(&WORDS)).collect();
    words.join(separator)
}

fn version(dice: &mut Dice) -> String {
    let mut version = format!("{}.{}.{}", dice.below(12), dice.below(40), dice.below(100));
    if dice.once_in(5) {
        _ = write!(version, "-beta.{}", dice.below(9));
    }
    if dice.once_in(9) {
        _ = write!(version, "+build.{:x}", dice.below(1 << 24));
    }
    version
}

/// As JSON: some have escapes, and some have more than ASCII.
fn description(dice: &mut Dice) -> String {
    let mut text = format!("Does {}", words(dice, 18, " "));
    match dice.below(8) {
        0 => text.push_str(" \\\"fast\\\""),
        1 => text.push_str(" \\u00fcber \\u2014 \\ud83d\\ude80"),
        2 => text.push_str(" à la carte 🚀"),
        3 => text.push_str(" for and\\/or"),
        _ => {}
    }
    quoted(&format!("{text}."))
}

/// Items that differ, on one line or on several.
fn list(dice: &mut Dice, most: usize, item: impl Fn(&mut Dice, usize) -> String) -> String {
    let separator = dice.pick(&[",", ", ", ",\n    "]);
    let count = dice.below(most + 1);
    let items: Vec<_> = (0..count).map(|n| quoted(&item(dice, n))).collect();
    format!("[{}]", items.join(separator))
}

fn dependency(dice: &mut Dice, n: usize) -> String {
    let scope = dice.pick(&["", "", "@aerostack/", "@types/"]);
    let version = dice.pick(&["", "", "@latest", "@^14.2.0", "@~1.0.3", "@3.x", "@2.0.0-rc.1"]);
    format!("{scope}{}-{n}{version}", words(dice, 2, "-"))
}

fn variable(dice: &mut Dice, n: usize) -> String {
    format!("{}_{n}", words(dice, 3, "_").to_uppercase())
}

/// A valid manifest near the limit of 256 KiB: thousands of different packages and variables.
pub(crate) fn large() -> String {
    let mut dice = Dice::new(0xB16);
    let mut list = |item: fn(&mut Dice, usize) -> String| {
        let items: Vec<_> = (0..4000).map(|n| quoted(&item(&mut dice, n))).collect();
        format!("[\n    {}\n  ]", items.join(",\n    "))
    };
    let dependencies = list(dependency);
    let variables = list(variable);
    example()
        .replace("\"npmDependencies\": []", &format!("\"npmDependencies\": {dependencies}"))
        .replace("[\"IMAGE_MAX_WIDTH\", \"IMAGE_QUALITY\"]", &variables)
}

/// Every key that can be wrong without having the wrong type is, several items of each list among
/// them.
pub(crate) fn wrong() -> String {
    r#"{
  "name": "Image Resizer",
  "version": "v1.2",
  "description": "   ",
  "category": "Medias",
  "language": "TypeScript",
  "runtime": "cloudflare-workers",
  "license": "Apache 2.0",
  "tags": ["image", " media", "", "resize", "c", "d", "n", "edge", "worker", "fast", "cdn"],
  "entrypoint": "../index.ts",
  "routePath": "api/image-resize",
  "routeExport": "default",
  "npmDependencies": ["Hono", "git+https://github.com/lovell/sharp.git"],
  "envVars": ["IMAGE_MAX_WIDTH=1200", "IMAGE-QUALITY"],
  "drizzleSchema": false
}
"#
    .to_owned()
}

/// The example with 200 keys that nobody knows, some of them near to known ones, their values nested.
pub(crate) fn unknown_keys() -> String {
    let mut dice = Dice::new(0x0DD);
    let mut entries = String::new();
    for n in 0..200 {
        let word = dice.pick(&["x", "entry", "tagged", "licence", "environment", "depend"]);
        let depth = 1 + dice.below(6);
        let (open, close) = (r#"{"of":["#.repeat(depth), "]}".repeat(depth));
        let inner = format!("1, -2.5e3, null, true, \"{}\"", words(&mut dice, 6, " "));
        _ = writeln!(entries, "  \"{word}-{n}\": {open}{inner}{close},");
    }
    example().replacen("{\n", &format!("{{\n{entries}"), 1)
}

//! Values that the library takes: the same ones on every run, and among them the borders of each
//! rule.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aerostack_manifest::{
    Entrypoint, EnvVar, Manifest, NpmDependency, RouteExport, RoutePath, Slug,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;
use serde::Serialize;

use crate::tree;

/// What is accepted, by the key of the manifest that it stands under.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Values {
    pub(crate) name: BTreeSet<String>,
    pub(crate) entrypoint: BTreeSet<String>,
    pub(crate) route_path: BTreeSet<String>,
    pub(crate) route_export: BTreeSet<String>,
    pub(crate) npm_dependencies: BTreeSet<String>,
    pub(crate) env_vars: BTreeSet<String>,
}

/// The same for all tests, because they take a second to make.
pub(crate) static VALUES: LazyLock<Values> = LazyLock::new(Values::new);

impl Values {
    fn new() -> Self {
        let manifests = manifests();
        let of = |texts: fn(&Manifest) -> Vec<&str>| -> Vec<&str> {
            manifests.iter().flat_map(texts).collect()
        };
        Self {
            name: SLUGS.accepted(&of(|manifest| vec![manifest.name().as_str()]), |text| {
                Slug::new(text).ok().map(|slug| slug.as_str().to_owned())
            }),
            entrypoint: ENTRYPOINTS
                .accepted(&of(|manifest| vec![manifest.entrypoint().as_str()]), |text| {
                    Entrypoint::new(text).ok().map(|path| path.as_str().to_owned())
                }),
            route_path: ROUTE_PATHS.accepted(
                &of(|manifest| manifest.route_path().map(RoutePath::as_str).into_iter().collect()),
                |text| RoutePath::new(text).ok().map(|path| path.as_str().to_owned()),
            ),
            route_export: ROUTE_EXPORTS.accepted(
                &of(|manifest| {
                    manifest.route_export().map(RouteExport::as_str).into_iter().collect()
                }),
                |text| RouteExport::new(text).ok().map(|name| name.as_str().to_owned()),
            ),
            npm_dependencies: NPM_DEPENDENCIES.accepted(
                &of(|manifest| {
                    manifest.npm_dependencies().iter().map(NpmDependency::as_str).collect()
                }),
                |text| NpmDependency::new(text).ok().map(|package| package.as_str().to_owned()),
            ),
            env_vars: ENV_VARS.accepted(
                &of(|manifest| manifest.env_vars().iter().map(EnvVar::as_str).collect()),
                |text| EnvVar::new(text).ok().map(|name| name.as_str().to_owned()),
            ),
        }
    }
}

/// The manifests of the tree that are accepted.
fn manifests() -> Vec<Manifest> {
    let all = tree::manifests();
    let manifests: Vec<_> =
        all.iter().filter_map(|bytes| Manifest::check(bytes).into_parts().0).collect();
    assert!(manifests.len() > 20, "only {} manifests", manifests.len());
    manifests
}

/// What candidates of one kind are made of. Not all of them are accepted, and that is the point: a
/// rule that grows takes more of them.
struct Making {
    /// Regular expressions, the field's own among them.
    patterns: &'static [&'static str],
    max_length: usize,
    /// What near misses are made of: each has everything that a value may have.
    seeds: &'static [&'static str],
    /// Words that mean something in some place, and are values all the same.
    words: &'static str,
    /// Words that are no values, but would be without one line of the rule.
    refused: &'static str,
    /// What stands around every pair of ASCII characters, and around texts of every length.
    frames: &'static [(&'static str, &'static str)],
}

const SLUGS: Making = Making {
    patterns: &[Slug::PATTERN],
    max_length: Slug::MAX_LENGTH,
    seeds: &["a", "a-1-b-2"],
    words: "0 a-1 con-a com10 console constructor node-modules 1e3",
    refused: "con nul prn aux com0 com9 lpt0 lpt9 a.b a_b A -a a- a--b .. .",
    frames: &[("", "")],
};

const ENTRYPOINTS: Making = Making {
    patterns: &[Entrypoint::PATTERN],
    max_length: Entrypoint::MAX_LENGTH,
    seeds: &["index.ts", "./src/index.ts", "a [b]/c+d~e@f-.ts"],
    words: "src/[id]/[...rest].ts ...a/..b/.c a/~/b a/-rf a~ .github/a .gitignore git~2 git .environment \
        .npmrc.ts node_modules.ts a.env a/.env-b console.ts/com10/nul-a/lpt1a conin a/b/c/d/e/f",
    refused: "con nul prn aux com0 com9 lpt0 lpt9 NUL.ts a/Con/b com1.tar.gz conin$ CONOUT$.ts . .. \
        ../a a/.. a/../b a/./b /a //a a//b a/ a. a./b ... C:/a C:a a:b a\\b ././a ~/a ~root/a ./~/a -rf \
        ./-rf GIT~1/config .git/config a/.GIT $HOME/a $(a).ts (a)/b clock$ .npmrc .NPMRC .env a/.env \
        .env.local .Env.a.b .dev.vars .DEV.VARS.x node_modules/a/b a/Node_Modules",
    frames: &[("", ""), ("a/", "/b")],
};

const ROUTE_PATHS: Making = Making {
    patterns: &[RoutePath::PATTERN],
    max_length: RoutePath::MAX_LENGTH,
    seeds: &["/", "/a", "/~a/:b.c_d-e/*"],
    words: "/a/ /api/users/:id /files/* /*/:/*/::/ /:a/:a/:__proto__ /.../..a/.b/c../d. /c:/a \
        /a*b/:id*/*a /*/*/*/*/*/*/*/* /:a/:b/:c/:d/:e/:f/:g/:h /:::::::: /a*b/a*b/a*b/a*b/a*b/a*b/a*b/a*b",
    refused: "/** /a**********b /a*b*c /*/*/*/*/*/*/*/*/* /:a/:b/:c/:d/:e/:f/:g/:h/:i ::::::::/* a // //a //evil.example /. /.. /./a /../a /a/. /a/.. /a/../b /a// /a//b /%2e /a?b /a#b \
        /{a} /@a",
    frames: &[("/", ""), ("/a/", "/b")],
};

const ROUTE_EXPORTS: Making = Making {
    patterns: &[RouteExport::PATTERN],
    max_length: RouteExport::MAX_LENGTH,
    seeds: &["$", "a1_$"],
    words: "$$ $_ _ __proto__ app type as from of async get set target meta assert defer source \
        any unknown never object string symbol Undefined nan fetch Response globalThis declare \
        module namespace global abstract readonly require exports constructor unique infer is \
        keyof satisfies accessor using out override Promise Object Symbol Reflect WeakMap \
        __dirname lets Await evalu awaitable enumerate abort int goto native package_",
    refused: "undefined NaN Infinity arguments await break case catch class const continue debugger default delete do else \
        enum eval export extends false finally for function if implements import in instanceof \
        interface let new null package private protected public return static super switch \
        this throw true try typeof var void while with yield",
    frames: &[("", "")],
};

const NPM_DEPENDENCIES: Making = Making {
    patterns: &[
        NpmDependency::PATTERN,
        r"(@[a-z0-9][a-z0-9._-]{0,3}/)?[a-z0-9][a-z0-9._-]{0,6}@[\^~]?(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})(-[0-9A-Za-z-]{1,5}(\.[0-9A-Za-z-]{1,3}){0,2})?(\+[0-9A-Za-z-]{1,5}(\.[0-9A-Za-z-]{1,3}){0,2})?",
        r"[a-z]{1,3}@[\^~]?([0-9xX]|[1-9][0-9]|[*])(\.([0-9xX]|[1-9][0-9]|[*])){0,3}",
        r"[a-z]{1,3}@[~^<>=v ]{0,3}[0-9]\.[0-9]([ |-]{1,3}[0-9]\.x)?",
    ],
    max_length: NpmDependency::MAX_LENGTH,
    seeds: &["hono", "@a.b_c-d/e.f@^0.0.0", "a@~1.2.3-x.1+y", "a@1.x", "a@tag-1.b"],
    words: "@0/0 @scope/pkg stripe@^14.2.0 a@~1 a@x a@X.x a@^x a@1.x.x a@0.0.0-0 a@1.0.0--.0a-+0- \
        a@^1.2.3-beta.1+build.5 a@9007199254740991.9007199254740991.9007199254740991 \
        zod@latest a@v1 a@v1.2.3 a@V1.x a@x-1 a@x.1 a@null a@a-- a@a.b. fs http2 npm 1kb 1e3 \
        0x10 c con tar tgz a.tar.gzip a-tgz a..b git github node.js constructor",
    refused: "node_modules favicon.ico @node_modules/a @a/node_modules a.tgz a.tar a.tar.gz @a/b.tgz \
        a@b.tgz a@b.tar.gz a@1.0.0-a.tgz a/b @a @a/b/c .a _a -a @a/.b @a/_b @.a/b A a@ a@^ a@~ \
        a@* a@>=1 a@^a a@01.0.0 a@9007199254740992.0.0 a@9007199254740992.x \
        a@1.2.3.4 a@^1||2 a@~/b a@./b a@npm:b a@git:b",
    frames: &[("", ""), ("@", "/a"), ("@a/", ""), ("a@", ""), ("a@1.0.0-", ""), ("a@^1.", "")],
};

const ENV_VARS: Making = Making {
    patterns: &[EnvVar::PATTERN],
    max_length: EnvVar::MAX_LENGTH,
    seeds: &["A", "a_Z9"],
    words: "_0 __proto__ constructor toString if then export unset PATH HOME IFS ENV BASH_ENV PS4 \
        PWD CDPATH NODE_OPTIONS LD_PRELOAD TMOUT LANG BASHOPTS BASHPID BASH_COMMAND \
        BASH_SUBSHELL BASH_VERSINFO DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS \
        HISTCMD LINENO OPTIND PPID RANDOM SECONDS SHELLOPTS SRANDOM UID _",
    refused: "0 1A A-B A.B A=B $A export=A",
    frames: &[("", "")],
};

/// What would end, start or hide something where a value is written.
#[rustfmt::skip]
const HOSTILE: [&str; 56] = [
    "'", "';a('", "');a('", "\\'", "//", "/*a*/", "<!--", "-->", "${a}", "`a`", "$(a)", "$a", "$&",
    "&&", "||", ">a", "2>&1", "~/", "{a,b}", "[ab]", "a b", " as a", ", a", "#a", "!a", "%a%",
    "^&", "\n", "\r\n", "\\\n", "\0", "..", "/..", "../", "/./", "/../", "\\..\\", "%2e", "%2e%2e",
    "c:", ":a", "::$DATA", ".", ". ", " .", "con", "nul.", "/aux/", "/com1.", ".tgz", ".tar.gz",
    "npm:a", "@", "=", "?a", "a://b/",
];

/// Letters that are not ASCII, digits among them, and characters that nobody sees.
const FOREIGN: &str = "éß¹٣Kℯа\u{a0}\u{200b}\u{2028}\u{202e}\u{feff}\u{ff0f}😀";

impl Making {
    fn accepted(&self, found: &[&str], take: impl Fn(&str) -> Option<String>) -> BTreeSet<String> {
        let mut accepted = BTreeSet::new();
        let mut offer = |candidate: &str| accepted.extend(take(candidate));

        let words = self.words.split_whitespace();
        for text in found.iter().chain(self.seeds).copied().chain(words) {
            assert!(take(text).is_some(), "{text:?} is not accepted");
            offer(text);
        }
        self.refused.split_whitespace().for_each(&mut offer);
        let mut starts: Vec<_> = self.seeds.iter().map(|seed| (*seed).to_owned()).collect();
        for pattern in self.patterns {
            let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
            let strategy = string_regex(pattern).unwrap();
            let mut runner = TestRunner::deterministic();
            for index in 0..600 {
                let text = strategy.new_tree(&mut runner).unwrap().current();
                offer(&text);
                if index < 3 && text.len() < 24 {
                    starts.push(text);
                }
            }
        }

        let ascii = || (0..128_u8).map(|byte| char::from(byte).to_string());
        let is_plain = |text: &String| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let mut pieces: Vec<_> = ascii().filter(|character| !is_plain(character)).collect();
        pieces.extend(["a", "Z", "0"].iter().chain(&HOSTILE).map(|piece| (*piece).to_owned()));
        pieces.extend(FOREIGN.chars().map(String::from));
        for start in &starts {
            let mut ends: Vec<_> = start.char_indices().map(|(at, _)| at).collect();
            ends.push(start.len());
            for piece in &pieces {
                for (index, &at) in ends.iter().enumerate() {
                    offer(&format!("{}{piece}{}", &start[..at], &start[at..]));
                    if let Some(&next) = ends.get(index + 1) {
                        offer(&format!("{}{piece}{}", &start[..at], &start[next..]));
                    }
                }
            }
        }

        for (before, after) in self.frames {
            for first in ascii() {
                offer(&format!("{before}{first}{after}"));
                for second in ascii() {
                    offer(&format!("{before}{first}{second}{after}"));
                }
                for length in self.max_length - 1..=self.max_length + 1 {
                    let filled = length - before.len() - after.len();
                    offer(&format!("{before}{}{after}", first.repeat(filled)));
                    offer(&format!("{before}a{}a{after}", first.repeat(filled - 2)));
                }
            }
        }
        // A name and a version have limits of their own.
        for (name, version) in [(214, 255), (215, 254), (213, 256)] {
            for first in ascii() {
                offer(&format!("{}@{}", "a".repeat(name), first.repeat(version)));
                offer(&format!("@a/{}@1.0.0-{}", first.repeat(name - 3), "a".repeat(version - 6)));
                offer(&first.repeat(name));
            }
        }
        accepted
    }
}

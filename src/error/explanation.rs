//! What each code means: the pages of `--explain`, the README's table and the rules of SARIF.

use std::fmt;

use crate::error::Code;

/// The page of a [`Code`]: what it means, where it comes from and how to fix it.
///
/// `Display` is the page as a person reads it.
///
/// ```
/// use aerostack_manifest::{Code, Example};
///
/// let page = Code::InvalidLicense.explanation();
/// assert_eq!(page.title, "`license` is no SPDX expression");
/// assert_eq!(page.right, Example::Entries(r#""license": "Apache-2.0""#));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The code that the page is about.
    pub code: Code,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// How it comes to that; for the Hub's own codes in the words of its documentation.
    pub cause: &'static str,
    /// What to do; for the Hub's own codes in the words of its documentation.
    pub fix: &'static str,
    /// What draws this code, and no other.
    pub wrong: Example,
    /// The same without anything to find.
    pub right: Example,
}

/// An example on the page of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Example {
    /// Entries of an `aerostack.json` that has the required keys beside them, with valid values.
    Entries(&'static str),
    /// The whole text of an `aerostack.json`.
    Manifest(&'static str),
    /// All the files of a function: paths and texts. Of the manifest stand the [`Entries`] that
    /// matter.
    ///
    /// [`Entries`]: Self::Entries
    Files(&'static [(&'static str, &'static str)]),
    /// An API key.
    Key(&'static str),
    /// What is too large to be shown, or known to the Hub alone, in words.
    Words(&'static str),
}

use Example::{Entries, Files, Key, Manifest, Words};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, title, cause, fix, wrong, right } = self;
        let (severity, status) = (code.severity(), code.status());
        writeln!(f, "{severity}[{code}]: {title}\n\ncause: {cause}\nfix: {fix}\nstatus: {status}")?;
        write!(f, "\nwrong:\n{wrong}\n\nright:\n{right}")
    }
}

/// The example, indented by four spaces.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut write_lines = |margin: &str, text: &str| {
            text.lines().try_for_each(|line| {
                write!(f, "{separator}    {margin}{line}")?;
                separator = "\n";
                Ok(())
            })
        };
        match self {
            Entries(text) | Manifest(text) | Key(text) | Words(text) => write_lines("", text),
            Files(files) => files.iter().try_for_each(|(path, text)| {
                write_lines("", &format!("{path}:"))?;
                write_lines("    ", text)
            }),
        }
    }
}

/// Makes the page of every code; a code without one does not compile.
macro_rules! explanations {
    ($( $variant:ident {
        title: $title:literal,
        cause: $cause:literal,
        fix: $fix:literal,
        wrong: $wrong:expr,
        right: $right:expr $(,)?
    } )*) => {
        impl Code {
            /// Where this crate's documentation says what this code means.
            #[must_use]
            pub fn url(self) -> String {
                let variant = match self {
                    $( Self::$variant => stringify!($variant), )*
                };
                format!("{DOCUMENTATION}enum.Code.html#variant.{variant}")
            }

            /// What this code means, how it comes to that and what to do.
            #[must_use]
            #[allow(clippy::too_many_lines, reason = "it is a table")]
            pub const fn explanation(self) -> &'static Explanation {
                match self {
                    $( Self::$variant => &Explanation {
                        code: Self::$variant,
                        title: $title,
                        cause: $cause,
                        fix: $fix,
                        wrong: $wrong,
                        right: $right,
                    }, )*
                }
            }
        }
    };
}

/// Where the documentation of a published crate is.
const DOCUMENTATION: &str = concat!(
    "https://docs.rs/aerostack-manifest/",
    env!("CARGO_PKG_VERSION"),
    "/aerostack_manifest/"
);

const CODE: &str = "export const imageRoute = () => new Response('resized')";
const README: &str = "# Image resizer";

explanations! {
    InvalidJson {
        title: "invalid JSON or not UTF-8",
        cause: "the document does not follow the grammar of JSON (RFC 8259), most often because of \
            a trailing or missing comma, a comment or single quotes, or it is not saved as UTF-8",
        fix: "correct the place that is shown; the rest of the document has been checked as far as it \
            can be read",
        wrong: Entries(r#""license": "MIT","#),
        right: Entries(r#""license": "MIT""#),
    }
    ManifestTooLarge {
        title: "the manifest has more than 256 KiB",
        cause: "something stands in `aerostack.json` that does not belong there, such as code or \
            data",
        fix: "keep code in the entrypoint and long texts in `README.md`",
        wrong: Words("an `aerostack.json` of 256 KiB and one byte"),
        right: Words("an `aerostack.json` of 256 KiB"),
    }
    MissingManifest {
        title: "missing `aerostack.json`",
        cause: "the directory is not that of a function, such as the one above it, or the file has \
            another name, extension or case",
        fix: "use the function's own directory, create `aerostack.json` next to its source, or rename \
            the file",
        wrong: Files(&[
            ("README.md", README),
            ("aerostack.toml", "name = \"image-resizer\""),
            ("index.ts", CODE),
        ]),
        right: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""name": "image-resizer""#),
            ("index.ts", CODE),
        ]),
    }
    MissingField {
        title: "a required key is not there",
        cause: "`name`, `version`, `description`, `category`, `language`, `runtime` and `license` \
            are required, and so is `code` in a request to publish",
        fix: "add the key as the help shows, or rename the key that was meant as it",
        wrong: Manifest(r#"{
  "name": "image-resizer",
  "version": "1.0.0",
  "description": "Resize images on the edge.",
  "category": "media",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "entrypoint": "index.ts"
}"#),
        right: Manifest(r#"{
  "name": "image-resizer",
  "version": "1.0.0",
  "description": "Resize images on the edge.",
  "category": "media",
  "language": "typescript",
  "runtime": "cloudflare-worker",
  "license": "MIT",
  "entrypoint": "index.ts"
}"#),
    }
    DuplicateField {
        title: "a key is given twice",
        cause: "one object has the same key again, of which other programs take the first or the \
            last",
        fix: "keep one of the two",
        wrong: Entries("\"license\": \"MIT\",\n\"license\": \"Apache-2.0\""),
        right: Entries(r#""license": "MIT OR Apache-2.0""#),
    }
    InvalidType {
        title: "a value has the wrong JSON type",
        cause: "the key asks for another type; `null` is a type too, and no way to leave a key out",
        fix: "give the type that the message names, or remove an optional key",
        wrong: Entries(r#""tags": "image""#),
        right: Entries(r#""tags": ["image"]"#),
    }
    InvalidName {
        title: "`name` is no slug",
        cause: "the name becomes a part of a URL, a folder and an import path, so it has 1 to 64 \
            lower-case letters and digits, with single hyphens between them, and is no device name \
            of Windows",
        fix: "write the name that the help proposes, or another slug",
        wrong: Entries(r#""name": "Image Resizer""#),
        right: Entries(r#""name": "image-resizer""#),
    }
    InvalidVersion {
        title: "`version` is no SemVer version",
        cause: "a version has three numbers, and perhaps a pre-release and build metadata (SemVer \
            2.0.0); a `v` before it, a range or `latest` is none",
        fix: "write the whole version",
        wrong: Entries(r#""version": "v1.2""#),
        right: Entries(r#""version": "1.2.0""#),
    }
    InvalidDescription {
        title: "`description` is empty, too long or has forbidden characters",
        cause: "a description is one line of 1 to 500 characters, not blank, without control or \
            bidirectional characters",
        fix: "say in one line what the function does; the rest belongs in `README.md`",
        wrong: Entries(r#""description": "Resize images\nand crop them.""#),
        right: Entries(r#""description": "Resize images and crop them.""#),
    }
    InvalidCategory {
        title: "`category` is none of the Hub's",
        cause: "category not in the allowed list",
        fix: "check spelling, use lower case",
        wrong: Entries(r#""category": "Media""#),
        right: Entries(r#""category": "media""#),
    }
    InvalidLanguage {
        title: "`language` is none of the Hub's",
        cause: "the Hub takes functions in `typescript` and `javascript`, spelled out and in lower \
            case",
        fix: "write one of the two, whichever the entrypoint is in",
        wrong: Entries(r#""language": "ts""#),
        right: Entries(r#""language": "typescript""#),
    }
    InvalidRuntime {
        title: "`runtime` is none of the Hub's",
        cause: "the Hub runs functions on `cloudflare-worker`",
        fix: "write `cloudflare-worker`",
        wrong: Entries(r#""runtime": "nodejs""#),
        right: Entries(r#""runtime": "cloudflare-worker""#),
    }
    InvalidLicense {
        title: "`license` is no SPDX expression",
        cause: "a term is not in the SPDX license list in this spelling, or the terms are not \
            joined by `AND`, `OR` and `WITH` (SPDX 2.3, annex D)",
        fix: "use an identifier of the list, an expression of them, or `LicenseRef-` and the name \
            of a license of your own",
        wrong: Entries(r#""license": "Apache 2.0""#),
        right: Entries(r#""license": "Apache-2.0""#),
    }
    TooManyTags {
        title: "`tags` has more than 10 items",
        cause: "a function has up to 10 tags",
        fix: "keep the ten that people will search for",
        wrong: Entries(r#""tags": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]"#),
        right: Entries(r#""tags": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]"#),
    }
    InvalidTag {
        title: "a tag is empty, too long or has forbidden characters",
        cause: "a tag has 1 to 50 characters, is not blank, and has no whitespace at an end and no \
            control or bidirectional characters",
        fix: "trim or shorten it, or remove it",
        wrong: Entries(r#""tags": ["image "]"#),
        right: Entries(r#""tags": ["image"]"#),
    }
    InvalidEntrypoint {
        title: "`entrypoint` is no path that is safe everywhere",
        cause: "the path is absolute, leads out of the directory, is parted by backslashes, or has \
            characters or names that some system does not take",
        fix: "give the path relative to the function's directory, parted by `/`",
        wrong: Entries(r#""entrypoint": "../index.ts""#),
        right: Entries(r#""entrypoint": "index.ts""#),
    }
    InvalidRoutePath {
        title: "`routePath` is no absolute URL path",
        cause: "the path is written into the application that installs the function, so it is a \
            slash and segments of letters, digits and `. _ ~ : * -`, none of them empty, `.` or \
            `..`",
        fix: "give the path alone, without host and query, and with a slash before it",
        wrong: Entries("\"routePath\": \"api/resize\",\n\"routeExport\": \"imageRoute\""),
        right: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"imageRoute\""),
    }
    InvalidRouteExport {
        title: "`routeExport` is no identifier that can be imported",
        cause: "the name is written into an `import`, so it is an ASCII identifier and no reserved \
            word",
        fix: "give the name under which the entrypoint exports its route",
        wrong: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"image-route\""),
        right: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"imageRoute\""),
    }
    InvalidNpmDependency {
        title: "a dependency is no package of the npm registry",
        cause: "the text is given to `npm install`, so it is the name of a package, with or \
            without a version; a URL, a git repository, a file or an alias is none",
        fix: "give the name under which the registry has the package",
        wrong: Entries(r#""npmDependencies": ["github:honojs/hono"]"#),
        right: Entries(r#""npmDependencies": ["hono@^4.0.0"]"#),
    }
    InvalidEnvVar {
        title: "an environment variable is no name",
        cause: "a name has letters, digits and `_`, and does not begin with a digit; its value \
            belongs to whoever installs the function",
        fix: "give the name alone, and withdraw a secret that stood here",
        wrong: Entries(r#""envVars": ["API_KEY=…"]"#),
        right: Entries(r#""envVars": ["API_KEY"]"#),
    }
    MissingEntrypoint {
        title: "the key `entrypoint`, or the file that it names, is not there",
        cause: "entrypoint file not found",
        fix: "verify that the path is relative to the function directory",
        wrong: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""entrypoint": "index.ts""#),
            ("src/index.ts", CODE),
        ]),
        right: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""entrypoint": "src/index.ts""#),
            ("src/index.ts", CODE),
        ]),
    }
    EmptyCode {
        title: "the entrypoint has no code",
        cause: "entrypoint file is empty",
        fix: "add at least one exported function",
        wrong: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""entrypoint": "index.ts""#),
            ("index.ts", "// to be written"),
        ]),
        right: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""entrypoint": "index.ts""#),
            ("index.ts", CODE),
        ]),
    }
    UnreadableFile {
        title: "a file cannot be read or is not UTF-8",
        cause: "a file is there, but the file system does not give it out, it is not a regular file, \
            its bytes are not valid UTF-8, or its name differs from `aerostack.json` only in case",
        fix: "put a regular file in its place, saved as UTF-8, that you may read, or remove the \
            second manifest",
        wrong: Words("an `index.ts` saved as UTF-16"),
        right: Words("the same `index.ts` saved as UTF-8"),
    }
    CodeTooLarge {
        title: "the entrypoint has more than 10 MiB",
        cause: "dependencies or data are bundled into the entrypoint",
        fix: "leave dependencies to `npmDependencies` and large data to a storage binding",
        wrong: Words("an `index.ts` of 10 MiB and one byte"),
        right: Words("an `index.ts` of 10 MiB"),
    }
    RequestTooLarge {
        title: "a request to publish has more than 16 MiB",
        cause: "code, README and manifest together are too large to be sent",
        fix: "leave dependencies to `npmDependencies` and large data to a storage binding",
        wrong: Words("a body of 16 MiB and one byte"),
        right: Words("a body of 16 MiB"),
    }
    Unauthorized {
        title: "there is no account key, or none that may publish",
        cause: "API key invalid or expired",
        fix: "run `aerostack login` again",
        wrong: Key("ak_0123456789abcdef"),
        right: Key("ac_0123456789abcdef"),
    }
    DuplicateSlug {
        title: "the name belongs to a different account",
        cause: "slug exists under a different account",
        fix: "rename your function",
        wrong: Words("`bob` publishes `image-resizer`, which is `alice`'s"),
        right: Words("`bob` publishes `image-resizer`, which nobody has yet"),
    }
    VersionConflict {
        title: "the version is already published",
        cause: "version string already published",
        fix: "bump `version` in `aerostack.json`",
        wrong: Words("`1.0.0` goes live, and `1.0.0` is published"),
        right: Words("`1.0.0` goes live, and `0.9.0` is published"),
    }
    UnknownField {
        title: "a key that this version does not know",
        cause: "the key is misspelt, or one that only the Hub or another program reads",
        fix: "write the key that the help proposes, or remove it unless the Hub asks for it",
        wrong: Entries(r#""tag": ["image"]"#),
        right: Entries(r#""tags": ["image"]"#),
    }
    DuplicateEntry {
        title: "a tag, dependency or environment variable is listed twice",
        cause: "the list has the same item again; tags are the same in any letter case",
        fix: "remove one of the two",
        wrong: Entries(r#""tags": ["image", "Image"]"#),
        right: Entries(r#""tags": ["image"]"#),
    }
    BuiltinDependency {
        title: "a dependency is a module of Node.js itself",
        cause: "the name in `npmDependencies` is that of a module which the runtime has; npm's package \
            of that name is something else, mostly a placeholder",
        fix: "remove it, and import the module with `node:` before its name",
        wrong: Entries(r#""npmDependencies": ["hono", "fs"]"#),
        right: Entries(r#""npmDependencies": ["hono"]"#),
    }
    DeprecatedLicense {
        title: "an SPDX identifier is deprecated",
        cause: "the SPDX license list keeps the identifier, and has another one that says more",
        fix: "write the identifier that replaces it",
        wrong: Entries(r#""license": "GPL-3.0""#),
        right: Entries(r#""license": "GPL-3.0-only""#),
    }
    LongDescription {
        title: "the description has more than 200 characters",
        cause: "lists on the Hub show the first 200 characters",
        fix: "say the essential in 200 characters and the rest in `README.md`",
        wrong: Words("a `description` of 201 characters"),
        right: Words("a `description` of 200 characters"),
    }
    IncompleteRoute {
        title: "`routePath` or `routeExport` without the other",
        cause: "a route has a path and a name that is imported; one alone does nothing",
        fix: "add the other one, or remove both",
        wrong: Entries(r#""routePath": "/api/resize""#),
        right: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"imageRoute\""),
    }
    AmbiguousRouteExport {
        title: "`routeExport` clashes with a name in the importing file",
        cause: "the route is imported under its name into a file that usually declares `app` and \
            `Hono`, and uses globals such as `fetch` and `Response`",
        fix: "export the route under a more specific name",
        wrong: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"app\""),
        right: Entries("\"routePath\": \"/api/resize\",\n\"routeExport\": \"imageRoute\""),
    }
    IneffectiveRoute {
        title: "a segment of `routePath` does not match what it seems to",
        cause: "a parameter is repeated, so that a value is lost; or a `:` has no name, or a `*` is \
            neither a whole segment nor at the end of the path, which routers read in several ways",
        fix: "give each parameter a name of its own, and use `*` as a whole segment",
        wrong: Entries("\"routePath\": \"/users/:id/posts/:id\",\n\"routeExport\": \"imageRoute\""),
        right: Entries("\"routePath\": \"/users/:id/posts/:postId\",\n\"routeExport\": \"imageRoute\""),
    }
    ExposedSecret {
        title: "a value contains a secret",
        cause: "the text has the form of a token that the platform, GitHub, npm or another vendor \
            gives out, or of a private key; whoever reads the manifest can use it",
        fix: "revoke the token, remove it, and read it from an environment variable",
        wrong: Entries(r#""tags": ["ac_0123456789abcdef"]"#),
        right: Entries(r#""envVars": ["ACCOUNT_KEY"]"#),
    }
    LanguageMismatch {
        title: "the entrypoint's extension does not belong to `language`",
        cause: "the entrypoint is in another language than the manifest says, or names the file \
            that was built instead of its source",
        fix: "set `language` to that of the file, or name the other file",
        wrong: Files(&[
            ("README.md", README),
            ("aerostack.json", "\"language\": \"typescript\",\n\"entrypoint\": \"index.js\""),
            ("index.js", CODE),
        ]),
        right: Files(&[
            ("README.md", README),
            ("aerostack.json", "\"language\": \"javascript\",\n\"entrypoint\": \"index.js\""),
            ("index.js", CODE),
        ]),
    }
    MissingReadme {
        title: "missing `README.md`",
        cause: "the Hub shows `README.md` on the function's page, and there is none in this \
            spelling, it is a directory or a symbolic link out of the function's directory or to \
            nothing, or a request has no `readme`",
        fix: "add one that says what the function does and how to use it",
        wrong: Files(&[("aerostack.json", r#""name": "image-resizer""#), ("index.ts", CODE)]),
        right: Files(&[
            ("README.md", README),
            ("aerostack.json", r#""name": "image-resizer""#),
            ("index.ts", CODE),
        ]),
    }
    VersionRegression {
        title: "the version is lower than the newest that is published",
        cause: "the version stands before the newest one by the precedence of SemVer 2.0.0",
        fix: "bump `version` above it, unless you maintain an older line",
        wrong: Words("`1.0.0` goes live, and `2.0.0` is published"),
        right: Words("`1.0.0` goes live, and `0.9.0` is published"),
    }
}

use crate::error::kind::Violation;
#[cfg(feature = "schema")]
use crate::field::Refused;
use crate::field::characters::Characters;
use crate::field::path::check_device_name;
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// The path of the main source file, relative to the function's directory (Hub documentation),
    /// with `/` between its segments, up to 255 characters.
    ///
    /// A segment has letters, digits, `. _ @ + ~ [ ] -` and spaces within. It is not `.` or `..`, does
    /// not end with a dot, and is not a name that Windows reserves for a device (`con.ts`), so that the
    /// path means the same file on every system. The path does not start with `-` or `~`, which
    /// programs and shells give a meaning. No segment is `.git`, `node_modules`, `.npmrc`, `.env` or
    /// `.dev.vars` (in any case, the last two also with an extension): that would publish secrets or a
    /// tool's own files as code. One `./` at the start is dropped.
    ///
    /// ```
    /// use aerostack_manifest::Entrypoint;
    ///
    /// assert_eq!(Entrypoint::new("./src/index.ts").unwrap().as_str(), "src/index.ts");
    /// let error = Entrypoint::new(r"src\index.ts").unwrap_err();
    /// assert!(error.help().starts_with("did you mean `src/index.ts`?"));
    /// ```
    pub struct Entrypoint;
    const PATTERN: r"^(?:(?:\./)?(?:[A-Za-z0-9._@+\[\]][A-Za-z0-9._@+~\[\] -]*[A-Za-z0-9_@+~\[\]-]|[A-Za-z0-9_@+\[\]])(?:/(?:[A-Za-z0-9._@+~\[\]-][A-Za-z0-9._@+~\[\] -]*)?[A-Za-z0-9_@+~\[\]-])*)$";
    const MAX_LENGTH: 255;
    const EXAMPLE: "index.ts";
    expected: "a path within the function's folder, of ASCII letters, digits and . _ @ + ~ [ ] - with / between its segments", such as "index.ts", "src/index.ts";
    error: InvalidEntrypoint;
    parse: parse;
    impl Text {
        #[cfg(feature = "schema")]
        const IS_USUAL: bool = true;

        #[cfg(feature = "schema")]
        const REFUSED: Option<Refused> = Some(Refused::Pattern {
            why: "a tool keeps files of this name for itself or for secrets",
            pattern: r"^(?:(?:.*/)?(?:\.[Gg][Ii][Tt]|[Gg][Ii][Tt]~1|[Nn][Oo][Dd][Ee]_[Mm][Oo][Dd][Uu][Ll][Ee][Ss]|\.[Nn][Pp][Mm][Rr][Cc]|\.[Ee][Nn][Vv](?:\.[^/]*)?|\.[Dd][Ee][Vv]\.[Vv][Aa][Rr][Ss](?:\.[^/]*)?)(?:/.*)?)$",
        });
    }
}

static CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"._@+~[]- /");

fn parse(text: &str) -> Result<&str, Violation> {
    if text.starts_with('/') {
        return Err(Violation::Shape("it starts with a slash"));
    }
    CHARACTERS.check(text)?;
    let path = text.strip_prefix("./").unwrap_or(text);
    match path.as_bytes().first() {
        Some(b'-') => {
            return Err(Violation::Shape("it starts with `-`, which programs take for an option"));
        }
        Some(b'~') => {
            return Err(Violation::Shape(
                "it starts with `~`, which shells take for a home directory",
            ));
        }
        _ => {}
    }
    path.as_bytes().split(|&byte| byte == b'/').try_for_each(check_segment)?;
    Ok(path)
}

fn check_segment(segment: &[u8]) -> Result<(), Violation> {
    match segment {
        [] => Err(Violation::Shape("a path segment is empty")),
        b".." => Err(Violation::Shape("`..` leads out of the function's directory")),
        [.., b'.'] => Err(Violation::Shape("a path segment ends with a dot")),
        [b' ', ..] | [.., b' '] => {
            Err(Violation::Shape("a path segment starts or ends with a space"))
        }
        _ => {
            check_private_name(segment)?;
            check_device_name(segment)
        }
    }
}

/// Names of files and folders that are never code: the name, whether an extension may follow, and the
/// reason. Windows and git know `.git` by its short name as well.
const PRIVATE_NAMES: [(&str, bool, &str); 6] = [
    (".git", false, "`.git` belongs to git and is not code"),
    ("git~1", false, "`git~1` is the short name of `.git`, which is not code"),
    ("node_modules", false, "`node_modules` belongs to package managers and is not code"),
    (".npmrc", false, "`.npmrc` may hold secrets and is not code"),
    (".env", true, "`.env` files hold secrets and are not code"),
    (".dev.vars", true, "`.dev.vars` files hold secrets and are not code"),
];

fn check_private_name(segment: &[u8]) -> Result<(), Violation> {
    for (name, has_extensions, why) in PRIVATE_NAMES {
        let Some((start, rest)) = segment.split_at_checked(name.len()) else { continue };
        let is_name = rest.is_empty() || (has_extensions && rest[0] == b'.');
        if is_name && start.eq_ignore_ascii_case(name.as_bytes()) {
            return Err(Violation::Shape(why));
        }
    }
    Ok(())
}

impl Entrypoint {
    /// The path with its separators put right.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let path = text.trim().replace('\\', "/");
        let mut suggestion = String::with_capacity(path.len());
        for segment in path.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
            if !suggestion.is_empty() {
                suggestion.push('/');
            }
            suggestion.push_str(segment);
        }
        Self::check(&suggestion).ok().map(Suggestion::likely)
    }
}

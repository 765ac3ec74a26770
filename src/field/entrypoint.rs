use crate::error::kind::Violation;
use crate::field::characters::Characters;
use crate::field::path::check_device_name;
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// The path of the main source file, relative to the function's directory (Hub documentation),
    /// with `/` between its segments, up to 255 characters.
    ///
    /// A segment has letters, digits, `. _ @ $ + ~ ( ) [ ] -` and spaces within. It is not `.` or
    /// `..`, does not end with a dot, and is not a name that Windows reserves for a device (`con.ts`),
    /// so that the path means the same file on every system. One `./` at the start is dropped.
    ///
    /// ```
    /// use aerostack_manifest::Entrypoint;
    ///
    /// assert_eq!(Entrypoint::new("./src/index.ts").unwrap().as_str(), "src/index.ts");
    /// let error = Entrypoint::new(r"src\index.ts").unwrap_err();
    /// assert!(error.help().starts_with("did you mean `src/index.ts`?"));
    /// ```
    pub struct Entrypoint;
    const PATTERN: r"^(?:(?:\./)?(?:[A-Za-z0-9._@$+~()\[\]-][A-Za-z0-9._@$+~()\[\] -]*)?[A-Za-z0-9_@$+~()\[\]-](?:/(?:[A-Za-z0-9._@$+~()\[\]-][A-Za-z0-9._@$+~()\[\] -]*)?[A-Za-z0-9_@$+~()\[\]-])*)$";
    const MAX_LENGTH: 255;
    const EXAMPLE: "index.ts";
    expected: "a path within the function's folder, of ASCII letters, digits and . _ @ $ + ~ ( ) [ ] - with / between its segments", such as "index.ts", "src/index.ts";
    error: InvalidEntrypoint;
    parse: parse;
    impl Text {
        #[cfg(feature = "schema")]
        const IS_USUAL: bool = true;
    }
}

static CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"._@$+~()[]- /");

fn parse(text: &str) -> Result<&str, Violation> {
    if text.starts_with('/') {
        return Err(Violation::Shape("it starts with a slash"));
    }
    CHARACTERS.check(text)?;
    let path = text.strip_prefix("./").unwrap_or(text);
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
        _ => check_device_name(segment),
    }
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

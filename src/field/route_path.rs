use crate::error::kind::Violation;
use crate::field::characters::Characters;
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// The path under which the consumer's application mounts the function: an absolute URL path of
    /// up to 255 characters. Its segments have letters, digits and `. _ ~ : * -`, are not empty, not
    /// `.` and not `..`; one slash at the end is allowed.
    ///
    /// ```
    /// use aerostack_manifest::RoutePath;
    ///
    /// assert!(RoutePath::new("/api/users/:id").is_ok());
    /// let error = RoutePath::new("api/users/{id}").unwrap_err();
    /// assert!(error.help().starts_with("did you mean `/api/users/:id`?"));
    /// ```
    pub struct RoutePath;
    // What tells a segment from `.` and `..` is its first character that is not a dot, or its third.
    const PATTERN: r"^(?:/(?:(?:[A-Za-z0-9_~:*-]|\.[A-Za-z0-9_~:*-]|\.\.[A-Za-z0-9._~:*-])[A-Za-z0-9._~:*-]*(?:/(?:[A-Za-z0-9_~:*-]|\.[A-Za-z0-9_~:*-]|\.\.[A-Za-z0-9._~:*-])[A-Za-z0-9._~:*-]*)*/?)?)$";
    const MAX_LENGTH: 255;
    const EXAMPLE: "/api/my-function";
    expected: "a slash and segments of ASCII letters, digits and . _ ~ : * -", such as "/api/users/:id";
    error: InvalidRoutePath;
    parse: parse;
}

static CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"._~:*-/");

fn parse(text: &str) -> Result<&str, Violation> {
    let Some(path) = text.strip_prefix('/') else {
        return Err(Violation::Shape("it does not start with a slash"));
    };
    CHARACTERS.check(text)?;
    if path.is_empty() {
        return Ok(text);
    }
    let path = path.strip_suffix('/').unwrap_or(path).as_bytes();
    for segment in path.split(|&byte| byte == b'/') {
        match segment {
            b"" => return Err(Violation::Shape("a path segment is empty")),
            b"." | b".." => return Err(Violation::Shape("a path segment is only dots")),
            _ => {}
        }
    }
    Ok(text)
}

impl RoutePath {
    /// The path with a slash at the start, single slashes within, and parameters as `:name`.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let path = text.trim().replace('\\', "/");
        // The path of a whole URL follows its host.
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => path.as_str(),
        };
        let mut suggestion = String::with_capacity(path.len() + 1);
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let parameter =
                [('{', '}'), ('[', ']'), ('<', '>')].into_iter().find_map(|(open, close)| {
                    segment.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
                });
            suggestion.push('/');
            let is_name = |name: &&str| name.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some(parameter) = parameter.filter(is_name) {
                suggestion.push(':');
                suggestion.push_str(parameter);
            } else {
                suggestion.push_str(segment);
            }
        }
        Self::check(&suggestion).ok().map(Suggestion::likely)
    }
}

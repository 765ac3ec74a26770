use std::ops::Range;

use crate::error::Error;
use crate::error::kind::{RouteDefect, Violation};
use crate::excerpt::Excerpt;
#[cfg(feature = "schema")]
use crate::field::Refused;
use crate::field::characters::Characters;
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// The path under which the consumer's application mounts the function: an absolute URL path of
    /// up to 255 characters. Its segments have letters, digits and `. _ ~ : * -`, are not empty, not
    /// `.` and not `..`; one slash at the end is allowed. A segment has at most one `*`, and the path at
    /// most 8 `:` and `*`, because routers match more of them in exponential time.
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
    impl Text {
        #[cfg(feature = "schema")]
        const REFUSED: Option<Refused> = Some(Refused::Pattern {
            why: "routers match more than one * in a segment, and more than 8 : and * in all, in exponential time",
            // Each step has one way to match, so that no validator tries many.
            pattern: r"^(?:.*[*][^*/]*[*].*|[^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*][^:*]*[:*].*)$",
        });

        fn warning(&self) -> Option<Error> {
            let (defect, range) = defect(&self.0)?;
            let found = Excerpt::new(&self.0[range]);
            Some(Error::IneffectiveRoute { found, defect })
        }

        fn blamed(text: &str, error: &Error) -> Option<Range<usize>> {
            match error {
                Error::IneffectiveRoute { .. } => defect(text).map(|(_, range)| range),
                _ => None,
            }
        }
    }
}

impl RoutePath {
    /// The most parameters and wildcards, `:` and `*`, of a path.
    pub const MAX_PARAMETERS: usize = 8;
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
    let mut parameters = 0;
    for segment in path.split(|&byte| byte == b'/') {
        match segment {
            b"" => return Err(Violation::Shape("a path segment is empty")),
            b"." | b".." => return Err(Violation::Shape("a path segment is only dots")),
            _ => {}
        }
        let mut wildcards = 0;
        for byte in segment {
            match byte {
                b':' => parameters += 1,
                b'*' => wildcards += 1,
                _ => {}
            }
        }
        if wildcards > 1 {
            return Err(Violation::Shape("a path segment has more than one `*`"));
        }
        parameters += wildcards;
    }
    if parameters > RoutePath::MAX_PARAMETERS {
        return Err(Violation::Shape("it has more than 8 parameters and wildcards (`:` and `*`)"));
    }
    Ok(text)
}

/// The first segment of a valid path that does not match what it seems to, and where it is.
fn defect(path: &str) -> Option<(RouteDefect, Range<usize>)> {
    if !path.contains([':', '*']) {
        return None;
    }
    let is_wildcard_in_place =
        |segment: &str, end: usize| segment == "*" || (segment.ends_with('*') && end == path.len());
    let mut parameters = [""; RoutePath::MAX_PARAMETERS];
    let mut count = 0;
    let mut end = 0;
    for segment in path.split('/') {
        let start = end;
        end = start + segment.len();
        let found = |defect| Some((defect, start..end));
        if segment.contains('*') && !is_wildcard_in_place(segment, end) {
            return found(RouteDefect::InnerWildcard);
        }
        if segment.ends_with(':') || segment.contains("::") || segment.contains(":*") {
            return found(RouteDefect::UnnamedParameter);
        }
        if segment.starts_with(':') {
            if parameters[..count].contains(&segment) {
                return found(RouteDefect::RepeatedParameter);
            }
            parameters[count] = segment;
            count += 1;
        }
        end += "/".len();
    }
    None
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
        Self::without_warning(&suggestion).map(Suggestion::likely)
    }
}

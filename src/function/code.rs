//! Whether a text has any code.

use crate::error::Error;
use crate::excerpt::Excerpt;

/// Checks that a text has any code: that of the entrypoint, or of `code` in a request.
pub(crate) fn check_code(code: &str, path: Option<&str>) -> Result<(), Error> {
    if contains_code(code) {
        return Ok(());
    }
    let is_blank = code.trim_start_matches('\u{FEFF}').trim().is_empty();
    Err(Error::EmptyCode { file: path.map(Excerpt::new), is_blank })
}

/// Whether a text has more than a byte order mark, a `#!` line, whitespace and comments (ECMA-262,
/// 12.2 to 12.5).
fn contains_code(text: &str) -> bool {
    let is_space = |c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{FEFF}';
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if rest.starts_with("#!") {
        rest = after_line(rest);
    }
    loop {
        rest = rest.trim_start_matches(is_space);
        if rest.starts_with("//") {
            rest = after_line(rest);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            return !rest.is_empty();
        }
    }
}

/// Returns the text from the end of its first line on.
fn after_line(text: &str) -> &str {
    text.find(['\n', '\r', '\u{2028}', '\u{2029}']).map_or("", |end| &text[end..])
}

#[cfg(test)]
mod tests {
    use super::contains_code;

    #[test]
    fn comments_and_space_are_no_code() {
        for text in [
            "",
            "\u{FEFF}",
            " \t\r\n\u{2028}\u{A0}",
            "#!/usr/bin/env node",
            "\u{FEFF}#!node\n",
            "// TODO",
            "/* a */ // b\n\n/** c\n * d */",
            "/* never closed",
            "//\r//\u{2029}//",
        ] {
            assert!(!contains_code(text), "{text:?}");
        }
        for text in ["x", ";", "// a\nx", "/* */x", "/", "/**/ /", " #!x", "'use strict'", "\u{85}"]
        {
            assert!(contains_code(text), "{text:?}");
        }
    }
}

//! The descriptions that editors show.

use crate::schema::object::Object;

/// The description of a key or item, with up to two examples of its value.
pub(crate) fn hover(docs: &str, examples: &[String]) -> Object {
    let examples: Vec<_> = examples.iter().take(2).map(|json| format!("`{json}`")).collect();
    texts(&format!("{} Example: {}", docs.trim(), examples.join(" or ")))
}

/// A description in Markdown, preceded by plain text for editors that do not render Markdown.
pub(crate) fn texts(markdown: &str) -> Object {
    Object::default().with("description", plain(markdown)).with("markdownDescription", markdown)
}

/// Removes the marks of code and links from Markdown.
pub(crate) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, label, after)) = link(rest) {
        text.push_str(before);
        text.push_str(label);
        rest = after;
    }
    text.push_str(rest);
    text.replace('`', "")
}

/// Splits at the first link: the text before it, its label, and the text after it.
fn link(markdown: &str) -> Option<(&str, &str, &str)> {
    let (label, after) = markdown.split_once("](")?;
    let (before, label) = label.rsplit_once('[')?;
    let (_, after) = after.split_once(')')?;
    Some((before, label, after))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_text_has_no_marks() {
        let markdown = "by [SemVer 2.0.0](https://semver.org): `1.0.0`, [b](c)";
        assert_eq!(plain(markdown), "by SemVer 2.0.0: 1.0.0, b");
    }
}

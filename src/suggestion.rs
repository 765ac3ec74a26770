//! What is suggested in place of a text that breaks a rule.

/// A text that is suggested in place of the one that was found.
///
/// It follows the whole rule of its field, its length included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Suggestion {
    /// The text to write.
    pub text: String,
    /// Whether the author certainly meant it. If not, it is only likely.
    pub certain: bool,
}

impl Suggestion {
    pub(crate) fn certain(text: impl Into<String>) -> Self {
        Self { text: text.into(), certain: true }
    }

    pub(crate) fn likely(text: impl Into<String>) -> Self {
        Self { text: text.into(), certain: false }
    }
}

/// Whether a license expression joins terms, so that it needs parentheses in place of one term: `AND`
/// binds tighter than `OR`.
pub(crate) fn joins_terms(expression: &str) -> bool {
    [" OR ", " AND "].iter().any(|operator| expression.contains(operator))
}

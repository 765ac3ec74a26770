//! Applies the certain fixes of a manifest.

use crate::finding::{Finding, MANIFEST_NAME};
use crate::fix;
use crate::manifest::Manifest;
use crate::report::Report;

/// A manifest with its fixes applied, by [`Report::fix`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// What has been fixed, in the order in which that was done.
    pub fixed: Vec<Finding>,
}

impl Report {
    /// Applies the certain fixes to the text of a manifest: those that do not overlap, and those of
    /// what is found then, until there are none.
    ///
    /// `source` is the text that this report is about. Nothing is fixed that the report does not show,
    /// such as a warning that [`Levels`](crate::Levels) allow. Bytes outside the fixes stay as they
    /// are. What was found in a request has fixes of its own, and is not for this.
    ///
    /// ```
    /// use aerostack_manifest::Manifest;
    ///
    /// let text = r#"{ "category": "Media", "version": "v1.2", "tags": ["a", "a"], }"#;
    /// let report = Manifest::check(text.as_bytes()).into_parts().1;
    /// let fixed = report.fix(text);
    /// assert_eq!(
    ///     fixed.text,
    ///     r#"{ "category": "media", "runtime": "cloudflare-worker", "version": "1.2.0", "tags": ["a"] }"#
    /// );
    /// assert_eq!(fixed.fixed.len(), 5);
    /// ```
    #[must_use]
    pub fn fix(&self, source: &str) -> Fixed {
        // The first round may leave what was not shown because there was too much of it. Later rounds
        // fix everything but what overlaps, such as neighbors that need the same comma.
        const ROUNDS: usize = 8;
        let mut result = Fixed { text: source.to_owned(), fixed: Vec::new() };
        let mut later = None;
        for _ in 0..ROUNDS {
            let report = later.as_ref().unwrap_or(self);
            let is_wanted = |finding: &&Finding| {
                finding.file() == Some(MANIFEST_NAME) && !self.silent.contains(&finding.code())
            };
            let certain =
                report.findings.iter().filter(is_wanted).filter_map(|finding| {
                    Some((finding, finding.fix().filter(|fix| fix.certain)?))
                });
            let (findings, mut fixes): (Vec<_>, Vec<_>) = certain.unzip();
            let (mut text, mut applied) = fix::apply(&result.text, &fixes);
            if text.len() > Manifest::MAX_SIZE {
                fixes.iter_mut().filter(|fix| fix.grows()).for_each(|fix| fix.edits.clear());
                (text, applied) = fix::apply(&result.text, &fixes);
            }
            if applied.is_empty() {
                break;
            }
            result.text = text;
            result.fixed.extend(applied.into_iter().map(|index| findings[index].clone()));
            later = Some(Manifest::report_all(&result.text));
        }
        result
    }
}

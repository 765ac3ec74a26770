//! Secrets in values that are valid otherwise.

use std::borrow::Cow;

use super::parsed::ExtraKeys;
use super::{Context, Row};
use crate::error::{Error, Subject};
use crate::excerpt::Excerpt;
use crate::findings::Blame;
use crate::json::{Entry, Kind, Value, decode_with_offsets};
use crate::source::Span;
use crate::token::{LONG, Token, has_long_word, has_short_prefix, tokens};

impl Context<'_> {
    /// Reports the tokens in all values but that of one entry, which judges them itself, and hides them.
    /// The texts of a request's files are not searched.
    pub(super) fn report_exposed<E: ExtraKeys>(&mut self, judged: Option<u32>) {
        let json = self.json;
        let judged_entry = judged.and_then(|index| json.entries.get(index as usize));
        let judged_range = judged_entry.map_or(0..0, |entry| entry.value.span().range());
        let (before, after) = (&json.text[..judged_range.start], &json.text[judged_range.end..]);
        let has_prefix = has_short_prefix(before) || has_short_prefix(after);
        let mut known = None;
        for (index, entry) in (0..).zip(&json.entries) {
            let value = json.value(entry);
            let is_extra = |name: Cow<'_, str>| E::KEYS.contains(&&*name);
            if judged == Some(index)
                || (!E::KEYS.is_empty() && json.key(entry).text().is_some_and(is_extra))
            {
                continue;
            }
            if value.kind() == Kind::Array {
                let items =
                    value.items().enumerate().filter(|(_, item)| may_have_token(item, has_prefix));
                for (item, value) in items {
                    self.report_tokens(entry, Some(item), &value, &mut known);
                }
            } else if may_have_token(&value, has_prefix) {
                self.report_tokens(entry, None, &value, &mut known);
            }
        }
    }

    /// Reports the tokens in a value or item, but those which an error blames already, and hides all.
    fn report_tokens(
        &mut self,
        entry: &Entry,
        item: Option<usize>,
        value: &Value<'_>,
        known: &mut Option<Known>,
    ) {
        for Token { kind, start, secret, is_certain } in tokens_of(value) {
            let Known { hidden, blamed } = known.get_or_insert_with(|| Known {
                hidden: self.findings.secrets(),
                blamed: self.findings.blamed(),
            });
            let token = Span::new(start, secret.end);
            self.findings.hide(Span::new(secret.start, secret.end));
            let before = blamed.partition_point(|error| error.start < token.end);
            let is_blamed = before > 0 && blamed[before - 1].end > start;
            if !is_certain || is_blamed {
                continue;
            }
            let key = self.json.key(entry);
            let name = key.text().unwrap_or_default();
            let error = |place: Excerpt| Error::ExposedSecret { place, kind };
            let after = hidden.partition_point(|hidden| hidden.end <= key.span().start);
            if hidden.get(after).is_some_and(|hidden| hidden.start < key.span().end) {
                self.findings.push(error(Excerpt::left_out()), &Blame::Syntax(token));
            } else if let Some((row, item)) = Row::from_key(&name).zip(item) {
                let place = Excerpt::new(&format!("{name}[{item}]"));
                let subject = Subject::Item(row.key().name, item);
                self.findings.push(error(place), &Blame::Value(subject, token));
            } else {
                self.findings.push(error(Excerpt::new(&name)), &Blame::Key(&name, token));
            }
        }
    }
}

/// What was known before tokens were searched for.
struct Known {
    /// What is hidden.
    hidden: Vec<Span>,
    /// What errors blame.
    blamed: Vec<Span>,
}

/// Whether there may be a token in a value of a document that has the prefix of a short token, or not.
fn may_have_token(value: &Value<'_>, has_prefix: bool) -> bool {
    let Span { start, end } = value.span();
    let is_long = end - start >= LONG;
    match value.kind() {
        Kind::Null | Kind::True | Kind::False | Kind::Number => return false,
        Kind::Plain if !is_long && !has_prefix => return false,
        Kind::Plain => {}
        _ if has_escaped_ascii(value.source()) => return true,
        _ => {}
    }
    let source = value.source();
    (has_prefix && has_short_prefix(source)) || (is_long && has_long_word(source))
}

/// Whether there is an escape sequence for a visible character of ASCII, which may be one of a token.
fn has_escaped_ascii(source: &str) -> bool {
    let is_ascii = |(at, escape): (usize, &str)| {
        matches!(source.as_bytes().get(at + escape.len()), Some(b'2'..=b'7'))
    };
    source.contains('\\') && source.match_indices("\\u00").any(is_ascii)
}

/// Returns the tokens in a value by their places in the document.
fn tokens_of(value: &Value<'_>) -> Vec<Token> {
    let (text, place) = decode_with_offsets(value.source());
    let mut tokens = tokens(&text);
    let place = |at| value.span().start + place(at);
    for Token { start, secret, .. } in &mut tokens {
        *start = place(*start);
        *secret = place(secret.start)..place(secret.end);
    }
    tokens
}

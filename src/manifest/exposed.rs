//! Secrets in values that are valid otherwise.

use std::borrow::Cow;

use super::parsed::ExtraKeys;
use super::{Context, Row};
use crate::error::{Error, Subject};
use crate::excerpt::Excerpt;
use crate::findings::Blame;
use crate::json::{Entry, Kind, Value, decode_with_offsets};
use crate::source::Span;
use crate::token::{LONG, Token, has_underscore, may_have_token, tokens};

impl Context<'_> {
    /// Reports the tokens in all values but that of one entry, which judges them itself, and hides them.
    /// The texts of a request's files are not searched.
    pub(super) fn report_exposed<E: ExtraKeys>(&mut self, judged: Option<u32>) {
        let json = self.json;
        let mut known = None;
        for (index, entry) in (0..).zip(&json.entries) {
            let value = json.value(entry);
            if judged == Some(index) || !may_contain_token(&value) {
                continue;
            }
            let is_extra = |name: Cow<'_, str>| E::KEYS.contains(&&*name);
            if !E::KEYS.is_empty() && json.key(entry).text().is_some_and(is_extra) {
                continue;
            }
            for Token { kind, start, secret, is_certain } in tokens_of(&value) {
                let (hidden, blamed) =
                    known.get_or_insert_with(|| (self.findings.secrets(), self.findings.blamed()));
                let before = blamed.partition_point(|error| error.start < secret.end);
                let is_blamed = before > 0 && blamed[before - 1].end > start;
                let key = json.key(entry).span();
                let after = hidden.partition_point(|hidden| hidden.end <= key.start);
                let is_hidden = hidden.get(after).is_some_and(|hidden| hidden.start < key.end);
                self.findings.hide(Span::new(secret.start, secret.end));
                if is_certain && !is_blamed {
                    self.report_token(entry, kind, Span::new(start, secret.end), is_hidden);
                }
            }
        }
    }

    fn report_token(&mut self, entry: &Entry, kind: &'static str, token: Span, is_hidden: bool) {
        let (key, value) = (self.json.key(entry), self.json.value(entry));
        let name = key.text().unwrap_or_default();
        let item = value.item_at(token.start);
        let error = |place: &str| Error::ExposedSecret { place: Excerpt::new(place), kind };
        if is_hidden {
            let error = Error::ExposedSecret { place: Excerpt::left_out(), kind };
            self.findings.push(error, &Blame::Syntax(token));
        } else if let Some((row, item)) = Row::from_key(&name).zip(item) {
            let subject = Subject::Item(row.key().name, item);
            let place = format!("{name}[{item}]");
            self.findings.push(error(&place), &Blame::Value(subject, token));
        } else {
            self.findings.push(error(&name), &Blame::Key(&name, token));
        }
    }
}

/// Whether there may be a token in a value. Of a list of short texts, which may be long, its items are
/// not looked at.
fn may_contain_token(value: &Value<'_>) -> bool {
    /// With its quotes, a text of so many bytes is long.
    const LONG_ITEM: usize = LONG + 2;
    let source = value.source();
    let is_short = |item: Value<'_>| item.span().end - item.span().start < LONG_ITEM;
    match value.kind() {
        Kind::Null | Kind::True | Kind::False | Kind::Number => false,
        Kind::Plain => may_have_token(&source[1..source.len() - 1]),
        Kind::Array if !has_underscore(source) && value.items().all(is_short) => false,
        _ => source.contains('\\') || may_have_token(source),
    }
}

/// Returns the tokens in a value by their places in the document.
fn tokens_of(value: &Value<'_>) -> Vec<Token> {
    let (source, start) = (value.source(), value.span().start);
    let decoded = source.contains('\\').then(|| decode_with_offsets(source));
    let mut tokens = tokens(decoded.as_ref().map_or(source, |(text, _)| text));
    let place = |at: usize| start + decoded.as_ref().map_or(at, |(_, places)| places[at] as usize);
    for Token { start, secret, .. } in &mut tokens {
        *start = place(*start);
        *secret = place(secret.start)..place(secret.end);
    }
    tokens
}

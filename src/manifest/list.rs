//! How lists of texts are judged, in which nothing should be twice.

use std::cmp::Ordering;

use super::{Context, Field};
use crate::error::kind::JsonType;
use crate::error::{Code, Error, Subject};
use crate::excerpt::Excerpt;
use crate::field::Item;
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::finding::Correction;
use crate::findings::Blame;
use crate::fix::{Edit, Fix};
use crate::json::{Kind, Value};
use crate::repeated::repeated;
use crate::source::Span;

impl<T: Item> Field for Vec<T> {
    const EXAMPLE: &'static str = "[]";
    const TYPE: JsonType = JsonType::Array;

    fn judge(value: &Value<'_>, subject: Subject, context: &mut Context<'_>) -> Option<Self> {
        let (Kind::Array, Subject::Required(key) | Subject::Optional(key)) =
            (value.kind(), subject)
        else {
            context.wrong_type(value, subject, Self::TYPE, T::EXAMPLE, T::MAY_BE_SECRET);
            return None;
        };
        if T::MAY_BE_SECRET {
            context.hide_if_broken(value);
        }
        let values = value.items();
        let count = values.len();
        let may_be_valid = |item: &Value<'_>| item.json_type() == Some(JsonType::String);
        let strings = values.clone().filter(may_be_valid).count();
        let mut list = List {
            key,
            items: Vec::with_capacity(strings.min(T::MAX_COUNT)),
            indexes: Vec::new(),
            refused: Refused { count: 0, kept: Vec::new() },
            first_doubt: usize::MAX,
        };
        for (index, value) in values.enumerate() {
            list.judge(index, &value, context);
        }
        let is_valid = list.items.len() == count && list.refused.count == 0;
        let items = list.report(value, context);
        if count > T::MAX_COUNT
            && let Some(error) = T::too_many(count)
            && let Some((first, last)) = value.item(T::MAX_COUNT).zip(value.item(count - 1))
        {
            let span = Span::new(first.span().start, last.span().end);
            context.findings.push(error, &Blame::Value(subject, span));
            return None;
        }
        // Every item that is not valid has been reported.
        is_valid.then_some(items)
    }

    #[cfg(feature = "schema")]
    fn shape() -> Shape {
        let item = Box::new(<T as Field>::shape());
        Shape::List { noun: T::NOUN, item, max_count: T::MAX_COUNT }
    }
}

/// The items of a list, as far as they have been judged.
struct List<T> {
    key: &'static str,
    /// The valid ones, and what invalid ones are meant to be, so that fixing those makes no new
    /// repetition.
    items: Vec<T>,
    /// Where in the list those are, as soon as that is not just one after the other.
    indexes: Vec<usize>,
    refused: Refused,
    /// The first item of which it is not certain what it is meant to be.
    first_doubt: usize,
}

/// Items that are not valid.
struct Refused {
    count: usize,
    /// The numbers and errors of those that are reported.
    kept: Vec<(usize, Error)>,
}

impl<T: Item> List<T> {
    /// The most items that are searched for repetitions. A list with more than may be is refused,
    /// whatever they are.
    const MAX_COMPARED: usize = T::MAX_COUNT.saturating_mul(10);

    fn judge(&mut self, index: usize, value: &Value<'_>, context: &mut Context<'_>) {
        let subject = Subject::Item(self.key, index);
        if T::MAY_BE_SECRET && !context.json.is_clear(value.span()) {
            // This may be a secret and not an item, so no message must quote it.
            return;
        }
        let Some(text) = context.text(value) else {
            context.wrong_type(value, subject, JsonType::String, T::EXAMPLE, T::MAY_BE_SECRET);
            return;
        };
        if self.is_full(context) && !T::is_valid(&text) {
            context.hide_secret::<T>(&text, value);
            self.omit(context);
            return;
        }
        match T::new(&text) {
            Ok(item) => {
                if let Some(warning) = item.warning() {
                    context.findings.push(warning, &Blame::Value(subject, value.span()));
                }
                self.keep(index, item);
            }
            Err(error) => {
                context.hide_secret::<T>(&text, value);
                self.refuse(index, error);
            }
        }
    }

    fn keep(&mut self, index: usize, item: T) {
        if self.items.len() == Self::MAX_COMPARED {
            return;
        }
        if self.items.len() != index {
            if self.indexes.is_empty() {
                self.indexes = (0..self.items.len()).collect();
            }
            self.indexes.push(index);
        }
        self.items.push(item);
    }

    fn refuse(&mut self, index: usize, error: Error) {
        let suggestion = error.suggestion();
        self.refused.count += 1;
        self.refused.kept.push((index, error));
        let Some(suggestion) = suggestion else { return };
        let Ok(item) = T::new(&suggestion.text) else { return };
        if !suggestion.certain {
            self.first_doubt = self.first_doubt.min(index);
        }
        self.keep(index, item);
    }

    /// Whether no more invalid items are reported.
    fn is_full(&self, context: &Context<'_>) -> bool {
        let (others, last) = (self.refused.kept.len(), self.refused.kept.last());
        last.is_some_and(|(_, error)| !context.findings.has_room_for(error.code(), others))
    }

    /// Counts an invalid item that is not reported.
    fn omit(&mut self, context: &mut Context<'_>) {
        self.refused.count += 1;
        if let Some((_, error)) = self.refused.kept.last() {
            context.findings.omit(error.code(), 1);
        }
    }

    /// Reports invalid and repeated items, and returns the others.
    fn report(self, list: &Value<'_>, context: &mut Context<'_>) -> Vec<T> {
        let repeated = repeated(self.items.len(), &|at| T::identity(self.items[at].as_ref()));
        let span_of = |index: usize| list.item(index).map(|item| item.span());
        let mut removals = Vec::new();
        let index_of = |at: usize| self.indexes.get(at).copied().unwrap_or(at);
        let is_refused =
            |index: usize| self.refused.kept.binary_search_by_key(&index, |one| one.0).is_ok();
        for (at, first) in repeated {
            let (at, first) = (at as usize, first as usize);
            let (index, first_index) = (index_of(at), index_of(first));
            let (item, first) = (&self.items[at], &self.items[first]);
            let (is_first_refused, is_refused) = (is_refused(first_index), is_refused(index));
            if !is_refused && !context.findings.has_room_for(Code::DuplicateEntry, 0) {
                context.findings.omit(Code::DuplicateEntry, 1);
                continue;
            }
            let Some(span) = span_of(index) else { continue };
            let is_same = item.is_same_as_any(&self.items[..at]);
            let order = item.exactness().cmp(&first.exactness());
            // With a comma: the second of two is never the first of the list, nor the first the last.
            let removed = if is_same || order.is_lt() {
                span_of(index.saturating_sub(1)).map(|before| Span::new(before.end, span.end))
            } else if order.is_gt() && !is_refused && !is_first_refused {
                let after = span_of(first_index).zip(span_of(first_index + 1));
                after.map(|(first, next)| Span::new(first.start, next.start))
            } else {
                None
            };
            let loses_nothing = is_same || (order.is_gt() && first.exactness() == 0);
            // Where an item goes, another one may be compared.
            let is_whole = self.items.len() < Self::MAX_COMPARED;
            let certain = index <= self.first_doubt && loses_nothing && is_whole;
            let removal = match removed {
                Some(span) if context.json.is_clean(span.start, span.end) => {
                    Correction::Known(Fix { certain, edits: vec![Edit::remove(span)] })
                }
                _ => Correction::None,
            };
            if is_refused {
                removals.push((index, removal));
                continue;
            }
            let [found, other] = [item, first].map(|item| Excerpt::new(item.as_ref()));
            let has_other = item.exactness() > 0 || first.exactness() > 0;
            let kept = match order {
                Ordering::Less => Some(other.clone()),
                Ordering::Equal => None,
                Ordering::Greater => Some(found.clone()),
            };
            let first = (has_other && found != other).then_some(other);
            let error = Error::DuplicateEntry { noun: T::NOUN, found, first, kept };
            let blame = Blame::Value(Subject::Item(self.key, index), span);
            context.findings.push_with(error, &blame, removal);
        }
        for (index, error) in self.refused.kept {
            let Some(value) = list.item(index) else { continue };
            let removal = removals.binary_search_by_key(&index, |(index, _)| *index);
            let correction = match removal {
                Ok(at) => removals[at].1.clone(),
                Err(_) => context.suggestion_for(&value),
            };
            let blame = Blame::Value(Subject::Item(self.key, index), value.span());
            context.findings.push_with(error, &blame, correction);
        }
        self.items
    }
}

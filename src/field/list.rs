//! Texts that are items of a list.

use std::borrow::Cow;

use crate::error::Error;
use crate::field::Text;

/// A text that can be an item of a list.
pub(crate) trait Item: Text + AsRef<str> {
    /// What messages call it.
    const NOUN: &'static str;

    /// The most items of a list.
    const MAX_COUNT: usize = usize::MAX;

    /// What of a text makes it the item that it is: two items with the same identity are repeated.
    fn identity(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }

    /// Whether nothing is lost without this item if one of the others has the same identity.
    fn is_same_as_any(&self, _others: &[Self]) -> bool {
        true
    }

    /// How much an item says in addition to its identity; of two with the same identity, the one that
    /// says more is kept. 0 for nothing.
    fn exactness(&self) -> u8 {
        0
    }

    /// The error for a list with more items.
    fn too_many(_count: usize) -> Option<Error> {
        None
    }
}

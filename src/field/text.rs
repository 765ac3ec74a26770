//! Texts with a rule: one declaration makes the type, its constructor and its conversions.

use std::fmt;
use std::ops::Range;

use crate::error::Error;
use crate::error::kind::Violation;
use crate::escape::has_command;
use crate::excerpt::Excerpt;
#[cfg(feature = "schema")]
use crate::field::{Refused, Shape};
use crate::redact::has_secret;

/// A value that a single string stands for.
pub(crate) trait Text: Sized {
    /// A valid value, as JSON.
    const EXAMPLE: &'static str;

    /// The members of a closed set.
    const CHOICES: &'static [&'static str] = &[];

    fn new(text: &str) -> Result<Self, Error>;

    /// Whether [`Text::new`] takes a text, for whom needs no error.
    fn is_valid(text: &str) -> bool {
        Self::new(text).is_ok()
    }

    /// Whether a value of the wrong type may hold a secret.
    const MAY_BE_SECRET: bool = false;

    /// How many bytes of a refused text may be shown; the rest may be a secret.
    fn shown(text: &str) -> usize {
        text.len()
    }

    /// A refused text as messages quote it.
    fn excerpt(text: &str) -> Excerpt {
        Excerpt::new(text)
    }

    /// The bytes of a text that an error blames, if not all of them.
    fn blamed(_text: &str, _error: &Error) -> Option<Range<usize>> {
        None
    }

    /// What a valid value is warned of.
    fn warning(&self) -> Option<Error> {
        None
    }

    /// Whether most people keep the example as it is.
    #[cfg(feature = "schema")]
    const IS_USUAL: bool = false;

    /// What matches the pattern and is refused all the same.
    #[cfg(feature = "schema")]
    const REFUSED: Option<Refused> = None;

    /// What the schema says of the value.
    #[cfg(feature = "schema")]
    fn shape() -> Shape;
}

/// Gives a type with `new` and `as_str` the conversions that every such type has, and its schema.
macro_rules! text_conversions {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = crate::Error;

            fn from_str(text: &str) -> Result<Self, crate::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::Error;

            fn try_from(text: &str) -> Result<Self, crate::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::Error;

            fn try_from(text: String) -> Result<Self, crate::Error> {
                Self::new(&text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                #[allow(unused_imports, reason = "some have it from the trait")]
                use crate::field::Text as _;
                crate::schema::of(&Self::shape())
            }
        }
    };
}

/// Declares a text: the type as one would write it, the pattern that its values match, their length,
/// an example to begin with, what the schema asks for with examples of that, the error for the rest,
/// and the function that takes the value out of a text or says what is wrong with it.
///
/// The pattern is the rule as the world outside reads it, in the regular expressions that
/// ECMAScript, Python, RE2, Java and Rust have in common: no class by name, no look-around, no flag,
/// and a character that some of them cannot escape stands for itself. The function is the rule as it
/// runs; a test holds that the two take the same texts.
macro_rules! text {
    (
        $(#[$doc:meta])*
        pub struct $name:ident;
        const PATTERN: $pattern:literal;
        const MAX_LENGTH: $length:literal;
        const EXAMPLE: $example:literal;
        expected: $expected:literal, such as $($such_as:literal),+;
        error: $error:ident;
        parse: $parse:expr;
        $( impl Text { $($item:item)* } )?
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(smol_str::SmolStr);

        impl $name {
            /// The regular expression that every value matches. Some texts that match are refused
            /// all the same, for reasons that the type's own docs name.
            pub const PATTERN: &'static str = $pattern;

            /// The most characters (Unicode scalar values) that a value has.
            pub const MAX_LENGTH: usize = $length;

            /// Takes a text that follows the rule.
            ///
            /// # Errors
            ///
            #[doc = concat!("What is wrong with the text, as `", stringify!($name), "`'s own code.")]
            pub fn new(text: &str) -> Result<Self, crate::Error> {
                match Self::check(text) {
                    Ok(value) => Ok(Self(value.into())),
                    Err(fault) => Err(Self::error(text, fault)),
                }
            }

            #[cold]
            fn error(text: &str, fault: crate::error::kind::Violation) -> crate::Error {
                let found = <Self as crate::field::text::Text>::excerpt(text);
                crate::Error::$error { found, fault }
            }

            /// The value in the text, or what is wrong with it.
            fn check(text: &str) -> Result<&str, crate::error::kind::Violation> {
                crate::field::text::check_length(text, Self::MAX_LENGTH)?;
                ($parse)(text)
            }

            /// The value in a text that is to be suggested: nothing may be wrong with it.
            #[allow(dead_code, reason = "not every field has warnings")]
            fn without_warning(text: &str) -> Option<String> {
                use crate::field::Text as _;
                let value = Self::new(text).ok()?;
                value.warning().is_none().then(|| value.0.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl crate::field::text::Text for $name {
            const EXAMPLE: &'static str = concat!("\"", $example, "\"");

            fn new(text: &str) -> Result<Self, crate::Error> {
                Self::new(text)
            }

            fn is_valid(text: &str) -> bool {
                Self::check(text).is_ok()
            }

            #[cfg(feature = "schema")]
            fn shape() -> crate::field::Shape {
                crate::field::Shape::Text(crate::field::TextShape {
                    expected: $expected,
                    such_as: &[$($such_as),+],
                    example: $example,
                    is_usual: Self::IS_USUAL,
                    pattern: Self::PATTERN.into(),
                    max_length: Some(Self::MAX_LENGTH),
                    refused: Self::REFUSED,
                })
            }

            $( $($item)* )?
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::field::text::debug(f, stringify!($name), self.as_str())
            }
        }

        crate::field::text::text_conversions!($name);
    };
}

pub(crate) use {text, text_conversions};

/// Writes the value of a type for `Debug`, which ends up in logs, so without secrets and commands.
pub(crate) fn debug(f: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    if has_secret(text) || has_command(text) {
        f.debug_tuple(name).field(&Excerpt::new(text)).finish()
    } else {
        f.debug_tuple(name).field(&text).finish()
    }
}

/// Between one character and `limit`.
pub(crate) fn check_length(text: &str, limit: usize) -> Result<(), Violation> {
    if text.is_empty() {
        return Err(Violation::Empty);
    }
    // No text has more characters than bytes, so most need no counting.
    if text.len() > limit {
        let length = text.chars().count();
        if length > limit {
            return Err(Violation::TooLong { length, limit });
        }
    }
    Ok(())
}

//! The reasons of errors about licenses.

use super::look_alike_in;
use crate::excerpt::Excerpt;

/// Why a part of a license is no SPDX license expression (SPDX 2.3, annex D).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LicenseErrorKind {
    /// There is nothing.
    Empty,
    /// It has more characters than a license may have.
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// It starts or ends with whitespace.
    OuterSpace,
    /// Whitespace other than spaces between two terms.
    InnerWhitespace,
    /// No identifier of the SPDX license list.
    UnknownLicense,
    /// An exception in place of a license.
    LoneException,
    /// Licenses that are joined by a character instead of an operator.
    Separator {
        /// That character.
        separator: char,
    },
    /// `LicenseRef-` or `DocumentRef-` in other case.
    ReferenceCase,
    /// `LicenseRef-` or `DocumentRef-` without a name after it.
    ReferenceWithoutName,
    /// A character that the name after `LicenseRef-` or `DocumentRef-` may not have.
    ReferenceCharacter {
        /// The first such character.
        character: char,
    },
    /// No identifier of the SPDX list of exceptions.
    UnknownException,
    /// `NONE` or `NOASSERTION`, which SPDX documents use where there is no license.
    NoLicense,
    /// `UNLICENSED`, which is npm's word and no license.
    Unlicensed,
    /// `SEE LICENSE IN`, which is npm's form and no license.
    SeeLicenseIn,
    /// `AND`, `OR` or `WITH` in lower case.
    OperatorCase,
    /// A license stands where an operator should, or an operator where a license should.
    Unexpected {
        /// What should stand there.
        expected: &'static str,
    },
    /// The expression ends too early.
    Incomplete {
        /// What is missing.
        expected: &'static str,
    },
    /// A parenthesis without its partner.
    Parenthesis,
}

impl LicenseErrorKind {
    /// What is expected after `WITH`.
    pub(crate) const EXCEPTION: &'static str = "an exception";

    pub(crate) fn of(&self, found: &Excerpt) -> String {
        match self {
            Self::Empty => "the license is empty".into(),
            Self::TooLong { length, limit } => {
                format!(
                    "invalid license `{found}`: it has {length} characters; the limit is {limit}"
                )
            }
            Self::OuterSpace => format!("the license `{found}` has leading or trailing whitespace"),
            Self::InnerWhitespace => {
                format!("unexpected whitespace `{found}` in license expression, expected a space")
            }
            Self::UnknownLicense => {
                format!("`{found}` is not in the SPDX license list{}", look_alike_in(found))
            }
            Self::LoneException => format!("`{found}` is an exception, not a license"),
            Self::Separator { separator } => {
                format!("`{separator}` is not an operator in license expression `{found}`")
            }
            Self::ReferenceCase => {
                format!("the prefix of `{found}` must be spelled `LicenseRef-` or `DocumentRef-`")
            }
            Self::ReferenceWithoutName => format!("missing name after the hyphen in `{found}`"),
            Self::ReferenceCharacter { character: ' ' } => {
                format!("a space is not allowed in `{found}`")
            }
            Self::ReferenceCharacter { character } => {
                format!("`{}` is not allowed in `{found}`", Excerpt::from(*character))
            }
            Self::UnknownException => {
                format!("`{found}` is not in the SPDX list of exceptions{}", look_alike_in(found))
            }
            Self::NoLicense => format!("`{found}` says that there is no license"),
            Self::Unlicensed => format!("`{found}` is npm's word for no license, not an SPDX one"),
            Self::SeeLicenseIn => format!("`{found}` is npm's form, not an SPDX expression"),
            Self::OperatorCase => format!("`{found}` is not in upper case"),
            Self::Unexpected { expected } => {
                format!("expected {expected}, found `{found}` in license expression")
            }
            Self::Incomplete { expected } => {
                format!("expected {expected} after `{found}` in license expression")
            }
            Self::Parenthesis => format!("unbalanced parenthesis `{found}` in license expression"),
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => {
                "use a shorter expression, or `LicenseRef-<name>` for a custom license"
            }
            Self::OuterSpace => "remove the whitespace at the ends",
            Self::NoLicense | Self::Unlicensed | Self::SeeLicenseIn => {
                "give people a license, such as `MIT`, or name your own, such as \
                 `LicenseRef-Proprietary`"
            }
            Self::UnknownException
            | Self::Unexpected { expected: Self::EXCEPTION }
            | Self::Incomplete { expected: Self::EXCEPTION } => {
                "name an exception of the SPDX list after `WITH`, such as `LLVM-exception`"
            }
            Self::LoneException => {
                "write it after a license and `WITH`, such as `Apache-2.0 WITH LLVM-exception`"
            }
            Self::ReferenceCase | Self::ReferenceWithoutName | Self::ReferenceCharacter { .. } => {
                "write letters, digits, `.` and `-` after the prefix, such as `LicenseRef-Proprietary`"
            }
            Self::Separator { .. } | Self::Unexpected { .. } | Self::Incomplete { .. } => {
                "join licenses with `AND` or `OR`, such as `MIT OR Apache-2.0`"
            }
            Self::Parenthesis => "close each `(` with a `)`",
            Self::Empty | Self::UnknownLicense | Self::OperatorCase | Self::InnerWhitespace => {
                "use an identifier of the SPDX license list, such as `MIT` or `Apache-2.0`, or an \
                 expression of them, such as `MIT OR Apache-2.0`; a license of your own is \
                 `LicenseRef-` and its name"
            }
        }
    }
}

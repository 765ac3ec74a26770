//! The reasons of errors about files.

use std::borrow::Cow;

use super::Misspelling;
use crate::excerpt::Excerpt;

/// Why there is no entrypoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EntrypointErrorKind {
    /// The manifest has no key `entrypoint`; perhaps an unknown one in its place.
    #[error("missing field `entrypoint`")]
    NoKey {
        /// The unknown key.
        found: Option<Misspelling>,
    },
    /// No such file exists.
    #[error("the entrypoint `{path}` is not there")]
    NoFile {
        /// The path in the manifest.
        path: Excerpt,
        /// The file that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A part of the path is spelled in other letters than the file's.
    #[error("the entrypoint `{path}` differs from the file `{actual}` in letter case")]
    LetterCase {
        /// The path in the manifest.
        path: Excerpt,
        /// The path as the files are spelled.
        actual: Excerpt,
    },
    /// A directory stands there.
    #[error("the entrypoint `{path}` is a directory")]
    Directory {
        /// The path in the manifest.
        path: Excerpt,
        /// The file in it that was probably meant.
        nearest: Option<Excerpt>,
    },
    /// A symbolic link leads out of the function's directory.
    #[error("the entrypoint `{path}` lies outside the function's directory")]
    Outside {
        /// The path in the manifest.
        path: Excerpt,
    },
    /// A symbolic link leads to nothing.
    #[error("the entrypoint `{path}` is a symbolic link that leads nowhere")]
    DanglingLink {
        /// The path in the manifest.
        path: Excerpt,
    },
}

impl EntrypointErrorKind {
    /// The path as it is spelled where it is.
    pub(crate) fn spelling(&self) -> Option<String> {
        match self {
            Self::LetterCase { actual, .. } => actual.whole().map(str::to_owned),
            _ => None,
        }
    }

    pub(crate) fn help(&self) -> Cow<'static, str> {
        match self {
            Self::NoKey { found: Some(found) } => found.help("entrypoint").into(),
            Self::NoKey { found: None } => {
                "add `\"entrypoint\": \"index.ts\"` with the path of the main source \
                file, relative to the function's directory"
                    .into()
            }
            Self::NoFile { nearest: Some(nearest), .. } => {
                format!("did you mean `{nearest}`?").into()
            }
            Self::NoFile { .. } => {
                "verify that the path is relative to the function's directory".into()
            }
            Self::Directory { nearest: Some(nearest), .. } => {
                format!("name a file in it, such as `{nearest}`").into()
            }
            Self::Directory { .. } | Self::LetterCase { .. } => {
                "name the main source file, such as `src/index.ts`".into()
            }
            Self::Outside { .. } | Self::DanglingLink { .. } => {
                "put the file itself in place of the symbolic link".into()
            }
        }
    }
}

/// Why the Hub has no README to show.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadmeErrorKind {
    /// The request has no key `readme`.
    #[error("the request has no `readme`")]
    NoKey,
    /// No such file exists.
    #[error("missing `README.md`")]
    NoFile {
        /// A file whose name differs only in case.
        found: Option<Excerpt>,
    },
    /// The path is that of a directory.
    #[error("`README.md` is a directory")]
    Directory,
    /// A symbolic link leads out of the function's directory.
    #[error("`README.md` is a symbolic link out of the function's directory")]
    Outside,
    /// A symbolic link is broken, or leads in a circle.
    #[error("`README.md` is a broken symbolic link")]
    DanglingLink,
}

impl ReadmeErrorKind {
    pub(crate) fn help(&self) -> Cow<'static, str> {
        match self {
            Self::NoKey => "add `\"readme\": \"<the text of README.md>\"`; the Hub shows it".into(),
            Self::NoFile { found: Some(found) } => {
                format!("rename `{found}` to `README.md`").into()
            }
            Self::NoFile { found: None } => {
                "add one that says what the function does and how to use it; the Hub shows it"
                    .into()
            }
            Self::Directory => "replace the directory with a file; the Hub shows it".into(),
            Self::Outside | Self::DanglingLink => {
                "replace the symbolic link with the file itself; the Hub shows it".into()
            }
        }
    }
}

/// Why a file that is there cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The file system does not permit it.
    #[error("permission denied")]
    PermissionDenied,
    /// The file system failed.
    #[error("the file system failed")]
    Failed,
    /// A directory, pipe, socket or device stands there.
    #[error("it is not a regular file")]
    NotAFile,
    /// A symbolic link leads out of the function's directory.
    #[error("it is a link out of the function's directory")]
    Outside,
    /// A symbolic link leads to nothing, or in a circle.
    #[error("it is a link that leads nowhere")]
    DanglingLink,
    /// A file for people is larger than the Hub shows: 1 MiB.
    #[error("it is larger than 1 MiB")]
    TooLarge,
    /// The name differs from `aerostack.json` only in case, so that most disks of Windows and macOS keep
    /// one of the two.
    #[error("it differs from `aerostack.json` only in case")]
    Collision,
    /// The file is not UTF-8.
    #[error("it is not UTF-8 at byte {offset}")]
    NotUtf8 {
        /// Offset of the first byte that is not.
        offset: usize,
    },
}

impl ReadErrorKind {
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::PermissionDenied => "give yourself the permission to read it",
            Self::Failed => "try again, and check the disk if that does not help",
            Self::NotAFile | Self::Outside | Self::DanglingLink => {
                "put a regular file in its place"
            }
            Self::TooLarge => "shorten it",
            Self::Collision => "remove or rename it: many file systems keep only one of the two",
            Self::NotUtf8 { .. } => "save it as UTF-8",
        }
    }
}

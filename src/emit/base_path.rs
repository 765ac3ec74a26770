//! The paths of a report's files.

use crate::finding::MANIFEST_NAME;

/// Where the files of a report are: a path relative to the working directory, or an absolute one,
/// with `/` between its segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BasePath<'p> {
    /// The directory of a function; `.` is the working directory.
    Directory(&'p str),
    /// A manifest that was checked without its function.
    Manifest(&'p str),
}

impl BasePath<'_> {
    /// Returns the path of a file, given relative to the function's directory. It has no leading `./`,
    /// because pipelines find no file by such a path.
    pub(crate) fn path_of(self, file: &str) -> String {
        match self {
            Self::Manifest(path) if file == MANIFEST_NAME => plain(path).to_owned(),
            Self::Manifest(_) => file.to_owned(),
            Self::Directory(directory) => match plain(directory) {
                "" | "." => file.to_owned(),
                directory => format!("{}/{file}", directory.trim_end_matches('/')),
            },
        }
    }
}

/// Returns a path without its leading `./`.
fn plain(mut path: &str) -> &str {
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

//! Where the files of a report are.

use crate::finding::MANIFEST_NAME;

/// Where the files of a report are: a path from the directory in which the command runs, or an
/// absolute one, parted by `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BasePath<'p> {
    /// The directory of a function; `.` is where the command runs.
    Directory(&'p str),
    /// The manifest, checked without its function.
    Manifest(&'p str),
}

impl BasePath<'_> {
    /// The path of a file that is named relative to the function's directory, without the `./` that
    /// no pipeline finds a file by.
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

fn plain(mut path: &str) -> &str {
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

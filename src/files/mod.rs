//! The files of a function: a trait, and files in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

#[cfg(feature = "fs")]
mod directory;

#[cfg(feature = "fs")]
pub use directory::Directory;

/// The files of a function, from a directory or any other source.
///
/// Paths are relative to the function's directory, with `/` between their segments; the directory
/// itself is the empty path. An implementation only answers for files and never guesses what a wrong
/// path was meant for: the crate does that, so that all implementations give the same findings.
pub trait Files {
    /// Reads a whole file of up to `limit` bytes.
    ///
    /// # Errors
    ///
    /// A [`ReadError`] if the file does not exist or cannot be read. Nothing outside the function's
    /// directory may be read.
    fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError>;

    /// Lists the names in a directory, exactly as they are spelled, in any order; none if there is no
    /// such directory. Names that are not Unicode may be left out.
    fn list(&self, directory: &str) -> Vec<String>;

    /// Whether the file that [`Files::read`] finds is spelled exactly like the path, case included:
    /// some file systems ignore case, and findings must not depend on that. Without a file at the
    /// path, the result is unspecified.
    ///
    /// By default, [`Files::list`] must have each segment of the path.
    fn has_exact_case(&self, path: &str) -> bool {
        let mut segments = path.split('/');
        let mut directory = String::with_capacity(path.len());
        segments.all(|segment| {
            let is_there = self.list(&directory).iter().any(|name| name == segment);
            if !directory.is_empty() {
                directory.push('/');
            }
            directory.push_str(segment);
            is_there
        })
    }

    /// Opens the files for several calls in a row: a [`Directory`] then opens itself only once, so
    /// that all results are of one directory, even if another one replaces it meanwhile.
    ///
    /// [`Function::check`](crate::Function::check) calls it. By default it returns `None`: the files
    /// need no opening.
    fn open(&self) -> Option<Box<dyn Files + '_>> {
        None
    }
}

/// The error returned by [`Files::read`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    #[error("file not found")]
    NotFound,
    /// The path is that of a directory.
    #[error("is a directory")]
    IsDirectory,
    /// The path is that of a pipe, socket or device.
    #[error("not a regular file")]
    NotAFile,
    /// A symbolic link leads out of the function's directory.
    #[error("symbolic link out of the directory")]
    Outside,
    /// A symbolic link is broken, or leads in a circle.
    #[error("broken symbolic link")]
    DanglingLink,
    /// The file is larger than the limit.
    #[error("file too large")]
    TooLarge,
    /// The file system denies access.
    #[error("permission denied")]
    PermissionDenied,
    /// Any other I/O error.
    #[error("I/O error")]
    Failed,
}

/// Files in memory, such as an upload, an archive or an editor's buffers.
///
/// ```
/// use aerostack_manifest::{Files, Memory, ReadError};
///
/// let files = Memory::from_iter([("src/index.ts", "export default {}")]);
/// assert_eq!(files.read("src/index.ts", 100).unwrap(), b"export default {}".as_slice());
/// assert_eq!(files.read("src", 100), Err(ReadError::IsDirectory));
/// assert_eq!(files.list("src"), ["index.ts"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    files: BTreeMap<Cow<'a, str>, Cow<'a, [u8]>>,
}

impl<'a> Memory<'a> {
    /// Creates an empty set of files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces it. One `./` at the start of the path is dropped.
    pub fn insert(&mut self, path: impl Into<Cow<'a, str>>, content: impl Into<Cow<'a, [u8]>>) {
        let mut path = path.into();
        if let Some(rest) = path.strip_prefix("./") {
            path = Cow::Owned(rest.to_owned());
        }
        self.files.insert(path, content.into());
    }

    /// Returns the paths of the files below a directory, relative to it.
    fn within<'s>(&'s self, directory: &str) -> impl Iterator<Item = &'s str> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        self.files
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .map_while(move |(path, _)| path.strip_prefix(prefix.as_str()))
    }
}

impl<'a, P: Into<Cow<'a, str>>> FromIterator<(P, &'a str)> for Memory<'a> {
    fn from_iter<I: IntoIterator<Item = (P, &'a str)>>(files: I) -> Self {
        let mut memory = Self::new();
        for (path, content) in files {
            memory.insert(path, content.as_bytes());
        }
        memory
    }
}

impl Files for Memory<'_> {
    fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        match self.files.get(path) {
            Some(content) if content.len() > limit => Err(ReadError::TooLarge),
            Some(content) => Ok(Cow::Borrowed(content)),
            None if self.within(path).next().is_some() => Err(ReadError::IsDirectory),
            None => Err(ReadError::NotFound),
        }
    }

    fn has_exact_case(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn list(&self, directory: &str) -> Vec<String> {
        let mut names: Vec<_> = self
            .within(directory)
            .filter_map(|path| path.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        names
    }
}

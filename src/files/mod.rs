//! Where the files of a function come from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

#[cfg(feature = "fs")]
mod directory;

#[cfg(feature = "fs")]
pub use directory::Directory;

/// The files of a function: a directory, or something that stands for one.
///
/// Paths are relative to the function's directory, with `/` between their parts; the directory
/// itself is the empty path. An implementation answers for files alone and judges nothing: what was
/// meant by a wrong path is the library's part, so that all of them give the same findings.
pub trait Files {
    /// Reads a whole file of up to `limit` bytes.
    ///
    /// # Errors
    ///
    /// Why there is no such text. Nothing outside the function's directory may be read.
    fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError>;

    /// The names in a directory, exactly as they are spelled; none if there is no such directory.
    /// The order does not matter. A name that is not Unicode may be left out.
    fn names(&self, directory: &str) -> Vec<String>;

    /// Whether the file that [`Files::read`] finds by a path has just these names on the way to it:
    /// some file systems find it under any letter case, others do not, and the verdict must not
    /// depend on that. Of a path without a file the answer means nothing.
    ///
    /// The default looks for each part of the path among [`Files::names`].
    fn has_exact_case(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        let mut directory = String::with_capacity(path.len());
        parts.all(|part| {
            let is_there = self.names(&directory).iter().any(|name| name == part);
            if !directory.is_empty() {
                directory.push('/');
            }
            directory.push_str(part);
            is_there
        })
    }

    /// The same files, made ready for several questions in a row: a [`Directory`] opens itself once,
    /// so that all answers are of one directory even if another takes its place meanwhile.
    ///
    /// [`Function::check`](crate::Function::check) asks for it. `None`, the default, says that the
    /// files can be asked as they are.
    fn open(&self) -> Option<Box<dyn Files + '_>> {
        None
    }
}

/// Why [`Files::read`] has nothing to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// A directory stands there.
    #[error("it is a directory")]
    IsDirectory,
    /// A pipe, socket or device stands there.
    #[error("it is not a regular file")]
    NotAFile,
    /// A symbolic link leads out of the function's directory.
    #[error("it is a link out of the directory")]
    Outside,
    /// A symbolic link leads to nothing, or in a circle.
    #[error("it is a link that leads nowhere")]
    DanglingLink,
    /// The file has more bytes than asked for.
    #[error("it is too large")]
    TooLarge,
    /// The file system does not permit it.
    #[error("permission denied")]
    PermissionDenied,
    /// The file system failed in another way.
    #[error("the file system failed")]
    Failed,
}

/// Files in memory: an upload, an archive, an editor's buffers.
///
/// ```
/// use aerostack_manifest::{Files, Memory, ReadError};
///
/// let files = Memory::from_iter([("src/index.ts", "export default {}")]);
/// assert_eq!(files.read("src/index.ts", 100).unwrap(), b"export default {}".as_slice());
/// assert_eq!(files.read("src", 100), Err(ReadError::IsDirectory));
/// assert_eq!(files.names("src"), ["index.ts"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    files: BTreeMap<Cow<'a, str>, Cow<'a, [u8]>>,
}

impl<'a> Memory<'a> {
    /// No files.
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

    /// The parts of paths that lie in a directory.
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

    fn names(&self, directory: &str) -> Vec<String> {
        let mut names: Vec<_> = self
            .within(directory)
            .filter_map(|path| path.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        names
    }
}

//! Where the files of a function come from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

/// The files of a function: a directory, or something that stands for one.
///
/// Paths are relative to the function's directory, with `/` between their parts; the directory
/// itself is the empty path. An implementation answers for files alone and judges nothing: letter
/// case and "did you mean" are the library's part, so that all of them give the same findings.
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

#[cfg(feature = "fs")]
pub use directory::Directory;

#[cfg(feature = "fs")]
mod directory {
    use std::borrow::Cow;
    use std::fs::{self, File};
    use std::io::{self, ErrorKind, Read as _};
    use std::path::{Path, PathBuf};

    use super::{Files, ReadError};

    /// Files in a directory of the file system.
    ///
    /// Symbolic links are followed as long as they stay within the directory.
    ///
    /// ```no_run
    /// use aerostack_manifest::{Directory, Function};
    ///
    /// let checked = Function::check(&Directory::new("functions/image-resizer"));
    /// print!("{}", checked.report());
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Directory {
        root: PathBuf,
    }

    impl Directory {
        /// The files in `root`. Nothing is read yet.
        #[must_use]
        pub fn new(root: impl Into<PathBuf>) -> Self {
            Self { root: root.into() }
        }

        /// The real place of a path, which must lie within the directory.
        fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
            let plain = self.root.join(path);
            let root = self.root.canonicalize().map_err(|error| read_error(&error))?;
            let real = plain.canonicalize().map_err(|error| match error.kind() {
                // A link that leads to nothing, or in a circle, is itself there.
                _ if leads_nowhere(&plain) => ReadError::DanglingLink,
                _ => read_error(&error),
            })?;
            if real.starts_with(&root) { Ok(real) } else { Err(ReadError::Outside) }
        }
    }

    impl Files for Directory {
        fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
            let path = self.resolve(path)?;
            // Before it is opened: a pipe without a writer would never open.
            let metadata = fs::metadata(&path).map_err(|error| read_error(&error))?;
            if metadata.is_dir() {
                return Err(ReadError::IsDirectory);
            }
            if !metadata.is_file() {
                return Err(ReadError::NotAFile);
            }
            let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
            if size > limit {
                return Err(ReadError::TooLarge);
            }
            let file = File::open(&path).map_err(|error| read_error(&error))?;
            // The file may grow while it is read: one byte beyond the limit shows it.
            let mut content = Vec::with_capacity(size + 1);
            let mut limited = file.take(limit as u64 + 1);
            limited.read_to_end(&mut content).map_err(|error| read_error(&error))?;
            if content.len() > limit { Err(ReadError::TooLarge) } else { Ok(Cow::Owned(content)) }
        }

        fn names(&self, directory: &str) -> Vec<String> {
            let Ok(entries) = self
                .resolve(directory)
                .and_then(|path| fs::read_dir(path).map_err(|error| read_error(&error)))
            else {
                return Vec::new();
            };
            entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
        }
    }

    fn leads_nowhere(path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
            && fs::metadata(path).is_err_and(|error| error.kind() != ErrorKind::PermissionDenied)
    }

    fn read_error(error: &io::Error) -> ReadError {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::NotFound,
            ErrorKind::PermissionDenied => ReadError::PermissionDenied,
            ErrorKind::IsADirectory => ReadError::IsDirectory,
            _ => ReadError::Failed,
        }
    }
}

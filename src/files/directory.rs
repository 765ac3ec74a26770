//! Files in a directory of the file system, and nothing beyond it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::mem;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::{Files, ReadError};

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(unix, windows)), path = "unsupported.rs")]
mod system;

use system::Folder;

/// Files in a directory of the file system.
///
/// Symbolic links are followed as long as they lead into the directory. The directory itself may be
/// reached by any links.
///
/// Nothing outside the directory is opened, whatever happens in it meanwhile: a path is walked
/// segment by segment from the open directory on, and the system follows no link. Whether a link that
/// leaves the directory comes back is judged by its text alone. (On Windows, the directories on the
/// way are held open instead, so that nothing can replace them, and an absolute link leads outside.)
/// Pipes, sockets and devices never block.
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
    /// Creates the files in `root`. Nothing is read yet, and nothing is kept open between calls.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn root(&self) -> Result<Root<'_>, ReadError> {
        match Folder::open(&self.root) {
            Ok(folder) => {
                Ok(Root { folder: Rc::new(folder), path: &self.root, last: RefCell::default() })
            }
            Err(error) => Err(read_error(&error)),
        }
    }
}

impl Files for Directory {
    fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        self.root()?.content(path, limit).map(Cow::Owned)
    }

    fn list(&self, directory: &str) -> Vec<String> {
        self.root().map(|root| root.list(directory)).unwrap_or_default()
    }

    fn has_exact_case(&self, path: &str) -> bool {
        self.root().is_ok_and(|root| root.has_exact_case(path))
    }

    fn open(&self) -> Option<Box<dyn Files + '_>> {
        Some(Box::new(self.root().ok()?))
    }
}

/// An open directory, and the path that it was opened by.
struct Root<'d> {
    folder: Rc<Folder>,
    path: &'d Path,
    /// The directory below it that was opened last, with its path: a cache for the next call, which
    /// is often about that directory too.
    last: RefCell<Option<(String, Rc<Folder>)>>,
}

impl Root<'_> {
    /// Returns the directory at a path, if there is one.
    fn folder(&self, path: &str) -> Option<Rc<Folder>> {
        if path.is_empty() {
            return Some(Rc::clone(&self.folder));
        }
        if let Some((_, folder)) = self.last.borrow().as_ref().filter(|(last, _)| last == path) {
            return Some(Rc::clone(folder));
        }
        let Ok(Place::Folder(folder)) = walk(self, path, Wanted::Folder) else { return None };
        let folder = folder.map_or_else(|| Rc::clone(&self.folder), Rc::new);
        self.last.replace(Some((path.to_owned(), Rc::clone(&folder))));
        Some(folder)
    }

    fn file(&self, path: &str) -> Result<(File, u64), ReadError> {
        if let Some((directory, name)) = path.rsplit_once('/')
            && !matches!(name, "" | "." | "..")
            && !directory.is_empty()
            && let Some(folder) = self.folder(directory)
            && let Ok(Entry::File(file, size)) = folder.find(name.as_bytes())
        {
            return Ok((file, size));
        }
        // A link, or nothing: the walk from the root tells which error it is.
        match walk(self, path, Wanted::File)? {
            Place::File(file, size) => Ok((file, size)),
            Place::Folder(_) => Err(ReadError::IsDirectory),
        }
    }

    fn content(&self, path: &str, limit: usize) -> Result<Vec<u8>, ReadError> {
        let (file, size) = self.file(path)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > limit {
            return Err(ReadError::TooLarge);
        }
        let content = read(file, size, limit).map_err(|error| read_error(&error))?;
        if content.len() > limit { Err(ReadError::TooLarge) } else { Ok(content) }
    }

    /// Returns a path without links relative to the directory, if it is below it by its names.
    fn within(&self, path: &Path) -> Option<Vec<u8>> {
        let mut plain = PathBuf::new();
        for component in path.components() {
            match component {
                Component::CurDir => {}
                Component::ParentDir => drop(plain.pop()),
                component => plain.push(component),
            }
        }
        let own = [std::path::absolute(self.path), self.path.canonicalize()];
        let rest = own.iter().flatten().find_map(|own| plain.strip_prefix(own).ok())?;
        Some(rest.as_os_str().as_encoded_bytes().to_vec())
    }
}

impl Files for Root<'_> {
    fn read(&self, path: &str, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        self.content(path, limit).map(Cow::Owned)
    }

    fn list(&self, directory: &str) -> Vec<String> {
        self.folder(directory).map(|folder| folder.list()).unwrap_or_default()
    }

    /// Lists a directory only if a name is found in the other case too, which is rare.
    fn has_exact_case(&self, path: &str) -> bool {
        let mut rest = path;
        while !rest.is_empty() {
            let (directory, name) = rest.rsplit_once('/').unwrap_or(("", rest));
            let other = other_case(name);
            let has_exact_case = |folder: &Folder| {
                other == name.as_bytes()
                    || folder.lacks(&other)
                    || folder.list().iter().any(|one| one == name)
            };
            if !self.folder(directory).is_some_and(|folder| has_exact_case(&folder)) {
                return false;
            }
            rest = directory;
        }
        true
    }
}

/// A name with each ASCII letter in the other case.
fn other_case(name: &str) -> Vec<u8> {
    let flip = |byte: u8| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte };
    name.bytes().map(flip).collect()
}

/// The most memory that is allocated for a file up front: a sparse file may claim any size.
const MOST_AT_ONCE: usize = 16 * 1024 * 1024;

/// Reads a file of the given size; stops soon after the limit if it is larger.
fn read(mut file: File, size: usize, limit: usize) -> io::Result<Vec<u8>> {
    // With one byte more, the end of the file is seen without a second read.
    let mut content = vec![0; size.min(MOST_AT_ONCE) + 1];
    let length = loop {
        match file.read(&mut content) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    content.truncate(length);
    if length != size {
        // It has grown, or does not know its size, like the files in `/proc`.
        let rest = limit.saturating_sub(length) as u64;
        file.take(rest.saturating_add(1)).read_to_end(&mut content)?;
    }
    Ok(content)
}

/// An entry of a directory. Links are not followed.
#[cfg_attr(not(any(unix, windows)), expect(dead_code, reason = "there are no files"))]
enum Entry {
    Folder(Folder),
    /// A regular file and its size.
    File(File, u64),
    /// The path of a link, with `/` between its segments.
    Link(Vec<u8>),
    /// A pipe, socket or device.
    Other,
}

/// What a path leads to.
enum Place {
    /// A directory; `None` is the root.
    Folder(Option<Folder>),
    File(File, u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Folder,
    File,
}

/// As many links as Linux follows.
const MAX_LINKS: usize = 40;

/// More segments than any path has, so that a walk through many links ends.
const MAX_SEGMENTS: usize = 4096;

/// Walks a path from the root segment by segment, so that it cannot leave the root: only names are
/// looked up, in an open directory, and the path of a link is walked in the same way.
///
/// No more than two directories are open at once, at any depth. Therefore `..` walks from the root
/// again, without the last segment.
fn walk(root: &Root<'_>, path: &str, wanted: Wanted) -> Result<Place, ReadError> {
    if path.starts_with('/') {
        return Err(ReadError::Outside);
    }
    let mut texts = vec![Text { bytes: Cow::Borrowed(path.as_bytes()), at: 0, is_link: false }];
    let mut here = None;
    let mut way = Vec::new();
    let mut links = 0;
    for _ in 0..MAX_SEGMENTS {
        while texts.last().is_some_and(Text::is_done) {
            texts.pop();
        }
        let Some(text) = texts.last_mut() else { return Ok(Place::Folder(here)) };
        let (segment, is_link, is_end) = (text.next(), text.is_link, text.is_done());
        let is_last = wanted == Wanted::File && texts.iter().all(Text::is_done);
        let segment = &texts[texts.len() - 1].bytes[segment];
        match segment {
            b"" | b"." => continue,
            b".." if way.is_empty() => {
                let mut rest = Vec::new();
                for bytes in texts.iter().rev().filter_map(|text| text.bytes.get(text.at..)) {
                    rest.extend_from_slice(bytes);
                    rest.push(b'/');
                }
                rest.pop();
                let own = root.path.canonicalize().ok().filter(|_| is_link);
                let back =
                    own.and_then(|own| root.within(&own.join("..").join(system::path(&rest))));
                texts = vec![Text::of_link(back.ok_or(ReadError::Outside)?)];
                continue;
            }
            b".." => {
                way.truncate(way.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
                texts.push(Text { bytes: Cow::Owned(mem::take(&mut way)), at: 0, is_link });
                here = None;
                continue;
            }
            _ => {}
        }
        let folder: &Folder = here.as_ref().unwrap_or(&root.folder);
        let found = if is_last { folder.find(segment) } else { folder.enter(segment) };
        match found {
            Ok(Entry::Folder(folder)) => {
                if !way.is_empty() {
                    way.push(b'/');
                }
                way.extend_from_slice(segment);
                here = Some(folder);
            }
            Ok(Entry::File(file, size)) => return Ok(Place::File(file, size)),
            Ok(Entry::Other) => return Err(ReadError::NotAFile),
            Ok(Entry::Link(mut target)) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(ReadError::DanglingLink);
                }
                if target.starts_with(b"/") {
                    target = root.within(system::path(&target)).ok_or(ReadError::Outside)?;
                    (here, way) = (None, Vec::new());
                }
                texts.push(Text::of_link(target));
            }
            Err(error) => {
                // A link to a file is not broken if the path goes on as if it were a directory.
                let is_whole = is_end && error.kind() == ErrorKind::NotADirectory;
                return Err(match read_error(&error) {
                    ReadError::NotFound if is_link && !is_whole => ReadError::DanglingLink,
                    error => error,
                });
            }
        }
    }
    Err(ReadError::DanglingLink)
}

/// A path that is being walked.
struct Text<'p> {
    bytes: Cow<'p, [u8]>,
    /// Offset of the next segment.
    at: usize,
    /// Whether it is the path of a link, not the caller's.
    is_link: bool,
}

impl Text<'_> {
    fn of_link(path: Vec<u8>) -> Self {
        Self { bytes: Cow::Owned(path), at: 0, is_link: true }
    }

    /// A trailing slash is followed by one more, empty segment: the path is that of a directory.
    fn is_done(&self) -> bool {
        self.at > self.bytes.len()
    }

    /// Returns the range of the next segment.
    fn next(&mut self) -> Range<usize> {
        let start = self.at;
        let length = self.bytes[start..].iter().position(|byte| *byte == b'/');
        let end = length.map_or(self.bytes.len(), |length| start + length);
        self.at = end + 1;
        start..end
    }
}

fn read_error(error: &io::Error) -> ReadError {
    match error.kind() {
        // No file has a name that is too long for the file system.
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
            ReadError::NotFound
        }
        ErrorKind::PermissionDenied => ReadError::PermissionDenied,
        ErrorKind::IsADirectory => ReadError::IsDirectory,
        _ => ReadError::Failed,
    }
}

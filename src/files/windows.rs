//! Directories on Windows, held open so that nobody can replace them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Entry;

const FILE_SHARE_READ: u32 = 1;
const FILE_SHARE_WRITE: u32 = 2;
const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;

/// An open directory, with those between it and the root open too. Because nobody can delete or move
/// them meanwhile, its path stays valid.
#[derive(Clone)]
pub(super) struct Folder(Arc<Held>);

struct Held {
    path: PathBuf,
    _file: File,
    _parent: Option<Folder>,
}

impl Folder {
    /// Opens a directory, through any links.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        let file = hold(&path)?;
        if !file.metadata()?.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Self(Arc::new(Held { path, _file: file, _parent: None })))
    }

    /// Opens the entry with a name, to read it.
    pub(super) fn find(&self, name: &[u8]) -> io::Result<Entry> {
        // In a name, `\` would start another segment and `:` a stream within a file.
        let name = str::from_utf8(name).ok().filter(|name| !name.contains(['\\', ':']));
        let path = self.0.path.join(name.ok_or(ErrorKind::NotFound)?);
        let file = hold(&path)?;
        let metadata = file.metadata()?;
        let kind = metadata.file_type();
        if kind.is_symlink() {
            Ok(Entry::Link(slashes(&fs::read_link(&path)?)?))
        } else if kind.is_dir() {
            let parent = Some(self.clone());
            Ok(Entry::Folder(Self(Arc::new(Held { path, _file: file, _parent: parent }))))
        } else if kind.is_file() {
            Ok(Entry::File(file, metadata.len()))
        } else {
            Ok(Entry::Other)
        }
    }

    /// Opens the directory or link with a name.
    pub(super) fn enter(&self, name: &[u8]) -> io::Result<Entry> {
        match self.find(name)? {
            Entry::File(..) | Entry::Other => Err(ErrorKind::NotADirectory.into()),
            found => Ok(found),
        }
    }

    /// Whether the directory is known to have no entry with a name.
    pub(super) fn lacks(&self, name: &[u8]) -> bool {
        self.find(name).is_err_and(|error| error.kind() == ErrorKind::NotFound)
    }

    /// Lists the names that are Unicode.
    pub(super) fn list(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.0.path) else { return Vec::new() };
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }
}

/// Returns the path of a link.
pub(super) fn path(bytes: &[u8]) -> &Path {
    Path::new(str::from_utf8(bytes).unwrap_or_default())
}

/// Opens the entry at a path, without following a link, and keeps others from moving it.
fn hold(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS)
        .open(path)
}

/// Returns the path of a link with `/` between its segments; of an absolute one only `/`.
fn slashes(path: &Path) -> io::Result<Vec<u8>> {
    if matches!(path.components().next(), Some(Component::Prefix(_) | Component::RootDir)) {
        return Ok(b"/".to_vec());
    }
    let path = path.to_str().ok_or(ErrorKind::NotFound)?;
    Ok(path.replace('\\', "/").into_bytes())
}

//! Directories that are held in their places.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Part;

const FILE_SHARE_READ: u32 = 1;
const FILE_SHARE_WRITE: u32 = 2;
const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;

/// A directory that is open, as are those on the way to it from the root. Because others may not
/// delete them meanwhile, which includes moving them, its path stays the path of this very one.
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

    /// What has a name in the directory, opened to be read.
    pub(super) fn find(&self, name: &[u8]) -> io::Result<Part> {
        // In a name, `\` would be a path and `:` a stream within a file.
        let name = str::from_utf8(name).ok().filter(|name| !name.contains(['\\', ':']));
        let path = self.0.path.join(name.ok_or(ErrorKind::NotFound)?);
        let file = hold(&path)?;
        let metadata = file.metadata()?;
        let kind = metadata.file_type();
        if kind.is_symlink() {
            Ok(Part::Link(slashes(&fs::read_link(&path)?)?))
        } else if kind.is_dir() {
            let parent = Some(self.clone());
            Ok(Part::Folder(Self(Arc::new(Held { path, _file: file, _parent: parent }))))
        } else if kind.is_file() {
            Ok(Part::File(file, metadata.len()))
        } else {
            Ok(Part::Other)
        }
    }

    /// The directory or link that has a name in the directory.
    pub(super) fn enter(&self, name: &[u8]) -> io::Result<Part> {
        match self.find(name)? {
            Part::File(..) | Part::Other => Err(ErrorKind::NotADirectory.into()),
            found => Ok(found),
        }
    }

    /// Whether the directory is known to have nothing of a name.
    pub(super) fn lacks(&self, name: &[u8]) -> bool {
        self.find(name).is_err_and(|error| error.kind() == ErrorKind::NotFound)
    }

    /// The names in the directory that are Unicode.
    pub(super) fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.0.path) else { return Vec::new() };
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }
}

/// The path that a link has.
pub(super) fn path(bytes: &[u8]) -> &Path {
    Path::new(str::from_utf8(bytes).unwrap_or_default())
}

/// Opens what is at a path, if it is a link the link itself, and keeps others from moving it.
fn hold(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS)
        .open(path)
}

/// The path of a link with `/` between its parts, and before an absolute one.
fn slashes(path: &Path) -> io::Result<Vec<u8>> {
    if matches!(path.components().next(), Some(Component::Prefix(_) | Component::RootDir)) {
        return Ok(b"/".to_vec());
    }
    let path = path.to_str().ok_or(ErrorKind::NotFound)?;
    Ok(path.replace('\\', "/").into_bytes())
}

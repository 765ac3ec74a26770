//! Directories on Unix, by their descriptors.

use std::ffi::{CStr, OsStr};
use std::fs::File;
use std::io;
#[cfg(any(target_os = "android", target_os = "linux"))]
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

#[cfg(not(any(target_os = "android", target_os = "linux")))]
use rustix::fs::Dir;
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, readlinkat, statat};
#[cfg(any(target_os = "android", target_os = "linux"))]
use rustix::fs::{RawDir, SeekFrom, seek};
use rustix::io::{Errno, retry_on_intr};
use rustix::path::Arg;

use super::Entry;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opens pipes without blocking, and terminals without becoming controlled by them.
const ANYTHING: OFlags =
    OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// An open directory.
pub(super) struct Folder(OwnedFd);

impl Folder {
    /// Opens a directory, through any links.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(open(CWD, path, FOLDER)?))
    }

    /// Opens the entry with a name, to read it.
    pub(super) fn find(&self, name: &[u8]) -> io::Result<Entry> {
        let descriptor = match open(&self.0, name, ANYTHING | OFlags::NOFOLLOW) {
            Ok(descriptor) => descriptor,
            // The errors for a socket, and for a device without a driver.
            Err(Errno::NXIO | Errno::OPNOTSUPP | Errno::NODEV) => return Ok(Entry::Other),
            Err(error) => return self.link(name, error),
        };
        let stat = fstat(&descriptor)?;
        Ok(match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {
                Entry::File(File::from(descriptor), u64::try_from(stat.st_size).unwrap_or_default())
            }
            FileType::Directory => Entry::Folder(Self(descriptor)),
            _ => Entry::Other,
        })
    }

    /// Opens the directory or link with a name.
    pub(super) fn enter(&self, name: &[u8]) -> io::Result<Entry> {
        match open(&self.0, name, FOLDER | OFlags::NOFOLLOW) {
            Ok(descriptor) => Ok(Entry::Folder(Self(descriptor))),
            Err(error) => self.link(name, error),
        }
    }

    /// Returns the link that could not be opened, if it is one: systems differ in the error for that.
    fn link(&self, name: &[u8], error: Errno) -> io::Result<Entry> {
        match readlinkat(&self.0, name, Vec::new()) {
            Ok(target) => Ok(Entry::Link(target.into_bytes())),
            Err(_) => Err(error.into()),
        }
    }

    /// Whether the directory is known to have no entry with a name.
    pub(super) fn lacks(&self, name: &[u8]) -> bool {
        matches!(statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW), Err(Errno::NOENT))
    }

    /// Lists the names that are Unicode.
    pub(super) fn list(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |name: &CStr| {
            names.extend(
                name.to_str().ok().filter(|name| !matches!(*name, "." | "..")).map(str::to_owned),
            );
        };
        #[cfg(any(target_os = "android", target_os = "linux"))]
        {
            // The position in the list belongs to the descriptor.
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut entries = RawDir::new(&self.0, &mut buffer);
            if seek(&self.0, SeekFrom::Start(0)).is_ok() {
                while let Some(Ok(entry)) = entries.next() {
                    add(entry.file_name());
                }
            }
        }
        #[cfg(not(any(target_os = "android", target_os = "linux")))]
        for entry in Dir::read_from(&self.0).into_iter().flatten().flatten() {
            add(entry.file_name());
        }
        names
    }
}

/// Returns the path of a link.
pub(super) fn path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

fn open(folder: impl AsFd, path: impl Arg + Copy, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    retry_on_intr(|| openat(folder.as_fd(), path, flags, Mode::empty()))
}

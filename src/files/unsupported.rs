//! Directories on other systems, which cannot be opened.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::Entry;

pub(super) fn path(_: &[u8]) -> &Path {
    Path::new("")
}

/// An open directory; there is none.
pub(super) struct Folder(Infallible);

impl Folder {
    pub(super) fn open(_: &Path) -> io::Result<Self> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn find(&self, _: &[u8]) -> io::Result<Entry> {
        match self.0 {}
    }

    pub(super) fn enter(&self, _: &[u8]) -> io::Result<Entry> {
        match self.0 {}
    }

    pub(super) fn lacks(&self, _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(super) fn list(&self) -> Vec<String> {
        match self.0 {}
    }
}

//! Systems without directories that could be opened.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::Part;

pub(super) fn path(_: &[u8]) -> &Path {
    Path::new("")
}

/// A directory, which there is none of.
pub(super) struct Folder(Infallible);

impl Folder {
    pub(super) fn open(_: &Path) -> io::Result<Self> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn find(&self, _: &[u8]) -> io::Result<Part> {
        match self.0 {}
    }

    pub(super) fn enter(&self, _: &[u8]) -> io::Result<Part> {
        match self.0 {}
    }

    pub(super) fn lacks(&self, _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(super) fn names(&self) -> Vec<String> {
        match self.0 {}
    }
}

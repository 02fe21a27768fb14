//! A file system with other texts for some of its files, such as those that an editor has open.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{FileKind, FileSystem};

/// A file system, and what stands in place of files of it.
pub struct Overlay<'d> {
    below: &'d dyn FileSystem,
    /// The texts, by canonical path.
    texts: HashMap<PathBuf, String>,
}

impl<'d> Overlay<'d> {
    /// Lays texts over files.
    pub fn new(
        below: &'d dyn FileSystem,
        texts: impl IntoIterator<Item = (PathBuf, String)>,
    ) -> Self {
        let canonical = |(path, text): (PathBuf, _)| (below.canonical(&path).unwrap_or(path), text);
        Self { below, texts: texts.into_iter().map(canonical).collect() }
    }

    fn text(&self, path: &Path) -> Option<&str> {
        let known = self.texts.get(path);
        known.or_else(|| self.texts.get(&self.below.canonical(path).ok()?)).map(String::as_str)
    }
}

impl FileSystem for Overlay<'_> {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.below.kind(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        self.below.list(folder)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.canonical(path)
    }

    fn link(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.link(path)
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(text) if text.len() as u64 > most => Err(io::ErrorKind::FileTooLarge.into()),
            Some(text) => Ok(text.as_bytes().to_owned()),
            None => self.below.read(path, most),
        }
    }

    fn standard_input(&self, most: u64) -> io::Result<Vec<u8>> {
        self.below.standard_input(most)
    }
}

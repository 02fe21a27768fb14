//! How far links may lead: never out of the repository that they stand in, nor into what git keeps there.
//!
//! Whoever sends a change can commit a link to anywhere, and what is read is shown in messages.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::discover::real;
use super::disk::FileSystem;
use super::error::LoadError;

/// The folder that git keeps for itself. What is in it is not the user's: it may hold a token.
const GIT: &str = ".git";

/// The repositories that files stand in.
pub(crate) struct Boundary<'d> {
    disk: &'d dyn FileSystem,
    /// Where the user is.
    here: PathBuf,
    /// The canonical tops of the repositories around a folder, as it is written.
    tops: HashMap<PathBuf, Vec<PathBuf>>,
}

impl<'d> Boundary<'d> {
    /// The boundaries of a file system.
    pub(crate) fn new(disk: &'d dyn FileSystem) -> Self {
        let here = disk.canonical(Path::new(".")).unwrap_or_default();
        Self { disk, here, tops: HashMap::new() }
    }

    /// Refuses what was named and stands in a repository if its canonical path is elsewhere.
    ///
    /// # Errors
    ///
    /// [`LoadError::LeadsOut`].
    pub(crate) fn named(&mut self, path: &Path, canonical: &Path) -> Result<(), LoadError> {
        let written = lexical(&self.here, path);
        // What is no link cannot lead anywhere.
        if written == canonical {
            return Ok(());
        }
        let git = |path: &Path| path.components().any(|part| part.as_os_str() == GIT);
        let stays = |top: &PathBuf| {
            canonical.strip_prefix(top).is_ok_and(|below| !git(below) || git(&written))
        };
        if self.tops(&written).iter().all(stays) {
            return Ok(());
        }
        Err(LoadError::LeadsOut { path: path.to_owned(), to: canonical.to_owned(), top: None })
    }

    /// Refuses what was found in a folder if its canonical path is elsewhere; without a repository, the
    /// folder is as far as it may lead.
    ///
    /// # Errors
    ///
    /// [`LoadError::LeadsOut`].
    pub(super) fn found(
        &mut self,
        path: &Path,
        canonical: &Path,
        folder: &Path,
    ) -> Result<(), LoadError> {
        self.named(path, canonical)?;
        let written = lexical(&self.here, path);
        if written == canonical || !self.tops(&written).is_empty() {
            return Ok(());
        }
        let top = self.disk.canonical(real(folder)).unwrap_or_default();
        if canonical.starts_with(&top) {
            return Ok(());
        }
        let (path, to) = (path.to_owned(), canonical.to_owned());
        Err(LoadError::LeadsOut { path, to, top: Some(top) })
    }

    fn tops(&mut self, written: &Path) -> &[PathBuf] {
        let folder = written.parent().unwrap_or(written);
        if !self.tops.contains_key(folder) {
            let is_top = |folder: &&Path| self.disk.kind(&folder.join(GIT)).is_ok();
            let tops = folder.ancestors().filter(is_top);
            let tops = tops.filter_map(|top| self.disk.canonical(top).ok()).collect();
            self.tops.insert(folder.to_owned(), tops);
        }
        &self.tops[folder]
    }
}

/// The top of the repository that a canonical folder is in.
pub(crate) fn top<'p>(disk: &dyn FileSystem, folder: &'p Path) -> Option<&'p Path> {
    folder.ancestors().find(|folder| disk.kind(&folder.join(GIT)).is_ok())
}

/// The absolute path, with `.` and `..` taken as they are written.
pub(super) fn lexical(here: &Path, path: &Path) -> PathBuf {
    let mut written = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = written.pop(),
            part => written.push(part),
        }
    }
    written
}

/// True for the folder that git keeps for itself.
pub(super) fn is_git(name: &std::ffi::OsStr) -> bool {
    name == GIT
}

//! The files that a pattern of `include` names: a walk that follows no link, and that ends.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use glob::Pattern;

use super::boundary::is_git;
use super::discover::{is_folder, real};
use super::disk::{FileKind, FileSystem};

/// So many entries of folders are compared with patterns in one run.
const ENTRIES: usize = 100_000;

/// Why a pattern names no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoMatch {
    /// It is not written as a pattern.
    NotAPattern,
    /// It, or a link that it names, leads out of the folder.
    LeadsOut,
    /// It would have to be compared with too many entries.
    TooMany,
    /// There is no such file.
    Nothing,
}

/// The walks of a run, and what they saw.
pub(super) struct Walks<'d> {
    disk: &'d dyn FileSystem,
    listed: HashMap<PathBuf, Rc<[(OsString, FileKind)]>>,
    /// What was walked before, by folder and pattern, and whether it named a file.
    walked: HashMap<(PathBuf, String), Option<NoMatch>>,
    /// How many entries may still be looked at.
    left: usize,
}

/// A part of a pattern, between slashes.
enum PatternPart {
    /// A name.
    Name(String),
    /// What several names match.
    Names(Pattern),
    /// Any number of folders.
    Folders,
}

impl<'d> Walks<'d> {
    pub(super) fn new(disk: &'d dyn FileSystem) -> Self {
        Self { disk, listed: HashMap::new(), walked: HashMap::new(), left: ENTRIES }
    }

    /// The files below a folder that a pattern names, in order; none if all of them were told before.
    pub(super) fn files(
        &mut self,
        folder: &Path,
        pattern: &str,
    ) -> Result<BTreeSet<PathBuf>, NoMatch> {
        let key = (folder.to_owned(), pattern.to_owned());
        if let Some(before) = self.walked.get(&key) {
            return before.map_or(Ok(BTreeSet::new()), Err);
        }
        let files = self.walk_from(folder, pattern);
        self.walked.insert(key, files.as_ref().err().copied());
        files
    }

    fn walk_from(&mut self, folder: &Path, pattern: &str) -> Result<BTreeSet<PathBuf>, NoMatch> {
        let parts = parts(pattern)?;
        let mut files = BTreeSet::new();
        self.walk(folder, &parts, &mut files)?;
        let top = self.disk.canonical(real(folder)).map_err(|_| NoMatch::Nothing)?;
        let leads_out = |path: &PathBuf| {
            self.disk.canonical(path).is_ok_and(|canonical| !canonical.starts_with(&top))
        };
        match files.iter().any(leads_out) {
            true => Err(NoMatch::LeadsOut),
            false if files.is_empty() => Err(NoMatch::Nothing),
            false => Ok(files),
        }
    }

    fn walk(
        &mut self,
        folder: &Path,
        parts: &[PatternPart],
        files: &mut BTreeSet<PathBuf>,
    ) -> Result<(), NoMatch> {
        let Some((part, rest)) = parts.split_first() else { return Ok(()) };
        let names: Vec<(OsString, FileKind)> = match part {
            PatternPart::Name(name) => {
                let kind = self.disk.kind(&folder.join(name));
                kind.map(|kind| (name.into(), kind)).into_iter().collect()
            }
            PatternPart::Names(pattern) => {
                let fits = |name: &OsString| name.to_str().is_some_and(|it| pattern.matches(it));
                self.list(folder)?.iter().filter(|(name, _)| fits(name)).cloned().collect()
            }
            PatternPart::Folders => {
                self.walk(folder, rest, files)?;
                let all = self.list(folder)?;
                let folders = all.iter().filter(|(name, kind)| is_walked(name, *kind));
                for (name, _) in folders {
                    self.walk(&folder.join(name), parts, files)?;
                }
                return Ok(());
            }
        };
        for (name, kind) in names {
            let path = folder.join(&name);
            // Who names a link by its own name may mean it; nobody means all that a walk would find.
            let is_named = matches!(part, PatternPart::Name(_)) && kind == FileKind::Link;
            if !rest.is_empty() {
                if is_walked(&name, kind) || is_named {
                    self.walk(&path, rest, files)?;
                }
            } else if kind != FileKind::Folder
                && !(kind == FileKind::Link && is_folder(self.disk, &path))
            {
                files.insert(path);
            }
        }
        Ok(())
    }

    fn list(&mut self, folder: &Path) -> Result<Rc<[(OsString, FileKind)]>, NoMatch> {
        let known = self.listed.get(folder).cloned();
        let listed = known.unwrap_or_else(|| {
            // What cannot be listed holds nothing that could be named.
            let mut listed = self.disk.list(real(folder)).unwrap_or_default();
            listed.sort_by(|a, b| a.0.cmp(&b.0));
            let listed: Rc<[_]> = listed.into();
            self.listed.insert(folder.to_owned(), listed.clone());
            listed
        });
        // A folder counts too, and one with a long name for several: they do not come for nothing.
        let weight = listed.len() + 1 + folder.as_os_str().len() / 32;
        self.left = self.left.checked_sub(weight).ok_or(NoMatch::TooMany)?;
        Ok(listed)
    }
}

/// True for a folder that a walk goes into.
fn is_walked(name: &OsString, kind: FileKind) -> bool {
    kind == FileKind::Folder && !is_git(name)
}

/// The parts of a pattern, the last of which names files.
fn parts(pattern: &str) -> Result<Vec<PatternPart>, NoMatch> {
    let normal = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(pattern).components().all(normal) {
        return Err(NoMatch::LeadsOut);
    }
    let mut parts = Vec::new();
    for part in Path::new(pattern).components() {
        let Component::Normal(part) = part else { continue };
        let part = part.to_str().ok_or(NoMatch::NotAPattern)?;
        match part {
            "**" if matches!(parts.last(), Some(PatternPart::Folders)) => {}
            "**" => parts.push(PatternPart::Folders),
            part if part.contains(['*', '?', '[']) => {
                parts.push(PatternPart::Names(
                    Pattern::new(part).map_err(|_| NoMatch::NotAPattern)?,
                ));
            }
            part => parts.push(PatternPart::Name(part.to_owned())),
        }
    }
    if matches!(parts.last(), Some(PatternPart::Folders)) {
        parts.push(PatternPart::Names(Pattern::new("*").map_err(|_| NoMatch::NotAPattern)?));
    }
    Ok(parts)
}

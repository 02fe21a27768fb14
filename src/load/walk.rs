//! A folder is searched to the bottom, in the order of names: what a reader may know is found, and nothing behind a
//! link that leads out.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::boundary::{Boundary, is_git, top};
use super::discover::real;
use super::disk::{FileKind, FileSystem};
use crate::read;

/// So many entries of folders are looked at in one run.
const ENTRIES: usize = 200_000;

/// So deep a folder is searched.
const DEPTH: usize = 40;

/// A file with rules for what git does not keep has at most so many bytes.
const RULES: u64 = 1 << 20;

/// Folders that tools fill by themselves.
const TOOLS: [&str; 2] = ["node_modules", ".terraform"];

/// Where rootless containers are kept, the only hidden folder that counts.
const QUADLETS: [&str; 3] = [".config", "containers", "systemd"];

/// What a folder holds, to the bottom.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files that some reader may know, in order.
    pub(super) files: Vec<PathBuf>,
    /// How many files and folders git ignores.
    pub(super) ignored: usize,
    /// Links that lead out.
    pub(super) links: Vec<PathBuf>,
    /// True if there is more than is looked at.
    pub(super) cut: bool,
}

/// Searches a folder.
pub(super) fn walk<'d>(
    disk: &'d dyn FileSystem,
    folder: &Path,
    boundary: &mut Boundary<'d>,
) -> Found {
    let canonical = disk.canonical(real(folder)).unwrap_or_else(|_| folder.to_owned());
    let mut rules = Vec::new();
    let above = top(disk, &canonical).unwrap_or(&canonical);
    let between: Vec<&Path> =
        canonical.ancestors().skip(1).take_while(|it| it.starts_with(above)).collect();
    rules.extend(between.into_iter().rev().filter_map(|folder| rules_of(disk, folder)));
    let mut walk = Walk { disk, boundary, folder, rules, left: ENTRIES, found: Found::default() };
    walk.folder(folder, &canonical, 0);
    walk.found
}

struct Walk<'w, 'd> {
    disk: &'d dyn FileSystem,
    boundary: &'w mut Boundary<'d>,
    folder: &'w Path,
    /// What git ignores, by the folders on the way, the nearest last.
    rules: Vec<Gitignore>,
    left: usize,
    found: Found,
}

impl Walk<'_, '_> {
    fn folder(&mut self, folder: &Path, canonical: &Path, depth: usize) {
        // What cannot be listed holds nothing that could be read.
        let Ok(mut inside) = self.disk.list(real(folder)) else { return };
        if depth > DEPTH || inside.len() > self.left {
            self.found.cut = true;
            return;
        }
        self.left -= inside.len();
        inside.sort_by(|a, b| a.0.cmp(&b.0));
        let own = inside.iter().any(|(name, _)| name == ".gitignore");
        let own = own.then(|| rules_of(self.disk, canonical)).flatten();
        let known = self.rules.len();
        self.rules.extend(own);
        for (name, kind) in inside {
            self.entry(folder, canonical, &name, kind, depth);
        }
        self.rules.truncate(known);
    }

    fn entry(
        &mut self,
        folder: &Path,
        canonical: &Path,
        name: &OsStr,
        kind: FileKind,
        depth: usize,
    ) {
        let Some(text) = name.to_str() else { return };
        let (path, full) = (folder.join(name), canonical.join(name));
        if kind == FileKind::Folder {
            if name == QUADLETS[0] {
                let inner: PathBuf = QUADLETS.iter().collect();
                return self.folder(&folder.join(&inner), &canonical.join(inner), depth + 3);
            }
            if is_git(name) || TOOLS.contains(&text) || text.starts_with('.') {
                return;
            }
            if self.is_ignored(&full, true) {
                self.found.ignored += 1;
                return;
            }
            return self.folder(&path, &full, depth + 1);
        }
        if text.starts_with('.') || kind == FileKind::Other || !read::wants(text) {
            return;
        }
        if self.is_ignored(&full, false) {
            self.found.ignored += 1;
            return;
        }
        if kind == FileKind::Link {
            let leads = self.disk.canonical(&path);
            let stays = leads.as_ref().is_ok_and(|to| {
                self.boundary.found(&path, to, self.folder).is_ok()
                    && self.disk.kind(to).is_ok_and(|kind| kind == FileKind::File)
            });
            if !stays {
                self.found.links.push(path);
                return;
            }
        }
        self.found.files.push(path);
    }

    /// True if git does not keep it: the nearest rule counts.
    fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        let matched = self.rules.iter().rev().map(|rules| rules.matched(path, is_folder));
        let mut told = matched.filter(|told| !told.is_none());
        matches!(told.next(), Some(Match::Ignore(_)))
    }
}

/// What git ignores in a folder. A line that is no pattern ignores nothing.
fn rules_of(disk: &dyn FileSystem, folder: &Path) -> Option<Gitignore> {
    let path = folder.join(".gitignore");
    if disk.kind(&path).ok()? != FileKind::File {
        return None;
    }
    let text = String::from_utf8(disk.read(&path, RULES).ok()?).ok()?;
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

//! Where inventories and policies are: the usual names, in a folder and above it.

use std::io;
use std::path::{Path, PathBuf};

use super::boundary;
use super::disk::{FileKind, FileSystem};
use crate::read;

/// The names of an inventory, in the order of preference.
const NAMES: [&str; 3] = ["labctl.yaml", "inventory.yaml", "inventory.yml"];

/// The file that holds a policy for everything below it.
const POLICY: &str = "labctl.yaml";

/// The YAML files of a folder, in order.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Those with a usual name.
    pub(super) usual: Vec<PathBuf>,
    /// The others, which may be anything.
    pub(super) others: Vec<PathBuf>,
}

/// The YAML files of a folder.
pub(super) fn members(disk: &dyn FileSystem, folder: &Path) -> io::Result<Members> {
    let mut members = Members::default();
    for (name, kind) in disk.list(real(folder))? {
        let Some(name) = name.to_str() else { continue };
        let path = folder.join(name);
        if !read::wants(name) || name.starts_with('.') || !may_be_file(disk, &path, kind) {
            continue;
        }
        let is_usual = NAMES.contains(&name)
            || name.ends_with(".labctl.yaml")
            || name.ends_with(".labctl.yml");
        if is_usual { &mut members.usual } else { &mut members.others }.push(path);
    }
    members.usual.sort();
    members.others.sort();
    Ok(members)
}

/// The files of the usual names in a folder, in the order of preference.
pub(super) fn usual(disk: &dyn FileSystem, folder: &Path) -> Vec<PathBuf> {
    let paths = NAMES.iter().map(|name| folder.join(name));
    paths.filter(|path| is_there(disk, path)).collect()
}

/// True for a file that holds a policy for what is below it.
pub(super) fn is_policy(path: &Path) -> bool {
    path.ends_with(POLICY)
}

/// The names that are looked for, for messages.
pub(super) fn names() -> String {
    NAMES.map(|name| format!("`{name}`")).join(", ")
}

/// The policy file for the files of a folder: the nearest `labctl.yaml` up to the top of the repository.
pub(super) fn policy_for(disk: &dyn FileSystem, folder: &Path) -> Option<PathBuf> {
    let folders = upwards(disk, folder).into_iter();
    folders.map(|folder| folder.join(POLICY)).find(|path| is_there(disk, path))
}

/// The folder of a file; empty for that of a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// The folder as a system takes it.
pub(super) fn real(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// True for a file, and for what should be one: a link to nothing must not be taken for no file at all.
fn is_there(disk: &dyn FileSystem, path: &Path) -> bool {
    disk.kind(path).is_ok_and(|kind| may_be_file(disk, path, kind))
}

fn may_be_file(disk: &dyn FileSystem, path: &Path, kind: FileKind) -> bool {
    match kind {
        FileKind::Folder => false,
        FileKind::Link => !is_folder(disk, path),
        FileKind::File | FileKind::Other => true,
    }
}

/// True if a path leads to a folder.
pub(super) fn is_folder(disk: &dyn FileSystem, path: &Path) -> bool {
    let kind = disk.canonical(path).and_then(|path| disk.kind(&path));
    kind.is_ok_and(|kind| kind == FileKind::Folder)
}

/// A folder and those above it, up to the top of the repository; only the folder itself outside of one.
pub(super) fn upwards(disk: &dyn FileSystem, folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.strip_prefix(".").unwrap_or(folder).to_owned()];
    let Ok(full) = disk.canonical(real(folder)) else { return folders };
    let Some(top) = boundary::top(disk, &full) else { return folders };
    for _ in full.ancestors().take_while(|folder| *folder != top) {
        let above = folders.last().map(|folder| folder.join(".."));
        folders.extend(above);
    }
    folders
}

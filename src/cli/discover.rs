//! Where inventories are: the paths the user names, or the usual names here and above.

use std::path::{Path, PathBuf};

use super::files;
use super::trouble::Trouble;

/// The names of an inventory, in the order of preference.
const NAMES: [&str; 3] = ["labctl.yaml", "inventory.yaml", "inventory.yml"];

/// The file that holds a policy for everything below it.
const POLICY: &str = "labctl.yaml";

/// The inventory that is meant when none is named: in this folder, or the nearest one above it up to the
/// top of the repository. One that holds a policy alone is meant only if there is no other.
pub(super) fn usual() -> Result<PathBuf, Trouble> {
    let mut policy = None;
    let mut looked = Vec::new();
    for folder in upwards(Path::new(".")) {
        for name in NAMES {
            let path =
                if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) };
            if !is_there(&path) {
                continue;
            }
            if !files::is_only_policy(&path) {
                return Ok(path);
            }
            policy = policy.or(Some(path));
        }
        looked.push(format!("`{}`", folder.display()));
    }
    policy.ok_or(Trouble::NoInventory { names: names(), looked })
}

/// The inventories of a folder: those of the usual names, or else every YAML file that may be one.
/// The second part of the answer is false if each file still has to be recognised by its content.
pub(super) fn in_folder(folder: &Path) -> Result<(Vec<PathBuf>, bool), Trouble> {
    let unreadable = |error| Trouble::Unreadable { path: folder.to_owned(), error };
    let mut named = Vec::new();
    let mut others = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let yaml =
            path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if !yaml || name.starts_with('.') || !is_there(&path) {
            continue;
        }
        let usual = NAMES.contains(&name)
            || name.ends_with(".labctl.yaml")
            || name.ends_with(".labctl.yml");
        if usual { named.push(path) } else { others.push(path) }
    }
    named.sort();
    others.sort();
    Ok(if named.is_empty() { (others, false) } else { (named, true) })
}

/// The policy file for a file or folder: the nearest `labctl.yaml` up to the top of the repository.
pub(super) fn policy_for(file: &Path) -> Option<PathBuf> {
    let folder =
        file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let found = upwards(folder)
        .into_iter()
        .map(|folder| folder.join(POLICY))
        .find(|path| is_there(path))?;
    Some(found.strip_prefix(".").map(Path::to_owned).unwrap_or(found))
}

/// The names that are looked for, for messages.
pub(super) fn names() -> String {
    NAMES.map(|name| format!("`{name}`")).join(", ")
}

/// True for a file, and for what should be one: a link to nothing must not be taken for no file at all.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok() && !path.is_dir()
}

/// The top of the repository as an absolute path, and the way from there to this folder. Outside of a
/// repository, this folder is the top.
pub(super) fn top() -> (String, String) {
    let Ok(here) = Path::new(".").canonicalize() else { return Default::default() };
    let top = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    let way = here.strip_prefix(top).unwrap_or(Path::new(""));
    (top.to_string_lossy().into_owned(), way.to_string_lossy().into_owned())
}

/// A folder and those above it, up to the top of the repository; only the folder itself outside of one.
fn upwards(folder: &Path) -> Vec<PathBuf> {
    let Ok(full) = folder.canonicalize() else { return vec![folder.to_owned()] };
    let Some(top) = full.ancestors().position(|folder| folder.join(".git").exists()) else {
        return vec![folder.to_owned()];
    };
    let mut folders = vec![folder.to_owned()];
    for _ in 0..top {
        let above = folders.last().map(|folder| {
            if folder == Path::new(".") { PathBuf::from("..") } else { folder.join("..") }
        });
        folders.extend(above);
    }
    folders
}

//! What keeps a file from being loaded.

use std::io;
use std::path::PathBuf;

use super::discover::real;

/// Why something was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A path does not exist.
    #[error("`{}` {}", path.display(), leads_to.as_ref().map_or("does not exist".to_owned(), |to| format!("is a link to `{}`, which does not exist", to.display())))]
    Missing {
        /// The path.
        path: PathBuf,
        /// Where it leads to, if it is a link.
        leads_to: Option<PathBuf>,
    },
    /// A path exists and cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A path is neither a file nor a folder.
    #[error("`{}` is a {what}, not a file; to read from a pipe, use `-`", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A link leads out of the repository, or into what git keeps there.
    #[error("`{}` leads to `{}`, which is {}, and is not followed", path.display(), to.display(), top.as_ref().map_or("not part of this repository".to_owned(), |top| format!("not below `{}`", top.display())))]
    LeadsOut {
        /// The path.
        path: PathBuf,
        /// Where it leads to.
        to: PathBuf,
        /// The folder that it has to stay in, where there is no repository.
        top: Option<PathBuf>,
    },
    /// A file is not text.
    #[error("`{}` is not UTF-8 text: line {line} holds the byte {byte:#04x}", path.display())]
    NotText {
        /// The path.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The byte.
        byte: u8,
    },
    /// A file is larger than what may be read.
    #[error("`{}` is too large: what is read may hold {} MiB together", path.display(), most >> 20)]
    TooLong {
        /// The path.
        path: PathBuf,
        /// How many bytes may be read.
        most: u64,
    },
    /// The files of a run do not fit one address space.
    #[error(transparent)]
    TooLarge(#[from] crate::source::TooLarge),
    /// Nothing was named, and nothing was found.
    #[error("there is no inventory here: looked for {names} in {}", shown(looked))]
    NoInventory {
        /// The names that were looked for.
        names: String,
        /// The folders that were looked in.
        looked: Vec<PathBuf>,
    },
    /// A folder holds no inventory.
    #[error("`{}` holds no inventory: looked for {names}, and for files with sections such as `hosts:`", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
        /// The names that were looked for.
        names: String,
    },
}

impl LoadError {
    /// True if nothing went wrong, and there was nothing to load.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::NoInventory { .. } | Self::EmptyFolder { .. })
    }

    /// What to do about it, where that is not obvious.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoInventory { .. } => Some(
                "name a file: `labctl check my-lab.yaml`, or write a first one: `labctl init`; the smallest one is\n\n    hosts:\n      pve1: {hypervisor: proxmox}\n    vms:\n      apps: {runs_on: pve1}\n    containers:\n      web: {runs_on: apps, image: nginx}\n",
            ),
            Self::LeadsOut { .. } => Some("name the file that it leads to"),
            Self::NotText { .. } => Some("save the file as UTF-8"),
            Self::TooLong { .. } => Some("`--max-size` reads more"),
            _ => None,
        }
    }
}

fn shown(folders: &[PathBuf]) -> String {
    let shown = |folder: &PathBuf| format!("`{}`", real(folder).display());
    folders.iter().map(shown).collect::<Vec<_>>().join(", ")
}

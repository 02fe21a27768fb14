//! What can go wrong with the world: files that cannot be read or written.

use std::io;
use std::path::PathBuf;

/// Something outside an inventory that stands in the way.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
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
    /// A file is not text.
    #[error("`{path}` is not UTF-8 text: line {line} holds the byte {byte:#04x}")]
    NotText {
        /// The path, as it is shown.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// The byte.
        byte: u8,
    },
    /// The files of a run are too large together.
    #[error(transparent)]
    TooLarge(#[from] crate::source::TooLarge),
    /// Nothing was named, and nothing was found.
    #[error("there is no inventory here: looked for {names} in {}", looked.join(", "))]
    NoInventory {
        /// The names that were looked for.
        names: String,
        /// The folders that were looked in.
        looked: Vec<String>,
    },
    /// A folder holds no inventory.
    #[error("`{}` holds no inventory: looked for {names}, and for files with sections such as `hosts:`", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
        /// The names that were looked for.
        names: String,
    },
    /// Something cannot be written.
    #[error("cannot write {}: {error}", path.as_ref().map_or("the output".to_owned(), |path| format!("`{}`", path.display())))]
    Unwritable {
        /// The file; none for standard output.
        path: Option<PathBuf>,
        /// What the system says.
        error: io::Error,
    },
    /// Something is there already, and is not written over unasked.
    #[error("`{}` is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file has no table that could become an inventory.
    #[error("`{}` has no table of machines", path.display())]
    NoTable {
        /// The file.
        path: PathBuf,
    },
    /// A workload that no inventory names.
    #[error("no workload is called `{name}`{}", near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?")))]
    UnknownWorkload {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// A host, where a workload is asked for.
    #[error("`{name}` is a host: a verdict is given on what runs on it")]
    NoWorkload {
        /// What was asked for.
        name: String,
    },
    /// A file is no baseline.
    #[error("`{}` is no baseline: {error}", path.display())]
    NoBaseline {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: crate::baseline::NotABaseline,
    },
    /// An output would replace an input.
    #[error("`{}` is read by this run and cannot be written by it", path.display())]
    Overwrites {
        /// The file.
        path: PathBuf,
    },
    /// Two outputs go to the same place.
    #[error("two outputs go to {}", path.as_ref().map_or("standard output".to_owned(), |path| format!("`{}`", path.display())))]
    SameOutput {
        /// The file; none for standard output.
        path: Option<PathBuf>,
    },
    /// A file that holds no place for a report.
    #[error("`{}` has no place for the report", path.display())]
    NoMarkers {
        /// The file.
        path: PathBuf,
    },
    /// A file that holds a marker of the report's place a second time.
    #[error("`{}` has `{marker}` twice, in lines {} and {}", path.display(), lines[0], lines[1])]
    MarkerTwice {
        /// The file.
        path: PathBuf,
        /// The marker.
        marker: String,
        /// Where it stands, counted from 1.
        lines: [usize; 2],
    },
    /// A format that cannot stand inside another file, or several of them.
    #[error("{what}")]
    WrongFormat {
        /// What is wrong with it.
        what: String,
    },
    /// A file whose ending does not say its format.
    #[error("no format is usual for `{}`", path.display())]
    UnknownEnding {
        /// The file.
        path: PathBuf,
    },
    /// A topic that nobody knows.
    #[error("nothing is called `{topic}`{}", near.map_or(String::new(), |near| format!("; did you mean `{near}`?")))]
    UnknownTopic {
        /// What was asked for.
        topic: String,
        /// What may have been meant.
        near: Option<&'static str>,
    },
}

impl Trouble {
    /// What to do about it, where that is not obvious.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoInventory { .. } => Some(
                "name a file: `labctl check my-lab.yaml`, or write a first one: `labctl init`; the smallest one is\n\n    hosts:\n      pve1: {hypervisor: proxmox}\n    vms:\n      apps: {runs_on: pve1}\n    containers:\n      web: {runs_on: apps, image: nginx}\n",
            ),
            Self::UnknownTopic { .. } => Some("`labctl explain` lists all topics"),
            Self::UnknownWorkload { .. } | Self::NoWorkload { .. } => {
                Some("`labctl why --all` lists all workloads")
            }
            Self::Exists { .. } => Some("name another file, or write over it with `--force`"),
            Self::NoTable { .. } => Some(
                "a table needs a header, and beside a column such as `Name` one such as `Type`, `Host`, `OS`, `RAM` or `IP`",
            ),
            Self::NoBaseline { .. } => Some("write it anew with `--write-baseline`"),
            Self::Overwrites { .. } => Some("name another file to write to"),
            Self::SameOutput { .. } => {
                Some("give each a file of its own, as in `--format json=findings.json`")
            }
            Self::NoMarkers { .. } => Some(
                "put the lines `<!-- labctl report -->` and `<!-- labctl report end -->` where it belongs, each once",
            ),
            Self::MarkerTwice { .. } => {
                Some("a report has one place in a file: leave each marker there once")
            }
            Self::UnknownEnding { .. } => Some(
                "call it `.html`, `.svg`, `.md`, `.mmd`, `.json` or `.txt`, or name the format, as in `--format html=FILE`; of the page, a browser makes a PDF",
            ),
            Self::NotText { .. } => Some("save the file as UTF-8"),
            _ => None,
        }
    }

    /// True if somebody closed the pipe that was written to: nobody wants more output.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Unwritable { path: None, error } if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// How the run ends because of it.
    pub fn exit(&self) -> super::Exit {
        match self {
            Self::NoInventory { .. } | Self::EmptyFolder { .. } | Self::NoTable { .. } => {
                super::Exit::Nothing
            }
            _ => super::Exit::Unreadable,
        }
    }
}

//! What can go wrong with the world: files that cannot be read or written.

use std::io;
use std::path::PathBuf;

use crate::lab::System;
use crate::load::LoadError;
use crate::near::nearest;

/// Something outside an inventory that stands in the way.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// Something cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
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
    /// A name that several workloads have in their files.
    #[error("several workloads are called `{name}`: {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// The names of their own.
        names: Vec<String>,
    },
    /// A host, where a workload is asked for.
    #[error("`{name}` is a host: a verdict is given on what runs on it")]
    NoWorkload {
        /// What was asked for.
        name: String,
    },
    /// A host or guest of a plan that no inventory names.
    #[error("no {sort} is called `{name}`{}", near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?")))]
    UnknownSystem {
        /// What it should be.
        sort: &'static str,
        /// What was asked for.
        name: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// What was read is no file that could be written.
    #[error("`{name}` is no file that could be written")]
    NoFile {
        /// What it is called.
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
    #[error("{} is read by this run and cannot be written by it", shown(path))]
    Overwrites {
        /// The file; none for standard output.
        path: Option<PathBuf>,
    },
    /// What is there would be replaced by what half an inventory says.
    #[error("`{}` stays as it is: part of the inventory could not be read", path.display())]
    HalfRead {
        /// The file.
        path: PathBuf,
    },
    /// Two outputs go to the same place.
    #[error("two outputs go to {}", shown(path))]
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

impl CliError {
    /// Nothing of this sort has the name; one of these may have been meant.
    pub(super) fn unknown_system<'a>(
        sort: &'static str,
        name: &str,
        systems: impl Iterator<Item = System<'a>>,
    ) -> Self {
        let near = nearest(name, systems.map(System::name)).map(str::to_owned);
        Self::UnknownSystem { sort, name: name.to_owned(), near }
    }

    /// What to do about it, where that is not obvious.
    pub(super) fn help(&self) -> Option<&'static str> {
        match self {
            Self::Load(error) => error.help(),
            Self::UnknownTopic { .. } => Some("`labctl explain` lists all topics"),
            Self::UnknownWorkload { .. } | Self::NoWorkload { .. } => {
                Some("`labctl why --all` lists all workloads")
            }
            Self::Ambiguous { .. } => Some("name one of them"),
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
            _ => None,
        }
    }

    /// How the run ends because of it.
    pub(super) fn exit(&self) -> super::Exit {
        match self {
            Self::Load(error) if error.is_nothing() => super::Exit::Nothing,
            Self::NoTable { .. } => super::Exit::Nothing,
            _ => super::Exit::Unreadable,
        }
    }
}

fn shown(path: &Option<PathBuf>) -> String {
    path.as_ref().map_or("standard output".to_owned(), |path| format!("`{}`", path.display()))
}

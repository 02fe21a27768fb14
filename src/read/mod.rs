//! Every format labctl reads. A reader is a name, a page, the files it wants, and a function that adds what a
//! file says to a draft of the lab.
//!
//! labctl's own inventory names every system once. All other files give systems as they find them
//! (`Draft::add_found`): what runs where, and which of them are one, is worked out when all files are read.

mod compose;
mod engine;
pub(crate) mod field;
mod inspect;
pub mod inventory;
mod labs;
mod markdown;
mod neighbours;
mod propose;
mod quadlet;
mod sources;

pub use field::{FieldPage, KnownWords};
pub use labs::{Files, Unit, read, read_as, requests};
pub use markdown::READER as MARKDOWN;
pub use neighbours::{
    Answers, FileUse, NeighbourRequest, Neighbours, NotRead, answers_among, beside,
};
pub use propose::{ProposedRule, propose};
pub use sources::{FileRule, SourceRule, SourceRules};

use std::sync::LazyLock;

use glob::Pattern;

use crate::finding::Subject;
use crate::lab::{Draft, Rank, Text};
use crate::source::{Source, Spanned};

/// One input format.
#[derive(Debug)]
pub struct Reader {
    /// What it is called.
    pub name: &'static str,
    /// What it reads, in one line.
    pub about: &'static str,
    /// Its page, Markdown: documentation and test.
    pub page: &'static str,
    /// The names of the files that may be in this format, as patterns. Without any, files are read in it only
    /// where somebody says so.
    pub files: &'static [&'static str],
    /// The names of the files that the format's own tool reads unasked.
    pub usual: &'static [&'static str],
    /// How far it is to be believed, where files contradict each other.
    pub rank: Rank,
    /// True if a file is surely in this format, by its path and by what is in it; never by its name alone.
    pub accepts: fn(&Source) -> bool,
    /// The files of one folder that are read together have this in common, asked for by the name of a file:
    /// `compose` for `compose.yaml` and `compose.override.yaml`. None for a file that is read by itself.
    pub together: fn(&str) -> Option<&str>,
    /// What a file says of itself.
    pub header: fn(&Source) -> Header<'_>,
    /// Adds what a file says to the draft; what cannot be read becomes a mistake in it.
    pub read: fn(&mut Reading<'_>),
}

/// Every reader. The first that accepts a file reads it; the first of all reads what nobody accepts.
pub static READERS: &[Reader] =
    &[inventory::READER, compose::READER, quadlet::READER, inspect::READER, markdown::READER];

impl Reader {
    /// True for labctl's own language, in which a file is an inventory by itself.
    pub(crate) fn is_own(&self) -> bool {
        self.rank == Rank::Inventory
    }
}

/// A file that is being read, or several of a folder that are read together.
pub struct Reading<'a> {
    /// The file, or the first of several.
    pub source: &'a Source,
    /// All that are read together, in the order in which they were named, else by name.
    pub files: &'a [&'a Source],
    /// The way to further files: [`Neighbours::ask`].
    pub neighbours: Neighbours<'a>,
    /// What of the file counts.
    pub part: FilePart,
    /// What is known of the lab so far, to be added to.
    pub draft: &'a mut Draft,
    /// What the file says that has no place in the model.
    pub remarks: &'a mut Vec<Remark>,
}

/// Something that has no place in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is said of.
    pub of: Subject,
    /// What is said, on one line.
    pub text: Spanned<String>,
}

/// What of a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilePart {
    /// All that it says.
    Whole,
    /// Its policy alone: the file holds for those below its folder.
    Policy,
}

/// What a file says of itself, without being read as a whole.
#[derive(Debug, Default)]
pub struct Header<'s> {
    /// The name of the lab it belongs to.
    pub lab: Option<&'s str>,
    /// Patterns of further files of the same lab.
    pub includes: Vec<Spanned<Text>>,
    /// What it says of files in other formats; none if it does not speak of them.
    pub sources: Option<Vec<SourceRule>>,
    /// True if it holds a policy, and nothing that could be judged by it.
    pub is_only_policy: bool,
}

/// True if a file of this name may be in some format.
pub fn wants(name: &str) -> bool {
    static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
        let mut patterns: Vec<&str> = READERS.iter().flat_map(|it| it.files).copied().collect();
        patterns.sort_unstable();
        patterns.dedup();
        patterns.iter().filter_map(|pattern| Pattern::new(pattern).ok()).collect()
    });
    PATTERNS.iter().any(|pattern| pattern.matches(name))
}

/// True if some reader recognises the file.
pub fn recognises(source: &Source) -> bool {
    READERS.iter().any(|reader| (reader.accepts)(source))
}

/// True if a file is surely in labctl's own language.
pub fn is_inventory(source: &Source) -> bool {
    (READERS[0].accepts)(source)
}

/// What a file says of itself.
pub fn header(source: &Source) -> Header<'_> {
    (reader_of(source).header)(source)
}

/// Who reads a file.
pub(crate) fn reader_of(source: &Source) -> &'static Reader {
    READERS.iter().find(|reader| (reader.accepts)(source)).unwrap_or(&READERS[0])
}

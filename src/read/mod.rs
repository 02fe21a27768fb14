//! Every format labctl reads. A reader is a name, a page, the files it wants, and a function that adds what a
//! file says to a draft of the lab.

pub(crate) mod field;
pub mod inventory;
mod labs;
mod markdown;

pub use field::{FieldPage, KnownWords};
pub use labs::{Files, read, read_as};
pub use markdown::READER as MARKDOWN;

use crate::finding::Subject;
use crate::lab::{Draft, Rank, Text};
use crate::source::{Source, Sources, Spanned};

/// One input format.
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
    /// How far it is to be believed, where files contradict each other.
    pub rank: Rank,
    /// True if the content of a file is surely in this format.
    pub accepts: fn(&Source) -> bool,
    /// What a file says of itself.
    pub header: fn(&Source) -> Header<'_>,
    /// Adds what a file says to the draft; what cannot be read becomes a mistake in it.
    pub read: fn(&mut Reading<'_>),
}

/// Every reader. The first that accepts a file reads it; the first of all reads what nobody accepts.
pub static READERS: &[Reader] = &[inventory::READER, markdown::READER];

/// A file that is being read.
pub struct Reading<'a> {
    /// The file.
    pub source: &'a Source,
    /// All files of the run.
    pub neighbours: &'a Sources,
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
    /// True if it holds a policy, and nothing that could be judged by it.
    pub is_only_policy: bool,
}

/// True if a file of this name may be in some format.
pub fn wants(name: &str) -> bool {
    let mut patterns = READERS.iter().flat_map(|reader| reader.files);
    patterns.any(|pattern| glob::Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(name)))
}

/// True if some reader recognises the file.
pub fn recognises(source: &Source) -> bool {
    READERS.iter().any(|reader| (reader.accepts)(source))
}

/// What a file says of itself.
pub fn header(source: &Source) -> Header<'_> {
    (reader_of(source).header)(source)
}

/// Who reads a file.
fn reader_of(source: &Source) -> &'static Reader {
    READERS.iter().find(|reader| (reader.accepts)(source)).unwrap_or(&READERS[0])
}

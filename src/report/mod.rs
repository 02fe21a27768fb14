//! Everything labctl writes: findings in the formats of other programs, and the placement report.

use crate::finding::Level;

mod at;
mod escape;
pub mod findings;
mod path;
pub mod placement;
pub mod plan;
mod pretty;
mod prose;
pub mod schema;
mod verdict;
#[cfg(feature = "cli")]
pub mod why;

pub use escape::visible;
pub use path::Base;

/// One output format of a command, which writes it by a `W`.
pub struct Format<W> {
    /// The name `--format` takes.
    pub name: &'static str,
    /// How files in it are usually called, behind the dot.
    pub endings: &'static [&'static str],
    /// What it is for, in one line.
    pub about: &'static str,
    /// Its page, Markdown: documentation and test.
    pub page: &'static str,
    /// How it writes a character that must not stand there as it is.
    pub syntax: Syntax,
    /// Writes it.
    pub write: W,
}

/// How a text spells out a character that would be taken for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// As in `\u{5b}`: it is for people.
    Text,
    /// As in `\u005b`.
    Json,
    /// As in `&#91;`, for XML, HTML and SVG.
    Xml,
    /// As in text; a line that begins with `::` is a command, and meant as one.
    Commands,
}

/// How an outcome is looked at. Nothing in it changes what was found.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The least level that is shown.
    pub least: Level,
    /// How much is said beside the findings.
    pub detail: Detail,
    /// How many columns there are.
    pub width: usize,
    /// Whether colours are understood.
    pub colour: bool,
    /// Whether links are understood.
    pub links: bool,
    /// Whether only ASCII is understood.
    pub ascii: bool,
    /// Where paths start that other programs are told.
    pub base: Base<'a>,
}

/// How much is said beside the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Nothing.
    Quiet,
    /// A summary.
    Usual,
    /// A summary, every repetition, and what was allowed.
    Full,
}

impl Default for View<'_> {
    /// All findings, for a file or a pipe.
    fn default() -> Self {
        Self {
            least: Level::Info,
            detail: Detail::Usual,
            width: 100,
            colour: false,
            links: false,
            ascii: false,
            base: Base::default(),
        }
    }
}

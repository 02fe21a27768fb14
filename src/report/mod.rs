//! Every format labctl writes. A format is a name, a line of help, a page, and a function.

use std::io;

use crate::check::Outcome;
use crate::finding::Level;

mod at;
mod escape;
mod fingerprint;
mod json;
mod plural;
mod secret;
mod snippet;
mod terminal;
mod verdict;
pub mod why;

pub use escape::visible;

/// One output format of `labctl check`.
pub struct Format {
    /// The name `--format` takes.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Its page, Markdown: documentation and test.
    pub page: &'static str,
    /// Writes the outcome.
    pub write: fn(&Outcome, &View, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub static FORMATS: &[Format] = &[terminal::FORMAT, json::FORMAT];

/// How an outcome is looked at. Nothing in it changes what was found.
#[derive(Debug, Clone, Copy)]
pub struct View {
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

impl Default for View {
    /// All findings, for a file or a pipe.
    fn default() -> Self {
        Self {
            least: Level::Info,
            detail: Detail::Usual,
            width: 100,
            colour: false,
            links: false,
            ascii: false,
        }
    }
}

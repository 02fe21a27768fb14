//! Every format labctl writes. A format is a name, a line of help, a page, and a function.

use std::io;

use crate::check::Outcome;
use crate::finding::Level;

mod at;
mod concise;
mod escape;
mod fingerprint;
mod github;
mod gitlab;
mod hit;
mod json;
mod junit;
mod markdown;
mod path;
pub mod placement;
mod plural;
mod prose;
mod rdjson;
mod sarif;
pub mod schema;
mod secret;
mod snippet;
mod terminal;
mod verdict;
pub mod why;

pub use escape::visible;
pub use path::Base;

/// One output format of `labctl check`.
pub struct Format {
    /// The name `--format` takes.
    pub name: &'static str,
    /// How files in it are usually called, behind the dot.
    pub endings: &'static [&'static str],
    /// What it is for, in one line.
    pub about: &'static str,
    /// Its page, Markdown: documentation and test.
    pub page: &'static str,
    /// Writes the outcome.
    pub write: fn(&Outcome, &View, &mut dyn io::Write) -> io::Result<()>,
    /// What goes to a second place, where the environment offers one.
    pub beside: Option<Beside>,
}

/// A second output of a format, which is appended to a file.
#[derive(Clone, Copy)]
pub struct Beside {
    /// The environment variable that names the file.
    pub variable: &'static str,
    /// How many bytes the file may hold.
    pub most: usize,
    /// Writes the outcome in no more than so many bytes.
    pub write: fn(&Outcome, &View, usize, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub static FORMATS: &[Format] = &[
    terminal::FORMAT,
    concise::FORMAT,
    json::FORMAT,
    markdown::FORMAT,
    sarif::FORMAT,
    junit::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    rdjson::FORMAT,
];

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

//! The formats of `labctl check`: each a name, a line of help, a page, and a function.

use std::io;

use super::View;
use crate::check::Outcome;

mod concise;
mod fingerprint;
mod github;
mod gitlab;
mod hit;
pub(super) mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod snippet;
pub(super) mod terminal;

pub use github::JOB_SUMMARY;

/// One format of `labctl check`.
pub type FindingsFormat = super::Format<fn(&Outcome, &View, &mut dyn io::Write) -> io::Result<()>>;

/// What a format appends to a file that the environment names.
pub struct JobSummary {
    /// The name of the format.
    pub format: &'static str,
    /// The environment variable that names the file.
    pub variable: &'static str,
    /// How many bytes the file may hold.
    pub most: usize,
    /// Writes the outcome in no more than so many bytes.
    pub write: fn(&Outcome, &View, usize, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub static FORMATS: &[FindingsFormat] = &[
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

//! One line a finding, for people in a hurry, `grep`, and editors.

use std::io;

use super::FindingsFormat;
use super::hit::open;
use crate::check::Outcome;
use crate::report::escape::visible;
use crate::report::{Syntax, View};

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "concise",
    endings: &[],
    about: "one line a finding",
    page: include_str!("concise.md"),
    syntax: Syntax::Text,
    write,
};

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    for hit in open(outcome, view) {
        let (place, finding) = (hit.place(hit.source().path()), hit.finding);
        let message = visible(&finding.message);
        // No name of a file starts a command of a GitHub job.
        let here = if place.trim_start().starts_with("::") { "./" } else { "" };
        writeln!(out, "{here}{place}: {}[{}] {message}", finding.level, finding.rule)?;
    }
    Ok(())
}

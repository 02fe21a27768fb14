//! GitHub Actions: findings as annotations of the lines, and all of them in the summary of the job.

use std::collections::HashMap;
use std::io;

use super::hit::{Hit, worst_first};
use super::{FindingsFormat, JobSummary, markdown};
use crate::check::Outcome;
use crate::finding::Level;
use crate::report::escape::visible;
use crate::report::{Syntax, View};
use crate::source::ColumnUnit;

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "github",
    endings: &[],
    about: "annotations and a summary for a job of GitHub Actions",
    page: include_str!("github.md"),
    syntax: Syntax::Commands,
    write,
};

/// The page that GitHub shows with the job.
pub const JOB_SUMMARY: JobSummary = JobSummary {
    format: FORMAT.name,
    variable: "GITHUB_STEP_SUMMARY",
    // One byte more than 1 MiB, and GitHub takes none of it; other tools may add to the step.
    most: 900_000,
    write: markdown::page,
};

/// So many annotations of each level are taken from a step.
const SHOWN: usize = 10;

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut shown: HashMap<Level, usize> = HashMap::new();
    for hit in worst_first(outcome, view) {
        let (path, finding) = (view.base.path(hit.source().path()), hit.finding);
        let count = shown.entry(finding.level).or_default();
        *count += 1;
        if *count <= SHOWN {
            writeln!(out, "{}", annotation(&hit, &path))?;
        } else {
            // What would be dropped is left for the reader of the log.
            let message = visible(&finding.message);
            writeln!(out, "{}[{}] {}: {message}", finding.level, finding.rule, hit.place(&path))?;
        }
    }
    Ok(())
}

fn annotation(hit: &Hit, path: &str) -> String {
    let command = match hit.finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let (start, end) = (hit.start(ColumnUnit::CodePoint), hit.end(ColumnUnit::CodePoint));
    let mut properties = format!("file={},line={}", property(path), start.line);
    // Columns of different lines are refused, so that several lines are shown by their first.
    if start.line == end.line {
        let (line, from, to) = (start.line, start.column, end.column);
        properties.push_str(&format!(",endLine={line},col={from},endColumn={to}"));
    }
    let rule = hit.finding.rule;
    let mut message = data(&visible(&hit.finding.message));
    if let Some(help) = &hit.finding.help {
        message.push_str(&format!("%0Ahelp: {}", data(&visible(help))));
    }
    format!("::{command} {properties},title={rule}::{message}")
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text between commas. A path stays what it is, as far as it cannot steer the log.
fn property(text: &str) -> String {
    let text = data(text).replace(':', "%3A").replace(',', "%2C");
    visible(&text).into_owned()
}

//! GitLab: the report of code quality that a merge request shows.

use std::io;

use serde_json::{Value, json};

use super::FindingsFormat;
use super::hit::{Hit, open};
use crate::check::Outcome;
use crate::finding::Level;
use crate::report::escape::visible;
use crate::report::{Syntax, View, pretty};
use crate::source::ColumnUnit;

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "gitlab",
    endings: &[],
    about: "a code quality report for GitLab",
    page: include_str!("gitlab.md"),
    syntax: Syntax::Json,
    write,
};

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let issues: Vec<Value> = open(outcome, view).iter().map(|hit| issue(hit, view)).collect();
    pretty::write(out, &issues)?;
    writeln!(out)
}

fn issue(hit: &Hit, view: &View) -> Value {
    let (rule, message) = (hit.finding.rule, visible(&hit.finding.message));
    json!({
        "description": format!("{rule}: {message}"),
        "check_name": rule,
        "fingerprint": hit.fingerprint,
        "severity": match hit.finding.level {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Info => "info",
        },
        "location": {
            "path": view.base.path(hit.source().path()),
            "positions": { "begin": hit.start(ColumnUnit::CodePoint), "end": hit.end(ColumnUnit::CodePoint) },
        },
    })
}

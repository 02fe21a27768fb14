//! The format of reviewdog, which carries findings to reviews of many hosts.

use std::io;

use serde_json::{Value, json};

use super::FindingsFormat;
use super::hit::{Hit, open};
use crate::check::Outcome;
use crate::finding::Level;
use crate::report::escape::visible;
use crate::report::path::plain;
use crate::report::{Syntax, View, pretty};
use crate::source::{ColumnUnit, Position, Sources, Span};

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "rdjson",
    endings: &["rdjson"],
    about: "diagnostics for reviewdog",
    page: include_str!("rdjson.md"),
    syntax: Syntax::Json,
    write,
};

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let hits = open(outcome, view);
    let worst = hits.iter().map(|hit| hit.finding.level).max().unwrap_or(Level::Info);
    let result = json!({
        "source": { "name": "labctl" },
        "severity": severity(worst),
        "diagnostics": hits.iter().map(diagnostic).collect::<Vec<_>>(),
    });
    pretty::write(out, &result)?;
    writeln!(out)
}

fn diagnostic(hit: &Hit) -> Value {
    let finding = hit.finding;
    let mut message = visible(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {}", visible(help)));
    }
    let mut diagnostic = json!({
        "message": message,
        "location": location(hit.sources, finding.at),
        "severity": severity(finding.level),
        "code": { "value": finding.rule },
    });
    if let Some(url) = hit.url() {
        diagnostic["code"]["url"] = json!(url);
    }
    if !finding.labels.is_empty() {
        let related = finding.labels.iter().map(|label| {
            json!({ "message": visible(&label.text), "location": location(hit.sources, label.at) })
        });
        diagnostic["related_locations"] = related.collect();
    }
    diagnostic
}

fn location(sources: &Sources, at: Span) -> Value {
    let source = sources.of(at);
    let bytes = source.bytes(at);
    let position = |byte| -> Position { source.position(byte, ColumnUnit::Byte) };
    let range = json!({ "start": position(bytes.start), "end": position(bytes.end) });
    json!({ "path": plain(source.path()), "range": range })
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Info => "INFO",
    }
}

//! Markdown: a table for comments, summaries and chat.

use std::io;

use super::FindingsFormat;
use super::hit::{Hit, worst_first};
use super::terminal::total;
use crate::check::Outcome;
use crate::report::escape::visible;
use crate::report::prose::{code, prose};
use crate::report::{Syntax, View};
use crate::rules::words::count;

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "markdown",
    endings: &["md", "markdown"],
    about: "a table for comments and summaries",
    page: include_str!("markdown.md"),
    syntax: Syntax::Text,
    write,
};

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    page(outcome, view, usize::MAX, out)
}

/// Writes as many findings as fit into so many bytes.
pub(super) fn page(
    outcome: &Outcome,
    view: &View,
    room: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let total = total(outcome, |path| format!("`{}`", visible(&view.base.path(path))));
    let head = format!("## labctl\n\n{}\n", prose(&total));
    let table = "\n| level | finding | place | rule |\n|---|---|---|---|\n";
    let rest = |number| format!("\nand {}\n", count(number, "more finding"));
    let hits = worst_first(outcome, view);
    let mut left = room.saturating_sub(head.len() + table.len() + rest(hits.len()).len());
    if left == 0 {
        return Ok(());
    }
    out.write_all(head.as_bytes())?;
    if !hits.is_empty() {
        out.write_all(table.as_bytes())?;
    }
    for (number, hit) in hits.iter().enumerate() {
        let row = row(hit, view);
        let Some(still) = left.checked_sub(row.len()) else {
            return out.write_all(rest(hits.len() - number).as_bytes());
        };
        left = still;
        out.write_all(row.as_bytes())?;
    }
    Ok(())
}

fn row(hit: &Hit, view: &View) -> String {
    let finding = hit.finding;
    let mut text = prose(&visible(&finding.message));
    if let Some(help) = &finding.help {
        text.push_str(&format!("<br>help: {}", prose(&visible(help))));
    }
    let place = code(&hit.place(&view.base.path(hit.source().path())));
    format!("| {} | {text} | {place} | {} |\n", finding.level, code(finding.rule))
}

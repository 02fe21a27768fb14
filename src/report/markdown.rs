//! Markdown: a table for comments, summaries and chat.

use std::io;

use super::escape::visible;
use super::hit::{Hit, worst_first};
use super::plural::count;
use super::terminal::total;
use super::{Format, View};
use crate::check::Outcome;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    about: "a table for comments and summaries",
    page: include_str!("markdown.md"),
    write,
    beside: None,
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

/// A sentence of labctl. What stands in backticks becomes code, all else is text and nothing more.
fn prose(text: &str) -> String {
    let mut parts = text.split('`').enumerate().peekable();
    let mut shown = String::with_capacity(text.len() + 16);
    while let Some((number, part)) = parts.next() {
        let closed = parts.peek().is_some();
        match number % 2 {
            0 => shown.push_str(&escaped(part, "(),;./:?!=+-'\"")),
            _ if closed => shown.push_str(&code(part)),
            _ => shown.push_str(&format!("&#96;{}", escaped(part, ""))),
        }
    }
    shown
}

/// A name as code, whatever it holds.
fn code(text: &str) -> String {
    // Of a blank at either end, backticks would swallow one.
    if text.is_empty() || text.trim() != text || text.contains(['`', '|', '\\']) {
        return format!("<code>{}</code>", escaped(text, ""));
    }
    format!("`{text}`")
}

/// The text with all punctuation but some as entities, which never mean anything but the character. Two
/// things come alive after that: a name after `@`, and an address.
fn escaped(text: &str, harmless: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '@' | '#' => shown.push_str(&format!("&#{};&#8203;", u32::from(c))),
            c if c.is_ascii_punctuation() && !harmless.contains(c) => {
                shown.push_str(&format!("&#{};", u32::from(c)));
            }
            c => shown.push(c),
        }
    }
    shown.replace("://", "&#58;//").replace("www.", "www&#46;")
}

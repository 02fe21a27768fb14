//! The tables, as all formats have them.

use std::fmt::Write as _;

use super::map::bar;
use super::text::{name, note, prose, text};
use super::{LabSection, ROWS, grouped};
use crate::report::placement::Answer;
use crate::report::placement::table::{Cell, Table};
use crate::rules::words::count;

/// A table with more rows than this is folded.
const OPEN: usize = 24;

/// Of a longer row of names, the first are shown; the map shows where the others are.
const NAMES: usize = 12;

/// Text of more bytes than this is long.
const SHORT: usize = 24;

/// Adds a table without its title.
pub(super) fn table(out: &mut String, lab: &LabSection<'_, '_>, table: &Table<'_>) {
    if !table.lead.is_empty() {
        out.push_str("<p class=\"lead\">");
        prose(out, &table.lead);
        out.push_str("</p>\n");
    }
    if table.rows.is_empty() {
        writeln!(out, "<p>{}</p>", table.empty).expect("a string takes all");
        return;
    }
    folded(out, table.count, "row", |out| rows(out, lab, table));
}

/// Adds something that is long, folded if it is too long to be passed by.
pub(super) fn folded(
    out: &mut String,
    length: usize,
    noun: &str,
    inside: impl FnOnce(&mut String),
) {
    if length > OPEN {
        let all = if length > ROWS { "The first" } else { "All" };
        let shown = grouped(length.min(ROWS));
        writeln!(out, "<details><summary>{all} {shown} {noun}s</summary>")
            .expect("a string takes all");
    }
    inside(out);
    if length > ROWS {
        writeln!(
            out,
            "<p class=\"lead\">There are {} more. <code>labctl report --format json</code> has them all.</p>",
            grouped(length - ROWS)
        )
        .expect("a string takes all");
    }
    if length > OPEN {
        out.push_str("</details>\n");
    }
}

fn rows(out: &mut String, lab: &LabSection<'_, '_>, table: &Table<'_>) {
    let said = said(table);
    let id = id(lab, table);
    write!(out, "<table id=\"{id}\"><caption>{}</caption><thead><tr>", table.title)
        .expect("a string takes all");
    for &column in &said {
        let class =
            if matches!(table.rows[0][column], Cell::Number(_)) { " class=\"n\"" } else { "" };
        write!(out, "<th scope=\"col\"{class}>{}</th>", table.head[column])
            .expect("a string takes all");
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for &column in &said {
            cell(out, lab, &row[column], column == said[0]);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// The columns in which a row says something: the others are not needed.
fn said(table: &Table<'_>) -> Vec<usize> {
    let is_said = |column: &usize| table.rows.iter().any(|row| !is_empty(&row[*column]));
    (0..table.head.len()).filter(is_said).collect()
}

fn id(lab: &LabSection<'_, '_>, table: &Table<'_>) -> String {
    lab.id(&format!("t-{}", table.key))
}

/// Where a row is too wide for the page, its cells stand below each other, and each says what it is.
pub(super) fn heads(style: &mut String, lab: &LabSection<'_, '_>, table: &Table<'_>) {
    let id = id(lab, table);
    for (number, column) in (1..).zip(said(table)).skip(1) {
        let head = table.head[column];
        writeln!(style, "#{id} td:nth-child({number})::before{{content:\"{head}\"}}")
            .expect("a string takes all");
    }
}

fn is_empty(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => text.is_empty(),
        Cell::Systems(all) => all.is_empty(),
        _ => false,
    }
}

/// Adds a cell.
fn cell(out: &mut String, lab: &LabSection<'_, '_>, cell: &Cell<'_>, is_first: bool) {
    let (open, close) = if is_first { ("<th scope=\"row\"", "</th>") } else { ("<td", "</td>") };
    out.push_str(open);
    match cell {
        _ if is_empty(cell) => out.push_str(" class=\"empty\">"),
        Cell::Text(words) => {
            out.push_str(wrap(words));
            prose(out, words);
        }
        Cell::Code(words) => {
            out.push_str(wrap(words));
            out.push_str("<code>");
            text(out, words);
            out.push_str("</code>");
        }
        Cell::Number(number) => {
            write!(out, " class=\"n\">{}", grouped(*number)).expect("a string takes all");
        }
        Cell::System(at) => {
            out.push_str(wrap(lab.system(*at).name));
            link(out, lab, *at);
        }
        Cell::Systems(all) => {
            out.push('>');
            links(out, lab, all);
        }
        Cell::Gauge(gauge) => {
            out.push_str(" class=\"gauge\">");
            bar(out, *gauge);
        }
        Cell::Answer(answer, why) => {
            let (class, sign) = match answer {
                Answer::Yes => ("yes", "✓"),
                Answer::No => ("no", "✗"),
                Answer::Unknown => ("unknown", "?"),
            };
            write!(out, " class=\"{class}\"><i aria-hidden=\"true\">{sign}</i> {}", answer.name())
                .expect("a string takes all");
            if !why.is_empty() {
                out.push_str("<small>");
                note(out, why);
                out.push_str("</small>");
            }
        }
        Cell::Level(level) => {
            write!(out, "><span class=\"level {level}\">{level}</span>")
                .expect("a string takes all");
        }
        Cell::Layer(layer) => {
            write!(out, "><span class=\"sign l-{}\">{}</span>", layer.key(), layer.name())
                .expect("a string takes all");
        }
    }
    out.push_str(close);
}

/// How the tag of a cell goes on. Only what is long may be broken anywhere: a word is hard to read in two.
fn wrap(words: &str) -> &'static str {
    if words.len() > SHORT { " class=\"long\">" } else { ">" }
}

/// Adds a name that leads to its box on the map.
pub(super) fn link(out: &mut String, lab: &LabSection<'_, '_>, at: usize) {
    let item = lab.system(at);
    write!(out, "<a href=\"#w-{}\">", item.anchor).expect("a string takes all");
    name(out, item.name);
    out.push_str("</a>");
}

/// Adds such names in a row.
pub(super) fn links(out: &mut String, lab: &LabSection<'_, '_>, all: &[usize]) {
    for (number, &at) in all.iter().take(NAMES).enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        link(out, lab, at);
    }
    if all.len() > NAMES {
        write!(out, " and {}", count(all.len() - NAMES, "more system"))
            .expect("a string takes all");
    }
}

//! Markdown: the whole report as GitHub shows it, with the map as diagrams.

use std::io;

use super::mermaid::{Diagram, diagrams};
use super::table::{self, Cell, Table};
use super::{Answer, Gauge, LabReport, Layer, Mood, PlacementFormat, Report, View, What};
use crate::report::prose::{code, prose};
use crate::rules::words::count;

pub(super) const FORMAT: PlacementFormat = PlacementFormat {
    name: "markdown",
    endings: &["md", "markdown"],
    about: "the whole report as GitHub shows it, to commit beside the inventory",
    page: include_str!("markdown.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

/// A browser draws a diagram of this size in about a second, and a handful of them on a page.
const DIAGRAM: usize = 12_000;
const DIAGRAMS: usize = 12;

/// Of a longer row of names, the first are shown; the map shows where the others are.
const NAMES: usize = 12;

fn write(report: &Report, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    for lab in &report.labs {
        writeln!(out, "# Placement of {}\n", prose(lab.title()))?;
        writeln!(out, "**{}.**\n", capital(&prose(&lab.summary.sentence)))?;
        writeln!(
            out,
            "As of {}, from inputs with the digest {}, by labctl {}.\n",
            report.as_of,
            code(&report.digest),
            report.labctl
        )?;
        figures(lab, out)?;
        map(lab, out)?;
        for table in table::tables(lab, usize::MAX) {
            write_table(lab, &table, out)?;
        }
    }
    Ok(())
}

fn figures(lab: &LabReport<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "| | | |\n|---|---|---|")?;
    for figure in &lab.summary.figures {
        let mark = match figure.mood {
            Mood::Good => "✓ ",
            Mood::Bad => "✗ ",
            Mood::Fair => "△ ",
            Mood::Plain => "",
        };
        writeln!(out, "| {} | {mark}{} | {} |", figure.name, figure.value, prose(&figure.note))?;
    }
    writeln!(out)
}

fn map(lab: &LabReport<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let systems = table::systems(lab, usize::MAX);
    writeln!(out, "## {}\n", systems.title)?;
    let diagrams = diagrams(lab, DIAGRAM);
    if diagrams.len() > DIAGRAMS {
        list(lab, out)?;
    } else {
        draw(&diagrams, out)?;
        legend(lab, out)?;
    }
    rows(lab, &systems, out)
}

fn draw(diagrams: &[Diagram], out: &mut dyn io::Write) -> io::Result<()> {
    for Diagram { title, text } in diagrams {
        if diagrams.len() > 1 {
            writeln!(out, "### {}\n", prose(title))?;
        }
        writeln!(out, "```mermaid\n{text}```\n")?;
    }
    Ok(())
}

fn legend(lab: &LabReport<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let layers: Vec<String> = lab
        .layers
        .iter()
        .map(|row| format!("{} {}", swatch(row.layer), row.layer.name()))
        .collect();
    if layers.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "Colours are layers: {}. A thick edge marks what something was found about.\n",
        layers.join(", ")
    )
}

/// The nearest square that text has.
fn swatch(layer: Layer) -> &'static str {
    match layer {
        Layer::Machine => "⬛",
        Layer::Platform => "🟦",
        Layer::BaseService => "🟫",
        Layer::Database => "🟪",
        Layer::Operations => "🟧",
        Layer::Application => "🟩",
        Layer::Job => "🟨",
        Layer::Unknown => "⬜",
    }
}

/// The map as a nested list, where it is too large to draw.
fn list(lab: &LabReport<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for place in &lab.map {
        let indent = "  ".repeat(place.depth);
        match place.what {
            What::Ground(ground) => writeln!(out, "{indent}- {}", prose(&ground.name()))?,
            What::System(at) => {
                let item = lab.system(at);
                let found = table::found(lab, item);
                let found = if found.is_empty() { found } else { format!(": {found}") };
                writeln!(out, "{indent}- {} ({}){found}", link(lab, at), item.noun)?;
            }
        }
    }
    writeln!(out)
}

fn write_table(lab: &LabReport<'_>, table: &Table<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "## {}\n", table.title)?;
    if !table.lead.is_empty() {
        writeln!(out, "{}\n", prose(&table.lead))?;
    }
    rows(lab, table, out)
}

fn rows(lab: &LabReport<'_>, table: &Table<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    if table.rows.is_empty() {
        return writeln!(out, "{}\n", table.empty);
    }
    writeln!(out, "| {} |", table.head.join(" | "))?;
    let rule = |cell: &Cell<'_>| match cell {
        Cell::Number(_) => "---:",
        _ => "---",
    };
    let rules: Vec<&str> = table.rows[0].iter().map(rule).collect();
    writeln!(out, "|{}|", rules.join("|"))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| text(lab, table, cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out)
}

fn text(lab: &LabReport<'_>, table: &Table<'_>, cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => prose(text),
        Cell::Code(text) => code(text),
        Cell::Number(number) => number.to_string(),
        // The table of the map is where links to a system lead.
        Cell::System(at) if table.key == "map" => {
            let item = lab.system(*at);
            format!("<a name=\"{}\"></a>{}", id(lab, *at), code(item.name))
        }
        Cell::System(at) => link(lab, *at),
        Cell::Systems(all) => {
            let mut names: Vec<String> = all.iter().take(NAMES).map(|at| link(lab, *at)).collect();
            if all.len() > NAMES {
                names.push(format!("and {}", count(all.len() - NAMES, "more system")));
            }
            names.join(", ")
        }
        Cell::Gauge(gauge) => bar(*gauge),
        Cell::Answer(answer, note) => {
            let word = match answer {
                Answer::Yes => "✓ yes",
                Answer::No => "✗ no",
                Answer::Unknown => "? unknown",
            };
            if note.is_empty() { word.to_owned() } else { format!("{word}: {}", prose(note)) }
        }
        Cell::Level(level) => format!("**{level}**"),
        Cell::Layer(layer) => format!("{} {}", swatch(*layer), layer.name()),
    }
}

/// A name that leads to the row of a system in the table of the map.
fn link(lab: &LabReport<'_>, at: usize) -> String {
    format!("[{}](#{})", code(lab.system(at).name), id(lab, at))
}

/// The prefix keeps it apart from what the page that holds the report calls its own places.
fn id(lab: &LabReport<'_>, at: usize) -> String {
    format!("w-{}", lab.system(at).anchor)
}

fn bar(gauge: Gauge) -> String {
    const WIDTH: u64 = 8;
    let text = gauge.to_string();
    let Some(percent) = gauge.percent else { return text };
    let full = (percent.min(100) * WIDTH + 50) / 100;
    let cells = |number: u64, cell: &str| cell.repeat(usize::try_from(number).unwrap_or_default());
    format!("{}{} {text}", cells(full, "█"), cells(WIDTH - full, "░"))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

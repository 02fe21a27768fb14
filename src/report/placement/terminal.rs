//! The terminal: the map as a tree with bars, then the tables, in as many columns as there are.

use std::fmt::Write as _;
use std::io;

use anstyle::{Ansi256Color, AnsiColor, Color, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, Width, presets};

use super::table::{self, Cell, Table};
use super::{
    Answer, DEEPEST, Fullness, Gauge, Item, LabReport, Layer, Mood, PlaceContent, PlacementFormat,
    Report, View, glyph,
};
use crate::finding::Level;
use crate::report::Detail;
use crate::report::escape::visible;
use crate::rules::words::count;

pub(super) const FORMAT: PlacementFormat = PlacementFormat {
    name: "terminal",
    endings: &["txt"],
    about: "the map as a tree with bars, and the tables",
    page: include_str!("terminal.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

/// A column narrower than this cannot be read; a table that would need it becomes a list.
const COLUMN: usize = 12;

/// A table of answers becomes a list where there are fewer columns than this.
const MATRIX: usize = 80;

/// Of a longer row of names, the first are shown.
const NAMES: usize = 6;

/// A name may be as long as a file.
const LONGEST: usize = 60;

fn write(report: &Report, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint { view };
    for lab in &report.labs {
        let title = format!("Placement of {}", short(lab.title()));
        writeln!(out, "{}", paint.strong(&title))?;
        writeln!(out, "{}", fill(&visible(&lab.summary.sentence), view.width))?;
        let made =
            format!("as of {}, inputs {}, labctl {}", report.as_of, report.digest, report.labctl);
        writeln!(out, "{}\n", fill(&made, view.width))?;
        figures(lab, &paint, out)?;
        map(lab, &paint, out)?;
        for table in table::tables(lab, usize::MAX) {
            if is_shown(&table, view) {
                write_table(lab, &table, &paint, out)?;
            }
        }
    }
    Ok(())
}

/// Who wants less gets the map; what was read and which rules ran is for those who want more.
fn is_shown(table: &Table<'_>, view: &View) -> bool {
    match view.detail {
        Detail::Quiet => false,
        Detail::Usual => !["inputs", "rules"].contains(&table.key),
        Detail::Full => true,
    }
}

fn figures(lab: &LabReport<'_>, paint: &Paint<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for figure in &lab.summary.figures {
        let ascii = paint.view.ascii;
        let (mark, colour) = match figure.mood {
            Mood::Good => (if ascii { "+" } else { "✓" }, Some(AnsiColor::Blue)),
            Mood::Fair => (if ascii { "!" } else { "△" }, Some(AnsiColor::Yellow)),
            Mood::Bad => (if ascii { "x" } else { "✗" }, Some(AnsiColor::Magenta)),
            Mood::Plain => (" ", None),
        };
        let mark = paint.coloured(mark, colour);
        let note = visible(&figure.note);
        let line = format!("{:20} {:>10}", figure.name, figure.value);
        let room = paint.view.width.saturating_sub(line.chars().count() + 6);
        match note.chars().count() {
            0 => writeln!(out, "  {mark} {line}")?,
            long if long > room => {
                writeln!(out, "  {mark} {line}\n  {}", indented(&note, paint.view.width - 2))?;
            }
            _ => writeln!(out, "  {mark} {line}  {note}")?,
        }
    }
    writeln!(out)
}

fn map(lab: &LabReport<'_>, paint: &Paint<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}\n", paint.strong("Where everything runs"))?;
    if lab.map.is_empty() {
        return writeln!(out, "  The inventory names no host and no workload.\n");
    }
    // Whether something of each depth still follows, seen from the end.
    let mut follows = [false; DEEPEST + 1];
    let mut twigs: Vec<[String; 2]> = Vec::with_capacity(lab.map.len());
    for place in lab.map.iter().rev() {
        let depth = place.depth;
        let before: String = (1..depth).map(|above| paint.twig(follows[above], false)).collect();
        let twig = |ends| if depth > 0 { paint.twig(follows[depth], ends) } else { "" };
        let below = if place.inside > 0 { paint.twig(true, false) } else { "" };
        twigs.push([format!("{before}{}", twig(true)), format!("{before}{}{below}", twig(false))]);
        follows[depth + 1..].fill(false);
        follows[depth] = true;
    }
    for (place, twigs) in lab.map.iter().zip(twigs.iter().rev()) {
        match place.what {
            PlaceContent::Ground(ground) => {
                writeln!(out, "  {}{}", twigs[0], short(&ground.name()))?;
            }
            PlaceContent::System(at) => system(lab, lab.system(at), twigs, paint, out)?,
        }
    }
    writeln!(out)
}

/// Writes a system behind the twig it hangs on, and its bars beside those that go on below it.
fn system(
    lab: &LabReport<'_>,
    item: &Item<'_>,
    [twig, below]: &[String; 2],
    paint: &Paint<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let width = paint.view.width.saturating_sub(2 + twig.chars().count());
    let name = cut(&short(item.name), width);
    let found = table::found(lab, item);
    let found = if found.is_empty() { found } else { paint.marked(&found, item.worst) };
    let status = item.status.as_ref().map(|status| format!(", {status}")).unwrap_or_default();
    let does = Some(item.does()).filter(|does| !does.is_empty());
    let about =
        format!("{}{status}{}", item.noun, does.map(|it| format!(", {it}")).unwrap_or_default());
    // What was found matters more than what it does.
    let left = width.saturating_sub(name.chars().count() + 2);
    let room = left.saturating_sub(if found.is_empty() { 0 } else { found.chars().count() + 2 });
    let about = cut(&about, room);
    let line = format!("  {twig}{}  {about}", paint.layer(&name, item.layer));
    match found.as_str() {
        "" => writeln!(out, "{}", line.trim_end())?,
        found if about.is_empty() => {
            writeln!(out, "{line}{}", paint.found(&cut(found, left), item.worst))?;
        }
        found => writeln!(out, "{line}  {}", paint.found(found, item.worst))?,
    }
    let Some(usage) = &item.usage else { return Ok(()) };
    for (what, gauge) in usage.gauges() {
        let pad = if below.is_empty() { "   " } else { "" };
        let before = below.chars().count() + pad.len() + 20;
        let shown = cut(&gauge.to_string(), paint.view.width.saturating_sub(before));
        writeln!(out, "  {below}{pad}{what:7}{} {shown}", paint.bar(gauge))?;
    }
    Ok(())
}

fn write_table(
    lab: &LabReport<'_>,
    table: &Table<'_>,
    paint: &Paint<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let width = paint.view.width;
    writeln!(out, "{}\n", paint.strong(table.title))?;
    if !table.lead.is_empty() {
        writeln!(out, "{}\n", indented(&visible(&table.lead), width))?;
    }
    if table.rows.is_empty() {
        return writeln!(out, "  {}\n", table.empty);
    }
    let shown = |cell: &Cell<'_>| visible(&text(lab, cell, paint)).into_owned();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    // What no row says needs no column.
    let said: Vec<usize> = (0..table.head.len())
        .filter(|column| rows.iter().any(|row| !row[*column].is_empty()))
        .collect();
    let answers = table.key.starts_with("readiness");
    if answers && width < MATRIX {
        return answered(table, &rows, width, out);
    }
    if !answers && said.len() * COLUMN > width {
        return stacked(table, &rows, &said, width, out);
    }
    let mut grid = comfy_table::Table::new();
    grid.load_style(presets::NOTHING);
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(u16::try_from(width.saturating_sub(2)).unwrap_or(u16::MAX));
    grid.set_header(said.iter().map(|column| table.head[*column]));
    let longest = rows.iter().map(|row| row[said[0]].chars().count() + 2).max().unwrap_or_default();
    if let Some(first) = grid.column_mut(0) {
        // A name that is broken is hard to find.
        let least = u16::try_from(longest.min(COLUMN + 4)).unwrap_or(u16::MAX);
        first.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    for row in &rows {
        grid.add_row(said.iter().map(|column| row[*column].as_str()));
    }
    for line in grid.to_string().lines() {
        writeln!(out, "  {}", line.strip_prefix(' ').unwrap_or(line).trim_end())?;
    }
    writeln!(out)
}

/// A table of answers, each row as a sentence.
fn answered(
    table: &Table<'_>,
    rows: &[Vec<String>],
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for row in rows {
        let answers: Vec<String> = (1..row.len())
            .map(|column| format!("{} {}", table.head[column], row[column]))
            .collect();
        writeln!(out, "{}", indented(&row[0], width))?;
        let line = indented(&answers.join(", "), width.saturating_sub(2));
        writeln!(out, "  {}", line.replace('\n', "\n  "))?;
    }
    writeln!(out)
}

/// A table with more columns than there is room for: each row as a short list.
fn stacked(
    table: &Table<'_>,
    rows: &[Vec<String>],
    said: &[usize],
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for row in rows {
        for (number, &column) in said.iter().enumerate() {
            let text = &row[column];
            if number == 0 {
                writeln!(out, "{}", indented(text, width))?;
            } else if !text.is_empty() {
                let line = format!("{}: {text}", table.head[column]);
                writeln!(
                    out,
                    "  {}",
                    indented(&line, width.saturating_sub(2)).replace('\n', "\n  ")
                )?;
            }
        }
    }
    writeln!(out)
}

fn text(lab: &LabReport<'_>, cell: &Cell<'_>, paint: &Paint<'_>) -> String {
    match cell {
        Cell::Text(text) | Cell::Code(text) => text.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::System(at) => short(lab.system(*at).name),
        Cell::Systems(all) => {
            let mut names: Vec<String> =
                all.iter().take(NAMES).map(|at| short(lab.system(*at).name)).collect();
            if all.len() > NAMES {
                names.push(format!("and {}", count(all.len() - NAMES, "more system")));
            }
            names.join(", ")
        }
        Cell::Gauge(gauge) => gauge.to_string(),
        Cell::Answer(answer, _) => match (answer, paint.view.ascii) {
            (Answer::Yes, false) => "✓ yes",
            (Answer::No, false) => "✗ no",
            (Answer::Yes, true) => "yes",
            (Answer::No, true) => "no",
            (Answer::Unknown, _) => "?",
        }
        .to_owned(),
        Cell::Level(level) => level.to_string(),
        Cell::Layer(layer) => layer.name().to_owned(),
    }
}

/// What the terminal can show.
struct Paint<'v> {
    view: &'v View<'v>,
}

impl Paint<'_> {
    fn strong(&self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    /// Layers have colours that those can tell apart who see fewer of them; the table says the layer too.
    fn layer(&self, text: &str, layer: Layer) -> String {
        let colour = Color::Ansi256(Ansi256Color(layer.colour().terminal));
        self.styled(text, Style::new().bold().fg_color(Some(colour)))
    }

    /// What was found, with a mark for those who see no colours.
    fn marked(&self, text: &str, worst: Option<Level>) -> String {
        let sign = match worst {
            _ if self.view.ascii => "!",
            // Between words, the letter that is the sign of an info would be read as one.
            None | Some(Level::Info) => "•",
            Some(level) => glyph::of_level(level),
        };
        format!("{sign} {text}")
    }

    fn found(&self, text: &str, worst: Option<Level>) -> String {
        let colour = match worst {
            Some(Level::Error) => AnsiColor::Magenta,
            Some(Level::Warning) => AnsiColor::Yellow,
            _ => AnsiColor::Blue,
        };
        self.coloured(text, Some(colour))
    }

    fn coloured(&self, text: &str, colour: Option<AnsiColor>) -> String {
        self.styled(text, Style::new().fg_color(colour.map(Color::Ansi)))
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if !self.view.colour {
            return text.to_owned();
        }
        let mut shown = String::new();
        write!(shown, "{style}{text}{style:#}").expect("a string takes all");
        shown
    }

    fn bar(&self, gauge: Gauge) -> String {
        const WIDTH: u64 = 10;
        let percent = gauge.percent.unwrap_or_default();
        let full = usize::try_from((percent.min(100) * WIDTH + 50) / 100).unwrap_or_default();
        let (used, free) = if self.view.ascii { ("#", ".") } else { ("█", "░") };
        let bar = format!("{}{}", used.repeat(full), free.repeat(10 - full));
        let colour = match gauge.fullness() {
            Fullness::Fine => AnsiColor::Blue,
            Fullness::High => AnsiColor::Yellow,
            Fullness::Over => AnsiColor::Magenta,
        };
        self.coloured(&bar, Some(colour))
    }

    /// A piece of the lines that lead to guests.
    fn twig(&self, follows: bool, ends: bool) -> &'static str {
        match (follows, ends, self.view.ascii) {
            (true, true, false) => "├─ ",
            (false, true, false) => "└─ ",
            (true, false, false) => "│  ",
            (true, true, true) => "|- ",
            (false, true, true) => "`- ",
            (true, false, true) => "|  ",
            (false, false, _) => "   ",
        }
    }
}

/// A name as it is shown: safe, and not too long for a line.
fn short(name: &str) -> String {
    let name = visible(name);
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &name[..end]),
        None => name.into_owned(),
    }
}

/// Text that fits into so many columns, or as much of it as does.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    if width > 3 { format!("{}...", kept.trim_end()) } else { String::new() }
}

/// Text broken into lines.
fn fill(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is one");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push_str(&format!(" {word}"));
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

fn indented(text: &str, width: usize) -> String {
    let filled = fill(text, width.saturating_sub(2));
    format!("  {}", filled.replace('\n', "\n  "))
}

//! Mermaid: the map as diagrams that GitHub and others draw.
//!
//! A diagram may hold 50 000 characters, and nobody who writes one can raise that. A map that is larger
//! is drawn as several: what runs on the larger machines moves out of the picture into one of its own.

use std::io;

use super::table::found;
use super::{Ground, Item, LabReport, Layer, Place, PlacementFormat, Report, Shape, View, What};
use crate::report::escape::visible;
use crate::rules::words::count;

pub(super) const FORMAT: PlacementFormat = PlacementFormat {
    name: "mermaid",
    endings: &["mmd", "mermaid"],
    about: "the map as a Mermaid diagram; as several, in Markdown, if it is large",
    page: include_str!("mermaid.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

/// A picture: a title, and the text of the diagram.
pub(super) struct Diagram {
    pub(super) title: String,
    pub(super) text: String,
}

/// Some room is left for the lines that every diagram has.
const ROOM: usize = 45_000;

/// A name may be as long as a file.
const LONGEST: usize = 60;

fn write(report: &Report, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let diagrams: Vec<Diagram> = report.labs.iter().flat_map(|lab| diagrams(lab, ROOM)).collect();
    if let [only] = diagrams.as_slice() {
        return out.write_all(only.text.as_bytes());
    }
    for Diagram { title, text } in diagrams {
        writeln!(out, "## {}\n\n```mermaid\n{text}```\n", crate::report::prose::prose(&title))?;
    }
    Ok(())
}

/// The map of a lab, in as many diagrams as it takes. Together they show everything once.
pub(super) fn diagrams(lab: &LabReport<'_>, room: usize) -> Vec<Diagram> {
    let lines: Vec<Row> =
        lab.map.iter().enumerate().map(|(at, place)| Row::of(lab, at, place)).collect();
    let mut before = vec![0];
    before.extend(lines.iter().scan(0, |sum, line| {
        *sum += line.size(true);
        Some(*sum)
    }));
    let mut drawing = Drawing { lab, lines, before, room, diagrams: Vec::new() };
    drawing.draw(format!("Placement of {}", lab.title()), 0, lab.map.len());
    drawing.diagrams
}

struct Drawing<'l, 'a> {
    lab: &'l LabReport<'a>,
    lines: Vec<Row>,
    /// The size of everything before each place.
    before: Vec<usize>,
    room: usize,
    diagrams: Vec<Diagram>,
}

/// How a place is written.
struct Row {
    id: String,
    label: String,
    /// What to add to the label if what is inside is drawn elsewhere.
    elsewhere: String,
    class: &'static str,
    is_found: bool,
    depth: usize,
    has_inside: bool,
}

impl Drawing<'_, '_> {
    /// Draws the places from one to another, all of which lie side by side or inside each other.
    fn draw(&mut self, title: String, from: usize, to: usize) {
        if self.before[to] - self.before[from] <= self.room {
            let all: Vec<usize> = (from..to).collect();
            return self.put(title, &all, true);
        }
        let mut side_by_side = Vec::new();
        let mut at = from;
        while at < to {
            side_by_side.push(at);
            at += self.lab.map[at].inside + 1;
        }
        let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
        let mut size = 0;
        for &at in &side_by_side {
            let own = self.lines[at].size(false);
            if size + own > self.room {
                parts.push(Vec::new());
                size = 0;
            }
            size += own;
            parts.last_mut().expect("there is one").push(at);
        }
        let count = parts.len();
        for (number, part) in (1..).zip(parts) {
            let title = if count > 1 {
                format!("{title}, part {number} of {count}")
            } else {
                title.clone()
            };
            self.put(title, &part, false);
        }
        for at in side_by_side {
            let inside = self.lab.map[at].inside;
            if inside > 0 {
                let title = format!("Inside {}", name(self.lab, &self.lab.map[at]));
                self.draw(title, at + 1, at + 1 + inside);
            }
        }
    }

    /// Writes one diagram of some places: with what is inside them, if that is among them.
    fn put(&mut self, title: String, places: &[usize], with_inside: bool) {
        let mut text = String::from("flowchart TB\n");
        text.push_str(&format!("  accTitle: {}\n", escaped(&title)));
        text.push_str(&format!("  accDescr: {}\n", describe(self.lab, places)));
        if places.is_empty() {
            text.push_str("  empty[\"nothing\"]\n");
        }
        let mut open: Vec<usize> = Vec::new();
        let indent = |depth: usize| "  ".repeat(depth + 1);
        for &at in places {
            let line = &self.lines[at];
            while open.last().is_some_and(|last| self.lines[*last].depth >= line.depth) {
                open.pop();
                text.push_str(&format!("{}end\n", indent(open.len())));
            }
            let (id, label, indent) = (&line.id, &line.label, indent(open.len()));
            if with_inside && line.has_inside {
                text.push_str(&format!("{indent}subgraph {id}[\"{label}\"]\n"));
                open.push(at);
            } else {
                let elsewhere = if with_inside { "" } else { &line.elsewhere };
                text.push_str(&format!("{indent}{id}[\"{label}{elsewhere}\"]\n"));
            }
        }
        while open.pop().is_some() {
            text.push_str(&format!("{}end\n", indent(open.len())));
        }
        self.colour(places, &mut text);
        self.diagrams.push(Diagram { title, text });
    }

    fn colour(&self, places: &[usize], text: &mut String) {
        let lines = || places.iter().map(|at| &self.lines[*at]);
        let mut class = |name: &str, look: &str, ids: Vec<&str>| {
            if !ids.is_empty() {
                text.push_str(&format!(
                    "  classDef {name} {look}\n  class {} {name}\n",
                    ids.join(",")
                ));
            }
        };
        for layer in Layer::ALL {
            let colour = layer.colour();
            let look = format!("fill:{},stroke:{},color:#000", colour.light, colour.edge);
            let ids = lines().filter(|line| line.class == layer.key());
            class(layer.key(), &look, ids.map(|line| line.id.as_str()).collect());
        }
        let found = lines().filter(|line| line.is_found).map(|line| line.id.as_str());
        class("found", "stroke:#b3261e,stroke-width:3px", found.collect());
    }
}

impl Row {
    fn of(lab: &LabReport<'_>, at: usize, place: &Place<'_>) -> Self {
        let inside = place.inside;
        let elsewhere = match inside {
            0 => String::new(),
            _ => format!(", {} inside, drawn below", count(inside, "system")),
        };
        let (depth, has_inside) = (place.depth, inside > 0);
        let (id, label, class, is_found) = match place.what {
            What::System(system) => {
                let item = lab.system(system);
                // An underscore is no part of an anchor, so two never become one.
                let id = format!("w_{}", item.anchor.replace('-', "_"));
                (id, label(lab, item), item.layer.key(), item.worst.is_some())
            }
            What::Ground(ground) => (format!("g_{at}"), escaped(&ground.name()), "", false),
        };
        Self { id, label, elsewhere, class, is_found, depth, has_inside }
    }

    /// How much room it takes at most, with its colours; with what is inside, or in place of that.
    fn size(&self, with_inside: bool) -> usize {
        let indent = 2 * (self.depth + 1);
        let end = if self.has_inside { indent + "subgraph ".len() + "end\n".len() } else { 0 };
        let more = if with_inside { end } else { self.elsewhere.len() };
        indent + 3 * (self.id.len() + 1) + self.label.len() + "[\"\"]\n".len() + more
    }
}

fn label(lab: &LabReport<'_>, item: &Item<'_>) -> String {
    let mut label = if item.name.is_empty() { "(unnamed)".to_owned() } else { escaped(item.name) };
    match item.shape {
        Shape::Container => {}
        _ => label.push_str(&format!(" ({})", item.noun)),
    }
    let mut parts = Vec::new();
    parts.extend(item.status.clone());
    if let Some(usage) = &item.usage {
        for (what, gauge) in usage.gauges() {
            parts.extend(gauge.brief().map(|brief| format!("{what} {brief}")));
        }
    }
    parts.extend(Some(found(lab, item)).filter(|found| !found.is_empty()));
    if !parts.is_empty() {
        label.push_str(&format!(": {}", parts.join(", ")));
    }
    label
}

/// For those who do not see the picture.
fn describe(lab: &LabReport<'_>, places: &[usize]) -> String {
    let item = |at: &usize| match lab.map[*at].what {
        What::System(system) => Some(lab.system(system)),
        What::Ground(_) => None,
    };
    let of = |shapes: &[Shape]| {
        places.iter().filter_map(item).filter(|item| shapes.contains(&item.shape)).count()
    };
    let parts = [
        (of(&[Shape::Host]), "host"),
        (of(&[Shape::Vm]), "VM"),
        (of(&[Shape::Container, Shape::SystemContainer]), "container"),
        (of(&[Shape::Native, Shape::Undecided]), "other workload"),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, noun)| count(number, noun)).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

fn name(lab: &LabReport<'_>, place: &Place<'_>) -> String {
    match place.what {
        What::System(system) => lab.system(system).name.to_owned(),
        What::Ground(Ground::Nowhere) => "nowhere".to_owned(),
        What::Ground(ground) => ground.name(),
    }
}

/// Text for a label in quotes. An entity never means anything but its character.
fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        match c {
            _ if at == LONGEST => {
                shown.push_str("...");
                break;
            }
            c if c.is_ascii_punctuation() && !"-._/,()+".contains(c) => {
                shown.push_str(&format!("#{};", u32::from(c)));
            }
            c => shown.push(c),
        }
    }
    shown
}

//! SVG: the map as a picture for a page that shows pictures, such as a README.

use std::fmt::Write as _;
use std::io;

use super::table::found;
use super::{
    Fullness, Item, LabReport, Layer, PlacementFormat, Report, Shape, Usage, View, What, glyph,
};
use crate::finding::Level;
use crate::report::escape::visible;
use crate::rules::words::count;

mod layout;
mod words;

use layout::{Rect, layout};
use words::{escaped, fitted};

pub(super) const FORMAT: PlacementFormat = PlacementFormat {
    name: "svg",
    endings: &["svg"],
    about: "the map as a picture, for a README",
    page: include_str!("svg.md"),
    syntax: crate::report::Syntax::Xml,
    write,
};

/// The width of the picture, and what is between it and its edge.
const WIDTH: u32 = 1200;
const MARGIN: u32 = 24;

/// Each lab starts with its name and its verdict, and ends with what the colours mean.
const TITLE: u32 = 76;
const LEGEND: u32 = 40;

/// The size of what is written small.
const SMALL: u32 = 11;

const STYLE: &str = include_str!("svg/style.css");

fn write(report: &Report, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut picture = String::new();
    let mut top = 0;
    for lab in &report.labs {
        top = draw(&mut picture, lab, top);
    }
    let titles: Vec<&str> = report.labs.iter().map(LabReport::title).collect();
    let title = escaped(&format!("Placement of {}", titles.join(", ")));
    let about: Vec<String> = report.labs.iter().map(describe).collect();
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {top}\" width=\"{WIDTH}\" \
         height=\"{top}\" role=\"img\" aria-labelledby=\"title about\">\n<title id=\"title\">{title}</title>\n\
         <desc id=\"about\">{}</desc>\n<style>{}</style>\n",
        escaped(&about.join(" ")),
        style()
    )?;
    out.write_all(signs().as_bytes())?;
    writeln!(out, "<rect class=\"paper\" width=\"{WIDTH}\" height=\"{top}\"/>")?;
    out.write_all(picture.as_bytes())?;
    writeln!(out, "</svg>")
}

/// Draws a lab below a line, and returns the line below it.
fn draw(out: &mut String, lab: &LabReport<'_>, top: u32) -> u32 {
    let (title, cut) = fitted(lab.title(), WIDTH - 2 * MARGIN, 30);
    let baseline = top + MARGIN + 24;
    add(
        out,
        format_args!(
            "<g>{cut}<text class=\"name\" x=\"{MARGIN}\" y=\"{baseline}\">{title}</text></g>\n"
        ),
    );
    let (verdict, cut) = fitted(&lab.summary.sentence, WIDTH - 2 * MARGIN, 14);
    let line = baseline + 24;
    add(
        out,
        format_args!(
            "<g>{cut}<text class=\"soft verdict\" x=\"{MARGIN}\" y=\"{line}\">{verdict}</text></g>\n"
        ),
    );
    let (rects, height) = layout(lab, WIDTH - 2 * MARGIN);
    for (place, rect) in lab.map.iter().zip(&rects) {
        let rect = Rect { x: rect.x + MARGIN, y: rect.y + top + TITLE + MARGIN / 2, ..*rect };
        match place.what {
            What::System(at) => system(out, lab, lab.system(at), rect, place.depth),
            What::Ground(ground) => plate(out, &ground.name(), rect),
        }
    }
    let bottom = top + TITLE + MARGIN / 2 + height;
    legend(out, lab, bottom + MARGIN);
    bottom + MARGIN + LEGEND
}

fn plate(out: &mut String, name: &str, rect: Rect) {
    let Rect { x, y, w, h } = rect;
    let (name, cut) = fitted(name, w - 24, 14);
    add(
        out,
        format_args!(
            "<g>{cut}<rect class=\"ground\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"8\"/>\
             <text class=\"b\" x=\"{}\" y=\"{}\">{name}</text></g>\n",
            x + 12,
            y + 23
        ),
    );
}

fn system(out: &mut String, lab: &LabReport<'_>, item: &Item<'_>, rect: Rect, depth: usize) {
    let Rect { x, y, w, h } = rect;
    let key = item.layer.key();
    let kind = match (item.shape, item.up) {
        (_, false) => "off",
        (Shape::Host, _) if depth == 0 => "host",
        (Shape::Host | Shape::Vm, _) => "vm",
        _ => "box",
    };
    let badge = item.worst.map(|worst| (worst, item.findings.len()));
    let room = w
        - 36
        - match badge {
            None => 0,
            Some((_, 1)) => layout::BADGE / 2,
            Some(_) => layout::BADGE,
        };
    let (name, _) = fitted(if item.name.is_empty() { "(unnamed)" } else { item.name }, room, 13);
    let (about, _) = fitted(&label(item, w - 36), w - 36, SMALL);
    let (anchor, told) = (&item.anchor, escaped(&told(lab, item)));
    let (at, up, down) = (x + 26, y + 18, y + 33);
    add(
        out,
        format_args!(
            "<g id=\"w-{anchor}\" class=\"l-{key}\"><title>{told}</title>\
             <rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"6\"/>\
             <use href=\"#s-{key}\" x=\"{}\" y=\"{}\"/>\
             <text class=\"b\" x=\"{at}\" y=\"{up}\">{name}</text>\
             <text class=\"soft\" x=\"{at}\" y=\"{down}\">{about}</text>",
            x + 10,
            y + 9,
        ),
    );
    if let Some((worst, number)) = badge {
        let sign = glyph::of_level(worst);
        let number = if number > 1 { format!(" {}", number.min(999)) } else { String::new() };
        add(
            out,
            format_args!(
                "<text class=\"end {worst}\" x=\"{}\" y=\"{}\">{sign}{number}</text>",
                x + w - 9,
                y + 18
            ),
        );
    }
    if let Some(usage) = &item.usage {
        bars(out, usage, rect);
    }
    out.push_str("</g>\n");
}

/// The bars of a machine, beside each other.
fn bars(out: &mut String, usage: &Usage, rect: Rect) {
    let gauges: Vec<_> = usage.gauges().collect();
    let Some(count) = u32::try_from(gauges.len()).ok().filter(|count| *count > 0) else { return };
    let room = (rect.w - 24 + 12) / count;
    for (number, (what, gauge)) in (0..).zip(gauges) {
        let (x, y, w) = (rect.x + 12 + number * room, rect.y + layout::HEAD, room - 12);
        let percent = gauge.percent.unwrap_or_default();
        let full = u32::try_from(percent.min(100)).unwrap_or(100) * w / 100;
        let class = match gauge.fullness() {
            Fullness::Fine => "used",
            Fullness::High => "used high",
            Fullness::Over => "used over",
        };
        let (words, _) = fitted(&format!("{what} {}", gauge.brief().unwrap_or_default()), w, 10);
        add(
            out,
            format_args!(
                "<g><title>{what}: {gauge}</title><rect class=\"free\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"4\" rx=\"2\"/>\
                 <rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{full}\" height=\"4\" rx=\"2\"/>\
                 <text class=\"tiny\" x=\"{x}\" y=\"{}\">{words}</text></g>",
                y + 16
            ),
        );
    }
}

fn legend(out: &mut String, lab: &LabReport<'_>, top: u32) {
    let (mut x, y) = (MARGIN, top + 8);
    for row in &lab.layers {
        let (key, name) = (row.layer.key(), row.layer.name());
        add(
            out,
            format_args!(
                "<g class=\"l-{key}\"><use href=\"#s-{key}\" x=\"{x}\" y=\"{}\"/>\
                 <text class=\"soft\" x=\"{}\" y=\"{y}\">{name}</text></g>\n",
                top - 1,
                x + 16
            ),
        );
        x += 16 + words::width(name, SMALL) + 18;
    }
    for level in [Level::Error, Level::Warning, Level::Info] {
        if lab.systems.iter().any(|item| item.worst == Some(level)) {
            let sign = glyph::of_level(level);
            add(
                out,
                format_args!(
                    "<text class=\"{level}\" x=\"{x}\" y=\"{y}\">{sign}</text>\
                     <text class=\"soft\" x=\"{}\" y=\"{y}\">{level}</text>\n",
                    x + 16
                ),
            );
            x += 16 + words::width(&level.to_string(), SMALL) + 18;
        }
    }
}

fn about(item: &Item<'_>) -> String {
    let parts = [Some(item.noun), item.status.as_deref(), Some(item.does_briefly())];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// What a box says: of a container, as most are, only its product, and so where there is no room for more.
fn label(item: &Item<'_>, room: u32) -> String {
    let about = about(item);
    let is_plain = item.shape == Shape::Container && item.up && item.product.is_some();
    if !is_plain && words::width(&about, SMALL) <= room {
        return about;
    }
    item.product.map_or(item.noun, |_| item.does_briefly()).to_owned()
}

/// Everything that is known of a system, for those who point at it.
fn told(lab: &LabReport<'_>, item: &Item<'_>) -> String {
    let name =
        crate::report::escape::short(if item.name.is_empty() { "(unnamed)" } else { item.name });
    let mut told = format!("{name}: {}, {}", about(item), item.layer.name());
    let found = found(lab, item);
    if !found.is_empty() {
        told.push_str(&format!(", {found}"));
    }
    told
}

/// For those who do not see the picture.
fn describe(lab: &LabReport<'_>) -> String {
    let (hosts, workloads) =
        (count(lab.summary.hosts, "host"), count(lab.summary.workloads, "workload"));
    format!("{}: {hosts} and {workloads}; {}.", visible(lab.title()), lab.summary.sentence)
}

fn style() -> String {
    let mut style = STYLE.to_owned();
    let mut dark = String::new();
    for layer in Layer::ALL {
        let (key, colour) = (layer.key(), layer.colour());
        add(
            &mut style,
            format_args!(".l-{key}{{--surface:{};--edge:{}}}\n", colour.light, colour.edge),
        );
        add(&mut dark, format_args!(".l-{key}{{--surface:{}}}\n", colour.dark));
    }
    add(&mut style, format_args!("@media (prefers-color-scheme:dark){{\n{dark}}}\n"));
    style
}

/// The signs of the layers, ten units wide.
fn signs() -> String {
    let mut signs = "<defs>\n".to_owned();
    for layer in Layer::ALL {
        let tenth = |at: u8| format!("{}.{}", at / 10, at % 10);
        let corners = layer.sign().iter().map(|(x, y)| format!("{},{}", tenth(*x), tenth(*y)));
        let (key, corners) = (layer.key(), corners.collect::<Vec<_>>().join(" "));
        add(
            &mut signs,
            format_args!("<polygon id=\"s-{key}\" class=\"sign\" points=\"{corners}\"/>\n"),
        );
    }
    signs + "</defs>\n"
}

fn add(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).expect("a string takes all");
}

//! HTML: the whole report as one file that loads nothing, for a browser, a phone, or paper.

use std::fmt::Write as _;
use std::io;
use std::ops::Deref;

use super::table::{self, Table};
use super::{LabReport, PlacementFormat, Report, View};

mod map;
mod page;
mod sections;
mod tables;
mod text;

pub(super) const FORMAT: PlacementFormat = PlacementFormat {
    name: "html",
    endings: &["html", "htm"],
    about: "the whole report as one page that loads nothing, for a browser or for paper",
    page: include_str!("html.md"),
    syntax: crate::report::Syntax::Xml,
    write,
};

/// A browser has its difficulties with longer tables, and a reader too. The map always shows all.
const ROWS: usize = 2_000;

/// A lab, and what to call its parts: several on one page must not have the same.
struct LabSection<'r, 'a> {
    placement: &'r LabReport<'a>,
    prefix: String,
}

impl<'a> Deref for LabSection<'_, 'a> {
    type Target = LabReport<'a>;

    fn deref(&self) -> &LabReport<'a> {
        self.placement
    }
}

impl LabSection<'_, '_> {
    /// The name of a part, for links.
    fn id(&self, part: &str) -> String {
        format!("{}{part}", self.prefix)
    }

    /// The name of a finding, if the page shows it.
    fn finding(&self, at: usize) -> Option<String> {
        (at < ROWS).then(|| format!("{}f-{}", self.prefix, at + 1))
    }
}

fn write(report: &Report, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let lab = |(number, placement)| {
        let prefix = if report.labs.len() > 1 { format!("lab-{number}-") } else { String::new() };
        LabSection { placement, prefix }
    };
    let labs: Vec<LabSection<'_, '_>> = (1..).zip(&report.labs).map(lab).collect();
    let all: Vec<Vec<Table<'_>>> = labs.iter().map(|lab| parts(lab)).collect();
    let mut page = String::new();
    let title = match labs.as_slice() {
        [only] => format!("Placement of {}", only.title()),
        _ => "Placement report".to_owned(),
    };
    let mut heads = String::new();
    for (lab, parts) in labs.iter().zip(&all) {
        parts.iter().for_each(|part| tables::heads(&mut heads, lab, part));
    }
    page::open(&mut page, &title, &heads);
    contents(&mut page, &labs, &all);
    page.push_str("<main id=\"main\">\n");
    for (lab, parts) in labs.iter().zip(&all) {
        header(&mut page, report, lab);
        for part in parts {
            section(&mut page, lab, part);
            out.write_all(page.as_bytes())?;
            page.clear();
        }
        page.push_str("</article>\n");
    }
    write!(page, "</main>\n<footer>Written by labctl {}.</footer>\n", report.labctl)
        .expect("a string takes all");
    page::close(&mut page);
    out.write_all(page.as_bytes())
}

/// Every part of the report: the map first, its table in the appendix.
fn parts<'l>(lab: &'l LabSection<'_, '_>) -> Vec<Table<'l>> {
    let mut parts = table::tables(lab, ROWS);
    let end = parts.iter().position(|part| part.key == "inputs").unwrap_or(parts.len());
    parts.insert(end, Table { title: "Everything", key: "inventory", ..table::systems(lab, ROWS) });
    parts
}

fn header(page: &mut String, report: &Report<'_>, lab: &LabSection<'_, '_>) {
    page.push_str("<article>\n<header>\n<p class=\"eyebrow\">Placement report</p>\n<h1>");
    match lab.name {
        Some(name) => text::name(page, name),
        None => page.push_str("The lab"),
    }
    write!(
        page,
        "</h1>\n<p class=\"made\">as of <time datetime=\"{0}\">{0}</time>, inputs <code>{1}</code>, labctl {2}</p>\n",
        report.as_of, report.digest, report.labctl
    )
    .expect("a string takes all");
    sections::verdict(page, lab);
    let id = lab.id("map");
    write!(
        page,
        "</header>\n<section id=\"{id}\" class=\"wide\">\n<h2>Where everything runs</h2>\n"
    )
    .expect("a string takes all");
    map::map(page, lab);
    page.push_str("</section>\n");
}

fn section(page: &mut String, lab: &LabSection<'_, '_>, part: &Table<'_>) {
    let id = lab.id(part.key);
    write!(page, "<section id=\"{id}\">\n<h2>{}</h2>\n", part.title).expect("a string takes all");
    match part.key {
        "layers" => {
            sections::strip(page, lab);
            tables::table(page, lab, part);
        }
        "findings" => sections::findings(page, lab),
        "recovery" => sections::recovery(page, lab, &part.lead),
        _ => tables::table(page, lab, part),
    }
    page.push_str("</section>\n");
}

fn contents(page: &mut String, labs: &[LabSection<'_, '_>], all: &[Vec<Table<'_>>]) {
    page.push_str(
        "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<nav aria-label=\"Contents\">\n",
    );
    for (lab, parts) in labs.iter().zip(all) {
        if labs.len() > 1 {
            page.push_str("<p>");
            text::name(page, lab.title());
            page.push_str("</p>\n");
        }
        write!(page, "<ul>\n<li><a href=\"#{}\">Where everything runs</a></li>\n", lab.id("map"))
            .expect("a string takes all");
        for part in parts {
            writeln!(page, "<li><a href=\"#{}\">{}</a></li>", lab.id(part.key), part.title)
                .expect("a string takes all");
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</nav>\n");
}

/// A number that is easy to read.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

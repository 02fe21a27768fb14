//! The map as nested lists, so that it is read the way it is drawn.

use std::fmt::Write as _;

use super::LabSection;
use super::text::{name, text};
use crate::report::placement::glyph::of_level;
use crate::report::placement::table::found;
use crate::report::placement::{Fullness, Gauge, Item, Place, PlaceContent, Shape, Usage};
use crate::rules::words::count;

/// Adds the map.
pub(super) fn map(out: &mut String, lab: &LabSection<'_, '_>) {
    if lab.map.is_empty() {
        return out.push_str("<p>The inventory names no host and no workload.</p>\n");
    }
    legend(out, lab);
    tools(out, lab);
    out.push_str("<ul class=\"map\">\n");
    let mut open: Vec<usize> = Vec::new();
    for place in &lab.map {
        while open.last().is_some_and(|depth| *depth >= place.depth) {
            open.pop();
            out.push_str("</ul></li>\n");
        }
        put(out, lab, place);
        if place.inside > 0 {
            out.push_str("<ul>\n");
            open.push(place.depth);
        } else {
            out.push_str("</li>\n");
        }
    }
    open.iter().for_each(|_| out.push_str("</ul></li>\n"));
    out.push_str("</ul>\n");
}

/// A row of bars, of what is known.
pub(super) fn bars(out: &mut String, usage: &Usage) {
    let mut gauges = usage.gauges().peekable();
    if gauges.peek().is_none() {
        return;
    }
    out.push_str("<dl class=\"bars\">");
    for (what, gauge) in gauges {
        write!(out, "<div><dt>{what}</dt><dd>").expect("a string takes all");
        bar(out, gauge);
        out.push_str("</dd></div>");
    }
    out.push_str("</dl>");
}

/// A bar, and what it says in words.
pub(super) fn bar(out: &mut String, gauge: Gauge) {
    if let Some(percent) = gauge.percent {
        let class = match gauge.fullness() {
            Fullness::Fine => "bar",
            Fullness::High => "bar high",
            Fullness::Over => "bar over",
        };
        write!(
            out,
            "<svg class=\"{class}\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><rect width=\"{}\" height=\"6\"/></svg>",
            percent.min(100)
        )
        .expect("a string takes all");
    }
    write!(out, "<span>{gauge}</span>").expect("a string takes all");
}

/// Adds a box, and leaves it open.
fn put(out: &mut String, lab: &LabSection<'_, '_>, place: &Place<'_>) {
    let size = match place.inside {
        0 => "",
        1..=3 => " few",
        4..=11 => " some",
        _ => " many",
    };
    let at = match place.what {
        PlaceContent::System(at) => at,
        PlaceContent::Ground(ground) => {
            write!(out, "<li class=\"ground{size}\"><div class=\"head\"><b>")
                .expect("a string takes all");
            text(out, &ground.name());
            return out.push_str("</b></div>");
        }
    };
    let item = lab.system(at);
    let shape = match item.shape {
        Shape::Host => " host",
        Shape::Vm => " vm",
        _ => "",
    };
    let off = if item.up { "" } else { " off" };
    let (anchor, layer) = (&item.anchor, item.layer.key());
    write!(
        out,
        "<li id=\"w-{anchor}\" class=\"l-{layer}{shape}{off}{size}\"><div class=\"head\"><b>"
    )
    .expect("a string takes all");
    name(out, item.name);
    out.push_str("</b>");
    badge(out, lab, item);
    out.push_str("<small>");
    about(out, item);
    out.push_str("</small></div>");
    if let Some(usage) = &item.usage {
        bars(out, usage);
    }
}

/// What it is, and what it does. What a product is besides its name is in the table.
fn about(out: &mut String, item: &Item<'_>) {
    out.push_str(item.noun);
    if let Some(status) = &item.status {
        out.push_str(", ");
        text(out, status);
    }
    let does = item.does_briefly();
    if !does.is_empty() {
        out.push_str(", ");
        text(out, does);
    }
}

/// What was found, as a way to the first that was.
fn badge(out: &mut String, lab: &LabSection<'_, '_>, item: &Item<'_>) {
    let Some(worst) = item.worst else { return };
    let is_worst = |at: &&usize| lab.findings[**at].level == worst;
    let first = item.findings.iter().find(is_worst).copied().unwrap_or_default();
    let sign = of_level(worst);
    let number = match item.findings.len() {
        1 => String::new(),
        number => format!(" {number}"),
    };
    let said = found(lab, item);
    // What is heard begins with what is seen.
    let label = match item.findings.len() {
        1 => said.clone(),
        number => format!("{number} findings: {said}"),
    };
    match lab.finding(first) {
        Some(id) => write!(
            out,
            "<a class=\"badge {worst}\" href=\"#{id}\" aria-label=\"{label}\">{sign}{number}</a>"
        ),
        None => write!(out, "<span class=\"badge {worst}\">{sign} {said}</span>"),
    }
    .expect("a string takes all");
}

fn legend(out: &mut String, lab: &LabSection<'_, '_>) {
    out.push_str("<ul class=\"legend\" aria-label=\"Layers on the map\">");
    for row in &lab.layers {
        let (key, name) = (row.layer.key(), row.layer.name());
        write!(out, "<li class=\"sign l-{key}\">{name}</li>").expect("a string takes all");
    }
    let levels = lab.systems.iter().filter_map(|item| item.worst);
    let levels = levels.collect::<std::collections::BTreeSet<_>>();
    for level in levels.into_iter().rev() {
        let sign = of_level(level);
        write!(out, "<li><span class=\"badge {level}\">{sign}</span> {level}</li>")
            .expect("a string takes all");
    }
    out.push_str("</ul>\n");
}

/// What only works with the script, which shows it.
fn tools(out: &mut String, lab: &LabSection<'_, '_>) {
    let id = lab.id("search");
    writeln!(
        out,
        "<div class=\"tools\" role=\"search\" hidden><label for=\"{id}\">Search</label>\
         <input id=\"{id}\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" \
         placeholder=\"a name, a product, a layer\">\
         <label class=\"only\"><input type=\"checkbox\"> only what was found</label>\
         <output aria-live=\"polite\">{}</output></div>",
        count(lab.systems.len(), "system")
    )
    .expect("a string takes all");
}

//! What a page says that is no map and no table: the key figures, the findings, the order of recovery.

use std::fmt::Write as _;

use super::tables::{folded, link, links};
use super::text::{capital, prose, text};
use super::{LabSection, ROWS};
use crate::report::placement::table::notes;
use crate::report::placement::{Mood, PowerUp, ReportedFinding};

/// Adds the verdict and the key figures.
pub(super) fn verdict(out: &mut String, lab: &LabSection<'_, '_>) {
    let id = lab.id("findings");
    write!(out, "<p class=\"verdict\"><a href=\"#{id}\">").expect("a string takes all");
    prose(out, &capital(&lab.summary.sentence));
    out.push_str(".</a></p>\n<dl class=\"figures\">\n");
    for figure in &lab.summary.figures {
        let (class, sign, mood) = match figure.mood {
            Mood::Good => ("good", "✓", "good"),
            Mood::Fair => ("fair", "△", "could be better"),
            Mood::Bad => ("bad", "✕", "bad"),
            Mood::Plain => ("plain", "", ""),
        };
        write!(out, "<div class=\"{class}\"><dt>{}</dt><dd>", figure.name)
            .expect("a string takes all");
        if !sign.is_empty() {
            write!(out, "<i aria-hidden=\"true\">{sign}</i><span class=\"unseen\">{mood}: </span>")
                .expect("a string takes all");
        }
        write!(out, "<b>{}</b>", figure.value.count).expect("a string takes all");
        if let Some(all) = figure.value.of {
            write!(out, " of {all}").expect("a string takes all");
        }
        out.push_str("</dd>");
        if !figure.note.is_empty() {
            out.push_str("<dd class=\"note\">");
            text(out, &figure.note);
            out.push_str("</dd>");
        }
        out.push_str("</div>\n");
    }
    out.push_str("</dl>\n");
}

/// Adds a strip that shows how the lab divides into layers; the table says the same in numbers.
pub(super) fn strip(out: &mut String, lab: &LabSection<'_, '_>) {
    const WIDTH: usize = 1000;
    const GAP: usize = 3;
    out.push_str(
        "<svg class=\"strip\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    let all = lab.systems.len().max(1);
    let mut before = 0;
    for row in &lab.layers {
        let (from, to) = (before * WIDTH / all, (before + row.systems) * WIDTH / all);
        let (key, width) = (row.layer.key(), (to - from).saturating_sub(GAP).max(1));
        write!(out, "<rect class=\"l-{key}\" x=\"{from}\" width=\"{width}\" height=\"10\"/>")
            .expect("a string takes all");
        before += row.systems;
    }
    out.push_str("</svg>\n");
}

/// Adds the findings that are not allowed.
pub(super) fn findings(out: &mut String, lab: &LabSection<'_, '_>) {
    let open: Vec<(usize, &ReportedFinding<'_>)> =
        lab.findings.iter().enumerate().filter(|(_, told)| told.allowed.is_none()).collect();
    if open.is_empty() {
        return out.push_str("<p>There are none.</p>\n");
    }
    out.push_str("<p class=\"lead\"><code>labctl explain RULE</code> says why each matters.</p>\n");
    folded(out, open.len(), "finding", |out| {
        out.push_str("<ol class=\"findings\">\n");
        for (at, told) in open.into_iter().take(ROWS) {
            finding(out, lab, at, told);
        }
        out.push_str("</ol>\n");
    });
}

fn finding(out: &mut String, lab: &LabSection<'_, '_>, at: usize, told: &ReportedFinding<'_>) {
    let level = told.level;
    match lab.finding(at) {
        Some(id) => write!(out, "<li id=\"{id}\" class=\"{level}\">"),
        None => write!(out, "<li class=\"{level}\">"),
    }
    .expect("a string takes all");
    write!(out, "<p><span class=\"level {level}\">{level}</span> ").expect("a string takes all");
    prose(out, &capital(&told.message));
    out.push_str("</p>");
    if let Some(help) = told.help {
        out.push_str("<p class=\"help\">");
        prose(out, &capital(help));
        out.push_str("</p>");
    }
    out.push_str("<p class=\"where\"><code>");
    text(out, told.rule);
    out.push_str("</code> <code>");
    text(out, told.at.file);
    write!(out, ":{}:{}</code>", told.at.line, told.at.column).expect("a string takes all");
    if !told.systems.is_empty() {
        out.push_str(" <span>about ");
        links(out, lab, &told.systems);
        out.push_str("</span>");
    }
    out.push_str("</p></li>\n");
}

/// Adds the order in which everything comes back.
pub(super) fn recovery(out: &mut String, lab: &LabSection<'_, '_>, lead: &str) {
    if !lead.is_empty() {
        out.push_str("<p class=\"lead\">");
        prose(out, lead);
        out.push_str("</p>\n");
    }
    if lab.systems.is_empty() {
        return out.push_str("<p>There is nothing to start.</p>\n");
    }
    folded(out, lab.systems.len(), "system", |out| {
        let mut left = ROWS;
        out.push_str("<ol class=\"steps\">\n");
        for step in lab.recovery.steps.iter().filter(|step| !step.systems.is_empty()) {
            if left == 0 {
                break;
            }
            let (key, name) = (step.layer.key(), step.layer.name());
            write!(out, "<li><span class=\"sign l-{key}\">{name}</span><ul>")
                .expect("a string takes all");
            for start in step.systems.iter().take(left) {
                begin(out, lab, start);
            }
            left = left.saturating_sub(step.systems.len());
            out.push_str("</ul></li>\n");
        }
        out.push_str("</ol>\n");
        if left > 0 && !lab.recovery.off.is_empty() {
            out.push_str("<p class=\"lead\">These stay off:</p>\n<ul class=\"row\">");
            for &at in lab.recovery.off.iter().take(left) {
                out.push_str("<li>");
                link(out, lab, at);
                out.push_str("</li>");
            }
            out.push_str("</ul>\n");
        }
    });
}

fn begin(out: &mut String, lab: &LabSection<'_, '_>, start: &PowerUp) {
    out.push_str("<li>");
    link(out, lab, start.system);
    let notes = notes(start);
    if !start.after.is_empty() || !notes.is_empty() {
        out.push_str(" <small>");
        out.push_str(&notes.join(", "));
        if !start.after.is_empty() {
            out.push_str(if notes.is_empty() { "after " } else { ", after " });
            links(out, lab, &start.after);
        }
        out.push_str("</small>");
    }
    out.push_str("</li>");
}

//! For people at a terminal: what moves, in which order, and why.

use std::io;

use super::{PlanFormat, PlanReport, View, name, words};
use crate::check::Checked;
use crate::plan::{PlacementPlan, Refuge};
use crate::report::escape::visible;
use crate::rules::words::names;
use crate::source::Sources;

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "terminal",
    endings: &["txt"],
    about: "for people at a terminal",
    page: include_str!("terminal.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

fn write(report: &PlanReport<'_>, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    for (number, (checked, plan)) in report.plans.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        lab(&report.outcome.sources, checked, plan, view, out)?;
    }
    Ok(())
}

fn lab(
    sources: &Sources,
    checked: &Checked,
    plan: &PlacementPlan,
    view: &View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let whose =
        checked.lab().name().map_or(String::new(), |name| format!("{}: ", visible(&name.value)));
    writeln!(out, "{whose}{}", visible(&words::outcome(checked, plan)))?;
    moves(checked, plan, view, out)?;
    if !plan.conflict.is_empty() {
        writeln!(out, "\nthese limits cannot hold together:")?;
        for part in &plan.conflict {
            let text = words::limit(checked, &part.limit.kind);
            let enough = if part.is_cure { "; without this one, all have a place" } else { "" };
            writeln!(out, "  {}: {}{enough}", part.limit.kind.name(), visible(&text))?;
            writeln!(out, "    {}", words::place(sources, part.limit.at))?;
        }
    }
    for (number, refuge) in plan.survives.iter().enumerate() {
        if number == 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", visible(&failure(checked, refuge)))?;
    }
    for cost in words::costs(checked, plan) {
        writeln!(out, "\nnote: {}", visible(&cost))?;
    }
    Ok(())
}

fn moves(
    checked: &Checked,
    plan: &PlacementPlan,
    view: &View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let arrow = if view.ascii { "->" } else { "→" };
    let rows: Vec<[String; 4]> = plan
        .moves
        .iter()
        .map(|it| {
            let [from, to] = [it.from, it.to].map(|host| visible(name(checked, host)).into_owned());
            [
                visible(name(checked, it.guest)).into_owned(),
                format!("{from} {arrow} {to}"),
                words::way(it.way).to_owned(),
                words::because(it),
            ]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths = [0, 1, 2].map(|column| width(column).unwrap_or_default());
    let mut step = 0;
    for (it, [guest, way, how, why]) in plan.moves.iter().zip(&rows) {
        let number = if it.step == step { String::new() } else { format!("{}.", it.step) };
        if step == 0 {
            writeln!(out)?;
        }
        step = it.step;
        let [a, b, c] = widths;
        writeln!(out, "{number:>4} {guest:a$}  {way:b$}  {how:c$}  {why}")?;
    }
    Ok(())
}

/// What happens when a host fails.
fn failure(checked: &Checked, refuge: &Refuge) -> String {
    let host = name(checked, refuge.host);
    let mut parts: Vec<String> = refuge
        .restarts
        .iter()
        .map(|(guest, to)| {
            format!("`{}` restarts on `{}`", name(checked, *guest), name(checked, *to))
        })
        .collect();
    if !refuge.left.is_empty() {
        let verb = if refuge.left.len() == 1 { "finds" } else { "find" };
        let left = names(refuge.left.iter().map(|guest| name(checked, *guest)));
        parts.push(format!("{left} {verb} no place"));
    }
    if parts.is_empty() {
        parts.push("nothing is to be restarted".to_owned());
    }
    format!("if `{host}` fails: {}", parts.join(", "))
}

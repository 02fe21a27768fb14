//! The default: each finding with the lines it is about, and a summary at the end.

use std::collections::HashMap;
use std::io;

use annotate_snippets::level::{ERROR, HELP, INFO, NOTE, WARNING};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Group, Renderer};

use super::FindingsFormat;
use super::snippet::{LABELS, snippets};
use crate::check::{Checked, Outcome, Summary};
use crate::finding::{Finding, Level};
use crate::report::escape::{short, visible};
use crate::report::{Detail, Syntax, View};
use crate::rules::rule;
use crate::rules::words::{count, row};
use crate::secret::Secrets;

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "terminal",
    endings: &["txt"],
    about: "each finding with the lines it is about",
    page: include_str!("terminal.md"),
    syntax: Syntax::Text,
    write,
};

/// So many findings of a rule are shown, unless all are asked for.
const SHOWN: usize = 50;

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let renderer = renderer(view);
    let mut secrets = Secrets::default();
    let mut shown: HashMap<&str, usize> = HashMap::new();
    for lab in &outcome.labs {
        for finding in lab.findings.iter().filter(|finding| finding.level >= view.least) {
            if !finding.counts() && view.detail < Detail::Full {
                continue;
            }
            let count = shown.entry(finding.rule).or_default();
            *count += usize::from(finding.more == 0);
            // What stands for many is shown with the first of them.
            if *count <= SHOWN || finding.more > 0 || view.detail == Detail::Full {
                let group = group(outcome, lab, finding, view, &mut secrets);
                writeln!(out, "{}\n", renderer.render(&[group]))?;
            }
        }
    }
    let mut hidden: Vec<(&str, usize)> = shown
        .into_iter()
        .filter(|(_, count)| *count > SHOWN && view.detail < Detail::Full)
        .collect();
    hidden.sort_unstable();
    for (rule, count) in hidden {
        writeln!(out, "and {} more findings of {rule}; `-v` shows them\n", count - SHOWN)?;
    }
    if view.detail > Detail::Quiet {
        summary(outcome, view, out)?;
    }
    Ok(())
}

fn group<'a>(
    outcome: &'a Outcome,
    lab: &'a Checked,
    finding: &'a Finding,
    view: &View,
    secrets: &mut Secrets<'a>,
) -> Group<'a> {
    let level = match finding.level {
        _ if finding.allowed.is_some() => INFO.with_name("allowed"),
        _ if finding.known => INFO.with_name("known"),
        Level::Error => ERROR,
        Level::Warning => WARNING,
        Level::Info => INFO,
    };
    let mut title = level.primary_title(short(&finding.message)).id(finding.rule);
    let link = rule(finding.rule).and_then(|rule| rule.sources.first());
    if let Some(source) = link.filter(|_| view.links) {
        title = title.id_url(source.url);
    }
    let mut group = title.elements(snippets(&outcome.sources, finding, secrets));
    if let Some(more) = finding.labels.len().checked_sub(LABELS).filter(|more| *more > 0) {
        group = group.element(NOTE.message(format!("and {}", count(more, "more place"))));
    }
    if let Some(help) = &finding.help {
        group = group.element(HELP.message(short(help)));
    }
    if let Some(allowance) = finding.allowed.map(|index| &lab.lab().allowances()[index]) {
        let reason =
            allowance.reason.as_ref().map_or("no reason is given", |reason| reason.as_str());
        group = group.element(NOTE.message(format!("allowed: {}", visible(reason))));
    }
    group
}

/// Writes single findings of a lab, without a summary.
#[cfg(feature = "cli")]
pub(in crate::report) fn findings<'a>(
    outcome: &Outcome,
    lab: &Checked,
    findings: impl Iterator<Item = &'a Finding>,
    view: &View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let renderer = renderer(view);
    let mut secrets = Secrets::default();
    for finding in findings {
        let group = group(outcome, lab, finding, view, &mut secrets);
        writeln!(out, "{}", renderer.render(&[group]))?;
    }
    Ok(())
}

fn renderer(view: &View) -> Renderer {
    let renderer = if view.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(view.width)
}

fn summary(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let worst = outcome.findings().filter(|finding| finding.level >= view.least);
    if let Some(worst) = worst.max_by_key(|finding| (finding.level, std::cmp::Reverse(finding.at)))
    {
        writeln!(
            out,
            "`labctl explain {}` says why that matters and when to allow it",
            worst.rule
        )?;
    }
    writeln!(out, "{}", total(outcome, |path| visible(path).into_owned()))
}

/// What was checked and what came of it, in one line. Of one file, the path is told.
pub(super) fn total(outcome: &Outcome, told: impl Fn(&str) -> String) -> String {
    let sum = outcome.summary();
    let checked = checked(outcome, &sum, told);
    let found: Vec<String> =
        [(sum.errors, "error"), (sum.warnings, "warning"), (sum.infos, "info")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(number, noun))
            .collect();
    let aside = |number: usize, word: &str| match number {
        0 => String::new(),
        number => format!(", {number} {word}"),
    };
    let allowed = aside(sum.allowed, "allowed") + &aside(sum.known, "known from before");
    let found = if found.is_empty() { "nothing to mend".to_owned() } else { row(&found) };
    format!("checked {checked}: {found}{allowed}")
}

fn checked(outcome: &Outcome, sum: &Summary, told: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> = [
        (sum.hosts, "host"),
        (sum.vms, "VM"),
        (sum.containers, "container"),
        (sum.natives, "native service"),
        (sum.undecided, "undecided workload"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, noun)| count(number, noun))
    .collect();
    let what = if parts.is_empty() { "nothing".to_owned() } else { row(&parts) };
    let mut files = outcome.sources.iter();
    match (files.next(), files.next()) {
        (Some(only), None) => format!("{what} in {}", told(only.path())),
        _ => format!("{what} in {}", count(sum.files, "file")),
    }
}

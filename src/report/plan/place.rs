//! `labctl place`: where something new could go, for people and for programs.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::name;
use crate::check::Checked;
use crate::finding::SystemId;
use crate::lab::{Bytes, Kind};
use crate::plan::{Advice, Candidate};
use crate::report::escape::visible;
use crate::report::pretty;
use crate::secret::without;
use crate::write::scalar;

/// How many machines are told of that could carry it, and how many that could not.
const SHOWN: usize = 8;

/// How many neighbours are named.
const NEIGHBOURS: usize = 6;

/// Says where something could go, for people at a terminal.
///
/// # Errors
///
/// When the output cannot be written.
pub fn terminal(checked: &Checked, advice: &Advice, out: &mut dyn io::Write) -> io::Result<()> {
    let verdict = advice.verdict;
    writeln!(out, "{}: {}, {}", visible(&advice.name), verdict.outcome, verdict.confidence)?;
    let assumed = [
        advice.assumed.0.map(|memory| format!("{memory} of memory")),
        advice.assumed.1.map(|cores| format!("{cores} cores")),
    ];
    let assumed: Vec<String> = assumed.into_iter().flatten().collect();
    if !assumed.is_empty() {
        writeln!(out, "  assumed: {}, as it usually gets", assumed.join(" and "))?;
    }
    let (good, bad): (Vec<&Candidate>, Vec<&Candidate>) =
        advice.candidates.iter().partition(|it| it.is_possible());
    if good.is_empty() {
        writeln!(out, "\nno machine of the lab can carry it")?;
    }
    for (number, it) in good.iter().take(SHOWN).enumerate() {
        writeln!(out, "\n{:>3}. {}", number + 1, headline(checked, it))?;
        let beside: Vec<&str> =
            it.beside.iter().take(NEIGHBOURS).map(|guest| name(checked, *guest)).collect();
        if !beside.is_empty() {
            let more = it.beside.len().saturating_sub(NEIGHBOURS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            writeln!(out, "     beside {}{more}", visible(&beside.join(", ")))?;
        }
        for (level, rule, message) in &it.troubles {
            writeln!(out, "     {level}[{rule}] {}", visible(message))?;
        }
    }
    if !bad.is_empty() {
        writeln!(out, "\nnot on")?;
    }
    for it in bad.iter().take(SHOWN) {
        let why = it.left.filter(|left| *left < 0).map_or_else(
            || {
                let worst = it.troubles.first();
                worst.map_or(String::new(), |(_, rule, message)| format!("{message} [{rule}]"))
            },
            |left| format!("{} of memory too little", size(-left)),
        );
        writeln!(out, "  {}: {}", visible(name(checked, it.machine)), visible(&why))?;
    }
    if let Some(best) = good.first() {
        writeln!(out, "\nto add it there:\n\n{}", visible_lines(&entry(checked, advice, best)))?;
    }
    Ok(())
}

fn headline(checked: &Checked, it: &Candidate) -> String {
    let machine = checked.lab().system_at(it.machine.index());
    let host = machine.host().filter(|host| **host != machine);
    let on = host.map_or(String::new(), |host| format!(" on {}", visible(host.name())));
    let left = it.left.map_or("its memory is not stated".to_owned(), |left| {
        format!("{} of memory would be left", size(left))
    });
    let what = if it.kind == Kind::Vm { "as a VM on" } else { "as a container in" };
    format!("{what} {} ({}{on}); {left}", visible(machine.name()), machine.noun())
}

fn size(amount: i128) -> Bytes {
    Bytes(u64::try_from(amount).unwrap_or_default())
}

/// The entry to paste.
fn entry(checked: &Checked, advice: &Advice, best: &Candidate) -> String {
    let section = if best.kind == Kind::Vm { "vms" } else { "containers" };
    let machine = checked.lab().system_at(best.machine.index());
    // What a cluster starts wherever there is room runs on the cluster.
    let cluster = machine.clusters().find(|it| it.orchestrates()).filter(|_| best.kind != Kind::Vm);
    let on = cluster.map_or(machine.name(), |cluster| cluster.name());
    let mut fields = vec![format!("runs_on: {}", scalar(on))];
    fields.extend(
        advice
            .image
            .as_ref()
            .filter(|_| best.kind != Kind::Vm)
            .map(|it| format!("image: {}", scalar(it))),
    );
    fields.extend(
        advice.assumed.1.filter(|_| best.kind == Kind::Vm).map(|cores| format!("cpu: {cores}")),
    );
    fields.extend(
        advice.assumed.0.map(|memory| format!("memory: {}", memory.to_string().replace(' ', ""))),
    );
    format!("{section}:\n  {}: {{{}}}", scalar(&advice.name), fields.join(", "))
}

fn visible_lines(text: &str) -> String {
    text.lines().map(|line| visible(line).into_owned() + "\n").collect()
}

#[derive(Serialize)]
struct AdviceDocument<'a> {
    version: u32,
    name: Cow<'a, str>,
    verdict: &'static str,
    confidence: &'static str,
    /// In bytes.
    assumed_memory: Option<u64>,
    candidates: Vec<CandidateRow<'a>>,
    entry: Option<String>,
}

#[derive(Serialize)]
struct CandidateRow<'a> {
    machine: Cow<'a, str>,
    kind: &'static str,
    possible: bool,
    /// In bytes; below zero, how much is missing.
    memory_left: Option<i64>,
    beside: Vec<Cow<'a, str>>,
    findings: Vec<CandidateFinding<'a>>,
}

#[derive(Serialize)]
struct CandidateFinding<'a> {
    level: String,
    rule: &'static str,
    message: Cow<'a, str>,
}

/// The same as one JSON object.
///
/// # Errors
///
/// When the output cannot be written.
pub fn json(checked: &Checked, advice: &Advice, out: &mut dyn io::Write) -> io::Result<()> {
    let shown = |system: SystemId| without(name(checked, system));
    let row = |it: &Candidate| CandidateRow {
        machine: shown(it.machine),
        kind: if it.kind == Kind::Vm { "vm" } else { "container" },
        possible: it.is_possible(),
        memory_left: it.left.and_then(|left| i64::try_from(left).ok()),
        beside: it.beside.iter().map(|guest| shown(*guest)).collect(),
        findings: Vec::new(),
    };
    let candidates = advice.candidates.iter().map(|it| CandidateRow {
        findings: it
            .troubles
            .iter()
            .map(|(level, rule, message)| CandidateFinding {
                level: level.to_string(),
                rule,
                message: without(message),
            })
            .collect(),
        ..row(it)
    });
    let best = advice.candidates.iter().find(|it| it.is_possible());
    let document = AdviceDocument {
        version: 1,
        name: without(&advice.name),
        verdict: advice.verdict.outcome.name(),
        confidence: advice.verdict.confidence.name(),
        assumed_memory: advice.assumed.0.map(|memory| memory.0),
        candidates: candidates.collect(),
        entry: best.map(|it| without(&entry(checked, advice, it)).into_owned()),
    };
    pretty::write(out, &document)?;
    writeln!(out)
}

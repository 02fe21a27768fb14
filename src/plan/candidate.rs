//! Where something new could go: every machine that could carry it, with what the rules would say of it there.

use std::cmp::Reverse;

use crate::check::Checked;
use crate::finding::{Finding, Level, SystemId};
use crate::lab::{
    Amount, Bytes, Cores, Cpu, Entry, Kind, Lab, List, Record, Stated, System, SystemFields, Text,
};
use crate::policy::Settings;
use crate::rules::rule;
use crate::source::{Span, Spanned};
use crate::verdict::{Brief, Conclusion};

/// More machines than anybody looks at one by one.
const MOST: usize = 200;

/// Where something could go.
#[derive(Debug, Clone)]
pub struct Advice {
    /// What it is called.
    pub name: Text,
    /// Its image, if that is known.
    pub image: Option<Text>,
    /// Where it belongs: a VM, a container, or either.
    pub verdict: Brief,
    /// The memory and the cores that such things usually get, where nothing is said of them.
    pub assumed: (Option<Bytes>, Option<Cores>),
    /// The machines that could carry it, the best first.
    pub candidates: Vec<Candidate>,
}

/// A machine that could carry it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The machine.
    pub machine: SystemId,
    /// What it would be there.
    pub kind: Kind,
    /// How much memory of the machine nobody would have, if its size is known; below zero, how much is missing.
    pub left: Option<i128>,
    /// What runs there already.
    pub beside: Vec<SystemId>,
    /// What would be found that is not found now: level, rule, message.
    pub troubles: Vec<(Level, &'static str, String)>,
}

impl Candidate {
    /// True if it would be no mistake.
    pub fn is_possible(&self) -> bool {
        self.left.is_none_or(|left| left >= 0)
            && self.troubles.iter().all(|(level, ..)| *level < Level::Error)
    }
}

/// Where a workload could go that has no place yet, or something new that runs an image.
pub fn place(checked: &Checked, name: &str, image: Option<&str>, settings: &Settings) -> Advice {
    let new = newcomer(checked.lab(), name, image);
    let alone = checked.with_entry(new.clone(), settings);
    let system = alone.lab().system(name).expect("it is in the lab");
    let workload = system.as_workload().expect("it is no host");
    let verdict = alone.verdicts().brief(workload);
    let product = alone.verdicts().nature(system).product;
    let usual = product.map(|product| product.usual).unwrap_or_default();
    let memory =
        (new.memory.is_absent() && usual.memory > 0).then(|| Bytes(u64::from(usual.memory) << 20));
    let cores =
        (new.cpu.is_absent() && usual.cores > 0).then(|| Cores(u32::from(usual.cores) * 1000));
    let about = alone.findings.iter().filter(|it| it.subjects.contains(&system.into()));
    let known: Vec<&'static str> = about.map(|it| it.rule).collect();
    let mut candidates: Vec<Candidate> = machines(checked.lab(), verdict.outcome)
        .into_iter()
        .take(MOST)
        .map(|(machine, kind)| {
            let mut there = new.clone();
            let at = there.name.span;
            there.kind = kind;
            let on = Spanned { value: Text::from(machine.name()), span: at };
            there.runs_on = List::from(Stated::assumed([on].into_iter().collect(), at));
            if let Some(max) = memory {
                there.memory = Stated::assumed(Amount { max: Some(max), min: None }, at);
            }
            if let Some(max) = cores {
                let cores = Amount { max: Some(max), min: None };
                there.cpu = Stated::assumed(Cpu { cores, model: None }, at);
            }
            candidate(checked, machine, there, &known, settings)
        })
        .collect();
    without_what_is_everywhere(&mut candidates);
    candidates.sort_by_key(|it| {
        let of = |level| it.troubles.iter().filter(|trouble| trouble.0 == level).count();
        let lacks_room = it.left.is_some_and(|left| left < 0);
        let (errors, warnings, infos) = (of(Level::Error), of(Level::Warning), of(Level::Info));
        (errors, lacks_room, warnings, infos, Reverse(it.left), it.machine)
    });
    Advice {
        name: name.into(),
        image: new.image.as_deref().cloned(),
        verdict,
        assumed: (memory, cores),
        candidates,
    }
}

/// The entry of what is to be placed: as the lab has it without its place, or with an image alone.
fn newcomer(lab: &Lab, name: &str, image: Option<&str>) -> Entry {
    let known = lab.system(name).map(|system| system.entry().clone());
    let mut entry = known.unwrap_or_else(|| {
        let at = lab.files().first().map_or(Span::default(), |file| file.to(*file));
        let name = Spanned { value: name.into(), span: at };
        let fields = SystemFields { kind: Kind::Undecided, ..SystemFields::default() };
        Record { name, places: at.into(), fields }
    });
    if let Some(image) = image {
        entry.image = Stated::assumed(image.into(), entry.name.span);
    }
    entry
}

/// The machines that could carry something, and what it would be there: containers go into VMs and onto hosts that
/// run containers already, VMs onto hypervisors.
fn machines(lab: &Lab, verdict: Conclusion) -> Vec<(System<'_>, Kind)> {
    let mut machines = Vec::new();
    for system in lab.systems().filter(|system| system.runs()) {
        let runs_containers = system.nature.engine.is_some()
            || system.clusters().any(|cluster| cluster.orchestrates())
            || system.guests().any(|it| it.as_container().is_some() && !it.is_system_container());
        let is_host = system.as_host();
        if verdict.allows_container()
            && runs_containers
            && (system.as_vm().is_some() || is_host.is_some())
        {
            machines.push((system, Kind::Container));
        }
        if verdict.allows_vm() && is_host.is_some_and(|host| host.is_hypervisor()) {
            machines.push((system, Kind::Vm));
        }
    }
    machines
}

fn candidate(
    checked: &Checked,
    machine: System<'_>,
    entry: Entry,
    known: &[&'static str],
    settings: &Settings,
) -> Candidate {
    let (name, kind) = (entry.name.value.clone(), entry.kind);
    let wants = entry.memory.as_ref().and_then(|memory| memory.value.max).unwrap_or_default();
    let load = checked.insight.loads().load(machine).memory;
    let taken = load.least.max(load.limit).0 + machine.reserved_memory().0;
    let total = machine.memory.as_ref().and_then(|memory| memory.value.max);
    let after = checked.with_entry(entry, settings);
    let placed = after.lab().system(&name).expect("it is in the lab");
    let is_about = |finding: &&Finding| finding.subjects.contains(&placed.into());
    let findings = after.findings.iter().filter(|it| it.counts());
    let troubles = findings
        .filter(|it| is_about(it) || (it.level > Level::Info && !checked.has_like(it)))
        .filter(|it| !known.contains(&it.rule) && depends_on_the_place(it));
    Candidate {
        machine: machine.into(),
        kind,
        left: total.map(|total| i128::from(total.0) - i128::from(taken) - i128::from(wants.0)),
        beside: machine.guests().filter(|guest| guest.runs()).map(SystemId::from).collect(),
        troubles: troubles.map(|it| (it.level, it.rule, it.message.clone())).collect(),
    }
}

/// False for what would be wrong with it anywhere: how it is written, and how it is looked after.
fn depends_on_the_place(finding: &Finding) -> bool {
    let family = rule(finding.rule).map(|rule| rule.family().name);
    finding.level == Level::Error || !matches!(family, Some("operations" | "inventory"))
}

/// What the rules say wherever it goes is no reason for one place or another.
fn without_what_is_everywhere(candidates: &mut [Candidate]) {
    let Some((first, rest)) = candidates.split_first() else { return };
    let everywhere: Vec<&'static str> = first
        .troubles
        .iter()
        .filter(|(level, ..)| *level < Level::Error)
        .map(|(_, rule, _)| *rule)
        .filter(|rule| rest.iter().all(|it| it.troubles.iter().any(|trouble| trouble.1 == *rule)))
        .collect();
    if rest.is_empty() {
        return;
    }
    for candidate in candidates {
        candidate.troubles.retain(|(_, rule, _)| !everywhere.contains(rule));
    }
}

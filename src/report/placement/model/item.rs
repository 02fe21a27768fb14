//! A host or a workload as every section of the report knows it.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::capacity::Usage;
use super::finding::ReportedFinding;
use super::map::{Place, PlaceContent};
use super::{Scope, numbered};
use crate::finding::Level;
use crate::insight::{Aspect, Layer};
use crate::lab::{self, Kind, List, System, Text};
use crate::source::Spanned;

/// A host or a workload.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Item<'a> {
    /// What it is called. Several may be called the same.
    pub name: &'a str,
    /// A name for links: lower-case ASCII letters, digits and `-`, and no other system has it.
    pub anchor: Cow<'a, str>,
    /// What it is.
    pub shape: Shape,
    /// What it is, in words.
    pub noun: &'static str,
    /// The layer it is on.
    pub layer: Layer,
    /// What it does, as far as that is known.
    pub role: Option<&'static str>,
    /// The product it is, as far as that is known.
    pub product: Option<&'static str>,
    /// What it is for, in its owner's words.
    pub purpose: Option<&'a str>,
    /// What its engine calls it, where that is another name.
    pub container_name: Option<&'a str>,
    /// The labels that its owner gave it.
    pub tags: Vec<&'a str>,
    /// The profiles of its Compose file without which it is left out.
    pub profiles: Vec<&'a str>,
    /// Whether its health is checked, as far as that is said.
    pub healthcheck: Option<bool>,
    /// Who answers for it, or for what it runs on.
    pub owner: Option<&'a str>,
    /// What it runs on.
    pub on: Parent<'a>,
    /// The host at the bottom of its stack, by its number.
    pub host: Option<usize>,
    /// True if a virtual machine is somewhere below it.
    pub in_vm: bool,
    /// False if it is stopped, planned or retired.
    pub up: bool,
    /// What its status says, if it is not up.
    pub status: Option<String>,
    /// How much of it is taken: of every host, and of every workload that others run on.
    pub usage: Option<Usage>,
    /// The worst that was found about it in particular.
    pub worst: Option<Level>,
    /// What was found about it in particular and is not allowed, by number.
    pub findings: Vec<usize>,
}

/// What a system is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A physical machine, or a rented one used like one.
    Host,
    /// A virtual machine.
    Vm,
    /// A container that holds a whole system.
    SystemContainer,
    /// A container that holds one application.
    Container,
    /// Software that runs directly on the OS of a host or VM.
    Native,
    /// A workload whose kind is a question.
    Undecided,
}

/// What a system runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Parent<'a> {
    /// Nothing is said; right for a host.
    Nothing,
    /// Another system, by its number.
    System(usize),
    /// Some node of a cluster.
    Cluster(&'a str),
    /// Something outside the lab.
    Outside,
    /// A name that nothing has.
    Unknown(&'a str),
}

impl Item<'_> {
    /// What it does, as far as that is known. Of a host, that it runs applications says nothing.
    pub fn does(&self) -> &'static str {
        let role = self.role.filter(|role| self.shape != Shape::Host || *role != "application");
        self.product.or(role).unwrap_or_default()
    }

    /// The same where there is little room: without what a product is besides its name.
    pub fn does_briefly(&self) -> &'static str {
        let does = self.does();
        does.split_once(" (").map_or(does, |(does, _)| does)
    }
}

pub(super) fn all<'a>(
    scope: Scope<'a, '_>,
    map: &[Place<'a>],
    findings: &[ReportedFinding<'a>],
    anchors: &mut Anchors<'a>,
) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> =
        numbered(scope.lab).map(|(_, system)| item(scope, system, anchors)).collect();
    hand_up(scope.lab, map, &mut items);
    for (at, told) in findings.iter().enumerate().filter(|(_, told)| is_particular(told)) {
        for &system in &told.systems {
            let item = &mut items[system];
            item.worst = item.worst.max(Some(told.level));
            item.findings.push(at);
        }
    }
    items
}

/// So many systems may share something that is worth knowing; of more, it would mark the whole map.
const SHARED: usize = 5;

/// True if a finding says something of the systems it is about that does not hold for everybody.
fn is_particular(told: &ReportedFinding<'_>) -> bool {
    told.allowed.is_none() && (told.level > Level::Info || told.systems.len() <= SHARED)
}

fn item<'a>(scope: Scope<'a, '_>, system: System<'a>, anchors: &mut Anchors<'a>) -> Item<'a> {
    let verdicts = &scope.checked.verdicts();
    let nature = verdicts.nature(system);
    let entry = system.entry();
    let status = entry.status.as_ref().filter(|_| !system.runs());
    Item {
        name: system.name(),
        anchor: anchors.next(system.name()),
        shape: shape(system),
        noun: system.noun(),
        layer: Layer::of(system, verdicts),
        role: nature.role.map(|role| role.name()),
        product: nature.product.map(crate::software::Product::short_title),
        purpose: entry.purpose.as_ref().map(|purpose| purpose.as_str()),
        container_name: entry.nature.container_name.as_ref().map(|name| name.as_str()),
        tags: texts(&entry.tags),
        profiles: texts(&entry.running.profiles),
        healthcheck: entry.running.healthcheck.value(),
        owner: owner(scope, system),
        on: on(system),
        host: system.as_host().map(|host| host.id()),
        in_vm: false,
        up: system.runs(),
        status: status.map(ToString::to_string),
        usage: scope.checked.insight.allocations(system).map(Usage::of),
        worst: None,
        findings: Vec::new(),
    }
}

fn texts(list: &List<Spanned<Text>>) -> Vec<&str> {
    list.iter().map(|text| text.as_str()).collect()
}

/// Who answers for it, or for what it runs on.
fn owner<'a>(scope: Scope<'a, '_>, system: System<'a>) -> Option<&'a str> {
    let teller = scope.checked.insight.coverage().said_by(system, Aspect::Owned)?;
    teller.owner().map(|owner| owner.as_str())
}

/// Hands up what comes from below: the host, and whether a VM is in between.
fn hand_up(lab: &lab::Lab, map: &[Place<'_>], items: &mut [Item<'_>]) {
    let is_in_vm = |items: &[Item<'_>], at: usize| {
        items[at].in_vm || items[at].shape == Shape::Vm || is_rented(lab.system_at(at))
    };
    let mut clusters: FxHashMap<&str, bool> = FxHashMap::default();
    for place in map {
        let PlaceContent::System(at) = place.what else { continue };
        match items[at].on {
            Parent::System(below) => {
                let host = items[below].host;
                let in_vm = is_in_vm(items, below);
                let item = &mut items[at];
                item.host = item.host.or(host);
                item.in_vm = in_vm;
            }
            // Clusters come last on the map, so their nodes are known.
            Parent::Cluster(name) => {
                items[at].in_vm = *clusters.entry(name).or_insert_with(|| {
                    let nodes = lab.cluster(name).map(|cluster| cluster.nodes());
                    nodes.is_some_and(|mut nodes| {
                        nodes.len() > 0 && nodes.all(|node| is_in_vm(items, node.id()))
                    })
                });
            }
            Parent::Nothing | Parent::Outside | Parent::Unknown(_) => {}
        }
    }
}

fn is_rented(system: System<'_>) -> bool {
    system.as_host().is_some_and(lab::Host::is_rented)
}

fn shape(system: System<'_>) -> Shape {
    match system.entry().kind {
        Kind::Host => Shape::Host,
        Kind::Vm => Shape::Vm,
        Kind::Container if system.is_system_container() => Shape::SystemContainer,
        Kind::Container => Shape::Container,
        Kind::Native => Shape::Native,
        Kind::Undecided => Shape::Undecided,
    }
}

fn on(system: System<'_>) -> Parent<'_> {
    match system.runs_on() {
        lab::RunsOn::Unplaced => Parent::Nothing,
        lab::RunsOn::System(below) => Parent::System(below.index()),
        lab::RunsOn::Cluster(_) => {
            Parent::Cluster(system.on_cluster().map_or("", lab::Cluster::name))
        }
        lab::RunsOn::External => Parent::Outside,
        lab::RunsOn::Unknown => {
            Parent::Unknown(system.entry().runs_on.first().map_or("", |name| name.as_str()))
        }
    }
}

/// Gives each system a name for links.
#[derive(Default)]
pub(super) struct Anchors<'a>(FxHashMap<Cow<'a, str>, usize>);

impl<'a> Anchors<'a> {
    /// Names may be as long as a file.
    const LONGEST: usize = 40;

    fn next(&mut self, name: &'a str) -> Cow<'a, str> {
        let base = Self::base(name);
        let Some(mut count) = self.0.get(&base).copied() else {
            self.0.insert(base.clone(), 1);
            return base;
        };
        loop {
            count += 1;
            let anchor = Cow::from(format!("{base}-{count}"));
            if !self.0.contains_key(&anchor) {
                self.0.insert(anchor.clone(), 1);
                self.0.insert(base, count);
                return anchor;
            }
        }
    }

    /// The letters of a name that may stand in a link.
    fn base(name: &str) -> Cow<'_, str> {
        let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
        if (1..=Self::LONGEST).contains(&name.len()) && name.bytes().all(is_plain) {
            return name.into();
        }
        let mut base = String::new();
        for letter in name.chars().take(Self::LONGEST) {
            match letter.to_ascii_lowercase() {
                letter @ ('a'..='z' | '0'..='9') => base.push(letter),
                _ if !base.is_empty() && !base.ends_with('-') => base.push('-'),
                _ => {}
            }
        }
        base.truncate(base.trim_end_matches('-').len());
        if base.is_empty() { "system".into() } else { base.into() }
    }
}

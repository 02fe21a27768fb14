//! A name, a key or the number of a guest is written twice, so that it is not clear which one is meant.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::claim;
use crate::finding::Level::Error;
use crate::finding::{Findings, Subject};
use crate::lab::{GuestNumber, Kind, MistakeKind, System};
use crate::near::look_of;
use crate::policy::Levels;
use crate::rules::{Case, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-name",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::VMS_ARE_STABLE_UNITS, claim::CONTAINERS_ARE_REPRODUCIBLE],
    sources: &[],
    page: include_str!("duplicate_name.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell(case, MistakeKind::DuplicateKey, out);
    super::tell(case, MistakeKind::Namesake, out);
    for (first, again) in case.lab.namesakes() {
        let places = first.on().zip(again.on()).filter(|(one, other)| one != other);
        let help = match places {
            Some((one, other)) => format!(
                "rename one, or tell them apart: `{0}@{1}` and `{0}@{2}`",
                again.name(),
                one.name(),
                other.name()
            ),
            None => format!("rename one, for example `{}-{}`", again.name(), suffix(again)),
        };
        out.report(again, again, format!("`{}` is defined twice", again.name()))
            .label(first, format!("first defined here, as a {}", first.noun()))
            .help(help);
    }
    let lab = case.lab;
    look_alikes(|| lab.systems().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.clusters().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.networks().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.storage().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.targets().map(|it| (it.into(), it.place(), it.name())), out);
    guest_numbers(case, out);
}

/// What gives its guests numbers: a cluster of hypervisors, or a machine alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum NumberedBy {
    Cluster(usize),
    Machine(usize),
}

/// Guests with a number that another one has, where it is given out once.
fn guest_numbers(case: &Case, out: &mut Findings) {
    let mut known: FxHashMap<(NumberedBy, &GuestNumber), System<'_>> = FxHashMap::default();
    for guest in case.lab.workloads().map(System::from) {
        let is_there = guest.is_guest() && (guest.is_kept() || guest.is_template());
        let Some(number) = guest.entry().machine.vmid.as_ref().filter(|_| is_there) else {
            continue;
        };
        let Some(machine) = guest.on().filter(|machine| machine.as_host().is_some()) else {
            continue;
        };
        let cluster = machine.clusters().find(|cluster| !cluster.orchestrates());
        let by = cluster.map_or(NumberedBy::Machine(machine.id()), |cluster| {
            NumberedBy::Cluster(cluster.id().index())
        });
        let first = match known.entry((by, &number.value)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert(guest);
                continue;
            }
        };
        let place = match cluster {
            Some(cluster) => format!("cluster `{}`", cluster.name()),
            None => format!("host `{}`", machine.name()),
        };
        let message = format!(
            "`{}` has the number {} in {place}, as `{}` has",
            guest.name(),
            number.value,
            first.name()
        );
        let finding = out.report(guest, number.span, message);
        if let Some(number) = first.entry().machine.vmid.as_ref() {
            finding.label(number.span, format!("the number of `{}`", first.name()));
        }
        finding
            .help("give one of them another `vmid`: a hypervisor gives each number to one guest");
    }
}

/// Tells of names that only look like others, which takes letters of two scripts, or some that nobody sees.
fn look_alikes<'a, N: Iterator<Item = (Subject, Span, &'a str)>>(
    names: impl Fn() -> N,
    out: &mut Findings,
) {
    if names().all(|(.., name)| name.is_ascii()) {
        return;
    }
    let mut looks: FxHashMap<String, (&str, Span)> = FxHashMap::default();
    for (subject, at, name) in names() {
        let (first, first_at) = *looks.entry(look_of(name)).or_insert((name, at));
        let is_same = first.to_lowercase() == name.to_lowercase();
        let is_ascii = first.is_ascii() && name.is_ascii();
        if !is_same && !is_ascii {
            out.report(subject, at, format!("`{name}` looks like `{first}`, and is another name"))
                .label(first_at, "the name that it looks like")
                .help("rename one, or write both with the same letters");
        }
    }
}

/// What a name may end with, to say what it is the name of.
fn suffix(system: System<'_>) -> &'static str {
    match system.entry().kind {
        Kind::Host => "host",
        Kind::Vm => "vm",
        Kind::Container if system.is_system_container() => "system-container",
        Kind::Container => "container",
        Kind::Native => "native-service",
        Kind::Undecided => "workload",
    }
}

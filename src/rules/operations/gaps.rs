//! Records that most systems of a layer have and some have not.

use crate::finding::Findings;
use crate::lab::System;
use crate::rules::Case;
use crate::rules::group::{name_all, who};
use crate::software::{Group, Role};
use crate::verdict::Quality;

/// How a missing record is told of.
pub(super) struct Words {
    /// Of one: `has no owner`.
    pub(super) one: &'static str,
    /// Of many: `have no owner`.
    pub(super) many: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// Who is asked for records, by number.
pub(in crate::rules) struct Layers {
    hosts: Vec<usize>,
    guests: Vec<usize>,
}

impl Layers {
    pub(in crate::rules) fn of(case: &Case) -> Self {
        let asked = case.lab.systems().filter(|&system| is_asked(case, system));
        let (hosts, guests): (Vec<System>, Vec<System>) =
            asked.partition(|system| system.as_host().is_some());
        let numbers = |systems: Vec<System>| systems.into_iter().map(System::id).collect();
        Self { hosts: numbers(hosts), guests: numbers(guests) }
    }
}

/// Reports those without a record, in one finding for the hosts and one for what runs on them. Who keeps such
/// records for no more than half of a layer does not keep them, and only the strict profile asks for more.
pub(super) fn tell(
    case: &Case,
    out: &mut Findings,
    words: &Words,
    has: impl Fn(System<'_>) -> bool,
) {
    let layers = case.layers();
    for (layer, noun) in [(&layers.hosts, "host"), (&layers.guests, "guest")] {
        let asked = layer.iter().map(|&id| case.lab.system_at(id));
        let without: Vec<System> = asked.filter(|&system| !has(system)).collect();
        if without.len() * 2 >= layer.len() && !case.is_strict() {
            continue;
        }
        for group in out.parts(without) {
            let message = who(&group, noun, [words.one, words.many]);
            let finding = out.report_all(&group, group[0].place(), message);
            name_all(finding, &group, &format!("the {noun}s are"));
            finding.help(words.help);
        }
    }
}

/// True for what makes up a layer: hosts, VMs and system containers; in the strict profile also what all
/// others need to be reached and trusted.
fn is_asked(case: &Case, system: System<'_>) -> bool {
    let is_layer = system.as_host().is_some() || system.is_guest();
    let is_base = || {
        let nature = case.verdicts.nature(system);
        nature.role.map(Role::group) == Some(Group::BaseService)
            && nature.sure >= Some(Quality::Image)
    };
    (is_layer || (case.is_strict() && is_base())) && system.is_relied_on()
}

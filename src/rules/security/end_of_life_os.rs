//! A host, a hypervisor or a guest runs a release that gets no more updates.

use super::ends::{End, is_due, report, wants_updates};
use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::Component;
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;

pub(super) const RULE: Rule = Rule {
    name: "end-of-life-os",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VM_FOR_LEGACY,
        claim::GUARD_THE_HYPERVISOR,
        claim::UPDATE_ALL_LAYERS,
        claim::SECURITY_BASELINE,
    ],
    sources: &[
        authority::END_OF_LIFE_DATE,
        authority::TALOS_SUPPORT,
        authority::NCSC_END_OF_LIFE,
        authority::NIST_800_125,
    ],
    page: include_str!("end_of_life_os.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let as_of = case.policy.as_of;
    let mut guards: Vec<End> = Vec::new();
    let mut others: Vec<End> = Vec::new();
    for ending in case.insight.endings().filter(|it| it.component != Component::Software) {
        let Subject::System(id) = ending.subject else { continue };
        let system = case.lab.system_at(id.index());
        if is_due(ending.what.day(), as_of) && wants_updates(system, as_of) {
            let is_guard = ending.component == Component::Hypervisor || guards_others(case, system);
            if is_guard { guards.push((system, ending)) } else { others.push((system, ending)) }
        }
    }
    let upgrade = "upgrade; if you bought longer support, say `support_until:`";
    report(&guards, "system", as_of, |_| upgrade.to_owned(), out);
    let apart = if others.iter().any(|(system, _)| system.as_container().is_some()) {
        "make it a VM in a zone of its own, and say `legacy: true` there"
    } else {
        "say `legacy: true` and keep it in a zone of its own"
    };
    let help = |_| format!("{upgrade}; if an old application needs it, {apart}");
    report(&others, "system", as_of, help, out);
}

/// True for a hypervisor, a firewall or a router: what keeps others apart cannot be kept apart itself.
fn guards_others(case: &Case, system: System<'_>) -> bool {
    let keeps_apart = |role| matches!(role, Role::Hypervisor | Role::RouterFirewall);
    system.as_host().is_some_and(|host| host.is_hypervisor())
        || case.verdicts.nature(system).role.is_some_and(keeps_apart)
}

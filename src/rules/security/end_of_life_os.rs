//! A host, a hypervisor or a guest runs a release that gets no more updates.

use std::collections::BTreeMap;

use super::ends::{in_words, is_due, wants_updates};
use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::{Component, EndOfSupport, LifecycleEntry};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::software::releases::Release;

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
    let mut by_release: BTreeMap<_, Vec<UnsupportedOs>> = BTreeMap::new();
    let is_system =
        |it: &EndOfSupport| matches!(it.component, Component::System | Component::Hypervisor);
    for ending in case.insight.endings().filter(is_system) {
        let (Subject::System(id), LifecycleEntry::Release(release)) = (ending.subject, ending.what)
        else {
            continue;
        };
        let system = case.lab.system_at(id.index());
        if is_due(release.end, case.policy.as_of) && wants_updates(system, case.policy.as_of) {
            let guards = ending.component == Component::Hypervisor || guards_others(case, system);
            let key = (release.product, release.version, release.is_older, guards);
            by_release.entry(key).or_default().push(UnsupportedOs { system, ending, release });
        }
    }
    for ((.., guards), old) in by_release {
        report(case, &old, guards, out);
    }
}

/// A system without updates, and what it runs.
struct UnsupportedOs<'a> {
    system: System<'a>,
    ending: EndOfSupport,
    release: Release,
}

/// True for a hypervisor, a firewall or a router: what keeps others apart cannot be kept apart itself.
fn guards_others(case: &Case, system: System<'_>) -> bool {
    let keeps_apart = |role| matches!(role, Role::Hypervisor | Role::RouterFirewall);
    system.as_host().is_some_and(|host| host.is_hypervisor())
        || case.verdicts.nature(system).role.is_some_and(keeps_apart)
}

fn report(case: &Case, old: &[UnsupportedOs<'_>], guards: bool, out: &mut Findings) {
    let (release, as_of) = (old[0].release, case.policy.as_of);
    let at = |system: System| old.iter().find(|old| old.system == system).map(|old| old.ending.at);
    for group in out.parts(old.iter().map(|old| old.system)) {
        let who = who(&group, "system", ["runs", "run"]);
        let message = format!("{who} {}", in_words(release, as_of));
        let finding = out.report_all(&group, at(group[0]).unwrap_or(group[0].place()), message);
        name_all(finding, &group, "the systems are");
        if release.end >= as_of {
            finding.lower();
        }
        let shares_kernel = group.iter().any(|system| system.as_container().is_some());
        finding.help(if guards {
            "upgrade; if you bought longer support, say `support_until:`"
        } else if shares_kernel {
            "upgrade; if you bought longer support, say `support_until:`; if an old application needs it, make it a \
             VM in a zone of its own, and say `legacy: true` there"
        } else {
            "upgrade; if you bought longer support, say `support_until:`; if an old application needs it, say \
             `legacy: true` and keep it in a zone of its own"
        });
    }
}

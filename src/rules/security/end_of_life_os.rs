//! A host, a hypervisor or a guest runs a release that gets no more updates.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Date, System};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::software::releases::{Release, release_of_system};
use crate::source::Span;

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

/// Something without updates: who, where it says what it runs, and which release that is.
#[derive(Clone, Copy)]
struct Old<'a> {
    system: System<'a>,
    at: Span,
    release: Release,
}

fn check(case: &Case, out: &mut Findings) {
    let mut known = FxHashMap::default();
    let mut by_release: BTreeMap<(&str, &str, bool, bool), Vec<Old>> = BTreeMap::new();
    for system in case.lab.systems() {
        let entry = system.entry();
        let stated = entry.os.as_ref().map(|os| (os.span, os.as_str()));
        let os = stated.and_then(|(at, os)| {
            Some((at, (*known.entry(os).or_insert_with(|| release_of_system(os)))?))
        });
        let Some((at, release)) = os.or_else(|| hypervisor_of(system)) else { continue };
        if release.end < case.policy.as_of && wants_updates(system, case.policy.as_of) {
            let guards = guards_others(case, system);
            let key = (release.product, release.version, release.is_older, guards);
            by_release.entry(key).or_default().push(Old { system, at, release });
        }
    }
    for ((.., guards), old) in by_release {
        report(&old, guards, out);
    }
}

/// The release of its hypervisor, and where that is written.
fn hypervisor_of(system: System<'_>) -> Option<(Span, Release)> {
    let hypervisor = system.entry().machine.hypervisor.as_ref()?;
    let version = hypervisor.version.as_ref()?;
    let release =
        release_of_system(&format!("{} {}", hypervisor.product.as_deref()?, version.value))?;
    Some((version.span, release))
}

/// True if updates would matter to it and nobody provides for them otherwise.
fn wants_updates(system: System<'_>, as_of: Date) -> bool {
    let entry = system.entry();
    let is_paid_for =
        entry.operation.support_until.as_ref().is_some_and(|until| until.value >= as_of);
    let is_legacy = entry.nature.legacy.as_ref().is_some_and(|legacy| legacy.value);
    system.is_relied_on() && !is_paid_for && !is_legacy
}

/// True for a hypervisor, a firewall or a router: what keeps others apart cannot be kept apart itself.
fn guards_others(case: &Case, system: System<'_>) -> bool {
    let keeps_apart = |role| matches!(role, Role::Hypervisor | Role::RouterFirewall);
    hypervisor_of(system).is_some()
        || system.as_host().is_some_and(|host| host.is_hypervisor())
        || case.verdicts.nature(system).role.is_some_and(keeps_apart)
}

fn report(old: &[Old<'_>], guards: bool, out: &mut Findings) {
    let Release { product, version, end, is_older, .. } = old[0].release;
    let when = if is_older { "since before" } else { "since" };
    let by_system = |system: System| old.iter().find(|old| old.system == system);
    for group in out.parts(old.iter().map(|old| old.system)) {
        let who = who(&group, "system", ["runs", "run"]);
        let what = if is_older { "a release older than" } else { "" };
        let release = format!("{what} {product} {version}");
        let message =
            format!("{who} {}, which has had no updates {when} {end}", release.trim_start());
        let at = by_system(group[0]).map_or(group[0].place(), |old| old.at);
        let finding = out.report_all(&group, at, message);
        name_all(finding, &group, "the systems are");
        finding.help(if guards {
            "upgrade; if you bought longer support, say `support_until:`"
        } else {
            "upgrade; if you bought longer support, say `support_until:`; if an old application needs it, say \
             `legacy: true` and keep it in a zone of its own"
        });
    }
}

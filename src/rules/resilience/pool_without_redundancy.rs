//! Several disks are joined so that the failure of one takes all that lies on them.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Store, Stores};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "pool-without-redundancy",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::HARDWARE_MADE_VIRTUAL, claim::CARE_FOR_RESTORE],
    sources: &[authority::PROXMOX_ZFS],
    page: include_str!("pool_without_redundancy.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let striped: Vec<Store<'_>> = Stores::all(case.lab)
        .filter(|&store| store.is_striped() && !store.is_replicated())
        .collect();
    if striped.is_empty() {
        return;
    }
    let users = users(case);
    for store in striped {
        let name = store.name();
        let Some(raid) = store.raid().as_ref() else { continue };
        let of = match store {
            Store::Pool(machine, _) => format!(" of `{}`", machine.name()),
            Store::Shared(_) => String::new(),
        };
        let message = format!(
            "`{}`{of} has no redundancy ({}): one failed disk takes all of it",
            name.value, raid.value
        );
        let finding = out.report(store.subject(), raid.span, message);
        match users.get(&name.span) {
            Some((at, systems)) => {
                finding.label(*at, format!("{} lies there", names(systems.iter().copied())));
            }
            // Nothing is known to be lost with it.
            None => {
                finding.lower();
            }
        }
        finding.help(
            "make it a mirror or RAIDZ, or keep only on it what can be fetched again, and allow it with that reason",
        );
    }
}

/// Who has disks or volumes on each store, and where the first of them says so, by where the store is written.
fn users<'a>(case: &Case<'a>) -> BTreeMap<Span, (Span, Vec<&'a str>)> {
    let mut users: BTreeMap<Span, (Span, Vec<&str>)> = BTreeMap::new();
    let relied_on = case.lab.workloads().map(System::from).filter(|system| system.is_relied_on());
    for system in relied_on {
        for store in case.insight.stores().under(system) {
            let at = system.disks.span().or(system.volumes.span()).unwrap_or(system.place());
            let (_, names) = users.entry(store.name().span).or_insert((at, Vec::new()));
            names.push(system.name());
        }
    }
    users
}

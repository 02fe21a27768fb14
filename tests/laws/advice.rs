//! Who does what labctl says gets no new finding for it.

use std::collections::BTreeSet;
use std::fmt::Write;

use labctl::insight::{advised_targets, last_restore, own_jobs};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{check, lab};

/// A lab with hosts, a file server, targets in all sorts of places, and guests with and without a backup.
#[derive(Debug, Clone)]
struct Household {
    targets: Vec<Target>,
    guests: Vec<Guest>,
    /// The backups of the hosts.
    hosts: Vec<Option<String>>,
}

#[derive(Debug, Clone)]
struct Target {
    on: &'static str,
    retention: Option<&'static str>,
    verified: Option<&'static str>,
    offsite: Option<bool>,
}

#[derive(Debug, Clone)]
struct Guest {
    runs_on: &'static str,
    role: Option<&'static str>,
    criticality: Option<&'static str>,
    on_share: bool,
    backup: Option<String>,
}

const HOSTS: [&str; 3] = ["pve-0", "pve-1", "nas"];

fn households() -> impl Strategy<Value = Household> {
    let on = ["pve-0", "pve-1", "nas", "guest-0", "external:cloud"];
    let target = (
        select(on.to_vec()),
        of(select(vec!["1d", "30d", "7 daily"])),
        of(select(vec!["weekly", "false"])),
        of(any::<bool>()),
    );
    let target = target.prop_map(|(on, retention, verified, offsite)| Target {
        on,
        retention,
        verified,
        offsite,
    });
    let backup = || {
        of(select(vec![
            "{none: made again}",
            "target-0",
            "[target-0, target-1]",
            "{to: target-1, restore_tested: 2026-10-01}",
        ]))
    };
    let guest = (
        select(HOSTS[..2].to_vec()),
        of(select(vec!["backup", "identity", "cache"])),
        of(select(vec!["high", "low"])),
        any::<bool>(),
        backup(),
    );
    let guest = guest.prop_map(|(runs_on, role, criticality, on_share, backup)| Guest {
        runs_on,
        role,
        criticality,
        on_share,
        backup: backup.map(str::to_owned),
    });
    let hosts = vec(of(select(vec!["{none: made again}", "target-1"])), HOSTS.len());
    (vec(target, 2..4), vec(guest, 1..6), hosts).prop_map(|(targets, guests, hosts)| {
        let hosts = hosts.into_iter().map(|backup| backup.map(str::to_owned)).collect();
        Household { targets, guests, hosts }
    })
}

impl Household {
    fn text(&self) -> String {
        let mut text = String::from("hosts:\n");
        let field = |name: &str, value: Option<&str>| {
            value.map_or_else(String::new, |value| format!(", {name}: {value}"))
        };
        for (host, backup) in HOSTS.iter().zip(&self.hosts) {
            let what = if *host == "nas" { "role: nas" } else { "hypervisor: proxmox" };
            let backup = field("backup", backup.as_deref());
            writeln!(text, "  {host}: {{{what}{backup}}}").expect("a string takes all");
        }
        text.push_str("storage:\n  files: {on: nas, kind: nfs}\nbackups:\n");
        for (at, target) in self.targets.iter().enumerate() {
            let offsite = target.offsite.map(|offsite| offsite.to_string());
            let rest = field("retention", target.retention)
                + &field("verified", target.verified)
                + &field("offsite", offsite.as_deref());
            writeln!(text, "  target-{at}: {{on: '{}'{rest}}}", target.on)
                .expect("a string takes all");
        }
        text.push_str("vms:\n");
        for (at, guest) in self.guests.iter().enumerate() {
            let files = "[{source: files, target: /srv, storage: files}]";
            let rest = field("role", guest.role)
                + &field("criticality", guest.criticality)
                + &field("volumes", guest.on_share.then_some(files))
                + &field("backup", guest.backup.as_deref());
            writeln!(text, "  guest-{at}: {{runs_on: {}{rest}}}", guest.runs_on)
                .expect("a string takes all");
        }
        text
    }

    /// Where the backup of a system is written.
    fn backup_of(&mut self, name: &str) -> &mut Option<String> {
        if let Some(at) = HOSTS.iter().position(|host| *host == name) {
            return &mut self.hosts[at];
        }
        let at = name.trim_start_matches("guest-").parse::<usize>();
        &mut self.guests[at.expect("a number")].backup
    }
}

/// Every rule with whom it speaks of.
fn told(text: &str) -> BTreeSet<(&'static str, String)> {
    let outcome = check(text);
    let known = lab(&outcome).insight.lab();
    let findings = outcome.findings().filter(|finding| finding.counts());
    findings
        .flat_map(|finding| finding.subjects.iter().map(|&subject| (finding.rule, subject)))
        .map(|(rule, subject)| (rule, known.name_of(subject).unwrap_or_default().to_owned()))
        .collect()
}

#[test]
fn a_backup_as_advised_raises_nothing_new() {
    always_advised(households());
}

fn always_advised(households: impl Strategy<Value = Household>) {
    crate::always(households, |household| {
        let text = household.text();
        let (outcome, before) = (check(&text), told(&text));
        let known = lab(&outcome).insight.lab();
        // The advice asks for a test where tests are noted, and with the first backup of a lab.
        let mut saved = known.systems().filter(|&it| !own_jobs(it).is_empty()).peekable();
        let asks_for_test = saved.peek().is_none() || saved.any(|it| last_restore(it).is_some());
        for finding in outcome.findings().filter(|finding| finding.rule == "no-backup") {
            let mut after = household.clone();
            let names = finding.subjects.iter().filter_map(|&subject| known.name_of(subject));
            let systems: Vec<_> = names.filter_map(|name| known.system(name)).collect();
            let targets = advised_targets(known, &systems);
            let to: Vec<&str> = targets.iter().map(|target| target.name()).collect();
            for system in &systems {
                // A hypervisor is set up again.
                let is_made_again = system.as_host().is_some_and(|host| host.is_hypervisor());
                let advised = if is_made_again {
                    "{none: set up again}".to_owned()
                } else if to.is_empty() {
                    continue;
                } else {
                    let tested = if asks_for_test { ", restore_tested: 2026-10-15" } else { "" };
                    format!("{{to: [{}]{tested}}}", to.join(", "))
                };
                *after.backup_of(system.name()) = Some(advised);
            }
            let after = after.text();
            let new: Vec<_> = told(&after).difference(&before).cloned().collect();
            assert!(new.is_empty(), "{new:?} after the advice\n{text}\nis followed\n{after}");
        }
    });
}

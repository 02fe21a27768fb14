//! What keeps something has no backup: workloads, a file server, the settings of a host, the backup server itself.

use std::cmp::Reverse;

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings};
use crate::insight::{
    Aspect, advised_targets, are_kept, is_important, is_more_than_a_sketch, keeper, last_restore,
    own_jobs, stands_for_data,
};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;

use super::records::Whom;

pub(super) const RULE: Rule = Rule {
    name: "no-backup",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_FOR_LONG_LIVED, claim::CARE_FOR_RESTORE],
    sources: &[authority::PROXMOX_BACKUP, authority::US_CERT_BACKUP],
    page: include_str!("no_backup.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    let without = case.lab.workloads().map(System::from).filter(|&workload| {
        workload.is_relied_on()
            && coverage.is_unknown(workload, Aspect::Backup)
            && stands_for_data(case.verdicts, workload)
    });
    if are_kept(case.lab) || case.is_strict() {
        let (keepers, others): (Vec<_>, Vec<_>) = without.partition(|&it| keeps_copies(it));
        workloads(case, others, out);
        backup_servers(case, keepers, out);
        file_servers(case, out);
        if is_more_than_a_sketch(case.lab) {
            settings(case, out);
        }
    } else if is_more_than_a_sketch(case.lab) {
        silence(case, without.collect(), out);
    }
}

/// Nobody has a backup, as far as the file says: told once, with what is most worth one.
fn silence(case: &Case, without: Vec<System>, out: &mut Findings) {
    for mut group in out.parts(without) {
        let message =
            format!("the file says nothing of backups, and {} something", keep(group.len()));
        let place = group[0].place();
        group.sort_by_cached_key(|&it| Reverse(worth(case, it)));
        let best = names(group.iter().take(3).map(|it| it.name()));
        group.sort_by_key(|it| it.id());
        let finding = out.report_all(&group, place, message);
        finding.lower();
        name_all(finding, &group, "they are");
        finding.help(format!(
            "begin with {best}: name where copies go under `backups:`, say `backup: {{to: ...}}`, and note in \
             `restore_tested:` when a restore worked"
        ));
    }
}

fn keep(number: usize) -> String {
    let verb = if number == 1 { "keeps" } else { "keep" };
    format!("{} {verb}", count(number, "workload"))
}

/// How bad a loss would be: said, or by what it is and how many need it.
fn worth(case: &Case, system: System<'_>) -> (bool, bool, usize) {
    const DEAR: &[Role] = &[
        Role::Identity,
        Role::Secrets,
        Role::Photos,
        Role::Documents,
        Role::Files,
        Role::Mail,
        Role::Database,
        Role::StorageServer,
        Role::HomeAutomation,
        Role::Git,
    ];
    let nature = case.verdicts.nature(system);
    let is_dear = nature.role.is_some_and(|role| DEAR.contains(&role));
    (is_important(system), is_dear, case.graph().needed(system.id()).count())
}

fn workloads(case: &Case, without: Vec<System>, out: &mut Findings) {
    for group in out.parts(without) {
        let message = format!("the file names no backup for {}", Whom::of(&group, "workload"));
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the workloads are");
        let add = add(case, &group);
        finding.help(format!(
            "{add}; if it can be made again, `state: none` or `backup: {{none: why}}`"
        ));
    }
}

/// What to say, so that nothing is wrong with the new backup.
fn add(case: &Case, systems: &[System]) -> String {
    let targets = advised_targets(case.lab, systems);
    let to: Vec<&str> = targets.iter().map(|target| target.name()).collect();
    let add = match to.as_slice() {
        [] if case.lab.targets().len() == 0 => {
            "name where copies go under `backups:`, and say `backup: {to: ...}`".to_owned()
        }
        [] => "name a target on another machine under `backups:`, and say `backup: {to: ...}`"
            .to_owned(),
        [one] => format!("add `backup: {{to: {one}}}`"),
        several => format!("add `backup: {{to: [{}]}}`", several.join(", ")),
    };
    // Where tests are noted, the new backup is asked for one too; so is the first of all.
    let mut saved = case.lab.systems().filter(|&it| !own_jobs(it).is_empty()).peekable();
    let are_tested = saved.peek().is_none() || saved.any(|it| last_restore(it).is_some());
    if are_tested { format!("{add}, with `restore_tested:` once a restore worked") } else { add }
}

/// True if it keeps a backup target.
fn keeps_copies(system: System<'_>) -> bool {
    system.lab().targets().any(|target| keeper(target) == Some(system))
}

fn backup_servers(case: &Case, servers: Vec<System>, out: &mut Findings) {
    for group in out.parts(servers) {
        let whom = Whom::of(&group, "backup server");
        let message = format!("the file names no backup for {whom}, which keeps those of others");
        let finding = out.report_all(&group, group[0].place(), message);
        finding.lower();
        name_all(finding, &group, "the servers are");
        help_with(
            finding,
            &add(case, &group),
            "never into its own store; or write down how it is set up again",
        );
    }
}

/// Machines on which others keep what no backup of their own takes along.
fn file_servers(case: &Case, out: &mut Findings) {
    // What others keep there is the subject of another rule.
    let shares = case.insight.unsaved_shares().iter().filter(|share| share.users.is_empty());
    let servers = shares.map(|share| case.lab.system_at(share.server));
    for group in out.parts(servers.filter(|server| server.as_host().is_some())) {
        let whom = Whom::of(&group, "file server");
        let message = format!("the file names no backup for {whom}, on which others keep theirs");
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the servers are");
        help_with(finding, &add(case, &group), "for a share alone, say it of the `storage`");
    }
}

/// Hypervisors of whose own settings nothing is said, which are in no backup of a guest.
fn settings(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    let hosts = case.lab.hosts().filter(|&host| {
        host.is_relied_on()
            && coverage.is_unknown(*host, Aspect::Backup)
            && host.is_hypervisor()
            && host.guests().any(|guest| guest.is_relied_on())
    });
    let hosts = hosts.map(System::from);
    for group in out.parts(hosts) {
        let whom = Whom::of(&group, "host");
        let message = format!("the file names no backup for the settings of {whom}");
        let finding = out.report_all(&group, group[0].place(), message);
        finding.lower();
        name_all(finding, &group, "the hosts are");
        finding.help(
            "they are in no backup of a guest: copy `/etc` elsewhere now and then, or say how the host is set up again: \
             `backup: {none: why}`",
        );
    }
}

fn help_with(finding: &mut Finding, add: &str, besides: &str) {
    finding.help(format!("{add}; {besides}"));
}

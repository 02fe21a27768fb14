//! Voters of a cluster, or databases, write to a medium that is slow to answer.

use super::database_on_network_share::is_database;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::quorum::{is_for_trial, voters};
use crate::insight::{Store, is_network_share};
use crate::lab::{System, Text};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "slow-medium",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::HARDWARE_MADE_VIRTUAL, claim::CONTAINERS_SHARE_THE_KERNEL],
    sources: &[authority::ETCD_HARDWARE],
    page: include_str!("slow_medium.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for cluster in case.lab.clusters() {
        let waits = cluster.known_kind().is_some_and(|kind| kind.waits_for_disks);
        if !waits || is_for_trial(cluster) {
            continue;
        }
        let voters = voters(cluster).filter_map(|voter| case.lab.system(voter));
        let slow: Vec<System> =
            voters.filter(|&voter| voter.runs() && medium_of(case, voter).is_some()).collect();
        for group in out.parts(slow) {
            let Some(medium) = medium_of(case, group[0]) else { continue };
            let all = names(group.iter().map(|voter| voter.name()));
            let votes = if group.len() == 1 { "votes" } else { "vote" };
            let message = format!(
                "{all} {votes} in `{}`, and each vote waits for {}",
                cluster.name(),
                in_words(medium)
            );
            let finding = out.report_all(&group, medium.span, message);
            finding.help(
                "put the disk of each voter on an SSD of its own machine: a slow vote slows down all, and a late one is \
                 taken for a failure",
            );
        }
    }
    let databases = case.lab.workloads().map(System::from).filter(|&system| {
        let medium = system.is_relied_on().then(|| medium_of(case, system)).flatten();
        // Files on shares are the subject of another rule.
        medium.is_some_and(|medium| !is_network_share(medium)) && is_database(case, system)
    });
    for group in out.parts(databases) {
        let Some(medium) = medium_of(case, group[0]) else { continue };
        let message = match group.as_slice() {
            [one] => format!("database `{}` keeps its files on {}", one.name(), in_words(medium)),
            many => format!("{} keep their files on slow media", count(many.len(), "database")),
        };
        let finding = out.report_all(&group, medium.span, message);
        name_all(finding, &group, "the databases are");
        finding.help("keep databases on an SSD, and files and copies on the large disks");
    }
}

/// The slow medium that all of a system lies on; nothing if some of it is faster, or that is unknown. A machine, and
/// what says nothing of where it lies, is on the pools of the machine.
fn medium_of<'a>(case: &Case, system: System<'a>) -> Option<&'a Spanned<Text>> {
    let said = case.insight.stores().under(system);
    let machine = Some(system).filter(|_| system.as_host().is_some()).or_else(|| {
        let says_nothing = system.disks.is_empty() && !system.is_guest();
        system.kernel().filter(|kernel| says_nothing && kernel.as_host().is_some())
    });
    let pools = machine.into_iter().flat_map(|machine| {
        machine.entry().machine.pools.iter().map(move |pool| Store::Pool(machine, pool))
    });
    let stores: Vec<Store<'a>> = if said.is_empty() { pools.collect() } else { said };
    let slow: Option<Vec<_>> = stores.into_iter().map(Store::slow_medium).collect();
    slow?.into_iter().next()
}

/// A medium, as people call it.
fn in_words(medium: &str) -> String {
    if is_network_share(medium) {
        return format!("a network share ({medium})");
    }
    match medium.to_ascii_lowercase().as_str() {
        "hdd" | "sata-hdd" | "smr" => "a hard disk".to_owned(),
        "sd" | "sdcard" | "microsd" => "an SD card".to_owned(),
        "usb" => "a USB stick".to_owned(),
        _ => format!("`{medium}`"),
    }
}

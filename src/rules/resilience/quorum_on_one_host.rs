//! One host carries so many votes of a cluster that the cluster fails with it.

use std::collections::BTreeMap;

use super::clusters::{is_for_trial, majority, voters, votes};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Cluster, Host, Lab, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "quorum-on-one-host",
    level: Levels::each(None, Some(Warning), Some(Error), Some(Warning)),
    claims: &[claim::VMS_MOVE_TO_BALANCE, claim::ORCHESTRATORS_BALANCE, claim::HYBRID_SCALE],
    sources: &[authority::DOCKER_SWARM, authority::PROXMOX_CLUSTER, authority::ETCD_FAQ],
    page: include_str!("quorum_on_one_host.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for cluster in case.lab.clusters() {
        let votes = votes(case.lab, cluster);
        let Some(needed) = majority(case.lab, cluster) else { continue };
        if votes < 3 || is_for_trial(case.lab, cluster) {
            continue;
        }
        let by_host = by_host(case.lab, cluster);
        let free = |other: &Host<'_>| {
            other.is_up() && by_host.iter().all(|(host, _)| host.id() != other.id())
        };
        for (host, voters) in &by_host {
            let stops = votes.saturating_sub(voters.len()) < needed;
            let witness = voters.iter().find(|voter| {
                cluster.witness.as_ref().is_some_and(|witness| *witness.value == *voter.name())
            });
            // A witness can go to any machine; a node of a cluster as a rule is a VM, and needs room.
            let needed = voters.last().map(|voter| case.loads().demand(*voter).least);
            let needed = needed.unwrap_or_default();
            let fits = |other: &Host<'_>| {
                let room = case.loads().free(**other).is_none_or(|free| free >= needed);
                witness.is_some() || (other.is_hypervisor() && room)
            };
            let elsewhere = case.lab.hosts().find(|other| free(other) && fits(other));
            let strict = case.is_strict();
            let can_be_helped = elsewhere.is_some() || witness.is_some() || strict;
            if !stops || voters.len() < 2 || !can_be_helped {
                continue;
            }
            let message = format!(
                "{} of the {votes} votes of cluster `{}` are on host `{}`, and it stops with that host",
                voters.len(),
                cluster.name.value,
                host.name()
            );
            let at = cluster.members.span().unwrap_or(cluster.name.span);
            let subject = case.lab.subject_at(cluster.name.span);
            let finding = out.report(subject, at, message);
            for voter in voters.iter().take(3) {
                finding.label(voter.runs_on_span(), format!("`{}` votes", voter.name()));
            }
            let moving = witness.or(voters.last()).map_or("one", |voter| voter.name());
            finding.help(match elsewhere {
                Some(other) => {
                    format!("move `{moving}` to `{}`, which has no vote yet", other.name())
                }
                None if witness.is_some() => format!(
                    "move `{moving}` to a machine that is no member; a very small one will do"
                ),
                None => "one node with a good backup is simpler; if it is for learning, set \
                         `environment: lab` on the cluster"
                    .to_owned(),
            });
        }
    }
}

/// The voters on each host.
fn by_host<'a>(lab: &'a Lab, cluster: &'a Cluster) -> Vec<(Host<'a>, Vec<System<'a>>)> {
    let mut by_host: BTreeMap<usize, (Host<'a>, Vec<System<'a>>)> = BTreeMap::new();
    for voter in voters(lab, cluster).filter_map(|voter| lab.system(voter)) {
        if let Some(host) = voter.host() {
            by_host.entry(host.id()).or_insert_with(|| (host, Vec::new())).1.push(voter);
        }
    }
    by_host.into_values().collect()
}

//! A cluster in which the majority decides has an even number of votes.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::is_restarted;
use crate::insight::quorum::{hosts, is_for_trial, majority, spare_machine, votes};
use crate::lab::Cluster;
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "even-quorum",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_MOVE_TO_BALANCE, claim::HYBRID_PRICE],
    sources: &[authority::ETCD_FAQ, authority::DOCKER_SWARM, authority::PROXMOX_CLUSTER],
    page: include_str!("even_quorum.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for cluster in case.lab.clusters() {
        let votes = votes(cluster);
        let Some(needed) = majority(cluster) else { continue };
        // A number of its own says that somebody thought about it.
        let odd = votes % 2 == 1 || votes == 0 || needed != votes / 2 + 1;
        // Where guests are to fail over, two votes are the subject of another rule.
        let promised = votes == 2 && hosts(cluster).any(|host| host.guests().any(is_restarted));
        if odd || promised || is_for_trial(cluster) {
            continue;
        }
        let name = &cluster.name;
        let message = if votes == 2 {
            format!("cluster `{}` has 2 votes, and stops when either of them fails", name.value)
        } else {
            format!(
                "cluster `{}` has {votes} votes and survives {}, no more than with {}",
                name.value,
                count(votes / 2 - 1, "failure"),
                votes - 1
            )
        };
        let at = cluster.members.span().or(cluster.managers.span()).unwrap_or(name.span);
        let finding = out.report(case.lab.subject_at(name.span), at, message);
        finding.help(help(cluster));
    }
}

/// How to come to an odd number. A vote without a node is offered only where there is such a thing.
fn help(cluster: Cluster<'_>) -> String {
    const WORKERS: &str = "list nodes without a vote under `workers`";
    if cluster.witness.is_some() {
        return format!("take the `witness` away or add a member; {WORKERS}");
    }
    let witness = cluster.known_kind().and_then(|kind| kind.witness);
    match (witness, spare_machine(cluster)) {
        (Some(witness), Some(host)) => format!(
            "give `{0}` the odd vote, as {witness}: `witness: {0}`; or add a member or take one away; {WORKERS}",
            host.name()
        ),
        (Some(witness), None) => format!(
            "add a `witness` on another machine, which is {witness}, or one member more or less; {WORKERS}"
        ),
        (None, _) => format!("add a member or take one away; {WORKERS}"),
    }
}

//! Nobody can say who votes in a cluster, so that nothing about its majority is checked.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::quorum::{is_for_trial, names_voters};
use crate::lab::{Cluster, KINDS, Vote};
use crate::near::nearest;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "unknown-votes",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_MOVE_TO_BALANCE, claim::HYBRID_PRICE],
    sources: &[authority::ETCD_FAQ, authority::DOCKER_SWARM],
    page: include_str!("unknown_votes.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for cluster in case.lab.clusters().filter(|&cluster| may_need_majority(cluster)) {
        let name = cluster.name();
        match (cluster.kind.as_ref(), cluster.known_kind()) {
            (None, _) => {
                let message = format!("the file does not say what makes `{name}` a cluster");
                out.report(cluster, cluster, message)
                    .help("add its `kind:`, such as `proxmox`, `kubernetes` or `vrrp`");
            }
            (Some(kind), None) => {
                let word = kind.as_str();
                let message = format!(
                    "labctl does not know clusters of kind `{word}`, nor who votes in `{name}`"
                );
                let finding = out.report(cluster, kind.span, message);
                let known = KINDS.iter().flat_map(|kind| kind.names.iter().copied());
                finding.help(match nearest(word, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "say how many votes it needs, `quorum: 2`, or `quorum: none` if no majority decides"
                        .to_owned(),
                });
            }
            (Some(kind), Some(known)) if known.vote == Vote::Named => {
                let message = if names_voters(cluster) {
                    let nodes = cluster.record().members.len();
                    format!(
                        "all {nodes} nodes of `{name}` are called its members: do all of them vote?"
                    )
                } else {
                    format!("the file does not say which nodes of `{name}` vote")
                };
                out.report(cluster, kind.span, message).help(
                    "list those that do under `managers` or `members`, and all others under `workers`",
                );
            }
            _ => {}
        }
    }
}

/// True for several nodes on which somebody relies, of whom neither the voters nor a number of votes is said.
fn may_need_majority(cluster: Cluster<'_>) -> bool {
    let is_told = cluster.quorum.is_some() || cluster.votes.is_some();
    let is_open = match cluster.known_kind() {
        Some(kind) => kind.vote == Vote::Named && (!names_voters(cluster) || are_mixed(cluster)),
        None => !cluster.kind.is_unknown(),
    };
    let has_several = cluster.nodes().len() > 1 || cluster.node_names().nth(1).is_some();
    is_open && !is_told && has_several && !is_for_trial(cluster)
}

/// True if more nodes are called members than usually vote, and none a worker or a manager: the word may mean all
/// nodes. Even numbers are the subject of another rule.
fn are_mixed(cluster: Cluster<'_>) -> bool {
    const USUAL: usize = 3;
    let members = cluster.members.len();
    let is_parted = cluster.workers.is_stated() || cluster.managers.is_stated();
    members > USUAL && members % 2 == 1 && !is_parted
}

//! A Kubernetes, Swarm or Nomad node runs inside a container instead of a VM or a machine of its own.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Cluster, Container};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "cluster-node-in-container",
    level: Levels::each(None, Some(Warning), Some(Error), Some(Warning)),
    claims: &[
        claim::VMS_FOR_PLATFORMS,
        claim::USUAL_STACK,
        claim::HYBRID_SCALE,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::DEVELOPMENT_AND_TEST,
    ],
    sources: &[authority::CLUSTER_API_INCUS, authority::INCUS_INSTANCES, authority::PROXMOX_FAQ],
    page: include_str!("cluster_node_in_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let nodes = case.lab.containers().filter(|node| !node.is_passing() && !node.is_for_trial());
    let nodes: Vec<Container> = nodes.filter(|&node| is_node(node)).collect();
    for group in out.parts(nodes) {
        let first = group[0];
        let of =
            cluster_of(first).map_or(String::new(), |cluster| format!(" of `{}`", cluster.name));
        let message = match group.as_slice() {
            [one] => {
                let on = one.on().map_or(String::new(), |on| format!(" on `{}`", on.name()));
                format!("cluster node `{}`{of} runs in a {}{on}", one.name(), one.noun())
            }
            many => format!("{}{of} run in containers", count(many.len(), "cluster node")),
        };
        let finding = out.report_all(&group, first.place(), message);
        let member = cluster_of(first)
            .and_then(|cluster| cluster.nodes().find(|node| ***node == *first.name()));
        if let Some(member) = member {
            finding.label(member, "a node of the cluster");
        }
        if group.len() > 1 {
            let all = names(group.iter().map(|node| node.name()));
            finding.label(group[1].place(), format!("the nodes are {all}"));
        }
        finding.help("make the node a VM; a test cluster can say `lifetime: short-lived`");
    }
}

fn is_node(container: Container<'_>) -> bool {
    let role = container.entry().role.iter().any(|role| role.value == "cluster-node");
    role || cluster_of(container).is_some()
}

/// The orchestrating cluster that a container is a node of.
fn cluster_of(container: Container<'_>) -> Option<&Cluster> {
    container.clusters().find(|cluster| cluster.orchestrates())
}

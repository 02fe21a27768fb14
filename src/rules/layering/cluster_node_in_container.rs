//! A cluster node that needs a kernel of its own runs inside a container instead of a VM or a machine of its own.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Cluster, Container};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "cluster-node-in-container",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
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
    let nodes = case.lab.containers().filter(|node| !node.is_temporary() && !node.is_for_trial());
    let nodes: Vec<Container> = nodes.filter(|&node| is_node(node)).collect();
    for group in out.parts(nodes) {
        let first = group[0];
        let of = match names(shared_clusters(&group)).as_str() {
            "" => String::new(),
            clusters => format!(" of {clusters}"),
        };
        let message = match group.as_slice() {
            [one] => {
                let on = one.on().map_or(String::new(), |on| format!(" on `{}`", on.name()));
                format!("cluster node `{}`{of} runs in a {}{on}", one.name(), one.noun())
            }
            many => format!("{}{of} run in containers", count(many.len(), "cluster node")),
        };
        let finding = out.report_all(&group, first.place(), message);
        let member = clusters_of(first).find_map(|cluster| cluster.mention(*first));
        if let Some(member) = member {
            finding.label(member, "a node of the cluster");
        }
        name_all(finding, &group, "the nodes are");
        finding.help("make the node a VM; a test cluster can say `lifetime: short-lived`");
    }
}

fn is_node(container: Container<'_>) -> bool {
    let role = container.entry().role.iter().any(|role| role.value == "cluster-node");
    role || clusters_of(container).next().is_some()
}

/// The clusters that a container is a node of, of those whose nodes need a kernel of their own. A container of one
/// application is no hypervisor and no store of disks, but may well be a service of one.
fn clusters_of(container: Container<'_>) -> impl Iterator<Item = Cluster<'_>> {
    container.clusters().filter(move |cluster| {
        let kind = cluster.known_kind().filter(|kind| kind.own_kernel);
        kind.is_some_and(|kind| kind.orchestrates || container.is_system_container())
    })
}

/// The names of the clusters that all of some containers are nodes of.
fn shared_clusters<'a>(nodes: &[Container<'a>]) -> impl Iterator<Item = &'a str> {
    let all_in = |name: &str| {
        nodes.iter().all(|&node| clusters_of(node).any(|cluster| cluster.name.as_str() == name))
    };
    let of_first = clusters_of(nodes[0]).map(Cluster::name);
    of_first.filter(move |name| all_in(name))
}

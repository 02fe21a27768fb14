//! An application container runs directly on a physical host, with no virtual machine in between.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Container, Host, Lab, SystemContainers};
use crate::policy::Levels;
use crate::rules::words::{count, names, them};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "container-on-bare-host",
    level: Levels::each(None, Some(Warning), Some(Error), None),
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::CONTAINERS_LIVE_IN_VMS,
        claim::CONTAINERS_COMPLEMENT_VMS,
        claim::USUAL_STACK,
        claim::PRODUCTION_LAYERS,
    ],
    sources: &[authority::PROXMOX_CONTAINERS, authority::MICROSOFT_CONTAINERS_VS_VMS],
    page: include_str!("container_on_bare_host.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let bare = case.lab.containers().filter(|&container| lies_bare(case, container));
    for group in out.parts(bare) {
        let hosts = hosts_of(&group);
        let first = group[0];
        let hosts_named = names(hosts.iter().map(|host| host.name()));
        let (who, what) = match (group.len(), hosts.len()) {
            (1, 1) => (format!("container `{}` runs", first.name()), "host"),
            (1, _) => (format!("container `{}` runs", first.name()), "the hosts"),
            (many, 1) => (format!("{} run", count(many, "container")), "host"),
            (many, _) => (format!("{} run", count(many, "container")), "the hosts"),
        };
        let message =
            format!("{who} directly on {what} {hosts_named}, with no virtual machine in between");
        let finding = out.report_all(&group, first.runs_on_span(), message);
        for host in hosts.iter().take(3) {
            finding.label(*host, "declared here, without `hypervisor`");
        }
        finding.help(match other_hypervisor(case.lab, &hosts) {
            Some(other) => format!(
                "run {} in a VM, for example on `{}`; if this is intended, set `policy: {{profile: bare-metal}}`",
                them(group.len()),
                other.name()
            ),
            None => "make the host a hypervisor and give the containers a VM; if this is intended, set \
                     `policy: {profile: bare-metal}`"
                .to_owned(),
        });
    }
}

fn lies_bare(case: &Case, container: Container<'_>) -> bool {
    if container.is_system_container() {
        let counts = case.policy.system_containers == SystemContainers::Container;
        return counts && container.on().is_some_and(|on| on.as_host().is_some());
    }
    let bare = |host: Host<'_>| !host.is_hypervisor() && !host.is_rented();
    match container.on_cluster() {
        // A cluster of bare hosts is as bare as they are.
        Some(cluster) => {
            let mut nodes = cluster.nodes().peekable();
            nodes.peek().is_some()
                && nodes.all(|node| {
                    case.lab.system(node).and_then(|node| node.as_host()).is_some_and(bare)
                })
        }
        None => container.on().and_then(|on| on.as_host()).is_some_and(bare),
    }
}

/// The hosts below some containers, each once.
fn hosts_of<'a>(containers: &[Container<'a>]) -> Vec<Host<'a>> {
    let mut hosts: Vec<Host<'a>> = Vec::new();
    let nodes = |container: &Container<'a>| {
        let nodes = container.on_cluster().into_iter().flat_map(|cluster| cluster.nodes());
        nodes.filter_map(|node| container.lab().system(node)?.as_host()).collect::<Vec<_>>()
    };
    let below = |container: &Container<'a>| container.host().into_iter().chain(nodes(container));
    for host in containers.iter().flat_map(below) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts.sort_by_key(|host| host.id());
    hosts
}

fn other_hypervisor<'a>(lab: &'a Lab, hosts: &[Host<'a>]) -> Option<Host<'a>> {
    lab.hosts().find(|host| host.is_hypervisor() && !hosts.contains(host))
}

//! An application container runs directly on a physical host, with no virtual machine in between.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings};
use crate::insight::{is_nas, is_single_board};
use crate::lab::{Cluster, Container, Host, Lab, RunsOn, System, SystemContainers};
use crate::policy::Levels;
use crate::rules::group::who;
use crate::rules::words::{names, them};
use crate::rules::{Case, Rule, authority};

use super::words::allow_on_nas;

pub(super) const RULE: Rule = Rule {
    name: "container-on-bare-host",
    level: Levels { strict: Some(Error), bare_metal: None, ..Levels::unless_minimal(Warning) },
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
    let clusters = case.lab.clusters();
    let bare_clusters: Vec<bool> = clusters.map(is_bare_cluster).collect();
    let lying =
        case.lab.containers().filter(|&container| lies_bare(case, container, &bare_clusters));
    let (could_be_vms, bare): (Vec<_>, Vec<_>) =
        lying.partition(|it| it.host().is_some_and(|host| host.is_hypervisor()));
    for group in out.parts(could_be_vms) {
        let it =
            if group.len() == 1 { "make it a VM or run it" } else { "make them VMs or run them" };
        let finding = report(&group, out);
        for host in hosts_of(&group).into_iter().take(3) {
            finding.label(host, format!("`{}` is a hypervisor, and could run VMs", host.name()));
        }
        finding.help(format!(
            "{it} in one; if system containers are your light VMs, set `policy: {{system_containers: guest}}`"
        ));
    }
    let (on_nas, bare): (Vec<_>, Vec<_>) =
        bare.into_iter().partition(|it| it.host().is_some_and(|host| is_nas(case.insight, host)));
    for group in out.parts(on_nas) {
        let hosts = hosts_of(&group);
        let finding = report_without_hypervisor(&group, &hosts, out);
        let others = match other_hypervisor(case.lab, &hosts) {
            Some(other) => format!("there or on `{}`", other.name()),
            None => "there, if it can run one".to_owned(),
        };
        let instead = format!("run {} in a VM {others}", them(group.len()));
        finding.lower().help(allow_on_nas(RULE.name, &instead));
    }
    let (on_boards, bare): (Vec<_>, Vec<_>) =
        bare.into_iter().partition(|it| it.host().is_some_and(is_single_board));
    for group in out.parts(on_boards) {
        let hosts = hosts_of(&group);
        let finding = report_without_hypervisor(&group, &hosts, out).lower();
        finding.help(match other_hypervisor(case.lab, &hosts) {
            // The profile would hold for the hypervisor too.
            Some(other) => format!(
                "a single-board computer is small for VMs: say so there with `allow: {{rule: {}, reason: ...}}`, or run \
                 {} in a VM on `{}`",
                RULE.name,
                them(group.len()),
                other.name()
            ),
            None => format!(
                "set `policy: {{profile: bare-metal}}`, as is usual for single-board computers, or run {} in a VM on a \
                 larger host",
                them(group.len())
            ),
        });
    }
    for group in out.parts(bare) {
        let hosts = hosts_of(&group);
        let finding = report_without_hypervisor(&group, &hosts, out);
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

fn report_without_hypervisor<'f>(
    group: &[Container<'_>],
    hosts: &[Host<'_>],
    out: &'f mut Findings,
) -> &'f mut Finding {
    let finding = report(group, out);
    for host in hosts.iter().take(3) {
        match host.entry().machine.hypervisor.as_ref() {
            Some(none) => finding.label(none.span, "it is said to run no hypervisor"),
            None => finding.label(*host, "declared here, without `hypervisor`"),
        };
    }
    finding
}

fn report<'f>(group: &[Container<'_>], out: &'f mut Findings) -> &'f mut Finding {
    let first = group[0];
    let hosts = hosts_of(group);
    let who = who(group, "container", ["runs", "run"]);
    let what = if hosts.len() == 1 { "host" } else { "the hosts" };
    let hosts = names(hosts.iter().map(|host| host.name()));
    let message = format!("{who} directly on {what} {hosts}, with no virtual machine in between");
    out.report_all(group, first.runs_on_span(), message)
}

fn lies_bare(case: &Case, container: Container<'_>, bare_clusters: &[bool]) -> bool {
    if container.is_system_container() {
        let counts = case.verdicts.terms().system_containers == SystemContainers::Container;
        let host = container.on().and_then(|on| on.as_host());
        return counts && host.is_some_and(|host| !host.is_rented());
    }
    match container.runs_on() {
        // A cluster of bare hosts is as bare as they are.
        RunsOn::Cluster(cluster) => bare_clusters[cluster.index()],
        _ => container.on().and_then(System::as_host).is_some_and(is_bare),
    }
}

fn is_bare(host: Host<'_>) -> bool {
    !host.is_hypervisor() && !host.is_rented()
}

fn is_bare_cluster(cluster: Cluster<'_>) -> bool {
    let mut nodes = cluster.nodes();
    nodes.len() > 0
        && cluster.has_all_nodes()
        && nodes.all(|node| node.as_host().is_some_and(is_bare))
}

/// The hosts below some containers, each once.
fn hosts_of<'a>(containers: &[Container<'a>]) -> Vec<Host<'a>> {
    let (mut hosts, mut clusters) = (BTreeMap::new(), BTreeMap::new());
    for container in containers {
        if let RunsOn::Cluster(id) = container.runs_on() {
            clusters.insert(id, container);
        }
        hosts.extend(container.host().map(|host| (host.id(), host)));
    }
    for container in clusters.into_values() {
        let nodes = container.on_cluster().into_iter().flat_map(|cluster| cluster.nodes());
        hosts.extend(nodes.filter_map(System::as_host).map(|host| (host.id(), host)));
    }
    hosts.into_values().collect()
}

fn other_hypervisor<'a>(lab: &'a Lab, hosts: &[Host<'a>]) -> Option<Host<'a>> {
    lab.hosts().find(|host| host.is_hypervisor() && !hosts.contains(host))
}

//! Many containers on several machines, and nothing in the lab that manages them.

use rustc_hash::FxHashSet;

use crate::claim;
use crate::finding::Level::Warning;
use crate::finding::{Findings, Subject};
use crate::lab::{Cluster, Container, Engine, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;

pub(super) const RULE: Rule = Rule {
    name: "unmanaged-container-fleet",
    // An inventory seldom says how containers are rolled out, so nobody is asked who does not want to be.
    level: Levels { default: None, bare_metal: None, ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::ENGINES_DEPLOY_CONTAINERS,
        claim::ORCHESTRATORS_BALANCE,
        claim::HYBRID_SCALE,
        claim::HYBRID_PRICE,
        claim::ENGINES_MANAGE,
        claim::ORCHESTRATE,
    ],
    sources: &[authority::DOCKER_SWARM, authority::RED_HAT_CONTAINERS_VS_VMS],
    page: include_str!("unmanaged_container_fleet.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let manages = |system: System| {
        let role = case.verdicts.nature(system).role;
        matches!(role, Some(Role::ContainerManagement | Role::Automation))
    };
    let is_node = |machine: System| machine.clusters().any(Cluster::orchestrates);
    let alone: Vec<Container> = case
        .lab
        .containers()
        .filter(|&container| runs_alone(container) && !container.on().is_some_and(is_node))
        .collect();
    let machines: FxHashSet<usize> =
        alone.iter().filter_map(|container| Some(container.kernel()?.id())).collect();
    let many = case.policy.thresholds.manual_containers as usize;
    if alone.len() <= many || machines.len() < 2 || case.lab.systems().any(manages) {
        return;
    }
    let message = format!(
        "{} containers on {} machines, and nothing in the lab manages them",
        alone.len(),
        machines.len()
    );
    out.report(Subject::Lab, alone[0].place(), message).help(
        "run them in a cluster, or name what rolls them out: a workload with `role: automation` or \
         `container-management`",
    );
}

/// True for an application container that no cluster places.
fn runs_alone(container: Container<'_>) -> bool {
    !container.is_system_container()
        && container.runs()
        && container.engine() != Engine::Kubernetes
        && container.on_cluster().is_none()
}

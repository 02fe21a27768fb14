//! A container has the control socket of its container engine, and with it the machine below.

use super::{is_excused, machines, matters, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "engine-socket-mounted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
    ],
    sources: &[authority::DOCKER_SECURITY, authority::CIS_DOCKER, authority::KUBE_LINTER],
    page: include_str!("engine_socket_mounted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let mounts = case.insight.host_mounts();
    if !mounts.has_sockets() {
        return;
    }
    let caught = case.lab.containers().map(System::from).filter(|&container| {
        mounts.socket(container).is_some() && matters(container) && !is_for_it(case, container)
    });
    let message = |group: &[System]| {
        let who = match group {
            [one] => format!("container `{}` has the engine's socket and so controls", one.name()),
            many => {
                format!(
                    "{} have the engine's socket and so control",
                    count(many.len(), "container")
                )
            }
        };
        format!("{who} {}", machines(group))
    };
    tell(
        caught,
        out,
        message,
        |container| mounts.socket(container),
        "put a proxy between that passes on only what is needed (read-only mounting does not help), or give it a VM \
         of its own",
    );
}

/// True if managing containers is what it is for, and nobody reaches it from the internet.
fn is_for_it(case: &Case, container: System<'_>) -> bool {
    let nature = case.verdicts.nature(container);
    let manages = nature.role == Some(Role::ContainerManagement)
        && nature.sure.is_some_and(|sure| sure >= Quality::Image);
    (manages || is_excused(case, container, "engine-socket")) && !container.is_exposed()
}

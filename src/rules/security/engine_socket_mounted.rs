//! A container has the control socket of its container engine, and with it the machine below.

use super::{machines, matters, tell, tell_as_info};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::is_rootless;
use crate::lab::{Right, System};
use crate::policy::Levels;
use crate::rules::group::who;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "engine-socket-mounted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
    ],
    sources: &[
        authority::DOCKER_SECURITY,
        authority::OWASP_DOCKER,
        authority::CIS_DOCKER,
        authority::KUBE_LINTER,
    ],
    page: include_str!("engine_socket_mounted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let access = case.insight.access();
    let socket = |container: System| {
        access.find(container, |right| matches!(right, Right::ControlSocket(_)))
    };
    let holders = access.holders(case.lab).filter(|it| socket(*it).is_some() && matters(*it));
    let (of_one_user, of_machine): (Vec<_>, Vec<_>) = holders.partition(|&container| {
        let path = socket(container).and_then(|grant| grant.right.path());
        path.is_some_and(|path| is_rootless(container, path))
    });
    let (needed, others): (Vec<_>, Vec<_>) =
        of_machine.into_iter().partition(|container| access.is_excused(*container));
    // The proxy is the cure.
    let is_proxy = |it: &System| access.is_proxy(*it, case.verdicts);
    let needed: Vec<_> = needed.into_iter().filter(|it| !is_proxy(it)).collect();
    let place = |container: System| socket(container).map(|grant| grant.at);
    let message = |group: &[System]| {
        let has = who(group, "container", ["has", "have"]);
        let control = if group.len() == 1 { "controls" } else { "control" };
        format!("{has} the engine's socket and so {control} {}", machines(group))
    };
    tell(
        others,
        out,
        message,
        place,
        "put a proxy between that passes on only what is needed (read-only mounting does not help), or give it a VM \
         of its own",
    );
    tell_as_info(
        needed,
        out,
        |group| format!("{}, which its work needs", message(group)),
        place,
        "keep it off the internet, and trust it as you trust the machine",
    );
    tell_as_info(
        of_one_user,
        out,
        |group| {
            let has = who(group, "container", ["has", "have"]);
            format!(
                "{has} the socket of an engine without root: all containers of its user on {}",
                machines(group)
            )
        },
        place,
        "put a proxy between that passes on only what is needed",
    );
}

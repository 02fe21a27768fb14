//! A container runs privileged, so that root inside it is root outside.

use super::{machines, matters, tell, tell_as_info};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Right, System};
use crate::policy::Levels;
use crate::rules::group::who;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "privileged-container",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
        claim::CONFINE_CONTAINERS,
    ],
    sources: &[
        authority::PROXMOX_CONTAINERS,
        authority::INCUS_SECURITY,
        authority::CIS_DOCKER,
        authority::POD_SECURITY,
    ],
    page: include_str!("privileged_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let access = case.insight.access();
    let privileged =
        |container: System| Some(access.find(container, |right| *right == Right::Privileged)?.at);
    let caught = access.holders(case.lab).filter(|it| privileged(*it).is_some() && matters(*it));
    let (needed, caught): (Vec<_>, Vec<_>) = caught.partition(|it| access.is_excused(*it));
    let message = |group: &[System]| {
        let who = who(group, "container", ["is", "are"]);
        format!("{who} privileged: root inside is root on {}", machines(group))
    };
    let (system, application): (Vec<_>, Vec<_>) =
        caught.into_iter().partition(|container| container.is_system_container());
    tell(
        application,
        out,
        message,
        privileged,
        "give it the `devices` and `capabilities` that it needs instead, or a VM of its own",
    );
    tell(
        system,
        out,
        message,
        privileged,
        "make it unprivileged and hand it the `devices` that it needs, or give it a VM of its own",
    );
    tell_as_info(
        needed,
        out,
        |group| format!("{}, as its makers ask", message(group)),
        privileged,
        "trust it as you trust the machine, and look now and then whether it still needs all of that",
    ); // Most images start as root, so only the strict ask, and only where it is written.
    let is_root = |system: &System| root(*system).is_some() && matters(*system);
    let roots = case.lab.containers().map(System::from).filter(is_root);
    tell_as_info(
        roots.filter(|_| case.is_strict()),
        out,
        |group| {
            let run = who(group, "container", ["runs", "run"]);
            format!("{run} as root: a flaw in its software is one of root on {}", machines(group))
        },
        root,
        "give it a user of its own: `user: '1000:1000'`",
    );
}

/// Where it says that it runs as root, with an engine that does so too.
fn root(container: System<'_>) -> Option<Span> {
    let isolation = &container.entry().isolation;
    let user = isolation.user.as_ref()?;
    let name = user.split(':').next().unwrap_or_default();
    let is_mapped = isolation.rootless.value() == Some(true) || isolation.id_map.is_some();
    (matches!(name, "root" | "0") && !is_mapped).then_some(user.span)
}

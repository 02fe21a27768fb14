//! AppArmor, SELinux or seccomp is switched off for a container.

use super::{is_excused, machines, matters, privileged_container, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Confinement, System};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "confinement-disabled",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CONFINE_CONTAINERS, claim::CONFIGURE_NAMESPACES, claim::SECURITY_BASELINE],
    sources: &[authority::PROXMOX_CONTAINERS, authority::CIS_DOCKER, authority::CIS_KUBERNETES],
    page: include_str!("confinement_disabled.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let caught = case.lab.containers().map(System::from).filter(|&container| {
        stated(container).is_some()
            && matters(container)
            // A privileged container has no confinement anyway, and is told of as such.
            && privileged_container::stated(container).is_none()
            && !is_excused(case, container, "privileged")
    });
    let message = |group: &[System]| match group {
        [one] => {
            let what = stated(*one).map_or("confinement", |(_, what)| what);
            format!("{} `{}` runs without {what} on {}", one.noun(), one.name(), machines(group))
        }
        many => {
            format!("{} run unconfined on {}", count(many.len(), "container"), machines(group))
        }
    };
    let place = |container: System| stated(container).map(|(at, _)| at);
    tell(
        caught,
        out,
        message,
        place,
        "take the option away, or write a profile that allows what is missing (`confinement: custom`)",
    );
}

/// Where confinement is switched off, and which.
fn stated(container: System<'_>) -> Option<(Span, &'static str)> {
    let isolation = &container.entry().isolation;
    if let Some(stated) = isolation.confinement.as_ref().filter(|it| it.value == Confinement::Off) {
        return Some((stated.span, "confinement"));
    }
    isolation.security_opt.iter().find_map(|option| {
        let (key, value) = option.split_once(['=', ':'])?;
        let what = match (key.trim(), value.trim()) {
            ("apparmor", "unconfined") => "AppArmor",
            ("seccomp", "unconfined") => "seccomp",
            ("label", "disable" | "disabled") => "SELinux",
            ("systempaths", "unconfined") => "masked system paths",
            _ => return None,
        };
        Some((option.span, what))
    })
}

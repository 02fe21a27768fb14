//! AppArmor, SELinux or seccomp is switched off for a container.

use super::{is_excused, machines, matters, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{privileged, unconfined};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

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
        unconfined(container).is_some()
            && matters(container)
            // A privileged container has no confinement anyway, and is told of as such.
            && privileged(container).is_none()
            && !is_excused(case, container, "privileged")
    });
    let message = |group: &[System]| match group {
        [one] => {
            let what = unconfined(*one).map_or("confinement", |(_, what)| what);
            format!("{} `{}` runs without {what} on {}", one.noun(), one.name(), machines(group))
        }
        many => {
            format!("{} run unconfined on {}", count(many.len(), "container"), machines(group))
        }
    };
    let place = |container: System| unconfined(container).map(|(at, _)| at);
    tell(
        caught,
        out,
        message,
        place,
        "take the option away, or write a profile that allows what is missing (`confinement: custom`)",
    );
}

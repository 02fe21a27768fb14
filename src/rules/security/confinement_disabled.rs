//! AppArmor, SELinux or seccomp is switched off for a container.

use super::{machines, matters, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Right, System};
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
    let access = case.insight.access();
    let grant =
        |container: System| access.find(container, |right| matches!(right, Right::Unconfined(_)));
    let has = |container: System, right: &Right| access.find(container, |it| it == right).is_some();
    let caught = access.holders(case.lab).filter(|&container| {
        grant(container).is_some()
            && matters(container)
            // A privileged container has no confinement anyway, and is told of as such.
            && !has(container, &Right::Privileged)
            && !access.is_excused(container)
    });
    let message = |group: &[System]| match (group, grant(group[0]).map(|grant| &grant.right)) {
        ([one], Some(Right::Unconfined(what))) => {
            format!("{} `{}` runs without {what} on {}", one.noun(), one.name(), machines(group))
        }
        (many, _) => {
            format!("{} run unconfined on {}", count(many.len(), "container"), machines(group))
        }
    };
    let place = |container: System| grant(container).map(|grant| grant.at);
    tell(
        caught,
        out,
        message,
        place,
        "take the option away, or write a profile that allows what is missing (`confinement: custom`)",
    );
}

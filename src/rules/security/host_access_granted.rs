//! A container is given a part of the machine below: a namespace, a dangerous capability, a system folder.

use super::{machines, matters, tell, tell_as_info};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::broad_mounts;
use crate::lab::{Namespace, Right, System};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "host-access-granted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::CONTAINER_SHARES_THE_ADAPTER,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
    ],
    sources: &[authority::POD_SECURITY, authority::CIS_DOCKER, authority::CIS_KUBERNETES],
    page: include_str!("host_access_granted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let access = case.insight.access();
    let holders = || access.holders(case.lab).filter(|container| matters(*container));
    let reaches = |container: System| access.find(container, |right| is_part(case, right));
    let is_privileged =
        |container: System| access.find(container, |right| *right == Right::Privileged).is_some();
    // A privileged container has all of this anyway, and is told of as such.
    let into_machine = holders().filter(|&it| reaches(it).is_some() && !is_privileged(it));
    let (needed, others): (Vec<_>, Vec<_>) = into_machine.partition(|it| access.is_excused(*it));
    let place = |container: System| reaches(container).map(|grant| grant.at);
    let message = |group: &[System]| {
        let (first, machines) = (group[0], machines(group));
        let what = reaches(first).map_or_else(String::new, |grant| words(&grant.right));
        match group.len() {
            1 => format!("{} `{}` gets {what} {machines}", first.noun(), first.name()),
            many => {
                let who = count(many, "container");
                format!("{who} reach into {machines}; `{}` gets {what} its machine", first.name())
            }
        }
    };
    let is_folder =
        |it: &System| reaches(*it).is_some_and(|it| matches!(it.right, Right::Folder(_)));
    let cure = if others.iter().all(is_folder) {
        "take it away, or make it read-only"
    } else {
        "take it away"
    };
    let help = format!("{cure}; software that truly needs it fits a VM of its own better");
    tell(others, out, message, place, &help);
    // To watch the machine is what agents are for: the strict want to know who does.
    if case.is_strict() {
        tell_as_info(
            needed,
            out,
            |group| format!("{}, which its work needs", message(group)),
            place,
            "trust it as you trust the machine",
        );
    }
    let key = |container: System| access.find(container, |right| matches!(right, Right::Key(_)));
    let path = |container: System| {
        key(container).and_then(|grant| grant.right.path()).unwrap_or_default().to_owned()
    };
    tell(
        holders().filter(|&it| key(it).is_some() && !access.is_excused(it)),
        out,
        |group| match group {
            [one] => {
                let (noun, name, path) = (one.noun(), one.name(), path(*one));
                format!(
                    "{noun} `{name}` gets `{path}` of {}: keys to other systems",
                    machines(group)
                )
            }
            many => {
                let who = count(many.len(), "container");
                let (name, path) = (many[0].name(), path(many[0]));
                format!("{who} get keys to other systems; `{name}` gets `{path}` of its machine")
            }
        },
        |container| key(container).map(|grant| grant.at),
        "take the keys away, or give it one of its own that opens only what it needs: to read a key is enough to use it",
    );
    report_broad_mounts(case, out);
}

/// Reports who may change what others keep.
fn report_broad_mounts(case: &Case, out: &mut Findings) {
    let broad = broad_mounts(case.insight);
    let of = |system: System<'_>| broad.iter().find(|it| it.system == system);
    tell(
        broad.iter().map(|it| it.system),
        out,
        |group| {
            let first = group[0];
            let Some(mount) = of(first) else { return String::new() };
            let (path, other) = (mount.path, mount.other.name());
            let pool =
                mount.pool.map_or(String::new(), |pool| format!(", all of `{}`", pool.name.value));
            let what = format!(
                "`{path}` of {}{pool}, below which `{other}` keeps its own",
                machines(group)
            );
            match group.len() {
                1 => format!("{} `{}` may write to {what}", first.noun(), first.name()),
                many => format!(
                    "{} may write to what others keep; `{}` has {what}",
                    count(many, "container"),
                    first.name()
                ),
            }
        },
        |system| of(system).map(|it| it.volume.at),
        "mount the folders that it needs, or make it read-only: `:ro`",
    );
}

/// True for a part of the machine. What many have for a good reason is one for the strict.
fn is_part(case: &Case, right: &Right) -> bool {
    let is_one = matches!(right, Right::Namespace(_) | Right::Capability(_) | Right::Folder(_));
    is_one && *right != Right::Namespace(Namespace::Uts) && (case.is_strict() || !right.is_usual())
}

/// A part of a machine, in words that go on with its name.
fn words(right: &Right) -> String {
    match right {
        Right::Namespace(namespace) => {
            let what = match namespace {
                Namespace::Pid => "processes",
                Namespace::Ipc => "shared memory",
                Namespace::User => "users",
                Namespace::Network => "network",
                Namespace::Cgroup => "control groups",
                Namespace::Uts => "name",
            };
            format!("the {what} of")
        }
        Right::Capability(capability) => format!("the capability `{capability}` on"),
        _ => format!("`{}` of", right.path().unwrap_or_default()),
    }
}

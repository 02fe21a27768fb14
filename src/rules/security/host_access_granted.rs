//! A container is given a part of the machine below: a namespace, a dangerous capability, a system folder.

use super::{is_excused, machines, matters, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::privileged;
use crate::lab::{Namespace, System, VolumeSource};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

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

/// Capabilities that are as good as root on the machine, or come close.
const CAPABILITIES: &[&str] =
    &["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF"];

fn check(case: &Case, out: &mut Findings) {
    let caught = case.lab.containers().map(System::from).filter(|&container| {
        granted(case, container).is_some()
            && matters(container)
            // A privileged container has all of this anyway, and is told of as such.
            && privileged(container).is_none()
    });
    let what = |container: System| granted(case, container).map_or(String::new(), |(_, what)| what);
    let message = |group: &[System]| {
        let (first, machines) = (group[0], machines(group));
        match group.len() {
            1 => format!("{} `{}` gets {} {machines}", first.noun(), first.name(), what(first)),
            many => {
                let who = count(many, "container");
                let gets = format!("`{}` gets {} its machine", first.name(), what(first));
                format!("{who} reach into {machines}; {gets}")
            }
        }
    };
    let place = |container: System| granted(case, container).map(|(at, _)| at);
    tell(
        caught,
        out,
        message,
        place,
        "take it away, or make it read-only; software that truly needs it fits a VM of its own better",
    );
}

/// The first part of the machine that a container gets: where that is written, and what it is.
fn granted(case: &Case, container: System<'_>) -> Option<(Span, String)> {
    let isolation = &container.entry().isolation;
    let excused = |what: &str| is_excused(case, container, what);
    let shared = isolation.host_namespaces.iter().find_map(|shared| {
        let (what, excuse) = match shared.value {
            Namespace::Pid => ("the processes", "host-pid"),
            Namespace::Ipc => ("the shared memory", "privileged"),
            Namespace::User => ("the users", "privileged"),
            // Many use the machine's network to find devices, so only the strict ask.
            Namespace::Network if case.is_strict() => ("the network", "host-network"),
            Namespace::Cgroup if case.is_strict() => ("the control groups", "privileged"),
            _ => return None,
        };
        (!excused(excuse)).then(|| (shared.span, format!("{what} of")))
    });
    let capability = || {
        let given = isolation.capabilities.as_deref()?;
        given.add.iter().find_map(|given| {
            let bare = given.strip_prefix("CAP_").unwrap_or(given);
            let strong = CAPABILITIES.iter().find(|known| known.eq_ignore_ascii_case(bare))?;
            (!excused(strong)).then(|| (given.span, format!("the capability `{strong}` on")))
        })
    };
    let folder = || {
        let volume = case.insight.host_mounts().folder(container)?;
        let VolumeSource::Path(path) = &volume.source else { return None };
        let excused = excused("privileged") || excused("host-pid");
        (!excused).then(|| (volume.at, format!("`{path}` of")))
    };
    shared.or_else(capability).or_else(folder)
}

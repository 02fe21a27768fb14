//! A container is given a part of the machine below: a namespace, a dangerous capability, a system folder.

use super::{is_excused, machines, matters, privileged_container, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Namespace, Profile, System, Volume, VolumeSource};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "host-access-granted",
    level: Levels::each(None, Some(Warning), Some(Error), Some(Warning)),
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

/// Folders with which a container that may write to them can take the machine over.
const FOLDERS: &[&str] = &[
    "/",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib/modules",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var",
    "/var/lib/containers",
    "/var/lib/docker",
    "/var/run",
];

fn check(case: &Case, out: &mut Findings) {
    let caught = case.lab.containers().map(System::from).filter(|&container| {
        granted(case, container).is_some()
            && matters(container)
            // A privileged container has all of this anyway, and is told of as such.
            && privileged_container::stated(container).is_none()
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
            Namespace::Network if is_strict(case) => ("the network", "host-network"),
            Namespace::Cgroup if is_strict(case) => ("the control groups", "privileged"),
            _ => return None,
        };
        (!excused(excuse)).then(|| (shared.span, format!("{what} of")))
    });
    let capability = || {
        isolation.capabilities.iter().find_map(|given| {
            let bare = given.strip_prefix("CAP_").unwrap_or(given);
            let strong = CAPABILITIES.iter().find(|known| known.eq_ignore_ascii_case(bare))?;
            (!excused(strong)).then(|| (given.span, format!("the capability `{strong}` on")))
        })
    };
    let folder = || {
        let volume = container.entry().volumes.iter().find_map(sensitive)?;
        let excused = excused("privileged") || excused("host-pid");
        (!excused).then(|| (volume.0, format!("`{}` of", volume.1)))
    };
    shared.or_else(capability).or_else(folder)
}

fn is_strict(case: &Case) -> bool {
    case.policy.profile == Profile::Strict
}

/// Where a folder of the machine is mounted that gives power over it, and which. Keys are as good read as
/// written.
fn sensitive(volume: &Volume) -> Option<(Span, &str)> {
    let VolumeSource::Path(path) = volume.source() else { return None };
    let bare = if path == "/" { path } else { path.trim_end_matches('/') };
    let is_system = FOLDERS.contains(&bare) && !volume.read_only;
    (is_system || bare.ends_with("/.ssh")).then_some((volume.at, path))
}

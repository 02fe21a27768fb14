//! Containers share a kernel with others and have no memory limit, though others beside them have one.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::ClusterId;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Container, Engine, Host, Lab, RunsOn, System};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "no-resource-limit",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::LIMIT_RESOURCES,
        claim::VMS_SHARE_OUT_RESOURCES,
        claim::CONTAINERS_SHARE_THE_KERNEL,
    ],
    sources: &[authority::DOCKER_RESOURCES],
    page: include_str!("no_resource_limit.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let strict = case.is_strict();
    let mut by_kernel: BTreeMap<SharedKernel, Vec<Container<'_>>> = BTreeMap::new();
    for container in case.lab.containers().filter(|&container| may_lack_limit(container)) {
        if is_limited_anyway(container) || !container.runs_continuously() {
            continue;
        }
        if let Some(kernel) = kernel(container) {
            by_kernel.entry(kernel).or_default().push(container);
        }
    }
    let mut unlimited: Vec<Container<'_>> = Vec::new();
    let mut silent: Vec<Container<'_>> = Vec::new();
    for (kernel, without) in by_kernel {
        let limited = limited(case.lab, kernel);
        if limited + without.len() < 2 {
            continue;
        }
        // Where nearly half have one, the others were forgotten.
        let are_forgotten = strict || limited * 4 >= without.len() * 3;
        let kind = if are_forgotten { &mut unlimited } else { &mut silent };
        kind.extend(without);
    }
    silence(silent, out);
    unlimited.sort_by_key(|container| container.id());
    for group in out.parts(unlimited) {
        let message = match group.as_slice() {
            [one] => format!("container `{}` has no memory limit", one.name()),
            many => format!("{} have no memory limit", count(many.len(), "container")),
        };
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the containers are");
        finding.help("set `memory:` to the most it should ever use, the largest first");
    }
}

/// So many containers without a limit are worth a word, though hardly any has one.
const MANY: usize = 8;

/// Limits are hardly used here: told once.
fn silence(mut silent: Vec<Container<'_>>, out: &mut Findings) {
    silent.sort_by_key(|container| container.id());
    for group in out.parts(silent).into_iter().filter(|group| group.len() >= MANY) {
        let message = format!(
            "the file names no memory limit for {} that share kernels",
            count(group.len(), "container")
        );
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the containers are");
        finding.help(
            "begin with those that can take most, such as media, search and machine learning: `memory:` keeps them from \
             pushing out the rest",
        );
    }
}

/// A kernel, or a cluster whose nodes share the work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SharedKernel {
    Of(usize),
    OfCluster(ClusterId),
}

/// How many containers on a kernel have a limit.
fn limited(lab: &Lab, kernel: SharedKernel) -> usize {
    match kernel {
        SharedKernel::Of(system) => limited_in(lab.system_at(system)),
        SharedKernel::OfCluster(id) => {
            let on_it = lab.containers().filter(|it| it.runs_on() == RunsOn::Cluster(id));
            on_it.filter(|&container| has_limit(container) && container.runs_continuously()).count()
        }
    }
}

fn limited_in(machine: System<'_>) -> usize {
    // Without recursion: containers may stand in each other as deep as a file is long.
    let (mut limited, mut waiting) = (0, vec![machine]);
    while let Some(machine) = waiting.pop() {
        for container in machine.guests().filter_map(System::as_container) {
            if container.runs_continuously() && !container.is_in_cycle() {
                limited += usize::from(has_limit(container));
                waiting.push(*container);
            }
        }
    }
    limited
}

/// True if it is known to have no limit, rather than one that nobody can read.
fn may_lack_limit(container: Container<'_>) -> bool {
    !has_limit(container) && !container.memory.is_unknown()
}

fn has_limit(container: Container<'_>) -> bool {
    container.memory.as_ref().is_some_and(|memory| memory.max.is_some())
}

fn kernel(container: Container<'_>) -> Option<SharedKernel> {
    match container.runs_on() {
        RunsOn::Cluster(id) => Some(SharedKernel::OfCluster(id)),
        _ => Some(SharedKernel::Of(container.kernel()?.id())),
    }
}

/// An LXC container of Proxmox VE always has a limit, whether it is written down or not, unlike those of LXD and
/// Incus; a container in one that has a limit shares that.
fn is_limited_anyway(container: Container<'_>) -> bool {
    let on = container.on();
    let hypervisor = on.and_then(System::as_host).and_then(Host::hypervisor);
    let is_of_lxd = hypervisor.is_some_and(|it| matches!(it, "lxd" | "incus"));
    let outer = on.and_then(|on| on.as_container());
    (container.engine() == Engine::Lxc && !is_of_lxd)
        || outer.is_some_and(|outer| !outer.memory.is_absent())
}

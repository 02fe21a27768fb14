//! Waiting: what has to be there before a system can start, and the circles in which each waits for the next.

use std::collections::{HashMap, VecDeque};

use crate::lab::{Dependency, Lab, System, VolumeSource, When};
use crate::source::Span;

/// A system that another one waits for.
#[derive(Clone, Copy)]
pub(super) struct Wait<'a> {
    pub(super) on: System<'a>,
    pub(super) tie: Tie,
    /// Where it is written.
    pub(super) at: Span,
}

/// Why a system waits for another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// It says that it depends on it.
    Needs,
    /// It runs on it.
    RunsOn,
    /// The other one serves its data.
    Data,
    /// The other one checks its logins.
    Login,
    /// The other one keeps its secrets.
    Secrets,
}

/// What a system waits for at certain stages, as far as nothing can stand in for it.
pub(super) fn waits<'a>(system: System<'a>, stages: &[When]) -> impl Iterator<Item = Wait<'a>> {
    let needs = system
        .dependencies()
        .filter(|(need, _)| is_hard(need) && stages.contains(&stage(need)))
        .map(|(need, on)| Wait { on, tie: Tie::Needs, at: need.on.span });
    let all = needs.chain(below(system)).chain(served(system));
    all.filter(|wait| wait.on.is_intended())
}

/// When a dependency is needed: to start, if nothing is said.
pub(super) fn stage(need: &Dependency) -> When {
    need.when.as_ref().map_or(When::Boot, |when| when.value)
}

/// True unless things go on without it.
pub(super) fn is_hard(need: &Dependency) -> bool {
    /// What nobody waits for.
    const LOOSE: &[&str] = &["monitoring", "metrics", "logging", "backup", "replication"];
    let optional = need.terms.optional.as_ref().is_some_and(|optional| optional.value);
    let loose = need.terms.kind.as_ref().is_some_and(|kind| LOOSE.contains(&kind.as_str()));
    !optional && !loose && need.terms.fallback.is_absent()
}

/// What it runs on; of a cluster, a node, if all nodes stand and fall with one host.
fn below(system: System<'_>) -> Option<Wait<'_>> {
    if system.is_in_cycle() || system.entry().runs_on.len() > 1 {
        return None;
    }
    let node = || {
        let cluster = system.on_cluster().filter(|cluster| cluster.one_host().is_some())?;
        cluster.nodes().next()
    };
    let on = system.on().or_else(node)?;
    Some(Wait { on, tie: Tie::RunsOn, at: system.runs_on_span() })
}

/// What serves its disks and volumes over the network.
fn served(system: System<'_>) -> impl Iterator<Item = Wait<'_>> {
    let (lab, entry) = (system.lab(), system.entry());
    let shares = entry.volumes.iter().filter_map(move |volume| match &volume.source {
        VolumeSource::Share(share) => {
            Some(Wait { on: lab.system(&share.server)?, tie: Tie::Data, at: volume.at })
        }
        _ => None,
    });
    let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
    let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
    let named = disks.chain(volumes).filter(|_| lab.storage().len() > 0);
    let disks = named.filter_map(move |name| {
        // Of several that serve it, one may do without the others.
        let [server] = &lab.shared_storage(name)?.record().on[..] else { return None };
        Some(Wait { on: lab.system(server)?, tie: Tie::Data, at: name.span })
    });
    shares.chain(disks)
}

/// The circles in which each waits for the next to start.
pub(in crate::rules) fn boot_circles(lab: &Lab) -> Vec<Vec<System<'_>>> {
    circles(lab, &[When::Boot])
}

/// True if a system is on a circle.
pub(super) fn is_on(circle: &[System<'_>], system: System<'_>) -> bool {
    // Circles are told in the order of the text.
    circle.binary_search_by_key(&system.id(), |member| member.id()).is_ok()
}

/// The circles in which each waits for the next at certain stages, every circle in the order of the text.
pub(super) fn circles<'a>(lab: &'a Lab, stages: &[When]) -> Vec<Vec<System<'a>>> {
    // Whoever is on a circle waits for something, and something waits for him.
    let waiting = lab
        .systems()
        .filter(|&system| is_awaited(system))
        .filter(|system| !system.entry().depends_on.is_empty() || served(*system).next().is_some());
    let servers = lab.storage().flat_map(|storage| &storage.record().on);
    let servers = servers.filter_map(|name| lab.system(name));
    let starts = waiting.chain(servers).filter(|system| system.is_intended());
    circles_of(lab, starts, |system, next| {
        next.extend(waits(system, stages).map(|wait| number(wait.on)));
    })
}

/// True if something needs it or runs on it. Most systems are at the end of every chain.
pub(super) fn is_awaited(system: System<'_>) -> bool {
    system.needed_by().len() > 0 || system.guests().len() > 0
}

/// The number of a system, as circles are told in.
pub(super) fn number(system: System<'_>) -> u32 {
    u32::try_from(system.id()).expect("fewer than 2^32 systems")
}

/// A system that is being visited, and which of those after it come next.
struct Visit {
    system: u32,
    first: usize,
    next: usize,
}

/// The circles of any relation, after Tarjan: each system is visited once.
pub(super) fn circles_of<'a>(
    lab: &'a Lab,
    starts: impl Iterator<Item = System<'a>>,
    follow: impl Fn(System<'a>, &mut Vec<u32>),
) -> Vec<Vec<System<'a>>> {
    // The order of the first visit, and the earliest that can be reached from there.
    let mut seen: HashMap<u32, (usize, usize)> = HashMap::new();
    let (mut open, mut path, mut after) = (Vec::<u32>::new(), Vec::<Visit>::new(), Vec::new());
    let mut circles = Vec::new();
    for start in starts {
        if seen.contains_key(&number(start)) {
            continue;
        }
        let mut enter = Some(number(start));
        loop {
            if let Some(system) = enter.take() {
                let order = seen.len();
                seen.insert(system, (order, order));
                open.push(system);
                let first = after.len();
                follow(lab.system_at(system as usize), &mut after);
                path.push(Visit { system, first, next: first });
            }
            let Some(visit) = path.last_mut() else { break };
            if let Some(&next) = after.get(visit.next) {
                visit.next += 1;
                let low = match seen.get(&next) {
                    None => {
                        enter = Some(next);
                        continue;
                    }
                    Some(&(order, _)) if order < CLOSED => order,
                    Some(_) => continue,
                };
                let own = seen.get_mut(&visit.system).expect("it was entered");
                own.1 = own.1.min(low);
                continue;
            }
            let Visit { system, first, .. } = path.pop().expect("it was just there");
            let to_itself = after[first..].contains(&system);
            after.truncate(first);
            let (order, low) = seen[&system];
            if let Some(before) = path.last() {
                let before = seen.get_mut(&before.system).expect("it was entered");
                before.1 = before.1.min(low);
            }
            if order == low {
                let at = open.iter().rposition(|&other| other == system).expect("it is open");
                let mut circle = open.split_off(at);
                for member in &circle {
                    seen.insert(*member, (CLOSED, CLOSED));
                }
                if circle.len() > 1 || to_itself {
                    circle.sort_unstable();
                    circles.push(circle);
                }
            }
        }
    }
    circles.sort();
    let systems = |circle: Vec<u32>| circle.iter().map(|&id| lab.system_at(id as usize)).collect();
    circles.into_iter().map(systems).collect()
}

/// The order of what belongs to a circle, or to none, that is complete.
const CLOSED: usize = usize::MAX;

/// The shortest way from a member of a circle back to it, step by step.
pub(super) fn round<'a>(
    start: System<'a>,
    circle: &[System<'a>],
    waits: impl Fn(System<'a>) -> Vec<Wait<'a>>,
) -> Vec<(System<'a>, Wait<'a>)> {
    let mut came: HashMap<usize, (System<'a>, Wait<'a>)> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(system) = queue.pop_front() {
        for wait in waits(system).into_iter().filter(|wait| is_on(circle, wait.on)) {
            if wait.on == start {
                let mut steps = vec![(system, wait)];
                while let Some(&step) = came.get(&steps.last().expect("the last step").0.id()) {
                    steps.push(step);
                }
                steps.reverse();
                return steps;
            }
            if let std::collections::hash_map::Entry::Vacant(free) = came.entry(wait.on.id()) {
                free.insert((system, wait));
                queue.push_back(wait.on);
            }
        }
    }
    Vec::new()
}

/// The steps as a sentence: `a` needs `b`, which runs on `c`, which needs `a`.
pub(super) fn sentence(steps: &[(System<'_>, Wait<'_>)]) -> String {
    let clause = |(_, wait): &(System<'_>, Wait<'_>)| {
        let verb = match wait.tie {
            Tie::Needs => "needs",
            Tie::RunsOn => "runs on",
            Tie::Data => "has its data on",
            Tie::Login => "logs in through",
            Tie::Secrets => "takes its secrets from",
        };
        format!("{verb} `{}`", wait.on.name())
    };
    let clauses: Vec<String> = steps.iter().map(clause).collect();
    let start = steps.first().map_or("", |(system, _)| system.name());
    format!("`{start}` {}", clauses.join(", which "))
}

//! Most of the lab needs one storage server.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::insight::{Edge, EdgeKind};
use crate::lab::{Lab, Named, Storage, System, VolumeSource, When};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "one-storage-under-all",
    level: Levels::unless_minimal(Warning),
    claims: &[claim::CARE_FOR_RESTORE, claim::HARDWARE_MADE_VIRTUAL],
    sources: &[authority::SINGLE_POINT_OF_FAILURE],
    page: include_str!("one_storage_under_all.md"),
    check,
};

/// What is used by fewer is not most of a lab.
const FEWEST: usize = 5;

/// How many servers are looked at: those that serve most.
const SERVERS: usize = 4;

fn check(case: &Case, out: &mut Findings) {
    let lab = case.lab;
    for (server, users) in servers(case) {
        let own = with_guests(lab, &[server]);
        let rests = with_guests(lab, &users);
        let others = lab.workloads().filter(|workload| workload.runs() && !own[workload.id()]);
        let (mut all, mut resting) = (0, 0);
        for workload in others {
            all += 1;
            resting += usize::from(rests[workload.id()]);
        }
        if resting * 2 < all || resting < FEWEST {
            continue;
        }
        let message = format!(
            "{resting} of {all} workloads need `{}`, themselves or through what they run on",
            server.name()
        );
        let finding = out.report(server, server.place(), message);
        match folders_without(case, server, &users) {
            Some((at, machine)) if resting * 4 >= all * 3 => {
                let text = format!(
                    "`{machine}` comes up without it, and what mounts folders of it then starts on empty ones"
                );
                finding.label(at, text);
            }
            _ => {
                finding.lower();
            }
        }
        for storage in lab.storage().filter(|&it| serves(it) == Some(server)).take(2) {
            finding.label(storage.name.span, "lies there");
        }
        let shown = names(users.iter().map(|user| user.name()));
        finding.label(users[0].place(), format!("used by {shown}"));
        finding.help(
            "know what still runs without it, such as DNS and logins on local disks, and how long a restore takes",
        );
    }
}

/// The machines that serve storage with those who use it directly; those that serve most come first.
fn servers<'a>(case: &Case<'a>) -> Vec<(System<'a>, Vec<System<'a>>)> {
    let (lab, graph) = (case.lab, case.graph());
    let mut users: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for storage in lab.storage() {
        let Some(server) = serves(storage) else { continue };
        let users = users.entry(server.id()).or_insert_with(|| {
            let direct = graph.needed(server.id()).filter(|need| is_use(need));
            direct.map(|need| need.from as usize).collect()
        });
        let of_storage = graph.needed(graph.storage(storage)).filter(|need| need.hard);
        users.extend(of_storage.map(|need| need.from as usize));
    }
    let user = |&user: &usize| (user < lab.systems().len()).then(|| lab.system_at(user));
    let is_user = |user: &System<'_>| user.runs();
    let mut servers: Vec<(System<'_>, Vec<System<'_>>)> = users
        .into_iter()
        .map(|(server, users)| {
            (lab.system_at(server), users.iter().filter_map(user).filter(is_user).collect())
        })
        .filter(|(_, users): &(_, Vec<_>)| !users.is_empty())
        .collect();
    servers.sort_by_key(|(server, users)| (usize::MAX - users.len(), server.id()));
    servers.truncate(SERVERS);
    servers
}

/// A machine that comes up without the server, though folders of it are mounted into what runs there.
fn folders_without<'a>(
    case: &Case<'a>,
    server: System<'a>,
    users: &[System<'a>],
) -> Option<(Span, &'a str)> {
    let graph = case.graph();
    let machines = graph.needed(server.id()).filter(|need| need.hard && need.when == When::Run);
    let mut machines = machines.filter_map(|need| {
        let machine = graph.system(case.lab, need.from)?;
        let has_folders = |guest: System<'_>| {
            guest.volumes.iter().any(|it| matches!(it.source, VolumeSource::Path(_)))
        };
        let is_one = users.contains(&machine) && machine.guests().any(has_folders);
        is_one.then_some((need.at, machine.name()))
    });
    machines.next()
}

/// True for what cannot run without the machine, wherever its disks are.
fn is_use(need: &Edge) -> bool {
    let runs = need.hard && need.when <= When::Run;
    runs && matches!(need.kind, EdgeKind::DependsOn | EdgeKind::Storage)
}

/// The single machine that serves a storage, unless that is copied to a second one.
fn serves(storage: Storage<'_>) -> Option<System<'_>> {
    let [on] = &storage.record().on[..] else { return None };
    let Some(Named::System(server)) = storage.lab().find(on) else { return None };
    let copied = storage.replicated.as_ref().is_some_and(|copied| copied.value);
    (!copied && server.clusters().next().is_none() && server.runs()).then_some(server)
}

/// Some systems and all that runs on them, as marks by number.
fn with_guests(lab: &Lab, systems: &[System<'_>]) -> Vec<bool> {
    let mut marks = vec![false; lab.systems().len()];
    let mut open: Vec<usize> = systems.iter().map(|system| system.id()).collect();
    while let Some(next) = open.pop() {
        if !std::mem::replace(&mut marks[next], true) {
            open.extend(lab.system_at(next).guests().map(System::id));
        }
    }
    marks
}

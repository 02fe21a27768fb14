//! Most of the lab needs one storage server.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::lab::{Lab, Named, Storage, System, VolumeSource, When};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "one-storage-under-all",
    level: Levels::unless_minimal(Info),
    claims: &[claim::CARE_FOR_RESTORE, claim::HARDWARE_MADE_VIRTUAL],
    sources: &[authority::SINGLE_POINT_OF_FAILURE],
    page: include_str!("one_storage_under_all.md"),
    check,
};

/// How many servers are looked at: those that serve most.
const SERVERS: usize = 4;

fn check(case: &Case, out: &mut Findings) {
    let lab = case.lab;
    for (server, users) in servers(lab) {
        let own = with_guests(lab, &[server]);
        let rests = with_guests(lab, &users);
        let others = lab.workloads().filter(|workload| workload.runs() && !own[workload.id()]);
        let (mut all, mut resting) = (0, 0);
        for workload in others {
            all += 1;
            resting += usize::from(rests[workload.id()]);
        }
        if resting * 2 < all || resting < case.policy.thresholds.critical_dependents as usize {
            continue;
        }
        let message = format!(
            "{resting} of {all} workloads need `{}`, themselves or through what they run on",
            server.name()
        );
        let finding = out.report(server, server.place(), message);
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
fn servers(lab: &Lab) -> Vec<(System<'_>, Vec<System<'_>>)> {
    let mut users: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for storage in lab.storage() {
        let Some(server) = serves(storage) else { continue };
        // A hypervisor that could use it says nothing of its guests.
        let clients = storage.clients.iter().filter_map(|client| lab.system(client));
        let clients = clients.filter(|client| client.as_workload().is_some());
        let users = users.entry(server.id()).or_default();
        users.extend(clients.chain(needing(server)).map(System::id));
    }
    if users.is_empty() {
        return Vec::new();
    }
    for system in lab.systems().filter(|system| system.runs()) {
        for server in holders(system) {
            if let Some(users) = users.get_mut(&server.id()) {
                users.insert(system.id());
            }
        }
    }
    let mut servers: Vec<(System<'_>, Vec<System<'_>>)> = users
        .into_iter()
        .filter(|(_, users)| !users.is_empty())
        .map(|(server, users)| {
            (lab.system_at(server), users.into_iter().map(|user| lab.system_at(user)).collect())
        })
        .collect();
    servers.sort_by_key(|(server, users)| (usize::MAX - users.len(), server.id()));
    servers.truncate(SERVERS);
    servers
}

/// The single machine that serves a storage, unless that is copied to a second one.
fn serves(storage: Storage<'_>) -> Option<System<'_>> {
    let [on] = &storage.record().on[..] else { return None };
    let Some(Named::System(server)) = storage.lab().find(on) else { return None };
    let copied = storage.replicated.as_ref().is_some_and(|copied| copied.value);
    (!copied && server.clusters().next().is_none() && server.runs()).then_some(server)
}

/// What names it in `depends_on` and cannot run without it.
fn needing(server: System<'_>) -> impl Iterator<Item = System<'_>> {
    server.needed_by().filter(move |user| {
        user.dependencies().any(|(need, on)| {
            let optional = need.terms.optional.as_ref().is_some_and(|optional| optional.value);
            let later = need.when.as_ref().is_some_and(|when| when.value == When::Deploy);
            on == server && !optional && !later
        })
    })
}

/// The machines that hold its disks and volumes.
fn holders(system: System<'_>) -> impl Iterator<Item = System<'_>> {
    let (lab, entry) = (system.lab(), system.entry());
    let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
    let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
    let named = disks.chain(volumes).filter_map(|name| lab.shared_storage(name));
    let mounted = entry.volumes.iter().filter_map(|volume| match &volume.source {
        VolumeSource::Share(share) => lab.system(&share.server),
        _ => None,
    });
    named.filter_map(serves).chain(mounted)
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

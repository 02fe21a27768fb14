//! What the owner says of where guests may be, and guests that stand in for each other.

use std::collections::BTreeMap;

use super::{Carrier, LabModel, SplitUsage, id};
use crate::insight::{domain_stated, told_apart};
use crate::lab::{Across, Cluster, Group, List, Named, Pinned, System, Text};
use crate::plan::limit::LimitKind;
use crate::plan::model::{BanScope, CapacityLimit, Transit, Union};
use crate::source::Spanned;

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    if ran("affinity-violated") {
        let placement = it.lab().placement();
        placement.apart.iter().for_each(|group| apart(it, group));
        placement.together.iter().for_each(|group| together(it, group));
        placement.pinned.iter().for_each(|pinned| pin(it, pinned));
    }
    if ran("replicas-share-host") {
        replicas(it);
    }
}

/// The domains that a rule looks at, by number, and which of them each host is in.
struct DomainsOfHosts<'a> {
    names: Vec<&'a str>,
    of_host: Vec<Option<usize>>,
}

/// Where a member of a group is, as far as the rule is concerned.
enum Whereabouts {
    /// In the domain of its host, and it moves with this guest.
    With(usize),
    /// In this domain, wherever its guest goes.
    In(usize),
    /// Nowhere known.
    Unknown,
}

impl<'a> DomainsOfHosts<'a> {
    fn of(it: &LabModel<'a>, group: &Group) -> (Self, Across) {
        let across = group.across.value().unwrap_or(Across::Host);
        let mut domains = Self { names: Vec::new(), of_host: Vec::new() };
        for &host in &it.hosts {
            let name = match across {
                Across::Host => Some(host.lab().system_at(host.id()).name()),
                _ => domain_stated(*host, across).map(|(name, _)| name),
            };
            let number = name.map(|name| domains.number(name));
            domains.of_host.push(number);
        }
        (domains, across)
    }

    fn number(&mut self, name: &'a str) -> usize {
        self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    fn whereabouts(
        &mut self,
        it: &LabModel<'a>,
        member: System<'a>,
        across: Across,
    ) -> Whereabouts {
        if across != Across::Host
            && let Some((name, by)) = domain_stated(member, across)
            && by.as_host().is_none()
        {
            return Whereabouts::In(self.number(name));
        }
        match it.carrier(member) {
            Carrier::Guest(guest) => Whereabouts::With(guest),
            Carrier::Host(host) => self.of_host[host].map_or(Whereabouts::Unknown, Whereabouts::In),
            Carrier::Nowhere => Whereabouts::Unknown,
        }
    }
}

/// The members of a rule that it looks at.
fn members<'a>(it: &LabModel<'a>, names: &List<Spanned<Text>>) -> Vec<System<'a>> {
    let known = names.iter().filter_map(|name| it.lab().system(name));
    known.filter(|&member| member.as_workload().is_some() && member.is_intended()).collect()
}

fn apart(it: &mut LabModel<'_>, group: &Group) {
    let (mut domains, across) = DomainsOfHosts::of(it, group);
    let (mut moving, mut stays) = (SplitUsage::default(), BTreeMap::<usize, u64>::new());
    for member in members(it, &group.workloads) {
        match domains.whereabouts(it, member, across) {
            // Two in one guest are together wherever that goes.
            Whereabouts::With(guest) => *moving.guests.entry(guest).or_default() = 1,
            Whereabouts::In(domain) => *stays.entry(domain).or_default() += 1,
            Whereabouts::Unknown => {}
        }
    }
    let resource = it.resource(&moving);
    let limit = it.limit(LimitKind::Apart, group.at);
    for domain in 0..domains.names.len() {
        let hosts: Vec<usize> =
            (0..it.hosts.len()).filter(|&host| domains.of_host[host] == Some(domain)).collect();
        let stays = stays.get(&domain).copied().unwrap_or_default();
        it.model.capacity(CapacityLimit {
            limit,
            hosts,
            resource,
            at_most: 1_u64.saturating_sub(stays),
            when: None,
            on_the_way: Transit::Intact,
        });
    }
}

fn together(it: &mut LabModel<'_>, group: &Group) {
    let (mut domains, across) = DomainsOfHosts::of(it, group);
    let (mut guests, mut fixed) = (Vec::new(), Vec::new());
    for member in members(it, &group.workloads) {
        match domains.whereabouts(it, member, across) {
            Whereabouts::With(guest) => guests.push(guest),
            Whereabouts::In(domain) => fixed.push(domain),
            Whereabouts::Unknown => {}
        }
    }
    guests.sort_unstable();
    guests.dedup();
    fixed.sort_unstable();
    fixed.dedup();
    // Where those are divided who stay, no move brings them together.
    if fixed.len() > 1 || guests.is_empty() {
        return;
    }
    let limit = it.limit(LimitKind::Together, group.at);
    let fixed = fixed.first().copied();
    it.model.union(Union { limit, guests, domains: domains.of_host, fixed });
}

fn pin(it: &mut LabModel<'_>, pinned: &Pinned) {
    let (mut systems, mut clusters) = (Vec::new(), Vec::new());
    for to in &pinned.to {
        match it.lab().find(to) {
            Some(Named::System(system)) => systems.push(system),
            Some(Named::Cluster(cluster)) => clusters.push(cluster),
            // What is unknown may be any machine.
            _ => return,
        }
    }
    let is_there = |system: System<'_>| {
        let in_cluster = |cluster: Cluster<'_>| clusters.contains(&cluster);
        systems.contains(&system)
            || system.clusters().any(in_cluster)
            || system.on_cluster().is_some_and(in_cluster)
    };
    let mut guests = Vec::new();
    for member in members(it, &pinned.workloads) {
        let mut above = member.stack().take_while(|layer| layer.as_host().is_none());
        if let Carrier::Guest(guest) = it.carrier(member)
            && !above.any(is_there)
        {
            guests.push(guest);
        }
    }
    if systems.is_empty() && clusters.is_empty() || guests.is_empty() {
        return;
    }
    guests.sort_unstable();
    guests.dedup();
    let hosts: Vec<bool> = it.hosts.iter().map(|host| is_there(**host)).collect();
    let limit = it.limit(LimitKind::Pinned, pinned.at);
    it.only_on(guests, |host| hosts[host], Some(limit), BanScope::Staying);
}

/// Those who do the same work are never all on one host.
fn replicas(it: &mut LabModel<'_>) {
    for replicas in it.insight.replicas() {
        let members = replicas.systems(it.lab());
        let for_trial = members.iter().all(|member| member.is_for_trial());
        if for_trial || told_apart(it.lab(), &members) {
            continue;
        }
        let mut seats = SplitUsage::default();
        members.iter().for_each(|&member| seats.add(it.carrier(member), 1));
        let count = members.len() as u64;
        let counted: u64 = seats.guests.values().chain(seats.hosts.values()).sum();
        // Those in one guest are together wherever that goes; and who is nowhere known may be elsewhere.
        if counted < count || seats.guests.len() + seats.hosts.len() < 2 {
            continue;
        }
        let resource = it.resource(&seats);
        let systems = members.iter().map(|&member| id(member)).collect();
        let limit = it.limit(LimitKind::Replicas(systems), members[1].runs_on_span());
        for host in 0..it.hosts.len() {
            it.model.capacity(CapacityLimit {
                limit,
                hosts: vec![host],
                resource,
                at_most: (count - 1).saturating_sub(seats.stays(host)),
                when: None,
                on_the_way: Transit::Free,
            });
        }
    }
}

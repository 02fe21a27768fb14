//! Who answers: the systems that stand behind the name or the address of a server.

use std::net::IpAddr;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{EdgeKind, number};
use crate::insight::Insight;
use crate::lab::{Entry, Kind, Lab, Namespace, System, Text, VolumeSource};
use crate::software::Role;
use crate::verdict::{Quality, Verdicts};

/// Names of domains that nobody can have on the internet.
const PRIVATE: &[&str] = &[
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "lab",
    "lan",
    "local",
    "localdomain",
    "private",
    "test",
];

/// The servers of a lab. Groups and systems go by their numbers as nodes.
pub(super) struct Servers<'a> {
    lab: &'a Lab,
    verdicts: &'a Verdicts,
    /// Who has each address that somebody asks.
    owners: FxHashMap<IpAddr, Vec<u32>>,
    /// Domains that the lab has names in.
    domains: FxHashSet<&'a str>,
    /// The systems by the host in their `url`.
    by_url: FxHashMap<&'a str, u32>,
    /// The only file server, if there is one.
    file_server: Option<u32>,
    /// What was looked up before: the server, the machine that asks where that matters, and the service.
    known: FxHashMap<(&'a str, Option<u32>, Question), Vec<u32>>,
}

/// What a server is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Question {
    Names,
    Time,
    Logins,
    WayOut,
    Images,
    Files,
}

impl Question {
    /// What a need of a kind asks for.
    pub(super) fn of(kind: EdgeKind) -> Self {
        match kind {
            EdgeKind::Dns => Self::Names,
            EdgeKind::Ntp => Self::Time,
            EdgeKind::Identity => Self::Logins,
            EdgeKind::Image => Self::Images,
            EdgeKind::Gateway => Self::WayOut,
            _ => Self::Files,
        }
    }

    /// The ports that it is asked at; none, if it is the machine itself that answers.
    fn ports(self) -> &'static [u16] {
        match self {
            Self::Names => &[53, 853],
            Self::Time => &[123],
            Self::Logins => &[389, 636, 88],
            Self::Images => &[5000, 443, 80],
            Self::WayOut | Self::Files => &[],
        }
    }

    /// The role of what answers.
    fn role(self) -> Option<Role> {
        match self {
            Self::Names => Some(Role::Dns),
            Self::Time => Some(Role::Time),
            Self::Logins => Some(Role::Identity),
            Self::Images => Some(Role::Registry),
            Self::WayOut | Self::Files => None,
        }
    }
}

impl<'a> Servers<'a> {
    pub(super) fn of(insight: &'a Insight) -> Self {
        let (lab, verdicts) = (insight.lab(), insight.verdicts());
        let mut domains = FxHashSet::default();
        let mut by_url = FxHashMap::default();
        for system in lab.systems() {
            let entry = system.entry();
            domains.extend(entry.machine.domain.as_ref().map(|domain| domain.as_str()));
            if let Some(url) = entry.connection.url.as_ref() {
                by_url.entry(host_of_url(url)).or_insert(number(system.id()));
            }
        }
        let of_networks = lab.networks().filter_map(|network| network.record().domain.as_ref());
        domains.extend(of_networks.map(|domain| domain.as_str()));
        let mut keepers = lab.systems().filter(|&system| {
            let nature = verdicts.nature(system);
            nature.role == Some(Role::StorageServer) && nature.sure >= Some(Quality::Name)
        });
        let file_server = keepers.next().filter(|_| keepers.next().is_none());
        Self {
            lab,
            verdicts,
            owners: owners(lab),
            domains,
            by_url,
            file_server: file_server.map(|server| number(server.id())),
            known: FxHashMap::default(),
        }
    }

    /// Who answers somebody that asks a server by name or address; nobody, if that is not known.
    pub(super) fn find(&mut self, asker: System<'a>, name: &'a str, service: Question) -> Vec<u32> {
        let address = name.parse::<IpAddr>().ok();
        // A loopback address is another machine for each that asks it.
        let here = address.filter(IpAddr::is_loopback).and_then(|_| asker.kernel());
        let key = (name, here.map(|machine| number(machine.id())), service);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = match (here, address) {
            // The stub that a system has for itself passes questions on.
            _ if name == "127.0.0.53" => Vec::new(),
            (Some(machine), _) => self.behind(machine, None, service),
            (None, Some(address)) => {
                let owners = self.owners.get(&address).cloned().unwrap_or_default();
                owners
                    .into_iter()
                    .flat_map(|owner| self.answer(owner, Some(address), service))
                    .collect()
            }
            (None, None) => self.named(name, service),
        };
        self.known.insert(key, found.clone());
        found
    }

    fn named(&self, name: &str, service: Question) -> Vec<u32> {
        if let Some(system) = self.lab.system(name) {
            return self.answer(number(system.id()), None, service);
        }
        if let Some(&at) = self.by_url.get(name) {
            return vec![at];
        }
        if let Some((first, domain)) = name.split_once('.') {
            let last = domain.rsplit('.').next().unwrap_or(domain);
            let is_of_the_lab = PRIVATE.contains(&last) || self.domains.contains(domain);
            let system = self.lab.system(first).filter(|_| is_of_the_lab);
            return system
                .map_or(Vec::new(), |system| self.answer(number(system.id()), None, service));
        }
        let is_file_server =
            service == Question::Files && Role::of(name) == Some(Role::StorageServer);
        self.file_server.filter(|_| is_file_server).into_iter().collect()
    }

    /// A node, or what stands behind it on the same machine.
    fn answer(&self, node: u32, address: Option<IpAddr>, service: Question) -> Vec<u32> {
        if node as usize >= self.lab.systems().len() {
            return vec![node];
        }
        let behind = self.behind(self.lab.system_at(node as usize), address, service);
        if behind.is_empty() { vec![node] } else { behind }
    }

    /// What on a machine answers for it: what publishes the port there, or else has the role and no network of
    /// its own.
    fn behind(&self, machine: System<'a>, address: Option<IpAddr>, service: Question) -> Vec<u32> {
        let Some(role) = service.role() else { return Vec::new() };
        // One that has the role answers itself.
        if self.has(machine, role) {
            return Vec::new();
        }
        let guests = || machine.guests().filter(|guest| !guest.is_guest());
        let publishes = |guest: &System<'_>| {
            guest.ports.iter().any(|port| {
                let is_bound = |bound: IpAddr| bound.is_unspecified() || address == Some(bound);
                let fits = port
                    .address
                    .as_ref()
                    .is_none_or(|bound| address.is_none() || is_bound(bound.value));
                let has = |(first, last): (u16, u16)| {
                    service.ports().iter().any(|port| (first..=last).contains(port))
                };
                fits && port.published.value().is_some_and(has)
            })
        };
        let has_role = |guest: &System<'a>| self.has(*guest, role);
        let is_there = |guest: &System<'a>| has_role(guest) && has_no_network(guest.entry());
        // A port of the web says little of what is behind it.
        let by_port = guests()
            .find(|guest| publishes(guest) && (service != Question::Images || has_role(guest)));
        let found = by_port.or_else(|| guests().find(is_there));
        found.map(|guest| number(guest.id())).into_iter().collect()
    }

    fn has(&self, system: System<'_>, role: Role) -> bool {
        let nature = self.verdicts.nature(system);
        nature.role == Some(role) && nature.sure >= Some(Quality::Name)
    }
}

/// True for what has the network of its machine.
fn has_no_network(entry: &Entry) -> bool {
    let shares = |namespace: Namespace| {
        entry.isolation.host_namespaces.iter().any(|shared| shared.value == namespace)
    };
    entry.kind == Kind::Native || shares(Namespace::Network)
}

/// The host in the address of a page.
fn host_of_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':', '?', '#']).next().unwrap_or(rest)
}

/// The host of the registry that an image names; nothing where it is left to the engine.
pub(super) fn registry_of(image: &str) -> Option<&str> {
    let (host, _) = image.split_once('/')?;
    let is_host = host.contains(['.', ':']) || host == "localhost";
    let end = if host.starts_with('[') { host.len() } else { host.find(':').unwrap_or(host.len()) };
    is_host.then(|| host[..end].trim_matches(['[', ']']))
}

/// Who has each of the addresses that somebody asks.
fn owners(lab: &Lab) -> FxHashMap<IpAddr, Vec<u32>> {
    let mut owners: FxHashMap<IpAddr, Vec<u32>> = FxHashMap::default();
    let mut ask = |name: &str| {
        if let Ok(address) = name.parse::<IpAddr>() {
            owners.entry(address).or_default();
        }
    };
    for system in lab.systems() {
        let entry = system.entry();
        let asked = &entry.connection;
        for names in [&asked.identity, &asked.dns, &asked.ntp, &asked.gateway] {
            names.iter().for_each(|name| ask(name));
        }
        for volume in &entry.volumes {
            if let VolumeSource::Share(share) = &volume.source {
                ask(&share.server);
            }
        }
        if let Some(host) = entry.image.as_ref().and_then(|image| registry_of(image)) {
            ask(host);
        }
    }
    for network in lab.networks() {
        if let Some(gateway) = network.record().gateway.as_ref() {
            ask(gateway);
        }
        network.record().dns.iter().for_each(|name| ask(name));
    }
    for cluster in lab.clusters() {
        if let Some(registry) = cluster.registry.as_ref() {
            ask(registry);
        }
    }
    if owners.is_empty() {
        return owners;
    }
    let mut claim = |ip: IpAddr, node: u32| {
        if let Some(owners) = owners.get_mut(&ip) {
            owners.push(node);
        }
    };
    for system in lab.systems() {
        let connection = &system.connection;
        let of_networks = system.networks().flat_map(|network| &network.addresses);
        for ip in of_networks.chain(&connection.addresses).filter_map(|address| address.ip) {
            claim(ip, number(system.id()));
        }
    }
    for cluster in lab.clusters() {
        for ip in cluster.addresses.iter().filter_map(|address| address.ip) {
            claim(ip, number(lab.systems().len() + cluster.id().index()));
        }
    }
    owners
}

/// True for what checks the logins of a directory domain. A page to sign in at is none.
pub(super) fn is_directory(system: System<'_>) -> bool {
    const WORDS: &[&str] = &["active directory", "domain controller", "freeipa"];
    let says = |text: &Text| {
        let text = text.to_ascii_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    };
    let is_machine = system.as_host().is_some() || system.is_guest();
    let knows_logins = || system.role.iter().any(|role| Role::of(role) == Some(Role::Identity));
    system.purpose.as_ref().is_some_and(|purpose| says(&purpose.value))
        || (is_machine && knows_logins())
}

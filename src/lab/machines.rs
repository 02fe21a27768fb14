//! The machines of a lab, by all that files may call them: a number, a hardware address, an address, a name.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::entry::{Entry, Kind, Text};
use super::found::FoundSystem;
use super::identifier::GuestNumber;
use super::words::Engine;

/// Which machine is meant.
#[derive(Debug, Default)]
pub(super) struct KnownMachines {
    /// The steps in which one is found, the surest first.
    by_uuid: FxHashMap<Text, Vec<usize>>,
    by_number: FxHashMap<GuestNumber, Vec<usize>>,
    by_mac: FxHashMap<u64, Vec<usize>>,
    by_address: FxHashMap<IpAddr, Vec<usize>>,
    by_name: FxHashMap<Text, Vec<usize>>,
}

/// A name as it is compared: without case and domain, and with `-` for `_`.
pub(super) fn folded(name: &Text) -> Text {
    let is_address = name.parse::<IpAddr>().is_ok() || name.contains('@');
    let first = name.split('.').next().filter(|first| !is_address && !first.is_empty());
    first.unwrap_or(name).to_lowercase().replace('_', "-").into()
}

/// True for what other systems can run on: hosts, VMs, system containers, and what may be one of them.
pub(super) fn is_machine(entry: &Entry) -> bool {
    match entry.kind {
        Kind::Host | Kind::Vm | Kind::Undecided => true,
        Kind::Container => {
            let engine = entry.nature.engine.value();
            matches!(engine, Some(Engine::Lxc | Engine::Lxd | Engine::Incus))
        }
        Kind::Native => false,
    }
}

impl KnownMachines {
    /// Those that the inventory has.
    pub(super) fn of(draft: &Draft) -> Self {
        let mut machines = Self::default();
        for (index, entry) in draft.entries.iter().enumerate().filter(|(_, it)| is_machine(it)) {
            machines.add(index, &entry.clone().into());
        }
        machines
    }

    /// Lets a machine be found by what a file says of it.
    pub(super) fn add(&mut self, index: usize, system: &FoundSystem) {
        let entry = &system.entry;
        note(&mut self.by_uuid, system.identity.uuid.clone().map(|it| it.to_lowercase()), index);
        note(&mut self.by_number, entry.machine.vmid.as_deref().cloned(), index);
        note(&mut self.by_mac, macs(entry), index);
        note(&mut self.by_address, addresses(entry), index);
        note(&mut self.by_name, names(system), index);
    }

    /// The machine that a file tells of, if it is surely one that is known.
    pub(super) fn find(&self, system: &FoundSystem, entries: &[Entry]) -> Option<usize> {
        let entry = &system.entry;
        let uuid = system.identity.uuid.clone().map(|it| it.to_lowercase());
        let by_uuid = only(&self.by_uuid, uuid, |_| true);
        let by_number = || {
            let on = entry.runs_on.first().map(|it| folded(&it.value));
            let same_place = |index: usize| {
                let other = entries[index].runs_on.first().map(|it| folded(&it.value));
                on.is_none() || other.is_none() || on == other
            };
            only(&self.by_number, entry.machine.vmid.as_deref().cloned(), same_place)
        };
        let may_be = |index: usize| is_compatible(entry, &entries[index]);
        by_uuid
            .or_else(by_number)
            .or_else(|| only(&self.by_mac, macs(entry), may_be))
            .or_else(|| only(&self.by_address, addresses(entry), may_be))
            .or_else(|| only(&self.by_name, names(system), may_be))
    }

    /// The machine that a name, a number or an address stands for, if it is exactly one.
    pub(super) fn by_reference(&self, text: &str) -> Option<usize> {
        let text = Text::from(text);
        let by_name = only(&self.by_name, Some(folded(&text)), |_| true);
        by_name
            .or_else(|| only(&self.by_address, text.parse().ok(), |_| true))
            .or_else(|| only(&self.by_number, Some(GuestNumber::of(text)), |_| true))
    }

    /// The machine of a name, if it is exactly one.
    pub(super) fn by_name(&self, name: &str) -> Option<usize> {
        only(&self.by_name, Some(folded(&name.into())), |_| true)
    }

    /// What a machine is called that is meant by a name, a number or an address.
    pub(super) fn name_of(&self, text: &Text, entries: &[Entry]) -> Text {
        self.by_reference(text).map_or_else(|| text.clone(), |at| entries[at].name.value.clone())
    }

    /// The machine with exactly this number at the hypervisor.
    pub(super) fn by_number(&self, number: &str) -> Option<usize> {
        only(&self.by_number, Some(GuestNumber::of(number.into())), |_| true)
    }
}

/// The only machine of which it is said that it runs containers.
pub(super) fn only_with_engine(entries: &[Entry]) -> Option<usize> {
    let runs_some = |entry: &Entry| {
        let engine = entry.nature.engine.value();
        matches!(engine, Some(Engine::Docker | Engine::Podman)) && is_machine(entry)
    };
    let mut all = entries.iter().enumerate().filter(|(_, entry)| runs_some(entry));
    let first = all.next()?;
    all.next().is_none().then_some(first.0)
}

/// True unless two things are surely not the same.
fn is_compatible(one: &Entry, other: &Entry) -> bool {
    let same_kind =
        one.kind == other.kind || one.kind == Kind::Undecided || other.kind == Kind::Undecided;
    let number = |entry: &Entry| entry.machine.vmid.as_deref().cloned();
    let same_number = match (number(one), number(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    same_kind && same_number
}

fn macs(entry: &Entry) -> Vec<u64> {
    entry.connection.mac.iter().filter_map(|mac| mac.number).collect()
}

fn addresses(entry: &Entry) -> Vec<IpAddr> {
    let inside = entry.connection.networks.iter().flat_map(|network| &network.addresses);
    let all = entry.connection.addresses.iter().chain(inside);
    all.filter(|address| !address.vip).filter_map(|address| address.ip).collect()
}

fn names(system: &FoundSystem) -> Vec<Text> {
    let mut names = vec![folded(&system.entry.name.value)];
    names.extend(system.identity.aliases.iter().map(folded));
    names
}

fn note<K: Eq + std::hash::Hash>(
    map: &mut FxHashMap<K, Vec<usize>>,
    keys: impl IntoIterator<Item = K>,
    index: usize,
) {
    for key in keys {
        let known = map.entry(key).or_default();
        if !known.contains(&index) {
            known.push(index);
        }
    }
}

/// The one that some of the keys lead to, if it is only one.
fn only<K: Eq + std::hash::Hash>(
    map: &FxHashMap<K, Vec<usize>>,
    keys: impl IntoIterator<Item = K>,
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    let found = keys.into_iter().filter_map(|key| map.get(&key)).flatten().copied();
    let mut found = found.filter(|index| fits(*index));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

//! What files other than an inventory tell of becomes part of the lab, when all of them are read: which of it is one
//! and the same, what runs where, and what it is called.

use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::Draft;
use super::entry::{Entry, Kind, Text};
use super::found::{FoundSystem, FoundUnit, NotDeployed, SystemOrigin, UnplacedFile};
use super::live::join_live;
use super::machines::{KnownMachines, folded, is_machine};
use super::merge::Rank;
use super::place::{UnitPlace, place_of};
use super::stated::Stated;
use super::words::Engine;
use crate::finding::SystemId;
use crate::source::Span;

/// A workload on one of the machines that its unit runs on.
pub(super) struct Instance {
    pub(super) unit: usize,
    pub(super) system: FoundSystem,
    /// The machine, if it is known.
    pub(super) host: Option<Text>,
}

impl Draft {
    /// Takes the systems that were found into the lab.
    pub(super) fn settle_found(&mut self) {
        let units = std::mem::take(&mut self.units);
        if units.is_empty() {
            return;
        }
        let mut units: Vec<FoundUnit> =
            units.into_iter().filter(|it| self.is_deployed(it)).collect();
        let mut machines = KnownMachines::of(self);
        for unit in &mut units {
            let (found, rest) = std::mem::take(&mut unit.systems)
                .into_iter()
                .partition::<Vec<_>, _>(|system| is_machine(&system.entry));
            unit.systems = rest;
            for system in found {
                self.settle_machine(unit.reader, &system, &mut machines);
            }
        }
        let instances = self.instances(&mut units, &machines);
        let live: Vec<bool> = units.iter().map(|unit| self.is_live(unit)).collect();
        let instances = join_live(instances, |unit| live[unit]);
        self.settle_instances(&units, instances, &machines);
    }

    /// True unless nothing in the unit is deployed, which is noted.
    fn is_deployed(&mut self, unit: &FoundUnit) -> bool {
        let (Some(why), Some(file)) = (&unit.parked, unit.files.first()) else { return true };
        if !unit.systems.is_empty() {
            let names: Vec<&str> = unit.systems.iter().map(|it| it.entry.name.as_str()).collect();
            let at = unit.systems.first().map_or(*file, |system| system.entry.name.span);
            self.not_deployed.push(NotDeployed { at, what: of_services(&names), why: why.clone() });
        }
        false
    }

    /// True for what an engine told of itself.
    fn is_live(&self, unit: &FoundUnit) -> bool {
        let of_file = |file: &Span| self.files.iter().position(|known| known == file);
        let rank = unit.files.first().and_then(of_file).and_then(|at| self.readers.get(at));
        rank.is_some_and(|(_, rank)| *rank == Rank::LiveDump)
    }

    /// Adds a machine, or what is said of it to the one that it is.
    fn settle_machine(
        &mut self,
        reader: &'static str,
        system: &FoundSystem,
        machines: &mut KnownMachines,
    ) {
        let index = match machines.find(system, &self.entries) {
            Some(known) => {
                self.join(known, system.entry.clone());
                known
            }
            None => self.add_settled(reader, system.clone()),
        };
        self.name_also(index, system);
        machines.add(index, system);
    }

    /// Lets a system be found by all names that it has anywhere.
    fn name_also(&mut self, index: usize, system: &FoundSystem) {
        let names = std::iter::once(&system.entry.name.value).chain(&system.identity.aliases);
        for name in names {
            for name in [name.clone(), folded(name)] {
                let _ = self.names.give(&name, SystemId::new(index).into());
            }
        }
    }

    fn add_settled(&mut self, reader: &'static str, system: FoundSystem) -> usize {
        let index = self.entries.len();
        let origin = SystemOrigin { reader, parts: system.parts, service: None };
        self.origins.insert(u32::try_from(index).unwrap_or(u32::MAX), origin);
        let _ = self.names.give(&system.entry.name.value, SystemId::new(index).into());
        self.entries.push(system.entry);
        index
    }

    /// Every workload, once for each machine that it runs on.
    fn instances(&mut self, units: &mut [FoundUnit], machines: &KnownMachines) -> Vec<Instance> {
        let mut instances = Vec::new();
        let place = |unit: &FoundUnit| place_of(unit, &self.deployments, machines, &self.entries);
        let mut places: Vec<UnitPlace> = units.iter().map(place).collect();
        let rest = UnitPlace::of_the_rest(&places, &self.entries);
        places.iter_mut().filter(|it| **it == UnitPlace::Unknown).for_each(|it| *it = rest.clone());
        for (at, (unit, place)) in units.iter_mut().zip(places).enumerate() {
            let systems = std::mem::take(&mut unit.systems);
            let Some(first) = systems.first().map(|system| system.entry.name.span) else {
                continue;
            };
            let is_told = systems.iter().all(|system| !system.entry.runs_on.is_absent());
            if let UnitPlace::Unknown = place
                && !is_told
            {
                let count = systems.iter().filter(|it| it.entry.runs_on.is_absent()).count();
                self.unplaced.push(UnplacedFile { path: unit.path.clone(), at: first, count });
            }
            for system in systems {
                if !system.entry.runs_on.is_absent() {
                    let first = system.entry.runs_on.first();
                    let host = first.map(|it| machines.name_of(&it.value, &self.entries));
                    instances.push(Instance { unit: at, system, host });
                    continue;
                }
                match &place {
                    UnitPlace::Unknown => {
                        let mut system = system;
                        let why = format!("nothing says where `{}` runs", unit.path);
                        system.entry.runs_on = Stated::unknown(system.entry.name.span, why).into();
                        instances.push(Instance { unit: at, system, host: None });
                    }
                    UnitPlace::On(hosts) => {
                        instances.extend(hosts.iter().map(|host| {
                            let mut system = system.clone();
                            system.entry.runs_on = host.runs_on(system.entry.name.span);
                            Instance { unit: at, system, host: Some(host.name.value.clone()) }
                        }));
                    }
                }
            }
        }
        instances
    }

    /// Gives every workload a name of its own, and joins it with what the inventory and others say of it.
    fn settle_instances(
        &mut self,
        units: &[FoundUnit],
        instances: Vec<Instance>,
        machines: &KnownMachines,
    ) {
        let mut definitions: FxHashSet<Span> = FxHashSet::default();
        let mut is_copy = |it: &Instance| !definitions.insert(it.system.entry.name.span);
        self.has_copies = instances.iter().any(&mut is_copy);
        let known = self.joins(&instances);
        let names =
            unique_names(&instances, units, &known, |name| self.names.system(name).is_some());
        // What the services of a unit call each other, by unit and machine.
        let mut renamed: FxHashMap<(usize, Option<Text>, Text), Text> = FxHashMap::default();
        for (instance, name) in instances.iter().zip(&names) {
            let key =
                (instance.unit, instance.host.clone(), instance.system.entry.name.value.clone());
            renamed.insert(key, name.clone());
        }
        for ((instance, name), known) in instances.into_iter().zip(names).zip(known) {
            let Instance { unit, mut system, host } = instance;
            let service = std::mem::replace(&mut system.entry.name.value, name);
            let rename = |name: &Text| renamed.get(&(unit, host.clone(), name.clone())).cloned();
            rename_references(&mut system.entry, rename);
            let machine = host.as_ref().and_then(|host| machines.by_reference(host));
            take_engine(&mut system.entry, machine.map(|at| &self.entries[at]));
            depend_on_servers(&mut system.entry, machines, &self.entries);
            let index = match known {
                Some(known) => {
                    system.entry.name.value.clone_from(&self.entries[known].name.value);
                    self.join(known, system.entry.clone());
                    let origin = SystemOrigin {
                        reader: units[unit].reader,
                        parts: system.parts.clone(),
                        service: None,
                    };
                    self.origins.entry(u32::try_from(known).unwrap_or(u32::MAX)).or_insert(origin);
                    known
                }
                None => self.add_settled(units[unit].reader, system.clone()),
            };
            if let Some(origin) = self.origins.get_mut(&u32::try_from(index).unwrap_or(u32::MAX)) {
                origin.service = Some(service.clone());
            }
            for alias in &system.identity.aliases {
                let _ = self.names.give(alias, SystemId::new(index).into());
            }
        }
    }

    /// The entry of the inventory that each workload is, if there is one: of the same name on the same machine, or
    /// wherever it may be.
    fn joins(&self, instances: &[Instance]) -> Vec<Option<usize>> {
        let mut count: FxHashMap<Text, usize> = FxHashMap::default();
        for instance in instances {
            *count.entry(folded(&instance.system.entry.name.value)).or_default() += 1;
        }
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        let mut join = |instance: &Instance| {
            let name = &instance.system.entry.name.value;
            let on_host = instance.host.as_ref().map(|host| format!("{name}@{host}"));
            let by_host = on_host.and_then(|name| self.names.system(&name));
            let known = by_host.or_else(|| self.names.system(name))? as usize;
            let entry = &self.entries[known];
            let is_kind = |kind: Kind| kind == Kind::Container || kind == Kind::Undecided;
            let on = entry.runs_on.first().map(|name| folded(&name.value));
            let fits = match (&on, &instance.host) {
                (Some(on), Some(host)) => *on == folded(host),
                (Some(_), None) => false,
                (None, _) => by_host.is_some() || count.get(&folded(name)) == Some(&1),
            };
            let is_free = is_kind(entry.kind) && !is_machine(entry) && fits;
            (is_free && taken.insert(known)).then_some(known)
        };
        instances.iter().map(&mut join).collect()
    }
}

/// A name of its own for every workload: the plain one where nothing else has it, else with its machine, its project or
/// its folder.
fn unique_names(
    instances: &[Instance],
    units: &[FoundUnit],
    known: &[Option<usize>],
    is_taken: impl Fn(&str) -> bool,
) -> Vec<Text> {
    let forms = |instance: &Instance| -> [Option<Text>; 4] {
        let name = &instance.system.entry.name.value;
        let unit = &units[instance.unit];
        let at = |place: &str| Some(Text::from(format!("{name}@{place}")));
        let project = unit.project.as_ref().map_or_else(|| unit.folder(), |it| it.value.as_str());
        [
            Some(name.clone()),
            instance.host.as_ref().and_then(|host| at(host)),
            Some(project).filter(|it| !it.is_empty()).and_then(at),
            at(&unit.path),
        ]
    };
    let all: Vec<[Option<Text>; 4]> = instances.iter().map(forms).collect();
    let mut count: FxHashMap<Text, usize> = FxHashMap::default();
    for form in all.iter().flatten().flatten() {
        *count.entry(folded(form)).or_default() += 1;
    }
    let mut given: FxHashSet<Text> = FxHashSet::default();
    let name = |(forms, known): (&[Option<Text>; 4], &Option<usize>)| {
        let is_free = |form: &&Text| {
            count.get(&folded(form)) == Some(&1) && (known.is_some() || !is_taken(form))
        };
        let own = forms.iter().flatten().find(is_free).or(forms[3].as_ref());
        let own = own.cloned().unwrap_or_default();
        let mut name = own.clone();
        let mut number = 1;
        while !given.insert(folded(&name)) {
            number += 1;
            name = format!("{own}-{number}").into();
        }
        name
    };
    all.iter().zip(known).map(name).collect()
}

/// Lets what a service needs be the service of its own unit, on its own machine.
fn rename_references(entry: &mut Entry, rename: impl Fn(&Text) -> Option<Text>) {
    if let Some(needs) = entry.depends_on.as_stated_mut().as_mut() {
        for need in &mut needs.value {
            if let Some(name) = rename(&need.on.value) {
                need.on.value = name;
            }
        }
    }
    // What is read only is not made anew.
    let of = |field: &Stated<Text>| field.as_ref().and_then(|of| rename(&of.value));
    if let Some(name) = of(&entry.connection.network_of)
        && let Some(known) = entry.connection.network_of.as_mut()
    {
        known.value = name;
    }
    if let Some(name) = of(&entry.isolation.pid_of)
        && let Some(known) = entry.isolation.pid_of.as_mut()
    {
        known.value = name;
    }
}

/// A container runs by the engine that its machine has; Docker is what most have.
fn take_engine(entry: &mut Entry, machine: Option<&Entry>) {
    if entry.kind != Kind::Container || !entry.nature.engine.is_absent() {
        return;
    }
    let of_apps = |engine: &Engine| !matches!(engine, Engine::Lxc | Engine::Lxd | Engine::Incus);
    let engine = machine.and_then(|machine| machine.nature.engine.value()).filter(of_apps);
    let at = entry.name.span;
    entry.nature.engine = engine
        .map_or_else(|| Stated::assumed(Engine::Docker, at), |engine| Stated::derived(engine, at));
}

/// A container with a share of a machine of the lab needs that machine.
fn depend_on_servers(entry: &mut Entry, machines: &KnownMachines, entries: &[Entry]) {
    use super::{Dependency, VolumeSource};
    let server = |volume: &super::Volume| match &volume.source {
        VolumeSource::Share(share) => {
            let machine = machines.by_reference(&share.server)?;
            Some((entries[machine].name.value.clone(), volume.at))
        }
        _ => None,
    };
    let servers: Vec<(Text, Span)> = entry.volumes.iter().filter_map(server).collect();
    for (name, at) in servers {
        if entry.depends_on.iter().any(|need| need.on.value == name)
            || entry.depends_on.is_unknown()
        {
            continue;
        }
        let on = crate::source::Spanned { value: name, span: at };
        let need = Dependency { on, ..Dependency::default() };
        match entry.depends_on.as_stated_mut().as_mut() {
            Some(needs) => needs.value.push(need),
            None => entry.depends_on = Stated::derived([need].into_iter().collect(), at).into(),
        }
    }
}

fn of_services(names: &[&str]) -> Text {
    let quoted: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(5);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let noun = if names.len() == 1 { "service" } else { "services" };
    format!("{noun} {}{more}", quoted.join(", ")).into()
}

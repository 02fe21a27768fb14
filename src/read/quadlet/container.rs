//! A `.container` unit as a system of the lab.

use std::collections::HashMap;

use super::unit::{SystemdUnit, UnitValue};
use crate::lab::{
    Amount, Bytes, Capabilities, Confinement, Cores, Cpu, Dependency, Device, Engine, FoundSystem,
    Identity, Kind, Lifetime, List, Membership, Namespace, PartOrigin, Port, Record, Restart,
    SizeKind, Sparse, Stated, SystemFields, Text, Volume, VolumeSource,
};
use crate::read::engine::{MountParts, PortParts, device_kind, port_range, source_of};
use crate::source::{Source, Span, Spanned};

/// What the units of one folder are called, and who needs whom.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// The names of containers, by the service that systemd makes of each.
    containers: HashMap<Text, Text>,
    /// The names of volumes, by that of their file.
    volumes: HashMap<Text, Text>,
    /// The services that others need.
    needed: Vec<Text>,
}

impl Folder {
    /// Looks at all units of a folder.
    pub(super) fn of(files: &[&Source]) -> Self {
        let mut folder = Self::default();
        for source in files {
            let unit = SystemdUnit::read(source);
            let (stem, ending) = stem_of(source);
            match ending {
                "container" => {
                    folder.needed.extend(needs(&unit).map(|(name, _)| name));
                    let name = name_of(stem, &unit).value;
                    folder.containers.insert(format!("{stem}.service").into(), name);
                }
                "volume" => {
                    let own = unit.get("Volume", "VolumeName").map(|it| it.text.clone());
                    let name = own.unwrap_or_else(|| format!("systemd-{stem}").into());
                    folder.volumes.insert(format!("{stem}.volume").into(), name);
                }
                _ => {}
            }
        }
        folder
    }
}

/// The name of a file and its ending.
fn stem_of(source: &Source) -> (&str, &str) {
    let name = source.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').unwrap_or((name, ""))
}

/// The services that a unit cannot do without, or wants to have.
fn needs(unit: &SystemdUnit) -> impl Iterator<Item = (Text, &UnitValue)> {
    let keys = ["Requires", "BindsTo", "Wants"];
    keys.into_iter().flat_map(move |key| {
        let names = unit.all("Unit", key);
        names.flat_map(|value| value.text.split_whitespace().map(move |it| (it.into(), value)))
    })
}

/// What Podman calls the container.
fn name_of(stem: &str, unit: &SystemdUnit) -> Spanned<Text> {
    match unit.get("Container", "ContainerName") {
        Some(name) => name.name(),
        None => Spanned { value: format!("systemd-{stem}").into(), span: Span::default() },
    }
}

/// The system that a unit makes.
pub(super) fn container(source: &Source, unit: &SystemdUnit, folder: &Folder) -> FoundSystem {
    let (stem, _) = stem_of(source);
    let first = unit.get("Container", "Image").map_or(source.whole(), |image| image.at);
    let mut name = name_of(stem, unit);
    if name.span == Span::default() {
        name.span = first;
    }
    let mut record = Record::<SystemFields>::new(name.clone(), source.whole());
    let mut parts = Vec::new();
    record.fields.kind = Kind::Container;
    identify(source, unit, &mut record.fields);
    resources(unit, &mut record.fields);
    life(stem, unit, folder, &mut record.fields, first);
    isolation(unit, &mut record.fields);
    attachments(unit, folder, &mut record.fields, &mut parts);
    arguments(unit, &mut record.fields);
    let identity = Identity { aliases: vec![stem.into()], ..Identity::default() };
    FoundSystem { identity, parts, ..FoundSystem::from(record) }
}

fn identify(source: &Source, unit: &SystemdUnit, fields: &mut SystemFields) {
    if let Some(image) = unit.get("Container", "Image") {
        fields.image = image.stated(|text| Some(text.into()));
        fields.nature.engine = Stated::derived(Engine::Podman, image.at);
        let mut folders = source.path().split('/');
        if folders.any(|it| it == "rootless")
            || source.path().contains(".config/containers/systemd")
        {
            fields.isolation.rootless = Stated::derived(true, image.at);
        }
    }
}

fn resources(unit: &SystemdUnit, fields: &mut SystemFields) {
    let memory = unit.get("Service", "MemoryMax").or(unit.get("Container", "Memory"));
    let least = unit.get("Service", "MemoryMin").or(unit.get("Service", "MemoryLow"));
    let read = |value: &UnitValue| value.stated(bytes);
    if let Some(memory) = memory {
        let min = least.and_then(|least| bytes(&least.text));
        fields.memory = read(memory).map(|max| Amount { max: Some(max), min });
    }
    if let Some(quota) = unit.get("Service", "CPUQuota") {
        let cores = quota.stated(|text| {
            let percent: u32 = text.strip_suffix('%')?.trim().parse().ok()?;
            Some(Cores(percent.checked_mul(10)?))
        });
        fields.cpu = cores.map(cpu);
    }
}

fn cpu(most: Cores) -> Cpu {
    Cpu { cores: Amount { max: Some(most), min: None }, model: None }
}

fn bytes(text: &str) -> Option<Bytes> {
    Bytes::read(text, SizeKind::Memory).or_else(|_| Bytes::read_in(text, Bytes(1))).ok()
}

fn life(stem: &str, unit: &SystemdUnit, folder: &Folder, fields: &mut SystemFields, at: Span) {
    let running = &mut *fields.running;
    running.restart = match unit.get("Service", "Restart") {
        Some(restart) => restart.stated(|text| {
            let when = match text {
                "no" => Restart::No,
                "always" => Restart::Always,
                _ => Restart::OnFailure,
            };
            Some(when.into())
        }),
        None => Stated::implied(Restart::No.into(), at),
    };
    let service: Text = format!("{stem}.service").into();
    running.autostart = match unit.get("Install", "WantedBy").or(unit.get("Install", "RequiredBy"))
    {
        Some(by) => by.here(true),
        // What another unit needs is started by that.
        None if folder.needed.contains(&service) => Stated::derived(false, at),
        None => Stated::implied(false, at),
    };
    if let Some(check) = unit.get("Container", "HealthCmd") {
        running.healthcheck = check.here(check.text != "none");
    }
    if let Some(kind) = unit.get("Service", "Type").filter(|kind| kind.text == "oneshot") {
        fields.lifetime = Stated::derived(Lifetime::Ephemeral, kind.at);
    }
    let needs: Vec<Dependency> = needs(unit)
        .filter_map(|(name, value)| {
            let on = Spanned { value: folder.containers.get(&name)?.clone(), span: value.at };
            Some(Dependency { on, ..Dependency::default() })
        })
        .collect();
    if let Some(first) = needs.first().map(|need| need.on.span) {
        fields.depends_on = List::stated(needs, first);
    }
}

fn isolation(unit: &SystemdUnit, fields: &mut SystemFields) {
    let isolation = &mut *fields.isolation;
    let is_true = |key: &str| unit.get("Container", key).filter(|value| value.text == "true");
    let names = |key: &str| {
        let values = unit.all("Container", key);
        let names = values.flat_map(|value| {
            value.text.split_whitespace().map(|name| {
                let upper = name.to_ascii_uppercase();
                let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
                Spanned { value: Text::from(bare), span: value.at }
            })
        });
        let names: Vec<_> = names.collect();
        let first = names.first().map(|name| name.span);
        first.map_or(List::ABSENT, |first| List::stated(names, first))
    };
    let capabilities = Capabilities { add: names("AddCapability"), drop: names("DropCapability") };
    if let Some(at) = capabilities.add.span().or(capabilities.drop.span()) {
        let stated = Stated::from(Spanned { value: capabilities, span: at });
        let via = unit.reset("Container", "AddCapability");
        isolation.capabilities = via.map_or(stated.clone(), |via| stated.through(via));
    }
    if let Some(value) = is_true("NoNewPrivileges") {
        let option = Spanned { value: Text::from("no-new-privileges"), span: value.at };
        isolation.security_opt = List::stated([option], value.at);
    }
    if let Some(value) = is_true("SecurityLabelDisable") {
        isolation.confinement = Stated::derived(Confinement::Off, value.at);
    }
    if let Some(map) = unit.get("Container", "UserNS") {
        if map.text == "host" {
            isolation.host_namespaces =
                List::stated([Spanned { value: Namespace::User, span: map.at }], map.at);
        } else {
            isolation.id_map = map.stated(|text| Some(text.into()));
        }
    }
}

fn attachments(
    unit: &SystemdUnit,
    folder: &Folder,
    fields: &mut SystemFields,
    parts: &mut Vec<PartOrigin>,
) {
    let mut volumes = Vec::new();
    for value in unit.all("Container", "Volume") {
        let found = MountParts::short(&value.text);
        let source = match folder.volumes.get(found.source) {
            Some(name) => VolumeSource::Named(name.clone()),
            None if found.source.is_empty() => VolumeSource::Anonymous,
            None if found.source.starts_with('%') => VolumeSource::Path(found.source.into()),
            None => source_of(found.source),
        };
        if source.is_engine_socket() {
            fields.isolation.engine_socket = Stated::derived(true, value.at);
        }
        if let Some(why) = value.unknown() {
            let path = format!("[{}].source", volumes.len()).into();
            parts.push(PartOrigin {
                field: "volumes",
                path,
                origin: Stated::unknown(value.at, why),
            });
        }
        let (target, read_only) = (found.target.into(), found.is_read_only);
        volumes.push(Volume {
            at: value.at,
            source,
            target,
            read_only,
            keeping: Sparse::default(),
        });
    }
    fields.volumes = listed(volumes, |volume| volume.at);
    let ports = unit.all("Container", "PublishPort").map(port).collect();
    fields.ports = listed(ports, |port: &Port| port.at);
    let devices = unit.all("Container", "AddDevice").map(|value| {
        let name = value.text.trim_start_matches('-').split(':').next().unwrap_or_default();
        let name = Spanned { value: Text::from(name), span: value.at };
        let kind = Stated::derived(device_kind(&name), value.at);
        Device { name, kind, ..Device::default() }
    });
    fields.devices = listed(devices.collect(), |device: &Device| device.name.span);
    networks(unit, fields);
}

fn networks(unit: &SystemdUnit, fields: &mut SystemFields) {
    let mut memberships = Vec::new();
    for value in unit.all("Container", "Network") {
        match value.text.split_once(':').map_or(value.text.as_str(), |(name, _)| name) {
            "host" => {
                let shared = Spanned { value: Namespace::Network, span: value.at };
                fields.isolation.host_namespaces = List::stated([shared], value.at);
            }
            "none" | "pasta" | "slirp4netns" | "private" | "bridge" => {}
            name => {
                let name = name.strip_suffix(".network").unwrap_or(name).into();
                let network = Spanned { value: name, span: value.at };
                memberships.push(Membership { network, is_local: true, ..Membership::default() });
            }
        }
    }
    fields.connection.networks = listed(memberships, |it: &Membership| it.network.span);
    if let Some((section, at)) = &unit.template
        && section == "Container"
        && fields.connection.networks.is_absent()
    {
        fields.connection.networks = Stated::unknown(*at, "a template fills it in").into();
    }
}

fn port(value: &UnitValue) -> Port {
    let found = PortParts::short(&value.text);
    let why = || value.unknown().unwrap_or_else(|| "it cannot be read".into());
    let address = match found.address {
        "" => Stated::ABSENT,
        address => match address.parse() {
            Ok(address) => value.here(address),
            Err(_) => Stated::unknown(value.at, why()),
        },
    };
    let published = match (found.published, port_range(found.published)) {
        ("", _) => Stated::ABSENT,
        (_, Some(range)) => value.here(range),
        (_, None) => Stated::unknown(value.at, why()),
    };
    let target = port_range(found.target).map(|range| range.0);
    Port { at: value.at, address, published, target, protocol: found.transport() }
}

/// What stands in `PodmanArgs`, because quadlet has no key for it.
fn arguments(unit: &SystemdUnit, fields: &mut SystemFields) {
    for value in unit.all("Container", "PodmanArgs") {
        for argument in value.text.split_whitespace() {
            let (option, given) = argument.split_once('=').unwrap_or((argument, ""));
            match option {
                "--privileged" if given != "false" => {
                    fields.isolation.privileged = value.here(true);
                }
                "--memory" | "-m" => {
                    if let Some(most) = bytes(given) {
                        fields.memory = value.here(Amount { max: Some(most), min: None });
                    }
                }
                "--cpus" => {
                    if let Ok(most) = given.parse() {
                        fields.cpu = value.here(cpu(most));
                    }
                }
                "--pid" | "--ipc" | "--uts" if given == "host" => {
                    let namespace = match option {
                        "--pid" => Namespace::Pid,
                        "--ipc" => Namespace::Ipc,
                        _ => Namespace::Uts,
                    };
                    let mut shared = fields.isolation.host_namespaces.to_vec();
                    shared.push(Spanned { value: namespace, span: value.at });
                    fields.isolation.host_namespaces = List::stated(shared, value.at);
                }
                _ => {}
            }
        }
    }
}

/// A list that is stated at its first item, unless there is none.
fn listed<T>(items: Vec<T>, at: impl Fn(&T) -> Span) -> List<T> {
    match items.first().map(at) {
        Some(first) => List::stated(items, first),
        None => List::ABSENT,
    }
}

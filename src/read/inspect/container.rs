//! A container as its engine tells of it. Nothing, 0 and "" stand for the engine's default.

use rustc_hash::FxHashMap;

use super::stats::Usages;
use crate::lab::{
    Amount, Bytes, Capabilities, Cores, Cpu, Device, DeviceKind, Engine, FoundSystem, Identity,
    Kind, List, Membership, Namespace, Port, Protocol, Record, Restart, RestartPolicy, Sparse,
    Stated, Status, SystemFields, Text, Vocabulary, Volume, VolumeSource,
};
use crate::read::engine::{device_kind, port_range};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind, Tree};

/// The capabilities that Podman drops by itself.
const DROPPED_BY_PODMAN: [&str; 3] = ["AUDIT_WRITE", "MKNOD", "NET_RAW"];

/// The networks that every engine has.
const BUILT_IN: [&str; 4] = ["host", "none", "bridge", "podman"];

/// The names of containers, by their ids.
pub(super) struct ContainerNames<'t>(FxHashMap<&'t str, &'t str>);

impl<'t> ContainerNames<'t> {
    /// Those of a dump.
    pub(super) fn of(tree: &'t Tree<'t>) -> Self {
        let all = tree.documents().flat_map(Node::items);
        Self(all.filter_map(|it| Some((it.get("Id")?.text()?, name(it)?.0))).collect())
    }
}

/// A container's own name, and its node.
fn name(node: Node<'_>) -> Option<(&str, Node<'_>)> {
    let name = node.get("Name")?;
    Some((name.text()?.trim_start_matches('/'), name))
}

/// The container that a part of a dump tells of.
pub(super) fn container(
    node: Node<'_>,
    names: &ContainerNames<'_>,
    host: Option<&Spanned<Text>>,
    usages: &Usages,
) -> Option<FoundSystem> {
    let (own, at) = name(node)?;
    let (of_host, config) = (node.get("HostConfig")?, node.get("Config")?);
    // What a pod is held together by is no workload.
    if node.get("IsInfra").and_then(Node::text) == Some("true") {
        return None;
    }
    let label = |key: &str| config.get("Labels")?.get(key)?.text();
    let service = label("com.docker.compose.service");
    let called = Spanned { value: Text::from(service.unwrap_or(own)), span: at.span() };
    let mut record = Record::<SystemFields>::new(called.clone(), node.span());
    let fields = &mut record.fields;
    fields.kind = Kind::Container;
    let is_podman = node.get("ImageName").is_some();
    let engine = if is_podman { Engine::Podman } else { Engine::Docker };
    fields.nature.engine = Stated::derived(engine, at.span());
    if service.is_some_and(|service| service != own) {
        fields.nature.container_name = Spanned { value: Text::from(own), span: at.span() }.into();
    }
    if let Some(host) = host {
        let host = Spanned { value: host.value.clone(), span: host.span };
        fields.runs_on = List::stated([host], at.span());
    }
    fields.image = node.get("ImageName").or(config.get("Image")).map(image).unwrap_or_default();
    fields.status =
        node.get("State").and_then(|it| it.get("Status")).map(status).unwrap_or_default();
    fields.operation.usage = usages.of(own);
    resources(of_host, fields, at.span());
    running(of_host, config, fields, at.span());
    isolation(of_host, is_podman, fields);
    namespaces(of_host, names, fields);
    attachments(node, of_host, fields);
    let project = label("com.docker.compose.project");
    let identity = Identity {
        aliases: vec![own.into()],
        service: project.zip(service).map(|(project, service)| (project.into(), service.into())),
        ..Identity::default()
    };
    Some(FoundSystem { identity, ..FoundSystem::from(record) })
}

fn image(node: Node<'_>) -> Stated<Text> {
    let text = node.text().unwrap_or_default();
    let is_id = text.starts_with("sha256:")
        || (text.len() >= 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_id {
        return Stated::unknown(node.span(), "only its id is known");
    }
    Spanned { value: Text::from(text), span: node.span() }.into()
}

fn status(node: Node<'_>) -> Stated<Status> {
    let value = match node.text() {
        Some("running" | "restarting") => Status::Running,
        _ => Status::Stopped,
    };
    Spanned { value, span: node.span() }.into()
}

/// A number that is not 0.
fn number(of: Node<'_>, key: &str) -> Option<Spanned<u64>> {
    let node = of.get(key)?;
    let value = node.text()?.parse().ok().filter(|number| *number > 0)?;
    Some(Spanned { value, span: node.span() })
}

fn resources(of_host: Node<'_>, fields: &mut SystemFields, at: Span) {
    let (most, least) = (number(of_host, "Memory"), number(of_host, "MemoryReservation"));
    let amount = |number: &Option<Spanned<u64>>| number.as_ref().map(|it| Bytes(it.value));
    let both = Amount { max: amount(&most), min: amount(&least) };
    fields.memory = match most.or(least) {
        Some(first) => Spanned { value: both, span: first.span }.into(),
        None => Stated::implied(both, at),
    };
    let nano = number(of_host, "NanoCpus").map(|it| (it.value / 1_000_000, it.span));
    let quota = number(of_host, "CpuQuota").zip(number(of_host, "CpuPeriod"));
    let quota = quota.map(|(quota, period)| (quota.value * 1000 / period.value, quota.span));
    if let Some((thousandths, span)) = nano.or(quota)
        && let Ok(thousandths) = u32::try_from(thousandths)
    {
        let cores = Amount { max: Some(Cores(thousandths)), min: None };
        fields.cpu = Spanned { value: Cpu { cores, model: None }, span }.into();
    }
}

fn running(of_host: Node<'_>, config: Node<'_>, fields: &mut SystemFields, at: Span) {
    let policy = of_host.get("RestartPolicy");
    let name = policy.and_then(|policy| policy.get("Name"));
    let word = name.and_then(|name| Restart::from_word(name.text()?));
    fields.running.restart = match (name, word) {
        (Some(name), Some(when)) => {
            let attempts = policy.and_then(|policy| number(policy, "MaximumRetryCount"));
            let attempts = attempts.and_then(|it| u32::try_from(it.value).ok());
            Spanned { value: RestartPolicy { when, attempts }, span: name.span() }.into()
        }
        _ => Stated::implied(Restart::No.into(), at),
    };
    // The check of the image stands here, too.
    fields.running.healthcheck = match config.get("Healthcheck").filter(|it| !it.is_null()) {
        Some(check) => {
            let first = check.get("Test").and_then(|test| test.items().next()?.text());
            Spanned { value: first != Some("NONE"), span: check.span() }.into()
        }
        None => Stated::implied(false, at),
    };
}

fn texts(of: Node<'_>, key: &str) -> Vec<Spanned<Text>> {
    let items = of.get(key).into_iter().flat_map(Node::items);
    items.filter_map(|it| Some(Spanned { value: it.text()?.into(), span: it.span() })).collect()
}

fn isolation(of_host: Node<'_>, is_podman: bool, fields: &mut SystemFields) {
    let isolation = &mut *fields.isolation;
    let privileged = of_host.get("Privileged");
    let is_privileged = privileged.is_some_and(|it| it.text() == Some("true"));
    if let Some(privileged) = privileged {
        isolation.privileged = Spanned { value: is_privileged, span: privileged.span() }.into();
    }
    let bare = |key: &str| {
        let names = texts(of_host, key).into_iter().map(|mut name| {
            let upper = name.value.to_ascii_uppercase();
            name.value = upper.strip_prefix("CAP_").unwrap_or(&upper).into();
            name
        });
        names.collect::<Vec<_>>()
    };
    let (add, mut drop) = (bare("CapAdd"), bare("CapDrop"));
    if is_podman && !is_privileged && !drop.is_empty() {
        // Podman lists one by one what it drops by default, and all of the default set where all is dropped.
        drop.retain(|name| !DROPPED_BY_PODMAN.contains(&name.value.as_str()));
        if drop.len() > DROPPED_BY_PODMAN.len() + 5 {
            drop.truncate(1);
            drop[0].value = "ALL".into();
        }
    } else if is_podman {
        drop.clear();
    }
    let first = add.first().or(drop.first()).map(|name| name.span);
    if let Some(first) = first {
        let list = |names: Vec<Spanned<Text>>| {
            let first = names.first().map(|name| name.span);
            first.map_or(List::ABSENT, |first| List::stated(names, first))
        };
        let value = Capabilities { add: list(add), drop: list(drop) };
        isolation.capabilities = Spanned { value, span: first }.into();
    }
    let mut options = texts(of_host, "SecurityOpt");
    // A privileged container gets this one from the engine.
    options.retain(|option| {
        !(is_privileged && option.value.split_once('=') == Some(("label", "disable")))
    });
    if let Some(first) = options.first().map(|option| option.span) {
        isolation.security_opt = List::stated(options, first);
    }
}

fn namespaces(of_host: Node<'_>, names: &ContainerNames<'_>, fields: &mut SystemFields) {
    const MODES: [(&str, Namespace); 5] = [
        ("NetworkMode", Namespace::Network),
        ("PidMode", Namespace::Pid),
        ("IpcMode", Namespace::Ipc),
        ("UTSMode", Namespace::Uts),
        ("UsernsMode", Namespace::User),
    ];
    let mode = |key: &str| of_host.get(key).and_then(|it| Some((it.text()?, it.span())));
    let shared: Vec<_> = MODES
        .iter()
        .filter_map(|(key, value)| {
            let (text, span) = mode(key)?;
            (text == "host").then_some(Spanned { value: *value, span })
        })
        .collect();
    if let Some(first) = shared.first().map(|it| it.span) {
        fields.isolation.host_namespaces = List::stated(shared, first);
    }
    let joined = |key: &str| {
        let (text, span) = mode(key)?;
        let id = text.strip_prefix("container:")?;
        let known = names.0.get(id).map(|name| Text::from(*name));
        Some(Spanned { value: known.unwrap_or_else(|| format!("external:{id}").into()), span })
    };
    fields.connection.network_of = joined("NetworkMode").into();
    fields.isolation.pid_of = joined("PidMode").into();
}

fn attachments(node: Node<'_>, of_host: Node<'_>, fields: &mut SystemFields) {
    let mounts = node.get("Mounts").into_iter().flat_map(Node::items);
    let volumes: Vec<Volume> = mounts.filter_map(volume).collect();
    if let Some(socket) = volumes.iter().find(|volume| volume.source.is_engine_socket()) {
        fields.isolation.engine_socket = Stated::derived(true, socket.at);
    }
    fields.volumes = listed(volumes, |volume| volume.at);
    let devices = of_host.get("Devices").into_iter().flat_map(Node::items).filter_map(|device| {
        let path = device.get("PathOnHost")?;
        let name = Spanned { value: Text::from(path.text()?), span: path.span() };
        let kind = Stated::derived(device_kind(&name), name.span);
        Some(Device { name, kind, ..Device::default() })
    });
    let requests = of_host.get("DeviceRequests").into_iter().flat_map(Node::items);
    let cards = requests.map(|asked| {
        let driver = asked.get("Driver").and_then(Node::text).filter(|it| !it.is_empty());
        let name = Spanned { value: Text::from(driver.unwrap_or("gpu")), span: asked.span() };
        let kind = Stated::derived(DeviceKind::Gpu, asked.span());
        Device { name, kind, ..Device::default() }
    });
    fields.devices = listed(devices.chain(cards).collect(), |device: &Device| device.name.span);
    let bound = of_host.get("PortBindings").into_iter().flat_map(Node::pairs);
    let ports = bound.flat_map(|pair| pair.value.items().filter_map(move |to| port(pair.key, to)));
    fields.ports = listed(ports.collect(), |port: &Port| port.at);
    let networks = node.get("NetworkSettings").and_then(|it| it.get("Networks"));
    let networks = networks.into_iter().flat_map(Node::pairs).filter_map(|pair| {
        let name = pair.key.text().filter(|name| !BUILT_IN.contains(name))?;
        let network = Spanned { value: name.into(), span: pair.key.span() };
        Some(Membership { network, is_local: true, ..Membership::default() })
    });
    fields.connection.networks = listed(networks.collect(), |it: &Membership| it.network.span);
}

fn volume(mount: Node<'_>) -> Option<Volume> {
    let text = |key: &str| mount.get(key).and_then(Node::text).unwrap_or_default();
    let source = match text("Type") {
        "volume" => VolumeSource::Named(text("Name").into()),
        "tmpfs" => VolumeSource::Tmpfs,
        _ => VolumeSource::Path(text("Source").into()),
    };
    let read_only = text("RW") == "false";
    let target = text("Destination").into();
    (mount.kind() == NodeKind::Mapping).then(|| Volume {
        at: mount.span(),
        source,
        target,
        read_only,
        keeping: Sparse::default(),
    })
}

fn port(inside: Node<'_>, to: Node<'_>) -> Option<Port> {
    let (target, protocol) = inside.text()?.split_once('/')?;
    let at = to.span();
    let text = |key: &str| to.get(key).and_then(Node::text).unwrap_or_default();
    let address = text("HostIp").parse().ok().map(|value| Spanned { value, span: at });
    let published = port_range(text("HostPort")).filter(|range| range.0 > 0);
    Some(Port {
        at,
        address: address.into(),
        published: published.map(|value| Spanned { value, span: at }).into(),
        target: target.parse().ok(),
        protocol: if protocol == "udp" { Protocol::Udp } else { Protocol::Tcp },
    })
}

/// A list that is stated at its first item, unless there is none.
fn listed<T>(items: Vec<T>, at: impl Fn(&T) -> Span) -> List<T> {
    match items.first().map(at) {
        Some(first) => List::stated(items, first),
        None => List::ABSENT,
    }
}

//! How published ports are read.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::lab::{Port, Protocol, Text, ValueState};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Numbers, TextFormat, ToldField, ValueShape,
    WriteValue, Yaml, field, scalar,
};
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// A port in its long form.
#[derive(Default, Clone)]
struct Published {
    published: Option<u32>,
    target: Option<u32>,
    protocol: Option<Text>,
    address: Option<Text>,
}

static PUBLISHED: FieldTable<Published> = FieldTable::new(
    "a port",
    &[
        field!(ALL, "published" ["host", "host_port"], published: u32, "the port on the machine below"),
        field!(ALL, "target" ["container", "container_port", "port"], target: u32, "the port inside"),
        field!(ALL, "protocol" ["proto"], protocol: Text, "tcp, udp or sctp"),
        field!(ALL, "address" ["host_ip", "ip"], address: Text, "the address it is bound to"),
    ],
);

static PORT: TextFormat = TextFormat {
    name: "a port",
    pattern: r"^((\[[0-9a-fA-F:.]+\]|[^:]+):)?([0-9]+(-[0-9]+)?:)?[0-9]+(-[0-9]+)?(/(tcp|udp|sctp))?$",
    examples: &["8080:80", "127.0.0.1:8080:80", "53:53/udp", "8000-8010:8000-8010"],
    numbers: Some(Numbers::ANY),
};

impl FieldValue for Port {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Format(&PORT), ValueShape::Record(|| PUBLISHED.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        let what = "a port, such as `8080:80`, `127.0.0.1:8080:80` or `53:53/udp`";
        if node.kind() == NodeKind::Mapping {
            let long = PUBLISHED.record(node, context);
            let narrow = |port: Option<u32>| port.and_then(|port| u16::try_from(port).ok());
            let Some(target) = narrow(long.target.or(long.published)) else {
                context.expected(node, "a mapping with a `target` port from 1 to 65535");
                return None;
            };
            let published = narrow(long.published).map(|port| (port, port));
            let address = long.address.and_then(|address| address.parse().ok());
            let protocol = protocol(long.protocol.as_deref().unwrap_or("tcp")).unwrap_or_default();
            return Some(Self::new(at, address, published, target, protocol));
        }
        let text = scalar(node, what, context)?;
        // A port of which a part is filled in elsewhere, as in `${PORT}:80`, says nothing that could be checked.
        if text.contains('$') {
            return None;
        }
        if node.is_plain() {
            context.yaml_1_1(node, text);
        }
        let port = port(text, at);
        if port.is_none() {
            context.expected(node, what);
        }
        port
    }
}

const PROTOCOLS: [(&str, Protocol); 3] =
    [("tcp", Protocol::Tcp), ("udp", Protocol::Udp), ("sctp", Protocol::Sctp)];

/// A range of more ports than this is told as one.
const SHORT: u16 = 1000;

/// A port, or a range of them.
fn ports(first: u16, last: u16) -> Value {
    if first == last { first.into() } else { format!("{first}-{last}").into() }
}

fn protocol_name(protocol: Protocol) -> &'static str {
    PROTOCOLS.iter().find(|(_, known)| *known == protocol).map_or("tcp", |(name, _)| name)
}

fn protocol(text: &str) -> Option<Protocol> {
    PROTOCOLS
        .iter()
        .find(|(name, _)| text.eq_ignore_ascii_case(name))
        .map(|(_, protocol)| *protocol)
}

/// Reads `[address:][published:]target[/protocol]`, ranges included.
fn port(text: &str, at: Span) -> Option<Port> {
    let (ports, transport) = text.split_once('/').unwrap_or((text, "tcp"));
    let protocol = protocol(transport)?;
    let Some((left, inside)) = ports.rsplit_once(':') else {
        let (target, _) = range(ports)?;
        return Some(Port::new(at, None, None, target, protocol));
    };
    let (target, _) = range(inside)?;
    let (address, outside) = match left.rsplit_once(':') {
        Some((address, outside)) => (address, outside),
        None if left.contains('.') => (left, ""),
        None => ("", left),
    };
    let address = match address.trim_matches(['[', ']']) {
        "" | "*" => None,
        address => Some(address.parse().ok()?),
    };
    let published = if outside.is_empty() { None } else { Some(range(outside)?) };
    Some(Port::new(at, address, published, target, protocol))
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last && first > 0).then_some((first, last))
}

impl WriteValue for Port {
    /// What nobody can know is `null`, what is not there is left out.
    fn json(&self) -> Value {
        let (first, last) = self.published.value().unwrap_or_default();
        let target = self.target.map(|target| ports(target, target.saturating_add(last - first)));
        let mut json = json!({ "target": target, "protocol": protocol_name(self.protocol) });
        if !self.address.is_absent() {
            json["host_ip"] = self.address.value().map(|it| it.to_string()).into();
        }
        match self.published.value() {
            Some((first, last)) => json["published"] = ports(first, last),
            None if self.published.is_unknown() => json["published"] = Value::Null,
            None => {}
        }
        json
    }

    /// A short range is told port by port.
    fn json_items(&self) -> Vec<Value> {
        let Some((first, last)) =
            self.published.value().filter(|(first, last)| last - first < SHORT)
        else {
            return vec![self.json()];
        };
        let one = |port: u16| {
            let published = self.published.clone().map(|_| (port, port));
            let target = self.target.map(|target| target.saturating_add(port - first));
            Self { published, target, ..self.clone() }.json()
        };
        (first..=last).map(one).collect()
    }

    fn place(&self) -> Option<Span> {
        Some(self.at)
    }

    fn parts(&self) -> Vec<(&'static str, ToldField)> {
        let unknown = |key, told: Option<ToldField>| {
            told.filter(|told| told.state == ValueState::Unknown).map(|told| (key, told))
        };
        let address = unknown("host_ip", ToldField::without_value(&self.address));
        let published = unknown("published", ToldField::without_value(&self.published));
        address.into_iter().chain(published).collect()
    }

    fn write(&self) -> Option<Yaml> {
        // A port of which a part is unknown is not written: what is left would say something else.
        if self.address.is_unknown() || self.published.is_unknown() {
            return None;
        }
        let (target, published) = (self.target?, self.published.value());
        let address = match self.address.value() {
            Some(IpAddr::V4(address)) => format!("{address}:"),
            Some(IpAddr::V6(address)) => format!("[{address}]:"),
            None => String::new(),
        };
        let published = match published {
            Some((first, last)) if first == last => format!("{first}:"),
            Some((first, last)) => format!("{first}-{last}:"),
            None if address.is_empty() => String::new(),
            None => ":".to_owned(),
        };
        let protocol = match self.protocol {
            Protocol::Tcp => String::new(),
            protocol => format!("/{}", protocol_name(protocol)),
        };
        Some(Yaml::text(format!("{address}{published}{target}{protocol}")))
    }
}

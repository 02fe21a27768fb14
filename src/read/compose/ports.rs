//! `ports`: `[[address:]published:]target[/protocol]` with ranges, and the long form.

use std::net::{IpAddr, Ipv4Addr};

use super::text::split_outside_variables;
use super::value::{ComposeValue, ValueForm};
use crate::lab::{List, PartOrigin, Port, Protocol, Stated, Text};

/// The parts of a published port, as they are written.
struct PortParts<'v> {
    address: &'v str,
    published: &'v str,
    target: &'v str,
    protocol: &'v str,
}

impl<'v> PortParts<'v> {
    fn of(port: &'v ComposeValue) -> Option<Self> {
        match &port.form {
            ValueForm::Text(text) => Some(Self::short(text)),
            ValueForm::Map(_) => {
                let text =
                    |key: &str| port.get(key).and_then(ComposeValue::text).unwrap_or_default();
                Some(Self {
                    address: text("host_ip"),
                    published: text("published"),
                    target: text("target"),
                    protocol: text("protocol"),
                })
            }
            ValueForm::Null | ValueForm::List(_) => None,
        }
    }

    fn short(text: &'v str) -> Self {
        let (ports, protocol) = match text.rsplit_once('/') {
            Some((ports, protocol)) if !protocol.contains('}') => (ports, protocol),
            _ => (text, ""),
        };
        let parts = split_outside_variables(ports);
        let (target, rest) = parts.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
        let (published, address) = match rest.split_last() {
            Some((published, address)) => (*published, address),
            None => ("", &[][..]),
        };
        // An IPv6 address may stand without brackets.
        let length: usize = address.iter().map(|part| part.len() + 1).sum();
        let address = &ports[..length.saturating_sub(1)];
        Self { address: address.trim_matches(['[', ']']), published, target, protocol }
    }
}

/// What makes two published ports the same.
pub(super) fn identity(port: &ComposeValue) -> Option<Text> {
    let parts = PortParts::of(port)?;
    let PortParts { address, published, target, protocol } = parts;
    let protocol = if protocol.is_empty() { "tcp" } else { protocol };
    Some(format!("{address}|{published}|{target}|{protocol}").into())
}

/// The ports of a service, with the parts that cannot be known.
pub(super) fn read(list: &ComposeValue, parts: &mut Vec<PartOrigin>) -> List<Port> {
    let mut ports = Vec::new();
    for item in list.items() {
        let Some(found) = PortParts::of(item) else { continue };
        let why = item.unknown.clone().unwrap_or_else(|| "it cannot be read".into());
        let address = match found.address {
            "" | "*" => Stated::ABSENT,
            "localhost" => item.here(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            address => address.parse().map_or_else(
                |_| Stated::unknown(item.at, why.clone()),
                |address| item.here(address),
            ),
        };
        let published = match (found.published, range(found.published)) {
            ("" | "0", _) => Stated::ABSENT,
            (_, Some(range)) => item.here(range),
            (_, None) => Stated::unknown(item.at, why),
        };
        parts.push(item.part("ports", ports.len()));
        if published.is_absent() {
            let path = format!("[{}].published", ports.len()).into();
            let origin = Stated::unknown(item.at, "the engine chooses it");
            parts.push(PartOrigin { field: "ports", path, origin });
        }
        let protocol = match found.protocol {
            "udp" | "UDP" => Protocol::Udp,
            "sctp" | "SCTP" => Protocol::Sctp,
            _ => Protocol::Tcp,
        };
        let target = range(found.target).map(|range| range.0);
        ports.push(Port { at: item.at, address, published, target, protocol });
    }
    list.listed(ports)
}

/// A port or a range of ports.
fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

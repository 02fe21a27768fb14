//! `ports`: `[[address:]published:]target[/protocol]` with ranges, and the long form.

use std::net::{IpAddr, Ipv4Addr};

use super::value::{ComposeValue, ValueForm};
use crate::lab::{List, PartOrigin, Port, Stated, Text};
use crate::read::engine::{PortParts, port_range};

/// The parts of a port in either form.
fn parts_of(port: &ComposeValue) -> Option<PortParts<'_>> {
    match &port.form {
        ValueForm::Text(text) => Some(PortParts::short(text)),
        ValueForm::Map(_) => {
            let text = |key: &str| port.get(key).and_then(ComposeValue::text).unwrap_or_default();
            Some(PortParts {
                address: text("host_ip"),
                published: text("published"),
                target: text("target"),
                protocol: text("protocol"),
            })
        }
        ValueForm::Null | ValueForm::List(_) => None,
    }
}

/// What makes two published ports the same.
pub(super) fn identity(port: &ComposeValue) -> Option<Text> {
    let parts = parts_of(port)?;
    let PortParts { address, published, target, protocol } = parts;
    let protocol = if protocol.is_empty() { "tcp" } else { protocol };
    Some(format!("{address}|{published}|{target}|{protocol}").into())
}

/// The ports of a service, with the parts that cannot be known.
pub(super) fn read(list: &ComposeValue, parts: &mut Vec<PartOrigin>) -> List<Port> {
    let mut ports = Vec::new();
    for item in list.items() {
        let Some(found) = parts_of(item) else { continue };
        let why = item.unknown.clone().unwrap_or_else(|| "it cannot be read".into());
        let address = match found.address {
            "" | "*" => Stated::ABSENT,
            "localhost" => item.here(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            address => address.parse().map_or_else(
                |_| Stated::unknown(item.at, why.clone()),
                |address| item.here(address),
            ),
        };
        let published = match (found.published, port_range(found.published)) {
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
        let protocol = found.transport();
        let target = port_range(found.target).map(|range| range.0);
        ports.push(Port { at: item.at, address, published, target, protocol });
    }
    list.listed(ports)
}

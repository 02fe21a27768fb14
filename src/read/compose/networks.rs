//! How a service meets the network: the networks it is in, its addresses there, or whose network it shares.

use super::isolation::joined;
use super::project::Project;
use super::service::ServiceFields;
use super::value::{ComposePair, ComposeValue};
use crate::lab::{Address, HardwareAddress, List, Membership, Text};
use crate::source::Spanned;

pub(super) fn read(said: &mut ServiceFields<'_>, project: &Project) {
    if let Some(networks) = said.get("networks") {
        let memberships = networks.pairs().iter().map(|pair| membership(pair, project));
        said.fields.connection.networks = networks.listed(memberships.collect());
    }
    let of_network = said.get("networks").map(ComposeValue::pairs).unwrap_or_default();
    let of_network = of_network.iter().filter_map(|pair| pair.value.get("mac_address"));
    let mac: Vec<_> = said.get("mac_address").into_iter().chain(of_network).collect();
    if let Some(first) = mac.first() {
        let of =
            |mac: Spanned<Text>| Spanned { value: HardwareAddress::of(mac.value), span: mac.span };
        let addresses = mac.iter().filter_map(|mac| mac.name().map(of)).collect();
        said.fields.connection.mac = first.listed(addresses);
    }
    if let Some(other) = said.get("network_mode").and_then(joined) {
        said.fields.connection.network_of = other;
    }
}

fn membership(pair: &ComposePair, project: &Project) -> Membership {
    let keys = ["ipv4_address", "ipv6_address"];
    let addresses = keys.iter().filter_map(|key| pair.value.get(key)?.name());
    Membership {
        network: pair.key.clone(),
        addresses: addresses.map(Address::of).collect(),
        is_local: !project
            .networks()
            .any(|it| it.key.value == pair.key.value && reaches_out(&it.value)),
    }
}

/// True for a network of the house: its members have addresses there that everybody can reach.
pub(super) fn reaches_out(network: &ComposeValue) -> bool {
    matches!(network.get("driver").and_then(ComposeValue::known), Some("macvlan" | "ipvlan"))
}

/// The VLAN of the interface that a network is on: 20 of `eth0.20`.
pub(super) fn vlan_of(parent: &ComposeValue) -> Option<Spanned<u16>> {
    let (_, number) = parent.known()?.rsplit_once('.')?;
    Some(Spanned { value: number.parse().ok()?, span: parent.at })
}

/// The ranges of addresses of a network.
pub(super) fn subnets(network: &ComposeValue) -> Vec<&ComposeValue> {
    let config = network.at_path(&["ipam", "config"]).map(ComposeValue::items).unwrap_or_default();
    config.iter().filter_map(|range| range.get("subnet")).collect()
}

/// A list that is stated, unless there is nothing in it.
pub(super) fn some<T>(items: Vec<T>, at: &ComposeValue) -> List<T> {
    if items.is_empty() { List::ABSENT } else { at.listed(items) }
}

//! How addresses, networks and exposure are read.

use super::super::field::{ALL, Field, Key, Shape, Table, field};
use super::super::notes::Notes;
use super::super::value::{Value, brief};
use super::{Name, named, record};
use crate::lab::{Address, Exposure, List, Membership, Reach, Stated, Subnet, Text};
use crate::source::Spanned;
use crate::yaml::{Kind, Node};

/// An address in its long form.
#[derive(Default, Clone)]
struct LongAddress {
    address: Name,
    vip: Option<bool>,
}

static ADDRESS: Table<LongAddress> = Table::new(
    "an address",
    &[
        field!(ALL, "address" ["ip"], address: Name, "the address, perhaps with a prefix length"),
        field!(ALL, "vip" ["floating", "virtual"], vip: bool, "whether it moves between systems"),
    ],
);

impl Value for Address {
    const SHAPE: Shape = Shape::Either(&[Shape::Text, Shape::Record(|| ADDRESS.keys())]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let (text, vip) = if node.kind() == Kind::Mapping {
            let long = record(&ADDRESS, node, notes);
            (long.address, long.vip.unwrap_or(false))
        } else {
            (Spanned::<Text>::read(node, notes)?, false)
        };
        // Names and words such as `dhcp` are fine; what is all digits and dots is meant as an address.
        let meant = text.split('/').next().is_some_and(|ip| {
            ip.contains('.') && ip.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
        let address = Self::of(text);
        if address.ip.is_none() && meant {
            let text = brief(&address.text);
            notes.invalid(node.span(), format_args!("`{text}` is not an address"));
            return None;
        }
        Some(Self { vip, ..address })
    }
}

impl Value for Subnet {
    const SHAPE: Shape = Shape::Text;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        Text::read(node, notes).map(Self::of)
    }
}

/// The networks of a system: names, or names with its addresses in them.
pub(in super::super) struct Memberships(List<Membership>);

impl From<Memberships> for List<Membership> {
    fn from(memberships: Memberships) -> Self {
        memberships.0
    }
}

impl Value for Memberships {
    const SHAPE: Shape = Shape::Either(&[
        Shape::Many(&Shape::Text),
        Shape::Map(&Shape::Either(&[Shape::Many(&Address::SHAPE), Shape::Any])),
    ]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let mut networks = Vec::new();
        match node.kind() {
            Kind::Mapping => {
                for (network, value) in named(node, notes) {
                    networks.push(Membership { network, addresses: addresses_in(value, notes) });
                }
            }
            Kind::Sequence => {
                for item in node.items() {
                    match item.kind() {
                        Kind::Mapping => {
                            networks.extend(Self::read(item, notes)?.0.iter().cloned());
                        }
                        _ => {
                            if let Some(network) = Value::read(item, notes) {
                                networks.push(Membership { network, addresses: Vec::new() });
                            }
                        }
                    }
                }
            }
            _ if node.is_null() => {}
            _ => networks
                .push(Membership { network: Value::read(node, notes)?, addresses: Vec::new() }),
        }
        Some(Self(List::stated(networks, node.span())))
    }
}

/// What stands behind a network's name: an address, several, or a mapping that holds them.
fn addresses_in(node: Node<'_>, notes: &mut Notes<'_>) -> Vec<Address> {
    if node.kind() == Kind::Mapping {
        let keys = ["address", "addresses", "ip", "ipv4", "ipv6", "ipv4_address", "ipv6_address"];
        let values =
            node.pairs().filter(|pair| pair.key.text().is_some_and(|key| keys.contains(&key)));
        return values.flat_map(|pair| addresses_in(pair.value, notes)).collect();
    }
    List::<Address>::read(node, notes).map(|list| list.to_vec()).unwrap_or_default()
}

/// Exposure in its long form.
#[derive(Default, Clone)]
struct Way {
    via: Stated<Text>,
}

static WAY: Table<Way> = Table::new(
    "an exposure",
    &[field!(ALL, "via" ["through"], via: Name, "what stands between, such as a VPN or a proxy")],
);

impl Value for Exposure {
    const SHAPE: Shape = Shape::Either(&[
        Reach::SHAPE,
        Shape::Map(&Shape::Either(&[Shape::Text, Shape::Record(|| WAY.keys())])),
    ]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        if node.kind() != Kind::Mapping {
            return Some(Self { reach: Value::read(node, notes)?, via: Stated::ABSENT });
        }
        let mut pairs = node.pairs();
        let (Some(pair), None) = (pairs.next(), pairs.next()) else {
            notes.expected(
                node,
                "a word, or one word with what stands between: `internet: {via: vpn}`",
            );
            return None;
        };
        let reach = Value::read(pair.key, notes)?;
        let via = if pair.value.kind() == Kind::Mapping {
            record(&WAY, pair.value, notes).via
        } else {
            Name::read(pair.value, notes).into()
        };
        Some(Self { reach, via })
    }
}

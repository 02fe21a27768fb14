//! How addresses, networks and exposure are read.

use std::collections::HashSet;

use serde_json::Value;

use super::named;
use crate::lab::{
    Address, Exposure, List, Membership, Namespace, Reach, Stated, Subnet, SystemFields, Text,
};
use crate::read::field::{
    ALL, CONTAINER, Field, FieldContext, FieldKey, FieldTable, FieldValue, Name, UNDECIDED,
    ValueShape, WriteValue, Yaml, brief, field,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// An address in its long form.
#[derive(Default, Clone)]
struct LongAddress {
    address: Name,
    vip: Option<bool>,
}

static ADDRESS: FieldTable<LongAddress> = FieldTable::new(
    "an address",
    &[
        field!(ALL, "address" ["ip"], address: Name, "the address, perhaps with a prefix length"),
        field!(ALL, "vip" ["floating", "virtual"], vip: bool, "whether it moves between systems"),
    ],
);

impl FieldValue for Address {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| ADDRESS.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let (text, vip) = if node.kind() == NodeKind::Mapping {
            let long = ADDRESS.record(node, context);
            (long.address, long.vip.unwrap_or(false))
        } else {
            (Spanned::<Text>::read(node, context)?, false)
        };
        // Names and words such as `dhcp` are fine; what is all digits and dots is meant as an address.
        let meant = text.split('/').next().is_some_and(|ip| {
            ip.contains('.') && ip.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
        let address = Self::of(text);
        if address.ip.is_none() && meant {
            let text = brief(&address.text);
            context.invalid(node.span(), format_args!("`{text}` is not an address"));
            return None;
        }
        Some(Self { vip, ..address })
    }
}

impl FieldValue for Subnet {
    const SHAPE: ValueShape = ValueShape::Text;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        Text::read(node, context).map(Self::of)
    }
}

/// Says of a network that it ends at its machine: that of a container engine.
const LOCAL: &str = "local";

/// The networks of a system: names, or names with its addresses in them.
pub(in super::super) struct MembershipList(List<Membership>);

impl From<MembershipList> for List<Membership> {
    fn from(memberships: MembershipList) -> Self {
        memberships.0
    }
}

impl FieldValue for MembershipList {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Many(&ValueShape::Text),
        ValueShape::Map(&ValueShape::Either(&[ValueShape::Many(&Address::SHAPE), ValueShape::Any])),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut networks = Vec::new();
        match node.kind() {
            NodeKind::Mapping => {
                for (network, value) in named(node, context) {
                    let is_local = value.get(LOCAL).and_then(Node::text) == Some("true");
                    let addresses = addresses_in(value, context);
                    networks.push(Membership { network, addresses, is_local });
                }
            }
            NodeKind::Sequence => {
                for item in node.items() {
                    match item.kind() {
                        NodeKind::Mapping => {
                            networks.extend(Self::read(item, context)?.0.iter().cloned());
                        }
                        _ => {
                            if let Some(network) = FieldValue::read(item, context) {
                                networks.push(Membership { network, ..Membership::default() });
                            }
                        }
                    }
                }
            }
            _ if node.is_null() => {}
            _ => networks.push(Membership {
                network: FieldValue::read(node, context)?,
                ..Membership::default()
            }),
        }
        Some(Self(List::stated(networks, node.span())))
    }
}

/// What stands behind a network's name: an address, several, or a mapping that holds them.
fn addresses_in(node: Node<'_>, context: &mut FieldContext<'_>) -> Vec<Address> {
    if node.kind() == NodeKind::Mapping {
        let keys = ["address", "addresses", "ip", "ipv4", "ipv6", "ipv4_address", "ipv6_address"];
        let values =
            node.pairs().filter(|pair| pair.key.text().is_some_and(|key| keys.contains(&key)));
        return values.flat_map(|pair| addresses_in(pair.value, context)).collect();
    }
    List::<Address>::read(node, context).map(|list| list.to_vec()).unwrap_or_default()
}

/// A `network_mode` field, as Compose has it: it says at once what three fields of ours say.
pub(in super::super) const fn network_mode_field() -> Field<SystemFields> {
    Field {
        key: FieldKey {
            name: "network_mode",
            or: None,
            also: &[],
            about: "whose network it has: host, bridge, none, a network, `service:NAME` or `container:NAME`",
            shape: ValueShape::Text,
        },
        kinds: CONTAINER.and(UNDECIDED),
        read: |it, node, context| {
            let Some(mode) = Name::read(node, context) else { return };
            let at = mode.span;
            let of = ["service:", "container:"].iter().find_map(|of| mode.strip_prefix(of));
            if let Some(other) = of {
                let name: Text = other.trim().into();
                it.connection.network_of = Spanned { value: name, span: at }.into();
            } else if mode.as_str() == "host" {
                let shared = [Spanned { value: Namespace::Network, span: at }];
                it.isolation.host_namespaces = List::stated(shared, at);
            } else if !OWN_NETWORKS.contains(&mode.as_str()) {
                let member = Membership { network: mode, addresses: Vec::new(), is_local: false };
                it.connection.networks = List::stated([member], at);
            }
        },
        leave: |_, _, _| {},
        // The fields that it is short for are copied and written instead.
        copy: |_, _| {},
        write: |_| None,
        told: |_| None,
    }
}

/// Modes in which a container has a network that the engine makes for it, or none.
const OWN_NETWORKS: &[&str] =
    &["bridge", "default", "none", "nat", "pasta", "private", "slirp4netns"];

/// Exposure in its long form.
#[derive(Default, Clone)]
struct LongExposure {
    via: Stated<Text>,
}

static WAY: FieldTable<LongExposure> = FieldTable::new(
    "an exposure",
    &[field!(ALL, "via" ["through"], via: Name, "what stands between, such as a VPN or a proxy")],
);

impl FieldValue for Exposure {
    const SHAPE: ValueShape = ValueShape::Either(&[
        Reach::SHAPE,
        ValueShape::Map(&ValueShape::Either(&[
            ValueShape::Text,
            ValueShape::Record(|| WAY.keys()),
        ])),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return Some(Self { reach: FieldValue::read(node, context)?, via: Stated::ABSENT });
        }
        let mut pairs = node.pairs();
        let (Some(pair), None) = (pairs.next(), pairs.next()) else {
            context.expected(
                node,
                "a word, or one word with what stands between: `internet: {via: vpn}`",
            );
            return None;
        };
        let reach = FieldValue::read(pair.key, context)?;
        let via = if pair.value.kind() == NodeKind::Mapping {
            WAY.record(pair.value, context).via
        } else {
            Name::read(pair.value, context).into()
        };
        Some(Self { reach, via })
    }
}

impl WriteValue for Address {
    fn write(&self) -> Option<Yaml> {
        if !self.vip {
            return self.text.write();
        }
        Some(Yaml::map([("address", self.text.write()), ("vip", true.write())]))
    }

    fn json(&self) -> Value {
        self.text.as_str().into()
    }
}

impl WriteValue for Membership {
    /// The name; its addresses are told as those of the system.
    fn json(&self) -> Value {
        self.network.as_str().into()
    }

    fn write(&self) -> Option<Yaml> {
        if self.addresses.is_empty() && !self.is_local {
            return self.network.write();
        }
        if self.is_local {
            let addresses =
                (!self.addresses.is_empty()).then(|| Address::write_list(&self.addresses));
            let terms = Yaml::map([(LOCAL, true.write()), ("addresses", addresses)]);
            return Some(Yaml::Map(vec![(self.network.to_string(), terms)]));
        }
        let addresses = match Address::write_list(&self.addresses) {
            // Alone, a mapping is taken for one that holds addresses.
            long @ Yaml::Map(_) => Yaml::List(vec![long]),
            addresses => addresses,
        };
        Some(Yaml::Map(vec![(self.network.to_string(), addresses)]))
    }

    /// By name, if each has addresses and a name of its own.
    fn write_list(items: &[Self]) -> Yaml {
        let names: HashSet<&str> = items.iter().map(|it| it.network.as_str()).collect();
        let written: Vec<Yaml> = items.iter().filter_map(Self::write).collect();
        let with_addresses = written.iter().all(|it| matches!(it, Yaml::Map(_)));
        if names.len() < items.len() || !with_addresses || items.is_empty() {
            return Yaml::List(written).or_alone();
        }
        let pairs = written
            .into_iter()
            .flat_map(|it| if let Yaml::Map(pairs) = it { pairs } else { Vec::new() });
        Yaml::Map(pairs.collect())
    }
}

impl WriteValue for Exposure {
    fn write(&self) -> Option<Yaml> {
        match self.via.write() {
            None => self.reach.write(),
            Some(via) => Some(Yaml::Map(vec![(self.reach.to_string(), via)])),
        }
    }
}

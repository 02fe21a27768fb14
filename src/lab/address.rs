//! Addresses, ports and networks, as numbers where they are such.

use std::fmt;
use std::net::IpAddr;

use super::entry::Text;
use super::stated::Stated;
use crate::source::{Span, Spanned};

/// The transport a port belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

/// A port, or a range of them, that is published on the machine below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Where it is written.
    pub at: Span,
    /// The address it is bound to; all addresses if none is said. It may be unknown, and that is not all.
    pub address: Stated<IpAddr>,
    /// The first and the last port on the machine below, if they are fixed.
    pub published: Stated<(u16, u16)>,
    /// The first port inside, unless nobody knows it.
    pub target: Option<u16>,
    /// The transport.
    pub protocol: Protocol,
}

impl Port {
    /// A port of which all is written at one place.
    pub fn new(
        at: Span,
        address: Option<IpAddr>,
        published: Option<(u16, u16)>,
        target: u16,
        protocol: Protocol,
    ) -> Self {
        let address = address.map(|value| Spanned { value, span: at }).into();
        let published = published.map(|value| Spanned { value, span: at }).into();
        Self { at, address, published, target: Some(target), protocol }
    }
}

/// An address of a system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// As it is written: an address, perhaps with a prefix length, or a word such as `dhcp`.
    pub text: Spanned<Text>,
    /// The address, if it is one.
    pub ip: Option<IpAddr>,
    /// How many of its bits are those of its network, if that is said.
    pub prefix: Option<u8>,
    /// Whether it moves between systems.
    pub vip: bool,
}

/// The addresses of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// As it is written.
    pub text: Text,
    /// The addresses, if it is written as `address/prefix`.
    pub range: Option<AddressRange>,
}

/// All addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    /// One of them.
    pub address: IpAddr,
    /// How many bits they share.
    pub prefix: u8,
}

impl AddressRange {
    /// True if an address is one of them.
    pub fn contains(self, address: IpAddr) -> bool {
        let (differ, bits) = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => ((own.to_bits() ^ other.to_bits()).into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits(), 128_u32),
            _ => return false,
        };
        let rest: Option<u128> = u128::checked_shr(differ, bits.saturating_sub(self.prefix.into()));
        rest.unwrap_or(0) == 0
    }
}

impl Subnet {
    /// Reads `address/prefix`; anything else stays text.
    pub fn of(text: Text) -> Self {
        let range = text.split_once('/').and_then(|(address, prefix)| {
            Some(AddressRange {
                address: address.trim().parse().ok()?,
                prefix: prefix.trim().parse().ok()?,
            })
        });
        Self { text, range }
    }
}

impl Address {
    /// Reads an address, perhaps with a prefix length; anything else stays text.
    pub fn of(text: Spanned<Text>) -> Self {
        let (address, prefix) = text.split_once('/').unwrap_or((&text, ""));
        let (ip, prefix) = (address.parse().ok(), prefix.parse().ok());
        Self { ip, prefix, vip: false, text }
    }
}

/// A VLAN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vlan {
    /// Its number, up to 4095.
    Number(u16),
    /// A word in its place.
    Name(Text),
}

impl Vlan {
    /// Reads a number; anything else stays a word.
    pub fn of(text: Text) -> Self {
        text.parse().map_or(Self::Name(text), Self::Number)
    }
}

impl fmt::Display for Vlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// A network that a system is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Membership {
    /// The network's name.
    pub network: Spanned<Text>,
    /// The system's addresses in it.
    pub addresses: Vec<Address>,
    /// True for a network of the container engine, which ends at its machine: another one of the same name is
    /// another network.
    pub is_local: bool,
}

//! From where a system can be reached: what it says itself, and what follows from the ports it publishes.

use std::net::IpAddr;

use super::address::Port;
use super::handle::System;
use super::parts::Exposure;
use super::words::Reach;
use crate::source::Span;

/// From how far a system can be reached, with nothing that is known in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenExposure<'a> {
    /// From where.
    pub reach: Reach,
    /// Where that is written, or what it follows from.
    pub at: Span,
    /// How it is known.
    pub origin: ExposureOrigin<'a>,
}

/// How it is known from where a system can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExposureOrigin<'a> {
    /// It says so itself.
    Stated,
    /// It publishes a port on this machine, which can be reached from there.
    PublishedOn(System<'a>),
}

impl<'a> System<'a> {
    /// From where it can be reached, if that is said of it, or if it publishes a port on a machine of which it
    /// is said. What it says of itself counts first. Nothing, if something such as a VPN stands between.
    pub fn open_exposure(self) -> Option<OpenExposure<'a>> {
        let own = &self.connection.exposure;
        if !own.is_absent() {
            let (reach, at) = open(own.as_ref()?)?;
            return Some(OpenExposure { reach, at, origin: ExposureOrigin::Stated });
        }
        let machine = self.publishes_on()?;
        let (reach, _) = open(machine.connection.exposure.as_ref()?)?;
        let port =
            self.ports.iter().find(|port| port.published.is_some() && is_bound_openly(port))?;
        Some(OpenExposure { reach, at: port.at, origin: ExposureOrigin::PublishedOn(machine) })
    }

    /// From where one of its ports can be reached. Where nobody says more, a port is open to the house.
    pub fn reach_of(self, port: &Port) -> Reach {
        let own = &self.connection.exposure;
        let is_closed = |address: IpAddr| address.is_loopback();
        if port.address.is_unknown() || port.address.value().is_some_and(is_closed) {
            return Reach::None;
        }
        let stated = match own.as_ref() {
            Some(own) => Some(own),
            None if own.is_absent() => {
                self.publishes_on().and_then(|machine| machine.entry().connection.exposure.as_ref())
            }
            None => None,
        };
        match stated.and_then(|stated| open(stated)) {
            Some((reach, _)) if is_bound_openly(port) => reach,
            Some((Reach::None, _)) => Reach::None,
            _ => Reach::Home,
        }
    }

    /// True if the internet reaches it, and nothing that is known stands between.
    pub fn is_exposed(self) -> bool {
        self.open_exposure().is_some_and(|open| open.reach == Reach::Internet)
    }

    /// The machine whose ports its own are; nothing if it has an address of its own in a network.
    pub fn publishes_on(self) -> Option<Self> {
        let is_machine = self.as_host().is_some() || self.as_vm().is_some();
        if is_machine || self.has_own_address() || self.ports.is_empty() { None } else { self.on() }
    }

    /// True if it has an address of its own in a network, and so ports of its own.
    pub fn has_own_address(self) -> bool {
        self.networks().any(|it| {
            let network = self.lab().network(&it.network);
            let kind = network.and_then(|network| network.record().kind.as_deref());
            !it.addresses.is_empty() || kind.is_some_and(|kind| OWN.contains(&kind.as_str()))
        })
    }
}

/// The networks in which each container has an address that its machine does not answer for.
const OWN: &[&str] = &["macvlan", "ipvlan"];

/// From how far, if nothing stands between.
fn open(exposure: &Exposure) -> Option<(Reach, Span)> {
    exposure.via.is_absent().then_some((exposure.reach.value, exposure.reach.span))
}

/// True if a port is bound to all addresses, or to one that is not only for a private network, as far as known.
fn is_bound_openly(port: &Port) -> bool {
    match port.address.value() {
        None => port.address.is_absent(),
        Some(IpAddr::V4(it)) => {
            let is_shared = it.octets()[0] == 100 && it.octets()[1] & 0xc0 == 64;
            !(it.is_loopback() || it.is_private() || it.is_link_local() || is_shared)
        }
        Some(IpAddr::V6(it)) => {
            !(it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_bound_openly;
    use crate::lab::{Port, Protocol};
    use crate::source::Sources;

    #[test]
    fn a_private_address_is_not_for_everybody() {
        let mut sources = Sources::default();
        let source = sources.add("lab.yaml".to_owned(), "ports".to_owned());
        let at = source.expect("it is small").span(0..5);
        let port =
            |address: &str| Port::new(at, address.parse().ok(), Some((80, 80)), 80, Protocol::Tcp);
        for open in ["", "0.0.0.0", "::", "203.0.113.9", "2001:db8::1"] {
            assert!(is_bound_openly(&port(open)), "{open}");
        }
        for closed in ["127.0.0.1", "10.0.0.1", "192.168.1.1", "100.101.0.1", "::1", "fd00::1"] {
            assert!(!is_bound_openly(&port(closed)), "{closed}");
        }
    }
}

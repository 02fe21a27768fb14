//! The zone of trust that a system is in.

use crate::lab::{Lab, System, Text};
use crate::source::Spanned;

/// Its zone: its own, or that of all its networks, or that of the nearest system below it that has one, down
/// to the machine whose kernel it runs on.
pub fn zone_of(system: System<'_>) -> Option<&Spanned<Text>> {
    let kernel = system.kernel();
    for layer in system.stack() {
        let own = layer.entry().connection.zone.as_ref().or_else(|| common(layer));
        if own.is_some() || Some(layer) == kernel {
            return own;
        }
    }
    None
}

/// True if the lab knows zones at all.
pub fn has_zones(lab: &Lab) -> bool {
    lab.networks().any(|network| network.zone.is_some())
        || lab.systems().any(|system| system.entry().connection.zone.is_some())
}

/// True if two names of zones mean the same one.
pub fn is_same(zone: &str, other: &str) -> bool {
    zone.eq_ignore_ascii_case(other)
}

/// The zone that all networks of a system are in; none if one of them is in another, or in none.
fn common(system: System<'_>) -> Option<&Spanned<Text>> {
    let mut zones = system
        .networks()
        .map(|member| system.lab().network(&member.network)?.record().zone.as_ref());
    let first = zones.next()??;
    zones.all(|zone| zone.is_some_and(|zone| is_same(zone, first))).then_some(first)
}

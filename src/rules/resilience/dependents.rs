//! Who needs a system, directly or through others.

use std::net::IpAddr;

use crate::lab::{Address, System, Text, When};
use crate::source::Spanned;

/// Everything that needs a system, at whatever remove, in the order of the text. What is only needed to set
/// something up does not count. Who asks it for names, the time, logins or the way out needs it, too.
pub(super) fn dependents(system: System<'_>) -> Vec<System<'_>> {
    let lab = system.lab();
    let mut known = vec![false; lab.systems().len()];
    known[system.id()] = true;
    let mut open: Vec<System<'_>> = needing(system).chain(asking(system)).collect();
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        if !known[next.id()] && next.runs() {
            known[next.id()] = true;
            found.push(next);
            open.extend(needing(next));
        }
    }
    found.sort_by_key(|dependent| dependent.id());
    found
}

/// What names it in `depends_on`.
fn needing(system: System<'_>) -> impl Iterator<Item = System<'_>> {
    system.needed_by().filter(move |other| {
        other.dependencies().any(|(need, on)| {
            let optional = need.terms.optional.as_ref().is_some_and(|optional| optional.value);
            let later = need.when.as_ref().is_some_and(|when| when.value == When::Deploy);
            on == system && !optional && !later && need.terms.fallback.is_absent()
        })
    })
}

/// What names it or one of its addresses as its server, and nothing else beside it; and for a way out, what
/// is in its networks.
fn asking(system: System<'_>) -> impl Iterator<Item = System<'_>> {
    let lab = system.lab();
    let own: Vec<IpAddr> = addresses(system).filter_map(|address| address.ip).collect();
    let is_own = move |text: &Text| {
        **text == *system.name() || text.parse().is_ok_and(|ip| own.contains(&ip))
    };
    let routed: Vec<&str> = lab
        .networks()
        .filter(|network| network.gateway.as_ref().is_some_and(|gateway| is_own(&gateway.value)))
        .map(|network| network.name())
        .collect();
    lab.systems().filter(move |other| {
        let connection = &other.entry().connection;
        let only = |servers: &[Spanned<Text>]| {
            !servers.is_empty() && servers.iter().all(|server| is_own(&server.value))
        };
        let asked = only(&connection.dns)
            || only(&connection.ntp)
            || only(&connection.gateway)
            || only(&connection.identity);
        let in_its_network =
            connection.networks.iter().any(|network| routed.contains(&network.network.as_str()));
        (asked || in_its_network) && *other != system
    })
}

fn addresses(system: System<'_>) -> impl Iterator<Item = &Address> {
    let connection = &system.entry().connection;
    let in_networks = connection.networks.iter().flat_map(|network| &network.addresses);
    connection.addresses.iter().chain(in_networks)
}

//! The only name or time servers of a host are guests of the host itself.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Host, Lab, List, System, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "host-resolves-via-guest",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::SEPARATION_EASES_TROUBLESHOOTING,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[authority::DNS_LOOP_2023, authority::PROXMOX_TIME, authority::META_OUTAGE_2021],
    page: include_str!("host_resolves_via_guest.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let addresses = owners(case.lab);
    for host in case.lab.hosts().filter(|host| host.is_intended()) {
        let connection = &host.entry().connection;
        let fields = [("name", &connection.dns), ("time", &connection.ntp)];
        for (what, servers) in fields {
            let Some(guests) = guests(host, servers, &addresses) else { continue };
            let all = names(guests.iter().map(|guest| guest.name()));
            let message = match guests.len() {
                1 => format!(
                    "the only {what} server of `{}` is {all}, which runs on it",
                    host.name()
                ),
                _ => format!(
                    "the only {what} servers of `{}` are {all}, which run on it",
                    host.name()
                ),
            };
            let finding = out.report(host, &servers[0], message);
            for guest in guests.iter().take(3) {
                let below = guest.on().map_or("it", System::name);
                finding
                    .label(guest.runs_on_span(), format!("`{}` runs on `{below}`", guest.name()));
            }
            let field = if what == "name" { "dns" } else { "ntp" };
            finding.help(format!(
                "add a server to `{field}` that does not run on `{}`: the router, another machine or a public one",
                host.name()
            ));
        }
    }
}

/// The guests that all servers are, if all run on the host.
fn guests<'a>(
    host: Host<'a>,
    servers: &List<Spanned<Text>>,
    addresses: &BTreeMap<IpAddr, Vec<System<'a>>>,
) -> Option<Vec<System<'a>>> {
    let lab = host.lab();
    let mut guests: Vec<System<'_>> = Vec::new();
    for server in servers {
        let named = lab.system(server);
        let found = match (named, server.parse::<IpAddr>()) {
            (Some(system), _) => vec![system],
            (None, Ok(address)) => {
                addresses.get(&address).filter(|owners| !owners.is_empty())?.clone()
            }
            _ => return None,
        };
        guests.extend(found);
    }
    guests.sort_by_key(|guest| guest.id());
    guests.dedup();
    let on_it = |guest: &System<'_>| *guest != *host && guest.host() == Some(host) && guest.runs();
    (!guests.is_empty() && guests.iter().all(on_it)).then_some(guests)
}

/// Who has the addresses that hosts ask.
fn owners(lab: &Lab) -> BTreeMap<IpAddr, Vec<System<'_>>> {
    let mut owners: BTreeMap<IpAddr, Vec<System<'_>>> = BTreeMap::new();
    for host in lab.hosts() {
        let connection = &host.entry().connection;
        let asked = connection.dns.iter().chain(&connection.ntp);
        owners.extend(asked.filter_map(|name| Some((name.parse().ok()?, Vec::new()))));
    }
    if owners.is_empty() {
        return owners;
    }
    for system in lab.systems() {
        let connection = &system.entry().connection;
        let of_networks = connection.networks.iter().flat_map(|network| &network.addresses);
        for ip in of_networks.chain(&connection.addresses).filter_map(|address| address.ip) {
            if let Some(owners) = owners.get_mut(&ip) {
                owners.push(system);
            }
        }
    }
    owners
}

//! A host gets its names, its time, its way out or its order to shut down from its own guests.

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings};
use crate::insight::{DomainKind, EdgeKind, is_public};
use crate::lab::{Host, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Service};
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "host-resolves-via-guest",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::SEPARATION_EASES_TROUBLESHOOTING,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[
        authority::DNS_LOOP_2023,
        authority::PROXMOX_TIME,
        authority::META_OUTAGE_2021,
        authority::NUT_UPSMON,
    ],
    page: include_str!("host_resolves_via_guest.md"),
    check,
};

/// What a host asks others for: what one and what several are called, the field, and the need.
const ASKED: &[([&str; 2], &str, EdgeKind)] = &[
    (["name server", "name servers"], "dns", EdgeKind::Dns),
    (["time server", "time servers"], "ntp", EdgeKind::Ntp),
    (["way out", "ways out"], "gateway", EdgeKind::Gateway),
];

fn check(case: &Case, out: &mut Findings) {
    for host in case.lab.hosts().filter(|host| host.is_intended()) {
        for &(what, field, kind) in ASKED {
            if let Some((at, guests)) = guests(case, host, kind) {
                let finding = report(host, what, at, &guests, out);
                finding.help(if kind == EdgeKind::Gateway {
                    format!(
                        "know how to get into `{}` and out without it, such as over the provider's router, and name \
                         that as the second `gateway`: `'external:...'`",
                        host.name()
                    )
                } else {
                    format!(
                        "add a server to `{field}` that does not run on `{}`: the router, another machine or a public \
                         one",
                        host.name()
                    )
                });
                // A router in a VM is common, and the host is still there for those in its network.
                if kind == EdgeKind::Gateway {
                    finding.lower();
                }
            }
        }
        report_first_of_own(case, host, out);
        report_power(case, host, out);
    }
}

fn report<'o>(
    host: Host<'_>,
    [one, several]: [&str; 2],
    at: Span,
    guests: &[System<'_>],
    out: &'o mut Findings,
) -> &'o mut Finding {
    let all = names(guests.iter().map(|guest| guest.name()));
    let message = match guests.len() {
        1 => format!("the only {one} of `{}` is {all}, which runs on it", host.name()),
        _ => format!("the only {several} of `{}` are {all}, which run on it", host.name()),
    };
    let finding = out.report(host, at, message);
    for guest in guests.iter().take(3) {
        let below = guest.on().map_or("it", System::name);
        finding.label(guest.runs_on_span(), format!("`{}` runs on `{below}`", guest.name()));
    }
    finding
}

/// The guests that all its servers of a kind are, if all run on the host; and where they are named.
fn guests<'a>(case: &Case<'a>, host: Host<'a>, kind: EdgeKind) -> Option<(Span, Vec<System<'a>>)> {
    let graph = case.graph();
    let need = graph.needs(host.id()).iter().find(|need| need.kind == kind && need.hard)?;
    let guests = graph.systems(case.lab, need.on);
    guests.iter().all(|guest| is_on(*guest, host)).then_some((need.at, guests))
}

fn is_on(guest: System<'_>, host: Host<'_>) -> bool {
    guest != *host && guest.host() == Some(host) && guest.runs()
}

/// Reports a host that asks its own guest first, and then only servers that know no names of the lab.
fn report_first_of_own(case: &Case, host: Host<'_>, out: &mut Findings) {
    let graph = case.graph();
    let asked = graph.needs(host.id()).iter().filter(|it| it.kind == EdgeKind::Dns && !it.hard);
    let known: Vec<(Span, System<'_>)> =
        asked.filter_map(|need| Some((need.at, graph.system(case.lab, need.on)?))).collect();
    let stated = &host.entry().connection.dns;
    let of_the_lab = stated.iter().filter(|name| !is_public(name)).count();
    let is_first = stated.first().is_some_and(|first| !is_public(first));
    let Some(&(at, guest)) = known.first() else { return };
    if !is_first || known.len() != of_the_lab || !known.iter().all(|(_, it)| is_on(*it, host)) {
        return;
    }
    let message = format!(
        "`{}` asks `{}` for names, which runs on it; without that it knows no names of the lab",
        host.name(),
        guest.name()
    );
    let finding = out.report(host, at, message);
    finding.lower();
    finding.label(guest.runs_on_span(), format!("`{}` runs on `{}`", guest.name(), host.name()));
    finding.help(format!(
        "name a second server that knows them and does not run on `{}`, such as the router, or ask only the public \
         ones",
        host.name()
    ));
}

/// Reports a guest that orders the host to shut down: it is gone before the host is.
fn report_power(case: &Case, host: Host<'_>, out: &mut Findings) {
    let graph = case.graph();
    let stated = graph.needs(host.id()).iter().find_map(|need| {
        let on = graph.system(case.lab, need.on)?;
        (need.kind == EdgeKind::DependsOn && is_power(case, on) && is_on(on, host))
            .then_some((need.at, on))
    });
    let ups = DomainKind::Ups.of(*host);
    let beside = || {
        let on = host.guests().find(|&guest| is_power(case, guest) && guest.runs())?;
        Some((ups?.span, on))
    };
    let Some((at, server)) = stated.or_else(beside) else { return };
    let (name, guest) = (host.name(), server.name());
    let message = format!(
        "`{guest}` tells `{name}` when to shut down, and runs on it: it stops before `{name}` does"
    );
    let finding = out.report(host, at, message);
    if stated.is_none() {
        finding.lower();
    }
    finding.label(server.runs_on_span(), format!("`{guest}` runs on `{name}`")).help(format!(
        "let `{name}` itself talk to the UPS (a NUT server on the host, or on a small machine that stays up), and \
         the guests be its clients"
    ));
}

/// True for a guest that talks to the power supply; what runs on the host itself may.
fn is_power(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    let declared = nature.role == Some(Role::Power) && nature.sure == Some(Quality::Declared);
    let is_server = nature.product.is_some_and(|product| product.gives_others(Service::Power))
        && nature.product_sure >= Some(Quality::Name);
    (declared || is_server) && (system.is_guest() || system.as_container().is_some())
}

//! The only name or time servers of a host are guests of the host itself.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::EdgeKind;
use crate::lab::{Host, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

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
    for host in case.lab.hosts().filter(|host| host.is_intended()) {
        let fields = [("name", "dns", EdgeKind::Dns), ("time", "ntp", EdgeKind::Ntp)];
        for (what, field, kind) in fields {
            let Some((at, guests)) = guests(case, host, kind) else { continue };
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
            let finding = out.report(host, at, message);
            for guest in guests.iter().take(3) {
                let below = guest.on().map_or("it", System::name);
                finding
                    .label(guest.runs_on_span(), format!("`{}` runs on `{below}`", guest.name()));
            }
            finding.help(format!(
                "add a server to `{field}` that does not run on `{}`: the router, another machine or a public one",
                host.name()
            ));
        }
    }
}

/// The guests that all its servers of a kind are, if all run on the host; and where they are named.
fn guests<'a>(case: &Case<'a>, host: Host<'a>, kind: EdgeKind) -> Option<(Span, Vec<System<'a>>)> {
    let graph = case.graph();
    let need = graph.needs(host.id()).iter().find(|need| need.kind == kind && need.hard)?;
    let guests = graph.systems(case.lab, need.on);
    let on_it = |guest: &System<'_>| *guest != *host && guest.host() == Some(host) && guest.runs();
    guests.iter().all(on_it).then_some((need.at, guests))
}

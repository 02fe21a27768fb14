//! A service that is not made for strangers can be reached by them: a database, a share, an unencrypted login.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{OpenPort, open_ports};
use crate::lab::{Reach, System};
use crate::policy::Levels;
use crate::rules::group::name_all_at;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::software::Hazard;

pub(super) const RULE: Rule = Rule {
    name: "sensitive-port-open",
    level: Levels { minimal: Some(Warning), ..Levels::unless_minimal(Error) },
    claims: &[claim::SEGMENT_THE_NETWORK, claim::CONTAINER_SHARES_THE_ADAPTER],
    sources: &[authority::DOCKER_PORTS, authority::CIS_DOCKER, authority::CISA_WEAK_CONTROLS],
    page: include_str!("sensitive_port_open.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let (mut far, mut near) = (Vec::new(), Vec::new());
    for open in open_ports(case.insight).filter(|open| open.hazard != Hazard::Control) {
        if open.is_too_far() {
            far.push(open);
        } else if case.is_strict() {
            near.push(open);
        }
    }
    for reach in [Reach::Internet, Reach::Guest, Reach::Home] {
        report(&far, reach, out);
    }
    // Most labs have these, so only the strict ask.
    report(&near, Reach::Home, out);
}

fn report(open: &[OpenPort<'_>], reach: Reach, out: &mut Findings) {
    let at = |system: System<'_>| open.iter().find(|it| it.system == system);
    for group in out.parts(open.iter().filter(|it| it.reach == reach).map(|it| it.system)) {
        let Some(first) = at(group[0]) else { continue };
        let finding = out.report_all(&group, first.at, message(first, group.len()));
        if let Some(machine) = first.machine {
            let exposure = machine.connection.exposure.at().unwrap_or(machine.place());
            finding.label(exposure, format!("`{}` can be reached from there", machine.name()));
        }
        let place = |system: System<'_>| at(system).map_or(system.place(), |it| it.at);
        name_all_at(finding, &group, "they are", place);
        finding.help(match (first.hazard, first.port) {
            (Hazard::ClearText, _) => "take what encrypts in its place, such as SSH and SFTP, or publish it on loopback only".to_owned(),
            (_, Some(port)) => format!(
                "publish it on loopback only, `127.0.0.1:{port}:{port}`, or not at all: containers of one network reach it without"
            ),
            (_, None) => "if something stands between, say what: `exposure: {internet: {via: NAME}}`".to_owned(),
        });
        // What has a login of its own, or is only open to the house, is less than a disaster.
        if first.hazard == Hazard::ClearText || first.port.is_none() || reach < Reach::Internet {
            finding.lower();
        }
    }
}

fn message(first: &OpenPort<'_>, number: usize) -> String {
    let (name, noun) = (first.system.name(), first.system.noun());
    let what = match first.port {
        Some(port) => format!("{} (port {port})", first.service),
        None => first.service.to_owned(),
    };
    let whom = whom(first.reach);
    match number {
        1 => format!("{noun} `{name}` opens {what} to {whom}"),
        _ => format!(
            "{} open to {whom} what is not made for it; `{name}` opens {what}",
            count(number, "workload")
        ),
    }
}

/// Whom that lets in.
fn whom(reach: Reach) -> &'static str {
    match reach {
        Reach::Internet => "the internet",
        Reach::Guest => "the guest network",
        Reach::Home | Reach::None => "the whole home network",
    }
}

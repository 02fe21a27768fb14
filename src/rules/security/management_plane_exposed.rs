//! What controls the platform can be reached from the internet or from a zone that nobody trusts.

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings, Subject};
use crate::insight::zone::{has_zones, is_foreign, zone_of};
use crate::insight::{OpenPort, open_ports};
use crate::lab::{ExposureOrigin, Host, Reach, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::{Hazard, Role};
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "management-plane-exposed",
    level: Levels { minimal: Some(Warning), ..Levels::unless_minimal(Error) },
    claims: &[claim::GUARD_THE_HYPERVISOR, claim::GUARD_AGAINST_ESCAPE, claim::SEGMENT_THE_NETWORK],
    sources: &[
        authority::NIST_800_125,
        authority::NIST_800_125A,
        authority::INCUS_SECURITY,
        authority::DOCKER_DAEMON,
        authority::OWASP_DOCKER,
    ],
    page: include_str!("management_plane_exposed.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let zones = has_zones(case.lab);
    let mut open = open_ports(case.insight).filter(|it| it.hazard == Hazard::Control).peekable();
    for system in case.lab.systems() {
        let port = open.next_if(|it| it.system == system).filter(OpenPort::is_too_far);
        let exposure = system.open_exposure().filter(|it| it.reach > Reach::Home);
        let may_be = exposure.is_some() || zones && system.connection.exposure.is_absent();
        let what = if may_be { controls(case, system).filter(|_| system.runs()) } else { None };
        let name = system.name();
        match (what, exposure, port) {
            (Some(what), Some(exposure), _) => {
                let whence = whence(exposure.reach);
                let message = format!("{what} `{name}` can be reached from {whence}");
                let finding = report(out, system.into(), exposure.at, message);
                if let ExposureOrigin::PublishedOn(machine) = exposure.origin {
                    label_machine(finding, machine);
                }
            }
            (_, _, Some(port)) => report_port(case, &port, out),
            (Some(what), None, None) => {
                let Some(zone) = zone_of(system).filter(|zone| is_foreign(zone)) else { continue };
                let message =
                    format!("{what} `{name}` is in the zone {}, where anybody may be", zone.value);
                report(out, system.into(), system.place(), message);
            }
            (None, ..) => {}
        }
    }
    for cluster in case.lab.clusters() {
        let Some(exposure) = cluster.exposure.as_ref().filter(|it| it.via.is_absent()) else {
            continue;
        };
        let reach = &exposure.reach;
        if reach.value > Reach::Home {
            let name = &cluster.name;
            let whence = whence(reach.value);
            let message = format!("the cluster `{}` can be reached from {whence}", name.value);
            report(out, case.lab.subject_at(name.span), reach.span, message);
        }
    }
}

/// Reports the port of an engine, a hypervisor or a cluster that is open too far.
fn report_port(case: &Case, open: &OpenPort<'_>, out: &mut Findings) {
    let (name, service) = (open.system.name(), open.service);
    let port = open.port.unwrap_or_default();
    let message =
        format!("port {port} of `{name}` can be reached from {}: {service}", whence(open.reach));
    let finding = report(out, open.system.into(), open.at, message);
    finding.help(format!("publish it on loopback only, `127.0.0.1:{port}:{port}`, or not at all"));
    if let Some(machine) = open.machine {
        label_machine(finding, machine);
    }
    if open.reach == Reach::Home {
        finding.lower();
        // What passes on only a part of it gives away less.
        if case.verdicts.nature(open.system).role == Some(Role::Agent) {
            finding.lower();
        }
    }
}

fn label_machine(finding: &mut Finding, machine: System<'_>) {
    let at = machine.connection.exposure.at().unwrap_or(machine.place());
    finding.label(at, format!("it publishes its ports on `{}`", machine.name()));
}

fn report<'f>(
    out: &'f mut Findings,
    subject: Subject,
    at: Span,
    message: String,
) -> &'f mut Finding {
    out.report(subject, at, message).help(
        "put it into a management network and reach it through a VPN: `exposure: home`, or \
         `exposure: {internet: {via: NAME}}` if something stands between",
    )
}

/// What sort of control a system gives, if whoever enters it has the platform.
fn controls(case: &Case, system: System<'_>) -> Option<&'static str> {
    if system.as_host().is_some_and(Host::is_hypervisor) {
        return Some("hypervisor");
    }
    let nature = case.verdicts.nature(system);
    nature.sure.filter(|&sure| sure >= Quality::Image)?;
    match nature.role? {
        Role::Hypervisor => Some("hypervisor"),
        Role::StorageServer => Some("storage server"),
        Role::Backup => Some("backup server"),
        Role::ContainerManagement => Some("container management"),
        _ => None,
    }
}

/// A place from which something can be reached, in words.
fn whence(reach: Reach) -> &'static str {
    match reach {
        Reach::Internet => "the internet",
        Reach::Guest => "the guest network",
        Reach::Home | Reach::None => "the whole home network",
    }
}

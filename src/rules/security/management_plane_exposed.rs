//! What controls the platform can be reached from the internet or from a zone that nobody trusts.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::finding::Subject;
use crate::insight::zone::{has_zones, zone_of};
use crate::lab::{Exposure, Host, Reach, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "management-plane-exposed",
    level: Levels { minimal: Some(Warning), ..Levels::unless_minimal(Error) },
    claims: &[claim::GUARD_THE_HYPERVISOR, claim::GUARD_AGAINST_ESCAPE, claim::SEGMENT_THE_NETWORK],
    sources: &[authority::NIST_800_125, authority::NIST_800_125A, authority::INCUS_SECURITY],
    page: include_str!("management_plane_exposed.md"),
    check,
};

/// Zones in which anybody may be.
const FOREIGN: &[&str] =
    &["dmz", "guest", "guests", "internet", "iot", "public", "untrusted", "wan"];

fn check(case: &Case, out: &mut Findings) {
    let zones = has_zones(case.lab);
    for system in case.lab.systems() {
        let exposure = &system.entry().connection.exposure;
        if exposure.is_absent() && !zones {
            continue;
        }
        let Some(what) = controls(case, system).filter(|_| system.runs()) else { continue };
        let name = system.name();
        if let Some((at, whence)) = exposure.as_ref().and_then(|it| is_open(it)) {
            report(out, system.into(), at, format!("{what} `{name}` can be reached from {whence}"));
        } else if exposure.is_absent() {
            let foreign = zone_of(system).filter(|zone| is_foreign(zone));
            if let Some(zone) = foreign {
                let message =
                    format!("{what} `{name}` is in the zone {}, where anybody may be", zone.value);
                report(out, system.into(), system.place(), message);
            }
        }
    }
    for cluster in case.lab.clusters() {
        if let Some((at, whence)) = cluster.exposure.as_ref().and_then(|it| is_open(it)) {
            let message =
                format!("the cluster `{}` can be reached from {whence}", cluster.name.value);
            report(out, case.lab.subject_at(cluster.name.span), at, message);
        }
    }
}

fn report(out: &mut Findings, subject: Subject, at: Span, message: String) {
    out.report(subject, at, message).help(
        "put it into a management network and reach it through a VPN: `exposure: home`, or \
         `exposure: {internet: {via: NAME}}` if something stands between",
    );
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

/// From where something is open, if nothing stands between.
fn is_open(exposure: &Exposure) -> Option<(Span, &'static str)> {
    let whence = match exposure.reach.value {
        Reach::Internet => "the internet",
        Reach::Guest => "the guest network",
        Reach::None | Reach::Home => return None,
    };
    exposure.via.is_absent().then_some((exposure.reach.span, whence))
}

fn is_foreign(zone: &str) -> bool {
    FOREIGN.iter().any(|foreign| foreign.eq_ignore_ascii_case(zone))
}

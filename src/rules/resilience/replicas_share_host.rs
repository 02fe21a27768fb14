//! Instances or copies that are to stand in for each other are on the same host.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{DomainKind, Replicas, SameWork, told_apart};
use crate::lab::{ClusterKind, Host, Lab, Named, Storage, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;

pub(super) const RULE: Rule = Rule {
    name: "replicas-share-host",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CONTAINERS_FOR_SCALABLE, claim::ORCHESTRATORS_BALANCE, claim::PLUS_SCALE_OUT],
    sources: &[authority::RFC_2182, authority::CEPH_POOLS],
    page: include_str!("replicas_share_host.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    instances(case, out);
    copies(case, out);
}

/// Storage that keeps more copies than it has machines to keep them on.
fn copies(case: &Case, out: &mut Findings) {
    for storage in case.lab.storage() {
        let stated = storage.replicas.as_ref();
        let is_denied = storage.replicated.as_ref().is_some_and(|copied| !copied.value);
        let usual = storage.kind.as_ref().and_then(|kind| ClusterKind::named(kind));
        let usual = usual.map_or(0, |kind| kind.copies);
        let wanted = stated.map_or(usual, |stated| stated.value) as usize;
        let Some(hosts) = machines(storage).filter(|hosts| hosts.len() < wanted) else { continue };
        if wanted < 2 || is_denied || storage.servers().all(|server| server.is_for_trial()) {
            continue;
        }
        let name = storage.name();
        let on = match hosts.as_slice() {
            [one] => format!("all on host `{}`", one.name()),
            many => format!("on {} hosts", many.len()),
        };
        let message = if stated.is_some() {
            format!("storage `{name}` keeps {wanted} copies, {on}")
        } else {
            format!("storage `{name}` keeps {wanted} copies unless it is told otherwise, {on}")
        };
        let at = stated.map_or(storage.place(), |stated| stated.span);
        let finding = out.report(storage, at, message);
        if let Some(on) = storage.record().on.first() {
            finding.label(on, "the copies lie here");
        }
        if stated.is_none() {
            finding.lower();
        }
        finding.help(match hosts.as_slice() {
            [_] => "add machines until each copy has its own; disks of one machine alone are simpler as ZFS or RAID"
                .to_owned(),
            many => format!(
                "add a machine, or keep {0} copies and say `replicas: {0}`",
                many.len()
            ),
        });
    }
}

/// The hosts that keep a storage, if all of them are known.
fn machines<'a>(storage: Storage<'a>) -> Option<Vec<Host<'a>>> {
    let lab = storage.lab();
    let is_known = |name: &str| match lab.find(name) {
        Some(Named::System(_)) => true,
        Some(Named::Cluster(cluster)) => cluster.has_all_nodes(),
        _ => false,
    };
    let on = &storage.record().on;
    let is_whole = !on.is_empty() && on.iter().all(|name| is_known(name));
    let mut hosts: Vec<Host<'a>> =
        storage.servers().map(System::host).collect::<Option<Vec<_>>>()?;
    hosts.sort_by_key(|host| host.id());
    hosts.dedup();
    (is_whole && !hosts.is_empty()).then_some(hosts)
}

fn instances(case: &Case, out: &mut Findings) {
    let elsewhere = elsewhere(case);
    for replicas in case.insight.replicas() {
        let members = replicas.systems(case.lab);
        let Some(host) = members[0].host() else { continue };
        let together = members.iter().all(|member| member.host() == Some(host));
        if !together {
            on_one_domain(case, &members, &elsewhere, out);
            continue;
        }
        let Some(other) = other_than(case, host, replicas, &members) else { continue };
        if members.iter().all(|member| member.is_for_trial()) || told_apart(case.lab, &members) {
            continue;
        }
        for group in out.parts(members.clone()) {
            let all = names(members.iter().map(|member| member.name()));
            let message =
                format!("{all} do the same work, and fail together with host `{}`", host.name());
            let second = group[group.len() - 1];
            let finding = out.report_all(&group, second.runs_on_span(), message);
            finding.label(members[0].runs_on_span(), because(case.lab, replicas.because));
            finding.help(format!("move `{}` to `{}`", second.name(), other.name()));
        }
    }
}

/// Another machine that could take one: of the same kind, or else, for small services, any that is not needed by
/// all of them anyway.
fn other_than<'a>(
    case: &Case<'a>,
    host: Host<'a>,
    replicas: &Replicas,
    members: &[System<'a>],
) -> Option<Host<'a>> {
    let others = || {
        let hosts = case.lab.hosts();
        hosts.filter(move |other| *other != host && other.runs() && other.site() == host.site())
    };
    let alike = others()
        .find(|other| (other.is_hypervisor() || !host.is_hypervisor()) && other.guests().len() > 0);
    let is_small = matches!(replicas.because, SameWork::Role(_));
    let rests_on = |other: Host<'_>| {
        let needs = |member: &System<'a>| case.graph().rests_on(*member).contains_key(&other.id());
        members.iter().any(needs)
    };
    let is_free = |other: &Host<'a>| {
        let role = case.verdicts.nature(**other).role;
        let is_other = matches!(
            role,
            Some(
                Role::RouterFirewall
                    | Role::NetworkDevice
                    | Role::Desktop
                    | Role::NetworkController
            )
        );
        is_small && !other.is_rented() && !is_other && !rests_on(*other)
    };
    alike.or_else(|| others().find(is_free))
}

/// What several machines may hang on at once, and what to call it.
const DOMAINS: [(DomainKind, &str); 3] = [
    (DomainKind::Ups, "power supply"),
    (DomainKind::Switch, "switch"),
    (DomainKind::Named, "failure domain"),
];

/// For each kind of domain two machines that are not in the same one, or all that there are.
type Elsewhere<'a> = [Vec<Host<'a>>; DOMAINS.len()];

fn elsewhere<'a>(case: &Case<'a>) -> Elsewhere<'a> {
    DOMAINS.map(|(kind, _)| {
        let of = |host: Host<'a>| kind.of(*host).map(|domain| &domain.value);
        let mut hosts = case.lab.hosts().filter(|host| host.runs());
        let first = hosts.next();
        let second = first.and_then(|first| hosts.find(|&host| of(host) != of(first)));
        first.into_iter().chain(second).collect()
    })
}

/// Tells of instances on several hosts that all hang on one plug, or fail together for another reason, while other
/// machines do not. That is rarer than the failure of a host.
fn on_one_domain(
    case: &Case,
    members: &[System<'_>],
    elsewhere: &Elsewhere<'_>,
    out: &mut Findings,
) {
    let is_asked = |member: &System| member.as_workload().is_some() && !member.is_for_trial();
    if !members.iter().all(is_asked) || told_apart(case.lab, members) {
        return;
    }
    for ((kind, noun), elsewhere) in DOMAINS.into_iter().zip(elsewhere) {
        let Some(domain) = kind.of(members[0]) else { continue };
        let is_in = |system: System| kind.of(system).is_some_and(|it| it.value == domain.value);
        let Some(other) = elsewhere.iter().find(|host| !is_in(***host)) else { continue };
        if !members.iter().all(|&member| is_in(member)) {
            continue;
        }
        for group in out.parts(members.iter().copied()) {
            let all = names(members.iter().map(|member| member.name()));
            let message =
                format!("{all} do the same work, and fail together with {noun} `{}`", domain.value);
            let finding = out.report_all(&group, group[0], message);
            finding.label(domain.span, "all are there");
            finding.lower().help(format!(
                "know it, or run one where that does not reach, such as on `{}`",
                other.name()
            ));
        }
        return;
    }
}

/// How it is known that they do the same work: a clause.
fn because(lab: &Lab, because: SameWork) -> String {
    match because {
        SameWork::Cluster(id) => {
            let cluster = lab.cluster_at(id);
            format!("cluster `{}` hands an address around between them", cluster.name())
        }
        SameWork::Address(address) => format!("they share the address {address}"),
        SameWork::Role(role) => format!("they have the same role, {}, and like names", role.name()),
    }
}

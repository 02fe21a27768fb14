//! Instances that are to stand in for each other run on the same host.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{SameWork, told_apart};
use crate::lab::{Host, Lab};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "replicas-share-host",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CONTAINERS_FOR_SCALABLE, claim::ORCHESTRATORS_BALANCE, claim::PLUS_SCALE_OUT],
    sources: &[authority::RFC_2182],
    page: include_str!("replicas_share_host.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for replicas in case.insight.replicas() {
        let members = replicas.systems(case.lab);
        let Some(host) = members[0].host() else { continue };
        let together = members.iter().all(|member| member.host() == Some(host));
        let Some(other) = other_than(case.lab, host).filter(|_| together) else { continue };
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

/// Another machine of the kind.
fn other_than<'a>(lab: &'a Lab, host: Host<'a>) -> Option<Host<'a>> {
    lab.hosts().find(|other| {
        let alike = other.is_hypervisor() || !host.is_hypervisor();
        *other != host && other.runs() && alike && other.guests().len() > 0
    })
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

//! Code that nobody vouches for, or that CI runs, has no kernel of its own or holds a key to the platform.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::EdgeKind;
use crate::lab::{Hold, Kind, Right, System, When};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "tenant-in-container",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VM_ISOLATION_IS_STRONG,
        claim::VM_FOR_TENANTS,
        claim::HYBRID_SECURITY,
        claim::PLUS_HARDWARE_SEPARATION,
        claim::VM_FOR_CRITICAL_SECURITY,
    ],
    sources: &[
        authority::NIST_800_190,
        authority::MICROSOFT_CONTAINERS_VS_VMS,
        authority::PROXMOX_CONTAINERS,
        authority::POD_SECURITY,
    ],
    page: include_str!("tenant_in_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let tenants = case.insight.tenants();
    let mut by_kernel: BTreeMap<usize, Vec<System>> = BTreeMap::new();
    for workload in case.lab.systems() {
        // A job that is gone in a minute has broken out by then, so how long it lives excuses nothing.
        let is_here = workload.runs() && !workload.kernel().unwrap_or(workload).is_for_trial();
        if !tenants.runs_foreign_code(workload) || !is_here || report_keys(case, workload, out) {
            continue;
        }
        let is_exposed = tenants.is_exposed(workload);
        if let Some(kernel) = workload.kernel().filter(|_| is_exposed) {
            by_kernel.entry(kernel.id()).or_default().push(workload);
        }
    }
    for (kernel, workloads) in by_kernel {
        report_shared_kernel(case, case.lab.system_at(kernel), &workloads, out);
    }
}

fn report_shared_kernel(
    case: &Case,
    kernel: System<'_>,
    workloads: &[System<'_>],
    out: &mut Findings,
) {
    let tenants = case.insight.tenants();
    for group in out.parts(workloads.iter().copied()) {
        let is_ci = case.verdicts.nature(group[0]).role == Some(Role::CiRunner);
        let what = if is_ci { "CI jobs" } else { "code that nobody vouches for" };
        let who = who(&group, "workload", ["runs", "run"]);
        let whose = match case.insight.tenants().neighbours(group[0]) {
            0 => format!("the hypervisor `{}`", kernel.name()),
            others => format!("`{}`, beside {}", kernel.name(), count(others, "other workload")),
        };
        let message = format!("{who} {what} on the kernel of {whose}");
        let finding = out.report_all(&group, group[0].runs_on_span(), message);
        if let Some(tenancy) = group[0].entry().nature.tenancy.as_ref() {
            finding.label(tenancy, "said here");
        }
        name_all(finding, &group, "the workloads are");
        finding.help(match group[0].entry().kind {
            Kind::Native => {
                "give it a VM of its own; if its jobs run in containers, say so: `engine: docker`"
            }
            _ if !tenants.is_untrusted(group[0]) => {
                "give it a VM of its own, or an engine without root for its jobs: `rootless: true`"
            }
            _ => "give it a VM of its own, or a sandbox: `runtime: gvisor` or `kata`",
        });
    }
}

/// Whoever can change a job can use what the runner holds. True if that was told.
fn report_keys(case: &Case, workload: System<'_>, out: &mut Findings) -> bool {
    let name = workload.name();
    let Some((at, key)) = key_of(case, workload) else { return false };
    out.report(
        workload,
        at,
        format!("`{name}` runs code of others and holds a key to the platform: {key}"),
    )
    .help("keep that key out of its reach: deploy from a runner of its own, in a VM, that runs nothing else");
    true
}

/// A key to the platform: one it is said to hold, one that is mounted, or that of a machine that it deploys.
fn key_of(case: &Case, workload: System<'_>) -> Option<(Span, String)> {
    let opens = |hold: &&Hold| {
        let to = hold.to.as_ref().map(|to| to.as_str());
        let kind = hold.kind.as_ref().map(|kind| kind.to_ascii_lowercase());
        match to {
            Some(to) => workload.lab().find(to).is_some(),
            None => kind.is_some_and(|kind| kind == "kubeconfig"),
        }
    };
    if let Some(hold) = workload.entry().isolation.holds.iter().find(opens) {
        let key = hold.kind.as_ref().map_or("a credential", |kind| kind.as_str());
        let whose = hold.to.as_ref().map_or("the platform", |to| to.as_str());
        return Some((hold.at, format!("{key} of `{whose}`")));
    }
    let mounted = case.insight.access().find(workload, |right| matches!(right, Right::Key(_)));
    if let Some(grant) = mounted {
        return Some((grant.at, format!("`{}`", grant.right.path().unwrap_or_default())));
    }
    // Who sets up a machine can change all of it.
    let graph = case.graph();
    graph.needed(workload.id()).find_map(|need| {
        let host = graph.system(case.lab, need.from)?.as_host()?;
        let sets_up = need.when == When::Deploy && need.kind == EdgeKind::DependsOn;
        sets_up.then(|| (need.at, format!("it sets up `{}`", host.name())))
    })
}

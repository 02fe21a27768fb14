//! What is known of a workload speaks for the other kind: a VM that could be a container, or the reverse.

use crate::claim;
use crate::finding::Level::{Info, Warning};
use crate::finding::{Finding, Findings};
use crate::lab::{Container, Engine, Kind, SystemContainers, Workload};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::{Conclusion, Confidence, Quality, Verdict};

pub(super) const RULE: Rule = Rule {
    name: "kind-mismatch",
    level: Levels { bare_metal: Some(Info), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::EACH_HAS_ITS_FIELD,
        claim::VMS_FOR_PLATFORMS,
        claim::VMS_FOR_INFRASTRUCTURE,
        claim::VMS_FOR_LONG_LIVED,
        claim::CONTAINERS_FOR_APPLICATIONS,
        claim::CONTAINERS_FOR_SERVICES,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::CONTAINERS_FOR_SCALABLE,
        claim::VM_FOR_LEGACY,
        claim::VM_FOR_MONOLITHS,
        claim::CONTAINER_FOR_MICROSERVICES,
        claim::CONTAINER_FOR_CI,
        claim::CONTAINER_FOR_CLOUD_NATIVE,
        claim::DECISION_MATRIX,
        claim::IT_DEPENDS,
    ],
    sources: &[
        authority::MICROSOFT_CONTAINERS_VS_VMS,
        authority::RED_HAT_CONTAINERS_VS_VMS,
        authority::AZURE_COMPUTE,
    ],
    page: include_str!("kind_mismatch.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let differing = case.lab.workloads().filter(|&workload| differs(case, workload));
    let (unsure, sure): (Vec<_>, Vec<_>) = differing
        .partition(|&workload| case.verdicts.brief(workload).confidence == Confidence::Medium);
    for workload in sure {
        let verdict = case.verdicts.explain(workload);
        let (name, noun) = (workload.name(), workload.noun());
        let message =
            format!("`{name}` is a {noun}, but what is known of it speaks for {}", other(workload));
        let finding = out.report(workload, workload.place(), message);
        show(finding, &verdict, 2);
        finding.help(help(workload));
    }
    let unsure = unsure.into_iter();
    let (vms, containers): (Vec<_>, Vec<_>) = unsure
        .filter(|&workload| rests_on_facts(&case.verdicts.explain(workload)))
        .partition(|workload| workload.as_vm().is_some());
    // Less sure is no reason to change what runs, so these are told together.
    for side in [vms, containers] {
        for group in out.parts(side) {
            report_unsure(case, &group, out);
        }
    }
}

fn report_unsure(case: &Case, group: &[Workload<'_>], out: &mut Findings) {
    let first = group[0];
    let message = match group {
        [one] => {
            format!("`{}` is a {}, but would rather be {}", one.name(), one.noun(), other(*one))
        }
        many => {
            let (own, rather) =
                if first.as_vm().is_some() { ("VM", "containers") } else { ("container", "VMs") };
            let all = names(many.iter().map(|workload| workload.name()));
            format!("{} would rather be {rather}: {all}", count(many.len(), own))
        }
    };
    let finding = out.report_all(group, first.place(), message);
    finding.lower();
    let lines = if group.len() == 1 { 2 } else { 1 };
    for &workload in group.iter().take(3) {
        show(finding, &case.verdicts.explain(workload), lines);
    }
    finding.help(help(first));
}

fn differs(case: &Case, workload: Workload<'_>) -> bool {
    let brief = case.verdicts.brief(workload);
    let differs = match workload.entry().kind {
        // Where that is certain, it scales by itself.
        Kind::Vm => {
            brief.outcome == Conclusion::Container && brief.confidence >= Confidence::Medium
        }
        // Where that is certain, it has to be, which is another matter.
        Kind::Container => {
            brief.outcome == Conclusion::Vm
                && matches!(brief.confidence, Confidence::Medium | Confidence::High)
                && workload.as_container().is_some_and(|it| could_be_a_vm(case, it))
        }
        _ => false,
    };
    differs
        && workload.entry().nature.pin.is_absent()
        // What talks to the power supply belongs to a machine, which a container does not change.
        && case.verdicts.nature(*workload).role != Some(Role::Power)
        && workload.is_intended()
        && !workload.is_for_trial()
}

/// A system container is as good as a VM unless it counts as a container; a pod belongs to its cluster.
fn could_be_a_vm(case: &Case, container: Container<'_>) -> bool {
    if container.is_system_container() {
        return case.verdicts.terms().system_containers == SystemContainers::Container;
    }
    let orchestrated = container.on_cluster().is_some_and(|cluster| cluster.orchestrates());
    !orchestrated && container.engine() != Engine::Kubernetes
}

/// True if more than names speaks for it.
fn rests_on_facts(verdict: &Verdict<'_>) -> bool {
    let score = verdict.brief.score;
    let mut agreeing = verdict.evidence.iter().filter(|line| line.weight() * score > 0.0);
    agreeing.any(|line| line.quality >= Quality::Image)
}

/// The other kind, with its article.
fn other(workload: Workload<'_>) -> &'static str {
    if workload.as_vm().is_some() { "a container" } else { "a VM" }
}

/// Points at the strongest reasons.
fn show(finding: &mut Finding, verdict: &Verdict<'_>, lines: usize) {
    for proof in verdict.proofs.iter().take(lines) {
        finding.label(proof.at, format!("it {}", proof.reason));
    }
    let score = verdict.brief.score;
    let agreeing = verdict.evidence.iter().filter(|line| line.weight() * score > 0.0);
    for line in agreeing.take(lines.saturating_sub(verdict.proofs.len())) {
        let side = other(verdict.workload);
        let what = line.signal.name.replace('-', " ");
        let text = format!("its {what} speaks for {side}: {}", line.value);
        finding.label(line.at, text);
    }
}

fn help(workload: Workload<'_>) -> String {
    let kind = if workload.as_vm().is_some() { "vm" } else { "container" };
    format!(
        "`labctl why {}` shows all that was weighed; to keep it as it is, write `pin: {{kind: {kind}, reason: ...}}`",
        workload.name()
    )
}

//! What a workload needs rules out both a VM and a container.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::verdict::constraint::RUNS_CONTAINERS_FOR_OTHERS;
use crate::verdict::{Conclusion, Proof, Requirement};

pub(super) const RULE: Rule = Rule {
    name: "contradictory-requirements",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::BOTH_COMBINE, claim::IT_DEPENDS, claim::HYBRID_IS_OFTEN_BEST],
    sources: &[authority::AZURE_COMPUTE],
    page: include_str!("contradictory_requirements.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let torn = case.lab.workloads().filter(|&workload| {
        case.verdicts.brief(workload).outcome == Conclusion::Contradiction && workload.is_intended()
    });
    for workload in torn {
        let verdict = case.verdicts.explain(workload);
        let find = |is: fn(&Proof<'_>) -> bool| verdict.proofs.iter().find(|proof| is(proof));
        let (Some(machine), Some(container)) = (find(needs_machine), find(needs_container)) else {
            continue;
        };
        let name = workload.name();
        let message = format!(
            "`{name}` {}, and {}: neither a VM nor a container does both",
            machine.reason, container.reason
        );
        out.report(workload, workload.place(), message)
            .label(machine.at, "this takes a machine of its own")
            .label(container.at, "this takes containers")
            .help(format!("split `{name}` in two workloads, or take back one of the two needs"));
    }
}

/// A machine that carries containers may well come and go with the load: a pool of nodes.
fn needs_machine(proof: &Proof<'_>) -> bool {
    matches!(proof.constraint.requires, Requirement::Machine | Requirement::Metal)
        && *proof.constraint != RUNS_CONTAINERS_FOR_OTHERS
}

fn needs_container(proof: &Proof<'_>) -> bool {
    proof.constraint.requires == Requirement::Container
}

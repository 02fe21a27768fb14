//! A workload has more layers below it than the policy allows: three, from itself down to the host.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "hosting-too-deep",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::SEPARATION_AVOIDS_COMPLEXITY,
        claim::SEPARATION_EASES_TROUBLESHOOTING,
        claim::USUAL_STACK,
        claim::HYBRID_PRICE,
    ],
    sources: &[authority::NIST_800_125],
    page: include_str!("hosting_too_deep.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let allowed = case.policy.thresholds.max_depth as usize;
    for system in case.lab.systems().filter(|system| !system.is_in_cycle()) {
        // The layers above a deep one are just as deep: the topmost stands for them, and what a more
        // special rule says of a stack need not be said twice.
        if system.guests().len() > 0 || system.depth() <= allowed || system.repeats_a_kind() {
            continue;
        }
        let path: Vec<&str> = system.stack().map(System::name).collect();
        let message =
            format!("`{}` sits {} layers deep: {}", system.name(), path.len(), path.join(" on "));
        out.report(system, system.runs_on_span(), message)
            .help("take a layer away, or raise `policy: {limits: {max_depth: ...}}`");
    }
}

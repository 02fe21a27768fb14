//! Following `runs_on` from a workload leads back to it.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "hosting-cycle",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::ONE_MACHINE_MANY_VMS, claim::USUAL_STACK],
    sources: &[],
    page: include_str!("hosting_cycle.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for cycle in case.lab.hosting_cycles() {
        let first = cycle[0];
        let path: Vec<String> =
            cycle.iter().chain([&first]).map(|system| format!("`{}`", system.name())).collect();
        let message = match cycle.len() {
            1 => format!("`{}` runs on itself", first.name()),
            _ => format!("`{}` runs on itself: {}", first.name(), path.join(" on ")),
        };
        let finding = out.report(first, first.runs_on_span(), message);
        for next in &cycle[1..] {
            finding.label(next.runs_on_span(), "and this closes the circle");
        }
        finding.help("one of these has to run on a host");
    }
}

//! Systems are neither monitored nor logged.

use super::records::{Wording, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::Aspect;
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "not-observed",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CARE_FOR_OBSERVATION],
    sources: &[authority::PROMETHEUS_ALERTING],
    page: include_str!("not_observed.md"),
    check,
};

const WORDING: Wording = Wording {
    lab: Some("who watches the lab"),
    some: "what watches or logs",
    help: "say what watches it with `monitored_by:` or `logs_to:`; said of a host, that goes for all on it. What runs \
           on what it watches falls silent with it: let something outside notice that, as `external:...`",
};

fn check(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    let is_unwatched = |system: System<'_>| {
        coverage.is_unknown(system, Aspect::Monitored)
            && coverage.is_unknown(system, Aspect::Logged)
    };
    let mut witnesses = Vec::new();
    for cluster in case.lab.clusters() {
        let witness = cluster.witness.as_ref().and_then(|name| case.lab.system(name));
        let is_watched = || cluster.nodes().any(|node| !is_unwatched(node));
        if let Some(witness) = witness.filter(|&it| is_unwatched(it) && it.runs() && is_watched()) {
            witnesses.push(witness.id());
            let message = format!(
                "the file says nothing of what watches `{}`, the witness of `{}`",
                witness.name(),
                cluster.name()
            );
            let finding = out.report(witness, witness, message);
            if let Some(name) = cluster.witness.as_ref() {
                finding.label(name.span, "its vote is missed only when the next one fails");
            }
            finding.help(WORDING.help);
        }
    }
    tell(case, out, &WORDING, |system| is_unwatched(system) && !witnesses.contains(&system.id()));
}

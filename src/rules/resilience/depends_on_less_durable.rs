//! Something needs what is meant to live shorter, is less important, or is there for trying out.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Criticality, Environment, System, When};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "depends-on-less-durable",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_FOR_LONG_LIVED,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::DEVELOPMENT_AND_TEST,
    ],
    sources: &[authority::SINGLE_POINT_OF_FAILURE],
    page: include_str!("depends_on_less_durable.md"),
    check,
};

/// What of one thing falls short of what another asks.
struct Gap {
    /// What the one is, after its name.
    asks: String,
    /// What the other is, after its name.
    gives: String,
    asked_at: Span,
    given_at: Span,
    mend: String,
}

fn check(case: &Case, out: &mut Findings) {
    if !case.lab.systems().any(falls_short) {
        return;
    }
    // Many may need the same one: that is told once.
    let mut by_weakest: BTreeMap<usize, Vec<(System<'_>, Gap)>> = BTreeMap::new();
    for system in case.lab.systems().filter(|system| system.runs()) {
        let needs = case.graph().dependencies(system);
        let needs = needs.filter(|(need, _)| need.hard && need.when != When::Deploy);
        for needed in needs.map(|(_, on)| on).chain(system.on()) {
            if let Some(gap) = gap(system, needed) {
                let needing = by_weakest.entry(needed.id()).or_default();
                // What it runs on may be named in `depends_on`, too.
                if needing.last().is_none_or(|(last, _)| *last != system) {
                    needing.push((system, gap));
                }
            }
        }
    }
    for (weakest, needing) in by_weakest {
        let weakest = case.lab.system_at(weakest);
        let (_, gap) = &needing[0];
        for group in out.parts(needing.iter().map(|(system, _)| *system)) {
            let who = names(group.iter().map(|system| system.name()));
            let verb = if group.len() == 1 { "needs" } else { "need" };
            let message = format!("{who} {verb} `{}`, which is {}", weakest.name(), gap.gives);
            let finding = out.report_all(&group, gap.given_at, message);
            finding.label(gap.asked_at, format!("`{}` is {}", needing[0].0.name(), gap.asks));
            finding.help(&gap.mend);
        }
    }
}

/// True if it says anything of itself that something else could find too little.
fn falls_short(system: System<'_>) -> bool {
    let operation = &system.entry().operation;
    let for_trial =
        operation.environment.as_ref().is_some_and(|it| it.value != Environment::Production);
    system.is_temporary() || for_trial || !operation.criticality.is_absent()
}

fn gap(system: System<'_>, needed: System<'_>) -> Option<Gap> {
    lifetime(system, needed)
        .or_else(|| criticality(system, needed))
        .or_else(|| environment(system, needed))
}

fn lifetime(system: System<'_>, needed: System<'_>) -> Option<Gap> {
    let (own, other) = (system.entry().lifetime.as_ref()?, needed.entry().lifetime.as_ref()?);
    (system.is_lasting() && needed.is_temporary()).then(|| Gap {
        asks: own.value.to_string(),
        gives: other.value.to_string(),
        asked_at: own.span,
        given_at: other.span,
        mend: format!(
            "if `{}` is to stay, say `lifetime: long-lived`, or else need something that stays",
            needed.name()
        ),
    })
}

fn criticality(system: System<'_>, needed: System<'_>) -> Option<Gap> {
    let own = system.entry().operation.criticality.as_ref()?;
    let other = needed.entry().operation.criticality.as_ref()?;
    (own.value >= Criticality::High && own.value > other.value).then(|| Gap {
        asks: format!("of {own} criticality"),
        gives: format!("of {other} criticality"),
        asked_at: own.span,
        given_at: other.span,
        mend: format!(
            "`{}` is as important as what needs it: say `criticality: {own}`",
            needed.name()
        ),
    })
}

fn environment(system: System<'_>, needed: System<'_>) -> Option<Gap> {
    let (own, _) = system.inherit(|entry| entry.operation.environment.as_ref())?;
    let (other, _) = needed.inherit(|entry| entry.operation.environment.as_ref())?;
    let relied_on = own.value == Environment::Production;
    (relied_on && other.value != Environment::Production).then(|| Gap {
        asks: own.value.to_string(),
        gives: format!(
            "for {}",
            if other.value == Environment::Lab { "learning" } else { "testing" }
        ),
        asked_at: own.span,
        given_at: other.span,
        mend: format!(
            "let it need something in production, or make `{}` part of it",
            needed.name()
        ),
    })
}

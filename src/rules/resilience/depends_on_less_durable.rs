//! Something needs what is meant to live shorter, is less important, is there for trying out, or is made anew all
//! the time.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::EdgeKind;
use crate::lab::{Criticality, Environment, System, Updates, When};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::Service;
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
    report_networks(case, out);
    if !case.lab.systems().any(falls_short) {
        return;
    }
    // Many may need the same one: that is told once.
    let mut by_weakest: BTreeMap<usize, Vec<(System<'_>, Gap)>> = BTreeMap::new();
    for system in case.lab.systems().filter(|system| system.runs()) {
        let needs = case.graph().dependencies(system);
        let needs = needs.filter(|(need, _)| need.hard && need.when <= When::Run);
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

/// Reports containers that have the network of one that is made anew with each update: that cuts them off.
fn report_networks(case: &Case, out: &mut Findings) {
    let graph = case.graph();
    let mut by_owner: BTreeMap<u32, Vec<System<'_>>> = BTreeMap::new();
    for need in graph.all().iter().filter(|need| need.kind == EdgeKind::NetworkOf) {
        if let Some(user) = graph.system(case.lab, need.from).filter(|user| user.runs()) {
            by_owner.entry(need.on).or_default().push(user);
        }
    }
    for (owner, users) in by_owner {
        let Some(owner) = graph.system(case.lab, owner) else { continue };
        let Some((at, why)) = is_updated(case, owner) else { continue };
        let all = names(users.iter().map(|user| user.name()));
        let verbs =
            if users.len() == 1 { ["has", "is", "it is"] } else { ["have", "are", "they are"] };
        let [has, is, it_is] = verbs;
        let message = format!(
            "{all} {has} the network of `{}`, which {why}, and {is} cut off each time until {it_is} started anew",
            owner.name()
        );
        let everyone: Vec<System<'_>> =
            std::iter::once(owner).chain(users.iter().copied()).collect();
        let finding = out.report_together(&everyone, at, message);
        finding.lower();
        let shared = users[0].connection.network_of.as_ref().map_or(users[0].place(), |of| of.span);
        finding.label(shared, format!("`{}` has its network", users[0].name())).help(format!(
            "pin the image of `{}` to a version, and raise it by hand together with what has its network",
            owner.name()
        ));
    }
}

/// Where and why it is clear that a container is updated by itself.
fn is_updated<'a>(case: &Case<'a>, owner: System<'a>) -> Option<(Span, String)> {
    if let Some(daily) = owner.nature.updates.as_ref().filter(|it| it.value == Updates::Daily) {
        return Some((daily.span, "is updated every day".to_owned()));
    }
    let image = owner.image.as_ref().filter(|_| follows_a_tag(owner))?;
    let mut beside = owner.on()?.guests().filter(|other| other.runs());
    let updater = beside.find(|&other| {
        let product = case.verdicts.nature(other).product;
        product.is_some_and(|product| product.gives_others(Service::Updates))
    })?;
    Some((image.span, format!("`{}` updates by itself", updater.name())))
}

/// True if the tag of its image can come to mean another image: it has none, or one without a version.
fn follows_a_tag(system: System<'_>) -> bool {
    let Some(image) = system.image.as_ref().filter(|image| !image.contains('@')) else {
        return false;
    };
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':')
        .is_none_or(|(_, tag)| !tag.contains(|letter: char| letter.is_ascii_digit()))
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

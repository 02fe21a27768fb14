//! A lower layer needs a higher one: the platform or a base service needs an application.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Kind, System, When};
use crate::policy::Levels;
use crate::rules::{Case, Rule};
use crate::software::Tier;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "upward-dependency",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::EACH_HAS_ITS_FIELD,
        claim::VMS_FOR_PLATFORMS,
        claim::CONTAINERS_FOR_APPLICATIONS,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[],
    page: include_str!("upward_dependency.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for lower in case.lab.systems() {
        let low = layer(case, lower).filter(|&layer| layer <= Tier::BaseService);
        let Some(low) = low.filter(|_| lower.is_intended()) else { continue };
        for (need, higher) in case.graph().dependencies(lower) {
            let high = layer(case, higher).filter(|&layer| layer >= Tier::Application);
            // What serves only this one is a part of it.
            let is_its_own = || case.graph().users(higher).len() == 1;
            let counts = need.hard && need.when <= When::Run;
            let Some(high) = high.filter(|_| counts && higher.is_intended() && !is_its_own())
            else {
                continue;
            };
            let message = format!(
                "{low} `{}` needs {high} `{}`, which is a layer above it",
                lower.name(),
                higher.name()
            );
            let finding = out.report(lower, need.at, message);
            if let Some(role) = higher.entry().role.first() {
                finding.label(role, format!("`{}` serves people, not the lab", higher.name()));
            }
            finding.help(format!(
                "give `{}` its own instance of what it needs; if `{}` is part of the platform, say so in its `role`",
                lower.name(),
                higher.name()
            ));
        }
    }
}

/// The layer of a system, as far as it is stated or known of its image.
fn layer(case: &Case, system: System<'_>) -> Option<Tier> {
    let nature = case.verdicts.nature(system);
    let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
    match nature.role.filter(|_| sure) {
        Some(role) => Some(role.tier()),
        None => (system.entry().kind == Kind::Host).then_some(Tier::Platform),
    }
}

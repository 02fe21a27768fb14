//! Logging in to a machine, or unlocking it, takes something that needs the machine itself.

use super::waiting::{self, Tie, Wait};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{System, When};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "login-cycle",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CARE_FOR_RESTORE, claim::CARE_FOR_RESPONSIBILITY, claim::VMS_EASE_RECOVERY],
    sources: &[authority::META_OUTAGE_2021],
    page: include_str!("login_cycle.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let waits = |system| waits(case, system);
    let awaited = case.lab.systems().filter(|&system| waiting::is_awaited(system));
    let asking = awaited.filter(|&system| asks(case, system).next().is_some());
    let circles = waiting::circles_of(
        case.lab,
        asking.filter(|system| system.is_intended()),
        |system, next| {
            next.extend(waits(system).iter().map(|wait| waiting::number(wait.on)));
        },
    );
    for circle in circles {
        let mut logins =
            circle.iter().flat_map(|&member| asks(case, member).map(move |wait| (member, wait)));
        let Some((start, _)) = logins.find(|(_, wait)| circle.contains(&wait.on)) else { continue };
        let steps = waiting::round(start, &circle, waits);
        // What cannot even start is another matter.
        if !steps.iter().any(|(_, wait)| matches!(wait.tie, Tie::Login | Tie::Secrets)) {
            continue;
        }
        let message = format!("{}: once they are down, nobody gets in", waiting::sentence(&steps));
        let finding = out.report_together(&circle, steps[0].1.at, message);
        for (system, wait) in &steps[1..] {
            let text = match wait.tie {
                Tie::RunsOn => format!("`{}` runs on `{}`", system.name(), wait.on.name()),
                _ => format!("`{}` needs `{}`", system.name(), wait.on.name()),
            };
            finding.label(wait.at, text);
        }
        let (name, (_, ask)) = (start.name(), steps[0]);
        let through = ask.on.name();
        let identity = &start.entry().connection.identity;
        if identity.first().is_some_and(|server| server.span == ask.at) {
            finding.help(format!(
                "keep an account of `{name}` itself, and add it: `identity: [{through}, 'external:local']`"
            ));
            continue;
        }
        finding.help(format!(
            "keep a way into `{name}` without `{through}`, such as a local account or a printed key, and name it: \
             `fallback: 'external:...'`"
        ));
    }
}

/// What a system waits for to start, and what it logs in through or gets its secrets from.
fn waits<'a>(case: &Case<'a>, system: System<'a>) -> Vec<Wait<'a>> {
    waiting::waits(system, &[When::Boot]).chain(asks(case, system)).collect()
}

/// What it logs in through, or gets its secrets from, while it runs.
fn asks<'a>(case: &Case<'a>, system: System<'a>) -> impl Iterator<Item = Wait<'a>> {
    let lab = case.lab;
    let login = move |on, at| {
        let secrets = case.verdicts.nature(on).role == Some(Role::Secrets);
        Wait { on, tie: if secrets { Tie::Secrets } else { Tie::Login }, at }
    };
    let needs = system.dependencies().filter(|(need, on)| {
        waiting::stage(need) == When::Run && waiting::is_hard(need) && opens(case, *on)
    });
    let needs = needs.map(move |(need, on)| login(on, need.on.span));
    // With a second server there is a second way.
    let servers = &system.entry().connection.identity;
    let server = servers.first().filter(|_| servers.len() == 1);
    let server = server.and_then(|name| Some(login(lab.system(name)?, name.span)));
    needs.chain(server).filter(|wait| wait.on.is_intended())
}

/// True for what checks logins or keeps secrets.
fn opens(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    matches!(nature.role, Some(Role::Identity | Role::Secrets))
        && nature.sure.is_some_and(|sure| sure >= Quality::Image)
}

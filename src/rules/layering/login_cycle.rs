//! Logging in to a machine, or unlocking it, takes something that needs the machine itself.

use super::words::{sentence, verb};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Edge, EdgeKind, Step};
use crate::lab::{System, When};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Service};
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
    for deployer in case.lab.systems().filter(|&system| deploys(case, system)) {
        report_deployer(case, deployer, out);
    }
    let graph = case.graph();
    if !graph.all().iter().any(|need| asks(case, need)) {
        return;
    }
    let follow = |need: &Edge| need.holds_up() || asks(case, need);
    for circle in graph.circles_of(case.lab, follow) {
        let asks_on_it = |need: &Edge| asks(case, need) && circle.has(need.on);
        let mut systems = circle.systems(case.lab).into_iter();
        let start = systems.find(|system| graph.needs(system.id()).iter().any(asks_on_it));
        let Some(start) = start else { continue };
        let steps = graph.round(start, &circle, follow);
        // What cannot even start is another matter.
        if !steps.iter().any(|step| asks(case, &step.need)) {
            continue;
        }
        let sentence = sentence(&steps, |step| verb_of(case, step));
        let message = format!("{sentence}: once they are down, nobody gets in");
        let finding = out.report_together(&circle.systems(case.lab), steps[0].need.at, message);
        for step in &steps[1..] {
            let verb = if step.need.kind == EdgeKind::RunsOn { "runs on" } else { "needs" };
            finding
                .label(step.need.at, format!("`{}` {verb} `{}`", step.from.name(), step.on.name()));
        }
        let (name, through) = (start.name(), steps[0].on.name());
        finding.help(if steps[0].need.kind == EdgeKind::Identity {
            format!(
                "keep an account of `{name}` itself, and add it: `identity: [{through}, 'external:local']`"
            )
        } else {
            format!(
                "keep a way into `{name}` without `{through}`, such as a local account or a printed key, and name \
                 it: `fallback: 'external:...'`"
            )
        });
    }
}

/// True for what deploys the workloads of the cluster that it runs on.
fn deploys(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    system.on_cluster().is_some()
        && system.is_intended()
        && nature.product_sure >= Some(Quality::Name)
        && nature.product.is_some_and(|product| product.gives_others(Service::Deployments))
}

/// Reports what deploys the service that lets people into it.
fn report_deployer(case: &Case, deployer: System<'_>, out: &mut Findings) {
    let graph = case.graph();
    let through =
        graph.needs(deployer.id()).iter().filter(|need| asks(case, need)).find_map(|need| {
            let login = graph.system(case.lab, need.on)?;
            (login.on_cluster() == deployer.on_cluster()).then_some((need, login))
        });
    let Some((need, login)) = through else { return };
    let (name, through) = (deployer.name(), login.name());
    let message = format!(
        "`{name}` logs in through `{through}`, which it deploys: a release that breaks `{through}` cannot be mended there"
    );
    let finding = out.report_together(&[deployer, login], need.at, message);
    finding.label(login.runs_on_span(), "both are on this cluster").help(format!(
        "keep a way into `{name}` without `{through}`, such as a local administrator whose password is on paper, and \
         name it: `fallback: 'external:...'`"
    ));
}

/// True for what something logs in through, or gets its secrets from, while it runs.
fn asks(case: &Case, need: &Edge) -> bool {
    let opens = || case.graph().system(case.lab, need.on).is_some_and(|on| opens(case, on));
    match need.kind {
        EdgeKind::Identity => need.hard,
        EdgeKind::DependsOn => need.hard && need.when == When::Run && opens(),
        _ => false,
    }
}

fn verb_of(case: &Case, step: &Step<'_>) -> &'static str {
    match case.verdicts.nature(step.on).role {
        _ if !asks(case, &step.need) => verb(step),
        Some(Role::Secrets) => "takes its secrets from",
        _ => "logs in through",
    }
}

/// True for what checks logins or keeps secrets.
fn opens(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    matches!(nature.role, Some(Role::Identity | Role::Secrets))
        && nature.sure.is_some_and(|sure| sure >= Quality::Image)
}

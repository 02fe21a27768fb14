//! All that watches a host or a cluster runs on it.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Cluster, Host, List, System, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "monitor-inside-monitored",
    level: Levels { bare_metal: Some(Info), ..Levels::unless_minimal(Warning) },
    claims: &[claim::APPLICATION_APART_FROM_PLATFORM, claim::CARE_FOR_OBSERVATION],
    sources: &[authority::PROMETHEUS_ALERTING],
    page: include_str!("monitor_inside_monitored.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let hosts = case.lab.hosts().filter(|&host| watchers(case, host).is_some());
    for group in out.parts(hosts) {
        let first = group[0];
        let message = match group.as_slice() {
            [one] => {
                let watchers = watchers(case, *one).unwrap_or_default();
                let run = if watchers.len() == 1 { "runs" } else { "run" };
                let all = names(watchers.iter().map(|watcher| watcher.name()));
                format!("`{}` is watched only by {all}, which {run} on it", one.name())
            }
            many => {
                let all = names(many.iter().map(|host| host.name()));
                format!("{all} are each watched only by what runs on them")
            }
        };
        let finding = out.report_all(&group, &first.entry().operation.monitored_by[0], message);
        for host in group.iter().take(3) {
            for watcher in watchers(case, *host).unwrap_or_default() {
                let text = format!("`{}` runs on `{}`", watcher.name(), host.name());
                finding.label(watcher.runs_on_span(), text);
            }
        }
        finding.help(HELP);
    }
    for cluster in case.lab.clusters() {
        let Some(inside) = all(case, &cluster.record().monitored_by, |it| is_inside(it, cluster))
        else {
            continue;
        };
        let watchers = names(inside.iter().map(|watcher| watcher.name()));
        let message =
            format!("cluster `{}` is watched only from inside, by {watchers}", cluster.name.value);
        let finding = out.report(cluster, &cluster.monitored_by[0], message);
        for watcher in inside.iter().take(3) {
            let text = format!("`{}` runs on the cluster", watcher.name());
            finding.label(watcher.runs_on_span(), text);
        }
        finding.help(HELP);
    }
}

const HELP: &str = "add a check from outside to `monitored_by`: another machine, or a service that notices silence, as \
                    `external:...`";

/// What watches a host, if all of it runs there.
fn watchers<'a>(case: &Case<'a>, host: Host<'a>) -> Option<Vec<System<'a>>> {
    all(case, &host.entry().operation.monitored_by, |watcher| {
        watcher != *host && watcher.host() == Some(host)
    })
}

/// Those who watch, if all are of this sort.
fn all<'a>(
    case: &Case<'a>,
    names: &'a List<Spanned<Text>>,
    is: impl Fn(System<'a>) -> bool,
) -> Option<Vec<System<'a>>> {
    // An agent reports to somebody who may well be outside.
    let reports = |watcher| case.verdicts.nature(watcher).role == Some(Role::Agent);
    let counts = |watcher: &System<'a>| is(*watcher) && !reports(*watcher);
    let all: Option<Vec<System<'_>>> =
        names.iter().map(|name| case.lab.system(name).filter(counts)).collect();
    all.filter(|all| !all.is_empty())
}

/// True if something runs on a cluster or on one of its nodes.
fn is_inside(system: System<'_>, cluster: Cluster<'_>) -> bool {
    let is_it = |other| other == cluster;
    system.stack().any(|below| {
        let on = below.on_cluster().is_some_and(is_it);
        on || below != system && below.clusters().any(is_it)
    })
}

//! A service has several instances, and all need the same single thing.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Scaling, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "replicas-rest-on-one",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CONTAINERS_FOR_SCALABLE, claim::PLUS_SCALE_OUT],
    sources: &[authority::SINGLE_POINT_OF_FAILURE],
    page: include_str!("replicas_rest_on_one.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let groups = case.insight.replicas();
    let in_group =
        |system: System<'_>| groups.iter().any(|group| group.members.contains(&system.id()));
    let redundant: Vec<Vec<System<'_>>> =
        groups.iter().map(|group| group.systems(case.lab)).chain(replicated(case)).collect();
    for members in redundant {
        let Some((at, one)) = common_need(case, &members) else { continue };
        if !is_single(one) || in_group(one) || members.iter().all(|member| member.is_for_trial()) {
            continue;
        }
        for group in out.parts(members) {
            let all = names(group.iter().map(|member| member.name()));
            let several = match group.as_slice() {
                [member] => {
                    let count = member.nature.replicas.as_ref().map_or(2, |count| count.value);
                    format!("{all} has {count} instances, and all need")
                }
                _ => format!("{all} stand in for each other, and all need"),
            };
            let message = format!("{several} `{}`, of which there is one", one.name());
            let finding = out.report_all(&group, at, message);
            finding.label(one, "when this fails, so do they all");
            finding.help(format!(
                "give `{}` a second instance, or be content with one of each and a good backup",
                one.name()
            ));
        }
    }
}

/// Workloads that say themselves that several instances of them run.
fn replicated<'a>(case: &Case<'a>) -> impl Iterator<Item = Vec<System<'a>>> {
    let several = |system: &System<'a>| {
        let count = system.entry().nature.replicas.as_ref();
        count.is_some_and(|count| count.value > 1) && system.runs() && !system.is_temporary()
    };
    case.lab.systems().filter(several).map(|system| vec![system])
}

/// The first thing that all of them need to start, and where one of them says so.
fn common_need<'a>(case: &Case<'a>, members: &[System<'a>]) -> Option<(Span, System<'a>)> {
    let (first, rest) = members.split_first()?;
    case.graph().dependencies(*first).find_map(|(need, one)| {
        let shared = rest.iter().all(|member| member.needs().any(|other| other == one));
        (need.holds_up() && shared).then_some((need.at, one))
    })
}

/// True for a workload of which nothing says that there are several, or that a cluster restarts it.
fn is_single(one: System<'_>) -> bool {
    let nature = &one.nature;
    let several = !nature.each.is_absent()
        || nature.scaling.as_ref().is_some_and(|scaling| scaling.value != Scaling::Single)
        || nature.replicas.as_ref().is_some_and(|count| count.value > 1);
    let restarted = one.running.ha.as_ref().is_some_and(|ha| ha.value);
    one.as_workload().is_some() && !several && !restarted && one.clusters().next().is_none()
}

//! A service has several instances, and all need the same single thing.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Scaling, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::Tier;
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "replicas-rest-on-one",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
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
            // Where nothing else can take its place, a second login service is one in name only.
            if !(is_bound(case, one) && group.iter().any(|member| is_base(case, *member))) {
                finding.lower();
            }
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

/// The first single thing that all of them rest on, and where one of them says so. What they stand on together
/// is told elsewhere.
fn common_need<'a>(case: &Case<'a>, members: &[System<'a>]) -> Option<(Span, System<'a>)> {
    let (first, rest) = members.split_first()?;
    let below = first.host().filter(|host| rest.iter().all(|it| it.host() == Some(*host)));
    if below.is_some() && !rest.is_empty() {
        return None;
    }
    let others: Vec<_> = rest.iter().map(|member| case.graph().rests_on(*member)).collect();
    let shared = |at: &usize| others.iter().all(|needs| needs.contains_key(at));
    let needs = case.graph().rests_on(*first);
    let single = needs
        .iter()
        .filter(|(at, _)| shared(at))
        .map(|(&at, &span)| (span, case.lab.system_at(at)));
    let mut single = single.filter(|(_, one)| is_single(*one));
    single.next()
}

/// True if it can be on one machine only.
fn is_bound(case: &Case, one: System<'_>) -> bool {
    let pinned = case.lab.placement().pinned.iter().any(|pinned| {
        pinned.to.len() == 1 && pinned.workloads.iter().any(|name| name.as_str() == one.name())
    });
    one.on_cluster().is_none() || pinned
}

/// True for what everything else needs to be reached and trusted.
fn is_base(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    nature.sure >= Some(Quality::Image)
        && nature.role.is_some_and(|role| role.tier() == Tier::BaseService)
}

/// True for something of which nothing says that there are several, or that a cluster restarts it.
fn is_single(one: System<'_>) -> bool {
    let nature = &one.nature;
    let several = !nature.each.is_absent()
        || nature.scaling.as_ref().is_some_and(|scaling| scaling.value != Scaling::Single)
        || nature.replicas.as_ref().is_some_and(|count| count.value > 1);
    let restarted = one.running.ha.as_ref().is_some_and(|ha| ha.value);
    !several && !restarted && one.clusters().next().is_none()
}

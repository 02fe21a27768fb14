//! What limits, moves and plans are called in sentences.

use super::name;
use crate::check::Checked;
use crate::finding::SystemId;
use crate::plan::{LimitKind, PlacementPlan, PlanStatus, PlannedMove, Way};
use crate::report::escape::visible;
use crate::rules::words::{count, names};
use crate::source::{ColumnUnit, Sources, Span};

/// A limit: a clause.
pub(super) fn limit(checked: &Checked, kind: &LimitKind) -> String {
    let of = |system: &SystemId| format!("`{}`", name(checked, *system));
    match kind {
        LimitKind::Memory(host) => format!("the guests of {} fit into its memory", of(host)),
        LimitKind::Promised(host) => format!("{} promises no more memory than it may", of(host)),
        LimitKind::Cores(host) => format!("the VMs of {} have not too many cores", of(host)),
        LimitKind::Room(host, pool) => format!("the disks in `{pool}` of {} fit", of(host)),
        LimitKind::Growth(host, pool) => {
            format!("the disks in `{pool}` of {} may grow no further than it allows", of(host))
        }
        LimitKind::Pool(guest, pool) => format!("{} needs a pool `{pool}`", of(guest)),
        LimitKind::Device(guest, device) => format!("{} needs `{device}`", of(guest)),
        LimitKind::Share(host, device) => format!("`{device}` of {} serves only so many", of(host)),
        LimitKind::Apart => "they have to be apart".to_owned(),
        LimitKind::Together => "they have to be together".to_owned(),
        LimitKind::Pinned => "they may run only there".to_owned(),
        LimitKind::Choice(guest) => format!("{} names the machines it may be on", of(guest)),
        LimitKind::Replicas(members) => {
            let all = names(members.iter().map(|member| name(checked, *member)));
            format!("{all} do the same work and are not all on one host")
        }
        LimitKind::Votes(cluster, host) => {
            let cluster = checked.lab().cluster_at(*cluster);
            format!("cluster `{}` goes on without {}", cluster.name(), of(host))
        }
        LimitKind::Failure(host) => {
            format!("when {} fails, its guests with `ha` have somewhere to go", of(host))
        }
        LimitKind::Drain(host) => format!("{} is to be empty", of(host)),
        LimitKind::Keep(guest) => format!("{} is to stay", of(guest)),
        LimitKind::Migration(guest) => format!("{} cannot move", of(guest)),
    }
}

/// How a guest moves.
pub(super) fn way(way: Way) -> &'static str {
    match way {
        Way::Live => "live",
        Way::Offline => "offline",
        Way::Restart => "restart",
    }
}

/// What a status is called.
pub(super) fn status(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::NothingToDo => "nothing-to-do",
        PlanStatus::Optimal => "optimal",
        PlanStatus::Feasible => "feasible",
        PlanStatus::Infeasible => "infeasible",
        PlanStatus::Unknown => "unknown",
    }
}

/// What came of a plan: a sentence without its stop.
pub(super) fn outcome(checked: &Checked, plan: &PlacementPlan) -> String {
    let mut guests: Vec<SystemId> = plan.moves.iter().map(|it| it.guest).collect();
    guests.sort_unstable();
    guests.dedup();
    let moves = count(guests.len(), "move");
    match plan.status {
        PlanStatus::NothingToDo => "nothing to do: every limit holds as things are".to_owned(),
        PlanStatus::Optimal => format!("{moves}, and no plan has fewer"),
        PlanStatus::Feasible => {
            let least = plan.moves_at_least;
            format!("{moves}; every plan has {least} at least, and a shorter one was not found")
        }
        PlanStatus::Infeasible => {
            let left = plan.without_place.iter().map(|guest| name(checked, *guest));
            format!("there is no place for {}", names(left))
        }
        PlanStatus::Unknown => "no plan was found in as many steps as are allowed".to_owned(),
    }
}

/// What a plan costs or leaves behind: sentences without stops.
pub(super) fn costs(checked: &Checked, plan: &PlacementPlan) -> Vec<String> {
    let mut costs: Vec<String> = plan
        .no_longer_survives
        .iter()
        .map(|host| {
            let host = name(checked, *host);
            format!("afterwards the failure of `{host}` is not survived, and now it is: `--survive` asks for that")
        })
        .collect();
    if !plan.new_findings.is_empty() {
        let mut rules = plan.new_findings.clone();
        rules.dedup();
        costs.push(format!(
            "`labctl check` finds something afterwards that it does not find now: {}",
            names(rules)
        ));
    }
    costs
}

/// Why a guest moves: the names of the limits.
pub(super) fn because(it: &PlannedMove) -> String {
    it.because.join(", ")
}

/// A place in a file, as people write it.
pub(super) fn place(sources: &Sources, at: Span) -> String {
    let source = sources.of(at);
    let start = source.position(source.bytes(at).start, ColumnUnit::CodePoint);
    format!("{}:{}:{}", visible(source.path()), start.line, start.column)
}

//! Where guests should go: the fewest moves after which every limit holds that `labctl check` knows.
//!
//! The limits are the rules, read as numbers. A first answer comes from a quick repair, and is the
//! best there is where it needs no more moves than any plan must. Else an integer program finds the best, or
//! says by how much this one may be worse. What comes out is put in an order in which it can be done, and is judged
//! by the rules again before anybody sees it.

mod bound;
mod candidate;
mod conflict;
mod edits;
mod exact;
mod failure;
mod flatten;
mod limit;
mod limits;
mod model;
mod outcome;
mod placing;
mod reason;
mod repair;
mod request;
mod search;
mod steps;
#[cfg(test)]
mod tests;

pub use candidate::{Advice, Candidate, place};
pub use edits::edits;
pub use limit::{Limit, LimitKind};
pub use outcome::{ConflictPart, PlacementPlan, PlanStatus, PlannedMove, Refuge};
pub use request::{PlanRequest, Survival};
pub use steps::Way;

use limits::LabModel;
use outcome::refuges;
use placing::Placing;
use search::{BestPlacement, search};

use crate::check::Checked;
use crate::finding::{Level, SystemId};
use crate::lab::Move;
use crate::policy::Settings;
use crate::rules::rule;

/// What a lab needs to be in order, and what somebody asks for beside.
pub fn plan(checked: &Checked, request: &PlanRequest, settings: &Settings) -> PlacementPlan {
    let mut it = LabModel::of(checked, request);
    let (answer, failures) = search(&mut it, request.survive);
    let BestPlacement { places, status, moves_at_least } = answer;
    let placing = Placing::of(&it.model, &places);
    let system = |guest: usize| SystemId::from(it.guests[guest]);
    let host = |host: usize| SystemId::from(*it.hosts[host]);
    let steps = steps::steps(&it, &placing);
    let because = reason::reasons(&it, &placing, &failures);
    let moves: Vec<PlannedMove> = steps
        .iter()
        .map(|step| PlannedMove {
            guest: system(step.guest),
            from: host(step.from),
            to: host(step.to),
            step: step.step,
            way: step.way,
            because: because[step.guest].clone(),
        })
        .collect();
    let mut plan = PlacementPlan { status, moves, moves_at_least, ..PlacementPlan::default() };
    for (guest, place) in places.iter().enumerate() {
        match *place {
            Some(at) => plan.placement.push((system(guest), host(at))),
            None => plan.without_place.push(system(guest)),
        }
    }
    if status == PlanStatus::Infeasible {
        let conflict = conflict::conflict(&it.model, &failures);
        plan.conflict = conflict
            .limits
            .iter()
            .map(|number| ConflictPart {
                limit: it.model.limits[*number].clone(),
                is_cure: conflict.cures.contains(number),
            })
            .collect();
    }
    judge(checked, settings, &mut plan);
    plan
}

/// What happens when hosts fail, with everything where it is now.
pub fn lose(checked: &Checked, hosts: &[SystemId]) -> PlacementPlan {
    let it = LabModel::of(checked, &PlanRequest::default());
    let placement = it.guests.iter().zip(&it.model.guests);
    let host = |host: usize| SystemId::from(*it.hosts[host]);
    PlacementPlan {
        placement: placement.map(|(guest, at)| ((*guest).into(), host(at.now))).collect(),
        survives: hosts.iter().map(|&host| Refuge::of(&checked.insight, host)).collect(),
        ..PlacementPlan::default()
    }
}

/// Rules that a plan may make speak up: what of failures is lost is told by itself, and who comes home to the
/// only host it can be on cannot move from there.
const NO_LIMITS: &[&str] = &["failover-does-not-fit", "movable-but-pinned"];

/// Looks at the lab as it would be: which hosts it survives, and whether some rule finds what was not there.
fn judge(checked: &Checked, settings: &Settings, plan: &mut PlacementPlan) {
    let moves: Vec<Move> = plan.changes(checked.lab()).collect();
    let before = refuges(&checked.insight);
    if moves.is_empty() {
        plan.survives = before;
        return;
    }
    let after = checked.with(&moves, settings);
    plan.survives = refuges(&after.insight);
    // A host of which nothing was said before had nobody to restart, and so was survived.
    let was_fatal = |host| before.iter().any(|it| it.host == host && !it.left.is_empty());
    let fatal = plan.survives.iter().filter(|refuge| !refuge.left.is_empty());
    plan.no_longer_survives = fatal.map(|it| it.host).filter(|it| !was_fatal(*it)).collect();
    // Who has no place is still where it was in the lab that is judged.
    if !plan.without_place.is_empty() {
        return;
    }
    let findings = after.findings.iter().filter(|it| it.level >= Level::Warning && it.counts());
    let of_placing = findings.filter(|it| {
        let family = rule(it.rule).map(|rule| rule.family().name);
        let limits = matches!(family, Some("capacity" | "placement" | "resilience"));
        limits && !NO_LIMITS.contains(&it.rule)
    });
    plan.new_findings = of_placing.filter(|it| !checked.has_like(it)).map(|it| it.rule).collect();
    if !plan.new_findings.is_empty() && plan.status == PlanStatus::Optimal {
        plan.status = PlanStatus::Feasible;
    }
}

//! From a problem to the best answer that the steps allow.

use super::bound::fewest_moves;
use super::exact::{Aim, MOST_VARIABLES, Optimality, Solved, solve};
use super::failure::FailureLimit;
use super::flatten::flatten;
use super::limits::LabModel;
use super::model::Model;
use super::outcome::PlanStatus;
use super::placing::Placing;
use super::repair::{Preference, repair};
use super::request::Survival;
use crate::finding::SystemId;
use crate::insight::Insight;
use crate::lab::Move;

/// A placement, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BestPlacement {
    /// The host of each guest.
    pub(super) places: Vec<Option<usize>>,
    /// What is known of it.
    pub(super) status: PlanStatus,
    /// How many guests have to move in any plan.
    pub(super) moves_at_least: usize,
}

/// Looks for the best placement, and says which failures it had to be made to survive.
pub(super) fn search(
    it: &mut LabModel<'_>,
    survive: Survival,
) -> (BestPlacement, Vec<FailureLimit>) {
    let mut failures: Vec<FailureLimit> = Vec::new();
    loop {
        let answer = best(&it.model, &failures);
        let answer = even(it, &failures, answer);
        if survive == Survival::Any || answer.status == PlanStatus::Unknown {
            return (answer, failures);
        }
        // Most plans survive everything as they are; only what they do not is asked for.
        let fatal: Vec<usize> = fatal_hosts(it, &answer)
            .into_iter()
            .filter(|host| failures.iter().all(|known| known.host != *host))
            .collect();
        let more: Vec<FailureLimit> =
            fatal.into_iter().filter_map(|host| FailureLimit::of(it, host)).collect();
        if more.is_empty() {
            return (answer, failures);
        }
        failures.extend(more);
    }
}

/// The hosts that an answer does not survive.
fn fatal_hosts(it: &LabModel<'_>, answer: &BestPlacement) -> Vec<usize> {
    let moves: Vec<Move> = it
        .model
        .guests
        .iter()
        .zip(&answer.places)
        .enumerate()
        .filter_map(|(guest, (known, place))| {
            let to = (*place).filter(|to| *to != known.now)?;
            Some(Move { guest: it.guests[guest].into(), to: SystemId::from(*it.hosts[to]) })
        })
        .collect();
    let after = Insight::of(it.insight.lab().with(&moves), it.insight.terms());
    let fatal = after.failovers().iter().filter(|failover| failover.left().next().is_some());
    let number = |id: usize| it.hosts.iter().position(|host| host.id() == id);
    fatal.filter_map(|failover| number(failover.host)).collect()
}

/// The best placement that the steps allow to find.
pub(super) fn best(model: &Model, failures: &[FailureLimit]) -> BestPlacement {
    let bound = fewest_moves(model);
    let quick = [Preference::Roomiest, Preference::Tightest]
        .map(|preference| repair(model, preference))
        .into_iter()
        .min_by_key(|placing| (placing.left(), !placing.holds(), placing.moves(), placing.copied()))
        .expect("there are two");
    let is_whole = failures.is_empty() && quick.left() == 0 && quick.holds();
    let answer = |places: Vec<Option<usize>>, status, moves_at_least| BestPlacement {
        places,
        status,
        moves_at_least,
    };
    let quick_places = quick.places().to_vec();
    if is_whole && quick.moves() == 0 {
        return answer(quick_places, PlanStatus::NothingToDo, 0);
    }
    if is_whole && quick.moves() == bound {
        return answer(quick_places, PlanStatus::Optimal, bound);
    }
    if !is_small(model) {
        let status = if is_whole { PlanStatus::Feasible } else { PlanStatus::Unknown };
        let places = if quick.holds() { quick_places } else { stay(model) };
        return answer(places, status, bound);
    }
    let start = is_whole.then_some(&quick_places[..]);
    match solve(model, failures, start, Aim::FewestMoves(0)) {
        Solved::Found(places, proof) => {
            let moves = Placing::of(model, &places).moves();
            match proof {
                Optimality::Best if moves == 0 => answer(places, PlanStatus::NothingToDo, 0),
                Optimality::Best => answer(places, PlanStatus::Optimal, moves),
                Optimality::Bound(least) => {
                    let least = least.max(bound).min(moves);
                    let status =
                        if least == moves { PlanStatus::Optimal } else { PlanStatus::Feasible };
                    answer(places, status, least)
                }
            }
        }
        Solved::Unknown if is_whole => answer(quick_places, PlanStatus::Feasible, bound),
        Solved::Unknown => answer(stay(model), PlanStatus::Unknown, 0),
        Solved::Impossible => fewest_left(model, failures, &quick),
    }
}

/// There is no place for all: a place for as many as possible, with as few moves as possible.
fn fewest_left(model: &Model, failures: &[FailureLimit], quick: &Placing<'_>) -> BestPlacement {
    let start = (failures.is_empty() && quick.holds()).then(|| quick.places());
    let unknown = || BestPlacement {
        places: start.map_or_else(|| stay(model), <[_]>::to_vec),
        status: PlanStatus::Unknown,
        moves_at_least: 0,
    };
    let Solved::Found(places, proof) = solve(model, failures, start, Aim::FewestLeft) else {
        return unknown();
    };
    let left = Placing::of(model, &places).left();
    let is_least = match proof {
        Optimality::Best => true,
        Optimality::Bound(bound) => bound >= left,
    };
    if !is_least {
        return BestPlacement { places, status: PlanStatus::Unknown, moves_at_least: 0 };
    }
    let status = PlanStatus::Infeasible;
    match solve(model, failures, Some(&places), Aim::FewestMoves(left)) {
        Solved::Found(places, proof) => {
            let moves = Placing::of(model, &places).moves();
            let moves_at_least = match proof {
                Optimality::Best => moves,
                Optimality::Bound(bound) => bound.min(moves),
            };
            BestPlacement { places, status, moves_at_least }
        }
        _ => BestPlacement { places, status, moves_at_least: 0 },
    }
}

/// Everybody where they are.
fn stay(model: &Model) -> Vec<Option<usize>> {
    model.guests.iter().map(|guest| Some(guest.now)).collect()
}

/// Among the placements with as few moves, one that copies less and leaves memory evener.
fn even(it: &LabModel<'_>, failures: &[FailureLimit], mut answer: BestPlacement) -> BestPlacement {
    let model = &it.model;
    let mut placing = Placing::of(model, &answer.places);
    let moves = placing.moves();
    if !matches!(answer.status, PlanStatus::Optimal | PlanStatus::Feasible) || !placing.holds() {
        return answer;
    }
    if moves > 0 && is_small(model) && has_choice(model, &placing) {
        let aim = Aim::LeastCopied(moves);
        if let Solved::Found(places, _) = solve(model, failures, Some(&answer.places), aim) {
            let other = Placing::of(model, &places);
            if other.moves() == moves && other.copied() < placing.copied() {
                placing = other;
            }
        }
    }
    if failures.is_empty() {
        flatten(model, &it.memory, &mut placing);
    }
    answer.places = placing.places().to_vec();
    answer
}

/// True unless whoever moves could not stay.
fn has_choice(model: &Model, placing: &Placing<'_>) -> bool {
    let mut guests = model.guests.iter().enumerate().zip(placing.places());
    guests.any(|((number, guest), place)| {
        *place != Some(guest.now) && model.banned(number, guest.now).is_none()
    })
}

/// True if the solver is given the problem.
fn is_small(model: &Model) -> bool {
    let mut variables = 0;
    (0..model.guests.len()).all(|guest| {
        variables += model.may_go(guest).count();
        variables <= MOST_VARIABLES
    })
}

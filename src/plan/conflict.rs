//! Why there is no plan: a smallest set of limits that cannot hold together.

use super::exact::{Aim, Solved, solve};
use super::failure::FailureLimit;
use super::model::Model;
use super::repair::{Preference, repair};

/// Limits that cannot hold together, and those without any one of which everything would have a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LimitConflict {
    /// The limits. Without any one of them, the others can hold.
    pub(super) limits: Vec<usize>,
    /// Those of them that alone stand in the way of everything.
    pub(super) cures: Vec<usize>,
}

/// Finds a conflict in a problem that has no whole placement: limits are left out, many at once as long as that
/// goes, until each that is left is needed.
pub(super) fn conflict(model: &Model, failures: &[FailureLimit]) -> LimitConflict {
    let question = ConflictQuestion { model, failures };
    let all: Vec<usize> = (0..model.limits.len()).collect();
    let mut needed = all.clone();
    let mut chunk = needed.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < needed.len() {
            let end = (at + chunk).min(needed.len());
            let rest: Vec<usize> = needed[..at].iter().chain(&needed[end..]).copied().collect();
            if question.is_impossible(&rest) {
                needed = rest;
            } else {
                at = end;
            }
        }
        if chunk == 1 {
            break;
        }
        chunk = chunk.div_ceil(2);
    }
    let without = |limit: usize| all.iter().copied().filter(|it| *it != limit).collect::<Vec<_>>();
    let cures = needed.iter().copied().filter(|&it| question.is_possible(&without(it))).collect();
    LimitConflict { limits: needed, cures }
}

struct ConflictQuestion<'m> {
    model: &'m Model,
    failures: &'m [FailureLimit],
}

impl ConflictQuestion<'_> {
    /// True if it is sure that the limits leave somebody without a place.
    fn is_impossible(&self, limits: &[usize]) -> bool {
        self.answer(limits) == Some(false)
    }

    /// True if it is sure that the limits leave a place for everybody.
    fn is_possible(&self, limits: &[usize]) -> bool {
        self.answer(limits) == Some(true)
    }

    fn answer(&self, limits: &[usize]) -> Option<bool> {
        let mut in_force = vec![false; self.model.limits.len()];
        limits.iter().for_each(|&limit| in_force[limit] = true);
        let model = self.model.under(&in_force);
        let failures: Vec<FailureLimit> =
            self.failures.iter().filter(|it| in_force[it.limit]).cloned().collect();
        if failures.is_empty() {
            let placing = repair(&model, Preference::Tightest);
            if placing.left() == 0 && placing.holds() {
                return Some(true);
            }
        }
        match solve(&model, &failures, None, Aim::Any) {
            Solved::Found(..) => Some(true),
            Solved::Impossible => Some(false),
            Solved::Unknown => None,
        }
    }
}

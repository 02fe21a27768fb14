//! What comes of a plan, as data. Systems go by number.

use super::limit::Limit;
use super::steps::Way;
use crate::finding::SystemId;
use crate::insight::{Failover, Insight, is_restarted};
use crate::lab::{Lab, Move};

/// A plan for one lab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlacementPlan {
    /// What is known of it.
    pub status: PlanStatus,
    /// Every move, in the order of steps.
    pub moves: Vec<PlannedMove>,
    /// How many guests have to move in any plan.
    pub moves_at_least: usize,
    /// The host of each guest that has one afterwards.
    pub placement: Vec<(SystemId, SystemId)>,
    /// The guests for which there is no place.
    pub without_place: Vec<SystemId>,
    /// Limits that cannot hold together, where there is no place for all.
    pub conflict: Vec<ConflictPart>,
    /// What happens afterwards when each host fails whose guests are to be restarted.
    pub survives: Vec<Refuge>,
    /// The hosts whose failure was survived before, and is not afterwards.
    pub no_longer_survives: Vec<SystemId>,
    /// The rules that find something afterwards which was not there before.
    pub new_findings: Vec<&'static str>,
}

impl PlacementPlan {
    /// The guests that are elsewhere afterwards, each with its new host.
    pub fn changes(&self, lab: &Lab) -> impl Iterator<Item = Move> {
        let now = |guest: SystemId| lab.system_at(guest.index()).on().map(SystemId::from);
        let changed = self.placement.iter().filter(move |(guest, host)| now(*guest) != Some(*host));
        changed.map(|&(guest, to)| Move { guest, to })
    }
}

/// What is known of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlanStatus {
    /// Every limit holds as things are.
    #[default]
    NothingToDo,
    /// No plan has fewer moves.
    Optimal,
    /// It keeps every limit; there may be one with fewer moves.
    Feasible,
    /// There is no place for all, and for these the fewest are without one.
    Infeasible,
    /// The steps ran out before anything was sure.
    Unknown,
}

/// One move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedMove {
    /// What moves.
    pub guest: SystemId,
    /// From where.
    pub from: SystemId,
    /// To where.
    pub to: SystemId,
    /// When, from 1 on; those of one number move at the same time.
    pub step: usize,
    /// How.
    pub way: Way,
    /// The names of the limits that it is for; at least one.
    pub because: Vec<&'static str>,
}

/// A limit of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictPart {
    /// The limit.
    pub limit: Limit,
    /// True if everything has a place without this one alone.
    pub is_cure: bool,
}

/// Where the guests of a host go that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuge {
    /// The host.
    pub host: SystemId,
    /// Its guests that are restarted, and the host of each.
    pub restarts: Vec<(SystemId, SystemId)>,
    /// Those that are to be restarted and find no place.
    pub left: Vec<SystemId>,
}

impl Refuge {
    /// The failure of one host.
    pub(super) fn of(insight: &Insight, host: SystemId) -> Self {
        let known = refuges(insight).into_iter().find(|refuge| refuge.host == host);
        known.unwrap_or_else(|| {
            let guests = insight.lab().system_at(host.index()).guests();
            let left = guests.filter(|&guest| is_restarted(guest)).map(SystemId::from).collect();
            Self { host, restarts: Vec::new(), left }
        })
    }
}

/// The failure of every host that has guests to restart in a cluster that can.
pub(super) fn refuges(insight: &Insight) -> Vec<Refuge> {
    let failovers = insight.failovers().iter();
    let refuge = |failover: &Failover| {
        let (mut restarts, mut left) = (Vec::new(), Vec::new());
        for (guest, place) in failover.guests.iter().zip(&failover.places) {
            match place {
                Some(host) => restarts.push((SystemId::new(*guest), SystemId::new(*host))),
                None => left.push(SystemId::new(*guest)),
            }
        }
        Refuge { host: SystemId::new(failover.host), restarts, left }
    };
    failovers.map(refuge).collect()
}

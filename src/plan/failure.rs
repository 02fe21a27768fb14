//! The failure of a host as a limit: whoever is to be restarted finds a place on the hosts that are left.

use super::limit::LimitKind;
use super::limits::LabModel;
use super::model::{BanScope, CapacityLimit, Model};
use crate::insight::{failover_cluster, is_restarted, quorum};

/// A host that has to be survived.
#[derive(Debug, Clone)]
pub(super) struct FailureLimit {
    /// The limit, by its number in the problem.
    pub(super) limit: usize,
    /// The host.
    pub(super) host: usize,
    /// The hosts of its cluster that are left.
    pub(super) rest: Vec<usize>,
    /// The guests that are to be restarted if they are on it.
    pub(super) guests: Vec<usize>,
}

impl FailureLimit {
    /// The failure of a host; nothing if its cluster restarts nobody.
    pub(super) fn of(it: &mut LabModel<'_>, host: usize) -> Option<Self> {
        let failed = it.hosts[host];
        let cluster = failover_cluster(failed).filter(|it| quorum::can_lose_one(*it))?;
        let nodes: Vec<usize> = quorum::hosts(cluster)
            .filter(|node| node.runs() && *node != failed)
            .filter_map(|node| it.hosts.iter().position(|host| *host == node))
            .collect();
        let guests = 0..it.guests.len();
        let guests = guests.filter(|&guest| is_restarted(it.guests[guest])).collect();
        let limit = it.limit(LimitKind::Failure((*failed).into()), failed.place());
        Some(Self { limit, host, rest: nodes, guests })
    }
}

/// True if a guest may be restarted on a host, as far as that depends on nobody else.
pub(super) fn takes_in(model: &Model, guest: usize, host: usize) -> bool {
    model.guests[guest].bans.iter().map(|&ban| &model.bans[ban]).all(|ban| {
        let counts = ban.holds == BanScope::Staying
            && ban.limit.is_some_and(|limit| {
                let kind = &model.limits[limit].kind;
                matches!(kind, LimitKind::Pinned | LimitKind::Choice(_) | LimitKind::Cores(_))
                    || matches!(kind, LimitKind::Device(..))
            });
        !counts || !ban.hosts[host]
    })
}

/// True for the capacities that hold in an emergency, too.
pub(super) fn counts(model: &Model, capacity: &CapacityLimit) -> bool {
    let kind = &model.limits[capacity.limit].kind;
    matches!(
        kind,
        LimitKind::Memory(_) | LimitKind::Cores(_) | LimitKind::Share(..) | LimitKind::Apart
    )
}

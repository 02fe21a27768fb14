//! Votes: no host carries so many of a cluster that the cluster fails with it.

use super::{LabModel, SplitUsage, id};
use crate::insight::quorum::{is_for_trial, majority, voters, votes};
use crate::plan::limit::LimitKind;
use crate::plan::model::{CapacityLimit, Transit};

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    if !ran("quorum-on-one-host") {
        return;
    }
    let lab = it.lab();
    for cluster in lab.clusters() {
        let all = votes(cluster);
        let Some(needed) = majority(cluster).filter(|_| all >= 3 && !is_for_trial(cluster)) else {
            continue;
        };
        let mut seats = SplitUsage::default();
        let voters = voters(cluster).filter_map(|voter| lab.system(voter));
        voters.filter(|it| it.is_kept()).for_each(|voter| seats.add(it.carrier(voter), 1));
        let resource = it.resource(&seats);
        let may_fail = all.saturating_sub(needed).max(1) as u64;
        for number in 0..it.hosts.len() {
            let host = id(*it.hosts[number]);
            let at = cluster.members.span().unwrap_or(cluster.name.span);
            let limit = it.limit(LimitKind::Votes(cluster.id(), host), at);
            it.model.capacity(CapacityLimit {
                limit,
                hosts: vec![number],
                resource,
                at_most: may_fail.saturating_sub(seats.stays(number)),
                when: None,
                on_the_way: Transit::Intact,
            });
        }
    }
}

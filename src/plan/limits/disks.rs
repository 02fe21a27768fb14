//! Disks: what lies in a pool of a host needs one of that name elsewhere, with room in it.

use std::collections::BTreeMap;

use super::{Carrier, LabModel, SplitUsage, id};
use crate::insight::{Store, is_thin, scaled};
use crate::lab::{Bytes, Pool, System, Text};
use crate::plan::limit::LimitKind;
use crate::plan::model::{BanScope, CapacityLimit, Resource, Transit};
use crate::source::Span;

/// What disks take of all pools of one name, by what they say of themselves.
#[derive(Default)]
struct Demand {
    all: SplitUsage,
    /// What surely takes all its room at once.
    thick: SplitUsage,
    /// What takes it at once, unless the pool is thin.
    unless_thin: SplitUsage,
}

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    let mut demands: BTreeMap<Text, Demand> = BTreeMap::new();
    let mut local: BTreeMap<usize, Vec<(Text, Span)>> = BTreeMap::new();
    for system in it.lab().systems().filter(|it| !it.disks.is_empty() && it.exists()) {
        let carrier = it.carrier(system);
        for disk in &system.entry().disks {
            let Some(storage) = disk.storage.as_ref() else { continue };
            if is_inside(system, storage) {
                continue;
            }
            let size = disk.size.value().map_or(0, |size| size.0);
            if let Carrier::Guest(guest) = carrier {
                let now = it.hosts[it.model.guests[guest].now];
                if now.entry().machine.pools.iter().any(|pool| pool.name.value == storage.value) {
                    it.model.guests[guest].copied += size.saturating_mul(4);
                    local.entry(guest).or_default().push((storage.value.clone(), storage.span));
                }
            }
            let demand = demands.entry(storage.value.clone()).or_default();
            demand.all.add(carrier, size);
            match disk.thin.value() {
                Some(true) => {}
                Some(false) => {
                    demand.thick.add(carrier, size);
                    demand.unless_thin.add(carrier, size);
                }
                None => demand.unless_thin.add(carrier, size),
            }
        }
    }
    for (guest, disks) in local {
        need_pools(it, guest, disks);
    }
    for (name, demand) in demands {
        bound(it, &name, &demand, &ran);
    }
}

/// True if a storage is a pool of something between a system and its host.
fn is_inside(system: System<'_>, storage: &str) -> bool {
    let mut between = system.below().take_while(|below| below.as_host().is_none());
    between.any(|below| below.entry().machine.pools.iter().any(|pool| *pool.name.value == *storage))
}

/// A guest with local disks goes where pools of their names are, or where nothing is said of pools.
fn need_pools(it: &mut LabModel<'_>, guest: usize, mut disks: Vec<(Text, Span)>) {
    disks.dedup_by(|a, b| a.0 == b.0);
    for (name, at) in disks {
        let system = id(it.guests[guest]);
        let hosts = it.hosts.clone();
        let allowed = |host: usize| {
            let pools = &hosts[host].entry().machine.pools;
            !pools.is_stated() || pools.iter().any(|pool| pool.name.value == name)
        };
        let limit = it.limit(LimitKind::Pool(system, name.clone()), at);
        it.only_on([guest], allowed, Some(limit), BanScope::Going);
    }
}

/// Bounds what disks take in every pool of a name.
fn bound(it: &mut LabModel<'_>, name: &Text, demand: &Demand, ran: &impl Fn(&str) -> bool) {
    let pools: Vec<(usize, Pool, Bytes)> = (0..it.hosts.len())
        .filter_map(|number| {
            let mut pools = it.hosts[number].entry().machine.pools.iter();
            let pool = pools.find(|pool| pool.name.value == *name)?;
            Some((number, pool.clone(), pool.size.value()?))
        })
        .collect();
    if pools.is_empty() {
        return;
    }
    let all = it.resource(&demand.all);
    let thick = it.resource(&demand.thick);
    let unless_thin = it.resource(&demand.unless_thin);
    let ratio = it.insight.thresholds().thin_ratio;
    for (number, pool, size) in pools {
        let host = id(*it.hosts[number]);
        let at = pool.size.at().unwrap_or(pool.name.span);
        let is_thin = is_thin(Store::Pool(*it.hosts[number], &pool));
        // What takes its room at once, and what is not known to take it only as it fills.
        let (at_once, at_once_tally) = match is_thin {
            Some(false) => (unless_thin, &demand.unless_thin),
            _ => (thick, &demand.thick),
        };
        let (not_thin, not_thin_tally) = match is_thin {
            Some(true) => (thick, &demand.thick),
            _ => (unless_thin, &demand.unless_thin),
        };
        let mut bound = |kind, resource: Resource, tally: &SplitUsage, room: u64, when| {
            let limit = it.limit(kind, at);
            it.model.capacity(CapacityLimit {
                limit,
                hosts: vec![number],
                resource,
                at_most: room.saturating_sub(tally.stays(number)),
                when,
                on_the_way: Transit::Free,
            });
        };
        if ran("storage-exhausted") {
            let kind = LimitKind::Room(host, name.clone());
            bound(kind, at_once, at_once_tally, size.0, None);
        }
        if ran("storage-overcommitted") {
            let kind = || LimitKind::Growth(host, name.clone());
            let mixed = (not_thin_tally.stays(number) == 0).then_some(not_thin);
            bound(kind(), all, &demand.all, size.0, mixed);
            if mixed.is_some() {
                bound(kind(), all, &demand.all, scaled(size.0, ratio).max(size.0), None);
            }
        }
    }
}

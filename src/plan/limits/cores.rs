//! Cores: VMs have not too many together, and none has more than its host.

use super::{LabModel, SplitUsage, id};
use crate::insight::scaled;
use crate::plan::limit::LimitKind;
use crate::plan::model::{Ban, BanScope, CapacityLimit, Transit};

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    if !ran("vcpu-overcommitted") {
        return;
    }
    let mut cores = SplitUsage::default();
    for &vm in it.guests.iter().filter(|guest| guest.as_vm().is_some()) {
        cores.add(it.carrier(vm), vm.cores().map_or(0, |cores| cores.0.into()));
    }
    let resource = it.resource(&cores);
    let of = |guest: usize| cores.guests.get(&guest).copied().unwrap_or_default();
    let taken = cores.by_host(&it.model);
    let widest = cores.guests.values().copied().max().unwrap_or_default();
    let ratio = it.insight.thresholds().vcpu_per_core;
    for (number, taken) in taken.into_iter().enumerate() {
        let host = it.hosts[number];
        let Some(own) = host.cores().map(|cores| u64::from(cores.0)).filter(|own| *own > 0) else {
            continue;
        };
        let at = host.cpu.at().unwrap_or(host.place());
        let limit = it.limit(LimitKind::Cores(id(*host)), at);
        let load = u64::from(it.insight.loads().load(*host).cores.0);
        let stays = load.saturating_sub(taken);
        it.model.capacity(CapacityLimit {
            limit,
            hosts: vec![number],
            resource,
            at_most: own.max(scaled(own, ratio)).saturating_sub(stays),
            when: None,
            on_the_way: Transit::Room,
        });
        if widest > own {
            let hosts = (0..it.hosts.len()).map(|other| other == number).collect();
            let wide: Vec<usize> = (0..it.guests.len()).filter(|&guest| of(guest) > own).collect();
            it.model.ban(Ban { limit: Some(limit), hosts, holds: BanScope::Staying }, wide);
        }
    }
}

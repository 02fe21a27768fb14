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
    let ratio = it.insight.thresholds().vcpu_per_core;
    for number in 0..it.hosts.len() {
        let host = it.hosts[number];
        let Some(own) = host.cores().map(|cores| u64::from(cores.0)).filter(|own| *own > 0) else {
            continue;
        };
        let at = host.cpu.at().unwrap_or(host.place());
        let limit = it.limit(LimitKind::Cores(id(*host)), at);
        let load = u64::from(it.insight.loads().load(*host).cores.0);
        let guests = it.model.guests.iter().enumerate();
        let taken: u64 = guests.filter(|(_, it)| it.now == number).map(|(it, _)| of(it)).sum();
        let stays = load.saturating_sub(taken);
        it.model.capacity(CapacityLimit {
            limit,
            hosts: vec![number],
            resource,
            at_most: own.max(scaled(own, ratio)).saturating_sub(stays),
            when: None,
            on_the_way: Transit::Room,
        });
        let hosts = (0..it.hosts.len()).map(|other| other == number).collect();
        let wide: Vec<usize> = (0..it.guests.len()).filter(|&guest| of(guest) > own).collect();
        if !wide.is_empty() {
            it.model.ban(Ban { limit: Some(limit), hosts, holds: BanScope::Staying }, wide);
        }
    }
}

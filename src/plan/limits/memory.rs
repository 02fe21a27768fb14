//! Memory: what guests are guaranteed fits, and no host comes to promise more than it should.

use super::{HostMemory, LabModel, SplitUsage, id};
use crate::insight::{OwnMemory, scaled};
use crate::lab::{Bytes, System};
use crate::plan::limit::LimitKind;
use crate::plan::model::{CapacityLimit, Transit};

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    let (mut least, mut most) = (SplitUsage::default(), SplitUsage::default());
    let loads = it.insight.loads();
    for &guest in &it.guests {
        let demand = loads.demand(guest);
        least.add(it.carrier(guest), demand.least.0);
        most.add(it.carrier(guest), demand.most.0);
    }
    let (least_taken, most_taken) = (least.by_host(&it.model), most.by_host(&it.model));
    let (guaranteed, promised) = (it.resource(&least), it.resource(&most));
    for (&guest, &amount) in &most.guests {
        it.model.guests[guest].copied = amount;
    }
    let overcommit = it.insight.thresholds().memory_overcommit;
    for number in 0..it.hosts.len() {
        let host = it.hosts[number];
        let Some(memory) = memory(*host).filter(|_| host.runs()) else { continue };
        let load = loads.load(*host).memory;
        let at = host.memory.at().unwrap_or(host.place());
        let stays = load.least.0 - least_taken[number] + host.reserved_memory().0;
        it.memory[number] = Some(HostMemory { total: memory.0, stays });
        if ran("memory-exhausted") {
            let limit = it.limit(LimitKind::Memory(id(*host)), at);
            let at_most = memory.0.saturating_sub(stays);
            it.model.capacity(CapacityLimit {
                limit,
                hosts: vec![number],
                resource: guaranteed,
                at_most,
                when: None,
                on_the_way: Transit::Room,
            });
        }
        let (room, own) = (scaled(memory.0, overcommit), OwnMemory::of(*host).all.0);
        let is_exhausted = load.least + host.reserved_memory() > memory;
        let promises_too_much = !is_exhausted && load.most.0.saturating_add(own) > room;
        if ran("memory-overcommitted") && !promises_too_much {
            let limit = it.limit(LimitKind::Promised(id(*host)), at);
            let stays = load.most.0 - most_taken[number] + own;
            it.model.capacity(CapacityLimit {
                limit,
                hosts: vec![number],
                resource: promised,
                at_most: room.saturating_sub(stays),
                when: None,
                on_the_way: Transit::Free,
            });
        }
    }
}

fn memory(machine: System<'_>) -> Option<Bytes> {
    machine.memory.as_ref()?.max
}

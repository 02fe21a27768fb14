//! Who may go where at all: not to what is off or of another make, and as the owner asks for.

use super::{LabModel, id};
use crate::lab::{Arch, Migration, System, Text};
use crate::plan::limit::LimitKind;
use crate::plan::model::BanScope;
use crate::plan::request::PlanRequest;

pub(super) fn add(it: &mut LabModel<'_>, request: &PlanRequest) {
    alike(it);
    stay(it, request);
    for &drained in &request.drain {
        let Some(number) = it.hosts.iter().position(|host| id(**host) == drained) else { continue };
        let limit = it.limit(LimitKind::Drain(drained), it.hosts[number].place());
        it.only_on(0..it.guests.len(), |host| host != number, Some(limit), BanScope::Staying);
    }
}

/// What a guest can be given to: the hypervisor, and the architecture.
type Make = (Option<String>, Option<Arch>);

/// Guests go to hosts that run, with the same hypervisor and processor architecture.
fn alike(it: &mut LabModel<'_>) {
    let lab_hosts = it.hosts.clone();
    let mut groups: Vec<(Make, Vec<usize>)> = Vec::new();
    for guest in 0..it.guests.len() {
        let now = lab_hosts[it.model.guests[guest].now];
        let arch = architecture(it.guests[guest]).or_else(|| architecture(*now));
        let make = (hypervisor(*now), arch);
        match groups.iter_mut().find(|(known, _)| *known == make) {
            Some((_, guests)) => guests.push(guest),
            None => groups.push((make, vec![guest])),
        }
    }
    for ((product, arch), guests) in groups {
        let allowed = |host: usize| {
            let host = lab_hosts[host];
            let other = arch.zip(architecture(*host)).is_some_and(|(own, there)| own != there);
            host.runs() && hypervisor(*host) == product && !other
        };
        it.only_on(guests, allowed, None, BanScope::Going);
    }
}

fn hypervisor(host: System<'_>) -> Option<String> {
    let product = host.entry().machine.hypervisor.as_ref()?.product.as_deref()?;
    Some(product.to_ascii_lowercase())
}

fn architecture(system: System<'_>) -> Option<Arch> {
    system.entry().nature.arch.value()
}

/// Guests stay that cannot move, or that somebody wants to keep where they are.
fn stay(it: &mut LabModel<'_>, request: &PlanRequest) {
    for guest in 0..it.guests.len() {
        let system = it.guests[guest];
        let now = it.model.guests[guest].now;
        let migration = system.entry().running.migration.as_ref();
        if let Some(none) = migration.filter(|it| it.value == Migration::None) {
            let limit = it.limit(LimitKind::Migration(id(system)), none.span);
            it.only_on([guest], |host| host == now, Some(limit), BanScope::Staying);
        }
        if request.keep.contains(&id(system)) {
            let limit = it.limit(LimitKind::Keep(id(system)), system.runs_on_span());
            it.only_on([guest], |host| host == now, Some(limit), BanScope::Staying);
        }
        let choice = &system.entry().runs_on;
        if choice.len() > 1 {
            let names: Vec<&Text> = choice.iter().map(|name| &name.value).collect();
            let hosts = it.hosts.clone();
            let allowed = |host: usize| names.iter().any(|name| **name == *hosts[host].name());
            let limit = it.limit(LimitKind::Choice(id(system)), system.runs_on_span());
            it.only_on([guest], allowed, Some(limit), BanScope::Staying);
        }
    }
}

//! Agents: what watches or serves the machine it runs on, and so belongs to that machine.

use super::Quality;
use super::known::{Fact, Knowledge};
use crate::lab::Namespace;
use crate::software::{Form, Role};

/// What says that it is an agent of the machine it runs on.
///
/// What has a system of its own serves no other, and what Kubernetes runs belongs to its cluster.
pub(super) fn agent(known: &Knowledge<'_>) -> Option<Fact<&'static str>> {
    let system = known.system;
    let runs_on_one = system.on().is_some() || system.on_cluster().is_some();
    if !runs_on_one || known.is_pod || system.is_guest() {
        return None;
    }
    by_role(known).or_else(|| by_product(known)).or_else(|| by_processes(known))
}

fn by_role(known: &Knowledge<'_>) -> Option<Fact<&'static str>> {
    let Fact { it: role, quality, at } = known.role?;
    let is_agent = match role {
        Role::Agent => known.states_role(),
        // What watches the power supply shuts its machine down; what only shows it comes as an image.
        Role::Power => known.product.is_none_or(|product| product.it.form != Form::Image),
        _ => false,
    };
    is_agent.then_some(Fact { it: role.name(), quality, at })
}

fn by_product(known: &Knowledge<'_>) -> Option<Fact<&'static str>> {
    let Fact { it: product, quality, at } = known.product?;
    // A system container around something that serves others as well was made for it.
    let in_container = known.system.on().is_some_and(|below| below.is_system_container());
    let is_agent = product.belongs_to_machine() && (product.role == Role::Agent || !in_container);
    is_agent.then_some(Fact { it: "agent", quality, at })
}

fn by_processes(known: &Knowledge<'_>) -> Option<Fact<&'static str>> {
    let mut namespaces = known.system.entry().isolation.host_namespaces.iter();
    let pid = namespaces.find(|namespace| namespace.value == Namespace::Pid)?;
    Some(Fact { it: "sees the host's processes", quality: Quality::Derived, at: pid.span })
}

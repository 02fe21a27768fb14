//! Something is started before what it needs to start.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "start-order-inverted",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::CONTAINERS_ARE_REPRODUCIBLE],
    sources: &[authority::PROXMOX_VMS],
    page: include_str!("start_order_inverted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    // Most labs have no order at all.
    if !case.lab.systems().any(|system| system.running.start_order.is_some()) {
        return;
    }
    let mut told: Vec<(usize, usize)> = Vec::new();
    for system in case.lab.systems().filter(|system| system.runs()) {
        for (need, needed) in case.graph().dependencies(system) {
            let Some((early, late)) = side_by_side(system, needed) else { continue };
            let pair = (early.id(), late.id());
            if !need.holds_up() || told.contains(&pair) || !is_inverted(early, late) {
                continue;
            }
            told.push(pair);
            tell(system, needed, early, late, out);
        }
    }
}

/// What carries the two on the machine that both are on, so that one order holds for both.
fn side_by_side<'a>(one: System<'a>, other: System<'a>) -> Option<(System<'a>, System<'a>)> {
    one.stack().find_map(|left| {
        let machine = left.on()?;
        let right = other.stack().find(|right| right.on() == Some(machine))?;
        (left != right).then_some((left, right))
    })
}

/// True if the first starts before the second. On Proxmox VE, what has no number comes after all that have.
fn is_inverted(early: System<'_>, late: System<'_>) -> bool {
    let order = |system: System<'_>| Some(system.entry().running.start_order.as_ref()?.value);
    let on_proxmox = early.host().and_then(|host| host.hypervisor()) == Some("proxmox");
    match (order(early), order(late)) {
        (Some(first), Some(second)) => first < second,
        (Some(_), None) => on_proxmox && late.runs(),
        _ => false,
    }
}

fn tell(
    system: System<'_>,
    needed: System<'_>,
    early: System<'_>,
    late: System<'_>,
    out: &mut Findings,
) {
    let at = early.running.start_order.as_ref().map_or(early.place(), |order| order.span);
    let why = if system == early && needed == late {
        "which it needs".to_owned()
    } else {
        format!("though `{}` needs `{}`", system.name(), needed.name())
    };
    let message = format!("`{}` starts before `{}`, {why}", early.name(), late.name());
    let finding = out.report(early, at, message);
    match late.running.start_order.as_ref() {
        Some(order) => finding.label(order.span, format!("`{}` comes later", late.name())),
        None => finding.label(late, "without an order it starts after all that have one"),
    };
    finding.help(format!(
        "give `{}` a lower `start_order` than `{}`; if it can wait for it, say `when: run` in `depends_on`",
        late.name(),
        early.name()
    ));
}

//! A plan repairs what it says, breaks nothing, and can be carried out step by step.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use labctl::check::{Checked, Outcome, check};
use labctl::finding::{Level, Subject, SystemId};
use labctl::lab::{Move, System};
use labctl::plan::{PlanRequest, PlanStatus, Survival, Way, plan};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::rules::rule;
use proptest::collection::{btree_set, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::{always, sources};

/// A host, as it is written.
fn host() -> impl Strategy<Value = String> {
    let device = weighted(0.5, select(vec!["[{name: gpu}]", "[{name: gpu, count: 2}]", "[]"]));
    let pool = weighted(
        0.6,
        select(vec![
            "{ssd: {size: 100GiB}}",
            "{ssd: {size: 60GiB, thin: true}}",
            "{hdd: {size: 1TiB}}",
        ]),
    );
    (select(vec![8, 16, 24]), select(vec![2, 4]), device, pool, any::<bool>()).prop_map(
        |(memory, cores, device, pool, ups)| {
            let mut text = format!("hypervisor: proxmox, memory: {memory}GiB, cpu: {cores}");
            if let Some(device) = device {
                let _ = write!(text, ", devices: {device}");
            }
            if let Some(pool) = pool {
                let _ = write!(text, ", storage: {pool}");
            }
            if ups {
                text.push_str(", failure_domain: {ups: left}");
            }
            text
        },
    )
}

/// A guest without its host.
fn guest() -> impl Strategy<Value = String> {
    let kind = select(vec!["", ", engine: lxc"]);
    let device = weighted(0.2, select(vec!["[gpu]", "[{name: gpu, mode: passthrough}]"]));
    let disk = weighted(
        0.4,
        select(vec!["{size: 40GiB, storage: ssd}", "{size: 30GiB, storage: ssd, thin: true}"]),
    );
    let extra = weighted(
        0.4,
        select(vec![
            "ha: true",
            "migration: none",
            "migration: offline",
            "status: stopped",
            "role: dns",
        ]),
    );
    (kind, 1_u32..9, select(vec![1, 2, 6]), device, disk, extra).prop_map(
        |(kind, memory, cores, device, disk, extra)| {
            let mut text = format!("memory: {memory}GiB, cpu: {cores}{kind}");
            for (key, value) in [("devices", device), ("disks", disk)] {
                if let Some(value) = value {
                    let value =
                        if key == "disks" { format!("[{value}]") } else { value.to_owned() };
                    let _ = write!(text, ", {key}: {value}");
                }
            }
            if let Some(extra) = extra {
                let _ = write!(text, ", {extra}");
            }
            text
        },
    )
}

/// A lab that may be out of order.
fn lab() -> impl Strategy<Value = String> {
    let guests = vec((guest(), 0_usize..4), 1..9);
    let group = || weighted(0.4, btree_set(0_usize..8, 2..4));
    (
        vec(host(), 2..5),
        guests,
        group(),
        group(),
        weighted(0.3, (0_usize..8, 0_usize..4)),
        any::<bool>(),
    )
        .prop_map(|(hosts, guests, apart, together, pinned, by_ups)| {
            let count = hosts.len();
            let mut text = "hosts:\n".to_owned();
            for (number, host) in hosts.iter().enumerate() {
                let _ = writeln!(text, "  h{number}: {{{host}}}");
            }
            let names: Vec<String> = (0..count).map(|it| format!("h{it}")).collect();
            let _ = writeln!(
                text,
                "clusters:\n  home: {{kind: proxmox, members: [{}]}}",
                names.join(", ")
            );
            for (section, engine) in [("vms", false), ("containers", true)] {
                let here =
                    guests.iter().enumerate().filter(|(_, it)| it.0.contains("engine") == engine);
                let _ = writeln!(
                    text,
                    "{section}:{}",
                    if here.clone().count() == 0 { " {}" } else { "" }
                );
                for (number, (guest, host)) in here {
                    let _ = writeln!(text, "  g{number}: {{runs_on: h{}, {guest}}}", host % count);
                }
            }
            text.push_str("placement:\n");
            let across = if by_ups { ", across: ups" } else { "" };
            for (key, group) in [("apart", apart), ("together", together)] {
                let Some(group) = group else { continue };
                let members: Vec<String> = group
                    .into_iter()
                    .filter(|it| *it < guests.len())
                    .map(|it| format!("g{it}"))
                    .collect();
                if members.len() > 1 {
                    let _ = writeln!(
                        text,
                        "  {key}: [{{workloads: [{}]{across}}}]",
                        members.join(", ")
                    );
                }
            }
            if let Some((guest, host)) = pinned.filter(|(guest, _)| *guest < guests.len()) {
                let _ = writeln!(
                    text,
                    "  pinned: [{{workloads: [g{guest}], to: [h{}]}}]",
                    host % count
                );
            }
            text
        })
}

fn judged(text: &str) -> Outcome {
    check(sources(text), &Files::default(), &Settings::default())
}

/// What is wrong with a lab that a plan looks at: the rule, and what it is about.
fn troubles(checked: &Checked) -> Vec<(&'static str, Vec<Subject>)> {
    let families = ["capacity", "placement", "resilience"];
    // A plan may cost the survival of a failure, and says so; and who comes home cannot move from there.
    let free = ["failover-does-not-fit", "movable-but-pinned"];
    let counts = |name: &str| {
        let family = rule(name).map(|rule| rule.family().name);
        family.is_some_and(|family| families.contains(&family)) && !free.contains(&name)
    };
    let findings = checked.findings.iter().filter(|it| it.level >= Level::Warning);
    findings.filter(|it| counts(it.rule)).map(|it| (it.rule, it.subjects.clone())).collect()
}

#[test]
fn a_plan_breaks_nothing_and_repairs_what_it_is_for() {
    always((lab(), any::<bool>()), |(text, survive)| {
        let outcome = judged(&text);
        let checked = &outcome.labs[0];
        let survive = if survive { Survival::EachHost } else { Survival::Any };
        let request = PlanRequest { survive, ..PlanRequest::default() };
        let plan = plan(checked, &request, &Settings::default());
        assert!(plan.new_findings.is_empty(), "{:?}\n{text}", plan.new_findings);
        if plan.status != PlanStatus::Optimal {
            return;
        }
        let moves: Vec<Move> =
            plan.placement.iter().map(|&(guest, to)| Move { guest, to }).collect();
        let after = checked.with(&moves, &Settings::default());
        let before = troubles(checked);
        for trouble in troubles(&after) {
            assert!(before.contains(&trouble), "{trouble:?} is new\n{text}");
        }
        let repaired: Vec<&str> = plan.moves.iter().flat_map(|it| it.because.clone()).collect();
        let firm = ["memory-exhausted", "affinity-violated", "quorum-on-one-host"];
        for (rule, _) in troubles(&after) {
            let is_gone = !firm.contains(&rule) || !repaired.contains(&rule);
            assert!(is_gone, "{rule} is still there\n{text}");
        }
        if survive == Survival::EachHost {
            assert!(plan.survives.iter().all(|it| it.left.is_empty()), "{text}");
        }
        // Once it is done, there is nothing left to do.
        let again = labctl::plan::plan(&after, &request, &Settings::default());
        assert_eq!(again.status, PlanStatus::NothingToDo, "{text}");
    });
}

#[test]
fn every_step_leaves_room_for_who_arrives() {
    always(lab(), |text| {
        let outcome = judged(&text);
        let checked = &outcome.labs[0];
        let request = PlanRequest { drain: vec![SystemId::new(0)], ..PlanRequest::default() };
        let plan = plan(checked, &request, &Settings::default());
        let lab = checked.lab();
        let loads = checked.insight.loads();
        let mut at: BTreeMap<SystemId, SystemId> =
            lab.systems().filter_map(|system| Some((system.into(), system.on()?.into()))).collect();
        for guest in &plan.without_place {
            at.remove(guest);
        }
        let least = |guest: &SystemId| loads.demand(lab.system_at(guest.index())).least.0;
        let counts = |guest: &SystemId| lab.system_at(guest.index()).runs_continuously();
        for step in 1..=plan.moves.last().map_or(0, |it| it.step) {
            let now: Vec<_> = plan.moves.iter().filter(|it| it.step == step).collect();
            for it in &now {
                assert_eq!(at.get(&it.guest), Some(&it.from), "{text}");
                assert!(it.way != Way::Live || lab.system_at(it.guest.index()).as_vm().is_some());
            }
            for host in lab.hosts() {
                let id = SystemId::from(*host);
                let leaves = |guest: &SystemId| {
                    now.iter().any(|it| it.guest == *guest && it.way != Way::Live)
                };
                let there =
                    at.iter().filter(|(guest, on)| **on == id && counts(guest) && !leaves(guest));
                let there: u64 = there.map(|(guest, _)| least(guest)).sum();
                let comes: Vec<u64> =
                    now.iter().filter(|it| it.to == id).map(|it| least(&it.guest)).collect();
                let Some(memory) = memory_of(*host) else { continue };
                assert!(
                    comes.is_empty() || there + comes.iter().sum::<u64>() <= memory,
                    "step {step} on {}\n{text}",
                    host.name()
                );
            }
            now.iter().for_each(|it| {
                at.insert(it.guest, it.to);
            });
        }
        for (guest, host) in &plan.placement {
            assert_eq!(at.get(guest), Some(host), "{text}");
        }
    });
}

fn memory_of(host: System<'_>) -> Option<u64> {
    Some(host.memory.as_ref()?.value.max?.0)
}

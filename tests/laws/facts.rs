//! What a report says of failure, room and circles is what the rules say, and whether a rule speaks changes
//! no fact.

use std::collections::BTreeSet;

use labctl::check::Outcome;
use labctl::finding::{Finding, Level, Subject};
use labctl::policy::Settings;
use labctl::report::View;
use labctl::report::placement::{FORMATS, LabReport, Report};
use labctl::rules::FAMILIES;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::labs::yaml;
use crate::{always, check, lab};

#[test]
fn a_report_and_the_rules_say_the_same_of_a_failure() {
    always(clusters(), |inventory| {
        let text = yaml(&inventory);
        let outcome = check(&text);
        let report = Report::of(&outcome, &Settings::default());
        let placement = &report.labs[0];
        for failure in placement.failures {
            let by_rule = |rule| about(&outcome, rule, failure.host);
            let is_full = by_rule("failover-does-not-fit");
            if is_full {
                assert_eq!(failure.survived, Some(false), "{failure:?} in\n{text}");
            }
            if failure.room == Some(false) {
                assert!(is_full, "{failure:?} in\n{text}");
            }
            for guest in lab(&outcome).lab().system_at(failure.host).guests() {
                let is_to_restart = guest.running.ha.as_ref().is_some_and(|ha| ha.value);
                if !is_to_restart || !guest.runs() {
                    continue;
                }
                let restarts = failure.restarts.contains(&guest.id());
                let is_live = guest.running.migration.is_some();
                let is_held = about(&outcome, "ha-cannot-fail-over", guest.id())
                    || (!is_live && about(&outcome, "movable-but-pinned", guest.id()));
                assert!(!(restarts && is_held), "{} in {failure:?} in\n{text}", guest.name());
                if !is_live && hosts(placement) > 1 {
                    assert!(restarts || is_held, "{} in {failure:?} in\n{text}", guest.name());
                }
            }
        }
    });
}

#[test]
fn a_report_and_the_rules_see_the_same_circles() {
    always(clusters(), |inventory| {
        let text = yaml(&inventory);
        let outcome = check(&text);
        let report = Report::of(&outcome, &Settings::default());
        let shown: BTreeSet<Vec<usize>> = report.labs[0].recovery.circles.iter().cloned().collect();
        // What is only set up in a circle can start.
        let starts = |it: &&Finding| {
            it.rule == "dependency-cycle"
                || (it.rule == "bootstrap-cycle" && it.level == Level::Error)
        };
        let told: BTreeSet<Vec<usize>> =
            lab(&outcome).findings.iter().filter(starts).map(systems).collect();
        assert_eq!(shown, told, "in\n{text}");
    });
}

#[test]
fn a_rule_that_is_off_or_excused_changes_no_fact() {
    let rules = FAMILIES.iter().flat_map(|family| family.rules).filter(|rule| !rule.level.firm);
    let rules: Vec<&str> = rules.map(|rule| rule.name).collect();
    always((clusters(), select(rules), any::<Index>()), |(plain, rule, aim)| {
        let before = facts(&check(&yaml(&plain)));
        let mut off = plain.clone();
        off["policy"] = json!({"rules": {rule: "off"}});
        assert_eq!(facts(&check(&yaml(&off))), before, "without {rule} in\n{}", yaml(&plain));
        let mut excused = plain.clone();
        let vms = excused["vms"].as_object_mut().expect("VMs are a map");
        let names: Vec<String> = vms.keys().cloned().collect();
        vms[aim.get(&names)]["allow"] = json!([{"rule": rule, "reason": "for the law"}]);
        assert_eq!(facts(&check(&yaml(&excused))), before, "{rule} excused in\n{}", yaml(&plain));
    });
}

/// All that a report says but what was found, where, and in which text.
fn facts(outcome: &Outcome) -> Value {
    let report = Report::of(outcome, &Settings::default());
    let json = FORMATS.iter().find(|format| format.name == "json").expect("it is in the table");
    let mut bytes = Vec::new();
    (json.write)(&report, &View::default(), &mut bytes).expect("a vector takes all");
    let mut facts: Value = serde_json::from_slice(&bytes).expect("it is JSON");
    facts["digest"].take();
    for lab in facts["labs"].as_array_mut().expect("labs are a list") {
        for found in ["allowances", "findings", "inputs", "rules"] {
            lab[found].take();
        }
        let figures = lab["summary"]["figures"].as_array_mut().expect("figures are a list");
        figures.retain(|figure| figure["name"] != "findings");
        for found in ["allowed", "findings", "sentence"] {
            lab["summary"][found].take();
        }
        for system in lab["systems"].as_array_mut().expect("systems are a list") {
            system["findings"].take();
            system["worst"].take();
        }
    }
    facts
}

/// True if a rule found something about a system in particular.
fn about(outcome: &Outcome, rule: &str, system: usize) -> bool {
    lab(outcome).findings.iter().any(|it| it.rule == rule && systems(it).contains(&system))
}

fn systems(finding: &Finding) -> Vec<usize> {
    let system = |subject: &Subject| match subject {
        Subject::System(id) => Some(id.index()),
        _ => None,
    };
    finding.subjects.iter().filter_map(system).collect()
}

fn hosts(placement: &LabReport<'_>) -> usize {
    placement.failures.len()
}

/// Clusters of hypervisors whose guests are restarted, moved, kept apart, and wait for each other.
fn clusters() -> impl Strategy<Value = Value> {
    (vec(host(), 1..4), vec(guest(), 1..6), vec(need(), 0..5), vec(container(), 0..3), rules()).prop_map(
        |(hosts, guests, needs, containers, (witness, rules))| {
            let members: Vec<String> = (0..hosts.len()).map(|at| format!("pve{at}")).collect();
            let mut cluster = json!({"kind": "proxmox", "members": members});
            if witness {
                cluster["witness"] = json!("external:vote");
            }
            let mut inventory = json!({
                "clusters": {"pve": cluster, "apps": {"kind": "kubernetes", "members": ["vm0", "vm1"]}},
                "hosts": named("pve", hosts),
                "storage": {
                    "shared": {"on": ["vm0"], "path": "/mnt/shared"},
                    "twice": {"on": ["vm1", "pve0"]},
                },
                "vms": named("vm", guests),
                "containers": named("app", containers),
                "placement": rules,
            });
            for (from, need) in needs {
                let entries = inventory[if from < 3 { "hosts" } else { "vms" }].as_object_mut();
                let mut entries: Vec<_> = entries.expect("it is a map").iter_mut().collect();
                let count = entries.len();
                let entry = entries[from % count].1.as_object_mut().expect("an entry is a map");
                let needs = entry.entry("depends_on").or_insert_with(|| json!([]));
                needs.as_array_mut().expect("needs are a list").push(need);
            }
            inventory
        },
    )
}

fn named(what: &str, entries: Vec<Value>) -> Value {
    let named = entries.into_iter().enumerate().map(|(at, entry)| (format!("{what}{at}"), entry));
    Value::Object(named.collect())
}

fn host() -> impl Strategy<Value = Value> {
    let devices = weighted(0.5, select(vec![json!([{"name": "card", "kind": "pci"}]), json!([])]));
    let pools = weighted(0.5, select(vec![json!({"fast": "1TB"}), json!({"slow": "1TB"})]));
    (weighted(0.7, size(8..33)), weighted(0.5, 1..9_u32), devices, pools).prop_map(
        |(memory, cpu, devices, storage)| {
            entry([
                ("hypervisor", Some(json!("proxmox"))),
                ("memory", memory),
                ("cpu", cpu.map(Value::from)),
                ("devices", devices),
                ("storage", storage),
            ])
        },
    )
}

fn guest() -> impl Strategy<Value = Value> {
    let on = (0..3).prop_map(|at| json!(format!("pve{at}")));
    let device = weighted(0.2, Just(json!(["card"])));
    let migration = weighted(0.2, Just(json!("live")));
    let status = weighted(0.1, select(vec![json!("stopped"), json!("planned")]));
    let disk = select(vec!["fast", "slow", "shared", "twice"]);
    let disk = weighted(0.3, disk.prop_map(|pool| json!({"size": "10GB", "storage": pool})));
    let of = (weighted(0.8, size(1..25)), weighted(0.7, Just(json!(true))));
    (on, of, device, migration, status, disk).prop_map(
        |(on, (memory, ha), devices, migration, status, disk)| {
            entry([
                ("runs_on", Some(on)),
                ("memory", memory),
                ("ha", ha),
                ("devices", devices),
                ("migration", migration),
                ("status", status),
                ("disk", disk),
            ])
        },
    )
}

fn container() -> impl Strategy<Value = Value> {
    let on = select(vec!["vm0", "vm1", "apps", "pve0"]).prop_map(Value::from);
    let volumes = weighted(0.3, Just(json!(["/mnt/shared/data:/data"])));
    let needs = weighted(0.5, place().prop_map(|on| json!([on])));
    (on, volumes, needs).prop_map(|(on, volumes, needs)| {
        entry([("runs_on", Some(on)), ("volumes", volumes), ("depends_on", needs)])
    })
}

/// Which host or VM needs what.
fn need() -> impl Strategy<Value = (usize, Value)> {
    let when = select(vec!["boot", "boot", "run", "deploy"]);
    let need = (place(), when, any::<bool>()).prop_map(|(on, when, optional)| {
        json!({"name": on, "when": when, "optional": optional && when == "boot"})
    });
    (0..8_usize, need)
}

fn place() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (0..6).prop_map(|at| format!("vm{at}")),
        2 => (0..3).prop_map(|at| format!("app{at}")),
        1 => (0..3).prop_map(|at| format!("pve{at}")),
        1 => Just("apps".to_owned()),
    ]
}

/// Whether there is a witness, and the rules of placement.
fn rules() -> impl Strategy<Value = (bool, Value)> {
    let apart = weighted(0.4, Just(json!([["vm0", "vm1"]])));
    let pinned = weighted(0.3, Just(json!([{"workloads": ["vm2"], "to": ["pve0"]}])));
    (any::<bool>(), apart, pinned).prop_map(|(witness, apart, pinned)| {
        (witness, entry([("apart", apart), ("pinned", pinned)]))
    })
}

fn size(of: std::ops::Range<u32>) -> impl Strategy<Value = Value> {
    of.prop_map(|size| json!(format!("{size}GiB")))
}

/// An entry of the fields that are there.
fn entry<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let stated = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(stated.collect::<Map<_, _>>())
}

//! What holds for every verdict: it does not hang on exact weights, and it shows where it comes from.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use labctl::check::{Outcome, check};
use labctl::claim::CLAIMS;
use labctl::lab::Profile;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;
use labctl::verdict::{
    Brief, CONSTRAINTS, Conclusion, Confidence, Criteria, Flip, SIGNALS, Verdict, conclude, judge,
};

#[path = "../benches/labelled.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod labelled;

const TABLE: &str = include_str!("../benches/labelled.csv");

/// However the weights are changed by up to 30 %, no verdict that is at least medium changes sides.
#[test]
fn exact_weights_do_not_matter() {
    let outcome = labelled::checked(&labelled::rows(TABLE), true, true);
    let lab = &outcome.labs[0];
    let settled = |verdict: &Verdict<'_>| {
        let brief = verdict.brief;
        brief.confidence >= Confidence::Medium && verdict.proofs.is_empty()
    };
    let verdicts: Vec<Verdict<'_>> = lab
        .lab()
        .workloads()
        .map(|workload| judge(workload, Criteria::default()))
        .filter(settled)
        .collect();
    assert!(verdicts.len() >= 25, "the table should settle more than {}", verdicts.len());

    let marks: usize = SIGNALS.iter().map(|signal| signal.scale.len()).sum();
    let factors =
        prop::collection::vec((700_u16..1300).prop_map(|it| f32::from(it) / 1000.0), marks);
    TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(1_000) })
        .run(&factors, |factors| {
            for verdict in &verdicts {
                let mut evidence = verdict.evidence.clone();
                for line in &mut evidence {
                    line.points *= factors[mark_of(line.signal.name, line.points)];
                }
                let now = conclude(&evidence).outcome;
                let same = now == verdict.brief.outcome;
                prop_assert!(same, "{} became {now}: {verdict:?}", verdict.workload.name());
            }
            Ok(())
        })
        .expect("no weight decides by itself");
}

/// The number of the mark that a line of evidence was worth.
fn mark_of(signal: &str, points: f32) -> usize {
    let all = SIGNALS.iter().flat_map(|signal| signal.scale.iter().map(move |mark| (signal, mark)));
    let mut numbered = all.enumerate();
    let found = numbered
        .find(|(_, (it, mark))| it.name == signal && mark.points.total_cmp(&points).is_eq());
    found.expect("every line is on a scale").0
}

/// The labels of our own table are met: all that is sure is right, and nearly all else.
#[test]
fn labels_are_met() {
    let rows = labelled::rows(TABLE);
    let judged = labelled::judged(&rows, true, true);
    let mut wrong = Vec::new();
    for (row, judged) in rows.iter().zip(&judged).filter(|(row, _)| row.label != "contested") {
        if row.label != judged.verdict {
            assert!(judged.confidence != "high", "{} is surely a {}", row.name, row.label);
            wrong.push(row.name.as_str());
        }
    }
    assert!(wrong.len() * 20 <= rows.len(), "more than one in twenty is wrong: {wrong:?}");
}

/// What the owner declared a workload to be changes nothing of its verdict.
#[test]
fn the_declared_kind_is_no_evidence() {
    let judged = |kind: &str| {
        let text = format!(
            "hosts: {{pve1: {{hypervisor: proxmox}}}}\n{kind}:\n  a: {{runs_on: pve1, role: dns, memory: 256MiB}}\n  \
             b: {{runs_on: pve1, os: openbsd}}\n  c: {{runs_on: pve1, lifetime: ephemeral, role: job}}\n"
        );
        let mut sources = Sources::default();
        sources.add("lab.yaml".to_owned(), text).expect("small");
        let outcome = check(sources, &Files::default(), &Settings::default());
        let lab = &outcome.labs[0];
        let briefs = lab.lab().workloads().map(|workload| lab.verdicts().brief(workload));
        briefs.map(|brief| (brief.outcome, brief.confidence)).collect::<Vec<_>>()
    };
    let vms = judged("vms");
    assert_eq!(vms, judged("containers"));
    assert_eq!(vms, judged("workloads"));
    assert_eq!(vms[1], (Conclusion::Vm, Confidence::Certain));
}

/// Each constraint and signal rests on claims that exist, and each mark names one.
#[test]
fn everything_cites_a_claim() {
    for constraint in CONSTRAINTS {
        assert!(!constraint.claims.is_empty(), "{} cites nothing", constraint.name);
    }
    for signal in SIGNALS {
        assert!(!signal.claims.is_empty(), "{} cites nothing", signal.name);
        for mark in signal.scale {
            assert!(CLAIMS.contains(&mark.claim), "{}: {} cites nothing", signal.name, mark.value);
        }
    }
}

/// What an owner states to be infrastructure, and no more, is never a container; nor is one weak sign a verdict.
#[test]
fn infrastructure_is_no_container() {
    let roles = "dns dhcp ntp identity pki vpn reverse-proxy load-balancer secrets tunnel backup storage \
                 router hypervisor container-host";
    for role in roles.split_whitespace() {
        let outcome = of_workload(&format!("{{runs_on: pve1, role: {role}}}")).outcome;
        assert!(matches!(outcome, Conclusion::Vm | Conclusion::Physical), "{role}: {outcome}");
    }
    for role in "monitoring logging siem git automation inventory unifi registry".split(' ') {
        let outcome = of_workload(&format!("{{runs_on: pve1, role: {role}}}")).outcome;
        assert_eq!(outcome, Conclusion::Either, "{role}");
    }
    for role in "application media photos web job".split(' ') {
        let outcome = of_workload(&format!("{{runs_on: pve1, role: {role}}}")).outcome;
        assert_eq!(outcome, Conclusion::Container, "{role}");
    }
    let exposed = of_workload("{runs_on: pve1, exposure: internet}");
    assert_eq!(exposed.outcome, Conclusion::Either);
    let at_work = of_workload("{runs_on: pve1, purpose: assistant with access to Proxmox}");
    assert_eq!(at_work.outcome, Conclusion::Container);
    let inside = of_workload("{runs_on: pve1, purpose: VM for Home Assistant OS}");
    assert_eq!(inside.outcome, Conclusion::Vm);
}

/// Agents belong to the machine they serve, wherever that is, and what has a system of its own serves none.
#[test]
fn agents_belong_to_their_machine() {
    for agent in [
        "{runs_on: pve1, role: agent}",
        "{runs_on: pve1, role: ups}",
        "{runs_on: pve1, image: 'prom/node-exporter:v1.9.0'}",
        "{runs_on: pve1, purpose: Netdata}",
        "{runs_on: pve1, image: 'example/watcher:1', host_namespaces: [pid]}",
    ] {
        assert_eq!(of_workload(agent).outcome, Conclusion::Host, "{agent}");
    }
    for other in
        ["{image: 'prom/node-exporter:v1.9.0'}", "{runs_on: k, engine: kubernetes, role: agent}"]
    {
        assert_ne!(of_workload(other).outcome, Conclusion::Host, "{other}");
    }
}

/// A change that is offered leads to what it promises.
#[test]
fn changes_keep_their_promise() {
    let starts = [
        "",
        "image: 'ghcr.io/example/thing:1'",
        "image: 'grafana/grafana:12.0.0'",
        "os: debian-13",
        "purpose: DNS for the house",
        "purpose: media server, memory: 24GiB",
        "lifetime: permanent",
        "role: dns",
        "role: application, exposure: internet",
        "architecture: monolith",
        "state: database, updates: weekly",
        "replicas: 3",
        "scaling: replicas",
        "devices: [{name: stick, kind: usb}]",
    ];
    let mut seen = 0;
    for start in starts {
        for strict in [false, true] {
            for (change, promised) in changes(start, strict) {
                let changed =
                    if start.is_empty() { change.clone() } else { without(start, &change) };
                let brief = judged(&format!("{{runs_on: pve1, {changed}}}"), strict);
                let told = (brief.outcome, brief.confidence);
                assert_eq!(told, (promised.outcome, promised.confidence), "{start} with {change}");
                let score = promised.score.unwrap_or(brief.score);
                assert!(
                    (score - brief.score).abs() < 0.01,
                    "{start} with {change}: {}",
                    brief.score
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "only {seen} changes were offered");
}

/// The fields with one changed: a second of the same name would be no YAML.
fn without(start: &str, change: &str) -> String {
    let field = change.split(':').next().expect("a field");
    let kept = start.split(", ").filter(|other| !other.starts_with(&format!("{field}:")));
    kept.chain([change]).collect::<Vec<_>>().join(", ")
}

fn changes(start: &str, strict: bool) -> Vec<(String, Flip)> {
    let outcome = of_lab(&format!("{{runs_on: pve1, {start}}}"), strict);
    let lab = &outcome.labs[0];
    let workload = lab.lab().workloads().next().expect("there is one workload");
    let flips = lab.verdicts().flips(&lab.verdicts().explain(workload));
    flips.into_iter().map(|flip| (flip.write.to_owned(), flip)).collect()
}

fn of_workload(fields: &str) -> Brief {
    judged(fields, false)
}

fn judged(fields: &str, strict: bool) -> Brief {
    let outcome = of_lab(fields, strict);
    let lab = &outcome.labs[0];
    let workload = lab.lab().workloads().next().expect("there is one workload");
    lab.verdicts().brief(workload)
}

fn of_lab(fields: &str, strict: bool) -> Outcome {
    let text = format!(
        "hosts: {{pve1: {{hypervisor: proxmox}}}}\nclusters: {{k: {{kind: k3s, members: [pve1]}}}}\n\
         workloads:\n  a: {fields}\n"
    );
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text).expect("small");
    let profile = if strict { Profile::Strict } else { Profile::Default };
    let settings = Settings { profile: Some(profile), ..Settings::default() };
    check(sources, &Files::default(), &settings)
}

/// A device that goes by its PCI address is a whole one, however the address is written.
#[test]
fn a_pci_address_is_a_whole_device() {
    for devices in [
        "['0000:01:00.0']",
        "'pci 01:00.0'",
        "[{name: 'pci:0000:01:00.0'}]",
        "[{address: '01:00.0', mode: passthrough}]",
    ] {
        assert_eq!(of_devices(devices), (Conclusion::Vm, Confidence::Certain), "{devices}");
    }
    for devices in ["[{name: '01:00.0', share: true}]", "[{name: '01:00.0', kind: usb}]"] {
        assert_ne!(of_devices(devices).1, Confidence::Certain, "{devices}");
    }
}

fn of_devices(devices: &str) -> (Conclusion, Confidence) {
    let brief = of_workload(&format!("{{runs_on: pve1, devices: {devices}}}"));
    (brief.outcome, brief.confidence)
}

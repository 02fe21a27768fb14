//! What holds for every verdict: it does not hang on exact weights, and it shows where it comes from.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use labctl::claim::CLAIMS;
use labctl::verdict::{
    CONSTRAINTS, Conclusion, Confidence, Criteria, SIGNALS, Verdict, conclude, judge,
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
    assert!(verdicts.len() > 30, "the table should settle more than {}", verdicts.len());

    let marks: usize = SIGNALS.iter().map(|signal| signal.scale.len()).sum();
    let factors = prop::collection::vec(0.7_f32..1.3, marks);
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
        let mut sources = labctl::source::Sources::default();
        sources.add("lab.yaml".to_owned(), text).expect("small");
        let settings = labctl::policy::Settings::default();
        let outcome = labctl::check::check(sources, &labctl::read::Files::default(), &settings);
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
    let text =
        format!("hosts: {{pve1:}}\nworkloads:\n  a: {{runs_on: pve1, devices: {devices}}}\n");
    let mut sources = labctl::source::Sources::default();
    sources.add("lab.yaml".to_owned(), text).expect("small");
    let settings = labctl::policy::Settings::default();
    let outcome = labctl::check::check(sources, &labctl::read::Files::default(), &settings);
    let lab = &outcome.labs[0];
    let brief = lab.lab().workloads().map(|workload| lab.verdicts().brief(workload)).next();
    let brief = brief.expect("there is one workload");
    (brief.outcome, brief.confidence)
}

//! What a report says of sockets, kinds, backups, owners and networks is what the rules say.

use std::collections::BTreeSet;

use labctl::check::Outcome;
use labctl::finding::Subject;
use labctl::insight::{Answer, Aspect};
use labctl::policy::Settings;
use labctl::report::placement::{LabReport, Report};

use crate::{always, check, every, lab};

/// What the rules of care find missing, and the answers that a report may give of it then.
const CARE: &[(&str, Aspect, &[Answer])] = &[
    ("no-backup", Aspect::Backup, &[Answer::Unknown]),
    ("single-copy-backup", Aspect::Backup, &[Answer::Yes]),
    ("restore-untested", Aspect::RestoreTested, &[Answer::No, Answer::Unknown]),
    ("not-observed", Aspect::Monitored, &[Answer::Unknown]),
    ("not-observed", Aspect::Logged, &[Answer::Unknown]),
    ("undocumented", Aspect::Documented, &[Answer::Unknown]),
    ("no-owner", Aspect::Owned, &[Answer::Unknown]),
];

#[test]
fn a_report_and_the_rules_say_the_same_of_care() {
    agree(|outcome, placement, text| {
        for &(rule, aspect, answers) in CARE {
            for system in found(outcome, rule) {
                let answer = placement.readiness.rows[system].cells[aspect as usize].answer;
                assert!(answers.contains(&answer), "{rule}: {aspect:?} {answer:?} in\n{text}");
            }
        }
    });
}

#[test]
fn a_report_and_the_rules_say_the_same_of_kinds() {
    agree(|outcome, placement, text| {
        let decisions: Vec<_> = placement.decisions.iter().collect();
        for rule in ["must-be-vm", "kind-mismatch", "contradictory-requirements"] {
            for system in found(outcome, rule) {
                let decision = decisions.iter().find(|it| it.system == system);
                let fits = decision.expect("each workload has one").fits;
                let declared = decision.and_then(|it| it.declared);
                assert!(fits != Some(true) || declared == Some("native"), "{rule} in\n{text}");
            }
        }
        let insight = &lab(outcome).insight;
        for decision in &decisions {
            let system = insight.lab().system_at(decision.system);
            let is_exposed = insight.tenants().is_exposed(system);
            assert!(!is_exposed || decision.fits == Some(false), "{} in\n{text}", system.name());
        }
    });
}

#[test]
fn a_report_and_the_rules_say_the_same_of_privileges() {
    agree(|outcome, placement, text| {
        for (rule, said) in [
            ("engine-socket-mounted", "controls its container engine"),
            ("privileged-container", "is privileged"),
            ("confinement-disabled", "runs without "),
        ] {
            let says = |says: &String| says.starts_with(said);
            let marked: BTreeSet<usize> = placement
                .security
                .marks
                .iter()
                .filter(|mark| mark.says.iter().any(says))
                .map(|mark| mark.system)
                .collect();
            assert!(found(outcome, rule).is_subset(&marked), "{rule} in\n{text}");
        }
    });
}

#[test]
fn a_report_counts_the_members_that_the_rules_see() {
    agree(|outcome, placement, text| {
        let insight = &lab(outcome).insight;
        for (network, segment) in insight.lab().networks().zip(&placement.security.segments) {
            let members = insight.members().of_network(network);
            assert_eq!(segment.members, members.len(), "{} in\n{text}", segment.name);
            let named = network.members().map(|system| system.id());
            let members: BTreeSet<usize> =
                insight.members().of_network(network).map(|(system, _)| system.id()).collect();
            assert!(named.collect::<BTreeSet<_>>().is_subset(&members), "{text}");
        }
    });
}

/// Labs in which the two contradicted each other.
#[test]
fn contradictions_are_gone() {
    let tenant = "hosts: {pve1: {hypervisor: proxmox}}\n\
                  containers: {judge: {runs_on: pve1, engine: lxc, os: debian-13, tenancy: untrusted}}\n";
    with(tenant, |outcome, placement| {
        assert_eq!(found(outcome, "tenant-in-container").len(), 1);
        assert_eq!(placement.decisions.fits().collect::<Vec<_>>(), [Some(false)]);
    });
    let alone = "hosts: {pve1: {hypervisor: proxmox}}\n\
                 vms: {strangers: {runs_on: pve1}}\n\
                 containers: {judge: {runs_on: strangers, tenancy: untrusted}}\n";
    with(alone, |outcome, placement| {
        assert!(found(outcome, "tenant-in-container").is_empty());
        assert_eq!(placement.decisions.fits().collect::<Vec<_>>(), [Some(true); 2]);
    });
    let socket = "hosts: {one: {}}\n\
                  containers: {web: {runs_on: one, image: 'a:1', volumes: ['/run/crio/crio.sock:/s']}}\n";
    with(socket, |outcome, placement| {
        assert_eq!(found(outcome, "engine-socket-mounted").len(), 1);
        assert_eq!(placement.security.marks[0].says, ["controls its container engine"]);
    });
    let addressed = "hosts: {one: {addresses: [10.0.0.2]}, two: {addresses: [10.9.0.2]}}\n\
                     networks: {all: {subnet: 10.0.0.0/8}, lan: {subnet: 10.0.0.0/24}}\n";
    with(addressed, |_, placement| {
        let members = placement.security.segments.iter().map(|segment| segment.members);
        assert_eq!(members.collect::<Vec<_>>(), [1, 1], "the smallest range has an address");
    });
}

/// Holds a law against the outcome of a run and the report on it.
fn agree(law: impl Fn(&Outcome, &LabReport<'_>, &str)) {
    always(every::texts(), |text| {
        with(&text, |outcome, placement| law(outcome, placement, &text));
    });
}

fn with(text: &str, law: impl Fn(&Outcome, &LabReport<'_>)) {
    let outcome = check(text);
    let report = Report::of(&outcome, &Settings::default());
    law(&outcome, &report.labs[0]);
}

/// The systems that a rule finds fault with.
fn found(outcome: &Outcome, rule: &str) -> BTreeSet<usize> {
    let findings = lab(outcome).findings.iter().filter(|finding| finding.rule == rule);
    let subjects = findings.flat_map(|finding| &finding.subjects);
    let systems = subjects.filter_map(|subject| match subject {
        Subject::System(id) => Some(id.index()),
        _ => None,
    });
    systems.collect()
}

//! One run tells every mistake of a file, each in its place, and reads all that is not one.

use labctl::source::ColumnUnit;

use crate::{check, lab};

/// Nearly every line of it has something wrong with it.
const WRONG: &str = "\
labb: home
hosts:
  pve1:
    memroy: 64GiB
    cpu: lots
    image: nginx:1.31.1
  nas: {memory: 8, role: nas}
  café: {mem: 8GiB, cpu: 8, cores: 16, role: nas}
vms:
  apps:
    runs_on: pve9
    lifetime: forevr
    expires: 2026-02-30
    autostart: maybe
    depends_on: [pve1, nobody]
    # labctl: allow(nested-vm)
    allow: [{rule: no-such-rule, reason: it is gone}]
containers:
  apps: {runs_on: pve1, ports: ['80:80', 70000]}
  web: {runs_on: apps, purpose: no, vmid: 22:22}
  lost:
";

/// Five lines of it are not YAML.
const BROKEN: &str = "\
hosts:
  pve1:
    purpose: \"the first
    cpu: 8
  pve2:
    cpu: @8
    memory: 32GiB
vms:
  apps: {runs_on: [pve1, pve2}
  media:
    runs_on: [pve2]
\tmemory: 8GiB
  last: {runs_on: pve1}
containers:
  web:
    runs_on: media
   image: nginx:1.31.1
  dns: {runs_on: last}
";

#[test]
fn every_mistake_is_told_in_its_place() {
    let expected = [
        ("unknown-field", 1, 1),
        ("unknown-field", 4, 5),
        ("invalid-field", 5, 10),
        ("unknown-field", 6, 5),
        ("missing-unit", 7, 17),
        ("duplicate-name", 8, 29),
        ("unknown-host", 11, 14),
        ("invalid-field", 12, 15),
        ("invalid-field", 13, 14),
        ("invalid-field", 14, 16),
        ("unknown-reference", 15, 24),
        ("allow-without-reason", 16, 5),
        ("unused-allow", 16, 5),
        ("unused-allow", 17, 20),
        ("duplicate-name", 19, 3),
        ("container-on-bare-host", 19, 19),
        ("invalid-field", 19, 42),
        ("yaml-1-1-value", 20, 33),
        ("unplaced-workload", 21, 3),
    ];
    let mut found = found(WRONG);
    found.sort_by_key(|(name, line, column)| (*line, *column, *name));
    let mut in_order = expected;
    in_order.sort_by_key(|(name, line, column)| (*line, *column, *name));
    assert_eq!(found, in_order);
}

#[test]
fn what_lies_between_faults_is_read() {
    let faults = [(3, 14), (6, 10), (9, 19), (12, 1), (17, 4)];
    assert_eq!(found(BROKEN), faults.map(|(line, column)| ("syntax-error", line, column)));

    let outcome = check(BROKEN);
    let systems = lab(&outcome).lab().systems();
    let placed = systems.map(|it| (it.name(), it.on().map_or("", |below| below.name())));
    let expected = [
        ("pve1", ""),
        ("pve2", ""),
        ("apps", "pve1"),
        ("media", "pve2"),
        ("last", "pve1"),
        ("web", "media"),
        ("dns", "last"),
    ];
    assert_eq!(placed.collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_fault_swallowed_is_not_missed() {
    let text =
        "hosts:\n  pve1:\nvms:\n  apps:\n    runs_on: pve1\n\tmemory: 8GiB\n  last: {cpu: 2}\n";
    assert_eq!(found(text), [("syntax-error", 6, 1)]);
    let whole = text.replace("\tmemory: 8GiB\n", "");
    assert_eq!(found(&whole), [("unplaced-workload", 6, 3)]);
}

/// The rules that find something in a text, with the line and the column.
fn found(text: &str) -> Vec<(&'static str, usize, usize)> {
    let outcome = check(text);
    let source = outcome.sources.iter().next().expect("one source");
    let at = |at| source.position(source.bytes(at).start, ColumnUnit::CodePoint);
    let findings = outcome.findings().map(|finding| (finding.rule, at(finding.at)));
    findings.map(|(rule, at)| (rule, at.line, at.column)).collect()
}

//! A small lab with twelve serious faults: each has its finding, without any profile or option.

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;

/// Everything that is usually asked for is there: owners, documents, watchers, backups with a tested restore.
const LAB: &str = "
defaults: {owner: ada, docs: 'https://wiki.home', monitored_by: 'external:pulse'}
hosts:
  tower:
    hypervisor: proxmox
    memory: 64GiB
    backup: {none: set up again from notes}
    storage: {bulk: {size: 2TB, used: 1.96TB, raid: RAID-0}}
backups:
  cloud: {on: 'external:s3', offsite: true, retention: 24h, verified: never}
vms:
  apps:
    runs_on: tower
    vmid: 101
    memory: 8GiB
    backup: {to: cloud, restore_tested: 2026-09-15}
    disk: [{size: 40GiB, storage: bulk, backup: false}]
  desk:
    runs_on: tower
    vmid: 101
    os: windows-11
    memory: 1GiB
    backup: {to: cloud, restore_tested: 2026-09-15}
    disk: {size: 80GiB, storage: bulk}
containers:
  store:
    runs_on: apps
    image: postgres:9.6
    memory: 16GiB
    volumes: ['store:/var/lib/postgresql/data']
  updater: {runs_on: apps, image: 'containrrr/watchtower:1.7.1', memory: 256MiB}
";

#[test]
fn every_fault_has_its_finding() {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), LAB.to_owned()).expect("it is small");
    let outcome = check(sources, &Files::default(), &Settings::default());
    let lab = outcome.labs[0].insight.lab();
    let found: Vec<(&str, &str)> = outcome
        .findings()
        .flat_map(|finding| finding.subjects.iter().map(|&subject| (finding.rule, subject)))
        .map(|(rule, subject)| (rule, lab.name_of(subject).unwrap_or_default()))
        .collect();
    for fault in [
        ("storage-overcommitted", "tower"),
        ("pool-without-redundancy", "tower"),
        ("weak-backup-target", "cloud"),
        ("backup-misses-volume", "apps"),
        ("duplicate-name", "desk"),
        ("below-minimum", "desk"),
        ("memory-overcommitted", "store"),
        ("end-of-life-software", "store"),
        ("end-of-life-software", "updater"),
    ] {
        assert!(found.contains(&fault), "nothing was found of {fault:?}, but {found:?}");
    }
    let weak = found.iter().filter(|(rule, _)| *rule == "weak-backup-target");
    assert_eq!(weak.count(), 2, "copies are kept for a day, and never checked");
}

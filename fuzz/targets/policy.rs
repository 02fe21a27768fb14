//! Any policy can be read, and turns off no rule that has to hold.

#![no_main]

use labctl::check::check;
use labctl::finding::Level;
use labctl::policy::{Policy, Settings};
use labctl::read::Files;
use labctl::rules::rules;
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

const LAB: &str = "hosts:\n  pve1: {hypervisor: proxmox}\ncontainers:\n  web: {runs_on: pve1, image: nginx}\n";

fuzz_target!(|bytes: &[u8]| {
    let policy = String::from_utf8_lossy(bytes).replace('\n', "\n  ");
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), format!("{LAB}policy:\n  {policy}\n")).expect("under 4 GiB");
    let settings = Settings::default();
    let outcome = check(sources, &Files::default(), &settings);
    for lab in &outcome.labs {
        let policy = Policy::of(lab.lab(), &settings);
        for rule in rules().filter(|rule| rule.level.firm) {
            let level = policy.level(rule.name, rule.level);
            assert!(level.is_none_or(|level| level >= Level::Warning), "{}", rule.name);
        }
    }
});

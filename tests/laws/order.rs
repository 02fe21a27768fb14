//! In which order things stand, and in which order rules look at them, changes nothing but places.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use labctl::check::{Checked, check_in_order};
use labctl::finding::{Finding, Level, Subject};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::rules::{FAMILIES, Rule, rule};
use proptest::prelude::*;
use serde_json::Value;

use crate::labs::{self, yaml};
use crate::{always, check, every, lab, sources, subjects, texts};

/// Labs that were told of differently once, in two orders.
const TURNS: &[[&str; 2]] = &[[
    "clusters: {k: {kind: k3s, members: [a]}}\ncontainers: {a: {}, b: {role: cluster-node}}\n",
    "clusters: {k: {kind: k3s, members: [a]}}\ncontainers: {b: {role: cluster-node}, a: {}}\n",
]];

#[test]
fn the_order_of_entries_once_mattered_here() {
    TURNS.iter().for_each(|[one, other]| assert_eq!(said(one), said(other)));
}

#[test]
fn the_order_of_entries_moves_findings_and_changes_none() {
    always((labs::any(), any::<bool>(), any::<u64>()), |(inventory, lists, seed)| {
        let value = if lists { inventory.in_lists() } else { inventory.by_name() };
        let (text, other) = (yaml(&value), yaml(&shuffled(&value, seed)));
        assert_eq!(said(&text), said(&other), "in\n{text}\nand\n{other}");
    });
}

#[test]
fn the_order_of_rules_changes_nothing() {
    let rules: Vec<&'static Rule> = FAMILIES.iter().flat_map(|family| family.rules).collect();
    let texts = prop_oneof![every::texts(), texts::slipped()];
    let order = Just((0..rules.len()).collect::<Vec<_>>()).prop_shuffle();
    always((texts, order), |(text, order)| {
        let rules: Vec<_> = order.into_iter().map(|at| rules[at]).collect();
        let (usual, files, settings) = (check(&text), Files::default(), Settings::default());
        let other = check_in_order(sources(&text), &files, &settings, &rules);
        assert_eq!(lab(&usual).findings, lab(&other).findings, "in\n{text}");
    });
}

/// Findings come by level, then by how much they take along, then by place; slips of the pen come last of their level.
#[test]
fn the_worst_comes_first() {
    let rank = |finding: &Finding| {
        let slip = rule(finding.rule).expect("it is a rule").family().name == "inventory";
        let reach = if slip { 0 } else { finding.reach };
        (finding.level, if slip && finding.level == Level::Error { usize::MAX } else { reach })
    };
    always(every::texts(), |text| {
        let outcome = check(&text);
        for pair in lab(&outcome).findings.windows(2) {
            let in_text = rank(&pair[0]) == rank(&pair[1]) && pair[0].at <= pair[1].at;
            assert!(rank(&pair[0]) > rank(&pair[1]) || in_text, "{pair:?} in\n{text}");
        }
        for finding in &lab(&outcome).findings {
            let is_system = |subject: &&Subject| matches!(subject, Subject::System(_));
            let systems: BTreeSet<_> = finding.subjects.iter().filter(is_system).collect();
            assert!(finding.reach >= systems.len(), "{finding:?} in\n{text}");
        }
    });
    let text = "hosts: {small: {hypervisor: kvm, memory: 1GiB}, large: {hypervisor: kvm, memory: 1GiB}}\n\
                vms: {a: {runs_on: small, memory: 2GiB}, b: {runs_on: large, memory: 2GiB}}\n\
                containers: {c: {runs_on: b, image: 'a:1'}, d: {runs_on: b, image: 'a:1', depends_on: [a]}}\n";
    let outcome = check(text);
    let full = lab(&outcome).findings.iter().filter(|finding| finding.rule == "memory-exhausted");
    let full: Vec<_> = full.map(|finding| (finding.reach, finding.subjects.clone())).collect();
    let host = |name| lab(&outcome).lab().system(name).map(Subject::from);
    let about: Vec<_> = full.iter().map(|(_, subjects)| subjects.first().copied()).collect();
    assert_eq!(about, [host("large"), host("small")], "{full:?}");
    assert_eq!(full.iter().map(|(reach, _)| *reach).collect::<Vec<_>>(), [4, 3]);
}

/// What a finding says, wherever it stands.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    rule: &'static str,
    level: Level,
    words: BTreeSet<String>,
    about: BTreeSet<String>,
    written: Option<BTreeSet<String>>,
}

/// All that is found in a text, sorted.
fn said(text: &str) -> Vec<Said> {
    let outcome = check(text);
    let lab = lab(&outcome);
    let mut all: Vec<Said> = lab.findings.iter().map(|it| Said::of(lab, it, text)).collect();
    all.sort();
    all
}

impl Said {
    /// A group is told of at its first member, a circle by the one it starts with. Which that is depends
    /// on the order and on nothing else, so of those the members count and not the place.
    fn of(lab: &Checked, finding: &Finding, text: &str) -> Self {
        let circle = finding.rule == "hosting-cycle";
        let group = finding.subjects.len() > 1;
        // Of mistakes that are told once a file, the message quotes the first.
        let quotes = group && finding.rule == "yaml-1-1-value";
        let words = finding.message.split([' ', ',']).filter(|_| !quotes).map(str::to_owned);
        let about = subjects(lab, finding).filter(|_| !circle).map(str::to_owned);
        let sources = sources(text);
        let source = sources.of(finding.at);
        // The keys of a value stand in another order, too.
        let lines = source.slice(finding.at).lines().map(str::trim);
        Self {
            rule: finding.rule,
            level: finding.level,
            words: words.collect(),
            about: about.collect(),
            written: (!circle && !group).then(|| lines.map(str::to_owned).collect()),
        }
    }
}

/// The same inventory with its keys and its entries in another order.
fn shuffled(value: &Value, seed: u64) -> Value {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let rank = |name: &str| hasher.hash_one((seed, name));
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> =
                fields.iter().map(|(key, value)| (key.clone(), shuffled(value, seed))).collect();
            fields.sort_by_key(|(key, _)| rank(key));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| shuffled(item, seed)).collect();
            // Only entries have a name; the order of other lists may mean something.
            items.sort_by_key(|item| item.get("name").and_then(Value::as_str).map(rank));
            Value::Array(items)
        }
        _ => value.clone(),
    }
}

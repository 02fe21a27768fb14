//! The language as its schema describes it: all of it is tried, and all of it is understood.

use std::cell::RefCell;
use std::collections::BTreeSet;

use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;
use proptest::collection::vec;
use serde_json::{Value, json};

use crate::labs::yaml;
use crate::{always, check, every, lab, subjects};

#[test]
fn every_field_is_tried() {
    let tried = RefCell::new(BTreeSet::new());
    always(vec(every::any(), 3), |inventories| {
        tried.borrow_mut().extend(inventories.iter().flat_map(every::fields_in));
    });
    let never: Vec<String> = every::all_fields().difference(&tried.borrow()).cloned().collect();
    assert_eq!(never, [""; 0], "no lab has these fields");
}

#[test]
fn what_the_schema_admits_is_understood() {
    always(every::any(), |inventory| {
        let text = yaml(&inventory);
        let outcome = check(&text);
        let wrong = ["syntax-error", "unknown-field", "invalid-field", "other-spelling"];
        let findings = lab(&outcome).findings.iter();
        let found: Vec<&str> = findings
            .filter(|finding| wrong.contains(&finding.rule))
            .map(|finding| finding.message.as_str())
            // The schema knows what a field may hold, and not that one needs another.
            .filter(|message| *message != "this entry names no `files`")
            .collect();
        assert_eq!(found, [""; 0], "in\n{text}");
    });
}

/// A lab is the same lab in several files.
#[test]
fn a_lab_in_several_files_is_understood_as_in_one() {
    always(every::any(), |mut inventory| {
        let sections = inventory.as_object_mut().expect("an inventory is a map");
        // Defaults and policies are those of their file.
        sections.retain(|name, _| !matches!(name.as_str(), "lab" | "defaults" | "policy"));
        let of_home = |(name, section): (&String, &Value)| {
            yaml(&json!({"lab": "home", name.as_str(): section}))
        };
        let apart: Vec<String> = sections.iter().map(of_home).collect();
        sections.insert("lab".to_owned(), "home".into());
        let together = yaml(&inventory);
        assert_eq!(found(&apart), found(std::slice::from_ref(&together)), "in\n{together}");
    });
}

/// What is found in some files, sorted: the rules, what they say and of whom.
fn found(texts: &[String]) -> Vec<(&'static str, String, Vec<String>)> {
    let mut sources = Sources::default();
    for (number, text) in texts.iter().enumerate() {
        sources.add(format!("{number}.yaml"), text.clone()).expect("under 4 GiB");
    }
    let outcome = labctl::check::check(sources, &Files::default(), &Settings::default());
    let lab = lab(&outcome);
    // How others read a word is told once a file.
    let findings = lab.findings.iter().filter(|finding| finding.rule != "yaml-1-1-value");
    let findings = findings.map(|finding| {
        let about = subjects(lab, finding).map(str::to_owned).collect();
        (finding.rule, finding.message.clone(), about)
    });
    let mut findings: Vec<_> = findings.collect();
    findings.sort();
    findings
}

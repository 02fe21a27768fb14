//! An allowance excuses what it is made for, with what runs on that, and touches nothing else.

use labctl::check::Checked;
use labctl::lab::System;
use labctl::rules::FAMILIES;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::labs::{self, Inventory, yaml};
use crate::{always, check, lab, subjects};

/// Where an allowance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In a comment above what it excuses.
    Above,
    /// In a comment behind its name.
    Behind,
    /// In its `allow` field.
    Field,
    /// In the policy, for its name.
    Named,
    /// In the policy, for the whole lab.
    Lab,
}

const FORMS: &[Form] = &[Form::Above, Form::Behind, Form::Field, Form::Named, Form::Lab];

#[test]
fn an_allowance_excuses_its_own_and_changes_nothing_else() {
    // An allowance of a rule that is off is not told of as unused.
    let on = FAMILIES.iter().flat_map(|it| it.rules).filter(|rule| rule.level.default.is_some());
    let rules: Vec<_> = on.map(|rule| rule.name).collect();
    let values = (labs::any(), any::<bool>(), select(FORMS), select(rules), any::<Index>());
    always(values, |(inventory, lists, form, rule, aim)| {
        let plain = written(&inventory, lists);
        let before = check(&yaml(&plain));
        let before = lab(&before);
        // Aimed at what is found, or into the blue.
        let mut aims = pairs(before);
        aims.extend(before.lab().systems().map(|system| (rule, system.name().to_owned(), false)));
        aims.retain(|(_, name, _)| before.lab().system(name).is_some());
        if aims.is_empty() {
            return;
        }
        let (rule, name, _) = aim.get(&aims);
        let text = allowing(plain, form, rule, name);
        let after = check(&text);
        let after = lab(&after);

        let covers = |system: System<'_>| system.stack().any(|below| below.name() == name);
        let mut expected = pairs(before);
        for (found, subject, allowed) in &mut expected {
            let covered = form == Form::Lab || before.lab().system(subject).is_some_and(covers);
            *allowed = found == rule && covered;
        }
        let used = expected.iter().any(|(.., allowed)| *allowed);
        expected.sort();
        let (unused, found): (Vec<_>, Vec<_>) =
            pairs(after).into_iter().partition(|(rule, ..)| *rule == "unused-allow");
        assert_eq!(found, expected, "for `{rule}` of `{name}` in\n{text}");
        assert_eq!(unused.is_empty(), used, "for `{rule}` of `{name}` in\n{text}");
        assert_eq!(others(after, rule), others(before, rule), "in\n{text}");
    });
}

/// What is told once a file vanished when it was allowed, and nobody could see that it was.
#[test]
fn what_is_told_once_a_file_stays_in_sight() {
    let grant = "allow: [{rule: yaml-1-1-value, reason: nobody else reads it}]";
    let outcome = check(&format!("hosts: {{a: {{purpose: no, {grant}}}, b: {{purpose: on}}}}\n"));
    let once = |name: &str, allowed| ("yaml-1-1-value", name.to_owned(), allowed);
    assert_eq!(pairs(lab(&outcome)), [once("a", true), once("b", false)]);
}

fn written(inventory: &Inventory, lists: bool) -> Value {
    if lists { inventory.in_lists() } else { inventory.by_name() }
}

/// The text of an inventory with an allowance of a rule for the system of a name.
fn allowing(mut inventory: Value, form: Form, rule: &str, name: &str) -> String {
    let mut grant = json!({"rule": rule, "reason": "it is only a test"});
    let comment = format!("# labctl: allow({rule}) it is only a test");
    match form {
        Form::Above => {
            return beside(&yaml(&inventory), name, |line| {
                let indent = if line.starts_with('-') { "" } else { "  " };
                format!("{indent}{comment}\n{line}")
            });
        }
        Form::Behind => return beside(&yaml(&inventory), name, |line| format!("{line} {comment}")),
        Form::Field => entry(&mut inventory, name)["allow"] = json!([grant]),
        Form::Named => {
            grant["on"] = json!([name]);
            inventory["policy"] = json!({"allow": [grant]});
        }
        Form::Lab => inventory["policy"] = json!({"allow": [grant]}),
    }
    yaml(&inventory)
}

/// The text with the line that names an entry written anew.
fn beside(text: &str, name: &str, anew: impl Fn(&str) -> String) -> String {
    let (item, key) = (format!("- name: {name}"), format!("  {name}:"));
    let names = |line: &str| {
        line == item || line.strip_prefix(&key).is_some_and(|it| it.is_empty() || it == " {}")
    };
    let lines = text.lines().map(|line| if names(line) { anew(line) } else { line.to_owned() });
    lines.map(|line| line + "\n").collect()
}

/// The entry of a name, in a list or a map.
fn entry<'v>(inventory: &'v mut Value, name: &str) -> &'v mut Value {
    let sections = inventory.as_object_mut().expect("an inventory is a map").values_mut();
    let mut found = sections.filter_map(|section| match section {
        Value::Array(entries) => entries.iter_mut().find(|entry| entry["name"] == name),
        entries => entries.get_mut(name),
    });
    found.next().expect("the lab has it")
}

/// Each rule with each thing it found, and whether that is allowed, sorted.
fn pairs(lab: &Checked) -> Vec<(&'static str, String, bool)> {
    let mut pairs: Vec<_> = Vec::new();
    for finding in &lab.findings {
        let allowed = finding.allowed.is_some();
        pairs.extend(subjects(lab, finding).map(|it| (finding.rule, it.to_owned(), allowed)));
    }
    pairs.sort();
    pairs
}

/// What all other rules say, word for word.
fn others(lab: &Checked, rule: &str) -> Vec<String> {
    let others = lab.findings.iter().filter(|it| ![rule, "unused-allow"].contains(&it.rule));
    let said = others.map(|it| {
        let labels: Vec<&str> = it.labels.iter().map(|label| label.text.as_str()).collect();
        format!(
            "{} {}: {} {labels:?} {:?} {:?}",
            it.level, it.rule, it.message, it.help, it.allowed
        )
    });
    said.collect()
}

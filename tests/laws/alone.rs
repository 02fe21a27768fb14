//! What is decided about one rule changes what that rule finds, and nothing else.

use labctl::baseline::Baseline;
use labctl::check::{Checked, Outcome};
use labctl::finding::{Finding, Level};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::rules::FAMILIES;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::labs::{self, yaml};
use crate::{always, check, lab, sources, subjects};

#[test]
fn a_level_changes_the_findings_of_its_rule_alone() {
    let rules = FAMILIES.iter().flat_map(|family| family.rules).filter(|rule| !rule.level.firm);
    let rules: Vec<&str> = rules.map(|rule| rule.name).collect();
    let levels = select(vec!["off", "info", "warning", "error"]);
    always((labs::any(), select(rules), levels), |(inventory, rule, level)| {
        let mut plain = inventory.by_name();
        let before = check(&yaml(&plain));
        plain["policy"] = serde_json::json!({"rules": {rule: level}});
        let after = check(&yaml(&plain));
        let text = yaml(&plain);
        assert_eq!(without(&after, rule), without(&before, rule), "in\n{text}");
        let mut of_rule = lab(&after).findings.iter().filter(|it| it.rule == rule);
        match level {
            "off" => assert_eq!(of_rule.next(), None, "in\n{text}"),
            // Some findings matter one level less than their rule.
            _ => assert!(of_rule.all(|it| it.level <= wanted(level)), "in\n{text}"),
        }
    });
}

#[test]
fn a_baseline_knows_what_it_has_and_changes_nothing_else() {
    always((labs::any(), any::<Index>()), |(inventory, aim)| {
        let text = yaml(&inventory.by_name());
        let before = check(&text);
        let findings = &lab(&before).findings;
        let named: Vec<&Finding> =
            findings.iter().filter(|it| is_named(lab(&before), it)).collect();
        if named.is_empty() {
            return;
        }
        let chosen = aim.get(&named);
        let baseline = Baseline::of([(lab(&before).lab(), *chosen)], |_| false);
        let written = Baseline::from_json(&baseline.to_json()).expect("it was just written");
        let settings = Settings { baseline: Some(written), ..Settings::default() };
        let after = labctl::check::check(sources(&text), &Files::default(), &settings);

        assert_eq!(without(&after, chosen.rule), without(&before, chosen.rule), "in\n{text}");
        let known = |it: &&Finding| it.rule == chosen.rule && it.known;
        let known: Vec<&Finding> = lab(&after).findings.iter().filter(known).collect();
        assert!(!known.is_empty(), "{chosen:?} is not known in\n{text}");
        let expected: Vec<&str> = subjects(lab(&before), chosen).collect();
        for finding in known {
            let mut about = subjects(lab(&after), finding);
            assert!(about.any(|name| expected.contains(&name)), "{finding:?} in\n{text}");
        }
        assert_eq!(settings.baseline.expect("it was put there").gone().count(), 0, "in\n{text}");
    });
}

/// True if a finding is about things with names, rather than about the text.
fn is_named(lab: &Checked, finding: &Finding) -> bool {
    finding.subjects.iter().all(|&subject| lab.lab().name_of(subject).is_some())
}

/// What all other rules say, word for word.
fn without(outcome: &Outcome, rule: &str) -> Vec<String> {
    let others = lab(outcome).findings.iter().filter(|it| it.rule != rule);
    others.map(|it| format!("{} {} {} {:?}", it.level, it.rule, it.message, it.help)).collect()
}

fn wanted(level: &str) -> Level {
    match level {
        "info" => Level::Info,
        "warning" => Level::Warning,
        _ => Level::Error,
    }
}

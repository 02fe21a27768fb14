//! `labctl explain`: the pages, offline.

use super::args::ExplainArgs;
use super::error::CliError;
use super::{Exit, output};
use crate::claim::{CLAIMS, Claim};
use crate::near::nearest;
use crate::read::READERS;
use crate::read::inventory::fields;
use crate::report::Syntax;
use crate::report::findings::FORMATS;
use crate::report::{placement, plan};
use crate::rules::{FAMILIES, rule, rules};
use crate::software;
use crate::verdict::{self, CONSTRAINTS, SIGNALS};

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, CliError> {
    let text = match &args.topic {
        None => topics(),
        Some(topic) => page(topic).ok_or_else(|| unknown(topic))?,
    };
    output::write(None, Syntax::Text, |out| out.write_all(text.as_bytes())).map(|()| Exit::Clean)
}

fn page(topic: &str) -> Option<String> {
    let format = FORMATS.iter().find(|format| format.name == topic).map(|format| format.page);
    let reader = READERS.iter().find(|reader| reader.name == topic).map(|reader| reader.page);
    let pages = rule(topic).map(|rule| rule.page).or(format).or(reader).or_else(|| report(topic));
    if let Some(page) = pages {
        return Some(page.to_owned());
    }
    match topic {
        "claims" => Some(claims()),
        "software" => Some(software::PAGE.to_owned()),
        "verdict" => Some(verdict::PAGE.to_owned()),
        "fields" => Some(fields().into_iter().map(|field| field.line()).collect()),
        _ => {
            let found: Vec<_> =
                fields().into_iter().filter(|field| field.is_called(topic)).collect();
            (!found.is_empty()).then(|| found.iter().map(crate::read::FieldPage::text).collect())
        }
    }
}

/// The page of a format of the placement report or of plans.
fn report(topic: &str) -> Option<&'static str> {
    if let Some(name) = topic.strip_prefix("plan-") {
        return plan::FORMATS.iter().find(|format| format.name == name).map(|format| format.page);
    }
    let name = topic.strip_prefix("report-")?;
    placement::FORMATS.iter().find(|format| format.name == name).map(|format| format.page)
}

fn topics() -> String {
    let mut text = String::new();
    for family in FAMILIES {
        text.push_str(&format!("Rules of {} ({}):\n", family.name, family.about));
        for rule in family.all() {
            text.push_str(&format!("  {:30}{}\n", rule.name, rule.about().replace('\n', " ")));
        }
        text.push('\n');
    }
    text.push_str("The inventory:\n");
    for reader in READERS {
        text.push_str(&format!("  {:30}{}\n", reader.name, reader.about));
    }
    text.push_str(&format!(
        "  {:30}every section and field; or name one, as in `labctl explain runs_on`\n\n",
        "fields"
    ));
    text.push_str("Formats of `labctl check`:\n");
    for format in FORMATS {
        text.push_str(&format!("  {:30}{}\n", format.name, format.about));
    }
    text.push_str("\nFormats of `labctl report`:\n");
    for format in placement::FORMATS {
        text.push_str(&format!("  {:28}{}\n", format!("report-{}", format.name), format.about));
    }
    text.push_str("\nFormats of `labctl plan`:\n");
    for format in plan::FORMATS {
        text.push_str(&format!("  {:28}{}\n", format!("plan-{}", format.name), format.about));
    }
    text.push_str(&format!(
        "\nThe ideas:\n  {:30}what the concept pages say, and what enforces it\n  \
         {:30}what labctl knows of well-known software, and how to add to it\n  \
         {:30}how labctl decides between VM and container\n",
        "claims", "software", "verdict"
    ));
    text
}

fn claims() -> String {
    let mut text = String::new();
    let mut heading = None;
    for claim in CLAIMS {
        if heading != Some((claim.page, claim.heading)) {
            heading = Some((claim.page, claim.heading));
            text.push_str(&format!("\n{}: {}\n", claim.page, claim.heading));
        }
        let by = match enforced_by(claim).as_slice() {
            [] if claim.background => "background".to_owned(),
            [] => "nothing yet".to_owned(),
            some => some.join(", "),
        };
        text.push_str(&format!("  {:2}  {}\n      {by}\n", claim.number, claim.text));
    }
    text.trim_start().to_owned()
}

/// The rules, constraints and signals that rest on a claim.
fn enforced_by(claim: &Claim) -> Vec<&'static str> {
    let rules = rules().map(|rule| (rule.name, rule.claims));
    let constraints = CONSTRAINTS.iter().map(|constraint| (constraint.name, constraint.claims));
    let signals = SIGNALS.iter().map(|signal| (signal.name, signal.claims));
    let all = rules.chain(constraints).chain(signals);
    all.filter(|(_, claims)| claims.contains(claim)).map(|(name, _)| name).collect()
}

fn unknown(topic: &str) -> CliError {
    let names = rules().map(|rule| rule.name).chain(FORMATS.iter().map(|format| format.name));
    let names = names
        .chain(READERS.iter().map(|reader| reader.name))
        .chain(["claims", "fields", "software", "verdict"]);
    let names = names.chain(fields().into_iter().map(|field| field.name()));
    CliError::UnknownTopic { topic: topic.to_owned(), near: nearest(topic, names) }
}

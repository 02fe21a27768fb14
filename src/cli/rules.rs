//! `labctl rules`: every rule with its level in each profile.

use comfy_table::Table;
use serde::Serialize;

use super::args::RulesArgs;
use super::error::CliError;
use super::{Exit, output};
use crate::finding::Level;
use crate::lab::{Profile, Vocabulary};
use crate::report::Syntax;
use crate::rules::{FAMILIES, Rule, rules};

pub(super) fn run(args: &RulesArgs) -> Result<Exit, CliError> {
    let (syntax, text) = match args.format.as_str() {
        "json" => (Syntax::Json, json()),
        _ => (Syntax::Text, table()),
    };
    output::write(None, syntax, |out| out.write_all(text.as_bytes())).map(|()| Exit::Clean)
}

fn table() -> String {
    let mut text = String::new();
    for family in FAMILIES {
        text.push_str(&format!("{}: {}\n", family.name, family.about));
        // As wide as it has to be: the name of a rule that is broken over lines cannot be copied.
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        let profiles = Profile::WORDS.iter().map(|word| word.name);
        table.set_header(std::iter::once("rule").chain(profiles));
        for rule in family.all() {
            let levels = Profile::VALUES.iter().map(|profile| shown(rule, *profile));
            table.add_row(std::iter::once(rule.name.to_owned()).chain(levels));
        }
        let lines = table.to_string();
        text.extend(lines.lines().map(|line| format!("{}\n", line.trim_end())));
        text.push('\n');
    }
    text.push_str("`labctl explain RULE` prints a rule's page.\n");
    text
}

fn shown(rule: &Rule, profile: Profile) -> String {
    rule.level.of(profile).map_or("-".to_owned(), |level: Level| level.to_string())
}

#[derive(Serialize)]
struct Listed {
    name: &'static str,
    family: &'static str,
    about: &'static str,
    levels: std::collections::BTreeMap<&'static str, String>,
    claims: Vec<String>,
    sources: Vec<&'static str>,
}

fn json() -> String {
    let listed = |rule: &Rule| Listed {
        name: rule.name,
        family: rule.family().name,
        about: rule.about(),
        levels: Profile::VALUES
            .iter()
            .zip(Profile::WORDS)
            .map(|(profile, word)| {
                let level =
                    rule.level.of(*profile).map_or("off".to_owned(), |level| level.to_string());
                (word.name, level)
            })
            .collect(),
        claims: rule.claims.iter().map(ToString::to_string).collect(),
        sources: rule.sources.iter().map(|source| source.url).collect(),
    };
    let all: Vec<Listed> = rules().map(listed).collect();
    format!(
        "{}\n",
        serde_json::to_string_pretty(&all).expect("plain values can be written as JSON")
    )
}

//! A secret is written out in the inventory, as the value of a variable.

use super::tell;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{System, Variable};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::secret::is_secret_name;

pub(super) const RULE: Rule = Rule {
    name: "secret-in-inventory",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::SECURITY_BASELINE],
    sources: &[authority::OWASP_DOCKER, authority::NIST_800_190],
    page: include_str!("secret_in_inventory.md"),
    check,
};

/// How the names of variables end that only say something of a secret, or where it is.
const ABOUT: &[&str] =
    &["_FILE", "_PATH", "_DIR", "_NAME", "_ID", "_USER", "_URL", "_EXPIRY", "_TTL", "_LENGTH"];

fn check(case: &Case, out: &mut Findings) {
    let holders = case.lab.systems().filter(|system| secret(*system).is_some());
    let message = |group: &[System]| {
        let first = group[0];
        let variable = secret(first).map_or("", |variable| variable.name.as_str());
        match group.len() {
            1 => format!("the inventory has the value of `{variable}` of `{}`", first.name()),
            many => {
                let who = count(many, "workload");
                format!(
                    "the inventory has secrets of {who}; that of `{}` is `{variable}`",
                    first.name()
                )
            }
        }
    };
    tell(
        holders,
        out,
        message,
        |system| secret(system).map(|variable| variable.name.span),
        "take it out and change it: name a file that has it, such as `PASSWORD_FILE`, or refer to it: `${PASSWORD}`",
    );
}

/// The first secret of a system that is written out.
fn secret(system: System<'_>) -> Option<&Variable> {
    let is_one = |variable: &&Variable| {
        let name = variable.name.to_ascii_uppercase();
        variable.is_literal
            && is_secret_name(&variable.name)
            && !ABOUT.iter().any(|ending| name.ends_with(ending))
    };
    system.entry().isolation.variables.iter().find(is_one)
}

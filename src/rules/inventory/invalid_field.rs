//! A value cannot be read: not a number, a date, a size or a word that is known.

use crate::claim;
use crate::finding::Level::Error;
use crate::finding::{Findings, Subject};
use crate::lab::MistakeKind;
use crate::near::nearest;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "invalid-field",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("invalid_field.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell(case, MistakeKind::InvalidField, out);
    let levels = case.lab.statements().iter().flat_map(|statement| &statement.rules);
    for (name, _) in levels.filter(|(name, _)| crate::rules::rule(name).is_none()) {
        let finding = out.report(Subject::Lab, name, format!("no rule is called `{name}`"));
        if let Some(near) = nearest(name, crate::rules::rules().map(|rule| rule.name)) {
            finding.help(format!("did you mean `{near}`?"));
        }
    }
}

//! An exception has run out, excuses nothing, or names a rule that does not exist.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::Allowance;
use crate::near::nearest;
use crate::policy::Levels;
use crate::rules::{Case, Rule, rule, rules};

pub(super) const RULE: Rule = Rule {
    name: "unused-allow",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unused_allow.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for allowance in case.policy.unused() {
        let subject = case.lab.subject_at(allowance.at);
        let named = &allowance.rule;
        let Some(rule) = rule(named) else {
            let finding = out.report(
                subject,
                named,
                format!("no rule is called `{named}`, so this `allow` does nothing"),
            );
            finding.help(match nearest(named, rules().map(|rule| rule.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`labctl rules` lists them all".to_owned(),
            });
            continue;
        };
        if !case.policy.in_force(allowance) {
            report_expired(case, allowance, out);
            continue;
        }
        // A rule that is off finds nothing to excuse, and that is not the allowance's fault.
        if case.policy.level(rule.name, rule.level).is_some() {
            out.report(
                subject,
                allowance.at,
                format!("this `allow` is not needed: `{named}` finds nothing here"),
            )
            .help("remove it; if something else should be covered, move the `allow` there");
        }
    }
}

fn report_expired(case: &Case, allowance: &Allowance, out: &mut Findings) {
    let Some(until) = allowance.until.as_ref() else { return };
    let subject = case.lab.subject_at(allowance.at);
    let message = format!("this `allow` of `{}` ended on {until}", allowance.rule);
    out.report(subject, until, message).help(
        "what it covered counts again: mend that and remove the `allow`, or set a later date",
    );
}

//! Two sources state different values for one field.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "sources-disagree",
    level: Levels::always(Info),
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("sources_disagree.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for disagreement in case.lab.disagreements() {
        let name = case.lab.name_of(disagreement.of).unwrap_or_default();
        let (used, other) = (disagreement.used, disagreement.other);
        let message = format!("`{name}` has another `{}` elsewhere", disagreement.field);
        let reader = case.lab.reader_of(other).unwrap_or("other");
        out.report(disagreement.of, used, message)
            .label(other, format!("the {reader} file says this"))
            .help("this one counts: what is declared comes before what is found; make the two the same");
    }
}

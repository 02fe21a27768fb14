//! Nothing is said of a workload that speaks for a VM or a container.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::Kind;
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule};
use crate::verdict::Conclusion;

pub(super) const RULE: Rule = Rule {
    name: "unclassifiable",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::ROLE_BEFORE_PRODUCT,
        claim::VMS_ARE_STABLE_UNITS,
        claim::DECISION_MATRIX,
        claim::CARE_FOR_DOCUMENTATION,
    ],
    sources: &[],
    page: include_str!("unclassifiable.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let unknown = case.lab.workloads().filter(|&workload| {
        let asked = match workload.entry().kind {
            Kind::Undecided => true,
            // Whoever has decided need not say why, unless the concept is policy.
            Kind::Vm | Kind::Container => case.is_strict(),
            Kind::Native | Kind::Host => false,
        };
        asked
            && case.verdicts.brief(workload).outcome == Conclusion::Unknown
            && workload.is_intended()
    });
    for group in out.parts(unknown) {
        let message = match group.as_slice() {
            [one] => {
                format!("nothing says whether `{}` belongs in a VM or in a container", one.name())
            }
            many => format!(
                "nothing says whether {} belong in a VM or in a container",
                count(many.len(), "workload")
            ),
        };
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the workloads are");
        finding.help("write a `role:`, or a `lifetime:`, `image:` or `os:`");
    }
}

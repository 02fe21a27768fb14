//! Inventory: references, names, fields, allowances.

use super::{Case, Family};
use crate::finding::{Finding, Findings};
use crate::lab::{Lab, Mistake, Slip, System};
use crate::near::nearest;

mod allow_without_reason;
mod duplicate_name;
mod invalid_field;
mod missing_unit;
mod other_spelling;
mod syntax_error;
mod unknown_field;
mod unknown_host;
mod unknown_reference;
mod unplaced_workload;
mod unused_allow;
mod yaml_1_1_value;

pub(super) const FAMILY: Family = Family {
    name: "inventory",
    about: "references, names, fields, allowances",
    rules: &[
        syntax_error::RULE,
        invalid_field::RULE,
        unknown_field::RULE,
        duplicate_name::RULE,
        unknown_host::RULE,
        unknown_reference::RULE,
        unplaced_workload::RULE,
        missing_unit::RULE,
        other_spelling::RULE,
        yaml_1_1_value::RULE,
        allow_without_reason::RULE,
    ],
    last: &[unused_allow::RULE],
};

/// Reports every mistake of a sort.
fn tell(case: &Case, slip: Slip, out: &mut Findings) {
    for mistake in case.lab.mistakes(slip) {
        repeat(mistake, case, out);
    }
}

/// Reports the first mistake of a sort in each file, and how many more there are.
fn tell_once_a_file(case: &Case, slip: Slip, out: &mut Findings, more: impl Fn(usize) -> String) {
    for file in case.lab.files() {
        let open: Vec<&Mistake> = case
            .lab
            .mistakes(slip)
            .filter(|mistake| file.contains(mistake.at))
            .filter(|mistake| !out.excuses(case.lab.subject_at(mistake.at)))
            .collect();
        let Some((first, rest)) = open.split_first() else { continue };
        let finding = repeat(first, case, out);
        if let Some(second) = rest.first() {
            finding.label(second.at, more(rest.len()));
        }
    }
}

fn repeat<'f>(mistake: &Mistake, case: &Case, out: &'f mut Findings) -> &'f mut Finding {
    let subject = case.lab.subject_at(mistake.at);
    let finding = out.report(subject, mistake.at, mistake.message.clone());
    finding.labels.extend(mistake.labels.iter().cloned());
    finding.help.clone_from(&mistake.help);
    finding
}

/// Finds what a wrong name may have meant. Names are compared one by one, so in a large lab with many
/// wrong names it stops looking.
struct Suggestions<'a> {
    lab: &'a Lab,
    /// How many names may still be compared.
    budget: usize,
}

impl<'a> Suggestions<'a> {
    fn new(lab: &'a Lab) -> Self {
        Self { lab, budget: 100_000 }
    }

    /// The host or workload whose name is nearest.
    fn system(&mut self, name: &str) -> Option<System<'a>> {
        let systems = self.lab.systems();
        self.budget = self.budget.checked_sub(systems.len())?;
        self.lab.system(nearest(name, systems.map(System::name))?)
    }
}

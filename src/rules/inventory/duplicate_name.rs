//! A name or a key is written twice, so that it is not clear which one is meant.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::{Kind, MistakeKind, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "duplicate-name",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::VMS_ARE_STABLE_UNITS, claim::CONTAINERS_ARE_REPRODUCIBLE],
    sources: &[],
    page: include_str!("duplicate_name.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell(case, MistakeKind::DuplicateKey, out);
    super::tell(case, MistakeKind::Namesake, out);
    for (first, again) in case.lab.namesakes() {
        let places = first.on().zip(again.on()).filter(|(one, other)| one != other);
        let help = match places {
            Some((one, other)) => format!(
                "rename one, or tell them apart: `{0}@{1}` and `{0}@{2}`",
                again.name(),
                one.name(),
                other.name()
            ),
            None => format!("rename one, for example `{}-{}`", again.name(), suffix(again)),
        };
        out.report(again, again, format!("`{}` is defined twice", again.name()))
            .label(first, format!("first defined here, as a {}", first.noun()))
            .help(help);
    }
}

/// What a name may end with, to say what it is the name of.
fn suffix(system: System<'_>) -> &'static str {
    match system.entry().kind {
        Kind::Host => "host",
        Kind::Vm => "vm",
        Kind::Container if system.is_system_container() => "system-container",
        Kind::Container => "container",
        Kind::Native => "native-service",
        Kind::Undecided => "workload",
    }
}

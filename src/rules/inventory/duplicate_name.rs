//! A name or a key is written twice, so that it is not clear which one is meant.

use std::collections::HashMap;

use crate::claim;
use crate::finding::Level::Error;
use crate::finding::{Findings, Subject};
use crate::lab::{Kind, MistakeKind, System};
use crate::near::look_of;
use crate::policy::Levels;
use crate::rules::{Case, Rule};
use crate::source::Span;

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
    let lab = case.lab;
    look_alikes(|| lab.systems().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.clusters().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.networks().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.storage().map(|it| (it.into(), it.place(), it.name())), out);
    look_alikes(|| lab.targets().map(|it| (it.into(), it.place(), it.name())), out);
}

/// Tells of names that only look like others, which takes letters of two scripts, or some that nobody sees.
fn look_alikes<'a, N: Iterator<Item = (Subject, Span, &'a str)>>(
    names: impl Fn() -> N,
    out: &mut Findings,
) {
    if names().all(|(.., name)| name.is_ascii()) {
        return;
    }
    let mut looks: HashMap<String, (&str, Span)> = HashMap::new();
    for (subject, at, name) in names() {
        let (first, first_at) = *looks.entry(look_of(name)).or_insert((name, at));
        let is_same = first.to_lowercase() == name.to_lowercase();
        let is_ascii = first.is_ascii() && name.is_ascii();
        if !is_same && !is_ascii {
            out.report(subject, at, format!("`{name}` looks like `{first}`, and is another name"))
                .label(first_at, "the name that it looks like")
                .help("rename one, or write both with the same letters");
        }
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

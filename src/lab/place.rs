//! Which machine the workloads of a file run on: the first sort of evidence that gives exactly one answer.

use thin_vec::ThinVec;

use super::entry::{Entry, Text};
use super::found::{Deployed, Deployment, FoundUnit};
use super::list::List;
use super::machines::{KnownMachines, only_with_engine};
use super::stated::Stated;
use crate::source::{Span, Spanned};

/// Words before a number that say what the number is of: `lxc-100`.
const NUMBERED: [&str; 6] = ["lxc", "ct", "vm", "qemu", "kvm", "pct"];

/// Where the workloads of a unit run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitPlace {
    /// On each of these machines.
    On(Vec<PlaceEvidence>),
    /// Nobody says.
    Unknown,
}

/// A machine, and what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceEvidence {
    /// The machine, and where it is written; of what follows from a path, that is the workload itself.
    pub(super) name: Spanned<Text>,
    basis: Basis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Written,
    Path,
    OnlyOne,
}

impl PlaceEvidence {
    /// As the field of a workload that is written at a place.
    pub(super) fn runs_on(&self, at: Span) -> List<Spanned<Text>> {
        let mut name = self.name.clone();
        if self.basis != Basis::Written {
            name.span = at;
        }
        let span = name.span;
        let names: ThinVec<_> = [name].into_iter().collect();
        match self.basis {
            Basis::Written => Stated::from(Spanned { value: names, span }).through(at),
            Basis::Path => Stated::derived(names, span),
            Basis::OnlyOne => Stated::assumed(names, span),
        }
        .into()
    }
}

/// Where the workloads of a unit run.
pub(super) fn place_of(
    unit: &FoundUnit,
    deployments: &[Deployment],
    machines: &KnownMachines,
    entries: &[Entry],
) -> UnitPlace {
    let named = |basis: Basis| {
        move |name: &Spanned<Text>| PlaceEvidence {
            name: Spanned { value: machines.name_of(&name.value, entries), span: name.span },
            basis,
        }
    };
    if !unit.runs_on.is_empty() {
        return UnitPlace::On(unit.runs_on.iter().map(named(Basis::Written)).collect());
    }
    let mut deployed: Vec<PlaceEvidence> = Vec::new();
    for deployment in deployments.iter().filter(|it| is_of(it, unit)) {
        for place in deployment.runs_on.iter().map(named(Basis::Written)) {
            if !deployed.iter().any(|known| known.name.value == place.name.value) {
                deployed.push(place);
            }
        }
    }
    if !deployed.is_empty() {
        return UnitPlace::On(deployed);
    }
    match by_words(unit, machines) {
        Some(at) => UnitPlace::at(at, Basis::Path, entries),
        None => UnitPlace::Unknown,
    }
}

impl UnitPlace {
    fn at(machine: usize, basis: Basis, entries: &[Entry]) -> Self {
        let name = Spanned { value: entries[machine].name.value.clone(), span: Span::default() };
        Self::On(vec![PlaceEvidence { name, basis }])
    }

    /// Where everything runs that nothing else says anything of: the only machine with an engine. In a repository that
    /// sorts its files by machines that says nothing.
    pub(super) fn of_the_rest(all: &[Self], entries: &[Entry]) -> Self {
        let is_sorted = all.iter().any(|place| *place != Self::Unknown);
        let only = only_with_engine(entries).filter(|_| !is_sorted);
        only.map_or(Self::Unknown, |at| Self::at(at, Basis::OnlyOne, entries))
    }
}

/// The machine that the path or the name of a unit is called after: the nearest word counts.
fn by_words(unit: &FoundUnit, machines: &KnownMachines) -> Option<usize> {
    let (folders, file) = unit.path.rsplit_once('/').unwrap_or(("", &unit.path));
    let stem = file.split('.').next().unwrap_or_default();
    let folders = folders.split('/').rev().filter(|folder| !folder.is_empty() && *folder != "..");
    let project = unit.project.as_ref().map(|it| it.value.as_str());
    let words: Vec<&str> = std::iter::once(stem).chain(folders).chain(project).collect();
    let by_name = words.iter().find_map(|word| machines.by_name(word));
    by_name.or_else(|| words.iter().find_map(|word| machines.by_number(number_in(word)?)))
}

/// The number in `lxc-100` or `proxmox-lxc-100`.
fn number_in(word: &str) -> Option<&str> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = &word[digits.len()..];
    let before = digits.trim_end_matches(['-', '_', ' ']).to_lowercase();
    let kind = before.rsplit(['-', '_', ' ']).next().unwrap_or_default();
    (number.len() >= 3 && NUMBERED.contains(&kind)).then_some(number)
}

/// True if a deployment file speaks of this unit.
fn is_of(deployment: &Deployment, unit: &FoundUnit) -> bool {
    match &deployment.what {
        Deployed::Path(path) => {
            let path = path.trim_start_matches("./").trim_matches('/');
            let is_same = |own: &str| own == path || own.ends_with(&format!("/{path}"));
            let folder = unit.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            !path.is_empty() && (is_same(&unit.path) || is_same(folder))
        }
        Deployed::Project(name) => match &unit.project {
            Some(project) => project.value.eq_ignore_ascii_case(name),
            None => unit.folder().eq_ignore_ascii_case(name),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::number_in;

    #[test]
    fn a_number_needs_a_word_that_says_what_it_is() {
        let cases = [
            ("lxc-100", Some("100")),
            ("proxmox-lxc-101", Some("101")),
            ("vm102", Some("102")),
            ("app-100", None),
            ("lxc-1", None),
        ];
        for (word, number) in cases {
            assert_eq!(number_in(word), number, "{word}");
        }
    }
}

//! Names that nothing in the lab has. By an alias or by defaults, many may use one where it is written once, and
//! then it is told once.

use rustc_hash::FxHashMap;

use super::Suggestions;
use crate::finding::{Findings, Subject, in_thousands};
use crate::lab::{Lab, System, Text};
use crate::source::{Span, Spanned};

/// The names that a rule finds missing.
pub(super) struct MissingNames<'a> {
    lab: &'a Lab,
    suggestions: Suggestions<'a>,
    names: Vec<MissingName<'a>>,
    /// The same by the places they are written at.
    by_place: FxHashMap<Span, usize>,
}

struct MissingName<'a> {
    name: &'a Spanned<Text>,
    used_as: NameUse,
    about: Vec<Subject>,
    help: String,
    /// Something of a similar name.
    near: Option<System<'a>>,
}

/// What a name is used for.
#[derive(Clone, Copy)]
pub(super) enum NameUse {
    /// It is that of a system or a cluster, in the words that stand between two of them.
    Relation(&'static str),
    /// It is that of a record of this sort.
    Record(&'static str),
    /// An allowance covers it.
    Allowance,
    /// A rule of placement holds for it.
    Placement,
}

impl<'a> MissingNames<'a> {
    pub(super) fn new(lab: &'a Lab) -> Self {
        let (suggestions, by_place) = (Suggestions::new(lab), FxHashMap::default());
        Self { lab, suggestions, names: Vec::new(), by_place }
    }

    /// Adds the use of a name that should be that of a system.
    pub(super) fn add(&mut self, about: Subject, used_as: NameUse, name: &'a Spanned<Text>) {
        if self.is_known(about, name) {
            return;
        }
        let near = self.suggestions.system(name);
        self.push(about, used_as, name, near.map(System::name), near);
    }

    /// Adds the use of a name that should be that of another record, one of these.
    pub(super) fn add_record(
        &mut self,
        about: Subject,
        what: &'static str,
        name: &'a Spanned<Text>,
        all: impl FnOnce() -> Vec<&'a str>,
    ) {
        if self.is_known(about, name) {
            return;
        }
        let similar = self.suggestions.nearest(what, &name.value, all);
        self.push(about, NameUse::Record(what), name, similar, None);
    }

    /// Reports each name where it is written.
    pub(super) fn tell(&self, out: &mut Findings) {
        for missing in &self.names {
            for part in out.parts(missing.about.iter().copied()) {
                let message = missing.message(self.lab, &part);
                let finding = out.report_all(&part, missing.name, message).help(&missing.help);
                if let Some(near) = missing.near {
                    finding.label(near.place(), "something of a similar name is defined here");
                }
            }
        }
    }

    /// True if the name was met where it is written; then one more uses it.
    fn is_known(&mut self, about: Subject, name: &Spanned<Text>) -> bool {
        let Some(&known) = self.by_place.get(&name.span) else { return false };
        let known = &mut self.names[known].about;
        if known.last() != Some(&about) {
            known.push(about);
        }
        true
    }

    fn push(
        &mut self,
        about: Subject,
        used_as: NameUse,
        name: &'a Spanned<Text>,
        similar: Option<&str>,
        near: Option<System<'a>>,
    ) {
        let help = match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("define it; for something outside the lab write `external:{name}`"),
        };
        self.by_place.insert(name.span, self.names.len());
        self.names.push(MissingName { name, used_as, about: vec![about], help, near });
    }
}

impl MissingName<'_> {
    fn message(&self, lab: &Lab, about: &[Subject]) -> String {
        let name = self.name;
        let first = lab.name_of(about[0]).unwrap_or_default();
        let who = match about.len() {
            1 => format!("`{first}`"),
            2 => format!("`{first}` and another one"),
            count => format!("`{first}` and {} others", in_thousands(count - 1)),
        };
        let is_one = about.len() == 1;
        let said = match self.used_as {
            NameUse::Allowance => format!("an allowance is made for `{name}`"),
            NameUse::Placement => format!("a rule of placement speaks of `{name}`"),
            NameUse::Relation(how) if is_one => format!("{who} {how} `{name}`"),
            NameUse::Relation(_) => format!("{who} name `{name}`"),
            NameUse::Record(what) if is_one => format!("{who} names the {what} `{name}`"),
            NameUse::Record(what) => format!("{who} name the {what} `{name}`"),
        };
        format!("{said}, which is not defined")
    }
}

//! What is wrong with an inventory as a text, collected while it is read. The rules of the inventory
//! family report it.

use std::fmt;

use crate::finding::{Label, in_thousands};
use crate::source::{Span, Spanned};

/// So many mistakes of one sort are told of a file. Nobody reads more, and all of those that a file can
/// hold would fill any memory.
const TOLD: usize = 1_000;

/// What sort of mistake it is; each has a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MistakeKind {
    /// The text is not YAML.
    Syntax,
    /// A key that is not in the language.
    UnknownField,
    /// A value that cannot be read.
    InvalidField,
    /// A key that is written twice.
    DuplicateKey,
    /// A size without a unit.
    MissingUnit,
    /// Another spelling than the usual one.
    Spelling,
    /// A value that a YAML 1.1 reader would read differently.
    Yaml11,
    /// Two systems of one name. Of these only the rest of too many is noted here; the lab knows the others.
    Namesake,
}

const KINDS: [MistakeKind; 8] = [
    MistakeKind::Syntax,
    MistakeKind::UnknownField,
    MistakeKind::InvalidField,
    MistakeKind::DuplicateKey,
    MistakeKind::MissingUnit,
    MistakeKind::Spelling,
    MistakeKind::Yaml11,
    MistakeKind::Namesake,
];

/// Something wrong with the text of an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What sort it is.
    pub kind: MistakeKind,
    /// The place to look first.
    pub at: Span,
    /// The key that is unknown; none if it is a whole section.
    pub key: Option<String>,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to type instead.
    pub help: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// For how many others it stands, if it is the rest of too many.
    pub more: usize,
}

impl Mistake {
    /// A mistake that is still to be told more about.
    pub fn new(kind: MistakeKind, at: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, at, key: None, message, help: None, labels: Vec::new(), more: 0 }
    }

    /// What makes it the same as another one. Whose field an unknown one would be changes with each use
    /// of its anchor, and it is unknown but once.
    fn identity(&self) -> (Span, MistakeKind, &str) {
        let message = if self.kind == MistakeKind::UnknownField { "" } else { &self.message };
        (self.at, self.kind, message)
    }
}

/// A mistake that was just noted, to be told more about. Where there are too many of its sort there is
/// none, and what would be said is not even thought of.
pub struct OpenMistake<'m>(Option<&'m mut Mistake>);

impl OpenMistake<'_> {
    /// Says which key is unknown.
    pub fn key(&mut self, key: &str) -> &mut Self {
        if let Some(mistake) = &mut self.0 {
            mistake.key = Some(key.to_owned());
        }
        self
    }

    /// Says what to type instead.
    pub fn help<H: Into<Option<String>>>(&mut self, text: impl FnOnce() -> H) -> &mut Self {
        if let Some(mistake) = &mut self.0 {
            mistake.help = text().into();
        }
        self
    }

    /// Points at a second place.
    pub fn label(&mut self, at: Span, text: &str) -> &mut Self {
        if let Some(mistake) = &mut self.0 {
            mistake.labels.push(Label { at, text: text.to_owned() });
        }
        self
    }
}

/// The mistakes of a lab, file by file.
#[derive(Debug, Clone, Default)]
pub(super) struct Mistakes {
    list: Vec<Mistake>,
    /// Where those of the file begin that is being read.
    file: usize,
    tallies: [Tally; KINDS.len()],
}

/// How many mistakes of a sort a file has.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    told: usize,
    /// True once nothing more is told.
    full: bool,
    /// The last place that is told of or counted.
    last: Option<Span>,
    /// The first that is not told of, and how many there are.
    first: Option<Span>,
    rest: usize,
}

impl Mistakes {
    /// Goes on to the next file.
    pub(super) fn next_file(&mut self) {
        for (tally, kind) in std::mem::take(&mut self.tallies).into_iter().zip(KINDS) {
            let Some(at) = tally.first else { continue };
            let message = format!("and {} more like this", in_thousands(tally.rest));
            self.list.push(Mistake { more: tally.rest, ..Mistake::new(kind, at, message) });
        }
        self.file = self.list.len();
    }

    /// Takes a mistake, unless it is one too many.
    pub(super) fn note(
        &mut self,
        kind: MistakeKind,
        at: Span,
        message: impl fmt::Display,
    ) -> OpenMistake<'_> {
        if !self.has_room(kind, at) {
            return OpenMistake(None);
        }
        self.list.push(Mistake::new(kind, at, message.to_string()));
        OpenMistake(self.list.last_mut())
    }

    /// Adds a mistake that was found elsewhere.
    pub(super) fn add(&mut self, mistake: Mistake) {
        self.list.push(mistake);
    }

    /// Notes a name or key that is written a second time.
    pub(super) fn twice(&mut self, again: &Spanned<impl fmt::Display>, first: Span) {
        let message = format_args!("`{again}` is written twice");
        self.note(MistakeKind::DuplicateKey, again.span, message)
            .help(|| "keep one of the two".to_owned())
            .label(first, "first written here");
    }

    /// Counts a mistake. True if it can be told, false if it is one too many.
    pub(super) fn has_room(&mut self, kind: MistakeKind, at: Span) -> bool {
        let tally = &self.tallies[kind as usize];
        if tally.told == TOLD && !tally.full {
            self.forget_repetitions(kind);
        }
        let tally = &mut self.tallies[kind as usize];
        if tally.full {
            tally.count(at, 1);
        } else {
            tally.told += 1;
        }
        !tally.full
    }

    /// Counts mistakes that nobody told.
    pub(super) fn count(&mut self, kind: MistakeKind, at: Span, number: usize) {
        self.tallies[kind as usize].count(at, number);
    }

    /// Every mistake, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Mistake> {
        self.next_file();
        self.file = 0;
        self.sort();
        self.list
    }

    /// One anchor may be used many times, and its mistakes found as often. If that is not why there are
    /// so many, there are too many.
    fn forget_repetitions(&mut self, kind: MistakeKind) {
        self.sort();
        let tally = &mut self.tallies[kind as usize];
        if kind != MistakeKind::Namesake {
            let told = self.list[self.file..].iter().filter(|mistake| mistake.kind == kind);
            tally.last = told.clone().next_back().map(|mistake| mistake.at);
            tally.told = told.count();
        }
        tally.full = tally.told > TOLD / 2;
    }

    fn sort(&mut self) {
        let mut list = self.list.split_off(self.file);
        list.sort_by(|a, b| a.identity().cmp(&b.identity()));
        list.dedup_by(|a, b| a.identity() == b.identity());
        self.list.append(&mut list);
    }
}

impl Tally {
    /// Counts what is not told. What stands before something counted comes from an anchor, and was met before.
    fn count(&mut self, at: Span, number: usize) {
        if self.last < Some(at) {
            self.last = Some(at);
            self.first.get_or_insert(at);
            self.rest += number;
        }
    }
}

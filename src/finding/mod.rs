//! Findings: what went wrong, about what, and exactly where.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Span;

mod fix;

pub use fix::{Edit, Fix, Safety};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; never fails a run unless it is asked to.
    Info,
    /// Worth mending.
    Warning,
    /// Wrong: the inventory contradicts itself, or the thing cannot work.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a finding is about. An allowance stands beside a subject, a fingerprint names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The whole lab.
    Lab,
    /// A host or a workload.
    System(SystemId),
    /// A cluster.
    Cluster(ClusterId),
    /// A network.
    Network(NetworkId),
    /// A shared storage.
    Storage(StorageId),
    /// A backup target.
    Target(TargetId),
}

/// Declares the numbers that the things of a lab go by.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $subject:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(u32);

            impl $name {
                /// The number of a place in the list of these things.
                ///
                /// # Panics
                ///
                /// When there are more than 2^32 of them, which no text can hold.
                pub fn new(index: usize) -> Self {
                    Self(u32::try_from(index).expect("fewer than 2^32 of a kind"))
                }

                /// The number itself.
                pub fn number(self) -> u32 {
                    self.0
                }

                /// Its place in the list of these things.
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl From<$name> for Subject {
                fn from(id: $name) -> Self {
                    Self::$subject(id)
                }
            }
        )+
    };
}

ids! {
    /// The number of a host or a workload.
    SystemId => System;
    /// The number of a cluster.
    ClusterId => Cluster;
    /// The number of a network.
    NetworkId => Network;
    /// The number of a shared storage.
    StorageId => Storage;
    /// The number of a backup target.
    TargetId => Target;
}

impl Subject {
    /// What sort of thing it is, in a word that files may keep.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::System(_) => "system",
            Self::Cluster(_) => "cluster",
            Self::Network(_) => "network",
            Self::Storage(_) => "storage",
            Self::Target(_) => "backup",
        }
    }
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Span,
    /// What is to be seen there.
    pub text: String,
}

/// One thing to tell the user. It always has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One line, lower case, no full stop.
    pub message: String,
    /// The place to look first.
    pub at: Span,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// The ways to do it that labctl knows, the best first.
    pub fixes: Vec<Fix>,
    /// What it is about: one thing, or each of a group.
    pub subjects: Vec<Subject>,
    /// The allowance that excuses it, by its number.
    pub allowed: Option<usize>,
    /// True if a baseline has it: it was there before.
    pub known: bool,
    /// How many systems it is about, or are taken along when those fail.
    pub reach: usize,
    /// For how many others it stands, if there were too many to tell them all.
    pub more: usize,
}

impl Finding {
    /// True if nothing excuses it, and it is new.
    pub fn counts(&self) -> bool {
        self.allowed.is_none() && !self.known
    }

    /// Points at a second place.
    pub fn label(&mut self, at: impl Into<Span>, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { at: at.into(), text: text.into() });
        self
    }

    /// Makes it matter one level less than its rule does; an info stays one.
    pub fn lower(&mut self) -> &mut Self {
        self.level = match self.level {
            Level::Error => Level::Warning,
            Level::Warning | Level::Info => Level::Info,
        };
        self
    }

    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }
}

/// Says which allowance, if any, excuses a rule's finding about a subject.
pub trait Excuses {
    /// The number of the allowance.
    fn excuse(&self, rule: &str, subject: Subject) -> Option<usize>;

    /// True if the rule's finding about the subject was there before.
    fn knows(&self, rule: &str, subject: Subject) -> bool;
}

/// How a finding about a subject stands before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct FindingStatus {
    allowed: Option<usize>,
    known: bool,
}

/// Where a rule puts its findings; it stamps each with the rule's name and level.
pub struct Findings<'a> {
    rule: &'static str,
    level: Level,
    excuses: &'a dyn Excuses,
    out: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// A sink for one rule.
    pub fn of(
        rule: &'static str,
        level: Level,
        excuses: &'a dyn Excuses,
        out: &'a mut Vec<Finding>,
    ) -> Self {
        Self { rule, level, excuses, out }
    }

    /// Reports one finding about one subject.
    pub fn report(
        &mut self,
        about: impl Into<Subject>,
        at: impl Into<Span>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let subject = about.into();
        let allowed = self.standing(subject);
        self.push(vec![subject], allowed, at.into(), message.into())
    }

    /// Reports one finding about a whole group, as [`Findings::parts`] gave it out.
    ///
    /// # Panics
    ///
    /// When the group has no member.
    pub fn report_all<T: Copy + Into<Subject>>(
        &mut self,
        group: &[T],
        at: impl Into<Span>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let subjects: Vec<Subject> = group.iter().map(|&member| member.into()).collect();
        let allowed = self.standing(subjects[0]);
        self.push(subjects, allowed, at.into(), message.into())
    }

    /// Reports one finding about things that are wrong only together, as on a circle: an allowance of any
    /// one of them excuses it.
    ///
    /// # Panics
    ///
    /// When there are none.
    pub fn report_together<T: Copy + Into<Subject>>(
        &mut self,
        all: &[T],
        at: impl Into<Span>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let subjects: Vec<Subject> = all.iter().map(|&one| one.into()).collect();
        assert!(!subjects.is_empty(), "a finding is about something");
        let each = subjects.iter().map(|&one| self.standing(one));
        let allowed = each.max().unwrap_or_default();
        self.push(subjects, allowed, at.into(), message.into())
    }

    /// Parts the members of a group: those that are new and that nothing excuses, those that were there
    /// before, and those of each allowance. An allowance therefore takes its own members out of a grouped
    /// finding and leaves the rest.
    pub fn parts<T: Copy + Into<Subject>>(
        &self,
        members: impl IntoIterator<Item = T>,
    ) -> Vec<Vec<T>> {
        let mut parts: BTreeMap<FindingStatus, Vec<T>> = BTreeMap::new();
        for member in members {
            parts.entry(self.standing(member.into())).or_default().push(member);
        }
        parts.into_values().collect()
    }

    fn standing(&self, subject: Subject) -> FindingStatus {
        let allowed = self.excuses.excuse(self.rule, subject);
        // An allowance says why; a baseline only that it is not new.
        FindingStatus {
            allowed,
            known: allowed.is_none() && self.excuses.knows(self.rule, subject),
        }
    }

    fn push(
        &mut self,
        subjects: Vec<Subject>,
        FindingStatus { allowed, known }: FindingStatus,
        at: Span,
        message: String,
    ) -> &mut Finding {
        let (rule, level) = (self.rule, self.level);
        let (labels, help, fixes, reach, more) = (Vec::new(), None, Vec::new(), 0, 0);
        self.out.push(Finding {
            rule,
            level,
            message,
            at,
            labels,
            help,
            fixes,
            subjects,
            allowed,
            known,
            reach,
            more,
        });
        self.out.last_mut().expect("just pushed")
    }
}

/// A large number as people read it.
pub(crate) fn in_thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

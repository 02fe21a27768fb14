//! What the allowances of a rule cover. Each is looked at once, however large the lab is and however many
//! there are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::finding::{Subject, SystemId};
use crate::lab::{Cover, Lab, RunsOn};
use crate::source::Span;

/// The allowances of one rule, by what they cover.
pub(super) struct Covers<'a> {
    lab: &'a Lab,
    groups: Vec<AllowanceGroup>,
    /// The group that covers the whole lab.
    everywhere: Option<usize>,
    /// The groups that cover a single thing, and what runs on it.
    things: HashMap<Subject, usize>,
    /// The groups that cover sections, in the order of the text.
    sections: Vec<(Span, usize)>,
    /// What is known of the stacks that were asked for.
    stacks: Mutex<HashMap<SystemId, StackCover>>,
}

/// Allowances that cover the same.
#[derive(Default)]
struct AllowanceGroup {
    members: Vec<usize>,
    /// The earliest of them, and of all groups that come with it.
    first: Option<usize>,
    /// The group that covers whatever this one covers, and more.
    with: Option<usize>,
    used: AtomicBool,
}

/// What covers a system or something it stands on.
#[derive(Clone, Copy, Default)]
struct StackCover {
    /// The earliest allowance.
    first: Option<usize>,
    /// The nearest system that an allowance covers by itself.
    nearest: Option<SystemId>,
    /// Whether all that covers it is known to be used.
    told: bool,
}

impl<'a> Covers<'a> {
    /// Of some allowances, by their numbers.
    pub(super) fn of(lab: &'a Lab, allowances: &[usize]) -> Self {
        let mut groups: Vec<AllowanceGroup> = Vec::new();
        let (mut everywhere, mut things) = (None, HashMap::new());
        let mut sections: HashMap<Span, usize> = HashMap::new();
        let mut free = || {
            groups.push(AllowanceGroup::default());
            groups.len() - 1
        };
        let mut members = Vec::new();
        for &allowance in allowances {
            let mut thing = |subject| *things.entry(subject).or_insert_with(&mut free);
            match &lab.allowances()[allowance].cover {
                Cover::Thing(subject) => members.push((thing(*subject), allowance)),
                Cover::Named(names) => {
                    let named = names.iter().filter_map(|name| lab.subject_named(name));
                    members.extend(named.map(|subject| (thing(subject), allowance)));
                }
                Cover::Section(span) => {
                    members.push((*sections.entry(*span).or_insert_with(&mut free), allowance));
                }
                Cover::Lab => {
                    members.push((*everywhere.get_or_insert_with(&mut free), allowance));
                }
            }
        }
        for (group, allowance) in members {
            groups[group].first.get_or_insert(allowance);
            groups[group].members.push(allowance);
        }
        let mut sections: Vec<_> = sections.into_iter().collect();
        sections.sort_unstable();
        // Sections that overlap end at the same place, so the earlier one holds the later one.
        for pair in sections.windows(2) {
            let [(outer, with), (inner, group)] = *pair else { continue };
            if outer.contains(inner) {
                groups[group].with = Some(with);
                groups[group].first = earlier(groups[group].first, groups[with].first);
            }
        }
        Self { lab, groups, everywhere, things, sections, stacks: Mutex::default() }
    }

    /// The earliest allowance that covers a subject. All that do are used from now on.
    pub(super) fn excuse(&self, subject: Subject) -> Option<usize> {
        let everywhere = self.everywhere.and_then(|group| self.take(group));
        let own = match subject {
            Subject::System(id) => self.of_stack(id),
            _ => self.of_thing(subject).filter_map(|group| self.take(group)).min(),
        };
        earlier(everywhere, own)
    }

    /// The allowances that have excused something.
    pub(super) fn used(&self) -> impl Iterator<Item = usize> {
        let used = self.groups.iter().filter(|group| group.used.load(Ordering::Relaxed));
        used.flat_map(|group| group.members.iter().copied())
    }

    /// Uses a group and all that come with it.
    fn take(&self, group: usize) -> Option<usize> {
        let mut next = Some(group);
        while let Some(group) = next.map(|at| &self.groups[at])
            && !group.used.swap(true, Ordering::Relaxed)
        {
            next = group.with;
        }
        self.groups[group].first
    }

    /// The groups that cover a thing by itself, or the section it is written in.
    fn of_thing(&self, subject: Subject) -> impl Iterator<Item = usize> {
        let section = || {
            let whole = self.lab.places_of(subject)?.main;
            let after = self.sections.partition_point(|(span, _)| span.start() <= whole.start());
            let (span, group) = *self.sections[..after].last()?;
            span.contains(whole).then_some(group)
        };
        self.things.get(&subject).copied().into_iter().chain(section())
    }

    /// The groups that cover a system by itself, or the cluster it runs on.
    fn of_layer(&self, id: SystemId) -> impl Iterator<Item = usize> {
        let cluster = match self.lab.system_at(id.index()).runs_on() {
            RunsOn::Cluster(cluster) => self.things.get(&Subject::Cluster(cluster)).copied(),
            _ => None,
        };
        self.of_thing(Subject::System(id)).chain(cluster)
    }

    fn of_stack(&self, id: SystemId) -> Option<usize> {
        if self.things.is_empty() && self.sections.is_empty() {
            return None;
        }
        let mut stacks = self.stacks.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.look_down(id, &mut stacks);
        let mut next = found.nearest;
        while let Some(at) = next {
            let stack = stacks.get_mut(&at).expect("who covers a stack stands in it");
            if std::mem::replace(&mut stack.told, true) {
                break;
            }
            self.of_layer(at).for_each(|group| {
                self.take(group);
            });
            next = self.below(at).and_then(|below| stacks[&below].nearest);
        }
        found.first
    }

    /// Follows a stack down to where it is known, and takes note of it on the way back.
    fn look_down(&self, id: SystemId, stacks: &mut HashMap<SystemId, StackCover>) -> StackCover {
        let (mut trail, mut next) = (Vec::new(), Some(id));
        while let Some(at) = next.filter(|at| !stacks.contains_key(at)) {
            trail.push(at);
            next = self.below(at);
        }
        let mut stack = next.map_or(StackCover::default(), |known| stacks[&known]);
        while let Some(at) = trail.pop() {
            let own = self.of_layer(at).filter_map(|group| self.groups[group].first).min();
            stack = StackCover {
                first: earlier(own, stack.first),
                nearest: own.map(|_| at).or(stack.nearest),
                told: false,
            };
            stacks.insert(at, stack);
        }
        stack
    }

    fn below(&self, id: SystemId) -> Option<SystemId> {
        let below = self.lab.system_at(id.index()).below().next()?;
        Some(SystemId::new(below.id()))
    }
}

fn earlier(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.into_iter().chain(other).min()
}

//! How the systems of a lab hang together: names to numbers, what runs on what, who needs whom.

use std::collections::HashMap;

use super::draft::Draft;
use super::entry::Text;
use super::mistake::Slip;
use super::stacks::Stacks;
use crate::finding::Label;
use crate::source::{Span, Spanned};

/// What a system runs on, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Nothing is written.
    #[default]
    Unplaced,
    /// A host or a workload, by its number.
    System(u32),
    /// Some node of a cluster, by the cluster's number.
    Cluster(u32),
    /// Something outside the lab.
    External,
    /// A name that nothing has.
    Unknown,
}

/// The connections of a lab.
#[derive(Debug, Default)]
pub(super) struct Links {
    names: HashMap<Text, u32>,
    pub(super) clusters: HashMap<Text, u32>,
    pub(super) networks: HashMap<Text, u32>,
    pub(super) storage: HashMap<Text, u32>,
    pub(super) targets: HashMap<Text, u32>,
    places: Vec<Place>,
    guests: Lists,
    needs: Lists,
    needed_by: Lists,
    /// True for systems that, followed down, come back to themselves.
    in_cycle: Vec<bool>,
    pub(super) cycles: Vec<Vec<u32>>,
    pub(super) namesakes: Vec<(u32, u32)>,
    pub(super) stacks: Stacks,
}

impl Links {
    pub(super) fn of(draft: &mut Draft) -> Self {
        let mut links = Self::default();
        links.name(draft);
        links.index_records(draft);
        links.place(draft);
        links.find_cycles();
        links.stacks = Stacks::of(&draft.entries, |system| links.below(system));
        links.connect(draft);
        links
    }

    pub(super) fn system(&self, name: &str) -> Option<u32> {
        self.names.get(folded(name).as_ref()).copied()
    }

    pub(super) fn place_of(&self, system: usize) -> Place {
        self.places[system]
    }

    pub(super) fn guests(&self, system: usize) -> &[u32] {
        self.guests.get(system)
    }

    pub(super) fn needs(&self, system: usize) -> &[u32] {
        self.needs.get(system)
    }

    pub(super) fn needed_by(&self, system: usize) -> &[u32] {
        self.needed_by.get(system)
    }

    /// What a system stands on; nothing, if following that would lead back to it.
    pub(super) fn below(&self, system: usize) -> Option<u32> {
        match self.places[system] {
            Place::System(below) if !self.in_cycle[system] => Some(below),
            _ => None,
        }
    }

    pub(super) fn in_cycle(&self, system: usize) -> bool {
        self.in_cycle[system]
    }

    fn name(&mut self, draft: &Draft) {
        self.names.reserve(draft.entries.len());
        for (id, entry) in (0..).zip(&draft.entries) {
            let name = folded(&entry.name);
            let name =
                if *name == *entry.name.value { entry.name.value.clone() } else { name.into() };
            match self.names.entry(name) {
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(id);
                }
                std::collections::hash_map::Entry::Occupied(taken) => {
                    self.namesakes.push((*taken.get(), id));
                }
            }
        }
    }

    fn index_records(&mut self, draft: &mut Draft) {
        let mut twice = Vec::new();
        self.clusters = index(draft.clusters.iter().map(|it| &it.name), &mut twice);
        self.networks = index(draft.networks.iter().map(|it| &it.name), &mut twice);
        self.storage = index(draft.storage.iter().map(|it| &it.name), &mut twice);
        self.targets = index(draft.targets.iter().map(|it| &it.name), &mut twice);
        for (first, again) in twice {
            let message = format!("`{again}` is written twice");
            let mistake = draft.mistake(Slip::DuplicateKey, again.span, message);
            mistake.help = Some("keep one of the two".to_owned());
            mistake.labels.push(Label { at: first, text: "first written here".to_owned() });
        }
    }

    fn place(&mut self, draft: &Draft) {
        let place = |name: &str| match self.system(name) {
            Some(id) => Place::System(id),
            None if name.starts_with("external:") => Place::External,
            None => self.clusters.get(name).map_or(Place::Unknown, |&id| Place::Cluster(id)),
        };
        self.places = draft
            .entries
            .iter()
            // Of several machines it may run on, the first that exists stands for all.
            .map(|entry| {
                let mut places = entry.runs_on.iter().map(|name| place(name));
                let first = places.next().unwrap_or(Place::Unplaced);
                if first == Place::Unknown {
                    places.find(|&next| next != first).unwrap_or(first)
                } else {
                    first
                }
            })
            .collect();
    }

    /// Follows every system down once; whoever meets its own trail is on a cycle.
    fn find_cycles(&mut self) {
        let count = self.places.len();
        let (mut trail_of, mut trail) = (vec![0_u32; count], 0);
        self.in_cycle = vec![false; count];
        for start in 0..count {
            trail += 1;
            let mut at = start;
            while trail_of[at] == 0 {
                trail_of[at] = trail;
                match self.places[at] {
                    Place::System(below) => at = below as usize,
                    _ => break,
                }
            }
            let closes = matches!(self.places[at], Place::System(_)) && trail_of[at] == trail;
            if closes && !self.in_cycle[at] {
                let cycle = self.walk_cycle(at);
                for &member in &cycle {
                    self.in_cycle[member as usize] = true;
                }
                if !cycle.is_empty() {
                    self.cycles.push(cycle);
                }
            }
        }
    }

    /// The systems from one on a cycle back to itself, the earliest in the text first; none if `start` only leads to one.
    fn walk_cycle(&self, start: usize) -> Vec<u32> {
        let (mut at, mut cycle) = (start, Vec::new());
        loop {
            cycle.push(u32::try_from(at).expect("fewer than 2^32 systems"));
            match self.places[at] {
                Place::System(below) if below as usize == start => break,
                Place::System(below) if cycle.len() <= self.places.len() => at = below as usize,
                _ => return Vec::new(),
            }
        }
        let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
        cycle.rotate_left(first);
        cycle
    }

    fn connect(&mut self, draft: &Draft) {
        let count = self.places.len();
        let hosted = (0..).zip(&self.places).filter_map(|(guest, place)| match *place {
            Place::System(below) => Some((below, guest)),
            _ => None,
        });
        self.guests = Lists::of(count, hosted);
        let needs: Vec<(u32, u32)> = (0..)
            .zip(&draft.entries)
            .flat_map(|(id, entry)| entry.depends_on.iter().map(move |need| (id, need)))
            .filter_map(|(id, need)| Some((id, self.system(&need.on)?)))
            .collect();
        self.needed_by = Lists::of(count, needs.iter().map(|&(from, to)| (to, from)));
        self.needs = Lists::of(count, needs.into_iter());
    }
}

/// Names to numbers; what is named a second time goes to `twice`, with the place of the first.
fn index<'a>(
    names: impl Iterator<Item = &'a Spanned<Text>>,
    twice: &mut Vec<(Span, Spanned<Text>)>,
) -> HashMap<Text, u32> {
    let mut index: HashMap<Text, (u32, Span)> = HashMap::new();
    for (id, name) in (0..).zip(names) {
        let (first, place) = *index.entry(name.value.clone()).or_insert((id, name.span));
        if first != id {
            twice.push((place, name.clone()));
        }
    }
    index.into_iter().map(|(name, (id, _))| (name, id)).collect()
}

/// One list of numbers for each system, all in one allocation.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut items = vec![0; starts[count] as usize];
        let mut free = starts.clone();
        for (from, to) in pairs {
            items[free[from as usize] as usize] = to;
            free[from as usize] += 1;
        }
        Self { starts, items }
    }

    fn get(&self, system: usize) -> &[u32] {
        &self.items[self.starts[system] as usize..self.starts[system + 1] as usize]
    }
}

/// Names differ only if they differ in more than case.
fn folded(name: &str) -> std::borrow::Cow<'_, str> {
    if name.chars().any(char::is_uppercase) { name.to_lowercase().into() } else { name.into() }
}

//! The order of a plan: guests move one after the other, and at every step everything still fits.
//!
//! A guest that moves while it runs is charged at both ends. Where guests wait for each other's room in a circle,
//! one of them goes over a third host; where there is none, they stop for the time it takes.

use super::limits::LabModel;
use super::model::{Model, Transit};
use super::placing::Placing;
use crate::insight::is_taken_whole;
use crate::lab::{Migration, System};

/// How a guest moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// While it runs.
    Live,
    /// It is shut down, moved, and started there.
    Offline,
    /// It is stopped there and started here again, as containers are.
    Restart,
}

/// A move, in the numbers of the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OrderedMove {
    pub(super) guest: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// When; those of one number move at the same time. The first is 1.
    pub(super) step: usize,
    pub(super) way: Way,
}

/// Puts the moves of a placement in order.
pub(super) fn steps(it: &LabModel<'_>, placing: &Placing<'_>) -> Vec<OrderedMove> {
    let model = &it.model;
    let now: Vec<Option<usize>> = placing
        .places()
        .iter()
        .zip(&model.guests)
        .map(|(place, guest)| place.map(|_| guest.now))
        .collect();
    let mut journey = Journey { it, state: Placing::of(model, &now), steps: Vec::new(), step: 0 };
    let mut pending: Vec<(usize, usize)> = placing
        .places()
        .iter()
        .enumerate()
        .filter_map(|(guest, place)| Some((guest, (*place)?)))
        .filter(|(guest, to)| model.guests[*guest].now != *to)
        .collect();
    // What is large finds its room first.
    pending.sort_by_key(|(guest, _)| (std::cmp::Reverse(model.guests[*guest].takes(0)), *guest));
    let mut detoured = Vec::new();
    while !pending.is_empty() {
        journey.step += 1;
        if journey.go(&mut pending) {
            continue;
        }
        if !journey.detour(&pending, &mut detoured) {
            journey.stop(&mut pending);
        }
    }
    journey.steps
}

struct Journey<'m, 'a> {
    it: &'m LabModel<'a>,
    state: Placing<'m>,
    steps: Vec<OrderedMove>,
    step: usize,
}

impl<'m> Journey<'m, '_> {
    fn model(&self) -> &'m Model {
        &self.it.model
    }

    /// Moves all at once that can go now and are not in each other's way. False if nobody can.
    fn go(&mut self, pending: &mut Vec<(usize, usize)>) -> bool {
        let (mut busy, mut going) = (vec![false; self.model().hosts], Vec::new());
        for &(guest, to) in pending.iter() {
            let from = self.state.place(guest).expect("it is somewhere");
            if busy[from] || busy[to] || !self.can_arrive(guest, to) {
                continue;
            }
            if !going.is_empty() && self.shares_domains(guest, to) {
                continue;
            }
            busy[from] = true;
            busy[to] = true;
            going.push((guest, to));
        }
        for &(guest, to) in &going {
            self.move_to(guest, to, way(self.it.guests[guest]));
        }
        pending.retain(|it| !going.contains(it));
        !going.is_empty()
    }

    /// True if a guest on a host counts for what several hosts have together.
    fn shares_domains(&self, guest: usize, to: usize) -> bool {
        let capacities = self.model().capacities_of(guest, to);
        capacities.iter().any(|&it| self.model().capacities[it].hosts.len() > 1)
    }

    fn move_to(&mut self, guest: usize, to: usize, way: Way) {
        let from = self.state.take(guest).expect("it is somewhere");
        self.state.put(guest, to);
        self.steps.push(OrderedMove { guest, from, to, step: self.step, way });
    }

    /// True if a guest can arrive while it is still where it was.
    fn can_arrive(&self, guest: usize, to: usize) -> bool {
        let model = self.model();
        let from = self.state.place(guest).expect("it is somewhere");
        let it = &model.guests[guest];
        model.capacities_of(guest, to).into_iter().all(|number| {
            let capacity = &model.capacities[number];
            let there_already = capacity.hosts.contains(&from);
            let fits = self.state.used(number) + it.takes(capacity.resource) <= capacity.at_most;
            match capacity.on_the_way {
                Transit::Free => true,
                Transit::Room => fits,
                Transit::Intact => {
                    there_already
                        || self.state.is_broken(number)
                        || !self.state.would_break(guest, number)
                }
            }
        })
    }

    /// Sends one over a third host, if another can go then. A guest goes only once around.
    fn detour(&mut self, pending: &[(usize, usize)], detoured: &mut Vec<usize>) -> bool {
        let mut order: Vec<(usize, usize)> = pending.to_vec();
        order.reverse();
        for &(guest, to) in &order {
            if detoured.contains(&guest) {
                continue;
            }
            let from = self.state.place(guest).expect("it is somewhere");
            for over in (0..self.model().hosts).filter(|over| *over != from && *over != to) {
                let may = self.model().banned(guest, over).is_none();
                if !may || !self.can_arrive(guest, over) {
                    continue;
                }
                self.state.take(guest);
                self.state.put(guest, over);
                let mut others = pending.iter().filter(|(other, _)| *other != guest);
                let helps = others.any(|&(other, there)| self.can_arrive(other, there));
                self.state.take(guest);
                self.state.put(guest, from);
                if helps {
                    detoured.push(guest);
                    self.move_to(guest, over, way(self.it.guests[guest]));
                    return true;
                }
            }
        }
        false
    }

    /// Two that are in each other's way change places while both are stopped; or all that are left do.
    fn stop(&mut self, pending: &mut Vec<(usize, usize)>) {
        let pairs = pending
            .iter()
            .enumerate()
            .flat_map(|(at, one)| pending[at + 1..].iter().map(move |other| [*one, *other]));
        let pair = pairs.into_iter().find(|pair| self.fit_together(pair));
        let going: Vec<(usize, usize)> = pair.map_or_else(|| pending.clone(), |pair| pair.to_vec());
        for &(guest, to) in &going {
            let way = match way(self.it.guests[guest]) {
                Way::Live => Way::Offline,
                way => way,
            };
            self.move_to(guest, to, way);
        }
        pending.retain(|it| !going.contains(it));
    }

    /// True if several can be where they are to be, once none of them is where it was.
    fn fit_together(&self, going: &[(usize, usize)]) -> bool {
        let mut state = self.state.clone();
        going.iter().for_each(|(guest, _)| {
            state.take(*guest);
        });
        going.iter().all(|&(guest, to)| {
            let fits =
                state.full(guest, to, |capacity| capacity.on_the_way != Transit::Free).is_none();
            if fits {
                state.put(guest, to);
            }
            fits
        })
    }
}

/// How a guest moves, if nothing is in its way.
fn way(guest: System<'_>) -> Way {
    let offline = guest.entry().running.migration.value() == Some(Migration::Offline);
    if guest.is_system_container() {
        Way::Restart
    } else if offline || guest.devices().any(is_taken_whole) {
        Way::Offline
    } else {
        Way::Live
    }
}

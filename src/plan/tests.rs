//! Small problems, by the search and by trying everything.

use proptest::prelude::*;

use super::conflict::conflict;
use super::limit::{Limit, LimitKind};
use super::model::{Ban, BanScope, CapacityLimit, Guest, Model, Transit, Union};
use super::outcome::PlanStatus;
use super::placing::Placing;
use super::search::best;
use crate::source::Span;

const HOSTS: usize = 3;

/// How far the best placement gets: those left without a place, then the moves.
fn by_force(model: &Model) -> (usize, usize) {
    fn go(model: &Model, placing: &mut Placing<'_>, guest: usize, best: &mut (usize, usize)) {
        if guest == model.guests.len() {
            if placing.holds() {
                *best = (*best).min((placing.left(), placing.moves()));
            }
            return;
        }
        for host in 0..model.hosts {
            placing.put(guest, host);
            go(model, placing, guest + 1, best);
            placing.take(guest);
        }
        go(model, placing, guest + 1, best);
    }
    let mut best = (usize::MAX, usize::MAX);
    go(model, &mut Placing::empty(model), 0, &mut best);
    best
}

fn limit(model: &mut Model) -> usize {
    model.limit(Limit { kind: LimitKind::Apart, at: Span::default() })
}

/// Memory, and seats of guests that are kept apart, by host; a guest in six may not be somewhere.
fn model() -> impl Strategy<Value = Model> {
    let guest = (0..HOSTS, 0_u64..6, prop::option::weighted(0.3, 0_u32..2));
    let guests = prop::collection::vec(guest, 1..6);
    let room = prop::collection::vec(0_u64..12, HOSTS);
    let bans = prop::collection::vec((0_usize..5, 0..HOSTS, any::<bool>()), 0..3);
    let union = prop::option::weighted(0.3, prop::collection::btree_set(0_usize..5, 2..4));
    let exclusive = prop::option::weighted(0.3, 1_u64..3);
    (guests, room, bans, union, exclusive).prop_map(|(guests, room, bans, union, exclusive)| {
        let mut model = Model { hosts: HOSTS, ..Model::default() };
        for (now, memory, group) in guests {
            let mut takes = vec![(0, memory)];
            takes.extend(group.map(|group| (1 + group, 1)));
            takes.retain(|(_, amount)| *amount > 0);
            model.guests.push(Guest { now, takes, ..Guest::default() });
        }
        for (host, at_most) in room.into_iter().enumerate() {
            let mut add = |resource, at_most, when| {
                let limit = limit(&mut model);
                let hosts = vec![host];
                let on_the_way = Transit::Room;
                model.capacity(CapacityLimit { limit, hosts, resource, at_most, when, on_the_way });
            };
            add(0, at_most, None);
            add(1, 1, None);
            if let Some(room) = exclusive {
                add(0, room, Some(2));
            }
        }
        for (guest, host, going) in bans {
            let guest = guest % model.guests.len();
            let limit = Some(limit(&mut model));
            let hosts = (0..HOSTS).map(|other| other == host).collect();
            let holds = if going { BanScope::Going } else { BanScope::Staying };
            model.ban(Ban { limit, hosts, holds }, [guest]);
        }
        if let Some(union) = union {
            let guests: Vec<usize> =
                union.into_iter().filter(|guest| *guest < model.guests.len()).collect();
            let limit = limit(&mut model);
            let domains = (0..HOSTS).map(|host| Some(host / 2)).collect();
            model.union(Union { limit, guests, domains, fixed: None });
        }
        model
    })
}

proptest! {
    #[test]
    fn no_placement_is_better_than_the_best(model in model()) {
        let found = best(&model, &[]);
        let placing = Placing::of(&model, &found.places);
        let (left, moves) = by_force(&model);
        prop_assert!(placing.holds());
        prop_assert_eq!((placing.left(), placing.moves()), (left, moves));
        prop_assert_eq!(found.moves_at_least, moves);
        let status = match (left, moves) {
            (0, 0) => PlanStatus::NothingToDo,
            (0, _) => PlanStatus::Optimal,
            _ => PlanStatus::Infeasible,
        };
        prop_assert_eq!(found.status, status);
    }

    /// Together they leave somebody without a place; without any one of them, nobody.
    #[test]
    fn a_conflict_has_no_limit_too_many(model in model()) {
        prop_assume!(by_force(&model).0 > 0);
        let found = conflict(&model, &[]);
        let under = |left_out: Option<usize>| {
            let mut in_force = vec![false; model.limits.len()];
            let kept = found.limits.iter().filter(|limit| Some(**limit) != left_out);
            kept.for_each(|limit| in_force[*limit] = true);
            by_force(&model.under(&in_force)).0
        };
        prop_assert!(under(None) > 0);
        for &limit in &found.limits {
            prop_assert_eq!(under(Some(limit)), 0);
        }
        for &cure in &found.cures {
            let mut in_force = vec![true; model.limits.len()];
            in_force[cure] = false;
            prop_assert_eq!(by_force(&model.under(&in_force)).0, 0);
        }
    }
}

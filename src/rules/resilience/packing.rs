//! Whether things find room: which of them can be placed, and how many cannot.
//!
//! The answer is exact as long as the steps suffice, which for the guests of a home they do. Where they do
//! not, it says how many at least find no place.

/// Something that wants a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// How much it takes of each resource.
    pub(super) takes: Vec<u64>,
    /// The places it may go to.
    pub(super) may_go: Vec<bool>,
    /// The groups it is in. No place holds two of a group.
    pub(super) groups: Vec<usize>,
}

/// Somewhere to put things.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Room {
    /// How much it has of each resource.
    pub(super) has: Vec<u64>,
    /// The groups of what is there already.
    pub(super) groups: Vec<usize>,
}

/// What came out.
#[derive(Debug, Clone)]
pub(super) struct Packing {
    /// The place of each item; nothing for those that found none.
    pub(super) places: Vec<Option<usize>>,
    /// How many find no place, however it is done.
    pub(super) at_least: usize,
}

impl Packing {
    /// The items that found no place.
    pub(super) fn left(&self) -> impl Iterator<Item = usize> {
        self.places.iter().enumerate().filter(|(_, place)| place.is_none()).map(|(item, _)| item)
    }

    /// True if no other way would place more.
    pub(super) fn is_exact(&self) -> bool {
        self.left().count() == self.at_least
    }
}

/// Places as many items as possible. Every attempt to place one takes a step.
pub(super) fn pack(items: &[Item], rooms: &[Room], steps: &mut u32) -> Packing {
    // What is largest is placed first: it has the fewest places to go to.
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| items[b].takes.cmp(&items[a].takes).then(a.cmp(&b)));
    let (order, hopeless): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&item| rooms_for(&items[item], rooms).next().is_some());
    let mut search = Search {
        items,
        alike: alike(items, rooms),
        order,
        rooms: rooms.to_vec(),
        places: vec![None; items.len()],
        best: Vec::new(),
        fewest: 0,
        steps,
    };
    search.greedily();
    let bound = search.bound();
    let finished = search.fewest == bound || search.from(0, 0, bound);
    let at_least = hopeless.len() + if finished { search.fewest } else { bound };
    Packing { places: search.best, at_least }
}

/// The rooms that an item could be put in.
fn rooms_for<'a>(item: &'a Item, rooms: &'a [Room]) -> impl Iterator<Item = usize> {
    rooms
        .iter()
        .enumerate()
        .filter(|(at, room)| item.may_go[*at] && room.takes(item))
        .map(|(at, _)| at)
}

impl Room {
    fn takes(&self, item: &Item) -> bool {
        item.takes.iter().zip(&self.has).all(|(takes, has)| takes <= has)
            && !item.groups.iter().any(|group| self.groups.contains(group))
    }

    fn put(&mut self, item: &Item) {
        self.has.iter_mut().zip(&item.takes).for_each(|(has, takes)| *has -= takes);
        self.groups.extend(&item.groups);
    }

    fn take_back(&mut self, item: &Item) {
        self.has.iter_mut().zip(&item.takes).for_each(|(has, takes)| *has += takes);
        self.groups.truncate(self.groups.len() - item.groups.len());
    }
}

/// For each room, the first that every item sees alike.
fn alike(items: &[Item], rooms: &[Room]) -> Vec<usize> {
    let same = |a: usize, b: usize| items.iter().all(|item| item.may_go[a] == item.may_go[b]);
    (0..rooms.len())
        .map(|room| (0..room).find(|&other| same(room, other)).unwrap_or(room))
        .collect()
}

struct Search<'a> {
    items: &'a [Item],
    alike: Vec<usize>,
    /// The items that could be placed alone, the largest first.
    order: Vec<usize>,
    rooms: Vec<Room>,
    places: Vec<Option<usize>>,
    best: Vec<Option<usize>>,
    fewest: usize,
    steps: &'a mut u32,
}

impl Search<'_> {
    /// Puts each item where it leaves least room: a first answer, and often the last.
    fn greedily(&mut self) {
        let empty = self.rooms.clone();
        for &item in &self.order {
            let tightest = rooms_for(&self.items[item], &self.rooms)
                .min_by_key(|&room| (self.rooms[room].has.first().copied(), room));
            self.places[item] = tightest;
            match tightest {
                Some(room) => self.rooms[room].put(&self.items[item]),
                None => self.fewest += 1,
            }
        }
        self.rooms = empty;
        self.best.clone_from(&self.places);
        self.places.fill(None);
    }

    /// How many find no place for want of room altogether: the smallest are kept as long as the sum of
    /// what all rooms have allows.
    fn bound(&self) -> usize {
        let resources = self.rooms.first().map_or(0, |room| room.has.len());
        let short = (0..resources).map(|resource| {
            let has: u128 = self.rooms.iter().map(|room| u128::from(room.has[resource])).sum();
            let mut wants: Vec<u64> =
                self.order.iter().map(|&item| self.items[item].takes[resource]).collect();
            wants.sort_unstable();
            let mut sum = 0;
            let kept = wants.iter().take_while(|&&want| {
                sum += u128::from(want);
                sum <= has
            });
            wants.len() - kept.count()
        });
        short.max().unwrap_or_default()
    }

    /// Tries every way to place the items from a position on. False if the steps ran out.
    fn from(&mut self, position: usize, left: usize, bound: usize) -> bool {
        if left >= self.fewest || self.fewest == bound {
            return true;
        }
        let Some(&item) = self.order.get(position) else {
            self.fewest = left;
            self.best.clone_from(&self.places);
            return true;
        };
        let item_there = &self.items[item];
        let rooms: Vec<usize> = rooms_for(item_there, &self.rooms).collect();
        for (tried, &room) in rooms.iter().enumerate() {
            let twin = |&other: &usize| {
                self.alike[other] == self.alike[room] && self.rooms[other] == self.rooms[room]
            };
            if rooms[..tried].iter().any(twin) {
                continue;
            }
            let Some(steps) = self.steps.checked_sub(1) else { return false };
            *self.steps = steps;
            self.places[item] = Some(room);
            self.rooms[room].put(item_there);
            let finished = self.from(position + 1, left, bound);
            self.rooms[room].take_back(item_there);
            self.places[item] = None;
            if !finished {
                return false;
            }
        }
        self.from(position + 1, left + 1, bound)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Item, Packing, Room, pack};

    /// Fewest items without a place, by trying every way there is.
    fn by_force(items: &[Item], rooms: &mut [Room]) -> usize {
        let Some((item, rest)) = items.split_first() else { return 0 };
        let mut fewest = 1 + by_force(rest, rooms);
        for at in 0..rooms.len() {
            if item.may_go[at] && rooms[at].takes(item) {
                rooms[at].put(item);
                fewest = fewest.min(by_force(rest, rooms));
                rooms[at].take_back(item);
            }
        }
        fewest
    }

    /// True if nothing is where it may not be and nothing is overfull.
    fn holds(packing: &Packing, items: &[Item], rooms: &[Room]) -> bool {
        let mut rooms = rooms.to_vec();
        items.iter().zip(&packing.places).all(|(item, place)| {
            let Some(at) = *place else { return true };
            let fits = item.may_go[at] && rooms[at].takes(item);
            if fits {
                rooms[at].put(item);
            }
            fits
        })
    }

    fn item(rooms: usize) -> impl Strategy<Value = Item> {
        let takes = (0_u64..9, 0_u64..5, 0_u64..2).prop_map(|(a, b, c)| vec![a, b, c]);
        let may_go = prop::collection::vec(prop::bool::weighted(0.8), rooms);
        let groups = prop::option::weighted(0.4, 0_usize..2).prop_map(Vec::from_iter);
        (takes, may_go, groups).prop_map(|(takes, may_go, groups)| Item { takes, may_go, groups })
    }

    fn room() -> impl Strategy<Value = Room> {
        let has = (0_u64..16, 0_u64..8, 0_u64..3).prop_map(|(a, b, c)| vec![a, b, c]);
        let groups = prop::option::weighted(0.1, 0_usize..2).prop_map(Vec::from_iter);
        (has, groups).prop_map(|(has, groups)| Room { has, groups })
    }

    fn problem() -> impl Strategy<Value = (Vec<Item>, Vec<Room>)> {
        (0_usize..4).prop_flat_map(|rooms| {
            (prop::collection::vec(item(rooms), 0..7), prop::collection::vec(room(), rooms))
        })
    }

    proptest! {
        #[test]
        fn as_many_are_placed_as_can_be((items, rooms) in problem()) {
            let packing = pack(&items, &rooms, &mut 100_000);
            prop_assert!(holds(&packing, &items, &rooms));
            prop_assert!(packing.is_exact());
            prop_assert_eq!(packing.at_least, by_force(&items, &mut rooms.clone()));
        }

        #[test]
        fn a_bound_is_a_bound((items, rooms) in problem(), mut steps in 0_u32..6) {
            let packing = pack(&items, &rooms, &mut steps);
            let fewest = by_force(&items, &mut rooms.clone());
            prop_assert!(holds(&packing, &items, &rooms));
            prop_assert!(packing.at_least <= fewest);
            prop_assert!(packing.left().count() >= fewest);
        }
    }

    #[test]
    fn the_sum_of_what_is_free_is_not_enough() {
        let may_go = vec![true, true];
        let guest = |memory| Item { takes: vec![memory], may_go: may_go.clone(), groups: vec![] };
        let room = |memory| Room { has: vec![memory], groups: vec![] };
        let packing = pack(&[guest(6), guest(6), guest(6)], &[room(9), room(9)], &mut 1000);
        assert_eq!(packing.at_least, 1);
    }
}

//! Whether things find room: which of them can be placed, and how many cannot.
//!
//! The answer is exact as long as the steps suffice, which for the guests of a home they do. Where they do
//! not, it says how many at least find no place.

/// Something that wants a place.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    /// How much it takes of each resource.
    pub(super) takes: Vec<u64>,
    /// The places it may go to.
    pub(super) may_go: Vec<bool>,
    /// The groups it is in. No place holds two of a group.
    pub(super) groups: Vec<usize>,
}

/// Somewhere to put things.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bin {
    /// How much it has of each resource.
    pub(super) has: Vec<u64>,
    /// The groups of what is there already.
    pub(super) groups: Vec<usize>,
}

/// What came out.
#[derive(Debug, Clone)]
pub(super) struct Packing {
    /// The place of each piece; nothing for those that found none.
    pub(super) places: Vec<Option<usize>>,
    /// How many find no place, however it is done.
    pub(super) at_least: usize,
}

/// Places as many pieces as possible. Every attempt to place one takes a step.
pub(super) fn pack(pieces: &[Piece], bins: &[Bin], steps: &mut u32) -> Packing {
    // What is largest is placed first: it has the fewest places to go to.
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|&a, &b| pieces[b].takes.cmp(&pieces[a].takes).then(a.cmp(&b)));
    let (order, hopeless): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&piece| bins_for(&pieces[piece], bins).next().is_some());
    let mut search = BranchAndBound {
        pieces,
        alike: alike(pieces, bins),
        order,
        bins: bins.to_vec(),
        places: vec![None; pieces.len()],
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

/// The bins that an piece could be put in.
fn bins_for<'a>(piece: &'a Piece, bins: &'a [Bin]) -> impl Iterator<Item = usize> {
    bins.iter()
        .enumerate()
        .filter(|(at, bin)| piece.may_go[*at] && bin.takes(piece))
        .map(|(at, _)| at)
}

impl Bin {
    fn takes(&self, piece: &Piece) -> bool {
        piece.takes.iter().zip(&self.has).all(|(takes, has)| takes <= has)
            && !piece.groups.iter().any(|group| self.groups.contains(group))
    }

    fn put(&mut self, piece: &Piece) {
        self.has.iter_mut().zip(&piece.takes).for_each(|(has, takes)| *has -= takes);
        self.groups.extend(&piece.groups);
    }

    fn take_back(&mut self, piece: &Piece) {
        self.has.iter_mut().zip(&piece.takes).for_each(|(has, takes)| *has += takes);
        self.groups.truncate(self.groups.len() - piece.groups.len());
    }
}

/// For each bin, the first that every piece sees alike.
fn alike(pieces: &[Piece], bins: &[Bin]) -> Vec<usize> {
    let same = |a: usize, b: usize| pieces.iter().all(|piece| piece.may_go[a] == piece.may_go[b]);
    (0..bins.len()).map(|bin| (0..bin).find(|&other| same(bin, other)).unwrap_or(bin)).collect()
}

struct BranchAndBound<'a> {
    pieces: &'a [Piece],
    alike: Vec<usize>,
    /// The pieces that could be placed alone, the largest first.
    order: Vec<usize>,
    bins: Vec<Bin>,
    places: Vec<Option<usize>>,
    best: Vec<Option<usize>>,
    fewest: usize,
    steps: &'a mut u32,
}

impl BranchAndBound<'_> {
    /// Puts each piece where it leaves least room: a first answer, and often the last.
    fn greedily(&mut self) {
        let empty = self.bins.clone();
        for &piece in &self.order {
            let tightest = bins_for(&self.pieces[piece], &self.bins)
                .min_by_key(|&bin| (self.bins[bin].has.first().copied(), bin));
            self.places[piece] = tightest;
            match tightest {
                Some(bin) => self.bins[bin].put(&self.pieces[piece]),
                None => self.fewest += 1,
            }
        }
        self.bins = empty;
        self.best.clone_from(&self.places);
        self.places.fill(None);
    }

    /// How many find no place for want of room altogether: the smallest are kept as long as the sum of
    /// what all bins have allows.
    fn bound(&self) -> usize {
        let resources = self.bins.first().map_or(0, |bin| bin.has.len());
        let short = (0..resources).map(|resource| {
            let has: u128 = self.bins.iter().map(|bin| u128::from(bin.has[resource])).sum();
            let mut wants: Vec<u64> =
                self.order.iter().map(|&piece| self.pieces[piece].takes[resource]).collect();
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

    /// Tries every way to place the pieces from a position on. False if the steps ran out.
    fn from(&mut self, position: usize, left: usize, bound: usize) -> bool {
        if left >= self.fewest || self.fewest == bound {
            return true;
        }
        let Some(&piece) = self.order.get(position) else {
            self.fewest = left;
            self.best.clone_from(&self.places);
            return true;
        };
        let piece_there = &self.pieces[piece];
        let bins: Vec<usize> = bins_for(piece_there, &self.bins).collect();
        for (tried, &bin) in bins.iter().enumerate() {
            let twin = |&other: &usize| {
                self.alike[other] == self.alike[bin] && self.bins[other] == self.bins[bin]
            };
            if bins[..tried].iter().any(twin) {
                continue;
            }
            let Some(steps) = self.steps.checked_sub(1) else { return false };
            *self.steps = steps;
            self.places[piece] = Some(bin);
            self.bins[bin].put(piece_there);
            let finished = self.from(position + 1, left, bound);
            self.bins[bin].take_back(piece_there);
            self.places[piece] = None;
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

    use super::{Bin, Packing, Piece, pack};

    /// Fewest pieces without a place, by trying every way there is.
    fn by_force(pieces: &[Piece], bins: &mut [Bin]) -> usize {
        let Some((piece, rest)) = pieces.split_first() else { return 0 };
        let mut fewest = 1 + by_force(rest, bins);
        for at in 0..bins.len() {
            if piece.may_go[at] && bins[at].takes(piece) {
                bins[at].put(piece);
                fewest = fewest.min(by_force(rest, bins));
                bins[at].take_back(piece);
            }
        }
        fewest
    }

    /// How many found no place.
    fn left(packing: &Packing) -> usize {
        packing.places.iter().filter(|place| place.is_none()).count()
    }

    /// True if nothing is where it may not be and nothing is overfull.
    fn holds(packing: &Packing, pieces: &[Piece], bins: &[Bin]) -> bool {
        let mut bins = bins.to_vec();
        pieces.iter().zip(&packing.places).all(|(piece, place)| {
            let Some(at) = *place else { return true };
            let fits = piece.may_go[at] && bins[at].takes(piece);
            if fits {
                bins[at].put(piece);
            }
            fits
        })
    }

    fn piece(bins: usize) -> impl Strategy<Value = Piece> {
        let takes = (0_u64..9, 0_u64..5, 0_u64..2).prop_map(|(a, b, c)| vec![a, b, c]);
        let may_go = prop::collection::vec(prop::bool::weighted(0.8), bins);
        let groups = prop::option::weighted(0.4, 0_usize..2).prop_map(Vec::from_iter);
        (takes, may_go, groups).prop_map(|(takes, may_go, groups)| Piece { takes, may_go, groups })
    }

    fn bin() -> impl Strategy<Value = Bin> {
        let has = (0_u64..16, 0_u64..8, 0_u64..3).prop_map(|(a, b, c)| vec![a, b, c]);
        let groups = prop::option::weighted(0.1, 0_usize..2).prop_map(Vec::from_iter);
        (has, groups).prop_map(|(has, groups)| Bin { has, groups })
    }

    fn problem() -> impl Strategy<Value = (Vec<Piece>, Vec<Bin>)> {
        (0_usize..4).prop_flat_map(|bins| {
            (prop::collection::vec(piece(bins), 0..7), prop::collection::vec(bin(), bins))
        })
    }

    proptest! {
        #[test]
        fn as_many_are_placed_as_can_be((pieces, bins) in problem()) {
            let packing = pack(&pieces, &bins, &mut 100_000);
            prop_assert!(holds(&packing, &pieces, &bins));
            prop_assert_eq!(left(&packing), packing.at_least);
            prop_assert_eq!(packing.at_least, by_force(&pieces, &mut bins.clone()));
        }

        #[test]
        fn a_bound_is_a_bound((pieces, bins) in problem(), mut steps in 0_u32..6) {
            let packing = pack(&pieces, &bins, &mut steps);
            let fewest = by_force(&pieces, &mut bins.clone());
            prop_assert!(holds(&packing, &pieces, &bins));
            prop_assert!(packing.at_least <= fewest);
            prop_assert!(left(&packing) >= fewest);
        }
    }

    #[test]
    fn the_sum_of_what_is_free_is_not_enough() {
        let may_go = vec![true, true];
        let guest = |memory| Piece { takes: vec![memory], may_go: may_go.clone(), groups: vec![] };
        let bin = |memory| Bin { has: vec![memory], groups: vec![] };
        let packing = pack(&[guest(6), guest(6), guest(6)], &[bin(9), bin(9)], &mut 1000);
        assert_eq!(packing.at_least, 1);
    }
}

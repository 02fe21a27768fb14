//! Where every box lies: what is inside a box in rows, each row as wide as the box.

use crate::report::placement::{LabReport, What};

/// Where something lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) w: u32,
    pub(super) h: u32,
}

/// The height of a name and what it is, and of the bars below them.
pub(super) const HEAD: u32 = 46;
const BARS: u32 = 24;

/// The least width of a bar, with the space behind it.
const BAR: u32 = 88;

/// The room for what was found.
pub(super) const BADGE: u32 = 40;

/// The size of a box with nothing in it, and the space around it.
const TILE: (u32, u32) = (176, 42);
const GAP: u32 = 8;
const PAD: u32 = 12;

/// Where every place of the map lies in a picture so wide, and how high that is.
pub(super) fn layout(lab: &LabReport<'_>, width: u32) -> (Vec<Rect>, u32) {
    let mut shelves = Shelves { lab, rects: vec![Rect::default(); lab.map.len()] };
    // A place deeper inside comes later, so from the end everything inside is known.
    for at in (0..lab.map.len()).rev() {
        shelves.measure(at, width);
    }
    let height = shelves.lay(0, lab.map.len(), Rect { x: 0, y: 0, w: width, h: 0 }, 2 * GAP);
    (shelves.rects, height)
}

struct Shelves<'l, 'a> {
    lab: &'l LabReport<'a>,
    /// At first only sizes.
    rects: Vec<Rect>,
}

impl Shelves<'_, '_> {
    /// The least size of a place.
    fn measure(&mut self, at: usize, width: u32) {
        let place = &self.lab.map[at];
        let head = self.head(at);
        let (w, h) = if place.inside == 0 {
            (self.least(at), if head > HEAD { head } else { TILE.1 })
        } else {
            let (w, h) = self.pack(at + 1, at + 1 + place.inside, width - inset(place.depth), GAP);
            ((w + 2 * PAD).max(self.least(at)), head + h + PAD)
        };
        (self.rects[at].w, self.rects[at].h) = (w, h);
    }

    /// How wide a place is at least, for the words below its bars to fit.
    fn least(&self, at: usize) -> u32 {
        let What::System(system) = self.lab.map[at].what else { return TILE.0 };
        let bars = self.lab.system(system).usage.as_ref().map_or(0, |it| it.gauges().count());
        TILE.0.max(u32::try_from(bars).unwrap_or(u32::MAX) * BAR + 2 * PAD)
    }

    /// What stands above that which is inside.
    fn head(&self, at: usize) -> u32 {
        match self.lab.map[at].what {
            What::Ground(_) => 36,
            What::System(system) => {
                let usage = self.lab.system(system).usage.as_ref();
                let has_bars = usage.is_some_and(|usage| usage.gauges().next().is_some());
                HEAD + if has_bars { BARS } else { 0 }
            }
        }
    }

    /// The size of places beside and below each other: about as wide as it takes for a pleasant shape.
    fn pack(&self, from: usize, to: usize, widest: u32, gap: u32) -> (u32, u32) {
        let area: u64 = self.beside(from, to).map(|at| self.area(at, gap)).sum();
        let pleasant = u32::try_from((area * 4).isqrt()).unwrap_or(u32::MAX);
        let least = self.beside(from, to).map(|at| self.rects[at].w).max().unwrap_or_default();
        let room = pleasant.clamp(least, widest.max(least));
        let (mut w, mut h) = (0, 0);
        for row in self.rows(from, to, room, gap) {
            let wide: u32 = row.iter().map(|at| self.rects[*at].w + gap).sum::<u32>() - gap;
            w = w.max(wide);
            h += row.iter().map(|at| self.rects[*at].h).max().unwrap_or_default() + gap;
        }
        (w, h.saturating_sub(gap))
    }

    fn area(&self, at: usize, gap: u32) -> u64 {
        let Rect { w, h, .. } = self.rects[at];
        u64::from(w + gap) * u64::from(h + gap)
    }

    /// The places directly between two others.
    fn beside(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let mut at = from;
        std::iter::from_fn(move || {
            let this = at;
            at = this + 1 + self.lab.map.get(this)?.inside;
            (this < to).then_some(this)
        })
    }

    fn rows(&self, from: usize, to: usize, room: u32, gap: u32) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut left = 0;
        for at in self.beside(from, to) {
            let w = self.rects[at].w;
            match rows.last_mut() {
                Some(row) if left >= w + gap => {
                    row.push(at);
                    left -= w + gap;
                }
                _ => {
                    rows.push(vec![at]);
                    left = room.saturating_sub(w);
                }
            }
        }
        rows
    }

    /// Lays places into a rectangle, in rows that fill its width, each row equally high, and returns the
    /// height of all.
    fn lay(&mut self, from: usize, to: usize, into: Rect, gap: u32) -> u32 {
        let mut y = into.y;
        for row in self.stretched(from, to, into.w, gap) {
            let tall = row.iter().map(|(at, w)| self.height(*at, *w)).max().unwrap_or_default();
            let mut x = into.x;
            for (at, w) in row {
                let inside = self.lab.map[at].inside;
                self.rects[at] = Rect { x, y, w, h: tall };
                if inside > 0 {
                    let inner = Rect { x: x + PAD, y: y + self.head(at), w: w - 2 * PAD, h: 0 };
                    self.lay(at + 1, at + 1 + inside, inner, GAP);
                }
                x += w + gap;
            }
            y += tall + gap;
        }
        (y - into.y).saturating_sub(gap)
    }

    /// How high a place is if it is so wide.
    fn height(&self, at: usize, w: u32) -> u32 {
        let inside = self.lab.map[at].inside;
        if inside == 0 {
            return self.rects[at].h;
        }
        let room = w - 2 * PAD;
        let rows = self.stretched(at + 1, at + 1 + inside, room, GAP).into_iter();
        let tall = rows.map(|row| {
            row.into_iter().map(|(at, w)| self.height(at, w)).max().unwrap_or_default() + GAP
        });
        self.head(at) + tall.sum::<u32>() - GAP + PAD
    }

    /// The rows with the width of each place. Plates share what is left, plain boxes stand in columns.
    fn stretched(&self, from: usize, to: usize, room: u32, gap: u32) -> Vec<Vec<(usize, u32)>> {
        let rows = self.rows(from, to, room, gap);
        let columns = rows.iter().map(Vec::len).max().and_then(|most| u32::try_from(most).ok());
        let column = columns.map_or(TILE.0, |columns| (room + gap) / columns - gap);
        let stretched = |row: Vec<usize>| {
            let wide: u32 = row.iter().map(|at| self.rects[*at].w + gap).sum::<u32>() - gap;
            let growing = row.iter().filter(|at| self.grows(**at)).count();
            let growing = u32::try_from(growing).unwrap_or(u32::MAX);
            let more = room.saturating_sub(wide).checked_div(growing);
            let width = |at: usize| match more {
                Some(more) if self.grows(at) => self.rects[at].w + more,
                Some(_) => self.rects[at].w,
                None => column.max(TILE.0),
            };
            row.into_iter().map(|at| (at, width(at))).collect()
        };
        rows.into_iter().map(stretched).collect()
    }

    /// True for plates, and for what stands on nothing.
    fn grows(&self, at: usize) -> bool {
        self.lab.map[at].inside > 0 || self.lab.map[at].depth == 0
    }
}

/// How much narrower a place is than the picture.
fn inset(depth: usize) -> u32 {
    u32::try_from(depth + 1).unwrap_or(u32::MAX).saturating_mul(2 * PAD)
}

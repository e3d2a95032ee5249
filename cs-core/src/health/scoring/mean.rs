//! Weighted means of 64 accounts at a time: running sums, and their division.

use std::iter::Zip;
use std::slice::{ChunksExact, ChunksExactMut};

use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::bound::rows_of;
use crate::fact::column::Column;
use crate::fact::tile::{TILE, Tile};
use crate::scale::Scale;
use crate::scale::lanes::{Gaps, Sink, Step, filled};
use crate::value::score::HIGHEST;

/// How a tile is computed.
#[derive(Debug, Clone, Copy)]
pub(in crate::health) struct Run {
    /// The registers that are used; the results do not depend on it.
    pub(in crate::health) width: Width,
    /// Rows of the tile.
    pub(in crate::health) rows: usize,
    /// Whether somebody asks for the scores with every missing indicator at 0, 50 and 100.
    pub(in crate::health) bounds: bool,
    /// Whether somebody asks for the coverage.
    pub(in crate::health) coverage: bool,
}

/// Running sums over parts: Σ weight · score and Σ weight of those that are present.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(in crate::health) struct Means {
    pub(in crate::health) score: Tile,
    pub(in crate::health) weight: Tile,
}

impl Means {
    pub(in crate::health) fn new() -> Self {
        Self { score: [0.0; TILE], weight: [0.0; TILE] }
    }

    /// Adds a part; NaN is absent.
    pub(in crate::health) fn add(&mut self, run: Run, values: &Tile, weight: f64) {
        run.width.run_lanes(Add { values, rows: run.rows, weight, sums: self });
    }

    /// The same on lanes.
    #[inline(always)]
    pub(in crate::health) fn add_lanes<L: Lanes>(&mut self, rows: usize, values: &Tile, weight: f64) {
        let weight = L::all(weight);
        for (value, (sum, total)) in lanes::<L>(values, rows).zip(self.lanes_mut::<L>()) {
            let value = L::read(value);
            add(value, value.is_number(), weight, sum, total);
        }
    }

    /// Adds the sums of plain indicators, as they are.
    pub(in crate::health) fn add_present(&mut self, plain: &Means) {
        plus(&mut self.score, &plain.score);
        plus(&mut self.weight, &plain.weight);
    }

    /// Adds the sums of plain indicators that apply with so much weight, the missing ones at this score.
    pub(in crate::health) fn add_filled(&mut self, plain: &Means, applicable: f64, missing_at: f64) {
        for ((sum, plain), weight) in self.score.iter_mut().zip(&plain.score).zip(&plain.weight) {
            *sum += plain + missing_at * (applicable - weight);
        }
        self.weight.iter_mut().for_each(|sum| *sum += applicable);
    }

    /// Adds what is covered by plain indicators that apply with so much weight.
    pub(in crate::health) fn add_covered(&mut self, plain: &Means, applicable: f64) {
        plus(&mut self.score, &plain.weight);
        self.weight.iter_mut().for_each(|sum| *sum += applicable);
    }

    /// Both sums, as many at a time as there are lanes.
    #[inline(always)]
    fn lanes_mut<L: Lanes>(&mut self) -> Zip<ChunksExactMut<'_, f64>, ChunksExactMut<'_, f64>> {
        self.score.chunks_exact_mut(L::COUNT).zip(self.weight.chunks_exact_mut(L::COUNT))
    }

    /// The same, to be read.
    #[inline(always)]
    pub(in crate::health) fn lanes<L: Lanes>(&self) -> Zip<ChunksExact<'_, f64>, ChunksExact<'_, f64>> {
        self.score.chunks_exact(L::COUNT).zip(self.weight.chunks_exact(L::COUNT))
    }

    /// The means; NaN where nothing was added.
    pub(in crate::health) fn divide(&self, run: Run, out: &mut Tile) {
        run.width.run_lanes(Divide { sums: self, rows: run.rows, out });
    }
}

fn plus(sums: &mut Tile, values: &Tile) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

/// Adds a part to the sums.
struct Add<'a> {
    values: &'a Tile,
    rows: usize,
    weight: f64,
    sums: &'a mut Means,
}

impl LaneWork for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        self.sums.add_lanes::<L>(self.rows, self.values, self.weight);
    }
}

/// The rows of a tile, as many at a time as there are lanes.
#[inline(always)]
pub(in crate::health) fn lanes<L: Lanes>(tile: &Tile, rows: usize) -> ChunksExact<'_, f64> {
    tile.get(..filled::<L>(rows)).unwrap_or(&[]).chunks_exact(L::COUNT)
}

/// The same, to be written.
#[inline(always)]
pub(in crate::health) fn lanes_mut<L: Lanes>(tile: &mut Tile, rows: usize) -> ChunksExactMut<'_, f64> {
    tile.get_mut(..filled::<L>(rows)).unwrap_or(&mut []).chunks_exact_mut(L::COUNT)
}

/// The quotient of sums as a score: at most 100, which rounding passes in the last place. NaN stays NaN.
#[inline(always)]
pub(in crate::health) fn score<L: Lanes>(sum: L, weight: L) -> L {
    (sum / weight).lowered(L::all(HIGHEST))
}

#[inline(always)]
fn add<L: Lanes>(value: L, present: L::Mask, weight: L, sum: &mut [f64], total: &mut [f64]) {
    (L::read(sum) + present.keep(weight * value)).write(sum);
    (L::read(total) + present.keep(weight)).write(total);
}

/// Reads, scores and adds an indicator in one go. The output is whether a value asks for a closer look, because it is
/// infinite, or is errored, or cannot be read; the sums are spoilt then.
pub(in crate::health) struct Fused<'a> {
    pub(in crate::health) column: &'a Column<'a>,
    pub(in crate::health) scale: &'a Scale,
    pub(in crate::health) start: usize,
    pub(in crate::health) rows: usize,
    pub(in crate::health) weight: f64,
    pub(in crate::health) sums: &'a mut Means,
    /// Memory for values and for what passes make of them.
    pub(in crate::health) memory: [&'a mut Tile; 2],
}

impl Fused<'_> {
    #[inline(always)]
    pub(in crate::health) fn run<L: Lanes>(self) -> bool {
        let filled = filled::<L>(self.rows);
        let [read, so_far] = self.memory.map(|tile| rows_of(tile, filled));
        let Some(values) = self.column.tile::<L>(self.start, self.rows, read) else { return true };
        self.scale.run::<L, _>(values, so_far, Added { weight: self.weight, sums: self.sums })
    }
}

/// Scores that are added to the sums as they come.
struct Added<'a> {
    weight: f64,
    sums: &'a mut Means,
}

impl Sink for Added<'_> {
    type Output = bool;

    #[inline(always)]
    fn take<L: Lanes>(self, values: &[f64], so_far: &mut [f64], gaps: Gaps, last: impl Step) -> bool {
        let weight = L::all(self.weight);
        let (mut odd, mut largest) = (L::Mask::none(), L::all(0.0));
        let values = values.chunks_exact(L::COUNT).zip(so_far.chunks_exact(L::COUNT));
        for ((value, so_far), (sum, total)) in values.zip(self.sums.lanes_mut::<L>()) {
            let value = L::read(value);
            let score = last.score(value, L::read(so_far));
            let present = if gaps == Gaps::None { value.is_number() } else { score.is_number() };
            add(score, present, weight, sum, total);
            // Where no score is an error, infinity has none.
            if gaps == Gaps::Errored {
                odd = odd | (value.is_number() ^ present);
            } else {
                largest = largest.raised(value.size());
            }
        }
        (odd | largest.equals(L::all(f64::INFINITY))).bits() != 0
    }
}

struct Divide<'a> {
    sums: &'a Means,
    rows: usize,
    out: &'a mut Tile,
}

impl LaneWork for Divide<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        for (to, (sum, weight)) in lanes_mut::<L>(self.out, self.rows).zip(self.sums.lanes::<L>()) {
            score(L::read(sum), L::read(weight)).write(to);
        }
    }
}

/// The results of indicators that apply to every account and, when missing, are simply left out.
pub(in crate::health) struct Plain<'a> {
    pub(in crate::health) sums: &'a Means,
    /// Σ weight of all of them, above 0.
    pub(in crate::health) applicable: f64,
    pub(in crate::health) rows: usize,
    pub(in crate::health) score: &'a mut Tile,
    pub(in crate::health) coverage: &'a mut Tile,
}

impl LaneWork for Plain<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let applicable = L::all(self.applicable);
        let [scores, shares] = [self.score, self.coverage].map(|tile| lanes_mut::<L>(tile, self.rows));
        for ((to, share), (sum, weight)) in scores.zip(shares).zip(self.sums.lanes::<L>()) {
            let weight = L::read(weight);
            score(L::read(sum), weight).write(to);
            (weight / applicable).write(share);
        }
    }
}

/// The bounds of the same: their scores with every missing one at a score.
pub(in crate::health) struct Filled<'a> {
    pub(in crate::health) sums: &'a Means,
    pub(in crate::health) applicable: f64,
    pub(in crate::health) rows: usize,
    pub(in crate::health) missing_at: f64,
    pub(in crate::health) out: &'a mut Tile,
}

impl LaneWork for Filled<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let [applicable, missing_at] = [self.applicable, self.missing_at].map(L::all);
        for (to, (sum, weight)) in lanes_mut::<L>(self.out, self.rows).zip(self.sums.lanes::<L>()) {
            let sum = L::read(sum) + missing_at * (applicable - L::read(weight));
            score(sum, applicable).write(to);
        }
    }
}

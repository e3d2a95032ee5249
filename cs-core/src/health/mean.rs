//! Weighted means of 64 accounts at a time: running sums, and their division.

use cs_wide::{Width, Work};

use super::bound::rows_of;
use crate::fact::column::{Column, TILE, Tile};
use crate::scale::Scale;
use crate::scale::lanes::{Sink, pick};

/// How a tile is computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The registers that are used; the results do not depend on it.
    pub(super) width: Width,
    /// Rows of the tile.
    pub(super) rows: usize,
    /// Whether somebody asks for the scores with every missing indicator at 0, 50 and 100.
    pub(super) bounds: bool,
}

/// Running sums over parts: Σ weight · score and Σ weight of those that are present.
#[derive(Debug, Clone)]
pub(super) struct Means {
    pub(super) score: Tile,
    pub(super) weight: Tile,
}

impl Means {
    pub(super) fn new() -> Self {
        Self { score: [0.0; TILE], weight: [0.0; TILE] }
    }

    /// Adds a part; NaN is absent.
    pub(super) fn add(&mut self, run: Run, values: &Tile, weight: f64) {
        let values = values.get(..run.rows).unwrap_or(values);
        run.width.run(Add { values, weight, sums: self });
    }

    /// Adds the sums of plain indicators, as they are.
    pub(super) fn add_present(&mut self, plain: &Means) {
        plus(&mut self.score, &plain.score);
        plus(&mut self.weight, &plain.weight);
    }

    /// Adds the sums of plain indicators that apply with so much weight, the missing ones at this score.
    pub(super) fn add_filled(&mut self, plain: &Means, applicable: f64, missing_at: f64) {
        for ((sum, plain), weight) in self.score.iter_mut().zip(&plain.score).zip(&plain.weight) {
            *sum += plain + missing_at * (applicable - weight);
        }
        self.weight.iter_mut().for_each(|sum| *sum += applicable);
    }

    /// Adds what is covered by plain indicators that apply with so much weight.
    pub(super) fn add_covered(&mut self, plain: &Means, applicable: f64) {
        plus(&mut self.score, &plain.weight);
        self.weight.iter_mut().for_each(|sum| *sum += applicable);
    }

    /// The means; NaN where nothing was added.
    pub(super) fn divide(&self, run: Run, out: &mut Tile) {
        run.width.run(Divide { sums: self, rows: run.rows, out });
    }
}

fn plus(sums: &mut Tile, values: &Tile) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

/// Adds one part to the sums.
struct Add<'a> {
    values: &'a [f64],
    weight: f64,
    sums: &'a mut Means,
}

impl Work for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let sums = self.sums.score.iter_mut().zip(&mut self.sums.weight);
        for (value, (sum, total)) in self.values.iter().zip(sums) {
            add(*value, self.weight, sum, total);
        }
    }
}

#[inline(always)]
fn add(value: f64, weight: f64, sum: &mut f64, total: &mut f64) {
    let present = !value.is_nan();
    *sum += pick(present, weight * value, 0.0);
    *total += pick(present, weight, 0.0);
}

/// Reads, scores and adds an indicator in one go. The output is whether a value asks for a closer look, because it is
/// infinite, or is errored, or cannot be read; the sums are spoilt then.
pub(super) struct Fused<'a> {
    pub(super) column: &'a Column<'a>,
    pub(super) scale: &'a Scale,
    pub(super) start: usize,
    pub(super) rows: usize,
    pub(super) weight: f64,
    pub(super) sums: &'a mut Means,
    /// Memory for values and for what passes make of them.
    pub(super) memory: [&'a mut Tile; 2],
}

impl Work for Fused<'_> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let [read, so_far] = self.memory.map(|tile| rows_of(tile, self.rows));
        let Some(values) = self.column.tile(self.start, read) else { return true };
        self.scale.run(values, so_far, Added { weight: self.weight, sums: self.sums })
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
    fn take(self, values: &[f64], so_far: &mut [f64], fails: bool, last: impl Fn(f64, f64) -> f64) -> bool {
        let mut odd = 0;
        let sums = self.sums.score.iter_mut().zip(&mut self.sums.weight);
        for ((value, so_far), (sum, total)) in values.iter().zip(&*so_far).zip(sums) {
            let score = last(*value, *so_far);
            add(score, self.weight, sum, total);
            odd |= u64::from(value.is_infinite());
            if fails {
                odd |= u64::from(score.is_nan() & !value.is_nan());
            }
        }
        odd != 0
    }
}

struct Divide<'a> {
    sums: &'a Means,
    rows: usize,
    out: &'a mut Tile,
}

impl Work for Divide<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let sums = self.sums.score.iter().zip(&self.sums.weight).take(self.rows);
        for (to, (sum, weight)) in self.out.iter_mut().zip(sums) {
            *to = sum / weight;
        }
    }
}

/// The results of indicators that apply to every account and, when missing, are simply left out.
pub(super) struct Plain<'a> {
    pub(super) sums: &'a Means,
    /// Σ weight of all of them, above 0.
    pub(super) applicable: f64,
    pub(super) rows: usize,
    pub(super) score: &'a mut Tile,
    pub(super) coverage: &'a mut Tile,
}

impl Work for Plain<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let sums = self.sums.score.iter().zip(&self.sums.weight).take(self.rows);
        for ((score, coverage), (sum, weight)) in self.score.iter_mut().zip(self.coverage).zip(sums) {
            *score = sum / weight;
            *coverage = weight / self.applicable;
        }
    }
}

/// The bounds of the same: their scores with every missing one at a score.
pub(super) struct Filled<'a> {
    pub(super) sums: &'a Means,
    pub(super) applicable: f64,
    pub(super) rows: usize,
    pub(super) missing_at: f64,
    pub(super) out: &'a mut Tile,
}

impl Work for Filled<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let sums = self.sums.score.iter().zip(&self.sums.weight).take(self.rows);
        for (to, (sum, weight)) in self.out.iter_mut().zip(sums) {
            *to = (sum + self.missing_at * (self.applicable - weight)) / self.applicable;
        }
    }
}

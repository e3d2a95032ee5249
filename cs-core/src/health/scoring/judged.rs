//! From what the indicators say together to a score and its band.

use cs_wide::{LaneWork, Lanes, Mask};

use super::bound::HealthTile;
use super::mean::{self, lanes, lanes_mut};
use crate::fact::tile::BITS;
use crate::health::band::Bands;

/// From the outcome, where groups or bounds need one, to score and band: too little is known, a required indicator is
/// missing, no inflation.
pub(super) struct Judged<'a> {
    pub(super) rows: usize,
    pub(super) least: f64,
    pub(super) no_inflation: bool,
    pub(super) bands: &'a Bands,
    pub(super) tile: &'a mut HealthTile,
}

impl LaneWork for Judged<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let HealthTile { outcome, coverage, computed, computed_rank, capped, .. } = self.tile;
        let [least, missing, zero] = [self.least, f64::NAN, 0.0].map(L::all);
        let (known, mut at) = (!outcome.refused, 0_usize);
        *capped = 0;
        let [scores, shares, neutral] =
            [&outcome.score, &outcome.coverage, &outcome.neutral].map(|tile| lanes::<L>(tile, self.rows));
        let [coverage, results] = [coverage, &mut *computed].map(|tile| tile.chunks_exact_mut(L::COUNT));
        let ranks = computed_rank.chunks_exact_mut(L::COUNT);
        let results = coverage.zip(results).zip(ranks).zip(BITS.chunks_exact(L::COUNT));
        let outcomes = scores.zip(shares).zip(neutral);
        for (((score, share), neutral), (((coverage, result), rank), bits)) in outcomes.zip(results) {
            let (score, share) = (L::read(score), L::read(share));
            let share = share.is_nan().pick(zero, share);
            share.write(coverage);
            let mut judged = least.above(share).pick(missing, score);
            if self.no_inflation {
                let neutral = L::read(neutral);
                *capped |= judged.above(neutral).bits() << at;
                at = at.wrapping_add(L::COUNT);
                judged = judged.lowered(neutral);
            }
            judged = L::stands(known, bits).pick(judged, missing);
            judged.write(result);
            self.bands.ranks(judged).write_bytes(rank);
        }
    }
}

/// What a plain mean weighs, and how much of that must be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Enough {
    /// The weight of all indicators, above 0.
    applicable: f64,
    /// The least weight that covers enough of it.
    weight: f64,
}

impl Enough {
    /// Enough is what has a coverage, weight ÷ applicable as it is rounded, of at least so much.
    pub(super) fn new(applicable: f64, least: f64) -> Self {
        // No weight is below 0, and where none is asked for all are enough.
        let mut weight = (least * applicable).max(0.0);
        while weight > 0.0 && weight / applicable >= least {
            weight = weight.next_down();
        }
        while weight / applicable < least {
            weight = weight.next_up();
        }
        Self { applicable, weight }
    }
}

/// From the sums of a plain mean to score and band: too little is known.
pub(super) struct JudgedSums<'a> {
    pub(super) rows: usize,
    pub(super) enough: Enough,
    /// Whether somebody asks for the coverage.
    pub(super) coverage: bool,
    pub(super) bands: &'a Bands,
    pub(super) tile: &'a mut HealthTile,
}

impl LaneWork for JudgedSums<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let HealthTile { sums, coverage, computed, computed_rank, .. } = self.tile;
        let [applicable, enough, missing] =
            [self.enough.applicable, self.enough.weight, f64::NAN].map(L::all);
        let sums = || lanes::<L>(&sums.score, self.rows).zip(lanes::<L>(&sums.weight, self.rows));
        let results = computed.chunks_exact_mut(L::COUNT).zip(computed_rank.chunks_exact_mut(L::COUNT));
        for ((sum, weight), (result, rank)) in sums().zip(results) {
            let weight = L::read(weight);
            let judged = enough.above(weight).pick(missing, mean::score(L::read(sum), weight));
            judged.write(result);
            self.bands.ranks(judged).write_bytes(rank);
        }
        if self.coverage {
            for ((_, weight), share) in sums().zip(lanes_mut::<L>(coverage, self.rows)) {
                (L::read(weight) / applicable).write(share);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_is_where_the_coverage_is() {
        let weights = [1.0, 0.1, 0.3, 1e-300, 5e-324, 1e300, 7.0, 1.0 / 3.0];
        for applicable in weights.into_iter().flat_map(|one| weights.map(|other| one + other)) {
            for least in [0.5 - 1e-9, -1e-9, 0.0, 1.0 - 1e-9, 0.3, 1.0] {
                let enough = Enough::new(applicable, least).weight;
                let near =
                    std::iter::successors(Some(enough.next_down().max(0.0)), |weight| Some(weight.next_up()));
                let some = [0.0, applicable, applicable * 0.5, applicable * 0.3];
                for weight in near.take(3).chain(some) {
                    let covers = weight / applicable >= least;
                    assert_eq!(weight >= enough, covers, "{weight} of {applicable}, at least {least}");
                }
            }
        }
    }
}

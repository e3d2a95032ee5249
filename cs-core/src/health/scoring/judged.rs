//! From what the indicators say together to a score and its band.

use cs_wide::{LaneWork, Lanes, Mask};

use super::bound::HealthTile;
use super::mean::{self, lanes};
use crate::fact::tile::BITS;
use crate::health::band::Bands;

/// From the outcome to score and band: too little is known, a required indicator is missing, no inflation.
pub(super) struct Judged<'a> {
    pub(super) rows: usize,
    /// The weight of a plain mean: its sums are there, its outcome is not.
    pub(super) plain: Option<f64>,
    pub(super) least: f64,
    pub(super) no_inflation: bool,
    pub(super) bands: &'a Bands,
    pub(super) tile: &'a mut HealthTile,
}

impl LaneWork for Judged<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let HealthTile { outcome, sums, coverage, computed, computed_rank, score, rank, capped, .. } =
            self.tile;
        let [least, missing, zero] = [self.least, f64::NAN, 0.0].map(L::all);
        let (known, mut at) = (!outcome.refused, 0_usize);
        *capped = 0;
        let [scores, shares, neutral] =
            [&outcome.score, &outcome.coverage, &outcome.neutral].map(|tile| lanes::<L>(tile, self.rows));
        let [coverage, results] = [coverage, &mut *computed].map(|tile| tile.chunks_exact_mut(L::COUNT));
        let ranks = computed_rank.chunks_exact_mut(L::COUNT);
        let results = coverage.zip(results).zip(ranks).zip(BITS.chunks_exact(L::COUNT));
        let outcomes = scores.zip(shares).zip(sums.lanes::<L>()).zip(neutral);
        for ((((score, share), (sum, weight)), neutral), (((coverage, result), rank), bits)) in
            outcomes.zip(results)
        {
            let (score, share) = match self.plain {
                Some(applicable) => {
                    let weight = L::read(weight);
                    (mean::score(L::read(sum), weight), weight / L::all(applicable))
                }
                None => (L::read(score), L::read(share)),
            };
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
        (*score, *rank) = (*computed, *computed_rank);
    }
}

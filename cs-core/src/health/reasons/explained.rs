//! Where the scores of up to 64 accounts come from, in columns.

use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::explain::Status;
use super::share_tile::{Dealt, Node, Rows};
use crate::fact::tile::{TILE, Tile};
use crate::health::leaf::{Gaps, LeafTile};
use crate::health::mean::{lanes, lanes_mut};

/// Where the scores of up to 64 neighbouring accounts come from; [`Explainer::tiles`](super::explainer::Explainer::tiles)
/// hands one over after the other.
#[derive(Debug, Clone)]
pub struct Explained {
    start: usize,
    rows: usize,
    leaves: Vec<LeafTile>,
    /// Bits of the rows in which each indicator has no score of its own.
    unscored: Vec<u64>,
    dealt: Dealt,
    points: Vec<Tile>,
    lost: Vec<Tile>,
}

/// One indicator's part in the scores, a value for each account; see
/// [`Contribution`](super::explain::Contribution) for what they mean.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Parts<'e> {
    /// The number that the scale was applied to, flags as 1 and 0; NaN where it is missing or a text.
    pub raw: &'e [f64],
    /// The score on the scale, or the substitute that the missing policy names; NaN where there is none.
    pub score: &'e [f64],
    /// The effective weight.
    pub weight: &'e [f64],
    /// Points contributed.
    pub points: &'e [f64],
    /// Points lost.
    pub lost: &'e [f64],
    leaf: &'e LeafTile,
    unscored: u64,
}

impl Parts<'_> {
    /// What became of the indicator, account by account.
    pub fn statuses(&self) -> impl Iterator<Item = Status> + '_ {
        (0..self.raw.len()).map(|lane| self.status(lane))
    }

    pub(super) fn status(&self, lane: usize) -> Status {
        let bit = |bits: u64| bits >> lane & 1 == 1;
        match () {
            () if !bit(self.leaf.applicable) => Status::NotApplicable,
            () if bit(self.leaf.stale) => Status::Stale,
            () if bit(self.leaf.errored) => Status::Errored,
            () if bit(self.unscored) => Status::Missing,
            () if bit(self.leaf.faded) => Status::Faded,
            () => Status::Scored,
        }
    }
}

impl Explained {
    /// Memory for an indicator's part each; `share` is what their shares add up to.
    pub(super) fn new(indicators: usize, groups: usize, share: f64) -> Self {
        let tiles = || vec![[0.0; TILE]; indicators];
        Self {
            start: 0,
            rows: 0,
            leaves: vec![LeafTile::empty(); indicators],
            unscored: vec![0; indicators],
            dealt: Dealt::new(groups, indicators, share),
            points: tiles(),
            lost: tiles(),
        }
    }

    /// The row of the table that comes first.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// How many accounts these are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The part of the indicator at this place in the card; none where there is no such place.
    #[must_use]
    pub fn part(&self, indicator: usize) -> Option<Parts<'_>> {
        let leaf = self.leaves.get(indicator)?;
        Some(Parts {
            raw: leaf.raw.get(..self.rows)?,
            score: leaf.score.get(..self.rows)?,
            weight: self.dealt.indicators.get(indicator)?.get(..self.rows)?,
            points: self.points.get(indicator)?.get(..self.rows)?,
            lost: self.lost.get(indicator)?.get(..self.rows)?,
            leaf,
            unscored: *self.unscored.get(indicator)?,
        })
    }

    /// The parts of all indicators, in the order of the card.
    pub fn parts(&self) -> impl Iterator<Item = Parts<'_>> {
        (0..self.leaves.len()).filter_map(|indicator| self.part(indicator))
    }

    /// The share and the score of each group in the order of their nodes, that of the card as a whole first.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&Tile, &Tile)> {
        self.dealt.groups.iter().zip(&self.dealt.scores)
    }

    /// Memory for the indicators of the next tile.
    pub(super) fn begin(&mut self, start: usize, rows: usize) -> &mut Vec<LeafTile> {
        (self.start, self.rows) = (start, rows);
        &mut self.leaves
    }

    /// From the scores of the indicators to their parts in the whole. `substitutes` are the scores that missing ones
    /// count as, NaN where they do not count; `neutral` are the rows in which they count as 50.
    pub(super) fn finish(&mut self, width: Width, nodes: &[Node<'_>], substitutes: &[f64], neutral: u64) {
        let rows = self.rows;
        for ((leaf, unscored), substitute) in self.leaves.iter_mut().zip(&mut self.unscored).zip(substitutes)
        {
            *unscored = width.run_lanes(Gaps { tile: &leaf.score, rows });
            let filled = *unscored & leaf.applicable & if substitute.is_nan() { neutral } else { u64::MAX };
            if filled != 0 {
                for (lane, score) in leaf.score.iter_mut().enumerate() {
                    if filled >> lane & 1 == 1 {
                        *score = if neutral >> lane & 1 == 1 { 50.0 } else { *substitute };
                    }
                }
            }
        }
        let Self { leaves, dealt, points, lost, .. } = self;
        Rows { rows, width, leaves }.deal(nodes, dealt);
        width.run_lanes(Points { rows, leaves, weights: &dealt.indicators, points, lost });
    }
}

/// What the indicators brought and lost.
struct Points<'a> {
    rows: usize,
    leaves: &'a [LeafTile],
    weights: &'a [Tile],
    points: &'a mut [Tile],
    lost: &'a mut [Tile],
}

impl LaneWork for Points<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let parts = self.leaves.iter().zip(self.weights).zip(self.points).zip(self.lost);
        for (((leaf, weights), points), lost) in parts {
            let from = lanes::<L>(&leaf.score, self.rows).zip(lanes::<L>(weights, self.rows));
            let to = lanes_mut::<L>(points, self.rows).zip(lanes_mut::<L>(lost, self.rows));
            for ((score, weight), (points, lost)) in from.zip(to) {
                let (score, weight) = (L::read(score), L::read(weight));
                let brought = weight.above(L::all(0.0)).keep(weight * score);
                brought.write(points);
                (weight * L::all(100.0) - brought).write(lost);
            }
        }
    }
}

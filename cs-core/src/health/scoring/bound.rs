//! A card whose facts were found in a table: computes 64 accounts at a time.

use chrono::NaiveDate;
use cs_wide::{Lanes, Width};

use super::combine::{Leaf, Leaves, Outcome};
use super::judged::{Enough, Judged, JudgedSums};
use super::leaf::{BoundLeaf, LeafTile};
use super::mean::{Means, Run};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Invalid;
use crate::fact::operand::Computed;
use crate::fact::table::Table;
use crate::fact::tile::{TILE, Tile};
use crate::fact::verdict::{BoundRule, Results};
use crate::health::band::{Bands, UNKNOWN};
use crate::health::exception::{Effect, Standing};
use crate::health::indicator::Indicator;
use crate::health::scorecard::Scorecard;
use crate::health::shown::Stage;

/// A card bound to a table's columns.
pub(in crate::health) struct BoundCard<'t> {
    pub(in crate::health) card: &'t Scorecard,
    leaves: Vec<BoundLeaf<'t>>,
    exceptions: Vec<(BoundRule<'t>, &'t Effect)>,
    invalid: Invalid,
    /// Where the score is a plain mean and nothing moves it before its band: what its sums are judged by.
    enough: Option<Enough>,
    pub(in crate::health) width: Width,
}

/// The accounts of a tile: the outcome of the indicators, what coverage and the like made of it, and the exceptions.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(in crate::health) struct HealthTile {
    /// The indicators together; where they are a plain mean of which nobody asks for the bounds, only their sums.
    pub(in crate::health) outcome: Outcome,
    pub(in crate::health) sums: Means,
    /// The coverage; 0 where nothing applies. Of a plain mean only there when it is asked for.
    pub(in crate::health) coverage: Tile,
    /// The results before exceptions.
    pub(in crate::health) computed: Tile,
    pub(in crate::health) computed_rank: [u8; TILE],
    /// The results after exceptions, where the card has such.
    moved: Tile,
    moved_rank: [u8; TILE],
    /// Bits of the rows for which each exception's rule holds.
    pub(in crate::health) firing: Vec<u64>,
    pub(in crate::health) errored: u64,
    /// Bits of the rows whose missing indicators count as 50, by `no_inflation`.
    pub(in crate::health) capped: u64,
    /// Memory for an indicator that nobody keeps.
    scratch: LeafTile,
}

impl HealthTile {
    pub(in crate::health) fn empty() -> Self {
        let (nan, rank) = ([f64::NAN; TILE], [UNKNOWN; TILE]);
        Self {
            outcome: Outcome::empty(),
            sums: Means::new(),
            coverage: nan,
            computed: nan,
            computed_rank: rank,
            moved: nan,
            moved_rank: rank,
            firing: Vec::new(),
            errored: 0,
            capped: 0,
            scratch: LeafTile::empty(),
        }
    }

    /// The scores after exceptions.
    pub(in crate::health) fn score(&self) -> &Tile {
        if self.firing.is_empty() { &self.computed } else { &self.moved }
    }

    /// The ranks of their bands.
    pub(in crate::health) fn rank(&self) -> &[u8; TILE] {
        if self.firing.is_empty() { &self.computed_rank } else { &self.moved_rank }
    }
}

/// The rows of a tile that are there.
#[inline(always)]
pub(in crate::health) fn rows_of<T>(tile: &mut [T; TILE], rows: usize) -> &mut [T] {
    tile.get_mut(..rows).unwrap_or(&mut [])
}

impl Scorecard {
    /// Refuses a card with a percentile that waits to be fitted.
    pub(in crate::health) fn check_fitted(&self) -> Result<()> {
        if self.is_fitted() {
            return Ok(());
        }
        let error = Error::new(ErrorCode::NotFitted, "a percentile must be fitted on a portfolio first");
        Err(error.at(self.name()))
    }

    /// Finds the facts in a table.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `not_fitted`.
    pub(in crate::health) fn bind<'t>(
        &'t self,
        table: &'t Table<'t>,
        as_of: NaiveDate,
        invalid: Invalid,
    ) -> Result<BoundCard<'t>> {
        self.check_fitted()?;
        let leaves = self
            .indicators()
            .iter()
            .map(|indicator| BoundLeaf::new(indicator, self.rounding(Stage::Indicator), table, as_of))
            .collect::<Result<_>>()?;
        let exceptions = self
            .draft()
            .exceptions
            .iter()
            .map(|exception| Ok((exception.when.bind(table, as_of)?, &exception.effect)));
        let exceptions = exceptions.collect::<Result<_>>()?;
        let plain = self.total.plain_weight().filter(|_| !self.draft().no_inflation && !self.adjusts());
        let enough = plain.map(|applicable| Enough::new(applicable, self.least_coverage()));
        Ok(BoundCard { card: self, leaves, exceptions, invalid, enough, width: Width::widest() })
    }
}

/// What exceptions may ask for: the results before them.
struct Before<'a> {
    score: &'a Tile,
    coverage: &'a Tile,
    rank: &'a [u8; TILE],
    bands: &'a Bands,
    indicators: &'a [Indicator],
    leaves: &'a [LeafTile],
}

impl Results for Before<'_> {
    fn numbers(&self, computed: Computed) -> &[f64] {
        match computed {
            Computed::Score => self.score,
            Computed::Coverage => self.coverage,
            Computed::Band => &[],
        }
    }

    fn band(&self, lane: usize) -> Option<&str> {
        self.rank.get(lane).and_then(|rank| self.bands.get(*rank)).map(crate::health::band::Band::name)
    }

    fn indicator(&self, name: &str) -> &[f64] {
        let at = self.indicators.iter().position(|indicator| indicator.name() == name);
        at.and_then(|at| self.leaves.get(at)).map_or(&[], |leaf| &leaf.score)
    }
}

/// The indicators of one tile, scored as the groups ask for them.
struct TileLeaves<'a> {
    card: &'a BoundCard<'a>,
    start: usize,
    run: Run,
    scratch: &'a mut LeafTile,
    kept: Option<&'a mut Vec<LeafTile>>,
    /// Whether indicators may be added up in one pass.
    hurried: bool,
    /// Whether a pass met a value that asks for a closer look.
    odd: bool,
    errored: u64,
}

impl Leaves for TileLeaves<'_> {
    #[inline(never)]
    fn leaf(&mut self, at: usize) -> Result<&LeafTile> {
        let out = self.kept.as_deref_mut().and_then(|kept| kept.get_mut(at)).unwrap_or(self.scratch);
        if let Some(leaf) = self.card.leaves.get(at) {
            let scored = leaf.score(self.start, self.run, self.card.invalid, out);
            scored.map_err(
                |error| if error.column().is_none() { error.at(leaf.indicator.name()) } else { error },
            )?;
        }
        self.errored |= out.errored;
        Ok(out)
    }

    #[inline(always)]
    fn add<L: Lanes>(&mut self, leaf: &Leaf, sums: &mut Means) -> Result<()> {
        let rows = self.run.rows;
        if self.hurried
            && let Some(bound) = self.card.leaves.get(leaf.indicator)
            && let Some(odd) = bound.add::<L>(self.start, rows, leaf.weight, sums, self.scratch)
        {
            self.odd |= odd;
            return Ok(());
        }
        sums.add_lanes::<L>(rows, &self.leaf(leaf.indicator)?.score, leaf.weight);
        Ok(())
    }
}

impl BoundCard<'_> {
    /// Scores the rows of a tile into memory that serves tile after tile. `kept` receives each indicator's tile when the
    /// caller or an exception wants it.
    pub(in crate::health) fn tile_into(
        &self,
        start: usize,
        mut run: Run,
        mut kept: Option<&mut Vec<LeafTile>>,
        tile: &mut HealthTile,
    ) -> Result<()> {
        let no_inflation = self.card.draft().no_inflation;
        run.bounds |= no_inflation;
        run.coverage |= !self.exceptions.is_empty();
        let hurried = kept.is_none();
        let mut enough = self.enough.filter(|_| hurried && !run.bounds);
        // A value that asks for a closer look, or an error: once more, each indicator by itself, in their order.
        if !hurried || !self.combined(start, run, None, enough.is_some(), tile).unwrap_or(false) {
            enough = None;
            self.combined(start, run, Some(kept.as_deref_mut()), false, tile)?;
        }
        let (rows, bands) = (run.rows, self.card.bands());
        if let Some(enough) = enough {
            run.width.run_lanes(JudgedSums { rows, enough, coverage: run.coverage, bands, tile });
        } else {
            self.card.finish(&mut tile.outcome);
            run.width.run_lanes(Judged {
                rows,
                least: self.card.least_coverage(),
                no_inflation,
                bands,
                tile,
            });
        }
        tile.firing.clear();
        if !self.exceptions.is_empty() {
            let leaves = kept.as_deref().map_or(&[] as &[LeafTile], Vec::as_slice);
            self.except(start, run.rows, leaves, tile)?;
        }
        Ok(())
    }

    /// Combines the indicators, or only adds them up: in a hurry, or with a place to keep each of them. False where the
    /// hurry was too great.
    fn combined(
        &self,
        start: usize,
        run: Run,
        kept: Option<Option<&mut Vec<LeafTile>>>,
        sums_only: bool,
        tile: &mut HealthTile,
    ) -> Result<bool> {
        let HealthTile { outcome, sums, scratch, .. } = tile;
        let hurried = kept.is_none();
        let kept = kept.flatten();
        let mut leaves =
            TileLeaves { card: self, start, run, scratch, kept, hurried, odd: false, errored: 0 };
        if sums_only {
            *sums = Means::new();
            self.card.total.add_plain(run, &mut leaves, sums)?;
        } else {
            self.card.total.combine(run, &mut leaves, outcome)?;
        }
        let TileLeaves { odd, errored, .. } = leaves;
        tile.errored = errored;
        Ok(!odd)
    }

    /// Lets the exceptions set, floor and cap.
    fn except(&self, start: usize, rows: usize, leaves: &[LeafTile], tile: &mut HealthTile) -> Result<()> {
        let (bands, indicators) = (self.card.bands(), self.card.indicators());
        let HealthTile { computed, coverage, computed_rank, firing, moved, moved_rank, .. } = tile;
        (*moved, *moved_rank) = (*computed, *computed_rank);
        let before = Before { score: computed, coverage, rank: computed_rank, bands, indicators, leaves };
        let judge =
            |(rule, _): &(BoundRule<'_>, _)| Ok(rule.judge(start, rows, self.invalid, Some(&before))?.yes);
        for exception in &self.exceptions {
            firing.push(judge(exception)?);
        }
        let mut hit = firing.iter().fold(0, |hit, bits| hit | bits);
        while let Ok(lane) = usize::try_from(hit.trailing_zeros())
            && let (Some(score), Some(rank)) = (moved.get_mut(lane), moved_rank.get_mut(lane))
        {
            let fires = |(_, bits): &(_, &u64)| **bits >> lane & 1 == 1;
            let effects = self.exceptions.iter().zip(&*firing).filter(fires).map(|((_, effect), _)| *effect);
            let standing = Standing { score: *score, rank: *rank }.apply(effects, bands);
            (*score, *rank) = (standing.score, standing.rank);
            // Without its lowest bit.
            hit &= hit.wrapping_sub(1);
        }
        Ok(())
    }

    /// Whether more than the scores of the indicators is needed to say what each of them brings in, or can fail.
    pub(in crate::health) fn decides_beyond_indicators(&self) -> bool {
        self.card.draft().no_inflation || !self.exceptions.is_empty()
    }

    /// Scores the indicators of a tile, in the order of the groups.
    pub(in crate::health) fn leaves_into(
        &self,
        start: usize,
        run: Run,
        kept: &mut Vec<LeafTile>,
    ) -> Result<()> {
        let scratch = &mut LeafTile::empty();
        let mut leaves = TileLeaves {
            card: self,
            start,
            run,
            scratch,
            kept: Some(kept),
            hurried: false,
            odd: false,
            errored: 0,
        };
        (0..self.leaves.len()).try_for_each(|at| leaves.leaf(at).map(|_| ()))
    }

    /// Whether exceptions ask for an indicator's own score.
    pub(in crate::health) fn needs_leaves(&self) -> bool {
        self.exceptions.iter().any(|(rule, _)| rule.asks_for_indicators())
    }

    /// A place for every indicator's tile.
    pub(in crate::health) fn leaf_tiles(&self) -> Vec<LeafTile> {
        vec![LeafTile::empty(); self.leaves.len()]
    }
}

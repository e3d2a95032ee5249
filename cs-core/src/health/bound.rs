//! A card whose facts were found in a table: computes 64 accounts at a time.

use chrono::NaiveDate;

use super::band::{Bands, GUARD};
use super::combine::{LeafTile, Leaves, Outcome};
use super::exception::{Effect, Standing};
use super::indicator::Indicator;
use super::leaf::BoundLeaf;
use super::scorecard::Scorecard;
use super::shown::Stage;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::{TILE, Tile};
use crate::fact::input::Invalid;
use crate::fact::operand::Computed;
use crate::fact::table::Table;
use crate::fact::verdict::{BoundRule, Results};

/// A card bound to a table's columns.
pub(super) struct BoundCard<'t> {
    pub(super) card: &'t Scorecard,
    leaves: Vec<BoundLeaf<'t>>,
    exceptions: Vec<(BoundRule<'t>, &'t Effect)>,
    invalid: Invalid,
}

/// The accounts of a tile: the outcome of the indicators, and what the exceptions made of it.
#[derive(Debug, Clone)]
pub(super) struct HealthTile {
    pub(super) outcome: Outcome,
    pub(super) score: Tile,
    pub(super) rank: [u8; TILE],
    pub(super) computed_rank: [u8; TILE],
    /// Bits of the rows for which each exception's rule holds.
    pub(super) firing: Vec<u64>,
    pub(super) errored: u64,
    /// Bits of the rows whose missing indicators count as 50, by `no_inflation`.
    pub(super) capped: u64,
}

impl Scorecard {
    /// Finds the facts in a table.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `not_fitted`.
    pub(super) fn bind<'t>(
        &'t self,
        table: &'t Table<'t>,
        as_of: NaiveDate,
        invalid: Invalid,
    ) -> Result<BoundCard<'t>> {
        if !self.is_fitted() {
            let error = Error::new(ErrorCode::NotFitted, "a percentile must be fitted on a portfolio first");
            return Err(error.at(self.name()));
        }
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
        Ok(BoundCard { card: self, leaves, exceptions: exceptions.collect::<Result<_>>()?, invalid })
    }
}

/// What exceptions may ask for: the results before them.
struct Before<'a> {
    outcome: &'a Outcome,
    rank: &'a [u8; TILE],
    bands: &'a Bands,
    indicators: &'a [Indicator],
    leaves: &'a [LeafTile],
}

impl Results for Before<'_> {
    fn numbers(&self, computed: Computed) -> &[f64] {
        match computed {
            Computed::Score => &self.outcome.score,
            Computed::Coverage => &self.outcome.coverage,
            Computed::Band => &[],
        }
    }

    fn band(&self, lane: usize) -> Option<&str> {
        self.rank.get(lane).and_then(|rank| self.bands.get(*rank)).map(super::band::Band::name)
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
    rows: usize,
    scratch: LeafTile,
    kept: Option<&'a mut Vec<LeafTile>>,
    errored: u64,
}

impl Leaves for TileLeaves<'_> {
    fn leaf(&mut self, at: usize) -> Result<&LeafTile> {
        let wants_raw = self.kept.is_some();
        let out = self.kept.as_deref_mut().and_then(|kept| kept.get_mut(at)).unwrap_or(&mut self.scratch);
        if let Some(leaf) = self.card.leaves.get(at) {
            let scored = leaf.score(self.start, self.rows, self.card.invalid, wants_raw, out);
            scored.map_err(
                |error| if error.column().is_none() { error.at(leaf.indicator.name()) } else { error },
            )?;
        }
        self.errored |= out.errored;
        Ok(out)
    }
}

impl BoundCard<'_> {
    /// Scores the rows of a tile. `kept` receives each indicator's tile when the caller or an exception wants it.
    pub(super) fn tile(
        &self,
        start: usize,
        rows: usize,
        mut kept: Option<&mut Vec<LeafTile>>,
    ) -> Result<HealthTile> {
        let scratch = LeafTile::empty();
        let mut leaves =
            TileLeaves { card: self, start, rows, scratch, kept: kept.as_deref_mut(), errored: 0 };
        let mut outcome = self.card.total.combine(&mut leaves)?;
        let errored = leaves.errored;
        self.card.finish(&mut outcome);
        let least = self.card.draft().min_coverage - GUARD;
        for (score, coverage) in outcome.score.iter_mut().zip(&outcome.coverage) {
            *score = if *coverage < least { f64::NAN } else { *score };
        }
        let mut capped = 0;
        if self.card.draft().no_inflation {
            for (lane, (score, neutral)) in outcome.score.iter_mut().zip(&outcome.neutral).enumerate() {
                capped |= u64::from(*score > *neutral) << lane;
                *score = if *score > *neutral { *neutral } else { *score };
            }
        }
        if outcome.refused != 0 {
            for (lane, score) in outcome.score.iter_mut().enumerate() {
                *score = if outcome.refused >> lane & 1 == 1 { f64::NAN } else { *score };
            }
        }
        let bands = self.card.bands();
        let computed_rank = bands.ranks(&outcome.score);
        let mut tile = HealthTile {
            score: outcome.score,
            rank: computed_rank,
            computed_rank,
            firing: Vec::new(),
            errored,
            capped,
            outcome,
        };
        if !self.exceptions.is_empty() {
            let leaves = kept.as_deref().map_or(&[] as &[LeafTile], Vec::as_slice);
            self.except(start, rows, leaves, &mut tile)?;
        }
        Ok(tile)
    }

    /// Lets the exceptions set, floor and cap.
    fn except(&self, start: usize, rows: usize, leaves: &[LeafTile], tile: &mut HealthTile) -> Result<()> {
        let (bands, indicators) = (self.card.bands(), self.card.indicators());
        let before = Before { outcome: &tile.outcome, rank: &tile.computed_rank, bands, indicators, leaves };
        let judge =
            |(rule, _): &(BoundRule<'_>, _)| Ok(rule.judge(start, rows, self.invalid, Some(&before))?.yes);
        tile.firing = self.exceptions.iter().map(judge).collect::<Result<_>>()?;
        if tile.firing.iter().all(|bits| *bits == 0) {
            return Ok(());
        }
        for (lane, (score, rank)) in tile.score.iter_mut().zip(&mut tile.rank).enumerate() {
            let fires = |(_, bits): &(_, &u64)| **bits >> lane & 1 == 1;
            let effects =
                self.exceptions.iter().zip(&tile.firing).filter(fires).map(|((_, effect), _)| *effect);
            let standing = Standing { score: *score, rank: *rank }.apply(effects, bands);
            (*score, *rank) = (standing.score, standing.rank);
        }
        Ok(())
    }

    /// Whether exceptions may ask for an indicator's own score.
    pub(super) fn needs_leaves(&self) -> bool {
        !self.exceptions.is_empty()
    }

    /// A place for every indicator's tile.
    pub(super) fn leaf_tiles(&self) -> Vec<LeafTile> {
        vec![LeafTile::empty(); self.leaves.len()]
    }
}

//! A card whose facts were found in a table: computes 64 accounts at a time.

use chrono::NaiveDate;

use super::band::{Bands, GUARD};
use super::combine::{LeafTile, Leaves, Outcome};
use super::exception::{Effect, Standing};
use super::indicator::Indicator;
use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::{Column, TILE, Tile, hide, mask};
use crate::fact::input::{Bound, Input, Invalid};
use crate::fact::operand::Computed;
use crate::fact::table::Table;
use crate::fact::verdict::{BoundRule, Results};
use crate::scale::choices::Choices;
use crate::scale::{Scale, Wants};
use crate::value::day;

/// A card bound to a table's columns.
pub(super) struct BoundCard<'t> {
    pub(super) card: &'t Scorecard,
    leaves: Vec<BoundLeaf<'t>>,
    exceptions: Vec<(BoundRule<'t>, &'t Effect)>,
    invalid: Invalid,
}

struct BoundLeaf<'t> {
    source: Source<'t>,
    indicator: &'t Indicator,
    applies: Option<BoundRule<'t>>,
    /// The observation's date, the day `as_of`, and the days it is valid.
    observed: Option<(&'t Column<'t>, f64, f64)>,
}

enum Source<'t> {
    Numbers(Bound<'t>, &'t Scale),
    Texts(&'t Column<'t>, &'t Choices),
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
            .map(|indicator| BoundLeaf::new(indicator, table, as_of))
            .collect::<Result<_>>()?;
        let exceptions = self
            .draft()
            .exceptions
            .iter()
            .map(|exception| Ok((exception.when.bind(table, as_of)?, &exception.effect)));
        Ok(BoundCard { card: self, leaves, exceptions: exceptions.collect::<Result<_>>()?, invalid })
    }
}

impl<'t> BoundLeaf<'t> {
    fn new(indicator: &'t Indicator, table: &'t Table<'t>, as_of: NaiveDate) -> Result<Self> {
        let observed = match (&indicator.observed_on, indicator.valid_for_days) {
            (Some(name), Some(days)) => {
                Some((table.column(name)?, f64::from(day::to_number(as_of)), f64::from(days)))
            }
            _ => None,
        };
        let applies = indicator.applies_when.as_ref().map(|rule| rule.bind(table, as_of)).transpose()?;
        Ok(Self { source: Source::new(indicator, table, as_of)?, indicator, applies, observed })
    }

    /// Scores the rows of a tile; keeps the raw values when they are wanted.
    fn score(
        &self,
        start: usize,
        rows: usize,
        invalid: Invalid,
        wants_raw: bool,
        out: &mut LeafTile,
    ) -> Result<()> {
        out.applicable = match &self.applies {
            None => mask(rows),
            Some(rule) => rule.judge(start, rows, invalid, None)?.yes,
        };
        let values = out.score.get_mut(..rows).unwrap_or(&mut []);
        out.stale = 0;
        out.errored = match &self.source {
            Source::Numbers(input, scale) => {
                let infinite = input.numbers(start, values, invalid)?;
                if let Some(raw) = out.raw.get_mut(..rows).filter(|_| wants_raw) {
                    raw.copy_from_slice(values);
                }
                infinite | scale.apply(values)
            }
            Source::Texts(column, choices) => {
                let mut errored = 0;
                for (lane, value) in values.iter_mut().enumerate() {
                    let text = column.text(start.saturating_add(lane))?;
                    let (score, error) = text.map_or((f64::NAN, false), |text| choices.text(text));
                    *value = score;
                    errored |= u64::from(error) << lane;
                }
                errored
            }
        };
        if let Some((column, as_of, valid)) = self.observed {
            let mut days = [0.0; TILE];
            let days = days.get_mut(..rows).unwrap_or(&mut []);
            column.days(start, days)?;
            for (lane, (value, day)) in values.iter_mut().zip(days).enumerate() {
                let age = as_of - *day;
                let fresh = (0.0..=valid).contains(&age);
                let there = !value.is_nan() || out.errored >> lane & 1 == 1;
                if there && !fresh {
                    *value = f64::NAN;
                    out.stale |= 1 << lane;
                }
            }
            out.errored &= !out.stale;
        }
        if self.applies.is_some() {
            // An indicator that does not apply has no score, and a rule that asks for it is unknown.
            hide(out.applicable, values);
        }
        out.errored &= out.applicable;
        Ok(())
    }
}

impl<'t> Source<'t> {
    fn new(indicator: &'t Indicator, table: &'t Table<'t>, as_of: NaiveDate) -> Result<Self> {
        let scale = &indicator.scale;
        if let Input::Fact(name) = &indicator.input {
            let column = table.column(name)?;
            let kind = column.type_name();
            return match (scale.wants(), scale, kind) {
                (Wants::Choice, Scale::Choices(choices), "text") => Ok(Source::Texts(column, choices)),
                (_, _, "number" | "missing") | (Wants::Flag | Wants::Choice, _, "flag") => {
                    Ok(Source::Numbers(Bound::Fact(column), scale))
                }
                (Wants::Flag, ..) => Err(column.mismatch("flag")),
                (Wants::Choice, ..) => Err(column.mismatch("text")),
                (Wants::Number, _, "day") => {
                    Err(column.mismatch("number").with_hint("days_since and days_until make numbers of days"))
                }
                (Wants::Number, ..) => Err(column.mismatch("number")),
            };
        }
        Ok(Source::Numbers(indicator.input.bind(table, as_of)?, scale))
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
        let least = self.card.draft().min_coverage - GUARD;
        for (score, coverage) in outcome.score.iter_mut().zip(&outcome.coverage) {
            *score = if *coverage < least { f64::NAN } else { *score };
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

//! One indicator bound to a table's columns: value, scale, when it applies, how old it may be.

use chrono::NaiveDate;
use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::mean::{Fused, Means, Run, lanes};
use crate::error::Result;
use crate::fact::column::Column;
use crate::fact::input::{Bound, Input, Invalid};
use crate::fact::table::Table;
use crate::fact::tile::{TILE, Tile, bits, hide, mask};
use crate::fact::verdict::BoundRule;
use crate::health::indicator::Indicator;
use crate::health::shown::Rounding;
use crate::scale::choices::Choices;
use crate::scale::{Scale, Wants};
use crate::value::{day, power::exp2};

/// One indicator for the rows of a tile.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(in crate::health) struct LeafTile {
    /// The score; NaN is missing.
    pub(in crate::health) score: Tile,
    /// The values that the scale was applied to; NaN for texts.
    pub(in crate::health) raw: Tile,
    /// Bits of rows that the indicator applies to.
    pub(in crate::health) applicable: u64,
    /// Bits of rows whose source failed.
    pub(in crate::health) errored: u64,
    /// Bits of rows whose value was observed outside its days.
    pub(in crate::health) stale: u64,
    /// Bits of rows whose score has faded.
    pub(in crate::health) faded: u64,
}

impl LeafTile {
    pub(in crate::health) fn empty() -> Self {
        Self { score: [f64::NAN; TILE], applicable: 0, errored: 0, stale: 0, faded: 0, raw: [f64::NAN; TILE] }
    }

    /// Bits of rows that have no value, or one that is too old.
    pub(in crate::health) fn missing(&self) -> u64 {
        let gaps = Width::widest().run_lanes(Gaps { tile: &self.score, rows: TILE });
        self.applicable & !self.errored & gaps
    }
}

/// Bits of the rows of a tile that have no number.
pub(in crate::health) struct Gaps<'a> {
    pub(in crate::health) tile: &'a Tile,
    pub(in crate::health) rows: usize,
}

impl LaneWork for Gaps<'_> {
    type Output = u64;

    #[inline(always)]
    fn run<L: Lanes>(self) -> u64 {
        let (mut gaps, mut at) = (0, 0_usize);
        for values in lanes::<L>(self.tile, self.rows) {
            gaps |= L::read(values).is_nan().bits() << at;
            at = at.wrapping_add(L::COUNT);
        }
        gaps & mask(self.rows)
    }
}

/// An indicator whose columns were found.
pub(in crate::health) struct BoundLeaf<'t> {
    pub(in crate::health) indicator: &'t Indicator,
    source: Source<'t>,
    applies: Option<BoundRule<'t>>,
    /// The date of the observation and the days for which it is valid.
    valid: Option<(Age<'t>, f64)>,
    /// How the score is rounded before the calculation goes on.
    rounding: Option<Rounding>,
    /// The date of the observation, the half-life, and the score that old evidence drifts to.
    fade: Option<(Age<'t>, f64, f64)>,
}

enum Source<'t> {
    Numbers(Bound<'t>, &'t Scale),
    Texts(&'t Column<'t>, &'t Choices),
}

/// How many days before `as_of` a value was observed.
struct Age<'t> {
    observed_on: &'t Column<'t>,
    as_of: f64,
}

impl Age<'_> {
    /// The ages of a tile; NaN where the day is unknown.
    fn days(&self, start: usize, out: &mut [f64]) -> Result<()> {
        self.observed_on.days(start, out)?;
        out.iter_mut().for_each(|day| *day = self.as_of - *day);
        Ok(())
    }
}

impl<'t> BoundLeaf<'t> {
    /// Finds the columns. Errors: `missing_column`, `type_mismatch`.
    pub(in crate::health) fn new(
        indicator: &'t Indicator,
        rounding: Option<Rounding>,
        table: &'t Table<'t>,
        as_of: NaiveDate,
    ) -> Result<Self> {
        let age = |name: &str| {
            Ok(Age { observed_on: table.column(name)?, as_of: f64::from(day::to_number(as_of)) })
        };
        let valid = match (&indicator.observed_on, indicator.valid_for_days) {
            (Some(name), Some(days)) => Some((age(name)?, f64::from(days))),
            _ => None,
        };
        let fade = match &indicator.fade {
            Some(fade) => Some((age(&fade.observed_on)?, fade.half_life_days, fade.toward + 0.0)),
            None => None,
        };
        let applies = indicator.applies_when.as_ref().map(|rule| rule.bind(table, as_of)).transpose()?;
        Ok(Self { source: Source::new(indicator, table, as_of)?, indicator, applies, valid, rounding, fade })
    }

    /// Adds the scores of a tile to the sums in one pass, where a pass will do; `None` where it will not. The output
    /// says whether a value asks for a closer look; the sums are spoilt then.
    #[inline(always)]
    pub(in crate::health) fn add<L: Lanes>(
        &self,
        start: usize,
        rows: usize,
        weight: f64,
        sums: &mut Means,
        memory: &mut LeafTile,
    ) -> Option<bool> {
        let (Source::Numbers(Bound::Fact(column), scale), None, None, None, None) =
            (&self.source, &self.applies, &self.valid, &self.fade, &self.rounding)
        else {
            return None;
        };
        let memory = [&mut memory.raw, &mut memory.score];
        Some(Fused { column, scale, start, rows, weight, sums, memory }.run::<L>())
    }

    /// Scores the rows of a tile.
    pub(in crate::health) fn score(
        &self,
        start: usize,
        Run { rows, width, .. }: Run,
        invalid: Invalid,
        out: &mut LeafTile,
    ) -> Result<()> {
        out.applicable = match &self.applies {
            None => mask(rows),
            Some(rule) => rule.judge(start, rows, invalid, None)?.yes,
        };
        (out.stale, out.faded) = (0, 0);
        let values = out.score.get_mut(..rows).unwrap_or(&mut []);
        let raw = out.raw.get_mut(..rows).unwrap_or(&mut []);
        out.errored = self.source.score(start, width, raw, values, invalid)?;
        let mut tile = [0.0; TILE];
        let ages = tile.get_mut(..rows).unwrap_or(&mut []);
        if let Some((age, days)) = &self.valid {
            age.days(start, ages)?;
            out.stale |= expire(values, ages, out.errored, *days);
        }
        if let Some((age, half_life, toward)) = &self.fade {
            age.days(start, ages)?;
            out.stale |= expire(values, ages, out.errored, f64::INFINITY);
            for (score, age) in values.iter_mut().zip(&*ages) {
                *score = toward + (*score - toward) * exp2(-(age / half_life));
            }
            out.faded = bits(values.iter().zip(&*ages), |(score, age)| !score.is_nan() && *age > 0.0);
        }
        if let Some(rounding) = self.rounding {
            values.iter_mut().for_each(|score| *score = rounding.score(*score));
        }
        if self.applies.is_some() {
            // An indicator that does not apply has no score, and a rule that asks for it is unknown.
            hide(out.applicable, values);
        }
        out.errored &= out.applicable & !out.stale;
        Ok(())
    }
}

/// Hides the scores that were observed more than so many days ago, after `as_of`, or on an unknown day; returns their
/// bits.
fn expire(scores: &mut [f64], ages: &[f64], errored: u64, days: f64) -> u64 {
    let mut stale = 0;
    for (lane, (score, age)) in scores.iter_mut().zip(ages).enumerate() {
        let there = !score.is_nan() || errored >> lane & 1 == 1;
        if there && !(0.0..=days).contains(age) {
            *score = f64::NAN;
            stale |= 1 << lane;
        }
    }
    stale
}

impl<'t> Source<'t> {
    /// Scores the rows of a tile; returns the bits of errored ones. `raw` receives the numbers, NaN for texts.
    fn score(
        &self,
        start: usize,
        width: Width,
        raw: &mut [f64],
        scores: &mut [f64],
        invalid: Invalid,
    ) -> Result<u64> {
        match self {
            Source::Numbers(input, scale) => {
                Ok(input.numbers(start, raw, invalid)? | scale.scores(width, raw, scores))
            }
            Source::Texts(column, choices) => {
                raw.fill(f64::NAN);
                let mut errored = 0;
                for (lane, to) in scores.iter_mut().enumerate() {
                    let text = column.text(start.saturating_add(lane))?;
                    let (score, error) = text.map_or((f64::NAN, false), |text| choices.text(text));
                    *to = score;
                    errored |= u64::from(error) << lane;
                }
                Ok(errored)
            }
        }
    }

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

//! A card made ready for accounts one at a time, as they come: facts by place, and a short answer.

use chrono::NaiveDate;
use cs_wide::{Lanes, Mask, Width};

use super::bound::HealthTile;
use super::combine::{Combine, Part};
use super::mean::{self, Run};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts::Fact;
use crate::fact::input::{Input, Invalid};
use crate::fact::table::Table;
use crate::health::scorecard::Scorecard;
use crate::health::shown::Stage;
use crate::scale::{Scale, Wants};

/// What a card says of one account in short. [`Scorecard::score`] says why as well.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Brief {
    /// The score after exceptions; NaN where there is none.
    pub score: f64,
    /// The rank of its band, the lowest band 0; 255 where it is unknown.
    pub band: u8,
    /// Weight present ÷ weight applicable, 0 to 1.
    pub coverage: f64,
}

/// A card that has found its facts once, for as many accounts as come.
///
/// ```
/// use cs_core::prelude::*;
///
/// let card = cs_core::health::shipped::card("simple")?;
/// let ready = card.ready(NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(), Invalid::Error)?;
/// let facts: Vec<Fact> = ready.card().facts().map(|_| Fact::Missing).collect();
/// let brief = ready.score(&facts)?;
/// assert!(brief.score.is_nan());
/// assert_eq!((card.bands().name(brief.band), brief.coverage), ("unknown", 0.0));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Ready {
    card: Scorecard,
    as_of: NaiveDate,
    invalid: Invalid,
    /// The indicators of a card that is a plain weighted mean of scales on facts: such a card needs no table.
    direct: Option<Vec<Direct>>,
    /// Their weights together.
    applicable: f64,
    /// The least coverage at which there is a score, with the guard.
    least: f64,
    no_inflation: bool,
    /// How many facts the card reads.
    facts: usize,
}

/// A scale, the fact that it reads by place, and the weight.
#[derive(Debug, Clone)]
struct Direct {
    scale: Scale,
    fact: usize,
    weight: f64,
}

impl Scorecard {
    /// Makes the card ready for accounts one at a time. Error: `not_fitted`.
    pub fn ready(&self, as_of: NaiveDate, invalid: Invalid) -> Result<Ready> {
        self.check_fitted()?;
        let parts = self.total.parts.iter().map(|part| direct(self, part));
        let direct = parts.collect::<Option<Vec<_>>>().filter(|_| is_direct(self));
        let applicable = direct.iter().flatten().fold(0.0, |sum, part| sum + part.weight);
        let (least, no_inflation) = (self.least_coverage(), self.draft().no_inflation);
        let (card, facts) = (self.clone(), self.facts().count());
        Ok(Ready { card, as_of, invalid, direct, applicable, least, no_inflation, facts })
    }
}

/// Whether the score is the weighted mean of the parts, and nothing else.
fn is_direct(card: &Scorecard) -> bool {
    card.total.combine == Combine::WeightedMean
        && card.total.rounding.is_none()
        && card.rounding(Stage::Indicator).is_none()
        && card.draft().exceptions.is_empty()
        && !card.adjusts()
}

/// A part that is a scale on a fact.
fn direct(card: &Scorecard, part: &Part) -> Option<Direct> {
    let Part::Leaf(leaf) = part else { return None };
    let indicator = card.indicators().get(leaf.indicator)?;
    match &indicator.input {
        Input::Fact(name)
            if leaf.is_plain() && indicator.observed_on.is_none() && indicator.fade.is_none() =>
        {
            let fact = card.facts().position(|fact| fact == name)?;
            Some(Direct { scale: indicator.scale.clone(), fact, weight: leaf.weight })
        }
        _ => None,
    }
}

impl Ready {
    /// The card.
    #[must_use]
    pub fn card(&self) -> &Scorecard {
        &self.card
    }

    /// Scores one account, its facts in the order of [`Scorecard::facts`], to the bits of [`Scorecard::score`].
    ///
    /// Errors: those of [`Scorecard::score`], and `length_mismatch`.
    pub fn score(&self, facts: &[Fact]) -> Result<Brief> {
        let wanted = self.facts;
        if facts.len() != wanted {
            let sentence = format!("the card reads {wanted} facts, {} are given", facts.len());
            return Err(Error::new(ErrorCode::LengthMismatch, sentence));
        }
        match self.at_once(facts) {
            Some(brief) => Ok(brief),
            None => self.by_table(facts),
        }
    }

    /// The answer of a plain card; none where a fact asks for a closer look.
    #[inline]
    fn at_once(&self, facts: &[Fact]) -> Option<Brief> {
        let (mut sum, mut present) = (0.0, 0.0);
        for Direct { scale, fact, weight } in self.direct.as_ref()? {
            let fact = facts.get(*fact)?;
            let score = match number(fact, scale) {
                Some(number) => scale.one(number),
                None => without_number(fact, scale)?,
            };
            sum += score.is_number().keep(weight * score);
            present += score.is_number().keep(*weight);
        }
        let coverage = present / self.applicable;
        let mut score = mean::score(sum, present);
        if self.no_inflation {
            let neutral = mean::score(sum + 50.0 * (self.applicable - present), self.applicable);
            score = if score > neutral { neutral } else { score };
        }
        if coverage < self.least {
            score = f64::NAN;
        }
        Some(Brief { score, band: self.card.bands().rank(score), coverage })
    }

    /// The answer of any card, by way of a table of one row.
    #[inline(never)]
    fn by_table(&self, facts: &[Fact]) -> Result<Brief> {
        let named = self.card.facts().zip(facts);
        let table = named
            .into_iter()
            .try_fold(Table::new(1), |table, (name, fact)| table.with(name, fact.values(), None))?;
        let bound = self.card.bind(&table, self.as_of, self.invalid)?;
        let mut leaves = bound.needs_leaves().then(|| bound.leaf_tiles());
        let mut tile = HealthTile::empty();
        let run = Run { width: Width::BASELINE, rows: 1, bounds: false, coverage: true };
        bound.tile_into(0, run, leaves.as_mut(), &mut tile)?;
        let first = |values: &[f64]| values.first().copied().unwrap_or(f64::NAN);
        let band = tile.rank().first().copied().unwrap_or(crate::health::band::UNKNOWN);
        Ok(Brief { score: first(tile.score()), band, coverage: first(&tile.coverage) })
    }
}

/// The number that a scale is applied to; none where the fact is no finite number and no flag for which the scale asks.
#[inline(always)]
fn number(fact: &Fact, scale: &Scale) -> Option<f64> {
    match fact {
        Fact::Number(number) if !number.is_infinite() => Some(*number),
        Fact::Flag(flag) if scale.wants() != Wants::Number => Some(f64::from(u8::from(*flag))),
        _ => None,
    }
}

/// The score of any other fact, NaN where it is missing or errored; none where the scale cannot be applied to it.
#[inline(never)]
fn without_number(fact: &Fact, scale: &Scale) -> Option<f64> {
    match (fact, scale) {
        (Fact::Missing, _) => Some(f64::NAN),
        (Fact::Text(text), Scale::Choices(choices)) => Some(choices.text(text).0),
        _ => None,
    }
}

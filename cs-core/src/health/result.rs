//! The health of one account: score, band, coverage, bounds, and the reasons.

use chrono::NaiveDate;
use serde::Serialize;

use super::explain::{Account, Contribution, GroupScore, contributions};
use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts::Facts;
use crate::fact::input::Invalid;

/// The health of one account. It serialises to JSON with the fields below, scores that are not there as `null`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Health {
    card: String,
    as_of: NaiveDate,
    score: Option<f64>,
    band: String,
    color: Option<String>,
    whole: Option<f64>,
    reason: Option<&'static str>,
    coverage: f64,
    low: Option<f64>,
    high: Option<f64>,
    computed_score: Option<f64>,
    computed_band: String,
    missing: usize,
    errored: usize,
    exceptions: Vec<String>,
    groups: Vec<GroupScore>,
    contributions: Vec<Contribution>,
}

/// A number, unless it is NaN.
pub(super) fn present(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

impl Scorecard {
    /// Scores one account; a fact that is not there is missing.
    ///
    /// Errors: `type_mismatch`, `invalid_date`, `non_finite`, `overflow`, `not_fitted`, each with the fact. An account
    /// whose coverage is too low is no error: it has no score, and its band is unknown.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let card = cs_core::health::shipped::card("simple")?;
    /// let health = card.score(&Facts::new(), NaiveDate::from_ymd_opt(2026, 10, 31).unwrap())?;
    /// assert_eq!(health.score().unwrap_err().code(), ErrorCode::NoScore);
    /// assert_eq!((health.band(), health.coverage()), ("unknown", 0.0));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn score(&self, facts: &Facts, as_of: NaiveDate) -> Result<Health> {
        self.score_with(facts, as_of, Invalid::Error)
    }

    /// As [`score`](Self::score), with a choice of what infinite numbers get.
    pub fn score_with(&self, facts: &Facts, as_of: NaiveDate, invalid: Invalid) -> Result<Health> {
        let table = facts.table(self.facts())?;
        let bound = self.bind(&table, as_of, invalid)?;
        let mut leaves = bound.leaf_tiles();
        let tile = bound.tile(0, 1, Some(&mut leaves))?;
        let first = |values: &[f64]| values.first().copied().and_then(present);
        let rank = |ranks: &[u8]| ranks.first().copied().unwrap_or(super::band::UNKNOWN);
        let score = first(&tile.score);
        let bands = self.bands();
        let fired = tile.firing.iter().zip(&self.draft().exceptions).filter(|(bits, _)| **bits & 1 == 1);
        let account = Account { tiles: &leaves, lane: 0, neutral: tile.capped & 1 == 1 };
        let contributions = contributions(self, account, |name| facts.fact(name).cloned());
        Ok(Health {
            card: self.name().to_owned(),
            as_of,
            score,
            band: bands.name(rank(&tile.rank)).to_owned(),
            color: bands.get(rank(&tile.rank)).and_then(|band| band.color_text().map(str::to_owned)),
            whole: score.map(|score| bands.whole(score, rank(&tile.rank))),
            reason: score.is_none().then_some(ErrorCode::NoScore.as_str()),
            coverage: first(&tile.outcome.coverage).unwrap_or(0.0),
            low: first(&tile.outcome.low),
            high: first(&tile.outcome.high),
            computed_score: first(&tile.outcome.score),
            computed_band: bands.name(rank(&tile.computed_rank)).to_owned(),
            missing: contributions.0.iter().filter(|part| part.status.is_missing()).count(),
            errored: contributions.0.iter().filter(|part| part.status.is_errored()).count(),
            exceptions: fired.map(|(_, exception)| exception.reason.clone()).collect(),
            groups: contributions.1,
            contributions: contributions.0,
        })
    }
}

impl Health {
    /// The score after exceptions; `no_score` where there is none.
    pub fn score(&self) -> Result<f64> {
        self.score.ok_or_else(|| {
            let known =
                format!("too little is known for a score: {:.0} % of the weight", self.coverage * 100.0);
            Error::new(ErrorCode::NoScore, known)
        })
    }

    /// The whole number shown to people: rounded half up, kept inside the band.
    #[must_use]
    pub fn whole(&self) -> Option<f64> {
        self.whole
    }

    /// The band's name; `unknown` without a score.
    #[must_use]
    pub fn band(&self) -> &str {
        &self.band
    }

    /// Weight present ÷ weight applicable, 0 to 1.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        self.coverage
    }

    /// The score before exceptions with every missing indicator at 0; 0 where no indicator applies.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low.unwrap_or(0.0)
    }

    /// The score before exceptions with every missing indicator at 100; 100 where no indicator applies.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high.unwrap_or(100.0)
    }

    /// The score before exceptions.
    #[must_use]
    pub fn computed_score(&self) -> Option<f64> {
        self.computed_score
    }

    /// How many indicators are missing (or stale), and how many errored.
    #[must_use]
    pub fn missing_and_errored(&self) -> (usize, usize) {
        (self.missing, self.errored)
    }

    /// The reasons of the exceptions whose rules hold.
    pub fn exceptions(&self) -> impl Iterator<Item = &str> {
        self.exceptions.iter().map(String::as_str)
    }

    /// The score of each group of indicators.
    #[must_use]
    pub fn groups(&self) -> &[GroupScore] {
        &self.groups
    }

    /// Each indicator: what it measured, what it contributed, what it lost. The points add up to the score before
    /// exceptions.
    #[must_use]
    pub fn explain(&self) -> &[Contribution] {
        &self.contributions
    }
}

//! The health of one account: score, band, coverage, bounds, and the reasons.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::band::Bands;
use super::exception::Standing;
use super::explain::{Contribution, GroupScore, contributions};
use super::fingerprint::Fingerprint;
use super::manual::Override;
use super::scorecard::{EXCEPTIONS, INDICATORS, Scorecard};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts::Facts;
use crate::fact::input::Invalid;
use crate::value::{day, document, score};

/// The health of one account. It serialises to JSON with the fields below, scores that are not there as `null`, and is
/// read from there again, so that this month's result can be compared with that of last month.
///
/// The score comes about in three steps: the indicators give `computed_score`, the card's exceptions make it
/// `card_score`, and a manual override, where there is one, makes it `score`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Health {
    card: String,
    fingerprint: Fingerprint,
    #[serde(deserialize_with = "day::read")]
    as_of: NaiveDate,
    score: Option<f64>,
    band: String,
    color: Option<String>,
    whole: Option<f64>,
    #[serde(default)]
    shown: Option<f64>,
    reason: Option<Cow<'static, str>>,
    coverage: f64,
    low: Option<f64>,
    high: Option<f64>,
    computed_score: Option<f64>,
    computed_band: String,
    #[serde(default)]
    adjustment: f64,
    card_score: Option<f64>,
    card_band: String,
    #[serde(rename = "override")]
    manual: Option<Override>,
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
        let explainer = self.explainer(&table, as_of, invalid)?;
        let (explained, tile) = explainer.first()?;
        let first = |values: &[f64]| values.first().copied().and_then(present);
        let rank = |ranks: &[u8]| ranks.first().copied().unwrap_or(super::band::UNKNOWN);
        let score = first(tile.score());
        let bands = self.bands();
        let fired = tile.firing.iter().zip(&self.draft().exceptions).filter(|(bits, _)| **bits & 1 == 1);
        let contributions = contributions(self, &explained, 0, |name| facts.fact(name).cloned());
        let points: f64 = contributions.iter().map(|part| part.points).sum();
        let computed = first(&tile.computed);
        let standing = Standing { score: score.unwrap_or(f64::NAN), rank: rank(tile.rank()) };
        let health = Health {
            card: self.name().to_owned(),
            fingerprint: self.fingerprint(),
            as_of,
            score: None,
            band: String::new(),
            color: None,
            whole: None,
            shown: None,
            reason: None,
            coverage: first(&tile.coverage).unwrap_or(0.0),
            low: first(&tile.outcome.low),
            high: first(&tile.outcome.high),
            computed_score: computed,
            adjustment: computed.filter(|_| self.adjusts()).map_or(0.0, |score| score - points),
            computed_band: bands.name(rank(&tile.computed_rank)).to_owned(),
            card_score: score,
            card_band: bands.name(rank(tile.rank())).to_owned(),
            manual: None,
            missing: contributions.iter().filter(|part| part.status.is_missing()).count(),
            errored: contributions.iter().filter(|part| part.status.is_errored()).count(),
            exceptions: fired.map(|(_, exception)| exception.reason.clone()).collect(),
            groups: explainer.groups(&explained, 0, &contributions),
            contributions,
        };
        Ok(health.standing_at(standing, self, None))
    }
}

impl Health {
    /// Reads a result that was written as JSON.
    ///
    /// Errors: `invalid_document` with the place, among them scores outside 0..100 and shares outside 0..1; `limit`.
    pub fn from_json(text: &str) -> Result<Self> {
        let health: Self = document::read(text.as_bytes())?;
        document::limit("contributions", health.contributions.len(), INDICATORS)?;
        document::limit("exceptions", health.exceptions.len(), EXCEPTIONS)?;
        let known = |value: Option<f64>| value.map_or(Ok(0.0), score::checked);
        for (place, value) in [
            ("score", health.score),
            ("low", health.low),
            ("high", health.high),
            ("computed_score", health.computed_score),
            ("card_score", health.card_score),
        ] {
            known(value).map_err(|error| error.at(place))?;
        }
        let share = |value: f64| match (0.0..=1.0 + 1e-9).contains(&value) {
            true => Ok(()),
            false => {
                let error = Error::new(ErrorCode::InvalidDocument, "a share lies between 0 and 1");
                Err(error.at("weight").with_value(value))
            }
        };
        share(health.coverage).map_err(|error| error.at("coverage"))?;
        for (at, part) in health.contributions.iter().enumerate() {
            let under = |error: Error| error.under(&format!("contributions[{at}]"));
            share(part.weight).map_err(under)?;
            known(part.score).map_err(|error| under(error.at("score")))?;
        }
        Ok(health)
    }

    /// Writes the result as JSON; reading it gives an equal one.
    pub fn to_json(&self) -> Result<String> {
        document::write(self)
    }

    /// Refuses a result of another card.
    pub(super) fn check_card(&self, card: &Scorecard) -> Result<()> {
        if self.fingerprint == card.fingerprint() {
            return Ok(());
        }
        let sentence =
            format!("this result is of another card, or of another state of it, than {:?}", card.name());
        Err(Error::new(ErrorCode::Inconsistent, sentence).at("fingerprint").with_value(self.fingerprint))
    }

    /// What the card gives the account, its exceptions included.
    pub(super) fn given(&self, bands: &Bands) -> Standing {
        let rank = bands.rank_of(&self.card_band).unwrap_or(super::band::UNKNOWN);
        Standing { score: self.card_score.unwrap_or(f64::NAN), rank }
    }

    /// The result with score and band as they stand at the end.
    pub(super) fn standing_at(self, standing: Standing, card: &Scorecard, manual: Option<Override>) -> Self {
        let (Standing { score, rank }, bands) = (standing, card.bands());
        let score = present(score);
        let whole = score.map(|score| bands.whole(score, rank));
        Self {
            score,
            band: bands.name(rank).to_owned(),
            color: bands.get(rank).and_then(|band| band.color_text().map(str::to_owned)),
            whole,
            shown: score.map(|score| card.shown_number(score, rank)),
            reason: score.is_none().then_some(Cow::Borrowed(ErrorCode::NoScore.as_str())),
            manual,
            ..self
        }
    }

    /// The name of the card.
    #[must_use]
    pub fn card(&self) -> &str {
        &self.card
    }

    /// The fingerprint of the card.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The day that the result is about.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The score that the card gives, its exceptions included, before a manual override.
    #[must_use]
    pub fn card_score(&self) -> Option<f64> {
        self.card_score
    }

    /// The band that the card gives, before a manual override.
    #[must_use]
    pub fn card_band(&self) -> &str {
        &self.card_band
    }

    /// The manual override in force.
    #[must_use]
    pub fn manual(&self) -> Option<&Override> {
        self.manual.as_ref()
    }

    /// The score after exceptions and override; `no_score` where there is none.
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

    /// The number as the card says to show it: its scale, its decimals; without that, the whole number.
    #[must_use]
    pub fn shown(&self) -> Option<f64> {
        self.shown
    }

    /// What rounding and counted points added to the points of the contributions; 0 for a card without them.
    #[must_use]
    pub fn adjustment(&self) -> f64 {
        self.adjustment
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

    /// The indicators that lost points, most points first; of equals the one that stands first in the card.
    #[must_use]
    pub fn improvements(&self) -> Vec<&Contribution> {
        let mut lost: Vec<&Contribution> = self.contributions.iter().filter(|part| part.lost > 0.0).collect();
        lost.sort_by(|a, b| b.lost.total_cmp(&a.lost));
        lost
    }

    /// The band of the score before exceptions.
    #[must_use]
    pub fn computed_band(&self) -> &str {
        &self.computed_band
    }

    /// Each indicator: what it measured, what it contributed, what it lost. The points add up to the score before
    /// exceptions.
    #[must_use]
    pub fn explain(&self) -> &[Contribution] {
        &self.contributions
    }
}

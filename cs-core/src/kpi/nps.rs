//! One survey's net promoter score with its counts, shares, interval, and the difference of two surveys.

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    nps_bands::{NpsBand, NpsBands},
    nps_interval::{Interval, IntervalMethod, standard_error},
    nps_tally::NpsTally,
    sentiment::{csat, nps},
};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{exact::Exact, number, rate::Rate},
};

/// What an answer that is no whole number from 0 to 10 gets. Surveys code blanks as 11 or 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InvalidAnswer {
    /// The error `out_of_range` (`non_finite` for infinities) with its row.
    #[default]
    Error,
    /// It is left out and counted in [`Nps::invalid`].
    Missing,
}

/// The net promoter score of one survey.
///
/// ```
/// use cs_core::prelude::*;
///
/// let survey = kpi::Nps::new(50, 30, 20)?;
/// assert_eq!(survey.score().to_string(), "30");
/// assert_eq!(survey.to_string(), "30 (promoters 50, passives 30, detractors 20)");
/// assert_eq!(survey.promoter_share().to_string(), "0.5");
/// assert_eq!(survey.band(&kpi::NpsBands::FIVE_STEPS).id, "excellent");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Nps {
    promoters: u64,
    passives: u64,
    detractors: u64,
    answers: u64,
    promoter_share: Rate,
    passive_share: Rate,
    detractor_share: Rate,
    missing: u64,
    invalid: u64,
    score: Decimal,
}

/// The score, rounded to one place, and the counts.
impl fmt::Display for Nps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { promoters, passives, detractors, .. } = self;
        let score = number::to_text(self.score.round_dp(1));
        write!(f, "{score} (promoters {promoters}, passives {passives}, detractors {detractors})")
    }
}

impl Nps {
    /// A survey with these counts; `no_population` where nobody answered.
    pub fn new(promoters: u64, passives: u64, detractors: u64) -> Result<Self> {
        let score = nps(promoters, passives, detractors)?;
        let sum = promoters.checked_add(passives).and_then(|sum| sum.checked_add(detractors));
        let answers =
            sum.ok_or_else(|| Error::new(ErrorCode::Overflow, "there are more answers than can be counted"))?;
        let share = |part| csat(answers, part);
        Ok(Self {
            promoters,
            passives,
            detractors,
            answers,
            promoter_share: share(promoters)?,
            passive_share: share(passives)?,
            detractor_share: share(detractors)?,
            missing: 0,
            invalid: 0,
            score,
        })
    }

    pub(super) const fn leaving_out(self, missing: u64, invalid: u64) -> Self {
        Self { missing, invalid, ..self }
    }

    /// Answers of 9 and 10.
    #[must_use]
    pub const fn promoters(&self) -> u64 {
        self.promoters
    }

    /// Answers of 7 and 8.
    #[must_use]
    pub const fn passives(&self) -> u64 {
        self.passives
    }

    /// Answers of 0 to 6.
    #[must_use]
    pub const fn detractors(&self) -> u64 {
        self.detractors
    }

    /// Answers that count.
    #[must_use]
    pub const fn answers(&self) -> u64 {
        self.answers
    }

    /// Answers left out because they were blank (NaN).
    #[must_use]
    pub const fn missing(&self) -> u64 {
        self.missing
    }

    /// Answers left out under [`InvalidAnswer::Missing`].
    #[must_use]
    pub const fn invalid(&self) -> u64 {
        self.invalid
    }

    /// The score, −100 to 100, unrounded.
    #[must_use]
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// Promoters as a share of the answers.
    #[must_use]
    pub const fn promoter_share(&self) -> Rate {
        self.promoter_share
    }

    /// Passives as a share of the answers.
    #[must_use]
    pub const fn passive_share(&self) -> Rate {
        self.passive_share
    }

    /// Detractors as a share of the answers.
    #[must_use]
    pub const fn detractor_share(&self) -> Rate {
        self.detractor_share
    }

    /// The band that the unrounded score falls in.
    #[must_use]
    pub fn band<'b>(&self, bands: &'b NpsBands) -> &'b NpsBand {
        bands.of(self.score)
    }

    /// Standard error of the score, in points: 100 · √((p + d − (p − d)²) ÷ n).
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        standard_error(self, IntervalMethod::Wald).1
    }

    /// A confidence interval of the score at a level such as 0.95, within ±100.
    ///
    /// [`IntervalMethod::AdjustedWald`] is the one to use: the plain one collapses to a point when all agree.
    /// Errors: `out_of_range` unless 0 < level < 1.
    pub fn interval(&self, level: f64, method: IntervalMethod) -> Result<Interval> {
        let (centre, error) = standard_error(self, method);
        Interval::around(centre, error, level, 100.0)
    }

    /// The change from an earlier survey of other people, with its standard error. Points are the exact difference of the
    /// two scores, each of which was rounded once, at 28 digits.
    pub fn since(&self, earlier: &Self) -> Result<NpsChange> {
        NpsChange::between((earlier.score, earlier.standard_error()), (self.score, self.standard_error()))
    }
}

/// The difference of two independent surveys.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NpsChange {
    /// Points, −200 to 200.
    pub points: Decimal,
    /// Standard error in points: the root of the sum of both squared.
    pub standard_error: f64,
}

impl NpsChange {
    /// The change between two surveys of different people, each with its score and standard error in points.
    pub fn between((before, error): (Decimal, f64), (now, own_error): (Decimal, f64)) -> Result<Self> {
        let points = Exact::from(now).subtract(before.into())?.to_decimal()?;
        Ok(Self { points, standard_error: (own_error * own_error + error * error).sqrt() })
    }

    /// A confidence interval of the change, within ±200. Errors: `out_of_range` unless 0 < level < 1.
    pub fn interval(&self, level: f64) -> Result<Interval> {
        Interval::around(number::to_float(self.points), self.standard_error, level, 200.0)
    }
}

/// The net promoter score of answers from 0 to 10. NaN is a blank: left out and counted.
///
/// ```
/// use cs_core::prelude::*;
///
/// let survey = kpi::nps_from_answers([10.0, 9.0, 8.0, 3.0, f64::NAN, 99.0], kpi::InvalidAnswer::Missing)?;
/// assert_eq!(survey.score().to_string(), "25");
/// assert_eq!((survey.answers(), survey.missing(), survey.invalid()), (4, 1, 1));
/// # Ok::<(), Error>(())
/// ```
///
/// Errors: `no_population` where no answer counts; by choice those of [`InvalidAnswer::Error`].
pub fn nps_from_answers(answers: impl IntoIterator<Item = f64>, invalid: InvalidAnswer) -> Result<Nps> {
    let mut tally = NpsTally::new(invalid);
    answers.into_iter().try_for_each(|answer| tally.add(answer))?;
    tally.finish()
}

pub(super) fn refuse(answer: f64) -> Error {
    let code = if answer.is_finite() { ErrorCode::OutOfRange } else { ErrorCode::NonFinite };
    Error::new(code, "an answer is a whole number from 0 to 10").with_value(answer)
}

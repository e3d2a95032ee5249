//! A survey whose answers carry weights, so that the sample stands for everybody.

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    columns::{Amounts, Scaled},
    nps::{InvalidAnswer, NpsChange},
    nps_bands::{NpsBand, NpsBands},
    nps_interval::{Interval, IntervalMethod, spread},
    term::{Number, Term},
};
use crate::{
    error::{Error, ErrorCode, Result},
    fact::table::Table,
    value::{exact::Exact, number, rate::Rate},
};

/// The net promoter score of weighted answers.
///
/// ```text
/// score = 100 · (weight of promoters − weight of detractors) ÷ weight of all answers
/// effective answers = (sum of weights)² ÷ sum of squared weights
/// ```
///
/// Weights are summed exactly. Standard error and intervals are those of an unweighted survey with as many answers as
/// are effective (Kish, 1965): unequal weights make a sample say less.
///
/// ```
/// use cs_core::kpi::{InvalidAnswer, WeightedNps};
/// use cs_core::prelude::*;
///
/// let table = Table::new(4)
///     .with("answer", Values::Integer(&[10, 8, 0, 11]), None)?
///     .with("weight", Values::Float(&[1.5, 0.5, 0.5, 9.0]), None)?;
/// let survey = WeightedNps::of(&table, "answer", "weight", InvalidAnswer::Missing)?;
/// assert_eq!((survey.score().to_string(), survey.invalid()), ("40".to_owned(), 1));
/// assert_eq!(survey.to_string(), "40 (answers 3, weight 2.5)");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeightedNps {
    score: Decimal,
    promoter_share: Rate,
    passive_share: Rate,
    detractor_share: Rate,
    answers: u64,
    weight: Decimal,
    effective_answers: f64,
    missing: u64,
    invalid: u64,
}

/// The score, rounded to one place, and what it is weighed from.
impl fmt::Display for WeightedNps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [score, weight] = [self.score.round_dp(1), self.weight].map(number::to_text);
        write!(f, "{score} (answers {}, weight {weight})", self.answers)
    }
}

impl WeightedNps {
    /// Weighs the answers of a table's column by another.
    ///
    /// A row without an answer or without a weight is missing, whatever the other is. Errors: `out_of_range` for a weight
    /// below 0 and `non_finite` for an infinite one, also of an answer that is left out; by choice those of
    /// [`InvalidAnswer::Error`]; `no_population` where no weight is above 0; `missing_column`,
    /// `type_mismatch`; `overflow` for sums of weights beyond 38 digits.
    pub fn of(table: &Table<'_>, answers: &str, weights: &str, invalid: InvalidAnswer) -> Result<Self> {
        let (answers, weights) = (Amounts::of(table, answers)?, Amounts::of(table, weights)?);
        let mut sums = [Scaled::ZERO; 3];
        let (mut squares, mut total) = (0.0, 0.0);
        let (mut count, mut missing, mut left_out) = (0_u64, 0_u64, 0_u64);
        for row in 0..table.rows() {
            let both = (answers.number(row).transpose(), weights.number(row).transpose());
            let (Some(answer), Some(weight)) = both else {
                missing = missing.saturating_add(1);
                continue;
            };
            let weight = weight?;
            if weight.mantissa < 0 {
                let error = Error::new(ErrorCode::OutOfRange, "a weight is a number from 0 up");
                return Err(weights.place(weight.shown(error), row));
            }
            let group = match answer.as_ref().ok().and_then(|answer| answer.whole()) {
                Some(0..=6) => 2,
                Some(7..=8) => 1,
                Some(9..=10) => 0,
                _ if invalid == InvalidAnswer::Missing => {
                    left_out = left_out.saturating_add(1);
                    continue;
                }
                _ => return Err(answers.place(no_answer(answer), row)),
            };
            if let Some(sum) = sums.get_mut(group) {
                let too_long =
                    || Error::new(ErrorCode::Overflow, "the sum needs more digits than can be kept");
                *sum = sum.plus(weight).ok_or_else(|| weights.place(too_long(), row))?;
            }
            let float = weight.exact().to_float()?;
            squares += float * float;
            total += float;
            count = count.saturating_add(1);
        }
        let survey = Self::from_sums(sums.map(|sum| sum.exact()))?;
        let effective_answers = if squares > 0.0 { total * total / squares } else { 0.0 };
        Ok(Self { answers: count, effective_answers, missing, invalid: left_out, ..survey })
    }

    /// Score and shares of the weights of promoters, passives and detractors.
    #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
    fn from_sums(sums: [Exact; 3]) -> Result<Self> {
        let [promoters, passives, detractors] = sums.map(Term::from);
        let all = promoters + passives + detractors;
        if all.is_zero() {
            return Err(Error::new(ErrorCode::NoPopulation, "no answer has a weight"));
        }
        let rounded = |term: Term| term.exact()?.to_decimal();
        let share = |part: Term| rounded(part / all).map(Rate::from);
        Ok(Self {
            score: rounded(Term::whole(100) * (promoters - detractors) / all)?,
            promoter_share: share(promoters)?,
            passive_share: share(passives)?,
            detractor_share: share(detractors)?,
            answers: 0,
            weight: rounded(all)?,
            effective_answers: 0.0,
            missing: 0,
            invalid: 0,
        })
    }

    /// The score, −100 to 100, unrounded.
    #[must_use]
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// Weight of the promoters as a share of all.
    #[must_use]
    pub const fn promoter_share(&self) -> Rate {
        self.promoter_share
    }

    /// Weight of the passives as a share of all.
    #[must_use]
    pub const fn passive_share(&self) -> Rate {
        self.passive_share
    }

    /// Weight of the detractors as a share of all.
    #[must_use]
    pub const fn detractor_share(&self) -> Rate {
        self.detractor_share
    }

    /// Answers that count.
    #[must_use]
    pub const fn answers(&self) -> u64 {
        self.answers
    }

    /// The sum of their weights.
    #[must_use]
    pub const fn weight(&self) -> Decimal {
        self.weight
    }

    /// How many answers of equal weight would say as much.
    #[must_use]
    pub const fn effective_answers(&self) -> f64 {
        self.effective_answers
    }

    /// Rows left out because answer or weight is missing.
    #[must_use]
    pub const fn missing(&self) -> u64 {
        self.missing
    }

    /// Answers left out under [`InvalidAnswer::Missing`].
    #[must_use]
    pub const fn invalid(&self) -> u64 {
        self.invalid
    }

    /// The band that the unrounded score falls in.
    #[must_use]
    pub fn band<'b>(&self, bands: &'b NpsBands) -> &'b NpsBand {
        bands.of(self.score)
    }

    fn spread(&self, method: IntervalMethod) -> (f64, f64) {
        spread(
            self.promoter_share.to_float(),
            self.detractor_share.to_float(),
            self.effective_answers,
            method,
        )
    }

    /// Standard error of the score, in points.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.spread(IntervalMethod::Wald).1
    }

    /// A confidence interval of the score, within ±100. Errors: `out_of_range` unless 0 < level < 1.
    pub fn interval(&self, level: f64, method: IntervalMethod) -> Result<Interval> {
        let (centre, error) = self.spread(method);
        Interval::around(centre, error, level, 100.0)
    }

    /// The change from an earlier survey of other people, with its standard error. Points are the exact difference of the
    /// two scores, each of which was rounded once, at 28 digits.
    ///
    /// ```
    /// use cs_core::kpi::{InvalidAnswer, WeightedNps};
    /// use cs_core::prelude::*;
    ///
    /// let survey = |weights: &[i64]| {
    ///     let table = Table::new(3).with("answer", Values::Integer(&[10, 8, 0]), None)?;
    ///     WeightedNps::of(&table.with("weight", Values::Integer(weights), None)?, "answer", "weight", InvalidAnswer::Error)
    /// };
    /// let change = survey(&[2, 1, 1])?.since(&survey(&[1, 1, 2])?)?;
    /// assert_eq!(change.points.to_string(), "50");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn since(&self, earlier: &Self) -> Result<NpsChange> {
        NpsChange::between((earlier.score, earlier.standard_error()), (self.score, self.standard_error()))
    }
}

/// What an answer gets that is no whole number from 0 to 10: the same as in a survey without weights. One that no decimal
/// can be is as much out of range as 11.
fn no_answer(answer: Result<Scaled>) -> Error {
    let refused = |code| Error::new(code, "an answer is a whole number from 0 to 10");
    match answer {
        Ok(answer) => answer.shown(refused(ErrorCode::OutOfRange)),
        Err(error) => {
            let infinite = error.code() == ErrorCode::NonFinite;
            let code = if infinite { ErrorCode::NonFinite } else { ErrorCode::OutOfRange };
            error.value().into_iter().fold(refused(code), Error::with_value)
        }
    }
}

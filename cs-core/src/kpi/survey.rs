//! Everything that is said of a survey at once, as languages without our types get it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    nps::{InvalidAnswer, Nps, NpsChange},
    nps_bands::NpsBands,
    nps_interval::{Interval, IntervalMethod},
    nps_weighted::WeightedNps,
};
use crate::{
    error::{Error, ErrorCode, Result},
    fact::{input::Invalid, table::Table},
    value::{decimal_text::Number, document, label::Label, rate::Rate},
};

/// Score, shares, counts, bands, standard error and intervals of a survey.
///
/// ```
/// use cs_core::kpi::Survey;
///
/// let survey = Survey::from_json(r#"{"promoters": 50, "passives": 30, "detractors": 20, "level": 0.9}"#)?;
/// assert_eq!(survey.score.to_string(), "30");
/// assert_eq!(survey.bands["five_steps"].id, "excellent");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Survey {
    /// The score, −100 to 100, unrounded.
    pub score: Decimal,
    /// Promoters as a share.
    pub promoter_share: Rate,
    /// Passives as a share.
    pub passive_share: Rate,
    /// Detractors as a share.
    pub detractor_share: Rate,
    /// Promoters, passives and detractors, where answers have no weights.
    pub counts: Option<[u64; 3]>,
    /// Answers that count.
    pub answers: u64,
    /// The sum of their weights, where they have weights.
    pub weight: Option<Decimal>,
    /// How many answers of equal weight would say as much, where they have weights.
    pub effective_answers: Option<f64>,
    /// Blanks that were left out.
    pub missing: u64,
    /// Invalid answers that were left out.
    pub invalid: u64,
    /// The band on every scale of bands.
    pub bands: BTreeMap<&'static str, Band>,
    /// Standard error of the score, in points.
    pub standard_error: f64,
    /// The intervals, of the level asked for.
    pub intervals: Intervals,
    /// The change from the earlier survey, where one was given.
    pub change: Option<Change>,
}

/// A band with its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Band {
    /// Stable id.
    pub id: &'static str,
    /// Name in English and Japanese.
    pub label: Label,
}

/// Confidence intervals by method.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Intervals {
    /// The one to use.
    pub adjusted_wald: Interval,
    /// The plain one, which collapses where all agree.
    pub wald: Interval,
}

/// The difference of two surveys of different people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// Points, −200 to 200.
    pub points: Decimal,
    /// Standard error in points.
    pub standard_error: f64,
    /// A confidence interval within ±200.
    pub interval: Interval,
}

impl Change {
    fn of(change: NpsChange, level: f64) -> Result<Self> {
        let NpsChange { points, standard_error } = change;
        Ok(Self { points, standard_error, interval: change.interval(level)? })
    }
}

impl Survey {
    /// A survey from its counts: `promoters`, `passives`, `detractors`, and optionally `level` (0.95) and `earlier`, an
    /// earlier survey's counts.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::counted(document::read(text.as_bytes())?))
    }

    fn counted(form: Form) -> Result<Self> {
        let survey = Nps::new(form.promoters, form.passives, form.detractors)?;
        let mut all = Self::of(&survey, form.level)?;
        if let Some(Counts { promoters, passives, detractors }) = form.earlier {
            let earlier =
                Nps::new(promoters, passives, detractors).map_err(|error| error.under("earlier"))?;
            all.change = Some(Change::of(survey.since(&earlier)?, form.level)?);
        }
        Ok(all)
    }

    /// All that is said of a survey.
    pub fn of(survey: &Nps, level: f64) -> Result<Self> {
        Ok(Self {
            score: survey.score(),
            promoter_share: survey.promoter_share(),
            passive_share: survey.passive_share(),
            detractor_share: survey.detractor_share(),
            counts: Some([survey.promoters(), survey.passives(), survey.detractors()]),
            answers: survey.answers(),
            weight: None,
            effective_answers: None,
            missing: survey.missing(),
            invalid: survey.invalid(),
            bands: bands(survey.score()),
            standard_error: survey.standard_error(),
            intervals: intervals(|method| survey.interval(level, method))?,
            change: None,
        })
    }

    /// All that is said of a survey with weights.
    pub fn weighted(survey: &WeightedNps, level: f64) -> Result<Self> {
        Ok(Self {
            score: survey.score(),
            promoter_share: survey.promoter_share(),
            passive_share: survey.passive_share(),
            detractor_share: survey.detractor_share(),
            counts: None,
            answers: survey.answers(),
            weight: Some(survey.weight()),
            effective_answers: Some(survey.effective_answers()),
            missing: survey.missing(),
            invalid: survey.invalid(),
            bands: bands(survey.score()),
            standard_error: survey.standard_error(),
            intervals: intervals(|method| survey.interval(level, method))?,
            change: None,
        })
    }
}

fn bands(score: Decimal) -> BTreeMap<&'static str, Band> {
    let band = |scale: NpsBands| {
        let band = *scale.of(score);
        (scale.id, Band { id: band.id, label: band.label })
    };
    NpsBands::ALL.into_iter().map(band).collect()
}

fn intervals(of: impl Fn(IntervalMethod) -> Result<Interval>) -> Result<Intervals> {
    Ok(Intervals { adjusted_wald: of(IntervalMethod::AdjustedWald)?, wald: of(IntervalMethod::Wald)? })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    promoters: u64,
    passives: u64,
    detractors: u64,
    #[serde(default = "usual")]
    level: f64,
    #[serde(default)]
    earlier: Option<Counts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    promoters: u64,
    passives: u64,
    detractors: u64,
}

const fn usual() -> f64 {
    0.95
}

/// Which columns of a table are a survey's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyColumns {
    answers: String,
    #[serde(default)]
    weights: Option<String>,
    #[serde(default)]
    invalid: Invalid,
    #[serde(default = "usual")]
    level: f64,
    #[serde(default)]
    earlier: Option<Earlier>,
}

/// An earlier survey of other people, by what was said of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    score: Number,
    standard_error: f64,
}

impl Earlier {
    fn check(&self) -> Result<()> {
        let error = |place: &str, sentence: &str| Err(Error::new(ErrorCode::OutOfRange, sentence).at(place));
        if self.score.0.abs() > Decimal::ONE_HUNDRED {
            return error("earlier.score", "a score lies from -100 to 100");
        }
        if !(0.0..=100.0).contains(&self.standard_error) {
            return error(
                "earlier.standard_error",
                "the standard error of a score lies from 0 to 100 points",
            );
        }
        Ok(())
    }
}

impl SurveyColumns {
    /// Reads `answers` (a column of answers from 0 to 10), and optionally `weights` (a column), `invalid` (`error`,
    /// `missing`), `level` (0.95) and `earlier` (`score` and `standard_error` of an earlier survey of other people).
    ///
    /// Errors: `out_of_range` for a score or a standard error that no survey has; those of [`document::read`].
    pub fn from_json(text: &str) -> Result<Self> {
        let columns: Self = document::read(text.as_bytes())?;
        columns.earlier.as_ref().map(Earlier::check).transpose()?;
        Ok(columns)
    }

    /// What is said of a survey, and the change since the earlier one, where one was given.
    ///
    /// ```
    /// use cs_core::kpi::{Nps, Survey, SurveyColumns};
    ///
    /// let columns = SurveyColumns::from_json(
    ///     r#"{"answers": "nps", "earlier": {"score": "12.5", "standard_error": 3}}"#)?;
    /// let survey = columns.since_earlier(Survey::of(&Nps::new(50, 30, 20)?, columns.level())?)?;
    /// assert_eq!(survey.change.map(|change| change.points.to_string()).as_deref(), Some("17.5"));
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn since_earlier(&self, survey: Survey) -> Result<Survey> {
        let Some(earlier) = &self.earlier else { return Ok(survey) };
        let own = (survey.score, survey.standard_error);
        let change = NpsChange::between((earlier.score.0, earlier.standard_error), own)?;
        Ok(Survey { change: Some(Change::of(change, self.level)?), ..survey })
    }

    /// The column of the answers.
    #[must_use]
    pub fn answers(&self) -> &str {
        &self.answers
    }

    /// The column of the weights, where answers have weights.
    #[must_use]
    pub fn weights(&self) -> Option<&str> {
        self.weights.as_deref()
    }

    /// What an answer that is none gets.
    #[must_use]
    pub const fn invalid(&self) -> InvalidAnswer {
        match self.invalid {
            Invalid::Error => InvalidAnswer::Error,
            Invalid::Missing => InvalidAnswer::Missing,
        }
    }

    /// The confidence level of the intervals.
    #[must_use]
    pub const fn level(&self) -> f64 {
        self.level
    }

    /// The survey with weights. Errors: those of [`WeightedNps::of`]; `invalid_argument` without weights.
    pub fn weigh(&self, table: &Table<'_>) -> Result<WeightedNps> {
        let weights = self.weights().ok_or_else(|| {
            Error::new(ErrorCode::InvalidArgument, "the column of the weights is needed").at("weights")
        })?;
        WeightedNps::of(table, &self.answers, weights, self.invalid())
    }
}

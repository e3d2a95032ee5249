//! Confidence intervals around a net promoter score.

use serde::Serialize;

use super::{
    Nps,
    term::{Term, whole},
};
use crate::{error::Result, value::normal::two_sided_quantile, value::number};

/// How an interval is put around the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Adds ¾ promoter, ¾ detractor and 3 answers in all before the plain formula; honest for small and unanimous surveys.
    #[default]
    AdjustedWald,
    /// Score ± z · standard error.
    Wald,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
}

impl Interval {
    /// centre ± z · error, kept within ±limit.
    pub(super) fn around(centre: f64, error: f64, level: f64, limit: f64) -> Result<Self> {
        let reach = two_sided_quantile(level)? * error;
        let low = (centre - reach).clamp(-limit, limit);
        Ok(Self { low, high: (centre + reach).clamp(-limit, limit), level })
    }
}

/// Centre and standard error in points; exact up to the square root.
#[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
pub(super) fn standard_error(survey: &Nps, method: IntervalMethod) -> (f64, f64) {
    // In quarters of an answer, so that the adjustment is whole.
    let (added, in_all) = match method {
        IntervalMethod::AdjustedWald => (whole(3), whole(12)),
        IntervalMethod::Wald => (whole(0), whole(0)),
    };
    let quarters = |count: u64| whole(4) * whole(count);
    let all = quarters(survey.answers()) + in_all;
    let promoters = (quarters(survey.promoters()) + added) / all;
    let detractors = (quarters(survey.detractors()) + added) / all;
    let net = promoters - detractors;
    let variance = (promoters + detractors - net * net) * whole(4) / all;
    (100.0 * float(net), 100.0 * float(variance).sqrt())
}

/// The interval of a survey with weights, from its shares and the number of its effective answers; and its standard
/// error in points, which no level or method changes.
pub fn weighted_interval(
    [promoter_share, detractor_share]: [f64; 2],
    effective_answers: f64,
    level: f64,
    method: IntervalMethod,
) -> Result<(Interval, f64)> {
    let (centre, error) = spread(promoter_share, detractor_share, effective_answers, method);
    let plain = spread(promoter_share, detractor_share, effective_answers, IntervalMethod::Wald).1;
    Ok((Interval::around(centre, error, level, 100.0)?, plain))
}

/// The same from shares, for as many answers as say something.
pub(super) fn spread(promoters: f64, detractors: f64, answers: f64, method: IntervalMethod) -> (f64, f64) {
    let (added, in_all) = match method {
        IntervalMethod::AdjustedWald => (0.75, 3.0),
        IntervalMethod::Wald => (0.0, 0.0),
    };
    let all = answers + in_all;
    let (promoters, detractors) = ((promoters * answers + added) / all, (detractors * answers + added) / all);
    let net = promoters - detractors;
    // Rounding may leave less than nothing where all agree.
    let variance = ((promoters + detractors - net * net) / all).max(0.0);
    (100.0 * net, 100.0 * variance.sqrt())
}

fn float(term: Term) -> f64 {
    term.exact().and_then(|value| value.to_decimal()).map_or(f64::NAN, number::to_float)
}

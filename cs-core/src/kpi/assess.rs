//! How a value stands against a benchmark.

use std::{cmp::Ordering, fmt};

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Benchmark, Benchmarks, Better, Target, find, range::in_unit};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{label::Label, period::Period},
};

/// The segment whose benchmarks stand in for segments that have none of their own.
pub const ALL_SEGMENTS: &str = "all";

/// How a value stands against a target range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Past the bound on the good side.
    Better,
    /// In the range.
    Within,
    /// Past the bound on the bad side; either side where the KPI has no better direction.
    Worse,
}

impl Verdict {
    /// The name in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Within => "within",
            Verdict::Worse => "worse",
        }
    }

    /// Words for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Verdict::Better => Label { en: "better than target", ja: "目標より良い" },
            Verdict::Within => Label { en: "on target", ja: "目標どおり" },
            Verdict::Worse => Label { en: "worse than target", ja: "目標より悪い" },
        }
    }
}

/// A verdict, how far past the bound, and the benchmark it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Assessment {
    /// Better, within or worse.
    pub verdict: Verdict,
    /// Distance past the bound, 0 or more, in the KPI's unit; 0 within.
    pub by: Decimal,
    /// What the value was compared with.
    pub benchmark: Benchmark,
}

impl Benchmark {
    /// Compares a value of this benchmark's KPI that is per `period`.
    ///
    /// Errors: `period_mismatch` unless the periods are the same; `out_of_range` for a value that the KPI cannot have.
    pub fn assess(&self, value: impl Into<Decimal>, period: Option<Period>) -> Result<Assessment> {
        let value = value.into();
        let kpi = find(self.kpi())?;
        kpi.output.check(value).map_err(|error| error.at("value"))?;
        if period != self.period() {
            let sentence =
                format!("the benchmark of {} is {}, not {}", kpi.id, per(self.period()), per(period));
            let error = Error::new(ErrorCode::PeriodMismatch, sentence).at("period");
            return Err(match period {
                Some(period) => error.with_said_value(format!("{:?}", period.as_str())),
                None => error,
            });
        }
        let (side, by) = self.range().place(value)?;
        let verdict = match (side, kpi.better) {
            (Ordering::Equal, _) => Verdict::Within,
            (Ordering::Less, Better::Lower) | (Ordering::Greater, Better::Higher) => Verdict::Better,
            _ => Verdict::Worse,
        };
        Ok(Assessment { verdict, by, benchmark: self.clone() })
    }
}

/// Compares a KPI's value with the shipped benchmark of its segment and period.
///
/// Without a segment, or where the segment has no benchmark of its own, the one for [all segments](ALL_SEGMENTS) counts.
///
/// ```
/// use cs_core::prelude::*;
///
/// let assessment = kpi::assess("churn_rate", Decimal::new(3, 2), Some(Period::Month), Some("enterprise"))?;
/// assert_eq!(assessment.to_string(), "worse than < 1 %, by 2 %");
///
/// let error = kpi::assess("churn_rate", Decimal::new(3, 2), Some(Period::Year), Some("enterprise")).unwrap_err();
/// assert_eq!(error.code(), ErrorCode::PeriodMismatch);
/// # Ok::<(), Error>(())
/// ```
///
/// Errors: those of [`Benchmarks::assess`].
pub fn assess(
    id: &str,
    value: impl Into<Decimal>,
    period: Option<Period>,
    segment: Option<&str>,
) -> Result<Assessment> {
    Benchmarks::shipped().assess(id, value, Target { period, segment, ..Target::default() })
}

fn per(period: Option<Period>) -> String {
    period.map_or_else(|| "without a period".to_owned(), |period| format!("per {period}"))
}

/// `worse than < 1 %, by 2 %`; percentages are percentage points.
impl fmt::Display for Assessment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = || in_unit(self.by, self.benchmark.kind());
        match self.verdict {
            Verdict::Within => write!(f, "within {}", self.benchmark),
            verdict => write!(f, "{} than {}, by {}", verdict.as_str(), self.benchmark, by()),
        }
    }
}

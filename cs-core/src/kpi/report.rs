//! All KPIs of one period from its figures, each with target and change, or with what is missing for it.

use std::{cmp::Ordering, collections::BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Benchmark, Benchmarks, Better, Input, Inputs, Kpi, Target, catalogue,
    figures::{Figures, Origin},
};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{document, label::Label, period::Period},
};

/// The figures of a period, and what they are compared with.
///
/// ```
/// use cs_core::kpi::{Inputs, ReportRequest, Status};
/// use cs_core::prelude::*;
///
/// let figures = Inputs::from_json(r#"{"opening_customers": 200, "churned_customers": 6, "mrr": 12500}"#)?;
/// let report = ReportRequest::new(figures).period(Period::Month).segment("smb").report()?;
/// let churn = report.kpi("churn_rate").ok_or("no such KPI")?;
/// assert_eq!(churn.value, Some(Decimal::new(3, 2)));
/// assert_eq!(churn.target.as_ref().map(|target| target.text.as_str()), Some("within 3 % to 7 %"));
/// let arpa = report.kpi("arpa").ok_or("no such KPI")?;
/// assert_eq!((arpa.status, arpa.missing.as_slice()), (Status::Missing, ["accounts"].as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    figures: Inputs,
    #[serde(default)]
    previous: Option<Inputs>,
    #[serde(default)]
    period: Option<Period>,
    #[serde(default)]
    segment: Option<String>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    preset: Option<String>,
    #[serde(default)]
    targets: Vec<Benchmark>,
}

impl ReportRequest {
    /// A report of these figures, by name (`opening_customers`, `mrr`, …; see [`Input::figure`]).
    #[must_use]
    pub fn new(figures: Inputs) -> Self {
        Self {
            figures,
            previous: None,
            period: None,
            segment: None,
            currency: None,
            preset: None,
            targets: Vec::new(),
        }
    }

    /// With the figures of the period before.
    #[must_use]
    pub fn previous(mut self, figures: Inputs) -> Self {
        self.previous = Some(figures);
        self
    }

    /// What the figures are of: targets of another period are not compared with.
    #[must_use]
    pub const fn period(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// Whose targets count; those for all segments stand in.
    #[must_use]
    pub fn segment(mut self, segment: impl Into<String>) -> Self {
        self.segment = Some(segment.into());
        self
    }

    /// The currency of the amounts; targets in money are compared with only where it is theirs.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// Targets of one's own, which come before the shipped ones.
    #[must_use]
    pub fn targets(mut self, targets: impl IntoIterator<Item = Benchmark>) -> Self {
        self.targets = targets.into_iter().collect();
        self
    }

    /// Reads a request from JSON: `figures`, and optionally `previous`, `period`, `segment`, `currency`, `preset` and
    /// `targets` (a list of benchmarks).
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The report.
    ///
    /// A KPI that another one needs is computed first and handed on unrounded: `ltv_to_cac` from `ltv` and `cac`.
    /// Errors: `unknown_name` for a figure that no KPI has, at it, and for a segment or a preset of which there is no
    /// target, neither of one's own nor shipped; a figure that a KPI refuses is a row of the report.
    pub fn report(&self) -> Result<Report> {
        let per_month = self.period == Some(Period::Month);
        let before = match &self.previous {
            Some(figures) => {
                let mut before = Figures::new(figures, per_month).map_err(|error| error.under("previous"))?;
                catalogue().for_each(|kpi| drop(before.compute(kpi)));
                Some(before)
            }
            None => None,
        };
        let mut now = Figures::new(&self.figures, per_month).map_err(|error| error.under("figures"))?;
        now.follow(before.as_ref());
        self.check_target()?;
        let kpis = catalogue().map(|kpi| self.row(kpi, &mut now, before.as_ref())).collect::<Result<_>>()?;
        Ok(Report { period: self.period, segment: self.segment.clone(), kpis })
    }

    /// A slip in a segment or preset would leave every target out.
    fn check_target(&self) -> Result<()> {
        let targets = || self.targets.iter().chain(Benchmarks::shipped().list());
        known("segment", self.segment.as_deref(), targets().map(Benchmark::segment).collect())?;
        known("preset", self.preset.as_deref(), targets().filter_map(Benchmark::preset).collect())
    }

    fn row(
        &self,
        kpi: &'static Kpi,
        now: &mut Figures<'_>,
        before: Option<&Figures<'_>>,
    ) -> Result<ReportRow> {
        let inputs = kpi.inputs.iter().map(|input| now.shown(input)).collect();
        let outcome = now.compute(kpi);
        let value = outcome.value.map(|value| value.to_decimal()).transpose()?;
        let previous = before.and_then(|before| before.value(kpi.id));
        let change = match (outcome.value, previous) {
            (Some(now), Some(before)) => Some(now.subtract(before)?.to_decimal()?),
            _ => None,
        };
        let (target, no_target) = match value.map(|value| self.assess(kpi, value)) {
            Some(Ok(target)) => (target, None),
            Some(Err(error)) => (None, Some(Refusal::of(&error))),
            None => (None, None),
        };
        Ok(ReportRow {
            id: kpi.id,
            label: kpi.label,
            unit: kpi.output.unit(),
            better: kpi.better,
            status: outcome.status(),
            value,
            inputs,
            missing: outcome.missing,
            reason: outcome.refused.as_ref().map(Refusal::of),
            target,
            no_target,
            previous: previous.map(|value| value.to_decimal()).transpose()?,
            change,
            direction: change.map(|change| Direction::of(change, kpi.better)),
        })
    }

    /// The value against the first target that fits; none where there is none at all.
    fn assess(&self, kpi: &Kpi, value: Decimal) -> Result<Option<TargetMet>> {
        let target = Target {
            segment: self.segment.as_deref(),
            preset: self.preset.as_deref(),
            currency: self.currency.as_deref(),
            period: self.period,
        };
        // A ratio of amounts is per no period: neither is its target.
        let timeless = Target { period: None, ..target };
        let own = Benchmarks::new("own", self.targets.clone())?;
        let mut refused = None;
        for list in [&own, Benchmarks::shipped()] {
            for target in [target, timeless] {
                let Some(chosen) = list.choose(kpi.id, target) else { continue };
                match list.assess(kpi.id, value, target) {
                    Ok(assessment) => return Ok(Some(TargetMet::of(&assessment, chosen))),
                    Err(error) => refused = refused.or(Some(error)),
                }
            }
        }
        refused.map_or(Ok(None), Err)
    }
}

/// Refuses a name that no target has: `unknown_name` at its place.
fn known(place: &str, name: Option<&str>, known: BTreeSet<&str>) -> Result<()> {
    match name {
        Some(name) if !known.contains(name) => {
            Err(Error::unknown(ErrorCode::UnknownName, place, name, known).at(place))
        }
        _ => Ok(()),
    }
}

/// All KPIs of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// What the figures are of.
    pub period: Option<Period>,
    /// Whose targets counted.
    pub segment: Option<String>,
    /// A row for each KPI, in the order of the catalogue.
    pub kpis: Vec<ReportRow>,
}

impl Report {
    /// The row of a KPI.
    #[must_use]
    pub fn kpi(&self, id: &str) -> Option<&ReportRow> {
        self.kpis.iter().find(|row| row.id == id)
    }
}

/// One KPI of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReportRow {
    /// The KPI's id.
    pub id: &'static str,
    /// Its name.
    pub label: Label,
    /// Its unit.
    pub unit: &'static str,
    /// Which way it should go.
    pub better: Better,
    /// What became of it.
    pub status: Status,
    /// The value, rounded once.
    pub value: Option<Decimal>,
    /// What it rests on.
    pub inputs: Vec<ReportInput>,
    /// The figures that would have to be known.
    pub missing: Vec<&'static str>,
    /// Why it is undefined or refused.
    pub reason: Option<Refusal>,
    /// How it stands against its target.
    pub target: Option<TargetMet>,
    /// Why it was not compared with the target that there is, such as one of another period.
    pub no_target: Option<Refusal>,
    /// The value of the period before.
    pub previous: Option<Decimal>,
    /// The change since then, rounded once.
    pub change: Option<Decimal>,
    /// Whether that is good.
    pub direction: Option<Direction>,
}

/// One input of a KPI in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReportInput {
    /// The figure's name.
    pub figure: &'static str,
    /// Its value; rounded where it was computed. Of a choice the number that stands for it.
    pub value: Option<Decimal>,
    /// The name of a choice, such as `month`; none where the figure is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<&'static str>,
    /// Where it comes from.
    pub origin: Origin,
    /// What it is.
    #[serde(skip)]
    pub input: &'static Input,
}

/// What became of a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has a value.
    Computed,
    /// It has none, for the reason given.
    Undefined,
    /// Figures are missing.
    Missing,
    /// Its figures are refused: outside their range, or contradictory.
    Refused,
}

impl Status {
    /// Words for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Status::Computed => Label { en: "computed", ja: "算出済み" },
            Status::Undefined => Label { en: "undefined", ja: "定義されない" },
            Status::Missing => Label { en: "figures missing", ja: "数値不足" },
            Status::Refused => Label { en: "figures refused", ja: "数値に矛盾" },
        }
    }
}

/// Whether a change is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It went the way that is better.
    Improved,
    /// It went the other way.
    Worsened,
    /// It stayed.
    Unchanged,
    /// It moved, and neither way is better.
    Moved,
}

impl Direction {
    fn of(change: Decimal, better: Better) -> Self {
        match (change.cmp(&Decimal::ZERO), better) {
            (Ordering::Equal, _) => Direction::Unchanged,
            (_, Better::Neither) => Direction::Moved,
            (Ordering::Greater, Better::Higher) | (Ordering::Less, Better::Lower) => Direction::Improved,
            _ => Direction::Worsened,
        }
    }

    /// Words for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Direction::Improved => Label { en: "improved", ja: "改善" },
            Direction::Worsened => Label { en: "worsened", ja: "悪化" },
            Direction::Unchanged => Label { en: "unchanged", ja: "横ばい" },
            Direction::Moved => Label { en: "moved", ja: "変動" },
        }
    }
}

/// How a value stands against its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TargetMet {
    /// `better`, `within` or `worse`.
    pub verdict: super::Verdict,
    /// Distance past the bound, in the KPI's unit; 0 within.
    pub by: Decimal,
    /// The sentence: `worse than < 1 %, by 2 %`.
    pub text: String,
    /// The target.
    pub benchmark: Benchmark,
}

impl TargetMet {
    fn of(assessment: &super::Assessment, benchmark: &Benchmark) -> Self {
        Self {
            verdict: assessment.verdict,
            by: assessment.by,
            text: assessment.to_string(),
            benchmark: benchmark.clone(),
        }
    }
}

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Refusal {
    /// The error's code.
    pub code: &'static str,
    /// The figure or field that it names.
    pub place: Option<String>,
    /// The sentence.
    pub message: String,
}

impl Refusal {
    fn of(error: &Error) -> Self {
        Self {
            code: error.code().as_str(),
            place: error.path().map(str::to_owned),
            message: error.to_string(),
        }
    }
}

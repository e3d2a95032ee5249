//! A programme: what it brings against what it costs.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::course::{Rates, Start, a_year, all, none};
use crate::error::Result;
use crate::value::exact::Exact;
use crate::value::quantity::Number;

/// Steps of the break-even churn from 0 to 1: hundredths of a percent.
const STEPS: u64 = 10_000;

/// The rates with and without a programme, and its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Monthly recurring revenue of the first month.
    pub mrr: Number,
    /// The rates without the programme.
    pub before: Rates,
    /// The rates with it.
    pub after: Rates,
    /// Recurring revenue of new customers in every month after the first.
    #[serde(default = "none")]
    pub new_mrr: Number,
    /// How many months, 1 to 120; 12 unless said.
    #[serde(default = "a_year")]
    pub months: Number,
    /// The share of revenue that is left after its direct costs; all of it unless said.
    #[serde(default = "all")]
    pub gross_margin: Number,
    /// What the programme costs once, in the first month.
    #[serde(default = "none")]
    pub one_off_cost: Number,
    /// What it costs in every month.
    #[serde(default = "none")]
    pub monthly_cost: Number,
}

/// What a programme brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Programme {
    /// Additional revenue of all months.
    pub revenue_impact: Number,
    /// What of it is left after direct costs.
    pub gain: Number,
    /// What the programme costs in all months.
    pub cost: Number,
    /// `gain − cost`.
    pub net: Number,
    /// `net ÷ cost`; none where it costs nothing.
    pub return_on_investment: Option<Number>,
    /// The first month, from 1, up to whose end the programme has brought what it cost; none where there is none among
    /// these months.
    pub payback_month: Option<u32>,
    /// The highest monthly churn, in hundredths of a percent, with which the programme brings what it costs over all months; none
    /// where it does not even without any churn.
    pub break_even_churn: Option<Number>,
}

/// Net, return and payback.
impl fmt::Display for Programme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gain {}, cost {}, net {}", self.gain, self.cost, self.net)?;
        match self.payback_month {
            Some(month) => write!(f, ", paid back in month {month}"),
            None => write!(f, ", not paid back"),
        }
    }
}

/// Return, payback and break-even of a programme that changes churn, upsell or both.
///
/// ```text
/// gain(m) = gross_margin · (revenue of m months after − before)        cost(m) = one_off_cost + m · monthly_cost
/// net = gain(months) − cost(months)        return on investment = net ÷ cost(months)
/// payback month = the least m with gain(m) ≥ cost(m)
/// break-even churn = the greatest c, in steps of 0.0001, with gain(months) ≥ cost(months) at churn c and the upsell after
/// ```
///
/// Revenue as in [`course::revenue`](super::course::revenue), with its errors; the places of rates begin with `before` or
/// `after`. The month of the change is the first: what is kept or added shows from the second month on. Source:
/// docs/definitions.md 11.
///
/// ```
/// use cs_core::roi::programme::{Request, programme};
///
/// let plan = r#"{"mrr": 10000000, "before": {"churn": "0.03"}, "after": {"churn": "0.02"}, "gross_margin": "0.8",
///     "one_off_cost": 1000000, "monthly_cost": 150000}"#;
/// let found = programme(&serde_json::from_str::<Request>(plan).unwrap())?;
/// assert_eq!(found.cost.to_string(), "2800000");
/// assert_eq!(found.payback_month, Some(9));
/// assert_eq!(found.break_even_churn.map(|churn| churn.to_string()).as_deref(), Some("0.0236"));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn programme(request: &Request) -> Result<Programme> {
    let start = Start::new(request.mrr, request.new_mrr, request.months)?;
    let (before, after) = (request.before.exact("before")?, request.after.exact("after")?);
    let margin = request.gross_margin.share("gross_margin")?;
    let (once, monthly) = (
        request.one_off_cost.at_least_zero("one_off_cost")?,
        request.monthly_cost.at_least_zero("monthly_cost")?,
    );
    let impact = |start: Start, rates| start.revenue(rates)?.subtract(start.revenue(before)?);
    let cost_of = |months: u32| once.add(monthly.multiply(Exact::from(u64::from(months)))?);
    let pays = |start: Start, rates| -> Result<bool> {
        let gain = margin.multiply(impact(start, rates)?)?;
        Ok(gain.compare(cost_of(start.months())?)?.is_ge())
    };
    let (revenue_impact, cost) = (impact(start, after)?, cost_of(start.months())?);
    let gain = margin.multiply(revenue_impact)?;
    let net = gain.subtract(cost)?;
    let mut payback_month = None;
    for month in 1..=start.months() {
        if pays(start.first(month), after)? {
            payback_month = Some(month);
            break;
        }
    }
    let break_even = highest(|churn| pays(start, (churn, after.1)))?;
    Ok(Programme {
        revenue_impact: revenue_impact.try_into()?,
        gain: gain.try_into()?,
        cost: cost.try_into()?,
        net: net.try_into()?,
        return_on_investment: if cost.is_zero() { None } else { Some(net.divide(cost)?.try_into()?) },
        payback_month,
        break_even_churn: break_even,
    })
}

/// The highest churn on the grid with which something holds that holds for every lower one.
fn highest(holds: impl Fn(Exact) -> Result<bool>) -> Result<Option<Number>> {
    let churn = |steps: u64| Exact::from(steps).divide(Exact::from(STEPS));
    if !holds(Exact::zero())? {
        return Ok(None);
    }
    let (mut low, mut beyond) = (0_u64, STEPS.saturating_add(1));
    while beyond.saturating_sub(low) > 1 {
        let middle = low.midpoint(beyond);
        if holds(churn(middle)?)? { low = middle } else { beyond = middle }
    }
    churn(low)?.try_into().map(Some)
}

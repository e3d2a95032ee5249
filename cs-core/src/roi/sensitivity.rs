//! Revenue over a grid of churn and upsell.

use serde::{Deserialize, Serialize};

use super::course::{Rates, Start, a_year, none};
use crate::error::Result;
use crate::value::document::limit;
use crate::value::quantity::Number;

/// Most values of one rate.
pub const VALUES: usize = 100;

/// The values of both rates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Monthly recurring revenue of the first month.
    pub mrr: Number,
    /// Shares that are lost in a month.
    pub churn: Vec<Number>,
    /// Shares that are added by customers who buy more; none of them unless said.
    #[serde(default = "no_upsell")]
    pub upsell: Vec<Number>,
    /// The rates that each pair is compared with.
    #[serde(default)]
    pub before: Option<Rates>,
    /// Recurring revenue of new customers in every month after the first.
    #[serde(default = "none")]
    pub new_mrr: Number,
    /// How many months, 1 to 120; 12 unless said.
    #[serde(default = "a_year")]
    pub months: Number,
}

fn no_upsell() -> Vec<Number> {
    vec![Number::ZERO]
}

/// What a pair of rates is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// The share that is lost in a month.
    pub churn: Number,
    /// The share that is added.
    pub upsell: Number,
    /// Revenue of all months.
    pub revenue: Number,
    /// How much more that is than with the rates before; none where there are none.
    pub impact: Option<Number>,
}

/// Revenue for each pair of a churn and an upsell, churn by churn, in the order of the request.
///
/// Revenue as in [`course::revenue`](super::course::revenue), with its errors; `limit` beyond 100 values of one rate. Source:
/// docs/definitions.md 11.
///
/// ```
/// use cs_core::roi::sensitivity::{Request, sensitivity};
///
/// let grid = r#"{"mrr": 100, "months": 2, "churn": ["0.1", "0.2"], "upsell": [0, "0.1"], "before": {"churn": "0.1"}}"#;
/// let rows = sensitivity(&serde_json::from_str::<Request>(grid).unwrap())?;
/// let revenue: Vec<String> = rows.iter().map(|row| row.revenue.to_string()).collect();
/// assert_eq!(revenue, ["190", "200", "180", "190"]);
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn sensitivity(request: &Request) -> Result<Vec<Row>> {
    let start = Start::new(request.mrr, request.new_mrr, request.months)?;
    for (name, values) in [("churn", &request.churn), ("upsell", &request.upsell)] {
        limit(name, values.len(), VALUES)?;
        for (at, value) in values.iter().enumerate() {
            value.share(&format!("{name}[{at}]"))?;
        }
    }
    let before = request.before.map(|rates| start.revenue(rates.exact("before")?)).transpose()?;
    let pairs =
        request.churn.iter().flat_map(|churn| request.upsell.iter().map(move |upsell| (*churn, *upsell)));
    pairs
        .map(|(churn, upsell)| {
            let revenue = start.revenue((churn.exact(), upsell.exact()))?;
            let impact = before.map(|before| revenue.subtract(before)?.try_into()).transpose()?;
            Ok(Row { churn, upsell, revenue: revenue.try_into()?, impact })
        })
        .collect()
}

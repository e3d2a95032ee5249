//! What a change of the rates is worth.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::course::{Rates, Start, a_year, none};
use crate::error::Result;
use crate::value::exact::Exact;
use crate::value::quantity::Number;

/// The rates before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Monthly recurring revenue of the first month.
    pub mrr: Number,
    /// The rates as they are.
    pub before: Rates,
    /// The rates as they become.
    pub after: Rates,
    /// Recurring revenue of new customers in every month after the first.
    #[serde(default = "none")]
    pub new_mrr: Number,
    /// How many months, 1 to 120; 12 unless said.
    #[serde(default = "a_year")]
    pub months: Number,
}

/// What the change is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Effect {
    /// With the rates as they are.
    pub before: Number,
    /// With the rates as they become.
    pub after: Number,
    /// `after − before`.
    pub impact: Number,
    /// The part that the change of churn brings; none where it cannot be told, as something between has no value.
    pub from_churn: Option<Number>,
    /// The part that the change of upsell brings; none as there.
    pub from_upsell: Option<Number>,
}

/// The impact and its parts.
impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}, impact {}", self.before, self.after, self.impact)
    }
}

/// Both rates of a side.
type Both = (Exact, Exact);

impl Effect {
    /// The effect on whatever depends on both rates. Each part is the mean of what its rate changes while the other one is
    /// as before and as after; so both add up to the impact.
    pub(super) fn of(
        (churn, upsell): Both,
        (churn_after, upsell_after): Both,
        value: impl Fn(Both) -> Result<Exact>,
    ) -> Result<Self> {
        let (before, after) = (value((churn, upsell))?, value((churn_after, upsell_after))?);
        let impact = after.subtract(before)?;
        let parts = match (value((churn_after, upsell)), value((churn, upsell_after))) {
            (Ok(less_churn), Ok(more_upsell)) => {
                let twice = less_churn.subtract(before)?.add(after)?.subtract(more_upsell)?;
                let from_churn = twice.divide(Exact::from(2))?;
                Some((from_churn, impact.subtract(from_churn)?))
            }
            (Err(error), _) | (_, Err(error)) if error.code().is_undefined() => None,
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        let part = |part: Option<Exact>| part.map(Number::try_from).transpose();
        Ok(Self {
            before: before.try_into()?,
            after: after.try_into()?,
            impact: impact.try_into()?,
            from_churn: part(parts.map(|(churn, _)| churn))?,
            from_upsell: part(parts.map(|(_, upsell)| upsell))?,
        })
    }
}

/// What a change of churn, of upsell or of both is worth in revenue.
///
/// ```text
/// impact = revenue(after) − revenue(before)
/// from_churn = ½ · (revenue(churn after, upsell before) − revenue(before) + revenue(after) − revenue(churn before, upsell after))
/// from_upsell = impact − from_churn
/// ```
///
/// Revenue as in [`course::revenue`](super::course::revenue), with its errors; the places of rates begin with `before` or
/// `after`. Source: docs/definitions.md 11; the guide on LTV and five activities, whose example this is.
///
/// ```
/// use cs_core::roi::effect::{Request, effect};
///
/// let change = r#"{"mrr": 10000000, "before": {"churn": "0.03"}, "after": {"churn": "0.02"}}"#;
/// let found = effect(&serde_json::from_str::<Request>(change).unwrap())?;
/// assert_eq!(found.impact.value().round_dp(2).to_string(), "5589091.80");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn effect(request: &Request) -> Result<Effect> {
    let start = Start::new(request.mrr, request.new_mrr, request.months)?;
    let (before, after) = (request.before.exact("before")?, request.after.exact("after")?);
    Effect::of(before, after, |rates| start.revenue(rates))
}

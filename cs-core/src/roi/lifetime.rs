//! What a change of the rates does to the lifetime value of an account.

use serde::Deserialize;

use super::course::{Rates, all};
use super::effect::Effect;
use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;
use crate::value::quantity::Number;

/// An account, and the rates before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Average revenue per account and month.
    pub arpa: Number,
    /// The rates as they are.
    pub before: Rates,
    /// The rates as they become.
    pub after: Rates,
    /// The share of revenue that is left after its direct costs; all of it unless said.
    #[serde(default = "all")]
    pub gross_margin: Number,
}

/// What a change of churn, of upsell or of both does to lifetime value.
///
/// ```text
/// LTV = arpa · gross_margin ÷ (churn − upsell)
/// ```
///
/// That is the sum without end of what [`course::revenue`](super::course::revenue) adds up over months, times the margin; with
/// no upsell it is the lifetime value by churn of the KPIs. The parts are those of [`effect`](super::effect::effect).
///
/// Errors: `no_losses` where upsell is not below churn: the account grows for ever, and has no finite value (look at a number of
/// months instead); `out_of_range`, `overflow`. Source: docs/definitions.md 11.
///
/// ```
/// use cs_core::roi::lifetime::{Request, lifetime_value};
///
/// let change = r#"{"arpa": 50000, "gross_margin": "0.75", "before": {"churn": "0.05"}, "after": {"churn": "0.05", "upsell": "0.01"}}"#;
/// let found = lifetime_value(&serde_json::from_str::<Request>(change).unwrap())?;
/// assert_eq!((found.before.to_string(), found.after.to_string()), ("750000".to_owned(), "937500".to_owned()));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn lifetime_value(request: &Request) -> Result<Effect> {
    let monthly =
        request.arpa.at_least_zero("arpa")?.multiply(request.gross_margin.share("gross_margin")?)?;
    let (before, after) = (request.before.exact("before")?, request.after.exact("after")?);
    for (place, rates) in [("before", before), ("after", after)] {
        lost(rates).map_err(|error| error.at(place))?;
    }
    Effect::of(before, after, |rates| monthly.divide(lost(rates)?))
}

/// The share of revenue that an account loses in a month, which is above 0.
fn lost((churn, upsell): (Exact, Exact)) -> Result<Exact> {
    let lost = churn.subtract(upsell)?;
    if lost.is_negative() || lost.is_zero() {
        let sentence = "upsell makes up for all churn, so a lifetime has no end";
        return Err(Error::new(ErrorCode::NoLosses, sentence));
    }
    Ok(lost)
}

//! The questions of this room by name: a JSON request in, an answer out. C and Python ask through these.

use super::{course, effect, lifetime, programme, sensitivity};
use crate::value::call::{calls, plain};

calls! {
    /// The same, with the answer as JSON.
    ///
    /// ```
    /// use cs_core::roi::call::Call;
    ///
    /// let answer = Call::Revenue.answer_json(r#"{"mrr": 100, "churn": "0.1", "months": 3}"#)?;
    /// assert_eq!(answer, r#"{"revenue":"271","last_mrr":"81"}"#);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    Revenue "revenue" course::Revenue, |text| plain(text, course::revenue), "Revenue over a number of months.";
    Effect "effect" effect::Effect, |text| plain(text, effect::effect), "What a change of churn and upsell is worth.";
    LifetimeValue "lifetime_value" effect::Effect, |text| plain(text, lifetime::lifetime_value), "What it does to lifetime value.";
    Programme "programme" programme::Programme, |text| plain(text, programme::programme), "Return on a programme.";
    Sensitivity "sensitivity" Vec<sensitivity::Row>, |text| plain(text, sensitivity::sensitivity), "Revenue over a grid of rates.";
}

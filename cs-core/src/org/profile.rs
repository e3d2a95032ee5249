//! What a company says about itself.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::model::Model;
use crate::error::{Error, ErrorCode, Result};
use crate::value::decimal_text::Number;
use crate::value::document;

/// How much of something there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
}

/// Where a company stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// It begins.
    StartUp,
    /// It grows.
    Growing,
    /// It is large, or sells to the large.
    Enterprise,
}

/// A company's profile; what is left out is not known, and no signal is read from it.
///
/// ```
/// use cs_core::org::profile::Profile;
///
/// let profile = Profile::from_json(r#"{"accounts": 80, "csms": 4, "product_complexity": "low"}"#)?;
/// assert_eq!(profile.accounts, Some(80));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Accounts that are looked after.
    pub accounts: Option<u64>,
    /// Success managers.
    pub csms: Option<u64>,
    /// Annual recurring revenue, in the company's currency.
    arr: Option<Number>,
    /// What an account pays, beside what is usual in the market.
    pub contract_value: Option<Level>,
    /// How much there is to learn and to set up.
    pub product_complexity: Option<Level>,
    /// How close success work is to sales targets: renewals and upsell.
    pub sales_alignment: Option<Level>,
    /// Regions with customers.
    pub regions: Option<u64>,
    /// Accounts in high touch.
    pub high_touch_accounts: Option<u64>,
    /// Whether quality varies from person to person or from team to team.
    pub varying_quality: Option<bool>,
    /// Where the company stands.
    pub stage: Option<Stage>,
    /// The model in use.
    pub present_model: Option<Model>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// Errors: `invalid_document` and `limit` with the place; `inconsistent` (more accounts in high touch than there are).
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || {
            let profile: Self = document::read(text.as_bytes())?;
            profile.check()?;
            Ok(profile)
        })
    }

    /// Annual recurring revenue.
    #[must_use]
    pub fn arr(&self) -> Option<Decimal> {
        self.arr.map(|money| money.0)
    }

    /// The profile with this annual recurring revenue.
    #[must_use]
    pub fn with_arr(mut self, arr: Decimal) -> Self {
        self.arr = Some(Number(arr));
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        if let (Some(high), Some(all)) = (self.high_touch_accounts, self.accounts)
            && high > all
        {
            let sentence = format!("there are {all} accounts, so not {high} in high touch");
            return Err(Error::new(ErrorCode::Inconsistent, sentence)
                .at("high_touch_accounts")
                .with_said_value(high));
        }
        if let Some(arr) = self.arr().filter(Decimal::is_sign_negative)
            && !arr.is_zero()
        {
            let error = Error::new(ErrorCode::OutOfRange, "recurring revenue is 0 or more");
            return Err(error.at("arr").with_value(arr));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_checked_where_it_is_read() {
        let error = Profile::from_json(r#"{"arr": -1}"#).unwrap_err();
        assert_eq!(
            (error.code(), error.path(), error.value()),
            (ErrorCode::OutOfRange, Some("arr"), Some("-1"))
        );
        let error = Profile::from_json(r#"{"accounts": 3, "high_touch_accounts": 4}"#).unwrap_err();
        assert_eq!((error.path(), error.value()), (Some("high_touch_accounts"), Some("4")));
    }

    #[test]
    fn revenue_may_be_given_in_code() {
        let arr = Decimal::from(5);
        assert_eq!(Profile::default().with_arr(arr).arr(), Some(arr));
    }
}

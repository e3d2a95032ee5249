//! What all parts of one fit are asked for: the policy, and the day that days are counted to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::bound::BoundPolicy;
use super::policy::TouchPolicy;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::day;

/// A policy to be fitted, and the day; none where the policy counts no days.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) policy: TouchPolicy,
    pub(super) as_of: Option<NaiveDate>,
}

impl Asked {
    /// Errors: `invalid_argument` (days are counted and `as_of` is not given).
    pub(super) fn new(policy: &TouchPolicy, as_of: Option<NaiveDate>) -> Result<Self> {
        // What is fitted already reads no table.
        let counts_days = !policy.is_fitted() && policy.counts_days();
        if counts_days && as_of.is_none() {
            let sentence = "the policy counts days, so the day is needed";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("as_of"));
        }
        Ok(Self { policy: policy.clone(), as_of: as_of.filter(|_| counts_days) })
    }

    /// The policy bound to a part of the portfolio.
    pub(super) fn bind<'t>(&'t self, table: &'t Table<'t>) -> Result<BoundPolicy<'t>> {
        BoundPolicy::new(&self.policy, table, self.as_of, Invalid::Error)
    }

    /// Errors: `inconsistent` where another part was asked for something else.
    pub(super) fn check_same(&self, other: &Self) -> Result<()> {
        let refuse =
            |place: &str, sentence: &str| Err(Error::new(ErrorCode::Inconsistent, sentence).at(place));
        if self.policy != other.policy {
            return refuse("policy", "only parts of a fit of one policy are merged");
        }
        if self.as_of != other.as_of {
            return refuse("as_of", "only parts of a fit on one day are merged");
        }
        Ok(())
    }
}

/// A day as it stands in a document.
#[derive(Serialize, Deserialize)]
pub(super) struct Day(#[serde(deserialize_with = "day::read")] pub(super) NaiveDate);

//! Accounts, value and managers needed per tier.

use serde::Serialize;

use super::assign::{Assignment, check_previous};
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};

/// One tier of a portfolio.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TierSummary {
    /// The tier; none for accounts that are in no tier.
    pub tier: Option<Tier>,
    /// Accounts in it.
    pub accounts: u64,
    /// Sum of their values; missing values count as 0.
    pub value: f64,
    /// Share of the portfolio's value; none unless that is above 0.
    pub share_of_value: Option<f64>,
    /// Fewest success managers needed: accounts ÷ the most that one looks after, rounded up; 0 where there is no most.
    pub csms_low: Option<u64>,
    /// Most success managers needed: accounts ÷ the least that one looks after, rounded up.
    pub csms_high: Option<u64>,
    /// Accounts that came from a lower tier.
    pub promoted: u64,
    /// Accounts that came from a higher tier.
    pub demoted: u64,
}

/// Sums an assignment by tier. `values` are what is summed (NaN is missing), for instance the contract values;
/// `previous` are the tiers before.
///
/// Errors: `length_mismatch`, `non_finite` (a value) and `out_of_range` (a rank that is none) with the row, `overflow`
/// (the sum of the values).
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::touch::summary::summarise;
///
/// let values = [900.0, 60.0, 40.0];
/// let table = Table::new(3).with("value", Values::Float(&values), None)?;
/// let policy = TouchPolicy::new("by value", fact("value"), Cut::thresholds([(Tier::High, 100.0)], Tier::Tech))?;
/// let tiers = summarise(&policy.apply(&table)?, &values, None)?;
/// assert_eq!((tiers[0].accounts, tiers[0].share_of_value), (1, Some(0.9)));
/// # Ok::<(), Error>(())
/// ```
pub fn summarise(
    assignment: &Assignment,
    values: &[f64],
    previous: Option<&[u8]>,
) -> Result<Vec<TierSummary>> {
    let rows = assignment.tier.len();
    if values.len() != rows {
        let sentence = format!("{rows} accounts are assigned, {} values are given", values.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).at("values"));
    }
    check_previous(previous, rows)?;
    if let Some((row, value)) = values.iter().enumerate().find(|(_, value)| value.is_infinite()) {
        let error = Error::new(ErrorCode::NonFinite, "a finite number is needed");
        return Err(error.at("values").at_row(row).with_value(value));
    }
    let present = |value: &f64| if value.is_nan() { 0.0 } else { *value };
    let total: f64 = values.iter().map(present).sum();
    if !total.is_finite() {
        return Err(Error::new(ErrorCode::Overflow, "the sum is beyond the largest number").at("values"));
    }
    let tiers = Tier::ALL.into_iter().map(Some).chain([None]);
    let summary = |tier: Option<Tier>| {
        let rank = tier.map_or(Tier::UNASSIGNED, Tier::rank);
        let rows = assignment.tier.iter().zip(values).enumerate().filter(|(_, (found, _))| **found == rank);
        let (mut accounts, mut value, mut promoted, mut demoted) = (0_u64, 0.0, 0_u64, 0_u64);
        for (row, (_, own)) in rows {
            accounts = accounts.saturating_add(1);
            value += present(own);
            let before =
                previous.and_then(|previous| previous.get(row)).and_then(|rank| Tier::from_rank(*rank));
            if let (Some(before), Some(now)) = (before, tier) {
                promoted = promoted.saturating_add(u64::from(now < before));
                demoted = demoted.saturating_add(u64::from(now > before));
            }
        }
        let share_of_value = (total > 0.0).then_some(value / total);
        let (csms_low, csms_high) = match tier.map(Tier::accounts_per_csm) {
            None => (None, None),
            Some((least, most)) => {
                (Some(most.map_or(0, |most| accounts.div_ceil(most))), Some(accounts.div_ceil(least)))
            }
        };
        TierSummary { tier, accounts, value, share_of_value, csms_low, csms_high, promoted, demoted }
    };
    let usual = |tier: &TierSummary| tier.tier.is_some_and(|tier| Tier::USUAL.contains(&tier));
    Ok(tiers.map(summary).filter(|tier| usual(tier) || tier.accounts > 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::touch::assign::Reason;

    fn refuses(values: &[f64], previous: &[u8]) -> (ErrorCode, Option<u64>) {
        let tier = vec![0; 2];
        let assignment = Assignment { tier, reason: vec![Reason::Measure; 2], measure: vec![1.0; 2] };
        let error = summarise(&assignment, values, Some(previous)).unwrap_err();
        (error.code(), error.row())
    }

    #[test]
    fn refuses_values_and_ranks_that_are_none() {
        assert_eq!(refuses(&[1.0], &[0, 0]), (ErrorCode::LengthMismatch, None));
        assert_eq!(refuses(&[1.0, 2.0], &[0]), (ErrorCode::LengthMismatch, None));
        assert_eq!(refuses(&[1.0, 2.0], &[255, 5]), (ErrorCode::OutOfRange, Some(1)));
        assert_eq!(refuses(&[1.0, f64::NEG_INFINITY], &[0, 0]), (ErrorCode::NonFinite, Some(1)));
        assert_eq!(refuses(&[1.7e308, 1.7e308], &[0, 0]), (ErrorCode::Overflow, None));
    }
}

//! Shares and capacities fitted on a portfolio: the cut-offs that give each tier its accounts.

use super::bound::BoundPolicy;
use super::equals::name_last;
use super::policy::TouchPolicy;
use super::select::at_ranks;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts;
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::fact::workers::Workers;
use chrono::NaiveDate;

impl TouchPolicy {
    /// Fits shares or capacities on a portfolio: the policy with plain cut-offs in their place. A policy that is cut by
    /// thresholds comes back as it is. A tier that gets no account has no cut-off: fewer distinct measures than tiers give
    /// fewer tiers, and the cut names those that were left without. A portfolio that comes in several tables is gathered by
    /// a [`TouchFitting`](super::fitting::TouchFitting).
    ///
    /// Beyond the table it needs little memory: two per cent of the measures; where ties are split by accounts that do not
    /// rise from row to row, about two bytes a row; and where texts name them, 24 bytes for each of the equals at a
    /// boundary, of a million at most: among more the text is found piece by piece.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row; `invalid_argument` (days are
    /// counted and `as_of` is not given); `no_population` when no account has a measure; `duplicate_account` when ties are
    /// split and two rows carry the same account.
    pub fn fit(&self, table: &Table<'_>) -> Result<Self> {
        self.fit_with(table, None, &Workers::ALONE)
    }

    /// As [`fit`](Self::fit), with the day that days are counted to, by these workers; the cut-offs have the same bits.
    ///
    /// Errors: also that of whoever is asked.
    pub fn fit_with(
        &self,
        table: &Table<'_>,
        as_of: Option<NaiveDate>,
        workers: &Workers<'_>,
    ) -> Result<Self> {
        if self.is_fitted() {
            return Ok(self.clone());
        }
        let bound = BoundPolicy::new(self, table, as_of, Invalid::Error)?;
        let boundaries = self.boundaries()?;
        let (count, found) = at_ranks(&bound, workers, |count| boundaries.ranks(count))?;
        if count == 0 {
            return Err(Error::new(ErrorCode::NoPopulation, "no account has the measure to rank by"));
        }
        let mut last = boundaries.last(count, found)?;
        if let Some(column) = bound.accounts() {
            let order = accounts::ordered(column, table.rows(), workers)?;
            name_last(&bound, workers, order, &mut last)?;
        }
        self.with_cut(boundaries.cut(count, &last))
    }
}

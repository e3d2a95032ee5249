//! Shares and capacities fitted on a portfolio: the cut-offs that give each tier its accounts.

use super::bound::BoundPolicy;
use super::equals::name_last;
use super::policy::TouchPolicy;
use super::select::at_ranks;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::{self, Account, AccountId};
use crate::fact::input::Invalid;
use crate::fact::table::{Table, Texts, Validity, Values};
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;
use chrono::NaiveDate;

/// The measures of a portfolio, gathered table by table, until they are finished into a fitted policy. It keeps 8 bytes
/// for each account, and its name where ties are split; [`TouchPolicy::fit`] keeps nothing of a portfolio that comes in
/// one table.
#[derive(Debug, Clone)]
pub struct Fitting {
    policy: TouchPolicy,
    measures: Vec<f64>,
    accounts: Vec<Option<AccountId>>,
}

impl Fitting {
    /// Adds the accounts of a table; those without a measure do not count. A table that is refused adds nothing.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row, `invalid_argument` (days are
    /// counted and `as_of` is not given).
    pub fn add(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let (measures, accounts) = (self.measures.len(), self.accounts.len());
        let added = self.gather(table, as_of);
        if added.is_err() {
            self.measures.truncate(measures);
            self.accounts.truncate(accounts);
        }
        added
    }

    fn gather(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let bound = BoundPolicy::new(&self.policy, table, as_of, Invalid::Error)?;
        let mut tile = [0.0; TILE];
        for start in (0..table.rows()).step_by(TILE) {
            bound.tile(start, &mut tile)?;
            self.measures.extend(tile.iter().take(table.rows().saturating_sub(start)));
        }
        if bound.accounts().is_some() {
            for row in 0..table.rows() {
                self.accounts.push(bound.account(row)?.map(Account::to_id));
            }
        }
        Ok(())
    }

    /// The policy with plain cut-offs in the place of shares or capacities. A tier that gets no account has no cut-off:
    /// fewer distinct measures than tiers give fewer tiers, and the cut names those that were left without.
    ///
    /// Errors: `no_population` when no account has a measure; `duplicate_account` when ties are split and two rows carry
    /// the same account.
    pub fn finish(self) -> Result<TouchPolicy> {
        let name = self.policy.cut().account();
        let measure = if name == Some("measure") { "by" } else { "measure" };
        let by_measure = self.policy.by_fact(measure)?;
        let table = Table::new(self.measures.len()).with(measure, Values::Float(&self.measures), None)?;
        let Some(name) = name else {
            return self.policy.fitted_by(&by_measure, &table, None, &Workers::ALONE);
        };
        let is_text = |id: &AccountId| matches!(id, AccountId::Text(_));
        let mut ids = self.accounts.iter().flatten();
        if let Some(first) = ids.next()
            && ids.any(|id| is_text(id) != is_text(first))
        {
            let sentence = "accounts are named by texts in one table and by numbers in another";
            return Err(Error::new(ErrorCode::TypeMismatch, sentence).in_column(name));
        }
        let bits: Vec<u8> = self
            .accounts
            .chunks(8)
            .map(|eight| eight.iter().rev().fold(0, |byte, id| byte << 1 | u8::from(id.is_some())))
            .collect();
        let known = Some(Validity::new(&bits, 0)).filter(|_| self.accounts.iter().any(Option::is_none));
        let numbers: Option<Vec<i64>> = self.accounts.iter().map(number_of).collect();
        let texts: Vec<&str> = self.accounts.iter().map(text_of).collect();
        let values = numbers.as_deref().map_or(Values::Text(Texts::Slices(&texts)), Values::Integer);
        let table = table.with(name, values, known)?;
        self.policy.fitted_by(&by_measure, &table, None, &Workers::ALONE)
    }
}

/// The number of an account that is not named by a text.
fn number_of(id: &Option<AccountId>) -> Option<i64> {
    match id {
        Some(AccountId::Number(number)) => Some(*number),
        Some(AccountId::Text(_)) => None,
        None => Some(0),
    }
}

fn text_of(id: &Option<AccountId>) -> &str {
    match id {
        Some(AccountId::Text(text)) => text,
        _ => "",
    }
}

impl TouchPolicy {
    /// Fits shares or capacities on a portfolio; a policy that is cut by thresholds comes back as it is. See [`Fitting`]
    /// for errors. Beyond the table it needs little memory: two per cent of the measures; where ties are split by accounts
    /// that do not rise from row to row, about two bytes a row; and the texts that name accounts among equals at a boundary.
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
        self.fitted_by(self, table, as_of, workers)
    }

    /// Begins to gather a portfolio that comes in several tables.
    #[must_use]
    pub fn fitting(&self) -> Fitting {
        Fitting { policy: self.clone(), measures: Vec::new(), accounts: Vec::new() }
    }

    /// This policy with the cut-offs that `measure` (a policy with the same cut) has on the table.
    fn fitted_by(
        &self,
        measure: &Self,
        table: &Table<'_>,
        as_of: Option<NaiveDate>,
        workers: &Workers<'_>,
    ) -> Result<Self> {
        if self.is_fitted() {
            return Ok(self.clone());
        }
        let bound = BoundPolicy::new(measure, table, as_of, Invalid::Error)?;
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

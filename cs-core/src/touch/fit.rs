//! Shares fitted on a portfolio: the cut-offs that give each tier its share.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::bound::BoundPolicy;
use super::cut::{Cut, CutOff, Ties};
use super::policy::TouchPolicy;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts;
use crate::fact::column::TILE;
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::{exact::Exact, number};

/// The measures of a portfolio, gathered table by table, until they are finished into a fitted policy.
#[derive(Debug, Clone)]
pub struct Fitting {
    policy: TouchPolicy,
    measures: Vec<Ranked>,
    rows: usize,
}

/// An account that is ranked; it has a name where ties are split.
#[derive(Debug, Clone)]
struct Ranked {
    measure: f64,
    account: Option<String>,
    row: usize,
}

impl Fitting {
    /// Adds the accounts of a table; those without a measure do not count. A table that is refused adds nothing.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row, `invalid_argument` (days are
    /// counted and `as_of` is not given).
    pub fn add(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let before = self.measures.len();
        let added = self.gather(table, as_of);
        if added.is_err() {
            self.measures.truncate(before);
        }
        added
    }

    fn gather(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let bound = BoundPolicy::new(&self.policy, table, as_of, Invalid::Error)?;
        let mut tile = [0.0; TILE];
        for start in (0..table.rows()).step_by(TILE) {
            let rows = table.rows().saturating_sub(start).min(TILE);
            let values = tile.get_mut(..rows).unwrap_or(&mut []);
            bound.measures(start, values)?;
            for (lane, value) in values.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                let row = start.saturating_add(lane);
                let account = bound.account(row)?.map(str::to_owned);
                self.measures.push(Ranked { measure: *value, account, row: self.rows.saturating_add(row) });
            }
        }
        self.rows = self.rows.saturating_add(table.rows());
        Ok(())
    }

    /// The policy with plain cut-offs in the place of shares. A tier that gets no account has no cut-off: fewer distinct
    /// measures than tiers give fewer tiers.
    ///
    /// Errors: `no_population` when no account has a measure; `duplicate_account` when ties are split and two rows carry
    /// the same account.
    pub fn finish(mut self) -> Result<TouchPolicy> {
        let Cut::Shares(shares) = self.policy.cut().clone() else { return Ok(self.policy) };
        let count = u64::try_from(self.measures.len()).unwrap_or(u64::MAX);
        if count == 0 {
            return Err(Error::new(ErrorCode::NoPopulation, "no account has the measure to rank by"));
        }
        let named = self.measures.iter().filter_map(|ranked| Some((ranked.account.as_deref()?, ranked.row)));
        if let Some((account, first, second)) = accounts::duplicate(named.collect()) {
            let column = self.policy.cut().account().unwrap_or_default();
            return Err(accounts::refusal(account, first, second).in_column(column));
        }
        let used: Vec<(Tier, f64)> = shares.iter().collect();
        let Some(((otherwise, _), better)) = used.split_last() else { return Ok(self.policy) };
        let mut cut_offs: Vec<CutOff> = Vec::new();
        let mut cumulative = Exact::zero();
        for (tier, share) in better {
            cumulative = cumulative.add(Exact::from(number::from_float(*share)?))?;
            let Some(last) = boundary(count, cumulative)?.checked_sub(1) else { continue };
            let at = usize::try_from(last).unwrap_or(usize::MAX).min(self.measures.len().saturating_sub(1));
            let (_, Ranked { measure: at_least, account, .. }, _) =
                self.measures.select_nth_unstable_by(at, by_rank);
            let cut_off = CutOff { tier: *tier, at_least: *at_least, up_to_account: account.clone() };
            // Where ties or rounding leave a tier nothing, the cut-off of the better tier stands alone.
            if cut_offs.last().is_none_or(|above| above.leaves(&cut_off)) {
                cut_offs.push(cut_off);
            }
        }
        let account = match shares.ties {
            Ties::Together => None,
            Ties::Split(account) => Some(account),
        };
        self.policy.with_cut(Cut::Thresholds { cut_offs, otherwise: *otherwise, account })
    }
}

/// From the highest measure down; equal ones by account, those without a name last.
fn by_rank(a: &Ranked, b: &Ranked) -> Ordering {
    let by_account = || a.account.is_none().cmp(&b.account.is_none()).then_with(|| a.account.cmp(&b.account));
    b.measure.total_cmp(&a.measure).then_with(by_account)
}

/// round-half-up(n · cumulative share), exactly.
fn boundary(count: u64, cumulative: Exact) -> Result<u64> {
    let half = Exact::one().divide(Exact::from(2_u64))?;
    let whole = Exact::from(count).multiply(cumulative)?.add(half)?.floor()?;
    Ok(whole.min(count))
}

impl TouchPolicy {
    /// Fits shares on a portfolio; a policy that is cut by thresholds comes back as it is. See [`Fitting`] for errors.
    pub fn fit(&self, table: &Table<'_>) -> Result<Self> {
        let mut fitting = self.fitting();
        fitting.add(table, None)?;
        fitting.finish()
    }

    /// Begins to gather a portfolio that comes in several tables.
    #[must_use]
    pub fn fitting(&self) -> Fitting {
        Fitting { policy: self.clone(), measures: Vec::new(), rows: 0 }
    }
}

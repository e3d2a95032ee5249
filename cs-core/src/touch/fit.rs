//! Shares and capacities fitted on a portfolio: the cut-offs that give each tier its accounts.

use std::num::NonZeroUsize;

use chrono::NaiveDate;
use cs_wide::Width;

use super::bound::BoundPolicy;
use super::cut::{Cut, CutOff, Ties};
use super::policy::TouchPolicy;
use super::select::{Found, at_ranks, same, wide};
use super::summary::LANES;
use super::tier::Tier;
use super::wide::{BLOCK, Within};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::{self, Account, AccountId, Order};
use crate::fact::column::TILE;
use crate::fact::input::Invalid;
use crate::fact::table::{Table, Texts, Validity, Values};
use crate::value::{exact::Exact, number};

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
            return self.policy.fitted_by(&by_measure, &table, None, NonZeroUsize::MIN);
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
        self.policy.fitted_by(&by_measure, &table, None, NonZeroUsize::MIN)
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
    /// for errors. Beyond the table it needs little memory: two per cent of the measures, and the names of accounts only
    /// among equals at a boundary.
    pub fn fit(&self, table: &Table<'_>) -> Result<Self> {
        self.fit_with(table, None, NonZeroUsize::MIN)
    }

    /// As [`fit`](Self::fit), with the day that days are counted to and, with the feature `parallel`, on so many
    /// threads; the cut-offs have the same bits.
    pub fn fit_with(
        &self,
        table: &Table<'_>,
        as_of: Option<NaiveDate>,
        threads: NonZeroUsize,
    ) -> Result<Self> {
        self.fitted_by(self, table, as_of, threads)
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
        threads: NonZeroUsize,
    ) -> Result<Self> {
        if self.is_fitted() {
            return Ok(self.clone());
        }
        let bound = BoundPolicy::new(measure, table, as_of, Invalid::Error)?;
        let boundaries = self.boundaries()?;
        let (count, found) = at_ranks(&bound, threads, |count| boundaries.ranks(count))?;
        if count == 0 {
            return Err(Error::new(ErrorCode::NoPopulation, "no account has the measure to rank by"));
        }
        let mut last = boundaries.last(count, found)?;
        if let Some(column) = bound.accounts() {
            name_last(&bound, accounts::ordered(column, table.rows())?, &mut last)?;
        }
        self.with_cut(boundaries.cut(count, &last))
    }

    /// Where the tiers of an unfitted cut end.
    pub(super) fn boundaries(&self) -> Result<Boundaries> {
        let (better, otherwise, ties) = match self.cut() {
            Cut::Shares(shares) => {
                let used: Vec<(Tier, f64)> = shares.iter().collect();
                let Some(((otherwise, _), better)) = used.split_last() else {
                    return Err(
                        Error::new(ErrorCode::InvalidDocument, "no tier has a share").at("cut.shares")
                    );
                };
                let mut cumulative = Exact::zero();
                let mut ends = Vec::with_capacity(better.len());
                for (tier, share) in better {
                    cumulative = cumulative.add(Exact::from(number::from_float(*share)?))?;
                    ends.push((*tier, End::Share(cumulative)));
                }
                (ends, *otherwise, &shares.ties)
            }
            Cut::Capacity { otherwise, ties } => {
                let mut places = 0_u64;
                let mut ends = Vec::new();
                for tier in Tier::ALL.into_iter().filter(|tier| tier < otherwise) {
                    let Some(capacity) = self.teams().capacity(tier) else { continue };
                    places = places.saturating_add(capacity);
                    ends.push((tier, End::Places(places)));
                }
                (ends, *otherwise, ties)
            }
            Cut::Thresholds { otherwise, .. } => (Vec::new(), *otherwise, &Ties::Together),
        };
        Ok(Boundaries { ends: better, otherwise, ties: ties.clone() })
    }
}

/// Where the tiers end in a ranking.
#[derive(Debug, Clone)]
pub(super) struct Boundaries {
    ends: Vec<(Tier, End)>,
    otherwise: Tier,
    ties: Ties,
}

#[derive(Debug, Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "there are at most four, on the stack")]
enum End {
    /// At this share of all accounts.
    Share(Exact),
    /// After so many accounts.
    Places(u64),
}

/// The last account of a tier.
#[derive(Debug, Clone)]
pub(super) struct CutOffAt {
    tier: Tier,
    pub(super) found: Found,
    pub(super) rank: u64,
    pub(super) up_to_account: Option<AccountId>,
}

impl Boundaries {
    /// The rank of each tier's last account, from 1; 0 for a tier that has no room for one.
    pub(super) fn ranks(&self, count: u64) -> Result<Vec<u64>> {
        let rank = |(_, end): &(Tier, End)| match end {
            End::Share(share) => boundary(count, *share),
            End::Places(places) => Ok(count.min(*places)),
        };
        self.ends.iter().map(rank).collect()
    }

    /// The last account of each tier that has any.
    pub(super) fn last(&self, count: u64, found: Vec<Option<Found>>) -> Result<Vec<CutOffAt>> {
        let ends = self.ends.iter().zip(self.ranks(count)?).zip(found);
        let last = ends.filter_map(|(((tier, _), rank), found)| {
            found.map(|found| CutOffAt { tier: *tier, found, rank, up_to_account: None })
        });
        Ok(last.collect())
    }

    /// The plain cut that these last accounts make.
    pub(super) fn cut(&self, count: u64, last: &[CutOffAt]) -> Cut {
        let mut cut_offs: Vec<CutOff> = Vec::new();
        for CutOffAt { tier, found, up_to_account, .. } in last {
            let up_to_account = up_to_account.clone();
            let cut_off = CutOff { tier: *tier, at_least: found.measure, up_to_account };
            // Where ties or rounding leave a tier nothing, the cut-off of the better tier stands alone.
            if cut_offs.last().is_none_or(|above| above.leaves(&cut_off)) {
                cut_offs.push(cut_off);
            }
        }
        let account = match &self.ties {
            Ties::Together => None,
            Ties::Split(account) => Some(account.clone()),
        };
        let has = |tier: &Tier| cut_offs.iter().any(|cut_off| cut_off.tier == *tier);
        let mut without_accounts: Vec<Tier> =
            self.ends.iter().map(|(tier, _)| *tier).filter(|tier| !has(tier)).collect();
        let nobody_is_left = |last: &CutOffAt| match last.up_to_account {
            Some(_) => last.rank == count,
            None => last.found.above.saturating_add(last.found.equal) == count,
        };
        if last.last().is_some_and(nobody_is_left) {
            without_accounts.push(self.otherwise);
        }
        Cut::Thresholds { cut_offs, otherwise: self.otherwise, account, without_accounts }
    }
}

/// Names the last account of each tier among its equals: in the order of their names, those without one last.
fn name_last(portfolio: &BoundPolicy<'_>, order: Order, last: &mut [CutOffAt]) -> Result<()> {
    for cut_off in last {
        let place = cut_off.rank.saturating_sub(cut_off.found.above);
        let row = match order {
            Order::Rising => nth_equal(portfolio, cut_off.found.measure, place)?,
            Order::Any => {
                let mut equals = equals(portfolio, cut_off.found.measure)?;
                let place = usize::try_from(place.saturating_sub(1)).unwrap_or(usize::MAX);
                let found = (place < equals.len()).then(|| {
                    equals.select_nth_unstable_by(place, |(a, _), (b, _)| {
                        a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(b))
                    })
                });
                found.map(|(_, (_, row), _)| *row)
            }
        };
        let account = row.map_or(Ok(None), |row| portfolio.account(row))?;
        cut_off.up_to_account = account.map(Account::to_id);
    }
    Ok(())
}

/// The row of the n-th account, from 1, that has this measure.
fn nth_equal(portfolio: &BoundPolicy<'_>, measure: f64, n: u64) -> Result<Option<usize>> {
    let (mut left, mut start) = (n, 0_usize);
    let mut buffer = [0.0; BLOCK];
    let width = Width::widest();
    while start.saturating_add(BLOCK) <= portfolio.rows() {
        let block = portfolio.block(start, &mut buffer)?;
        let (_, here) =
            width.run(Within { block, low: measure, high: measure, group: |_: &[f64; LANES]| {} });
        if here >= left {
            break;
        }
        left = left.saturating_sub(here);
        start = start.saturating_add(BLOCK);
    }
    let mut tile = [0.0; TILE];
    for start in (start..portfolio.rows()).step_by(TILE) {
        portfolio.tile(start, &mut tile)?;
        let mut equals = tile.iter().enumerate().filter(|(_, other)| same(**other, measure));
        let place = usize::try_from(left.saturating_sub(1)).unwrap_or(usize::MAX);
        if let Some((lane, _)) = equals.nth(place) {
            return Ok(Some(start.saturating_add(lane)));
        }
        left = left.saturating_sub(wide(tile.iter().filter(|other| same(**other, measure)).count()));
    }
    Ok(None)
}

/// The accounts that have this measure, with their rows.
fn equals<'t>(portfolio: &BoundPolicy<'t>, measure: f64) -> Result<Vec<(Option<Account<'t>>, usize)>> {
    let mut found = Vec::new();
    let mut tile = [0.0; TILE];
    for start in (0..portfolio.rows()).step_by(TILE) {
        portfolio.tile(start, &mut tile)?;
        for (lane, _) in tile.iter().enumerate().filter(|(_, other)| same(**other, measure)) {
            let row = start.saturating_add(lane);
            found.push((portfolio.account(row)?, row));
        }
    }
    Ok(found)
}

/// round-half-up(n · cumulative share), exactly.
fn boundary(count: u64, cumulative: Exact) -> Result<u64> {
    let half = Exact::one().divide(Exact::from(2_u64))?;
    let whole = Exact::from(count).multiply(cumulative)?.add(half)?.floor()?;
    Ok(whole.min(count))
}

//! Accounts, value and managers needed per tier.

use std::fmt;

use serde::Serialize;

use super::assign::{Assignment, check_previous};
use super::policy::TouchPolicy;
use super::teams::{Load, Teams};
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::tile::{TILE, Tile};

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
    /// Success managers that the policy says there are.
    pub csms: Option<u64>,
    /// Accounts that they can look after: managers · the most that one looks after.
    pub capacity: Option<u64>,
    /// Accounts beyond that capacity.
    pub shortage: Option<u64>,
    /// Accounts that came from a lower tier.
    pub promoted: u64,
    /// Accounts that came from a higher tier.
    pub demoted: u64,
}

/// The tier, what is in it, and what its team lacks.
impl fmt::Display for TierSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = self.tier.map_or("no tier", Tier::as_str);
        write!(f, "{tier}: accounts {}, value {}", self.accounts, self.value)?;
        if let Some(share) = self.share_of_value {
            write!(f, ", share of value {share}")?;
        }
        if let Some((low, high)) = self.csms_low.zip(self.csms_high) {
            write!(f, ", success managers needed {low} to {high}")?;
        }
        match self.shortage {
            Some(shortage) if shortage > 0 => write!(f, ", accounts beyond capacity {shortage}"),
            _ => Ok(()),
        }
    }
}

/// Sums an assignment by tier, with the teams of its policy. `values` are what is summed (NaN is missing), for instance
/// the contract values; `previous` are the tiers before.
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
/// let tiers = summarise(&policy, &policy.apply(&table)?, &values, None)?;
/// assert_eq!((tiers[0].accounts, tiers[0].share_of_value), (1, Some(0.9)));
/// assert_eq!(tiers[0].to_string(), "high: accounts 1, value 900, share of value 0.9, success managers needed 1 to 1");
/// # Ok::<(), Error>(())
/// ```
pub fn summarise(
    policy: &TouchPolicy,
    assignment: &Assignment,
    values: &[f64],
    previous: Option<&[u8]>,
) -> Result<Vec<TierSummary>> {
    let rows = assignment.tier.len();
    if values.len() != rows {
        let sentence = format!("{rows} accounts are assigned, {} values are given", values.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence)
            .at("values")
            .with_said_value(values.len()));
    }
    check_previous(previous, rows)?;
    if let Some((row, value)) = values.iter().enumerate().find(|(_, value)| value.is_infinite()) {
        let error = Error::new(ErrorCode::NonFinite, "a finite number is needed");
        return Err(error.at("values").at_row(row).with_value(value));
    }
    let mut totals = Totals::default();
    for (at, (ranks, values)) in assignment.tier.chunks(TILE).zip(values.chunks(TILE)).enumerate() {
        let start = at.saturating_mul(TILE);
        let before = previous.and_then(|previous| previous.get(start..));
        let (mut tile_of_ranks, mut tile) = ([Tier::UNASSIGNED; TILE], [f64::NAN; TILE]);
        tile_of_ranks.iter_mut().zip(ranks).for_each(|(to, from)| *to = *from);
        tile.iter_mut().zip(values).for_each(|(to, from)| *to = *from);
        totals.add(&tile_of_ranks, &tile, ranks.len(), before);
    }
    totals.summary(policy.teams())
}

/// Rows whose sums are added up before they join the total. Threads begin at multiples of it, so that the order of
/// additions, and with it every bit, does not depend on how many threads there are.
pub(super) const CHUNK: usize = 1 << 16;
/// Places that are summed: the tiers, and none.
const PLACES: usize = Tier::ALL.len() + 1;
/// Sums that are kept side by side; a row's place in them is its place in the portfolio.
pub(super) const LANES: usize = 8;

/// Sums by tier that go on from table to table.
///
/// Rows are added in their order: eight sums side by side within a chunk of 65,536 rows, and the chunks one after the
/// other. So the bits depend on the rows alone, not on how they were cut into tables or spread over threads.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    rows: usize,
    accounts: [u64; PLACES],
    promoted: [u64; PLACES],
    demoted: [u64; PLACES],
    /// Sums of whole chunks, not yet added up.
    chunks: Vec<[f64; PLACES]>,
    lanes: [[f64; LANES]; PLACES],
}

impl Totals {
    /// Rows that were added.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Totals of later rows, which begin at a chunk.
    pub(super) fn from_row(rows: usize) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Adds the totals of the rows that follow.
    pub(super) fn append(&mut self, later: Self) {
        let sum = |own: &mut [u64; PLACES], more: [u64; PLACES]| {
            own.iter_mut().zip(more).for_each(|(own, more)| *own = own.saturating_add(more));
        };
        sum(&mut self.accounts, later.accounts);
        sum(&mut self.promoted, later.promoted);
        sum(&mut self.demoted, later.demoted);
        self.chunks.extend(later.chunks);
        self.lanes = later.lanes;
        self.rows = later.rows;
    }

    /// Adds up to 64 rows; values that are NaN count as 0.
    pub(super) fn add(&mut self, ranks: &[u8; TILE], values: &Tile, rows: usize, before: Option<&[u8]>) {
        if rows == TILE && self.rows.is_multiple_of(TILE) {
            self.whole(ranks, values);
            self.rows = self.rows.wrapping_add(TILE);
            self.fold();
        } else {
            for (rank, value) in ranks.iter().zip(values).take(rows) {
                let lane = self.rows % LANES;
                let place = place(*rank);
                if let Some(sum) = self.lanes.get_mut(place).and_then(|lanes| lanes.get_mut(lane)) {
                    *sum += if value.is_nan() { 0.0 } else { *value };
                }
                if let Some(count) = self.accounts.get_mut(place) {
                    *count = count.saturating_add(1);
                }
                self.rows = self.rows.wrapping_add(1);
                self.fold();
            }
        }
        for (now, before) in ranks.iter().zip(before.unwrap_or_default()).take(rows) {
            if now == before || *now == Tier::UNASSIGNED || *before == Tier::UNASSIGNED {
                continue;
            }
            let moved = if now < before { &mut self.promoted } else { &mut self.demoted };
            if let Some(count) = moved.get_mut(place(*now)) {
                *count = count.saturating_add(1);
            }
        }
    }

    /// Rows that the open tile still takes.
    pub(super) fn rows_left(&self) -> usize {
        TILE.wrapping_sub(self.rows % TILE)
    }

    /// Whole tiles that the open chunk still takes; none behind rows that do not fill their tile.
    pub(super) fn tiles_left(&self) -> usize {
        let begun = self.rows % CHUNK;
        if begun.is_multiple_of(TILE) { CHUNK.wrapping_sub(begun) / TILE } else { 0 }
    }

    /// The sums of a rank's rows in the chunk that is open.
    pub(super) fn sums(&self, rank: u8) -> [f64; LANES] {
        self.lanes.get(place(rank)).copied().unwrap_or_default()
    }

    /// Takes the rows of tiles that were sorted: how many each rank gets, and the sums that they leave.
    pub(super) fn sorted(
        &mut self,
        rows: usize,
        counts: impl Iterator<Item = (u8, u64)>,
        sums: impl Iterator<Item = (u8, [f64; LANES])>,
    ) {
        for (rank, count) in counts {
            if let Some(accounts) = self.accounts.get_mut(place(rank)) {
                *accounts = accounts.saturating_add(count);
            }
        }
        for (rank, sums) in sums {
            if let Some(lanes) = self.lanes.get_mut(place(rank)) {
                *lanes = sums;
            }
        }
        self.rows = self.rows.wrapping_add(rows);
        self.fold();
    }

    /// Adds 64 rows that begin at lane 0.
    #[inline]
    fn whole(&mut self, ranks: &[u8; TILE], values: &Tile) {
        for ((rank, count), lanes) in RANKS.iter().zip(&mut self.accounts).zip(&mut self.lanes) {
            let here = ranks.iter().fold(0_u8, |count, other| count.wrapping_add(u8::from(other == rank)));
            if here == 0 {
                continue;
            }
            *count = count.wrapping_add(u64::from(here));
            for (ranks, values) in ranks.as_chunks::<LANES>().0.iter().zip(values.as_chunks::<LANES>().0) {
                for ((sum, value), other) in lanes.iter_mut().zip(values).zip(ranks) {
                    // Adding 0 changes nothing, and costs no branch.
                    *sum += if (other == rank) & !value.is_nan() { *value } else { 0.0 };
                }
            }
        }
    }

    /// Closes a chunk that is full.
    #[inline]
    fn fold(&mut self) {
        if self.rows.is_multiple_of(CHUNK) {
            self.chunks.push(self.lanes.map(|lanes| sum_of(&lanes)));
            self.lanes = [[0.0; LANES]; PLACES];
        }
    }

    /// What there is per tier: the usual four, others where somebody is in them.
    ///
    /// Errors: `overflow` (the sum of the values).
    pub fn summary(&self, teams: &Teams) -> Result<Vec<TierSummary>> {
        let mut values = [0.0; PLACES];
        for chunk in self.chunks.iter().chain([&self.lanes.map(|lanes| sum_of(&lanes))]) {
            values.iter_mut().zip(chunk).for_each(|(sum, part)| *sum += part);
        }
        let total: f64 = values.iter().sum();
        if !total.is_finite() {
            return Err(Error::new(ErrorCode::Overflow, "the sum is beyond the largest number").at("values"));
        }
        let places = Tier::ALL.into_iter().map(Some).chain([None]);
        let counts = self.accounts.iter().zip(values).zip(self.promoted.iter().zip(&self.demoted));
        type Sums<'s> = ((&'s u64, f64), (&'s u64, &'s u64));
        let summary = |(tier, ((accounts, value), (promoted, demoted))): (Option<Tier>, Sums<'_>)| {
            let accounts = *accounts;
            let load = tier.map(|tier| teams.load(tier));
            let low = |load: Load| load.most.map_or(0, |most| accounts.div_ceil(most));
            let capacity = tier.and_then(|tier| teams.capacity(tier));
            TierSummary {
                tier,
                accounts,
                value,
                share_of_value: (total > 0.0).then_some(value / total),
                csms_low: load.map(low),
                csms_high: load.map(|load| accounts.div_ceil(load.least)),
                csms: tier.and_then(|tier| teams.team(tier)?.csms),
                capacity,
                shortage: capacity.map(|capacity| accounts.saturating_sub(capacity)),
                promoted: *promoted,
                demoted: *demoted,
            }
        };
        let usual = |tier: &TierSummary| tier.tier.is_some_and(|tier| Tier::USUAL.contains(&tier));
        Ok(places.zip(counts).map(summary).filter(|tier| usual(tier) || tier.accounts > 0).collect())
    }
}

/// The ranks in the order of the places.
const RANKS: [u8; PLACES] = [0, 1, 2, 3, 4, Tier::UNASSIGNED];

fn place(rank: u8) -> usize {
    usize::from(rank).min(PLACES - 1)
}

fn sum_of([a, b, c, d, e, f, g, h]: &[f64; LANES]) -> f64 {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::input::fact;
    use crate::touch::assign::Reason;
    use crate::touch::cut::Cut;

    fn refuses(values: &[f64], previous: &[u8]) -> (ErrorCode, Option<u64>) {
        let tier = vec![0; 2];
        let assignment = Assignment { tier, reason: vec![Reason::Measure; 2], measure: vec![1.0; 2] };
        let policy = TouchPolicy::new("p", fact("value"), Cut::thresholds([], Tier::Tech)).unwrap();
        let error = summarise(&policy, &assignment, values, Some(previous)).unwrap_err();
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

    #[test]
    fn sums_do_not_depend_on_where_the_rows_are_cut() {
        let rank = |row: usize| RANKS[row * 7 % PLACES];
        let value = |row: usize| {
            let row = f64::from(u32::try_from(row).unwrap());
            if row % 11.0 == 0.0 { f64::NAN } else { 0.1 * row + 1e9 / (row + 1.0) }
        };
        let rows = CHUNK + 3 * TILE + 5;
        let totals = |cuts: &[usize]| {
            let mut totals = Totals::default();
            let mut from = 0;
            for to in cuts.iter().copied().chain([rows]) {
                for start in (from..to).step_by(TILE) {
                    let here = (to - start).min(TILE);
                    let (mut ranks, mut values) = ([255; TILE], [f64::NAN; TILE]);
                    for lane in 0..here {
                        (ranks[lane], values[lane]) = (rank(start + lane), value(start + lane));
                    }
                    totals.add(&ranks, &values, here, None);
                }
                from = to;
            }
            totals.summary(&Teams::default()).unwrap()
        };
        let whole = totals(&[]);
        assert_eq!(whole, totals(&[1, 2, 100, 4096, 65_700]));
        assert_eq!(whole, totals(&[CHUNK - 1, CHUNK]));
        assert_eq!(whole.iter().map(|tier| tier.accounts).sum::<u64>(), rows as u64);
    }
}

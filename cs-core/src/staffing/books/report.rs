//! What came of an assignment: books, imbalance, moves, distance from the bound.

use serde::Serialize;

use super::account::Accounts;
use super::board::{Board, Desk, desk_place, relative};
use super::load::{FULL, HOUR_PLACES, VALUE_PLACES};
use super::reason::Reason;
use crate::error::Result;
use crate::staffing::number::Number;
use crate::value::exact::Exact;

/// The book of one success manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Book {
    /// Whose it is.
    pub csm: String,
    /// Accounts in it.
    pub accounts: u64,
    /// Their hours, to the millionth.
    pub hours: Number,
    /// Their value, to the ten-thousandth.
    pub value: Number,
    /// The load per full-time equivalent ÷ its mean; none where there is no load.
    pub load_over_mean: Option<Number>,
}

/// How unequal books are, per full-time equivalent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Imbalance {
    /// The most ÷ the mean over all success managers, of whom each counts as one; none where there is nothing.
    pub max_over_mean: Option<Number>,
    /// The Gini coefficient: 0 where all have the same, towards 1 where one has all.
    pub gini: Option<Number>,
}

/// Accounts with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub accounts: u64,
}

/// The report of an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Books, in the order of the request.
    pub books: Vec<Book>,
    /// Accounts by reason, in the order of the reasons; those that there are.
    pub reasons: Vec<Count>,
    /// Accounts that somebody looks after.
    pub assigned: u64,
    /// Accounts that nobody looks after.
    pub unassigned: u64,
    /// Accounts that left an owner who could have kept them, to balance the books.
    pub moves: u64,
    /// Imbalance of hours.
    pub hours: Imbalance,
    /// Imbalance of value.
    pub value: Imbalance,
    /// Imbalance of the number of accounts.
    pub accounts: Imbalance,
    /// The heaviest book per full-time equivalent ÷ all load over all full-time equivalents; none where there is no load.
    pub max_over_mean: Option<Number>,
    /// The lower bound of that.
    pub bound_over_mean: Option<Number>,
    /// (heaviest − bound) ÷ bound: no assignment of these accounts is better by more than this.
    pub gap: Option<Number>,
    /// Accounts without a known value, which counts as 0.
    pub without_value: u64,
}

impl Report {
    pub(super) fn of(board: &Board<'_>, bound: i128, accounts: &Accounts) -> Result<Self> {
        let load = board.desks.iter().fold(0_i128, |sum, desk| sum.saturating_add(desk.load));
        let fte = board.desks.iter().fold(0_i128, |sum, desk| sum.saturating_add(desk.fte));
        let over_mean = |weight: i128| ratio(weight.saturating_mul(fte), load.saturating_mul(FULL));
        let heaviest = board.desks.iter().map(|desk| relative(desk.load, desk.fte)).fold(0, i128::max);
        let mut books: Vec<(usize, Book)> = Vec::with_capacity(board.desks.len());
        for (at, desk) in board.desks.iter().enumerate() {
            let place = desk_place(&board.places, at);
            let book = Book {
                csm: board.rules.csms.get(place).map(|csm| csm.csm.clone()).unwrap_or_default(),
                accounts: count(desk.book.len()),
                hours: decimal(desk.hours, HOUR_PLACES)?,
                value: decimal(desk.value, VALUE_PLACES)?,
                load_over_mean: over_mean(relative(desk.load, desk.fte))?,
            };
            books.push((place, book));
        }
        books.sort_by_key(|(place, _)| *place);
        let mut found = vec![0_u64; Reason::ALL.len()];
        for item in 0..board.items.len() {
            let reason = board.reason(item);
            let at = Reason::ALL.iter().position(|known| *known == reason);
            if let Some(count) = at.and_then(|at| found.get_mut(at)) {
                *count = count.saturating_add(1);
            }
        }
        let reasons = Reason::ALL.iter().zip(&found).filter(|(_, accounts)| **accounts > 0);
        let assigned = count(board.desk.iter().flatten().count());
        Ok(Self {
            books: books.into_iter().map(|(_, book)| book).collect(),
            reasons: reasons
                .map(|(reason, accounts)| Count { reason: *reason, accounts: *accounts })
                .collect(),
            assigned,
            unassigned: count(board.items.len()).saturating_sub(assigned),
            moves: board.away,
            hours: imbalance(&board.desks, |desk| desk.hours)?,
            value: imbalance(&board.desks, |desk| desk.value)?,
            accounts: imbalance(&board.desks, |desk| {
                i128::from(count(desk.book.len())).saturating_mul(1_000_000)
            })?,
            max_over_mean: over_mean(heaviest)?,
            bound_over_mean: over_mean(bound)?,
            gap: ratio(heaviest.saturating_sub(bound), bound)?,
            without_value: count(accounts.rows.iter().filter(|row| row.value.is_none()).count()),
        })
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// A whole number of its last place.
fn decimal(value: i128, places: u32) -> Result<Number> {
    whole(value)?.divide(whole(10_i128.checked_pow(places).unwrap_or(1))?)?.try_into()
}

fn whole(value: i128) -> Result<Exact> {
    let (high, low) = (value.checked_shr(64).unwrap_or(0), value & i128::from(u64::MAX));
    let part = |half: i128| Exact::from(u64::try_from(half.unsigned_abs()).unwrap_or(u64::MAX));
    let base = Exact::from(u64::MAX).add(Exact::one())?;
    let high_part = if high < 0 { part(high).negate()? } else { part(high) };
    high_part.multiply(base)?.add(part(low))
}

/// A fraction rounded once; none over 0.
fn ratio(above: i128, below: i128) -> Result<Option<Number>> {
    if below == 0 {
        return Ok(None);
    }
    whole(above)?.divide(whole(below)?)?.try_into().map(Some)
}

/// max ÷ mean, and Gini = Σ (2 · rank − n − 1) · x ÷ (n · Σ x), of amounts per full-time equivalent from the smallest up.
fn imbalance(desks: &[Desk], amount: impl Fn(&Desk) -> i128) -> Result<Imbalance> {
    let mut amounts: Vec<i128> = desks.iter().map(|desk| relative(amount(desk), desk.fte)).collect();
    amounts.sort_unstable();
    let desks = i128::from(count(amounts.len()));
    let sum = amounts.iter().fold(0_i128, |sum, amount| sum.saturating_add(*amount));
    let ranked = (1_i128..).zip(&amounts).fold(0_i128, |total, (rank, amount)| {
        let factor = rank.saturating_mul(2).saturating_sub(desks).saturating_sub(1);
        total.saturating_add(factor.saturating_mul(*amount))
    });
    let most = amounts.last().copied().unwrap_or(0);
    Ok(Imbalance {
        max_over_mean: ratio(most.saturating_mul(desks), sum)?,
        gini: ratio(ranked, desks.saturating_mul(sum))?,
    })
}

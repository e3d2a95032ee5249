//! Manual overrides of many accounts, found by the account's name.

use chrono::NaiveDate;
use serde::Serialize;

use super::exception::Standing;
use super::manual::Overrides;
use super::scorecard::Scorecard;
use super::table::Scored;
use crate::error::Result;
use crate::fact::accounts::{self, AccountId};
use crate::fact::table::Table;

/// Overrides on their way through a portfolio, in one table or in several, one behind the other.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::health::manual_table::Overriding;
///
/// let card = Scorecard::builder("logins").indicator(Indicator::of("logins", fact("logins"))).build()?;
/// let (names, logins) = (["a-1", "a-2"], [80.0, 90.0]);
/// let table = Table::new(2)
///     .with("account", Values::Text(Texts::Slices(&names)), None)?
///     .with("logins", Values::Float(&logins), None)?;
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// let mut scored = card.score_table(&table, day)?;
///
/// let notice = |account| Override::new(Effect::Cap(30.0.into()), "notice was given", "Ana", day).map(|one| one.of_account(account));
/// let overrides = Overrides::new([notice("a-2")?, notice("a-3")?])?;
/// let mut overriding = Overriding::new(&card, &overrides, day)?;
/// let used = overriding.apply(&table, "account", &mut scored)?;
/// assert_eq!((scored.score, used), (vec![80.0, 30.0], vec![None, Some(0)]));
/// assert_eq!(overriding.report().unmatched, ["a-3".into()]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Overriding<'o> {
    card: &'o Scorecard,
    overrides: &'o Overrides,
    as_of: NaiveDate,
    /// The row in which the account of each override stands.
    rows: Vec<Option<usize>>,
    before: usize,
}

/// What became of the overrides of a portfolio; accounts in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OverrideReport {
    /// Accounts whose override was used.
    pub used: Vec<AccountId>,
    /// Accounts whose override had expired.
    pub expired: Vec<AccountId>,
    /// Accounts that the portfolio does not have.
    pub unmatched: Vec<AccountId>,
}

impl<'o> Overriding<'o> {
    /// Begins.
    ///
    /// Errors: `invalid_document` with the place (a band that the card does not have).
    pub fn new(card: &'o Scorecard, overrides: &'o Overrides, as_of: NaiveDate) -> Result<Self> {
        for (at, manual) in overrides.iter().enumerate() {
            let checked = manual.effect().check_band(card.bands());
            checked.map_err(|error| error.under(&format!("overrides[{at}]")))?;
        }
        Ok(Self { card, overrides, as_of, rows: vec![None; overrides.iter().len()], before: 0 })
    }

    /// Moves the scores and bands of a table's rows, and the numbers that are shown where these were asked for; returns
    /// for each row the place of the override that was used.
    /// One account alone, with [`Scorecard::overridden`], gets the same bits.
    ///
    /// Errors: `missing_column`, `type_mismatch` (accounts are texts or whole numbers), `duplicate_account` (an override is of two
    /// rows; the row is counted in this table, its sentence counts the first from the first table on).
    pub fn apply(
        &mut self,
        table: &Table<'_>,
        account: &str,
        scored: &mut Scored,
    ) -> Result<Vec<Option<usize>>> {
        let names = table.column(account)?;
        let mut used = vec![None; table.rows()];
        let rows = scored.score.iter_mut().zip(&mut scored.band).zip(&mut used).enumerate();
        for (row, ((score, band), used)) in rows {
            let Some(name) = names.account(row)? else { continue };
            let Some((at, manual)) = self.overrides.find(name) else { continue };
            if let Some(first) = self.rows.get(at).copied().flatten() {
                return Err(accounts::refusal(name.to_id(), first, row).in_column(account));
            }
            let place = self.before.saturating_add(row);
            self.rows.iter_mut().skip(at).take(1).for_each(|to| *to = Some(place));
            if manual.is_in_force(self.as_of) {
                let standing = self.card.moved(Standing { score: *score, rank: *band }, manual);
                (*score, *band) = (standing.score, standing.rank);
                *used = Some(at);
                let shown = scored.shown.iter_mut().skip(row).take(1);
                shown.for_each(|shown| *shown = self.card.shown_number(standing.score, standing.rank));
            }
        }
        self.before = self.before.saturating_add(table.rows());
        Ok(used)
    }

    /// What became of the overrides.
    #[must_use]
    pub fn report(&self) -> OverrideReport {
        let mut report = OverrideReport { used: Vec::new(), expired: Vec::new(), unmatched: Vec::new() };
        for (manual, row) in self.overrides.iter().zip(&self.rows) {
            let list = match (row, manual.is_in_force(self.as_of)) {
                (None, _) => &mut report.unmatched,
                (Some(_), true) => &mut report.used,
                (Some(_), false) => &mut report.expired,
            };
            list.extend(manual.account().cloned());
        }
        report
    }
}

//! Tiers into the caller's memory, summed in the same pass: what ten million rows need.

use chrono::NaiveDate;
use cs_wide::shelf;

use super::assign::{Reason, check_previous};
use super::bound::BoundPolicy;
use super::cut::{Cut, CutOff};
use super::cuts::Cuts;
use super::placing::Place;
use super::policy::TouchPolicy;
use super::summary::{CHUNK, Totals};
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::AccountId;
use crate::fact::column::Column;
use crate::fact::input::{Invalid, fact};
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;

/// How a portfolio is read.
#[derive(Debug, Clone)]
pub struct Reading<'r> {
    /// The day that days are counted to; needed where any are.
    pub as_of: Option<NaiveDate>,
    /// What infinite numbers get.
    pub invalid: Invalid,
    /// The column whose values are summed; without one it is the measure.
    pub value: Option<&'r str>,
    /// Who reads it; results have the same bits for any number of threads.
    pub workers: Workers<'r>,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self { as_of: None, invalid: Invalid::Error, value: None, workers: Workers::ALONE }
    }
}

/// Where tiers are written; what is not wanted is not kept.
#[derive(Debug, Default)]
pub struct Outputs<'o> {
    /// Ranks of the tiers; required.
    pub tier: &'o mut [u8],
    /// Reasons.
    pub reason: Option<&'o mut [Reason]>,
    /// Measures; NaN where missing.
    pub measure: Option<&'o mut [f64]>,
}

/// Room for the ranks of so many accounts, to be written over: on large pages, where the system has them.
#[must_use]
pub fn room(accounts: usize) -> Vec<u8> {
    shelf::room(accounts)
}

impl<'o> Outputs<'o> {
    fn check(&self, rows: usize) -> Result<()> {
        let reason = self.reason.as_ref().map(|out| out.len());
        let measure = self.measure.as_ref().map(|out| out.len());
        match [Some(self.tier.len()), reason, measure].into_iter().flatten().find(|length| *length != rows) {
            None => Ok(()),
            Some(found) => {
                let sentence = format!("the table has {rows} rows, an output {found}");
                Err(Error::new(ErrorCode::LengthMismatch, sentence).with_said_value(found))
            }
        }
    }

    /// Takes the first rows away: the outputs of the table that comes first.
    #[must_use]
    pub fn take(&mut self, rows: usize) -> Outputs<'o> {
        fn cut<'o, T>(out: &mut &'o mut [T], rows: usize) -> &'o mut [T] {
            let (own, rest) = std::mem::take(out).split_at_mut_checked(rows).unwrap_or_default();
            *out = rest;
            own
        }
        Outputs {
            tier: cut(&mut self.tier, rows),
            reason: self.reason.as_mut().map(|out| cut(out, rows)),
            measure: self.measure.as_mut().map(|out| cut(out, rows)),
        }
    }
}

impl TouchPolicy {
    /// Puts every account in its tier, in the caller's memory, and sums the tiers in the same pass: what
    /// [`apply_with`](Self::apply_with) and [`summarise`](super::summary::summarise) give, without a copy of a column.
    ///
    /// Errors: as there, `length_mismatch` before anything is written, and that of whoever is asked. After another error
    /// the outputs hold some of the rows.
    ///
    /// ```
    /// use cs_core::prelude::*;
    /// use cs_core::touch::place::{Outputs, Reading};
    ///
    /// let policy = TouchPolicy::new("by value", fact("value"), Cut::thresholds([(Tier::High, 100.0)], Tier::Tech))?;
    /// let values = [900.0, 60.0, 40.0];
    /// let table = Table::new(3).with("value", Values::Float(&values), None)?;
    /// let mut tier = [0; 3];
    /// let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
    /// let totals = policy.apply_into(&table, None, &Reading::default(), outputs)?;
    /// assert_eq!(tier, [0, 3, 3]);
    /// assert_eq!(totals.summary(policy.teams())?[0].share_of_value, Some(0.9));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn apply_into(
        &self,
        table: &Table<'_>,
        previous: Option<&[u8]>,
        reading: &Reading<'_>,
        outputs: Outputs<'_>,
    ) -> Result<Totals> {
        let mut totals = Totals::default();
        self.apply_onto(table, previous, reading, outputs, &mut totals)?;
        Ok(totals)
    }

    /// As [`apply_into`](Self::apply_into), with sums that go on from the tables before.
    pub fn apply_onto(
        &self,
        table: &Table<'_>,
        previous: Option<&[u8]>,
        reading: &Reading<'_>,
        mut outputs: Outputs<'_>,
        totals: &mut Totals,
    ) -> Result<()> {
        let Cut::Thresholds { cut_offs, otherwise, .. } = self.cut() else {
            let sentence = "shares and capacities must be fitted on a portfolio first";
            return Err(Error::new(ErrorCode::NotFitted, sentence).at("cut"));
        };
        outputs.check(table.rows())?;
        check_previous(previous, table.rows())?;
        let bound = BoundPolicy::new(self, table, reading.as_of, reading.invalid)?;
        check_ids(bound.accounts(), cut_offs)?;
        let by_value = reading.value.map(|name| self.summing(name)).transpose()?;
        let value = by_value
            .as_ref()
            .map(|policy| BoundPolicy::new(policy, table, reading.as_of, reading.invalid))
            .transpose()?;
        let place = Place {
            policy: self,
            cuts: Cuts::new(cut_offs, *otherwise, self.stickiness()),
            bound,
            value,
            previous,
            invalid: reading.invalid,
            workers: reading.workers,
        };
        // Threads begin at chunks; behind a table that ended within one, the rows go on where it stopped.
        let before = totals.rows();
        let runs = reading.workers.runs(table.rows(), CHUNK);
        if runs.len() < 2 || !before.is_multiple_of(CHUNK) {
            return place.run(0, outputs, totals);
        }
        let work = runs.into_iter().map(|run| (run.start, outputs.take(run.len()))).collect();
        let parts = reading.workers.map(work, |(start, outputs)| {
            let mut part = Totals::from_row(before.saturating_add(start));
            place.run(start, outputs, &mut part).map(|()| part)
        })?;
        parts.into_iter().for_each(|part| totals.append(part));
        Ok(())
    }

    /// A column of numbers, read as any measure is; NaN is missing.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite`.
    pub fn values(&self, table: &Table<'_>, name: &str, invalid: Invalid) -> Result<Vec<f64>> {
        let by_value = self.summing(name)?;
        let bound = BoundPolicy::new(&by_value, table, None, invalid)?;
        let mut values = vec![0.0; table.rows()];
        for (at, tile) in values.chunks_mut(TILE).enumerate() {
            bound.measures(at.saturating_mul(TILE), tile)?;
        }
        Ok(values)
    }

    /// A policy whose measure is this column, read as any measure is.
    fn summing(&self, name: &str) -> Result<Self> {
        TouchPolicy::new("value", fact(name), Cut::thresholds([], Tier::Tech))
    }
}

/// Accounts at a split are named as those of the column are.
fn check_ids(column: Option<&Column<'_>>, cut_offs: &[CutOff]) -> Result<()> {
    let Some(column) = column else { return Ok(()) };
    for id in cut_offs.iter().filter_map(|cut_off| cut_off.up_to_account.as_ref()) {
        match id {
            AccountId::Number(_) if column.is_text() => return Err(column.mismatch("whole-number")),
            AccountId::Text(_) if column.is_number() && !column.is_missing() => {
                return Err(column.mismatch("text"));
            }
            _ => {}
        }
    }
    Ok(())
}

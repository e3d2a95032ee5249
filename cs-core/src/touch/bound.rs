//! A policy whose columns were found, read 64 rows at a time.

use chrono::NaiveDate;

use super::measure::{Blended, Measure};
use super::policy::TouchPolicy;
use super::tier::Tier;
use super::wide::BLOCK;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::Account;
use crate::fact::column::Column;
use crate::fact::input::{Bound, Input, Invalid};
use crate::fact::table::Table;
use crate::fact::tile::{TILE, Tile};
use crate::fact::verdict::BoundRule;
use crate::scale::Scale;

/// A policy bound to a table's columns.
pub(super) struct BoundPolicy<'t> {
    rows: usize,
    measure: BoundMeasure<'t>,
    account: Option<&'t Column<'t>>,
    pub(super) overrides: Vec<(BoundRule<'t>, Tier)>,
    invalid: Invalid,
}

enum BoundMeasure<'t> {
    Input(Bound<'t>),
    Blend(Vec<(Bound<'t>, &'t Scale, f64)>),
}

impl<'t> BoundPolicy<'t> {
    pub(super) fn new(
        policy: &'t TouchPolicy,
        table: &'t Table<'t>,
        as_of: Option<NaiveDate>,
        invalid: Invalid,
    ) -> Result<Self> {
        let as_of = match as_of {
            None if policy.counts_days() => {
                return Err(Error::new(
                    ErrorCode::InvalidArgument,
                    "the policy counts days, so the day is needed",
                )
                .at("as_of"));
            }
            day => day.unwrap_or_default(),
        };
        let number = |input: &Input| {
            let bound = input.bind(table, as_of)?;
            match &bound {
                Bound::Fact(column) if !column.is_number() => Err(column.mismatch("number")),
                _ => Ok(bound),
            }
        };
        let measure = match policy.by() {
            Measure::Input(input) => BoundMeasure::Input(number(input)?),
            Measure::Blend(parts) => {
                let part = |part: &'t Blended| Ok((number(&part.input)?, &part.scale, part.weight));
                BoundMeasure::Blend(parts.iter().map(part).collect::<Result<_>>()?)
            }
        };
        let overrides = policy
            .overrides()
            .iter()
            .map(|rule| Ok((rule.when.bind(table, as_of)?, rule.tier)))
            .collect::<Result<_>>()?;
        let account = policy.cut().account().map(|name| table.column(name)).transpose()?;
        match account.filter(|account| !account.is_names()) {
            Some(column) => Err(column.mismatch("text or whole-number")),
            None => Ok(Self { rows: table.rows(), measure, account, overrides, invalid }),
        }
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The measures of N rows. Those of a plain column are lent as they are: -0 may be among them, and infinities, which
    /// [`measures`](Self::measures) refuses. NaN is missing, and so is what lies beyond the last row.
    #[inline]
    pub(super) fn lend<'b, const N: usize>(
        &'b self,
        start: usize,
        buffer: &'b mut [f64; N],
    ) -> Result<&'b [f64; N]> {
        if let Some(lent) = self.plain(start) {
            return Ok(lent);
        }
        let here = self.rows.saturating_sub(start).min(N);
        if let Some((own, beyond)) = buffer.split_at_mut_checked(here) {
            for (at, tile) in own.chunks_mut(TILE).enumerate() {
                self.measures(start.saturating_add(at.saturating_mul(TILE)), tile)?;
            }
            beyond.fill(f64::NAN);
        }
        Ok(buffer)
    }

    /// The measures of N rows of a plain column; none beyond its end.
    #[inline]
    pub(super) fn plain<const N: usize>(&self, start: usize) -> Option<&[f64; N]> {
        match &self.measure {
            BoundMeasure::Input(Bound::Fact(column)) => column.plain_floats()?.get(start..)?.first_chunk(),
            _ => None,
        }
    }

    /// The measures of the block behind the one from `start` on, for which memory can be asked; none where they do not lie
    /// there ready.
    #[inline]
    pub(super) fn soon(&self, start: usize) -> &[f64] {
        self.plain::<BLOCK>(start.saturating_add(BLOCK)).map_or(&[], |block| block)
    }

    /// Reads the rows of a block one tile after the other, for the error or the missing values that are among them.
    pub(super) fn refuse(&self, start: usize) -> Result<()> {
        let mut tile = [0.0; TILE];
        (start..start.saturating_add(BLOCK)).step_by(TILE).try_for_each(|start| self.tile(start, &mut tile))
    }

    /// Whether rules look at the rows too.
    pub(super) fn is_ruled(&self) -> bool {
        !self.overrides.is_empty()
    }

    /// The measures of 64 rows; NaN is missing, and so is what lies beyond the last row.
    #[inline]
    pub(super) fn tile(&self, start: usize, tile: &mut Tile) -> Result<()> {
        let here = self.rows.saturating_sub(start).min(TILE);
        if let Some((own, beyond)) = tile.split_at_mut_checked(here) {
            self.measures(start, own)?;
            beyond.fill(f64::NAN);
        }
        Ok(())
    }

    /// The measures of up to 64 rows; NaN is missing.
    #[inline]
    pub(super) fn measures(&self, start: usize, out: &mut [f64]) -> Result<()> {
        match &self.measure {
            BoundMeasure::Input(input) => input.numbers(start, out, self.invalid).map(|_| ()),
            BoundMeasure::Blend(parts) => {
                let mut tile: Tile = [0.0; TILE];
                let scores = tile.get_mut(..out.len()).unwrap_or(&mut []);
                out.fill(0.0);
                for (input, scale, weight) in parts {
                    input.numbers(start, scores, self.invalid)?;
                    scale.apply(scores);
                    out.iter_mut().zip(&*scores).for_each(|(sum, score)| *sum += weight * score);
                }
                let total: f64 = parts.iter().map(|(_, _, weight)| weight).sum();
                out.iter_mut().for_each(|sum| *sum /= total);
                Ok(())
            }
        }
    }

    /// The column that names accounts, where ties are split.
    pub(super) fn accounts(&self) -> Option<&'t Column<'t>> {
        self.account
    }

    /// The name of the account in a row, where ties are split.
    #[inline]
    pub(super) fn account(&self, row: usize) -> Result<Option<Account<'t>>> {
        self.account.map_or(Ok(None), |column| column.account(row))
    }
}

//! Migration: who moved between bands from one day to another, in accounts and in money.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::fact::amount::AmountType;
use crate::fact::column::Column;
use crate::fact::key::{self, Key};
use crate::fact::table::Table;
use crate::health::band::{Band, Bands, UNKNOWN_NAME};
use crate::value::document;
use crate::value::label::Label;
use crate::value::total::Total;

/// What became of the accounts of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Move {
    /// In the same band, or unknown both times.
    Stayed,
    /// In a higher band.
    Improved,
    /// In a lower band.
    Worsened,
    /// Unknown before, in a band now.
    BecameKnown,
    /// In a band before, unknown now.
    BecameUnknown,
    /// Not among the accounts before.
    New,
    /// Not among the accounts any more.
    Gone,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 7] = [
        Self::Stayed,
        Self::Improved,
        Self::Worsened,
        Self::BecameKnown,
        Self::BecameUnknown,
        Self::New,
        Self::Gone,
    ];

    /// The move in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Move::Stayed => "stayed",
            Move::Improved => "improved",
            Move::Worsened => "worsened",
            Move::BecameKnown => "became_known",
            Move::BecameUnknown => "became_unknown",
            Move::New => "new",
            Move::Gone => "gone",
        }
    }

    /// The move for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Move::Stayed => Label { en: "stayed", ja: "維持" },
            Move::Improved => Label { en: "improved", ja: "改善" },
            Move::Worsened => Label { en: "worsened", ja: "悪化" },
            Move::BecameKnown => Label { en: "became known", ja: "判明" },
            Move::BecameUnknown => Label { en: "became unknown", ja: "不明化" },
            Move::New => Label { en: "new", ja: "新規" },
            Move::Gone => Label { en: "gone", ja: "離脱" },
        }
    }

    /// The move between two places: ranks of bands, `unknown` behind them, none for an account that is not there.
    fn between(from: Option<usize>, to: Option<usize>, unknown: usize) -> Self {
        match (from, to) {
            (None, _) => Move::New,
            (_, None) => Move::Gone,
            (Some(from), Some(to)) if from == to => Move::Stayed,
            (Some(from), _) if from == unknown => Move::BecameKnown,
            (_, Some(to)) if to == unknown => Move::BecameUnknown,
            (Some(from), Some(to)) => {
                if from < to {
                    Move::Improved
                } else {
                    Move::Worsened
                }
            }
        }
    }
}

/// How two days are compared: names of columns, and bands. As a document it is an object of these; what is left out has
/// its default.
///
/// ```
/// use cs_core::fact::table::{Table, Texts, Values};
/// use cs_core::health::migration::{Migrating, Move};
///
/// let (early, late) = (["a", "b", "c"], ["b", "c", "d"]);
/// let (was, is) = (["healthy", "healthy", "danger"], ["caution", "danger", "healthy"]);
/// let (old, new) = ([1000, 2000, 300], [2100, 300, 50]);
/// let table = |accounts, bands, values| Table::new(3)
///     .with("account", Values::Text(Texts::Slices(accounts)), None)?
///     .with("health_band", Values::Text(Texts::Slices(bands)), None)?
///     .with("arr", Values::Integer(values), None);
/// let migrating = Migrating { value: Some("arr".to_owned()), ..Migrating::default() };
/// let migration = migrating.between(&table(&early, &was, &old)?, &table(&late, &is, &new)?)?;
/// let worsened = migration.cells.iter().find(|cell| cell.movement == Move::Worsened && cell.accounts > 0).unwrap();
/// assert_eq!((worsened.from.as_deref(), worsened.to.as_deref()), (Some("healthy"), Some("caution")));
/// assert_eq!((worsened.value_before, worsened.value_after), (Some(2000.into()), Some(2100.into())));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "an object of names")]
pub struct Migrating {
    /// The column that names the account: texts or whole numbers.
    pub account: String,
    /// The column of bands; missing or `unknown` without a score.
    pub band: String,
    /// The column of amounts, such as yearly revenue; a missing amount counts as 0.
    pub value: Option<String>,
    /// The bands from the lowest up.
    pub bands: Vec<String>,
}

impl Default for Migrating {
    fn default() -> Self {
        Self {
            account: "account".to_owned(),
            band: "health_band".to_owned(),
            value: None,
            bands: Bands::default().iter().map(|band| band.name().to_owned()).collect(),
        }
    }
}

/// Accounts that were in one band before and are in one now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// The band before, or `unknown`; none for accounts that are new.
    pub from: Option<String>,
    /// The band now, or `unknown`; none for accounts that are gone.
    pub to: Option<String>,
    /// What became of them.
    #[serde(rename = "move")]
    pub movement: Move,
    /// How many they are.
    pub accounts: u64,
    /// The exact sum of their amounts before; none without a column of amounts.
    pub value_before: Option<Decimal>,
    /// The exact sum of their amounts now.
    pub value_after: Option<Decimal>,
}

/// A matrix, cell by cell: every band and unknown and new, by every band and unknown and gone, in this order, the bands
/// from the lowest up. All cells are there, so that rows and columns add up to the two portfolios.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Migration {
    /// The cells, row by row.
    pub cells: Vec<Cell>,
    /// The type that amounts came in; none without a column of amounts.
    #[serde(skip)]
    pub amounts: Option<AmountType>,
}

/// One of the two portfolios.
struct Side<'t, 'a> {
    keys: Vec<(Key<'a>, usize)>,
    places: Vec<usize>,
    value: Option<&'t Column<'a>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    accounts: u64,
    before: Total,
    after: Total,
}

impl Migrating {
    /// Reads the document.
    ///
    /// Errors: those of [`document::read`].
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns that are read of both tables.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        [&self.account, &self.band].into_iter().chain(&self.value).map(String::as_str)
    }

    /// Counts and sums who moved from which band to which.
    ///
    /// Errors: `missing_column`, `type_mismatch` (also a row without an account), `duplicate_account`,
    /// `invalid_argument` (a band that is not listed), `non_finite` and `overflow` (amounts), each with column and row,
    /// under `before` or `after`; `invalid_document` (the bands).
    pub fn between(&self, before: &Table<'_>, after: &Table<'_>) -> Result<Migration> {
        // Twelve bands at most, each named once, none of them `unknown`: as for a scorecard.
        Bands::new(
            (0..100_u8).zip(&self.bands).map(|(at, name)| Band::at_least(name.as_str(), f64::from(at))),
        )
        .map_err(|error| error.under("bands"))?;
        let (one, other) = (
            self.side(before).map_err(|error| error.under("before"))?,
            self.side(after).map_err(|error| error.under("after"))?,
        );
        let unknown = self.bands.len();
        let width = unknown.saturating_add(2);
        let absent = unknown.saturating_add(1);
        let mut sums = vec![Sums::default(); width.saturating_mul(width)];
        for (was, is) in key::pairs(&one.keys, &other.keys) {
            let place = |side: &Side<'_, '_>, row: Option<usize>| {
                row.and_then(|row| side.places.get(row).copied()).unwrap_or(absent)
            };
            let at = place(&one, was).saturating_mul(width).saturating_add(place(&other, is));
            let Some(cell) = sums.get_mut(at) else { continue };
            cell.accounts = cell.accounts.saturating_add(1);
            one.add(was, &mut cell.before).map_err(|error| error.under("before"))?;
            other.add(is, &mut cell.after).map_err(|error| error.under("after"))?;
        }
        let amounts = match (one.value, other.value) {
            (Some(before), Some(after)) => Some(before.amount_type()?.max(after.amount_type()?)),
            _ => None,
        };
        let known = |place: usize| (place < absent).then_some(place);
        let name = |place: usize| self.bands.get(place).map_or(UNKNOWN_NAME, String::as_str).to_owned();
        let mut cells = Vec::with_capacity(sums.len());
        for (at, sum) in sums.iter().enumerate().filter(|(at, _)| at.saturating_add(1) < sums.len()) {
            let (from, to) =
                (known(at.checked_div(width).unwrap_or(0)), known(at.checked_rem(width).unwrap_or(0)));
            let value = |total: &Total| amounts.map(|_| total.to_decimal()).transpose();
            cells.push(Cell {
                from: from.map(name),
                to: to.map(name),
                movement: Move::between(from, to, unknown),
                accounts: sum.accounts,
                value_before: value(&sum.before)?,
                value_after: value(&sum.after)?,
            });
        }
        Ok(Migration { cells, amounts })
    }

    fn side<'t, 'a>(&self, table: &'t Table<'a>) -> Result<Side<'t, 'a>> {
        let keys = key::unique(table.column(&self.account)?, table.rows())?;
        let band = table.column(&self.band)?;
        let places = (0..table.rows()).map(|row| self.place(band, row)).collect::<Result<_>>()?;
        let value = self.value.as_deref().map(|value| table.column(value)).transpose()?;
        value.map(Column::amount_type).transpose()?;
        Ok(Side { keys, places, value })
    }

    /// The place of a row's band: its rank, or that behind the last for unknown.
    fn place(&self, column: &Column<'_>, row: usize) -> Result<usize> {
        let Some(band) = column.text(row)?.filter(|band| !band.is_empty() && *band != UNKNOWN_NAME) else {
            return Ok(self.bands.len());
        };
        self.bands.iter().position(|known| known == band).ok_or_else(|| {
            let known = self.bands.iter().map(String::as_str);
            Error::unknown(ErrorCode::InvalidArgument, "band", band, known)
                .in_column(column.name())
                .at_row(row)
        })
    }
}

impl Side<'_, '_> {
    fn add(&self, row: Option<usize>, total: &mut Total) -> Result<()> {
        let (Some(column), Some(row)) = (self.value, row) else { return Ok(()) };
        match column.amount(row)? {
            None => Ok(()),
            Some(amount) => total.add(amount).map_err(|error| error.in_column(column.name()).at_row(row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_move_has_its_name() {
        for movement in Move::ALL {
            assert_eq!(serde_json::to_string(&movement).unwrap(), format!("{:?}", movement.as_str()));
        }
    }

    #[test]
    fn moves_are_told_by_the_order_of_the_bands() {
        let told = |from, to| Move::between(from, to, 3);
        assert_eq!(told(Some(0), Some(2)), Move::Improved);
        assert_eq!(told(Some(2), Some(1)), Move::Worsened);
        assert_eq!(told(Some(3), Some(3)), Move::Stayed);
        assert_eq!(told(Some(3), Some(0)), Move::BecameKnown);
        assert_eq!(told(Some(0), Some(3)), Move::BecameUnknown);
        assert_eq!(told(None, Some(3)), Move::New);
        assert_eq!(told(Some(1), None), Move::Gone);
    }
}

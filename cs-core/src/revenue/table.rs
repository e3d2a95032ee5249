//! Results as columns that each language turns into its own kind of table.

use rust_decimal::Decimal;
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::month::{Calendar, Month};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{number, rate::Rate};

/// How a ledger writes its amounts, and so how results do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Numbers {
    /// Whole minor units.
    Integer,
    /// Decimals.
    Decimal,
    /// Floats; ratios are floats too.
    Float,
}

/// One column of a result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// Months by their numbers.
    Months(Vec<i32>),
    /// Money, with the places of the table; in a table of whole numbers, minor units.
    Amounts(Vec<Decimal>),
    /// As amounts, none where there is none to be known.
    Known(Vec<Option<Decimal>>),
    /// Money per account: exact, not rounded to the places; none where it is undefined.
    Prices(Vec<Option<Rate>>),
    /// How many.
    Counts(Vec<u64>),
    /// As counts, none where there is none to be known.
    KnownCounts(Vec<Option<u64>>),
    /// Shares and ratios; none where they are undefined.
    Rates(Vec<Option<Rate>>),
    /// Words.
    Labels(Vec<Option<&'static str>>),
    /// Accounts or segments as the caller names them.
    Names(Vec<Option<Account>>),
}

/// Columns of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How months are written.
    pub calendar: Calendar,
    /// How amounts are written.
    pub numbers: Numbers,
    /// Places of the amounts.
    pub places: u32,
    /// The columns with their names, in order.
    pub columns: Vec<(String, Values)>,
}

impl Table {
    pub(super) fn new(calendar: Calendar, numbers: Numbers, places: u32) -> Self {
        Self { calendar, numbers, places, columns: Vec::new() }
    }

    pub(super) fn push(&mut self, name: &str, values: Values) {
        self.columns.push((name.to_owned(), values));
    }

    /// Adds the rows of another table with the same columns.
    ///
    /// Errors: `internal` where the columns differ.
    pub(super) fn extend(&mut self, other: Self) -> Result<()> {
        for ((_, own), (_, more)) in self.columns.iter_mut().zip(other.columns) {
            match (own, more) {
                (Values::Months(own), Values::Months(more)) => own.extend(more),
                (Values::Amounts(own), Values::Amounts(more)) => own.extend(more),
                (Values::Known(own), Values::Known(more)) => own.extend(more),
                (Values::Prices(own), Values::Prices(more)) | (Values::Rates(own), Values::Rates(more)) => {
                    own.extend(more);
                }
                (Values::Counts(own), Values::Counts(more)) => own.extend(more),
                (Values::KnownCounts(own), Values::KnownCounts(more)) => own.extend(more),
                (Values::Labels(own), Values::Labels(more)) => own.extend(more),
                (Values::Names(own), Values::Names(more)) => own.extend(more),
                _ => {
                    return Err(Error::new(
                        ErrorCode::Internal,
                        "tables of other columns do not fit together",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }
}

impl Values {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Values::Months(values) => values.len(),
            Values::Amounts(values) => values.len(),
            Values::Known(values) => values.len(),
            Values::Prices(values) | Values::Rates(values) => values.len(),
            Values::Counts(values) => values.len(),
            Values::KnownCounts(values) => values.len(),
            Values::Labels(values) => values.len(),
            Values::Names(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// As JSON: an object of columns, in order. Amounts, prices and rates are texts with all their digits.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        let text = |value: &Decimal| number::to_text(*value);
        let texts = |values: &[Option<Rate>]| -> Vec<Option<String>> {
            values.iter().map(|value| value.map(|rate| number::to_text(rate.value()))).collect()
        };
        for (name, values) in &self.columns {
            match values {
                Values::Months(months) if self.calendar == Calendar::Number => {
                    map.serialize_entry(name, months)?
                }
                Values::Months(months) => {
                    let text = |number: &i32| {
                        Month::from_number(i64::from(*number)).map(|month| month.to_text(self.calendar)).ok()
                    };
                    map.serialize_entry(name, &months.iter().map(text).collect::<Vec<_>>())?;
                }
                Values::Amounts(amounts) => {
                    map.serialize_entry(name, &amounts.iter().map(text).collect::<Vec<_>>())?;
                }
                Values::Known(amounts) => {
                    let known = amounts.iter().map(|value| value.as_ref().map(text));
                    map.serialize_entry(name, &known.collect::<Vec<_>>())?;
                }
                Values::Prices(rates) | Values::Rates(rates) => map.serialize_entry(name, &texts(rates))?,
                Values::Counts(counts) => map.serialize_entry(name, counts)?,
                Values::KnownCounts(counts) => map.serialize_entry(name, counts)?,
                Values::Labels(labels) => map.serialize_entry(name, labels)?,
                Values::Names(names) => map.serialize_entry(name, names)?,
            }
        }
        map.end()
    }
}

//! A number computed from facts: the fact itself, a ratio, a change, a sum, days since or until.

use std::fmt;

use chrono::NaiveDate;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::column::Column;
use super::table::Table;
use super::tile;
use super::tile::{TILE, bits};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{day, document};

/// What a ratio or change over zero is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// Missing.
    #[default]
    Missing,
    /// The number 0.
    Zero,
}

impl Zero {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where an indicator, rule or measure takes its value from.
///
/// In documents a plain text is the fact of that name: `"logins_30d"`; the others are objects:
/// `{"ratio": {"of": "tickets_90d", "per": "seats"}}`, `{"days_since": "last_login_on"}`.
///
/// ```
/// use cs_core::prelude::*;
///
/// let input: Input = document::read(br#"{"ratio": {"of": "tickets_90d", "per": "seats"}}"#)?;
/// assert_eq!(input, ratio("tickets_90d", "seats"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = or_the_name_of_a_fact))]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Input {
    /// The fact itself.
    Fact(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))] String),
    /// `of ÷ per`; over 0 it is missing, or 0 with `zero: "zero"`.
    Ratio {
        /// Fact above the line.
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
        of: String,
        /// Fact below the line.
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
        per: String,
        /// What a ratio over 0 is.
        #[serde(default, skip_serializing_if = "Zero::is_default")]
        zero: Zero,
    },
    /// `(now − before) ÷ before`; missing where before is 0. −0.2 is a fall of 20 %.
    Change {
        /// Fact of today.
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
        now: String,
        /// Fact of then.
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
        before: String,
    },
    /// The sum; missing if any part is missing.
    Sum(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::names"))] Vec<String>),
    /// Whole days from the date to `as_of`; negative when the date is still to come.
    DaysSince(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))] String),
    /// Whole days from `as_of` to the date; negative when it has passed.
    DaysUntil(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))] String),
}

/// A plain text is the fact of that name.
#[cfg(feature = "schema")]
fn or_the_name_of_a_fact(schema: &mut schemars::Schema) {
    let name = crate::value::schema::name(&mut schemars::SchemaGenerator::default());
    if let Some(serde_json::Value::Array(forms)) = schema.get_mut("oneOf") {
        forms.insert(0, name.to_value());
    }
}

/// The fact of this name.
#[must_use]
pub fn fact(name: impl Into<String>) -> Input {
    Input::Fact(name.into())
}

/// `of ÷ per`, missing over 0.
#[must_use]
pub fn ratio(of: impl Into<String>, per: impl Into<String>) -> Input {
    Input::Ratio { of: of.into(), per: per.into(), zero: Zero::Missing }
}

/// `(now − before) ÷ before`.
#[must_use]
pub fn change(now: impl Into<String>, before: impl Into<String>) -> Input {
    Input::Change { now: now.into(), before: before.into() }
}

/// The sum of several facts.
#[must_use]
pub fn sum<N: Into<String>>(facts: impl IntoIterator<Item = N>) -> Input {
    Input::Sum(facts.into_iter().map(Into::into).collect())
}

/// Days from a date fact to `as_of`.
#[must_use]
pub fn days_since(date: impl Into<String>) -> Input {
    Input::DaysSince(date.into())
}

/// Days from `as_of` to a date fact.
#[must_use]
pub fn days_until(date: impl Into<String>) -> Input {
    Input::DaysUntil(date.into())
}

impl Input {
    /// The facts that are read, in order.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        let (pair, list): ([Option<&String>; 2], &[String]) = match self {
            Input::Fact(name) | Input::DaysSince(name) | Input::DaysUntil(name) => ([Some(name), None], &[]),
            Input::Ratio { of, per, .. } => ([Some(of), Some(per)], &[]),
            Input::Change { now, before } => ([Some(now), Some(before)], &[]),
            Input::Sum(names) => ([None, None], names),
        };
        pair.into_iter().flatten().chain(list).map(String::as_str)
    }

    /// Checks the names; a sum needs at least one.
    pub fn check(&self) -> Result<()> {
        if matches!(self, Input::Sum(names) if names.is_empty()) {
            return Err(Error::new(ErrorCode::InvalidDocument, "a sum needs at least one fact").at("sum"));
        }
        self.facts().try_for_each(document::check_name)
    }

    /// Finds the columns; see [`Bound::numbers`].
    pub(crate) fn bind<'t>(&self, table: &'t Table<'t>, as_of: NaiveDate) -> Result<Bound<'t>> {
        let number = |name: &str| {
            let column = table.column(name)?;
            if column.is_number() { Ok(column) } else { Err(column.mismatch("number")) }
        };
        let dates = |name: &str| {
            let column = table.column(name)?;
            if column.is_dates() { Ok(column) } else { Err(column.mismatch("day")) }
        };
        Ok(match self {
            Input::Fact(name) => Bound::Fact(table.column(name)?),
            Input::Ratio { of, per, zero } => Bound::Ratio(number(of)?, number(per)?, *zero),
            Input::Change { now, before } => Bound::Change(number(now)?, number(before)?),
            Input::Sum(names) => Bound::Sum(names.iter().map(|name| number(name)).collect::<Result<_>>()?),
            Input::DaysSince(name) => Bound::DaysSince(dates(name)?, day::to_number(as_of)),
            Input::DaysUntil(name) => Bound::DaysUntil(dates(name)?, day::to_number(as_of)),
        })
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Input::Fact(name) => serializer.serialize_str(name),
            _ => Input::serialize(self, serializer),
        }
    }
}

struct InputVisitor;

impl<'de> Visitor<'de> for InputVisitor {
    type Value = Input;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fact, or an object such as {\"days_since\": \"last_login_on\"}")
    }

    fn visit_str<E>(self, name: &str) -> Result<Input, E> {
        Ok(fact(name))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Input, M::Error> {
        Input::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InputVisitor)
    }
}

/// What an infinite number in the data gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// The error `non_finite` with column and row.
    #[default]
    Error,
    /// The value is missing, and counted as errored.
    Missing,
}

/// An input whose columns were found.
#[derive(Debug, Clone)]
pub(crate) enum Bound<'t> {
    Fact(&'t Column<'t>),
    Ratio(&'t Column<'t>, &'t Column<'t>, Zero),
    Change(&'t Column<'t>, &'t Column<'t>),
    Sum(Vec<&'t Column<'t>>),
    DaysSince(&'t Column<'t>, i32),
    DaysUntil(&'t Column<'t>, i32),
}

impl Bound<'_> {
    /// Computes the values of a tile; NaN is missing. Returns the bits of rows whose numbers were infinite.
    ///
    /// Errors: `non_finite` (column, row) and `overflow` (row), unless `invalid` is `Missing`.
    #[inline]
    pub(crate) fn numbers(&self, start: usize, out: &mut [f64], invalid: Invalid) -> Result<u64> {
        let missing = f64::NAN;
        match self {
            Bound::Fact(column) => read(column, start, out, invalid),
            Bound::Ratio(of, per, zero) => {
                let over_zero = if *zero == Zero::Zero { 0.0 } else { missing };
                let divide = |of: f64, per: f64| match per == 0.0 {
                    true if of.is_nan() => missing,
                    true => over_zero,
                    false => of / per + 0.0,
                };
                Ok(read(of, start, out, invalid)? | combine(per, start, out, invalid, divide)?)
            }
            Bound::Change(now, before) => {
                let change = |now: f64, before: f64| {
                    if before == 0.0 { missing } else { (now - before) / before + 0.0 }
                };
                Ok(read(now, start, out, invalid)? | combine(before, start, out, invalid, change)?)
            }
            Bound::Sum(columns) => {
                out.fill(0.0);
                let add = |sum: f64, next: f64| sum + next;
                columns
                    .iter()
                    .try_fold(0, |errored, column| Ok(errored | combine(column, start, out, invalid, add)?))
            }
            Bound::DaysSince(column, as_of) => {
                column.days(start, out)?;
                out.iter_mut().for_each(|day| *day = f64::from(*as_of) - *day);
                Ok(0)
            }
            Bound::DaysUntil(column, as_of) => {
                column.days(start, out)?;
                out.iter_mut().for_each(|day| *day -= f64::from(*as_of));
                Ok(0)
            }
        }
    }
}

/// Reads a column's numbers and looks for infinite ones.
#[inline]
fn read(column: &Column<'_>, start: usize, out: &mut [f64], invalid: Invalid) -> Result<u64> {
    column.numbers(start, out)?;
    finite(out, start, invalid, || {
        Error::new(ErrorCode::NonFinite, "a finite number is needed").in_column(column.name())
    })
}

/// Reads a second column and folds it into the first.
#[inline]
fn combine(
    column: &Column<'_>,
    start: usize,
    out: &mut [f64],
    invalid: Invalid,
    fold: impl Fn(f64, f64) -> f64,
) -> Result<u64> {
    let mut other = [0.0; TILE];
    let other = other.get_mut(..out.len()).unwrap_or(&mut []);
    let errored = read(column, start, other, invalid)?;
    for (to, from) in out.iter_mut().zip(other) {
        *to = fold(*to, *from);
    }
    let overflow = || {
        Error::new(ErrorCode::Overflow, "the computed value is beyond the largest number")
            .in_column(column.name())
    };
    Ok(errored | finite(out, start, invalid, overflow)?)
}

/// Finds infinite values: an error that names the first row, or missing values and their bits.
#[inline]
fn finite(out: &mut [f64], start: usize, invalid: Invalid, error: impl Fn() -> Error) -> Result<u64> {
    if !tile::any_infinite(out) {
        return Ok(0);
    }
    let infinite = bits(out.iter(), |value| value.is_infinite());
    if invalid == Invalid::Error {
        let at = usize::try_from(infinite.trailing_zeros()).unwrap_or(0);
        let value = out.get(at).copied().unwrap_or(f64::INFINITY);
        let error = error().at_row(start.saturating_add(at));
        // What was computed was given by nobody.
        return Err(if error.code() == ErrorCode::Overflow { error } else { error.with_value(value) });
    }
    out.iter_mut().filter(|value| value.is_infinite()).for_each(|value| *value = f64::NAN);
    Ok(infinite)
}

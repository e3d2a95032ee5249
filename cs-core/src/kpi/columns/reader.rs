//! Exact numbers from columns of any type.

use super::query::{Query, Source};
use crate::{
    error::{Error, ErrorCode, Result},
    fact::{
        column::Column,
        table::{Table, Values},
    },
    kpi::{Input, Kind},
    value::{
        exact::{Exact, Narrow},
        number,
    },
};

/// Decimals of at most this many digits are told apart by floats, so one that gives a float is its shortest text.
const TELLING: f64 = 1e15;

/// A decimal: mantissa · 10^-scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kpi) struct Scaled {
    pub(in crate::kpi) mantissa: i128,
    pub(super) scale: u32,
}

impl Scaled {
    pub(in crate::kpi) const ZERO: Self = Self { mantissa: 0, scale: 0 };

    pub(super) fn narrow(self) -> Option<Narrow> {
        Narrow::scaled(self.mantissa, self.scale)
    }

    pub(in crate::kpi) fn exact(self) -> Exact {
        self.narrow().map_or_else(Exact::zero, Exact::from)
    }

    /// The error with this number as its value.
    pub(in crate::kpi) fn shown(self, error: Error) -> Error {
        match self.exact().to_decimal() {
            Ok(value) => error.with_value(number::to_text(value)),
            Err(_) => error,
        }
    }

    /// The value, where it is a whole number.
    pub(in crate::kpi) fn whole(self) -> Option<i128> {
        let power = 10_i128.checked_pow(self.scale)?;
        self.mantissa.checked_div(power).filter(|_| self.mantissa.checked_rem(power) == Some(0))
    }
}

/// One input of a query, bound to a table.
pub(super) struct Bound<'t> {
    pub(super) input: &'static Input,
    column: Option<Column<'t>>,
    constant: Scaled,
}

/// The inputs of a query in the KPI's order.
pub(super) fn bind<'t>(query: &Query, table: &Table<'t>) -> Result<Vec<Bound<'t>>> {
    let kpi = query.kpi.0;
    let bound = |input: &'static Input| {
        let column = match query.sources.get(input.name) {
            Some(Source::Column(name)) => Some(*table.column(name).map_err(|error| error.at(input.name))?),
            Some(Source::Value(value)) => return Ok(constant(input, *value)),
            None => match (table.column(input.name), input.default) {
                (Ok(column), _) => Some(*column),
                (Err(_), Some(default)) => return Ok(constant(input, default)),
                (Err(error), None) => return Err(error.at(input.name)),
            },
        };
        if let Some(column) = column.filter(|column| !column.is_number() && !column.is_text()) {
            return Err(column.mismatch("number").at(input.name));
        }
        Ok(Bound { input, column, constant: Scaled::ZERO })
    };
    kpi.inputs.iter().map(bound).collect()
}

fn constant<'t>(input: &'static Input, value: rust_decimal::Decimal) -> Bound<'t> {
    let constant = Scaled { mantissa: value.mantissa(), scale: value.scale() };
    Bound { input, column: None, constant }
}

impl Bound<'_> {
    /// Whether each row has its own value.
    pub(super) fn is_column(&self) -> bool {
        self.column.is_some()
    }

    /// Whether a column of decimals is read.
    pub(super) fn is_decimal(&self) -> bool {
        self.column.is_some_and(|column| matches!(column.values(), Values::Decimal { .. }))
    }

    /// Bits of the rows of a tile whose value is there.
    pub(super) fn known(&self, start: usize, rows: usize) -> u64 {
        self.column.map_or(u64::MAX, |column| column.known_tile(start, rows))
    }

    /// The number of a row that is known.
    pub(super) fn number(&self, row: usize) -> Result<Scaled> {
        let Some(column) = self.column else { return Ok(self.constant) };
        let read = if column.is_text() {
            column.text(row)?.map(|text| self.text(text, row)).transpose()?
        } else {
            cell(&column, row).map_err(|error| self.place(error, row))?
        };
        read.ok_or_else(|| Error::new(ErrorCode::Internal, "a row lies outside its column"))
    }

    fn text(&self, text: &str, row: usize) -> Result<Scaled> {
        let value = self.input.kind.read(text).map_err(|error| self.place(error, row))?;
        Ok(Scaled { mantissa: value.mantissa(), scale: value.scale() })
    }

    /// Names input, column and row of an error.
    pub(super) fn place(&self, error: Error, row: usize) -> Error {
        let error = error.at(self.input.name).at_row(row);
        match self.column {
            Some(column) => error.in_column(column.name()),
            None => error,
        }
    }

    /// Refuses a row that no sum may hide.
    ///
    /// Errors: `out_of_range` for what is no count, or no number of heads.
    #[inline]
    pub(super) fn check_row(&self, number: Scaled, row: usize) -> Result<()> {
        let is_money = !matches!(self.input.kind, Kind::Count | Kind::Headcount);
        if is_money || number.narrow().is_some_and(|narrow| self.admits(narrow)) {
            return Ok(());
        }
        self.input.kind.check_exactly(number.exact()).map_err(|error| self.place(error, row))
    }

    /// Whether a number is known to lie in the input's range, by arithmetic of 128 bits.
    pub(super) fn admits(&self, value: Narrow) -> bool {
        let (numerator, denominator) = value.parts();
        match self.input.kind {
            Kind::Count => denominator == 1 && u64::try_from(numerator).is_ok(),
            Kind::Share => (0..=denominator).contains(&numerator),
            Kind::Margin => numerator <= denominator,
            Kind::Balance | Kind::UnitBalance | Kind::Ratio | Kind::Multiple => true,
            Kind::Amount | Kind::UnitAmount | Kind::Headcount | Kind::Discount | Kind::Months => {
                numerator >= 0
            }
            _ => !self.is_column(),
        }
    }
}

/// A row of a column of numbers.
fn cell(column: &Column<'_>, row: usize) -> Result<Option<Scaled>> {
    Ok(match column.values() {
        Values::Integer(values) => values.get(row).map(|value| whole(i128::from(*value))),
        Values::Decimal { mantissas, scale } => {
            mantissas.get(row).map(|mantissa| Scaled { mantissa: *mantissa, scale })
        }
        Values::Float(values) => values.get(row).map(|value| float(*value)).transpose()?,
        _ => None,
    })
}

/// A column of numbers that is no KPI's input.
pub(in crate::kpi) struct Amounts<'t>(Column<'t>);

impl<'t> Amounts<'t> {
    pub(in crate::kpi) fn of(table: &Table<'t>, name: &str) -> Result<Self> {
        let column = *table.column(name)?;
        if column.is_number() { Ok(Self(column)) } else { Err(column.mismatch("number")) }
    }

    /// The number of a row; none where it is missing.
    pub(in crate::kpi) fn number(&self, row: usize) -> Result<Option<Scaled>> {
        if !self.0.is_known(row) {
            return Ok(None);
        }
        cell(&self.0, row).map_err(|error| self.place(error, row))
    }

    pub(in crate::kpi) fn place(&self, error: Error, row: usize) -> Error {
        error.in_column(self.0.name()).at_row(row)
    }
}

fn whole(mantissa: i128) -> Scaled {
    Scaled { mantissa, scale: 0 }
}

/// The shortest decimal that gives a float back.
fn float(value: f64) -> Result<Scaled> {
    let mut power = 1.0;
    for scale in 0..=6 {
        let digits = value * power;
        if digits.abs() < TELLING
            && digits.trunc().to_bits() == digits.to_bits()
            && same(digits / power, value)
        {
            return Ok(Scaled { mantissa: i128::from(truncated(digits)), scale });
        }
        power *= 10.0;
    }
    let value = number::from_float(value)?;
    Ok(Scaled { mantissa: value.mantissa(), scale: value.scale() })
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}

#[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15")]
fn truncated(value: f64) -> i64 {
    value as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_enter_by_their_shortest_text_on_the_short_way_too() {
        let numbers = [
            0.0,
            -0.0,
            0.1,
            -0.07,
            12.5,
            1e15,
            999_999_999_999_999.0,
            123_456_789.012_345,
            0.000_001,
            1e-7,
            2e22,
            0.1 + 0.2,
            5e-324_f64.max(1e-20),
            4.35,
            0.285,
            1.005,
            1e14 + 0.5,
        ];
        for value in numbers {
            let expected = number::from_float(value).unwrap();
            let Scaled { mantissa, scale } = float(value).unwrap();
            assert_eq!(rust_decimal::Decimal::from_i128_with_scale(mantissa, scale), expected, "{value}");
        }
        assert_eq!(float(f64::INFINITY).unwrap_err().code(), ErrorCode::NonFinite);
    }
}

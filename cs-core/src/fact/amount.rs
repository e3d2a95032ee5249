//! A column read as exact amounts.

use rust_decimal::Decimal;

use super::column::Column;
use super::table::Values;
use crate::error::{Error, ErrorCode, Result};
use crate::value::number;

/// The type that amounts came in, and so go out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmountType {
    /// Whole numbers, such as minor units.
    Integer,
    /// Decimals of so many places.
    Decimal(u32),
    /// Floats, each read by its shortest decimal text.
    Float,
}

impl<'a> Column<'a> {
    /// The type of a column of amounts.
    ///
    /// Errors: `type_mismatch` (texts, flags, days).
    pub fn amount_type(&self) -> Result<AmountType> {
        match self.values() {
            Values::Integer(_) | Values::Missing => Ok(AmountType::Integer),
            Values::Decimal { scale, .. } => Ok(AmountType::Decimal(scale)),
            Values::Float(_) => Ok(AmountType::Float),
            _ if self.is_missing() => Ok(AmountType::Integer),
            _ => Err(self.mismatch("number")),
        }
    }

    /// The exact amount of a row; none where it is missing. A float enters by its shortest decimal text.
    ///
    /// Errors, with column and row: `type_mismatch`, `non_finite`, `overflow` (more than 28 digits).
    pub fn amount(&self, row: usize) -> Result<Option<Decimal>> {
        if !self.is_known(row) {
            return Ok(None);
        }
        self.amount_type()?;
        let amount = match self.values() {
            Values::Integer(values) => values.get(row).map(|value| Ok(Decimal::from(*value))),
            Values::Float(values) => values.get(row).map(|value| number::from_float(*value)),
            Values::Decimal { mantissas, scale } => mantissas.get(row).map(|mantissa| {
                let decimal = Decimal::try_from_i128_with_scale(*mantissa, scale);
                let kept = mantissa.unsigned_abs() < LARGEST;
                decimal.ok().filter(|_| kept).ok_or_else(|| {
                    Error::new(ErrorCode::Overflow, "an amount has at most 28 digits").with_value(mantissa)
                })
            }),
            _ => None,
        };
        amount.transpose().map_err(|error| error.in_column(self.name()).at_row(row))
    }
}

/// 10^28: the first mantissa of 29 digits.
const LARGEST: u128 = 10_000_000_000_000_000_000_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Table;

    #[test]
    fn reads_each_type_exactly() {
        let (cents, floats, wide) = ([i64::MIN, 5], [0.1, f64::NAN], [12_345_i128, i128::MAX]);
        let table = Table::new(2).with("i", Values::Integer(&cents), None).unwrap();
        let table = table.with("f", Values::Float(&floats), None).unwrap();
        let table = table.with("d", Values::Decimal { mantissas: &wide, scale: 2 }, None).unwrap();
        let at = |name: &str, row| table.column(name).unwrap().amount(row);
        assert_eq!(at("i", 0).unwrap(), Some(Decimal::from(i64::MIN)));
        assert_eq!(at("f", 0).unwrap(), Some(Decimal::new(1, 1)));
        assert_eq!(at("f", 1).unwrap(), None);
        assert_eq!(at("d", 0).unwrap(), Some(Decimal::new(12_345, 2)));
        let error = at("d", 1).unwrap_err();
        assert_eq!((error.code(), error.column(), error.row()), (ErrorCode::Overflow, Some("d"), Some(1)));
    }

    #[test]
    fn refuses_what_is_no_amount() {
        let (days, floats) = ([1_i32], [f64::INFINITY]);
        let table = Table::new(1).with("t", Values::Day(&days), None).unwrap();
        let table = table.with("f", Values::Float(&floats), None).unwrap();
        let code = |name: &str| table.column(name).unwrap().amount(0).unwrap_err().code();
        assert_eq!(code("t"), ErrorCode::TypeMismatch);
        assert_eq!(code("f"), ErrorCode::NonFinite);
    }
}

//! Reports of the room `revenue` as Arrow columns, in the kind of numbers that the ledger came in.
//!
//! | ledger | amounts | prices and ratios |
//! |---|---|---|
//! | whole minor units | int64, and decimal128(38, 0) beyond it | float64, prices in minor units |
//! | decimals | decimal128(38, places of the ledger) | decimal128(38, 28), fewer places beyond 10^10 |
//! | floats | float64 | float64 |

use std::sync::Arc;

use arrow_array::types::Decimal128Type;
use arrow_array::{
    ArrayRef, Date32Array, Float64Array, Int32Array, Int64Array, PrimitiveArray, StringArray, StructArray,
    UInt64Array,
};
use arrow_schema::{Field, Fields};
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::revenue::Account;
use cs_core::revenue::month::{Calendar, Month};
use cs_core::revenue::table::{Numbers, Table, Values};
use cs_core::value::number;
use rust_decimal::Decimal;

const DIGITS: u8 = 38;
const RATIO_PLACES: u32 = 28;

/// The report as one struct array.
///
/// Errors: `overflow` where an amount does not fit its type.
pub fn batch(table: &Table) -> Result<StructArray> {
    let mut fields = Vec::with_capacity(table.columns.len());
    let mut arrays = Vec::with_capacity(table.columns.len());
    for (name, values) in &table.columns {
        let array = array(table, values).map_err(|error| error.in_column(name))?;
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    StructArray::try_new_with_length(Fields::from(fields), arrays, None, table.rows())
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))
}

fn array(table: &Table, values: &Values) -> Result<ArrayRef> {
    let rates = |rates: &[Option<cs_core::value::rate::Rate>], shift: u32| {
        decimals(table.numbers, rates.iter().map(|rate| rate.map(|rate| rate.value())), RATIO_PLACES, shift)
    };
    let minor = if table.numbers == Numbers::Integer { table.places } else { 0 };
    Ok(match values {
        Values::Months(numbers) => months(table.calendar, numbers)?,
        Values::Amounts(amounts) => amounts_of(table, amounts.iter().map(|amount| Some(*amount)))?,
        Values::Known(amounts) => amounts_of(table, amounts.iter().copied())?,
        Values::Prices(prices) => rates(prices, minor)?,
        Values::Rates(ratios) => rates(ratios, 0)?,
        Values::Counts(counts) => Arc::new(Int64Array::from_iter_values(
            counts.iter().map(|count| i64::try_from(*count).unwrap_or(i64::MAX)),
        )),
        Values::KnownCounts(counts) => {
            let known =
                counts.iter().map(|count| count.map(|count| i64::try_from(count).unwrap_or(i64::MAX)));
            Arc::new(known.collect::<Int64Array>())
        }
        Values::Labels(labels) => Arc::new(labels.iter().collect::<StringArray>()),
        Values::Names(names) => self::names(names)?,
        _ => return Err(Error::new(ErrorCode::Internal, "a column of a kind that Arrow is not told of")),
    })
}

fn months(calendar: Calendar, numbers: &[i32]) -> Result<ArrayRef> {
    let each = || numbers.iter().filter_map(|number| Month::from_number(i64::from(*number)).ok());
    Ok(match calendar {
        Calendar::Number => Arc::new(Int32Array::from(numbers.to_vec())),
        Calendar::Day => {
            Arc::new(Date32Array::from(each().map(Month::first_day).collect::<Result<Vec<_>>>()?))
        }
        _ => Arc::new(StringArray::from_iter_values(each().map(|month| month.to_text(calendar)))),
    })
}

fn amounts_of(table: &Table, amounts: impl Iterator<Item = Option<Decimal>>) -> Result<ArrayRef> {
    if table.numbers != Numbers::Integer {
        return decimals(table.numbers, amounts, table.places, 0);
    }
    let minor: Vec<Option<i128>> = amounts.map(|amount| amount.map(|amount| amount.mantissa())).collect();
    let small = minor.iter().map(|amount| amount.map(i64::try_from).transpose());
    match small.collect::<std::result::Result<Int64Array, _>>() {
        Ok(small) => Ok(Arc::new(small)),
        Err(_) => typed(minor.into_iter().collect(), 0),
    }
}

/// Decimals with so many places, or the nearest floats, after a shift of the point.
fn decimals(
    numbers: Numbers,
    values: impl Iterator<Item = Option<Decimal>>,
    places: u32,
    shift: u32,
) -> Result<ArrayRef> {
    if numbers != Numbers::Decimal {
        let float = |value: Decimal| Ok(number::to_float(shifted(value, shift)?));
        let values = values.map(|value| value.map(float).transpose());
        return Ok(Arc::new(values.collect::<Result<Float64Array>>()?));
    }
    let values: Vec<Option<Decimal>> = values.collect();
    let whole =
        values.iter().flatten().map(|value| value.trunc().mantissa().unsigned_abs()).max().unwrap_or(0);
    let digits = whole.checked_ilog10().map_or(0, |power| power.saturating_add(1));
    let places = places.min(u32::from(DIGITS).saturating_sub(digits));
    let mantissa = |value: Decimal| -> Result<i128> {
        let value = value.round_dp(places);
        let missing = places.checked_sub(value.scale()).ok_or_else(too_large)?;
        let power = 10_i128.checked_pow(missing).ok_or_else(too_large)?;
        value
            .mantissa()
            .checked_mul(power)
            .filter(|wide| wide.unsigned_abs() < 10_u128.pow(38))
            .ok_or_else(too_large)
    };
    let mantissas = values.into_iter().map(|value| value.map(mantissa).transpose());
    typed(mantissas.collect::<Result<_>>()?, places)
}

fn typed(values: PrimitiveArray<Decimal128Type>, places: u32) -> Result<ArrayRef> {
    let places = i8::try_from(places).unwrap_or(i8::MAX);
    let typed = values.with_precision_and_scale(DIGITS, places);
    Ok(Arc::new(typed.map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?))
}

/// `value · 10^shift`.
fn shifted(value: Decimal, shift: u32) -> Result<Decimal> {
    let (scale, rest) = (value.scale().saturating_sub(shift), shift.saturating_sub(value.scale()));
    let mantissa = 10_i128.checked_pow(rest).and_then(|power| value.mantissa().checked_mul(power));
    Decimal::try_from_i128_with_scale(mantissa.ok_or_else(too_large)?, scale).map_err(|_| too_large())
}

/// Names as whole numbers where all are, as texts otherwise.
fn names(names: &[Option<Account>]) -> Result<ArrayRef> {
    let number = |name: &Option<Account>| match name {
        Some(Account::Number(number)) => Some(Some(*number)),
        None => Some(None),
        Some(Account::Text(_)) => None,
    };
    if let Some(numbers) = names.iter().map(number).collect::<Option<Vec<Option<i128>>>>()
        && numbers.iter().any(Option::is_some)
    {
        let small = |number: Option<i128>| number.map(i64::try_from).transpose();
        if let Ok(small) = numbers.iter().map(|number| small(*number)).collect::<Result<Int64Array, _>>() {
            return Ok(Arc::new(small));
        }
        let large = |number: Option<i128>| number.map(u64::try_from).transpose();
        if let Ok(large) = numbers.iter().map(|number| large(*number)).collect::<Result<UInt64Array, _>>() {
            return Ok(Arc::new(large));
        }
        return Err(too_large());
    }
    let text = |name: &Option<Account>| match name {
        Some(Account::Text(text)) => Some(text.clone()),
        Some(Account::Number(number)) => Some(number.to_string()),
        None => None,
    };
    Ok(Arc::new(names.iter().map(text).collect::<StringArray>()))
}

fn too_large() -> Error {
    Error::new(ErrorCode::Overflow, "the number does not fit the type of its column")
}

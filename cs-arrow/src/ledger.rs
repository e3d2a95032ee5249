//! Owned Arrow columns, lent as the rows of a ledger: whole numbers keep their width, and money is not rounded.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, PrimitiveArray};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::table::Values;
use cs_core::revenue::rows::{Data, Known, Rows};

use crate::column::{Column, DAY, MAKE_DAYS, from_array, scale, widened};
use crate::narrow;

/// Columns of equal length that own what they hold.
#[derive(Debug)]
pub struct Ledger {
    rows: usize,
    columns: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    name: String,
    values: Owned,
    nulls: Option<NullBuffer>,
}

#[derive(Debug)]
enum Owned {
    Integer32(ScalarBuffer<i32>),
    Unsigned32(ScalarBuffer<u32>),
    Integer64(ScalarBuffer<i64>),
    Unsigned64(ScalarBuffer<u64>),
    Float(ScalarBuffer<f64>),
    Decimal(ScalarBuffer<i128>, u32),
    Day(ScalarBuffer<i32>),
    Text(Column),
    Missing,
}

impl Ledger {
    /// So many rows, with no columns yet.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// Adds a column.
    ///
    /// Errors: `type_mismatch` (a type that ledgers do not have, a timestamp with a time zone), `invalid_date` (a
    /// timestamp out of range), `overflow` (decimal places outside 0..28), `out_of_range` (a dictionary key outside its
    /// dictionary), `length_mismatch`.
    pub fn with(mut self, name: &str, array: &dyn Array) -> Result<Self> {
        if array.len() != self.rows {
            let sentence = format!("the table has {} rows, the column {}", self.rows, array.len());
            let error = Error::new(ErrorCode::LengthMismatch, sentence).in_column(name);
            return Err(error.with_said_value(array.len()));
        }
        let values = owned(array).map_err(|error| error.in_column(name))?;
        let nulls = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        self.columns.push(Named { name: name.to_owned(), values, nulls });
        Ok(self)
    }

    /// Lends the columns as rows.
    pub fn with_rows<T>(&self, body: impl FnOnce(&Rows<'_>) -> Result<T>) -> Result<T> {
        let lists: Vec<Vec<&str>> = self.columns.iter().map(|named| named.values.pieces()).collect();
        let mut rows = Rows::new(self.rows);
        for (named, list) in self.columns.iter().zip(&lists) {
            let known = named.nulls.as_ref().map(|nulls| Known::new(nulls.validity(), nulls.offset()));
            rows = rows.with(&named.name, named.values.lend(list)?, known)?;
        }
        body(&rows)
    }
}

impl Owned {
    fn pieces(&self) -> Vec<&str> {
        match self {
            Owned::Text(column) => column.pieces(),
            _ => Vec::new(),
        }
    }

    fn lend<'a>(&'a self, pieces: &'a [&'a str]) -> Result<Data<'a>> {
        Ok(match self {
            Owned::Integer32(values) => Data::Integer32(values),
            Owned::Unsigned32(values) => Data::Unsigned32(values),
            Owned::Integer64(values) => Data::Integer64(values),
            Owned::Unsigned64(values) => Data::Unsigned64(values),
            Owned::Float(values) => Data::Float(values),
            Owned::Decimal(values, places) => Data::Decimal { mantissas: values, places: *places },
            Owned::Day(values) => Data::Day(values),
            Owned::Text(column) => match column.values(pieces)? {
                Values::Text(texts) => Data::Text(texts),
                _ => Data::Missing,
            },
            Owned::Missing => Data::Missing,
        })
    }
}

fn owned(array: &dyn Array) -> Result<Owned> {
    Ok(match array.data_type() {
        DataType::Null => Owned::Missing,
        DataType::Int32 => Owned::Integer32(array.as_primitive::<Int32Type>().values().clone()),
        DataType::Int16 => Owned::Integer32(widened(array.as_primitive::<Int16Type>())),
        DataType::Int8 => Owned::Integer32(widened(array.as_primitive::<Int8Type>())),
        DataType::UInt32 => Owned::Unsigned32(array.as_primitive::<UInt32Type>().values().clone()),
        DataType::UInt16 => Owned::Unsigned32(widened(array.as_primitive::<UInt16Type>())),
        DataType::UInt8 => Owned::Unsigned32(widened(array.as_primitive::<UInt8Type>())),
        DataType::Int64 => Owned::Integer64(array.as_primitive::<Int64Type>().values().clone()),
        DataType::UInt64 => Owned::Unsigned64(array.as_primitive::<UInt64Type>().values().clone()),
        DataType::Float64 => Owned::Float(array.as_primitive::<Float64Type>().values().clone()),
        // A narrow float enters by the shortest text of its own type.
        DataType::Float32 => {
            let singles = array.as_primitive::<Float32Type>().values();
            Owned::Float(singles.iter().map(|value| narrow::single(*value)).collect())
        }
        DataType::Float16 => {
            let halves = array.as_primitive::<Float16Type>().values();
            Owned::Float(halves.iter().map(|value| narrow::half(*value)).collect())
        }
        DataType::Decimal128(_, places) => {
            Owned::Decimal(array.as_primitive::<Decimal128Type>().values().clone(), scale(*places)?)
        }
        DataType::Decimal64(_, places) => {
            Owned::Decimal(widened(array.as_primitive::<Decimal64Type>()), scale(*places)?)
        }
        DataType::Decimal32(_, places) => {
            Owned::Decimal(widened(array.as_primitive::<Decimal32Type>()), scale(*places)?)
        }
        DataType::Date32 => Owned::Day(array.as_primitive::<Date32Type>().values().clone()),
        DataType::Date64 => Owned::Day(days(array.as_primitive::<Date64Type>(), DAY)?),
        DataType::Timestamp(unit, None) => Owned::Day(match unit {
            TimeUnit::Second => days(array.as_primitive::<TimestampSecondType>(), 86_400)?,
            TimeUnit::Millisecond => days(array.as_primitive::<TimestampMillisecondType>(), DAY)?,
            TimeUnit::Microsecond => days(array.as_primitive::<TimestampMicrosecondType>(), 86_400_000_000)?,
            TimeUnit::Nanosecond => {
                days(array.as_primitive::<TimestampNanosecondType>(), 86_400_000_000_000)?
            }
        }),
        DataType::Timestamp(_, Some(zone)) => {
            let sentence = "a timestamp with a time zone is in two months at once around midnight";
            return Err(Error::new(ErrorCode::TypeMismatch, sentence).with_value(zone).with_hint(MAKE_DAYS));
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
            Owned::Text(from_array(array, false)?)
        }
        other => {
            let sentence = "a ledger has whole numbers, decimals, floats, days and texts";
            return Err(Error::new(ErrorCode::TypeMismatch, sentence).with_value(other));
        }
    })
}

/// The day of each moment, before 1970 too.
fn days<T: ArrowPrimitiveType<Native = i64>>(
    array: &PrimitiveArray<T>,
    per_day: i64,
) -> Result<ScalarBuffer<i32>> {
    let day = |(row, moment): (usize, &i64)| {
        if array.is_null(row) {
            return Ok(0);
        }
        i32::try_from(moment.div_euclid(per_day)).map_err(|_| {
            Error::new(ErrorCode::InvalidDate, "a day is from 1900-01-01 to 9999-12-31")
                .at_row(row)
                .with_value(moment)
        })
    };
    array.values().iter().enumerate().map(day).collect::<Result<Vec<i32>>>().map(Into::into)
}

//! One Arrow array as one of the layouts that a table borrows.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, GenericStringArray, OffsetSizeTrait, PrimitiveArray, StringViewArray};
use arrow_buffer::{BooleanBuffer, Buffer, ScalarBuffer};
use arrow_schema::DataType;
use cs_core::error::{Error, ErrorCode, Result};

use crate::narrow::{self, Half};

const MOST_PLACES: i8 = 28;

/// A day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// What is said where a moment is no day.
pub(crate) const MAKE_DAYS: &str =
    "make days of it first, in the time zone that your months begin in: date32";

#[derive(Debug)]
pub(crate) enum Column {
    Float(ScalarBuffer<f64>),
    Integer(ScalarBuffer<i64>),
    Decimal(ScalarBuffer<i128>, u32),
    Flag(BooleanBuffer),
    Day(ScalarBuffer<i32>),
    Small(ScalarBuffer<i32>, Buffer),
    Large(ScalarBuffer<i64>, Buffer),
    Views(StringViewArray),
    Dictionary { keys: ScalarBuffer<i32>, values: Vec<String> },
    Missing,
}

pub(crate) fn from_array(array: &dyn Array, shortest: bool) -> Result<Column> {
    Ok(match array.data_type() {
        DataType::Null => Column::Missing,
        DataType::Boolean => Column::Flag(array.as_boolean().values().clone()),
        DataType::Float64 => Column::Float(array.as_primitive::<Float64Type>().values().clone()),
        DataType::Float32 if shortest => {
            let singles = array.as_primitive::<Float32Type>().values();
            Column::Float(singles.iter().map(|value| narrow::single(*value)).collect())
        }
        DataType::Float32 => Column::Float(widened(array.as_primitive::<Float32Type>())),
        DataType::Float16 => {
            let halves = array.as_primitive::<Float16Type>().values();
            let read = |half: &Half| if shortest { narrow::half(*half) } else { half.to_f64() };
            Column::Float(halves.iter().map(read).collect())
        }
        DataType::Int64 => Column::Integer(array.as_primitive::<Int64Type>().values().clone()),
        DataType::Int32 => Column::Integer(widened(array.as_primitive::<Int32Type>())),
        DataType::Int16 => Column::Integer(widened(array.as_primitive::<Int16Type>())),
        DataType::Int8 => Column::Integer(widened(array.as_primitive::<Int8Type>())),
        DataType::UInt32 => Column::Integer(widened(array.as_primitive::<UInt32Type>())),
        DataType::UInt16 => Column::Integer(widened(array.as_primitive::<UInt16Type>())),
        DataType::UInt8 => Column::Integer(widened(array.as_primitive::<UInt8Type>())),
        DataType::UInt64 => unsigned(array.as_primitive::<UInt64Type>()),
        DataType::Date64 => whole_days(array.as_primitive::<Date64Type>())?,
        DataType::Date32 => Column::Day(array.as_primitive::<Date32Type>().values().clone()),
        DataType::Decimal128(_, places) => {
            Column::Decimal(array.as_primitive::<Decimal128Type>().values().clone(), scale(*places)?)
        }
        DataType::Decimal64(_, places) => {
            Column::Decimal(widened(array.as_primitive::<Decimal64Type>()), scale(*places)?)
        }
        DataType::Decimal32(_, places) => {
            Column::Decimal(widened(array.as_primitive::<Decimal32Type>()), scale(*places)?)
        }
        DataType::Utf8 => {
            let (offsets, bytes) = text(array.as_string::<i32>());
            Column::Small(offsets, bytes)
        }
        DataType::LargeUtf8 => {
            let (offsets, bytes) = text(array.as_string::<i64>());
            Column::Large(offsets, bytes)
        }
        DataType::Utf8View => Column::Views(array.as_string_view().clone()),
        DataType::Dictionary(_, values) if is_text(values) => dictionary(array)?,
        other => return Err(refused(other)),
    })
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn refused(found: &DataType) -> Error {
    let error =
        Error::new(ErrorCode::TypeMismatch, "a fact is a number, a flag, a day or a text").with_value(found);
    match found {
        DataType::Timestamp(..) => error.with_hint(MAKE_DAYS),
        DataType::Dictionary(..) => error.with_hint("only dictionaries of text are read"),
        _ => error,
    }
}

pub(crate) fn widened<T: ArrowPrimitiveType, W: From<T::Native> + arrow_buffer::ArrowNativeType>(
    array: &PrimitiveArray<T>,
) -> ScalarBuffer<W> {
    array.values().iter().map(|value| W::from(*value)).collect()
}

/// Whole numbers stay whole; beyond i64 the column is one of decimals without places.
fn unsigned(array: &PrimitiveArray<UInt64Type>) -> Column {
    let fits = array.iter().flatten().all(|value| i64::try_from(value).is_ok());
    if fits {
        return Column::Integer(
            array.values().iter().map(|value| i64::try_from(*value).unwrap_or(0)).collect(),
        );
    }
    Column::Decimal(array.values().iter().map(|value| i128::from(*value)).collect(), 0)
}

/// Days that are written as milliseconds, as Arrow says they are; a time of day is refused.
fn whole_days(array: &PrimitiveArray<Date64Type>) -> Result<Column> {
    let day = |(row, moment): (usize, &i64)| {
        if array.is_null(row) {
            return Ok(0);
        }
        let day = i32::try_from(moment.div_euclid(DAY)).ok().filter(|_| moment.rem_euclid(DAY) == 0);
        day.ok_or_else(|| {
            let error = Error::new(ErrorCode::TypeMismatch, "a day is needed, no time of day");
            error.at_row(row).with_value(moment).with_hint(MAKE_DAYS)
        })
    };
    let days: Vec<i32> = array.values().iter().enumerate().map(day).collect::<Result<_>>()?;
    Ok(Column::Day(days.into()))
}

pub(crate) fn scale(places: i8) -> Result<u32> {
    let known = (0..=MOST_PLACES).contains(&places).then(|| u32::try_from(places).ok()).flatten();
    known.ok_or_else(|| Error::new(ErrorCode::Overflow, "a decimal has 0 to 28 places").with_value(places))
}

/// Offsets and the bytes they span. What lies outside the span is not ours and may not even be text.
fn text<O: OffsetSizeTrait>(array: &GenericStringArray<O>) -> (ScalarBuffer<O>, Buffer) {
    let offsets = array.offsets();
    let (first, last) = (offsets.first().as_usize(), offsets.last().as_usize());
    let bytes = array.values().slice_with_length(first, last.saturating_sub(first));
    if first == 0 {
        return (offsets.inner().clone(), bytes);
    }
    let moved = offsets.iter().filter_map(|offset| O::from_usize(offset.as_usize().saturating_sub(first)));
    (moved.collect(), bytes)
}

/// Text whose rows are keys. Values that no row uses are kept; a missing row gets key 0, which nobody looks at.
fn dictionary(array: &dyn Array) -> Result<Column> {
    let array = array.as_any_dictionary();
    let values = texts(array.values().as_ref());
    let inside = |(row, key): (usize, Option<i128>)| {
        let Some(key) = key else { return Ok(0) };
        let known = usize::try_from(key).is_ok_and(|key| key < values.len());
        i32::try_from(key).ok().filter(|_| known).ok_or_else(|| {
            Error::new(
                ErrorCode::OutOfRange,
                format!("a key of this dictionary is 0 or more and below {}", values.len()),
            )
            .at_row(row)
            .with_value(key)
        })
    };
    let keys = match array.keys().data_type() {
        DataType::Int8 => keys::<Int8Type>(array.keys(), inside),
        DataType::Int16 => keys::<Int16Type>(array.keys(), inside),
        DataType::Int32 => keys::<Int32Type>(array.keys(), inside),
        DataType::Int64 => keys::<Int64Type>(array.keys(), inside),
        DataType::UInt8 => keys::<UInt8Type>(array.keys(), inside),
        DataType::UInt16 => keys::<UInt16Type>(array.keys(), inside),
        DataType::UInt32 => keys::<UInt32Type>(array.keys(), inside),
        _ => keys::<UInt64Type>(array.keys(), inside),
    }?;
    Ok(Column::Dictionary { keys: keys.into(), values })
}

fn keys<T: ArrowPrimitiveType<Native: Into<i128>>>(
    keys: &dyn Array,
    inside: impl Fn((usize, Option<i128>)) -> Result<i32>,
) -> Result<Vec<i32>> {
    keys.as_primitive::<T>().iter().map(|key| key.map(Into::into)).enumerate().map(inside).collect()
}

fn texts(values: &dyn Array) -> Vec<String> {
    let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
    match values.data_type() {
        DataType::LargeUtf8 => values.as_string::<i64>().iter().map(owned).collect(),
        DataType::Utf8View => values.as_string_view().iter().map(owned).collect(),
        _ => values.as_string::<i32>().iter().map(owned).collect(),
    }
}

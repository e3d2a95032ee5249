//! Results as Arrow columns.

use std::sync::Arc;

use arrow_array::types::{ArrowDictionaryKeyType, Int32Type, UInt8Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    PrimitiveArray, StringArray, StructArray, UInt8Array,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, ScalarBuffer, ToByteSlice};
use arrow_schema::{ArrowError, DECIMAL128_MAX_PRECISION, Field, Fields};
use bytes::Bytes;
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::amount::AmountType;
use cs_core::health::band::{UNKNOWN, UNKNOWN_NAME};
use cs_core::touch::tier::Tier;
use cs_core::value::number;
use cs_wide::shelf::{self, Kept};
use rust_decimal::Decimal;

use crate::known;

const MOST_CATEGORIES: usize = 256;

/// Memory of a column, kept for another once nobody reads this one any more.
struct Lent<T: Kept>(Vec<T>);

impl<T: Kept + ArrowNativeType> AsRef<[u8]> for Lent<T> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_slice().to_byte_slice()
    }
}

impl<T: Kept> Drop for Lent<T> {
    fn drop(&mut self) {
        shelf::keep(std::mem::take(&mut self.0));
    }
}

/// A column's memory, lent to whoever reads it, and kept for another column once nobody does any more.
#[must_use]
pub fn lent<T: Kept + ArrowNativeType>(values: Vec<T>) -> ScalarBuffer<T> {
    Buffer::from(Bytes::from_owner(Lent(values))).into()
}

/// Floats where NaN is missing. The values are not copied.
#[must_use]
pub fn floats(values: Vec<f64>) -> ArrayRef {
    let nulls = known::numbers(&values);
    Arc::new(Float64Array::new(lent(values), nulls))
}

/// Floats none of which is missing. The values are not copied.
#[must_use]
pub fn numbers(values: Vec<f64>) -> ArrayRef {
    Arc::new(Float64Array::new(lent(values), None))
}

/// Texts by their place in a list, such as names that a document gives; no place is missing.
///
/// Errors: `internal` where a place lies outside the list.
pub fn labels(names: &[&str], places: impl IntoIterator<Item = Option<usize>>) -> Result<ArrayRef> {
    let keys: Int32Array =
        places.into_iter().map(|place| place.and_then(|place| i32::try_from(place).ok())).collect();
    dictionary::<Int32Type>(keys, names)
}

/// As [`labels`], none of them missing. The memory of the places becomes that of the keys.
///
/// Errors: as there.
pub fn known_labels(names: &[&str], places: Vec<i32>) -> Result<ArrayRef> {
    dictionary::<Int32Type>(places.into(), names)
}

/// Words of a closed list, such as bands, statuses or moves, by their place in it; no place is missing. One byte a row:
/// what reads the table can tell such a column by the type of its keys from one of [`labels`], which is text.
///
/// Errors: `internal` where a place lies outside the list, which has at most 256 words.
pub fn categories(words: &[&str], places: impl IntoIterator<Item = Option<usize>>) -> Result<ArrayRef> {
    if words.len() > MOST_CATEGORIES {
        return labels(words, places);
    }
    let keys: UInt8Array =
        places.into_iter().map(|place| place.and_then(|place| u8::try_from(place).ok())).collect();
    dictionary::<UInt8Type>(keys, words)
}

/// Words of a closed list, none of them missing. The memory of the places becomes that of the keys.
///
/// Errors: `internal` where a place lies outside the list.
pub fn closed(words: &[&str], places: Vec<u8>) -> Result<ArrayRef> {
    dictionary::<UInt8Type>(places.into(), words)
}

/// As [`categories`]: the same places, so many times over.
///
/// Errors: as there.
pub fn repeated(words: &[&str], places: &[Option<usize>], times: usize) -> Result<ArrayRef> {
    categories(words, (0..times).flat_map(|_| places.iter().copied()))
}

/// As [`labels`], by places that count from 1; 0 is missing. The memory of the places becomes that of the keys, and is
/// not looked at where there are no names.
///
/// Errors: as there.
pub fn labels_from_one(names: &[&str], places: Vec<i32>) -> Result<ArrayRef> {
    let known = match names {
        [] => NullBuffer::new_null(places.len()),
        _ => {
            let known = |row: usize| places.get(row).is_some_and(|place| *place > 0);
            NullBuffer::new(BooleanBuffer::collect_bool(places.len(), known))
        }
    };
    // The text at 0 is that of no row.
    let words: Vec<&str> = [""].iter().chain(names).copied().collect();
    dictionary::<Int32Type>(Int32Array::new(places.into(), Some(known)), &words)
}

/// Bands by rank, as categories that begin with the unknown one: an account of which too little is known is never
/// among those that are at least in some band. The memory of the ranks becomes that of the keys.
///
/// Errors: `internal` where a rank lies outside the bands.
pub fn bands<'b>(bands: impl IntoIterator<Item = &'b str>, mut ranks: Vec<u8>) -> Result<ArrayRef> {
    for rank in &mut ranks {
        *rank = rank.wrapping_sub(UNKNOWN);
    }
    let words: Vec<&str> = [UNKNOWN_NAME].into_iter().chain(bands).collect();
    dictionary::<UInt8Type>(UInt8Array::new(lent(ranks), None), &words)
}

/// Ranks of bands as numbers; an account of which too little is known has none. The values are not copied.
#[must_use]
pub fn ranks(ranks: Vec<u8>) -> ArrayRef {
    let nulls = known::ranks(&ranks);
    Arc::new(UInt8Array::new(lent(ranks), nulls))
}

/// Tiers by rank, as categories in the order of the tiers, high first: the key is the rank, and no tier is no key. The
/// memory of the ranks becomes that of the keys.
///
/// Errors: `internal` where a rank is none.
pub fn tiers(mut ranks: Vec<u8>) -> Result<ArrayRef> {
    let known = |row: usize| ranks.get(row).is_some_and(|rank| *rank != Tier::UNASSIGNED);
    let known = NullBuffer::new(BooleanBuffer::collect_bool(ranks.len(), known));
    for rank in &mut ranks {
        *rank = if *rank == Tier::UNASSIGNED { 0 } else { *rank };
    }
    let nulls = Some(known).filter(|known| known.null_count() > 0);
    dictionary::<UInt8Type>(UInt8Array::new(lent(ranks), nulls), &Tier::ALL.map(Tier::as_str))
}

fn dictionary<K: ArrowDictionaryKeyType>(keys: PrimitiveArray<K>, words: &[&str]) -> Result<ArrayRef> {
    let words = Arc::new(StringArray::from_iter_values(words));
    Ok(Arc::new(DictionaryArray::try_new(keys, words).map_err(internal)?))
}

/// Rows of another table, as 64-bit integers.
#[must_use]
pub fn rows(rows: impl IntoIterator<Item = usize>) -> ArrayRef {
    let known = |row: usize| i64::try_from(row).unwrap_or(i64::MAX);
    Arc::new(Int64Array::from_iter_values(rows.into_iter().map(known)))
}

/// Counts, as 64-bit integers.
#[must_use]
pub fn counts(counts: impl IntoIterator<Item = u64>) -> ArrayRef {
    let known = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Arc::new(Int64Array::from_iter_values(counts.into_iter().map(known)))
}

/// Days since 1970-01-01.
#[must_use]
pub fn days(days: Vec<i32>) -> ArrayRef {
    Arc::new(Date32Array::from(days))
}

/// Exact amounts in the type that they came in: integers, decimals of as many places, or the nearest floats.
///
/// Errors: `overflow` where an amount does not fit.
pub fn amounts(kind: AmountType, amounts: impl IntoIterator<Item = Option<Decimal>>) -> Result<ArrayRef> {
    let amounts = amounts.into_iter();
    Ok(match kind {
        AmountType::Float => floats(amounts.map(|one| one.map_or(f64::NAN, number::to_float)).collect()),
        AmountType::Integer => {
            let whole = |amount: Decimal| scaled(amount, 0).and_then(|whole| i64::try_from(whole).ok());
            Arc::new(fitting(amounts, whole)?.into_iter().collect::<Int64Array>())
        }
        AmountType::Decimal(places) => {
            let decimals: Decimal128Array =
                fitting(amounts, |amount| scaled(amount, places))?.into_iter().collect();
            let places = i8::try_from(places).unwrap_or(i8::MAX);
            Arc::new(decimals.with_precision_and_scale(DECIMAL128_MAX_PRECISION, places).map_err(internal)?)
        }
    })
}

fn fitting<T>(
    amounts: impl Iterator<Item = Option<Decimal>>,
    fit: impl Fn(Decimal) -> Option<T>,
) -> Result<Vec<Option<T>>> {
    let too_large = |amount: Decimal| {
        Error::new(ErrorCode::Overflow, "the sum does not fit the type of its amounts").with_value(amount)
    };
    amounts.map(|one| one.map(|amount| fit(amount).ok_or_else(|| too_large(amount))).transpose()).collect()
}

/// The amount as a whole number of its last place.
fn scaled(amount: Decimal, places: u32) -> Option<i128> {
    let amount = amount.normalize();
    amount.mantissa().checked_mul(10_i128.checked_pow(places.checked_sub(amount.scale())?)?)
}

/// Columns as one struct array, which is what a record batch is across the C Data Interface.
///
/// Errors: `internal` where the lengths differ.
pub fn table(
    rows: usize,
    columns: impl IntoIterator<Item = (impl Into<String>, ArrayRef)>,
) -> Result<StructArray> {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns
        .into_iter()
        .map(|(name, array)| (Field::new(name, array.data_type().clone(), true), array))
        .unzip();
    StructArray::try_new_with_length(Fields::from(fields), arrays, None, rows).map_err(internal)
}

pub(crate) fn internal(cause: ArrowError) -> Error {
    Error::new(ErrorCode::Internal, "results do not make a table").with_hint(cause.to_string())
}

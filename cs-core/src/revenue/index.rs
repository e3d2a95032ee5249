//! Accounts by a small number of their own: ids that lie close together as they are, all others by first appearance.

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::error::{Error, ErrorCode, Result};

use super::rows::{Column, Data};

/// Ids within this many times the rows are used as they are.
const SPREAD: u64 = 4;
/// Longest walk over taken places; beyond it the ids are sorted instead, so that no choice of ids is slow.
const WALK: usize = 256;

/// The small number of each row's account.
pub(super) enum Codes<'a> {
    Integer32(&'a [i32], i32),
    Unsigned32(&'a [u32], u32),
    Integer64(&'a [i64], i64),
    Unsigned64(&'a [u64], u64),
    Listed(Vec<u32>),
}

/// The accounts of a ledger.
pub(super) struct Accounts<'a> {
    pub(super) codes: Codes<'a>,
    /// One more than the largest code.
    pub(super) count: usize,
    names: Names<'a>,
}

enum Names<'a> {
    From(i128),
    Numbers(Vec<i128>),
    Texts(Vec<&'a str>),
}

/// An account as the caller names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// By a whole number.
    Number(i128),
    /// By a text.
    Text(String),
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Account::Number(number) => serializer.serialize_i128(*number),
            Account::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Given;

        impl Visitor<'_> for Given {
            type Value = Account;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_str<E>(self, text: &str) -> std::result::Result<Account, E> {
                Ok(Account::Text(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> std::result::Result<Account, E> {
                Ok(Account::Number(number.into()))
            }

            fn visit_u64<E>(self, number: u64) -> std::result::Result<Account, E> {
                Ok(Account::Number(number.into()))
            }
        }

        deserializer.deserialize_any(Given)
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Account::Number(number) => write!(f, "{number}"),
            Account::Text(text) => write!(f, "{text:?}"),
        }
    }
}

impl<'a> Accounts<'a> {
    /// Reads a column of whole numbers or texts.
    ///
    /// Errors: `type_mismatch` with the row, where it is missing or a fraction.
    pub(super) fn read(column: &Column<'a>, rows: usize) -> Result<Self> {
        if let Some(row) = column.first_missing(rows) {
            let error =
                Error::new(ErrorCode::TypeMismatch, "every row names its account, this one is missing");
            return Err(error.in_column(column.name()).at_row(row));
        }
        Ok(match column.data() {
            Data::Integer32(values) => match close(values, rows, i64::from) {
                Some((least, count)) => {
                    Self::direct(Codes::Integer32(values, least), count, i128::from(least))
                }
                None => numbered(values.iter().map(|value| i64::from(*value).cast_unsigned()), true),
            },
            Data::Unsigned32(values) => match close(values, rows, i64::from) {
                Some((least, count)) => {
                    Self::direct(Codes::Unsigned32(values, least), count, i128::from(least))
                }
                None => numbered(values.iter().map(|value| u64::from(*value)), false),
            },
            Data::Integer64(values) => match close(values, rows, |value| value) {
                Some((least, count)) => {
                    Self::direct(Codes::Integer64(values, least), count, i128::from(least))
                }
                None => numbered(values.iter().map(|value| value.cast_unsigned()), true),
            },
            Data::Unsigned64(values) => match close(values, rows, u64::cast_signed) {
                Some((least, count)) => {
                    Self::direct(Codes::Unsigned64(values, least), count, i128::from(least))
                }
                None => numbered(values.iter().copied(), false),
            },
            Data::Float(values) => {
                let whole = values.iter().enumerate().map(|(row, value)| {
                    whole_float(*value).ok_or_else(|| {
                        let sentence =
                            "accounts are whole numbers or texts; floats hold whole numbers up to 2^53";
                        Error::new(ErrorCode::TypeMismatch, sentence).at_row(row).with_value(value)
                    })
                });
                let whole: Vec<u64> =
                    whole.collect::<Result<_>>().map_err(|error| error.in_column(column.name()))?;
                numbered(whole.into_iter(), true)
            }
            Data::Text(_) => {
                let texts: Vec<&str> = (0..rows)
                    .map(|row| column.text(row).map(Option::unwrap_or_default))
                    .collect::<Result<_>>()?;
                let (codes, first) =
                    listed(rows, |row| texts.get(row).copied().unwrap_or_default(), hash_text);
                let names: Vec<&str> =
                    first.iter().map(|row| texts.get(*row).copied().unwrap_or_default()).collect();
                Self { codes: Codes::Listed(codes), count: names.len(), names: Names::Texts(names) }
            }
            Data::Missing => Self { codes: Codes::Listed(Vec::new()), count: 0, names: Names::From(0) },
            _ => return Err(column.mismatch("whole numbers or texts")),
        })
    }

    /// The accounts of rows that were made of these.
    pub(super) fn expand(&mut self, rows: usize, source: &[u32]) {
        let mut own = vec![0; rows];
        self.fill(0, &mut own);
        let code = |row: &u32| usize::try_from(*row).ok().and_then(|row| own.get(row)).copied();
        self.codes = Codes::Listed(source.iter().map(|row| code(row).unwrap_or_default()).collect());
    }

    fn direct(codes: Codes<'a>, count: usize, least: i128) -> Self {
        Self { codes, count, names: Names::From(least) }
    }

    /// The account of a code.
    pub(super) fn name(&self, code: usize) -> Account {
        match &self.names {
            Names::From(least) => {
                Account::Number(least.saturating_add(i128::try_from(code).unwrap_or_default()))
            }
            Names::Numbers(numbers) => Account::Number(numbers.get(code).copied().unwrap_or_default()),
            Names::Texts(texts) => Account::Text(texts.get(code).copied().unwrap_or_default().to_owned()),
        }
    }

    /// Writes the codes of the rows from `start` on.
    pub(super) fn fill(&self, start: usize, out: &mut [u32]) {
        match &self.codes {
            Codes::Integer32(values, least) => {
                shift(values, start, out, |value| value.wrapping_sub(*least).cast_unsigned());
            }
            Codes::Unsigned32(values, least) => shift(values, start, out, |value| value.wrapping_sub(*least)),
            Codes::Integer64(values, least) => {
                shift(values, start, out, |value| low(value.wrapping_sub(*least).cast_unsigned()));
            }
            Codes::Unsigned64(values, least) => {
                shift(values, start, out, |value| low(value.wrapping_sub(*least)))
            }
            Codes::Listed(codes) => shift(codes, start, out, |code| code),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "codes were found to fit when they were made")]
pub(super) fn low(value: u64) -> u32 {
    value as u32
}

#[inline]
pub(super) fn shift<T: Copy, U>(values: &[T], start: usize, out: &mut [U], convert: impl Fn(T) -> U) {
    for (to, from) in out.iter_mut().zip(values.get(start..).unwrap_or_default()) {
        *to = convert(*from);
    }
}

/// The least value and the number of codes, where the values lie close together.
fn close<T: Copy + Ord>(values: &[T], rows: usize, number: impl Fn(T) -> i64) -> Option<(T, usize)> {
    let (least, most) = (values.iter().min()?, values.iter().max()?);
    // In two's complement the difference is right for signed and for unsigned numbers alike.
    let span = number(*most).wrapping_sub(number(*least)).cast_unsigned();
    let limit = u64::try_from(rows).ok()?.saturating_mul(SPREAD).max(1 << 16).min(u64::from(u32::MAX));
    (span < limit).then_some((*least, usize::try_from(span).ok()?.saturating_add(1)))
}

#[expect(clippy::cast_possible_truncation, reason = "it was found to be whole and small enough")]
fn whole_float(value: f64) -> Option<u64> {
    (value.abs() <= 9_007_199_254_740_992.0 && value.fract().abs() < f64::MIN_POSITIVE)
        .then(|| (value as i64).cast_unsigned())
}

fn numbered<'a>(values: impl ExactSizeIterator<Item = u64>, signed: bool) -> Accounts<'a> {
    let values: Vec<u64> = values.collect();
    let (codes, first) = listed(values.len(), |row| values.get(row).copied().unwrap_or_default(), mixed);
    let name = |row: &usize| {
        let value = values.get(*row).copied().unwrap_or_default();
        if signed { i128::from(value.cast_signed()) } else { i128::from(value) }
    };
    let names: Vec<i128> = first.iter().map(name).collect();
    Accounts { codes: Codes::Listed(codes), count: names.len(), names: Names::Numbers(names) }
}

/// The code of each row, by first appearance, and the row in which each code appears first.
pub(super) fn listed<K: Copy + Ord>(
    rows: usize,
    key: impl Fn(usize) -> K,
    hash: impl Fn(K) -> u64,
) -> (Vec<u32>, Vec<usize>) {
    let mut places: Vec<u32> = vec![0; 1 << 12];
    let mut first: Vec<usize> = Vec::new();
    let mut keys: Vec<K> = Vec::new();
    let mut codes: Vec<u32> = Vec::with_capacity(rows);
    for row in 0..rows {
        let own = key(row);
        match seek(&places, &keys, own, hash(own)) {
            Some(Place::Taken(code)) => codes.push(code),
            Some(Place::Free(at)) => {
                let code = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                if let Some(place) = places.get_mut(at) {
                    *place = code.saturating_add(1);
                }
                codes.push(code);
                keys.push(own);
                first.push(row);
                if keys.len().saturating_mul(2) > places.len() {
                    places = grown(&keys, &hash, places.len().saturating_mul(4));
                }
            }
            None => return sorted(rows, key),
        }
    }
    (codes, first)
}

enum Place {
    Taken(u32),
    Free(usize),
}

/// Where a key stands or would stand; none where the walk there is too long.
#[inline]
fn seek<K: Copy + Ord>(places: &[u32], keys: &[K], key: K, hash: u64) -> Option<Place> {
    let bits = places.len().trailing_zeros();
    let start = usize::try_from(hash >> 64_u32.saturating_sub(bits).min(63)).unwrap_or_default();
    for step in 0..WALK {
        let at = start.wrapping_add(step) & places.len().wrapping_sub(1);
        match places.get(at).copied()?.checked_sub(1) {
            None => return Some(Place::Free(at)),
            Some(code) => {
                if keys.get(usize::try_from(code).ok()?) == Some(&key) {
                    return Some(Place::Taken(code));
                }
            }
        }
    }
    None
}

/// A larger table with the same keys. A key whose walk is too long has no place there: its next row finds that out.
fn grown<K: Copy + Ord>(keys: &[K], hash: impl Fn(K) -> u64, size: usize) -> Vec<u32> {
    let mut places = vec![0; size];
    for (code, key) in (1_u32..).zip(keys) {
        if let Some(Place::Free(at)) = seek(&places, &[], *key, hash(*key))
            && let Some(place) = places.get_mut(at)
        {
            *place = code;
        }
    }
    places
}

/// The same by sorting, for keys that all want the same place.
fn sorted<K: Copy + Ord>(rows: usize, key: impl Fn(usize) -> K) -> (Vec<u32>, Vec<usize>) {
    let mut order: Vec<(K, usize)> = (0..rows).map(|row| (key(row), row)).collect();
    order.sort_unstable();
    let (mut codes, mut first) = (vec![0; rows], Vec::new());
    let mut before: Option<K> = None;
    for (own, row) in order {
        if before != Some(own) {
            first.push(row);
            before = Some(own);
        }
        if let Some(code) = codes.get_mut(row) {
            *code = u32::try_from(first.len().saturating_sub(1)).unwrap_or(u32::MAX);
        }
    }
    (codes, first)
}

/// Mixes all bits of a number into the highest ones.
#[inline]
pub(super) fn mixed(value: u64) -> u64 {
    let folded = value ^ value >> 32;
    (folded.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

pub(super) fn hash_text(text: &str) -> u64 {
    let mut hash = 0_u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(chunk) {
            *to = *from;
        }
        hash = mixed(hash.rotate_left(29) ^ u64::from_le_bytes(bytes));
    }
    mixed(hash ^ u64::try_from(text.len()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(found: &(Vec<u32>, Vec<usize>), keys: &[u64]) {
        let (codes, first) = found;
        assert_eq!(codes.len(), keys.len());
        for (row, key) in keys.iter().enumerate() {
            assert_eq!(keys[first[codes[row] as usize]], *key, "row {row}");
        }
        let distinct: std::collections::BTreeSet<u64> = keys.iter().copied().collect();
        assert_eq!(first.len(), distinct.len());
    }

    #[test]
    fn equal_ids_get_equal_codes_through_every_growth() {
        let keys: Vec<u64> =
            (0..60_000_u64).map(|row| ((row * row) % 20_011).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        codes(&listed(keys.len(), |row| keys[row], mixed), &keys);
    }

    #[test]
    fn ids_that_all_want_one_place_are_sorted_instead() {
        let keys: Vec<u64> = (0..5_000_u64).map(|row| row % 1_000).collect();
        codes(&listed(keys.len(), |row| keys[row], |_| 7), &keys);
    }

    #[test]
    fn ids_at_both_ends_of_their_type_are_close_or_not() {
        assert_eq!(close(&[i32::MIN, i32::MAX], 2, i64::from), None);
        assert_eq!(close(&[u64::MAX, u64::MAX - 3], 2, u64::cast_signed), Some((u64::MAX - 3, 4)));
        assert_eq!(close(&[i64::MIN, i64::MAX], 2, |value| value), None);
        assert_eq!(close(&[0, u64::MAX], 2, u64::cast_signed), None);
    }
}

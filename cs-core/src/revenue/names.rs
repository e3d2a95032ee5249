//! Texts as keys: short ones as a number that holds all of their bytes, longer ones by a number that few others share.

use std::cmp::Ordering;

use super::listed::{Codes, Key, listed, listed_with, mixed};
use super::rows::Column;
use crate::error::Result;
use crate::fact::workers::Workers;

/// Most bytes of a text that a number holds, beside how many they are.
const SHORT: usize = 15;
/// Where a number says how many bytes it holds.
const LENGTH: u32 = 120;
/// Said instead of a length where a number does not hold the text.
const LONG: u128 = 0x80 << LENGTH;
/// The number of a text that is missing.
const MISSING: u128 = u128::MAX;
/// Odd numbers without a pattern.
const ODD: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];

/// The code of each row's text, by first appearance, and the row in which each appears first; rows without a text share a
/// code of their own. Of a dictionary each text is looked at once.
///
/// Errors: `type_mismatch` (no texts), `out_of_range` with the row, and that of whoever the workers ask.
pub(super) fn codes(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<Codes> {
    let Some((keys, values)) = column.dictionary() else {
        return listed_with(rows, workers, |row| Ok(Name::of(column.text(row)?)), Name::hash);
    };
    let names: Vec<Name<'_>> = values.iter().map(|text| Name::of(Some(text))).collect();
    let (distinct, _) = listed(&names, Name::hash);
    let key = |row: usize| {
        let key = keys.get(row).and_then(|key| usize::try_from(*key).ok()).and_then(|key| distinct.get(key));
        match key {
            Some(key) if column.is_known(row) => Ok(u64::from(*key)),
            // Missing, or a key that points nowhere.
            _ => column.text(row).map(|_| u64::MAX),
        }
    };
    listed_with(rows, workers, key, mixed)
}

/// A text to be compared with others.
#[derive(Debug, Clone, Copy)]
struct Name<'a> {
    number: u128,
    /// Looked at where the number does not hold it.
    text: &'a [u8],
}

impl<'a> Name<'a> {
    #[inline(always)]
    fn of(text: Option<&'a str>) -> Self {
        let Some(text) = text.map(str::as_bytes) else { return Self { number: MISSING, text: &[] } };
        let number = match text.len() {
            length @ ..=SHORT => bytes(text) | wide(length) << LENGTH,
            length => LONG | wide(length) << 64 & (LONG - 1) | u128::from(scattered(text)),
        };
        Self { number, text }
    }

    #[inline(always)]
    fn hash(self) -> u64 {
        let [low, high] = halves(self.number);
        folded(low ^ ODD[0], high ^ ODD[1])
    }

    #[inline(always)]
    fn is_long(self) -> bool {
        self.number & LONG != 0
    }
}

impl Key for Name<'_> {
    /// Beside the number, both ends of the text, which are asked of memory so.
    #[inline(always)]
    fn seems(&self, other: &Self) -> bool {
        let ends = self.text.first() == other.text.first() && self.text.last() == other.text.last();
        self.number == other.number && (ends || !self.is_long())
    }
}

impl PartialEq for Name<'_> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && (!self.is_long() || self.text == other.text)
    }
}

impl Eq for Name<'_> {}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let texts = || if self.is_long() { self.text.cmp(other.text) } else { Ordering::Equal };
        self.number.cmp(&other.number).then_with(texts)
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The bytes of a short text as a number, the first one lowest; pieces that overlap have equal bytes there.
#[inline(always)]
pub(super) fn bytes(text: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return u128::from(u64::from_le_bytes(*first))
            | u128::from(u64::from_le_bytes(*last)) << behind(text, 8);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        return u128::from(u32::from_le_bytes(*first))
            | u128::from(u32::from_le_bytes(*last)) << behind(text, 4);
    }
    text.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// The bits of a text before its last so many bytes.
#[inline(always)]
fn behind(text: &[u8], last: usize) -> u32 {
    u32::try_from(text.len().wrapping_sub(last)).unwrap_or_default().wrapping_mul(8)
}

/// A number for a long text, that depends on all of its bytes.
#[inline]
fn scattered(text: &[u8]) -> u64 {
    let last = text.last_chunk::<16>().into_iter();
    let pieces = text.as_chunks::<16>().0.iter().chain(last);
    pieces.fold(0, |sum, piece| {
        let [low, high] = halves(u128::from_le_bytes(*piece));
        folded(low ^ sum ^ ODD[0], high ^ sum.rotate_left(32) ^ ODD[1])
    })
}

/// Both halves of a product, mixed.
#[inline(always)]
fn folded(one: u64, other: u64) -> u64 {
    let [low, high] = halves(u128::from(one).wrapping_mul(u128::from(other)));
    low ^ high
}

#[expect(clippy::cast_possible_truncation, reason = "each half is asked for")]
#[inline(always)]
fn halves(number: u128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
}

#[inline(always)]
fn wide(length: usize) -> u128 {
    u128::try_from(length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::fact::table::Texts;
    use crate::revenue::rows::{Data, Known, Rows};

    /// Texts of lengths about those that are read in different ways, which differ in one byte, or in how many zeros they end with.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        for length in [1, 2, 3, 4, 5, 7, 8, 9, 14, 15, 16, 17, 32, 33] {
            texts.push("\0".repeat(length));
            texts.push("é".repeat(length));
            for at in 0..length {
                texts.extend(
                    ["b", "c", "\0"]
                        .map(|byte| format!("{}{byte}{}", "a".repeat(at), "a".repeat(length - at - 1))),
                );
            }
        }
        texts
    }

    #[test]
    fn names_are_equal_where_the_texts_are() {
        let texts = texts();
        for one in &texts {
            for other in &texts {
                let names = [one, other].map(|text| Name::of(Some(text)));
                assert_eq!(names[0] == names[1], one == other, "{one:?} {other:?}");
                assert_eq!(names[0].cmp(&names[1]).is_eq(), one == other, "{one:?} {other:?}");
            }
            assert_ne!(Name::of(Some(one)), Name::of(None));
        }
    }

    #[test]
    fn neighbours_are_scattered() {
        let most_to_a_place = |name: &dyn Fn(u32) -> String| {
            let mut places = vec![0_u32; 1 << 16];
            for at in 0..1 << 16 {
                places[usize::try_from(Name::of(Some(&name(at))).hash() >> 48).unwrap()] += 1;
            }
            places.into_iter().max().unwrap()
        };
        for (kind, name) in [
            ("numbers", &(|at: u32| at.to_string()) as &dyn Fn(u32) -> String),
            ("with a word before", &|at| format!("acc-{at}")),
            ("of 18 characters", &|at| format!("0015g00000{at:05x}AAA")),
            ("of 36 characters", &|at| format!("{at:08x}-0000-4000-8000-00000000{at:04x}")),
        ] {
            // By chance alone it is about nine.
            assert!(most_to_a_place(name) < 16, "{kind}");
        }
    }

    #[test]
    fn a_dictionary_is_read_as_its_texts_are() {
        let values = ["b", "unused", "a", "b", ""];
        let keys: [i32; 7] = [3, 2, 0, 4, 9, 2, 4];
        let given: Vec<&str> = keys
            .iter()
            .map(|key| values.get(usize::try_from(*key).unwrap()).copied().unwrap_or_default())
            .collect();
        let known = [0b0110_1111];
        let codes_of = |texts: Texts<'_>| {
            let rows = Rows::new(7).with("t", Data::Text(texts), Some(Known::new(&known, 0))).unwrap();
            codes(&rows.column("t").unwrap(), 7, Workers::ALONE)
        };
        let expected = (vec![0, 1, 0, 2, 3, 1, 2], vec![0, 1, 3, 4]);
        assert_eq!(codes_of(Texts::Slices(&given)).unwrap(), expected);
        assert_eq!(codes_of(Texts::Dictionary { keys: &keys, values: &values }).unwrap(), expected);
        let error =
            codes_of(Texts::Dictionary { keys: &[0, 5, 0, 0, 0, 0, 0], values: &values }).unwrap_err();
        assert_eq!((error.code(), error.row()), (ErrorCode::OutOfRange, Some(1)));
    }
}

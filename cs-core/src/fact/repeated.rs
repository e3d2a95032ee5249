//! The account that two rows of a column carry, found without a copy of the column.
//!
//! Names are scattered over four times as many places as there are rows. A row that is alone at its place carries an
//! account of its own; the others, about two in nine, are scattered again in another way, until few are left to compare.
//! Equal names always meet, so the answer is exact. It takes about two bytes a row, and time that grows with the rows.

use cs_wide::pages;

use super::accounts::{Account, STRETCH, duplicate};
use super::column::Column;
use super::workers::Workers;
use crate::error::{Error, ErrorCode, Result};

/// So few rows are compared at once.
const FEW: usize = 1 << 10;
/// Places a row.
const SPREAD: usize = 4;
/// Places in a word; each has two bits: one that somebody is there, one that somebody else is too.
const PLACES: usize = 32;
/// An odd number without a pattern (2^64 over the golden ratio), so that neighbours are scattered.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The account that is repeated first, with its two rows; none where every account is named once.
///
/// Errors: `type_mismatch` (neither texts nor whole numbers); `limit` beyond 2^32 rows; that of whoever is asked.
pub(super) fn repeated<'t>(
    column: &Column<'t>,
    rows: usize,
    workers: &Workers<'_>,
) -> Result<Option<(Account<'t>, usize, usize)>> {
    let last = u32::try_from(rows.saturating_sub(1))
        .map_err(|_| Error::new(ErrorCode::Limit, "a table has at most 4,294,967,296 rows"))?;
    if rows == 0 {
        return Ok(None);
    }
    let mut odd = ODD;
    let mut left = together(column, workers, 0..=last, rows, odd)?;
    while left.len() > FEW {
        odd = odd.wrapping_mul(ODD);
        let fewer = together(column, workers, left.iter().copied(), left.len(), odd)?;
        let stuck = fewer.len() > left.len() / 2;
        left = fewer;
        if stuck {
            break;
        }
    }
    let mut named = Vec::with_capacity(left.len());
    for row in left {
        let row = at(row);
        named.extend(column.account(row)?.map(|account| (account, row)));
    }
    Ok(duplicate(named))
}

/// Of these rows, those that are not alone at their place, in their order; there are `count` of them.
fn together(
    column: &Column<'_>,
    workers: &Workers<'_>,
    rows: impl Iterator<Item = u32> + Clone,
    count: usize,
    odd: u64,
) -> Result<Vec<u32>> {
    let mut places = Places::new(count, odd);
    let mut named = 0_usize;
    for (done, row) in rows.clone().enumerate() {
        if done.is_multiple_of(STRETCH) {
            workers.ask()?;
        }
        if let Some(account) = column.account(at(row))? {
            places.enter(account);
            named = named.wrapping_add(1);
        }
    }
    let left = named.saturating_sub(places.alone());
    let mut others = Vec::with_capacity(left);
    if left > 0 {
        for (done, row) in rows.enumerate() {
            if done.is_multiple_of(STRETCH) {
                workers.ask()?;
            }
            if column.account(at(row))?.is_some_and(|account| places.is_shared(account)) {
                others.push(row);
            }
        }
    }
    Ok(others)
}

/// How many came to each place: nobody, one, or more.
struct Places {
    words: Vec<u64>,
    odd: u64,
}

impl Places {
    fn new(rows: usize, odd: u64) -> Self {
        let words = rows.saturating_mul(SPREAD).div_ceil(PLACES);
        Self { words: pages::zeroed(words), odd }
    }

    /// The word of an account's place, and the bit in it.
    #[inline]
    fn place(&self, account: Account<'_>) -> (usize, u32) {
        let scattered = u128::from(scattered(account, self.odd));
        let words = u128::try_from(self.words.len()).unwrap_or(u128::MAX);
        // The upper half of a product is below its factor, and as even as the upper bits of the other one are.
        let place = scattered.wrapping_mul(words);
        let within = u32::try_from(place >> 59 & 31).unwrap_or(0);
        (usize::try_from(place >> 64).unwrap_or(usize::MAX), within.wrapping_mul(2))
    }

    #[inline]
    fn enter(&mut self, account: Account<'_>) {
        let (word, bit) = self.place(account);
        if let Some(word) = self.words.get_mut(word) {
            let somebody = *word >> bit & 1;
            *word |= (1 | somebody << 1) << bit;
        }
    }

    #[inline]
    fn is_shared(&self, account: Account<'_>) -> bool {
        let (word, bit) = self.place(account);
        self.words.get(word).is_none_or(|word| word >> bit & 2 != 0)
    }

    /// Places with one account.
    fn alone(&self) -> usize {
        /// The first bit of every place.
        const FIRST: u64 = u64::MAX / 3;
        let alone = |word: &u64| usize::try_from((word & !(word >> 1) & FIRST).count_ones()).unwrap_or(0);
        self.words.iter().fold(0, |sum, word| sum.wrapping_add(alone(word)))
    }
}

/// A name scattered over 64 bits, the upper ones best.
#[inline]
fn scattered(account: Account<'_>, odd: u64) -> u64 {
    match account {
        Account::Number(number) => number.cast_unsigned().wrapping_mul(odd),
        Account::Text(text) => {
            let (words, rest) = text.as_bytes().as_chunks::<8>();
            let rest = rest.iter().fold(1, |word: u64, byte| word << 8 | u64::from(*byte));
            let words = words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]);
            words.fold(0, |sum: u64, word| (sum.rotate_left(29) ^ word).wrapping_mul(odd))
        }
    }
}

/// A row as it counts in memory.
#[inline]
fn at(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::table::{Table, Texts, Validity, Values};
    use super::*;

    /// Numbers below 2^61 in no order, each once.
    fn numbers(rows: i64) -> Vec<i64> {
        (0..rows).map(|row| row.wrapping_mul(0x5851_f42d_4c95_7f2d) & ((1 << 61) - 1)).collect()
    }

    fn rows_of(values: Values<'_>, validity: Option<Validity<'_>>, rows: usize) -> Option<(usize, usize)> {
        let table = Table::new(rows).with("id", values, validity).unwrap();
        repeated(table.column("id").unwrap(), rows, &Workers::ALONE)
            .unwrap()
            .map(|(_, first, second)| (first, second))
    }

    #[test]
    fn finds_the_pair_whose_second_row_comes_first() {
        let mut ids = numbers(100_000);
        assert_eq!(rows_of(Values::Integer(&ids), None, ids.len()), None);
        (ids[99_000], ids[70_000], ids[70_001]) = (ids[3], ids[60_000], ids[5]);
        assert_eq!(rows_of(Values::Integer(&ids), None, ids.len()), Some((60_000, 70_000)));
        let texts: Vec<String> = ids.iter().map(|id| format!("account {id}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(rows_of(Values::Text(Texts::Slices(&texts)), None, ids.len()), Some((60_000, 70_000)));
        let mut known = vec![u8::MAX; 12_500];
        known[70_000 / 8] = 0;
        let validity = Some(Validity::new(&known, 0));
        assert_eq!(rows_of(Values::Integer(&ids), validity, ids.len()), Some((3, 99_000)));
    }

    #[test]
    fn many_pairs_and_names_that_scatter_to_one_place_end() {
        let twice: Vec<i64> = numbers(20_000).into_iter().flat_map(|id| [id, id]).collect();
        assert_eq!(rows_of(Values::Integer(&twice), None, twice.len()), Some((0, 1)));
        // The inverse of the multiplier (Newton's steps): these come to lie side by side.
        let inverse =
            (0..6).fold(ODD, |guess, _| guess.wrapping_mul(2_u64.wrapping_sub(ODD.wrapping_mul(guess))));
        let near: Vec<i64> = (0..20_000_u64).map(|row| row.wrapping_mul(inverse).cast_signed()).collect();
        assert_eq!(rows_of(Values::Integer(&near), None, near.len()), None);
        assert_eq!(rows_of(Values::Integer(&[]), None, 0), None);
    }

    #[test]
    fn neighbours_are_scattered() {
        let ids: Vec<i64> = (0..100_000).map(|row| row * 77_777 % 100_000).collect();
        let table = Table::new(ids.len()).with("id", Values::Integer(&ids), None).unwrap();
        let column = table.column("id").unwrap();
        let left = together(column, &Workers::ALONE, 0..=99_999, ids.len(), ODD).unwrap();
        assert!(left.len() < ids.len() / 4, "{}", left.len());
    }
}

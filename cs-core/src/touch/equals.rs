//! Accounts of equal measure at the end of a tier: which of them is the last that is still in it.

use std::ops::Range;

use cs_wide::Width;

use super::bound::BoundPolicy;
use super::boundaries::CutOffAt;
use super::cells;
use super::summary::CHUNK;
use super::wide::{BLOCK, Equal};
use crate::error::Result;
use crate::fact::accounts::{Account, AccountId, Order};
use crate::fact::column::Column;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;

/// Most texts among equals that are collected and put in order: 24 bytes each.
const MANY: u64 = 1 << 20;
/// Bytes of a text that are looked at together.
const PIECE: usize = 7;

/// Names the last account of each tier among its equals: in the order of their names, those without one last.
pub(super) fn name_last(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    order: Order,
    last: &mut [CutOffAt],
) -> Result<()> {
    for cut_off in last {
        let place = cut_off.rank.saturating_sub(cut_off.found.above).saturating_sub(1);
        let (measure, rows) = (cut_off.found.measure, cut_off.found.rows.take());
        cut_off.up_to_account = match order {
            Order::Rising => {
                let row = match rows {
                    Some(rows) => rows.get(usize::try_from(place).unwrap_or(usize::MAX)).copied(),
                    None => nth(portfolio, workers, measure, place)?,
                };
                row.map_or(Ok(None), |row| portfolio.account(row))?.map(Account::to_id)
            }
            Order::Any if rows.is_none() && portfolio.accounts().is_some_and(Column::is_number) => {
                number_at(portfolio, workers, measure, place)?.map(AccountId::from)
            }
            Order::Any if rows.is_none() && cut_off.found.equal > MANY => {
                text_at(portfolio, workers, measure, place)?.map(AccountId::Text)
            }
            Order::Any => {
                let rows = rows.map_or_else(|| equals(portfolio, workers, measure), Ok)?;
                by_name(portfolio, rows, place)?
            }
        };
    }
    Ok(())
}

/// The account at a place, from 0, when these rows are ordered by the names of their accounts.
fn by_name(portfolio: &BoundPolicy<'_>, rows: Vec<usize>, place: u64) -> Result<Option<AccountId>> {
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        named.extend(portfolio.account(row)?);
    }
    let place = usize::try_from(place).ok().filter(|place| *place < named.len());
    Ok(place.map(|place| named.select_nth_unstable(place).1.to_id()))
}

/// The number of the account at a place, from 0, among those of this measure, the least first; none where fewer have one.
fn number_at(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    measure: f64,
    place: u64,
) -> Result<Option<i64>> {
    const SIGN: u64 = 1 << 63;
    let numbers = |rows: Range<usize>, show: &mut dyn FnMut(u64)| {
        each_equal(portfolio, workers, rows, measure, |row| {
            if let Some(Account::Number(number)) = portfolio.account(row)? {
                show(!(number.cast_unsigned() ^ SIGN)); // the least first
            }
            Ok(false)
        })
    };
    let key = cells::key_at_rank(portfolio.rows(), workers, place.saturating_add(1), numbers)?;
    Ok(key.map(|found| (!found.key ^ SIGN).cast_signed()))
}

/// The text that names the account at a place, from 0, among those of this measure, the least first; none where fewer have
/// one. It is found piece by piece, and nothing is kept of the others.
fn text_at(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    measure: f64,
    place: u64,
) -> Result<Option<String>> {
    let (mut known, mut rank) = (Vec::new(), place.saturating_add(1));
    loop {
        let pieces = |rows: Range<usize>, show: &mut dyn FnMut(u64)| {
            each_equal(portfolio, workers, rows, measure, |row| {
                // A text that is all of what is known ended with the piece before.
                if let Some(Account::Text(text)) = portfolio.account(row)?
                    && let Some(rest) = text.as_bytes().strip_prefix(known.as_slice())
                    && (known.is_empty() || !rest.is_empty())
                {
                    show(!piece(rest)); // the least first
                }
                Ok(false)
            })
        };
        let Some(found) = cells::key_at_rank(portfolio.rows(), workers, rank, pieces)? else {
            return Ok(None);
        };
        let [bytes @ .., length] = (!found.key).to_be_bytes();
        let length = usize::from(length);
        known.extend(bytes.into_iter().take(length));
        if length <= PIECE {
            return Ok(String::from_utf8(known).ok());
        }
        rank = rank.saturating_sub(found.above);
    }
}

/// The first bytes of a text, and how many there are, one more where others follow: in the order of the texts, as the text
/// that ends comes first.
fn piece(text: &[u8]) -> u64 {
    let mut piece = [0_u8; PIECE + 1];
    for (to, from) in piece.iter_mut().zip(text.iter().take(PIECE)) {
        *to = *from;
    }
    let [.., length] = &mut piece;
    *length = u8::try_from(text.len().min(PIECE + 1)).unwrap_or(0);
    u64::from_be_bytes(piece)
}

/// The row at a place, from 0, among those that have this measure.
fn nth(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    measure: f64,
    place: u64,
) -> Result<Option<usize>> {
    let (mut left, mut found) = (place, None);
    each_equal(portfolio, workers, 0..portfolio.rows(), measure, |row| {
        found = (left == 0).then_some(row);
        left = left.saturating_sub(1);
        Ok(found.is_some())
    })?;
    Ok(found)
}

/// The rows that have this measure.
fn equals(portfolio: &BoundPolicy<'_>, workers: &Workers<'_>, measure: f64) -> Result<Vec<usize>> {
    let mut rows = Vec::new();
    each_equal(portfolio, workers, 0..portfolio.rows(), measure, |row| {
        rows.push(row);
        Ok(false)
    })?;
    Ok(rows)
}

/// Shows the rows of a run that have this measure, in their order, until one is enough; a run begins at a block.
pub(super) fn each_equal(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    rows: Range<usize>,
    measure: f64,
    mut enough: impl FnMut(usize) -> Result<bool>,
) -> Result<()> {
    let (mut buffer, width) = ([0.0; BLOCK], Width::widest());
    for start in rows.step_by(BLOCK) {
        if start.is_multiple_of(CHUNK) {
            workers.ask()?;
        }
        let block = portfolio.lend(start, &mut buffer)?;
        let equal = width.run(Equal { block, measure });
        for (first, mut bits) in (start..).step_by(TILE).zip(equal) {
            while bits != 0 {
                let lane = usize::try_from(bits.trailing_zeros()).unwrap_or(TILE);
                bits &= bits.wrapping_sub(1);
                if enough(first.saturating_add(lane))? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::input::{Invalid, fact};
    use crate::fact::table::{Table, Texts, Validity, Values};
    use crate::touch::cut::{Shares, Ties};
    use crate::touch::policy::TouchPolicy;
    use crate::touch::select::wide;

    #[test]
    fn texts_are_found_piece_by_piece_as_they_are_by_order() {
        let long = |row: usize| format!("account {:05}", row * 7919 % 3000);
        let mut texts: Vec<String> = (0..3000).map(long).collect();
        texts.extend(
            [
                "",
                "a",
                "a\0",
                "a\0b",
                "ab",
                "abcdefg",
                "abcdefg\0",
                "abcdefgh",
                "abcdefghijklmn",
                "鈴木",
                "鈴木商店",
            ]
            .map(str::to_owned),
        );
        let names: Vec<&str> = texts.iter().map(String::as_str).collect();
        let measures: Vec<f64> = (0..names.len()).map(|row| if row % 5 == 1 { 2.0 } else { 1.0 }).collect();
        // One account in nine has no name.
        let named = |row: usize| row % 9 != 4;
        let bits: Vec<u8> = (0..names.len().div_ceil(8))
            .map(|byte| (0..8).rev().fold(0, |bits, bit| bits << 1 | u8::from(named(byte * 8 + bit))))
            .collect();
        let table = Table::new(names.len()).with("value", Values::Float(&measures), None).unwrap();
        let known = Some(Validity::new(&bits, 0));
        let table = table.with("id", Values::Text(Texts::Slices(&names)), known).unwrap();
        let ties = Ties::Split("id".to_owned());
        let shares = Shares { high: Some(0.5), tech: Some(0.5), ties, ..Shares::default() };
        let policy = TouchPolicy::new("texts", fact("value"), shares).unwrap();
        let bound = BoundPolicy::new(&policy, &table, None, Invalid::Error).unwrap();
        let mut equal: Vec<&str> =
            (0..names.len()).filter(|row| row % 5 != 1 && named(*row)).map(|row| names[row]).collect();
        equal.sort_unstable();
        let at = |place: u64| text_at(&bound, &Workers::ALONE, 1.0, place).unwrap();
        for (place, text) in (0..).zip(&equal).filter(|(place, _)| place % 97 < 2 || *place < 12) {
            assert_eq!(at(place).as_deref(), Some(*text), "{place}");
        }
        assert_eq!(at(wide(equal.len() - 1)).as_deref(), equal.last().copied());
        assert_eq!(at(wide(equal.len())), None);
    }
}

//! Whole parts of a whole: by largest remainder, so that the parts add up; and what moved between parts.

use super::unit::overflow;
use crate::error::Result;

/// A change of one part: what is its own, and what came from or went to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moves {
    pub(super) own: i128,
    pub(super) transfer: i128,
}

/// Splits changes into what cancels out over all and what does not. The side that is larger keeps its rest as its own,
/// in proportion; transfers add up to 0. `minor` whole numbers are one of the last place.
pub(super) fn moves(changes: &[i128], minor: i128) -> Result<Vec<Moves>> {
    let side = |sign: i128| -> Vec<i128> {
        changes.iter().map(|change| change.saturating_mul(sign).max(0)).collect()
    };
    let (gains, losses) = (side(1), side(-1));
    let total = |side: &[i128]| super::flow::sum(side.iter().copied());
    let moved = total(&gains)?.min(total(&losses)?);
    let piece = piece(changes, minor);
    let (into, out_of) = (shares_of(moved, &gains, piece)?, shares_of(moved, &losses, piece)?);
    let moves = changes.iter().zip(into.iter().zip(&out_of)).map(|(change, (into, out_of))| {
        let transfer = into.checked_sub(*out_of)?;
        Some(Moves { own: change.checked_sub(transfer)?, transfer })
    });
    moves.collect::<Option<_>>().ok_or_else(overflow)
}

/// Splits `whole` by weights of at least 0; what is left over goes to the largest remainders, the first among equals.
/// `minor` whole numbers are one of the last place.
pub(super) fn shares(whole: i128, weights: &[i128], minor: i128) -> Result<Vec<i128>> {
    shares_of(whole, weights, divisor(piece(weights, minor), whole))
}

/// What is split is counted in: the largest part of the last place in which all of these are whole. What other accounts
/// have, and so in how many parts the ledger keeps its sums, makes no difference to it.
fn piece(amounts: &[i128], minor: i128) -> i128 {
    amounts.iter().fold(minor, |piece, amount| divisor(piece, *amount))
}

/// The greatest common divisor, at least 1.
fn divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.saturating_abs(), other.saturating_abs());
    while other != 0 {
        (one, other) = (other, one.checked_rem(other).unwrap_or_default());
    }
    one.max(1)
}

/// Splits in whole pieces.
fn shares_of(whole: i128, weights: &[i128], piece: i128) -> Result<Vec<i128>> {
    let pieces = |amount: i128| amount.checked_div(piece).ok_or_else(overflow);
    let whole = pieces(whole)?;
    let weights: Vec<i128> = weights.iter().map(|weight| pieces(*weight)).collect::<Result<_>>()?;
    let total = super::flow::sum(weights.iter().copied())?;
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (at, weight) in weights.iter().enumerate() {
        let product = whole.checked_mul(*weight).ok_or_else(overflow)?;
        let part = product.checked_div_euclid(total).ok_or_else(overflow)?;
        rests.push((product.checked_rem_euclid(total).ok_or_else(overflow)?, at));
        parts.push(part);
        left = left.checked_sub(part).ok_or_else(overflow)?;
    }
    rests.sort_by(|(one, at), (other, later)| other.cmp(one).then(at.cmp(later)));
    for (_, at) in rests.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        if let Some(part) = parts.get_mut(at) {
            *part = part.saturating_add(1);
        }
    }
    parts.into_iter().map(|part| part.checked_mul(piece).ok_or_else(overflow)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_in_three_parts_keeps_its_sum() {
        assert_eq!(shares(10_000, &[1, 1, 1], 1).unwrap(), [3_334, 3_333, 3_333]);
        assert_eq!(shares(1, &[0, 5, 5], 1).unwrap(), [0, 1, 0]);
        assert_eq!(shares(7, &[0, 0], 1).unwrap(), [0, 0]);
    }

    #[test]
    fn finer_sums_do_not_change_a_split() {
        for parts in [1, 12, 1600] {
            let scaled = |amounts: [i128; 3]| amounts.map(|amount| amount * parts);
            assert_eq!(shares(3 * parts, &scaled([0, 2, 5]), parts).unwrap(), scaled([0, 1, 2]));
            let found = moves(&scaled([-3, 2, 5]), parts).unwrap();
            let transfers: Vec<i128> = found.iter().map(|part| part.transfer).collect();
            assert_eq!(transfers, scaled([-3, 1, 2]));
            // A third of the last place stays one.
            assert_eq!(shares(4 * parts, &scaled([3, 1, 1]), 3 * parts).unwrap(), scaled([2, 1, 1]));
        }
    }

    #[test]
    fn what_cancels_out_is_a_transfer() {
        let found = moves(&[-60, 100, 0], 1).unwrap();
        assert_eq!(
            found.iter().map(|part| (part.own, part.transfer)).collect::<Vec<_>>(),
            [(0, -60), (40, 60), (0, 0)]
        );
        let found = moves(&[-100, 30, -50], 1).unwrap();
        assert_eq!(
            found.iter().map(|part| (part.own, part.transfer)).collect::<Vec<_>>(),
            [(-80, -20), (0, 30), (-40, -10)]
        );
        assert!(moves(&[5, 7], 1).unwrap().iter().all(|part| part.transfer == 0));
    }
}

//! Amounts as they are shown, such that the lines of a row add up.

use super::flow::Flow;
use super::unit::{Unit, overflow};
use crate::error::Result;

/// The amounts of a flow in whole numbers of the last place: opening and closing, half to even; the lines between, which
/// add up to their difference; upsell and cross-sell, which add up to the expansion.
///
/// Errors: `overflow`.
pub(super) fn shown(flow: &Flow, unit: Unit) -> Result<Flow> {
    if unit.parts <= 1 {
        return Ok(*flow);
    }
    let (opening, closing) = (unit.minor(flow.opening)?, unit.minor(flow.closing)?);
    let lost = |amount: i128| amount.checked_neg().ok_or_else(overflow);
    let Flow { new_business, reactivation, expansion, fx, transfer, .. } = *flow;
    let (contraction, churn) = (lost(flow.contraction)?, lost(flow.churn)?);
    let lines = [new_business, reactivation, expansion, contraction, churn, fx, transfer];
    let change = closing.checked_sub(opening).ok_or_else(overflow)?;
    let [new_business, reactivation, expansion, contraction, churn, fx, transfer] =
        apportioned(lines, change, unit)?;
    // Where products are not told apart, both are 0.
    let sold = [flow.upsell, flow.cross_sell];
    let [upsell, cross_sell] = if sold == [0, 0] { sold } else { apportioned(sold, expansion, unit)? };
    let (contraction, churn) = (lost(contraction)?, lost(churn)?);
    Ok(Flow {
        opening,
        new_business,
        reactivation,
        expansion,
        contraction,
        churn,
        fx,
        transfer,
        closing,
        upsell,
        cross_sell,
        accounts: flow.accounts,
    })
}

/// Parts as whole numbers of the last place that add up to `whole`: each is rounded down, and those with the largest
/// rests are one more, the first of equals first. Half to even makes 0 of 0.5 and 2 of 1.5: where whole parts lie between
/// two such edges, the largest of them takes the difference.
fn apportioned<const N: usize>(parts: [i128; N], whole: i128, unit: Unit) -> Result<[i128; N]> {
    let per = i128::from(unit.parts.max(1));
    let (mut own, mut rests, mut missing) = ([0; N], [(0_i128, 0_usize); N], whole);
    for (((own, rest), part), at) in own.iter_mut().zip(&mut rests).zip(&parts).zip(0..) {
        *own = part.div_euclid(per);
        *rest = (part.rem_euclid(per), at);
        missing = missing.checked_sub(*own).ok_or_else(overflow)?;
    }
    rests.sort_by_key(|(rest, at)| (std::cmp::Reverse(*rest), *at));
    for (_, at) in rests.iter().filter(|(rest, _)| *rest > 0) {
        if let Some(own) = own.get_mut(*at).filter(|_| missing > 0) {
            *own = own.checked_add(1).ok_or_else(overflow)?;
            missing = missing.saturating_sub(1);
        }
    }
    let size = |(at, part): &(usize, &i128)| (part.unsigned_abs(), std::cmp::Reverse(*at));
    let largest = parts.iter().enumerate().max_by_key(size).map(|(at, _)| at);
    if let Some(own) = largest.and_then(|at| own.get_mut(at)) {
        *own = own.checked_add(missing).ok_or_else(overflow)?;
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWELFTHS: Unit = Unit { places: 2, parts: 12 };

    #[test]
    fn parts_add_up_to_the_whole() {
        // 2/3 and 2/3 are 1 1/3: one of both is rounded down.
        assert_eq!(apportioned([8, 8], 1, TWELFTHS).unwrap(), [1, 0]);
        assert_eq!(apportioned([8, -4, 0], 0, TWELFTHS).unwrap(), [1, -1, 0]);
        assert_eq!(apportioned([20, -4, 0], 2, TWELFTHS).unwrap(), [2, 0, 0]);
        assert_eq!(apportioned([3, 36, -5], 3, TWELFTHS).unwrap(), [0, 3, 0]);
        assert_eq!(apportioned([12, 24, -36], 1, TWELFTHS).unwrap(), [1, 2, -2]);
    }

    #[test]
    fn lines_are_as_near_as_they_can_be() {
        for opening in 0..40 {
            for (new_business, churn) in [(12, 0), (36, 12), (24, 0), (7, 12), (7, 9)] {
                let closing = opening + new_business - churn;
                let flow = Flow { opening, new_business, churn, closing, ..Flow::default() };
                let shown = shown(&flow, TWELFTHS).unwrap();
                shown.check().unwrap();
                let is_odd_half = (opening % 12, closing % 12) == (6, 6) && new_business % 12 == 0;
                for (own, exact) in [(shown.new_business, new_business), (shown.churn, churn)] {
                    let off = (own * 12 - exact).abs();
                    assert!(off < 12 || off == 12 && is_odd_half, "{flow:?}: {shown:?}");
                }
            }
        }
    }

    #[test]
    fn a_row_of_thirds_adds_up() {
        let flow =
            Flow { opening: 8, expansion: 20, closing: 28, upsell: 10, cross_sell: 10, ..Flow::default() };
        let shown = shown(&flow, TWELFTHS).unwrap();
        assert_eq!((shown.opening, shown.expansion, shown.closing), (1, 1, 2));
        assert_eq!((shown.upsell, shown.cross_sell), (1, 0));
    }

    #[test]
    fn whole_numbers_stay_as_they_are() {
        let flow = Flow { opening: 5, churn: 3, closing: 2, ..Flow::default() };
        assert_eq!(shown(&flow, Unit { places: 2, parts: 1 }).unwrap(), flow);
    }
}

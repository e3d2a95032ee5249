//! One score made of parts, and each part's share of it.

use crate::health::combine::{Combine, Group, Part};
use crate::health::geometric::{self, Geometric};
use crate::health::missing::Missing;
use crate::health::scoring::mean;

/// The score that an indicator brings in, by its place in the card and its policy: its own, or the substitute for a
/// missing one; NaN where it brings none.
pub(in crate::health) type Brought<'b> = dyn Fn(usize, Missing) -> f64 + 'b;

/// A part's weight and score; the score is NaN where the part takes no part.
pub(in crate::health) type Weighed = (f64, f64);

/// The weight and the score of each part of a group.
pub(in crate::health) fn parts(group: &Group, brought: &Brought<'_>) -> Vec<Weighed> {
    let weighed = |part: &Part| match part {
        Part::Leaf(leaf) => (leaf.weight, brought(leaf.indicator, leaf.missing)),
        Part::Group(inner) => (inner.weight, score(inner, brought)),
    };
    group.parts.iter().map(weighed).collect()
}

/// The score of a group; NaN where no part has one.
pub(in crate::health) fn score(group: &Group, brought: &Brought<'_>) -> f64 {
    let score = combined(group.combine, &parts(group, brought));
    group.rounding.map_or(score, |rounding| rounding.score(score))
}

/// The score of parts together; NaN where no part has one.
pub(in crate::health) fn combined(combine: Combine, parts: &[Weighed]) -> f64 {
    match combine {
        Combine::WeightedMean => {
            let sum = present(parts).fold(0.0, |sum, (_, weight, score)| sum + weight * score);
            mean::score(sum, weight(parts))
        }
        Combine::Worst | Combine::Best => winner(combine, parts).map_or(f64::NAN, |(_, _, score)| score),
        Combine::Geometric => geometric_mean(parts),
    }
}

/// Each part's share of the score: shares add up to 1, and shares times scores to the score.
pub(in crate::health) fn shares(combine: Combine, parts: &[Weighed]) -> Vec<f64> {
    let mut shares = vec![0.0; parts.len()];
    match combine {
        Combine::WeightedMean => {
            let total = weight(parts);
            let counted = present(parts).filter(|(_, weight, _)| *weight > 0.0);
            counted.for_each(|(at, weight, _)| give(&mut shares, at, weight / total));
        }
        Combine::Worst | Combine::Best => {
            winner(combine, parts).into_iter().for_each(|(at, ..)| give(&mut shares, at, 1.0));
        }
        Combine::Geometric => return geometric::shares(parts, geometric_mean(parts)),
    }
    shares
}

fn geometric_mean(parts: &[Weighed]) -> f64 {
    let mut sums = Geometric::EMPTY;
    parts.iter().for_each(|(weight, score)| sums.add(*weight, *score));
    sums.mean()
}

fn give(shares: &mut [f64], at: usize, share: f64) {
    shares.iter_mut().skip(at).take(1).for_each(|to| *to = share);
}

/// The parts that have a score: place, weight, score.
fn present(parts: &[Weighed]) -> impl DoubleEndedIterator<Item = (usize, f64, f64)> + '_ {
    let placed = parts.iter().enumerate().map(|(at, (weight, score))| (at, *weight, *score));
    placed.filter(|(_, _, score)| !score.is_nan())
}

fn weight(parts: &[Weighed]) -> f64 {
    present(parts).map(|(_, weight, _)| weight).sum()
}

/// The part that decides; of equals the first. A part of weight 0 never does.
fn winner(combine: Combine, parts: &[Weighed]) -> Option<(usize, f64, f64)> {
    let counted = present(parts).filter(|(_, weight, _)| *weight > 0.0);
    let by_score = |a: &(usize, f64, f64), b: &(usize, f64, f64)| a.2.total_cmp(&b.2);
    if combine == Combine::Worst { counted.min_by(by_score) } else { counted.rev().max_by(by_score) }
}

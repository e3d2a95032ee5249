//! How far one indicator alone moves a score, whatever the others are; what lint asks of a card.

use super::lint_reach::{Range, full};
use crate::health::band::{Band, GUARD};
use crate::health::combine::{Combine, Group, Part};
use crate::health::scorecard::Scorecard;
use crate::health::share;
use crate::value::score::{HIGHEST, LOWEST};

/// Pairs to which a line is refined before a geometric mean bends it.
const REFINED: usize = 64;

/// The score with an indicator at its lowest, and with it at its highest.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    low: f64,
    high: f64,
}

impl Pair {
    fn each(self, score: impl Fn(f64) -> f64) -> Self {
        Self { low: score(self.low), high: score(self.high) }
    }

    fn towards(self, end: Self, share: f64) -> Self {
        let between = |from: f64, to: f64| from + (to - from) * share;
        Self { low: between(self.low, end.low), high: between(self.high, end.high) }
    }
}

/// What one indicator does to a score while the others stay where they are: a line of pairs, from the lowest others to
/// the highest. The others can make more pairs than these, but none that begins as low and ends higher. Along the line the
/// distance from low to high grows to its greatest and then falls, and so does their quotient.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Swing {
    line: Vec<Pair>,
}

impl Swing {
    fn of(low: f64, high: f64) -> Self {
        Self { line: vec![Pair { low, high }] }
    }

    /// The most points that the indicator moves.
    pub(super) fn points(&self) -> f64 {
        self.line.iter().map(|pair| pair.high - pair.low).fold(0.0, f64::max)
    }

    /// Whether it can begin below the band `from` and end in the band `to` or above it. A score within [`GUARD`] of a bound
    /// is on it.
    pub(super) fn crosses(&self, from: &Band, to: &Band) -> bool {
        let end = if to.is_bound_included() { to.bound() } else { to.bound() + 2.0 * GUARD };
        let (before, after) = self.split(|pair| pair.high, end);
        let nearly = before.last().filter(|last| to.is_bound_included() && last.high >= end - GUARD);
        let below = if from.is_bound_included() { from.bound() - GUARD } else { from.bound() + GUARD };
        after.first().or(nearly).is_some_and(|pair| pair.low < below)
    }

    /// The pairs before the value reaches a bound, and those from there on; the first of these is where it does.
    fn split(&self, value: impl Fn(&Pair) -> f64, bound: f64) -> (Vec<Pair>, Vec<Pair>) {
        let (before, mut after): (Vec<_>, Vec<_>) = self.line.iter().partition(|pair| value(pair) < bound);
        if let (Some(last), Some(first)) = (before.last(), after.first()) {
            let (from, to) = (value(last), value(first));
            after.insert(0, last.towards(*first, (bound - from) / (to - from)));
        }
        (before, after)
    }

    /// The worst of this and a part that is at its highest: from where the end is there, it only begins higher.
    fn capped(self, most: f64) -> Self {
        let (mut line, after) = self.split(|pair| pair.high, most);
        line.extend(after.first().map(|pair| pair.each(|score| score.min(most))));
        Self { line }
    }

    /// The best of this and a part that is at its lowest: until the begin is there, it only ends higher.
    fn floored(self, least: f64) -> Self {
        let (before, mut line) = self.split(|pair| pair.low, least);
        if line.is_empty() {
            line.extend(before.last());
        }
        Self { line: line.into_iter().map(|pair| pair.each(|score| score.max(least))).collect() }
    }

    /// The others go from their lowest to their highest where the pair is widest: before and behind it less is moved.
    fn lifted(self, width: impl Fn(&Pair) -> f64, others: Range, lift: impl Fn(f64, f64) -> f64) -> Self {
        let widths = self.line.iter().map(width).enumerate();
        let (widest, _) = widths.fold((0, 0.0), |most, next| if next.1 > most.1 { next } else { most });
        let at = |others: f64| self.line.iter().map(move |pair| (*pair, others));
        let lifted = at(others.low).take(widest.saturating_add(1)).chain(at(others.high).skip(widest));
        Self { line: lifted.map(|(pair, others)| pair.each(|score| lift(score, others))).collect() }
    }

    /// More pairs on the same line.
    fn refined(self) -> Self {
        let pieces = REFINED.checked_div(self.line.len()).unwrap_or(1).max(1);
        let ends = self.line.iter().zip(self.line.iter().skip(1));
        let between = ends.flat_map(|(from, to)| {
            (0..pieces).map(|piece| from.towards(*to, as_float(piece) / as_float(pieces)))
        });
        Self { line: between.chain(self.line.last().copied()).collect() }
    }
}

fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

impl Scorecard {
    /// What an indicator does to the score when everything is known and applies, before anything is rounded.
    pub(super) fn swing(&self, indicator: usize) -> Option<Swing> {
        let Swing { line } = swing(self, &self.total, indicator)?;
        let line = line.into_iter().map(|pair| pair.each(|mean| self.counted(mean))).collect();
        Some(Swing { line }.floored(LOWEST).capped(HIGHEST))
    }
}

/// What an indicator does to the score of a group; none where it is not in it.
fn swing(card: &Scorecard, group: &Group, indicator: usize) -> Option<Swing> {
    let own = |part: &Part| match part {
        Part::Leaf(leaf) if leaf.indicator == indicator => {
            let Range { low, high } = card.indicators().get(indicator)?.range();
            Some((leaf.weight, Swing::of(low, high)))
        }
        Part::Leaf(_) => None,
        Part::Group(inner) => Some((inner.weight, swing(card, inner, indicator)?)),
    };
    let (at, (weight, inner)) =
        group.parts.iter().enumerate().find_map(|(at, part)| Some((at, own(part)?)))?;
    if weight == 0.0 {
        return Some(Swing::of(LOWEST, LOWEST));
    }
    let others: Vec<(f64, Range)> = group
        .parts
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, part)| full(card, part))
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    let beside: f64 = others.iter().map(|(weight, _)| weight).sum();
    if others.is_empty() {
        return Some(inner);
    }
    let together = |end: fn(&Range) -> f64| {
        share::combined(
            group.combine,
            &others.iter().map(|(weight, range)| (*weight, end(range))).collect::<Vec<_>>(),
        )
    };
    let others = Range { low: together(|range| range.low), high: together(|range| range.high) };
    let lift = |score: f64, others: f64| share::combined(group.combine, &[(weight, score), (beside, others)]);
    Some(match group.combine {
        Combine::Worst => inner.capped(others.high),
        Combine::Best => inner.floored(others.low),
        Combine::WeightedMean => inner.lifted(|pair| pair.high - pair.low, others, lift),
        Combine::Geometric => {
            inner.refined().lifted(|pair| pair.high / pair.low.max(f64::MIN_POSITIVE), others, lift)
        }
    })
}

//! How far the scores of a card reach, and on which indicators its weight rests; what lint asks of a card.

use crate::health::band::GUARD;
use crate::health::combine::{Combine, Group, Part};
use crate::health::indicator::Indicator;
use crate::health::missing::Missing;
use crate::health::scorecard::Scorecard;
use crate::health::share;
use crate::health::shown::{Rounding, Stage};
use crate::value::score::{HIGHEST, LOWEST};

/// What a missing indicator counts as under `no_inflation`.
const NEUTRAL: f64 = 50.0;

/// The lowest and the highest score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// The range of all scores.
const WHOLE: Range = Range { low: LOWEST, high: HIGHEST };

impl Range {
    /// The range after a stage: rounding keeps the order of scores, so ends stay ends.
    fn rounded(self, rounding: Option<Rounding>) -> Self {
        let round = |score: f64| rounding.map_or(score, |rounding| rounding.score(score));
        Self { low: round(self.low), high: round(self.high) }
    }
}

impl Indicator {
    /// The scores that the indicator can have; old evidence drifts beyond those of its scale.
    pub(super) fn range(&self) -> Range {
        let (low, high) = self.scale.range();
        let toward = self.fade.as_ref().map(|fade| fade.toward);
        Range {
            low: toward.map_or(low, |toward| low.min(toward)),
            high: toward.map_or(high, |toward| high.max(toward)),
        }
    }
}

impl Scorecard {
    /// Every score before exceptions lies in this range, whatever is missing.
    pub(super) fn range(&self) -> Range {
        let Range { low, high } = range(self, &self.total, self.draft().min_coverage);
        Range { low: self.finished(low), high: self.finished(high) }
    }

    /// A mean, as points are counted.
    pub(super) fn counted(&self, mean: f64) -> f64 {
        let Some(points) = self.draft().points else { return mean };
        let span: f64 = self.indicators().iter().map(|indicator| indicator.weight).sum();
        points.start + span * (mean - points.neutral) / HIGHEST
    }
}

/// A part as it may turn out: its weight, its range, the substitute that stays in its place when it is missing, whether
/// there are accounts that it does not apply to, and whether there is no score without it.
struct Possible {
    weight: f64,
    range: Range,
    substitute: Option<f64>,
    optional: bool,
    refused: bool,
}

fn possible(card: &Scorecard, part: &Part) -> Possible {
    match part {
        Part::Group(group) => Possible {
            weight: group.weight,
            range: range(card, group, 0.0).rounded(group.rounding),
            substitute: None,
            optional: is_optional(group),
            refused: false,
        },
        Part::Leaf(leaf) => {
            let own = card.indicators().get(leaf.indicator).map(Indicator::range);
            let mut range = own.unwrap_or(WHOLE).rounded(card.rounding(Stage::Indicator));
            let mut substitute = leaf.missing.substitute();
            if leaf.conditional {
                let stands_in = substitute.take().unwrap_or(range.low);
                range = Range { low: range.low.min(stands_in), high: range.high.max(stands_in) };
            }
            if card.draft().no_inflation {
                range.low = range.low.min(NEUTRAL);
            }
            let refused = leaf.missing == Missing::Refuse && !leaf.conditional;
            Possible { weight: leaf.weight, range, substitute, optional: leaf.conditional, refused }
        }
    }
}

/// Whether there are accounts that no indicator of the group applies to.
fn is_optional(group: &Group) -> bool {
    group.parts.iter().all(|part| match part {
        Part::Leaf(leaf) => leaf.conditional,
        Part::Group(inner) => is_optional(inner),
    })
}

/// The range of a group of which at least this share of the weight is present.
fn range(card: &Scorecard, group: &Group, present: f64) -> Range {
    let parts: Vec<Possible> =
        group.parts.iter().map(|part| possible(card, part)).filter(|part| part.weight > 0.0).collect();
    if group.combine == Combine::WeightedMean {
        return Range { low: mean(&parts, present, -1.0), high: mean(&parts, present, 1.0) };
    }
    // What is missing leaves the choice: any part, and any substitute, may be the only one.
    let ends =
        || parts.iter().flat_map(|part| [Some(part.range.low), Some(part.range.high), part.substitute]);
    let all = || ends().flatten();
    Range { low: all().fold(HIGHEST, f64::min), high: all().fold(LOWEST, f64::max) }
}

/// The highest mean of parts of which at least this share of the weight is present; with `sign` −1 the lowest. Parts may
/// be missing in part, which reaches no less far than when whole ones are: what has a substitute counts as that, the
/// rest is left out.
///
/// A mean is better than `level` where some choice of parts gains against it, Σ weight · (score − level) > 0, and the
/// best choice has the next, better mean: Dinkelbach's method, which ends at the best mean.
fn mean(parts: &[Possible], present: f64, sign: f64) -> f64 {
    let end = |part: &Possible| if sign > 0.0 { part.range.high } else { part.range.low };
    let required = parts.iter().filter(|part| !part.optional);
    let (sum, weight) = required
        .fold((0.0, 0.0), |(sum, weight), part| (sum + part.weight * end(part), weight + part.weight));
    let furthest = || parts.iter().map(|part| sign * end(part)).fold(f64::NEG_INFINITY, f64::max);
    let mut level = if weight > 0.0 { sum / weight } else { sign * furthest() };
    loop {
        let next = chosen(parts, present, end, |score| sign * (score - level));
        let better = sign * (next - level) > GUARD;
        if !better {
            return level;
        }
        level = next;
    }
}

/// The mean of the choice of parts that gains most.
fn chosen(
    parts: &[Possible],
    present: f64,
    end: impl Fn(&Possible) -> f64,
    gain: impl Fn(f64) -> f64,
) -> f64 {
    // What there is too much of, as weight, while only parts that gain are present; and what the others cost.
    let (mut sum, mut weight, mut spare) = (0.0, 0.0, 0.0);
    let mut offers = Vec::new();
    for part in parts {
        let (score, own) = (end(part), part.weight);
        let absent = part.substitute.unwrap_or(0.0);
        let stays = part.substitute.map_or(0.0, |_| own);
        let cost = part.substitute.map_or(0.0, &gain) - gain(score);
        let share = if part.optional { 1.0 - present } else { 1.0 };
        spare -= if part.optional { 0.0 } else { present * own };
        if cost <= 0.0 || part.refused {
            (sum, weight, spare) = (sum + own * score, weight + own, spare + share * own);
        } else {
            (sum, weight) = (sum + stays * absent, weight + stays);
            offers.push((cost / share, share, own, score - absent, own - stays));
        }
    }
    // The cheapest of them until enough is present.
    offers.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, share, own, score, more) in offers {
        let part = if spare < 0.0 && share > 0.0 { (-spare / (share * own)).min(1.0) } else { 0.0 };
        (sum, weight, spare) = (sum + part * own * score, weight + part * more, spare + part * share * own);
    }
    sum / weight
}

/// A part's weight and range when everything is known.
pub(super) fn full(card: &Scorecard, part: &Part) -> (f64, Range) {
    match part {
        Part::Leaf(leaf) => {
            let own = card.indicators().get(leaf.indicator).map(Indicator::range);
            (leaf.weight, own.unwrap_or(WHOLE))
        }
        Part::Group(group) => {
            let parts: Vec<(f64, Range)> =
                group.parts.iter().map(|part| full(card, part)).filter(|(weight, _)| *weight > 0.0).collect();
            let combined = |end: fn(&Range) -> f64| {
                let ends: Vec<_> = parts.iter().map(|(weight, range)| (*weight, end(range))).collect();
                share::combined(group.combine, &ends)
            };
            (group.weight, Range { low: combined(|range| range.low), high: combined(|range| range.high) })
        }
    }
}

/// Every indicator's share of the weight, when everything is known and applies; within the worst and the best every part
/// may be the one that counts, and weights there say nothing: the parts have equal shares.
pub(super) fn shares(card: &Scorecard) -> Vec<f64> {
    let mut shares = vec![0.0; card.indicators().len()];
    hand_out(&card.total, 1.0, &mut shares);
    shares
}

fn hand_out(group: &Group, share: f64, shares: &mut [f64]) {
    let weight = |part: &Part| {
        let weight = match part {
            Part::Leaf(leaf) => leaf.weight,
            Part::Group(inner) => inner.weight,
        };
        match group.combine {
            Combine::Worst | Combine::Best if weight > 0.0 => 1.0,
            _ => weight,
        }
    };
    let total: f64 = group.parts.iter().map(weight).sum();
    for part in &group.parts {
        let own = share * weight(part) / total;
        match part {
            Part::Leaf(leaf) => shares.iter_mut().skip(leaf.indicator).take(1).for_each(|to| *to = own),
            Part::Group(inner) => hand_out(inner, own, shares),
        }
    }
}

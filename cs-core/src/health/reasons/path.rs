//! The way to a score: the fewest indicators that, at 100, would reach it.

use std::cell::Cell;

use serde::Serialize;

use super::sentence::Sentences;
use crate::error::{Error, ErrorCode, Result};
use crate::health::band::GUARD;
use crate::health::combine::{Combine, Group, Leaf, Part};
use crate::health::exception::{Effect, Target};
use crate::health::geometric;
use crate::health::result::Health;
use crate::health::scorecard::Scorecard;
use crate::health::total::{Said, Total};
use crate::value::document;
use crate::value::score::HIGHEST;

/// Two ways whose scores differ by less than this are equally good; the indicators that stand first in the card win.
const SAME: f64 = 1e-12;

/// The fewest indicators that, at 100, would bring a result to a score or into a band.
///
/// The score is the one before exceptions and override; `exceptions` are the reasons of those that hold now, and may
/// still hold when the score is reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ScorePath {
    /// The score or band that is to be reached.
    pub target: Target,
    /// The indicators to bring to 100, the one that lost most first; none where the target is reached already.
    pub steps: Vec<PathStep>,
    /// The score before exceptions now.
    pub from: f64,
    /// The score before exceptions with every step taken.
    pub to: f64,
    /// Whether that reaches the target. Where points are counted, all indicators at 100 may stay below it.
    pub reached: bool,
    /// Whether no shorter list of indicators would do; proven, except for some cards with `no_inflation`.
    pub is_fewest: bool,
    /// The reasons of the exceptions that hold now.
    pub exceptions: Vec<String>,
    /// The same for people.
    pub sentences: Sentences,
}

/// One indicator at 100.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PathStep {
    /// The indicator's name.
    pub indicator: String,
    /// Its score now, or the substitute for it.
    pub score: Option<f64>,
    /// What the score gains when this indicator and those before it are at 100.
    pub gain: f64,
}

impl Scorecard {
    /// The fewest indicators that, at 100, would bring a result of this card to a score or into a band.
    ///
    /// Only indicators that count now are on the way: one that is missing and whose weight went to the others has lost no
    /// points. An indicator that counts as a substitute may be on it, as may one that `no_inflation` counts as 50, or that
    /// adds no points where points are counted.
    ///
    /// In a weighted mean of weighted means, bringing an indicator to 100 gains exactly the points that it lost, whatever
    /// the others do; so the k indicators that lost most are the best k, and the list is the shortest. With `worst`,
    /// `best` and `geometric` among the groups, gains hang on each other: there the best list of each length is found
    /// group by group from the bottom up, which is exact because a group's score never falls when one of its parts rises.
    /// With `no_inflation` the list is the shortest where `is_fewest` says so.
    ///
    /// Errors: `no_score` (too little is known for a score before exceptions), `inconsistent` (a result of another card),
    /// `invalid_document` (a target that is no score and no band).
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let line = |name: &str, weight: f64| Indicator::of(name, fact(name)).weight(weight).scale(linear(0.0, 100.0));
    /// let card = Scorecard::builder("two of three")
    ///     .indicator(line("logins", 5.0)).indicator(line("nps", 3.0)).indicator(line("tickets", 2.0)).build()?;
    /// let facts = Facts::new().with("logins", 60).with("nps", 20).with("tickets", 50);
    /// let health = card.score(&facts, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap())?;
    /// let path = card.path_to(&health, "healthy")?; // from 46 to 70
    /// let names: Vec<&str> = path.steps.iter().map(|step| step.indicator.as_str()).collect();
    /// assert_eq!((names, path.to), (vec!["nps"], 70.0));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn path_to(&self, health: &Health, target: impl Into<Target>) -> Result<ScorePath> {
        let target = target.into();
        let aim = Effect::Set(target.clone());
        aim.check_score().and_then(|()| aim.check_band(self.bands())).map_err(|error| error.at("target"))?;
        let mut total = Total::of(self, health)?;
        let from = total.score();
        if health.computed_score().is_none() || from.is_nan() {
            return Err(Error::new(
                ErrorCode::NoScore,
                "too little is known for a score that could be better",
            ));
        }
        let (mut chosen, is_fewest) = self.fewest(&total, &target);
        let parts = health.explain();
        let lost = |at: &usize| parts.get(*at).map_or(0.0, |part| part.lost);
        chosen.sort_by(|a, b| lost(b).total_cmp(&lost(a)).then(a.cmp(b)));
        let mut steps = Vec::new();
        let mut so_far = from;
        for at in chosen {
            total.say(at, Said::Score(HIGHEST));
            let (before, part) = (so_far, parts.get(at));
            so_far = total.score();
            steps.extend(part.map(|part| PathStep {
                indicator: part.indicator.clone(),
                score: part.score,
                gain: so_far - before,
            }));
        }
        let reached = self.reaches(so_far, &target);
        let exceptions = health.exceptions().map(str::to_owned).collect();
        let path = ScorePath {
            target,
            steps,
            from,
            to: so_far,
            reached,
            is_fewest: is_fewest && reached,
            exceptions,
            sentences: Sentences::default(),
        };
        Ok(ScorePath { sentences: Sentences::of_path(&path), ..path })
    }

    /// Whether a score reaches a target.
    fn reaches(&self, score: f64, target: &Target) -> bool {
        match target {
            Target::Score(wanted) => score >= wanted - GUARD,
            Target::Band(name) => {
                self.bands().rank_of(name).is_some_and(|rank| self.bands().rank(score) >= rank)
            }
        }
    }

    /// The fewest indicators that reach the target, or all that gain where it is out of reach; and whether no shorter
    /// list would do.
    ///
    /// With `no_inflation` the lower of two totals counts: that by policy, and that with what is missing at 50. A list that
    /// reaches the target in one and a list that does so in the other reach it together.
    fn fewest(&self, total: &Total<'_>, target: &Target) -> (Vec<usize>, bool) {
        let gives_way = Cell::new(false);
        let (policy, reached) = self.shortest(target, &|leaf| {
            let score = total.brought(leaf.indicator, leaf.missing);
            let missing = total.said().get(leaf.indicator) == Some(&Said::Nothing);
            gives_way.set(gives_way.get() || (missing && score.is_nan()));
            score
        });
        if !self.draft().no_inflation {
            return (policy, reached);
        }
        let (neutral, _) = self.shortest(target, &|leaf| total.neutral(leaf.indicator));
        let to = |list: &[usize]| raised(total, list).score();
        // The list by policy was not chosen from those whose weight went to the others, and with them may be shorter.
        let least = neutral.len().max(if gives_way.get() { 0 } else { policy.len() });
        let mut extended = neutral.clone();
        self.extend(total, target, &mut extended);
        let mut both = policy.clone();
        both.extend(neutral.iter().filter(|at| !policy.contains(at)));
        for at in both.clone().into_iter().rev() {
            let without: Vec<usize> = both.iter().copied().filter(|other| *other != at).collect();
            if self.reaches(to(&without), target) {
                both = without;
            }
        }
        let lists = [neutral, policy, extended, both.clone()].into_iter();
        let shortest = lists
            .filter(|list| self.reaches(to(list), target))
            .min_by(|a, b| a.len().cmp(&b.len()).then_with(|| to(b).total_cmp(&to(a))));
        shortest.map_or((both, false), |list| {
            let is_fewest = list.len() <= least;
            (list, is_fewest)
        })
    }

    /// The shortest list that reaches the target in the tree, and whether one does; otherwise the list that goes furthest.
    fn shortest(&self, target: &Target, brought: &dyn Fn(&Leaf) -> f64) -> (Vec<usize>, bool) {
        let ways = best(&self.total, brought).unwrap_or_default();
        match ways.iter().position(|way| self.reaches(self.finished(way.score), target)) {
            Some(count) => (ways.into_iter().nth(count).unwrap_or_default().indicators, true),
            None => (ways.into_iter().next_back().unwrap_or_default().indicators, false),
        }
    }

    /// Adds the indicator that gains most, again and again, until the target is reached or nothing gains.
    fn extend(&self, total: &Total<'_>, target: &Target, chosen: &mut Vec<usize>) {
        loop {
            let now = raised(total, chosen).score();
            if self.reaches(now, target) {
                return;
            }
            let counts =
                |at: &usize| !chosen.contains(at) && total.said().get(*at) != Some(&Said::NotApplicable);
            let gain = |at: usize| {
                let with: Vec<usize> = chosen.iter().copied().chain([at]).collect();
                (at, raised(total, &with).score() - now)
            };
            let gains = (0..total.said().len()).filter(counts).map(gain).filter(|(_, gain)| *gain > SAME);
            match gains.rev().max_by(|a, b| a.1.total_cmp(&b.1)) {
                Some((at, _)) => chosen.push(at),
                None => return,
            }
        }
    }
}

/// The total with these indicators at 100.
fn raised<'c>(total: &Total<'c>, indicators: &[usize]) -> Total<'c> {
    let mut raised = total.clone();
    indicators.iter().for_each(|at| raised.say(*at, Said::Score(HIGHEST)));
    raised
}

/// The best score with so many indicators at 100, and which.
#[derive(Debug, Clone, Default)]
struct Way {
    score: f64,
    indicators: Vec<usize>,
}

/// The best ways by their number of indicators, from none up; none where the group has no score.
fn best(group: &Group, brought: &dyn Fn(&Leaf) -> f64) -> Option<Vec<Way>> {
    let mut parts = Vec::new();
    for part in &group.parts {
        let (weight, ways) = match part {
            Part::Leaf(leaf) => (leaf.weight, of_leaf(leaf.indicator, brought(leaf))),
            Part::Group(inner) => (inner.weight, best(inner, brought)),
        };
        parts.extend(ways.filter(|_| weight > 0.0).map(|ways| (weight, ways)));
    }
    let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let mut parts = parts.into_iter();
    let (weight, first) = parts.next()?;
    let start = |way: Way| Way { score: begun(group.combine, weight / total, way.score), ..way };
    let first: Vec<Way> = first.into_iter().map(start).collect();
    let joined =
        parts.fold(first, |so_far, (weight, next)| joined(group.combine, &so_far, weight / total, &next));
    // Rounding never turns a better way into a worse one.
    let rounded = |score: f64| group.rounding.map_or(score, |rounding| rounding.score(score));
    Some(joined.into_iter().map(|way| Way { score: rounded(way.score), ..way }).collect())
}

fn of_leaf(at: usize, score: f64) -> Option<Vec<Way>> {
    let now = Way { score, indicators: Vec::new() };
    match score {
        score if score.is_nan() => None,
        score if score >= HIGHEST => Some(vec![now]),
        _ => Some(vec![now, Way { score: HIGHEST, indicators: vec![at] }]),
    }
}

/// The first part of a running result.
fn begun(combine: Combine, share: f64, score: f64) -> f64 {
    match combine {
        Combine::WeightedMean => share * score,
        Combine::Worst | Combine::Best => score,
        Combine::Geometric => geometric::power(score, share),
    }
}

/// A running result with one more part.
fn added(combine: Combine, so_far: f64, share: f64, score: f64) -> f64 {
    match combine {
        Combine::WeightedMean => so_far + share * score,
        Combine::Worst => so_far.min(score),
        Combine::Best => so_far.max(score),
        Combine::Geometric => so_far * geometric::power(score, share),
    }
}

/// The best ways of two lots of parts together: every number of indicators, split between them in the best manner.
fn joined(combine: Combine, so_far: &[Way], share: f64, next: &[Way]) -> Vec<Way> {
    let most = so_far.len().saturating_add(next.len()).saturating_sub(1);
    let mut ways: Vec<Way> = Vec::with_capacity(most);
    for count in 0..most {
        // Taking one indicator fewer is a way too: the score never falls with the count.
        let mut best: Option<(f64, usize)> = None;
        for (taken, way) in next.iter().enumerate().take(count.saturating_add(1)) {
            let Some(other) = count.checked_sub(taken).and_then(|rest| so_far.get(rest)) else { continue };
            let score = added(combine, other.score, share, way.score);
            if best.is_none_or(|(found, _)| score > found + SAME) {
                best = Some((score, taken));
            }
        }
        let Some((score, taken)) = best else { continue };
        if let Some(fewer) = ways.last().filter(|fewer| fewer.score + SAME >= score) {
            ways.push(fewer.clone());
            continue;
        }
        let parts = [so_far.get(count.saturating_sub(taken)), next.get(taken)];
        let indicators = parts.into_iter().flatten().flat_map(|way| way.indicators.iter().copied()).collect();
        ways.push(Way { score, indicators });
    }
    ways
}

/// Reads a target: a score such as `70`, or the name of a band as a JSON text.
pub fn target_from_json(text: &str) -> Result<Target> {
    document::read(text.as_bytes()).map_err(|error| error.at("target"))
}

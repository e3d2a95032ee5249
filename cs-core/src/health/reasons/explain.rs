//! Where each point of a score comes from.

use serde::{Deserialize, Serialize};

use super::share::{self, Brought};
use crate::fact::facts::Fact;
use crate::fact::input::Input;
use crate::health::combine::{Group, Part};
use crate::health::leaf::LeafTile;
use crate::health::missing::Missing;
use crate::health::result::present;
use crate::health::scorecard::Scorecard;
use crate::value::label::Label;

/// What became of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// It has a score.
    Scored,
    /// It has a score that has drifted with age.
    Faded,
    /// There is no value.
    Missing,
    /// The value was observed too long ago, after `as_of`, or on an unknown day.
    Stale,
    /// The source failed: a text that is no choice, a number that is no flag, an infinite number.
    Errored,
    /// It does not apply to this account.
    NotApplicable,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 6] = [
        Status::Scored,
        Status::Faded,
        Status::Missing,
        Status::Stale,
        Status::Errored,
        Status::NotApplicable,
    ];

    /// The status in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Scored => "scored",
            Status::Faded => "faded",
            Status::Missing => "missing",
            Status::Stale => "stale",
            Status::Errored => "errored",
            Status::NotApplicable => "not_applicable",
        }
    }

    /// The status for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Status::Scored => Label { en: "scored", ja: "採点済み" },
            Status::Faded => Label { en: "faded", ja: "減衰" },
            Status::Missing => Label { en: "missing", ja: "欠測" },
            Status::Stale => Label { en: "stale", ja: "期限切れ" },
            Status::Errored => Label { en: "errored", ja: "エラー" },
            Status::NotApplicable => Label { en: "not applicable", ja: "対象外" },
        }
    }

    pub(in crate::health) fn is_missing(self) -> bool {
        matches!(self, Status::Missing | Status::Stale)
    }

    pub(in crate::health) fn is_errored(self) -> bool {
        matches!(self, Status::Errored)
    }
}

/// One indicator's part in a score.
///
/// ```text
/// weight     = share of the total, after renormalisation over what is present
/// points     = weight · score          attainable = weight · 100          lost = attainable − points
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Contribution {
    /// The indicator's name.
    pub indicator: String,
    /// Its group.
    pub group: Option<String>,
    /// The value that the scale was applied to.
    pub raw: Fact,
    /// The score on the scale, or the substitute that the missing policy names.
    pub score: Option<f64>,
    /// The effective weight, 0 to 1; all add up to 1 where there is a score.
    pub weight: f64,
    /// Points contributed; they add up to the score before exceptions.
    pub points: f64,
    /// Points at a score of 100.
    pub attainable: f64,
    /// Points lost.
    pub lost: f64,
    /// What became of the indicator.
    pub status: Status,
}

/// The score of a group of indicators.
///
/// ```text
/// points = weight · score          lost = weight · 100 − points
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupScore {
    /// The group's name.
    pub group: String,
    /// The group's share of the total.
    pub weight: f64,
    /// Its score; none where nothing is present.
    pub score: Option<f64>,
    /// Points contributed. Those of the groups that lie in no other add up to the score before exceptions, where every
    /// indicator has a group.
    pub points: f64,
    /// Points lost.
    pub lost: f64,
}

impl GroupScore {
    fn new(group: &str, weight: f64, score: f64) -> Self {
        let points = if weight > 0.0 { weight * score } else { 0.0 };
        Self { group: group.to_owned(), weight, score: present(score), points, lost: weight * 100.0 - points }
    }
}

/// The indicators of one account.
#[derive(Clone, Copy)]
pub(in crate::health) struct Account<'a> {
    pub(in crate::health) tiles: &'a [LeafTile],
    pub(in crate::health) lane: usize,
    /// Whether `no_inflation` put the missing indicators at 50.
    pub(in crate::health) neutral: bool,
}

impl Account<'_> {
    /// The score that an indicator brings in: its own, or the substitute for a missing one. NaN where it brings none.
    fn brought(&self, indicator: usize, missing: Missing) -> f64 {
        let Some(tile) = self.tiles.get(indicator) else { return f64::NAN };
        let score = tile.score.get(self.lane).copied().unwrap_or(f64::NAN);
        let missing = if self.neutral { Missing::AsScore(50.0) } else { missing };
        match (tile.applicable >> self.lane & 1 == 1, score.is_nan()) {
            (false, _) => f64::NAN,
            (true, true) => missing.substitute().unwrap_or(f64::NAN),
            (true, false) => score,
        }
    }
}

/// Hands each indicator its share of `share`, and notes the groups on the way.
fn distribute(
    group: &Group,
    share: f64,
    brought: &Brought<'_>,
    indicators: &mut [f64],
    groups: &mut Vec<GroupScore>,
) {
    let weighed = share::parts(group, brought);
    let shares = share::shares(group.combine, &weighed);
    for ((part, own), (_, score)) in group.parts.iter().zip(shares).zip(weighed) {
        let own = share * own;
        match part {
            Part::Leaf(leaf) => {
                if let Some(to) = indicators.get_mut(leaf.indicator) {
                    *to = own;
                }
            }
            Part::Group(inner) => {
                groups.push(GroupScore::new(&inner.name, own, score));
                distribute(inner, own, brought, indicators, groups);
            }
        }
    }
}

/// Each indicator's part in the score of one account, and the scores of the groups. `fact` gives raw texts and flags.
pub(in crate::health) fn contributions(
    card: &Scorecard,
    account: Account<'_>,
    fact: impl Fn(&str) -> Option<Fact>,
) -> (Vec<Contribution>, Vec<GroupScore>) {
    let mut shares = vec![0.0; card.indicators().len()];
    let mut groups = Vec::new();
    let brought = |at: usize, missing: Missing| account.brought(at, missing);
    distribute(&card.total, 1.0, &brought, &mut shares, &mut groups);
    let Account { tiles, lane, .. } = account;
    let parts = card.indicators().iter().zip(tiles).zip(&shares).enumerate().map(
        |(at, ((indicator, tile), weight))| {
            let missing = indicator.missing.unwrap_or(card.draft().missing);
            let missing = card.draft().points.map_or(missing, |points| points.policy(missing));
            let score = account.brought(at, missing);
            let bit = |bits: u64| bits >> lane & 1 == 1;
            let status = match () {
                () if !bit(tile.applicable) => Status::NotApplicable,
                () if bit(tile.stale) => Status::Stale,
                () if bit(tile.errored) => Status::Errored,
                () if tile.score.get(lane).is_none_or(|score| score.is_nan()) => Status::Missing,
                () if bit(tile.faded) => Status::Faded,
                () => Status::Scored,
            };
            // What was −0 is shown as the 0 that it counts as.
            let known = |number: f64| present(number + 0.0).map(Fact::Number);
            let number = tile.raw.get(lane).copied().and_then(known);
            let raw = match &indicator.input {
                Input::Fact(name) => fact(name).and_then(|fact| match fact {
                    Fact::Number(number) => known(number),
                    other => Some(other),
                }),
                _ => None,
            };
            let points = if *weight > 0.0 { weight * score } else { 0.0 };
            Contribution {
                indicator: indicator.name().to_owned(),
                group: indicator.group_name().map(str::to_owned),
                raw: raw.or(number).unwrap_or(Fact::Missing),
                score: present(score),
                weight: *weight,
                points,
                attainable: weight * 100.0,
                lost: weight * 100.0 - points,
                status,
            }
        },
    );
    let parts: Vec<Contribution> = parts.collect();
    if card.draft().groups.is_empty() {
        groups = by_name(&parts);
    }
    (parts, groups)
}

/// Without declared groups, the groups that indicators name: the weighted mean of their parts.
fn by_name(parts: &[Contribution]) -> Vec<GroupScore> {
    let mut groups: Vec<GroupScore> = Vec::new();
    for name in parts.iter().filter_map(|part| part.group.as_deref()) {
        if groups.iter().any(|group| group.group == name) {
            continue;
        }
        let own = parts.iter().filter(|part| part.group.as_deref() == Some(name));
        let (weight, points) =
            own.fold((0.0, 0.0), |(weight, points), part| (weight + part.weight, points + part.points));
        groups.push(GroupScore {
            points,
            lost: weight * 100.0 - points,
            ..GroupScore::new(name, weight, points / weight)
        });
    }
    groups
}

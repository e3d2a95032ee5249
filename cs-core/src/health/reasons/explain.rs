//! Where each point of a score comes from.

use serde::{Deserialize, Serialize};

use super::explained::{Explained, Parts};
use super::share_tile::Node;
use crate::fact::facts::Fact;
use crate::fact::input::Input;
use crate::fact::tile::Tile;
use crate::health::indicator::Indicator;
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

    /// Its place in [`ALL`](Self::ALL).
    ///
    /// ```
    /// use cs_core::health::explain::Status;
    ///
    /// assert!(Status::ALL.iter().zip(0_u8..).all(|(status, place)| status.place() == place));
    /// ```
    #[must_use]
    pub const fn place(self) -> u8 {
        match self {
            Status::Scored => 0,
            Status::Faded => 1,
            Status::Missing => 2,
            Status::Stale => 3,
            Status::Errored => 4,
            Status::NotApplicable => 5,
        }
    }

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
    /// The effective weight, 0 to 1; all add up to 1 where there is a score. Where points are counted, the hundredth of the
    /// indicator's points, so that it gains what it lost when it comes to 100 (where the sum leaves 0..100, what lies beyond
    /// is cut off and gains nothing).
    pub weight: f64,
    /// Points contributed; with the result's adjustment they add up to the score before exceptions.
    pub points: f64,
    /// Points at a score of 100.
    pub attainable: f64,
    /// Points lost. Where points are counted and their sum leaves 0..100, more than the score gains when the indicator comes
    /// to 100: the result's adjustment says by how much the sum was cut.
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

/// Each indicator's part in the score of one account. `fact` gives raw texts and flags.
pub(in crate::health) fn contributions(
    card: &Scorecard,
    explained: &Explained,
    lane: usize,
    fact: impl Fn(&str) -> Option<Fact>,
) -> Vec<Contribution> {
    // What was −0 is shown as the 0 that it counts as.
    let known = |number: f64| present(number + 0.0).map(Fact::Number);
    let contribution = |(indicator, part): (&Indicator, Parts<'_>)| {
        let at = |values: &[f64]| values.get(lane).copied().unwrap_or(f64::NAN);
        let raw = match &indicator.input {
            Input::Fact(name) => fact(name).and_then(|fact| match fact {
                Fact::Number(number) => known(number),
                other => Some(other),
            }),
            _ => None,
        };
        Contribution {
            indicator: indicator.name().to_owned(),
            group: indicator.group_name().map(str::to_owned),
            raw: raw.or(known(at(part.raw))).unwrap_or(Fact::Missing),
            score: present(at(part.score)),
            weight: at(part.weight),
            points: at(part.points),
            attainable: at(part.weight) * 100.0,
            lost: at(part.lost),
            status: part.status(lane),
        }
    };
    card.indicators().iter().zip(explained.parts()).map(contribution).collect()
}

/// The groups of one account: those that the card declares, or else those that indicators name.
pub(super) fn groups(
    nodes: &[Node<'_>],
    explained: &Explained,
    lane: usize,
    parts: &[Contribution],
) -> Vec<GroupScore> {
    if nodes.len() < 2 {
        return by_name(parts);
    }
    let at = |tile: &Tile| tile.get(lane).copied().unwrap_or(f64::NAN);
    let score =
        |(node, (weight, score)): (&Node<'_>, _)| GroupScore::new(&node.group.name, at(weight), at(score));
    nodes.iter().zip(explained.groups()).skip(1).map(score).collect()
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

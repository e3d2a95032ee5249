//! What changed between two results of an account: the difference of their scores, split into parts.

use serde::Serialize;

use super::explain::{Contribution, Status};
use super::sentence::Sentences;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts::Fact;
use crate::health::result::Health;
use crate::health::scorecard::Scorecard;
use crate::health::total::{Said, Total};
use crate::value::label::Label;

/// Less than this is the noise of adding floats up, no part of its own.
const NOISE: f64 = 1e-9;

/// Results in which scores and contributions differ by more than this were not written by this library.
const UNLIKE: f64 = 1e-6;

/// What a part of a change is due to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// The card is another one.
    Model,
    /// An indicator that was measured both times has another score.
    Indicator,
    /// An indicator has appeared, or gone missing; the weights of the others follow.
    MissingData,
    /// An indicator has begun or ceased to apply.
    Applicability,
    /// Other exceptions hold, or the same ones move the score by another amount.
    Exceptions,
    /// A manual override was given, has changed or has expired.
    Override,
}

impl Cause {
    /// Every cause, in the order in which a change is split.
    pub const ALL: [Cause; 6] = [
        Cause::Model,
        Cause::Indicator,
        Cause::MissingData,
        Cause::Applicability,
        Cause::Exceptions,
        Cause::Override,
    ];

    /// The cause in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Cause::Model => "model",
            Cause::Indicator => "indicator",
            Cause::MissingData => "missing_data",
            Cause::Applicability => "applicability",
            Cause::Exceptions => "exceptions",
            Cause::Override => "override",
        }
    }

    /// The cause for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Cause::Model => Label { en: "change of the card", ja: "スコアカードの変更" },
            Cause::Indicator => Label { en: "indicator", ja: "指標" },
            Cause::MissingData => Label { en: "missing data", ja: "欠測" },
            Cause::Applicability => Label { en: "applicability", ja: "適用対象の変更" },
            Cause::Exceptions => Label { en: "exceptions", ja: "例外" },
            Cause::Override => Label { en: "manual override", ja: "手動調整" },
        }
    }
}

/// One part of a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangePart {
    /// What it is due to.
    pub cause: Cause,
    /// The indicator, where it is due to one.
    pub indicator: Option<String>,
    /// The indicator before.
    pub before: Option<Reading>,
    /// The indicator after.
    pub after: Option<Reading>,
    /// Points gained (above 0) or lost.
    pub points: f64,
}

/// What an indicator said at one time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reading {
    /// The value that the scale was applied to.
    pub raw: Fact,
    /// The score, or its substitute.
    pub score: Option<f64>,
    /// What became of it.
    pub status: Status,
}

/// The difference between the scores of two results, split into parts that add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The score before.
    pub before: f64,
    /// The score after.
    pub after: f64,
    /// after − before.
    pub points: f64,
    /// The band before.
    pub band_before: String,
    /// The band after.
    pub band_after: String,
    /// The parts, in the order in which the change was split; they add up to `points` (to 1e-9).
    pub parts: Vec<ChangePart>,
    /// The same for people, the largest part first.
    pub sentences: Sentences,
}

impl Scorecard {
    /// Splits the difference between two results of an account into what caused it.
    ///
    /// `after` is a result of this card, and so is `before`, unless the card has changed between them. Then `rescored` is
    /// the account of `before` scored with this card, and the difference of these two is the change of the card.
    ///
    /// The rest is found by replacing what `before` says by what `after` says, one indicator at a time in this order, and
    /// noting by how much the score before exceptions moves:
    ///
    /// ```text
    /// 1. indicators measured both times, in the card's order          cause indicator
    /// 2. those that have a value only now, in the card's order        missing_data, or applicability where an
    /// 3. those that have a value no more, in the card's order         indicator began or ceased to apply
    /// 4. what the exceptions do to the score, after − before          exceptions
    /// 5. what the override does to it, after − before                 override
    /// ```
    ///
    /// Each part is so a difference of two scores that anyone can compute again, and all of them add up to
    /// `after − before`. The card comes first because what the customer did is measured by one yardstick, today's;
    /// measured indicators come before missing ones so that in weighted means each one's part is its effective weight
    /// before, times the change of its score, whatever the others did.
    ///
    /// Errors: `no_score` (with `before` or `after`: there is no score, or nothing is known), `inconsistent` (a result of
    /// another card, or one that was tampered with).
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let line = |name: &str, weight: f64| Indicator::of(name, fact(name)).weight(weight).scale(linear(0.0, 100.0));
    /// let card = Scorecard::builder("two").indicator(line("logins", 3.0)).indicator(line("nps", 1.0)).build()?;
    /// let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    /// let before = card.score(&Facts::new().with("logins", 80).with("nps", 40), day(1))?; // 70
    /// let after = card.score(&Facts::new().with("logins", 60), day(31))?; // 60
    /// let change = card.change(&before, &after, None)?;
    /// let parts: Vec<f64> = change.parts.iter().map(|part| part.points).collect();
    /// assert_eq!(parts, [-15.0, 5.0]); // logins: ¾ of −20; then the survey at 40 goes missing, and 55 becomes 60
    /// assert_eq!(change.points, -10.0);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn change(&self, before: &Health, after: &Health, rescored: Option<&Health>) -> Result<Change> {
        let start = rescored.unwrap_or(before);
        let score_before = before.score().map_err(|error| error.at("before"))?;
        let total =
            |health: &Health, place: &str| Total::of(self, health).map_err(|error| error.under(place));
        let first = if rescored.is_some() { "rescored" } else { "before" };
        let (mut from, to) = (total(start, first)?, total(after, "after")?);
        let [old, new] = [Steps::of(start, &from, first)?, Steps::of(after, &to, "after")?];
        let mut parts = Vec::new();
        let mut push = |cause: Cause, indicator: Option<(&Contribution, &Contribution)>, points: f64| {
            let noise = if indicator.is_some() { 0.0 } else { NOISE };
            if points.abs() > noise {
                let (before, after) = indicator.unzip();
                parts.push(ChangePart {
                    cause,
                    indicator: after.map(|part| part.indicator.clone()),
                    before: before.map(Reading::of),
                    after: after.map(Reading::of),
                    points,
                });
            }
        };
        push(Cause::Model, None, old.score - score_before);
        let readings: Vec<(&Contribution, &Contribution)> =
            start.explain().iter().zip(after.explain()).collect();
        let mut now = from.score();
        let mut moved = 0.0;
        for at in order(from.said(), to.said()) {
            let (Some(said), Some(reading)) = (to.said().get(at), readings.get(at)) else { continue };
            from.say(at, *said);
            let next = from.score();
            push(Cause::of(reading), Some(*reading), next - now);
            moved += next - now;
            now = next;
        }
        if (new.computed - old.computed - moved).abs() > UNLIKE {
            let sentence = "scores and contributions of the results do not agree";
            return Err(Error::new(ErrorCode::Inconsistent, sentence).at("contributions"));
        }
        push(Cause::Exceptions, None, (new.card - new.computed) - (old.card - old.computed));
        push(Cause::Override, None, (new.score - new.card) - (old.score - old.card));
        let change = Change {
            before: score_before,
            after: new.score,
            points: new.score - score_before,
            band_before: before.band().to_owned(),
            band_after: after.band().to_owned(),
            parts,
            sentences: Sentences::default(),
        };
        Ok(Change { sentences: Sentences::of_change(&change), ..change })
    }
}

/// The score after each step: the indicators, the exceptions, the override.
struct Steps {
    computed: f64,
    card: f64,
    score: f64,
}

impl Steps {
    /// Where the card gives no score for want of coverage, the steps go on from what is known.
    fn of(health: &Health, total: &Total<'_>, place: &str) -> Result<Self> {
        let score = health.score().map_err(|error| error.at(place))?;
        let computed = health.computed_score().unwrap_or_else(|| total.score());
        if computed.is_nan() {
            return Err(Error::new(ErrorCode::NoScore, "nothing is known of the account").at(place));
        }
        Ok(Self { computed, card: health.card_score().unwrap_or(computed), score })
    }
}

/// The indicators whose saying changed, in the order in which it is replaced.
fn order(from: &[Said], to: &[Said]) -> Vec<usize> {
    let step = |(from, to): (&Said, &Said)| match (from, to) {
        (from, to) if from == to => None,
        (Said::Score(_), Said::Score(_)) => Some(1_u8),
        (_, Said::Score(_)) => Some(2),
        _ => Some(3),
    };
    let mut changed: Vec<(u8, usize)> = from
        .iter()
        .zip(to)
        .map(step)
        .enumerate()
        .filter_map(|(at, step)| step.map(|step| (step, at)))
        .collect();
    changed.sort_unstable();
    changed.into_iter().map(|(_, at)| at).collect()
}

impl Cause {
    fn of((before, after): &(&Contribution, &Contribution)) -> Self {
        let applies = [before, after].map(|part| part.status != Status::NotApplicable);
        let measured = [before, after].map(|part| matches!(part.status, Status::Scored | Status::Faded));
        match (applies, measured) {
            ([true, true], [true, true]) => Cause::Indicator,
            ([true, true], _) => Cause::MissingData,
            _ => Cause::Applicability,
        }
    }
}

impl Reading {
    fn of(part: &Contribution) -> Self {
        Self { raw: part.raw.clone(), score: part.score, status: part.status }
    }
}

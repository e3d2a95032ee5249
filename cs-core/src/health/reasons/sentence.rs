//! Results in words: one template for each thing that can be said, in English and in Japanese.

use serde::Serialize;

use super::change::{Cause, Change, ChangePart, Reading};
use super::explain::{Contribution, Status};
use super::path::ScorePath;
use crate::fact::facts::Fact;
use crate::health::band::{Bands, GUARD};
use crate::health::exception::{Effect, Target};
use crate::health::manual::Override;
use crate::health::result::Health;
use crate::value::day;
use crate::value::label::Language;

/// The same sentences in every language, without full stops.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Sentences {
    /// English.
    pub en: Vec<String>,
    /// Japanese.
    pub ja: Vec<String>,
}

impl Sentences {
    /// The sentences in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &[String] {
        match language {
            Language::En => &self.en,
            Language::Ja => &self.ja,
        }
    }

    fn made(say: impl Fn(Language) -> Vec<String>) -> Self {
        Self { en: say(Language::En), ja: say(Language::Ja) }
    }

    pub(in crate::health) fn of_path(path: &ScorePath) -> Self {
        Self::made(|language| vec![of_path(path, language)])
    }

    pub(in crate::health) fn of_change(change: &Change) -> Self {
        Self::made(|language| of_change(change, language))
    }
}

impl Health {
    /// The result in words: where the score stands, what cost points (most first), what is not known, what the exceptions
    /// and the override did.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let tickets = Indicator::of("tickets_per_seat", ratio("tickets", "seats")).scale(linear(1.0, 0.0));
    /// let card = Scorecard::builder("tickets").indicator(tickets).build()?;
    /// let facts = Facts::new().with("tickets", 21).with("seats", 50);
    /// let health = card.score(&facts, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap())?;
    /// assert_eq!(
    ///     health.sentences().en,
    ///     ["the score is 58.0, caution", "tickets per seat 0.42 cost 42.0 points"]
    /// );
    /// assert_eq!(
    ///     health.sentences().ja,
    ///     ["スコアは 58.0（注意）", "tickets per seat は 0.42 で 42.0 点の減点"]
    /// );
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn sentences(&self) -> Sentences {
        Sentences::made(|language| of_health(self, language))
    }
}

fn of_health(health: &Health, language: Language) -> Vec<String> {
    let mut said = vec![standing(health, language)];
    if health.coverage() < 1.0 {
        let (share, low, high) = (percent(health.coverage()), points(health.low()), points(health.high()));
        said.push(match language {
            Language::En => {
                format!("{share} of the weight is known; the rest leaves the score between {low} and {high}")
            }
            Language::Ja => format!("判明している重みは {share}、残りによりスコアは {low}〜{high} の範囲"),
        });
    }
    said.extend(health.improvements().into_iter().map(|part| lost(part, language)));
    let unknown = |part: &&Contribution| {
        part.weight <= 0.0 && !matches!(part.status, Status::Scored | Status::Faded | Status::NotApplicable)
    };
    said.extend(health.explain().iter().filter(unknown).map(|part| {
        let (name, status) = (words(&part.indicator), part.status.label().text(language));
        match language {
            Language::En => format!("{name} is {status}; its weight went to the others"),
            Language::Ja => format!("{name} は{status}のため、重みは他の指標に配分"),
        }
    }));
    said.extend(excepted(health, language));
    said.extend(health.manual().map(|manual| overridden(manual, health, language)));
    said
}

fn standing(health: &Health, language: Language) -> String {
    let band = band(health.band(), language);
    match (health.score().ok(), language) {
        (Some(score), Language::En) => format!("the score is {}, {band}", inside(score, health.whole())),
        (Some(score), Language::Ja) => format!("スコアは {}（{band}）", inside(score, health.whole())),
        (None, Language::En) => "there is no score: too little is known".to_owned(),
        (None, Language::Ja) => "情報が不足しているためスコアなし".to_owned(),
    }
}

/// What an indicator lost: `tickets per seat 0.42 cost 12.6 points`.
fn lost(part: &Contribution, language: Language) -> String {
    let (name, lost) = (words(&part.indicator), points(part.lost));
    let raw = match part.status {
        Status::Scored | Status::Faded => value(&part.raw, language),
        _ => None,
    };
    match (raw, language) {
        (Some(raw), Language::En) => format!("{name} {raw} cost {lost} points"),
        (Some(raw), Language::Ja) => format!("{name} は {raw} で {lost} 点の減点"),
        (None, Language::En) => {
            format!("{name} is {} and cost {lost} points", part.status.label().text(language))
        }
        (None, Language::Ja) => format!("{name} は{}で {lost} 点の減点", part.status.label().text(language)),
    }
}

/// What the exceptions did; nothing where none holds or none moves the score.
fn excepted(health: &Health, language: Language) -> Option<String> {
    let reasons: Vec<&str> = health.exceptions().collect();
    let [before, after] = [health.computed_score(), health.card_score()];
    let moved =
        before.map(f64::to_bits) != after.map(f64::to_bits) || health.card_band() != health.computed_band();
    if reasons.is_empty() || !moved {
        return None;
    }
    let reasons = reasons.join("; ");
    let none = language_choice(language, "no score", "スコアなし");
    let shown = |score: Option<f64>| score.map_or(none.to_owned(), points);
    let (from, to, band) = (shown(before), shown(after), band(health.card_band(), language));
    Some(match language {
        Language::En => format!("exceptions moved it from {from} to {to}, {band}: {reasons}"),
        Language::Ja => format!("例外により {from} から {to}（{band}）へ：{reasons}"),
    })
}

fn overridden(manual: &Override, health: &Health, language: Language) -> String {
    let (by, until, reason) = (manual.by(), manual.expires_on(), manual.reason());
    let target = match manual.effect().target() {
        Target::Score(score) => points(*score),
        Target::Band(name) => band(name, language).to_owned(),
    };
    let none = language_choice(language, "no score", "スコアなし");
    let card = health.card_score().map_or(none.to_owned(), points);
    match (language, manual.effect()) {
        (Language::En, effect) => {
            let verb = match effect {
                Effect::Set(_) => "set it to",
                Effect::Floor(_) => "keeps it at least at",
                Effect::Cap(_) => "keeps it at most at",
            };
            format!("{by} {verb} {target} until {until}, the card says {card}: {reason}")
        }
        (Language::Ja, effect) => {
            let verb = match effect {
                Effect::Set(_) => "に設定",
                Effect::Floor(_) => "以上に調整",
                Effect::Cap(_) => "以下に調整",
            };
            format!("{by} が {until} まで {target} {verb}（カードでは {card}）：{reason}")
        }
    }
}

fn of_path(path: &ScorePath, language: Language) -> String {
    let target = match &path.target {
        Target::Score(score) => points(*score),
        Target::Band(name) => band(name, language).to_owned(),
    };
    let names: Vec<String> = path.steps.iter().map(|step| words(&step.indicator)).collect();
    let (from, to) = (points(path.from), points(path.to));
    match (language, names.is_empty(), path.reached) {
        (Language::En, true, true) => format!("{from} reaches {target} already"),
        (Language::En, true, false) => {
            format!("{target} is out of reach from {from}; no indicator could be better")
        }
        (Language::En, false, true) => {
            format!("to reach {target} from {from}, bring {} to 100; that gives {to}", names.join(", "))
        }
        (Language::En, false, false) => {
            format!("{target} is out of reach from {from}; {} at 100 give {to}", names.join(", "))
        }
        (Language::Ja, true, true) => format!("{from} はすでに {target} に到達"),
        (Language::Ja, true, false) => format!("{from} から {target} には届かず、改善できる指標はありません"),
        (Language::Ja, false, true) => {
            format!("{from} から {target} へは、{}を 100 にすると {to}", names.join("、"))
        }
        (Language::Ja, false, false) => {
            format!("{from} から {target} には届かず、{}を 100 にしても {to}", names.join("、"))
        }
    }
}

fn of_change(change: &Change, language: Language) -> Vec<String> {
    let (from, to) = (points(change.before), points(change.after));
    let size = points(change.points.abs());
    let head = match (language, signed(change.points).chars().next()) {
        (Language::En, Some('+')) => format!("the score rose by {size} points, from {from} to {to}"),
        (Language::En, Some('−')) => format!("the score fell by {size} points, from {from} to {to}"),
        (Language::En, _) => format!("the score stayed at {to}"),
        (Language::Ja, Some('+')) => format!("スコアは {from} から {to} へ {size} 点上昇"),
        (Language::Ja, Some('−')) => format!("スコアは {from} から {to} へ {size} 点低下"),
        (Language::Ja, _) => format!("スコアは {to} のまま"),
    };
    let mut parts: Vec<&ChangePart> = change.parts.iter().collect();
    parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let colon = language_choice(language, ": ", "：");
    let part = |part: &ChangePart| format!("{}{colon}{}", subject(part, language), signed(part.points));
    std::iter::once(head).chain(parts.into_iter().map(part)).collect()
}

/// What a part of a change is about: `logins 14 → 3`, `nps scored → stale`, `exceptions`.
fn subject(part: &ChangePart, language: Language) -> String {
    let (Some(name), Some(before), Some(after)) = (&part.indicator, &part.before, &part.after) else {
        return part.cause.label().text(language).to_owned();
    };
    let name = words(name);
    let shown = |reading: &Reading| match (part.cause, value(&reading.raw, language)) {
        (Cause::Indicator, Some(raw)) => raw,
        _ => reading.status.label().text(language).to_owned(),
    };
    let (from, to) = (shown(before), shown(after));
    if from != to {
        return format!("{name} {from} → {to}");
    }
    // The value is the same: time has passed, or the scale stands elsewhere.
    let score = |reading: &Reading| reading.score.map_or_else(String::new, points);
    match language {
        Language::En => format!("{name} {to}, score {} → {}", score(before), score(after)),
        Language::Ja => format!("{name} {to}、スコア {} → {}", score(before), score(after)),
    }
}

fn language_choice(language: Language, en: &'static str, ja: &'static str) -> &'static str {
    match language {
        Language::En => en,
        Language::Ja => ja,
    }
}

/// A name as it is read aloud: `tickets_per_seat` is tickets per seat.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// The label of a band of ours, or its name.
fn band(name: &str, language: Language) -> &str {
    let known = Bands::LABELS.iter().find(|(known, _)| *known == name);
    known.map_or(name, |(_, label)| label.text(language))
}

/// Tenths as people round them: half away from zero. As for bands, 1e-9 beside a half counts as on it, so that 15.75 of
/// float arithmetic is 15.8. No sign on zero.
fn tenths(score: f64) -> f64 {
    let rounded = (score.abs() * 10.0 + 0.5 + GUARD).floor() / 10.0;
    if rounded > 0.0 { rounded.copysign(score) } else { 0.0 }
}

fn points(score: f64) -> String {
    format!("{:.1}", tenths(score))
}

/// A score in tenths that does not round across the whole bound that the whole number does not cross: 69.97 in caution is
/// 69.9.
fn inside(score: f64, whole: Option<f64>) -> String {
    let (tenth, nearest) = (tenths(score), (score + 0.5).floor());
    let away = whole.map_or(0.0, |whole| whole - nearest);
    let crossed = away != 0.0 && (tenth - nearest).abs() < GUARD;
    format!("{:.1}", if crossed { tenth + 0.1_f64.copysign(away) } else { tenth })
}

fn signed(points: f64) -> String {
    let points = tenths(points);
    let sign = if points > 0.0 { "+" } else { "" };
    format!("{sign}{points:.1}").replace('-', "−")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 0.5 + GUARD).floor())
}

/// A raw value for people; none where there is none.
fn value(raw: &Fact, language: Language) -> Option<String> {
    match raw {
        Fact::Number(number) => Some(shown(*number)),
        Fact::Flag(true) => Some(language_choice(language, "yes", "はい").to_owned()),
        Fact::Flag(false) => Some(language_choice(language, "no", "いいえ").to_owned()),
        Fact::Day(number) => day::from_number(*number).ok().map(|day| day.to_string()),
        Fact::Text(text) => Some(text.clone()),
        Fact::Missing => None,
    }
}

/// Four digits, all digits of whole thousands, a power of ten where a number is very large or very small.
fn shown(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{number:.3e}");
    }
    if size >= 1000.0 {
        return format!("{number:.0}");
    }
    let short: f64 = format!("{number:.3e}").parse().unwrap_or(number);
    (short + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_true() {
        for (number, text) in [
            (0.42, "0.42"),
            (0.416_666, "0.4167"),
            (-0.0, "0"),
            (14.0, "14"),
            (999.96, "1000"),
            (1_234_567.0, "1234567"),
            (1e300, "1.000e300"),
            (-2e-9, "-2.000e-9"),
        ] {
            assert_eq!(shown(number), text);
        }
        assert_eq!(
            (points(-0.04).as_str(), signed(-0.04).as_str(), signed(-12.34).as_str()),
            ("0.0", "0.0", "−12.3")
        );
    }
}

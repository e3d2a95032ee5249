//! What is legal in a card but unwise.
//!
//! Building refuses what is wrong; lint says what a second reader would ask about. Each finding has a stable code, the place
//! in the document, a value, and a sentence in English and in Japanese. A finding is no error: the card stays as it is.

use serde::Serialize;

use super::lint_reach::shares;
use crate::fact::input::Input;
use crate::health::band::Band;
use crate::health::combine::{Combine, Group, Part};
use crate::health::exception::{Effect, Target};
use crate::health::scorecard::Scorecard;
use crate::value::label::Label;
use crate::value::name;

/// Share of the weight on one fact above which a card stands or falls with that fact.
pub const ONE_FACT: f64 = 0.6;

/// Points of the total below which an indicator is not worth its data.
pub const LEAST_POINTS: f64 = 1.0;

/// Bands that one indicator alone should not cross.
pub const BANDS: usize = 2;

/// Words that tell an indicator of people: who sponsors, uses and meets us.
pub const STAKEHOLDER: [&str; 19] = [
    "relation",
    "stakeholder",
    "sponsor",
    "champion",
    "executive",
    "decision",
    "buyer",
    "contact",
    "meeting",
    "sentiment",
    "qbr",
    "ebr",
    "関係",
    "面談",
    "担当",
    "役員",
    "推進",
    "キーパーソン",
    "ステークホルダー",
];

macro_rules! concerns {
    ($($(#[$doc:meta])* $name:ident $text:literal $en:literal $ja:literal;)*) => {
        /// Why a card may be unwise.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Concern {
            $($(#[$doc])* $name,)*
        }

        impl Concern {
            /// Every concern.
            pub const ALL: &'static [Concern] = &[$(Concern::$name,)*];

            /// The stable code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Concern::$name => $text,)* }
            }

            /// The concern for people.
            #[must_use]
            pub const fn label(self) -> Label {
                match self { $(Concern::$name => Label { en: $en, ja: $ja },)* }
            }
        }
    };
}

concerns! {
    /// One indicator alone can move an account across two bands.
    TwoBands "two_bands" "one indicator moves two bands" "1指標で2段階変動";
    /// More than 60 % of the weight rests on one fact.
    OneFact "one_fact" "most weight on one fact" "1項目への偏り";
    /// No account can be in this band.
    UnreachableBand "unreachable_band" "a band that no account reaches" "到達できない区分";
    /// Two indicators measure the same fact.
    OverlappingInputs "overlapping_inputs" "overlapping inputs" "入力の重複";
    /// No indicator is about people.
    NoStakeholder "no_stakeholder" "no stakeholder indicator" "関係者の指標なし";
    /// An indicator moves the score by less than a point.
    NoEffect "no_effect" "a weight without effect" "効果のない重み";
    /// Weights differ where only the worst or the best counts.
    IgnoredWeights "ignored_weights" "weights that are not used" "使われない重み";
}

/// Something unwise in a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Why.
    pub code: Concern,
    /// Where in the document.
    pub place: String,
    /// How much: points for `two_bands` and `no_effect`, a share for `one_fact`, a score for `unreachable_band`.
    pub value: Option<f64>,
    /// A sentence in English.
    pub en: String,
    /// A sentence in Japanese.
    pub ja: String,
}

impl Scorecard {
    /// What is legal in the card but unwise, in the order of [`Concern::ALL`], then of the document. Nothing found does
    /// not mean that the card predicts anything: only outcomes say that.
    ///
    /// | concern | when |
    /// |---|---|
    /// | `two_bands` | one indicator, from its lowest to its highest score, can take an account from below a band to above it |
    /// | `one_fact` | indicators that read one fact (not only to divide by it) hold more than 60 % of the weight |
    /// | `unreachable_band` | no score before exceptions, whatever is missing, and no exception's target lies in the band |
    /// | `overlapping_inputs` | two indicators read the same fact, unless each applies to accounts of its own |
    /// | `no_stakeholder` | no name of an indicator or its group speaks of people |
    /// | `no_effect` | an indicator moves the total by less than one point, or its scale gives one score only |
    /// | `ignored_weights` | weights differ where only the worst or the best part counts |
    ///
    /// What one indicator does is looked at with everything known and applying, whatever the others are, before anything is
    /// rounded. Scores are taken to be anywhere between the lowest and the highest of a scale, also where it has steps.
    /// Source: docs/definitions.md 3.7.
    ///
    /// ```
    /// use cs_core::health::lint::Concern;
    /// use cs_core::prelude::*;
    ///
    /// let card = Scorecard::builder("logins").indicator(Indicator::of("logins", fact("logins_30d"))).build()?;
    /// let found: Vec<Concern> = card.lint().iter().map(|finding| finding.code).collect();
    /// assert_eq!(found, [Concern::TwoBands, Concern::OneFact, Concern::NoStakeholder]);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        two_bands(self, &mut found);
        one_fact(self, &mut found);
        unreachable_bands(self, &mut found);
        overlapping_inputs(self, &mut found);
        no_stakeholder(self, &mut found);
        no_effect(self, &mut found);
        ignored_weights(self, &self.total, &mut found);
        found
    }
}

fn finding(code: Concern, place: String, value: impl Into<Option<f64>>, en: String, ja: String) -> Finding {
    Finding { code, place, value: value.into(), en, ja }
}

/// A number for people: one decimal, none where it is whole.
fn plain(value: f64) -> String {
    format!("{value:.1}").trim_end_matches(".0").to_owned()
}

fn two_bands(card: &Scorecard, found: &mut Vec<Finding>) {
    let bands: Vec<&Band> = card.bands().iter().collect();
    for (at, indicator) in card.indicators().iter().enumerate() {
        let Some(swing) = card.swing(at) else { continue };
        // From below the lower of two bounds that lie so many bands apart to the upper one.
        let ends = bands.iter().skip(1).zip(bands.iter().skip(BANDS));
        let crossed = ends.clone().find(|(from, to)| swing.crosses(from, to));
        if let Some((from, to)) = crossed {
            let (name, points) = (indicator.name(), plain(swing.points()));
            let below = bands.iter().take_while(|band| band.bound() < from.bound()).last();
            let (below, above) = (below.map_or("", |band| band.name()), to.name());
            found.push(finding(
                Concern::TwoBands,
                format!("indicators[{at}]"),
                swing.points(),
                format!("{name} alone moves the score by up to {points} points, from {below} to {above}"),
                format!("{name}だけでスコアが最大{points}点動き、{below}から{above}まで変わります"),
            ));
        }
    }
}

/// The facts that an input measures; what it divides by or compares with is not measured.
fn measured(input: &Input) -> Vec<&str> {
    match input {
        Input::Ratio { of, .. } => vec![of],
        Input::Change { now, .. } => vec![now],
        other => other.facts().collect(),
    }
}

fn one_fact(card: &Scorecard, found: &mut Vec<Finding>) {
    let shares = shares(card);
    let mut seen: Vec<&str> = Vec::new();
    for (at, indicator) in card.indicators().iter().enumerate() {
        for fact in measured(indicator.input()) {
            if seen.contains(&fact) {
                continue;
            }
            seen.push(fact);
            let reads = card.indicators().iter().map(|other| measured(other.input()).contains(&fact));
            let share: f64 =
                shares.iter().zip(reads).filter(|(_, reads)| *reads).map(|(share, _)| share).sum();
            if share > ONE_FACT + crate::health::band::GUARD {
                let percent = plain(share * 100.0);
                found.push(finding(
                    Concern::OneFact,
                    format!("indicators[{at}].input"),
                    share,
                    format!("{percent} % of the weight rests on {fact}"),
                    format!("重みの{percent} %が{fact}に依存しています"),
                ));
            }
        }
    }
}

fn unreachable_bands(card: &Scorecard, found: &mut Vec<Finding>) {
    let range = card.range();
    let bands = card.bands();
    for (rank, band) in (0_u8..).zip(bands.iter()) {
        // The band that a score is in is the one whose bound it reaches; ranks rise with scores.
        let computed = bands.rank(range.low) <= rank && rank <= bands.rank(range.high);
        let excepted = card.draft().exceptions.iter().any(|exception| {
            let (Effect::Set(target) | Effect::Floor(target) | Effect::Cap(target)) = &exception.effect;
            match target {
                Target::Score(score) => bands.rank(*score) == rank,
                Target::Band(name) => name == band.name(),
            }
        });
        if !computed && !excepted {
            let place = card.draft().bands.iter().flatten().position(|own| own.name() == band.name());
            let name = band.name();
            let (low, high) = (plain(range.low), plain(range.high));
            found.push(finding(
                Concern::UnreachableBand,
                place.map_or("bands".to_owned(), |at| format!("bands[{at}]")),
                band.bound(),
                format!("no account is {name}: scores go from {low} to {high}"),
                format!("スコアは{low}から{high}までで、{name}になる顧客はありません"),
            ));
        }
    }
}

fn overlapping_inputs(card: &Scorecard, found: &mut Vec<Finding>) {
    for (at, indicator) in card.indicators().iter().enumerate() {
        for (before, other) in card.indicators().iter().enumerate().take(at) {
            let apart = indicator.applies_when.is_some()
                && other.applies_when.is_some()
                && indicator.applies_when != other.applies_when;
            let theirs = measured(other.input());
            let shared = measured(indicator.input()).into_iter().find(|fact| theirs.contains(fact));
            if let Some(fact) = shared.filter(|_| !apart) {
                let (name, earlier) = (indicator.name(), other.name());
                found.push(finding(
                    Concern::OverlappingInputs,
                    format!("indicators[{at}].input"),
                    None,
                    format!("{name} and {earlier} (indicators[{before}]) both measure {fact}: it counts twice"),
                    format!("{name}と{earlier}(indicators[{before}])はどちらも{fact}を測っており、二重に数えられます"),
                ));
                break;
            }
        }
    }
}

fn no_stakeholder(card: &Scorecard, found: &mut Vec<Finding>) {
    let groups = card.draft().groups.iter().map(|group| group.name.as_str());
    let named = card.indicators().iter().flat_map(|one| [Some(one.name()), one.group_name()]).flatten();
    let speaks = |text: &str| {
        let text = name::folded(text);
        STAKEHOLDER.iter().any(|word| text.contains(&name::folded(word)))
    };
    if !named.chain(groups).any(speaks) {
        found.push(finding(
            Concern::NoStakeholder,
            "indicators".to_owned(),
            None,
            "no indicator is about people: a sponsor who left does not show".to_owned(),
            "関係者についての指標がないため、推進者の退職などが表れません".to_owned(),
        ));
    }
}

fn no_effect(card: &Scorecard, found: &mut Vec<Finding>) {
    for (at, indicator) in card.indicators().iter().enumerate() {
        let points = card.swing(at).map_or(0.0, |swing| swing.points());
        if points < LEAST_POINTS - crate::health::band::GUARD {
            let (name, moved) = (indicator.name(), plain(points));
            found.push(finding(
                Concern::NoEffect,
                format!("indicators[{at}].weight"),
                points,
                format!("{name} moves the score by {moved} points at most"),
                format!("{name}がスコアを動かすのは最大{moved}点です"),
            ));
        }
    }
}

fn ignored_weights(card: &Scorecard, group: &Group, found: &mut Vec<Finding>) {
    let weights = group.parts.iter().map(|part| match part {
        Part::Leaf(leaf) => leaf.weight,
        Part::Group(inner) => inner.weight,
    });
    let mut counted = weights.filter(|weight| *weight > 0.0);
    let first = counted.next();
    let differ = counted.any(|weight| first.is_some_and(|first| first.total_cmp(&weight).is_ne()));
    if differ && matches!(group.combine, Combine::Worst | Combine::Best) {
        let at = card.draft().groups.iter().position(|own| own.name == group.name);
        let (worst, name) = (group.combine == Combine::Worst, &group.name);
        let (en, ja) = if worst { ("worst", "最低") } else { ("best", "最高") };
        found.push(finding(
            Concern::IgnoredWeights,
            at.map_or("combine".to_owned(), |at| format!("groups[{at}].combine")),
            None,
            format!("the weights within {name} differ, but only the {en} counts"),
            format!("{name}では{ja}の値だけが使われ、重みの違いは反映されません"),
        ));
    }
    for part in &group.parts {
        if let Part::Group(inner) = part {
            ignored_weights(card, inner, found);
        }
    }
}

//! Drawn scorecards: every scale, input, policy, rule, kind of group and exception.

use cs_core::health::draft::Draft;
use cs_core::health::exception::Target;
use cs_core::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;

use crate::portfolio::{DAYS, NUMBERS, WORDS};

fn score() -> impl Strategy<Value = f64> {
    prop_oneof![(0..=400_u32).prop_map(|quarters| f64::from(quarters) / 4.0), select(vec![0.0, 50.0, 100.0])]
}

fn number() -> impl Strategy<Value = String> {
    select(NUMBERS.to_vec()).prop_map(str::to_owned)
}

fn day() -> impl Strategy<Value = String> {
    select(DAYS.to_vec()).prop_map(str::to_owned)
}

/// Three rising values.
fn cuts() -> impl Strategy<Value = [f64; 3]> {
    (-80..400_i32, 1..200_i32, 1..200_i32).prop_map(|(first, more, most)| {
        [first, first + more, first + more + most].map(|cut| f64::from(cut) / 4.0)
    })
}

fn scale() -> impl Strategy<Value = Scale> {
    (cuts(), prop::array::uniform3(score()), any::<bool>(), 0..6_u8).prop_map(
        |(cuts, scores, turned, kind)| {
            let [low, middle, high] = cuts;
            let [first, second, third] = scores;
            let ends = if turned { (high, low) } else { (low, high) };
            match kind {
                0 => linear(ends.0, ends.1),
                1 => points([(low, first), (middle, second), (high, third)]),
                2 => steps([at_least(high, first), below(low, second)]).otherwise(third),
                3 => steps([at_most(low, first), above(middle, second), above(low, third)]).into(),
                4 => half_life((high - low) / 2.0),
                _ => logistic(middle, if turned { -0.2 } else { 0.7 }),
            }
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        3 => number().prop_map(fact),
        1 => (number(), number()).prop_map(|(of, per)| ratio(of, per)),
        1 => (number(), number()).prop_map(|(now, before)| change(now, before)),
        1 => prop::collection::vec(number(), 1..4).prop_map(sum),
        1 => day().prop_map(days_since),
        1 => day().prop_map(days_until),
    ]
}

/// A rule on facts; with `results`, also on what was computed.
fn rule(results: bool) -> impl Strategy<Value = Rule> {
    let operand = if results {
        prop_oneof![
            3 => input().prop_map(Operand::from),
            1 => Just(cs_core::prelude::score()),
            1 => Just(indicator("i0")),
        ]
        .boxed()
    } else {
        input().prop_map(Operand::from).boxed()
    };
    let limit = (-80..400_i32).prop_map(|quarters| f64::from(quarters) / 4.0);
    let compared = (operand, limit, 0..6_u8).prop_map(|(left, limit, kind)| match kind {
        0 => left.at_least(limit),
        1 => left.above(limit),
        2 => left.at_most(limit),
        3 => left.below(limit),
        4 => left.between(limit, limit + 30.0),
        _ => left.is_missing(),
    });
    let leaf = prop_oneof![
        4 => compared,
        1 => any::<bool>().prop_map(|flag| fact("f").is(flag)),
        1 => prop::sample::subsequence(WORDS.to_vec(), 1..3).prop_map(|words| fact("t").one_of(words)),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Rule::all),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Rule::any),
            inner.prop_map(|rule| !rule),
        ]
    })
}

fn missing() -> impl Strategy<Value = Missing> {
    prop_oneof![
        4 => Just(Missing::Redistribute),
        1 => Just(Missing::KeepWeight),
        1 => score().prop_map(Missing::AsScore),
        1 => Just(Missing::Refuse),
    ]
}

pub(crate) fn combine() -> impl Strategy<Value = Combine> {
    prop_oneof![3 => Just(Combine::WeightedMean), 1 => Just(Combine::Worst), 1 => Just(Combine::Best), 1 => Just(Combine::Geometric)]
}

pub(crate) fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![select(vec![0.1, 1.0, 3.0, 20.0]), 0.01..50.0_f64]
}

/// An indicator but for its name and group.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    input: Input,
    scale: Scale,
    weight: f64,
    valid: Option<(u32, String)>,
    fade: Option<(f64, String)>,
    applies: Option<Rule>,
    missing: Option<Missing>,
}

impl Measure {
    /// A fact that is a score already.
    pub(crate) fn plain(name: &str, weight: f64) -> Self {
        let scale = linear(0.0, 100.0);
        Self { input: fact(name), scale, weight, valid: None, fade: None, applies: None, missing: None }
    }

    fn named(self, name: String) -> Indicator {
        let mut one = Indicator::of(name, self.input).scale(self.scale).weight(self.weight);
        if let Some((days, on)) = self.valid {
            one = one.valid_for_days(days, on);
        }
        if let Some((half_life_days, on)) = self.fade {
            one = one.fading(half_life_days, on);
        }
        if let Some(rule) = self.applies {
            one = one.applies_when(rule);
        }
        self.missing.into_iter().fold(one, Indicator::when_missing)
    }
}

fn measure() -> impl Strategy<Value = Measure> {
    let flag = (score(), score()).prop_map(|(yes, no)| (fact("f"), flag(yes, no)));
    let word =
        (score(), score()).prop_map(|(pro, basic)| (fact("t"), choices([("pro", pro), ("basic", basic)])));
    let measured = prop_oneof![5 => (input(), scale()), 1 => flag, 1 => word];
    let valid = prop::option::weighted(0.2, (0..300_u32, day()));
    let fade = prop::option::weighted(0.2, (0.5..200.0_f64, day()));
    let applies = prop::option::weighted(0.2, rule(false));
    let missing = prop::option::weighted(0.2, missing());
    (measured, weight(), valid, fade, applies, missing).prop_map(
        |((input, scale), weight, valid, fade, applies, missing)| Measure {
            input,
            scale,
            weight,
            valid,
            fade,
            applies,
            missing,
        },
    )
}

fn exception() -> impl Strategy<Value = Exception> {
    let band = select(vec!["danger", "caution", "healthy"]).prop_map(Target::from);
    let target = prop_oneof![score().prop_map(Target::from), band];
    (rule(true), target, 0..3_u8).prop_map(|(rule, target, kind)| {
        let exception = match kind {
            0 => Exception::set(target),
            1 => Exception::floor(target),
            _ => Exception::cap(target),
        };
        exception.when(rule).because("drawn")
    })
}

/// Up to three groups: weight, combination, whether it lies within the one before.
pub(crate) fn groups() -> impl Strategy<Value = Vec<(f64, Combine, bool)>> {
    prop::collection::vec((weight(), combine(), any::<bool>()), 0..=3)
}

/// Names the indicators, and spreads them over the groups so that none is empty.
pub(crate) fn assemble(indicators: Vec<Measure>, groups: &[(f64, Combine, bool)]) -> Draft {
    let count = groups.len().min(indicators.len());
    let mut draft = Scorecard::builder("drawn");
    for (at, one) in indicators.into_iter().enumerate() {
        let one = one.named(format!("i{at}"));
        draft = draft.indicator(if count > 0 { one.group(format!("g{}", at % count)) } else { one });
    }
    for (at, (weight, combine, within)) in groups.iter().take(count).enumerate() {
        let group = Group::of(format!("g{at}")).weight(*weight).combine(*combine);
        draft = draft.group(if at > 0 && *within { group.within(format!("g{}", at - 1)) } else { group });
    }
    draft
}

pub(crate) fn card() -> impl Strategy<Value = Scorecard> {
    let indicators = prop::collection::vec(measure(), 1..7);
    let exceptions = prop::collection::vec(exception(), 0..4);
    let coverage = select(vec![0.0, 0.33, 0.5, 1.0]);
    let capped = prop::bool::weighted(0.2);
    (indicators, groups(), combine(), missing(), coverage, exceptions, capped).prop_map(
        |(indicators, groups, combine, missing, coverage, exceptions, capped)| {
            let draft =
                assemble(indicators, &groups).combine(combine).missing(missing).min_coverage(coverage);
            let draft = if capped { draft.no_inflation() } else { draft };
            exceptions.into_iter().fold(draft, Draft::exception).build().unwrap()
        },
    )
}

/// A weighted mean of scales on facts alone, which a ready card computes by a way of its own.
pub(crate) fn direct() -> impl Strategy<Value = Scorecard> {
    let numbers = (number(), scale()).prop_map(|(name, scale)| (fact(name), scale));
    let flags = (score(), score()).prop_map(|(yes, no)| (fact("f"), flag(yes, no)));
    let words =
        (score(), score()).prop_map(|(pro, basic)| (fact("t"), choices([("pro", pro), ("basic", basic)])));
    let one = (prop_oneof![5 => numbers, 1 => flags, 1 => words], select(vec![0.5, 1.0, 2.0]));
    let coverage = select(vec![0.0, 0.25, 0.5, 0.75, 1.0]);
    (prop::collection::vec(one, 1..7), coverage, any::<bool>()).prop_map(|(parts, coverage, capped)| {
        let measures = parts.into_iter().map(|((input, scale), weight)| Measure {
            input,
            scale,
            weight,
            valid: None,
            fade: None,
            applies: None,
            missing: None,
        });
        let draft = assemble(measures.collect(), &[]).min_coverage(coverage);
        if capped { draft.no_inflation() } else { draft }.build().unwrap()
    })
}

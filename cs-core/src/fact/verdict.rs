//! Rules bound to a table's columns and judged 64 rows at a time, as bits: yes, no, or neither (unknown).

use chrono::NaiveDate;
use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::column::Column;
use super::facts::Fact;
use super::input::{Bound, Input, Invalid};
use super::operand::{Computed, Operand};
use super::rule::{Comparison, Rule, ordinal};
use super::table::Table;
use super::tile::{TILE, bits, mask};
use crate::error::Result;
use crate::value::score::GUARD;

/// For each row of a tile: the rule holds, does not hold, or (neither bit) is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) yes: u64,
    pub(crate) no: u64,
}

/// What was computed for the rows of a tile before the rule is asked.
pub(crate) trait Results {
    /// Numbers of a result; NaN is missing.
    fn numbers(&self, computed: Computed) -> &[f64];
    /// The band's name in one row.
    fn band(&self, lane: usize) -> Option<&str>;
    /// The scores of an indicator.
    fn indicator(&self, name: &str) -> &[f64];
}

/// A rule whose columns were found.
#[derive(Debug, Clone)]
pub(crate) enum BoundRule<'t> {
    All(Vec<BoundRule<'t>>),
    Any(Vec<BoundRule<'t>>),
    Not(Box<BoundRule<'t>>),
    Number(Source<'t>, Test),
    Text(&'t Column<'t>, Vec<&'t str>),
    Band(Vec<&'t str>),
    Missing(Source<'t>, bool),
    MissingBand(bool),
}

/// Where a comparison's numbers come from.
#[derive(Debug, Clone)]
pub(crate) enum Source<'t> {
    Input(Bound<'t>),
    Days(&'t Column<'t>),
    Known(&'t Column<'t>),
    Computed(Computed),
    Indicator(&'t str),
}

/// A comparison of numbers.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    AtLeast(f64),
    Above(f64),
    AtMost(f64),
    Below(f64),
    Between(f64, f64),
    OneOf(Vec<f64>),
    /// One of them, or so near that it counts as on it.
    Near(Vec<f64>),
}

impl Rule {
    /// Finds the columns. Errors: `missing_column`, `type_mismatch`.
    pub(crate) fn bind<'t>(&'t self, table: &'t Table<'t>, as_of: NaiveDate) -> Result<BoundRule<'t>> {
        let bind_all =
            |rules: &'t [Rule]| rules.iter().map(|rule| rule.bind(table, as_of)).collect::<Result<Vec<_>>>();
        match self {
            Rule::All(rules) => Ok(BoundRule::All(bind_all(rules)?)),
            Rule::Any(rules) => Ok(BoundRule::Any(bind_all(rules)?)),
            Rule::Not(rule) => Ok(BoundRule::Not(Box::new(rule.bind(table, as_of)?))),
            Rule::Compare(Operand::Input(Input::Fact(name)), comparison) => {
                bind_fact(table.column(name)?, comparison)
            }
            Rule::Compare(Operand::Computed(Computed::Band), Comparison::IsMissing(missing)) => {
                Ok(BoundRule::MissingBand(*missing))
            }
            Rule::Compare(Operand::Computed(Computed::Band), comparison) => {
                Ok(BoundRule::Band(texts(comparison).unwrap_or_default()))
            }
            Rule::Compare(operand, comparison) => {
                let source = match operand {
                    Operand::Input(input) => Source::Input(input.bind(table, as_of)?),
                    Operand::Computed(computed) => Source::Computed(*computed),
                    Operand::Indicator(name) => Source::Indicator(name),
                };
                let test = match operand {
                    Operand::Input(_) => test(comparison),
                    Operand::Computed(_) | Operand::Indicator(_) => test(comparison).map(Test::guarded),
                };
                Ok(match (test, comparison) {
                    (_, Comparison::IsMissing(missing)) => BoundRule::Missing(source, *missing),
                    (Some(test), _) => BoundRule::Number(source, test),
                    // Refused by `Rule::check`; unknown here.
                    (None, _) => BoundRule::Number(source, Test::NONE),
                })
            }
        }
    }
}

fn bind_fact<'t>(column: &'t Column<'t>, comparison: &'t Comparison) -> Result<BoundRule<'t>> {
    let fact = Source::Input(Bound::Fact(column));
    match (column.type_name(), comparison) {
        (_, Comparison::IsMissing(missing)) => Ok(BoundRule::Missing(Source::Known(column), *missing)),
        ("missing", _) => Ok(BoundRule::Number(fact, Test::NONE)),
        ("flag" | "number", Comparison::Is(flag)) => Ok(BoundRule::Number(fact, Test::is(*flag))),
        ("flag", Comparison::Equals(Fact::Flag(flag))) => Ok(BoundRule::Number(fact, Test::is(*flag))),
        ("number", comparison) => {
            match test(comparison).filter(|_| literals(comparison).all(|x| matches!(x, Fact::Number(_)))) {
                Some(test) => Ok(BoundRule::Number(fact, test)),
                None => Err(column.mismatch(wanted(comparison))),
            }
        }
        ("text", Comparison::Equals(_) | Comparison::OneOf(_)) => match texts(comparison) {
            Some(texts) => Ok(BoundRule::Text(column, texts)),
            None => Err(column.mismatch(wanted(comparison))),
        },
        ("day" | "text", comparison) => {
            match test(comparison).filter(|_| !literals(comparison).any(|x| matches!(x, Fact::Number(_)))) {
                Some(test) => Ok(BoundRule::Number(Source::Days(column), test)),
                None => Err(column.mismatch(wanted(comparison))),
            }
        }
        _ => Err(column.mismatch(wanted(comparison))),
    }
}

/// The column type that a comparison's literals ask for.
fn wanted(comparison: &Comparison) -> &'static str {
    match (comparison, literals(comparison).next()) {
        (Comparison::Is(_), _) | (_, Some(Fact::Flag(_))) => "flag",
        (Comparison::Equals(_) | Comparison::OneOf(_), Some(Fact::Text(_))) => "text",
        (_, Some(Fact::Text(_) | Fact::Day(_))) => "day",
        _ => "number",
    }
}

pub(super) fn literals(comparison: &Comparison) -> impl Iterator<Item = &Fact> {
    let (list, last): (&[Fact], Option<&Fact>) = match comparison {
        Comparison::AtLeast(x)
        | Comparison::Above(x)
        | Comparison::AtMost(x)
        | Comparison::Below(x)
        | Comparison::Equals(x) => (std::slice::from_ref(x), None),
        Comparison::Between(low, high) => (std::slice::from_ref(low), Some(high)),
        Comparison::OneOf(list) => (list, None),
        Comparison::Is(_) | Comparison::IsMissing(_) => (&[], None),
    };
    list.iter().chain(last)
}

/// The texts that an equality names; none when it names something else.
pub(super) fn texts(comparison: &Comparison) -> Option<Vec<&str>> {
    match comparison {
        Comparison::Equals(_) | Comparison::OneOf(_) => literals(comparison).map(Fact::text).collect(),
        _ => None,
    }
}

/// The comparison of numbers, where the literals are numbers or days.
fn test(comparison: &Comparison) -> Option<Test> {
    Some(match comparison {
        Comparison::AtLeast(x) => Test::AtLeast(ordinal(x)?),
        Comparison::Above(x) => Test::Above(ordinal(x)?),
        Comparison::AtMost(x) => Test::AtMost(ordinal(x)?),
        Comparison::Below(x) => Test::Below(ordinal(x)?),
        Comparison::Between(low, high) => Test::Between(ordinal(low)?, ordinal(high)?),
        Comparison::Equals(x) => Test::OneOf(vec![ordinal(x)?]),
        Comparison::OneOf(list) => Test::OneOf(list.iter().map(ordinal).collect::<Option<_>>()?),
        Comparison::Is(_) | Comparison::IsMissing(_) => return None,
    })
}

impl Test {
    /// Holds of nothing.
    const NONE: Self = Self::OneOf(Vec::new());

    fn is(flag: bool) -> Self {
        Test::OneOf(vec![f64::from(u8::from(flag))])
    }

    /// The comparison of a computed number: within the guard of a bound counts as on it, as it does for bands.
    fn guarded(self) -> Self {
        match self {
            Test::AtLeast(at) => Test::AtLeast(at - GUARD),
            Test::Above(at) => Test::Above(at + GUARD),
            Test::AtMost(at) => Test::AtMost(at + GUARD),
            Test::Below(at) => Test::Below(at - GUARD),
            Test::Between(low, high) => Test::Between(low - GUARD, high + GUARD),
            Test::OneOf(list) | Test::Near(list) => Test::Near(list),
        }
    }

    #[inline(always)]
    fn holds<L: Lanes>(&self, value: L) -> L::Mask {
        let mut any = L::Mask::none();
        match self {
            Test::AtLeast(at) => value.at_least(L::all(*at)),
            Test::Above(at) => value.above(L::all(*at)),
            Test::AtMost(at) => L::all(*at).at_least(value),
            Test::Below(at) => L::all(*at).above(value),
            Test::Between(low, high) => value.at_least(L::all(*low)) & L::all(*high).at_least(value),
            Test::OneOf(list) => {
                for at in list {
                    any = any | value.equals(L::all(*at));
                }
                any
            }
            Test::Near(list) => {
                for at in list {
                    any = any | L::all(GUARD).at_least((value - L::all(*at)).size());
                }
                any
            }
        }
    }
}

/// Tests up to 64 values; the output has the bits of those for which the test holds, and of those that are there.
struct Tested<'a> {
    test: &'a Test,
    values: &'a [f64],
}

impl LaneWork for Tested<'_> {
    type Output = (u64, u64);

    #[inline(always)]
    fn run<L: Lanes>(self) -> (u64, u64) {
        let (mut yes, mut there, mut at) = (0, 0, 0_usize);
        let chunks = self.values.chunks_exact(L::COUNT);
        let rest = chunks.remainder();
        for chunk in chunks {
            let value = L::read(chunk);
            there |= value.is_number().bits() << at;
            yes |= self.test.holds(value).bits() << at;
            at = at.wrapping_add(L::COUNT);
        }
        for value in rest {
            there |= value.is_number().bits() << at;
            yes |= self.test.holds(*value).bits() << at;
            at = at.wrapping_add(1);
        }
        (yes, there)
    }
}

impl Source<'_> {
    /// The bits of a tile's rows for which the test holds, and of those that have a number.
    fn test(
        &self,
        test: &Test,
        start: usize,
        out: &mut [f64],
        invalid: Invalid,
        results: Option<&dyn Results>,
    ) -> Result<(u64, u64)> {
        let rows = out.len();
        let values: &[f64] = match self {
            Source::Input(input) => {
                input.numbers(start, out, invalid)?;
                out
            }
            Source::Days(column) => {
                column.days(start, out)?;
                out
            }
            Source::Known(column) => return Ok((0, column.known_tile(start, rows))),
            Source::Computed(computed) => results.map_or(&[], |results| results.numbers(*computed)),
            Source::Indicator(name) => results.map_or(&[], |results| results.indicator(name)),
        };
        let values = values.get(..rows).unwrap_or(values);
        Ok(Width::widest().run_lanes(Tested { test, values }))
    }
}

impl BoundRule<'_> {
    /// Whether an indicator's own score is compared.
    pub(crate) fn asks_for_indicators(&self) -> bool {
        match self {
            BoundRule::All(rules) | BoundRule::Any(rules) => rules.iter().any(Self::asks_for_indicators),
            BoundRule::Not(rule) => rule.asks_for_indicators(),
            BoundRule::Number(source, _) | BoundRule::Missing(source, _) => {
                matches!(source, Source::Indicator(_))
            }
            BoundRule::Text(..) | BoundRule::Band(_) | BoundRule::MissingBand(_) => false,
        }
    }

    /// Judges the rows of a tile.
    pub(crate) fn judge(
        &self,
        start: usize,
        rows: usize,
        invalid: Invalid,
        results: Option<&dyn Results>,
    ) -> Result<Verdict> {
        let all = mask(rows);
        let known = |yes: u64, known: u64| Verdict { yes: yes & known & all, no: !yes & known & all };
        let mut tile = [0.0; TILE];
        let out = tile.get_mut(..rows).unwrap_or(&mut []);
        Ok(match self {
            BoundRule::All(rules) => rules.iter().try_fold(Verdict { yes: all, no: 0 }, |so_far, rule| {
                let next = rule.judge(start, rows, invalid, results)?;
                Ok::<_, crate::error::Error>(Verdict { yes: so_far.yes & next.yes, no: so_far.no | next.no })
            })?,
            BoundRule::Any(rules) => rules.iter().try_fold(Verdict { yes: 0, no: all }, |so_far, rule| {
                let next = rule.judge(start, rows, invalid, results)?;
                Ok::<_, crate::error::Error>(Verdict { yes: so_far.yes | next.yes, no: so_far.no & next.no })
            })?,
            BoundRule::Not(rule) => {
                let Verdict { yes, no } = rule.judge(start, rows, invalid, results)?;
                Verdict { yes: no, no: yes }
            }
            BoundRule::Number(source, test) => {
                let (yes, present) = source.test(test, start, out, invalid, results)?;
                known(yes, present)
            }
            BoundRule::Missing(source, missing) => {
                let (_, present) = source.test(&Test::NONE, start, out, invalid, results)?;
                known(if *missing { !present } else { present }, all)
            }
            BoundRule::Text(column, wanted) => {
                let (mut yes, mut present) = (0, 0);
                for lane in 0..rows {
                    if let Some(text) = column.text(start.saturating_add(lane))? {
                        present |= 1 << lane;
                        yes |= u64::from(wanted.contains(&text)) << lane;
                    }
                }
                known(yes, present)
            }
            BoundRule::Band(wanted) => {
                let band = |lane: usize| results.and_then(|results| results.band(lane));
                let present = bits(0..rows, |lane| band(lane).is_some());
                known(bits(0..rows, |lane| band(lane).is_some_and(|name| wanted.contains(&name))), present)
            }
            BoundRule::MissingBand(missing) => {
                let present =
                    bits(0..rows, |lane| results.is_some_and(|results| results.band(lane).is_some()));
                known(if *missing { !present } else { present }, all)
            }
        })
    }
}

//! Where the wanted measures of a large portfolio must lie, judged by a sample.

use std::collections::{BTreeMap, BTreeSet};

use super::bound::BoundPolicy;
use super::select::{falling, wide};
use crate::error::Result;
use crate::fact::sample::starts;

/// Portfolios up to this size are collected whole.
pub(super) const SMALL: usize = 1 << 14;
/// Most places in which a large portfolio is sampled.
const PLACES: usize = 1 << 14;
/// At most one of so many measures is in the sample.
const SPARING: usize = 8;
/// Measures that are read at each place: a line of the cache.
const LINE: usize = 8;
/// Fewer measures than this are no sample.
const FEW: usize = 1 << 10;

/// Measures from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bracket {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Bracket {
    #[inline(always)]
    pub(super) fn is_one_number(&self) -> bool {
        self.low >= self.high
    }
}

const EVERYTHING: Bracket = Bracket { low: f64::NEG_INFINITY, high: f64::INFINITY };

/// Ranges that hold the measures at the ranks that `ranks` gives for a number of accounts, unless the sample was misled.
pub(super) fn brackets(
    portfolio: &BoundPolicy<'_>,
    ranks: &impl Fn(u64) -> Result<Vec<u64>>,
) -> Result<Vec<Bracket>> {
    let rows = portfolio.rows();
    let everything = |wanted: Vec<u64>| wanted.iter().map(|_| EVERYTHING).collect();
    if rows <= SMALL {
        return Ok(everything(ranks(wide(rows))?));
    }
    let mut sample = sampled(portfolio);
    let share = |part: u64, of: u64, whole: u64| {
        let exact =
            u128::from(part).saturating_mul(u128::from(whole)).checked_div(u128::from(of)).unwrap_or(0);
        u64::try_from(exact).unwrap_or(u64::MAX)
    };
    let drawn = wide(places(rows).saturating_mul(LINE));
    let measured = share(wide(sample.len()), drawn, wide(rows)).max(1);
    let wanted = ranks(measured)?;
    if sample.len() < FEW {
        return Ok(everything(wanted));
    }
    // Four and a half standard deviations of a rank in the sample, each √n/2 at most.
    let margin = sample.len().isqrt().saturating_mul(9) / 4;
    let ends = |rank: u64| {
        let place = share(rank, measured, wide(sample.len()));
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let low = place.checked_add(margin).filter(|place| *place < sample.len());
        (place.checked_sub(margin).filter(|place| *place < sample.len()), low)
    };
    let ends: Vec<(Option<usize>, Option<usize>)> = wanted.into_iter().map(ends).collect();
    let found = at_places(&mut sample, ends.iter().flat_map(|(high, low)| [high, low]).copied().flatten());
    let at = |place: &Option<usize>, beyond: f64| {
        place.and_then(|place| found.get(&place)).copied().unwrap_or(beyond)
    };
    let bracket =
        |(high, low): &(_, _)| Bracket { low: at(low, EVERYTHING.low), high: at(high, EVERYTHING.high) };
    Ok(ends.iter().map(bracket).collect())
}

/// What stands at these places, all of them within the sample, once the greatest stand first. Each place is looked for
/// only among what the one behind it left in front.
fn at_places(sample: &mut [f64], places: impl Iterator<Item = usize>) -> BTreeMap<usize, f64> {
    let places: BTreeSet<usize> = places.collect();
    let (mut found, mut front) = (BTreeMap::new(), sample);
    for place in places.into_iter().rev() {
        let (before, at, _) = front.select_nth_unstable_by(place, falling);
        found.insert(place, *at);
        front = before;
    }
    found
}

fn places(rows: usize) -> usize {
    (rows / (LINE * SPARING)).min(PLACES)
}

/// Measures from all over the portfolio. What cannot be read is left to the pass over all rows, which names it.
fn sampled(portfolio: &BoundPolicy<'_>) -> Vec<f64> {
    let places = places(portfolio.rows());
    let mut sample = Vec::with_capacity(places.saturating_mul(LINE));
    let mut line = [0.0; LINE];
    let soon = |start: usize| cs_wide::fetch(portfolio.plain::<LINE>(start).map_or(&[], |line| line));
    for start in starts(portfolio.rows(), places, LINE, soon) {
        if let Ok(line) = portfolio.lend(start, &mut line) {
            // -0 becomes 0.
            sample.extend(line.iter().filter(|measure| !measure.is_nan()).map(|measure| measure + 0.0));
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::accounts::AccountId;
    use crate::fact::input::fact;
    use crate::fact::table::{Table, Texts, Values};
    use crate::touch::cut::{Cut, Shares, Ties};
    use crate::touch::policy::TouchPolicy;

    const ROWS: usize = 20_000;

    /// Measures of which the sample sees only those that `seen` gives.
    fn misleading(seen: impl Fn(usize) -> f64, rest: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut measures: Vec<f64> = (0..ROWS).map(rest).collect();
        for start in starts(ROWS, places(ROWS), LINE, |_| ()) {
            for (row, measure) in measures.iter_mut().enumerate().skip(start).take(LINE) {
                *measure = seen(row);
            }
        }
        measures
    }

    /// The rows from the greatest measure on, of equals by the name of their account.
    fn ranked(measures: &[f64], names: &[String]) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..ROWS).filter(|row| !measures[*row].is_nan()).collect();
        rows.sort_by(|a, b| {
            (measures[*b] + 0.0).total_cmp(&(measures[*a] + 0.0)).then(names[*a].cmp(&names[*b]))
        });
        rows
    }

    #[test]
    fn what_a_misled_sample_missed_is_found() {
        let scattered = |row: usize| u32::try_from(row * 7_919 % ROWS).map(f64::from).unwrap();
        let around_zero = |row: usize| match row % 3 {
            0 => -0.0,
            _ => scattered(row) - 10_000.0,
        };
        let names: Vec<String> = (0..ROWS).map(|row| format!("{:05}", row * 7_907 % ROWS)).collect();
        let slices: Vec<&str> = names.iter().map(String::as_str).collect();
        let shares = Shares { high: Some(0.2), medium: Some(0.3), tech: Some(0.5), ..Shares::default() };
        for (name, measures) in [
            ("all that it sees is high", misleading(|row| 1e6 + scattered(row), around_zero)),
            ("all that it sees is low", misleading(|row| -1e6 - scattered(row), scattered)),
            (
                "it sees few of the many",
                misleading(|row| if row % 4 == 0 { 90.0 + scattered(row) } else { 50.0 }, |_| 50.0),
            ),
            (
                "nothing is known of most",
                misleading(|row| -scattered(row), |row| if row % 5 == 0 { 7.0 } else { f64::NAN }),
            ),
        ] {
            let ranked = ranked(&measures, &names);
            let table = Table::new(ROWS).with("x", Values::Float(&measures), None).unwrap();
            let table = table.with("id", Values::Text(Texts::Slices(&slices)), None).unwrap();
            let split = Shares { ties: Ties::Split("id".into()), ..shares.clone() };
            let fitted = TouchPolicy::new("p", fact("x"), split).unwrap().fit(&table).unwrap();
            let Cut::Thresholds { cut_offs, .. } = fitted.cut() else { panic!("{name}") };
            for (tenths, cut_off) in [2, 5].into_iter().zip(cut_offs) {
                let last = ranked[(ranked.len() * tenths + 5) / 10 - 1];
                let measure = measures[last] + 0.0;
                assert_eq!(cut_off.at_least.to_bits(), measure.to_bits(), "{name}");
                let up_to = cut_off.up_to_account.clone();
                assert!(up_to.is_none_or(|up_to| up_to == AccountId::from(slices[last])), "{name}");
            }
            let tier = fitted.apply(&table).unwrap().tier;
            let high = ranked.iter().take((ranked.len() * 2 + 5) / 10);
            assert!(high.clone().all(|row| tier[*row] == 0), "{name}");
            assert_eq!(tier.iter().filter(|tier| **tier == 0).count(), high.len(), "{name}");
        }
    }
}

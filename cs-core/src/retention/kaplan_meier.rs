//! The Kaplan–Meier curve: which share of accounts is still there after so long, those still running counted right.

use serde::Serialize;

use super::observed::{Observed, TimeUnit};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{normal, power};

/// How far a share that was rounded may lie above the one that it is compared with.
const ROUNDING: f64 = 1.0 + 1e-12;

/// A time at which accounts ended or were seen last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Point {
    /// The time, in the curve's unit.
    pub time: f64,
    /// Accounts that entered before this time and neither ended nor were seen last before it.
    pub at_risk: u64,
    /// Accounts that ended at this time.
    pub events: u64,
    /// Accounts that were seen last at this time; events come before them.
    pub censored: u64,
    /// The share that is still there after this time.
    pub survival: f64,
    /// Greenwood's standard error of it; none where the share is 0.
    pub standard_error: Option<f64>,
    /// The lower end of the log-log interval; none where the share is 1 or 0.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
}

/// A quantile of durations with its interval; an end that is not reached is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Quantile {
    /// The first time at which the share left is as small as asked for.
    pub time: Option<f64>,
    /// The first time at which the curve's lower end is.
    pub lower: Option<f64>,
    /// The first time at which its upper end is.
    pub upper: Option<f64>,
}

/// A retention curve by Kaplan and Meier.
///
/// ```text
/// S(t)    = product over times u ≤ t of (1 − d ÷ n)       n at risk, d events at u
/// V(t)    = sum over times u ≤ t of d ÷ (n · (n − d))      standard error = S · √V
/// lower   = S^θ, upper = S^(1 ÷ θ)                         θ = exp(z · √V ÷ |ln S|)
/// at risk = accounts with entry < u ≤ duration; without entries those with u ≤ duration
/// ```
///
/// Accounts that enter at u are at risk after it. Where S is 1 or 0 there is no log-log interval, and where S is 0 no
/// standard error. Once S is 0 it stays 0, even where later accounts enter.
///
/// Source: docs/definitions.md 12; Kaplan and Meier (1958); Greenwood (1926); Brookmeyer and Crowley (1982).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Curve {
    /// What times count.
    pub unit: TimeUnit,
    /// Confidence level of intervals.
    pub level: f64,
    /// Accounts.
    pub accounts: u64,
    /// Those of them that ended.
    pub events: u64,
    /// When half of the accounts have ended; none where more than half are left at the end.
    pub median: Quantile,
    /// Every distinct time, rising.
    pub points: Vec<Point>,
}

impl Curve {
    /// The curve of durations; the order of rows does not matter, to the last bit.
    ///
    /// Errors: `no_population` where there are no accounts; `out_of_range` at `level`.
    ///
    /// ```
    /// use cs_core::fact::table::{Table, Values};
    /// use cs_core::retention::observed::Request;
    ///
    /// let days = [3, 5, 8, 12, 20, 30, 45]; // to the first value; two accounts are still on their way
    /// let reached = [1, 1, 1, 1, 1, 0, 0];
    /// let table = Table::new(7).with("duration", Values::Integer(&days), None)?.with("event", Values::Integer(&reached), None)?;
    /// let curve = Request::from_json(r#"{"unit": "day"}"#)?.fit(&table)?;
    /// assert_eq!(curve.median.time, Some(12.0));
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn of(observed: &Observed, unit: TimeUnit, level: f64) -> Result<Self> {
        let z = normal::two_sided_quantile(level)?;
        if observed.accounts() == 0 {
            return Err(Error::new(ErrorCode::NoPopulation, "no account was observed"));
        }
        let points = points(observed, z);
        let mut curve = Self {
            unit,
            level,
            accounts: count(observed.accounts()),
            events: count(observed.ended.len()),
            median: Quantile { time: None, lower: None, upper: None },
            points,
        };
        curve.median = curve.first_at(0.5);
        Ok(curve)
    }

    /// The share that is still there after a time: 1 before the first point, the last share after the last one.
    ///
    /// Errors: `out_of_range` for a time below 0 or NaN.
    ///
    /// ```
    /// use cs_core::fact::table::{Table, Values};
    /// use cs_core::retention::observed::Request;
    ///
    /// let table = Table::new(4)
    ///     .with("duration", Values::Integer(&[1, 2, 2, 3]), None)?
    ///     .with("event", Values::Integer(&[1, 0, 1, 0]), None)?;
    /// let curve = Request::from_json("{}")?.fit(&table)?;
    /// assert_eq!((curve.survival(0.5)?, curve.survival(1.5)?, curve.survival(9.0)?), (1.0, 0.75, 0.5));
    /// assert_eq!(curve.quantile(0.25)?.time, Some(1.0));
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn survival(&self, time: f64) -> Result<f64> {
        if time.is_nan() || time < 0.0 {
            return Err(Error::new(ErrorCode::OutOfRange, "a time is 0 or more").at("time").with_value(time));
        }
        let at = self.points.partition_point(|point| point.time <= time);
        let before = at.checked_sub(1).and_then(|at| self.points.get(at));
        Ok(before.map_or(1.0, |point| point.survival))
    }

    /// The time by which a share of accounts has ended, with its interval (Brookmeyer and Crowley): 0.5 is the median.
    ///
    /// Errors: `out_of_range` unless 0 < share < 1.
    pub fn quantile(&self, share: f64) -> Result<Quantile> {
        if !(share > 0.0 && share < 1.0) {
            let error = Error::new(ErrorCode::OutOfRange, "a share lies between 0 and 1, such as 0.5");
            return Err(error.at("share").with_value(share));
        }
        Ok(self.first_at(1.0 - share))
    }

    /// The first times at which survival and its ends are no more than this.
    fn first_at(&self, left: f64) -> Quantile {
        let most = left * ROUNDING;
        let first = |part: fn(&Point) -> Option<f64>| {
            let reached = |point: &&Point| part(point).is_some_and(|share| share <= most);
            self.points.iter().find(reached).map(|point| point.time)
        };
        Quantile {
            time: first(|point| Some(point.survival)),
            lower: first(|point| point.lower),
            upper: first(|point| point.upper),
        }
    }
}

fn points(observed: &Observed, z: f64) -> Vec<Point> {
    let (mut ended, mut censored) = (observed.ended.as_slice(), observed.censored.as_slice());
    let (mut survival, mut variance) = (1.0, 0.0);
    let mut points = Vec::new();
    while let Some(time) = earlier(ended.first(), censored.first()) {
        let left = ended.len().saturating_add(censored.len());
        let not_yet = match observed.entered.len() {
            0 => 0,
            all => all.saturating_sub(observed.entered.partition_point(|entry| *entry < time)),
        };
        let (events, last) = (leave(&mut ended, time), leave(&mut censored, time));
        let at_risk = left.saturating_sub(not_yet);
        let [n, d, stay] = [at_risk, events, at_risk.saturating_sub(events)].map(float);
        survival *= stay / n;
        variance += d / (n * stay);
        let (standard_error, ends) = spread(survival, variance, z);
        points.push(Point {
            time,
            at_risk: count(at_risk),
            events: count(events),
            censored: count(last),
            survival,
            standard_error,
            lower: ends.map(|(lower, _)| lower),
            upper: ends.map(|(_, upper)| upper),
        });
        if survival <= 0.0 {
            variance = 0.0; // what follows is 0 and has no error either
        }
    }
    points
}

/// Standard error, and the ends of the log-log interval.
fn spread(survival: f64, variance: f64, z: f64) -> (Option<f64>, Option<(f64, f64)>) {
    if survival <= 0.0 {
        return (None, None);
    }
    let root = variance.sqrt();
    let standard_error = Some(survival * root);
    if survival >= 1.0 {
        return (standard_error, None);
    }
    let logarithm = normal::logarithm(survival);
    let [wide, narrow] = [1.0, -1.0].map(|sign| exp(sign * z * root / -logarithm));
    (standard_error, Some((exp(logarithm * wide), exp(logarithm * narrow))))
}

/// e to a power, with the same bits on every platform.
fn exp(exponent: f64) -> f64 {
    power::exp2(exponent * std::f64::consts::LOG2_E)
}

fn earlier(one: Option<&f64>, other: Option<&f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(*other)),
        (one, other) => one.or(other).copied(),
    }
}

/// Takes the times equal to this from the front, and counts them.
fn leave(times: &mut &[f64], time: f64) -> usize {
    let gone = times.iter().take_while(|one| **one <= time).count();
    *times = times.get(gone..).unwrap_or(&[]);
    gone
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a table has at most 2^32 rows")]
fn float(number: usize) -> f64 {
    number as f64
}

//! Trend: whether an account's score rises or falls, robust against single bad readings.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::health::band::GUARD;
use crate::value::{day, label::Label};

/// Days that a window covers unless said otherwise.
pub const WINDOW_DAYS: u32 = 90;
/// Points per 30 days up to which a score is steady, unless said otherwise.
pub const TOLERANCE: f64 = 2.0;
/// Readings that a trend needs, unless said otherwise.
pub const MIN_POINTS: u32 = 3;
/// Days that a slope is per.
pub const SLOPE_DAYS: f64 = 30.0;
/// Most readings of one account in a window; every two of them have a slope.
pub const READINGS: usize = 2048;
/// Windows that are allowed, in days.
const WINDOWS: RangeInclusive<u32> = 1..=36_525;

/// Where a score is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Direction {
    /// Up by more than the tolerance.
    Rising,
    /// Within the tolerance.
    Steady,
    /// Down by more than the tolerance.
    Falling,
    /// Too few readings, or all on one day.
    Unknown,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 4] = [Self::Rising, Self::Steady, Self::Falling, Self::Unknown];

    /// The direction in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Rising => "rising",
            Direction::Steady => "steady",
            Direction::Falling => "falling",
            Direction::Unknown => "unknown",
        }
    }

    /// The direction for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Direction::Rising => Label { en: "rising", ja: "上昇" },
            Direction::Steady => Label { en: "steady", ja: "横ばい" },
            Direction::Falling => Label { en: "falling", ja: "下降" },
            Direction::Unknown => Label { en: "unknown", ja: "不明" },
        }
    }
}

/// A score on a day; no score (or NaN) is a reading that failed, and is left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The day.
    #[serde(deserialize_with = "day::read")]
    pub day: NaiveDate,
    /// The score.
    #[serde(default)]
    pub score: Option<f64>,
}

/// What a trend is measured by.
///
/// ```text
/// slope     = median of 30 · (score − earlier score) ÷ days between, over every two readings of the window on
///             different days; of an even number of slopes the mean of the middle two (Theil–Sen)
/// direction = rising where slope > tolerance, falling where slope < −tolerance, else steady
/// window    = as_of − window_days < day ≤ as_of
/// ```
///
/// The slope is in points per 30 days. Up to 29 % of the readings may be wild without moving it far. Readings after
/// `as_of` are not there yet. Two readings on one day have no slope between them. A slope within 1e-9 of the tolerance
/// counts as on it, and so as steady. With fewer than `min_points` readings in the window, or all of them on one day,
/// the direction is unknown and there is no slope. The answer does not depend on the order of the readings.
///
/// Sources: docs/definitions.md 3.4; H. Theil (1950), P. K. Sen (1968).
///
/// ```
/// use cs_core::health::trend::{Direction, Reading, Trending};
/// use cs_core::value::day;
///
/// let reading = |day: &str, score: f64| Ok::<_, cs_core::error::Error>(Reading { day: day::from_text(day)?, score: Some(score) });
/// let history = [reading("2026-08-02", 80.0)?, reading("2026-09-01", 76.0)?, reading("2026-10-01", 10.0)?, reading("2026-10-31", 68.0)?];
/// let trend = Trending::default().window_days(100)?.of(&history, day::from_text("2026-10-31")?)?;
/// assert_eq!(trend.direction, Direction::Falling);
/// assert_eq!(trend.slope, Some(-4.0)); // one wild reading among four does not move it
/// assert_eq!(trend.change, Some(58.0));
/// assert_eq!(trend.to_string(), "falling: slope -4.0 per 30 days, readings 4, last 68.0 on 2026-10-31");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trending {
    window_days: u32,
    tolerance: f64,
    min_points: u32,
}

impl Default for Trending {
    fn default() -> Self {
        Self { window_days: WINDOW_DAYS, tolerance: TOLERANCE, min_points: MIN_POINTS }
    }
}

/// The trend of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Trend {
    /// Where the score is going.
    pub direction: Direction,
    /// Points per 30 days; none where the direction is unknown.
    pub slope: Option<f64>,
    /// Readings in the window that have a score.
    pub points: u64,
    /// Days from the first to the last of them.
    pub span_days: u64,
    /// The last day with a score, up to `as_of`, in the window or before it.
    pub last_on: Option<NaiveDate>,
    /// The score on that day; the mean where there are several.
    pub last_score: Option<f64>,
    /// That score less the one on the day with a score before it; none where there is no such day.
    pub change: Option<f64>,
}

/// The direction and what it is seen from.
impl fmt::Display for Trend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.direction.as_str())?;
        if let Some(slope) = self.slope {
            write!(f, " slope {slope:.1} per 30 days,")?;
        }
        write!(f, " readings {}", self.points)?;
        match self.last_score.zip(self.last_on) {
            Some((score, day)) => write!(f, ", last {score:.1} on {day}"),
            None => Ok(()),
        }
    }
}

impl Trending {
    /// Sets the days that the window covers, 1 to 36,525; `out_of_range` otherwise.
    pub fn window_days(self, days: u32) -> Result<Self> {
        let range = format!("a window is {} to {} days", WINDOWS.start(), WINDOWS.end());
        checked(WINDOWS.contains(&days), "window_days", range, days)?;
        Ok(Self { window_days: days, ..self })
    }

    /// Sets the points per 30 days up to which a score is steady, from 0 up; `out_of_range` otherwise.
    pub fn tolerance(self, points: f64) -> Result<Self> {
        let holds = points >= 0.0 && points.is_finite();
        checked(holds, "tolerance", "a tolerance is a number from 0 up".to_owned(), points)?;
        Ok(Self { tolerance: points, ..self })
    }

    /// Sets the readings that a trend needs, 2 to 2,048; `out_of_range` otherwise.
    pub fn min_points(self, readings: u32) -> Result<Self> {
        let holds = readings >= 2 && usize::try_from(readings).is_ok_and(|count| count <= READINGS);
        checked(holds, "min_points", format!("a trend needs 2 to {READINGS} readings"), readings)?;
        Ok(Self { min_points: readings, ..self })
    }

    /// The trend of one account on a day.
    ///
    /// Errors: `non_finite` (an infinite score), `limit` (more than [`READINGS`] in the window), `overflow` (a slope, a
    /// change or the mean of a day beyond the largest number).
    pub fn of(&self, readings: &[Reading], as_of: NaiveDate) -> Result<Trend> {
        let mut known = Vec::with_capacity(readings.len());
        for (at, reading) in readings.iter().enumerate() {
            let score = reading.score.unwrap_or(f64::NAN);
            finite(score).map_err(|error| error.at(format!("readings[{at}].score")))?;
            known.push((day::to_number(reading.day), score));
        }
        self.measure(&mut known, &mut Vec::new(), as_of)
    }

    /// The trend of readings by day number, which are sorted in place; NaN is no score. `slopes` is room to work in.
    pub(in crate::health) fn measure(
        &self,
        readings: &mut Vec<(i32, f64)>,
        slopes: &mut Vec<f64>,
        as_of: NaiveDate,
    ) -> Result<Trend> {
        let last_day = day::to_number(as_of);
        let before = i64::from(last_day).saturating_sub(i64::from(self.window_days));
        readings.retain(|(day, score)| !score.is_nan() && *day <= last_day);
        readings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut levels = readings.chunk_by(|a, b| a.0 == b.0).rev().map(level);
        let (last, previous) = (levels.next(), levels.next());
        let start = readings.partition_point(|(day, _)| i64::from(*day) <= before);
        let window = readings.get(start..).unwrap_or(&[]);
        if window.len() > READINGS {
            let sentence = format!("a window holds at most {READINGS} readings of one account");
            return Err(Error::new(ErrorCode::Limit, sentence).with_value(window.len()));
        }
        let days = |from: &(i32, f64), to: &(i32, f64)| i64::from(to.0).saturating_sub(i64::from(from.0));
        let span = window.first().zip(window.last()).map_or(0, |(first, last)| days(first, last));
        let enough = u32::try_from(window.len()).is_ok_and(|points| points >= self.min_points);
        let slope = if enough && span > 0 { Some(slope(window, slopes)?) } else { None };
        let change = last.zip(previous).map(|((_, last), (_, previous))| last - previous);
        let is_shown = |number: f64| number.is_finite();
        if !last.is_none_or(|(_, score)| is_shown(score)) || !change.is_none_or(is_shown) {
            return Err(beyond());
        }
        Ok(Trend {
            direction: slope.map_or(Direction::Unknown, |slope| self.direction(slope)),
            slope,
            points: u64::try_from(window.len()).unwrap_or(u64::MAX),
            span_days: u64::try_from(span).unwrap_or(0),
            last_on: last.map(|(number, _)| day::from_number(number)).transpose()?,
            last_score: last.map(|(_, score)| score),
            change,
        })
    }

    fn direction(&self, slope: f64) -> Direction {
        if slope > self.tolerance + GUARD {
            Direction::Rising
        } else if slope < -self.tolerance - GUARD {
            Direction::Falling
        } else {
            Direction::Steady
        }
    }
}

fn checked(holds: bool, place: &str, sentence: String, value: impl fmt::Display) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::new(ErrorCode::OutOfRange, sentence).at(place).with_value(value)) }
}

/// Refuses an infinite score; NaN is none.
pub(in crate::health) fn finite(score: f64) -> Result<()> {
    if score.is_infinite() {
        return Err(Error::new(ErrorCode::NonFinite, "a score is a finite number").with_value(score));
    }
    Ok(())
}

fn beyond() -> Error {
    Error::new(ErrorCode::Overflow, "the scores are too large to be added up or subtracted")
}

/// The day of some readings and the mean of their scores, which are sorted, so that their order does not matter.
fn level(readings: &[(i32, f64)]) -> (i32, f64) {
    let day = readings.first().map_or(0, |(day, _)| *day);
    let (sum, count) =
        readings.iter().fold((0.0, 0.0), |(sum, count), (_, score)| (sum + score, count + 1.0));
    (day, if count > 1.0 { sum / count } else { sum + 0.0 })
}

/// The Theil–Sen slope of readings sorted by day, of which not all are on one day.
fn slope(window: &[(i32, f64)], slopes: &mut Vec<f64>) -> Result<f64> {
    slopes.clear();
    for (at, (day, score)) in window.iter().enumerate() {
        let later = window.iter().skip(at).filter(|(later, _)| later > day);
        slopes.extend(
            later.map(|(later, next)| (next - score) * SLOPE_DAYS / f64::from(later.saturating_sub(*day))),
        );
    }
    let slope = median(slopes);
    if slopes.iter().all(|slope| slope.is_finite()) { Ok(slope) } else { Err(beyond()) }
}

/// The median of at least one number; of an even count the mean of the middle two.
fn median(values: &mut [f64]) -> f64 {
    let (half, even) = (values.len() / 2, values.len().is_multiple_of(2));
    if values.is_empty() {
        return f64::NAN;
    }
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if even => f64::midpoint(lower, upper),
        _ => upper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(number: i32, score: f64) -> Reading {
        Reading { day: day::from_number(number).unwrap(), score: Some(score) }
    }

    fn on(number: i32) -> NaiveDate {
        day::from_number(number).unwrap()
    }

    #[test]
    fn the_median_of_even_and_odd_counts() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(&mut [7.0]), 7.0);
        assert_eq!(median(&mut [1.7e308, 1.7e308]), 1.7e308);
    }

    #[test]
    fn a_slope_on_the_tolerance_is_steady_and_just_past_it_is_not() {
        let of = |end: f64| {
            let history = [reading(0, 50.1), reading(15, (50.1 + end) / 2.0), reading(30, end)];
            Trending::default().of(&history, on(30)).unwrap().direction
        };
        assert_eq!(of(52.1), Direction::Steady);
        assert_eq!(of(48.1), Direction::Steady);
        assert_eq!(of(52.1 + 1e-6), Direction::Rising);
        assert_eq!(of(48.1 - 1e-6), Direction::Falling);
    }

    #[test]
    fn the_window_is_open_at_its_far_end() {
        let history =
            [reading(10, 0.0), reading(11, 1.0), reading(20, 1.0), reading(100, 1.0), reading(101, 9.0)];
        let trend = Trending::default().of(&history, on(100)).unwrap();
        assert_eq!((trend.points, trend.span_days, trend.last_score), (3, 89, Some(1.0)));
    }

    #[test]
    fn refuses_more_readings_than_it_compares() {
        let trending = Trending::default().window_days(36_525).unwrap();
        let mut history: Vec<Reading> = (0..2049).map(|day| reading(day, 1.0)).collect();
        assert_eq!(trending.of(&history, on(3000)).unwrap_err().code(), ErrorCode::Limit);
        history.pop();
        assert_eq!(trending.of(&history, on(3000)).unwrap().slope, Some(0.0));
    }

    #[test]
    fn refuses_what_cannot_be_subtracted() {
        let history = [reading(0, -1.7e308), reading(15, 0.0), reading(30, 1.7e308)];
        assert_eq!(Trending::default().of(&history, on(30)).unwrap_err().code(), ErrorCode::Overflow);
        let history = [reading(0, f64::INFINITY)];
        let error = Trending::default().of(&history, on(30)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NonFinite, Some("readings[0].score")));
    }

    #[test]
    fn every_direction_has_its_name() {
        for direction in Direction::ALL {
            assert_eq!(serde_json::to_string(&direction).unwrap(), format!("{:?}", direction.as_str()));
        }
    }
}

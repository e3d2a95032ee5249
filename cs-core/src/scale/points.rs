//! Straight lines between points.

use serde::{Deserialize, Serialize};

use cs_wide::{Lanes, Mask};

use super::lanes::Step;
use super::list::{Bundle, Entry, List, taken};
use super::{Kernel, refuse};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{document::finite, score};

/// Most points of one scale.
pub const POINTS: usize = 256;

/// Piecewise linear between points `[x, score]`, clamped to the first and last score outside.
///
/// ```text
/// score = s_k + (x − x_k) · (s_{k+1} − s_k) ÷ (x_{k+1} − x_k)   for x_k ≤ x < x_{k+1}
/// ```
///
/// Two to 256 points with strictly increasing x; anything else is `invalid_document` or `limit`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(points([(0.0, 0.0), (10.0, 25.0), (30.0, 50.0)]).score(20.0), Some(37.5));
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(f64, f64)>", into = "Vec<(f64, f64)>")]
pub struct Points {
    points: Vec<(f64, f64)>,
    /// The lines between the points.
    lines: List<Line>,
}

impl PartialEq for Points {
    fn eq(&self, other: &Self) -> bool {
        self.points == other.points
    }
}

/// A line from a point on: its x, its score, the slope.
#[derive(Debug, Clone, Copy)]
struct Line {
    from: f64,
    score: f64,
    slope: f64,
}

impl Line {
    fn between(((from, score), (next, end)): (&(f64, f64), &(f64, f64))) -> Self {
        Self { from: *from, score: *score, slope: (end - score) / (next - from) }
    }
}

impl Entry for Line {
    /// Begins nowhere.
    const NOTHING: Self = Self { from: f64::NAN, score: f64::NAN, slope: f64::NAN };

    #[inline(always)]
    fn start(self) -> f64 {
        self.from
    }

    #[inline(always)]
    fn taken<L: Lanes>(self, value: L, so_far: L) -> L {
        let [from, score, slope] = [self.from, self.score, self.slope].map(L::all);
        value.at_least(from).pick(score + (value - from) * slope, so_far)
    }
}

impl Points {
    /// Points in order of x; they are checked when the scorecard is built.
    pub fn new(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let points: Vec<(f64, f64)> = points.into_iter().map(|(x, score)| (x, score + 0.0)).collect();
        let lines: Vec<Line> = points.iter().zip(points.iter().skip(1)).map(Line::between).collect();
        Self { lines: List::new(&lines), points }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let score = crate::value::schema::score(generator);
        schemars::json_schema!({
            "description": "Straight lines between points [x, score], x rising; the first and last score outside.",
            "type": "array",
            "minItems": 2,
            "maxItems": POINTS,
            "items": {"type": "array", "prefixItems": [{"type": "number"}, score], "minItems": 2, "maxItems": 2}
        })
    }
}

impl From<Vec<(f64, f64)>> for Points {
    fn from(points: Vec<(f64, f64)>) -> Self {
        Self::new(points)
    }
}

impl From<Points> for Vec<(f64, f64)> {
    fn from(scale: Points) -> Self {
        scale.points
    }
}

impl Kernel for Points {
    fn range(&self) -> (f64, f64) {
        super::hull(self.points.iter().map(|(_, score)| *score))
    }

    fn check(&self) -> Result<()> {
        if self.points.len() > POINTS {
            let error = Error::new(ErrorCode::Limit, format!("a scale has at most {POINTS} points"));
            return Err(error.with_value(self.points.len()));
        }
        if self.points.len() < 2 {
            return refuse("", "at least two points are needed");
        }
        for (at, (x, value)) in self.points.iter().enumerate() {
            let place = format!("[{at}]");
            finite(*x, &place)?;
            score::checked(*value).map_err(|error| error.at(place))?;
        }
        for (at, pair) in self.points.windows(2).enumerate() {
            if let [(x, _), (next, _)] = pair {
                let place = format!("[{}]", at.saturating_add(1));
                if next <= x {
                    return refuse(&place, format!("x rises from point to point, but {next} follows {x}"));
                }
                if !(next - x).is_finite() {
                    let error = Error::new(ErrorCode::InvalidDocument, "a point too far from the one before");
                    return Err(error.at(place).with_said_value(next));
                }
                if !(100.0 / (next - x)).is_finite() {
                    return refuse(
                        &place,
                        format!("{next:e} follows {x:e} so near that no slope fits a float"),
                    );
                }
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn before<L: Lanes>(&self, values: &[f64], so_far: &mut [f64]) {
        so_far.fill(self.points.first().map_or(f64::NAN, |(_, score)| *score));
        self.lines.passes::<L>(values, so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        let (end, highest) = self.points.last().copied().unwrap_or((f64::NAN, f64::NAN));
        Last { lines: self.lines.last(), end, highest }
    }
}

/// The last lines, and the score from the last point on.
#[derive(Clone, Copy)]
struct Last {
    lines: Bundle<Line>,
    end: f64,
    highest: f64,
}

impl Step for Last {
    #[inline(always)]
    fn score<L: Lanes>(self, value: L, so_far: L) -> L {
        let [zero, hundred] = [0.0, 100.0].map(L::all);
        let score = hundred.lowered(zero.raised(taken(&self.lines, value, so_far)));
        value.at_least(L::all(self.end)).pick(L::all(self.highest), score)
    }
}

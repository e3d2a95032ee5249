//! Straight lines between points.

use serde::{Deserialize, Serialize};

use super::{Kernel, refuse};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::TILE;
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(f64, f64)>", into = "Vec<(f64, f64)>")]
pub struct Points {
    points: Vec<(f64, f64)>,
    /// Per point: x, score, slope of the line that begins there.
    knots: Vec<(f64, f64, f64)>,
}

impl Points {
    /// Points in order of x; they are checked when the scorecard is built.
    pub fn new(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let points: Vec<(f64, f64)> = points.into_iter().map(|(x, score)| (x, score + 0.0)).collect();
        let slope = |(x, score): (f64, f64), (next, end): (f64, f64)| (end - score) / (next - x);
        let lines = points.iter().zip(points.iter().skip(1)).map(|(from, to)| slope(*from, *to));
        let knots =
            points.iter().zip(lines.chain([0.0])).map(|((x, score), slope)| (*x, *score, slope)).collect();
        Self { points, knots }
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
    fn check(&self) -> Result<()> {
        if self.points.len() > POINTS {
            return Err(Error::new(ErrorCode::Limit, format!("a scale has at most {POINTS} points")));
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
                finite(next - x, &place)?;
                if !(100.0 / (next - x)).is_finite() {
                    return refuse(&place, format!("{next} follows {x} so near that no slope fits a float"));
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn apply(&self, values: &mut [f64]) -> u64 {
        let Some((&(end, last, _), lines)) = self.knots.split_last() else { return 0 };
        let first = self.knots.first().map_or(f64::NAN, |knot| knot.1);
        let mut tile = [0.0; TILE];
        for (x, to) in values.iter().zip(&mut tile) {
            *to = if x.is_nan() { *x } else { first };
        }
        // Point by point over the whole tile, rather than value by value over the points: no branches, wide registers.
        for &(from, score, slope) in lines {
            for (x, to) in values.iter().zip(&mut tile) {
                *to = if *x >= from { score + (x - from) * slope } else { *to };
            }
        }
        for (x, from) in values.iter_mut().zip(&tile) {
            *x = if *x >= end { last } else { from.clamp(0.0, 100.0) };
        }
        0
    }
}

//! Steps: the first one that matches decides.

use serde::{Deserialize, Serialize};

use cs_wide::{Lanes, Mask};

use super::lanes;
use super::list::{Bundle, Entry, List, taken};
pub use super::step::{Step, above, at_least, at_most, below};
use super::{Kernel, Scale, refuse};
use crate::error::{Error, ErrorCode, Result};

/// Most steps of one scale.
pub const STEPS: usize = 256;

/// The first step that matches gives the score.
///
/// `{"steps": [{"at_least": 9, "score": 100}, {"at_least": 7, "score": 60}, {"otherwise": 0}]}`
///
/// Errors (`invalid_document`): a step that can never match because those before it take all its values; values that
/// no step takes, when `otherwise` is missing. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// let nps = steps([at_least(9.0, 100.0), at_least(7.0, 60.0)]).otherwise(0.0);
/// assert_eq!((nps.score(9.0), nps.score(8.9), nps.score(6.0)), (Some(100.0), Some(60.0), Some(0.0)));
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<Step>", into = "Vec<Step>")]
pub struct Steps {
    steps: Vec<Step>,
    /// The score below every cut; NaN where no step takes it, which the check refuses.
    lowest: f64,
    /// From which value on the score is another one.
    cuts: List<Cut>,
}

/// A value, and the score from it up to the next cut.
#[derive(Debug, Clone, Copy)]
struct Cut(f64, f64);

impl Entry for Cut {
    const NOTHING: Self = Self(f64::NAN, f64::NAN);

    #[inline(always)]
    fn start(self) -> f64 {
        self.0
    }

    #[inline(always)]
    fn taken<L: Lanes>(self, value: L, so_far: L) -> L {
        value.at_least(L::all(self.0)).pick(L::all(self.1), so_far)
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps
    }
}

impl From<Vec<Step>> for Steps {
    fn from(steps: Vec<Step>) -> Self {
        // More steps than are allowed get no cuts, which would take the square of their number: the check refuses them.
        let allowed = if steps.len() <= STEPS { steps.as_slice() } else { &[] };
        let mut cuts: Vec<f64> = allowed.iter().filter_map(Step::cut).map(|(cut, _)| cut).collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|a, b| a.total_cmp(b).is_eq());
        // The first step that takes the values from one cut to the next.
        let score = |from: f64, to: f64| {
            let taken = steps.iter().find(|step| match step.cut() {
                None => true,
                Some((cut, true)) => cut <= from,
                Some((cut, false)) => to <= cut,
            });
            taken.map_or(f64::NAN, |step| step.score() + 0.0)
        };
        let ends = cuts.iter().copied().skip(1).chain([f64::INFINITY]);
        let scored: Vec<Cut> = cuts.iter().zip(ends).map(|(from, to)| Cut(*from, score(*from, to))).collect();
        let lowest = score(f64::NEG_INFINITY, cuts.first().copied().unwrap_or(f64::INFINITY));
        Self { cuts: List::new(&scored), lowest, steps }
    }
}

impl From<Steps> for Vec<Step> {
    fn from(scale: Steps) -> Self {
        scale.steps
    }
}

/// Steps that still lack their `otherwise`; they are a scale already when the steps take every value.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSteps(Vec<Step>);

/// Steps in order; the first that matches decides.
#[must_use]
pub fn steps(steps: impl IntoIterator<Item = Step>) -> OpenSteps {
    OpenSteps(steps.into_iter().collect())
}

impl OpenSteps {
    /// The score of every value that no step takes.
    #[must_use]
    pub fn otherwise(mut self, score: f64) -> Scale {
        self.0.push(Step::Otherwise(score));
        Steps::from(self.0).into()
    }
}

impl From<OpenSteps> for Scale {
    fn from(open: OpenSteps) -> Self {
        Steps::from(open.0).into()
    }
}

/// The values that steps have taken so far: everything below one cut and everything above another. A cut is a
/// threshold and whether the values on it lie above the cut.
#[derive(Default)]
struct Taken {
    below: Option<(f64, bool)>,
    above: Option<(f64, bool)>,
}

/// Whether cut `a` lies higher than cut `b`, or on it.
fn reaches(a: (f64, bool), b: (f64, bool)) -> bool {
    a.0 > b.0 || (a.0 >= b.0 && (!a.1 || b.1))
}

impl Taken {
    fn everything(&self) -> bool {
        matches!((self.below, self.above), (Some(below), Some(above)) if reaches(below, above))
    }

    /// Takes what a step matches; false when there was nothing left of it.
    fn take(&mut self, step: &Step) -> bool {
        if self.everything() {
            return false;
        }
        let (cut, downwards) = match *step {
            Step::Otherwise(_) => {
                self.below = Some((f64::INFINITY, false));
                self.above = Some((f64::NEG_INFINITY, true));
                return true;
            }
            Step::AtMost(at, _) => ((at, false), true),
            Step::Below(at, _) => ((at, true), true),
            Step::AtLeast(at, _) => ((at, true), false),
            Step::Above(at, _) => ((at, false), false),
        };
        let dead = if downwards {
            self.below.is_some_and(|below| reaches(below, cut))
        } else {
            self.above.is_some_and(|above| reaches(cut, above))
        };
        if downwards && !dead {
            self.below = Some(cut);
        } else if !dead {
            self.above = Some(cut);
        }
        !dead
    }
}

impl Kernel for Steps {
    fn range(&self) -> (f64, f64) {
        super::hull(self.steps.iter().map(Step::score))
    }

    fn check(&self) -> Result<()> {
        if self.steps.len() > STEPS {
            let error = Error::new(ErrorCode::Limit, format!("a scale has at most {STEPS} steps"));
            return Err(error.with_value(self.steps.len()));
        }
        let mut taken = Taken::default();
        for (at, step) in self.steps.iter().enumerate() {
            let place = format!("[{at}]");
            step.check().map_err(|error| error.under(&place))?;
            if !taken.take(step) {
                return refuse(&place, "this step can never match: the steps before it take all its values");
            }
        }
        if taken.everything() { Ok(()) } else { refuse("", "some values match no step; end with otherwise") }
    }

    #[inline(always)]
    fn before<L: Lanes>(&self, values: &[f64], so_far: &mut [f64]) {
        so_far.fill(self.lowest);
        self.cuts.passes::<L>(values, so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl lanes::Step {
        Last(self.cuts.last())
    }
}

/// The last cuts.
#[derive(Clone, Copy)]
struct Last(Bundle<Cut>);

impl lanes::Step for Last {
    #[inline(always)]
    fn score<L: Lanes>(self, value: L, so_far: L) -> L {
        taken(&self.0, value, so_far)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Steps {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Steps".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The first step that matches gives the score.",
            "type": "array",
            "minItems": 1,
            "maxItems": STEPS,
            "items": generator.subschema_for::<Step>()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &[Step]) -> Result<()> {
        Steps::from(list.to_vec()).check()
    }

    #[test]
    fn refuses_steps_that_can_never_match() {
        for (list, dead) in [
            (vec![at_least(5.0, 1.0), at_least(5.0, 2.0), Step::Otherwise(0.0)], "[1]"),
            (vec![above(5.0, 1.0), at_least(7.0, 2.0), Step::Otherwise(0.0)], "[1]"),
            (vec![below(5.0, 1.0), at_least(5.0, 2.0), Step::Otherwise(0.0)], "[2]"),
            (vec![at_most(5.0, 1.0), below(5.0, 2.0), Step::Otherwise(0.0)], "[1]"),
            (vec![Step::Otherwise(0.0), at_least(5.0, 1.0)], "[1]"),
        ] {
            assert_eq!(check(&list).unwrap_err().path(), Some(dead), "{list:?}");
        }
    }

    #[test]
    fn knows_which_ends_meet() {
        assert!(check(&[below(5.0, 1.0), at_least(5.0, 2.0)]).is_ok());
        assert!(check(&[at_most(5.0, 1.0), above(5.0, 2.0)]).is_ok());
        assert!(check(&[below(5.0, 1.0), above(5.0, 2.0)]).is_err());
        assert!(check(&[above(5.0, 1.0), at_least(5.0, 2.0), Step::Otherwise(0.0)]).is_ok());
        assert!(check(&[]).is_err());
    }
}

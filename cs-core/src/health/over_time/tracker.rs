//! Band tracker: a band is left only when the score is past its bound by more than a margin, so that accounts do not flap.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::trend::finite;
use crate::error::{Error, ErrorCode, Result};
#[cfg(feature = "schema")]
use crate::health::band;
use crate::health::band::{Band, Bands, GUARD, UNKNOWN, UNKNOWN_NAME};
use crate::value::{day, document, score};

/// The kind of the document.
pub const KIND: &str = "band_tracker";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Points that a score must be past a bound, unless said otherwise.
pub const MARGIN: f64 = 3.0;

/// A band tracker: bands and a margin. It keeps nothing: the state of an account goes in and the next one comes out.
///
/// ```text
/// no state, or no band held   the band of the score
/// in the band that is held    stays
/// below it                    leaves it where bound − score > margin, for the band of the score; else stays
/// above it                    leaves it where score − next bound > margin, for the band of the score; else stays
/// no score                    unknown; the band that was held is remembered, and the margin counts from it again
/// ```
///
/// Past a bound by the margin to within 1e-9 is not past it by more. With a margin of 0 the band is always that of the
/// score. A margin that would keep a band from ever being entered (a bound less than the margin away from 0 or 100) is
/// refused.
///
/// Source: docs/definitions.md 3.4.
///
/// ```
/// use cs_core::health::tracker::BandTracker;
/// use cs_core::value::day;
///
/// let tracker = BandTracker::default();
/// let today = day::from_text("2026-10-31")?;
/// let healthy = tracker.step(None, Some(71.0), today)?;
/// let still = tracker.step(Some(&healthy), Some(67.5), today)?;
/// let fallen = tracker.step(Some(&still), Some(66.5), today)?;
/// assert_eq!([healthy.band(), still.band(), fallen.band()], ["healthy", "healthy", "caution"]);
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
pub struct BandTracker {
    bands: Bands,
    margin: f64,
}

/// The band that an account is in, and since when: the answer to one reading and the state for the next. As a document
/// it is an object of these fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the state of an account")]
pub struct Tracked {
    band: String,
    held: Option<String>,
    #[serde(deserialize_with = "day::read")]
    since: NaiveDate,
    #[serde(deserialize_with = "day::read")]
    as_of: NaiveDate,
}

impl Tracked {
    /// The band; `unknown` without a score.
    #[must_use]
    pub fn band(&self) -> &str {
        &self.band
    }

    /// The band that the margin counts from: the last one that was known.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        self.held.as_deref()
    }

    /// The day on which the account came into its band.
    #[must_use]
    pub fn since(&self) -> NaiveDate {
        self.since
    }

    /// The day of the last reading.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Reads a state. Errors: those of [`document::read`]; its bands are checked when it is used.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }
}

/// A state by ranks and day numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::health) struct State {
    pub(in crate::health) band: u8,
    pub(in crate::health) held: u8,
    pub(in crate::health) since: i32,
    pub(in crate::health) as_of: i32,
}

impl Default for BandTracker {
    fn default() -> Self {
        Self { bands: Bands::default(), margin: MARGIN }
    }
}

impl BandTracker {
    /// A tracker of these bands.
    ///
    /// Errors, `invalid_document` with the place: a margin below 0 or not finite, or one that keeps a band from ever
    /// being entered.
    pub fn new(bands: Bands, margin: f64) -> Result<Self> {
        if !(margin >= 0.0 && margin.is_finite()) {
            let error = Error::new(ErrorCode::InvalidDocument, "a margin is 0 points or more");
            return Err(error.at("margin").with_value(margin));
        }
        let reachable = |room: f64| room > margin + GUARD;
        for (below, band) in bands.iter().zip(bands.iter().skip(1)) {
            let (up, down) = (reachable(score::HIGHEST - band.bound()), reachable(band.bound()));
            if !(margin <= 0.0 || (up && down)) {
                let never = if up { below } else { band };
                let sentence = format!(
                    "with a margin of {margin} points the band {} could never be entered",
                    never.name()
                );
                return document::refuse("margin", sentence);
            }
        }
        Ok(Self { bands, margin: margin + 0.0 })
    }

    /// Reads a document of kind `band_tracker`: `bands` as in a scorecard and `margin`, each with its default.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || document::read_kind::<Form>(text, KIND, VERSION)?.try_into())
    }

    /// Writes the document; reading it gives an equal tracker.
    pub fn to_json(&self) -> Result<String> {
        document::write(&Form::from(self.clone()))
    }

    /// The bands, from the lowest up.
    #[must_use]
    pub fn bands(&self) -> &Bands {
        &self.bands
    }

    /// Points that a score must be past a bound.
    #[must_use]
    pub fn margin(&self) -> f64 {
        self.margin
    }

    /// The band after a reading. The same state, score and day give the same answer.
    ///
    /// Errors: `non_finite`, `out_of_range` (a score outside 0 to 100), `inconsistent` (a day before the last reading, a state that
    /// contradicts itself), `invalid_argument` (a band of the state that the tracker does not have).
    pub fn step(&self, previous: Option<&Tracked>, score: Option<f64>, as_of: NaiveDate) -> Result<Tracked> {
        let state = previous.map(|tracked| self.state(tracked)).transpose()?;
        let score = score.unwrap_or(f64::NAN);
        let next = self.next(state, score, day::to_number(as_of));
        let State { band, held, since, as_of } =
            next.map_err(|error| if error.path().is_none() { error.at("score") } else { error })?;
        Ok(Tracked {
            band: self.bands.name(band).to_owned(),
            held: self.bands.get(held).map(|band| band.name().to_owned()),
            since: day::from_number(since)?,
            as_of: day::from_number(as_of)?,
        })
    }

    fn state(&self, tracked: &Tracked) -> Result<State> {
        let held = match &tracked.held {
            None => UNKNOWN,
            Some(name) => self.rank(name).map_err(|error| error.at("held"))?,
        };
        let band = if tracked.band == UNKNOWN_NAME {
            UNKNOWN
        } else {
            self.rank(&tracked.band).map_err(|error| error.at("band"))?
        };
        let [since, as_of] = [tracked.since, tracked.as_of].map(day::to_number);
        State { band, held, since, as_of }.checked()
    }

    /// The rank of the band of this name; `invalid_argument` where there is none.
    pub(in crate::health) fn rank(&self, name: &str) -> Result<u8> {
        self.bands.rank_of(name).ok_or_else(|| {
            Error::unknown(ErrorCode::InvalidArgument, "band", name, self.bands.iter().map(Band::name))
        })
    }

    /// The state after a reading; NaN is no score.
    pub(in crate::health) fn next(&self, state: Option<State>, score: f64, as_of: i32) -> Result<State> {
        finite(score)?;
        // A weighted mean of hundreds may be a rounding above 100.
        let allowed = score::LOWEST - GUARD..=score::HIGHEST + GUARD;
        if !score.is_nan() && !allowed.contains(&score) {
            return Err(Error::new(ErrorCode::OutOfRange, "a score lies between 0 and 100").with_value(score));
        }
        let Some(before) = state else {
            let band = self.bands.rank(score);
            return Ok(State { band, held: band, since: as_of, as_of });
        };
        if as_of < before.as_of {
            return Err(
                Error::new(ErrorCode::Inconsistent, "readings come in the order of their days").at("as_of")
            );
        }
        let plain = self.bands.rank(score);
        let band = if plain == UNKNOWN || before.held == UNKNOWN || self.leaves(before.held, plain, score) {
            plain
        } else {
            before.held
        };
        let since = if band == before.band { before.since } else { as_of };
        Ok(State { band, held: if band == UNKNOWN { before.held } else { band }, since, as_of })
    }

    /// Whether a score in the band `plain` is far enough past the bound of the band that is held.
    fn leaves(&self, held: u8, plain: u8, score: f64) -> bool {
        let past = if plain < held {
            self.bands.get(held).map_or(0.0, |band| band.bound() - score)
        } else {
            score - self.bands.upper(held)
        };
        plain != held && (self.margin <= 0.0 || past > self.margin + GUARD)
    }
}

impl State {
    /// Refuses a state that no reading leads to.
    pub(in crate::health) fn checked(self) -> Result<Self> {
        let refuse =
            |place: &str, sentence: &str| Err(Error::new(ErrorCode::Inconsistent, sentence).at(place));
        if self.band != UNKNOWN && self.band != self.held {
            return refuse("held", "the band that is held is the band, as long as that is known");
        }
        if self.since > self.as_of {
            return refuse("since", "an account is in its band since the last reading or longer");
        }
        Ok(self)
    }
}

/// A tracker as it stands in a document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Form {
    /// The kind of the document.
    #[serde(default = "kind")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    /// The version of the document.
    #[serde(default = "version")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    /// The bands; left out, healthy from 70, caution from 40, danger from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = *band::COUNT.start(), max = *band::COUNT.end())))]
    bands: Option<Vec<Band>>,
    /// Points that a score must be past the bound of its band to leave it.
    #[serde(default = "margin")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::weight"))]
    margin: f64,
}

fn kind() -> String {
    KIND.to_owned()
}

fn version() -> u64 {
    VERSION
}

fn margin() -> f64 {
    MARGIN
}

impl TryFrom<Form> for BandTracker {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        document::check_kind(&form.kind, form.version, KIND, VERSION)?;
        let bands = match form.bands {
            None => Bands::default(),
            Some(bands) => Bands::new(bands).map_err(|error| error.under("bands"))?,
        };
        Self::new(bands, form.margin)
    }
}

impl From<BandTracker> for Form {
    fn from(tracker: BandTracker) -> Self {
        let bands = Some(tracker.bands.iter().cloned().collect());
        Self { kind: kind(), version: VERSION, bands, margin: tracker.margin }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(number: i32) -> NaiveDate {
        day::from_number(number).unwrap()
    }

    fn walk(tracker: &BandTracker, scores: &[f64]) -> Vec<String> {
        let mut state: Option<Tracked> = None;
        let mut bands = Vec::new();
        for (day, score) in (0..).zip(scores) {
            let next = tracker.step(state.as_ref(), Some(*score), on(day)).unwrap();
            bands.push(next.band().to_owned());
            state = Some(next);
        }
        bands
    }

    #[test]
    fn a_score_past_the_bound_by_just_the_margin_stays() {
        let tracker = BandTracker::default();
        assert_eq!(
            walk(&tracker, &[70.0, 67.0, 66.999, 73.0, 73.001]),
            ["healthy", "healthy", "caution", "caution", "healthy"]
        );
    }

    #[test]
    fn leaving_for_a_band_further_off_goes_there_at_once() {
        let tracker = BandTracker::default();
        assert_eq!(walk(&tracker, &[90.0, 39.0, 42.0, 90.0]), ["healthy", "danger", "danger", "healthy"]);
    }

    #[test]
    fn without_a_margin_the_tracker_says_what_the_bands_say() {
        let tracker = BandTracker::new(Bands::default(), 0.0).unwrap();
        for scores in [[69.0, 70.0], [70.0, 70.0 - 0.9e-9], [70.0, 70.0 - 2e-9], [39.0, 40.0]] {
            let plain: Vec<&str> =
                scores.iter().map(|score| tracker.bands().name(tracker.bands().rank(*score))).collect();
            assert_eq!(walk(&tracker, &scores), plain);
        }
    }

    #[test]
    fn refuses_a_margin_that_closes_a_band() {
        let bands = |bound| Bands::new([Band::at_least("low", 0.0), Band::at_least("high", bound)]).unwrap();
        assert!(
            BandTracker::new(bands(97.0), 3.0).unwrap_err().to_string().contains("the band high could never")
        );
        assert!(
            BandTracker::new(bands(3.0), 3.0).unwrap_err().to_string().contains("the band low could never")
        );
        assert!(BandTracker::new(bands(96.9), 3.0).is_ok());
        for margin in [-1.0, f64::NAN, f64::INFINITY] {
            let error = BandTracker::new(Bands::default(), margin).unwrap_err();
            assert_eq!((error.code(), error.path()), (ErrorCode::InvalidDocument, Some("margin")));
        }
    }

    #[test]
    fn written_and_read_a_tracker_is_the_same() {
        let tracker = BandTracker::new(Bands::default(), 1.5).unwrap();
        assert_eq!(BandTracker::from_json(&tracker.to_json().unwrap()).unwrap(), tracker);
        assert_eq!(BandTracker::from_json("{}").unwrap(), BandTracker::default());
        assert_eq!(BandTracker::from_json("{\"margn\": 2}").unwrap_err().path(), Some("margn"));
    }
}

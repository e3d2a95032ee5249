//! Bands: the highest one whose lower bound the score reaches.

use cs_wide::{Lanes, Mask};
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::value::{document, label::Label, name, score};

pub use crate::value::score::GUARD;

/// Least and most bands of a card.
pub const COUNT: std::ops::RangeInclusive<usize> = 1..=12;

/// The rank in columns of an account without a band.
pub const UNKNOWN: u8 = u8::MAX;

/// The name of the band of an account without a score.
pub const UNKNOWN_NAME: &str = "unknown";

/// One band: its name, its lower bound, and whether the bound belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "BandForm", into = "BandForm")]
pub struct Band {
    name: String,
    bound: f64,
    included: bool,
    color: Option<String>,
}

impl Band {
    /// A band from `bound` on, the bound included.
    #[must_use]
    pub fn at_least(name: impl Into<String>, bound: f64) -> Self {
        Self { name: name.into(), bound: bound + 0.0, included: true, color: None }
    }

    /// A band above `bound`, the bound not included.
    #[must_use]
    pub fn above(name: impl Into<String>, bound: f64) -> Self {
        Self { included: false, ..Self::at_least(name, bound) }
    }

    /// Gives the band a colour, as `#rrggbb` or a CSS name.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// The band's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The lower bound.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }

    /// Whether the bound belongs to the band.
    #[must_use]
    pub fn is_bound_included(&self) -> bool {
        self.included
    }

    /// The colour, where one was given.
    #[must_use]
    pub fn color_text(&self) -> Option<&str> {
        self.color.as_deref()
    }

    /// The least score that is in the band or above it, with the guard.
    fn start(&self) -> f64 {
        if self.included { self.bound - GUARD } else { (self.bound + GUARD).next_up() }
    }
}

/// Bands from the lowest up; valid from the moment they exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    bands: Vec<Band>,
    /// The least score of each band but the lowest, with the guard.
    starts: Vec<f64>,
}

impl From<Vec<Band>> for Bands {
    fn from(bands: Vec<Band>) -> Self {
        Self { starts: bands.iter().skip(1).map(Band::start).collect(), bands }
    }
}

impl Default for Bands {
    /// Healthy from 70, caution from 40, danger from 0.
    fn default() -> Self {
        Self::from(vec![
            Band::at_least("danger", 0.0).color("#c62828"),
            Band::at_least("caution", 40.0).color("#f9a825"),
            Band::at_least("healthy", 70.0).color("#2e7d32"),
        ])
    }
}

impl Bands {
    /// Bands in any order.
    ///
    /// Errors (`invalid_document`): none or more than twelve, equal bounds, no band from 0, bounds outside 0..100; a name
    /// twice is `duplicate`.
    pub fn new(bands: impl IntoIterator<Item = Band>) -> Result<Self> {
        let mut bands: Vec<Band> = bands.into_iter().collect();
        let refuse = |sentence: String| Err(Error::new(ErrorCode::InvalidDocument, sentence));
        if bands.len() > *COUNT.end() {
            return Err(Error::new(ErrorCode::Limit, format!("a card has at most {} bands", COUNT.end()))
                .with_value(bands.len()));
        }
        for (at, band) in bands.iter().enumerate() {
            let place = |field: &str| format!("[{at}].{field}");
            document::check_name(&band.name).map_err(|error| error.at(place("name")))?;
            score::checked(band.bound)
                .map_err(|error| error.at(place(if band.included { "at_least" } else { "above" })))?;
            if band.name == UNKNOWN_NAME {
                return refuse("the name unknown is kept for accounts without a score".to_owned())
                    .map_err(|error| error.at(place("name")));
            }
            if bands.iter().take(at).any(|other| name::folded(&other.name) == name::folded(&band.name)) {
                return Err(Error::new(ErrorCode::Duplicate, "two bands have this name")
                    .at(place("name"))
                    .with_value(format!("{:?}", band.name)));
            }
        }
        bands.sort_by(|a, b| a.bound.total_cmp(&b.bound));
        for pair in bands.windows(2) {
            if let [low, high] = pair
                && high.bound - low.bound <= 2.0 * GUARD
            {
                return refuse(format!(
                    "the bands {} and {} begin at the same score {}",
                    low.name, high.name, low.bound
                ));
            }
        }
        match bands.first() {
            None => refuse("at least one band is needed".to_owned()),
            Some(lowest) if lowest.bound != 0.0 || !lowest.included => refuse(format!(
                "the lowest band, {}, begins at least at 0, so that every score has a band",
                lowest.name
            )),
            Some(_) => Ok(Self::from(bands)),
        }
    }

    /// The bands from the lowest up; a band's place in this list is its rank.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Band> {
        self.bands.iter()
    }

    /// The rank of the band that a score lies in.
    ///
    /// ```
    /// use cs_core::health::band::Bands;
    ///
    /// let bands = Bands::default();
    /// assert_eq!(bands.name(bands.rank(69.99999999999999)), "healthy");
    /// assert_eq!(bands.name(bands.rank(69.5)), "caution");
    /// ```
    #[must_use]
    #[inline]
    pub fn rank(&self, score: f64) -> u8 {
        let reached =
            self.starts.iter().fold(0_u8, |rank, start| rank.wrapping_add(u8::from(score >= *start)));
        if score.is_nan() { UNKNOWN } else { reached }
    }

    /// The ranks of scores side by side; the same as [`rank`](Self::rank) one by one.
    #[inline(always)]
    pub(super) fn ranks<L: Lanes>(&self, scores: L) -> L {
        let (one, mut ranks) = (L::all(1.0), L::all(0.0));
        for start in &self.starts {
            ranks = ranks + scores.at_least(L::all(*start)).keep(one);
        }
        scores.is_nan().pick(L::all(f64::from(UNKNOWN)), ranks)
    }

    /// The name of the band of this rank; `unknown` where there is none.
    #[must_use]
    pub fn name(&self, rank: u8) -> &str {
        self.get(rank).map_or(UNKNOWN_NAME, Band::name)
    }

    /// The band of this rank.
    #[must_use]
    pub fn get(&self, rank: u8) -> Option<&Band> {
        self.bands.get(usize::from(rank))
    }

    /// The rank of the band of this name.
    #[must_use]
    pub fn rank_of(&self, name: &str) -> Option<u8> {
        self.bands.iter().position(|band| band.name == name).and_then(|rank| u8::try_from(rank).ok())
    }

    /// The score at which the next band begins, or 100.
    #[must_use]
    pub fn upper(&self, rank: u8) -> f64 {
        self.get(rank.saturating_add(1)).map_or(score::HIGHEST, Band::bound)
    }

    /// The whole number shown to people: rounded half up, then kept inside the band (69.7 in caution shows as 69).
    #[must_use]
    pub fn whole(&self, score: f64, rank: u8) -> f64 {
        let rounded = (score + 0.5).floor();
        let inside = |whole: &f64| self.rank(*whole) == rank;
        let lower = self.get(rank).map_or(0.0, Band::bound).ceil();
        let candidates =
            [rounded, lower, lower + 1.0, self.upper(rank).floor(), self.upper(rank).ceil() - 1.0];
        let near = |whole: &f64| (whole - score).abs();
        candidates.into_iter().filter(inside).min_by(|a, b| near(a).total_cmp(&near(b))).unwrap_or(rounded)
    }

    /// Labels of the default bands and of unknown.
    pub const LABELS: [(&'static str, Label); 4] = [
        ("healthy", Label { en: "healthy", ja: "健全" }),
        ("caution", Label { en: "caution", ja: "注意" }),
        ("danger", Label { en: "danger", ja: "危険" }),
        ("unknown", Label { en: "unknown", ja: "不明" }),
    ];
}

/// A band as it stands in a document: `{"name": "healthy", "at_least": 70}` or `{"name": "green", "above": 75}`.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("oneOf" = crate::value::schema::fields(&["at_least", "above"]))))]
#[serde(deny_unknown_fields)]
struct BandForm {
    #[cfg_attr(feature = "schema", schemars(schema_with = "band_name"))]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    at_least: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    above: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    color: Option<String>,
}

#[cfg(feature = "schema")]
fn band_name(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"allOf": [crate::value::schema::name(generator), {"not": {"const": UNKNOWN_NAME}}]})
}

impl TryFrom<BandForm> for Band {
    type Error = Error;

    fn try_from(form: BandForm) -> Result<Self> {
        let band = match (form.at_least, form.above) {
            (Some(bound), None) => Band::at_least(form.name, bound),
            (None, Some(bound)) => Band::above(form.name, bound),
            _ => {
                return Err(Error::new(
                    ErrorCode::InvalidDocument,
                    "a band begins either at_least or above a score",
                ));
            }
        };
        Ok(Band { color: form.color, ..band })
    }
}

impl From<Band> for BandForm {
    fn from(Band { name, bound, included, color }: Band) -> Self {
        let (at_least, above) = if included { (Some(bound), None) } else { (None, Some(bound)) };
        Self { name, at_least, above, color }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_just_off_a_bound_counts_as_on_it_and_twice_as_far_does_not() {
        let bands = Bands::default();
        assert_eq!(bands.name(bands.rank(70.0 - 0.9e-9)), "healthy");
        assert_eq!(bands.name(bands.rank(70.0 - 2e-9)), "caution");
        let open =
            Bands::new([Band::at_least("red", 0.0), Band::above("yellow", 50.0), Band::above("green", 75.0)])
                .unwrap();
        assert_eq!(open.name(open.rank(50.0)), "red");
        assert_eq!(open.name(open.rank(50.0 + 0.9e-9)), "red");
        assert_eq!(open.name(open.rank(50.0 + 2e-9)), "yellow");
    }

    #[test]
    fn the_whole_number_stays_inside_its_band() {
        let bands = Bands::default();
        for (score, whole) in
            [(69.7, 69.0), (39.5, 39.0), (69.5, 69.0), (70.4, 70.0), (99.9, 100.0), (0.4, 0.0), (39.4, 39.0)]
        {
            assert_eq!(bands.whole(score, bands.rank(score)), whole, "{score}");
        }
    }

    #[test]
    fn refuses_bands_that_do_not_cover_or_overlap() {
        assert!(Bands::new([]).is_err());
        assert!(Bands::new([Band::at_least("a", 10.0)]).is_err());
        assert!(Bands::new([Band::above("a", 0.0)]).is_err());
        assert!(Bands::new([Band::at_least("a", 0.0), Band::at_least("b", 0.0)]).is_err());
        assert!(Bands::new([Band::at_least("a", 0.0), Band::at_least("a", 10.0)]).is_err());
        assert!(Bands::new([Band::at_least("a", 0.0), Band::at_least("b", f64::NAN)]).is_err());
        assert!(Bands::new([Band::at_least("only", 0.0)]).is_ok());
        assert!(Bands::new((0..13_u8).map(|i| Band::at_least(i.to_string(), f64::from(i)))).is_err());
    }
}

//! Lists of benchmarks as documents: the shipped one, and those that users keep.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ALL_SEGMENTS, Assessment, Benchmark, find};
use crate::value::decimal_text::Number;
use crate::{
    error::{Error, ErrorCode, Result, nearest},
    value::{document, period::Period},
};

/// What the document says it is.
const KIND: &str = "benchmarks";
/// The newest version that is read, and the one that is written.
const VERSION: u64 = 1;
/// Most benchmarks of one document.
const MOST: usize = 4096;

static SHIPPED: LazyLock<Benchmarks> =
    LazyLock::new(|| Benchmarks::from_json(include_str!("benchmarks.json")).unwrap_or_default());

/// The benchmarks that come with the library.
#[must_use]
pub fn benchmarks() -> &'static [Benchmark] {
    SHIPPED.list()
}

/// Which target a value is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target<'a> {
    /// What the value is per.
    pub period: Option<Period>,
    /// Whose target; without it, and where the segment has none of its own, that for [all segments](ALL_SEGMENTS) counts.
    pub segment: Option<&'a str>,
    /// Whose view, where several differ; without it the first in the list counts.
    pub preset: Option<&'a str>,
    /// The currency of the value, where it is money.
    pub currency: Option<&'a str>,
}

/// Benchmarks in the order in which they count.
///
/// ```
/// use cs_core::kpi::{Benchmarks, Target};
/// use cs_core::prelude::*;
///
/// let own = Benchmarks::from_json(r#"{"kind": "benchmarks", "version": 1, "name": "ours", "benchmarks": [
///     {"kpi": "churn_rate", "segment": "enterprise", "period": "month", "below": "0.005", "source": "board, 2026"}]}"#)?;
/// let target = Target { period: Some(Period::Month), segment: Some("enterprise"), ..Target::default() };
/// let churn = Decimal::new(8, 3);
/// assert_eq!(own.assess("churn_rate", churn, target)?.to_string(), "worse than < 0.5 %, by 0.3 %");
/// assert_eq!(Benchmarks::shipped().assess("churn_rate", churn, target)?.to_string(), "within < 1 %");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(into = "Form")]
pub struct Benchmarks {
    name: String,
    list: Vec<Benchmark>,
}

impl Benchmarks {
    /// A list of this name. Errors: `limit` beyond 4,096; those of [`document::check_name`].
    pub fn new(name: impl Into<String>, list: Vec<Benchmark>) -> Result<Self> {
        let name = name.into();
        document::check_name(&name).map_err(|error| error.at("name"))?;
        document::limit("benchmarks", list.len(), MOST)?;
        Ok(Self { name, list })
    }

    /// The list that comes with the library.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a document of kind `benchmarks`. Errors: those of [`document::read_kind`], with the place.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || document::read_kind::<Form>(text, KIND, VERSION)?.checked())
    }

    /// Writes the document; reading it gives an equal list.
    pub fn to_json(&self) -> Result<String> {
        document::write(self)
    }

    /// The list's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The benchmarks.
    #[must_use]
    pub fn list(&self) -> &[Benchmark] {
        &self.list
    }

    /// Compares a KPI's value with the first benchmark of the list that fits the target: of its segment, else of all; of
    /// its period and, among these, in its currency.
    ///
    /// Errors: `unknown_name` for a KPI, segment or preset without a benchmark; `period_mismatch` where there are only
    /// benchmarks of other periods; `inconsistent` where the currencies differ, or the value's is not said;
    /// `out_of_range` for a value that the KPI cannot have.
    pub fn assess(&self, id: &str, value: impl Into<Decimal>, target: Target<'_>) -> Result<Assessment> {
        find(id)?;
        match self.choose(id, target) {
            Some(benchmark) => {
                same_currency(benchmark, target.currency)?;
                benchmark.assess(value, target.period)
            }
            None => Err(self.unknown(id, target)),
        }
    }

    /// The benchmark that fits: of the segment, else of all; of the period, and of these in the currency; else the first,
    /// which will be refused.
    pub(super) fn choose(&self, id: &str, target: Target<'_>) -> Option<&Benchmark> {
        let of = |segment: &str| -> Vec<&Benchmark> {
            let fits = |benchmark: &&Benchmark| {
                benchmark.kpi() == id
                    && benchmark.segment() == segment
                    && (target.preset.is_none() || benchmark.preset() == target.preset)
            };
            self.list.iter().filter(fits).collect()
        };
        let own = of(target.segment.unwrap_or(ALL_SEGMENTS));
        let candidates = if own.is_empty() { of(ALL_SEGMENTS) } else { own };
        let fits = |benchmark: &&Benchmark| {
            (benchmark.period() == target.period, same_currency(benchmark, target.currency).is_ok())
        };
        // Of several that fit as well, the last one from behind is the first.
        candidates.into_iter().rev().max_by_key(fits)
    }

    fn unknown(&self, id: &str, target: Target<'_>) -> Error {
        let own = || self.list.iter().filter(|benchmark| benchmark.kpi() == id);
        if own().next().is_none() {
            let error = Error::new(ErrorCode::UnknownName, "there is no benchmark for this KPI");
            return error.at("kpi").with_value(format!("{id:?}"));
        }
        let presets: Vec<&str> = own().filter_map(Benchmark::preset).collect();
        if let Some(preset) = target.preset.filter(|preset| !presets.contains(preset)) {
            return without(id, "preset", preset, &presets);
        }
        let segments: Vec<&str> = own().map(Benchmark::segment).collect();
        without(id, "segment", target.segment.unwrap_or(ALL_SEGMENTS), &segments)
    }
}

fn without(id: &str, what: &str, name: &str, known: &[&str]) -> Error {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("known: {}", known.join(", ")),
    };
    let error = Error::new(ErrorCode::UnknownName, format!("{id} has no benchmark for this {what}"));
    error.at(what).with_value(format!("{name:?}")).with_hint(hint)
}

fn same_currency(benchmark: &Benchmark, currency: Option<&str>) -> Result<()> {
    if benchmark.currency() == currency || benchmark.currency().is_none() {
        return Ok(());
    }
    let wanted = benchmark.currency().unwrap_or_default();
    let error = Error::new(ErrorCode::Inconsistent, format!("this target is in {wanted}")).at("currency");
    Err(match currency {
        Some(other) => error.with_value(format!("{other:?}")),
        None => error.with_hint("say which currency the value is in"),
    })
}

/// Compares a value with a target, both from a JSON object: `kpi`, `value`, and optionally `period`, `segment`, `preset`,
/// `currency`, and `benchmarks`, a document of kind `benchmarks` that takes the place of the shipped list.
pub fn assess_from_json(text: &str) -> Result<Assessment> {
    document::showing(text, || compared(document::read(text.as_bytes())?))
}

fn compared(form: Comparison) -> Result<Assessment> {
    let own =
        form.benchmarks.map(|form| form.checked().map_err(|error| error.under("benchmarks"))).transpose()?;
    let target = Target {
        period: form.period,
        segment: form.segment.as_deref(),
        preset: form.preset.as_deref(),
        currency: form.currency.as_deref(),
    };
    own.as_ref().unwrap_or(Benchmarks::shipped()).assess(&form.kpi, form.value.0, target)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparison {
    kpi: String,
    value: Number,
    #[serde(default)]
    period: Option<Period>,
    #[serde(default)]
    segment: Option<String>,
    #[serde(default)]
    preset: Option<String>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    benchmarks: Option<Form>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Form {
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    #[cfg_attr(feature = "schema", schemars(length(max = MOST)))]
    benchmarks: Vec<Benchmark>,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Benchmarks {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Benchmarks".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Form::json_schema(generator)
    }
}

impl Form {
    fn checked(self) -> Result<Benchmarks> {
        document::check_kind(&self.kind, self.version, KIND, VERSION)?;
        Benchmarks::new(self.name, self.benchmarks)
    }
}

impl From<Benchmarks> for Form {
    fn from(Benchmarks { name, list: benchmarks }: Benchmarks) -> Self {
        Self { kind: KIND.to_owned(), version: VERSION, name, benchmarks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_benchmark_is_read_and_written_back() {
        let text = include_str!("benchmarks.json");
        assert_eq!(benchmarks().len(), text.matches("\"kpi\"").count());
        let written = Benchmarks::shipped().to_json().unwrap();
        assert_eq!(&Benchmarks::from_json(&written).unwrap(), Benchmarks::shipped());
    }

    #[test]
    fn money_is_compared_in_its_own_currency() {
        let million = Decimal::from(1_500_000);
        let code = |currency| {
            let target = Target { currency, ..Target::default() };
            Benchmarks::shipped().assess("arr_per_csm", million, target).map_err(|error| error.code())
        };
        assert!(code(Some("USD")).is_ok());
        assert_eq!(code(Some("JPY")).unwrap_err(), ErrorCode::Inconsistent);
        assert_eq!(code(None).unwrap_err(), ErrorCode::Inconsistent);
    }

    #[test]
    fn contested_figures_are_chosen_by_preset() {
        let of = |preset| {
            let target = Target { currency: Some("USD"), preset: Some(preset), ..Target::default() };
            Benchmarks::shipped().assess("arr_per_csm", 1_500_000, target)
        };
        assert_eq!(of("gainsight").unwrap().verdict.as_str(), "within");
        assert_eq!(of("brighteye").unwrap().verdict.as_str(), "worse");
        let error = of("gainsite").unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::UnknownName, Some("preset")));
    }
}

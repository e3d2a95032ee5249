//! The JSON Schema (draft 2020-12) of every document, made from the types that read it; feature `schema`.
//!
//! ```
//! let scorecard = cs_core::schema::of("scorecard")?;
//! assert!(scorecard.contains("\"minItems\": 1"));
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::error::{Error, ErrorCode, Result};
use crate::health::card_set::ScorecardSet;
use crate::health::fitting::Fitting;
use crate::health::manual::Overrides;
use crate::health::scorecard::Scorecard;
use crate::health::tracker::BandTracker;
use crate::kpi::Benchmarks;
use crate::revenue::options::Options;
use crate::staffing::assumption::Staffing;
use crate::touch::policy::TouchPolicy;
use crate::value::{document, schema};

macro_rules! documents {
    ($($kind:literal: $document:ty;)*) => {
        /// The kinds of documents, and the path of each one's schema in the repository.
        pub const KINDS: &[(&str, &str)] = &[$(($kind, concat!("docs/schemas/", $kind, ".json")),)*];

        fn schema(kind: &str) -> Option<Schema> {
            match kind {
                $($kind => Some(made::<$document>(kind)),)*
                _ => None,
            }
        }
    };
}

// A new document: derive `JsonSchema` for its types (see `value::schema`), add its line here, run `make generate`.
documents! {
    "scorecard": Scorecard;
    "scorecard_set": ScorecardSet;
    "scorecard_fitting": Fitting;
    "band_tracker": BandTracker;
    "overrides": Overrides;
    "benchmarks": Benchmarks;
    "revenue_options": Options;
    "staffing": Staffing;
    "touch_policy": TouchPolicy;
}

/// The schema of the documents of this kind, as JSON; `unknown_name` where there is no such kind.
///
/// It refuses what is wrong in shape: unknown fields, types, ranges, lengths. What relates two values to each other (steps
/// that can never match, a group that is not declared) only reading the document can see.
pub fn of(kind: &str) -> Result<String> {
    let kinds = KINDS.iter().map(|(kind, _)| *kind);
    let schema = schema(kind)
        .ok_or_else(|| Error::unknown(ErrorCode::UnknownName, "kind of document", kind, kinds))?;
    document::write(&schema)
}

fn made<T: JsonSchema>(kind: &str) -> Schema {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema::publish(schema, kind)
}

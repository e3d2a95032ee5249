//! Writes `docs/schemas/<kind>.json`: the JSON Schema of every document. The list of documents stands in
//! `cs_core::schema`: a new kind is one line there and `JsonSchema` derived for its types.

use std::path::Path;

use cs_core::schema;

use crate::Outcome;
use crate::generated::Generated;

pub(crate) fn generate(_: &Path) -> Outcome<Vec<Generated>> {
    let page = |(kind, path): &(&str, &'static str)| {
        let text = schema::of(kind).map_err(|error| error.to_string())?;
        Ok(Generated { path, text: format!("{text}\n") })
    };
    schema::KINDS.iter().map(page).collect()
}

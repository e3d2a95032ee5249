//! Cards ready to use and to edit, as documents.

use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result};

const CARDS: [(&str, &str); 3] = [
    ("b2b_saas", include_str!("cards/b2b_saas.json")),
    ("plg", include_str!("cards/plg.json")),
    ("simple", include_str!("cards/simple.json")),
];

/// The names of the shipped cards.
pub fn names() -> impl Iterator<Item = &'static str> {
    CARDS.iter().map(|(name, _)| *name)
}

/// The document of the shipped card of this name; `unknown_name` when there is none.
pub fn document(name: &str) -> Result<&'static str> {
    let card = CARDS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    card.ok_or_else(|| Error::unknown(ErrorCode::UnknownName, "shipped scorecard", name, names()))
}

/// The shipped card of this name.
///
/// ```
/// let card = cs_core::health::shipped::card("plg")?;
/// assert_eq!(card.name(), "plg");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn card(name: &str) -> Result<Scorecard> {
    Scorecard::from_json(document(name)?)
}

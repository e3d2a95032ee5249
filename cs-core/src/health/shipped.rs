//! Cards ready to use and to edit, as documents.

use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result, nearest};

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
    CARDS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).ok_or_else(|| {
        let error = Error::new(ErrorCode::UnknownName, "no scorecard of this name is shipped")
            .with_value(format!("{name:?}"));
        match nearest(name, names()) {
            Some(near) => error.with_hint(format!("did you mean {near:?}?")),
            None => error.with_hint(format!("known are {}", names().collect::<Vec<_>>().join(", "))),
        }
    })
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

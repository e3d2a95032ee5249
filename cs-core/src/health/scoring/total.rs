//! The score before exceptions, found again from what a result says of its indicators: "what if this one were at 100?".

use crate::error::{Error, ErrorCode, Result};
use crate::health::explain::Status;
use crate::health::missing::Missing;
use crate::health::result::Health;
use crate::health::scorecard::Scorecard;
use crate::health::share::{self, Brought};

/// What an indicator has to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::health) enum Said {
    /// A score of its own.
    Score(f64),
    /// Nothing: it is missing, stale or errored.
    Nothing,
    /// It does not apply.
    NotApplicable,
}

/// The total of a card over what its indicators say.
#[derive(Debug, Clone)]
pub(in crate::health) struct Total<'c> {
    card: &'c Scorecard,
    said: Vec<Said>,
}

impl<'c> Total<'c> {
    /// The total of a result.
    ///
    /// Errors: `inconsistent` (a result of another card, or one whose indicators are not the card's).
    pub(in crate::health) fn of(card: &'c Scorecard, health: &Health) -> Result<Self> {
        health.check_card(card)?;
        let parts = health.explain();
        let names = parts.iter().map(|part| part.indicator.as_str());
        if !names.eq(card.indicators().iter().map(|indicator| indicator.name())) {
            let sentence = "these are not the indicators of the card";
            return Err(Error::new(ErrorCode::Inconsistent, sentence).at("contributions"));
        }
        let said = parts.iter().map(|part| match (part.status, part.score) {
            (Status::Scored | Status::Faded, Some(score)) => Said::Score(score),
            (Status::NotApplicable, _) => Said::NotApplicable,
            _ => Said::Nothing,
        });
        Ok(Self { card, said: said.collect() })
    }

    /// What each indicator says, in the order of the card.
    pub(in crate::health) fn said(&self) -> &[Said] {
        &self.said
    }

    /// Lets an indicator say something else.
    pub(in crate::health) fn say(&mut self, at: usize, said: Said) {
        self.said.iter_mut().skip(at).take(1).for_each(|to| *to = said);
    }

    /// The score that an indicator brings in; NaN where it brings none.
    pub(in crate::health) fn brought(&self, at: usize, missing: Missing) -> f64 {
        match self.said.get(at) {
            Some(Said::Score(score)) => *score,
            Some(Said::Nothing) => self.card.substitute(missing).unwrap_or(f64::NAN),
            Some(Said::NotApplicable) | None => f64::NAN,
        }
    }

    /// The score that an indicator brings in where every missing one counts as 50.
    pub(in crate::health) fn neutral(&self, at: usize) -> f64 {
        self.brought(at, Missing::AsScore(50.0))
    }

    /// The score before exceptions, whatever the coverage; NaN where nothing is known.
    pub(in crate::health) fn score(&self) -> f64 {
        let total = |brought: &Brought<'_>| self.card.finished(share::score(&self.card.total, brought));
        let score = total(&|at, missing| self.brought(at, missing));
        if !self.card.draft().no_inflation {
            return score;
        }
        let neutral = total(&|at, _| self.neutral(at));
        if score > neutral { neutral } else { score }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::shipped;
    use crate::prelude::{Facts, NaiveDate};

    #[test]
    fn a_result_that_was_written_over_is_refused() {
        let card = shipped::card("simple").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
        let health = card.score(&Facts::new(), day).unwrap();
        assert!(Total::of(&card, &health).is_ok());
        let mut document: serde_json::Value = serde_json::from_str(&health.to_json().unwrap()).unwrap();
        document["contributions"].as_array_mut().unwrap().swap(0, 1);
        let error = Total::of(&card, &Health::from_json(&document.to_string()).unwrap()).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("contributions")));
    }
}

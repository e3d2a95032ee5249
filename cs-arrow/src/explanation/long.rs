//! A row for each account and indicator.

use std::collections::BTreeMap;

use arrow_array::{ArrayRef, StructArray};
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::workers::Workers;
use cs_core::health::explain::Status;
use cs_core::health::explained::Explained;
use cs_core::health::explainer::Explainer;
use cs_core::health::indicator::Indicator;
use cs_core::health::scorecard::Scorecard;
use cs_wide::pages;

use super::sheet::{self, Sheet};
use crate::output;

/// The accounts one behind the other, each with as many rows as there are indicators: `row` (of the table, from 0),
/// `indicator`, `group`, `raw` (a number, flags as 1 and 0), `raw_text` (a text), `score`, `weight`, `points`, `lost`,
/// `status`.
pub struct Long<'c> {
    card: &'c Scorecard,
    rows: usize,
    done: usize,
    /// Raw, score, weight, points, lost.
    numbers: [Vec<f64>; 5],
    status: Vec<u8>,
    texts: Texts,
}

/// Raw texts, in the order in which they first appear.
#[derive(Default)]
struct Texts {
    /// The place of each row's text, from 1 on; 0 for a row of a number.
    places: Vec<i32>,
    known: BTreeMap<String, i32>,
    names: Vec<String>,
}

impl Texts {
    fn place(&mut self, text: &str) -> Result<i32> {
        if let Some(place) = self.known.get(text) {
            return Ok(*place);
        }
        self.names.push(text.to_owned());
        let too_many = |_| Error::new(ErrorCode::Limit, "an explanation has at most 2^31 different texts");
        let place = i32::try_from(self.names.len()).map_err(too_many)?;
        self.known.insert(text.to_owned(), place);
        Ok(place)
    }
}

/// The rows of a piece.
struct Rows<'s> {
    indicators: usize,
    numbers: [&'s mut [f64]; 5],
    status: &'s mut [u8],
}

impl Sheet for Rows<'_> {
    fn cut(self, rows: usize) -> (Self, Self) {
        let (indicators, at) = (self.indicators, rows.saturating_mul(self.indicators));
        let [raw, score, weight, points, lost] = self.numbers.map(|column| sheet::cut(column, at));
        let (status, status_rest) = sheet::cut(self.status, at);
        let own = [raw.0, score.0, weight.0, points.0, lost.0];
        let rest = [raw.1, score.1, weight.1, points.1, lost.1];
        (Self { indicators, numbers: own, status }, Self { indicators, numbers: rest, status: status_rest })
    }

    fn write(&mut self, at: usize, tile: &Explained) {
        for (place, part) in tile.parts().enumerate() {
            let first = at.saturating_mul(self.indicators).saturating_add(place);
            let parts = [part.raw, part.score, part.weight, part.points, part.lost];
            for (column, values) in self.numbers.iter_mut().zip(parts) {
                let to = column.get_mut(first..).unwrap_or(&mut []).iter_mut().step_by(self.indicators);
                to.zip(values).for_each(|(to, value)| *to = *value);
            }
            let to = self.status.get_mut(first..).unwrap_or(&mut []).iter_mut().step_by(self.indicators);
            to.zip(part.statuses()).for_each(|(to, status)| *to = status.place());
        }
    }
}

impl<'c> Long<'c> {
    /// Memory for the explanations of so many accounts.
    #[must_use]
    pub fn new(card: &'c Scorecard, rows: usize) -> Self {
        let length = rows.saturating_mul(card.indicators().len());
        let numbers = std::array::from_fn(|_| pages::zeroed(length));
        let status = pages::zeroed(length);
        let texts = Texts { places: vec![0; length], ..Texts::default() };
        Self { card, rows, done: 0, numbers, status, texts }
    }

    /// Explains the next rows, those of a table that the card has found its facts in, by these workers.
    ///
    /// Errors: as [`Scorecard::score_table`], and that of whoever is asked.
    pub fn explain(&mut self, explainer: &Explainer<'_>, workers: &Workers<'_>) -> Result<()> {
        let indicators = self.card.indicators().len();
        let done = self.done.saturating_mul(indicators);
        let numbers = self.numbers.each_mut().map(|column| sheet::cut(column, done).1);
        let status = sheet::cut(&mut self.status, done).1;
        sheet::fill(explainer, Rows { indicators, numbers, status }, workers)?;
        for indicator in 0..indicators {
            let Some(column) = explainer.texts(indicator) else { continue };
            let first = done.saturating_add(indicator);
            for row in 0..explainer.rows() {
                if let Some(text) = column.text(row)? {
                    let place = self.texts.place(text)?;
                    let at = first.saturating_add(row.saturating_mul(indicators));
                    self.texts.places.iter_mut().skip(at).take(1).for_each(|to| *to = place);
                }
            }
        }
        self.done = self.done.saturating_add(explainer.rows());
        Ok(())
    }

    /// The columns.
    ///
    /// Errors: `internal` only.
    pub fn finish(self) -> Result<StructArray> {
        let indicators = self.card.indicators();
        let [raw, score, weight, points, lost] = self.numbers;
        let names: Vec<&str> = indicators.iter().map(Indicator::name).collect();
        let mut groups: Vec<&str> = Vec::new();
        let mut group = |name| {
            groups.iter().position(|group| *group == name).unwrap_or_else(|| {
                groups.push(name);
                groups.len().saturating_sub(1)
            })
        };
        let group_of: Vec<Option<usize>> =
            indicators.iter().map(|indicator| indicator.group_name().map(&mut group)).collect();
        let own: Vec<Option<usize>> = (0..indicators.len()).map(Some).collect();
        let repeated = |places: &[Option<usize>], words: &[&str]| output::repeated(words, places, self.rows);
        let row = (0..self.rows).flat_map(|row| std::iter::repeat_n(row, indicators.len()));
        let texts: Vec<&str> = self.texts.names.iter().map(String::as_str).collect();
        let columns: [(&str, ArrayRef); 10] = [
            ("row", output::rows(row)),
            ("indicator", repeated(&own, &names)?),
            ("group", repeated(&group_of, &groups)?),
            ("raw", output::floats(raw)),
            ("raw_text", output::labels_from_one(&texts, self.texts.places)?),
            ("score", output::floats(score)),
            ("weight", output::numbers(weight)),
            ("points", output::numbers(points)),
            ("lost", output::numbers(lost)),
            ("status", output::closed(&Status::ALL.map(Status::as_str), self.status)?),
        ];
        let rows = self.rows.saturating_mul(indicators.len());
        output::table(rows, columns)
    }
}

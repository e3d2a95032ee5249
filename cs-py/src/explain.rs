//! Explanations of many accounts as columns.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use cs_arrow::output;
use cs_core::{fact::facts::Fact, health::explain::Contribution, value::day};

use crate::{columns::ROW, error::Result, frame};

/// Texts by the order in which they first appear.
#[derive(Default)]
struct Labels {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Labels {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    fn column(&self, places: Vec<Option<usize>>) -> Result<ArrayRef> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Ok(output::labels(&names, places)?)
    }
}

/// The parts of all accounts, one behind the other, each account with as many parts as there are indicators.
#[derive(Default)]
pub(crate) struct Account {
    before: usize,
    rows: usize,
    row: Vec<i64>,
    labels: [Labels; 4],
    places: [Vec<Option<usize>>; 4],
    numbers: [Vec<f64>; 5],
}

const TEXTS: [&str; 4] = ["indicator", "group", "raw_text", "status"];
const NUMBERS: [&str; 5] = ["raw", "score", "weight", "points", "lost"];
const ORDER: [&str; 9] =
    ["indicator", "group", "raw", "raw_text", "score", "weight", "points", "lost", "status"];

impl Account {
    /// Begins a batch of so many rows.
    pub(crate) fn begin(&mut self, rows: usize) {
        self.before = self.rows;
        self.rows = self.rows.saturating_add(rows);
    }

    /// Takes the parts of a row of the batch.
    pub(crate) fn push(&mut self, row: usize, parts: Vec<Contribution>) {
        let row = i64::try_from(self.before.saturating_add(row)).unwrap_or(i64::MAX);
        for part in parts {
            let (raw, text) = raw(&part.raw);
            let texts = [Some(part.indicator), part.group, text, Some(part.status.as_str().to_owned())];
            for ((places, labels), text) in self.places.iter_mut().zip(&mut self.labels).zip(texts) {
                places.push(text.map(|text| labels.place(&text)));
            }
            let numbers = [raw, part.score.unwrap_or(f64::NAN), part.weight, part.points, part.lost];
            for (column, number) in self.numbers.iter_mut().zip(numbers) {
                column.push(number);
            }
            self.row.push(row);
        }
    }

    /// One row for each account and indicator.
    pub(crate) fn long(self) -> Result<RecordBatch> {
        let rows = self.row.len();
        let mut columns: BTreeMap<&str, ArrayRef> = BTreeMap::new();
        for ((name, labels), places) in TEXTS.into_iter().zip(&self.labels).zip(self.places) {
            columns.insert(name, labels.column(places)?);
        }
        columns.extend(
            NUMBERS.into_iter().zip(self.numbers).map(|(name, numbers)| (name, output::floats(numbers))),
        );
        let row: ArrayRef = Arc::new(Int64Array::from(self.row));
        let ordered = ORDER.into_iter().filter_map(|name| columns.remove(name).map(|column| (name, column)));
        frame::named(std::iter::once((ROW, row)).chain(ordered), rows)
    }

    /// One row for each account, and for each indicator what it brought and what it lost.
    pub(crate) fn wide(self, indicators: &[&str]) -> Result<RecordBatch> {
        let [.., points, lost] = &self.numbers;
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (at, indicator) in indicators.iter().enumerate() {
            for (what, numbers) in [("points", points), ("lost", lost)] {
                let own = numbers.iter().skip(at).step_by(indicators.len()).copied().collect();
                columns.push((format!("{indicator}_{what}"), output::floats(own)));
            }
        }
        frame::named(columns, self.rows)
    }
}

/// A raw value as a number, flags as 1 and 0, or else as a text.
fn raw(fact: &Fact) -> (f64, Option<String>) {
    match fact {
        Fact::Number(number) => (*number, None),
        Fact::Flag(flag) => (f64::from(u8::from(*flag)), None),
        Fact::Text(text) => (f64::NAN, Some(text.clone())),
        Fact::Day(number) => (f64::NAN, day::from_number(*number).ok().map(|day| day.to_string())),
        _ => (f64::NAN, None),
    }
}

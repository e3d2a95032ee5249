//! Explanations of many accounts as columns.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use cs_arrow::output;
use cs_core::{
    fact::facts::Fact,
    health::explain::{Contribution, Status},
    value::day,
};
use cs_wide::pages;

use crate::{columns::ROW, error::Result, frame};

/// Texts by their place: those of a closed list, or in the order in which they first appear.
#[derive(Default)]
struct Labels {
    names: Vec<String>,
    places: BTreeMap<String, u32>,
    closed: bool,
}

impl Labels {
    fn closed(names: &[&str]) -> Self {
        let mut labels = Self { closed: true, ..Self::default() };
        for name in names {
            labels.place(name);
        }
        labels
    }

    fn place(&mut self, name: &str) -> Option<u32> {
        if let Some(place) = self.places.get(name) {
            return Some(*place);
        }
        let place = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        Some(place)
    }

    fn column(&self, places: Vec<Option<u32>>) -> Result<ArrayRef> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let places = places.into_iter().map(|place| place.and_then(|place| usize::try_from(place).ok()));
        Ok(if self.closed { output::categories(&names, places)? } else { output::labels(&names, places)? })
    }
}

/// The parts of all accounts, one behind the other, each account with as many parts as there are indicators.
pub(crate) struct Long {
    before: usize,
    rows: usize,
    row: Vec<i64>,
    labels: [Labels; 4],
    places: [Vec<Option<u32>>; 4],
    numbers: [Vec<f64>; 5],
}

const TEXTS: [&str; 4] = ["indicator", "group", "raw_text", "status"];
const NUMBERS: [&str; 5] = ["raw", "score", "weight", "points", "lost"];
const ORDER: [&str; 9] =
    ["indicator", "group", "raw", "raw_text", "score", "weight", "points", "lost", "status"];

impl Long {
    /// No accounts yet, of a card with these indicators.
    pub(crate) fn new(indicators: &[&str]) -> Self {
        let statuses = Status::ALL.map(Status::as_str);
        let labels =
            [Labels::closed(indicators), Labels::default(), Labels::default(), Labels::closed(&statuses)];
        let (places, numbers) = Default::default();
        Self { before: 0, rows: 0, row: Vec::new(), labels, places, numbers }
    }

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
            let texts = [
                Some(part.indicator.as_str()),
                part.group.as_deref(),
                text.as_deref(),
                Some(part.status.as_str()),
            ];
            for ((places, labels), text) in self.places.iter_mut().zip(&mut self.labels).zip(texts) {
                places.push(text.and_then(|text| labels.place(text)));
            }
            let numbers = [raw, part.score.unwrap_or(f64::NAN), part.weight, part.points, part.lost];
            for (column, number) in self.numbers.iter_mut().zip(numbers) {
                column.push(number);
            }
            self.row.push(row);
        }
    }

    /// One row for each account and indicator.
    pub(crate) fn columns(self) -> Result<RecordBatch> {
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
}

/// What each indicator brought and lost, in two columns of its own.
pub(crate) struct Wide {
    rows: usize,
    columns: Vec<[Vec<f64>; 2]>,
}

impl Wide {
    /// Columns for so many rows and so many indicators.
    pub(crate) fn new(rows: usize, indicators: usize) -> Self {
        let column = || pages::large(Vec::with_capacity(rows));
        Self { rows, columns: std::iter::repeat_with(|| [column(), column()]).take(indicators).collect() }
    }

    /// Takes the parts of the next row.
    pub(crate) fn push(&mut self, parts: &[Contribution]) {
        for ([points, lost], part) in self.columns.iter_mut().zip(parts) {
            points.push(part.points);
            lost.push(part.lost);
        }
    }

    /// One row for each account.
    pub(crate) fn columns(self, indicators: &[&str]) -> Result<RecordBatch> {
        let named = indicators.iter().zip(self.columns).flat_map(|(indicator, [points, lost])| {
            [("points", points), ("lost", lost)]
                .map(|(what, numbers)| (format!("{indicator}_{what}"), output::floats(numbers)))
        });
        frame::named(named, self.rows)
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

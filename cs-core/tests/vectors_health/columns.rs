//! Columns of JSON values as a table: numbers, flags or texts, by the first value that is known.

use std::collections::BTreeMap;

use cs_core::prelude::*;

use crate::files::{Value, bits};

/// A column's values, owned, and which rows are known.
pub(crate) struct Owned<'c> {
    name: &'c str,
    kind: Kind<'c>,
    known: Vec<u8>,
    rows: usize,
}

enum Kind<'c> {
    Numbers(Vec<f64>),
    Whole(Vec<i64>),
    Flags(Vec<u8>),
    Texts(Vec<&'c str>),
    Missing,
}

impl<'c> Owned<'c> {
    pub(crate) fn all(columns: &'c BTreeMap<String, Vec<Value>>) -> Vec<Self> {
        columns.iter().map(|(name, values)| Self::new(name, values)).collect()
    }

    fn new(name: &'c str, values: &'c [Value]) -> Self {
        let pack =
            |holds: fn(&Value) -> bool| values.chunks(8).map(|eight| bits(eight.iter().map(holds))).collect();
        let kind = match values.iter().find(|value| !value.is_null()) {
            Some(Value::Bool(_)) => Kind::Flags(pack(|value| value.as_bool() == Some(true))),
            Some(Value::String(_)) => {
                Kind::Texts(values.iter().map(|value| value.as_str().unwrap_or("")).collect())
            }
            Some(_) if values.iter().all(|value| value.is_i64() || value.is_null()) => {
                Kind::Whole(values.iter().map(|value| value.as_i64().unwrap_or(0)).collect())
            }
            Some(_) => Kind::Numbers(values.iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()),
            None => Kind::Missing,
        };
        Self { name, kind, known: pack(|value| !value.is_null()), rows: values.len() }
    }

    pub(crate) fn table<'t>(columns: &'t [Self]) -> Result<Table<'t>> {
        let rows = columns.first().map_or(0, |column| column.rows);
        columns.iter().try_fold(Table::new(rows), |table, column| {
            let values = match &column.kind {
                Kind::Numbers(numbers) => Values::Float(numbers),
                Kind::Whole(numbers) => Values::Integer(numbers),
                Kind::Flags(bits) => Values::Flag { bits, offset: 0 },
                Kind::Texts(texts) => Values::Text(Texts::Slices(texts)),
                Kind::Missing => Values::Missing,
            };
            table.with(column.name, values, Some(Validity::new(&column.known, 0)))
        })
    }
}

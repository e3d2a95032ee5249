//! Columns that come in pieces, as batches that end wherever a piece of a column ends. Nothing is copied.

use std::{collections::BTreeSet, sync::Arc};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Field, FieldRef};
use cs_core::error::{Error, ErrorCode, Result};

use crate::frame;

/// One column, whole or in pieces of one type.
pub(crate) struct Pieces {
    name: String,
    arrays: Vec<ArrayRef>,
}

impl Pieces {
    pub(crate) fn new(name: String, arrays: Vec<ArrayRef>) -> Self {
        Self { name, arrays }
    }

    fn ends(&self) -> impl Iterator<Item = usize> {
        self.arrays.iter().scan(0_usize, |end, array| {
            *end = end.saturating_add(array.len());
            Some(*end)
        })
    }

    /// The rows up to each of these ends, among which are the column's own. A column of no rows has one piece of none.
    fn cut(&self, ends: &BTreeSet<usize>) -> Vec<(FieldRef, ArrayRef)> {
        let mut arrays = self.arrays.iter();
        let mut rest = arrays.next().cloned();
        let (mut start, mut own) = (0_usize, Vec::with_capacity(ends.len()));
        for end in ends {
            let rows = end.saturating_sub(start);
            while rest.as_ref().is_some_and(|rest| rest.len() < rows) {
                rest = arrays.next().cloned();
            }
            let Some(array) = &rest else { break };
            let field = Field::new(&self.name, array.data_type().clone(), true);
            own.push((Arc::new(field), array.slice(0, rows)));
            rest = Some(array.slice(rows, array.len().saturating_sub(rows)));
            start = *end;
        }
        own
    }
}

/// The columns as batches, at least one; all of them have so many rows.
pub(crate) fn aligned(columns: &[Pieces], rows: usize) -> Result<Vec<RecordBatch>> {
    for column in columns {
        let found = column.ends().last().unwrap_or(0);
        if found != rows {
            let sentence = format!("the table has {rows} rows, the column {found}");
            let error = Error::new(ErrorCode::LengthMismatch, sentence).in_column(&column.name);
            return Err(error.with_said_value(found));
        }
    }
    let mut ends: BTreeSet<usize> = columns.iter().flat_map(Pieces::ends).filter(|end| *end > 0).collect();
    ends.insert(rows);
    let mut pieces: Vec<_> = columns.iter().map(|column| column.cut(&ends).into_iter()).collect();
    let mut start = 0;
    let mut batches = Vec::with_capacity(ends.len());
    for end in ends {
        let own = pieces.iter_mut().filter_map(Iterator::next).collect();
        batches.push(frame::batch(own, end.saturating_sub(start))?);
        start = end;
    }
    Ok(batches)
}

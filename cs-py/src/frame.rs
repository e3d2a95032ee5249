//! Tables in: batches of Arrow columns, lent to the core as tables, one batch at a time or all as one.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, make_array};
use arrow_data::{ArrayData, transform::MutableArrayData};
use arrow_schema::{ArrowError, Field, FieldRef, Schema};
use cs_arrow::{batch::Batch, valid::checked};
use cs_core::{
    error::{Error, ErrorCode},
    fact::{table::Table, workers::Workers},
};
use pyo3::prelude::*;

use crate::{capsule, error::Result, long::hearing};

/// Rows that are lent together.
const BLOCK: usize = 1 << 22;

/// The batches of one table.
pub(crate) struct Frame {
    pub(crate) batches: Vec<RecordBatch>,
}

impl Frame {
    /// Takes the batches of an object that speaks Arrow; a table without batches is one without rows.
    pub(crate) fn import(table: &Bound<'_, PyAny>) -> Result<Self> {
        Ok(Self { batches: capsule::import(table)? })
    }

    /// Rows of all batches.
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Lends each batch as a table of these columns, in order. Rows in errors count from the first batch.
    pub(crate) fn each<T>(
        &self,
        names: &[&str],
        mut body: impl FnMut(&Table<'_>) -> cs_core::error::Result<T>,
    ) -> cs_core::error::Result<Vec<T>> {
        let mut before = 0_u64;
        let mut results = Vec::with_capacity(self.batches.len());
        for batch in &self.batches {
            let lent = lend(batch, names).and_then(|lent| lent.with_table(&mut body));
            results.push(lent.map_err(|error| error.after_rows(before))?);
            before = before.saturating_add(u64::try_from(batch.num_rows()).unwrap_or(u64::MAX));
        }
        Ok(results)
    }

    /// Lends the batches block by block as tables of these columns, in order; a batch without rows is one block. Between
    /// the blocks, and wherever the workers ask, Ctrl-C is heard. Rows in errors count from the first batch.
    pub(crate) fn blocks(
        &self,
        py: Python<'_>,
        threads: NonZeroUsize,
        names: &[&str],
        mut body: impl FnMut(&Table<'_>, &Workers<'_>) -> cs_core::error::Result<()> + Send,
    ) -> Result<()> {
        hearing(py, threads, |workers| {
            let mut before = 0_u64;
            for batch in &self.batches {
                let rows = batch.num_rows();
                for start in (0..rows.max(1)).step_by(BLOCK) {
                    workers.ask()?;
                    let block = batch.slice(start, BLOCK.min(rows.saturating_sub(start)));
                    lend(&block, names)?
                        .with_table(|table| body(table, workers))
                        .map_err(|error| error.after_rows(before))?;
                    before = before.saturating_add(u64::try_from(block.num_rows()).unwrap_or(u64::MAX));
                }
            }
            Ok(())
        })
    }

    /// Lends all batches as one table of these columns; several are joined by copying.
    pub(crate) fn whole<T>(
        &self,
        names: &[&str],
        body: impl FnOnce(&Table<'_>) -> cs_core::error::Result<T>,
    ) -> cs_core::error::Result<T> {
        match self.batches.as_slice() {
            [only] => lend(only, names)?.with_table(body),
            several => lend(&joined(several, &with_blank(several, names))?, names)?.with_table(body),
        }
    }
}

/// The wanted names and those of blank columns, which an error may hint at.
pub(crate) fn with_blank<'a>(batches: &'a [RecordBatch], names: &[&'a str]) -> Vec<&'a str> {
    let fields = batches.first().map(|batch| batch.schema_ref().fields().as_ref()).unwrap_or_default();
    let blank = fields.iter().filter(|field| field.data_type().is_null()).map(|field| field.name().as_str());
    names.iter().copied().chain(blank.filter(|name| !names.contains(name))).collect()
}

/// The columns of these names that a batch has; what it lacks is for the core to judge.
pub(crate) fn lend(batch: &RecordBatch, names: &[&str]) -> cs_core::error::Result<Batch> {
    let (schema, names) = (batch.schema(), with_blank(std::slice::from_ref(batch), names));
    let wanted = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .filter(|(field, _)| names.contains(&field.name().as_str()));
    wanted.into_iter().try_fold(Batch::new(batch.num_rows()), |lent, (field, array)| {
        let array = checked(array.to_data()).map_err(|error| error.in_column(field.name()))?;
        lent.with(field.name(), &array)
    })
}

/// The columns of these names of all batches as one; several are joined by copying.
pub(crate) fn joined(batches: &[RecordBatch], names: &[&str]) -> cs_core::error::Result<RecordBatch> {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let mut columns: Vec<(FieldRef, ArrayRef)> = Vec::with_capacity(names.len());
    for name in names {
        let pieces: Vec<ArrayData> = batches
            .iter()
            .filter_map(|batch| batch.column_by_name(name))
            .map(|array| checked(array.to_data()).map(|array| array.to_data()))
            .collect::<cs_core::error::Result<_>>()?;
        let Some(first) = pieces.first() else { continue };
        if pieces.len() == 1 {
            let field = Arc::new(Field::new(*name, first.data_type().clone(), true));
            columns.push((field, make_array(first.clone())));
            continue;
        }
        let field = Arc::new(Field::new(*name, first.data_type().clone(), true));
        let mut whole = MutableArrayData::new(pieces.iter().collect(), false, rows);
        for (index, piece) in pieces.iter().enumerate() {
            whole.try_extend(index, 0, piece.len()).map_err(|error| unfit(&error))?;
        }
        columns.push((field, make_array(whole.freeze())));
    }
    batch(columns, rows)
}

/// A batch of these columns.
pub(crate) fn batch(columns: Vec<(FieldRef, ArrayRef)>, rows: usize) -> cs_core::error::Result<RecordBatch> {
    let (fields, arrays): (Vec<FieldRef>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .map_err(|error| unfit(&error))
}

/// A batch of columns by name.
pub(crate) fn named(
    columns: impl IntoIterator<Item = (impl Into<String>, ArrayRef)>,
    rows: usize,
) -> Result<RecordBatch> {
    let field =
        |(name, array): (_, ArrayRef)| (Arc::new(Field::new(name, array.data_type().clone(), true)), array);
    Ok(batch(columns.into_iter().map(field).collect(), rows)?)
}

pub(crate) fn unfit(error: &ArrowError) -> Error {
    Error::new(ErrorCode::LengthMismatch, format!("the batches do not fit together: {error}"))
}

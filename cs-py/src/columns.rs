//! Columns that speak Arrow, with plain buffers beside it for NumPy and for lists.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Float64Array, RecordBatch,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int32Type, Int64Type, UInt8Type},
};
use arrow_buffer::{ArrowNativeType, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow_select::take::take;
use cs_core::error::{Error, ErrorCode, nearest};
use pyo3::{
    prelude::*,
    types::{PyCapsule, PyList, PyMemoryView},
};

use crate::{
    capsule::{self, memory},
    error::Result,
    frame, objects, polars,
};

/// The column that says which row of a table a row of a longer table is about.
pub(crate) const ROW: &str = "row";

/// What signed 8-bit codes can count.
const MOST_CODES: usize = 127;

/// Columns of equal length: numbers, whole numbers, and texts by key.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct Columns {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Columns {
    /// Batches that have the names and types of the first, at least one.
    pub(crate) fn of(batches: Vec<RecordBatch>) -> Self {
        let schema = batches.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
        Self { schema, batches }
    }

    pub(crate) fn arrays(&self, name: &str) -> Result<impl Iterator<Item = &dyn Array>> {
        let index = self.schema.index_of(name).map_err(|_| {
            let error = Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(name);
            match nearest(name, names(&self.schema)) {
                Some(near) => error.with_hint(format!("did you mean {near:?}?")),
                None => error,
            }
        })?;
        Ok(self.batches.iter().filter_map(move |batch| batch.columns().get(index)).map(AsRef::as_ref))
    }
}

/// Takes a whole table that speaks Arrow, whatever the types of its columns.
#[pyfunction]
pub(crate) fn taken(table: &Bound<'_, PyAny>) -> Result<Columns> {
    Ok(Columns::of(capsule::import(table)?))
}

#[pymethods]
impl Columns {
    /// Names of the columns, in order.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Names of the columns, so that `dict(columns)` is a dict of lists.
    fn keys(&self) -> Vec<String> {
        self.names()
    }

    /// A column as a list, None for missing.
    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> Result<Bound<'py, PyList>> {
        self.values(py, name)
    }

    fn __repr__(&self) -> String {
        format!("Columns({} rows: {})", self.__len__(), self.names().join(", "))
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A column of numbers, also of whole ones, as native floats, NaN for missing; None for a column of something else.
    fn floats<'py>(&self, py: Python<'py>, name: &str) -> Result<Option<Bound<'py, PyMemoryView>>> {
        self.memory(py, name, |array| {
            if let Some(integers) = array.as_primitive_opt::<Int64Type>() {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "beyond 2^53 the nearest float, as documented"
                )]
                let float = |value: Option<i64>| value.map_or(f64::NAN, |value| value as f64);
                return Some(integers.iter().map(float).collect());
            }
            Some(or_nan(array.as_primitive_opt::<Float64Type>()?))
        })
    }

    /// A column of whole numbers, none missing, as native 64-bit integers; None for a column of something else.
    fn integers<'py>(&self, py: Python<'py>, name: &str) -> Result<Option<Bound<'py, PyMemoryView>>> {
        self.memory(py, name, |array| {
            let integers = array.as_primitive_opt::<Int64Type>()?;
            (integers.null_count() == 0).then(|| integers.values().clone())
        })
    }

    /// A column of days as native 64-bit days since 1970-01-01, the smallest number (NumPy's NaT) for missing; None for
    /// a column of something else.
    fn days<'py>(&self, py: Python<'py>, name: &str) -> Result<Option<Bound<'py, PyMemoryView>>> {
        self.memory(py, name, |array| {
            let days = array.as_primitive_opt::<Date32Type>()?;
            Some(days.iter().map(|day| day.map_or(i64::MIN, i64::from)).collect())
        })
    }

    /// A column of texts: a native 32-bit key for each row, the place in the list, past its end for missing.
    fn texts<'py>(&self, py: Python<'py>, name: &str) -> Result<(Bound<'py, PyMemoryView>, Vec<String>)> {
        let labels = self.words(name)?;
        let past = i32::try_from(labels.len()).unwrap_or(i32::MAX);
        let keys = self.memory(py, name, |array| {
            Some(if let Some(texts) = array.as_dictionary_opt::<UInt8Type>() {
                texts.keys().iter().map(|key| key.map_or(past, i32::from)).collect()
            } else if let Some(texts) = array.as_dictionary_opt::<Int32Type>() {
                texts.keys().iter().map(|key| key.unwrap_or(past)).collect()
            } else {
                ScalarBuffer::default()
            })
        })?;
        let none = || memory(py, ScalarBuffer::<i32>::default());
        Ok((keys.map_or_else(none, Ok)?, labels))
    }

    /// A column of categories as pandas has it: an 8-bit code for each row, the place in the list, -1 for missing. None
    /// for a column of something else, and for more categories than such codes can tell.
    fn categories<'py>(
        &self,
        py: Python<'py>,
        name: &str,
    ) -> Result<Option<(Bound<'py, PyMemoryView>, Vec<String>)>> {
        let codes = self.memory(py, name, |array| {
            let keys = array.as_dictionary_opt::<UInt8Type>()?.keys();
            // The bits of -1.
            let code = |key: Option<u8>| key.unwrap_or(u8::MAX);
            Some(if keys.null_count() == 0 { keys.values().clone() } else { keys.iter().map(code).collect() })
        })?;
        let categories = self.words(name)?;
        Ok(codes.filter(|_| categories.len() <= MOST_CODES).map(|codes| (codes, categories)))
    }

    /// Names of the columns of texts by key that are no categories.
    #[getter]
    fn labels(&self) -> Vec<String> {
        let is_label = |field: &&FieldRef| matches!(field.data_type(), DataType::Dictionary(keys, _) if **keys == DataType::Int32);
        self.schema.fields().iter().filter(is_label).map(|field| field.name().clone()).collect()
    }

    /// A column of any type as a list: flags, ints, floats, `Decimal`, days or texts; None for missing.
    fn values<'py>(&self, py: Python<'py>, name: &str) -> Result<Bound<'py, PyList>> {
        let mut values = Vec::with_capacity(self.__len__());
        for array in self.arrays(name)? {
            objects::append(py, &mut values, array)?;
        }
        Ok(PyList::new(py, values)?)
    }

    /// The same columns as polars has them: texts by key as plain texts, categories as an `Enum`.
    fn for_polars(&self, py: Python<'_>) -> Result<Self> {
        py.detach(|| {
            let batch = |batch: &RecordBatch| {
                frame::batch(pairs(batch).map(polars::column).collect(), batch.num_rows())
            };
            Ok(Self::of(self.batches.iter().map(batch).collect::<cs_core::error::Result<_>>()?))
        })
    }

    /// These columns with others behind them, or in the place of those of the same name.
    fn beside(&self, others: &Self) -> Result<Self> {
        let others = frame::joined(&others.batches, &names(&others.schema))?;
        let mut start = 0_usize;
        let mut batches = Vec::with_capacity(self.batches.len());
        for batch in &self.batches {
            let mut columns: Vec<(FieldRef, ArrayRef)> =
                pairs(batch).filter(|(field, _)| others.column_by_name(field.name()).is_none()).collect();
            let rows = batch.num_rows().min(others.num_rows().saturating_sub(start));
            columns.extend(pairs(&others.slice(start, rows)));
            batches.push(frame::batch(columns, batch.num_rows())?);
            start = start.saturating_add(rows);
        }
        Ok(Self::of(batches))
    }

    /// A table in which each row of `others` stands behind the account of this table that its column `row` counts.
    fn long(&self, account: &str, others: &Self) -> Result<Self> {
        self.picked(&[(account, "account")], others)
    }

    /// A table in which each row of `others` stands behind these columns of the row that its column `row` counts.
    fn groups(&self, keys: Vec<String>, others: &Self) -> Result<Self> {
        let same: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), key.as_str())).collect();
        self.picked(&same, others)
    }

    /// Hands the columns over as an Arrow stream, as often as asked.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> Result<Bound<'py, PyCapsule>> {
        drop(requested_schema); // a wish that the interface lets a producer leave unanswered
        capsule::export(py, &self.schema, self.batches.clone())
    }

    /// Hands names and types over.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyCapsule>> {
        capsule::export_schema(py, &self.schema)
    }
}

impl Columns {
    /// The numbers of a column's pieces as one: where they lie if there is one piece. None where a piece has none.
    fn memory<'py, T: ArrowNativeType>(
        &self,
        py: Python<'py>,
        name: &str,
        numbers: impl Fn(&dyn Array) -> Option<ScalarBuffer<T>>,
    ) -> Result<Option<Bound<'py, PyMemoryView>>> {
        let Some(pieces) = self.arrays(name)?.map(numbers).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let whole: ScalarBuffer<T> = match pieces.as_slice() {
            [only] => only.clone(),
            several => several.iter().flat_map(|piece| piece.iter().copied()).collect(),
        };
        Ok(Some(memory(py, whole)?))
    }

    /// The texts that the keys of a column stand for; none for a column of something else.
    fn words(&self, name: &str) -> Result<Vec<String>> {
        let last = self.arrays(name)?.filter_map(<dyn Array>::as_any_dictionary_opt).last();
        let texts = last.and_then(|texts| texts.values().as_string_opt::<i32>());
        Ok(texts.into_iter().flatten().map(|text| text.unwrap_or("").to_owned()).collect())
    }

    /// Columns of this table by their name and their new name, picked by the column `row` of others, which follow.
    fn picked(&self, named: &[(&str, &str)], others: &Self) -> Result<Self> {
        let others = frame::joined(&others.batches, &names(&others.schema))?;
        let mut columns = Vec::with_capacity(named.len().saturating_add(others.num_columns()));
        let missing =
            |name: &str| Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(name);
        let rows = others.column_by_name(ROW).ok_or_else(|| missing(ROW))?;
        for (name, new_name) in named {
            let own = frame::joined(&self.batches, &[name])?;
            let own = own.column_by_name(name).ok_or_else(|| missing(name))?;
            let picked = take(own, rows, None).map_err(|error| frame::unfit(&error))?;
            columns.push((Arc::new(Field::new(*new_name, picked.data_type().clone(), true)), picked));
        }
        columns.extend(pairs(&others).filter(|(field, _)| field.name() != ROW));
        let batch = frame::batch(columns, others.num_rows())?;
        Ok(Self::of(vec![batch]))
    }
}

/// The numbers with NaN for missing: where they lie if it stands there already.
fn or_nan(floats: &Float64Array) -> ScalarBuffer<f64> {
    let values = floats.values();
    let hides = |nulls: &NullBuffer| nulls.iter().zip(values).any(|(known, value)| !known && !value.is_nan());
    match floats.nulls().filter(|nulls| hides(nulls)) {
        Some(_) => floats.iter().map(|value| value.unwrap_or(f64::NAN)).collect(),
        None => values.clone(),
    }
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.fields().iter().map(|field| field.name().as_str()).collect()
}

fn pairs(batch: &RecordBatch) -> impl Iterator<Item = (FieldRef, ArrayRef)> {
    let fields: Vec<FieldRef> = batch.schema().fields().iter().cloned().collect();
    fields.into_iter().zip(batch.columns().to_vec())
}

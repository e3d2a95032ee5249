//! Columns in and out by the Arrow C Data Interface: <https://arrow.apache.org/docs/format/CDataInterface.html>.
//!
//! What comes in is moved in at once and released when the call ends, whatever the outcome. Columns that nobody asks
//! for are not read. Those that are asked for are checked in full: the producer is trusted with pointers, not with
//! what they point to.

use arrow_array::{Array, ArrayRef, StructArray, ffi, new_empty_array, new_null_array};
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType};
use cs_arrow::batch::Batch;
use cs_arrow::ledger::Ledger;
use cs_arrow::valid;
use cs_core::error::{Error, ErrorCode, Result, nearest};
use cs_core::fact::table::Table;
use cs_core::revenue::rows::Rows;

use crate::guard::Out;
use crate::layout::{self, ArrowArray, ArrowSchema, Field};
use crate::status::{internal, usable};

/// A moved-in table.
pub(crate) struct Input {
    array: Result<FFI_ArrowArray>,
    schema: Result<FFI_ArrowSchema>,
}

/// Moves both structures in, before anything is checked: from here on they are ours to release.
///
/// # Safety
/// Pointers that are not NULL must point to structures that follow the interface.
pub(crate) unsafe fn take(array: *mut ArrowArray, schema: *mut ArrowSchema) -> Input {
    // SAFETY: the caller's promise.
    unsafe { take_as(["accounts", "schema"], array, schema) }
}

/// The same of arguments of other names.
///
/// # Safety
/// As for [`take`].
pub(crate) unsafe fn take_as(names: [&str; 2], array: *mut ArrowArray, schema: *mut ArrowSchema) -> Input {
    let [array_name, schema_name] = names;
    // SAFETY: not NULL and aligned; the rest is the caller's promise.
    let array = usable(array, array_name).map(|()| unsafe { FFI_ArrowArray::from_raw(array.cast()) });
    // SAFETY: as above.
    let schema = usable(schema, schema_name).map(|()| unsafe { FFI_ArrowSchema::from_raw(schema.cast()) });
    Input { array, schema }
}

impl Input {
    /// Lends the wanted columns. A wanted column that is not there is left to core, which names it.
    pub(crate) fn with_batch<T>(
        self,
        wanted: &[&str],
        body: impl FnOnce(&Table<'_>) -> Result<T>,
    ) -> Result<T> {
        let batch = |rows, columns: &[(&str, ArrayRef)]| {
            let add = |batch: Batch, (name, column): &(&str, ArrayRef)| batch.with(name, column);
            columns.iter().try_fold(Batch::new(rows), add)?.with_table(body)
        };
        self.with_columns(wanted, |kind| Batch::new(0).with("", kind).map(drop), batch)
    }

    /// Lends the wanted columns as the rows of a ledger.
    pub(crate) fn with_ledger<T>(
        self,
        wanted: &[&str],
        body: impl FnOnce(&Rows<'_>) -> Result<T>,
    ) -> Result<T> {
        let ledger = |rows, columns: &[(&str, ArrayRef)]| {
            let add = |ledger: Ledger, (name, column): &(&str, ArrayRef)| ledger.with(name, column);
            columns.iter().try_fold(Ledger::new(rows), add)?.with_rows(body)
        };
        self.with_columns(wanted, |kind| Ledger::new(0).with("", kind).map(drop), ledger)
    }

    /// Lends the wanted columns as a table of numbers by their shortest text, and as arrays.
    pub(crate) fn with_arrays<T>(
        self,
        wanted: &[&str],
        body: impl FnOnce(&Table<'_>, &[(&str, ArrayRef)]) -> Result<T>,
    ) -> Result<T> {
        let batch = |rows, columns: &[(&str, ArrayRef)]| {
            let add = |batch: Batch, (name, column): &(&str, ArrayRef)| batch.with(name, column);
            let batch = columns.iter().try_fold(Batch::shortest(rows), add)?;
            batch.with_table(|table| body(table, columns))
        };
        self.with_columns(wanted, |kind| Batch::new(0).with("", kind).map(drop), batch)
    }

    /// Lends one column as it is; `missing_column` where there is none.
    pub(crate) fn with_array<T>(self, name: &str, body: impl FnOnce(&ArrayRef) -> Result<T>) -> Result<T> {
        let array = |_, columns: &[(&str, ArrayRef)]| match columns {
            [(_, array), ..] => body(array),
            [] => Err(Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(name)),
        };
        self.with_columns(&[name], |kind| Batch::new(0).with("", kind).map(drop), array)
    }

    /// Reads the wanted columns; `accepts` judges an empty column of each type before its memory is read.
    fn with_columns<T>(
        self,
        wanted: &[&str],
        accepts: impl Fn(&ArrayRef) -> Result<()>,
        body: impl FnOnce(usize, &[(&str, ArrayRef)]) -> Result<T>,
    ) -> Result<T> {
        let (array, schema) = (self.array?, self.schema?);
        // SAFETY: `take` was promised structures that follow the interface, and both live until this call ends.
        let (array, schema) = unsafe { (&*(&raw const array).cast(), &*(&raw const schema).cast()) };
        // SAFETY: as above.
        let (rows, fields) = unsafe { layout::fields(array, schema) }?;
        let mut columns = Vec::with_capacity(wanted.len());
        for field in fields.iter().filter(|field| wanted.contains(&field.name)) {
            // SAFETY: as above; the arrays are dropped when this call ends, before the structures are released.
            let column = unsafe { column(field, rows.start, rows.len(), &accepts) };
            columns.push((field.name, column.map_err(|error| error.in_column(field.name))?));
        }
        // A blank column bears the name that a missing one may have been meant to be, so that an error can say it.
        let known = || fields.iter().map(|field| field.name);
        for name in wanted.iter().filter(|name| !known().any(|field| field == **name)) {
            if let Some(near) = nearest(name, known()).filter(|near| !wanted.contains(near)) {
                columns.push((near, new_null_array(&DataType::Null, rows.len())));
            }
        }
        body(rows.len(), &columns)
    }
}

/// The rows of one column, borrowed from its producer.
///
/// # Safety
/// The field's structures must follow the interface and outlive the array.
unsafe fn column(
    field: &Field<'_>,
    start: usize,
    rows: usize,
    accepts: impl Fn(&ArrayRef) -> Result<()>,
) -> Result<ArrayRef> {
    // SAFETY: the caller's promise.
    let kind = unsafe { layout::data_type(field.schema) }?;
    // What will be refused is refused before its memory is read.
    accepts(&new_empty_array(&kind))?;
    if rows == 0 {
        return Ok(new_empty_array(&kind));
    }
    // SAFETY: the caller's promise.
    unsafe { layout::check(field.array, &kind) }?;
    // SAFETY: a bitwise copy without a release callback owns nothing; the original stays the owner.
    let mut copy = unsafe { std::ptr::from_ref(field.array).cast::<FFI_ArrowArray>().read() };
    // SAFETY: as above; counting the missing rows anew is always right.
    unsafe {
        copy.set_release(None);
        copy.set_null_count(-1);
    }
    // SAFETY: lengths and pointers were checked, the rest is the producer's promise.
    let data = unsafe { ffi::from_ffi_and_data_type(copy, kind) }.map_err(broken)?;
    let end = start.saturating_add(rows);
    if end > data.len() {
        let sentence = format!("the table has {end} rows, the column {}", data.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).with_said_value(data.len()));
    }
    valid::checked(data.slice(start, rows))
}

fn broken(cause: ArrowError) -> Error {
    Error::new(ErrorCode::InvalidArgument, "this Arrow structure does not follow the interface")
        .with_hint(cause.to_string())
}

/// Where a table goes.
pub(crate) fn outputs(
    out: *mut ArrowArray,
    schema: *mut ArrowSchema,
) -> (Out<FFI_ArrowArray>, Out<FFI_ArrowSchema>) {
    (Out::new(out.cast(), "out"), Out::new(schema.cast(), "out_schema"))
}

/// Hands results over: the caller releases both.
pub(crate) fn export(table: &StructArray) -> Result<(FFI_ArrowArray, FFI_ArrowSchema)> {
    ffi::to_ffi(&table.to_data()).map_err(|cause| internal(cause.to_string()))
}

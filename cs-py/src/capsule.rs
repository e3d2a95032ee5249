//! Arrow PyCapsules: tables come in by moving the producer's structures out, and go out by handing over ours.
//!
//! The only module of this crate with `unsafe`. A structure is taken once: what is left in the capsule is marked
//! released, so its destructor frees nothing, and ours frees it on success and on error alike.

use std::{
    ffi::CStr,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::NonNull,
};

use arrow_array::{
    RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi},
    ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader},
};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use cs_core::error::{Error, ErrorCode};
use pyo3::{prelude::*, types::PyCapsule};

use crate::{error::Result, number::type_name};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// Takes the batches, at least one, of an object with `__arrow_c_stream__` or `__arrow_c_array__`.
pub(crate) fn import(table: &Bound<'_, PyAny>) -> Result<Vec<RecordBatch>> {
    if table.hasattr("__arrow_c_stream__")? {
        return import_stream(&table.call_method0("__arrow_c_stream__")?);
    }
    if table.hasattr("__arrow_c_array__")? {
        let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
            table.call_method0("__arrow_c_array__")?.extract()?;
        return import_array(&schema, &array);
    }
    let error = Error::new(ErrorCode::TypeMismatch, "a table is required").with_value(type_name(table));
    Err(error.with_hint("polars, pandas, pyarrow, DuckDB, or anything with __arrow_c_stream__").into())
}

fn import_stream(capsule: &Bound<'_, PyAny>) -> Result<Vec<RecordBatch>> {
    let pointer = pointer::<FFI_ArrowArrayStream>(capsule, STREAM)?;
    // SAFETY: a capsule of this name points to an initialised stream structure (the PyCapsule interface), and the
    // interpreter is attached, so nobody else takes it meanwhile.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    if stream.release().is_none() {
        return Err(released("stream"));
    }
    // A producer may run queries on threads that need the interpreter: it is not held while they work.
    capsule.py().detach(|| {
        guarded(|| {
            let reader = RecordBatchStreamReader::try_new(stream)?;
            let schema = reader.schema();
            let mut batches: Vec<RecordBatch> = reader.collect::<std::result::Result<_, _>>()?;
            if batches.is_empty() {
                batches.push(RecordBatch::new_empty(schema));
            }
            Ok(batches)
        })
    })
}

fn import_array(schema: &Bound<'_, PyAny>, array: &Bound<'_, PyAny>) -> Result<Vec<RecordBatch>> {
    let schema = pointer::<FFI_ArrowSchema>(schema, SCHEMA)?;
    let array = pointer::<FFI_ArrowArray>(array, ARRAY)?;
    // SAFETY: as for the stream; both structures are initialised and taken once.
    let (schema, array) =
        unsafe { (FFI_ArrowSchema::from_raw(schema.as_ptr()), FFI_ArrowArray::from_raw(array.as_ptr())) };
    if array.is_released() {
        return Err(released("array"));
    }
    guarded(|| {
        // SAFETY: the producer vouches for the array being of this schema (the C data interface).
        let data = unsafe { from_ffi(array, &schema) }?;
        if !matches!(data.data_type(), DataType::Struct(_)) {
            return Err(ArrowError::SchemaError("a table is required, not a single column".to_owned()));
        }
        Ok(vec![RecordBatch::from(StructArray::from(data))])
    })
}

/// The structure inside a capsule of this name.
fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &'static CStr) -> Result<NonNull<T>> {
    let mismatch = |found: String| {
        let sentence = format!("a capsule named {name:?} is required");
        Error::new(ErrorCode::TypeMismatch, sentence).with_value(found)
    };
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| mismatch(type_name(capsule)))?;
    if !capsule.is_valid_checked(Some(name)) {
        return Err(mismatch("a capsule of another name".to_owned()).into());
    }
    Ok(capsule.pointer_checked(Some(name))?.cast())
}

fn released(what: &str) -> crate::error::Fault {
    Error::new(ErrorCode::Released, format!("the Arrow {what} was already consumed")).into()
}

/// Runs foreign reading: its errors keep the producer's text, its panics do not cross.
fn guarded<T>(read: impl FnOnce() -> std::result::Result<T, ArrowError>) -> Result<T> {
    let outcome = catch_unwind(AssertUnwindSafe(read));
    let refuse =
        |text: String| Error::new(ErrorCode::InvalidArgument, format!("the table cannot be read: {text}"));
    match outcome {
        Ok(result) => Ok(result.map_err(|error| refuse(error.to_string()))?),
        Err(_) => Err(refuse("its Arrow structures are malformed".to_owned()).into()),
    }
}

/// Hands batches over as a stream; a capsule that nobody consumes frees them.
pub(crate) fn export<'py>(
    py: Python<'py>,
    schema: &SchemaRef,
    batches: Vec<RecordBatch>,
) -> Result<Bound<'py, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema.clone());
    Ok(PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)?)
}

/// Hands the schema over.
pub(crate) fn export_schema<'py>(py: Python<'py>, schema: &SchemaRef) -> Result<Bound<'py, PyCapsule>> {
    let schema = guarded(|| FFI_ArrowSchema::try_from(schema.as_ref()))?;
    Ok(PyCapsule::new_with_value(py, schema, SCHEMA)?)
}

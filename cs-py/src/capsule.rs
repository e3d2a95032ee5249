//! Arrow PyCapsules: tables come in by moving the producer's structures out, and go out by handing over ours. Buffers
//! (PEP 3118) likewise: numbers are read and given where they lie.
//!
//! The only module of this crate with `unsafe`. A structure is taken once: what is left in the capsule is marked
//! released, so its destructor frees nothing, and ours frees it on success and on error alike.

mod layout;

use std::{
    ffi::{CStr, c_int},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::NonNull,
    sync::Arc,
};

use arrow_array::{
    Array, ArrowPrimitiveType, DictionaryArray, PrimitiveArray, RecordBatch, RecordBatchIterator,
    RecordBatchOptions, StringViewArray, StructArray,
    cast::AsArray,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type},
    ffi_stream::FFI_ArrowArrayStream,
    types::Int32Type,
};
use arrow_buffer::{ArrowNativeType, Buffer, ScalarBuffer};
use arrow_schema::{DataType, Schema, SchemaRef};
use cs_core::error::{Error, ErrorCode};
use pyo3::{
    buffer::{Element, PyBuffer},
    ffi,
    prelude::*,
    types::{PyCapsule, PyMemoryView},
};

use crate::{
    error::{Fault, Result},
    number::type_name,
};

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
    let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    if stream.release().is_none() {
        return Err(released("stream"));
    }
    // A producer may run queries on threads that need the interpreter: it is not held while they work.
    capsule.py().detach(|| {
        guarded(|| {
            let schema = schema(&mut stream)?;
            let mut batches = Vec::new();
            while let Some(array) = next(&mut stream)? {
                batches.push(batch(array, &schema)?);
            }
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
    if array.is_released() || schema.release().is_none() {
        return Err(released("array"));
    }
    guarded(|| Ok(vec![batch(array, &read(&schema)?)?]))
}

fn read(schema: &FFI_ArrowSchema) -> Result<SchemaRef> {
    // SAFETY: the producer vouches for its pointers (the C data interface); its numbers are checked here.
    unsafe { layout::check_schema(schema) }?;
    Ok(Arc::new(
        Schema::try_from(schema).map_err(|cause| unread(schema).unwrap_or_else(|| unreadable(cause)))?,
    ))
}

/// Names the first column whose type Arrow has not: producers have some of their own.
fn unread(schema: &FFI_ArrowSchema) -> Option<Fault> {
    let column = schema.children().find(|column| DataType::try_from(*column).is_err())?;
    let error = Error::new(ErrorCode::TypeMismatch, "this format is no type of Arrow")
        .with_value(format!("{:?}", column.format()))
        .with_hint("cast the column first, such as to 64-bit numbers or to decimals");
    Some(error.in_column(column.name().unwrap_or_default()).into())
}

fn schema(stream: &mut FFI_ArrowArrayStream) -> Result<SchemaRef> {
    let get_schema = stream.get_schema().ok_or_else(|| released("stream"))?;
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the callback is given the stream that it was read from.
    let status = unsafe { get_schema(stream, &raw mut schema) };
    succeeded(stream, status)?;
    read(&schema)
}

/// The next array; None at the end of the stream.
fn next(stream: &mut FFI_ArrowArrayStream) -> Result<Option<FFI_ArrowArray>> {
    let get_next = stream.get_next().ok_or_else(|| released("stream"))?;
    let mut array = FFI_ArrowArray::empty();
    // SAFETY: the callback is given the stream that it was read from.
    let status = unsafe { get_next(stream, &raw mut array) };
    succeeded(stream, status)?;
    Ok(Some(array).filter(|array| !array.is_released()))
}

/// A producer's failure with its own text.
fn succeeded(stream: &mut FFI_ArrowArrayStream, status: c_int) -> Result<()> {
    if status == 0 {
        return Ok(());
    }
    // SAFETY: the callback is given the stream that it was read from, after a call that failed.
    let text = stream.get_last_error().map(|ask| unsafe { ask(stream) }).filter(|text| !text.is_null());
    // SAFETY: a text of the interface ends with NUL and lives until the next call on the stream.
    let text = text.map(|text| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned());
    Err(unreadable(text.unwrap_or_else(|| format!("its producer failed with {status}"))))
}

/// The rows of a struct array of this schema.
fn batch(array: FFI_ArrowArray, schema: &SchemaRef) -> Result<RecordBatch> {
    let kind = DataType::Struct(schema.fields().clone());
    // SAFETY: the producer vouches for its pointers (the C data interface); its numbers are checked first.
    let data = unsafe {
        layout::check(&array, &kind)?;
        from_ffi_and_data_type(array, kind)
    };
    let data = data.map_err(unreadable)?;
    if data.null_count() > 0 {
        let sentence = "the rows of a table are all there; only values may be missing";
        return Err(Error::new(ErrorCode::TypeMismatch, sentence).into());
    }
    let options = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let columns = StructArray::from(data).into_parts().1;
    RecordBatch::try_new_with_options(schema.clone(), columns, &options).map_err(unreadable)
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

fn released(what: &str) -> Fault {
    Error::new(ErrorCode::Released, format!("the Arrow {what} was already consumed")).into()
}

fn unreadable(cause: impl std::fmt::Display) -> Fault {
    Error::new(ErrorCode::InvalidArgument, format!("the table cannot be read: {cause}")).into()
}

/// Runs foreign reading: its panics do not cross.
fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(unreadable("its Arrow structures are malformed")))
}

/// The numbers of a contiguous buffer as a column, where they lie; the buffer stays pinned while the column lives.
///
/// A producer that writes into it meanwhile gets an answer about some of both, as from NumPy itself.
pub(crate) fn numbers<A: ArrowPrimitiveType<Native: Element>>(
    buffer: PyBuffer<A::Native>,
) -> Result<PrimitiveArray<A>> {
    let length = buffer.item_count();
    if !buffer.is_c_contiguous() {
        let error = Error::new(ErrorCode::TypeMismatch, "a contiguous buffer is needed");
        return Err(error.into());
    }
    let Some(start) = NonNull::new(buffer.buf_ptr().cast::<u8>()).filter(|_| length > 0) else {
        return Ok(PrimitiveArray::from_iter_values([]));
    };
    let bytes = length.saturating_mul(size_of::<A::Native>());
    // SAFETY: the exporter promises so many numbers, aligned, from here on for as long as the buffer is held (PEP
    // 3118), and the allocation holds it. Every bit pattern is a number.
    let buffer = unsafe { Buffer::from_custom_allocation(start, bytes, Arc::new(Pinned(buffer))) };
    Ok(PrimitiveArray::new(ScalarBuffer::new(buffer, 0, length), None))
}

/// Keeps a buffer pinned.
struct Pinned<T: Element>(#[expect(dead_code, reason = "held, not read")] PyBuffer<T>);

impl<T: Element> std::panic::RefUnwindSafe for Pinned<T> {}

/// The numbers of a column as Python reads memory: where they lie, read-only, alive as long as anybody looks at them.
pub(crate) fn memory<T: ArrowNativeType>(
    py: Python<'_>,
    numbers: ScalarBuffer<T>,
) -> Result<Bound<'_, PyMemoryView>> {
    let memory = Bound::new(py, Memory(numbers.into_inner()))?;
    Ok(PyMemoryView::from(memory.as_any())?)
}

/// What such a view looks at.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct Memory(Buffer);

#[pymethods]
impl Memory {
    unsafe fn __getbuffer__(slf: Bound<'_, Self>, view: *mut ffi::Py_buffer, flags: c_int) -> PyResult<()> {
        let bytes = slf.get().0.as_slice();
        let length = ffi::Py_ssize_t::try_from(bytes.len())?;
        // SAFETY: the interpreter gives a view to fill, which holds a reference to this object; the bytes live in it,
        // never move and never change.
        let status = unsafe {
            ffi::PyBuffer_FillInfo(view, slf.as_ptr(), bytes.as_ptr().cast_mut().cast(), length, 1, flags)
        };
        if status == 0 { Ok(()) } else { Err(PyErr::fetch(slf.py())) }
    }
}

/// Texts by key as views, which is polars' own layout: each row repeats the view of its label.
pub(crate) fn views(texts: &DictionaryArray<Int32Type>) -> StringViewArray {
    if texts.null_count() == texts.len() {
        return StringViewArray::new_null(texts.len());
    }
    let labels: StringViewArray =
        texts.values().as_string::<i32>().iter().map(Option::unwrap_or_default).map(Some).collect();
    let view = |key: &i32| {
        // A key of a missing row may point anywhere; the view of all zeros is the empty text.
        usize::try_from(*key).ok().and_then(|key| labels.views().get(key)).copied().unwrap_or_default()
    };
    let views: Vec<u128> = texts.keys().values().iter().map(view).collect();
    // SAFETY: every view is the empty text or one of a valid array, whose buffers go along; there are as many bits of
    // validity as there are keys.
    unsafe {
        StringViewArray::new_unchecked(
            views.into(),
            labels.data_buffers().clone(),
            texts.keys().nulls().cloned(),
        )
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
    let schema = guarded(|| FFI_ArrowSchema::try_from(schema.as_ref()).map_err(unreadable))?;
    Ok(PyCapsule::new_with_value(py, schema, SCHEMA)?)
}

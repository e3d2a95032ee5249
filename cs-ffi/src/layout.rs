//! The structures of the Arrow C Data Interface, and what is checked before anything behind them is read.

use std::ffi::{CStr, c_char, c_void};
use std::ops::Range;

use arrow_buffer::bit_chunk_iterator::UnalignedBitChunk;
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::DataType;
use arrow_schema::ffi::FFI_ArrowSchema;
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::table::ROWS;

/// An array of the interface. The header holds its definition word for word.
#[repr(C)]
pub struct ArrowArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut ArrowArray,
    dictionary: *mut ArrowArray,
    release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    private_data: *mut c_void,
}

/// A schema of the interface. The header holds its definition word for word.
#[repr(C)]
pub struct ArrowSchema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut ArrowSchema,
    dictionary: *mut ArrowSchema,
    release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    private_data: *mut c_void,
}

// The import reads these same bytes through arrow's own mirror of the interface.
const _: () = assert!(size_of::<ArrowArray>() == size_of::<FFI_ArrowArray>());
const _: () = assert!(size_of::<ArrowSchema>() == size_of::<FFI_ArrowSchema>());

/// One column and its schema.
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) array: &'a ArrowArray,
    pub(crate) schema: &'a ArrowSchema,
}

/// The rows and columns of a struct array.
///
/// # Safety
/// Both must follow the interface, and outlive what is returned.
pub(crate) unsafe fn fields<'a>(
    array: &'a ArrowArray,
    schema: &'a ArrowSchema,
) -> Result<(Range<usize>, Vec<Field<'a>>)> {
    if array.release.is_none() || schema.release.is_none() {
        return Err(Error::new(ErrorCode::Released, "this Arrow structure was released or consumed before"));
    }
    // SAFETY: here and below, the caller's promise.
    let format = unsafe { text(schema.format) }?;
    if format != "+s" {
        return Err(Error::new(ErrorCode::TypeMismatch, "a table is a struct array, format \"+s\"")
            .with_value(format!("{format:?}")));
    }
    let (start, rows) = (count(array.offset, "offset")?, count(array.length, "length")?);
    let rows = start..start.saturating_add(rows);
    // SAFETY: as above.
    unsafe { all_valid(array, &rows) }?;
    // SAFETY: as above.
    let (arrays, schemas) = unsafe {
        (children(array.children, array.n_children)?, children(schema.children, schema.n_children)?)
    };
    if arrays.len() != schemas.len() {
        let sentence = format!("the schema has {} columns, the array {}", schemas.len(), arrays.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).with_said_value(arrays.len()));
    }
    let field = |(array, schema): (&'a ArrowArray, &'a ArrowSchema)| {
        // SAFETY: as above. A column without a name is nobody's.
        let name = if schema.name.is_null() { "" } else { unsafe { text(schema.name) }? };
        Ok(Field { name, array, schema })
    };
    Ok((rows, arrays.into_iter().zip(schemas).map(field).collect::<Result<_>>()?))
}

/// The type of a column that is not nested; nested ones hold no facts.
///
/// # Safety
/// The schema must follow the interface.
pub(crate) unsafe fn data_type(schema: &ArrowSchema) -> Result<DataType> {
    // SAFETY: here and below, the caller's promise.
    let (format, dictionary) = unsafe { (text(schema.format)?, schema.dictionary.as_ref()) };
    let values = match dictionary {
        // SAFETY: as above.
        Some(dictionary) => unsafe { text(dictionary.format) }?,
        None => "",
    };
    if format.starts_with('+')
        || values.starts_with('+')
        || dictionary.is_some_and(|inner| !inner.dictionary.is_null())
    {
        return Err(Error::new(ErrorCode::TypeMismatch, "a column of facts is not nested")
            .with_value(format!("{format:?}")));
    }
    // SAFETY: the same structure under arrow's name; its texts were checked.
    let schema = unsafe { &*std::ptr::from_ref(schema).cast::<FFI_ArrowSchema>() };
    let no_type = || {
        Error::new(ErrorCode::TypeMismatch, "this format is no type of Arrow")
            .with_value(format!("{format:?}"))
    };
    let kind = DataType::try_from(schema).map_err(|cause| no_type().with_hint(cause.to_string()))?;
    if is_possible(&kind) { Ok(kind) } else { Err(no_type()) }
}

/// Whether there can be an array of this type: Arrow reads bytes of a width below 0 and dictionaries without whole
/// numbers for keys, and panics when it makes an array of them.
fn is_possible(kind: &DataType) -> bool {
    match kind {
        DataType::FixedSizeBinary(width) => *width >= 0,
        DataType::Dictionary(keys, values) => keys.is_integer() && is_possible(values),
        _ => true,
    }
}

/// Checks lengths, buffers and dictionary of a column of this type, so that an import reads no NULL.
///
/// # Safety
/// The array must follow the interface.
pub(crate) unsafe fn check(array: &ArrowArray, kind: &DataType) -> Result<()> {
    if array.release.is_none() {
        return Err(Error::new(ErrorCode::Released, "this column was released or moved away before"));
    }
    let (offset, length) = (count(array.offset, "offset")?, count(array.length, "length")?);
    let views = *kind == DataType::Utf8View;
    let wanted = match kind {
        DataType::Null => 0,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => 3,
        _ => 2,
    };
    let found = count(array.n_buffers, "number of buffers")?;
    if found < wanted || (found > wanted && !views) {
        let sentence = format!("a column of {kind} has {wanted} buffers");
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).with_value(found));
    }
    // SAFETY: here and below, the caller's promise.
    let buffers = unsafe { list(array.buffers.cast_const(), found) }?;
    if wanted > 0 && length.saturating_add(offset) > 0 && buffers.get(1).is_none_or(|buffer| buffer.is_null())
    {
        return Err(Error::new(ErrorCode::NullPointer, "the buffer of values is required").with_value("NULL"));
    }
    if let (DataType::Utf8 | DataType::LargeUtf8, [_, offsets, _]) = (kind, buffers) {
        let end = length.saturating_add(offset);
        // SAFETY: as above: there is one offset more than there are rows.
        let last = unsafe {
            match kind {
                DataType::Utf8 => {
                    list(offsets.cast::<i32>(), end.saturating_add(1))?.last().map(|last| i64::from(*last))
                }
                _ => list(offsets.cast::<i64>(), end.saturating_add(1))?.last().copied(),
            }
        };
        // The import takes the last offset for the length of the text.
        if last.is_some_and(|last| last < 0) {
            return Err(
                Error::new(ErrorCode::LengthMismatch, "offsets are 0 or more").with_value(last.unwrap_or(0))
            );
        }
    }
    if views && let [_, _, rest @ .., lengths] = buffers {
        // SAFETY: as above: the last buffer holds one length for each of the others.
        let lengths = unsafe { list(lengths.cast::<i64>(), rest.len()) }?;
        for length in lengths {
            count(*length, "length of a buffer")?;
        }
    }
    match (kind, array.dictionary.is_null()) {
        (DataType::Dictionary(_, _), true) => {
            Err(Error::new(ErrorCode::NullPointer, "the dictionary is required").with_value("NULL"))
        }
        // SAFETY: as above, and not NULL.
        (DataType::Dictionary(_, values), false) => unsafe { check(&*array.dictionary, values) },
        _ => Ok(()),
    }
}

/// Refuses a table with missing rows: a row without an account means nothing.
///
/// # Safety
/// The array must follow the interface.
unsafe fn all_valid(array: &ArrowArray, rows: &Range<usize>) -> Result<()> {
    // SAFETY: here and below, the caller's promise.
    let buffers = unsafe { list(array.buffers.cast_const(), count(array.n_buffers, "number of buffers")?) }?;
    let Some(validity) = buffers.first().filter(|validity| array.null_count != 0 && !validity.is_null())
    else {
        return Ok(());
    };
    // SAFETY: as above: a validity bitmap covers offset and length.
    let bits = unsafe { list(validity.cast::<u8>(), rows.end.div_ceil(8)) }?;
    if UnalignedBitChunk::new(bits, rows.start, rows.len()).count_ones() != rows.len() {
        return Err(Error::new(
            ErrorCode::TypeMismatch,
            "the rows of a table are all there; only values may be missing",
        ));
    }
    Ok(())
}

/// A number of the interface as a size within the limits of a table.
fn count(value: i64, what: &str) -> Result<usize> {
    let known = usize::try_from(value).ok().filter(|value| *value <= ROWS);
    known.ok_or_else(|| {
        Error::new(ErrorCode::Limit, format!("the {what} lies between 0 and 2^32")).with_value(value)
    })
}

/// # Safety
/// A pointer that is not NULL must point to so many values.
unsafe fn list<'a, T>(pointer: *const T, length: usize) -> Result<&'a [T]> {
    if length == 0 {
        return Ok(&[]);
    }
    crate::status::usable(pointer, "Arrow structure")?;
    // SAFETY: not NULL, aligned; that the values are there is the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// # Safety
/// As for [`list`], and so for each child.
unsafe fn children<'a, T>(pointer: *mut *mut T, length: i64) -> Result<Vec<&'a T>> {
    // SAFETY: the caller's promise.
    let pointers = unsafe { list(pointer.cast_const(), count(length, "number of columns")?) }?;
    let child = |pointer: &*mut T| {
        crate::status::usable(*pointer, "Arrow structure")?;
        // SAFETY: not NULL and aligned; the rest is the caller's promise.
        Ok(unsafe { &**pointer })
    };
    pointers.iter().map(child).collect()
}

/// # Safety
/// A pointer that is not NULL must point to a text that ends with NUL.
unsafe fn text<'a>(pointer: *const c_char) -> Result<&'a str> {
    crate::status::usable(pointer, "Arrow schema")?;
    // SAFETY: not NULL; the rest is the caller's promise.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str()
        .map_err(|_| Error::new(ErrorCode::InvalidText, "names and formats are UTF-8").at("Arrow schema"))
}

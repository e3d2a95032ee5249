//! What is checked of a foreign array before memory behind it is read: the import takes its numbers as they are.

use std::ffi::{c_char, c_void};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_data::layout;
use arrow_schema::DataType;
use cs_core::{
    error::{Error, ErrorCode, Result},
    fact::table::ROWS,
};

/// Most columns of a table, and most children of a column.
const COLUMNS: usize = 1 << 16;

/// A schema of the interface: the import keeps its number of children to itself and takes it for a size.
#[repr(C)]
struct Head {
    texts: [*const c_char; 3],
    flags: i64,
    n_children: i64,
    children: *const *const Head,
    dictionary: *const Head,
    release: *const c_void,
    private_data: *const c_void,
}

const _: () = assert!(size_of::<Head>() == size_of::<FFI_ArrowSchema>());

/// Levels of a schema that are read; columns of facts have two.
const LEVELS: usize = 32;

/// Refuses counts of children that cannot be sizes of memory, and children that are not there.
///
/// # Safety
/// The schema's pointers must point to what the interface says is there.
pub(super) unsafe fn check_schema(schema: &FFI_ArrowSchema) -> Result<()> {
    // SAFETY: the same structure, read under our names; the rest is the caller's promise.
    unsafe { heads(std::ptr::from_ref(schema).cast(), LEVELS) }
}

/// # Safety
/// As for [`check_schema`].
unsafe fn heads(head: *const Head, levels: usize) -> Result<()> {
    let missing = || Error::new(ErrorCode::InvalidArgument, "a part of the schema is not there");
    // SAFETY: here and below, the caller's promise.
    let head = unsafe { head.as_ref() }.ok_or_else(missing)?;
    let limit = |sentence: String| Error::new(ErrorCode::Limit, sentence);
    let deeper =
        levels.checked_sub(1).ok_or_else(|| limit(format!("a schema has at most {LEVELS} levels")))?;
    let count = usize::try_from(head.n_children).ok().filter(|count| *count <= COLUMNS).ok_or_else(|| {
        limit(format!("the number of columns lies between 0 and {COLUMNS}")).with_value(head.n_children)
    })?;
    if count > 0 && head.children.is_null() {
        return Err(missing());
    }
    for place in 0..count {
        // SAFETY: as above.
        unsafe { heads(head.children.add(place).read(), deeper) }?;
    }
    // SAFETY: as above.
    if head.dictionary.is_null() { Ok(()) } else { unsafe { heads(head.dictionary, deeper) } }
}

/// Refuses lengths, counts of buffers and children, and text offsets that cannot be sizes of memory.
///
/// # Safety
/// The array's pointers must point to what the interface says is there.
pub(super) unsafe fn check(array: &FFI_ArrowArray, kind: &DataType) -> Result<()> {
    if array.is_released() {
        return Err(Error::new(ErrorCode::Released, "this Arrow array was released or moved away before"));
    }
    // A negative number of the interface arrives as one that no table reaches.
    for (what, number) in [("length", array.len()), ("offset", array.offset())] {
        if number > ROWS {
            return Err(Error::new(ErrorCode::Limit, format!("the {what} lies between 0 and 2^32")));
        }
    }
    // SAFETY: here and below, the caller's promise.
    unsafe { buffers(array, kind) }?;
    let kinds = children(kind);
    if kind.is_nested() && array.num_children() != kinds.len() {
        return Err(mismatch(format!("the schema of this array has {} columns", kinds.len())));
    }
    let (is_table, rows) = (matches!(kind, DataType::Struct(_)), array.offset().saturating_add(array.len()));
    for (index, kind) in kinds.into_iter().enumerate() {
        let child = array.child(index);
        // SAFETY: as above.
        unsafe { check(child, kind) }?;
        if is_table && child.len() < rows {
            return Err(mismatch(format!("the table has {rows} rows, a column {}", child.len())));
        }
    }
    match (kind, array.dictionary()) {
        // SAFETY: as above.
        (DataType::Dictionary(_, values), Some(dictionary)) => unsafe { check(dictionary, values) },
        _ => Ok(()),
    }
}

/// # Safety
/// As for [`check`].
unsafe fn buffers(array: &FFI_ArrowArray, kind: &DataType) -> Result<()> {
    let layout = layout(kind);
    let own = layout.buffers.len().saturating_add(usize::from(layout.can_contain_null_mask));
    // Views have any number of buffers more, and at last one that holds the lengths of those.
    let (least, most) = if layout.variadic { (own.saturating_add(1), ROWS) } else { (own, own) };
    let found = array.num_buffers();
    if found > most || (found < least && !layout.buffers.is_empty()) {
        return Err(mismatch(format!("a column of {kind} has {least} buffers")));
    }
    let rows = array.offset().saturating_add(array.len());
    // SAFETY: the caller's promise: one offset more than there are rows, one length for each buffer of texts.
    unsafe {
        match kind {
            DataType::Utf8 | DataType::Binary if rows > 0 => sizes::<i32>(array.buffer(1), rows..=rows),
            DataType::LargeUtf8 | DataType::LargeBinary if rows > 0 => {
                sizes::<i64>(array.buffer(1), rows..=rows)
            }
            _ if layout.variadic && found > least => {
                let texts = found.saturating_sub(least);
                sizes::<i64>(array.buffer(found.saturating_sub(1)), 0..=texts.saturating_sub(1))
            }
            _ => Ok(()),
        }
    }
}

/// Refuses sizes, at these places behind a pointer, that are negative.
///
/// # Safety
/// A pointer that is not NULL must point to so many.
unsafe fn sizes<T: Copy + Into<i64>>(
    buffer: *const u8,
    places: std::ops::RangeInclusive<usize>,
) -> Result<()> {
    let sizes = buffer.cast::<T>();
    if sizes.is_null() || !sizes.is_aligned() {
        return Err(Error::new(
            ErrorCode::InvalidArgument,
            "offsets are required, and aligned to their size",
        ));
    }
    // SAFETY: not NULL, aligned; the rest is the caller's promise.
    let mut found = places.map(|place| unsafe { sizes.add(place).read() }.into());
    match found.find(|size: &i64| *size < 0) {
        Some(size) => Err(mismatch("offsets and sizes are 0 or more".to_owned()).with_value(size)),
        None => Ok(()),
    }
}

fn children(kind: &DataType) -> Vec<&DataType> {
    match kind {
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        DataType::Union(fields, _) => fields.iter().map(|(_, field)| field.data_type()).collect(),
        DataType::RunEndEncoded(ends, values) => vec![ends.data_type(), values.data_type()],
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => vec![field.data_type()],
        _ => Vec::new(),
    }
}

fn mismatch(sentence: String) -> Error {
    Error::new(ErrorCode::LengthMismatch, sentence)
}

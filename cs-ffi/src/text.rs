//! Text in: pointer and length. Text out: NUL-terminated, kept in a list so that only what we gave is freed.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::health::fitting::BYTES;
use cs_core::value::document;
use serde::Serialize;

use crate::guard::release;
use crate::status::{cs_status, internal, usable};

/// A text that was given out. Its length is kept here: the caller may have written a NUL into it.
struct Given(*mut [u8]);

// SAFETY: the allocation belongs to whoever holds the `Given`; nothing about it is tied to a thread.
unsafe impl Send for Given {}

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: made by Box::into_raw in `give`, and dropped once, when it leaves the list.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

static GIVEN: Mutex<BTreeMap<usize, Given>> = Mutex::new(BTreeMap::new());

/// Inserting and removing leave the list whole, so a poisoned lock is still good.
fn given() -> MutexGuard<'static, BTreeMap<usize, Given>> {
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lock as a thread that panics holds it.
#[cfg(all(test, not(shuttle)))]
pub(crate) fn held() -> impl Sized {
    GIVEN.lock()
}

pub(crate) fn live() -> usize {
    given().len()
}

/// Reads UTF-8 text; NULL with length 0 is the empty text. A length beyond that of the longest document is refused before
/// anything is read.
///
/// # Safety
/// A pointer that is not NULL must point to `length` bytes that nobody changes during the call.
pub(crate) unsafe fn read<'a>(pointer: *const c_char, length: usize, name: &str) -> Result<&'a str> {
    if length == 0 {
        return Ok("");
    }
    usable(pointer, name)?;
    if length > BYTES {
        return Err(Error::new(ErrorCode::Limit, format!("a text has at most {BYTES} bytes"))
            .at(name)
            .with_value(length));
    }
    // SAFETY: not NULL, far fewer than isize::MAX bytes; that they are there is the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), length) };
    std::str::from_utf8(bytes).map_err(|error| {
        let sentence = format!("text is UTF-8 (see byte {})", error.valid_up_to());
        Error::new(ErrorCode::InvalidText, sentence).at(name)
    })
}

/// Reads a JSON list of names.
///
/// # Safety
/// As for [`read`].
pub(crate) unsafe fn names(pointer: *const c_char, length: usize, name: &str) -> Result<Vec<String>> {
    // SAFETY: the caller's promise.
    document::read(unsafe { read(pointer, length, name) }?.as_bytes())
}

/// Gives a text to the caller, who frees it with cs_string_free.
pub(crate) fn give(text: String) -> Result<*mut c_char> {
    if text.contains('\0') {
        return Err(internal("a text with a NUL inside cannot be given to C"));
    }
    let mut bytes = text.into_bytes();
    bytes.push(0);
    let raw = Box::into_raw(bytes.into_boxed_slice());
    let pointer = raw.cast::<c_char>();
    given().insert(pointer.addr(), Given(raw));
    Ok(pointer)
}

/// Gives a value as JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<*mut c_char> {
    give(serde_json::to_string(value).map_err(|error| internal(error.to_string()))?)
}

/// Frees a text that this library gave. NULL is fine; a text that is not ours or was freed before is CS_STALE_HANDLE
/// and is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_string_free(text: *mut c_char) -> cs_status {
    release(|| {
        if text.is_null() || given().remove(&text.addr()).is_some() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::StaleHandle, "this text was not given by this library or was freed before")
            .at("text"))
    })
}

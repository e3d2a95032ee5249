//! Statuses: 0 is success, anything else the number of an [`ErrorCode`].

use std::ffi::{CString, c_char};
use std::sync::LazyLock;

use cs_core::error::{Error, ErrorCode, Result};
use serde::Serialize;

use crate::guard::{Out, guard};
use crate::text;

/// What every function that can fail returns: CS_OK or one of the codes above.
#[allow(non_camel_case_types, reason = "C's name")]
pub type cs_status = i32;

/// Success.
pub(crate) const OK: cs_status = 0;

/// Constants need a place that never moves, and a NUL.
static NAMES: LazyLock<Vec<(cs_status, CString)>> = LazyLock::new(|| {
    let name = |code: &ErrorCode| (code.number(), CString::new(code.as_str()).unwrap_or_default());
    ErrorCode::ALL.iter().map(name).collect()
});

/// The name of a status, such as "zero_denominator"; "ok" for CS_OK, "" for a number that is no status. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn cs_status_name(status: cs_status) -> *const c_char {
    if status == OK {
        return c"ok".as_ptr();
    }
    NAMES.iter().find(|(number, _)| *number == status).map_or(c"".as_ptr(), |(_, name)| name.as_ptr())
}

#[derive(Serialize)]
struct Row {
    number: i32,
    code: &'static str,
    class: &'static str,
    meaning: &'static str,
}

/// Lists every error code as JSON: an array of {"number", "code", "class", "meaning"}.
/// `*codes` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_error_codes_json(codes: *mut *mut c_char) -> cs_status {
    guard(Out::new(codes, "codes"), || {
        let row = |code: &ErrorCode| Row {
            number: code.number(),
            code: code.as_str(),
            class: code.class_name(),
            meaning: code.meaning(),
        };
        text::json(&ErrorCode::ALL.iter().map(row).collect::<Vec<_>>())
    })
}

/// A defect of this library, in the one form that all of them are reported in.
pub(crate) fn internal(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::Internal, message)
}

/// Refuses NULL and pointers that are not aligned for what they point to.
pub(crate) fn usable<T>(pointer: *const T, name: &str) -> Result<()> {
    if pointer.is_null() {
        return Err(Error::new(ErrorCode::NullPointer, "this pointer is required")
            .at(name)
            .with_value("NULL"));
    }
    if !pointer.is_aligned() {
        return Err(
            Error::new(ErrorCode::InvalidArgument, "this pointer is not aligned for its type").at(name)
        );
    }
    Ok(())
}

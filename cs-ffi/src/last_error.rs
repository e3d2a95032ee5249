//! The last error of each thread: its texts stay where they are until the next call on that thread.

use std::cell::RefCell;
use std::ffi::{CString, c_char};

use cs_core::error::Error;

use crate::status::cs_status;

#[derive(Default)]
struct Report {
    code: CString,
    message: CString,
    path: CString,
    column: CString,
    value: CString,
    row: Option<i64>,
}

thread_local! {
    static LAST: RefCell<Option<Report>> = const { RefCell::new(None) };
}

/// Keeps an error and returns its status.
pub(crate) fn set(error: &Error) -> cs_status {
    let report = Report {
        code: c_text(error.code().as_str()),
        message: c_text(&error.to_string()),
        path: c_text(error.path().unwrap_or_default()),
        column: c_text(error.column().unwrap_or_default()),
        value: c_text(error.value().unwrap_or_default()),
        row: error.row().and_then(|row| i64::try_from(row).ok()),
    };
    replace(Some(report));
    error.code().number()
}

pub(crate) fn clear() {
    replace(None);
}

/// A thread that is ending has nobody left to read the error.
fn replace(report: Option<Report>) {
    let _ = LAST.try_with(|last| last.try_borrow_mut().map(|mut last| *last = report));
}

/// A NUL inside would end the text early; it is shown as the replacement character.
fn c_text(text: &str) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}

fn read(part: impl FnOnce(&Report) -> &CString) -> *const c_char {
    let pointer =
        |last: &RefCell<Option<Report>>| last.try_borrow().ok()?.as_ref().map(|report| part(report).as_ptr());
    LAST.try_with(pointer).ok().flatten().unwrap_or(c"".as_ptr())
}

/// The code of this thread's last error, such as "zero_denominator"; "" after a call that succeeded.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_code() -> *const c_char {
    read(|report| &report.code)
}

/// One sentence for people that names the place and the value; "" after a call that succeeded.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_message() -> *const c_char {
    read(|report| &report.message)
}

/// The place in the document, such as "indicators[2].scale", or the argument's name; "" where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_path() -> *const c_char {
    read(|report| &report.path)
}

/// The column's name; "" where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_column() -> *const c_char {
    read(|report| &report.column)
}

/// The offending value as text, cut to 64 characters; "" where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_value() -> *const c_char {
    read(|report| &report.value)
}

/// The row, counted from 0; -1 where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cs_last_error_row() -> i64 {
    let row = |last: &RefCell<Option<Report>>| last.try_borrow().ok()?.as_ref()?.row;
    LAST.try_with(row).ok().flatten().unwrap_or(-1)
}

#[cfg(test)]
pub(crate) fn message() -> String {
    LAST.with(|last| last.borrow().as_ref().map(|report| report.message.clone()))
        .map_or(String::new(), |text| text.into_string().unwrap())
}

//! Which library this is.

use std::ffi::c_char;

/// Grows by one with every release that adds to the header; a new major version of the library has its own soname.
const ABI: u32 = 1;

/// The version of this interface. A program compiled against a header with a greater CS_ABI_VERSION may miss functions.
#[unsafe(no_mangle)]
pub extern "C" fn cs_abi_version() -> u32 {
    ABI
}

/// The version of the library, such as "0.1.0". Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn cs_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

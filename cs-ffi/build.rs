//! Names the shared library after its major version and keeps it loaded once it is.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let major = std::env::var("CARGO_PKG_VERSION_MAJOR").unwrap_or_default();
    if target == "linux" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcustomer_success.so.{major}");
        // Thread-local errors have destructors: code that is unloaded before its threads end would crash them.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}

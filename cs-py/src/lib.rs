//! `customer_success._core`: converts, calls the core once, converts back.
#![deny(unsafe_code)]

mod error;
mod kpi;
mod number;

/// The native part of `customer_success`; its public face is the Python package around it.
#[pyo3::pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use super::kpi::{catalogue, value};
}

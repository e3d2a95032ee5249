//! How many threads a call may use.

use std::{num::NonZeroUsize, thread::available_parallelism};

use cs_core::error::{Error, ErrorCode};
use pyo3::{
    exceptions::{PyOverflowError, PyTypeError},
    prelude::*,
    types::PyBool,
};

use crate::{
    error::Fault,
    number::{shown, type_name},
};

/// The argument `threads`: a whole number from 1 up.
///
/// Errors, at it: `out_of_range` below 1; `invalid_argument` for more than a machine can count; `type_mismatch`.
pub(crate) struct Threads(NonZeroUsize);

impl<'py> FromPyObject<'_, 'py> for Threads {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = given.py();
        let refused = |code, sentence: &str, value: String| {
            PyErr::from(Fault::from(Error::new(code, sentence).at("threads").with_value(value)))
        };
        let no_number =
            || refused(ErrorCode::TypeMismatch, "a whole number is needed", type_name(&given.to_owned()));
        if given.is_instance_of::<PyBool>() {
            return Err(no_number());
        }
        let least = "at least one thread is needed";
        match given.extract::<usize>() {
            Ok(threads) => NonZeroUsize::new(threads)
                .map(Self)
                .ok_or_else(|| refused(ErrorCode::OutOfRange, least, threads.to_string())),
            Err(error) if error.is_instance_of::<PyTypeError>(py) => Err(no_number()),
            Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
                let value = shown(&given)?;
                Err(if given.lt(0)? {
                    refused(ErrorCode::OutOfRange, least, value)
                } else {
                    refused(ErrorCode::InvalidArgument, "no machine has so many threads", value)
                })
            }
            Err(error) => Err(error),
        }
    }
}

/// So many threads as the caller wants, or as there are cores.
pub(crate) fn workers(threads: Option<Threads>) -> NonZeroUsize {
    threads.map_or_else(|| available_parallelism().unwrap_or(NonZeroUsize::MIN), |Threads(threads)| threads)
}

//! Core errors become `CustomerSuccessError`; errors of Python pass through unchanged.

use cs_core::error::{Error, ErrorCode};
use pyo3::{prelude::*, sync::PyOnceLock, types::PyType};

/// What every function of this module returns.
pub(crate) type Result<T> = std::result::Result<T, Fault>;

/// What can go wrong on the way: the core refuses, or Python does.
pub(crate) enum Fault {
    Core(Error),
    Python(PyErr),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl Fault {
    fn map(self, place: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Core(error) => Self::Core(place(error)),
            python => python,
        }
    }

    /// Names the argument or the place around the one already named.
    pub(crate) fn under(self, place: &str) -> Self {
        self.map(|error| error.under(place))
    }

    /// Names the column.
    pub(crate) fn in_column(self, column: &str) -> Self {
        self.map(|error| error.in_column(column))
    }

    /// Names the row.
    pub(crate) fn at_row(self, row: usize) -> Self {
        self.map(|error| error.at_row(row))
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Python(error) => error,
            Fault::Core(error) => Python::attach(|py| raise(py, &error).unwrap_or_else(|failure| failure)),
        }
    }
}

/// The known name nearest to one that was not found, where it may be a slip.
#[pyfunction]
pub(crate) fn nearest(name: &str, known: Vec<String>) -> Option<String> {
    cs_core::error::nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
}

/// A text as an error shows it: in quotes, and cut.
#[pyfunction]
pub(crate) fn shown(text: &str) -> String {
    let error = Error::new(ErrorCode::InvalidArgument, "").with_value(format!("{text:?}"));
    error.value().unwrap_or_default().to_owned()
}

fn raise(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    static ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static UNDEFINED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = if error.code().is_undefined() {
        UNDEFINED.import(py, "customer_success.errors", "UndefinedError")?
    } else {
        ERROR.import(py, "customer_success.errors", "CustomerSuccessError")?
    };
    let parts =
        (error.to_string(), error.code().as_str(), error.path(), error.column(), error.row(), error.value());
    Ok(PyErr::from_value(class.call1(parts)?))
}

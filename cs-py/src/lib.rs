//! `customer_success._core`: converts, calls the core once, converts back.
#![deny(unsafe_code)]

mod answer;
mod benchmark;
#[expect(unsafe_code, reason = "Arrow structures cross the border as raw pointers in capsules")]
mod capsule;
mod card_set;
mod columns;
mod decimals;
mod dialect;
mod error;
mod fact;
mod fitting;
mod frame;
mod health;
mod held;
mod json;
mod kpi;
mod kpi_report;
mod kpi_table;
mod lists;
mod long;
mod manual;
mod migration;
mod nps;
mod number;
mod objects;
mod org;
mod part;
mod pieces;
mod polars;
mod ready;
mod reasons;
mod request;
mod retention;
mod revenue;
mod roi;
mod rollup;
mod staffing;
mod threads;
mod touch;
mod touch_fitting;
mod tracker;
mod trend;

/// The native part of `customer_success`; its public face is the Python package around it.
#[pyo3::pymodule(gil_used = false)]
mod _core {
    use pyo3::{exceptions::PyImportError, prelude::*, sync::PyOnceLock};

    /// Classes of one interpreter are kept and handed out: another one in the same process is refused.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        static SYS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        let (py, sys) = (module.py(), module.py().import("sys")?);
        module.setattr("__version__", env!("CARGO_PKG_VERSION"))?;
        if SYS.get_or_init(py, || sys.clone().unbind()).bind(py).is(&sys) {
            return Ok(());
        }
        Err(PyImportError::new_err(
            "customer_success serves one interpreter of a process: the first that imports it",
        ))
    }

    #[pymodule_export]
    use super::benchmark::{assess, benchmarks, benchmarks_document};
    #[pymodule_export]
    use super::capsule::Memory;
    #[pymodule_export]
    use super::card_set::CardSet;
    #[pymodule_export]
    use super::columns::{Columns, taken};
    #[pymodule_export]
    use super::dialect::{dialect, dialects};
    #[pymodule_export]
    use super::error::{nearest, shown};
    #[pymodule_export]
    use super::fitting::Fitting;
    #[pymodule_export]
    use super::health::Card;
    #[pymodule_export]
    use super::kpi::{catalogue, value};
    #[pymodule_export]
    use super::kpi_report::{kpi_report, ltv_effects};
    #[pymodule_export]
    use super::kpi_table::{kpi_columns, kpi_table};
    #[pymodule_export]
    use super::lists::columns;
    #[pymodule_export]
    use super::migration::migration;
    #[pymodule_export]
    use super::nps::{
        from_answers, from_bytes, from_counts, nps_band, nps_band_of, nps_change, nps_change_between,
        nps_interval, nps_standard_error, nps_weighted, nps_weighted_interval,
    };
    #[pymodule_export]
    use super::number::number_text;
    #[pymodule_export]
    use super::org::{org_models, org_recommend, org_roles, org_skill_gaps, org_skills};
    #[pymodule_export]
    use super::ready::Ready;
    #[pymodule_export]
    use super::reasons::{explanation, health};
    #[pymodule_export]
    use super::retention::KaplanMeierCurve;
    #[pymodule_export]
    use super::revenue::{Cohorts, Movements, convention_catalogue, revenue_conventions, revenue_details};
    #[pymodule_export]
    use super::roi::roi;
    #[pymodule_export]
    use super::rollup::rollup;
    #[pymodule_export]
    use super::staffing::{staffing, staffing_books, staffing_document, staffing_portfolio};
    #[pymodule_export]
    use super::touch::{Policy, touch_catalogue};
    #[pymodule_export]
    use super::touch_fitting::{TouchFitting, TouchTies};
    #[pymodule_export]
    use super::tracker::Tracker;
    #[pymodule_export]
    use super::trend::trends;
}

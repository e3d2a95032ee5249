//! Touch policies fitted on a portfolio part by part, in one round, or in two where ties are split.

use std::num::NonZeroUsize;

use cs_core::touch::{fitting, ties};
use pyo3::prelude::*;

use crate::{error::Result, frame::Frame, long::hearing, part::part, touch::Policy};

part! {
    /// The distinct measures of a part of a portfolio.
    TouchFitting of fitting::TouchFitting => Policy {
        /// The measures at which the tiers end: the second round.
        fn ties(&self) -> Result<TouchTies> {
            Ok(TouchTies(self.0.ties()?))
        }
    }
}

part! {
    /// The accounts of a part of a portfolio that have the measures at which the tiers end.
    TouchTies of ties::TouchTies => Policy {
        /// Names of the facts that the policy reads.
        #[getter]
        fn facts(&self) -> Vec<&str> {
            self.0.policy().facts()
        }

        /// These accounts and those of a further part.
        fn fit_part(&self, py: Python<'_>, table: &Bound<'_, PyAny>) -> Result<Self> {
            let mut ties = self.0.clone();
            let frame = Frame::import(table)?;
            // As one table, in which an account that is in two batches is seen.
            hearing(py, NonZeroUsize::MIN, |workers| {
                frame.whole(&self.0.policy().facts(), |table| ties.add_with(table, workers))
            })?;
            Ok(Self(ties))
        }
    }
}

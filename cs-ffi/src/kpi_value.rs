//! What the generated KPI functions share: reading the arguments as the catalogue declares them.

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::kpi;
use rust_decimal::Decimal;

use crate::decimal::{self, cs_decimal};
use crate::guard::{Out, guard};
use crate::status::cs_status;

/// One argument of a KPI function.
pub(crate) enum Argument {
    /// A count.
    Count(u64),
    /// One of the constants of a choice.
    Choice(u32),
    /// A number; NULL takes the default, where there is one.
    Number(*const cs_decimal),
}

/// Evaluates a KPI of the catalogue.
///
/// # Safety
/// Pointers that are not NULL must point to a `cs_decimal`.
pub(crate) unsafe fn evaluate(id: &str, arguments: &[Argument], result: *mut cs_decimal) -> cs_status {
    guard(Out::new(result, "result"), || {
        let kpi = kpi::find(id)?;
        let read = |(argument, input): (&Argument, &kpi::Input)| match argument {
            Argument::Count(count) => Ok(Some(Decimal::from(*count))),
            Argument::Choice(number) => Ok(Some(Decimal::from(*number))),
            // SAFETY: the caller's promise.
            Argument::Number(pointer) => match unsafe { decimal::optional(*pointer, input.name) }? {
                None if input.default.is_none() => {
                    Err(Error::new(ErrorCode::NullPointer, format!("{id} needs this input")).at(input.name))
                }
                number => Ok(number),
            },
        };
        let inputs: Vec<Option<Decimal>> =
            arguments.iter().zip(kpi.inputs).map(read).collect::<Result<_>>()?;
        kpi.evaluate(&inputs).map(cs_decimal::from)
    })
}

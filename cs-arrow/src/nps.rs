//! Answers of surveys from Arrow columns.

use arrow_array::{Array, cast::AsArray, types::UInt8Type};
use arrow_schema::DataType;
use cs_core::{error::Result, fact::table::Validity, kpi::NpsTally};

use crate::batch::Batch;

/// Counts the answers of a column. Bytes are counted where they lie; anything else is widened first.
///
/// Errors: those of [`NpsTally`], with the column; `type_mismatch` for a column that holds no numbers.
pub fn count(tally: &mut NpsTally, name: &str, array: &dyn Array) -> Result<()> {
    if let Some(bytes) = array.as_primitive_opt::<UInt8Type>() {
        let validity = bytes.nulls().filter(|nulls| nulls.null_count() > 0);
        let validity = validity.map(|nulls| Validity::new(nulls.validity(), nulls.offset()));
        return tally.add_bytes(bytes.values(), validity).map_err(|error| error.in_column(name));
    }
    if array.data_type() == &DataType::Null {
        tally.add_missing(u64::try_from(array.len()).unwrap_or(u64::MAX));
        return Ok(());
    }
    let batch = Batch::new(array.len()).with(name, array)?;
    batch.with_table(|table| tally.add_column(table.column(name)?, table.rows()))
}

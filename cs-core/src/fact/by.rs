//! Columns by whose values rows are split: each has a name of its own in the answer.

use crate::error::{Error, ErrorCode, Result};

/// Checks that a column is named once, and not as one of these columns of the answer.
///
/// Errors: `duplicate` with its place in `by`.
pub(crate) fn check(by: &[String], answer: &[&str]) -> Result<()> {
    for (at, name) in by.iter().enumerate() {
        let sentence = if answer.contains(&name.as_str()) {
            "the answer has a column of this name already"
        } else if by.iter().take(at).any(|earlier| earlier == name) {
            "each column splits once"
        } else {
            continue;
        };
        return Err(Error::new(ErrorCode::Duplicate, sentence)
            .at(format!("by[{at}]"))
            .with_value(format!("{name:?}")));
    }
    Ok(())
}

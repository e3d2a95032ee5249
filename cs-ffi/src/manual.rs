//! Manual overrides of a portfolio, by account.

use std::ffi::c_char;

use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::ffi::FFI_ArrowSchema;
use cs_core::error::Result;
use cs_core::health::manual::Overrides;
use cs_core::health::manual_table::Overriding;
use cs_core::health::score_column::ScoreColumn;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, Target, guard};
use crate::handle;
use crate::health::{cs_scorecard, score_columns};
use crate::invalid::{self, cs_invalid};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;
use cs_arrow::health::overridden;

/// Scores the rows of a table with overrides by account. `account` names the column (texts or whole numbers) that names
/// the account; `overrides` is a document of kind "overrides", whose list holds for each account at most one override,
/// see cs_scorecard_score_overridden_json. `*out` receives the columns of cs_scorecard_score_arrow (score and band with
/// overrides), and behind them health_card_score and health_card_band (without), health_override (the reason of the one
/// that was used, null where none was) and health_override_by. `*report` receives JSON (lists of accounts: used, expired,
/// unmatched) to be freed with cs_string_free.
///
/// CS_DUPLICATE_ACCOUNT where two overrides, or two rows with an override, are of one account.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_overridden_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    account: *const c_char,
    account_len: usize,
    overrides: *const c_char,
    overrides_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
    report: *mut *mut c_char,
) -> cs_status {
    let usual = || Ok(ScoreColumn::USUAL.to_vec());
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(outputs(out, out_schema, report), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (account, overrides) = unsafe { texts(account, account_len, overrides, overrides_len) }?;
        score(card, (input, account), overrides, (as_of, invalid), usual)
    })
}

/// As cs_scorecard_score_overridden_arrow, with a choice of columns, as in cs_scorecard_score_arrow_columns; the four that
/// say what the card gave and which override was used stand behind them. health_shown and
/// health_band_rank are those with overrides.
///
/// CS_UNKNOWN_NAME, CS_DUPLICATE, CS_INVALID_DOCUMENT for the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_overridden_arrow_columns(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    account: *const c_char,
    account_len: usize,
    overrides: *const c_char,
    overrides_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    columns: *const c_char,
    columns_len: usize,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
    report: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(outputs(out, out_schema, report), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (account, overrides) = unsafe { texts(account, account_len, overrides, overrides_len) }?;
        // SAFETY: as above.
        let wanted = || unsafe { score_columns(columns, columns_len) };
        score(card, (input, account), overrides, (as_of, invalid), wanted)
    })
}

/// The name of the column of accounts, and the document.
///
/// # Safety
///
/// Each text is NULL, or has so many bytes, and lives as long as it is looked at.
unsafe fn texts<'a>(
    account: *const c_char,
    account_len: usize,
    overrides: *const c_char,
    overrides_len: usize,
) -> Result<(&'a str, &'a str)> {
    // SAFETY: the caller's promise is the same.
    let account = unsafe { text::read(account, account_len, "account") }?;
    // SAFETY: as above.
    Ok((account, unsafe { text::read(overrides, overrides_len, "overrides") }?))
}

fn score(
    card: *const cs_scorecard,
    (accounts, account): (arrow::Input, &str),
    overrides: &str,
    (as_of, invalid): (cs_day, cs_invalid),
    wanted: impl FnOnce() -> Result<Vec<ScoreColumn>>,
) -> Result<<Outputs as Target>::Value> {
    let (card, as_of) = (handle::get(card, "card")?, day::read(as_of, "as_of")?);
    let (invalid, wanted) = (invalid::read(invalid)?, wanted()?);
    let overrides = Overrides::from_json(overrides)?;
    let mut overriding = Overriding::new(&card, &overrides, as_of)?;
    let names: Vec<&str> = card.facts().chain([account]).collect();
    let table = accounts.with_batch(&names, |table| {
        let workers = threads::workers(table.rows());
        let mut scored = card.score_columns_with(table, as_of, invalid, &wanted, &workers)?;
        let given = (scored.score.clone(), scored.band.clone());
        let used = overriding.apply(table, account, &mut scored)?;
        overridden(&card, &overrides, scored, &wanted, given, &used)
    })?;
    Ok((arrow::export(&table)?, text::json(&overriding.report())?))
}

fn outputs(out: *mut ArrowArray, out_schema: *mut ArrowSchema, report: *mut *mut c_char) -> Outputs {
    Outputs { table: arrow::outputs(out, out_schema), report: Out::new(report, "report") }
}

/// A table and a text.
struct Outputs {
    table: (Out<FFI_ArrowArray>, Out<FFI_ArrowSchema>),
    report: Out<*mut c_char>,
}

impl Target for Outputs {
    type Value = ((FFI_ArrowArray, FFI_ArrowSchema), *mut c_char);

    fn check(&self) -> Result<()> {
        self.table.check()?;
        self.report.check()
    }

    fn write(self, (table, report): Self::Value) {
        self.table.write(table);
        self.report.write(report);
    }
}

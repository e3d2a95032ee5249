//! Every single movement of every account: a row each.

use super::entries::Entries;
use super::flows::place;
use super::lanes;
use super::line::Line;
use super::options::Options;
use super::period::Periods;
use super::rows::Rows;
use super::table::{Table, Values};
use super::unit::overflow;
use super::walk::Walk;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;

/// A row for each movement of an account in a period: account, month, movement, and opening, amount and closing. What an
/// account's revaluation makes is a row of its own. Opening and closing are rounded half to even, and the amount is what lies
/// between them. Accounts come in the order of their names, periods in theirs.
///
/// ```
/// use cs_core::revenue::{detail::details, options::Options, rows::{Data, Rows}};
///
/// let rows = Rows::new(3)
///     .with("account", Data::Integer64(&[7, 9, 7]), None)?
///     .with("month", Data::Integer64(&[0, 0, 1]), None)?
///     .with("mrr", Data::Integer64(&[10, 5, 12]), None)?;
/// let table = details(&rows, &Options::default())?;
/// assert_eq!(table.rows(), 4);       // two new, one expansion, one churn
/// # Ok::<(), cs_core::error::Error>(())
/// ```
///
/// Errors: those of [`Movements::of`](super::movement::Movements::of); `invalid_argument` for segments.
pub fn details(rows: &Rows<'_>, options: &Options) -> Result<Table> {
    details_with(rows, options, &Workers::ALONE)
}

/// As [`details`], on the threads of these workers; the table is the same to the bit.
///
/// Errors: those of [`details`], and that of whoever the workers ask.
pub fn details_with(rows: &Rows<'_>, options: &Options, workers: &Workers<'_>) -> Result<Table> {
    options.check()?;
    if !options.by.is_empty() || options.mrr.is_none() {
        let sentence = "single movements are those of accounts, with amounts and without segments";
        return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("by"));
    }
    let entries = Entries::read(rows, options, *workers)?;
    let periods = Periods::new(&entries, options)?;
    let (rates, unit) = entries.rates(options)?;
    let walk = Walk {
        edges: periods.edges.clone(),
        gap_tolerance: usize::try_from(options.gap_tolerance).unwrap_or(usize::MAX),
        reactivation_window: options.window(),
        rates,
        minor: unit.parts.into(),
        products: false,
    };
    let parts = lanes::fold(&entries, *workers, Vec::new, |found, account, lanes| {
        let own = walk.each(lanes, |_, step| {
            let change = |to: i128, from: i128| to.checked_sub(from).ok_or_else(overflow);
            let fx = change(step.revalued, step.opening)?;
            let month = periods.months.get(step.period).map_or(0, |month| month.number());
            if fx != 0 {
                found.push((account, month, Line::Fx, [step.opening, fx, step.revalued]));
            }
            if let Some(line) = step.line {
                let amount = change(step.closing, step.revalued)?.saturating_abs();
                found.push((account, month, line, [step.revalued, amount, step.closing]));
            }
            Ok(())
        });
        own.map_err(|error| place(&entries, &error, account))
    })?;
    let accounts = entries.accounts.numbered(*workers)?;
    let mut found: Vec<_> = parts
        .into_iter()
        .flatten()
        .map(|(account, month, line, of)| (accounts.name(account), month, line, of))
        .collect();
    found.sort();
    let mut table = Table::new(entries.calendar, entries.numbers, unit.places);
    table.push("account", Values::Names(found.iter().map(|(account, ..)| Some(account.clone())).collect()));
    table.push("month", Values::Months(found.iter().map(|(_, month, ..)| *month).collect()));
    table.push("movement", Values::Labels(found.iter().map(|(_, _, line, _)| Some(line.as_str())).collect()));
    let [mut opening, mut amount, mut closing] = [(); 3].map(|()| Vec::with_capacity(found.len()));
    for (_, _, line, [from, _, to]) in &found {
        let (from, to) = (unit.minor(*from)?, unit.minor(*to)?);
        let change = to.checked_sub(from).ok_or_else(overflow)?;
        opening.push(unit.of_minor(from)?);
        // The amount is what lies between both as they are shown.
        amount.push(unit.of_minor(if *line == Line::Fx { change } else { change.saturating_abs() })?);
        closing.push(unit.of_minor(to)?);
    }
    for (name, amounts) in [("opening", opening), ("amount", amount), ("closing", closing)] {
        table.push(name, Values::Amounts(amounts));
    }
    Ok(table)
}

//! From rows to values.

use std::ops::Range;

use cs_wide::pages;

use super::{
    answer::{Answer, Numbers, Reason, Writer, reason},
    groups::group,
    query::{MissingInput, Query},
    reader::{Bound, Scaled, bind},
    sums::Sums,
};
use crate::{
    error::Result,
    fact::{input::Invalid, table::Table, tile::TILE, workers::Workers},
    kpi::{Kpi, term::Quick},
    value::exact::Exact,
};

/// Rows between two questions whether to go on.
const STRETCH: usize = 256 * TILE;

/// Answers a query.
pub(super) fn run(query: &Query, table: &Table<'_>, workers: Workers<'_>) -> Result<Answer> {
    query.check_keys()?;
    let inputs = bind(query, table)?;
    match &query.by {
        None => by_row(query, table, &inputs, workers),
        Some(by) => by_group(query, table, by, &inputs, workers),
    }
}

/// Computes one value after another.
struct Machine<'q, 't> {
    kpi: &'static Kpi,
    inputs: &'q [Bound<'t>],
    refusals_too: bool,
    numbers: Vec<Scaled>,
    quick: Vec<Quick>,
    writer: Writer,
    reasons: Vec<Option<Reason>>,
}

impl<'q, 't> Machine<'q, 't> {
    fn new(query: &Query, inputs: &'q [Bound<'t>], rows: usize) -> Self {
        let decimals = inputs.iter().any(Bound::is_decimal);
        Self {
            kpi: query.kpi.0,
            inputs,
            refusals_too: query.invalid == Invalid::Missing,
            numbers: Vec::with_capacity(inputs.len()),
            quick: Vec::with_capacity(inputs.len()),
            writer: Writer::new(query.digits, query.places, decimals, rows),
            reasons: pages::large(Vec::with_capacity(rows)),
        }
    }

    /// Reads the numbers and writes their value; `row` is what errors name.
    fn step(&mut self, row: usize, number: impl Fn(usize, &Bound<'t>) -> Result<Scaled>) -> Result<()> {
        let value = self.value(row, number);
        match value.and_then(|value| self.writer.write(value).map_err(|error| error.at_row(row))) {
            Ok(()) => self.reasons.push(None),
            Err(error) => {
                let reason = reason(error, self.refusals_too)?;
                self.leave_out(reason);
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, reason: Reason) {
        self.writer.leave_out();
        self.reasons.push(Some(reason));
    }

    fn value(&mut self, row: usize, number: impl Fn(usize, &Bound<'t>) -> Result<Scaled>) -> Result<Exact> {
        self.numbers.clear();
        self.quick.clear();
        let mut admitted = true;
        for (at, input) in self.inputs.iter().enumerate() {
            let scaled = number(at, input)?;
            let narrow = scaled.narrow();
            admitted = admitted && narrow.is_some_and(|narrow| input.admits(narrow));
            self.numbers.push(scaled);
            self.quick.push(Quick(narrow));
        }
        if admitted && let Ok(Quick(Some(value))) = (self.kpi.quick_formula)(&self.quick) {
            return Ok(value.into());
        }
        // What is refused, undefined or too long for 128 bits takes the way of the scalar functions.
        let numbers: Vec<Exact> = self.numbers.iter().map(|number| number.exact()).collect();
        self.kpi.checked(&numbers).map_err(|error| self.placed(error, row))
    }

    fn placed(&self, error: crate::error::Error, row: usize) -> crate::error::Error {
        let named = self.inputs.iter().find(|input| error.path() == Some(input.input.name));
        match named {
            Some(input) => input.place(error, row),
            None => error.at_row(row),
        }
    }
}

/// The answers of so many rows or groups, one tile of them after another on each thread.
fn answers<'t>(
    query: &Query,
    inputs: &[Bound<'t>],
    count: usize,
    workers: Workers<'_>,
    tile: impl Fn(&mut Machine<'_, 't>, Range<usize>) -> Result<()> + Sync,
) -> Result<(Numbers, Vec<Option<Reason>>)> {
    let parts = workers.map(workers.runs(count, TILE), |run| {
        let mut machine = Machine::new(query, inputs, run.len());
        tiles(run, workers, |rows| tile(&mut machine, rows))?;
        Ok((machine.writer, machine.reasons))
    })?;
    let (writers, reasons): (Vec<Writer>, Vec<Vec<Option<Reason>>>) = parts.into_iter().unzip();
    let joined = |mut one: Vec<Option<Reason>>, mut other: Vec<Option<Reason>>| {
        one.append(&mut other);
        one
    };
    Ok((Writer::joined(writers, workers)?, reasons.into_iter().reduce(joined).unwrap_or_default()))
}

fn by_row(query: &Query, table: &Table<'_>, inputs: &[Bound<'_>], workers: Workers<'_>) -> Result<Answer> {
    let (numbers, reasons) = answers(query, inputs, table.rows(), workers, |machine, rows| {
        let known = known(inputs, &rows);
        for (at, row) in rows.enumerate() {
            if known >> at & 1 == 1 {
                machine.step(row, |_, input| input.number(row))?;
            } else {
                machine.leave_out(Reason::Missing);
            }
        }
        Ok(())
    })?;
    Ok(Answer { numbers, reasons, first: None, left_out: None })
}

fn by_group(
    query: &Query,
    table: &Table<'_>,
    by: &[String],
    inputs: &[Bound<'_>],
    workers: Workers<'_>,
) -> Result<Answer> {
    let groups = group(table, by, workers)?;
    let sums = Sums::of(query, inputs, &groups, workers)?;
    let skip = query.missing == MissingInput::Skip;
    let group = |machine: &mut Machine<'_, '_>, group: usize, first: usize| {
        let (own, state) = sums.of_group(group);
        // A sum of no rows is 0 where there are none; where all were left out, nothing is known of it.
        let nothing = inputs.iter().zip(own).any(|(input, total)| {
            let adds_up = input.input.kind.is_additive() && state.missing == 0;
            input.is_column() && !adds_up && !total.is_begun()
        });
        match state.refused {
            Some(reason) => machine.leave_out(reason),
            None if nothing || (state.missing > 0 && !skip) => machine.leave_out(Reason::Missing),
            None => machine.step(first, |at, input| match own.get(at) {
                Some(total) => total.number(input, first),
                None => input.number(first),
            })?,
        }
        Ok(())
    };
    let (numbers, reasons) = answers(query, inputs, groups.first.len(), workers, |machine, tile| {
        let firsts = groups.first.get(tile.clone()).unwrap_or_default();
        tile.zip(firsts).try_for_each(|(own, first)| group(machine, own, *first))
    })?;
    let left_out = skip.then(|| sums.missing().collect());
    Ok(Answer { numbers, reasons, first: Some(groups.first), left_out })
}

/// Bits of the rows of a tile that lack no input.
pub(super) fn known(inputs: &[Bound<'_>], tile: &Range<usize>) -> u64 {
    inputs.iter().fold(u64::MAX, |known, input| known & input.known(tile.start, tile.len()))
}

/// Lends the tiles of a run that begins with one.
///
/// Errors: that of whoever is asked.
pub(super) fn tiles(
    run: Range<usize>,
    workers: Workers<'_>,
    mut body: impl FnMut(Range<usize>) -> Result<()>,
) -> Result<()> {
    for start in run.clone().step_by(TILE) {
        if start.is_multiple_of(STRETCH) {
            workers.ask()?;
        }
        body(start..run.end.min(start.saturating_add(TILE)))?;
    }
    Ok(())
}

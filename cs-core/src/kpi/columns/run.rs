//! From rows to values.

use super::{
    answer::{Answer, Reason, Writer, reason},
    groups::group,
    query::{MissingInput, Query},
    reader::{Bound, Scaled, bind},
    total::Total,
};
use crate::{
    error::Result,
    fact::{column::TILE, input::Invalid, table::Table},
    kpi::{Kpi, term::Quick},
    value::exact::Exact,
};

/// Answers a query.
pub(super) fn run(query: &Query, table: &Table<'_>) -> Result<Answer> {
    let inputs = bind(query, table)?;
    match &query.by {
        None => by_row(query, table, &inputs),
        Some(by) => by_group(query, table, by, &inputs),
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
            reasons: Vec::with_capacity(rows),
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

    fn finish(self) -> Result<(super::answer::Numbers, Vec<Option<Reason>>)> {
        Ok((self.writer.finish()?, self.reasons))
    }
}

fn by_row(query: &Query, table: &Table<'_>, inputs: &[Bound<'_>]) -> Result<Answer> {
    let mut machine = Machine::new(query, inputs, table.rows());
    for (start, rows, known) in tiles(table.rows(), inputs) {
        for (at, row) in (start..start.saturating_add(rows)).enumerate() {
            if known >> at & 1 == 1 {
                machine.step(row, |_, input| input.number(row))?;
            } else {
                machine.leave_out(Reason::Missing);
            }
        }
    }
    let (numbers, reasons) = machine.finish()?;
    Ok(Answer { numbers, reasons, first: None, left_out: None })
}

fn by_group(query: &Query, table: &Table<'_>, by: &[String], inputs: &[Bound<'_>]) -> Result<Answer> {
    let groups = group(table, by)?;
    let count = groups.first.len();
    let mut totals = vec![Total::EMPTY; count.saturating_mul(inputs.len())];
    let mut state = vec![State::default(); count];
    let mut rest = groups.of.iter();
    for (start, rows, known) in tiles(table.rows(), inputs) {
        for (at, group) in rest.by_ref().take(rows).enumerate() {
            let row = start.saturating_add(at);
            let Ok(group) = usize::try_from(*group) else { continue };
            let Some(state) = state.get_mut(group) else { continue };
            if known >> at & 1 == 0 {
                state.missing = state.missing.saturating_add(1);
                continue;
            }
            let own = totals.get_mut(group.saturating_mul(inputs.len())..).unwrap_or_default();
            for (input, total) in inputs.iter().zip(own).filter(|(input, _)| input.is_column()) {
                let added = input.number(row).and_then(|number| total.add(number, input, row));
                if let Err(error) = added {
                    let reason = reason(error, query.invalid == Invalid::Missing)?;
                    state.refused.get_or_insert(reason);
                }
            }
        }
    }
    let mut machine = Machine::new(query, inputs, count);
    let skip = query.missing == MissingInput::Skip;
    for (group, (first, state)) in groups.first.iter().zip(&state).enumerate() {
        let own = totals.get(group.saturating_mul(inputs.len())..).unwrap_or_default();
        // A sum of no rows is 0 where there are none; where all were left out, nothing is known of it.
        let nothing = inputs.iter().zip(own).any(|(input, total)| {
            let adds_up = input.input.kind.is_additive() && state.missing == 0;
            input.is_column() && !adds_up && !total.is_begun()
        });
        match state.refused {
            Some(reason) => machine.leave_out(reason),
            None if nothing || (state.missing > 0 && !skip) => machine.leave_out(Reason::Missing),
            None => machine.step(*first, |at, input| match own.get(at) {
                Some(total) => total.number(input, *first),
                None => input.number(*first),
            })?,
        }
    }
    let left_out = skip.then(|| state.iter().map(|state| state.missing).collect());
    let (numbers, reasons) = machine.finish()?;
    Ok(Answer { numbers, reasons, first: Some(groups.first), left_out })
}

/// What became of the rows of a group.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    missing: u64,
    refused: Option<Reason>,
}

/// Start, number and known bits of the rows of each tile.
fn tiles<'a>(rows: usize, inputs: &'a [Bound<'_>]) -> impl Iterator<Item = (usize, usize, u64)> + 'a {
    (0..rows).step_by(TILE).map(move |start| {
        let tile = rows.saturating_sub(start).min(TILE);
        (start, tile, inputs.iter().fold(u64::MAX, |known, input| known & input.known(start, tile)))
    })
}

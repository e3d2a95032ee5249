//! Runs the vectors of the `kpi` room: `tests/vectors/kpi/*.json`.

mod assess;
mod formulas;
mod nps;

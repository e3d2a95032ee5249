//! KPI formulas.

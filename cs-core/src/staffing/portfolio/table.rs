//! A table of accounts, counted into a portfolio.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Event, Portfolio, Segment};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::Column;
use crate::fact::table::Table;
use crate::staffing::month::Month;
use crate::staffing::number::Number;
use crate::touch::tier::Tier;
use crate::value::document;
use crate::value::exact::Exact;

/// Names of the columns of a table of accounts. All but `tier` may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The tier; missing for none.
    pub tier: String,
    /// The stage.
    #[serde(default)]
    pub stage: Option<String>,
    /// The band of health.
    #[serde(default)]
    pub health: Option<String>,
    /// The level of complexity.
    #[serde(default)]
    pub complexity: Option<String>,
    /// Annual recurring revenue.
    #[serde(default)]
    pub arr: Option<String>,
    /// The day on which the account started or will start.
    #[serde(default)]
    pub started_on: Option<String>,
    /// The day on which it renews.
    #[serde(default)]
    pub renews_on: Option<String>,
}

impl Columns {
    /// Reads the names from a JSON object.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns that are read.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let optional =
            [&self.stage, &self.health, &self.complexity, &self.arr, &self.started_on, &self.renews_on];
        std::iter::once(self.tier.as_str())
            .chain(optional.into_iter().flatten().map(String::as_str))
            .collect()
    }
}

/// Tier, stage, health, complexity.
type Kinds<'t> = (Tier, [Option<&'t str>; 3]);

impl Portfolio {
    /// Counts the accounts of a table by tier, stage, health and complexity, and their starts and renewals by month.
    ///
    /// ARR is summed exactly; that of a kind is not known where that of one of its accounts is not. Accounts without a tier
    /// are counted as unassigned. Errors: `missing_column`, `type_mismatch`; with column and row `invalid_argument` (no
    /// such tier), `invalid_date`, `out_of_range` (negative ARR), `non_finite`.
    ///
    /// ```
    /// use cs_core::prelude::*;
    /// use cs_core::staffing::portfolio::{Columns, Portfolio};
    ///
    /// let (tiers, arr) = (["high", "tech", "high"], [900.5, 20.0, 100.0]);
    /// let table = Table::new(3)
    ///     .with("tier", Values::Text(Texts::Slices(&tiers)), None)?
    ///     .with("arr", Values::Float(&arr), None)?;
    /// let portfolio = Portfolio::from_table(&table, &Columns::from_json(r#"{"tier": "tier", "arr": "arr"}"#)?)?;
    /// assert_eq!(portfolio.accounts[0].arr.unwrap().to_string(), "1000.5");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn from_table(table: &Table<'_>, columns: &Columns) -> Result<Self> {
        let optional = |name: &Option<String>| name.as_ref().map(|name| table.column(name)).transpose();
        let tiers = table.column(&columns.tier)?;
        let kinds = [optional(&columns.stage)?, optional(&columns.health)?, optional(&columns.complexity)?];
        let arr = optional(&columns.arr)?;
        let dates = [optional(&columns.started_on)?, optional(&columns.renews_on)?];
        let mut segments: BTreeMap<Kinds<'_>, (u64, Option<Exact>)> = BTreeMap::new();
        let mut events: [BTreeMap<(Tier, Month), u64>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut unassigned = 0_u64;
        for row in 0..table.rows() {
            let Some(tier) = text(Some(tiers), row)? else {
                unassigned = unassigned.saturating_add(1);
                continue;
            };
            let tier: Tier =
                tier.parse().map_err(|error: Error| error.in_column(tiers.name()).at_row(row))?;
            let [stage, health, complexity] = kinds.map(|kind| text(kind, row));
            let known = (0, arr.map(|_| Exact::zero()));
            let (count, total) = segments.entry((tier, [stage?, health?, complexity?])).or_insert(known);
            *count = count.saturating_add(1);
            if let Some(column) = arr {
                let own = column.exact(row)?.map(Number::from);
                if let Some(negative) = own.filter(|own| *own < Number::ZERO) {
                    let error = Error::new(ErrorCode::OutOfRange, "revenue from 0 up is needed");
                    return Err(error.in_column(column.name()).at_row(row).with_value(negative));
                }
                let own = own.map(Number::exact);
                *total = match (*total, own) {
                    (Some(total), Some(own)) => Some(total.add(own)?),
                    _ => None,
                };
            }
            for (events, column) in events.iter_mut().zip(dates) {
                if let Some(day) = column.map(|column| column.date(row)).transpose()?.flatten() {
                    let count = events.entry((tier, Month::of(day))).or_insert(0);
                    *count = count.saturating_add(1);
                }
            }
        }
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let segment =
            |((tier, [stage, health, complexity]), (accounts, arr)): (Kinds<'_>, (u64, Option<Exact>))| {
                let arr = arr.map(Number::try_from).transpose()?;
                let (stage, health, complexity) = (owned(stage), owned(health), owned(complexity));
                Ok(Segment { tier, accounts: accounts.into(), stage, health, complexity, arr })
            };
        let listed = |events: BTreeMap<(Tier, Month), u64>| {
            let event = |((tier, month), accounts): ((Tier, Month), u64)| Event {
                tier,
                month,
                accounts: accounts.into(),
            };
            events.into_iter().map(event).collect()
        };
        let [starts, renewals] = events.map(listed);
        let accounts = segments.into_iter().map(segment).collect::<Result<_>>()?;
        Ok(Self { accounts, starts, renewals, unassigned })
    }
}

/// The text of a row; none where there is none or it is empty.
fn text<'t>(column: Option<&Column<'t>>, row: usize) -> Result<Option<&'t str>> {
    let text = column.map(|column| column.text(row)).transpose()?.flatten();
    Ok(text.filter(|text| !text.is_empty()))
}

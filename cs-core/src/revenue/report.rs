//! The report on movements: a row for each period and segment, with amounts, accounts and the ratios that follow.

use super::convention::{Convention, Rules};
use super::flow::{Counts, Flow, share, sum};
use super::flows::Sums;
use super::footing::shown;
use super::line::Line;
use super::movement::Movements;
use super::options::Options;
use super::rows::Rows;
use super::table::{Table, Values};
use super::unit::overflow;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;
use crate::value::exact::Exact;
use crate::value::rate::Rate;

type Ratio = fn(&Rules, &Flow, &Flow) -> Result<Rate>;

/// Every ratio by the name of its column, in order: of a flow, and of the flow that accounts are counted in.
const RATIOS: [(&str, Ratio); 5] = [
    ("gross_revenue_retention", |_, flow, _| flow.gross_revenue_retention()),
    ("net_revenue_retention", |rules, flow, _| rules.net_revenue_retention(flow)),
    ("quick_ratio", |_, flow, _| flow.quick_ratio(false)),
    ("quick_ratio_with_reactivation", |_, flow, _| flow.quick_ratio(true)),
    ("logo_churn_rate", |rules, _, logos| rules.logo_churn_rate(logos)),
];
/// The lines that expansion has where there are products.
const PARTS: [&str; 2] = ["upsell", "cross_sell"];

/// The columns of a report beside those that split it.
pub(super) fn columns(products: bool) -> Vec<&'static str> {
    let parts = PARTS.into_iter().filter(|_| products);
    let counts = Counts::all(products).map(|(name, _)| name);
    let ratios = RATIOS.into_iter().map(|(name, _)| name);
    let lines = Line::ALL.into_iter().map(Line::as_str);
    ["month"]
        .into_iter()
        .chain(lines)
        .chain(parts)
        .chain(counts)
        .chain(ratios)
        .chain(["arr", "arpa", "convention"])
        .collect()
}

impl Movements {
    /// The report: a row for each period or, where there are segments, for each segment and period, with the amount and
    /// the accounts of each line and the ratios that follow; a ratio that is undefined is none. Opening and closing are
    /// rounded half to even; the lines between them are rounded, by largest remainder, so that they add up to the closing
    /// that is shown.
    ///
    /// Errors: `overflow` where a sum has more digits than can be shown.
    pub fn table(&self) -> Result<Table> {
        let shape = &self.shape;
        let mut table = Table::new(shape.calendar, shape.numbers, self.unit.places);
        let totals: Vec<&Sums> =
            if shape.by.is_empty() { vec![&self.total] } else { self.segments.values().collect() };
        let periods = shape.months.len();
        for (at, name) in shape.by.iter().enumerate() {
            let names = self
                .segments
                .keys()
                .flat_map(|key| std::iter::repeat_n(key.get(at).cloned().flatten(), periods));
            table.push(name, Values::Names(names.collect()));
        }
        let months = totals.iter().flat_map(|_| shape.months.iter().copied());
        table.push("month", Values::Months(months.collect()));
        let rules = shape.convention.rules();
        let flows: Vec<(Flow, Flow)> = totals
            .iter()
            .flat_map(|sums| {
                sums.on(rules.basis).iter().copied().zip(sums.on(rules.logo_basis).iter().copied())
            })
            .collect();
        self.lines(&mut table, &flows, shape.products)?;
        self.ratios(&mut table, &flows, &rules)?;
        let convention = vec![Some(shape.convention.as_str()); flows.len()];
        table.push("convention", Values::Labels(convention));
        Ok(table)
    }

    fn lines(&self, table: &mut Table, flows: &[(Flow, Flow)], products: bool) -> Result<()> {
        let unit = self.unit;
        let shown: Vec<Flow> = flows.iter().map(|(flow, _)| shown(flow, unit)).collect::<Result<_>>()?;
        let mut amounts = |name: &str, amount: &dyn Fn(&Flow) -> i128| -> Result<()> {
            let amounts = shown.iter().map(|flow| unit.of_minor(amount(flow)));
            table.push(name, Values::Amounts(amounts.collect::<Result<_>>()?));
            Ok(())
        };
        for line in Line::ALL {
            amounts(line.as_str(), &|flow| flow.line(line))?;
        }
        if products {
            let [upsell, cross_sell] = PARTS;
            amounts(upsell, &|flow| flow.upsell)?;
            amounts(cross_sell, &|flow| flow.cross_sell)?;
        }
        for (name, count) in Counts::all(products) {
            table.push(name, Values::Counts(flows.iter().map(|(flow, _)| count(&flow.accounts)).collect()));
        }
        Ok(())
    }

    fn ratios(&self, table: &mut Table, flows: &[(Flow, Flow)], rules: &Rules) -> Result<()> {
        for (name, ratio) in RATIOS {
            let rates = flows.iter().map(|(flow, logos)| defined(ratio(rules, flow, logos)));
            table.push(name, Values::Rates(rates.collect::<Result<_>>()?));
        }
        let arr = flows
            .iter()
            .map(|(flow, _)| self.unit.amount(flow.closing.checked_mul(12).ok_or_else(overflow)?));
        table.push("arr", Values::Amounts(arr.collect::<Result<_>>()?));
        let arpa = flows.iter().map(|(flow, _)| defined(self.arpa(flow)));
        table.push("arpa", Values::Prices(arpa.collect::<Result<_>>()?));
        Ok(())
    }

    fn arpa(&self, flow: &Flow) -> Result<Rate> {
        let accounts = Exact::from(flow.accounts.closing);
        self.unit.exact(flow.closing)?.divide(accounts)?.try_into()
    }
}

/// The same ledger under every convention, side by side: a row for each convention and period.
///
/// Errors: those of [`Movements::of`].
pub fn conventions(rows: &Rows<'_>, options: &Options) -> Result<Table> {
    conventions_with(rows, options, &Workers::ALONE)
}

/// As [`conventions`], on the threads of these workers; the table is the same to the bit.
///
/// Errors: those of [`Movements::of_with`].
pub fn conventions_with(rows: &Rows<'_>, options: &Options, workers: &Workers<'_>) -> Result<Table> {
    let mut whole: Option<Table> = None;
    for convention in Convention::ALL {
        let own = Movements::of_with(rows, &Options { convention, ..options.clone() }, workers)?.table()?;
        match &mut whole {
            None => whole = Some(own),
            Some(table) => table.extend(own)?,
        }
    }
    whole.ok_or_else(|| Error::new(ErrorCode::Internal, "there are no conventions"))
}

/// A value that is undefined is none; every other error stays one.
pub(super) fn defined<T>(value: Result<T>) -> Result<Option<T>> {
    match value {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code().is_undefined() => Ok(None),
        Err(error) => Err(error),
    }
}

impl Flow {
    /// Share of the opening revenue that is still there: (opening − contraction − churn) ÷ opening, in 0..1. With
    /// revaluation, the opening revenue is the revalued one. Movements that were added up month by month may lose more
    /// than there was at the opening edge, and then it is below 0.
    ///
    /// Errors: `zero_denominator`.
    pub fn gross_revenue_retention(&self) -> Result<Rate> {
        let base = sum([self.opening, self.fx])?;
        let lost = sum([self.contraction, self.churn])?;
        share(base.checked_sub(lost).ok_or_else(overflow)?, base)
    }

    /// What the opening accounts have at the closing edge, per what they had: (opening + expansion − contraction − churn)
    /// ÷ opening.
    ///
    /// Errors: `zero_denominator`.
    pub fn net_revenue_retention(&self) -> Result<Rate> {
        let base = sum([self.opening, self.fx])?;
        let lost = sum([self.contraction, self.churn])?;
        share(sum([base, self.expansion])?.checked_sub(lost).ok_or_else(overflow)?, base)
    }

    /// (new + expansion) ÷ (contraction + churn), with reactivation among the gains or not.
    ///
    /// Errors: `no_losses`.
    pub fn quick_ratio(&self, with_reactivation: bool) -> Result<Rate> {
        let losses = sum([self.contraction, self.churn])?;
        if losses == 0 {
            return Err(Error::new(ErrorCode::NoLosses, "undefined, because nothing was lost"));
        }
        let back = if with_reactivation { self.reactivation } else { 0 };
        share(sum([self.new_business, self.expansion, back])?, losses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revenue::rows::Data;

    #[test]
    fn the_columns_of_a_report_are_those_that_no_split_may_be_called() {
        let rows = Rows::new(1)
            .with("account", Data::Integer64(&[1]), None)
            .and_then(|rows| rows.with("month", Data::Integer64(&[0]), None))
            .and_then(|rows| rows.with("plan", Data::Integer64(&[0]), None))
            .and_then(|rows| rows.with("mrr", Data::Integer64(&[5]), None))
            .unwrap();
        for product in [None, Some("plan".to_owned())] {
            let options = Options { product, by: vec!["plan".to_owned()], ..Options::default() };
            let table = Movements::of(&rows, &options).unwrap().table().unwrap();
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            let (split, own) = names.split_first().unwrap();
            assert_eq!((*split, own), ("plan", columns(options.product.is_some()).as_slice()));
        }
    }

    #[test]
    fn a_period_without_losses_has_no_quick_ratio() {
        let flow = Flow { new_business: 5, closing: 5, ..Flow::default() };
        assert_eq!(flow.quick_ratio(false).unwrap_err().code(), ErrorCode::NoLosses);
        assert_eq!(flow.gross_revenue_retention().unwrap_err().code(), ErrorCode::ZeroDenominator);
    }
}

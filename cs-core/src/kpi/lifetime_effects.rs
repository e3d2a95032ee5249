//! How lifetime value moved from year to year, split into what churn, price and cost did.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Kind,
    term::{Number, Term, whole},
};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{decimal_text::Number as Text, document},
};

/// Most rows of one call.
const ROWS: usize = 65_536;

/// A product in a year.
///
/// Lifetime value = (arpa · gross_margin − service_cost) ÷ monthly_churn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LtvYear {
    /// The product.
    pub product: String,
    /// The year.
    pub year: i32,
    /// Price: average revenue per account and month.
    pub arpa: Decimal,
    /// Share of the revenue that is left after its direct costs.
    pub gross_margin: Decimal,
    /// Cost of serving an account for a month.
    pub service_cost: Decimal,
    /// Churn rate per month.
    pub monthly_churn: Decimal,
}

impl LtvYear {
    /// A product in a year, all margin and no service cost.
    #[must_use]
    pub fn new(
        product: impl Into<String>,
        year: i32,
        arpa: impl Into<Decimal>,
        monthly_churn: impl Into<Decimal>,
    ) -> Self {
        Self {
            product: product.into(),
            year,
            arpa: arpa.into(),
            gross_margin: Decimal::ONE,
            service_cost: Decimal::ZERO,
            monthly_churn: monthly_churn.into(),
        }
    }

    /// With the costs of the year.
    #[must_use]
    pub fn costs(mut self, gross_margin: impl Into<Decimal>, service_cost: impl Into<Decimal>) -> Self {
        (self.gross_margin, self.service_cost) = (gross_margin.into(), service_cost.into());
        self
    }
}

/// What moved the lifetime value of a product from one year to the next that is known.
///
/// The three effects are exact and add up to the change exactly before each is rounded once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LtvEffects {
    /// The product.
    pub product: String,
    /// The year before.
    pub from_year: i32,
    /// The year.
    pub to_year: i32,
    /// Lifetime value of the year before.
    pub before: Decimal,
    /// Lifetime value of the year.
    pub after: Decimal,
    /// after − before.
    pub change: Decimal,
    /// What the churn rate did.
    pub churn: Decimal,
    /// What the price (ARPA) did.
    pub price: Decimal,
    /// What the costs (gross margin and service cost) did.
    pub cost: Decimal,
}

/// Splits the changes of lifetime value, product by product in the order in which they first appear, year after year.
///
/// An effect is the mean of what its cause alone changes over all orders in which churn, price and cost could have
/// changed one after the other (Shapley value): no order is preferred, and nothing is left over.
///
/// ```
/// use cs_core::kpi::{LtvYear, ltv_effects};
///
/// let years = [LtvYear::new("crm", 2025, 100, "0.05".parse::<rust_decimal::Decimal>()?), LtvYear::new("crm", 2026, 120, "0.04".parse::<rust_decimal::Decimal>()?)];
/// let [moved] = ltv_effects(&years)?.try_into().map_err(|_| "one step")?;
/// assert_eq!((moved.before, moved.after, moved.change), (2_000.into(), 3_000.into(), 1_000.into()));
/// assert_eq!((moved.churn, moved.price, moved.cost), (550.into(), 450.into(), 0.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Errors, at `rows[i]`: `no_losses` for a churn rate of 0; `out_of_range`; `duplicate` for a product's year twice;
/// `limit` beyond 65,536 rows. Source: guide to lifetime value and health; L. S. Shapley (1953).
pub fn ltv_effects(rows: &[LtvYear]) -> Result<Vec<LtvEffects>> {
    document::limit("rows", rows.len(), ROWS)?;
    let mut products: Vec<&str> = Vec::new();
    let mut years: BTreeMap<&str, BTreeMap<i32, Causes>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let causes = Causes::of(row).map_err(|error| error.under(&format!("rows[{at}]")))?;
        let own = years.entry(&row.product).or_insert_with(|| {
            products.push(&row.product);
            BTreeMap::new()
        });
        if own.insert(row.year, causes).is_some() {
            let error = Error::new(ErrorCode::Duplicate, "this product has this year twice");
            return Err(error.at(format!("rows[{at}].year")).with_value(row.year));
        }
    }
    let steps = products.iter().filter_map(|product| Some((*product, years.get(product)?)));
    let pairs =
        steps.flat_map(|(product, own)| own.iter().zip(own.iter().skip(1)).map(move |pair| (product, pair)));
    pairs.map(|(product, (before, after))| effects(product, before, after)).collect()
}

/// The three causes of a lifetime value.
#[derive(Debug, Clone, Copy)]
struct Causes {
    churn: Term,
    price: Term,
    margin: Term,
    service_cost: Term,
}

impl Causes {
    fn of(row: &LtvYear) -> Result<Self> {
        let checked = |kind: Kind, place: &str, value: Decimal| {
            kind.check(value).map_err(|error| error.at(place))?;
            Ok(Term::from(value))
        };
        let churn = checked(Kind::Share, "monthly_churn", row.monthly_churn)?;
        if churn.is_zero() {
            let error = Error::new(ErrorCode::NoLosses, "a lifetime without losses has no end");
            return Err(error.at("monthly_churn"));
        }
        Ok(Self {
            churn,
            price: checked(Kind::UnitAmount, "arpa", row.arpa)?,
            margin: checked(Kind::Margin, "gross_margin", row.gross_margin)?,
            service_cost: checked(Kind::UnitAmount, "service_cost", row.service_cost)?,
        })
    }

    #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
    fn value(self) -> Term {
        (self.price * self.margin - self.service_cost) / self.churn
    }

    /// These causes, with those of `later` that are named.
    fn with(self, later: Self, churn: bool, price: bool, cost: bool) -> Term {
        let pick = |later: Self, changed: bool| if changed { later } else { self };
        let costs = pick(later, cost);
        let mixed = Self {
            churn: pick(later, churn).churn,
            price: pick(later, price).price,
            margin: costs.margin,
            service_cost: costs.service_cost,
        };
        mixed.value()
    }
}

/// One step of one product.
#[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
fn effects(product: &str, before: (&i32, &Causes), after: (&i32, &Causes)) -> Result<LtvEffects> {
    let ((from_year, old), (to_year, new)) = (before, after);
    // The value with some causes changed: bit 0 churn, bit 1 price, bit 2 cost.
    let value = |churn, price, cost| old.with(*new, churn, price, cost);
    // Alone first (2 of 6 orders), second behind either of the others (1 of 6 each), last (2 of 6).
    let mean = |first: [Term; 2], second: [Term; 2], third: [Term; 2], last: [Term; 2]| {
        let [a, b, c, d] = [first, second, third, last].map(|[without, with]| with - without);
        (whole(2) * a + b + c + whole(2) * d) / whole(6)
    };
    let churn = mean(
        [value(false, false, false), value(true, false, false)],
        [value(false, true, false), value(true, true, false)],
        [value(false, false, true), value(true, false, true)],
        [value(false, true, true), value(true, true, true)],
    );
    let price = mean(
        [value(false, false, false), value(false, true, false)],
        [value(true, false, false), value(true, true, false)],
        [value(false, false, true), value(false, true, true)],
        [value(true, false, true), value(true, true, true)],
    );
    let cost = mean(
        [value(false, false, false), value(false, false, true)],
        [value(true, false, false), value(true, false, true)],
        [value(false, true, false), value(false, true, true)],
        [value(true, true, false), value(true, true, true)],
    );
    let rounded = |term: Term| term.exact()?.to_decimal();
    Ok(LtvEffects {
        product: product.to_owned(),
        from_year: *from_year,
        to_year: *to_year,
        before: rounded(old.value())?,
        after: rounded(new.value())?,
        change: rounded(new.value() - old.value())?,
        churn: rounded(churn)?,
        price: rounded(price)?,
        cost: rounded(cost)?,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    rows: Vec<RowForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowForm {
    product: String,
    year: i32,
    arpa: Text,
    monthly_churn: Text,
    #[serde(default)]
    gross_margin: Option<Text>,
    #[serde(default)]
    service_cost: Option<Text>,
}

/// [`ltv_effects`] of a JSON object: `{"rows": [{"product", "year", "arpa", "monthly_churn", "gross_margin",
/// "service_cost"}, …]}`, the last two optional; numbers, or exact numbers as texts.
pub fn ltv_effects_from_json(text: &str) -> Result<Vec<LtvEffects>> {
    document::showing(text, || asked(document::read(text.as_bytes())?))
}

fn asked(request: Request) -> Result<Vec<LtvEffects>> {
    let row = |form: RowForm| LtvYear {
        product: form.product,
        year: form.year,
        arpa: form.arpa.0,
        gross_margin: form.gross_margin.map_or(Decimal::ONE, |Text(value)| value),
        service_cost: form.service_cost.map_or(Decimal::ZERO, |Text(value)| value),
        monthly_churn: form.monthly_churn.0,
    };
    ltv_effects(&request.rows.into_iter().map(row).collect::<Vec<_>>())
}

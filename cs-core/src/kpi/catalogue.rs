//! What is known about each KPI, and evaluation by id, as bindings and the command line need it.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    Kind, customers, lifetime, revenue,
    row::Obstacle,
    sentiment,
    term::{Quick, Term},
};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{exact::Exact, label::Label},
};

/// Which way a KPI should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Higher values are better.
    Higher,
    /// Lower values are better.
    Lower,
    /// Neither: the value describes or converts.
    Neither,
}

/// The subject of a KPI, and the name of the file it lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Family {
    /// Counts of customers and users.
    Customers,
    /// What customers say in surveys.
    Sentiment,
    /// Recurring revenue of a period.
    Revenue,
    /// Lifetime value and unit economics.
    Lifetime,
}

/// One input of a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Input {
    /// Name: no keyword of C, C++ or Python.
    pub name: &'static str,
    /// Name in a [report](super::ReportRequest), where all KPIs meet: `opening` is `opening_customers` there, or `opening_mrr`.
    pub figure: &'static str,
    /// What it is; gives unit and range.
    pub kind: Kind,
    /// Value taken when it is left out; `None` when it is required.
    pub default: Option<Decimal>,
}

/// A bound between inputs; past it they contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Requires {
    /// The input that is bounded, and that the error names.
    pub input: &'static str,
    /// Its upper bound, as text.
    pub at_most: &'static str,
}

/// A case in which a KPI has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Undefined {
    /// The code given.
    #[serde(serialize_with = "code_text")]
    pub code: ErrorCode,
    /// The input that the error names.
    pub input: &'static str,
    /// The condition, as text.
    pub when: &'static str,
}

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, Serialize)]
#[non_exhaustive]
pub struct Kpi {
    /// Stable id, the same in every language.
    pub id: &'static str,
    /// Name in English and Japanese.
    pub label: Label,
    /// One line on what it says.
    pub summary: &'static str,
    /// The formula for people.
    pub formula: &'static str,
    /// Inputs, in the order of the typed function.
    pub inputs: &'static [Input],
    /// What the value is; gives its unit.
    pub output: Kind,
    /// Which way it should go.
    pub better: Better,
    /// Where the definition comes from.
    pub source: &'static str,
    /// What must hold between the inputs; else `inconsistent`.
    pub requires: Option<Requires>,
    /// When it has no value.
    pub undefined: &'static [Undefined],
    /// Its subject.
    pub family: Family,
    #[serde(skip)]
    pub(super) term_formula: fn(&[Term]) -> Result<Term, Obstacle>,
    #[serde(skip)]
    pub(super) quick_formula: fn(&[Quick]) -> Result<Quick, Obstacle>,
}

fn code_text<S: serde::Serializer>(code: &ErrorCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

/// Every KPI, family by family.
pub fn catalogue() -> impl Iterator<Item = &'static Kpi> + Clone {
    [customers::KPIS, sentiment::KPIS, revenue::KPIS, lifetime::KPIS].into_iter().flatten().copied()
}

/// The KPI of this id; `unknown_name` with the nearest known id.
pub fn find(id: &str) -> Result<&'static Kpi> {
    let known = catalogue().map(|kpi| kpi.id);
    catalogue()
        .find(|kpi| kpi.id == id)
        .ok_or_else(|| Error::unknown(ErrorCode::UnknownName, "KPI", id, known))
}

/// Evaluates the KPI of this id: [`find`], then [`Kpi::evaluate`].
pub fn evaluate(id: &str, inputs: &[Option<Decimal>]) -> Result<Decimal> {
    find(id)?.evaluate(inputs)
}

impl Kpi {
    /// The value for inputs in the order of [`Kpi::inputs`]; `None`, or nothing at the end, takes the default.
    ///
    /// Choices are given by their numbers ([`Kind::choices`]). Errors, besides the KPI's own: `invalid_argument` for a
    /// required input that is missing and for inputs too many, `out_of_range` outside an input's range.
    pub fn evaluate(&self, inputs: &[Option<Decimal>]) -> Result<Decimal> {
        self.evaluate_exactly(inputs)?.to_decimal()
    }

    /// The value before it is rounded: [`Exact::to_decimal`] and [`Exact::to_float`] each round it once.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let churn = kpi::find("churn_rate")?.evaluate_exactly(&[Some(3.into()), Some(1.into())])?;
    /// assert_eq!((churn.to_decimal()?.to_string(), churn.to_float()?), ("0.3333333333333333333333333333".into(), 1.0 / 3.0));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn evaluate_exactly(&self, inputs: &[Option<Decimal>]) -> Result<Exact> {
        if inputs.len() > self.inputs.len() {
            let sentence = format!("{} has {} inputs", self.id, self.inputs.len());
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).with_value(inputs.len()));
        }
        let given = inputs.iter().copied().chain(std::iter::repeat(None));
        let values: Vec<Decimal> = self
            .inputs
            .iter()
            .zip(given)
            .map(|(input, given)| input.value(self.id, given))
            .collect::<Result<_>>()?;
        self.exactly(&values)
    }

    /// The value for one number per input, rounded.
    pub(super) fn value(&self, inputs: &[Decimal]) -> Result<Decimal> {
        self.exactly(inputs)?.to_decimal()
    }

    fn exactly(&self, inputs: &[Decimal]) -> Result<Exact> {
        for (input, value) in self.inputs.iter().zip(inputs) {
            input.kind.check(*value).map_err(|error| error.at(input.name))?;
        }
        let quick: Vec<Quick> = inputs.iter().map(|value| Quick::from(*value)).collect();
        if let Ok(Quick(Some(value))) = (self.quick_formula)(&quick) {
            return Ok(value.into());
        }
        let terms: Vec<Term> = inputs.iter().map(|value| Term::from(*value)).collect();
        self.computed(&terms)
    }

    /// The value for one number per input, whose ranges are checked here.
    pub(super) fn checked(&self, inputs: &[Exact]) -> Result<Exact> {
        for (input, value) in self.inputs.iter().zip(inputs) {
            input.kind.check_exactly(*value).map_err(|error| error.at(input.name))?;
        }
        let terms: Vec<Term> = inputs.iter().map(|value| Term::from(*value)).collect();
        self.computed(&terms)
    }

    fn computed(&self, terms: &[Term]) -> Result<Exact> {
        (self.term_formula)(terms).map_err(|obstacle| self.refusal(obstacle, terms))?.exact()
    }

    /// An obstacle in words.
    fn refusal(&self, obstacle: Obstacle, terms: &[Term]) -> Error {
        match (obstacle, self.requires) {
            (Obstacle::Undefined(case), _) => {
                let sentence = format!("there is no value where {}", case.when);
                Error::new(case.code, sentence).at(case.input)
            }
            (Obstacle::Requires, Some(rule)) => {
                let sentence = format!("must be at most {}", rule.at_most);
                let error = Error::new(ErrorCode::Inconsistent, sentence).at(rule.input);
                let bounded = self.inputs.iter().zip(terms).find(|(input, _)| input.name == rule.input);
                match bounded.and_then(|(_, term)| term.exact().ok()?.to_decimal().ok()) {
                    Some(value) => error.with_value(value),
                    None => error,
                }
            }
            _ => Error::new(ErrorCode::Internal, "a formula was given another number of inputs than it has"),
        }
    }
}

impl Input {
    fn value(&self, id: &str, given: Option<Decimal>) -> Result<Decimal> {
        given.or(self.default).ok_or_else(|| {
            Error::new(ErrorCode::InvalidArgument, format!("{id} needs this input")).at(self.name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keywords of C11, C++20 and Python 3.12 that a name of ours could collide with.
    const KEYWORDS: &str = "and as assert async auto await bool break case catch char class const continue def default \
        del delete do double elif else enum except explicit export extern false finally float for \
        friend from global goto if import in inline int is lambda long match mutable namespace new \
        none nonlocal not operator or pass private protected public raise register restrict return \
        short signed sizeof static struct switch template this throw true try type typedef typename \
        union unsigned using virtual void volatile while with xor yield";

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = catalogue().map(|kpi| kpi.id).collect();
        let rows = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rows);
    }

    #[test]
    fn no_name_is_a_keyword_of_another_language() {
        for name in catalogue().flat_map(|kpi| kpi.inputs.iter().map(|input| input.name).chain([kpi.id])) {
            assert!(KEYWORDS.split(' ').all(|word| word != name), "{name}");
        }
    }

    #[test]
    fn every_formula_names_every_input() {
        for kpi in catalogue() {
            for input in kpi.inputs {
                assert!(kpi.formula.contains(input.name), "{}: {}", kpi.id, input.name);
            }
        }
    }

    #[test]
    fn a_missing_input_is_named() {
        let error = evaluate("churn_rate", &[Some(Decimal::ONE)]).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidArgument, Some("churned")));
    }

    #[test]
    fn one_input_too_many_is_refused() {
        let inputs = [Some(Decimal::ONE); 3];
        assert_eq!(evaluate("churn_rate", &inputs).unwrap_err().code(), ErrorCode::InvalidArgument);
    }

    #[test]
    fn a_slip_in_an_id_gets_the_nearest() {
        let error = find("chrun_rate").unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnknownName);
        assert!(error.to_string().ends_with("(did you mean \"churn_rate\"?)"), "{error}");
    }

    #[test]
    fn an_impossible_count_is_shown() {
        let error = evaluate("churn_rate", &[Some(Decimal::TEN), Some(Decimal::from(11))]).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("churned")));
        assert_eq!(error.value(), Some("11"));
    }
}

//! Conditions on facts and results, in three-valued (Kleene) logic: a comparison with a missing value is
//! unknown, and an unknown rule does not fire.
//!
//! ```
//! use cs_core::prelude::*;
//!
//! let rule = Rule::all([fact("notice_given").is(true), days_until("renewal_on").at_most(60)]);
//! let text = r#"{"all": [{"fact": "notice_given", "is": true}, {"days_until": "renewal_on", "at_most": 60}]}"#;
//! assert_eq!(document::read::<Rule>(text.as_bytes())?, rule);
//! # Ok::<(), Error>(())
//! ```

use serde::{Deserialize, Serialize};

use super::facts::Fact;
use super::input::Input;
use super::operand::{Computed, Operand};
use super::rule_form::Form;
use super::verdict::{literals, texts};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{day, document};

/// How a value is compared; texts given to the ordering comparisons are days.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Comparison {
    /// ≥
    AtLeast(Fact),
    /// >
    Above(Fact),
    /// ≤
    AtMost(Fact),
    /// <
    Below(Fact),
    /// Equal numbers, days, flags or texts.
    Equals(Fact),
    /// Equal to one of them.
    OneOf(Vec<Fact>),
    /// From the first to the second, both included.
    Between(Fact, Fact),
    /// The flag is this.
    Is(bool),
    /// There is (or is not) no value; never unknown.
    IsMissing(bool),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
#[non_exhaustive]
pub enum Rule {
    /// Every part holds; holds when there is no part.
    All(Vec<Rule>),
    /// At least one part holds.
    Any(Vec<Rule>),
    /// The part does not hold.
    Not(Box<Rule>),
    /// A comparison.
    Compare(Operand, Comparison),
}

impl Rule {
    /// Every part holds.
    pub fn all(rules: impl IntoIterator<Item = Rule>) -> Rule {
        Rule::All(rules.into_iter().collect())
    }

    /// At least one part holds.
    pub fn any(rules: impl IntoIterator<Item = Rule>) -> Rule {
        Rule::Any(rules.into_iter().collect())
    }

    /// Every input that the rule reads.
    pub fn inputs(&self) -> Vec<&Input> {
        match self {
            Rule::All(rules) | Rule::Any(rules) => rules.iter().flat_map(Rule::inputs).collect(),
            Rule::Not(rule) => rule.inputs(),
            Rule::Compare(Operand::Input(input), _) => vec![input],
            Rule::Compare(..) => Vec::new(),
        }
    }

    /// Checks depth, names and literals. `indicators` are the names whose scores may be asked for, and none says that
    /// nothing is computed yet.
    pub fn check(&self, indicators: Option<&[&str]>) -> Result<()> {
        self.check_at(indicators, document::DEPTH)
    }

    fn check_at(&self, indicators: Option<&[&str]>, depth: usize) -> Result<()> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(Error::new(
                ErrorCode::Limit,
                format!("a rule is at most {} levels deep", document::DEPTH),
            ));
        };
        match self {
            Rule::All(rules) | Rule::Any(rules) => {
                let word = if matches!(self, Rule::All(_)) { "all" } else { "any" };
                rules.iter().enumerate().try_for_each(|(at, rule)| {
                    rule.check_at(indicators, deeper).map_err(|error| error.under(&format!("{word}[{at}]")))
                })
            }
            Rule::Not(rule) => rule.check_at(indicators, deeper).map_err(|error| error.under("not")),
            Rule::Compare(operand, comparison) => {
                let refuse = |sentence: &str| Err(Error::new(ErrorCode::InvalidDocument, sentence));
                match (operand, indicators) {
                    (Operand::Input(input), _) => input.check()?,
                    (_, None) => return refuse("only facts can be compared here; nothing is computed yet"),
                    (Operand::Indicator(name), Some(known)) if !known.contains(&name.as_str()) => {
                        let known = known.iter().copied();
                        return Err(Error::unknown(ErrorCode::InvalidDocument, "indicator", name, known)
                            .at("indicator"));
                    }
                    _ => {}
                }
                let fits = match (operand, comparison) {
                    (Operand::Input(Input::Fact(_)), _) | (_, Comparison::IsMissing(_)) => true,
                    (Operand::Computed(Computed::Band), _) => texts(comparison).is_some(),
                    (_, Comparison::Is(_)) => false,
                    _ => literals(comparison).all(|literal| matches!(literal, Fact::Number(_))),
                };
                if !fits {
                    let wanted = if matches!(operand, Operand::Computed(Computed::Band)) {
                        "a band's name"
                    } else {
                        "a number"
                    };
                    return Err(Error::new(
                        ErrorCode::InvalidDocument,
                        format!("this is compared with {wanted}"),
                    )
                    .at(comparison.word()));
                }
                comparison.check()
            }
        }
    }
}

impl Comparison {
    /// The word in documents.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Comparison::AtLeast(_) => "at_least",
            Comparison::Above(_) => "above",
            Comparison::AtMost(_) => "at_most",
            Comparison::Below(_) => "below",
            Comparison::Equals(_) => "equals",
            Comparison::OneOf(_) => "one_of",
            Comparison::Between(..) => "between",
            Comparison::Is(_) => "is",
            Comparison::IsMissing(_) => "is_missing",
        }
    }

    fn check(&self) -> Result<()> {
        let ordered = |literal: &Fact| match ordinal(literal) {
            Some(number) => document::finite(number, self.word()).map(|_| ()),
            None => {
                let error =
                    Error::new(ErrorCode::InvalidDocument, "a number or a day (YYYY-MM-DD) is needed");
                Err(error.at(self.word()).with_value(serde_json::to_string(literal).unwrap_or_default()))
            }
        };
        let equal = |literal: &Fact| match literal {
            Fact::Missing => {
                Err(Error::new(ErrorCode::InvalidDocument, "nothing equals a missing value; use is_missing")
                    .at(self.word()))
            }
            Fact::Number(number) => document::finite(*number, self.word()).map(|_| ()),
            _ => Ok(()),
        };
        match self {
            Comparison::AtLeast(x) | Comparison::Above(x) | Comparison::AtMost(x) | Comparison::Below(x) => {
                ordered(x)
            }
            Comparison::Between(low, high) => {
                ordered(low).and_then(|()| ordered(high))?;
                if ordinal(low) > ordinal(high) {
                    let error = Error::new(ErrorCode::InvalidDocument, "between names the lower end first");
                    return Err(error.at("between"));
                }
                Ok(())
            }
            Comparison::Equals(x) => equal(x),
            Comparison::OneOf(list) => list.iter().try_for_each(equal),
            Comparison::Is(_) | Comparison::IsMissing(_) => Ok(()),
        }
    }
}

/// The number that stands for a literal in ordering comparisons: a number, or a day's number.
pub(crate) fn ordinal(literal: &Fact) -> Option<f64> {
    match literal {
        Fact::Number(number) => Some(*number),
        Fact::Day(number) => Some(f64::from(*number)),
        Fact::Text(text) => day::number_in(text.as_bytes()).map(f64::from),
        Fact::Flag(_) | Fact::Missing => None,
    }
}

impl std::ops::Not for Rule {
    type Output = Rule;

    fn not(self) -> Rule {
        Rule::Not(Box::new(self))
    }
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $kind:ty),*) => $build:expr;)*) => {
        impl Operand {
            $($(#[$doc])* #[must_use] pub fn $name(self, $($arg: $kind),*) -> Rule { Rule::Compare(self, $build) })*
        }
        impl Input {
            $($(#[$doc])* #[must_use] pub fn $name(self, $($arg: $kind),*) -> Rule { Operand::from(self).$name($($arg),*) })*
        }
    };
}

comparisons! {
    /// ≥
    at_least(value: impl Into<Fact>) => Comparison::AtLeast(value.into());
    /// >
    above(value: impl Into<Fact>) => Comparison::Above(value.into());
    /// ≤
    at_most(value: impl Into<Fact>) => Comparison::AtMost(value.into());
    /// <
    below(value: impl Into<Fact>) => Comparison::Below(value.into());
    /// Equal numbers, days, flags or texts.
    equals(value: impl Into<Fact>) => Comparison::Equals(value.into());
    /// Equal to one of these.
    one_of(values: impl IntoIterator<Item = impl Into<Fact>>) => Comparison::OneOf(values.into_iter().map(Into::into).collect());
    /// From `low` to `high`, both included.
    between(low: impl Into<Fact>, high: impl Into<Fact>) => Comparison::Between(low.into(), high.into());
    /// The flag is this.
    is(flag: bool) => Comparison::Is(flag);
    /// There is no value.
    is_missing() => Comparison::IsMissing(true);
}

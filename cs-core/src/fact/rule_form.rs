//! A rule as it stands in a document, and the way there and back.

use serde::{Deserialize, Serialize};

use super::facts::Fact;
use super::input::{Input, Zero};
use super::operand::{Computed, Operand};
use super::rule::{Comparison, Rule};
use crate::error::{Error, ErrorCode, Result};

/// A rule as it stands in a document: one operand and one comparison, or one of `all`, `any`, `not`.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("oneOf" = rule_forms())))]
#[serde(default, deny_unknown_fields)]
pub(super) struct Form {
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Box<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    fact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<RatioForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::names"))]
    sum: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    days_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    days_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<Computed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    indicator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::ordinal"))]
    at_least: Option<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::ordinal"))]
    above: Option<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::ordinal"))]
    at_most: Option<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::ordinal"))]
    below: Option<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::literal"))]
    equals: Option<Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "literals"))]
    one_of: Option<Vec<Fact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "two_ordinals"))]
    between: Option<[Fact; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_missing: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Ratio"))]
#[serde(deny_unknown_fields)]
struct RatioForm {
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    of: String,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    per: String,
    #[serde(default)]
    zero: Zero,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Change"))]
#[serde(deny_unknown_fields)]
struct ChangeForm {
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    now: String,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    before: String,
}

#[cfg(feature = "schema")]
fn literals(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": "array", "items": crate::value::schema::literal(generator)})
}

#[cfg(feature = "schema")]
fn two_ordinals(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let end = crate::value::schema::ordinal(generator);
    schemars::json_schema!({"type": "array", "items": end, "minItems": 2, "maxItems": 2})
}

/// `all`, `any` or `not` alone, or one operand and one comparison.
#[cfg(feature = "schema")]
fn rule_forms() -> serde_json::Value {
    use crate::value::schema::fields;
    use serde_json::json;
    let operands =
        fields(&["fact", "ratio", "change", "sum", "days_since", "days_until", "computed", "indicator"]);
    let comparisons =
        fields(&["at_least", "above", "at_most", "below", "equals", "one_of", "between", "is", "is_missing"]);
    let alone = |field: &str| json!({"required": [field], "maxProperties": 1});
    json!([
        alone("all"), alone("any"), alone("not"),
        {"allOf": [{"oneOf": operands}, {"oneOf": comparisons}], "minProperties": 2, "maxProperties": 2}
    ])
}

/// The only one that is there; otherwise what is wrong.
fn only<T>(found: impl IntoIterator<Item = Option<T>>, none: &str, several: &str) -> Result<T> {
    let mut found = found.into_iter().flatten();
    let refuse = |sentence: &str| Error::new(ErrorCode::InvalidDocument, sentence);
    let first = found.next().ok_or_else(|| refuse(none))?;
    match found.next() {
        None => Ok(first),
        Some(_) => Err(refuse(several)),
    }
}

impl TryFrom<Form> for Rule {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        let operands = [
            form.fact.map(|name| Input::Fact(name).into()),
            form.ratio.map(|RatioForm { of, per, zero }| Input::Ratio { of, per, zero }.into()),
            form.change.map(|ChangeForm { now, before }| Input::Change { now, before }.into()),
            form.sum.map(|names| Input::Sum(names).into()),
            form.days_since.map(|name| Input::DaysSince(name).into()),
            form.days_until.map(|name| Input::DaysUntil(name).into()),
            form.computed.map(Operand::Computed),
            form.indicator.map(Operand::Indicator),
        ];
        let comparisons = [
            form.at_least.map(Comparison::AtLeast),
            form.above.map(Comparison::Above),
            form.at_most.map(Comparison::AtMost),
            form.below.map(Comparison::Below),
            form.equals.map(Comparison::Equals),
            form.one_of.map(Comparison::OneOf),
            form.between.map(|[low, high]| Comparison::Between(low, high)),
            form.is.map(Comparison::Is),
            form.is_missing.map(Comparison::IsMissing),
        ];
        let compares = operands.iter().any(Option::is_some) || comparisons.iter().any(Option::is_some);
        let comparison = compares.then(|| -> Result<Rule> {
            let operand = only(
                operands,
                "a comparison needs what is compared, such as fact",
                "a comparison has one left side",
            )?;
            let comparison = only(
                comparisons,
                "a comparison is missing, such as at_least",
                "a rule makes one comparison; join several with all",
            )?;
            Ok(Rule::Compare(operand, comparison))
        });
        let parts = [form.all.map(Rule::All), form.any.map(Rule::Any), form.not.map(Rule::Not)]
            .map(|rule| rule.map(Ok));
        only(
            parts.into_iter().chain([comparison]),
            "a rule says nothing",
            "a rule is either all, any, not or one comparison",
        )?
    }
}

impl From<Rule> for Form {
    fn from(rule: Rule) -> Self {
        let mut form = Self::default();
        match rule {
            Rule::All(rules) => form.all = Some(rules),
            Rule::Any(rules) => form.any = Some(rules),
            Rule::Not(rule) => form.not = Some(rule),
            Rule::Compare(operand, comparison) => {
                match operand {
                    Operand::Input(Input::Fact(name)) => form.fact = Some(name),
                    Operand::Input(Input::Ratio { of, per, zero }) => {
                        form.ratio = Some(RatioForm { of, per, zero })
                    }
                    Operand::Input(Input::Change { now, before }) => {
                        form.change = Some(ChangeForm { now, before })
                    }
                    Operand::Input(Input::Sum(names)) => form.sum = Some(names),
                    Operand::Input(Input::DaysSince(name)) => form.days_since = Some(name),
                    Operand::Input(Input::DaysUntil(name)) => form.days_until = Some(name),
                    Operand::Computed(computed) => form.computed = Some(computed),
                    Operand::Indicator(name) => form.indicator = Some(name),
                }
                match comparison {
                    Comparison::AtLeast(value) => form.at_least = Some(value),
                    Comparison::Above(value) => form.above = Some(value),
                    Comparison::AtMost(value) => form.at_most = Some(value),
                    Comparison::Below(value) => form.below = Some(value),
                    Comparison::Equals(value) => form.equals = Some(value),
                    Comparison::OneOf(values) => form.one_of = Some(values),
                    Comparison::Between(low, high) => form.between = Some([low, high]),
                    Comparison::Is(flag) => form.is = Some(flag),
                    Comparison::IsMissing(missing) => form.is_missing = Some(missing),
                }
            }
        }
        form
    }
}

//! Numbers and names of choices as a JSON document gives them: numbers, exact numbers as text.

use std::{collections::BTreeMap, fmt};

use rust_decimal::Decimal;
use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::{Kind, Kpi};
use crate::{
    error::{Error, ErrorCode, Result},
    value::{
        document::{self, unique::Unique},
        number,
    },
};

/// A number of JSON by its shortest text, or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given(String);

impl Given {
    /// The number, or that of a choice's name.
    ///
    /// Errors: `non_finite` for NaN and infinities, which JSON has no number for and other formats write as words; those
    /// of [`Kind::read`].
    pub(super) fn read(&self, kind: Kind) -> Result<Decimal> {
        let word = self.0.strip_prefix(['-', '+']).unwrap_or(&self.0);
        let is_none = |none: &str| word.eq_ignore_ascii_case(none);
        if kind.choices().is_empty() && ["nan", "snan", "inf", "infinity"].into_iter().any(is_none) {
            let error = Error::new(ErrorCode::NonFinite, "a finite number is required");
            return Err(error.with_value(&self.0));
        }
        kind.read(&self.0)
    }
}

/// Named numbers and names of choices; `null` is the same as left out. The texts `NaN`, `inf` and `Infinity`, which stand
/// where JSON has no number, are `non_finite`.
///
/// ```
/// use cs_core::{kpi::{self, Inputs}, value::document};
///
/// let inputs: Inputs = document::read(br#"{"opening": 200, "churned": "6"}"#)?;
/// assert_eq!(inputs.evaluate(kpi::find("churn_rate")?)?.to_decimal()?.to_string(), "0.03");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inputs(BTreeMap<String, Given>);

impl Inputs {
    /// Reads a JSON object.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The value of a KPI before it is rounded. Errors: those of [`Kpi::evaluate`]; `unknown_name` for an input that
    /// the KPI has not.
    pub fn evaluate(&self, kpi: &Kpi) -> Result<crate::value::exact::Exact> {
        for name in self.0.keys() {
            kpi.input(name)?;
        }
        let read = |input: &super::Input| {
            let given = self.0.get(input.name);
            given.map(|given| given.read(input.kind)).transpose().map_err(|error| error.at(input.name))
        };
        let inputs: Vec<Option<Decimal>> = kpi.inputs.iter().map(read).collect::<Result<_>>()?;
        kpi.evaluate_exactly(&inputs)
    }

    /// Names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.0.iter().map(|(name, given)| (name.as_str(), given))
    }
}

impl Kpi {
    /// The input of this name; `unknown_name` at it, with the nearest that the KPI has.
    pub fn input(&self, name: &str) -> Result<&'static super::Input> {
        self.inputs.iter().find(|input| input.name == name).ok_or_else(|| {
            let sentence = format!("{} has no such input", self.id);
            let error =
                Error::new(ErrorCode::UnknownName, sentence).at(name).with_said_value(format!("{name:?}"));
            match crate::error::nearest(name, self.inputs.iter().map(|input| input.name)) {
                Some(near) => error.with_hint(format!("did you mean {near}?")),
                None => error,
            }
        })
    }
}

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Unique(named) = Unique::<Option<Given>>::deserialize(deserializer)?;
        Ok(Inputs(named.into_iter().filter_map(|(name, given)| Some((name, given?))).collect()))
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;

        impl Visitor<'_> for Scalar {
            type Value = Given;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_u64<E>(self, value: u64) -> Result<Given, E> {
                Ok(Given(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Given, E> {
                Ok(Given(value.to_string()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Given, E> {
                number::from_json_float(value).map(|value| Given(number::to_text(value))).map_err(E::custom)
            }

            fn visit_str<E>(self, value: &str) -> Result<Given, E> {
                Ok(Given(value.to_owned()))
            }
        }

        deserializer.deserialize_any(Scalar)
    }
}

//! The catalogue of KPIs, and evaluation by id.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::fmt;

use cs_core::error::{Error, ErrorCode, Result, nearest};
use cs_core::kpi::{self, Kpi};
use cs_core::value::{document, number};
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::decimal::cs_decimal;
use crate::guard::{Out, guard};
use crate::status::cs_status;
use crate::text;

/// Lists every KPI as JSON: an array with id, names, formula, inputs, unit, direction and source.
/// `*catalogue` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_catalogue_json(catalogue: *mut *mut c_char) -> cs_status {
    guard(Out::new(catalogue, "catalogue"), || text::json(&kpi::catalogue().collect::<Vec<_>>()))
}

/// Evaluates the KPI of this id. `inputs` is a JSON object such as {"opening": 200, "churned": "6"}: numbers, exact
/// numbers as text, names of choices; one that is left out or null takes its default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_evaluate_json(
    id: *const c_char,
    id_len: usize,
    inputs: *const c_char,
    inputs_len: usize,
    result: *mut cs_decimal,
) -> cs_status {
    guard(Out::new(result, "result"), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (id, inputs) =
            unsafe { (text::read(id, id_len, "id")?, text::read(inputs, inputs_len, "inputs")?) };
        let kpi = kpi::find(id)?;
        let Inputs(given) = document::read(inputs.as_bytes())?;
        kpi.evaluate(&arranged(kpi, given)?).map(cs_decimal::from)
    })
}

/// The inputs in the order of the KPI's own.
fn arranged(kpi: &Kpi, mut given: BTreeMap<String, Option<String>>) -> Result<Vec<Option<Decimal>>> {
    let read = |input: &kpi::Input| {
        let text = given.remove(input.name).flatten();
        text.map(|text| input.kind.read(&text)).transpose().map_err(|error| error.at(input.name))
    };
    let inputs = kpi.inputs.iter().map(read).collect::<Result<_>>()?;
    match given.keys().next() {
        None => Ok(inputs),
        Some(unknown) => {
            let error =
                Error::new(ErrorCode::UnknownName, format!("{} has no such input", kpi.id)).at(unknown);
            Err(match nearest(unknown, kpi.inputs.iter().map(|input| input.name)) {
                Some(name) => error.with_hint(format!("did you mean {name}?")),
                None => error,
            })
        }
    }
}

/// Named numbers, each as its decimal text.
struct Inputs(BTreeMap<String, Option<String>>);

/// A number of JSON, or a text.
struct Given(String);

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Inputs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of inputs")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inputs, A::Error> {
                let mut inputs = BTreeMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    let given = map.next_value::<Option<Given>>()?.map(|given| given.0);
                    if inputs.insert(name.clone(), given).is_some() {
                        return Err(serde::de::Error::custom(format!("the input {name:?} is given twice")));
                    }
                }
                Ok(Inputs(inputs))
            }
        }

        deserializer.deserialize_map(Object)
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

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Given, E> {
                number::from_float(value).map(|value| Given(number::to_text(value))).map_err(E::custom)
            }

            fn visit_str<E>(self, value: &str) -> Result<Given, E> {
                Ok(Given(value.to_owned()))
            }
        }

        deserializer.deserialize_any(Scalar)
    }
}

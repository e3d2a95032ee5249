//! Inputs of a KPI as a JSON object: numbers, exact numbers as text, names of choices.

use std::collections::BTreeMap;
use std::fmt;

use cs_core::value::number;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// Named numbers, each as its decimal text.
pub(crate) struct Inputs(pub(crate) BTreeMap<String, Option<String>>);

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

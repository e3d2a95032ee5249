//! Pieces of JSON Schema that documents share. Ranges come from the constants that the constructors check.
//!
//! A type of a document derives `schemars::JsonSchema` beside `serde::Deserialize`, under the feature `schema`; what
//! serde does not know (ranges, lengths, "one of these fields") is said by attributes that name a function of this file:
//! `#[cfg_attr(feature = "schema", schemars(schema_with = "schema::score"))]`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::document::{DEPTH, NAME};
use super::score::{HIGHEST, LOWEST};

/// Gives a piece a name of its own in a schema, so that it stands there once.
macro_rules! named {
    ($(#[$doc:meta])* $function:ident $name:ident $schema:tt) => {
        $(#[$doc])*
        pub(crate) fn $function(generator: &mut SchemaGenerator) -> Schema {
            generator.subschema_for::<$name>()
        }

        struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

named! {
    /// A score.
    score Score {"description": "A score.", "type": "number", "minimum": LOWEST, "maximum": HIGHEST}
}

named! {
    /// A name: not empty, not too long, no control characters.
    name Name {
        "description": "A name, without control characters.",
        "type": "string",
        "minLength": 1,
        "maxLength": NAME,
        "not": {"pattern": "[\\u0000-\\u001f\\u007f-\\u009f]"}
    }
}

/// A name, or `null` for none, where leaving it out means another.
pub(crate) fn name_or_none(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({"oneOf": [name(generator), {"type": "null"}]})
}

/// Names, or none at all.
pub(crate) fn any_names(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": name(generator)})
}

/// A decimal that is always a text.
pub(crate) fn decimal_text(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "pattern": "^[+-]?[0-9]+([.][0-9]+)?$"})
}

/// A share from 0 to 1.
pub(crate) fn share(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "number", "minimum": 0, "maximum": 1})
}

/// A number from 0 up.
pub(crate) fn weight(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "number", "minimum": 0})
}

/// A number above 0.
pub(crate) fn positive(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "number", "exclusiveMinimum": 0})
}

named! {
    /// An exact number: a number, or a plain decimal as text.
    exact Exact {
        "description": "An exact number: a number, or a plain decimal as text.",
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[+-]?[0-9]+([.][0-9]+)?$"}]
    }
}

named! {
    /// A calendar day.
    day Day {
        "description": "A calendar day, YYYY-MM-DD.",
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    }
}

/// Names, at least one.
pub(crate) fn names(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": name(generator), "minItems": 1})
}

/// A text with something to read in it.
pub(crate) fn sentence(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "pattern": "\\S"})
}

/// What a rule compares a value with by order: a number, or a day as text.
pub(crate) fn ordinal(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"anyOf": [{"type": "number"}, {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}]})
}

/// What a rule compares a value with for equality.
pub(crate) fn literal(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["number", "boolean", "string"]})
}

/// Each of these fields is there: the choices of `oneOf` and `anyOf`.
pub(crate) fn fields(fields: &[&str]) -> Value {
    fields.iter().map(|field| json!({"required": [field]})).collect()
}

/// Makes a schema ready to publish: no `null` for fields that may be left out, and of each description the first
/// paragraph, without the code that Rust readers see.
pub(crate) fn publish(schema: Schema, title: &str) -> Schema {
    let mut value = schema.to_value();
    tidy(&mut value, DEPTH);
    let mut tidied = Schema::try_from(value).unwrap_or_default();
    tidied.insert("title".to_owned(), title.into());
    tidied
}

fn tidy(value: &mut Value, depth: usize) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    if let Value::Object(fields) = value {
        if let Some(Value::String(text)) = fields.get_mut("description") {
            let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
            *text = paragraph.trim_end().to_owned();
        }
        if let Some(Value::Array(types)) = fields.get_mut("type") {
            types.retain(|name| name != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                fields.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
            choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
            if let [only] = choices.as_slice()
                && let Value::Object(only) = only.clone()
            {
                fields.remove("anyOf");
                fields.extend(only);
            }
        }
        // An absent field is the default; `null` is none.
        if fields.get("default").is_some_and(Value::is_null) {
            fields.remove("default");
        }
        fields.values_mut().for_each(|inner| tidy(inner, deeper));
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(|inner| tidy(inner, deeper));
    }
}

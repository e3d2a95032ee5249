//! The JSON Schema of a card of a set: a scorecard as its own schema has it, or what differs from another card.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::health::draft::Group;
use crate::health::draft_form::Form;
use crate::health::indicator::Indicator;
use crate::health::shipped;
use crate::value::schema;

/// A card of a set, whole or as what differs; never both.
pub(super) fn entry(generator: &mut SchemaGenerator) -> Schema {
    let (whole, differs) = (whole(generator), differs(generator));
    json_schema!({"description": "A card: whole, or as what differs from another one.", "oneOf": [whole, differs]})
}

/// A scorecard; kind and version are known, and there is nothing that it could leave out.
fn whole(generator: &mut SchemaGenerator) -> Value {
    let mut fields = fields::<Form>(generator, &["name", "indicators"]);
    fields.insert("without".into(), json!({"type": "array", "maxItems": 0}));
    json!({
        "description": "A card that says everything itself.",
        "type": "object",
        "properties": fields,
        "required": ["name", "indicators"],
        "additionalProperties": false
    })
}

/// What a card says beside what it inherits: any field, or `null` to take it away; of indicators and groups those that
/// differ.
fn differs(generator: &mut SchemaGenerator) -> Value {
    let mut fields = fields::<Form>(generator, &[]);
    let (indicator, group) = (item::<Indicator>(generator), item::<Group>(generator));
    let shipped: Vec<&str> = shipped::names().collect();
    let more = [
        ("indicators", list("Indicators that are new, or of which fields differ.", &indicator)),
        ("groups", list("Groups that are new, or of which fields differ.", &group)),
        ("extends", json!({"description": "The card further up that it extends.", "type": "string"})),
        ("shipped", json!({"description": "The shipped card that it extends.", "enum": shipped})),
        (
            "without",
            json!({
                "description": "Names of indicators that it leaves out.",
                "type": "array",
                "items": schema::name(generator)
            }),
        ),
    ];
    fields.extend(more.map(|(name, field)| (name.to_owned(), field)));
    json!({
        "description": "A card that says what differs from another one.",
        "type": "object",
        "properties": fields,
        "oneOf": schema::fields(&["extends", "shipped"]),
        "additionalProperties": false
    })
}

/// An indicator or a group of which only fields that differ are given; what it needs beside its name it may inherit.
fn item<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    let fields = fields::<T>(generator, &["name"]);
    json!({"type": "object", "properties": fields, "required": ["name"], "additionalProperties": false})
}

fn list(description: &str, item: &Value) -> Value {
    or_null(&json!({"description": description, "type": "array", "items": item}))
}

/// The fields of a type, where `null` may stand for one that is taken away, but for those that must be there. Without
/// their defaults: what is absent may be inherited.
fn fields<T: JsonSchema>(generator: &mut SchemaGenerator, needed: &[&str]) -> Map<String, Value> {
    let schema = T::json_schema(generator);
    let mut fields = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, field) in &mut fields {
        if let Value::Object(own) = field {
            own.remove("default");
        }
        if !needed.contains(&name.as_str()) {
            *field = or_null(field);
        }
    }
    fields
}

/// Not by type: of types, `null` is dropped when the schema is published.
fn or_null(field: &Value) -> Value {
    json!({"anyOf": [field, {"const": null}]})
}

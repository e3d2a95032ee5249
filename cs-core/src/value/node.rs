//! JSON as it stands in a document, fields in their order, none twice: for documents that say only what differs.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The text, when it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Node::Text(text) = self { Some(text) } else { None }
    }

    /// The fields, where this is an object.
    pub(crate) fn fields(&self) -> &[(String, Node)] {
        if let Node::Object(fields) = self { fields } else { &[] }
    }

    /// The items, where this is a list.
    pub(crate) fn items(&self) -> &[Node] {
        if let Node::List(items) = self { items } else { &[] }
    }

    /// A field of an object.
    pub(crate) fn field(&self, name: &str) -> Option<&Node> {
        self.fields().iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Puts a field in the place of the one of its name, or behind the others; `null` takes it away.
    pub(crate) fn put(&mut self, name: &str, value: Node) {
        let Node::Object(fields) = self else { return };
        match (fields.iter().position(|(known, _)| known == name), value) {
            (Some(at), Node::Null) => drop(fields.remove(at)),
            (None, Node::Null) => {}
            (Some(at), value) => fields.iter_mut().skip(at).take(1).for_each(|field| field.1 = value.clone()),
            (None, value) => fields.push((name.to_owned(), value)),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => serializer.serialize_none(),
            Node::Flag(flag) => serializer.serialize_bool(*flag),
            Node::Whole(number) => serializer.serialize_i64(*number),
            Node::Number(number) => serializer.serialize_f64(*number),
            Node::Text(text) => serializer.serialize_str(text),
            Node::List(items) => items.serialize(serializer),
            Node::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "beyond 2^63 a document's number is the nearest float")]
    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number).map_or(Node::Number(number as f64), Node::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let (mut fields, mut names) = (Vec::new(), BTreeSet::new());
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(format!("duplicate field `{name}`")));
            }
            fields.push((name, map.next_value()?));
        }
        Ok(Node::Object(fields))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::value::document;

    #[test]
    fn is_written_as_it_was_read_and_holds_no_field_twice() {
        let text = r#"{"b":[1,-2.5,null,true],"a":{"z":"é","y":{}}}"#;
        let node: Node = document::read(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&node).unwrap(), text);
        let twice = document::read::<Node>(br#"{"a": {"b": 1, "b": 2}}"#).unwrap_err();
        assert_eq!((twice.code(), twice.path()), (ErrorCode::Duplicate, Some("a.b")));
    }

    #[test]
    fn null_takes_a_field_away() {
        let mut node: Node = document::read(br#"{"a": 1, "b": 2}"#).unwrap();
        node.put("a", Node::Null);
        node.put("c", Node::Flag(true));
        node.put("b", Node::Whole(3));
        assert_eq!(serde_json::to_string(&node).unwrap(), r#"{"b":3,"c":true}"#);
    }
}

//! A card of a set as it stands in the document: whole, or as what differs from another card.

use crate::error::{Error, ErrorCode, Result};
use crate::health::draft::Group;
use crate::health::indicator::Indicator;
use crate::health::scorecard::{INDICATORS, KIND, Scorecard, VERSION};
use crate::health::shipped;
use crate::value::document::{self, fields, limit, refuse};
use crate::value::node::Node;

/// What a card of a set may say beside the fields of a scorecard.
const OWN: [&str; 3] = ["extends", "shipped", "without"];

/// Lists whose items are known by their name, so that a card may name only those that differ.
const BY_NAME: [&str; 2] = ["indicators", "groups"];

/// Most fields of a card or of one of its parts; none has so many.
const FIELDS: usize = 64;

/// The whole document of a card: what it extends, without what it leaves out, with what it says itself.
///
/// Errors: `invalid_document` (it extends a card that does not stand before it, leaves out an indicator that is not
/// there, takes away a field that no card has), `unknown_name` (no such shipped card), `limit` (more than can be merged in
/// a moment).
pub(super) fn whole(entry: &Node, before: &[Node]) -> Result<Node> {
    if !matches!(entry, Node::Object(_)) {
        return Err(Error::new(ErrorCode::InvalidDocument, "a card is an object"));
    }
    few(entry)?;
    only_known(entry, &[fields::of::<Scorecard>(), &OWN].concat())?;
    let named = |field: &str| match entry.field(field) {
        None => Ok(None),
        Some(Node::Text(name)) => Ok(Some(name.as_str())),
        Some(_) => refuse(field, "the name of a card is needed"),
    };
    let mut card = match (named("extends")?, named("shipped")?) {
        (Some(_), Some(_)) => {
            return refuse("shipped", "a card extends another one or a shipped one, not both");
        }
        (Some(name), None) => {
            let found = before.iter().find(|card| card.field("name").and_then(Node::text) == Some(name));
            found.cloned().ok_or_else(|| {
                let known = before.iter().filter_map(|card| card.field("name")?.text());
                Error::unknown(ErrorCode::InvalidDocument, "card further up", name, known).at("extends")
            })?
        }
        (None, Some(name)) => {
            let text = shipped::document(name).map_err(|error| error.at("shipped"))?;
            document::read(text.as_bytes())?
        }
        (None, None) => Node::Object(Vec::new()),
    };
    leave_out(&mut card, entry.field("without"))?;
    for (name, value) in entry.fields().iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        match (BY_NAME.contains(&name.as_str()), value, card.field(name)) {
            (true, Node::List(items), Some(Node::List(known))) => {
                limit(name, items.len(), INDICATORS)?;
                let fields = if name == "groups" { fields::of::<Group>() } else { fields::of::<Indicator>() };
                let list = merged(known, items, fields).map_err(|error| error.under(name))?;
                card.put(name, Node::List(list));
            }
            _ => card.put(name, value.clone()),
        }
    }
    let version = i64::try_from(VERSION).unwrap_or(i64::MAX);
    for (name, value) in [("kind", Node::Text(KIND.to_owned())), ("version", Node::Whole(version))] {
        if card.field(name).is_none() {
            card.put(name, value);
        }
    }
    Ok(card)
}

/// Takes indicators away.
fn leave_out(card: &mut Node, names: Option<&Node>) -> Result<()> {
    let Some(names) = names else { return Ok(()) };
    let Node::List(names) = names else { return refuse("without", "a list of names is needed") };
    limit("without", names.len(), INDICATORS)?;
    let mut indicators = card.field("indicators").map_or(Vec::new(), |list| list.items().to_vec());
    for (at, name) in names.iter().enumerate() {
        let place =
            indicators.iter().position(|one| one.field("name").is_some() && one.field("name") == Some(name));
        match place {
            Some(place) => drop(indicators.remove(place)),
            None => {
                let known = indicators.iter().filter_map(|one| one.field("name")?.text());
                let name = name.text().unwrap_or_default();
                let error = Error::unknown(ErrorCode::InvalidDocument, "indicator", name, known);
                return Err(error.at(format!("without[{at}]")));
            }
        }
    }
    card.put("indicators", Node::List(indicators));
    Ok(())
}

/// Items by name: fields of one that is there already take the place of its own, others stand behind.
fn merged(known: &[Node], items: &[Node], fields: &[&str]) -> Result<Vec<Node>> {
    let mut list = known.to_vec();
    for (at, item) in items.iter().enumerate() {
        few(item).and_then(|()| only_known(item, fields)).map_err(|error| error.under(&format!("[{at}]")))?;
        let name = item.field("name");
        match list.iter_mut().find(|one| name.is_some() && one.field("name") == name) {
            Some(one) => item.fields().iter().for_each(|(field, value)| one.put(field, value.clone())),
            None if matches!(item, Node::Object(_)) => {
                // A field of its own that is taken away is left out.
                let mut own = Node::Object(Vec::new());
                item.fields().iter().for_each(|(field, value)| own.put(field, value.clone()));
                list.push(own);
            }
            None => list.push(item.clone()),
        }
    }
    Ok(list)
}

/// Refuses `null` for a field that is none: nothing of it would be left for the reading to refuse.
fn only_known(part: &Node, fields: &[&str]) -> Result<()> {
    let taken_away = part.fields().iter().filter(|(_, value)| *value == Node::Null);
    match taken_away.map(|(name, _)| name).find(|name| !fields.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let known = fields.iter().copied();
            Err(Error::unknown(ErrorCode::InvalidDocument, "field", name, known).at(name.as_str()))
        }
    }
}

fn few(part: &Node) -> Result<()> {
    let found = part.fields().len();
    if found <= FIELDS {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, format!("at most {FIELDS} fields are allowed")).with_value(found))
}

/// Reads the whole document of a card. A place in it is given as a place in the entry, or as the field `extends` where
/// what is inherited does not fit.
pub(super) fn read(entry: &Node, whole: &Node) -> Result<Scorecard> {
    let text = document::write(whole)?;
    Scorecard::from_json(&text).map_err(|error| match error.path().map(|path| place(path, entry, whole)) {
        Some(path) => error.at(path),
        None => error,
    })
}

fn place(path: &str, entry: &Node, whole: &Node) -> String {
    let (field, rest) = path.split_once(['[', '.']).unwrap_or((path, ""));
    if entry.field(field).is_none() {
        let inherits = entry.field("extends").is_some() || entry.field("shipped").is_some();
        let origin = if entry.field("shipped").is_some() { "shipped" } else { "extends" };
        return if inherits { origin.to_owned() } else { path.to_owned() };
    }
    let Some((index, rest)) = rest.split_once(']').filter(|_| BY_NAME.contains(&field)) else {
        return path.to_owned();
    };
    let name = index.parse().ok().and_then(|at: usize| whole.field(field)?.items().get(at)?.field("name"));
    let own = entry.field(field).map_or(&[] as &[Node], Node::items);
    match own.iter().position(|one| name.is_some() && one.field("name") == name) {
        Some(at) => format!("{field}[{at}]{rest}"),
        None => field.to_owned(),
    }
}

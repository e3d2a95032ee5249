//! `fault/{document,facts,number}.json`: what is refused, by code and place, and its like that is not.

use cs_core::fact::accounts;
use cs_core::prelude::*;
use cs_core::value::number;
use serde::Deserialize;

use crate::files::{Refusal, Value, bits, facts, file, list, root, same};

/// A document in one of three forms.
#[derive(Deserialize)]
struct Document {
    name: String,
    document: Option<Value>,
    /// Texts and how often each is repeated.
    parts: Option<Vec<(String, usize)>>,
    hex: Option<String>,
    /// The name that the message proposes.
    hint: Option<String>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

impl Document {
    fn read(&self) -> Result<Scorecard> {
        match (&self.document, &self.parts, &self.hex) {
            (Some(document), None, None) => Scorecard::from_json(&document.to_string()),
            (None, Some(parts), None) => {
                let text: Vec<String> = parts.iter().map(|(text, times)| text.repeat(*times)).collect();
                Scorecard::from_json(&text.concat())
            }
            (None, None, Some(hex)) => {
                let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
                document::read(&hex.as_bytes().chunks(2).map(byte).collect::<Vec<u8>>())
            }
            _ => panic!("{}: one form is expected", self.name),
        }
    }
}

/// Compares what came out with what should have been refused, or not.
fn refused<T>(name: &str, found: Result<T>, expected: Option<&Refusal>) -> Result<(), String> {
    let found = found.as_ref().err().map(Refusal::from);
    same(name, found.as_ref(), expected)
}

#[test]
fn every_bad_document_is_refused_with_its_place() {
    file("fault/document.json", |case: &Document, _: &Nothing, _| {
        let found = case.read();
        if let (Some(hint), Err(error)) = (&case.hint, &found) {
            let proposed = error.to_string().contains(&format!("did you mean {hint:?}?"));
            same(&format!("{}: {error}: hint", case.name), proposed, true)?;
        }
        refused(&case.name, found, case.refusal.as_ref())
    });
}

#[derive(Deserialize)]
struct Account {
    name: String,
    facts: Option<Value>,
    text: Option<String>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[derive(Deserialize)]
struct Card {
    card: Scorecard,
    as_of: NaiveDate,
}

#[test]
fn bad_facts_are_refused_by_name() {
    file("fault/facts.json", |case: &Account, Card { card, as_of }: &Card, _| {
        let read = match (&case.facts, &case.text) {
            (Some(value), None) => facts(value),
            (None, Some(text)) => Facts::from_json(text),
            _ => panic!("{}: facts or a text", case.name),
        };
        refused(&case.name, read.and_then(|facts| card.score(&facts, *as_of)), case.refusal.as_ref())
    });
}

#[derive(Deserialize)]
struct Number {
    name: String,
    text: String,
    expected: Option<String>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[derive(Deserialize)]
struct Nothing {}

#[test]
fn only_plain_decimals_are_numbers() {
    file("fault/number.json", |case: &Number, _: &Nothing, _| {
        match (number::from_text(&case.text), &case.expected, &case.refusal) {
            (Ok(found), Some(expected), None) => same(&case.name, &found.to_string(), expected),
            (Err(error), None, Some(expected)) => same(&case.name, &Refusal::from(&error), expected),
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}

#[derive(Deserialize)]
struct Names {
    name: String,
    accounts: Vec<Option<String>>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[test]
fn accounts_are_named_once() {
    file("fault/account.json", |case: &Names, _: &Nothing, _| {
        let names: Vec<&str> = case.accounts.iter().map(|name| name.as_deref().unwrap_or("")).collect();
        let known: Vec<u8> =
            case.accounts.chunks(8).map(|rows| bits(rows.iter().map(Option::is_some))).collect();
        let (texts, known) = (Values::Text(Texts::Slices(&names)), Some(Validity::new(&known, 0)));
        let table = Table::new(names.len()).with("account", texts, known).unwrap();
        refused(&case.name, accounts::check_unique(&table, "account"), case.refusal.as_ref())
    });
}

#[test]
fn every_file_of_faults_is_run() {
    let files = list(&root().join("fault"));
    let names: Vec<&str> = files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["account", "document", "facts", "number", "table"]);
}

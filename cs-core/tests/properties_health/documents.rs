//! Documents: written and read they are the same, and no text makes a reader panic.

use std::fs;
use std::path::Path;

use cs_core::health::shipped;
use cs_core::prelude::*;
use proptest::prelude::*;

use crate::cards::card;
use crate::portfolio::{account, as_of};

/// What is cut out and what is put in its place, at places of a text.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let words = "null true false -1 1e400 0 \"\" \" { } [ ] , : \\ \u{0} é NaN 99999999999999999999 \"weight\": {\"any\": [ \\ud800";
    let put =
        prop_oneof![prop::sample::select(words.split(' ').map(str::to_owned).collect::<Vec<_>>()), ".{0,4}",];
    prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, put), 1..4)
}

fn edited(text: &str, edits: &[(prop::sample::Index, usize, String)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (at, cut, put)| {
        let letters: Vec<char> = text.chars().collect();
        let start = at.index(letters.len() + 1);
        let end = (start + cut).min(letters.len());
        let [head, tail] = [&letters[..start], &letters[end..]].map(|part| part.iter().collect::<String>());
        format!("{head}{put}{tail}")
    })
}

proptest! {
    #[test]
    fn written_and_read_a_card_is_the_same(card in card()) {
        let text = card.to_json().unwrap();
        let again = Scorecard::from_json(&text).unwrap();
        prop_assert_eq!(&again.to_json().unwrap(), &text);
        prop_assert_eq!(&again, &card);
    }

    #[test]
    fn no_edited_document_makes_the_reader_panic(card in card(), edits in edits(), account in account()) {
        if let Ok(card) = Scorecard::from_json(&edited(&card.to_json().unwrap(), &edits)) {
            let text = card.to_json().unwrap();
            prop_assert_eq!(Scorecard::from_json(&text).unwrap().to_json().unwrap(), text);
            let _any_result = card.score(&account.facts(), as_of());
        }
    }

    #[test]
    fn no_edited_shipped_card_makes_the_reader_panic(which in 0..3_usize, edits in edits()) {
        let text = shipped::document(shipped::names().nth(which).unwrap()).unwrap();
        if let Err(error) = Scorecard::from_json(&edited(text, &edits)) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _card = Scorecard::from_json(&text);
        let _facts = Facts::from_json(&text);
        let _bytes = document::read::<Scorecard>(&bytes);
    }

    #[test]
    fn no_edited_facts_make_a_reader_panic(account in account(), edits in edits()) {
        let text = serde_json::to_string(&account.facts()).unwrap();
        prop_assert_eq!(&Facts::from_json(&text).map(|facts| serde_json::to_string(&facts).unwrap()), &Ok(text.clone()));
        let _facts = Facts::from_json(&edited(&text, &edits));
    }
}

/// Every valid card of the vectors, which people wrote.
#[test]
fn written_and_read_every_card_of_the_vectors_is_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/health");
    let mut cards = 0;
    for file in fs::read_dir(folder).unwrap() {
        let vectors: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for case in vectors["cases"].as_array().unwrap().iter().filter(|case| case["card"].is_object()) {
            let card = Scorecard::from_json(&case["card"].to_string()).unwrap();
            let text = card.to_json().unwrap();
            let again = Scorecard::from_json(&text).unwrap();
            assert_eq!((again.to_json().unwrap(), &again), (text, &card), "{}", case["name"]);
            cards += 1;
        }
    }
    assert!(cards > 500, "{cards}");
}

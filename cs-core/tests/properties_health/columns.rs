//! One by one, in columns, in another order, on several threads: the same bits.

use cs_core::health::score_column::ScoreColumn;
use cs_core::health::table::Scored;
use cs_core::prelude::*;
use proptest::prelude::*;

use crate::cards::{card, direct};
use crate::portfolio::{Account, Columns, account, as_of, portfolio};

/// A row's results as bits; what is not there has the bits of no number.
fn bits(scored: &Scored, row: usize) -> (u8, [Option<u64>; 4]) {
    let columns = [&scored.score, &scored.coverage, &scored.low, &scored.high];
    (scored.band[row], columns.map(|column| Some(column[row]).filter(|x| !x.is_nan()).map(f64::to_bits)))
}

fn scored(card: &Scorecard, accounts: &[Account]) -> Scored {
    card.score_table(&Columns::of(accounts).table(), as_of()).unwrap()
}

proptest! {
    #[test]
    fn one_by_one_equals_in_columns_bit_for_bit(card in card(), accounts in portfolio()) {
        let table = scored(&card, &accounts);
        let mut errored = 0;
        for (row, account) in accounts.iter().enumerate() {
            let one = card.score(&account.facts(), as_of()).unwrap();
            let value = |number: Option<f64>| number.map(f64::to_bits);
            let json = serde_json::to_value(&one).unwrap();
            let [low, high] = ["low", "high"].map(|name| value(json[name].as_f64()));
            let expected = [value(one.score().ok()), value(Some(one.coverage())), low, high];
            prop_assert_eq!(bits(&table, row).1, expected, "row {}", row);
            prop_assert_eq!(card.bands().name(table.band[row]), one.band(), "row {}", row);
            errored += u64::from(one.missing_and_errored().1 > 0);
        }
        prop_assert_eq!(table.errored_rows, errored);
    }

    #[test]
    fn a_ready_card_says_in_short_what_the_card_says_bit_for_bit(
        card in prop_oneof![card(), direct()], account in account(),
    ) {
        let ready = card.ready(as_of(), Invalid::Error).unwrap();
        let facts = account.facts();
        let placed: Vec<Fact> = card.facts().map(|name| facts.fact(name).cloned().unwrap_or(Fact::Missing)).collect();
        let (one, brief) = (card.score(&facts, as_of()).unwrap(), ready.score(&placed).unwrap());
        let score = Some(brief.score).filter(|score| !score.is_nan()).map(f64::to_bits);
        prop_assert_eq!(score, one.score().ok().map(f64::to_bits));
        prop_assert_eq!(card.bands().name(brief.band), one.band());
        prop_assert_eq!(brief.coverage.to_bits(), one.coverage().to_bits());
    }

    #[test]
    fn counts_equal_those_of_one_account_and_no_column_hangs_on_another(card in card(), accounts in portfolio()) {
        let (columns, usual) = (Columns::of(&accounts), scored(&card, &accounts));
        let all = card.score_columns(&columns.table(), as_of(), Invalid::Error, &ScoreColumn::ALL).unwrap();
        let few = card.score_columns(&columns.table(), as_of(), Invalid::Error, &[ScoreColumn::Score]).unwrap();
        for (row, account) in accounts.iter().enumerate() {
            let one = card.score(&account.facts(), as_of()).unwrap();
            let counts = (all.missing[row], all.errored[row]);
            let expected = one.missing_and_errored();
            prop_assert_eq!(counts, (u32::try_from(expected.0).unwrap(), u32::try_from(expected.1).unwrap()), "row {}", row);
            prop_assert_eq!(bits(&all, row), bits(&usual, row), "row {}", row);
            let shown = Some(all.shown[row]).filter(|x| !x.is_nan()).map(f64::to_bits);
            prop_assert_eq!(shown, one.shown().map(f64::to_bits), "row {}", row);
            let score = |of: &Scored| Some(of.score[row]).filter(|x| !x.is_nan()).map(f64::to_bits);
            prop_assert_eq!((few.band[row], score(&few)), (usual.band[row], score(&usual)), "row {}", row);
        }
        prop_assert!(few.coverage.is_empty() && few.low.is_empty() && few.missing.is_empty() && few.shown.is_empty());
    }

    #[test]
    fn a_scale_that_is_shown_gives_a_column_the_number_of_one_account(
        card in card(), accounts in portfolio(), highest in 1..=1000_u32, places in 0..3_u8,
    ) {
        let mut document = serde_json::to_value(&card).unwrap();
        document["shown"] = serde_json::json!({"highest": highest, "places": places});
        let card = Scorecard::from_json(&document.to_string()).unwrap();
        let columns = Columns::of(&accounts);
        let shown = card.score_columns(&columns.table(), as_of(), Invalid::Error, &[ScoreColumn::Shown]).unwrap().shown;
        prop_assert_eq!(shown.len(), accounts.len());
        for (shown, account) in shown.into_iter().zip(&accounts) {
            let one = card.score(&account.facts(), as_of()).unwrap();
            prop_assert_eq!(Some(shown).filter(|x| !x.is_nan()).map(f64::to_bits), one.shown().map(f64::to_bits));
            prop_assert!(one.shown().is_none_or(|shown| (0.0..=f64::from(highest)).contains(&shown)));
        }
    }

    #[test]
    fn explained_one_by_one_equals_explained_in_columns(card in card(), accounts in portfolio()) {
        let mut rows = 0;
        let columns = Columns::of(&accounts);
        card.explain_table(&columns.table(), as_of(), Invalid::Error, |row, contributions| {
            let one = card.score(&accounts[row].facts(), as_of()).unwrap();
            assert_eq!(one.explain(), contributions, "row {row}");
            assert_eq!(row, rows);
            rows += 1;
        }).unwrap();
        prop_assert_eq!(rows, accounts.len());
    }

    #[test]
    fn accounts_in_another_order_have_their_results_in_that_order(
        card in card(), accounts in portfolio(), turn in any::<prop::sample::Index>(),
    ) {
        let (mut moved, mut order): (Vec<Account>, Vec<usize>) = (accounts.clone(), (0..accounts.len()).collect());
        if !accounts.is_empty() {
            let middle = turn.index(accounts.len());
            moved.rotate_left(middle);
            order.rotate_left(middle);
        }
        moved.reverse();
        order.reverse();
        let (before, after) = (scored(&card, &accounts), scored(&card, &moved));
        for (to, from) in order.into_iter().enumerate() {
            prop_assert_eq!(bits(&after, to), bits(&before, from));
        }
    }

    #[cfg(feature = "parallel")]
    #[test]
    fn one_thread_equals_several_bit_for_bit(card in card(), accounts in portfolio(), threads in 1..6_usize) {
        use cs_core::health::table::Outputs;

        let one = scored(&card, &accounts);
        let columns = || vec![f64::INFINITY; accounts.len()];
        let (mut score, mut coverage, mut low, mut high) = (columns(), columns(), columns(), columns());
        let mut band = vec![77; accounts.len()];
        let outputs = Outputs {
            score: &mut score, band: &mut band, coverage: Some(&mut coverage), low: Some(&mut low), high: Some(&mut high),
            ..Outputs::default()
        };
        let threads = threads.try_into().unwrap();
        let table = Columns::of(&accounts);
        let errored_rows = card.score_into_parallel(&table.table(), as_of(), Invalid::Error, outputs, threads).unwrap();
        prop_assert_eq!(errored_rows, one.errored_rows);
        for row in 0..accounts.len() {
            let several = [score[row], coverage[row], low[row], high[row]];
            let several = several.map(|x| Some(x).filter(|x| !x.is_nan()).map(f64::to_bits));
            prop_assert_eq!((band[row], several), bits(&one, row), "row {}", row);
        }
    }
}

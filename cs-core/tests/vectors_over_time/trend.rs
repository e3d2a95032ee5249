//! `trend/<name>.json`: histories in rows, and the trend of each account.

use cs_core::health::trend_table::Request;
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::columns::{Named, Outcome, check, turned, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    request: Value,
    as_of: NaiveDate,
    table: Named,
}

const FIELDS: [&str; 6] = ["slope", "points", "span_days", "last_on", "last_score", "change"];

fn trends(case: &Case) -> Result<Value> {
    let request = Request::from_json(&case.request.to_string())?;
    let trending = request.trending()?;
    let trends = with_table(&case.table, |table| trending.table(table, &request.columns(), case.as_of))?;
    let rows: Vec<Value> = trends.trend.iter().map(|trend| json!(trend)).collect();
    let mut columns = turned(&rows, &FIELDS);
    columns["trend"] = rows.iter().map(|row| row["direction"].clone()).collect();
    columns["row"] = json!(trends.row);
    Ok(columns)
}

#[test]
fn every_history_has_its_trends() {
    let names = ["refused", "slopes", "tables"];
    each("trend", &names, |case: &Case, tolerance| check(&case.outcome, trends(case), tolerance));
}

#[test]
fn one_account_by_its_readings_has_the_trend_that_it_has_in_a_table() {
    each("trend", &["refused", "slopes", "tables"], |case: &Case, _| {
        let [Some(days), Some(scores), Some(accounts)] =
            ["day", "health_score", "account"].map(|name| case.table.get(name))
        else {
            return Ok(());
        };
        let (Ok(table), true) = (trends(case), accounts.windows(2).all(|pair| pair[0] == pair[1])) else {
            return Ok(());
        };
        let number = |score: &Value| if score.is_number() { score.clone() } else { Value::Null };
        let readings: Vec<Value> =
            days.iter().zip(scores).map(|(day, score)| json!({"day": day, "score": number(score)})).collect();
        let mut request = case.request.clone();
        request["readings"] = json!(readings);
        let one = json!(Request::from_json(&request.to_string()).unwrap().trend(case.as_of).unwrap());
        for name in FIELDS.iter().filter(|_| !days.is_empty()) {
            assert_eq!(one[name], table[name][0], "{}: {name}", case.outcome.name);
        }
        Ok(())
    });
}

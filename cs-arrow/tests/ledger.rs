//! What each Arrow type becomes in a ledger: the same numbers in any width give the same movements.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use std::sync::Arc;

use arrow_array::*;
use arrow_schema::DataType;
use cs_arrow::ledger::Ledger;
use cs_core::error::{Error, ErrorCode};
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;

fn of<T: Array + From<Vec<N>> + 'static, N: TryFrom<i32>>(values: &[i32]) -> ArrayRef {
    Arc::new(T::from(values.iter().map(|value| N::try_from(*value).ok().unwrap()).collect::<Vec<N>>()))
}

/// The numbers in every width of whole numbers.
fn widths(values: &[i32]) -> [ArrayRef; 8] {
    [
        of::<Int64Array, i64>(values),
        of::<Int32Array, i32>(values),
        of::<Int16Array, i16>(values),
        of::<Int8Array, i8>(values),
        of::<UInt64Array, u64>(values),
        of::<UInt32Array, u32>(values),
        of::<UInt16Array, u16>(values),
        of::<UInt8Array, u8>(values),
    ]
}

fn movements(columns: [(&str, &ArrayRef); 3], more: &[(&str, ArrayRef)], options: &str) -> Movements {
    let ledger = columns.into_iter().chain(more.iter().map(|(name, array)| (*name, array)));
    let ledger = ledger.fold(Ledger::new(4), |ledger, (name, array)| ledger.with(name, array).unwrap());
    let options = Options::from_json(options).unwrap();
    ledger.with_rows(|rows| Movements::of(rows, &options)).unwrap()
}

#[test]
fn numbers_of_every_width_are_the_same_ledger() {
    let (accounts, months, amounts) = ([3, 1, 3, 1], [0, 0, 1, 2], [100, 7, 120, 9]);
    let (by_account, by_month, by_amount) = (widths(&accounts), widths(&months), widths(&amounts));
    let all =
        |account, month, mrr| movements([("account", account), ("month", month), ("mrr", mrr)], &[], "{}");
    let expected = all(&by_account[0], &by_month[0], &by_amount[0]);
    for ((account, month), mrr) in by_account.iter().zip(&by_month).zip(&by_amount) {
        for [account, month, mrr] in [
            [account, &by_month[0], &by_amount[0]],
            [&by_account[0], month, &by_amount[0]],
            [&by_account[0], &by_month[0], mrr],
        ] {
            assert_eq!(
                all(account, month, mrr),
                expected,
                "{:?} {:?} {:?}",
                account.data_type(),
                month.data_type(),
                mrr.data_type()
            );
        }
    }
}

#[test]
fn prices_of_every_width_are_the_same_contracts() {
    let account = of::<Int64Array, i64>(&[1, 2, 3, 4]);
    let days: ArrayRef = Arc::new(Date32Array::from(vec![20_089, 20_089, 20_120, 20_148]));
    let ends: ArrayRef = Arc::new(Date32Array::from(vec![None, Some(20_148), None, Some(20_179)]));
    let more = [("start", days), ("end", ends)];
    let options = r#"{"contracts": {"billing": "year"}}"#;
    let all = |mrr| movements([("account", &account), ("mrr", mrr), ("other", mrr)], &more, options);
    let [first, others @ ..] = widths(&[120, 12, 100, 7]);
    let expected = all(&first);
    for mrr in &others {
        assert_eq!(all(mrr), expected, "{:?}", mrr.data_type());
    }
}

#[test]
fn decimals_of_every_width_are_the_same_money() {
    let (account, month) = (of::<Int64Array, i64>(&[1, 2, 1, 2]), of::<Int64Array, i64>(&[0, 0, 1, 1]));
    let all = |mrr: ArrayRef| movements([("account", &account), ("month", &month), ("mrr", &mrr)], &[], "{}");
    let expected = all(Arc::new(
        Decimal128Array::from(vec![10_010, 5, 9_999, 7]).with_precision_and_scale(9, 2).unwrap(),
    ));
    let narrow = Decimal64Array::from(vec![10_010, 5, 9_999, 7]).with_precision_and_scale(9, 2).unwrap();
    assert_eq!(all(Arc::new(narrow)), expected);
    let narrowest = Decimal32Array::from(vec![10_010, 5, 9_999, 7]).with_precision_and_scale(9, 2).unwrap();
    assert_eq!(all(Arc::new(narrowest)), expected);
}

#[test]
fn what_no_ledger_has_is_refused_with_its_place() {
    let refused = |array: &dyn Array| -> Error { Ledger::new(2).with("c", array).unwrap_err() };
    let place = |error: &Error| (error.code(), error.column().map(str::to_owned), error.row());
    let column = || Some("c".to_owned());
    let flags = refused(&BooleanArray::from(vec![true, false]));
    assert_eq!(place(&flags), (ErrorCode::TypeMismatch, column(), None));
    assert_eq!(flags.value(), Some(DataType::Boolean.to_string().as_str()));
    let short = refused(&Int64Array::from(vec![1]));
    assert_eq!(place(&short), (ErrorCode::LengthMismatch, column(), None));
    let moment = refused(&TimestampSecondArray::from(vec![0, i64::MAX]));
    assert_eq!(place(&moment), (ErrorCode::InvalidDate, column(), Some(1)));
    assert_eq!(moment.value(), Some("9223372036854775807"));
    let hidden = TimestampSecondArray::from(vec![Some(0), None]);
    assert!(Ledger::new(2).with("c", &hidden).is_ok());
}

//! What each Arrow type becomes, whole and sliced.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use std::sync::Arc;

use arrow_array::types::{ArrowDictionaryKeyType, Int8Type, Int64Type, UInt32Type};
use arrow_array::*;
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_data::ArrayData;
use arrow_schema::DataType;
use cs_arrow::batch::Batch;
use cs_arrow::{output, valid};
use cs_core::error::{Error, ErrorCode};
use cs_core::fact::table::Table;

fn with<T>(array: &dyn Array, body: impl FnOnce(&Table<'_>) -> Result<T, Error>) -> Result<T, Error> {
    Batch::new(array.len()).with("column", array)?.with_table(body)
}

fn texts(array: &dyn Array) -> Result<Vec<Option<String>>, Error> {
    with(array, |table| {
        let column = table.column("column")?;
        (0..table.rows()).map(|row| Ok(column.text(row)?.map(str::to_owned))).collect()
    })
}

fn type_name(array: &dyn Array) -> Result<&'static str, Error> {
    with(array, |table| Ok(table.column("column")?.type_name()))
}

fn code(array: &dyn Array) -> ErrorCode {
    with(array, |_| Ok(())).unwrap_err().code()
}

#[test]
fn texts_of_every_layout_are_the_same_whole_and_sliced() {
    let values = [Some("ab"), None, Some(""), Some("日本"), Some("a text longer than twelve bytes")];
    let dictionary: DictionaryArray<Int8Type> = values.into_iter().collect();
    let wide: DictionaryArray<UInt32Type> = values.into_iter().collect();
    let widest: DictionaryArray<Int64Type> = values.into_iter().collect();
    let arrays: [ArrayRef; 6] = [
        Arc::new(StringArray::from_iter(values)),
        Arc::new(LargeStringArray::from_iter(values)),
        Arc::new(StringViewArray::from_iter(values)),
        Arc::new(dictionary),
        Arc::new(wide),
        Arc::new(widest),
    ];
    let expected: Vec<Option<String>> = values.iter().map(|text| text.map(str::to_owned)).collect();
    for array in arrays {
        for offset in 0..=values.len() {
            let rest = values.len() - offset;
            assert_eq!(
                texts(&array.slice(offset, rest)).unwrap(),
                expected[offset..],
                "{}",
                array.data_type()
            );
        }
    }
}

#[test]
fn numbers_of_every_width_are_numbers() {
    let arrays: [ArrayRef; 12] = [
        Arc::new(Int8Array::from(vec![1])),
        Arc::new(Int16Array::from(vec![1])),
        Arc::new(Int32Array::from(vec![1])),
        Arc::new(Int64Array::from(vec![1])),
        Arc::new(UInt8Array::from(vec![1])),
        Arc::new(UInt16Array::from(vec![1])),
        Arc::new(UInt32Array::from(vec![1])),
        Arc::new(UInt64Array::from(vec![u64::MAX])),
        Arc::new(Float32Array::from(vec![1.0])),
        Arc::new(Float64Array::from(vec![1.0])),
        Arc::new(Decimal128Array::from(vec![1]).with_precision_and_scale(38, 28).unwrap()),
        Arc::new(Decimal64Array::from(vec![1]).with_precision_and_scale(10, 2).unwrap()),
    ];
    for array in arrays {
        assert!(
            with(&array, |table| Ok(table.column("column")?.is_number())).unwrap(),
            "{}",
            array.data_type()
        );
    }
}

#[test]
fn a_null_array_is_missing_in_every_row() {
    assert!(!with(&NullArray::new(3), |table| Ok(table.column("column")?.is_known(2))).unwrap());
}

#[test]
fn validity_and_flags_of_a_slice_begin_at_its_first_row() {
    let flags = BooleanArray::from_iter((0..40).map(|row| (row % 3 != 0).then_some(row % 2 == 0)));
    for offset in 0..40 {
        let known = with(&flags.slice(offset, 40 - offset), |table| {
            let column = table.column("column")?;
            Ok((0..table.rows()).map(|row| column.is_known(row)).collect::<Vec<_>>())
        });
        assert_eq!(known.unwrap(), (offset..40).map(|row| row % 3 != 0).collect::<Vec<_>>());
    }
}

#[test]
fn times_are_refused_with_a_way_out() {
    let error = with(&TimestampSecondArray::from(vec![0]), |_| Ok(())).unwrap_err();
    assert_eq!((error.code(), error.column()), (ErrorCode::TypeMismatch, Some("column")));
    assert!(error.to_string().contains("date32"), "{error}");
    assert_eq!(
        type_name(&Date32Array::from(vec![0])).unwrap(),
        type_name(&Date32Array::from(vec![9])).unwrap()
    );
}

#[test]
fn days_in_milliseconds_are_days_where_they_are_whole() {
    let day = |number: i64| number * 86_400_000;
    let array = Date64Array::from(vec![Some(day(20_757)), None, Some(day(-1))]);
    assert_eq!(type_name(&array).unwrap(), type_name(&Date32Array::from(vec![9])).unwrap());
    assert!(!with(&array, |table| Ok(table.column("column")?.is_known(1))).unwrap());
    for moment in [day(3) + 1, day(-3) - 1, day(1 << 33)] {
        let error = with(&Date64Array::from(vec![0, moment]), |_| Ok(())).unwrap_err();
        assert_eq!((error.code(), error.row()), (ErrorCode::TypeMismatch, Some(1)));
        assert!(error.to_string().contains("make days of it first"), "{error}");
    }
}

#[test]
fn decimals_of_more_than_28_places_are_refused() {
    let array = Decimal128Array::from(vec![1]);
    assert_eq!(code(&array.clone().with_precision_and_scale(38, 29).unwrap()), ErrorCode::Overflow);
    assert_eq!(code(&array.with_precision_and_scale(38, -1).unwrap()), ErrorCode::Overflow);
}

#[test]
fn a_key_outside_its_dictionary_is_named_with_its_row() {
    fn broken<K: ArrowDictionaryKeyType>(keys: Buffer) -> Error {
        let values = StringArray::from(vec!["a"]).into_data();
        let kind = DataType::Dictionary(Box::new(K::DATA_TYPE), Box::new(DataType::Utf8));
        let data = ArrayData::builder(kind).len(2).add_buffer(keys).add_child_data(values);
        // Not checked here, as in an import.
        let array = valid::checked(unchecked(data)).unwrap();
        with(&array, |_| Ok(())).unwrap_err()
    }
    for error in [
        broken::<Int8Type>(Buffer::from_vec(vec![0_i8, -1])),
        broken::<Int8Type>(Buffer::from_vec(vec![0_i8, 1])),
    ] {
        assert_eq!(
            (error.code(), error.row(), error.column()),
            (ErrorCode::OutOfRange, Some(1), Some("column"))
        );
    }
    assert_eq!(broken::<UInt32Type>(Buffer::from_vec(vec![0_u32, u32::MAX])).value(), Some("4294967295"));
}

#[test]
fn broken_text_is_an_error() {
    let data = |offsets: Vec<i32>, bytes: &[u8]| {
        let builder = ArrayData::builder(DataType::Utf8).len(offsets.len() - 1);
        unchecked(builder.add_buffer(Buffer::from_vec(offsets)).add_buffer(Buffer::from(bytes)))
    };
    let code = |data| valid::checked(data).unwrap_err().code();
    assert_eq!(code(data(vec![0, 1], b"\xff")), ErrorCode::InvalidText);
    assert_eq!(code(data(vec![0, 2, 1], b"ab")), ErrorCode::InvalidText);
    assert_eq!(code(data(vec![0, 1, 9], b"ab")), ErrorCode::LengthMismatch);
    assert_eq!(code(data(vec![-1, 1], b"ab")), ErrorCode::LengthMismatch);
}

#[test]
fn bytes_outside_the_slice_need_not_be_text() {
    let offsets = OffsetBuffer::new(ScalarBuffer::from(vec![1, 3]));
    let array = StringArray::new(offsets, Buffer::from(b"\xffab\xff".as_slice()), None);
    assert_eq!(texts(&array).unwrap(), [Some("ab".to_owned())]);
}

#[test]
fn a_column_of_another_length_is_refused() {
    let error = Batch::new(2).with("column", &Int8Array::from(vec![1])).unwrap_err();
    assert_eq!(error.code(), ErrorCode::LengthMismatch);
}

#[test]
fn results_become_columns_where_nan_is_null() {
    let floats = output::floats(vec![1.0, f64::NAN]);
    assert_eq!((floats.null_count(), floats.is_valid(0)), (1, true));
    assert_eq!(floats.nulls().unwrap().validity(), [0b01], "bits behind the last row are 0");
    let labels = output::labels(&["danger", "healthy"], [Some(1), None]).unwrap();
    assert_eq!(texts(&labels).unwrap(), [Some("healthy".to_owned()), None]);
    assert_eq!(output::labels(&["danger"], [Some(1)]).unwrap_err().code(), ErrorCode::Internal);
    assert_eq!(output::table(2, [("score", floats), ("band", labels)]).unwrap().len(), 2);
    assert_eq!(
        output::table(1, [("score", output::floats(Vec::new()))]).unwrap_err().code(),
        ErrorCode::Internal
    );
}

/// Data as an import hands it over: nobody has looked at it.
fn unchecked(builder: arrow_data::ArrayDataBuilder) -> ArrayData {
    // SAFETY: the tests hand it to `valid::checked` only.
    unsafe { builder.skip_validation(true).build() }.unwrap()
}

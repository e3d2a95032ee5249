"""A column of pandas means the same whatever stands behind it, and none of Arrow or NumPy is taken apart."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from tables import AS_OF, CARD, ROWS, to_lists

import customer_success as cs
from customer_success.frames import series

Make = Callable[[list[Any]], Any]


def of(dtype: Any) -> Make:
    return lambda values: pd.Series(values, dtype=dtype)


def of_arrow(kind: pa.DataType) -> Make:
    return of(pd.ArrowDtype(kind))


def in_chunks(kind: pa.DataType) -> Make:
    """One chunk a row, an empty one between, so that no two columns of a table end together."""

    def make(values: list[Any]) -> Any:
        parts = [pa.array(part, kind) for value in values for part in ([value], [])]
        return pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array(parts, kind)))

    return make


def categories(values: list[Any]) -> Any:
    return pd.Series(pd.Categorical(values))


NUMBERS: dict[str, Make] = {
    name: of(name)
    for name in ("Int64", "Int8", "UInt64", "UInt16", "Float64", "Float32", "float32", "object", "float64")
} | {
    "int64[pyarrow]": of_arrow(pa.int64()),
    "uint64[pyarrow]": of_arrow(pa.uint64()),
    "int8[pyarrow]": of_arrow(pa.int8()),
    "double[pyarrow]": of_arrow(pa.float64()),
    "float[pyarrow]": of_arrow(pa.float32()),
    "halffloat[pyarrow]": of_arrow(pa.float16()),
    "decimal": lambda values: of_arrow(pa.decimal128(20, 2))([value and Decimal(value) for value in values]),
    "wide decimal": lambda values: of_arrow(pa.decimal256(50, 2))(
        [value and Decimal(value) for value in values]
    ),
    "chunks": in_chunks(pa.int64()),
    "categories": categories,
    "dictionary[pyarrow]": lambda values: pd.Series(
        pd.arrays.ArrowExtensionArray(pa.array(values, pa.int64()).dictionary_encode())
    ),
}
TEXTS: dict[str, Make] = {
    name: of(name) for name in ("object", "str", "string", "string[python]", "string[pyarrow]")
} | {
    "pyarrow": of_arrow(pa.string()),
    "large": of_arrow(pa.large_string()),
    "dictionary": of_arrow(pa.dictionary(pa.int8(), pa.string())),
    "chunks": in_chunks(pa.string()),
    "categories": categories,
    "more categories": lambda values: pd.Series(pd.Categorical(values, ["zz", "basic", "gold", "pro"])),
}
DAYS: dict[str, Make] = {
    "datetime64": lambda values: pd.to_datetime(pd.Series(values)),
    "object": of(object),
    "date32": of_arrow(pa.date32()),
    "date64": of_arrow(pa.date64()),
    "moments": lambda values: of_arrow(pa.timestamp("ns"))(pd.to_datetime(pd.Series(values)).tolist()),
    "categories": lambda values: categories(pd.to_datetime(pd.Series(values)).tolist()),
}
FLAGS: dict[str, Make] = {
    "boolean": of("boolean"),
    "object": of(object),
    "bool[pyarrow]": of_arrow(pa.bool_()),
    "chunks": in_chunks(pa.bool_()),
}
COLUMNS = [
    pytest.param(name, make, id=f"{name}, {kind}")
    for name, kinds in (
        ("seats", NUMBERS),
        ("tickets", NUMBERS),
        ("plan", TEXTS),
        ("last_login_on", DAYS),
        ("paid", FLAGS),
    )
    for kind, make in kinds.items()
]


@pytest.mark.parametrize(("name", "make"), COLUMNS)
def test_a_column_of_every_type_scores_as_a_list_does(name: str, make: Make) -> None:
    rows = ROWS | {"seats": [10, None, 20, 0, 4]}
    expected = CARD.score(rows, as_of=AS_OF)["health_score"]
    frame = pd.DataFrame({other: pd.Series(values, dtype=object) for other, values in rows.items()})
    frame[name] = make(rows[name])
    assert to_lists(CARD.score(frame, as_of=AS_OF))["health_score"] == expected
    in_dict = {other: frame[other] if other == name else values for other, values in rows.items()}
    assert CARD.score(in_dict, as_of=AS_OF)["health_score"] == expected


LEDGER: dict[str, list[Any]] = {
    "account": ["a", "b", "a", "b"],
    "month": [date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)],
    "mrr": [100, 40, 120, 30],
}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param(name, make, id=f"{name}, {kind}")
        for name, kinds in (("mrr", NUMBERS), ("account", TEXTS), ("month", DAYS))
        for kind, make in kinds.items()
        if (name, kind) != ("account", "more categories")
    ],
)
def test_a_column_of_every_type_moves_revenue_as_a_list_does(name: str, make: Make) -> None:
    expected = cs.revenue.movements(LEDGER)
    found = to_lists(cs.revenue.movements(pd.DataFrame(LEDGER | {name: make(LEDGER[name])}), places=2))
    assert list(found) == list(expected)
    for column in ("new_business", "expansion", "contraction", "closing"):
        assert [float(amount) for amount in found[column]] == expected[column], column


def test_money_keeps_its_digits() -> None:
    mrr = [Decimal("0.10"), Decimal("0.20"), Decimal("12345678901234567.89"), Decimal("0.30")]
    frame = pd.DataFrame(LEDGER | {"mrr": pd.Series(mrr, dtype=pd.ArrowDtype(pa.decimal128(28, 2)))})
    assert cs.revenue.movements(frame)["expansion"].tolist()[-1] == Decimal("12345678901234567.89")
    for kind in ("f4", "Float32", "float[pyarrow]"):
        tenths = pd.DataFrame(LEDGER | {"mrr": pd.Series([0.1, 0.2, 0.3, 0.4], dtype=kind)})
        assert cs.revenue.movements(tenths, places=1)["expansion"].tolist()[-1] == 0.4, kind


@pytest.mark.parametrize("kind", ["int64[pyarrow]", "string[pyarrow]", "Int64", "boolean", "category", "str"])
def test_what_lies_ready_is_not_taken_apart(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(values: Any) -> Any:
        raise AssertionError(f"{values.dtype} went value by value")

    column = pd.Series([1, None]).astype(kind) if kind != "boolean" else pd.Series([True, None], dtype=kind)
    monkeypatch.setattr(series, "listed", refused)
    if str(column.dtype) == "object" or getattr(column.dtype, "storage", "") == "python":
        # Before pandas 3, and without pyarrow, texts are Python's own: only these go by value.
        with pytest.raises(AssertionError, match="value by value"):
            series.known("x", column)
    else:
        assert series.known("x", column)[1] in ("arrow", "masked", "coded", "float")


def test_a_time_of_day_in_arrow_is_no_day() -> None:
    noon = datetime.fromisoformat("2026-10-30T12:00")
    moments = pd.Series([noon] * 5, dtype="timestamp[us][pyarrow]")
    with pytest.raises(cs.CustomerSuccessError, match="make days of it first") as refused:
        CARD.score(pd.DataFrame(ROWS).assign(last_login_on=moments), as_of=AS_OF)
    assert (refused.value.code, refused.value.column) == ("type_mismatch", "last_login_on")


def test_an_index_in_a_dict_is_a_column() -> None:
    rows = ROWS | {"plan": pd.Index(ROWS["plan"]), "tickets": pd.Index(ROWS["tickets"], dtype="Int64")}
    assert CARD.score(rows, as_of=AS_OF)["health_score"] == CARD.score(ROWS, as_of=AS_OF)["health_score"]
    rows["plan"] = pd.CategoricalIndex(ROWS["plan"])
    assert CARD.score(rows, as_of=AS_OF)["health_score"] == CARD.score(ROWS, as_of=AS_OF)["health_score"]


def test_texts_come_in_the_type_that_pandas_gives_texts() -> None:
    policy = cs.TouchPolicy.thresholds("seats", high=10)
    placed = policy.apply(pd.DataFrame({"seats": [10, None, 3]}, index=[3, 4, 5]))
    assert placed["tier_reason"].dtype == pd.Series(["a"]).dtype
    assert placed["tier_reason"].tolist() == ["measure", "missing", "measure"]
    assert placed.index.tolist() == [3, 4, 5]


def test_arrays_of_pandas_in_a_dict_are_columns() -> None:
    answers = pd.array([10, None, 9], dtype="Int64")
    survey = cs.kpi.nps_from_answers(answers)
    assert (survey.score, survey.missing) == (100.0, 1)
    ledger = {
        "account": pd.array(["a", "b"], dtype="string"),
        "month": [0, 0],
        "mrr": pd.array([1, 2], dtype="Int64"),
    }
    assert cs.revenue.movements(ledger)["closing"] == [3]
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.revenue.movements(ledger | {"mrr": pd.array([1, None], dtype="Int64")})
    assert (caught.value.code, caught.value.column, caught.value.row) == ("non_finite", "mrr", 1)

"""KPIs of tables: the vectors by every kind of table, types that come back, keys, digits."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import vectors

import customer_success as cs

CASES = vectors.read("kpi/columns.json")["cases"]


def typed(column: dict[str, Any]) -> pa.Array:
    values, kind = column["values"], column["type"]
    if kind == "float":
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if kind == "decimal":
        decimals = [None if value is None else Decimal(value) for value in values]
        return pa.array(decimals, pa.decimal128(38, column["scale"]))
    if kind == "day":
        return pa.array([None if day is None else date.fromisoformat(day) for day in values], pa.date32())
    return pa.array(values, {"integer": pa.int64(), "flag": pa.bool_(), "text": pa.string()}[kind])


def ask(case: dict[str, Any], table: Any) -> Any:
    query = dict(case["query"])
    inputs = {
        name: source["column"] if "column" in source else constant(source["value"])
        for name, source in query.pop("inputs", {}).items()
    }
    return cs.kpi.table(query.pop("kpi"), table, **query, **inputs)


def constant(value: Any) -> Any:
    """A number as a float, which is no `Decimal` that would ask for decimals; a choice by its name."""
    return value if value in ("month", "quarter", "year") else float(value)


def check(case: dict[str, Any], found: Any) -> None:
    if "error" in case:
        # the name of an argument is the place of its error
        place = {"path": case["path"].removeprefix("inputs.")} if "path" in case else {}
        if isinstance(found, cs.CustomerSuccessError) and found.path is not None:
            found.path = found.path.removeprefix("inputs.")
        vectors.assert_refused(case | place, found)
        return
    expected, id = case["expected"], case["query"]["kpi"]
    columns = {name: found[name].to_pylist() for name in found.column_names}
    numbers = [format(n, "f") if isinstance(n, Decimal) else n for n in columns[id]]
    numbers = [n.rstrip("0").rstrip(".") if isinstance(n, str) and "." in n else n for n in numbers]
    assert numbers == expected["numbers"]
    assert columns[f"{id}_reason"] == expected["reasons"]
    assert columns.get("left_out") == expected.get("left_out")
    for name, keys in expected.get("keys", {}).items():
        assert [plain(key) for key in columns[name]] == keys


def plain(key: Any) -> Any:
    """Decimals and days as their texts."""
    if isinstance(key, date):
        return key.isoformat()
    return format(key, "f") if isinstance(key, Decimal) else key


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} {case['query']}"[:80])
def test_arrow_tables_give_the_vectors(case: dict[str, Any]) -> None:
    table = pa.table({name: typed(column) for name, column in case["columns"].items()})
    check(case, vectors.outcome(lambda: ask(case, table)))


def test_chunks_are_one_column() -> None:
    case = CASES[1]
    table = pa.table({name: typed(column) for name, column in case["columns"].items()})
    chunked = pa.concat_tables([table[:2], table[2:2], table[2:]])
    assert chunked["plan"].num_chunks > 1
    check(case, ask(case, chunked))


MONTHS = {"plan": ["pro", "free", "pro"], "opening": [100, 40, 100], "churned": [3, 0, 6]}


def test_the_same_kind_of_table_comes_back() -> None:
    for kind in (pl.DataFrame, pd.DataFrame, pa.table, dict):
        by_row, by_plan = (cs.kpi.table("churn_rate", kind(MONTHS), by=by) for by in (None, "plan"))
        assert type(by_row) is type(by_plan) is type(kind(MONTHS))
        assert list(by_row["churn_rate"] if kind is not pa.table else by_row["churn_rate"].to_pylist()) == [
            0.03,
            0.0,
            0.06,
        ]
        assert list(by_plan["churn_rate"] if kind is not pa.table else by_plan["churn_rate"].to_pylist()) == [
            0.045,
            0.0,
        ]


def test_keys_keep_their_types() -> None:
    plans = pl.Series(["pro", "free", "pro"], dtype=pl.Enum(["free", "pro"]))
    table = pl.DataFrame(MONTHS).with_columns(plans.alias("plan"), size=pl.Series([1, 2, 1], dtype=pl.UInt8))
    groups = cs.kpi.table("churn_rate", table, by=["size", "plan"])
    assert groups.schema["size"] == pl.UInt8
    assert groups["plan"].cast(pl.String).to_list() == ["pro", "free"]


def test_decimals_give_decimals_in_every_kind_of_table() -> None:
    data = {"mrr": [Decimal("0.1"), Decimal("0.20"), None], "accounts": [1, 2, 3]}
    for found in (
        cs.kpi.table("arpa", data)["arpa"],
        cs.kpi.table("arpa", pd.DataFrame(data))["arpa"].tolist(),
        cs.kpi.table("arpa", pl.DataFrame(data))["arpa"].to_list(),
    ):
        assert found == [Decimal("0.1"), Decimal("0.1"), None]
        assert isinstance(found[0], Decimal)
    assert cs.kpi.table("arpa", {"accounts": [3]}, mrr=Decimal(1))["arpa"] == [
        Decimal("0.3333333333333333333333333333")
    ]


def test_whole_numbers_of_lists_and_arrays_keep_every_digit() -> None:
    largest = 2**64 - 1
    exact = Decimal("0.9999999999999999999457898914")
    for opening in ([largest, None], np.array([largest, 0], dtype="u8"), pd.Series([largest, 0], dtype="u8")):
        data = {"opening": opening, "churned": [largest - 1, 0]}
        assert cs.kpi.table("churn_rate", data, digits="text")["churn_rate"][0] == str(exact)


def test_narrow_floats_enter_by_their_own_shortest_text() -> None:
    column = np.array([0.1, 0.7], dtype="f4")
    texts = cs.kpi.table("arr", {"mrr": column}, digits="text")["arr"]
    assert texts.tolist() == ["1.2", "8.4"]
    in_polars = cs.kpi.table("arr", pl.DataFrame({"mrr": column}), digits="text")["arr"]
    assert in_polars.to_list() == texts.tolist()


def test_columns_give_what_the_function_gives() -> None:
    rates = [0.0, 0.1, 1 / 3, 1e-9, 0.999]
    table = cs.kpi.table("lifetime_months", {"monthly_churn": rates})
    assert table["lifetime_months"][1:] == [cs.kpi.lifetime_months(monthly_churn=rate) for rate in rates[1:]]
    assert table["lifetime_months_reason"][0] == "no_losses"


def test_a_flag_and_a_day_are_no_numbers() -> None:
    for column in ([True, False], np.array(["2026-01-01", "2026-01-02"], dtype="M8[D]")):
        error = vectors.outcome(lambda column=column: cs.kpi.table("arr", {"mrr": column}))
        assert (error.code, error.path, error.column) == ("type_mismatch", "mrr", "mrr")


def test_keys_that_are_views_of_texts_come_back() -> None:
    plans = pa.array(["pro", "free", "pro"], pa.string_view())
    months = pa.table({"plan": plans, "opening": [100, 40, 100], "churned": [3, 0, 6]})
    found = cs.kpi.table("churn_rate", months, by="plan").to_pydict()
    assert found["plan"] == ["pro", "free"]
    assert found["churn_rate"] == [0.045, 0.0]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_for_all_rows_that_is_none_is_named(number: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.kpi.table("arpa", {"mrr": [1.0]}, accounts=number)
    assert (caught.value.code, caught.value.path) == ("non_finite", "inputs.accounts")


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame, pa.table, dict])
def test_no_rows_are_one_group_where_no_key_is_named(kind: Any) -> None:
    nothing = kind({name: np.array([], dtype="f8") for name in ("opening", "churned")})
    found = cs.kpi.table("churn_rate", nothing, by=[])
    assert type(found) is type(nothing)
    reasons = found["churn_rate_reason"]
    assert (reasons.to_pylist() if kind is pa.table else list(reasons)) == ["zero_denominator"]

"""Every kind of table goes in; the same kind, with its own columns kept, comes out, with the same bits."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pytest
import tables
from tables import AS_OF, CARD, HEALTH, KINDS, ROWS, to_lists

import customer_success as cs


def one_by_one() -> dict[str, list[Any]]:
    """The health of each account on its own."""
    accounts = [{name: ROWS[name][row] for name in CARD.facts} for row in range(5)]
    scored = [CARD.score_one(account, as_of=AS_OF) for account in accounts]
    return {name: [getattr(health, name.removeprefix("health_")) for health in scored] for name in HEALTH}


@pytest.mark.parametrize("kind", KINDS)
def test_gives_the_same_kind_with_its_columns_and_the_bits_of_single_accounts(kind) -> None:
    table = kind()
    scored = CARD.score(table, as_of=AS_OF)
    if kind is not tables.as_foreign:
        assert type(scored) is type(table)
    columns = to_lists(scored)
    assert list(columns) == [*ROWS, *HEALTH]
    assert {name: columns[name] for name in HEALTH} == one_by_one()
    assert columns["account"] == ROWS["account"]
    assert columns["note"] == ROWS["note"]


def test_the_portfolio_has_every_band() -> None:
    assert set(one_by_one()["health_band"]) == {"healthy", "caution", "danger", "unknown"}


@pytest.mark.parametrize("kind", KINDS)
def test_explains_in_a_long_table_of_the_same_kind(kind) -> None:
    table = kind()
    explained = CARD.explain(table, as_of=AS_OF)
    if kind is not tables.as_foreign:
        assert type(explained) is type(table)
    columns = to_lists(explained)
    names = "account indicator group raw raw_text score weight points lost status".split()
    assert list(columns) == names
    assert columns["account"] == [account for account in ROWS["account"] for _ in range(5)]
    assert columns["indicator"] == CARD.indicators * 5
    for row, account in enumerate(ROWS["account"]):
        health = CARD.score_one({name: ROWS[name][row] for name in CARD.facts}, as_of=AS_OF)
        own = [at for at, name in enumerate(columns["account"]) if name == account]
        for field in ("score", "weight", "points", "lost", "status"):
            assert [columns[field][at] for at in own] == [
                getattr(part, field) for part in health.contributions
            ]


@pytest.mark.parametrize("kind", KINDS)
def test_explains_in_columns_of_the_same_kind(kind) -> None:
    wide, long = (to_lists(CARD.explain(kind(), as_of=AS_OF, long=long)) for long in (False, True))
    for at, indicator in enumerate(CARD.indicators):
        for what in ("points", "lost"):
            assert wide[f"{indicator}_{what}"] == long[what][at::5]
    assert wide["note"] == ROWS["note"]


@pytest.mark.parametrize("long", [True, False])
def test_an_explanation_does_not_depend_on_threads_and_batches(long) -> None:
    table = tables.as_arrow()
    many = pa.concat_tables([table] * (70_000 // len(table)))
    whole = many.combine_chunks()
    alone = CARD.explain(whole, as_of=AS_OF, long=long, threads=1)
    for threads in (2, 3):
        assert CARD.explain(whole, as_of=AS_OF, long=long, threads=threads).equals(alone)
    assert CARD.explain(many, as_of=AS_OF, long=long).combine_chunks().equals(alone.combine_chunks())
    few = to_lists(CARD.explain(table, as_of=AS_OF, long=long))
    for name, column in to_lists(alone).items():
        assert column[: len(few[name])] == few[name] == column[-len(few[name]) :], name


def test_scoring_again_replaces_the_columns() -> None:
    for kind in KINDS:
        once = CARD.score(kind(), as_of=AS_OF)
        twice = to_lists(CARD.score(once, as_of=AS_OF))
        assert list(twice) == [*ROWS, *HEALTH], kind
        assert {name: twice[name] for name in HEALTH} == one_by_one(), kind


def test_pandas_keeps_its_index_and_its_own_columns_untouched() -> None:
    table = tables.as_pandas()
    before = table.copy(deep=True)
    scored = CARD.score(table, as_of=AS_OF)
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(scored[before.columns], before)
    assert scored["health_score"].dtype == "float64"


def test_pandas_needs_no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    scored = CARD.score(tables.as_pandas(), as_of=AS_OF)
    assert scored["health_band"].tolist() == one_by_one()["health_band"]


@pytest.mark.parametrize("kind", [tables.as_polars, tables.as_pandas, tables.as_arrow, tables.as_relation])
def test_no_rows_give_no_rows(kind) -> None:
    table = kind()
    empty = table.limit(0) if hasattr(table, "fetchall") else table[:0]
    columns = to_lists(CARD.score(empty, as_of=AS_OF))
    assert columns == {name: [] for name in [*ROWS, *HEALTH]}


@pytest.mark.parametrize("kind", KINDS)
def test_names_the_column_that_is_missing(kind) -> None:
    card = cs.Scorecard(CARD.to_json().replace('"logins"', '"login"'))
    with pytest.raises(cs.CustomerSuccessError) as refused:
        card.score(kind(), as_of=AS_OF)
    assert (refused.value.code, refused.value.column) == ("missing_column", "login")
    assert str(refused.value) == 'column "login": the table has no such column (did you mean "logins"?)'


@pytest.mark.parametrize("kind", KINDS)
def test_names_column_and_row_of_an_infinite_number(kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROWS, "logins", [1.0, None, 2.0, float("inf"), 4.0])
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score(kind(), as_of=AS_OF)
    assert (refused.value.code, refused.value.column, refused.value.row) == ("non_finite", "logins", 3)
    scored = to_lists(CARD.score(kind(), as_of=AS_OF, invalid="missing"))
    monkeypatch.setitem(ROWS, "logins", [1.0, None, 2.0, None, 4.0])
    assert {name: scored[name] for name in HEALTH} == one_by_one()


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([1, 2, 3, 4, 2**60]),
        pl.Series([1, 2, 3, 4, 2**64 - 1], dtype=pl.UInt64),
        pl.Series([1.5, None, 3, 4, 5], dtype=pl.Float32),
        pl.Series([Decimal("1.10"), None, Decimal(3), Decimal(4), Decimal(5)]),
        pl.Series([None] * 5),
        pl.Series([1, None, 3, 4, 5], dtype=pl.Int8),
    ],
    ids=lambda column: str(column.dtype),
)
def test_numbers_of_every_width_mean_the_same(column: pl.Series) -> None:
    scored = CARD.score(tables.as_polars().with_columns(logins=column), as_of=AS_OF)
    values = [None if value is None else float(value) for value in column]
    plain = CARD.score(
        tables.as_polars().with_columns(logins=pl.Series(values, dtype=pl.Float64)), as_of=AS_OF
    )
    assert scored["health_score"].to_list() == plain["health_score"].to_list()


@pytest.mark.parametrize(
    "texts",
    [
        pa.array(["pro", "basic", None, "gold", None], pa.large_string()),
        pa.array(["pro", "basic", None, "gold", None], pa.string_view()),
        pa.array(["zz", "pro", "basic", None, "gold", None]).slice(1),
        pa.array(["pro", "basic", None, "gold", None])
        .dictionary_encode()
        .cast(pa.dictionary(pa.int8(), pa.string())),
    ],
    ids=lambda array: str(array.type),
)
def test_texts_of_every_layout_mean_the_same(texts: pa.Array) -> None:
    table = tables.as_arrow().set_column(3, "plan", texts)
    assert to_lists(CARD.score(table, as_of=AS_OF))["health_score"] == one_by_one()["health_score"]


NOON = [datetime.fromisoformat("2026-10-30T12:00"), None, None, None, None]


@pytest.mark.parametrize(
    "table",
    [
        tables.as_polars().with_columns(last_login_on=pl.Series(NOON)),
        tables.as_pandas().assign(last_login_on=pd.to_datetime(pd.Series(NOON, index=[10, 20, 30, 40, 50]))),
        {**ROWS, "last_login_on": NOON},
        {**ROWS, "last_login_on": np.array(NOON, dtype="M8[s]")},
    ],
    ids=["polars", "pandas", "lists", "numpy"],
)
def test_a_time_of_day_is_no_day(table: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError, match="make days of it first") as refused:
        CARD.score(table, as_of=AS_OF)
    assert (refused.value.code, refused.value.column) == ("type_mismatch", "last_login_on")


@pytest.mark.parametrize("dtype", [pl.Int128, pl.List(pl.Int128)])
def test_a_column_of_a_type_that_arrow_has_not_is_refused_by_name(dtype: Any) -> None:
    value = 3 if dtype == pl.Int128 else [3]
    seats = pl.Series("seats", [value], dtype=dtype)
    frame = pl.DataFrame({"account": [1], "month": [0], "mrr": [5]}).with_columns(seats)
    for call in (
        lambda: cs.kpi.table("arpa", frame, accounts="seats"),
        lambda: cs.revenue.movements(frame.drop("mrr"), mrr="seats"),
    ):
        with pytest.raises(cs.CustomerSuccessError) as refused:
            call()
        assert (refused.value.code, refused.value.column) == ("type_mismatch", "seats")
        assert "_pli128" in str(refused.value) or dtype != pl.Int128
    assert cs.revenue.movements(frame)["closing"].to_list() == [5]


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score({**ROWS, "plan": ["pro"]}, as_of=AS_OF)
    assert (refused.value.code, refused.value.column) == ("length_mismatch", "plan")


def test_a_list_of_two_types_is_refused_with_its_row() -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score({**ROWS, "tickets": [1, 2, "3", 4, 5]}, as_of=AS_OF)
    found = refused.value
    assert (found.code, found.column, found.row) == ("type_mismatch", "tickets", 2)


@pytest.mark.parametrize("data", [None, 7, "accounts.csv", [1, 2], tables.as_polars().lazy()], ids=str)
def test_what_is_no_table_is_refused(data: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score(data, as_of=AS_OF)
    assert refused.value.code == "type_mismatch"


@pytest.mark.parametrize("day", [None, 20261031, 1.5, NOON[0]], ids=str)
def test_as_of_is_a_day(day: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score(tables.as_polars(), as_of=day)
    assert (refused.value.code, refused.value.path) == ("type_mismatch", "as_of")


@pytest.mark.parametrize("day", ["2026-02-30", "31.10.2026", date(1899, 12, 31)], ids=str)
def test_as_of_is_a_day_that_there_is(day: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        CARD.score_one({}, as_of=day)
    assert (refused.value.code, refused.value.path) == ("invalid_date", "as_of")


def test_our_import_brings_no_library_of_tables() -> None:
    import subprocess
    import sys

    libraries = {"polars", "pandas", "pyarrow", "numpy", "duckdb", "click"}
    code = f"import sys, customer_success; print(sorted({libraries} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


SIZE = cs.Scorecard(
    {
        "kind": "scorecard",
        "version": 1,
        "name": "size",
        "indicators": [{"name": "seats", "input": "seats", "scale": {"linear": {"from": 0, "to": 100}}}],
    }
)


def sizes(seats: Any) -> list[Any]:
    return to_lists(SIZE.score({"seats": seats}, as_of=AS_OF))["health_score"]


@pytest.mark.parametrize("kind", [pa.date64(), pa.decimal256(40, 2), pa.duration("s"), pa.binary()])
def test_columns_that_hold_no_facts_are_refused_and_not_taken_for_blank(kind) -> None:
    """Types that narwhals does not know were once read as columns without a value."""
    seats = pa.array([14, None], pa.int64())
    values = seats.cast(pa.string()).cast(kind) if kind == pa.binary() else seats.cast(kind, safe=False)
    with pytest.raises(cs.CustomerSuccessError) as raised:
        SIZE.score(pa.table({"seats": values}), as_of=AS_OF)
    assert raised.value.code == "type_mismatch"


@pytest.mark.parametrize("dtype", ["i8", "u1", "f4", "f8", "?"])
def test_what_a_mask_hides_is_missing(dtype) -> None:
    """Buffers of masked arrays show what the mask hides."""
    seats = np.ma.array(np.array([1, 1, 0], dtype), mask=[False, True, False])
    if dtype == "?":
        with pytest.raises(cs.CustomerSuccessError):
            sizes(seats)
    else:
        assert sizes(seats) == [1.0, None, 0.0]
        assert cs.kpi.nps_from_answers(seats).missing == 1
    days = np.ma.array(np.array(["2026-10-30"] * 2, "M8[ns]"), mask=[False, True])
    recency = {**{name: [None, None] for name in CARD.facts}, "last_login_on": days}
    assert CARD.score(recency, as_of=AS_OF, columns=["health_missing"])["health_missing"] == [4, 5]
    ledger = {"account": ["a"], "month": ["2026-10"], "mrr": np.ma.array([5], mask=[True])}
    with pytest.raises(cs.CustomerSuccessError):
        cs.revenue.movements(ledger, account="account", month="month", mrr="mrr")


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "int64[pyarrow]", "object", "f8"])
def test_a_dict_of_columns_of_pandas_keeps_what_is_missing(dtype) -> None:
    """A missing number of a nullable type once became the smallest integer."""
    assert sizes(pd.Series([25, None], dtype=dtype)) == [25.0, None]
    accounts = {"account": pd.Series(["a", None], dtype="string"), "seats": [1, 2]}
    assert SIZE.explain(accounts, as_of=AS_OF)["account"] == ["a", None]


def test_a_dict_holds_columns_of_every_library() -> None:
    for seats in (pl.Series([25, None]), pa.array([25, None]), pa.chunked_array([[25], [None]]), (25, None)):
        assert sizes(seats) == [25.0, None]


@pytest.mark.parametrize("seats", [{0: 25, 1: 50}, {25, 50}, "25", 25, None, iter([25])], ids=type)
def test_a_column_without_rows_in_an_order_is_refused(seats) -> None:
    with pytest.raises(cs.CustomerSuccessError) as raised:
        sizes(seats)
    assert (raised.value.code, raised.value.column) == ("type_mismatch", "seats")


def test_a_query_is_not_run_behind_the_callers_back() -> None:
    with pytest.raises(cs.CustomerSuccessError, match="collect it first") as raised:
        CARD.score(tables.as_polars().lazy(), as_of=AS_OF)
    assert raised.value.code == "type_mismatch"


def test_a_batch_without_rows_stays_a_batch() -> None:
    scored = CARD.score(tables.as_batch().slice(0, 0), as_of=AS_OF)
    assert isinstance(scored, pa.RecordBatch)
    assert to_lists(scored) == {name: [] for name in [*ROWS, *HEALTH]}


def test_what_comes_back_to_an_unknown_library_can_be_looked_into() -> None:
    scored = CARD.score(tables.as_foreign(), as_of=AS_OF)
    assert repr(scored) == f"Columns(5 rows: {', '.join([*ROWS, *HEALTH])})"
    assert len(scored) == 5
    assert {name: scored[name] for name in HEALTH} == one_by_one()
    assert dict(scored) == {**ROWS, **one_by_one()}
    assert pl.DataFrame(scored)["health_score"].to_list() == one_by_one()["health_score"]
    with pytest.raises(cs.CustomerSuccessError, match="did you mean") as refused:
        scored["health_scor"]
    assert (refused.value.code, refused.value.column) == ("missing_column", "health_scor")


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, None], kind)
        for kind in (pa.int8(), pa.uint16(), pa.uint64(), pa.float32(), pa.decimal128(5, 2))
    ]
    + [
        pa.array(["a", None, "a"], kind)
        for kind in (
            pa.string(),
            pa.large_string(),
            pa.string_view(),
            pa.dictionary(pa.int16(), pa.large_string()),
        )
    ]
    + [
        pa.array([True, None]),
        pa.array([None, None], pa.null()),
        pa.array([None], pa.dictionary(pa.int8(), pa.string())),
        pa.array([7, None, 7]).dictionary_encode(),
    ],
    ids=lambda values: str(values.type),
)
def test_a_column_of_any_type_is_listed(values: pa.Array) -> None:
    assert cs._core.taken(pa.table({"x": values}))["x"] == values.to_pylist()


def test_answers_that_are_all_blank_are_nobody() -> None:
    for answers in (pl.Series([None, None]), pl.Series([]), pa.array([None]), pd.Series([None]), [None]):
        with pytest.raises(cs.UndefinedError) as raised:
            cs.kpi.nps_from_answers(answers)
        assert raised.value.code == "no_population"


def read_by_pandas(file: Any) -> Any:
    return pd.read_csv(file)


def read_by_polars(file: Any) -> Any:
    return pl.read_csv(file)


def read_by_pyarrow(file: Any) -> Any:
    return pyarrow.csv.read_csv(file)


@pytest.mark.parametrize("read", [read_by_pandas, read_by_polars, read_by_pyarrow])
def test_an_empty_column_of_a_csv_is_missing_whatever_its_reader_made_of_it(read, tmp_path) -> None:
    card = cs.scorecards.simple()
    file = tmp_path / "accounts.csv"
    file.write_text("nps_answer,nps_answered_on,last_login_on,tickets_90d,seats\n,,2026-10-14,5,25\n,,,1,\n")
    scored = card.score(read(file), as_of=AS_OF)
    facts = {"last_login_on": "2026-10-14", "tickets_90d": 5, "seats": 25}
    assert to_lists(scored)["health_score"] == [card.score_one(facts, as_of=AS_OF).score, None]


@pytest.mark.parametrize("name", ["nps_answer", "nps_answered_on", "last_login_on"])
def test_a_fact_that_is_nan_is_missing_whatever_is_wanted(name) -> None:
    card = cs.scorecards.simple()
    facts = {"nps_answer": 9, "nps_answered_on": "2026-10-01", "last_login_on": "2026-10-14"}
    without = card.score_one(facts | {name: None}, as_of=AS_OF)
    assert card.score_one(facts | {name: float("nan")}, as_of=AS_OF) == without
    assert card.ready(as_of=AS_OF).score(facts | {name: float("nan")}) == (without.score, without.band)

"""Days, moments and time zones: a moment without a zone has a day, one with a zone has one for each zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tables import AS_OF, CARD, ROWS

import customer_success as cs

# The last second of one month and the first of the next, before and after 1970.
MOMENTS = [
    datetime.combine(day, clock)
    for day in (date(1969, 11, 30), date(2026, 10, 31))
    for clock in (time(23, 59, 59), time.min)
]
KINDS: dict[str, Callable[[list[datetime]], Any]] = {
    "lists": list,
    "lists of days": lambda moments: [moment.date() for moment in moments],
    "numpy, seconds": lambda moments: np.array(moments, dtype="M8[s]"),
    "numpy, nanoseconds": lambda moments: np.array(moments, dtype="M8[ns]"),
    "pandas": lambda moments: pd.Series(moments),
    "polars": lambda moments: pl.Series(moments),
    "polars, milliseconds": lambda moments: pl.Series(moments, dtype=pl.Datetime("ms")),
    "pyarrow, seconds": lambda moments: pa.array(moments, pa.timestamp("s")),
    "pyarrow, nanoseconds": lambda moments: pa.array(moments, pa.timestamp("ns")),
    "pyarrow, date64": lambda moments: pa.array([moment.date() for moment in moments], pa.date64()),
}


def table(**columns: Any) -> Any:
    """A table of the library that one of the columns comes from."""
    for column in columns.values():
        for library in (pd.Series, pl.Series, pa.Array):
            if isinstance(column, library):
                return {pd.Series: pd.DataFrame, pl.Series: pl.DataFrame, pa.Array: pa.table}[library](
                    columns
                )
    return columns


def months(moments: Any) -> list[str]:
    """The months in which each moment's account begins."""
    ledger = table(account=[0, 1, 2, 3], month=moments, mrr=[1, 10, 100, 1000])
    report = cs.revenue.Movements.of(ledger).table()
    new = zip(report["month"], report["new_business"], strict=True)
    return [str(month)[:7] for month, amount in new for _ in str(amount).replace("0", "") if amount]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_moment_without_a_zone_counts_by_its_day(kind: Callable[[list[datetime]], Any]) -> None:
    assert months(kind(MOMENTS)) == ["1969-11", "1969-11", "2026-10", "2026-10"]


def test_days_in_milliseconds_are_days() -> None:
    days = pa.array(ROWS["last_login_on"], pa.date64())
    expected = CARD.score(pa.table(ROWS), as_of=AS_OF)
    for chunks in (days, pa.chunked_array([days.slice(0, 2), days.slice(2)])):
        assert (
            CARD.score(pa.table(ROWS | {"last_login_on": chunks}), as_of=AS_OF)["health_score"]
            == (expected["health_score"])
        )
    noon = pa.array([0, None, 43_200_000, 0, 0], pa.int64()).view(pa.date64())
    with pytest.raises(cs.CustomerSuccessError, match="make days of it first") as refused:
        CARD.score(pa.table(ROWS | {"last_login_on": noon}), as_of=AS_OF)
    assert (refused.value.code, refused.value.column, refused.value.row) == (
        "type_mismatch",
        "last_login_on",
        2,
    )


@pytest.mark.parametrize("unit", ["D", "W"])
def test_days_that_numpy_would_wrap_are_refused(unit: str) -> None:
    far = np.array([(2**64 - 2) // 7], dtype=f"M8[{unit}]")  # as weeks, two days before 1970
    with pytest.raises(cs.CustomerSuccessError) as refused:
        cs.revenue.movements({"account": [1], "month": far, "mrr": [1]})
    assert (refused.value.column, refused.value.row) == ("month", 0)


EAST = timezone(timedelta(hours=14))
ZONED = [datetime.combine(date(2026, 10, 31), time(23, 30), zone) for zone in (EAST, EAST, UTC, UTC)]
ZONES: dict[str, Any] = {
    "lists": ZONED,
    "pandas": pd.Series(pd.to_datetime(ZONED, utc=True)),
    "polars": pl.Series(ZONED).dt.convert_time_zone("Pacific/Kiritimati"),
    "pyarrow": pa.array(ZONED, pa.timestamp("us", "Asia/Tokyo")),
}


@pytest.mark.parametrize("moments", ZONES.values(), ids=ZONES)
def test_a_moment_with_a_zone_is_refused_with_a_way_out(moments: Any) -> None:
    with pytest.raises(
        cs.CustomerSuccessError, match="in the time zone that your months begin in"
    ) as refused:
        months(moments)
    assert (refused.value.code, refused.value.column) == ("type_mismatch", "month")
    with pytest.raises(cs.CustomerSuccessError, match="make days of it first") as scored:
        CARD.score(
            table(**{name: values[:4] for name, values in ROWS.items()} | {"last_login_on": moments}),
            as_of=AS_OF,
        )
    assert (scored.value.code, scored.value.column) == ("type_mismatch", "last_login_on")


def test_a_fact_with_a_zone_is_refused() -> None:
    for moment in ZONED:
        midnight = moment.replace(hour=0, minute=0)
        with pytest.raises(cs.CustomerSuccessError, match="make days of it first") as refused:
            CARD.score_one({"last_login_on": midnight}, as_of=AS_OF)
        assert (refused.value.code, refused.value.path) == ("type_mismatch", "last_login_on")
        with pytest.raises(cs.CustomerSuccessError) as day:
            CARD.score_one({}, as_of=midnight)
        assert (day.value.code, day.value.path) == ("type_mismatch", "as_of")

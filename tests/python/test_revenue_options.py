"""Months among the options, as tables give them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import customer_success as cs

LEDGER = {"account": ["a", "a"], "month": ["2025-01", "2025-02"], "mrr": [1, 2]}
MONTHS = [
    "2025-02",
    date(2025, 2, 28),
    datetime.fromisoformat("2025-02-01T23:59"),
    pd.Timestamp("2025-02-01"),
    np.datetime64("2025-02"),
    np.datetime64("2025-02-28T23:59:59", "ns"),
]


@pytest.mark.parametrize("month", MONTHS, ids=repr)
def test_a_month_may_be_a_day_or_a_moment_of_it(month: Any) -> None:
    assert cs.revenue.movements(LEDGER, first=month)["month"] == ["2025-02"]
    dollars = LEDGER | {"currency": ["EUR", "USD"]}
    rates = [("USD", month, "0.5")]
    found = cs.revenue.movements(
        dollars, currency="currency", reporting_currency="EUR", rates=rates, places=0
    )
    assert found["closing"] == [1, 1]


def test_a_month_may_be_a_number_of_numpy() -> None:
    ledger = {"account": [1, 1], "month": np.array([0, 1]), "mrr": [1, 2]}
    assert cs.revenue.movements(ledger, first=ledger["month"].max())["closing"] == [2]


@pytest.mark.parametrize("days", ["30.437", Decimal("30.437"), 30.437, np.float64(30.437)], ids=repr)
def test_the_length_of_a_month_may_be_any_number(days: Any) -> None:
    daily = {"account": ["a"], "start": ["2025-01-01"], "end": [None], "mrr": [Decimal("10.00")]}
    months = cs.revenue.movements(daily, contracts={"billing": "day", "days_per_month": days})
    assert months["closing"] == [Decimal("304.37")]


@pytest.mark.parametrize(
    ("code", "days"),
    [("non_finite", float("nan")), ("type_mismatch", [30]), ("type_mismatch", True), ("out_of_range", 27)],
)
def test_the_length_of_a_month_is_refused_at_its_place(code: str, days: Any) -> None:
    daily = {"account": ["a"], "start": ["2025-01-01"], "end": [None], "mrr": [10]}
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.revenue.movements(daily, contracts={"days_per_month": days})
    assert (caught.value.code, caught.value.path) == (code, "contracts.days_per_month")


def test_what_is_no_option_is_named() -> None:
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.revenue.movements(LEDGER, first=object())  # type: ignore[arg-type]
    assert caught.value.code == "type_mismatch"

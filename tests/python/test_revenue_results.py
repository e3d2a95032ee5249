"""Results of a ledger in one line."""

from typing import Any

import pytest

import customer_success as cs

LEDGER = {"account": ["a", "b", "a"], "region": ["x", "y", "x"], "mrr": [1000, 500, 2050]}


@pytest.mark.parametrize(
    ("months", "shown"),
    [([0, 0, 1], "0 to 1"), (["2025-01", "2025-01", "2025-02"], "2025-01 to 2025-02")],
)
def test_movements_are_shown_by_their_closing_also_where_segments_split_them(months: Any, shown: str) -> None:
    ledger = LEDGER | {"month": months}
    for by in ([], ["region"]):
        movements = cs.revenue.Movements.of(ledger, by=by, places=2)
        assert repr(movements) == f"Movements({shown}, closing 20.50)"


def test_no_periods_are_said_to_be_none() -> None:
    nothing = cs.revenue.Movements.of({"account": [], "month": [], "mrr": []})
    assert repr(nothing) == "Movements(no periods)"


def test_cohorts_are_shown_by_their_accounts() -> None:
    cohorts = cs.revenue.Cohorts.of(LEDGER | {"month": [0, 1, 2]})
    assert repr(cohorts) == "Cohorts(2 accounts over 3 months)"
    nothing = cs.revenue.Cohorts.of({"account": [], "month": [], "mrr": []})
    assert repr(nothing) == "Cohorts(0 accounts over 0 months)"

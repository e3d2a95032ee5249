"""Results of a ledger in one line."""

from decimal import Decimal
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


def test_parts_whose_decimals_have_other_places_are_added_where_places_are_stated() -> None:
    # The change of one account in three regions, a tenth or a hundredth at a time: 0.1 and 0.2 moved, or 0.09
    # and 0.21.
    one = {
        "account": ["a"] * 3,
        "region": ["x", "y", "z"],
        "month": [0, 1, 1],
        "mrr": [Decimal(tenths).scaleb(-1) for tenths in (3, 2, 5)],
    }
    other = {"account": ["b"], "region": ["x"], "month": [0], "mrr": [Decimal("0.25")]}
    whole = {name: one[name] + other[name] for name in one}  # type: ignore[operator]

    def movements(ledger: Any, places: int | None) -> Any:
        return cs.revenue.Movements.of(ledger, by="region", first=0, last=1, places=places)

    with pytest.raises(cs.CustomerSuccessError, match="state places for every part") as refused:
        movements(one, None).merge(movements(other, None))
    assert refused.value.code == "inconsistent"
    assert movements(one, 2).merge(movements(other, 2)) == movements(whole, None)


@pytest.mark.parametrize("result", [cs.revenue.Movements, cs.revenue.Cohorts])
def test_documents_of_another_kind_or_version_are_told_by_their_code(result: Any) -> None:
    text = result.of(LEDGER | {"month": [0, 1, 2]}).to_json()
    assert result(text).to_json() == text
    for old, new, path in (
        ('"version":1', '"version":2', "version"),
        ('"kind":"revenue_', '"kind":"', "kind"),
    ):
        assert old in text
        with pytest.raises(cs.CustomerSuccessError) as refused:
            result(text.replace(old, new))
        assert (refused.value.code, refused.value.path) == ("version", path)

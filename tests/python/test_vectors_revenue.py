"""The vectors of the room `revenue`."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import vectors

import customer_success as cs

CASES = vectors.room("revenue")
RATIOS = {"gross_revenue_retention", "net_revenue_retention", "quick_ratio", "logo_churn_rate"}


def column(kind: str, values: list[Any]) -> list[Any]:
    """A column of Python's own values; JSON has decimals, days, NaN and infinity as texts."""
    read = {"decimal": Decimal, "day": date.fromisoformat, "float": float}.get(kind, lambda value: value)
    return [None if value is None else read(value) for value in values]


def alike(name: str, found: Any, expected: Any, places: int) -> bool:
    """The same value in the ledger's kind of number: exact, or the nearest float."""
    if name == "month" and isinstance(found, date):
        return bool(found.isoformat() == expected)
    if found is None or not isinstance(expected, str) or isinstance(found, str):
        return bool(found == expected)
    exact = Decimal(expected) if name in RATIOS else Decimal(expected).scaleb(places)
    return bool(found == (float(exact) if isinstance(found, float) else exact))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ledgers(case: dict[str, Any]) -> None:
    table = {name: column(case["types"][name], values) for name, values in case["columns"].items()}
    found = vectors.outcome(lambda: cs.revenue.movements(table, **case["options"]))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    assert not isinstance(found, cs.CustomerSuccessError), found
    assert list(found) == list(case["expected"])
    places = case["options"].get("places", 0) if "integer" in case["types"].get("mrr", "integer") else 0
    for name, expected in case["expected"].items():
        assert len(found[name]) == len(expected), name
        for own, value in zip(found[name], expected, strict=True):
            assert alike(name, own, value, places), (name, found[name], expected)


def test_there_are_ledgers_and_refused_ones() -> None:
    assert sum("expected" in case for case in CASES) >= 80
    assert any("error" in case for case in CASES)

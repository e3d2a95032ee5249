"""The vectors of the room `revenue`."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import vectors

import customer_success as cs

CASES = vectors.room("revenue")
RATIOS = {"gross_revenue_retention", "net_revenue_retention", "quick_ratio", "quick_ratio_with_reactivation"}
RATIOS |= {"logo_churn_rate", "account_retention", "revenue_retention"}


def column(kind: str, values: list[Any]) -> list[Any]:
    """A column of Python's own values; JSON has decimals, days, NaN and infinity as texts."""
    read = {"decimal": Decimal, "day": date.fromisoformat, "float": float}.get(kind, lambda value: value)
    return [None if value is None else read(value) for value in values]


def alike(name: str, found: Any, expected: Any, places: int) -> bool:
    """The same value in the ledger's kind of number: exact, or the nearest float."""
    if name in ("month", "cohort") and isinstance(found, date):
        return bool(found.isoformat() == expected)
    if found is None or not isinstance(expected, str) or isinstance(found, str):
        return bool(found == expected)
    exact = Decimal(expected) if name in RATIOS else Decimal(expected).scaleb(places)
    return bool(found == (float(exact) if isinstance(found, float) else exact))


def reported(case: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """What the case asks for."""
    options = {**case["options"]}
    if "rates" in options:
        options["rates"] = [(rate["currency"], rate["month"], rate["rate"]) for rate in options["rates"]]
    if case["report"] == "movements":
        return {"table": cs.revenue.Movements.of(table, **options).table(table)}
    if case["report"] == "conventions":
        opening, closing = options.pop("opening", None), options.pop("last", None)
        return {"table": cs.revenue.conventions(table, opening=opening, closing=closing, **options)}
    if case["report"] == "details":
        return {"table": cs.revenue.account_movements(table, **options)}
    cohorts = cs.revenue.Cohorts.of(table, **options)
    return {"table": cohorts.table(table), "averages": cohorts.averages(table)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ledgers(case: dict[str, Any]) -> None:
    table = {name: column(case["types"][name], values) for name, values in case["columns"].items()}
    found = vectors.outcome(lambda: reported(case, table))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    assert not isinstance(found, cs.CustomerSuccessError), found
    own = case["expected"] if case["report"] == "cohorts" else {"table": case["expected"]}
    for part, columns in own.items():
        for name, expected in columns.items():
            assert len(found[part][name]) == len(expected), (part, name, found[part][name])
            for value, wanted in zip(found[part][name], expected, strict=True):
                assert alike(name, value, wanted, case.get("minor", 0)), (name, found[part][name], expected)


def test_there_are_ledgers_and_refused_ones() -> None:
    assert sum("expected" in case for case in CASES) >= 160
    assert sum("error" in case for case in CASES) >= 30

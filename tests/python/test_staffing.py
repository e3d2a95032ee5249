"""Staffing from dataframes: the same kind comes back, money stays exact, bad rows are named."""

import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import customer_success as cs

ROWS: dict[str, list[Any]] = {
    "account": ["d", "a", "c", "b", "e"],
    "tier": ["high", "tech", "high", None, "high"],
    "band": ["danger", "healthy", "danger", "healthy", None],
    "arr": [900.1, 20.2, 100.3, 7.0, 50.0],
    "starts": [date(2026, 10, 31), None, date(2026, 10, 1), date(2026, 10, 1), date(2027, 2, 28)],
    "hours": [9, 5, 4, 2, 1],
    "owner": ["mori", None, "gone", "smith", "mori"],
}
TEAM = [{"csm": "mori"}, {"csm": "smith"}]
KINDS = [pl.DataFrame, pd.DataFrame, pa.table, dict]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_counted_into_a_portfolio(kind: Any) -> None:
    counted = cs.staffing.portfolio(kind(ROWS), health="band", arr="arr", started_on="starts")
    assert counted == {
        "accounts": [
            {"tier": "high", "accounts": 1, "arr": 50.0},
            {"tier": "high", "accounts": 2, "health": "danger", "arr": 1000.4},
            {"tier": "tech", "accounts": 1, "health": "healthy", "arr": 20.2},
        ],
        "starts": [
            {"tier": "high", "month": "2026-10", "accounts": 2},
            {"tier": "high", "month": "2027-02", "accounts": 1},
        ],
        "renewals": [],
        "unassigned": 1,
    }


def test_revenue_in_decimals_stays_in_decimals() -> None:
    table = pl.DataFrame({"tier": ["high"] * 3, "arr": [Decimal("0.10"), Decimal("0.20"), Decimal("1e16")]})
    rows = cs.staffing.portfolio(table, arr="arr")["accounts"]
    assert rows == [{"tier": "high", "accounts": 3, "arr": Decimal("10000000000000000.3")}]
    unknown = cs.staffing.portfolio({"tier": ["high", "high"], "arr": [1, None]}, arr="arr")["accounts"]
    assert unknown == [{"tier": "high", "accounts": 2}], "a sum of what is not known is not known"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("tier", "premium", "invalid_argument"),
        ("arr", -1.0, "out_of_range"),
        ("arr", float("inf"), "non_finite"),
        ("starts", "2026-02-30", "invalid_date"),
    ],
)
def test_a_bad_cell_is_named(column: str, value: Any, code: str) -> None:
    rows = {"tier": ["high"] * 3, "arr": [1.0] * 3, "starts": ["2026-10-31"] * 3}
    rows[column] = [*rows[column][:2], value]
    with pytest.raises(cs.CustomerSuccessError) as error:
        cs.staffing.portfolio(rows, arr="arr", started_on="starts")
    assert (error.value.code, error.value.column, error.value.row) == (code, column, 2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "team", [TEAM, {"csm": ["mori", "smith"]}, pl.DataFrame(TEAM)], ids=["list", "dict", "table"]
)
def test_books_come_back_as_the_same_kind(kind: Any, team: Any) -> None:
    found = cs.staffing.books(kind(ROWS), team, owner="owner", balance={"hours": 1})
    assert type(found.accounts) is type(kind(ROWS))
    table = (
        found.accounts
        if isinstance(found.accounts, dict)
        else pl.DataFrame(found.accounts).to_dict(as_series=False)
    )
    assert table["csm"] == ["mori", "smith", "smith", "smith", "mori"]
    assert table["csm_reason"] == ["kept", "placed", "reassigned", "kept", "kept"]
    assert found.report["hours"]["max_over_mean"] == 22 / 21
    assert found.report["gap"] == 1 / 21  # no book of whole hours has 10.5


def test_skills_of_a_table_are_split() -> None:
    accounts = {"account": ["a", "b"], "hours": [1, 1], "needs": ["sso; api", "cobol"]}
    team = pl.DataFrame({"csm": ["ito"], "skills": ["api;sso"], "hours": [None]})
    found = cs.staffing.books(accounts, team, skills="needs")
    assert found.accounts["csm_reason"] == ["placed", "no_skills"]


@pytest.mark.parametrize(
    ("column", "values", "code", "row"),
    [
        ("account", ["a", "b", "a"], "duplicate_account", 2),
        ("account", ["a", None, "c"], "invalid_argument", 1),
        ("hours", [1, 2, -3], "out_of_range", 2),
        ("hours", [1.0, float("-inf"), 3.0], "non_finite", 1),
        ("hours", ["1", "2", "3"], "type_mismatch", None),
        ("arr", [1, 2, -3], "out_of_range", 2),
    ],
)
def test_a_bad_account_is_named(column: str, values: list[Any], code: str, row: int | None) -> None:
    rows = {"account": ["a", "b", "c"], "hours": [1, 2, 3], "arr": [1, 1, 1]} | {column: values}
    with pytest.raises(cs.CustomerSuccessError) as error:
        cs.staffing.books(rows, TEAM, value="arr")
    assert (error.value.code, error.value.column, error.value.row) == (code, column, row)


def test_unknown_hours_are_listed_not_guessed() -> None:
    found = cs.staffing.books({"account": ["a", "b"], "hours": [float("nan"), 2.0]}, TEAM)
    assert found.accounts["csm_reason"] == ["missing_hours", "placed"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("sNaN")])
def test_numbers_that_are_none_are_refused(number: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as error:
        cs.staffing.required_headcount(accounts={"high": number})
    assert (error.value.code, error.value.path) == ("non_finite", "accounts.high")


def test_no_success_manager_and_no_account_are_results() -> None:
    assert cs.staffing.books({"account": ["a"], "hours": [1]}, []).accounts["csm_reason"] == ["no_csms"]
    assert cs.staffing.books({"account": [], "hours": []}, TEAM).report["assigned"] == 0


def test_assumptions_are_documents() -> None:
    document = {
        "kind": "staffing",
        "version": 1,
        "name": "a",
        "tiers": {},
        "hours": {"amount": 40, "per": "week"},
    }
    assumptions = cs.staffing.Assumptions(document)
    assert (
        assumptions
        == cs.staffing.Assumptions(assumptions.to_json())
        == pickle.loads(pickle.dumps(assumptions))
    )
    assert cs.staffing.Assumptions(assumptions.to_dict()).to_json() == assumptions.to_json()
    with pytest.raises(cs.CustomerSuccessError, match="hours_per_week"):
        cs.staffing.Assumptions(document | {"hours_per_week": 40})


def test_the_first_month_may_be_a_moment_of_numpy() -> None:
    assumptions = {
        "kind": "staffing",
        "version": 1,
        "name": "one tier",
        "tiers": {"high": {}},
        "hours": {"amount": 40, "per": "week"},
    }
    for month in (np.datetime64("2026-11-30"), np.datetime64("2026-11"), np.datetime64("2026-11-01T12:00")):
        portfolio = {"accounts": [{"tier": "high", "accounts": 1}]}
        hours = cs.staffing.workload(assumptions, portfolio=portfolio, first_month=month, months=1)
        assert [row["month"] for row in hours["months"]] == ["2026-11"]

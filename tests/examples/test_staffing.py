"""The example on two published portfolios: hours, heads and money are those of the definitions."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest

import customer_success as cs
import staffing as example

HOURS = Fraction(40 * 13, 3) * Fraction("0.75") * Fraction("0.85")
HEALTH = {band: Fraction(str(weight)) for band, weight in example.ASSUMPTIONS["health"].items()}


def recurring(tier: str, band: str) -> Fraction:
    """Hours a month of one account."""
    service = example.WORK[tier]
    touches = sum(Fraction(str(it["per_month"])) * Fraction(str(it["hours"])) for it in service["touches"])
    return touches * (1 - Fraction(str(service.get("automation", 0)))) * HEALTH[band]


@pytest.fixture(scope="module")
def accounts(published: Any) -> pl.DataFrame:
    return example.field_service_accounts(published("field_service_saas"))


@pytest.fixture(scope="module")
def plan(accounts: pl.DataFrame) -> dict[str, Any]:
    return example.field_service_plan(accounts)


@pytest.fixture(scope="module")
def customers(published: Any) -> pl.DataFrame:
    return example.telco_accounts(published("ibm_telco_churn"))


@pytest.fixture(scope="module")
def portfolio(customers: pl.DataFrame) -> dict[str, Any]:
    return cs.staffing.portfolio(customers, health="health_band", arr="arr")


def test_the_first_month_is_the_sum_of_every_account(accounts: pl.DataFrame, plan: dict[str, Any]) -> None:
    for row in plan["months"][: len(plan["tiers"])]:
        own = accounts.filter(pl.col("tier") == row["tier"])
        hours = sum((recurring(row["tier"], band) for band in own["health_band"]), Fraction(0))
        for event, column, away in (("onboarding", "started_on", -1), ("renewal", "renewal_on", 1)):
            work = example.WORK[row["tier"]].get(event)
            months = int(work.get("months", 1)) if work else 0
            near = [(day.year - 2026) * 12 + day.month - 7 for day in own[column].drop_nulls()]
            count = sum(0 <= away * months_away < months for months_away in near)
            hours += Fraction(count * work["hours"], months) if work else 0
        assert row["accounts"] == own.height
        assert row["demand_hours"] == float(hours)
        assert row["required"] == float(hours / HOURS)


def test_the_comparison_is_in_euros(accounts: pl.DataFrame, plan: dict[str, Any]) -> None:
    arr = sum((Fraction(str(value)) for value in accounts["annual_contract_value"]), Fraction(0))
    ways = {way["method"]: way for way in plan["comparison"]["ways"]}
    assert ways["budget"]["heads"] == float(arr * Fraction("0.08") / (12 * 6000))
    assert ways["present"]["heads"] == 2
    sizes = dict(accounts.group_by("tier").len().iter_rows())
    assert ways["ratios"]["most"] == float(
        Fraction(sizes["high"], 5) + Fraction(sizes["medium"], 20) + Fraction(sizes["tech"], 500)
    )


def test_every_served_account_is_in_a_book_of_its_region(accounts: pl.DataFrame) -> None:
    books = example.field_service_books(accounts)
    assert books.report["unassigned"] == 0
    for region, csm in books.accounts.select("region", "csm").iter_rows():
        allowed = {
            "everywhere",
            "continent" if region in ("benelux", "dach", "central_europe") else "north and west",
        }
        assert csm in allowed, (region, csm)
    assert books.report["gap"] < 0.05


def test_the_portfolio_in_yen_is_the_customers(customers: pl.DataFrame, portfolio: dict[str, Any]) -> None:
    assert sum(row["accounts"] for row in portfolio["accounts"]) == customers.height == 7043 - 1869
    assert sum(row["arr"] for row in portfolio["accounts"]) == customers["arr"].sum()


def test_cost_to_serve_in_yen_is_that_of_the_definition(
    customers: pl.DataFrame, portfolio: dict[str, Any]
) -> None:
    costs = cs.staffing.cost_to_serve(example.YEN, portfolio=portfolio)
    for tier in costs["tiers"]:
        own = customers.filter(pl.col("tier") == tier["tier"])
        hours = sum((recurring(tier["tier"], band) for band in own["health_band"]), Fraction(0))
        assert tier["monthly_cost"] == float(hours * 450_000 / HOURS)
        assert tier["break_even_contract_value"] == float(
            12 * hours * 450_000 / HOURS / own.height / Fraction("0.08")
        )
        assert tier["arr_per_account"] == float(Fraction(own["arr"].sum(), own.height))


def test_what_the_move_saves_is_the_difference(portfolio: dict[str, Any]) -> None:
    change = example.telco_what_if(portfolio)
    moved = [row for row in portfolio["accounts"] if row["tier"] == "high" and row["health"] != "danger"]
    assert change["moved"] == sum(row["accounts"] for row in moved)
    saved = sum(
        (
            row["accounts"] * (recurring("tech", row["health"]) - recurring("high", row["health"]))
            for row in moved
        ),
        Fraction(0),
    )
    assert change["hours"] == float(saved)
    assert change["monthly_cost"] == float(saved * 450_000 / HOURS)


def test_runs_as_a_script(
    accounts: pl.DataFrame, customers: pl.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    example.main()
    said = capsys.readouterr().out
    assert f"{accounts.height} accounts in euros" in said
    assert f"{customers.height} customers in yen" in said

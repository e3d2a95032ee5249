"""Recurring revenue on real input: published figures are met to the last digit."""

import csv
import gzip
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import customer_success as cs
import recurring_revenue as example


@pytest.fixture(scope="module")
def items(published) -> pl.DataFrame:
    return example.contracts(published("field_service_saas"))


@pytest.fixture(scope="module")
def months(items: pl.DataFrame) -> dict[str, dict]:
    return {row["month"]: row for row in example.by_month(items).iter_rows(named=True)}


def test_meets_the_month_that_the_year_opens_with(months: dict[str, dict]) -> None:
    june = months["2025-06"]
    assert (june["closing"], june["closing_accounts"]) == (Decimal("104758.84"), 48)


def test_meets_every_line_of_the_last_month(months: dict[str, dict]) -> None:
    june = months["2026-06"]
    assert june["opening"] == Decimal("175487.24")
    assert june["new_business"] == Decimal("7873.28")
    assert june["expansion"] == Decimal("2173.19")
    assert june["contraction"] == Decimal("16.32")
    assert june["churn"] == Decimal("6031.24")
    assert june["closing"] == Decimal("179486.15")
    assert june["upsell"] + june["cross_sell"] == june["expansion"]


def test_meets_retention_over_twelve_months(items: pl.DataFrame) -> None:
    year = example.over_a_year(items).row(0, named=True)
    assert year["net_revenue_retention"] == pytest.approx(Decimal("0.9937650131"), abs=Decimal("5e-11"))
    assert year["gross_revenue_retention"] == pytest.approx(Decimal("0.9050345536"), abs=Decimal("5e-11"))
    assert (year["opening_accounts"], year["churned_accounts"]) == (48, 2)


def test_every_month_closes_and_opens_the_next(months: dict[str, dict]) -> None:
    closing = Decimal(0)
    for month, row in months.items():
        gains = row["opening"] + row["new_business"] + row["reactivation"] + row["expansion"]
        assert gains - row["contraction"] - row["churn"] == row["closing"], month
        assert row["opening"] == closing, month
        closing = row["closing"]


def test_two_partitions_add_up_to_the_whole(items: pl.DataFrame) -> None:
    window = {"contracts": example.ITEMS, "first": "2024-01", "last": "2026-06"}
    even = pl.col("account").str.slice(-1).cast(pl.Int32) % 2 == 0
    parts = [cs.revenue.Movements.of(items.filter(half), **window) for half in (even, ~even)]
    whole = cs.revenue.Movements.of(items, **window)
    assert cs.revenue.Movements(parts[0].to_json()).merge(parts[1]) == whole
    cohorts = [cs.revenue.Cohorts.of(items.filter(half), **window) for half in (even, ~even)]
    assert cohorts[0].merge(cohorts[1]) == cs.revenue.Cohorts.of(items, **window)


def test_runs_as_a_script(items: pl.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    example.main()
    assert "net revenue retention 0.993765" in capsys.readouterr().out


def invoices(folder: Path) -> dict[str, list]:
    """Customers and the days on which they bought; credits and lines without a customer do not count."""
    with gzip.open(folder / "online_retail.csv.gz", "rt", encoding="utf-8", newline="") as file:
        bought = {
            (row["CustomerID"], row["InvoiceDate"][:10])
            for row in csv.DictReader(file)
            if row["CustomerID"] and not row["InvoiceNo"].startswith("C")
        }
    return {"account": [name for name, _ in bought], "month": [day for _, day in bought]}


def test_meets_the_first_cohort_of_a_wholesaler(published) -> None:
    table = cs.revenue.cohorts(invoices(published("online_retail")), mrr=None)
    first = [
        accounts
        for cohort, accounts in zip(table["cohort"], table["accounts"], strict=True)
        if cohort == "2010-12"
    ]
    assert first[:3] == [885, 324, 286]


def test_meets_the_revenue_churn_of_a_portfolio(published) -> None:
    path = published("ibm_telco_churn") / "Telco-Customer-Churn.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["customerID"], row["MonthlyCharges"], row["Churn"]) for row in csv.DictReader(file)]
    stayed = [row for row in rows if row[2] == "No"]
    ledger = {
        "account": [row[0] for row in [*rows, *stayed]],
        "month": [0] * len(rows) + [1] * len(stayed),
        "mrr": [Decimal(row[1]) for row in [*rows, *stayed]],
    }
    left = cs.revenue.retention_between(ledger, opening=0, closing=1)
    assert 1 - left["gross_revenue_retention"][0] == pytest.approx(
        Decimal("0.3050335156"), abs=Decimal("5e-11")
    )

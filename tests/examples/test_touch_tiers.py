"""The example on published portfolios: tiers counted again by sorting exact amounts."""

import csv
import math
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

import touch_tiers as example


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def boundaries(count: int) -> tuple[int, int]:
    """round-half-up(n · 0.2) and round-half-up(n · 0.5)."""
    return math.floor(Fraction(count, 5) + Fraction(1, 2)), math.floor(Fraction(count, 2) + Fraction(1, 2))


@pytest.fixture(scope="module")
def accounts(published) -> dict[str, tuple[Fraction, str]]:
    """Exact MRR and segment of every account with MRR in June 2026, straight from the tables."""
    folder = published("field_service_saas")
    owner = {row["subscription_id"]: row["account_id"] for row in read(folder / "subscriptions.csv")}
    segment = {row["account_id"]: row["segment"] for row in read(folder / "accounts.csv")}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in read(folder / "subscription_items.csv"):
        if row["effective_start"] <= "2026-06-30" <= (row["effective_end"] or "9999"):
            sums[owner[row["subscription_id"]]] += Fraction(row["mrr_eur"])
    return {account: (value, segment[account]) for account, value in sums.items()}


def test_accounts_by_mrr_are_in_20_30_50_with_their_reasons(published, accounts) -> None:
    table = example.mrr(published("field_service_saas"))
    assert table.height == len(accounts) > 50
    tiers = example.mrr_policy().fit(table).apply(table)
    first, second = boundaries(len(accounts))
    values = sorted((value for value, _ in accounts.values()), reverse=True)
    for row in tiers.to_dicts():
        value, segment = accounts[row["account"]]
        better = sum(other > value for other in values)
        by_mrr = "high" if better < first else "medium" if better < second else "tech"
        enterprise = segment == "enterprise"
        assert row["tier"] == ("high" if enterprise else by_mrr)
        assert row["tier_reason"] == ("enterprise account" if enterprise else "measure")


def test_customers_by_what_they_paid_meet_the_shares_exactly(published) -> None:
    folder = published("ibm_telco_churn")
    rows = read(folder / "Telco-Customer-Churn.csv")
    paid = {row["customerID"]: Fraction(row["MonthlyCharges"]) * int(row["tenure"]) for row in rows}
    ranked = sorted(paid, key=lambda account: (-paid[account], account))
    first, second = boundaries(len(ranked))
    expected = {
        account: "high" if at < first else "medium" if at < second else "tech"
        for at, account in enumerate(ranked)
    }
    table = example.paid(folder)
    fitted = example.paid_policy().fit(table)
    tiers = fitted.apply(table)
    assert dict(zip(tiers["account"], tiers["tier"].cast(str), strict=True)) == expected
    summary = {tier["tier"]: tier for tier in fitted.summary(table)}
    assert [summary[tier]["accounts"] for tier in ("high", "medium", "tech")] == [
        first,
        second - first,
        len(ranked) - second,
    ]
    for tier in ("high", "medium", "tech"):
        own = float(sum(value for account, value in paid.items() if expected[account] == tier))
        assert summary[tier]["value"] == pytest.approx(own, rel=1e-9)


def test_runs_as_a_script(published, capsys: pytest.CaptureFixture[str]) -> None:
    published("field_service_saas"), published("ibm_telco_churn")
    example.main()
    assert "by what was paid" in capsys.readouterr().out

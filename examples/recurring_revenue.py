"""Recurring revenue of a published company, by month and over a year, from its subscription items.

    python examples/recurring_revenue.py

Needs the published data set `field_service_saas`; see `data.py` for where it is looked for.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

import customer_success as cs
import data
from customer_success.revenue.options import Contracts

# An account's MRR of a month is the sum over its items whose interval touches that month, both days included.
ITEMS: Contracts = {"start": "start", "end": "end", "active_on": "any_day"}


def contracts(folder: Path) -> pl.DataFrame:
    """A row for each item: account, product, first day, the day after the last, euros a month."""
    items = pl.read_csv(folder / "subscription_items.csv", infer_schema=False)
    subscriptions = pl.read_csv(folder / "subscriptions.csv", infer_schema=False)
    day = pl.col("effective_start", "effective_end").str.to_date()
    return (
        items.join(subscriptions.select("subscription_id", "account_id"), on="subscription_id")
        .with_columns(day, pl.col("mrr_eur").cast(pl.Decimal(20, 2)))
        .select(
            account="account_id",
            product="item_type",
            start="effective_start",
            end=pl.col("effective_end").dt.offset_by("1d"),
            mrr="mrr_eur",
        )
    )


def by_month(items: pl.DataFrame) -> pl.DataFrame:
    """Movements up to the last month that the publisher covers."""
    months: pl.DataFrame = cs.revenue.movements(items, contracts=ITEMS, product="product", last="2026-06")
    return months


def over_a_year(items: pl.DataFrame) -> pl.DataFrame:
    """Retention of those who paid at the end of June 2025, at the end of June 2026."""
    year: pl.DataFrame = cs.revenue.retention_between(
        items, contracts=ITEMS, opening="2025-06", closing="2026-06"
    )
    return year


def main() -> None:
    """Prints the last months and the year."""
    items = contracts(data.folder("field_service_saas"))
    lines = ["month", "opening", "new_business", "expansion", "contraction", "churn", "closing"]
    print(by_month(items).select(lines).tail(6))
    year = over_a_year(items).row(0, named=True)
    print(f"net revenue retention {year['net_revenue_retention']:.6f}")
    print(f"gross revenue retention {year['gross_revenue_retention']:.6f}")


if __name__ == "__main__":
    main()

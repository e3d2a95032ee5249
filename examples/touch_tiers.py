"""Two published portfolios in tiers, with the reason of every account.

1. `field_service_saas`: accounts by MRR of June 2026 in 20/30/50, strategic accounts in high touch by a rule.
2. `ibm_telco_churn`: customers by what they have paid so far (monthly charge · months), with many ties.

    python examples/touch_tiers.py               # data: see examples/data.py
"""

from pathlib import Path
from typing import Any

import polars as pl

import customer_success as cs
import data

MONTH = pl.date(2026, 6, 30)
"""The last day of the month whose MRR counts."""

ENTERPRISE = {
    "when": {"fact": "segment", "equals": "enterprise"},
    "tier": "high",
    "reason": "enterprise account",
}


def mrr(folder: Path) -> pl.DataFrame:
    """The accounts with MRR in force at the end of June 2026, in euros, with their segment."""

    def table(name: str) -> pl.DataFrame:
        return pl.read_csv(folder / f"{name}.csv", try_parse_dates=True, infer_schema_length=None)

    items = table("subscription_items").filter(
        pl.col("effective_start") <= MONTH,
        pl.col("effective_end").is_null() | (pl.col("effective_end") >= MONTH),
    )
    owners = table("subscriptions").select("subscription_id", "account_id")
    accounts = table("accounts").select("account_id", "segment")
    return (
        items.join(owners, on="subscription_id")
        .group_by("account_id")
        .agg(mrr=pl.col("mrr_eur").sum().round(2))
        .join(accounts, on="account_id")
        .rename({"account_id": "account"})
        .sort("account")
    )


def mrr_policy() -> cs.TouchPolicy:
    return cs.TouchPolicy.shares("mrr", high=0.2, medium=0.3, tech=0.5, overrides=[ENTERPRISE])


def paid(folder: Path) -> pl.DataFrame:
    """Every customer with the monthly charge times the months so far."""
    customers = pl.read_csv(folder / "Telco-Customer-Churn.csv")
    return customers.select(account="customerID", paid=(pl.col("MonthlyCharges") * pl.col("tenure")).round(2))


def paid_policy() -> cs.TouchPolicy:
    return cs.TouchPolicy.shares("paid", high=0.2, medium=0.3, tech=0.5, split_ties_by="account")


def show(name: str, summary: list[cs.TierSummary]) -> None:
    print(name)
    for tier in summary:
        share: Any = tier["share_of_value"]
        print(f"  {tier['tier']!s:<8}{tier['accounts']:>6} accounts {100 * share:>6.1f} % of the value")


def main() -> None:
    portfolio = mrr(data.folder("field_service_saas"))
    policy = mrr_policy().fit(portfolio)
    print(policy.apply(portfolio).select("account", "segment", "mrr", "tier", "tier_reason").head())
    show("by MRR", policy.summary(portfolio))

    customers = paid(data.folder("ibm_telco_churn"))
    show("by what was paid", paid_policy().fit(customers).summary(customers))


if __name__ == "__main__":
    main()

"""A portfolio of 7,043 customers with a flag for those who left: does the health score see them leave?

The data set `ibm_telco_churn` is one snapshot. The script computes churn of customers and of revenue,
scores every customer without looking at the flag, and compares churn between the bands.

    python examples/ibm_telco_churn.py               # data: see examples/data.py
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

import customer_success as cs
import data

AS_OF = date(2019, 9, 30)
"""The day the snapshot was published; no fact in it carries a date."""

ADD_ONS = [
    "OnlineSecurity",
    "OnlineBackup",
    "DeviceProtection",
    "TechSupport",
    "StreamingTV",
    "StreamingMovies",
]

CARD: dict[str, Any] = {
    "kind": "scorecard",
    "version": 1,
    "name": "telco",
    "indicators": [
        {
            "name": "contract",
            "group": "relationship",
            "weight": 30,
            "input": "contract",
            "scale": {"choices": {"scores": {"Month-to-month": 10, "One year": 75, "Two year": 100}}},
        },
        {
            "name": "tenure",
            "group": "relationship",
            "weight": 25,
            "input": "tenure_months",
            "scale": {"points": [[0, 0], [12, 45], [24, 65], [48, 90], [72, 100]]},
        },
        {
            "name": "automatic_payment",
            "group": "relationship",
            "weight": 10,
            "input": "automatic_payment",
            "scale": {"flag": {"true": 100, "false": 30}},
        },
        {
            "name": "add_ons",
            "group": "usage",
            "weight": 20,
            "input": "add_ons",
            "applies_when": {"fact": "internet", "is": True},
            "scale": {"linear": {"from": 0, "to": 4}},
        },
        {
            "name": "tech_support",
            "group": "usage",
            "weight": 15,
            "input": "tech_support",
            "applies_when": {"fact": "internet", "is": True},
            "scale": {"flag": {"true": 100, "false": 20}},
        },
    ],
}


def account_facts(folder: Path) -> pl.DataFrame:
    """One row of facts per customer; the flag `churned` is kept, and no indicator reads it."""
    rows = pl.read_csv(
        folder / "Telco-Customer-Churn.csv", schema_overrides={"MonthlyCharges": pl.Decimal(12, 2)}
    )
    return rows.select(
        account="customerID",
        contract="Contract",
        tenure_months="tenure",
        internet=pl.col("InternetService") != "No",
        add_ons=pl.sum_horizontal([(pl.col(name) == "Yes").cast(pl.Int64) for name in ADD_ONS]),
        tech_support=pl.col("TechSupport") == "Yes",
        automatic_payment=pl.col("PaymentMethod").str.contains("automatic"),
        monthly_charge="MonthlyCharges",
        annual_contract_value=(pl.col("MonthlyCharges") * 12).cast(pl.Float64),
        churned=pl.col("Churn") == "Yes",
    )


def churn(facts: pl.DataFrame) -> Any:
    """Share of the customers that left."""
    return cs.kpi.churn_rate(opening=facts.height, churned=facts["churned"].sum())


def revenue_churn(facts: pl.DataFrame) -> Any:
    """Share of the monthly charges that left with them, exactly."""
    lost = facts.filter("churned")["monthly_charge"].sum()
    return cs.kpi.gross_revenue_churn_rate(
        opening=facts["monthly_charge"].sum(), contraction=Decimal(0), churned=lost
    )


def review(facts: pl.DataFrame) -> pl.DataFrame:
    """Facts with health and tier."""
    policy = cs.TouchPolicy.shares("annual_contract_value", high=0.2, medium=0.3, tech=0.5)
    reviewed: pl.DataFrame = policy.fit(facts).apply(cs.Scorecard(CARD).score(facts, as_of=AS_OF))
    return reviewed


def churn_by(reviewed: pl.DataFrame, column: str) -> pl.DataFrame:
    """Customers, those that left and the churn rate for each value of a column, the worst first."""
    groups = reviewed.group_by(column).agg(customers=pl.len(), churned=pl.col("churned").sum())
    rates = [
        cs.kpi.churn_rate(opening=group["customers"], churned=group["churned"])
        for group in groups.iter_rows(named=True)
    ]
    return groups.with_columns(churn_rate=pl.Series(rates)).sort("churn_rate", descending=True)


def main() -> None:
    facts = account_facts(data.folder("ibm_telco_churn"))
    print(f"churn of customers {churn(facts):.5f}, of revenue {revenue_churn(facts):.5f}")
    reviewed = review(facts)
    print(churn_by(reviewed, "health_band"))
    print(churn_by(reviewed, "tier"))


if __name__ == "__main__":
    main()

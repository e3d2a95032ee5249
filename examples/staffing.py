"""How many success managers two published portfolios need, and who looks after whom: in euros and in yen.

1. `field_service_saas`: a B2B company in euros. Tiers by contract value, work by tier and health, onboarding
   and renewals in their months, a plan for a year, cost to serve, books of business by region.
2. `ibm_telco_churn`: seven thousand small contracts, taken in yen. What a change of touch model would save,
   and a pooled team that answers them.

    python examples/staffing.py            # data: see examples/data.py
"""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import customer_success as cs
import data
import field_service_saas as field_service
import ibm_telco_churn as telco

YEN_PER_UNIT = 150
"""The telco's charges name no currency; they are taken as dollars, at this rate."""

WORK: dict[str, Any] = {
    "high": {
        "touches": [
            {"name": "business review", "per_month": "0.25", "hours": 6},
            {"name": "call", "per_month": 2, "hours": "1.5"},
        ],
        "onboarding": {"hours": 30, "months": 2},
        "renewal": {"hours": 8, "months": 2},
    },
    "medium": {
        "touches": [{"name": "call", "per_month": "0.5", "hours": "1.5"}],
        "onboarding": {"hours": 12, "months": 2},
        "renewal": {"hours": 3},
    },
    "tech": {"touches": [{"name": "question", "per_month": "0.1", "hours": "0.5"}], "automation": "0.6"},
}
"""What an account of each tier needs: assumptions of this example, to be replaced by one's own."""

ASSUMPTIONS: dict[str, Any] = {
    "kind": "staffing",
    "version": 1,
    "name": "example",
    "tiers": WORK,
    "health": {"healthy": "0.8", "caution": "1.2", "danger": "1.6", "unknown": 1},
    "hours": {"amount": 40, "per": "week"},
    "overhead": "0.25",
    "utilisation": "0.85",
    "ramp": ["0.3", "0.6"],
    "hiring_lead_months": 2,
    "attrition": "0.01",
}

GROWTH = {
    "high": {"new_per_month": "0.5", "churn": "0.005"},
    "medium": {"new_per_month": 1, "churn": "0.01"},
}
EURO = cs.staffing.Assumptions(
    ASSUMPTIONS | {"monthly_cost_per_head": 6_000, "outsourced_hourly_cost": 65, "growth": GROWTH}
)
YEN = cs.staffing.Assumptions(ASSUMPTIONS | {"monthly_cost_per_head": 450_000})


def field_service_accounts(folder: Path) -> pl.DataFrame:
    """The accounts that pay on the day, with tier, health and region."""
    facts = field_service.account_facts(folder).filter(pl.col("churned_on").is_null())
    scored = cs.Scorecard(field_service.CARD).score(facts, as_of=field_service.AS_OF)
    policy = cs.TouchPolicy.shares("annual_contract_value", high=0.2, medium=0.3, tech=0.5)
    tiers: pl.DataFrame = policy.fit(facts).apply(scored)
    regions = field_service.table(folder, "accounts").select(account="account_id", region="region_id")
    return tiers.join(regions, on="account")


def field_service_plan(accounts: pl.DataFrame) -> dict[str, Any]:
    """A year from the day on, with one manager for each of the two upper tiers."""
    portfolio = cs.staffing.portfolio(
        accounts,
        health="health_band",
        arr="annual_contract_value",
        started_on="started_on",
        renews_on="renewal_on",
    )
    staff = [{"tier": "high", "heads": 1}, {"tier": "medium", "heads": 1, "since": "2026-06"}]
    return cs.staffing.plan(EURO, portfolio=portfolio, staff=staff, first_month=date(2026, 7, 1))


def field_service_books(accounts: pl.DataFrame) -> cs.staffing.Books:
    """Accounts with a manager of their own, by region: hours by tier, two teams and one for everywhere."""
    hours = {"high": 4.5, "medium": 0.75}
    served = accounts.filter(pl.col("tier").is_in(list(hours)))
    served = served.with_columns(hours=pl.col("tier").replace_strict(hours, return_dtype=pl.Float64))
    team = [
        {"csm": "continent", "regions": ["benelux", "dach", "central_europe"]},
        {"csm": "north and west", "regions": ["nordics", "western_europe"]},
        {"csm": "everywhere"},
    ]
    return cs.staffing.books(served, team, value="annual_contract_value", region="region")


def telco_accounts(folder: Path) -> pl.DataFrame:
    """The customers that stayed, with tier and health, in yen."""
    facts = telco.account_facts(folder).filter(~pl.col("churned"))
    yen = (pl.col("monthly_charge") * 12 * YEN_PER_UNIT).round(0).cast(pl.Int64)
    return telco.review(facts).with_columns(arr=yen)


def telco_what_if(portfolio: dict[str, Any]) -> dict[str, Any]:
    """All of high touch goes to tech touch, apart from those in danger."""
    bands = ("healthy", "caution")
    moves = [{"from": "high", "to": "tech", "health": band} for band in bands]
    return cs.staffing.what_if(YEN, portfolio=portfolio, moves=moves)


def main() -> None:
    accounts = field_service_accounts(data.folder("field_service_saas"))
    plan = field_service_plan(accounts)
    comparison = plan["comparison"]
    print(f"{accounts.height} accounts in euros need {comparison['required']:.2f} managers")
    for way in comparison["ways"]:
        print(f"  by {way['method']:<8} {way['heads']:.2f} to {way['most']:.2f}, agrees: {way['agrees']}")
    for tier in plan["tiers"]:
        for hire in tier["hires"]:
            print(
                f"  {tier['tier']}: {hire['heads']} more for {hire['needed_on']}, hire by {hire['hire_by']}"
            )
    books = field_service_books(accounts)
    gap = 100 * books.report["gap"]
    print(f"  books: at most {gap:.1f} % from the best, reasons {books.report['reasons']}")

    customers = telco_accounts(data.folder("ibm_telco_churn"))
    portfolio = cs.staffing.portfolio(customers, health="health_band", arr="arr")
    costs = cs.staffing.cost_to_serve(YEN, portfolio=portfolio)
    print(f"{customers.height} customers in yen cost {costs['monthly_cost']:,.0f} yen a month")
    for tier in costs["tiers"]:
        value, own = tier["break_even_contract_value"], tier["arr_per_account"]
        print(f"  {tier['tier']}: pays from {value:,.0f} yen a year, brings {own:,.0f}: {tier['pays']}")
    change = telco_what_if(portfolio)
    print(f"  {change['moved']} to tech touch: {change['monthly_cost']:,.0f} yen a month")
    arr = sum(row["arr"] for row in portfolio["accounts"])
    print(f"  the budget pays for {cs.staffing.budgeted_headcount(arr=arr):.1f} managers")
    team = cs.staffing.pool(requests_per_hour=9, minutes_per_request=12, answer_within_minutes=5, target=0.9)
    print(f"  a pool of {team['agents']} answers {100 * team['answered_in_time']:.1f} % within five minutes")


if __name__ == "__main__":
    main()

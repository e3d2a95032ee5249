"""From the tables of a whole SaaS company to account facts, health scores, tiers and KPIs.

The data set `field_service_saas` holds 36 tables of a made-up B2B company. This script

1. recomputes the company's own published health score from its published parts, and
2. turns contracts, usage, tickets, surveys and renewals into one row of facts per account and reviews them.

    python examples/field_service_saas.py            # data: see examples/data.py
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

import customer_success as cs
import data

AS_OF = date(2026, 6, 30)
"""The last day of the data."""


PARTS = {"usage_score": 50, "payment_score": 20, "support_score": 15, "relationship_score": 15}

PUBLISHED_CARD: dict[str, Any] = {
    "kind": "scorecard",
    "version": 1,
    "name": "as-published",
    "indicators": [
        # the parts are scores already, each 0 to 100
        {"name": part, "input": part, "weight": weight, "scale": {"linear": {"from": 0, "to": 100}}}
        for part, weight in PARTS.items()
    ],
    # the bounds between which the publisher's own segments lie
    "bands": [
        {"name": "healthy", "above": 75},
        {"name": "watch", "at_least": 62},
        {"name": "at_risk", "at_least": 0},
    ],
}


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", try_parse_dates=True, infer_schema_length=None)


def published_health(folder: Path) -> pl.DataFrame:
    """Every account and month with the published score, its parts, and our score of the same parts."""
    history = table(folder, "account_health_history").rename({"health_score": "published_score"})
    scored: pl.DataFrame = cs.Scorecard(PUBLISHED_CARD).score(history, as_of=AS_OF)
    return scored


def contracts(folder: Path) -> pl.DataFrame:
    """One row per paying account: what is in force on the day, in euros and seats."""
    items = table(folder, "subscription_items").filter(
        pl.col("effective_start") <= AS_OF,
        pl.col("effective_end").is_null() | (pl.col("effective_end") >= AS_OF),
    )
    in_force = items.group_by("subscription_id").agg(
        annual_contract_value=(pl.col("mrr_eur").sum() * 12).round(2),
        seats=pl.col("quantity").filter(pl.col("item_type") == "plan").sum(),
    )
    renewals = (
        table(folder, "contracts")
        .filter(pl.col("end_date") >= AS_OF)
        .group_by("account_id")
        .agg(renewal_on=pl.col("end_date").min())
    )
    accounts = table(folder, "accounts").select("account_id", "account_name", "segment", "sales_motion")
    return (
        table(folder, "subscriptions")
        .join(in_force, on="subscription_id", how="left")
        .join(renewals, on="account_id", how="left")
        .join(accounts, on="account_id")
        .select(
            "account_id",
            "account_name",
            "segment",
            "sales_motion",
            started_on="subscription_start_date",
            churned_on="ended_date",
            renewal_on="renewal_on",
            annual_contract_value="annual_contract_value",
            seats="seats",
            notice_given=pl.col("cancel_requested_date").is_not_null(),
        )
    )


def usage(folder: Path) -> pl.DataFrame:
    """The last 30 sampled days and the 30 before; only about four days a month are sampled, so take peaks."""
    recent = pl.col("activity_date") > AS_OF - timedelta(days=30)
    before = ~recent & (pl.col("activity_date") > AS_OF - timedelta(days=60))
    return (
        table(folder, "account_usage_daily")
        .group_by("account_id")
        .agg(
            active_users=pl.col("active_users").filter(recent).max(),
            active_users_before=pl.col("active_users").filter(before).max(),
            feature_breadth=pl.col("feature_breadth").filter(recent).max(),
            last_active_on=pl.col("activity_date").filter(pl.col("sessions") > 0).max(),
        )
    )


def satisfaction(folder: Path) -> pl.DataFrame:
    """Tickets and ratings of half a year, the latest survey answer."""
    since = AS_OF - timedelta(days=180)
    tickets = (
        table(folder, "support_tickets")
        .filter(pl.col("created_at").dt.date() > since)
        .group_by("account_id")
        .agg(
            escalations=pl.col("escalated_flag").sum(),
            rating=pl.col("csat_score").mean(),
            rated_on=pl.col("created_at").dt.date().max(),
        )
    )
    answers = (
        table(folder, "nps_responses")
        .sort("response_date")
        .group_by("account_id")
        .agg(nps_answer=pl.col("nps_score").last(), nps_answered_on=pl.col("response_date").last())
    )
    return tickets.join(answers, on="account_id", how="full", coalesce=True)


def relationship(folder: Path) -> pl.DataFrame:
    """Onboarding done, invoices overdue."""
    onboarding = (
        table(folder, "onboarding_tasks")
        .group_by("account_id")
        .agg(tasks=pl.len(), tasks_completed=(pl.col("task_status") == "completed").sum())
    )
    overdue = (
        table(folder, "invoices")
        .group_by("account_id")
        .agg(overdue_invoices=(pl.col("invoice_status") == "overdue").sum())
    )
    return onboarding.join(overdue, on="account_id", how="full", coalesce=True)


def account_facts(folder: Path) -> pl.DataFrame:
    """One row of facts per account that has ever paid."""
    facts = contracts(folder)
    for part in (usage(folder), satisfaction(folder), relationship(folder)):
        facts = facts.join(part, on="account_id", how="left")
    # no ticket in half a year is a fact, not a gap
    return facts.with_columns(pl.col("escalations").fill_null(0)).rename({"account_id": "account"})


CARD: dict[str, Any] = {
    "kind": "scorecard",
    "version": 1,
    "name": "field-service",
    "indicators": [
        {
            "name": "active_seats",
            "group": "usage",
            "weight": 25,
            "input": {"ratio": {"of": "active_users", "per": "seats"}},
            "scale": {"linear": {"from": 0, "to": 0.8}},
        },
        {
            "name": "growth_in_users",
            "group": "usage",
            "weight": 10,
            "input": {"change": {"now": "active_users", "before": "active_users_before"}},
            "scale": {"points": [[-0.5, 0], [0, 70], [0.25, 100]]},
        },
        {
            "name": "last_active",
            "group": "usage",
            "weight": 15,
            "input": {"days_since": "last_active_on"},
            "scale": {"half_life": {"days": 14, "grace": 7}},
        },
        {
            "name": "features",
            "group": "usage",
            "weight": 10,
            "input": "feature_breadth",
            "scale": {"linear": {"from": 3, "to": 10}},
        },
        {
            "name": "onboarding",
            "group": "relationship",
            "weight": 15,
            "input": {"ratio": {"of": "tasks_completed", "per": "tasks"}},
            "scale": {"linear": {"from": 0, "to": 1}},
        },
        {
            "name": "invoices",
            "group": "relationship",
            "weight": 10,
            "input": "overdue_invoices",
            "scale": {"steps": [{"at_most": 0, "score": 100}, {"at_most": 1, "score": 40}, {"otherwise": 0}]},
        },
        {
            "name": "escalations",
            "group": "relationship",
            "weight": 5,
            "input": "escalations",
            "scale": {"linear": {"from": 3, "to": 0}},
        },
        {
            "name": "ticket_rating",
            "group": "satisfaction",
            "weight": 10,
            "input": "rating",
            "scale": {"linear": {"from": 1, "to": 5}},
        },
        {
            "name": "nps",
            "group": "satisfaction",
            "weight": 10,
            "input": "nps_answer",
            "valid_for_days": 180,
            "observed_on": "nps_answered_on",
            "scale": {"points": [[0, 0], [6, 40], [8, 75], [10, 100]]},
        },
    ],
    "exceptions": [
        {"when": {"fact": "notice_given", "is": True}, "cap": 39, "reason": "notice of cancellation"},
    ],
}


def kpis(folder: Path, facts: pl.DataFrame) -> dict[str, Any]:
    """The figures of the twelve months up to the day."""
    opening_day = date(2025, 6, 30)
    opening = facts.filter(
        pl.col("started_on") <= opening_day,
        pl.col("churned_on").is_null() | (pl.col("churned_on") > opening_day),
    )
    tasks = table(folder, "onboarding_tasks")
    answers = table(folder, "nps_responses")["nps_score"]
    ratings = table(folder, "support_tickets")["csat_score"].drop_nulls()
    in_use = facts.filter(pl.col("active_users").is_not_null())
    return {
        "churn_rate": cs.kpi.churn_rate(
            opening=opening.height, churned=opening["churned_on"].drop_nulls().len()
        ),
        "onboarding_completion_rate": cs.kpi.onboarding_completion_rate(
            started=tasks.height, completed=(tasks["task_status"] == "completed").sum()
        ),
        "adoption_rate": cs.kpi.adoption_rate(
            licensed=in_use["seats"].sum(), active=in_use["active_users"].sum()
        ),
        "csat": cs.kpi.csat(responses=ratings.len(), satisfied=(ratings >= 4).sum()),
        "nps": cs.kpi.nps_from_answers(answers),
    }


def main() -> None:
    folder = data.folder("field_service_saas")
    health = published_health(folder)
    apart = health.select((pl.col("health_score") - pl.col("published_score")).abs().max()).item()
    print(f"published health reproduced on {health.height} account-months, at most {apart:.4f} apart")

    facts = account_facts(folder)
    scored = cs.Scorecard(CARD).score(facts, as_of=AS_OF)
    tiers = (
        cs.TouchPolicy.shares("annual_contract_value", high=0.2, medium=0.3, tech=0.5)
        .fit(facts)
        .apply(scored)
    )
    print(tiers.group_by("health_band").len().sort("len", descending=True))
    worst = tiers.filter(pl.col("churned_on").is_null()).sort("health_score", nulls_last=True).head(5)
    print(worst.select("account_name", "tier", "annual_contract_value", "health_score", "health_band"))
    for name, value in kpis(folder, facts).items():
        print(f"{name:<28} {value}")


if __name__ == "__main__":
    main()

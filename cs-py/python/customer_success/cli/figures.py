"""KPIs of a portfolio's export, as far as its columns allow, against their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from customer_success import kpi
from customer_success.errors import CustomerSuccessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import polars as pl

SEGMENTS = ("enterprise", "mid_market", "smb")


def kpis(table: pl.DataFrame, live: pl.DataFrame, day: date) -> list[dict[str, Any]]:
    """Each KPI with value, inputs and assessment; one that has no value says why."""
    names = {row["id"]: row["en"] for row in kpi.catalogue()}
    figures = [*churn(table, day), *shares(live)]
    return [{"kpi": figure["kpi"], "name": names[figure["kpi"]]} | figure for figure in figures]


def churn(table: pl.DataFrame, day: date) -> Iterator[dict[str, Any]]:
    """Churn of the last twelve months, and of the last month by segment."""
    if not {"started_on", "churned_on"} <= set(table.columns):
        return
    year = moved(table, day, "-12mo")
    yield figure("churn_rate", kpi.churn_rate, year, period="year", segment="b2b")
    yield figure("retention_rate", kpi.retention_rate, year, period="year")
    if "segment" in table.columns:
        for segment in SEGMENTS:
            month = moved(table.filter(table["segment"] == segment), day, "-1mo")
            if month["opening"]:
                yield figure("churn_rate", kpi.churn_rate, month, period="month", segment=segment)


def moved(table: pl.DataFrame, day: date, back: str) -> dict[str, int]:
    """Customers at the start of the time up to the day, and those of them that left in it."""
    import polars as pl

    start = pl.lit(day).dt.offset_by(back)
    not_gone = pl.col("churned_on").is_null() | (pl.col("churned_on") > start)
    opening = table.filter(pl.col("started_on") <= start, not_gone)
    return {"opening": opening.height, "churned": opening.filter(pl.col("churned_on") <= day).height}


def shares(live: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Onboarding, adoption and surveys of the accounts that are there."""
    if "onboarding_completed" in live.columns:
        known = live["onboarding_completed"].drop_nulls()
        inputs = {"started": known.len(), "completed": int(known.sum())}
        yield figure("onboarding_completion_rate", kpi.onboarding_completion_rate, inputs)
    if {"seats", "active_users"} <= set(live.columns):
        both = live.select("seats", "active_users").drop_nulls()
        inputs = {"licensed": int(both["seats"].sum()), "active": int(both["active_users"].sum())}
        yield figure("adoption_rate", kpi.adoption_rate, inputs)
    if "nps_answer" in live.columns:
        yield survey(live["nps_answer"])


def survey(answers: pl.Series) -> dict[str, Any]:
    """The net promoter score of the accounts' latest answers."""
    try:
        found = kpi.nps_from_answers(answers)
    except CustomerSuccessError as error:
        return {"kpi": "nps", "value": None, "reason": error.code}
    inputs = {"promoters": found.promoters, "passives": found.passives, "detractors": found.detractors}
    band = found.band.replace("_", " ")
    return {"kpi": "nps", "inputs": inputs, "value": found.score, "assessment": band}


def figure(
    id: str,
    formula: Callable[..., Any],
    inputs: dict[str, int],
    period: Any = None,
    segment: str | None = None,
) -> dict[str, Any]:
    """A KPI's value and how it stands against its target, where there is one."""
    fields: dict[str, Any] = {"kpi": id, "period": period, "segment": segment, "inputs": inputs}
    try:
        value = formula(**inputs)
    except CustomerSuccessError as error:
        return fields | {"value": None, "reason": error.code}
    try:
        assessment = sentence(kpi.assess(id, value, period=period, segment=segment))
    except CustomerSuccessError:
        assessment = None
    return fields | {"value": value, "assessment": assessment}


def sentence(assessment: kpi.Assessment) -> str:
    """The verdict, with the distance rounded for people."""
    if assessment.verdict == "within":
        return f"within {assessment.target}"
    return f"{assessment.verdict} than {assessment.target}, by {float(assessment.by) * 100:.2g} %"

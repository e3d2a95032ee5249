"""Slips that users of dataframes make: each gets the library's own error with its place."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tables import AS_OF

import customer_success as cs

CARD = cs.scorecards.simple()
FACTS = {
    "nps_answer": 9,
    "nps_answered_on": "2026-10-01",
    "last_login_on": "2026-10-14",
    "tickets_90d": 5,
    "seats": 25,
}
HEALTH = CARD.score_one(FACTS, as_of=AS_OF)
LEDGER = {"account": ["a", "a"], "month": ["2026-01", "2026-02"], "mrr": [1, 2]}
DOLLARS: dict[str, Any] = {**LEDGER, "currency": ["USD", "USD"]}
SURVEY = pd.DataFrame({"answer": [10, 0]})
LAST_DAY = pd.Timestamp("2026-12-31")
MORNING = pd.Timestamp("2026-12-31 05:00")
POLICY = cs.TouchPolicy.shares("seats", high=1)
TRACKER = cs.BandTracker()


def of_rates(rates: Any) -> Any:
    return cs.revenue.movements(DOLLARS, currency="currency", reporting_currency="EUR", rates=rates)


def override(**fields: Any) -> dict[str, Any]:
    return {"cap": 30, "reason": "notice", "by": "Ana", "expires_on": "2026-12-31"} | fields


STATE = TRACKER.step(None, 70, as_of=AS_OF).to_json()
BETWEEN = cs.revenue.retention_between
SIDE_BY_SIDE = cs.revenue.conventions
TREND = cs.health.trend_one
PLAIN = cs.kpi.nps(promoters=1, passives=1, detractors=1)
WEIGHTED = cs.kpi.nps_from_answers([10, 0], weights=[1, 2])
YEAR = {"product": "crm", "year": 2025, "arpa": float("inf"), "monthly_churn": 0.1}

SLIPS: list[tuple[str, str | None, Any]] = [
    ("type_mismatch", "opening", lambda: cs.kpi.churn_rate(opening=pl.Series([200]), churned=6)),
    ("type_mismatch", None, lambda: CARD.score_one('{"nps_answer": 9}', as_of=AS_OF)),
    ("type_mismatch", None, lambda: CARD.score_one(None, as_of=AS_OF)),
    ("type_mismatch", None, lambda: CARD.ready(as_of=AS_OF).score("nps_answer")),
    ("type_mismatch", None, lambda: CARD.score(pd.Series([1.0], name="seats"), as_of=AS_OF)),
    ("type_mismatch", None, lambda: CARD.score(pl.Series("seats", [1.0]), as_of=AS_OF)),
    ("type_mismatch", "health", lambda: CARD.path_to(FACTS, 70)),
    ("non_finite", "target", lambda: CARD.path_to(HEALTH, float("nan"))),
    ("type_mismatch", "before", lambda: CARD.change(None, HEALTH)),
    ("type_mismatch", "after", lambda: CARD.change(HEALTH, HEALTH.to_json())),
    ("invalid_argument", "language", lambda: HEALTH.sentences("fr")),
    ("invalid_argument", "lang", lambda: cs.kpi.report({"mrr": 1}).lines("fr")),
    ("type_mismatch", "expires_on", lambda: cs.Override(**override(expires_on=MORNING)).to_dict()),
    ("type_mismatch", "previous", lambda: TRACKER.step(STATE, 70, as_of=AS_OF)),
    ("invalid_document", None, lambda: cs.health.Tracked.from_json("{}")),
    ("invalid_document", None, lambda: cs.health.Tracked.from_json("healthy")),
    ("invalid_document", "bands[0]", lambda: cs.BandTracker(bands=["healthy"])),
    ("type_mismatch", "readings[0]", lambda: TREND({"2026-10-01": 70}, as_of=AS_OF)),
    ("type_mismatch", "readings[1]", lambda: TREND([("2026-10-01", 70), (1, 2, 3)], as_of=AS_OF)),
    ("type_mismatch", "contracts", lambda: cs.revenue.movements(LEDGER, contracts="start")),
    ("type_mismatch", "rates", lambda: of_rates([("USD", "2026-01")])),
    ("type_mismatch", "rates", lambda: of_rates({"USD": 1})),
    ("type_mismatch", "rates", lambda: of_rates(pd.DataFrame({"currency": ["USD"]}))),
    ("invalid_argument", "opening", lambda: BETWEEN(LEDGER, opening=None, closing="2026-02")),
    ("invalid_argument", "closing", lambda: BETWEEN(LEDGER, opening="2026-01", closing=None)),
    ("invalid_document", "closing", lambda: BETWEEN(LEDGER, opening="2026-01", closing="soon")),
    ("type_mismatch", "closing", lambda: BETWEEN(LEDGER, opening="2026-01", closing=5)),
    ("type_mismatch", "opening", lambda: BETWEEN(LEDGER, opening=5, closing="2026-02")),
    ("invalid_argument", "closing", lambda: SIDE_BY_SIDE(LEDGER, opening="2026-01", closing=None)),
    ("type_mismatch", "closing", lambda: SIDE_BY_SIDE(LEDGER, opening="2026-01", closing=5)),
    ("type_mismatch", "earlier", lambda: PLAIN.since(5)),
    ("type_mismatch", "earlier", lambda: PLAIN.since(WEIGHTED)),
    ("type_mismatch", "earlier", lambda: WEIGHTED.since(None)),
    ("type_mismatch", "answers", lambda: cs.kpi.nps_from_answers({10: 50, 0: 20})),
    ("type_mismatch", "answers", lambda: cs.kpi.nps_from_answers({10, 0})),
    ("type_mismatch", "answers", lambda: cs.kpi.nps_from_answers(SURVEY)),
    ("type_mismatch", "weights", lambda: cs.kpi.nps_from_answers([10, 0], weights={1: 5, 2: 5})),
    ("type_mismatch", "figures", lambda: cs.kpi.report([("mrr", 1)])),
    ("type_mismatch", "previous", lambda: cs.kpi.report({"mrr": 1}, previous=5)),
    ("type_mismatch", "rows[0]", lambda: cs.kpi.ltv_effects(pd.DataFrame({"product": ["crm"]}))),
    ("non_finite", "inputs.accounts", lambda: cs.kpi.table("arpa", {"mrr": [1.0]}, accounts=np.nan)),
    ("non_finite", "rows[0].arpa", lambda: cs.kpi.ltv_effects([YEAR])),
    ("non_finite", "at_most", lambda: cs.kpi.assess("csat", 1, benchmark={"at_most": float("nan")})),
    ("non_finite", "csms", lambda: cs.org.recommend(csms=float("nan"))),
    ("invalid_document", "required", lambda: cs.org.skill_gaps(required=[], people=[])),
    ("invalid_document", "people[0]", lambda: cs.org.skill_gaps(required={}, people=SURVEY)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "path", "slip"), SLIPS)
def test_a_slip_gets_the_error_of_the_library_with_its_place(code, path, slip) -> None:
    with pytest.raises(cs.CustomerSuccessError) as caught:
        slip()
    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.parametrize(
    "part",
    [
        POLICY.fit_part({"seats": [1]}),
        cs.revenue.Movements.of(LEDGER),
        cs.revenue.Cohorts.of(LEDGER),
    ],
)
def test_a_part_is_merged_with_parts_alone(part) -> None:
    with pytest.raises(TypeError, match="int"):
        part.merge(5)


def test_scalars_of_numpy_days_and_decimals_may_stand_in_documents_and_options() -> None:
    assert cs.TouchPolicy.thresholds("seats", high=np.int64(500)) == cs.TouchPolicy.thresholds(
        "seats", high=500
    )
    shares = {"high": np.float32(0.2), "tech": np.float16(0.8)}
    assert cs.TouchPolicy.shares("seats", **shares) == cs.TouchPolicy.shares("seats", high=0.2, tech=0.8)
    assert cs.BandTracker(margin=np.float32(2.5)).margin == 2.5
    document = CARD.to_dict()
    document["no_inflation"] = np.bool_(True)
    assert cs.Scorecard(document).to_dict()["no_inflation"] is True
    readings = [("2026-10-01", 70), ("2026-10-31", 73)]
    assert cs.health.trend_one(readings, as_of=AS_OF, min_points=np.int64(2)).trend == "rising"
    work = {
        "kind": "staffing",
        "version": 1,
        "name": "work",
        "tiers": {},
        "hours": {"amount": 40, "per": "week"},
        "overhead": "0.25",
    }
    exact = cs.staffing.Assumptions(work | {"overhead": Decimal("0.25")})
    assert exact == cs.staffing.Assumptions(work)


def test_scalars_of_numpy_and_decimals_may_describe_an_organisation() -> None:
    given = {
        "accounts": np.int64(80),
        "csms": np.uint8(4),
        "arr": Decimal("1.50"),
        "varying_quality": np.bool_(True),
    }
    plain = {"accounts": 80, "csms": 4, "arr": "1.5", "varying_quality": True}
    assert cs.org.recommend(**given) == cs.org.recommend(**plain)
    people = ({"name": name, "role": "csm", "skills": {"talk": np.int64(1)}} for name in ("Aoi", "Ren"))
    gaps = cs.org.skill_gaps(required={"csm": {"talk": np.int64(3)}}, people=people)
    assert [person["gaps"][0]["missing"] for person in gaps["people"]] == [2, 2]


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 31),
        pd.Timestamp("2026-12-31").to_pydatetime(),
        pd.Timestamp("2026-12-31"),
        np.datetime64("2026-12-31"),
    ],
)
def test_an_override_takes_its_last_day_as_a_day_of_any_kind(day) -> None:
    one = cs.Override(**override(expires_on=day))
    assert CARD.score_one(FACTS, as_of="2026-12-31", override=one).score == 30
    mapping = override(expires_on=day, account="a")
    table = {"account": ["a"]} | {name: [value] for name, value in FACTS.items()}
    assert CARD.score_overridden(table, [mapping], as_of="2026-12-31").used == ["a"]


def test_answers_that_are_categories_are_counted_as_their_numbers() -> None:
    answers = pd.Series([10, 9, None, 0], dtype="category", name="answer")
    survey = cs.kpi.nps_from_answers(answers)
    assert (survey.promoters, survey.detractors, survey.missing) == (2, 1, 1)


def test_a_row_of_a_dataframe_has_figures_by_name() -> None:
    months = pd.DataFrame({"opening_customers": [200], "churned_customers": [6]})
    assert cs.kpi.report(months.iloc[0])["churn_rate"]["value"] == 0.03


def test_parts_and_ready_cards_say_what_they_are() -> None:
    assert repr(POLICY.fit_part({"seats": [1]})).startswith("TouchFitting(")
    assert repr(CARD.ready(as_of=AS_OF)) == "ReadyCard('simple', 2026-10-31, 5 facts)"

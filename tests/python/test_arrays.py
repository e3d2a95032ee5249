"""A dict of arrays gets new columns as arrays, one of columns of polars as these, one with a list lists."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
import tables
from tables import AS_OF, CARD, HEALTH, ROWS, to_lists

import customer_success as cs

ARRAYS = tables.as_numpy()


def kinds(table: dict[str, Any]) -> dict[str, str]:
    """The type of each column; a column that is no array, or cannot be written to, fails."""
    for name, values in table.items():
        assert isinstance(values, np.ndarray), name
        values[:0] = values[:0]
        assert values.flags.writeable, name
    return {name: str(values.dtype) for name, values in table.items()}


def of_numpy(rows: dict[str, list[Any]]) -> dict[str, Any]:
    texts = {"account", "parent", "band", "plan", "day", "month"}
    return {name: np.array(values, dtype=object if name in texts else None) for name, values in rows.items()}


def test_scores_are_floats_with_nan_and_bands_are_texts() -> None:
    scored = CARD.score(ARRAYS, as_of=AS_OF)
    new = {name: kind for name, kind in kinds(scored).items() if name not in ROWS}
    assert new == dict.fromkeys(HEALTH, "float64") | {"health_band": "object"}
    assert np.isnan(scored["health_score"][4])
    assert type(scored["health_band"][0]) is str
    assert scored["account"] is ARRAYS["account"]


def test_counts_are_whole_numbers() -> None:
    wanted = ["health_missing", "health_errored", "health_shown"]
    scored = CARD.score(ARRAYS, as_of=AS_OF, columns=wanted)
    assert [kinds(scored)[name] for name in wanted] == ["int64", "int64", "float64"]


def test_one_list_among_the_arrays_gives_lists() -> None:
    scored = CARD.score({**ARRAYS, "note": ROWS["note"]}, as_of=AS_OF)
    assert {type(scored[name]) for name in HEALTH} == {list}


SERIES = tables.as_polars().to_dict()


def test_arrays_beside_columns_of_polars_give_arrays() -> None:
    mixed = {**ARRAYS, "plan": SERIES["plan"], "logins": SERIES["logins"]}
    scored, expected = CARD.score(mixed, as_of=AS_OF), CARD.score(ARRAYS, as_of=AS_OF)
    assert scored["plan"] is SERIES["plan"]
    assert kinds({name: scored[name] for name in HEALTH}) == {
        name: str(expected[name].dtype) for name in HEALTH
    }
    assert to_lists(scored) == to_lists(expected)


def test_columns_of_polars_alone_give_columns_of_polars() -> None:
    scored, expected = CARD.score(SERIES, as_of=AS_OF), CARD.score(tables.as_polars(), as_of=AS_OF)
    assert pl.DataFrame(scored).equals(expected)
    assert {type(values) for values in scored.values()} == {pl.Series}
    assert {name: values.dtype for name, values in scored.items()} == dict(expected.schema)
    long = CARD.explain(SERIES, as_of=AS_OF)
    assert pl.DataFrame(long).equals(CARD.explain(tables.as_polars(), as_of=AS_OF))


@pytest.mark.parametrize(
    "dtype", [pl.Null, pl.Object, pl.Datetime, pl.Int128, pl.Int8, pl.Categorical, pl.Enum(["x"])]
)
def test_columns_of_polars_of_every_type_mean_what_their_values_mean(dtype: Any) -> None:
    texts = {pl.Categorical, pl.Enum(["x"])}
    known = "x" if dtype in texts else date(2026, 10, 1) if dtype == pl.Datetime else 3
    values = [None if dtype == pl.Null else known, None]
    name = "plan" if dtype in texts else "last_login_on" if dtype == pl.Datetime else "logins"
    column = pl.Series(values, dtype=dtype)
    rows = {fact: own[:2] for fact, own in ROWS.items()}
    scored = CARD.score(rows | {name: column}, as_of=AS_OF)
    assert scored["health_score"] == CARD.score(rows | {name: values}, as_of=AS_OF)["health_score"]


def test_accounts_and_keys_stay_columns_of_polars() -> None:
    mixed = {**ARRAYS, "account": SERIES["account"]}
    accounts = CARD.explain(mixed, as_of=AS_OF)["account"]
    assert accounts.equals(CARD.explain(tables.as_polars(), as_of=AS_OF)["account"])
    months = {
        "plan": pl.Series(["pro", "free", "pro"]),
        "opening": np.array([9, 8, 9]),
        "lost": np.array([3, 4, 6]),
    }
    grouped = cs.kpi.table("churn_rate", months, churned="lost", by="plan")
    assert grouped["plan"].equals(pl.Series("plan", ["pro", "free"]))
    assert grouped["churn_rate"].tolist() == [0.5, 0.5]


def test_explanations_are_arrays() -> None:
    long = CARD.explain(ARRAYS, as_of=AS_OF)
    floats = ("raw", "score", "weight", "points", "lost")
    assert kinds(long) == dict.fromkeys(long, "object") | dict.fromkeys(floats, "float64")
    assert long["raw_text"][0] is None
    wide = CARD.explain(ARRAYS, as_of=AS_OF, long=False)
    assert {kind for name, kind in kinds(wide).items() if name not in ROWS} == {"float64"}


def test_accounts_of_an_explanation_keep_their_type() -> None:
    numbered = {**ARRAYS, "account": np.arange(5, dtype="i4")}
    assert kinds(CARD.explain(numbered, as_of=AS_OF))["account"] == "int32"


def test_overrides_are_texts_with_none() -> None:
    notice = cs.Override(cap=30, reason="notice", by="Ana", expires_on="2026-12-31", account="a")
    found = CARD.score_overridden(ARRAYS, [notice], as_of=AS_OF).table
    assert found["health_override"].tolist() == ["notice", None, None, None, None]
    assert kinds(found)["health_card_score"] == "float64"


def test_scores_of_a_set_are_arrays() -> None:
    cards = [{"name": "all", **{key: CARD.to_dict()[key] for key in ("indicators",)}}]
    document = {"kind": "scorecard_set", "version": 1, "name": "one", "cards": cards}
    own = cs.ScorecardSet(document | {"scores": [{"name": "health", "otherwise": "all"}]})
    scored = kinds(own.score(ARRAYS, as_of=AS_OF))
    assert [scored[f"health_{what}"] for what in ("score", "band", "card", "reason")] == ["float64"] + [
        "object"
    ] * 3


def test_tiers_are_texts_and_measures_floats() -> None:
    placed = cs.TouchPolicy.thresholds("logins", high=10).apply(ARRAYS)
    assert [kinds(placed)[f"tier{what}"] for what in ("", "_reason", "_measure")] == [
        "object",
        "object",
        "float64",
    ]
    assert placed["tier"].tolist() == ["high", None, "tech", "high", None]


LEDGER = {"account": ["a", "b", "a"], "month": ["2026-01", "2026-01", "2026-02"], "mrr": [100, 40, 120]}


def test_movements_are_numbers_and_days() -> None:
    days = np.array(LEDGER["month"], dtype="M8[M]").astype("M8[D]")
    moved = cs.revenue.movements(of_numpy(LEDGER) | {"month": days})
    found = kinds(moved)
    assert (found["month"], found["new_business"], found["closing"]) == ("datetime64[D]", "int64", "int64")
    assert moved["month"].tolist() == [date(2026, 1, 1), date(2026, 2, 1)]
    lists, found = cs.revenue.movements(LEDGER), to_lists(moved)
    assert {**found, "month": None} == {**lists, "month": None}
    assert np.isnan(moved["net_revenue_retention"][0])
    assert kinds(cs.revenue.movements(of_numpy(LEDGER)))["month"] == "object"


def test_exact_money_is_objects() -> None:
    ledger = of_numpy(LEDGER) | {"mrr": np.array([Decimal("0.10"), Decimal("0.20"), Decimal("0.40")])}
    moved = cs.revenue.movements(ledger)
    assert kinds(moved)["expansion"] == "object"
    assert moved["expansion"].tolist() == [Decimal("0.00"), Decimal("0.30")]


def test_cohorts_are_arrays() -> None:
    ledger = of_numpy(LEDGER)
    for found in (cs.revenue.cohorts(ledger), cs.revenue.cohorts(LEDGER)):
        assert to_lists(found) == to_lists(cs.revenue.cohorts(LEDGER))
    assert set(kinds(cs.revenue.cohorts(ledger)).values()) <= {"int64", "float64", "datetime64[D]", "object"}


def test_a_kpi_is_a_float_and_its_reason_a_text() -> None:
    months = of_numpy({"plan": ["pro", "free", "pro"], "opening": [100, 0, 100], "lost": [3, 0, 6]})
    answer = cs.kpi.table("churn_rate", months, churned="lost")
    assert (kinds(answer)["churn_rate"], kinds(answer)["churn_rate_reason"]) == ("float64", "object")
    assert np.isnan(answer["churn_rate"][1])
    assert answer["churn_rate_reason"].tolist() == [None, "zero_denominator", None]
    grouped = cs.kpi.table("churn_rate", months, churned="lost", by="plan")
    assert (grouped["plan"].tolist(), kinds(grouped)["plan"]) == (["pro", "free"], "object")
    exact = cs.kpi.table("churn_rate", months, churned="lost", digits="decimal")
    assert exact["churn_rate"].tolist() == [Decimal("0.03"), None, Decimal("0.06")]


def test_migrations_trends_rollups_and_tracked_bands_are_arrays() -> None:
    before = of_numpy({"account": ["a", "b"], "health_band": ["healthy", "danger"], "arr": [9, 5]})
    cells = cs.health.migration(before, before, band="health_band", value="arr")
    assert [kinds(cells)[name] for name in ("from", "move", "accounts", "value_before")] == [
        "object",
        "object",
        "int64",
        "int64",
    ]
    history = of_numpy({"account": ["a", "a", "b"], "day": ["2026-09-01", "2026-10-01", "2026-09-01"]})
    trends = cs.health.trend(history | {"health_score": np.array([80.0, 70.0, np.nan])}, as_of=AS_OF)
    assert [kinds(trends)[name] for name in ("account", "slope", "points", "last_on")] == [
        "object",
        "float64",
        "int64",
        "datetime64[D]",
    ]
    assert np.isnat(trends["last_on"][1])
    family = of_numpy({"account": ["g", "n"], "parent": [None, "g"], "health_score": [50.0, 80.0]})
    rolled = cs.health.rollup(family)
    assert [kinds(rolled)[f"rollup_{what}"] for what in ("accounts", "mean", "worst_account")] == [
        "int64",
        "float64",
        "object",
    ]
    tracked = cs.BandTracker().track(family, as_of=AS_OF)
    assert [kinds(tracked)[f"tracked_{what}"] for what in ("band", "since")] == ["object", "datetime64[D]"]
    again = cs.BandTracker().track(family, previous=tracked, as_of="2026-11-30")
    assert again["tracked_since"].tolist() == [AS_OF, AS_OF]


@pytest.mark.parametrize("values", [[1, None], [Decimal("1.5"), None], ["a", None], [True, None]])
def test_lists_give_plain_values(values: list[Any]) -> None:
    table = cs._core.columns(2, [("x", "list", values)])
    assert table.values("x") == values
    assert [type(value) for value in table.values("x")] == [type(value) for value in values]

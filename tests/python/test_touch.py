"""Touch policies from Python: fitted, applied, compared with the tiers before."""

import copy
import pickle
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import tables

import customer_success as cs

VALUES = [900, 500, 400, 300, 200, 100, 90, 80, 70, 60]
PORTFOLIO = {"account": list("abcdefghij"), "value": VALUES}
POLICY = cs.TouchPolicy.shares("value", high=0.2, medium=0.3, tech=0.5)
TIERS = ["high"] * 2 + ["medium"] * 3 + ["tech"] * 5

KINDS = {
    "polars": pl.DataFrame(PORTFOLIO),
    "pandas": pd.DataFrame(PORTFOLIO),
    "pyarrow": pa.table(PORTFOLIO),
    "chunks": pa.concat_tables([pa.table(PORTFOLIO).slice(at, 3) for at in range(0, 10, 3)]),
    "lists": PORTFOLIO,
}


@pytest.mark.parametrize("table", KINDS.values(), ids=KINDS)
def test_gives_tiers_in_the_same_kind_of_table(table: Any) -> None:
    tiers = POLICY.fit(table).apply(table)
    assert type(tiers) is type(table)
    columns = tables.to_lists(tiers)
    assert list(columns) == ["account", "value", "tier", "tier_reason", "tier_measure"]
    assert columns["tier"] == TIERS
    assert set(columns["tier_reason"]) == {"measure"}
    assert columns["tier_measure"] == VALUES


def test_a_relation_comes_back_as_one() -> None:
    relation = tables.as_relation()
    policy = cs.TouchPolicy.thresholds("seats", high=10)
    tiers = policy.apply(relation, previous={"a": "tech"})
    assert type(tiers) is type(relation)
    assert tables.to_lists(tiers)["tier"] == ["tech", "tech", "high", "tech", "tech"]


def test_shares_must_be_fitted_first() -> None:
    assert not POLICY.is_fitted
    with pytest.raises(cs.CustomerSuccessError) as refused:
        POLICY.apply(PORTFOLIO)
    assert refused.value.code == "not_fitted"
    assert POLICY.fit(PORTFOLIO).is_fitted


def test_nobody_to_fit_on_has_no_tiers() -> None:
    with pytest.raises(cs.UndefinedError) as undefined:
        POLICY.fit({"value": [None, None]})
    assert undefined.value.code == "no_population"


FITTED = cs.TouchPolicy.thresholds("value", high=100)
NOW = {
    "account": ["a", "b", "c", "d", "e"],
    "value": [105, 115, 95, 85, 115],
    "before": ["tech"] * 2 + ["high"] * 2 + [None],
}
STICKY = ["tech", "high", "high", "tech", "high"]  # past the cut-off by more than a tenth, or new


@pytest.mark.parametrize(
    "previous",
    [
        "before",
        {"a": "tech", "b": "tech", "c": "high", "d": "high", "gone": "low"},
        {"account": ["d", "c", "b", "a"], "tier": ["high", "high", "tech", "tech"]},
        pl.DataFrame({"account": ["d", "c", "b", "a"], "tier": ["high", "high", "tech", "tech"]}),
        pd.DataFrame({"account": ["d", "c", "b", "a"], "tier": ["high", "high", "tech", "tech"]}),
    ],
    ids=["column", "mapping", "lists", "polars", "pandas"],
)
def test_tiers_stick_however_the_previous_ones_are_given(previous: Any) -> None:
    assert FITTED.apply(NOW, previous=previous)["tier"] == STICKY
    in_chunks = pl.concat([pl.DataFrame(NOW).slice(at, 2) for at in range(0, 5, 2)], rechunk=False)
    assert FITTED.apply(in_chunks, previous=previous)["tier"].to_list() == STICKY
    summary = {tier["tier"]: tier for tier in FITTED.summary(NOW, previous=previous)}
    assert (summary["high"]["promoted"], summary["tech"]["demoted"]) == (1, 1)


def test_an_account_twice_is_refused_with_its_row() -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        FITTED.apply({**NOW, "account": ["a", "b", "a", "d", "e"]}, previous={"a": "tech"})
    error = refused.value
    assert (error.code, error.column, error.row, error.value) == ("duplicate_account", "account", 2, '"a"')


def test_a_previous_tier_that_there_is_not_is_refused() -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        FITTED.apply(NOW, previous={"b": "middle"})
    assert (refused.value.code, refused.value.path, refused.value.row) == ("invalid_argument", "previous", 1)


def test_overrides_and_missing_measures_say_why() -> None:
    rule = {"when": {"fact": "account", "equals": "c"}, "tier": "high", "reason": "strategic"}
    policy = cs.TouchPolicy.thresholds("value", high=100, missing="low", overrides=[rule])
    tiers = policy.apply({"account": ["a", "b", "c"], "value": [None, 100, 1]})
    assert tiers["tier"] == ["low", "high", "high"]
    assert tiers["tier_reason"] == ["missing", "measure", "strategic"]


def test_accounts_without_a_measure_have_no_tier_unless_one_is_named() -> None:
    assert FITTED.apply({"value": [None]})["tier"] == [None]


def test_summary_adds_up() -> None:
    summary = POLICY.fit(PORTFOLIO).summary(PORTFOLIO)
    assert [tier["accounts"] for tier in summary] == [2, 3, 0, 5]
    assert [tier["value"] for tier in summary] == [1400, 900, 0, 400]
    assert [tier["share_of_value"] for tier in summary] == [1400 / 2700, 900 / 2700, 0, 400 / 2700]
    by_count = POLICY.fit(PORTFOLIO).summary({**PORTFOLIO, "one": [1] * 10}, value="one")
    assert [tier["value"] for tier in by_count] == [2, 3, 0, 5]


def test_is_a_value(tmp_path: Path) -> None:
    POLICY.save(tmp_path / "policy.json")
    for again in (
        cs.TouchPolicy(POLICY.to_dict()),
        cs.TouchPolicy.load(tmp_path / "policy.json"),
        pickle.loads(pickle.dumps(POLICY)),
        copy.deepcopy(POLICY),
    ):
        assert again == POLICY
        assert hash(again) == hash(POLICY)
    assert POLICY.fit(PORTFOLIO) != POLICY
    assert repr(POLICY).endswith(", to be fitted)")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"cut": {"shares": {"high": 0.5}}}, "cut.shares"),
        ({"cut": {"shares": {"high": -0.5, "tech": 1.5}}}, "cut.shares"),
        ({"stickiness": -1}, "stickiness"),
        ({"misssing": "tech"}, "misssing"),
    ],
    ids=str,
)
def test_a_bad_document_is_refused_with_its_place(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        cs.TouchPolicy(POLICY.to_dict() | changes)
    assert refused.value.code == "invalid_document"
    assert (refused.value.path or "").startswith(path), refused.value


def test_a_placement_pickles_and_its_ranks_outlive_it() -> None:
    placement = cs.TouchPolicy.thresholds("seats", high=500).place({"seats": [500, 7, 9]})
    again = pickle.loads(pickle.dumps(placement))
    assert (again.ranks, again.summary) == (placement.ranks, placement.summary)
    ranks = placement.ranks
    del placement
    assert list(ranks) == [0, 3, 3]


def test_ranks_of_chunks_are_those_of_the_whole() -> None:
    policy = cs.TouchPolicy.thresholds("seats", high=500)
    seats = [float(row * 37 % 1000) for row in range(3000)]
    cuts = [0, 1, 70, 70, 2100, 3000]
    chunks = pa.chunked_array([pa.array(seats[a:b], pa.float64()) for a, b in pairwise(cuts)])
    chunked, whole = policy.place(pa.table({"seats": chunks})), policy.place({"seats": seats})
    assert (chunked.ranks, chunked.summary) == (whole.ranks, whole.summary)


def test_no_shares_add_up_to_0() -> None:
    with pytest.raises(cs.CustomerSuccessError, match="the shares add up to 0, not to 1"):
        cs.TouchPolicy.shares("seats")

"""Words of a closed list come as the categories of each library, one byte a row, bands in their order."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import tables
from tables import AS_OF, CARD, to_lists

import customer_success as cs

BANDS = ["unknown", "danger", "caution", "healthy"]
TIERS = ["high", "medium", "low", "tech", "community"]


def test_polars_gets_an_enum_of_the_bands_in_their_order() -> None:
    scored = CARD.score(tables.as_polars(), as_of=AS_OF)
    band = pl.col("health_band")
    assert scored.schema["health_band"] == pl.Enum(BANDS)
    assert scored["health_band"].to_physical().dtype == pl.UInt8
    texts = scored["health_band"].to_list()
    assert scored.filter(band == "danger").height == texts.count("danger")
    assert scored.filter(band >= "caution").height == texts.count("caution") + texts.count("healthy")


def test_pandas_gets_an_ordered_categorical() -> None:
    scored = CARD.score(tables.as_pandas(), as_of=AS_OF)
    bands = scored["health_band"]
    assert bands.dtype == pd.CategoricalDtype(BANDS, ordered=True)
    assert bands.cat.codes.dtype == "int8"
    assert (bands == "danger").sum() == bands.tolist().count("danger")
    assert (bands < "caution").sum() == bands.tolist().count("unknown") + bands.tolist().count("danger")


def test_pyarrow_gets_a_dictionary_with_short_keys() -> None:
    scored = CARD.score(tables.as_arrow(), as_of=AS_OF)
    assert scored.schema.field("health_band").type == pa.dictionary(pa.uint8(), pa.string())
    assert scored.filter(pc.field("health_band") == "danger").num_rows == scored[
        "health_band"
    ].to_pylist().count("danger")


def test_a_card_may_call_its_bands_what_it_likes() -> None:
    names = ["7;é", "a;b", "赤 信号"]
    bands = [{"name": name, "at_least": bound} for name, bound in zip(names, (0, 40, 70), strict=True)]
    scored = cs.Scorecard(CARD.to_dict() | {"bands": bands}).score(tables.as_polars(), as_of=AS_OF)
    assert scored.schema["health_band"] == pl.Enum(["unknown", *names])


def test_tiers_are_categories_in_the_order_of_their_ranks_and_reasons_are_texts() -> None:
    policy = cs.TouchPolicy.thresholds("seats", high=500, medium=100, low=5)
    seats = {"seats": [900, 7, None, 100, 3]}
    placed = policy.apply(pl.DataFrame(seats))
    assert (placed.schema["tier"], placed.schema["tier_reason"]) == (pl.Enum(TIERS), pl.String)
    assert placed["tier"].to_list() == ["high", "low", None, "medium", "tech"]
    assert placed["tier"].to_physical().to_list() == [0, 2, None, 1, 3]
    assert placed.filter(pl.col("tier") <= "medium")["seats"].to_list() == [900, 100]
    other = cs.TouchPolicy.thresholds("seats", high=1).apply(pl.DataFrame({"seats": [1]}))
    assert pl.concat([placed, other])["tier"].to_list()[-1] == "high"
    in_pandas = policy.apply(pd.DataFrame(seats))["tier"]
    assert in_pandas.dtype == pd.CategoricalDtype(TIERS, ordered=True)
    assert in_pandas.cat.codes.tolist() == [0, 2, -1, 1, 3]
    in_arrow = policy.apply(pa.table(seats))["tier"]
    assert in_arrow.type == pa.dictionary(pa.uint8(), pa.string())
    assert in_arrow.to_pylist() == ["high", "low", None, "medium", "tech"]


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame, pa.table])
def test_tiers_of_last_time_are_read_from_their_categories(kind: Any) -> None:
    policy = cs.TouchPolicy.thresholds("seats", high=100)
    before = policy.apply(kind({"account": ["a", "b"], "seats": [100, 99]}))
    now = policy.apply(kind({"account": ["b", "a"], "seats": [105, 95]}), previous=before)
    assert to_lists(now)["tier"] == ["tech", "high"]
    assert set(to_lists(now)["tier_reason"]) == {"kept"}


@pytest.mark.parametrize("kind", [tables.as_polars, tables.as_pandas, tables.as_arrow, tables.as_foreign])
def test_categories_are_facts_like_texts(kind: Any) -> None:
    scores = {"danger": 10, "caution": 50, "healthy": 90}
    of_band = {
        "name": "band",
        "input": "health_band",
        "scale": {"choices": {"scores": scores, "otherwise": 0}},
    }
    card = cs.Scorecard({"kind": "scorecard", "version": 1, "name": "of bands", "indicators": [of_band]})
    scored = CARD.score(kind(), as_of=AS_OF)
    bands = to_lists(scored)["health_band"]
    assert to_lists(card.score(scored, as_of=AS_OF))["health_score"] == [
        scores.get(band, 0) for band in bands
    ]


@pytest.mark.parametrize("kind", [tables.as_polars, tables.as_pandas, tables.as_arrow])
def test_reasons_of_a_kpi_are_categories_that_may_be_missing(kind: Any) -> None:
    months = {"opening": [100, 0, 40], "lost": [3, 0, None]}
    make = {tables.as_polars: pl.DataFrame, tables.as_pandas: pd.DataFrame, tables.as_arrow: pa.table}[kind]
    answer = cs.kpi.table("churn_rate", make(months), opening="opening", churned="lost")
    reasons = answer["churn_rate_reason"]
    assert to_lists(answer)["churn_rate_reason"] == [None, "zero_denominator", "missing"]
    kinds = (pl.Enum, pd.CategoricalDtype, pa.DictionaryType)
    assert isinstance(reasons.type if kind is tables.as_arrow else reasons.dtype, kinds)


def test_indicators_and_statuses_of_an_explanation_are_categories() -> None:
    explained = CARD.explain(tables.as_polars(), as_of=AS_OF)
    assert explained.schema["indicator"] == pl.Enum(CARD.indicators)
    statuses = ["scored", "faded", "missing", "stale", "errored", "not_applicable"]
    assert explained.schema["status"] == pl.Enum(statuses)
    assert explained.schema["raw_text"] == pl.String

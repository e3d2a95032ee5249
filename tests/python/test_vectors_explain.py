"""The vectors of what a person says of an account, and of what a result says of itself."""

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
import tables
import vectors

import customer_success as cs

OVERRIDES, PORTFOLIOS, SETS, PATHS, CHANGES, EXPLAINED, TABLES = (
    vectors.room(name)
    for name in ("override", "override_table", "card_set", "path", "change", "explain", "explain_table")
)


def fields(health: cs.Health) -> dict[str, Any]:
    """The fields of a result, its override as it stands in a document."""
    return asdict(health) | {"override": health.override and health.override.to_dict()}


@pytest.mark.parametrize("case", OVERRIDES, ids=lambda case: case["name"])
def test_overrides(case: dict[str, Any]) -> None:
    card = cs.Scorecard(case["card"])
    account = {"as_of": case["as_of"], "override": case["override"]}
    found = vectors.outcome(lambda: card.score_one(case["facts"], **account))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        vectors.assert_near(fields(found), case["expected"], case["tolerance"])


@pytest.mark.parametrize("case", PORTFOLIOS, ids=lambda case: case["name"])
def test_overrides_of_portfolios(case: dict[str, Any]) -> None:
    card = cs.Scorecard(case["card"])
    asked = [*tables.HEALTH, "health_shown", "health_band_rank"]
    found = vectors.outcome(
        lambda: card.score_overridden(case["columns"], case["overrides"], as_of=case["as_of"], columns=asked)
    )
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    names = ["score", "band", "shown", "card_score", "card_band", "override"]
    fields = {name: found.table[f"health_{name}"] for name in names}
    report = {"used": found.used, "expired": found.expired, "unmatched": found.unmatched}
    vectors.assert_near(fields | report, case["expected"], case["tolerance"])
    ranks = [tables.rank_of(band, card) for band in found.table["health_band"]]
    assert found.table["health_band_rank"] == ranks
    signed = [reason and "Ana" for reason in found.table["health_override"]]
    assert found.table["health_override_by"] == signed


@pytest.mark.parametrize("kind", tables.KINDS, ids=lambda kind: kind.__name__)
def test_overrides_come_back_in_every_kind_of_table(kind: Callable[[], Any]) -> None:
    listed = [
        cs.Override(cap=5, reason="notice", by="Ana", expires_on=tables.AS_OF, account=account)
        for account in ("d", "z")
    ]
    found = tables.CARD.score_overridden(kind(), listed, as_of=tables.AS_OF)
    assert (found.used, found.expired, found.unmatched) == (["d"], [], ["z"])
    plain = tables.to_lists(tables.CARD.score(kind(), as_of=tables.AS_OF))
    table = tables.to_lists(found.table)
    assert table["health_card_score"] == plain["health_score"]
    assert table["health_score"] == [*plain["health_score"][:3], 5.0, plain["health_score"][4]]
    assert table["health_override"] == [None, None, None, "notice", None]


def one_by_one(cards: cs.ScorecardSet, columns: dict[str, list[Any]], as_of: str) -> dict[str, Any]:
    """The scores of each account alone, as columns."""
    found: dict[str, list[Any]] = {}
    for row in range(len(next(iter(columns.values())))):
        facts = {name: values[row] for name, values in columns.items()}
        for name, one in cards.score_one(facts, as_of=as_of).items():
            none = {"score": None, "band": "unknown", "coverage": 0.0, "low": None, "high": None}
            none |= {"missing": 0, "errored": 0, "shown": None}
            fields = {field: getattr(one.health, field) for field in none} if one.health else none
            for field, value in (fields | {"card": one.card, "reason": one.reason}).items():
                found.setdefault(f"{name}_{field}", []).append(value)
    return found


@pytest.mark.parametrize("case", SETS, ids=lambda case: case["name"])
def test_sets(case: dict[str, Any]) -> None:
    cards = vectors.outcome(lambda: cs.ScorecardSet(case["set"]))
    if "error" in case:
        vectors.assert_refused(case, cards)
        return
    assert cs.ScorecardSet(cards.to_dict()) == cards
    for whole in case["cards"]:
        assert cards.card(whole["name"]) == cs.Scorecard(whole)
    names = [f"{name}_{field}" for name, expected in case["expected"].items() for field in expected]
    table = cards.score(case["columns"], as_of=case["as_of"], columns=names)
    assert list(table) == [*case["columns"], *names]
    usual = cards.score(case["columns"], as_of=case["as_of"])
    assert usual == {name: table[name] for name in usual}
    for name, expected in case["expected"].items():
        found = {field: table[f"{name}_{field}"] for field in expected}
        vectors.assert_near(found, expected, case["tolerance"])
        chosen = [given and cards.card(given) for given in table[f"{name}_card"]]
        pairs = zip(chosen, found["band"], strict=True)
        ranks = [card and tables.rank_of(band, card) for card, band in pairs]
        ranked = cards.score(case["columns"], as_of=case["as_of"], columns=[f"{name}_band_rank"])
        assert ranked[f"{name}_band_rank"] == ranks
    alone = one_by_one(cards, case["columns"], case["as_of"])
    assert alone == {name: table[name] for name in alone}


def test_columns_of_a_set_are_asked_for_by_name() -> None:
    cards = cs.ScorecardSet(next(case["set"] for case in SETS if case["name"] == "two scores and a third"))
    table = {name: [None] for name in cards.facts}
    some = ["again_shown", "health_card"]
    assert list(cards.score(table, as_of=tables.AS_OF, columns=some)) == [*table, *some]
    for names, code in ((["health_shwon"], "unknown_name"), (["health_low"] * 2, "duplicate")):
        with pytest.raises(cs.CustomerSuccessError) as refused:
            cards.score(table, as_of=tables.AS_OF, columns=names)
        assert (refused.value.code, refused.value.path) == (code, "columns")


def told(card: cs.Scorecard, account: dict[str, Any]) -> cs.Health:
    """The result of an account, written and read again."""
    health = card.score_one(account["facts"], as_of=account["as_of"], override=account.get("override"))
    again = cs.Health.from_json(health.to_json())
    assert again == health
    return again


@pytest.mark.parametrize("case", PATHS, ids=lambda case: case["name"])
def test_ways_to_a_score(case: dict[str, Any]) -> None:
    card = cs.Scorecard(case["card"])
    found = vectors.outcome(lambda: card.path_to(told(card, case), case["target"]))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        ends = {"from": found.start, "to": found.end}
        vectors.assert_near(asdict(found) | ends, case["expected"], case["tolerance"])


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case["name"])
def test_changes(case: dict[str, Any]) -> None:
    card = cs.Scorecard(case["card"])
    first, last = (cs.Scorecard(case.get(name, case["card"])) for name in ("card_before", "card_after"))
    again = first != card and case.get("rescore", True)

    def change() -> cs.health.Change:
        before, after = told(first, case["before"]), told(last, case["after"])
        return card.change(before, after, rescored=told(card, case["before"]) if again else None)

    found = vectors.outcome(change)
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert sum(part.points for part in found.parts) == pytest.approx(found.points, abs=1e-9)
        vectors.assert_near(asdict(found), case["expected"], case["tolerance"])


@pytest.mark.parametrize("case", EXPLAINED, ids=lambda case: case["name"])
def test_explanations(case: dict[str, Any]) -> None:
    health = told(cs.Scorecard(case["card"]), case)
    found = {
        "improvements": [asdict(part) for part in health.improvements()],
        "bridge": [asdict(step) for step in health.bridge()],
        "sentences": {"en": health.sentences(), "ja": health.sentences("ja")},
    }
    vectors.assert_near(found, case["expected"], case["tolerance"])


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["name"])
def test_explanations_of_portfolios(case: dict[str, Any]) -> None:
    card, table = cs.Scorecard(case["card"]), case["table"]
    found = vectors.outcome(lambda: card.explain(table, as_of=case["as_of"], **case["request"]))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    if case["request"]["long"]:
        found["row"] = [table["account"].index(account) for account in found.pop("account")]
        assert list(found) == [*list(case["expected"])[1:], "row"]
    else:
        assert list(found) == [*table, *case["expected"]]
    vectors.assert_near(found, case["expected"], case["tolerance"])


def test_an_infinite_number_that_counts_as_missing_is_shown() -> None:
    card = cs.Scorecard(TABLES[0]["card"])
    table = {name: [None, None] for name in card.facts} | {"account": ["a", "b"], "logins": [math.inf, 14.0]}
    found = card.explain(table, as_of="2026-10-31", invalid="missing")
    at = found["indicator"].index("logins")
    assert (found["account"][at], found["raw"][at], found["status"][at]) == ("a", math.inf, "errored")


def test_every_kind_of_case_is_there() -> None:
    assert sum("expected" in case for case in OVERRIDES) >= 250
    assert sum("expected" in case for case in PATHS) >= 200
    causes = {part["cause"] for case in CHANGES for part in case.get("expected", {}).get("parts", [])}
    assert causes == {"model", "indicator", "missing_data", "applicability", "exceptions", "override"}
    assert len(EXPLAINED) >= 10
    statuses = {status for case in TABLES for status in case.get("expected", {}).get("status", [])}
    assert statuses == {"scored", "faded", "missing", "stale", "errored", "not_applicable"}

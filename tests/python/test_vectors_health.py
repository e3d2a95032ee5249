"""The vectors of the rooms `scale`, `rule` and `health`, each account alone and as a table of one row."""

from dataclasses import asdict
from typing import Any

import pytest
import vectors
from tables import HEALTH, rank_of

import customer_success as cs

AS_OF = "2026-10-31"
DRAFT = {"kind": "scorecard", "version": 1, "name": "vector"}

SCALES, RULES, CARDS = (vectors.room(name) for name in ("scale", "rule", "health"))


def score(card: cs.Scorecard, facts: dict[str, Any], as_of: str) -> cs.Health:
    """The health of an account, once it is the same in columns."""
    table = {name: [facts.get(name)] for name in card.facts} or {"nothing": [None]}
    single = vectors.outcome(lambda: card.score_one(facts, as_of=as_of))
    columns = vectors.outcome(lambda: card.score(table, as_of=as_of))
    if isinstance(single, cs.CustomerSuccessError):
        assert isinstance(columns, cs.CustomerSuccessError)
        assert (columns.code, columns.column) == (single.code, single.column)
        raise single
    asked = ["health_errored", "health_band_rank", "health_missing", "health_shown"]
    counts = card.score(table, as_of=as_of, columns=asked)
    assert (counts["health_missing"], counts["health_errored"]) == ([single.missing], [single.errored])
    assert list(counts)[len(table) :] == asked
    assert counts["health_band_rank"] == [rank_of(single.band, card)]
    assert counts["health_shown"] == [single.shown]
    brief = card.ready(as_of=as_of).score(facts)
    assert brief == (single.score, single.band)
    found = [columns[name][0] for name in HEALTH]
    assert found == [getattr(single, name.removeprefix("health_")) for name in HEALTH]
    return single


@pytest.mark.parametrize("case", SCALES, ids=lambda case: case["name"])
def test_scales(case: dict[str, Any]) -> None:
    def contribution() -> cs.Contribution:
        indicator = {"name": "x", "input": "x", "scale": case["scale"]}
        card = cs.Scorecard(DRAFT | {"min_coverage": 0, "indicators": [indicator]})
        if "reference" in case:
            card = card.fit({"x": case["reference"]}, as_of=AS_OF)
        return score(card, {"x": case.get("value")}, AS_OF).contributions[0]

    found = vectors.outcome(contribution)
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    assert found.status == case["status"]
    vectors.assert_near(found.score, case.get("expected"), case["tolerance"])


@pytest.mark.parametrize("case", RULES, ids=lambda case: case["name"])
def test_rules(case: dict[str, Any]) -> None:
    def verdict() -> bool | None:
        base = {"name": "base", "input": "base", "scale": {"linear": {"from": 0, "to": 100}}}
        yes = {"when": case["rule"], "cap": 100, "reason": "yes"}
        no = {"when": {"not": case["rule"]}, "cap": 100, "reason": "no"}
        card = cs.Scorecard(DRAFT | {"indicators": [base], "exceptions": [yes, no]})
        reasons = tuple(score(card, case["facts"], case["as_of"]).exceptions)
        return {("yes",): True, ("no",): False, (): None}[reasons]

    found = vectors.outcome(verdict)
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert found is case["expected"]


@pytest.mark.parametrize("case", CARDS, ids=lambda case: case["name"])
def test_cards(case: dict[str, Any]) -> None:
    shipped = {"b2b_saas": cs.scorecards.b2b_saas, "plg": cs.scorecards.plg, "simple": cs.scorecards.simple}
    card = shipped[case["shipped"]]() if "shipped" in case else cs.Scorecard(case["card"])
    found = vectors.outcome(lambda: score(card, case["facts"], case["as_of"]))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        vectors.assert_near(asdict(found), case["expected"], case["tolerance"])


def test_every_room_has_its_files() -> None:
    assert len({next(iter(case["scale"])) for case in SCALES if "expected" in case}) == 8
    assert min(len(SCALES), len(RULES), len(CARDS)) >= 600

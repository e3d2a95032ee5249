"""Dialects from Python: what is listed, what a card says of itself, what shows in a result."""

import json

import pytest

import customer_success as cs

LINE = {"linear": {"from": 0, "to": 100}}


def card(**fields: object) -> cs.Scorecard:
    indicators = [{"name": name, "input": name, "scale": LINE} for name in "ab"]
    start = {"kind": "scorecard", "version": 1, "name": "card", "indicators": indicators}
    return cs.Scorecard(start | fields)


def test_every_dialect_names_its_source_and_what_it_does_not_say() -> None:
    listed = cs.dialects.catalogue()
    assert len({dialect.name for dialect in listed}) == len(listed) >= 9
    for dialect in listed:
        assert cs.dialects.find(dialect.name) == dialect
        assert dialect.source.startswith(dialect.platform.split(",")[0])
        assert "min_coverage" in dialect.undocumented or dialect.preset.get("min_coverage") == 0


def test_a_dialect_that_is_none_is_named_with_the_nearest() -> None:
    with pytest.raises(cs.CustomerSuccessError, match="did you mean") as refused:
        cs.dialects.find("gainsigth")
    assert refused.value.code == "unknown_name"


def test_what_the_card_says_goes_before_its_dialect_also_when_it_is_a_default() -> None:
    own = card(dialect="hubspot", missing="redistribute", min_coverage=0.5, shown={"highest": 10})
    again = cs.Scorecard(own.to_json())
    assert again.to_json() == own.to_json()
    assert json.loads(own.to_json())["missing"] == "redistribute"
    health = again.score_one({"a": 80}, as_of="2026-10-31")
    assert (health.score, health.shown, health.band) == (80, 8, "healthy")
    preset = card(dialect="hubspot").score_one({"a": 80}, as_of="2026-10-31")
    assert (preset.score, preset.shown, preset.band) == (40, 40, "neutral")


def test_contributions_and_the_adjustment_add_up_to_the_score() -> None:
    tens = card(shown={"highest": 10, "rounded": ["total"]})
    health = tens.score_one({"a": 61, "b": 50}, as_of="2026-10-31")
    assert (health.computed_score, health.shown) == (60, 6)
    points = sum(part.points for part in health.contributions)
    assert points + health.adjustment == pytest.approx(60, abs=1e-9)
    assert card().score_one({"a": 61, "b": 50}, as_of="2026-10-31").adjustment == 0

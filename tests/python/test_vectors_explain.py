"""The vectors of what a person says of an account, and of what a result says of itself."""

from dataclasses import asdict
from typing import Any

import pytest
import vectors

import customer_success as cs

OVERRIDES = vectors.room("override")


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


def test_every_effect_is_there() -> None:
    assert sum("expected" in case for case in OVERRIDES) >= 250

"""The vectors of the room `org`."""

from typing import Any

import pytest
import vectors

import customer_success as cs
from customer_success import _core

CASES = vectors.room("org")


def by_keyword(case: dict[str, Any]) -> Any:
    """The public function, whose keywords are the fields."""
    function = {"recommend": cs.org.recommend, "skill_gaps": cs.org.skill_gaps}[case["call"]]
    return function(**case["request"])


def by_json(case: dict[str, Any]) -> Any:
    import json

    function = {"recommend": _core.org_recommend, "skill_gaps": _core.org_skill_gaps}[case["call"]]
    return function(json.dumps(case["request"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_requests(case: dict[str, Any]) -> None:
    python_refuses = case["name"] in ("no object", "an unknown field") and case["call"] == "recommend"
    for call in (by_json,) if python_refuses else (by_json, by_keyword):
        found = vectors.outcome(lambda call=call: call(case))
        if "error" in case:
            vectors.assert_refused(case, found)
        else:
            assert not isinstance(found, cs.CustomerSuccessError), found
            vectors.assert_near(found, case["expected"], 0)


def test_there_are_answers_and_refusals() -> None:
    assert sum("expected" in case for case in CASES) >= 100
    assert sum("error" in case for case in CASES) >= 15


def test_every_model_is_described_in_both_languages_with_its_source() -> None:
    for model in cs.org.models():
        for part in ("traits", "fits", "merits", "risks", "move_on"):
            statements: list[Any] = model[part]  # type: ignore[literal-required]
            assert statements, (model["model"], part)
            assert all(one["label"]["en"] and one["label"]["ja"] and one["source"] for one in statements)


def test_both_views_of_the_sales_led_model_are_given() -> None:
    sales_led = next(model for model in cs.org.recommend()["models"] if model["model"] == "sales_led")
    assert [view["source"] for view in sales_led["views"]] == ["A", "E"]


def test_every_model_needs_each_role_in_some_way() -> None:
    models = [model["model"] for model in cs.org.models()]
    for role in cs.org.roles():
        assert [model for model, _ in role["needed"]] == models


def test_an_exact_amount_gives_exact_figures() -> None:
    from decimal import Decimal

    assert cs.org.recommend(arr=Decimal("1E+3"), csms=8)["arr_per_csm"] == "125"
    assert cs.org.recommend(arr=0.1, csms=1)["arr_per_csm"] == "0.1"

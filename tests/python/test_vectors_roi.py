"""The vectors of the room `roi`: exact numbers come back exactly, or as the nearest floats."""

import inspect
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
import vectors

import customer_success as cs
from customer_success import _core, roi

CASES = vectors.room("roi")


def ask(case: dict[str, Any]) -> Any:
    """The answer by the public function of this name; what Python itself refuses goes to the core."""
    function, request = getattr(roi, case["call"]), case["request"]
    try:
        inspect.signature(function).bind(**request)
    except TypeError:
        return _core.roi(case["call"], request)
    return function(**request)


def exactly(value: Any) -> Any:
    """The same request with its numbers and their texts as `Decimal`."""
    if isinstance(value, dict):
        return {key: exactly(own) for key, own in value.items()}
    if isinstance(value, list):
        return [exactly(own) for own in value]
    return Decimal(str(value))


def as_found(expected: Any, kind: type) -> Any:
    """What is expected, its exact numbers in the type of number that a caller gets."""
    if isinstance(expected, dict):
        return {name: as_found(value, kind) for name, value in expected.items()}
    if isinstance(expected, list):
        return [as_found(value, kind) for value in expected]
    return kind(expected) if isinstance(expected, str) else expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}: {case['name']}")
def test_questions(case: dict[str, Any]) -> None:
    found = vectors.outcome(lambda: ask(case))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    assert found == as_found(case["expected"], float)
    exact = ask(case | {"request": exactly(case["request"])})
    assert exact == as_found(case["expected"], Decimal if case["request"].get("churn") != [] else float)


def test_every_question_has_cases() -> None:
    assert {case["call"] for case in CASES} | {"Rates"} == set(roi.__all__)
    assert sum("error" in case for case in CASES) >= 25
    assert len(CASES) >= 100


def test_a_grid_becomes_a_dataframe() -> None:
    frame = pl.DataFrame(roi.sensitivity(mrr=100, months=2, churn=[0.1, 0.2], upsell=[0, 0.1]))
    assert frame.pivot("upsell", index="churn", values="revenue").rows() == [
        (0.1, 190.0, 200.0),
        (0.2, 180.0, 190.0),
    ]


def test_numbers_of_numpy_are_numbers_and_others_are_refused_at_their_place() -> None:
    assert roi.revenue(mrr=np.int64(100), churn=np.float64(0.1), months=np.int32(2))["revenue"] == 190.0
    for place, request in [("churn", {"churn": float("nan")}), ("mrr", {"mrr": [1], "churn": 0})]:
        with pytest.raises(cs.CustomerSuccessError) as caught:
            roi.revenue(**{"mrr": 1} | request)
        assert caught.value.path == place

"""The vectors of the `kpi` room: decimals to the last digit, floats rounded once."""

from decimal import Decimal
from typing import Any

import pytest
import vectors

import customer_success as cs

FAMILIES = ("customers", "sentiment", "revenue", "lifetime")
CASES = [case for family in FAMILIES for case in vectors.read(f"kpi/{family}.json")["cases"]]
CATALOGUE = {row["id"]: row for row in cs.kpi.catalogue()}


def evaluate(case: dict[str, Any], kind: type) -> Any:
    """The public function with every number as this type; an input that is left out and needed is None."""
    inputs = {}
    for parameter in CATALOGUE[case["kpi"]]["inputs"]:
        given = case["inputs"].get(parameter["name"])
        if given is not None:
            inputs[parameter["name"]] = given if given in parameter["choices"] else number(given, kind)
        elif parameter["default"] is None:
            inputs[parameter["name"]] = None
    # `cs.kpi.nps` gives an object, whose counts have 64 bits; the formula has no such limit
    rooms = cs.kpi.formulas if case["kpi"] == "nps" else cs.kpi
    return getattr(rooms, case["kpi"])(**inputs)


def number(text: str, kind: type) -> Any:
    """A text that is no number stays one: the library refuses it."""
    try:
        return kind(text)
    except ArithmeticError:
        return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_gives_the_exact_decimal_or_the_error(case: dict[str, Any]) -> None:
    found = vectors.outcome(lambda: evaluate(case, Decimal))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert isinstance(found, Decimal)
        assert format(found, "f") == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_texts_give_the_nearest_float(case: dict[str, Any]) -> None:
    found = vectors.outcome(lambda: evaluate(case, str))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert isinstance(found, float)
        assert found == case.get("float", float(case["expected"]))


def test_every_kpi_of_the_catalogue_was_seen_and_has_a_function() -> None:
    assert {case["kpi"] for case in CASES} == set(CATALOGUE)
    assert set(CATALOGUE) <= set(cs.kpi.__all__)


SURVEYS = vectors.read("kpi/nps.json")


@pytest.mark.parametrize("case", SURVEYS["surveys"], ids=lambda case: case["name"])
def test_surveys(case: dict[str, Any]) -> None:
    counts = {name: Decimal(case[name]) for name in ("promoters", "passives", "detractors")}
    survey, expected = cs.kpi.nps(**counts), case["expected"]
    assert format(survey.score, "f") == expected["score"]
    shares = (survey.promoter_share, survey.passive_share, survey.detractor_share)
    assert [format(share, "f") for share in shares] == expected["shares"]
    assert {scale: survey.band_of(scale) for scale in expected["bands"]} == expected["bands"]
    assert survey.band == expected["bands"]["five_steps"]
    near = {"rel": 0, "abs": SURVEYS["tolerance"]}
    assert survey.standard_error == pytest.approx(expected["standard_error"], **near)
    for method in ("wald", "adjusted_wald"):
        interval = survey.interval(level=case["level"], method=method)
        assert list(interval) == pytest.approx(expected[method], **near)


@pytest.mark.parametrize("case", SURVEYS["answers"], ids=lambda case: case["name"])
def test_answers(case: dict[str, Any]) -> None:
    answers = [None if answer is None else float(answer) for answer in case["answers"]]
    found = vectors.outcome(lambda: cs.kpi.nps_from_answers(answers, invalid=case["invalid"]))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    expected = dict(case["expected"])
    assert found.score == float(expected.pop("score"))
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("case", SURVEYS["changes"], ids=lambda case: case["name"])
def test_changes(case: dict[str, Any]) -> None:
    names = ("promoters", "passives", "detractors")
    now, before = (cs.kpi.nps(**dict(zip(names, case[when], strict=True))) for when in ("now", "before"))
    change, expected = now.since(before, level=case["level"]), case["expected"]
    near = {"rel": 0, "abs": SURVEYS["tolerance"]}
    assert change.points == float(expected["points"])
    assert change.standard_error == pytest.approx(expected["standard_error"], **near)
    assert [change.low, change.high] == pytest.approx(expected["interval"], **near)


@pytest.mark.parametrize("case", vectors.read("kpi/assess.json")["cases"], ids=str)
def test_assessments(case: dict[str, Any]) -> None:
    period, segment = case["period"], case["segment"]
    value = Decimal(case["value"])
    found = vectors.outcome(lambda: cs.kpi.assess(case["kpi"], value, period=period, segment=segment))
    if "error" in case:
        vectors.assert_refused(case, found)
        return
    assert (found.verdict, format(found.by, "f"), found.target) == tuple(case["expected"].values())


def test_a_target_of_ones_own() -> None:
    own = {"segment": "support", "period": "quarter", "at_least": "0.85", "source": "our own"}
    assessment = cs.kpi.assess("csat", 0.8, period="quarter", benchmark=own)
    assert repr(assessment) == "worse than ≥ 85 %, by 5 % (support; our own)"
    assert isinstance(assessment.by, float)

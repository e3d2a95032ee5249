"""Reports, effects on lifetime value, weighted surveys, comparisons: the vectors, and Python's own ways."""

import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import vectors

import customer_success as cs

VECTORS = vectors.read("kpi/report.json")
CASES, NEAR = VECTORS["cases"], {"rel": 0, "abs": VECTORS["tolerance"]}


def decimals(figures: dict[str, Any]) -> dict[str, Any]:
    """Texts as `Decimal`, so that exact numbers come back; a choice stays a word."""

    def exact(value: Any) -> Any:
        return value if not isinstance(value, str) or value[0].isalpha() else Decimal(value)

    return {name: exact(value) for name, value in figures.items()}


def is_full(figures: dict[str, Any]) -> bool:
    """Whether decimals are among the figures."""
    return len(figures) > 5


def ask(case: dict[str, Any]) -> Any:
    if "report" in case:
        request = dict(case["report"])
        for name in ("figures", "previous"):
            if is_full(request.get(name, {})):
                request[name] = decimals(request[name])
        return cs.kpi.report(request.pop("figures"), **request)
    if "effects" in case:
        rows = [row | {"arpa": Decimal(row["arpa"])} for row in case["effects"]["rows"]]
        return cs.kpi.ltv_effects(rows)
    if "compare" in case:
        request = dict(case["compare"])
        if "benchmarks" in request:
            request["benchmarks"] = cs.kpi.Benchmarks(request["benchmarks"])
        return cs.kpi.assess(request.pop("kpi"), Decimal(str(request.pop("value"))), **request)
    return weigh(case["weighed"])


def weigh(columns: dict[str, Any]) -> cs.kpi.WeightedNps:
    """The survey of answers, of which an infinite one is a text, with finite weights as `Decimal`."""
    answers = [float(answer) if isinstance(answer, str) else answer for answer in columns["answers"]]
    kind = float if "inf" in columns["weights"] else Decimal
    weights = [None if weight is None else kind(weight) for weight in columns["weights"]]
    return cs.kpi.nps_from_answers(answers, weights=weights, invalid=columns.get("invalid", "error"))


def plain(value: Any) -> Any:
    """Decimals as their canonical texts."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "case",
    # a request that is about its text, and one without figures, cannot be written as a call
    [case for case in CASES if not isinstance(case.get("report"), str) and case["name"] != "no figures"],
    ids=lambda case: case["name"],
)
def test_gives_the_vectors(case: dict[str, Any]) -> None:
    if "an unknown field" in case["name"]:
        with pytest.raises(TypeError):
            ask(case)
        return
    found = vectors.outcome(lambda: ask(case))
    if "error" in case:
        path = case.get("path")
        if path is not None and "compare" in case:
            case = case | {"path": path.removeprefix("benchmarks.")}
        vectors.assert_refused(case, found)
        return
    expected = case["expected"]
    if "report" in case:
        assert set(expected) == {row["id"] for row in found.rows}
        exact = is_full(case["report"]["figures"])
        for id, row in expected.items():
            own = plain(found[id])
            for name, value in row.items():
                if name in ("value", "previous", "change") and not exact and value is not None:
                    assert own[name] == float(value)
                elif isinstance(value, dict):
                    assert {key: own[name][key] for key in value} == value
                else:
                    assert own[name] == value, (id, name)
    elif "effects" in case:
        assert plain(found) == expected
    elif "compare" in case:
        assert (found.verdict, plain(found.by)) == (expected["verdict"], expected["by"])
    elif "change" in expected:
        change, wanted = found.since(weigh(case["earlier"]), level=case["level"]), expected["change"]
        assert change.points == float(wanted["points"])
        assert change.standard_error == pytest.approx(wanted["standard_error"], **NEAR)
        ends = [wanted["interval"][end] for end in ("low", "high")]
        assert [change.low, change.high] == pytest.approx(ends, **NEAR)
    else:
        assert plain(found.score) == expected["score"]
        assert plain(found.weight) == expected["weight"]
        assert (found.answers, found.missing, found.invalid) == (
            expected["answers"],
            expected["missing"],
            expected["invalid"],
        )
        assert found.effective_answers == pytest.approx(expected["effective_answers"], **NEAR)
        assert found.standard_error == pytest.approx(expected["standard_error"], **NEAR)
        assert list(found.interval()) == pytest.approx(expected["interval"], **NEAR)


def test_floats_come_back_where_no_decimal_went_in() -> None:
    month = cs.kpi.report({"opening_customers": 200, "churned_customers": 6}, period="month")
    assert month.computed["churn_rate"] == 0.03
    assert isinstance(month["churn_rate"]["value"], float)
    assert month["churn_rate"]["target"] is None
    assert "arpa" in month.missing
    with pytest.raises(KeyError):
        month["chrun_rate"]


def test_a_report_shows_itself() -> None:
    page = cs.kpi.report({"opening_customers": 200, "churned_customers": 6}, period="month")._repr_html_()
    assert "<td>churn rate</td><td>3.00 %</td>" in page


def test_benchmarks_are_kept_in_files(tmp_path: Path) -> None:
    shipped = cs.kpi.Benchmarks.shipped()
    shipped.save(tmp_path / "targets.json")
    assert cs.kpi.Benchmarks.load(tmp_path / "targets.json") == shipped
    assert pickle.loads(pickle.dumps(shipped)) == shipped
    assert json.loads(shipped.to_json())["kind"] == "benchmarks"
    assert len(shipped.to_dict()["benchmarks"]) == len(cs.kpi.benchmarks())


ANSWERS = [10, 9, 8, 3, None, 0, 10]


def test_every_kind_of_column_gives_the_same_survey() -> None:
    expected = cs.kpi.nps_from_answers(ANSWERS)
    assert (expected.promoters, expected.passives, expected.detractors, expected.missing) == (3, 1, 2, 1)
    for answers in (
        tuple(ANSWERS),
        iter(ANSWERS),
        [None if answer is None else Decimal(answer) for answer in ANSWERS],
        pl.Series(ANSWERS, dtype=pl.UInt8),
        pl.Series(ANSWERS, dtype=pl.Int64),
        pl.Series(ANSWERS, dtype=pl.Float64),
        pa.array(ANSWERS, pa.uint8()),
        pa.chunked_array([ANSWERS[:2], ANSWERS[2:]], pa.uint8()),
        pd.Series(ANSWERS),
        pd.Series(ANSWERS, dtype="UInt8"),
        np.array(ANSWERS, dtype="f8"),
    ):
        assert cs.kpi.nps_from_answers(answers) == expected


def test_bytes_of_numpy_are_counted_in_any_layout() -> None:
    answers = np.arange(0, 200_000, dtype="i8") % 12
    expected = cs.kpi.nps_from_answers(answers, invalid="missing")
    assert expected.invalid == (answers == 11).sum()
    narrow = answers.astype("u1")
    assert cs.kpi.nps_from_answers(narrow, invalid="missing") == expected
    assert cs.kpi.nps_from_answers(narrow[::-1], invalid="missing") == expected
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.kpi.nps_from_answers(narrow)
    assert (caught.value.code, caught.value.row, caught.value.column) == ("out_of_range", 11, "answers")
    with pytest.raises(cs.UndefinedError, match="no value"):
        cs.kpi.nps_from_answers(np.array([], dtype="u1"))


def test_weights_of_another_length_are_refused() -> None:
    error = vectors.outcome(lambda: cs.kpi.nps_from_answers([10, 9], weights=[1.0]))
    assert error.code == "length_mismatch"


@pytest.mark.parametrize(
    "number",
    [float("nan"), float("-inf"), np.float32("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")],
)
def test_a_figure_that_is_no_number_refuses_its_own_kpis_alone(number: Any) -> None:
    figures = {"opening_customers": number, "churned_customers": 6, "mrr": 50, "accounts": 2}
    report = cs.kpi.report(figures)
    assert report["churn_rate"]["status"] == "refused"
    reason = report["churn_rate"]["reason"]
    assert (reason["code"], reason["place"]) == ("non_finite", "opening_customers")
    assert report["arpa"]["value"] == 25

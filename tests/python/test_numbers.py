"""What a number may be, and what comes back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import customer_success as cs


def churn(churned: Any) -> Any:
    return cs.kpi.churn_rate(opening=200, churned=churned)


@pytest.mark.parametrize(
    "six", [6, 6.0, "6", np.int8(6), np.uint64(6), np.float64(6), np.float32(6), np.array(6)], ids=repr
)
def test_numbers_of_every_type_give_a_float(six: Any) -> None:
    answer = churn(six)
    assert type(answer) is float
    assert answer == 0.03


def test_a_decimal_anywhere_gives_a_decimal() -> None:
    assert churn(Decimal(6)) == Decimal("0.03")
    assert type(churn(Decimal("6.000"))) is Decimal
    assert type(cs.kpi.ltv(arpa=1.5, lifetime_months=12, gross_margin=Decimal("0.75"))) is Decimal


def test_the_float_is_the_exact_value_rounded_once() -> None:
    for opening, churned in [(3, 1), (7, 3), (49, 11), (10**12 + 39, 10**11 + 3)]:
        assert cs.kpi.churn_rate(opening=opening, churned=churned) == float(Fraction(churned, opening))


@pytest.mark.parametrize("width", [np.float16, np.float32, np.float64])
def test_a_float_enters_by_the_shortest_text_of_its_own_type(width: Any) -> None:
    assert cs.kpi.arpa(mrr=width(0.1), accounts=Decimal(1)) == Decimal("0.1")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "type_mismatch"),
        (np.bool_(True), "type_mismatch"),
        ([6], "type_mismatch"),
        (np.array([6]), "type_mismatch"),
        (6 + 0j, "type_mismatch"),
        (None, "invalid_argument"),
        (10**100_000, "overflow"),
        (10**28, "overflow"),
        (Decimal("1E+999999"), "overflow"),
        (Decimal("1E-999999"), "overflow"),
        (1e300, "overflow"),
        (1e-300, "overflow"),
        ("1" * 29, "overflow"),
        (float("nan"), "non_finite"),
        (float("inf"), "non_finite"),
        (np.float32("inf"), "non_finite"),
        (Decimal("NaN"), "non_finite"),
        (Decimal("sNaN"), "non_finite"),
        (Decimal("-Infinity"), "non_finite"),
        ("1,000", "invalid_number"),
        ("1_000", "invalid_number"),
        ("1e3", "invalid_number"),
        (" 6", "invalid_number"),
        ("６", "invalid_number"),
        ("", "invalid_number"),
        (6.5, "out_of_range"),
        (-1, "out_of_range"),
        (201, "inconsistent"),
    ],
    ids=lambda value: str(type(value).__name__) if not isinstance(value, str) else value[:12],
)
def test_what_is_no_count_is_refused_with_its_code_and_place(value: Any, code: str) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        churn(value)
    assert (refused.value.code, refused.value.path) == (code, "churned")


@pytest.mark.parametrize("zero", [Decimal("0E+999999"), Decimal("-0.000"), 0.0, -0.0, "0.0"], ids=repr)
def test_zero_is_zero_however_it_is_written(zero: Any) -> None:
    assert churn(zero) == 0
    assert str(churn(Decimal(0))) == "0"


def test_facts_take_what_scalars_take_and_blanks() -> None:
    card = cs.Scorecard(
        {
            "kind": "scorecard",
            "version": 1,
            "name": "one",
            "indicators": [{"name": "x", "input": "x", "scale": {"linear": {"from": 0, "to": 10}}}],
        }
    )

    def score(value: Any) -> float | None:
        return card.score_one({"x": value}, as_of="2026-10-31").score

    for seven in (7, 7.0, Decimal(7), np.int64(7), np.float32(7)):
        assert score(seven) == 70
    for blank in (None, float("nan"), np.float64("nan"), Decimal("NaN")):
        assert score(blank) is None
    for value, code in [
        (float("inf"), "non_finite"),
        (Decimal("sNaN"), "non_finite"),
        (Decimal("Infinity"), "non_finite"),
        (Decimal("1E+999999"), "overflow"),
        (10**400, "overflow"),
        ("seven", "type_mismatch"),
        ([7], "type_mismatch"),
        ({}, "type_mismatch"),
    ]:
        with pytest.raises(cs.CustomerSuccessError) as refused:
            score(value)
        assert refused.value.code == code, value


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (Decimal("1E+3"), "1000"),
        (np.float16(0.1), "0.1"),
        (np.float32(1e-5), "0.00001"),
        (1e-5, "0.00001"),
        (np.array(7), "7"),
        (10**27, "1" + "0" * 27),
    ],
    ids=repr,
)
def test_requests_read_numbers_as_the_functions_do(value: Any, exact: str) -> None:
    wanted = Decimal(exact)
    one = {"accounts": Decimal(1)}
    assert cs.kpi.arpa(mrr=value, **one) == wanted
    assert cs.kpi.report({"mrr": value, **one})["arpa"]["value"] == wanted
    assert cs.kpi.table("arpa", {"accounts": [1]}, mrr=value, digits="text")["arpa"] == [exact]
    years = [
        {"product": 1, "year": year, "arpa": arpa, "monthly_churn": one["accounts"]}
        for year, arpa in ((np.int64(2025), 0), (np.int64(2026), value))
    ]
    assert cs.kpi.ltv_effects(years)[0]["change"] == wanted
    bound = {"segment": "all", "at_least": value}
    assert cs.kpi.assess("ltv_to_cac", wanted, benchmark=bound).by == 0
    assert cs.kpi.assess("ltv_to_cac", 0, benchmark=bound).verdict == "worse"
    report = cs.kpi.report({"ltv": wanted, "cac": 1}, targets=[{"kpi": "ltv_to_cac"} | bound])
    assert report["ltv_to_cac"]["target"]["by"] == 0


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (np.array([1, 2]), "type_mismatch"),
        (np.array([1]), "type_mismatch"),
        (pd.NA, "type_mismatch"),
        (date(2026, 1, 1), "type_mismatch"),
        (b"5", "type_mismatch"),
        (True, "type_mismatch"),
        (10**100_000, "overflow"),
        (Decimal("1E+999999"), "overflow"),
        (1e-40, "overflow"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_requests_refuse_what_the_functions_refuse(value: Any, code: str) -> None:
    row = {"product": "a", "year": 2026, "monthly_churn": 1}
    asked = {
        "figures.mrr": lambda: cs.kpi.report({"mrr": value}),
        "previous.mrr": lambda: cs.kpi.report({}, previous={"mrr": value}),
        "inputs.mrr": lambda: cs.kpi.table("arpa", {"accounts": [1]}, mrr=value),
        "rows[1].arpa": lambda: cs.kpi.ltv_effects([row | {"arpa": 1, "year": 2025}, row | {"arpa": value}]),
        "at_least": lambda: cs.kpi.assess("ltv_to_cac", 3, benchmark={"segment": "all", "at_least": value}),
    }
    for place, ask in asked.items():
        with pytest.raises(cs.CustomerSuccessError) as refused:
            ask()
        assert (refused.value.code, refused.value.path) == (code, place)


def test_surveys_give_the_nearest_float_where_decimals_have_too_few_places() -> None:
    survey = cs.kpi.nps(promoters=7, passives=2**62, detractors=1)
    answers = 2**62 + 8
    assert survey.score == float(Fraction(600, answers))
    assert survey.promoter_share == float(Fraction(7, answers))
    assert survey.detractor_share == float(Fraction(1, answers))
    table = {"promoters": [7], "passives": [2**62], "detractors": [1]}
    assert cs.kpi.table("nps", table)["nps"] == [survey.score]


@pytest.mark.parametrize("width", [np.float16, np.float32])
@pytest.mark.parametrize("kind", [np.array, list, lambda values: np.array(values, dtype=object)])
def test_a_column_of_narrow_floats_enters_as_single_ones_do(width: Any, kind: Any) -> None:
    values = [width(text) for text in ("0.1", "1.3", "7.7", "1000.5", "0")]
    alone = [cs.kpi.arpa(mrr=value, accounts=1) for value in values]
    assert cs.kpi.table("arpa", {"mrr": kind(values), "accounts": [1] * 5})["arpa"] == alone
    ledger = {"account": ["a"], "month": [0], "mrr": kind([width("0.1")])}
    assert cs.revenue.movements(ledger, places=1)["closing"] == [0.1]


def test_every_float_of_16_bits_has_the_text_that_numpy_writes() -> None:
    halves = np.arange(0x7C00, dtype="u2").view("f2")
    read = cs.kpi.table("arpa", {"mrr": halves, "accounts": [1] * len(halves)})["arpa"]
    written = [float(np.format_float_positional(half)) for half in halves]
    assert list(read) == written


def test_a_list_of_narrow_floats_may_have_blanks() -> None:
    values = [None, np.float32(0.1), float("nan"), np.float32("nan")]
    table = cs.kpi.table("arpa", {"mrr": values, "accounts": [1] * 4})
    assert table["arpa"] == [None, 0.1, None, None]
    assert table["arpa_reason"] == ["missing", None, "missing", "missing"]


@pytest.mark.parametrize("width", [np.float16, np.float32])
def test_a_fact_of_a_narrow_float_is_widened_wherever_it_stands(width: Any) -> None:
    scale = {"linear": {"from": 0, "to": 1}}
    card = cs.Scorecard(
        {
            "kind": "scorecard",
            "version": 1,
            "name": "a",
            "indicators": [{"name": "i", "input": "x", "scale": scale}],
        }
    )
    value = width(0.1)
    one = card.score_one({"x": value}, as_of="2026-10-31").score
    assert one == card.score_one({"x": float(value)}, as_of="2026-10-31").score
    for column in ([value], np.array([value]), np.array([value], dtype=object), [value, 0.5]):
        assert card.score({"x": column}, as_of="2026-10-31")["health_score"][0] == one

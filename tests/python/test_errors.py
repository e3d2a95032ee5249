"""Errors: fields, class, pickling, and that Python's own pass through."""

import pickle

import pytest

import customer_success as cs


def test_carries_code_place_and_value() -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        cs.kpi.churn_rate(opening=200, churned=201)
    error = refused.value
    assert isinstance(error, ValueError)
    assert not isinstance(error, cs.UndefinedError)
    assert (error.code, error.path, error.column, error.row, error.value) == (
        "inconsistent",
        "churned",
        None,
        None,
        "201",
    )
    assert str(error).startswith("churned: ")
    assert str(error).endswith(", not 201")


def test_a_value_that_does_not_exist_has_a_class_of_its_own() -> None:
    with pytest.raises(cs.UndefinedError) as undefined:
        cs.kpi.churn_rate(opening=0, churned=0)
    assert undefined.value.code == "zero_denominator"


def test_survives_pickling() -> None:
    with pytest.raises(cs.UndefinedError) as undefined:
        cs.kpi.ltv(arpa=1, monthly_churn=0)
    again = pickle.loads(pickle.dumps(undefined.value))
    assert type(again) is cs.UndefinedError
    assert str(again) == str(undefined.value)
    assert vars(again) == vars(undefined.value)


def test_errors_of_python_pass_through_unchanged() -> None:
    class Broken:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        cs.scorecards.simple().score(Broken(), as_of="2026-10-31")


def test_lifetime_and_churn_exclude_each_other() -> None:
    for arguments in ({}, {"lifetime_months": 12, "monthly_churn": 0.05}):
        with pytest.raises(cs.CustomerSuccessError) as refused:
            cs.kpi.ltv(arpa=1, **arguments)
        assert (refused.value.code, refused.value.path) == ("invalid_argument", "lifetime_months")


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda: cs.kpi.compound(rate=0.1, from_period="week", to_period="year"), "from_period"),
        (lambda: cs.kpi.nps(promoters=1, passives=1, detractors=1).band_of("mine"), "scale"),
        (lambda: cs.kpi.nps_from_answers([1], invalid="ignore"), "invalid"),
        (lambda: cs.kpi.assess("churn_rate", 0.1, period="week"), "period"),
    ],
)
def test_a_choice_that_there_is_not_is_refused_with_its_argument(call, place: str) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        call()
    assert (refused.value.code, refused.value.path) == ("invalid_argument", place)

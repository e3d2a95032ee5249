"""What NumPy, narwhals and Python's own text let through, and the library does not."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import tables
from tables import AS_OF, CARD

import customer_success as cs


def refused(facts: dict[str, Any]) -> cs.CustomerSuccessError:
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score_one(facts, as_of=AS_OF)
    return error.value


@pytest.mark.parametrize(
    "moment",
    [
        np.datetime64(2**62, "D"),  # wraps to another day in microseconds
        np.datetime64("99999-01-01", "D"),  # no datetime of Python, but a number
        np.datetime64("2026-10-30T00:00:00.000000001", "ns"),
    ],
)
def test_moments_of_numpy_are_no_other_day(moment: Any) -> None:
    error = refused({"last_login_on": moment})
    assert (error.code, error.path) == ("type_mismatch", "last_login_on")
    assert refused({"logins": moment}).code == "type_mismatch"
    with pytest.raises(cs.CustomerSuccessError, match="as_of"):
        CARD.score_one({}, as_of=moment)


@pytest.mark.parametrize("unit", ["D", "s", "us", "ns"])
def test_days_of_numpy_are_days(unit: str) -> None:
    day = np.datetime64("2026-10-30", unit)
    known = CARD.score_one({"last_login_on": day, "logins": 1}, as_of=AS_OF)
    assert known == CARD.score_one({"last_login_on": date(2026, 10, 30), "logins": 1}, as_of=AS_OF)
    missing = CARD.score_one({"last_login_on": np.datetime64("NaT", unit), "logins": 1}, as_of=AS_OF)
    assert missing == CARD.score_one({"logins": 1}, as_of=AS_OF)


def test_weeks_that_numpy_would_wrap_are_refused() -> None:
    column = np.array([2**61 + 1] * 5, "M8[W]")
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score({**tables.ROWS, "last_login_on": column}, as_of=AS_OF)
    assert (error.value.column, error.value.row) == ("last_login_on", 0)


@pytest.mark.parametrize("array", [np.array([6]), np.array([True]), np.array(["2026-10-30"], "M8[D]")])
def test_an_array_is_no_fact(array: Any) -> None:
    assert refused({"logins": array}).code == "type_mismatch"


def test_lone_surrogates_are_no_text() -> None:
    error = refused({"plan": "\ud800"})
    assert (error.code, error.path) == ("invalid_text", "plan")
    with pytest.raises(cs.CustomerSuccessError) as column:
        CARD.score({**tables.ROWS, "plan": ["pro", "\ud800", None, None, None]}, as_of=AS_OF)
    assert (column.value.code, column.value.column, column.value.row) == ("invalid_text", "plan", 1)
    with pytest.raises(cs.CustomerSuccessError) as number:
        cs.kpi.churn_rate(opening="\ud800", churned=1)
    assert (number.value.code, number.value.path) == ("invalid_text", "opening")
    for document in ("\ud800", {"kind": "\ud800"}):
        with pytest.raises(cs.CustomerSuccessError) as unread:
            cs.Scorecard(document)
        assert unread.value.code == "invalid_text"


def test_a_column_named_twice_is_refused() -> None:
    table = tables.as_arrow()
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(table.append_column("note", pa.array([1] * 5)), as_of=AS_OF)
    assert error.value.code == "duplicate"


@pytest.mark.parametrize("threads", [0, -1])
def test_no_thread_at_all_is_refused(threads: int) -> None:
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(tables.ROWS, as_of=AS_OF, threads=threads)
    assert (error.value.code, error.value.path, error.value.value) == (
        "out_of_range",
        "threads",
        str(threads),
    )


@pytest.mark.parametrize(
    ("none", "code"),
    [
        ("sNaN", "non_finite"),
        ("Infinity", "non_finite"),
        ("-Infinity", "non_finite"),
        ("1E+999999", "overflow"),
    ],
)
def test_a_decimal_that_is_no_number_is_named_with_its_row(none: str, code: str) -> None:
    column = [Decimal(1), Decimal(none)]
    calls = [
        lambda: cs.kpi.table("arr", {"mrr": column}),
        lambda: cs.revenue.movements({"account": [1, 2], "month": [0, 0], "mrr": column}),
        lambda: CARD.score({**tables.ROWS, "logins": [*column, None, None, None]}, as_of=AS_OF),
    ]
    for call, name in zip(calls, ("mrr", "mrr", "logins"), strict=True):
        with pytest.raises(cs.CustomerSuccessError) as error:
            call()
        assert (error.value.code, error.value.column, error.value.row) == (code, name, 1)
    # A quiet NaN is a blank.
    assert cs.kpi.table("arr", {"mrr": [Decimal(1), Decimal("NaN")]})["arr"] == [Decimal(12), None]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, "a"], 'the column begins with numbers, not "a"'),
        (["a", True], "the column begins with texts, not true"),
        (["a", 1.5], "the column begins with texts, not 1.5"),
        ([date(2026, 1, 1), "a"], 'the column begins with days, not "a"'),
    ],
)
def test_a_value_of_another_kind_is_named_as_it_was_given(values: list[object], said: str) -> None:
    with pytest.raises(cs.CustomerSuccessError, match=said) as caught:
        cs.scorecards.simple().score({"tickets_90d": values, "seats": [1, 1]}, as_of="2026-10-31")
    assert (caught.value.code, caught.value.row) == ("type_mismatch", 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"valid_for_days": -1},
            "indicators[0].valid_for_days: a whole number of 0 or more is needed, not -1",
        ),
        (
            {"valid_for_days": 1.5},
            "indicators[0].valid_for_days: a whole number of 0 or more is needed, not 1.5",
        ),
        ({"weight": "3"}, 'indicators[0].weight: a number is needed, not "3"'),
        ({"name": 3}, "indicators[0].name: a text is needed, not 3"),
        (
            {"scale": {"points": [[1, 2, 3], [2, 3]]}},
            "indicators[0].scale.points[0][2]: the list has more values than it may have",
        ),
        (
            {"scale": {"points": [[1], [2, 3]]}},
            "indicators[0].scale.points[0]: a list of 2 is needed, not a list of 1",
        ),
        (
            {"missing": 3},
            "indicators[0].missing: one choice is needed here, a text or an object with one field",
        ),
        (
            {"applies_when": {"fact": "x", "between": ["1", 2]}},
            'a number or a day (YYYY-MM-DD) is needed, not "1"',
        ),
    ],
)
def test_a_document_is_refused_in_words_of_json(fields: dict[str, object], said: str) -> None:
    indicator = {"name": "i", "input": "x", "scale": {"linear": {"from": 0, "to": 1}}} | fields
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.Scorecard({"kind": "scorecard", "version": 1, "name": "a", "indicators": [indicator]})
    assert said in str(caught.value)
    assert caught.value.code == "invalid_document"

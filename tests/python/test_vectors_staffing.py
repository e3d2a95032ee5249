"""The vectors of the room `staffing`: exact numbers come back exactly, or as the nearest floats."""

from decimal import Decimal
from typing import Any

import pytest
import vectors

import customer_success as cs
from customer_success import staffing

CASES = vectors.room("staffing")


def ask(case: dict[str, Any]) -> Any:
    """The answer by the public function of the question's name."""
    request = dict(case["request"])
    if case["call"] == "assumptions":
        return staffing.Assumptions(request)
    if case["call"] == "supply":
        hours = request.pop("hours")
        request |= {"hours": hours["amount"], "per": hours["per"]}
    if case["call"] == "budgeted_headcount":
        return {"headcount": staffing.budgeted_headcount(**request)}
    if case["call"] == "books":
        return assigned(request.pop("accounts"), request)
    if "staffing" in request:
        return getattr(staffing, case["call"])(request.pop("staffing"), **request)
    return getattr(staffing, case["call"])(**request)


def assigned(accounts: list[dict[str, Any]], rules: dict[str, Any]) -> dict[str, Any]:
    """The books of a request whose accounts become the columns of a table."""
    fields = ("account", "hours", "value", "owner", "skills", "region", "language")
    table = {name: [plain(account.get(name)) for account in accounts] for name in fields}
    used = {name: name for name in fields[2:] if any(value is not None for value in table[name])}
    found = staffing.books(table, rules.pop("csms"), **used, **rules)
    names = zip(table["account"], found.accounts["csm"], found.accounts["csm_reason"], strict=True)
    rows = [dict(zip(("account", "csm", "reason"), row, strict=True)) for row in names]
    return {"assignments": rows, "report": found.report}


def plain(value: Any) -> Any:
    """A cell of a table: skills as one text, a decimal text as its float."""
    if isinstance(value, list):
        return ";".join(value)
    return (
        float(value) if isinstance(value, str) and value.lstrip("-").replace(".", "").isdecimal() else value
    )


def exactly(value: Any, name: str = "") -> Any:
    """The same request with its whole numbers and floats as `Decimal`; a version stays whole."""
    if isinstance(value, dict):
        return {key: exactly(own, key) for key, own in value.items()}
    if isinstance(value, list):
        return [exactly(own) for own in value]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (
        Decimal(str(value))
        if number and name not in ("version", "unassigned", "account", "hours", "value")
        else value
    )


def assert_answer(found: Any, expected: Any, tolerance: float, place: str = "") -> None:
    """Equal; a text that is expected and a number that is found are compared as numbers of the found type."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            if name in found or name != "budget":  # `budgeted_headcount` gives the headcount alone
                assert_answer(found[name], value, tolerance, f"{place}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for at, (own, value) in enumerate(zip(found, expected, strict=True)):
            assert_answer(own, value, tolerance, f"{place}[{at}]")
    elif isinstance(expected, str) and isinstance(found, Decimal | float):
        assert found == type(found)(expected), (place, found, expected)
    elif isinstance(expected, float):
        assert abs(found - expected) <= tolerance * max(1, abs(expected)), (place, found, expected)
    else:
        assert found == expected, (place, found, expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}: {case['name']}")
def test_questions(case: dict[str, Any]) -> None:
    found = vectors.outcome(lambda: ask(case))
    if "error" in case:
        # The accounts of books are columns here: an error names column and row instead.
        in_table = case["call"] == "books" and str(case.get("path")).startswith("accounts")
        vectors.assert_refused(case | ({"path": None} if in_table else {}), found)
        return
    assert not isinstance(found, cs.CustomerSuccessError), found
    assert_answer(found, case["expected"], case["tolerance"])
    assert_answer(ask(case | {"request": exactly(case["request"])}), case["expected"], case["tolerance"])


def test_a_decimal_among_the_arguments_makes_the_answer_exact() -> None:
    assert staffing.budgeted_headcount(arr=Decimal(10**9)) == Decimal("14.81481481481481481481481481")
    assert isinstance(staffing.budgeted_headcount(arr=10**9), float)


def test_every_question_has_cases() -> None:
    asked = {case["call"] for case in CASES}
    assert asked | {"presets", "portfolio", "Assumptions", "Books"} == {*staffing.__all__, "assumptions"}
    assert sum("error" in case for case in CASES) >= 80

"""Reads the golden vectors that Rust, Python and C share."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import customer_success as cs

# Cases that leave open what their error shows: fingerprints, and what Python is given or refuses otherwise.
OPEN = {
    "before is of another card",
    "after is of another card",
    "F49 a day of the year 1899",
    "F30 a price beyond every digit, in twelfths",
}
FOLDER = Path(__file__).parents[1] / "vectors"


def read(path: str) -> dict[str, Any]:
    """A file of vectors, whose lists hold as many cases as it says."""
    document: dict[str, Any] = json.loads((FOLDER / path).read_text(encoding="utf-8"))
    cases = [case for part in document.values() if isinstance(part, list) for case in part]
    assert len(cases) == document["count"]
    refused = [case for case in cases if "error" in case]
    open_cases = {case["name"] for case in refused if "shows" not in case}
    assert open_cases <= OPEN, open_cases
    assert sum(case.get("shows") is not None for case in refused) == document.get("shown", 0)
    return document


def outcome(call: Callable[[], Any]) -> Any:
    """The result of a call, or the error that it raised."""
    try:
        return call()
    except cs.CustomerSuccessError as error:
        return error


def assert_refused(case: dict[str, Any], found: Any) -> None:
    """The error that the case asks for, with its place, column, row, and what it shows of the value."""
    assert isinstance(found, cs.CustomerSuccessError), (case, found)
    assert found.code == case["error"], (case, found)
    for field, attribute in (("place", "path"), ("path", "path"), ("column", "column"), ("row", "row")):
        if field in case:
            assert getattr(found, attribute) == case[field], (case, found)
    if "shows" in case:  # a case that does not say it leaves it open
        assert found.value == case["shows"], (case, found)


def room(name: str) -> list[dict[str, Any]]:
    """All cases of a room, each with the tolerance of its file."""
    files = sorted((FOLDER / name).glob("*.json"))
    documents = [read(f"{name}/{path.name}") for path in files]
    return [
        case | {"tolerance": document.get("tolerance", 0)}
        for document in documents
        for case in document["cases"]
    ]


def assert_near(found: Any, expected: Any, tolerance: float, place: str = "") -> None:
    """Equal; numbers within the tolerance, relative above 1; of an object only the expected fields."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert_near(found[name], value, tolerance, f"{place}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), (place, found, expected)
        for at, (own, value) in enumerate(zip(found, expected, strict=True)):
            assert_near(own, value, tolerance, f"{place}[{at}]")
    elif isinstance(expected, float | int) and not isinstance(expected, bool) and found is not None:
        assert abs(found - expected) <= tolerance * max(1, abs(expected)), (place, found, expected)
    else:
        assert found == expected, (place, found, expected)

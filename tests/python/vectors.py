"""Reads the golden vectors that Rust, Python and C share."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import customer_success as cs

FOLDER = Path(__file__).parents[1] / "vectors"


def read(path: str) -> dict[str, Any]:
    """A file of vectors, whose lists hold as many cases as it says."""
    document: dict[str, Any] = json.loads((FOLDER / path).read_text(encoding="utf-8"))
    assert sum(len(part) for part in document.values() if isinstance(part, list)) == document["count"]
    return document


def outcome(call: Callable[[], Any]) -> Any:
    """The result of a call, or the error that it raised."""
    try:
        return call()
    except cs.CustomerSuccessError as error:
        return error


def assert_refused(case: dict[str, Any], found: Any) -> None:
    """The error that the case asks for, with its place, column and row."""
    assert isinstance(found, cs.CustomerSuccessError), (case, found)
    assert found.code == case["error"], (case, found)
    for field, attribute in (("place", "path"), ("column", "column"), ("row", "row")):
        if field in case:
            assert getattr(found, attribute) == case[field], (case, found)

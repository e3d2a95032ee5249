"""What the oracles of scores over time share: cases, and columns that were drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from exact import publish

AS_OF = "2026-10-31"


def back(days: int) -> str:
    """The day so many days before the one that all cases are about."""
    return (date.fromisoformat(AS_OF) - timedelta(days=days)).isoformat()


def number(value: Any) -> Any:
    """None for what is missing."""
    return None if value in (None, "NaN", "") else value


def case(name: str, given: dict[str, Any], expected: Callable[..., Any], **error: Any) -> dict[str, Any]:
    """The case, with what is expected of it unless it is refused."""
    one = {"name": name, **given}
    return one | (error or {"expected": expected(one)})


def publish_all(room: str, files: dict[str, list[dict[str, Any]]], tolerance: float) -> bool:
    """Writes or compares every file of a room."""
    good = True
    for name, cases in files.items():
        document = {"room": room, "count": len(cases), "tolerance": tolerance, "cases": cases}
        good &= publish(f"{room}/{name}.json", document, lines=True)
    return good

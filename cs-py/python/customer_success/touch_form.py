"""The document of a touch policy, made from arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .touch_result import Tier


def form(
    measure: str | Mapping[str, Any],
    cut: Mapping[str, Any],
    missing: Tier | None,
    stickiness: float | None,
    overrides: Sequence[Mapping[str, Any]],
    teams: Mapping[str, Any] | None,
    name: str | None,
) -> dict[str, Any]:
    """A document in which what was left out is left out."""
    document: dict[str, Any] = {
        "kind": "touch_policy",
        "version": 1,
        "name": name or f"by {measure if isinstance(measure, str) else 'measure'}",
        "by": {"input": measure},
        "cut": cut,
    }
    optional = {
        "missing": missing,
        "stickiness": stickiness,
        "overrides": list(overrides) or None,
        "teams": teams,
    }
    return document | {field: value for field, value in optional.items() if value is not None}

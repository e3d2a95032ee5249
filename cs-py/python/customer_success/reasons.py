"""Why a score is what it is: bridges, the way to a score, what changed between two results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .errors import CustomerSuccessError

Language = Literal["en", "ja"]


def spoken(texts: Mapping[str, Any], language: str, argument: str) -> Any:
    """The text in this language."""
    if language in texts:
        return texts[language]
    known = " or ".join(texts)
    raise CustomerSuccessError(
        f'{argument}: must be {known}, not "{language}"',
        code="invalid_argument",
        path=argument,
        value=f'"{language}"',
    )


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step from 100 to the score.

    Attributes:
        pillar: ``indicator``, ``adjustment`` (rounding, counted points), ``exceptions`` or ``override``.
        indicator: the indicator, where it is one.
        group: its group.
        points: points up (above 0) or down.
        level: where the score stands behind this step.
    """

    pillar: str
    indicator: str | None
    group: str | None
    points: float
    level: float


@dataclass(frozen=True, slots=True)
class PathStep:
    """One indicator at 100; ``gain`` is what the score gains when it and those before it are there."""

    indicator: str
    score: float | None
    gain: float


@dataclass(frozen=True, kw_only=True)
class ScorePath:
    """The fewest indicators that, at 100, would bring a result to a score or into a band.

    Attributes:
        target: the score or band that is to be reached.
        steps: the indicators, the one that lost most first; empty where the target is reached already.
        start: the score before exceptions now.
        end: the score before exceptions with every step taken.
        reached: whether that reaches the target.
        is_fewest: whether no shorter list would do.
        exceptions: reasons of the exceptions that hold now, and may still hold then.
        sentences: the same in words, by language.
    """

    target: float | str
    steps: list[PathStep]
    start: float
    end: float
    reached: bool
    is_fewest: bool
    exceptions: list[str]
    sentences: dict[Language, list[str]]

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> ScorePath:
        """A path from its fields as they stand in JSON, where `start` and `end` are `from` and `to`."""
        ends = {"start": fields.pop("from"), "end": fields.pop("to")}
        return cls(**(fields | ends | {"steps": [PathStep(**step) for step in fields["steps"]]}))


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator said at one time: raw value, score (or its substitute), status."""

    raw: Any
    score: float | None
    status: str


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One part of a change.

    Attributes:
        cause: ``model``, ``indicator``, ``missing_data``, ``applicability``, ``exceptions`` or ``override``.
        indicator: the indicator, where it is due to one; `before` and `after` are what it said.
        points: points gained (above 0) or lost.
    """

    cause: str
    indicator: str | None
    before: Reading | None
    after: Reading | None
    points: float


@dataclass(frozen=True, kw_only=True)
class Change:
    """The difference between the scores of two results, split into parts that add up to it.

    Attributes:
        before: the score before.
        after: the score after.
        points: after − before.
        band_before: the band before.
        band_after: the band after.
        parts: the parts, in the order in which the change was split.
        sentences: the same in words, by language, the largest part first.
    """

    before: float
    after: float
    points: float
    band_before: str
    band_after: str
    parts: list[ChangePart]
    sentences: dict[Language, list[str]]

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> Change:
        """A change from its fields as they stand in JSON."""
        return cls(**(fields | {"parts": [_part(part) for part in fields["parts"]]}))


def _part(fields: Mapping[str, Any]) -> ChangePart:
    readings = {when: fields[when] and Reading(**fields[when]) for when in ("before", "after")}
    return ChangePart(**{**fields, **readings})

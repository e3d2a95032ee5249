"""Targets: what a good value is, for whom, and who says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from customer_success import _core
from customer_success.number import Number

Period = Literal["month", "quarter", "year"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Assessment:
    """How a value stands against a target.

    Attributes:
        verdict: ``"better"``, ``"within"`` or ``"worse"``.
        by: distance past the bound, 0 or more, in the KPI's unit; 0 within.
        text: the sentence, such as ``"worse than < 1 %, by 2 %"``.
        target: the range, such as ``"< 1 %"``.
        segment: whom the target is for.
        source: where it comes from, and `year`, when.
    """

    verdict: Literal["better", "within", "worse"]
    by: float | Decimal
    text: str
    target: str
    segment: str
    source: str
    year: int | None

    def __repr__(self) -> str:
        """The sentence and the source."""
        origin = ", ".join(str(part) for part in (self.source, self.year) if part)
        return f"{self.text} ({self.segment}; {origin})" if origin else f"{self.text} ({self.segment})"


def assess(
    id: str,
    value: Number,
    *,
    period: Period | None = None,
    segment: str | None = None,
    benchmark: Mapping[str, Any] | None = None,
) -> Assessment:
    """Compares a KPI's value with its target.

    Args:
        id: the KPI's id, such as ``"churn_rate"``.
        value: its value: rates are fractions.
        period: what the value is per; a target of another period is refused.
        segment: whose target; that for all segments counts where the segment has none of its own.
        benchmark: a target of one's own in place of the shipped ones: `segment`, `period`, at least one of
            `at_least`, `above`, `at_most` and `below`, and optionally `source` and `year`.

    Raises:
        CustomerSuccessError: ``period_mismatch``, ``unknown_name``, ``out_of_range``.

    >>> assess("churn_rate", 0.03, period="month", segment="enterprise").text
    'worse than < 1 %, by 2 %'
    """
    text = None if benchmark is None else json.dumps({"kpi": id} | dict(benchmark), default=str)
    return Assessment(**_core.assess(id, value, period, segment, text))


def benchmarks() -> list[dict[str, Any]]:
    """Every shipped target: KPI, segment, period, range, source, year.

    >>> sorted({row["kpi"] for row in benchmarks()})[:2]
    ['churn_rate', 'cross_sell_rate']
    """
    return _core.benchmarks()

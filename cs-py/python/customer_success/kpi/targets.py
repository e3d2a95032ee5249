"""Targets: what a good value is, for whom, and who says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from customer_success import _core, document
from customer_success.number import Number, written

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
    preset: str | None = None

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
    preset: str | None = None,
    currency: str | None = None,
    benchmark: Mapping[str, Any] | None = None,
    benchmarks: Benchmarks | Mapping[str, Any] | None = None,
) -> Assessment:
    """Compares a KPI's value with its target.

    Args:
        id: the KPI's id, such as ``"churn_rate"``.
        value: its value: rates are fractions.
        period: what the value is per; a target of another period is refused.
        segment: whose target; that for all segments counts where the segment has none of its own.
        preset: whose view, where several differ, such as ``"gainsight"`` for ``arr_per_csm``.
        currency: the currency of a value in money; a target in another one is refused.
        benchmark: a target of one's own in place of the shipped ones: `segment`, `period`, at least one of
            `at_least`, `above`, `at_most` and `below`, and optionally `source` and `year`.
        benchmarks: a list of one's own in place of the shipped one, or its document. Of several targets
            that of the period and, among these, in the currency counts.

    Raises:
        CustomerSuccessError: ``period_mismatch``, ``unknown_name``, ``inconsistent`` (currencies),
            ``out_of_range``.

    >>> assess("churn_rate", 0.03, period="month", segment="enterprise").text
    'worse than < 1 %, by 2 %'
    >>> assess("arr_per_csm", 1_500_000, currency="USD", preset="gainsight").verdict
    'within'
    """
    text = None if benchmark is None else json.dumps({"kpi": id} | bounded(benchmark), default=str)
    if benchmarks is not None and not isinstance(benchmarks, Benchmarks):
        benchmarks = Benchmarks(benchmarks)
    own = None if benchmarks is None else benchmarks.to_json()
    return Assessment(**_core.assess(id, value, period, segment, preset, currency, text, own))


def bounded(benchmark: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """A target of one's own with its bounds as exact texts."""
    bounds = ("at_least", "above", "at_most", "below")
    return {
        name: written(place + name, value) if name in bounds else value for name, value in benchmark.items()
    }


class Benchmarks:
    """Targets as a document of kind ``benchmarks``: one's own, or the shipped ones.

    >>> target = {"kpi": "churn_rate", "segment": "smb", "period": "month", "below": "0.02"}
    >>> document = {"kind": "benchmarks", "version": 1, "name": "ours", "benchmarks": [target]}
    >>> ours = Benchmarks(document)
    >>> assess("churn_rate", 0.03, period="month", segment="smb", benchmarks=ours).text
    'worse than < 2 %, by 1 %'
    >>> assess("churn_rate", 0.03, period="month", segment="smb", benchmarks=document).verdict
    'worse'
    """

    __slots__ = ("_text",)

    def __init__(self, document_: Mapping[str, Any] | str) -> None:
        """Reads a document, as a dict or as JSON text.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit``.
        """
        self._text = _core.benchmarks_document(document.to_text(document_))

    @classmethod
    def load(cls, path: str | Path) -> Benchmarks:
        """Reads a document from a file."""
        return cls(document.read(path))

    @classmethod
    def shipped(cls) -> Benchmarks:
        """The targets that come with the library."""
        return cls(_core.benchmarks_document(None))

    def save(self, path: str | Path) -> None:
        """Writes the document to a file."""
        Path(path).write_text(self._text, encoding="utf-8")

    def to_json(self) -> str:
        """The document as JSON text."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The document as a new dict."""
        own: dict[str, Any] = json.loads(self._text)
        return own

    def __eq__(self, other: object) -> bool:
        """Whether the documents are equal."""
        return isinstance(other, Benchmarks) and self._text == other._text

    def __hash__(self) -> int:
        """By the document."""
        return hash(self._text)

    def __repr__(self) -> str:
        """Name and length."""
        own = self.to_dict()
        return f"Benchmarks({own['name']!r}, {len(own['benchmarks'])} targets)"

    def __reduce__(self) -> tuple[type[Benchmarks], tuple[str]]:
        """By the document."""
        return Benchmarks, (self._text,)


def benchmarks() -> list[dict[str, Any]]:
    """Every shipped target: KPI, segment, period, range, whose view, currency, source, year.

    >>> sorted({row["kpi"] for row in benchmarks()})[:2]
    ['arr_per_csm', 'churn_rate']
    """
    return _core.benchmarks()

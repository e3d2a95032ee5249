"""Dialects: how known platforms compute, as presets of a card.

A card names one (``"dialect": "vitally"``) and gets what that platform does wherever it says nothing else.

>>> import customer_success as cs
>>> card = cs.Scorecard({
...     "kind": "scorecard", "version": 1, "name": "integrations", "dialect": "vitally",
...     "indicators": [{"name": name, "input": name, "scale": {"flag": {"true": 100, "false": 0}}}
...                    for name in ("first", "second", "third")],
... })
>>> card.score_one({"first": True, "second": True, "third": False}, as_of="2026-10-31").shown
6.67
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import _core


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a platform computes, as far as it says so.

    Attributes:
        name: the name in documents.
        platform: the platform, and the model where it has several.
        platform_ja: the same in Japanese.
        source: which pages of the platform say so.
        undocumented: what the platform does not document, where this library keeps its own default.
        preset: the fields that a card gets where it says nothing else.
    """

    name: str
    platform: str
    platform_ja: str
    source: str
    undocumented: list[str]
    preset: dict[str, Any]


def catalogue() -> list[Dialect]:
    """Every dialect.

    >>> [dialect.name for dialect in catalogue()][:3]
    ['gainsight', 'totango_account', 'totango_multidimensional']
    """
    return [Dialect(**fields) for fields in _core.dialects()]


def find(name: str) -> Dialect:
    """The dialect of this name.

    Raises:
        CustomerSuccessError: ``unknown_name``, with the nearest that there is.

    >>> find("planhat").preset["points"]
    {'start': 50.0, 'neutral': 50.0}
    """
    return Dialect(**_core.dialect(name))

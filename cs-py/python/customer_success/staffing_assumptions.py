"""The document of staffing: what accounts need, what success managers give, what both cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from . import _core, document


class Assumptions:
    """A document of kind `staffing` that was read, and so is valid; immutable.

    It says what an account of each tier needs, what a success manager gives, and what both cost.

    >>> import customer_success as cs
    >>> assumptions = cs.staffing.Assumptions({
    ...     "kind": "staffing", "version": 1, "name": "two tiers",
    ...     "tiers": {"high": {"touches": [{"name": "review", "per_month": 0.5, "hours": 6}]}},
    ...     "hours": {"amount": 40, "per": "week"}, "overhead": 0.25, "utilisation": 0.85,
    ... })
    >>> assumptions.name
    'two tiers'
    """

    __slots__ = ("_json",)
    _json: str

    def __init__(self, document_: Mapping[str, Any] | str) -> None:
        """Reads a document: a mapping, or its JSON text.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit`` or
                ``invalid_text``, ``out_of_range``, ``inconsistent`` or ``unknown_name``, with the place in
                the document.
        """
        self._json = _core.staffing_document(document.to_text(document_))

    @classmethod
    def load(cls, path: str | Path) -> Assumptions:
        """Reads a document from a file."""
        return cls(document.read(path))

    def save(self, path: str | Path) -> None:
        """Writes the document to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def to_json(self) -> str:
        """The document as JSON text, with every default written out."""
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """The document as a new dict; exact numbers are texts."""
        own: dict[str, Any] = json.loads(self._json)
        return own

    @property
    def name(self) -> str:
        """The document's name."""
        return cast(str, self.to_dict()["name"])

    def __repr__(self) -> str:
        """Name and tiers."""
        return f"Assumptions({self.name!r}, tiers {', '.join(self.to_dict()['tiers'])})"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal assumptions."""
        return isinstance(other, Assumptions) and self._json == other._json

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self._json)

    def __reduce__(self) -> tuple[type[Assumptions], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self._json,)
